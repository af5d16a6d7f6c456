"""Counted nouns: the noun phrase before or behind an amount, cut free of verbs, particles and subjects."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.noun_words import (
    FIRM,
    HARD,
    LONGEST_HEAD,
    NOMINAL,
    VERBS,
    NounWords,
    head_in,
    holds_predicate,
    is_measure,
    makes_name,
    noun_words,
    scan_words,
)
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

_BEHIND = compile_re(r"[\u4e00-\u9fffA-Za-z0-9“”‘’\"《》·+]{1,40}")
"""A phrase behind an amount: up to a stop or pause; the longest of the genre has about 30 characters."""

_REACH = 30
_REACH_SHARED = 60
_AHEAD = compile_re(r"[\u4e00-\u9fffA-Za-z“”‘’\"《》·/*]{1,30}")
_AHEAD_SHARED = compile_re(r"[\u4e00-\u9fffA-Za-z“”‘’\"《》·/*、]{1,60}")
"""Phrases before an amount, matched on the text turned round: one pass instead of one from every character."""

_NEXT_AMOUNT = compile_re(
    r"[和与及]?(?:\d|[一二三四五六七八九十两]{1,3}[个名项条支位家所门场次本部份篇]"
    r"|(?:压[缩减]|缩[减短]|精简|减少?|增加?|提高|提升|扩大|降低?|[升添扩变])[到至])"
)
_MODIFIER_START = compile_re(
    r"(?:对(?![口外子照比])|与(?!会)|由|面向|关于|针对|围绕|来自|以(?![上下工])|为(?!民)|在(?![职校读岗编线建研])"
    r"|有(?![关机])|具有|能(?![手人源力])|可(?!再生)|从(?!业)|跨(?![校界院学])|涉及)"
)
_QUOTED = compile_re(r"[“\"]([^“”\"]{1,24})[”\"]|《([^》]{1,40})》")
_AFTER_DIGITS = "级月年日号届批期"
_LEFTOVER = compile_re(
    r"^(?:[”’\"》的]|岁以[下上]的?|第[一二三四五六七八九十]{1,3}[批届期次轮]|新一[届批]"
    r"|[一两二三四五六七八九十][名个位支项条件]|[上本]学[期年]|全年)+"
)
_LEFT = frozenset('”’"》的岁第新上本全一两二三四五六七八九十')
_MARKS = compile_re(r"[“”‘’《》]")
_OPENING = frozenset('“‘"《')
_QUOTED_WHOLE = compile_re(r"[“‘\"《]([^“”‘’\"《》]{1,40})[”’\"》]")
_OWNER = compile_re(r"(?:学院|支部|总支|党委|学校|大学|中心|团队|协会|[们部处系院会队校站])$")
_BODY = compile_re(r"[\u4e00-\u9fff]{0,2}[队团组站岗班室所]")
"""A verb before such a word names a body: 攻关突击队, 宣讲团."""

_COMPLEMENTS = frozenset("出好到完满掉遍起入下")
_DONE = ("了", "过")
"""What follows a verb: behind these the last word before an amount is one, known or not (书架添了, 楼道辟出)."""

_PAIR = 2
_REMEMBERED = 8192
"""Phrases beside amounts kept with their nouns; pages that repost or resume each other repeat them."""

_LONGEST_NOUN = 24
_LONG_OBJECT = 4
"""获|发明专利 has one verb, 修订|完善|规章制度 two."""


class Noun(NamedTuple):
    """A noun phrase with its place.

    ``head`` is person, thing, frame, abstract or empty; ``verb`` marks a lone verb, and ``doubtful`` a phrase that
    begins with what may be a verb (送往山区), or a verb that no list has.
    """

    start: int
    end: int
    text: str
    head: str
    verb: bool = False
    doubtful: bool = False


def noun_behind(text: str, at: int, person: bool, lexicon: Lexicon, strict: bool = False) -> Noun | None:
    """Find the noun phrase that begins at ``at`` (a leading 的 is skipped); None when a verb or a stop stands there.

    ``person`` tells that the classifier counts persons, so that the phrase ends with a word for persons; ``strict``
    doubts every verb that begins the phrase.
    """
    window = _BEHIND.match(text, at)
    noun = _read_behind(window.group(), person, strict, lexicon) if window else None
    return _moved(noun, at) if noun else None


def _moved(noun: Noun, by: int) -> Noun:
    return Noun(noun.start + by, noun.end + by, noun.text, noun.head, noun.verb, noun.doubtful)


@lru_cache(maxsize=_REMEMBERED)
def _read_behind(phrase: str, person: bool, strict: bool, lexicon: Lexicon) -> Noun | None:
    lists = noun_words(lexicon)
    if further := _NEXT_AMOUNT.search(phrase, 1):
        phrase = phrase[: further.start()]
    quote = phrase.find("“", 1)
    if quote > 0 and head_in(phrase[:quote], lists) in ("person", "thing"):
        phrase = phrase[:quote]
    begin = 1 if phrase[0] == "的" else 0
    found = _bounds_behind(phrase, begin, person, lists)
    if found is None:
        return None
    begin, end = _balance(phrase, *found)
    noun = phrase[begin:end]
    return _noun(noun, begin, lists, doubtful=_begins_with_verb(noun, strict, lists))


def _begins_with_verb(phrase: str, strict: bool, lists: NounWords) -> bool:
    first = next(scan_words(phrase, lists), None)
    if first is None or first[0] or first[2] not in (VERBS if strict else FIRM):
        return False
    return not makes_name(phrase[first[1] :], lists)


def _bounds_behind(phrase: str, begin: int, person: bool, lists: NounWords) -> tuple[int, int] | None:
    quoted = _QUOTED.match(phrase, begin)
    if not quoted and _MODIFIER_START.match(phrase, begin):
        at = _last_particle(phrase, begin, lists)
        return (at, _end_of_noun(phrase, at, at, person, lists)) if at else None
    end = _end_of_noun(phrase, begin, quoted.end() if quoted else begin, person, lists)
    nothing = end == begin or (end == begin + 1 and not head_in(phrase[begin:end], lists))
    if nothing and (at := _last_particle(phrase, begin, lists)):
        return at, _end_of_noun(phrase, at, at, person, lists)
    while phrase[end : end + 1] == "的" and begin < end < len(phrase) - 1:
        if end - begin > 1 and head_in(phrase[begin:end], lists) in ("person", "thing"):
            break
        begin, end = end + 1, _end_of_noun(phrase, end + 1, end + 1, person, lists)
    return (begin, end) if end > begin else None


def _end_of_noun(phrase: str, begin: int, scan_from: int, person: bool, lists: NounWords) -> int:
    rest, end = phrase[scan_from:], len(phrase)
    for start, stop, kind in scan_words(rest, lists):
        if kind == "attributive" or (kind in NOMINAL and not _begins_predicate(rest, start, stop, lists)):
            continue
        if kind in HARD and start and is_measure(rest[stop:], lists):
            continue
        if kind == "particle" and not start and rest[0] != "的":
            continue
        end = scan_from + start
        break
    if person and (close := _end_of_person(phrase[begin:end], lists)):
        return begin + close
    return end


def _begins_predicate(rest: str, start: int, stop: int, lists: NounWords) -> bool:
    """True for 教师|指导 and 学生支部|帮扶, where an ambiguous verb begins the predicate."""
    return start > 0 and not makes_name(rest[stop:], lists) and head_in(rest[:start], lists) in ("person", "thing")


def _last_particle(phrase: str, begin: int, lists: NounWords) -> int:
    """Where the noun behind the last 的 of a long modifier begins; 0 without one."""
    at = phrase.find("的", begin + 1)
    while (
        at >= 0 and (further := phrase.find("的", at + 1)) >= 0 and not holds_predicate(phrase[at + 1 : further], lists)
    ):
        at = further
    return at + 1 if 0 <= at < len(phrase) - 1 else 0


def _end_of_person(phrase: str, lists: NounWords) -> int:
    """End of the first word for persons, drawn out over words for persons that follow it; 0 without one."""
    heads, best, at = lists.heads, 0, 0
    while at < len(phrase):
        for size in range(min(LONGEST_HEAD, len(phrase) - at), 0, -1):
            if heads.get(phrase[at : at + size]) == "person" and (size > 1 or (at and not best)):
                if best and any(kind in NOMINAL for _, _, kind in scan_words(phrase[best:at], lists)):
                    return best
                at += size
                best = at
                break
        else:
            at += 1
    return best


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
    done = text[at : at + 1] in _DONE
    noun = _read_ahead(text[base:at], done, base > 0 and text[base - 1].isdigit(), lexicon)
    return _moved(noun, base) if noun else None


@lru_cache(maxsize=_REMEMBERED)
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
    begin, _ = _balance(phrase, begin, end)
    whole = phrase[begin : begin + 1] == '"' and phrase.count('"', begin) == _PAIR
    if not whole and phrase[begin : begin + 1] in _LEFT and (lead := _LEFTOVER.match(phrase[begin:])):
        begin += lead.end()
    if end - begin > 1 and (noun := _noun(phrase[begin:], begin, lists)):
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
            if not rest or object_of_verb or not _is_predicate(phrase, begin, start, end, lists):
                continue
        if kind in HARD and is_measure(rest, lists):
            continue
        begin, after_verb = end, kind in HARD
    if verb is None or verb[1] != len(phrase):
        return begin, None
    return (len(phrase) if verb[0] <= begin else begin), verb


def _unknown_verb(phrase: str, done: bool, lists: NounWords) -> int:
    """Length of a verb that ends the phrase though no list has it: one before 了 and 过, or one with a complement."""
    if phrase[-2:] in lists.words or head_in(phrase, lists):
        return 0
    if phrase[-1] in _COMPLEMENTS and len(phrase) > 1:
        return 3 if lists.words.get(phrase[-3:-1]) in VERBS else 2
    return 1 if done else 0


def _is_predicate(phrase: str, begin: int, start: int, end: int, lists: NounWords) -> bool:
    """True when an ambiguous verb is a verb here: 学院|培训|党员, not the first half of 服务站 or 培训活动."""
    rest = phrase[end:]
    short = lists.words.get(phrase[start:end]) == "short"
    if len(rest) == 1 or (not short and (makes_name(rest, lists) or _BODY.fullmatch(rest))):
        return False
    before = phrase[begin:start]
    if not before or _OWNER.search(before) is not None:
        return True
    head = head_in(before, lists)
    return head == "person" or (head == "thing" and lists.words.get(phrase[start:end]) == "likely")


def _balance(phrase: str, begin: int, end: int) -> tuple[int, int]:
    """Keep a pair of quotes whole, or leave a lonely mark out."""
    if not _MARKS.search(phrase):
        return begin, end
    noun = phrase[begin:end]
    for opening, closing in ("“”", "‘’", "《》"):
        opened, closed = noun.count(opening), noun.count(closing)
        if closed > opened:
            at = phrase.rfind(opening, 0, begin)
            begin = at if at >= 0 else begin + noun.index(closing) + 1
        elif opened > closed:
            at = phrase.find(closing, end)
            end = at + 1 if at >= 0 else begin + noun.rindex(opening)
        noun = phrase[begin:end]
    return begin, end


def _noun(text: str, start: int, lists: NounWords, doubtful: bool = False) -> Noun | None:
    """A noun of sensible length; one character only when it is known to be countable (县, 村)."""
    end = start + len(text)
    if text[:1] in _OPENING and (whole := _QUOTED_WHOLE.fullmatch(text)):
        text = whole[1]
    head = head_in(text.rstrip("”’》"), lists)
    if not 0 < len(text) <= _LONGEST_NOUN or (len(text) == 1 and head not in ("person", "thing")):
        return None
    return Noun(start, end, text, head, doubtful=doubtful)
