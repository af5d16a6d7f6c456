"""Counted nouns before an amount: the noun phrase or the verb that ends there."""

from __future__ import annotations

from functools import lru_cache

from dj_analysis.extraction.counted_nouns import JOINED, REMEMBERED, Noun, balance_marks, make_noun, move_noun
from dj_analysis.extraction.noun_words import (
    HARD,
    NOMINAL,
    VERBS,
    NounWords,
    head_in,
    is_measure,
    makes_name,
    noun_words,
    scan_words,
)
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

_REACH = 30
_REACH_SHARED = 60
_AHEAD = compile_re(r"[\u4e00-\u9fffA-Za-z“”‘’「」『』\"《》·/*]{1,30}")
_AHEAD_SHARED = compile_re(r"[\u4e00-\u9fffA-Za-z“”‘’「」『』\"《》·/*、]{1,60}")
"""Phrases before an amount, matched on the text turned round: one pass instead of one from every character."""

_AFTER_DIGITS = "级月年日号届批期"
_LEFTOVER = compile_re(
    r"^(?:[”’」』\"》的]|岁?以[下上]的?|第[一二三四五六七八九十]{1,3}[批届期次轮]|新一[届批]"
    r"|[一两二三四五六七八九十][名个位支项条件]|[上本]学[期年]|全年)+"
)
_LEFT = frozenset('”’」』"》的岁以第新上本全一两二三四五六七八九十')
OWNER = "总支|党委|大学|中心|[们部处系院会队校站]"
_OWNER = compile_re(f"(?:{OWNER})$")
_BODY = compile_re(r"[\u4e00-\u9fff]{0,2}[队团组站岗班室所]")
"""A verb before such a word names a body: 攻关突击队, 宣讲团."""

_COMPLEMENTS = frozenset("出好到完满掉遍起入下")
DONE = ("了", "过")
"""What follows a verb: behind these the last word before an amount is one, known or not (书架添了, 楼道辟出)."""

_WHOSE = "该本我下入进"
"""Before one character that is a noun they belong to it: 该村, 本系, 入户."""

_POINTING = "此该这那本每某各"
_COUNTS = "项个次场名支条件批届类门位"
"""Between 此 or 该 and a noun: 参与此|项|活动145人次."""

_OUT = "出"
"""选举|出|书记: the end of a verb, not the beginning of a noun."""

_OUR_COUNTRY = "我国"
_TERM = "期"
_RATE = "率"
"""毕业生就业|对口率, 支部工作|效率: a rate is named by who does what."""

_LONG_OBJECT = 4
"""获|发明专利 has one verb, 修订|完善|规章制度 two."""

_PAIR = 2
_BORN = compile_re(r"[05-9][05]后")
"""80后9人: persons named by the years they were born in."""


def noun_ahead(text: str, at: int, floor: int, shared: bool, lexicon: Lexicon) -> Noun | None:
    """Find the noun phrase that ends at ``at``; where only a verb stands there (受益), that verb with ``verb`` set.

    ``floor`` is where the previous amount ended; ``shared`` lets the phrase hold several nouns joined by 、.
    """
    if shared:
        window = _AHEAD_SHARED.match(text[max(floor, at - _REACH_SHARED) : at][::-1])
    else:
        window = _AHEAD.match(text[max(floor, at - _REACH) : at][::-1])
    if not window:
        return None
    base = at - window.end()
    done = text[at : at + 1] in DONE
    noun = _read_ahead(text[base:at], done, base > 0 and text[base - 1].isdigit(), lexicon)
    if text[base] == "后" and (noun is None or noun.start <= 1) and (born := _BORN.match(text, max(0, base - _PAIR))):
        return Noun(born.start(), at, text[born.start() : at], "person")
    return move_noun(noun, base) if noun else None


def plain_noun_ahead(text: str, at: int, floor: int, lexicon: Lexicon) -> Noun | None:
    """Find the noun phrase that ends at ``at``; None where only a verb stands there.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> plain_noun_ahead("党员21人", 2, 0, lexicon).text, plain_noun_ahead("受益21人", 2, 0, lexicon)
    ('党员', None)
    """
    noun = noun_ahead(text, at, floor, False, lexicon)
    return None if noun is None or noun.verb else noun


@lru_cache(maxsize=REMEMBERED)
def _read_ahead(phrase: str, done: bool, behind_digit: bool, lexicon: Lexicon) -> Noun | None:
    """Find the noun that ends a phrase; ``done`` tells that 了 or 过 follows, so that a verb ends it."""
    lists, end = noun_words(lexicon), len(phrase)
    begin, verb = _begin_of_noun(phrase, lists)
    if verb and verb[1] == end and begin < verb[0] and done:
        return Noun(verb[0], end, phrase[verb[0] :], "", verb=True, doubtful=end - verb[0] == 1)
    if begin < end and (size := _unknown_verb(phrase, done, lists)):
        return Noun(end - size, end, phrase[-size:], "", verb=True, doubtful=True)
    if begin == 0 and behind_digit:
        begin = 1 if phrase[0] in _AFTER_DIGITS else 0
    begin, _ = balance_marks(phrase, begin, end)
    whole = phrase[begin : begin + 1] == '"' and phrase.count('"', begin) == _PAIR
    if not whole and phrase[begin : begin + 1] in _LEFT and (lead := _LEFTOVER.match(phrase[begin:])):
        begin += lead.end()
    pointed = begin and phrase[begin - 1] in _POINTING and phrase[begin : begin + 1] in _COUNTS
    if pointed and phrase[begin : begin + _PAIR] not in lists.heads:
        begin += 1
    if phrase[begin : begin + 1] in JOINED and phrase[begin : begin + 2] not in lists.words:
        begin += 1
    if phrase[begin : begin + 1] == _OUT and lists.words.get(phrase[max(0, begin - _PAIR) : begin]) in VERBS:
        begin += 1
    if begin and phrase.startswith(_OUR_COUNTRY, begin - 1):
        begin -= 1
    if end - begin == 1 and begin and phrase[begin - 1] in _WHOSE:
        begin -= 1
    if end - begin == 1 and phrase[begin - 1 : begin] == "的" and (noun := make_noun(phrase[begin:], begin, lists)):
        return noun
    if end - begin > 1 and (noun := make_noun(phrase[begin:], begin, lists)):
        return noun
    return Noun(*verb, phrase[verb[0] : verb[1]], "", verb=True) if verb else None


def _begin_of_noun(phrase: str, lists: NounWords) -> tuple[int, tuple[int, int] | None]:
    """Where the last noun phrase begins, and the verb that ends the phrase, if one does."""
    begin, verb, chain, after_verb = 0, None, "", False
    for start, end, kind in scan_words(phrase, lists):
        rest = phrase[end:]
        if kind == "attributive" and rest:
            continue
        if kind in VERBS:
            chained = verb is not None and verb[1] == start and chain == "ambiguous" and kind == "ambiguous"
            verb, chain = (verb[0] if verb and chained else start, end), kind
        if kind in NOMINAL or kind == "attributive":
            object_of_verb = after_verb and start == begin and kind != "short"
            object_of_verb = object_of_verb and (kind != "likely" or len(rest) < _LONG_OBJECT)
            done_by_body = not rest and kind == "likely" and _OWNER.search(phrase[begin:start])
            if not done_by_body and (not rest or object_of_verb or not _is_predicate(phrase, begin, start, end, lists)):
                continue
        if kind in HARD and (is_measure(rest, lists) or _is_place_or_term(rest, lists)):
            continue
        begin, after_verb = end, kind in HARD
    if verb is None or verb[1] != len(phrase):
        return begin, None
    return (len(phrase) if verb[0] <= begin else begin), verb


def _is_place_or_term(rest: str, lists: NounWords) -> bool:
    """True for the 点 of 授权点 and the 期 of 签约期, which a firm verb before them does not govern."""
    return rest == _TERM or (len(rest) == 1 and rest in lists.tails and lists.heads.get(rest) == "thing")


def _unknown_verb(phrase: str, done: bool, lists: NounWords) -> int:
    """Length of a verb that ends the phrase though no list has it: one before 了 and 过, or one with a complement."""
    if phrase[-2:] in lists.words or _ends_in_head(phrase, 2 if done else 1, lists):
        return 0
    if phrase[-1] in _COMPLEMENTS and len(phrase) > 1:
        return 3 if lists.words.get(phrase[-3:-1]) in VERBS else 2
    return 1 if done else 0


def _ends_in_head(phrase: str, shortest: int, lists: NounWords) -> bool:
    """True where a counted noun ends the phrase; before 了 one character is a verb, 花了 and 题了."""
    return any(size >= shortest and phrase[-size:] in lists.heads for size in lists.sizes.get(phrase[-1], ()))


def _is_predicate(phrase: str, begin: int, start: int, end: int, lists: NounWords) -> bool:
    """True when an ambiguous verb is a verb here: 学院|培训|党员, not the first half of 服务站 or 培训活动."""
    rest = phrase[end:]
    if phrase[-1] == _RATE or (begin == start and phrase[:begin].endswith("的")):
        return False
    short = lists.words.get(phrase[start:end]) == "short"
    if len(rest) == 1 or (not short and (makes_name(rest, lists) or _BODY.fullmatch(rest))):
        return False
    before = phrase[begin:start]
    if not before or _OWNER.search(before) is not None:
        return True
    head = head_in(before, lists)
    return head == "person" or (head == "thing" and lists.words.get(phrase[start:end]) == "likely")
