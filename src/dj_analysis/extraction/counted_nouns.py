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

_BEHIND = compile_re(r"[\u4e00-\u9fffA-Za-z0-9“”‘’「」『』\"《》·+]{1,40}")
"""A phrase behind an amount: up to a stop or pause; the longest of the genre has about 30 characters."""


_NEXT_AMOUNT = compile_re(
    r"[和与及]?(?:\d|[一二三四五六七八九十两]{1,3}[个名项条支位家所门场次本部份篇]"
    r"|(?:压[缩减]|缩[减短]|精简|减少?|增加?|提高|提升|扩大|降低?|[升添扩变])[到至])"
)
_MODIFIER_START = compile_re(
    r"(?:对(?![口外子照比虾联手策话])|与(?!会)|由|面向|关于|针对|围绕|来自|以(?![上下工])|为(?!民)|在(?![职校读岗编线建研])"
    r"|有(?![关机效益形色限力识])|具有|能(?![手人源力])|可(?!再生)|从(?!业)|跨(?![校界院学][^的]{0,8}$)|涉及|适[合用]|符合|用[于来])"
)
JOINED = frozenset("和与及")
_WHOLE = ("所有", "全体", "全部", "部分")
"""两个村的全体居民: what is counted ends before these."""

_QUOTED = compile_re(r"[“\"]([^“”\"]{1,24})[”\"]|「([^「」]{1,24})」|『([^『』]{1,24})』|《([^》]{1,40})》")
_MARKS = compile_re(r"[“”‘’「」『』《》]")
_OPENING = frozenset('“‘「『"《')
_QUOTED_WHOLE = compile_re(r"[“‘「『\"《]([^“”‘’「」『』\"《》]{1,40})[”’」』\"》]")


_COUNTED = ("person", "thing")
_EITHER = NOMINAL | {"attributive"}
_AFTER_DEEDS = ("", "了", "过", "着")
_PAIR = 2
REMEMBERED = 8192
"""Phrases beside amounts kept with their nouns; pages that repost or resume each other repeat them."""

_GOVERNING = frozenset("入为到成")
"""列入|计划: a verb that ends so has what follows as its object."""

_LONGEST_NOUN = 24
_LONGEST_MODIFIER = 16


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


def noun_behind(
    text: str, at: int, person: bool, lexicon: Lexicon, strict: bool = False, held: bool = False
) -> Noun | None:
    """Find the noun phrase that begins at ``at`` (a leading 的 is skipped); None when a verb or a stop stands there.

    ``person`` tells that the classifier counts persons, so that the phrase ends with a word for persons; ``strict``
    doubts every verb that begins the phrase; ``held`` tells that it counts occasions, never those who hold them.
    """
    window = _BEHIND.match(text, at)
    noun = _read_behind(window.group(), person, strict, held, lexicon) if window else None
    return move_noun(noun, at) if noun else None


def move_noun(noun: Noun, by: int) -> Noun:
    """Set a noun found in a phrase where it stands in the text.

    >>> move_noun(Noun(0, 2, "书籍", "thing"), 5).start
    5
    """
    return Noun(noun.start + by, noun.end + by, noun.text, noun.head, noun.verb, noun.doubtful)


@lru_cache(maxsize=REMEMBERED)
def _read_behind(phrase: str, person: bool, strict: bool, held: bool, lexicon: Lexicon) -> Noun | None:
    lists = noun_words(lexicon)
    if phrase[0] in JOINED and phrase[:2] not in lists.words:
        return None
    if further := _NEXT_AMOUNT.search(phrase, 1):
        phrase = phrase[: further.start()]
    quote = phrase.find("“", 1)
    if quote > 0 and _ends_before_quote(phrase, quote, lists):
        phrase = phrase[:quote]
    first = begin = 1 if phrase[0] == "的" else 0
    found = _bounds_behind(phrase, begin, person, held, lists)
    if found is None:
        size = _size_of_deed_name(phrase[begin:], lists)
        return make_noun(phrase[begin : begin + size], begin, lists, doubtful=True) if size else None
    begin, end = balance_marks(phrase, *found)
    noun = phrase[begin:end]
    return make_noun(
        noun, begin, lists, doubtful=begin == first and _begins_with_verb(noun, strict and not first, lists)
    )


def _ends_before_quote(phrase: str, quote: int, lists: NounWords) -> bool:
    """True for 三名学生“结对”; 十个高校“双带头人”工作室 goes on behind its quotation."""
    head = head_in(phrase[:quote], lists)
    closed = phrase.find("”", quote) + 1
    goes_on = head == "thing" and closed and phrase[closed:] and _first_thing(phrase[closed:], lists)
    return head in _COUNTED and not goes_on


def _first_thing(phrase: str, lists: NounWords) -> int:
    """Where the first counted thing of a phrase ends that no verb stands before; 0 without one."""
    verb = next((start for start, _, kind in scan_words(phrase, lists) if kind in VERBS), len(phrase))
    return next((end for end in range(2, verb + 1) if head_in(phrase[:end], lists) in ("thing", "frame")), 0)


def _size_of_deed_name(phrase: str, lists: NounWords) -> int:
    """Length of a noun that a firm verb begins (申报项目), where nothing else can follow the amount; 0 without one."""
    verb = next(scan_words(phrase, lists), None)
    if verb is None or verb[0] or verb[2] != "verb" or _MODIFIER_START.match(phrase):
        return 0
    for end in (verb[1] + _PAIR, verb[1] + 1):
        noun = phrase[verb[1] : end]
        known = lists.heads.get(noun) in _COUNTED or (noun in lists.heads and phrase[verb[1] - 1] not in _GOVERNING)
        if known and noun in lists.tails and _stops(phrase[end:], lists):
            return end
    return 0


def _stops(phrase: str, lists: NounWords) -> bool:
    """True where nothing goes on with a noun: the phrase ends, or a verb, a preposition or a particle stands there."""
    return not phrase or next((start == 0 for start, _, _ in scan_words(phrase, lists)), False)


def _begins_with_verb(phrase: str, strict: bool, lists: NounWords) -> bool:
    first = next(scan_words(phrase, lists), None)
    if first is None or first[0] or first[2] not in (VERBS if strict else FIRM):
        return False
    return not makes_name(phrase[first[1] :], lists)


def first_thing_of_deed(phrase: str, lexicon: Lexicon) -> int:
    """Where the first counted thing of a phrase ends, whatever verb begins it; 0 where a noun goes on behind it.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> first_thing_of_deed("联合巡讲作品获奖", load_lexicon())
    6
    """
    lists = noun_words(lexicon)
    ends = (end for end in range(_PAIR, len(phrase) + 1) if head_in(phrase[:end], lists) == "thing")
    end = next(ends, 0)
    return end if end and _stops(phrase[end:], lists) else 0


def _bounds_behind(phrase: str, begin: int, person: bool, held: bool, lists: NounWords) -> tuple[int, int] | None:
    quoted = _QUOTED.match(phrase, begin)
    if not quoted and _MODIFIER_START.match(phrase, begin):
        at = _last_particle(phrase, begin, lists)
        return (at, _end_of_noun(phrase, at, at, person, lists)) if at else None
    end = _end_of_noun(phrase, begin, quoted.end() if quoted else begin, person, lists)
    if person and end > begin and head_in(phrase[begin:end], lists) != "person":
        end = _reach_person(phrase, begin, end, lists)
    if person and (farther := _farther_person(phrase, begin, end, lists)):
        return farther
    nothing = end == begin or (end == begin + 1 and not head_in(phrase[begin:end], lists))
    if nothing and (at := _last_particle(phrase, begin, lists)):
        return at, _end_of_noun(phrase, at, at, person, lists)
    counted = ("thing",) if held else ("person",) if person else _COUNTED
    while phrase[end : end + 1] == "的" and begin < end < len(phrase) - 1:
        head = head_in(phrase[begin:end], lists)
        if phrase.startswith(_WHOLE, end + 1) or ((end - begin > 1 or head == "thing") and head in counted):
            break
        begin, end = end + 1, _end_of_noun(phrase, end + 1, end + 1, person, lists)
    return (begin, end) if end > begin else None


def _reach_person(phrase: str, begin: int, end: int, lists: NounWords) -> int:
    """End of the first word for persons over words that else end a noun: 一年级内招|同学; ``end`` where none is."""
    stops = (end + start for start, _, kind in scan_words(phrase[end:], lists) if kind in HARD or kind == "particle")
    close = _end_of_person(phrase[begin : next(stops, len(phrase))], lists)
    return begin + close if close else end


def _farther_person(phrase: str, begin: int, end: int, lists: NounWords) -> tuple[int, int] | None:
    """The person behind 的 where the first word for persons only begins a modifier: 副主任|医师职称的委员."""
    at = phrase.find("的", end + 1, end + _LONGEST_MODIFIER)
    if end == begin or at < 0 or any(kind in HARD for _, _, kind in scan_words(phrase[end:at], lists)):
        return None
    close = _end_of_noun(phrase, at + 1, at + 1, True, lists)
    return (at + 1, close) if head_in(phrase[at + 1 : close], lists) == "person" else None


def _end_of_noun(phrase: str, begin: int, scan_from: int, person: bool, lists: NounWords) -> int:
    rest, end = phrase[scan_from:], len(phrase)
    for start, stop, kind in scan_words(rest, lists):
        ends = (_ends_clause if kind == "attributive" else _begins_predicate) if kind in _EITHER else None
        if ends and not ends(rest, start, stop, lists):
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


def _ends_clause(rest: str, start: int, stop: int, lists: NounWords) -> bool:
    """True for 46件作品|获奖 and 学生|参赛了, where a word that else stands before a noun is what they did."""
    return rest[stop : stop + 1] in _AFTER_DEEDS and head_in(rest[:start], lists) in _COUNTED


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


def balance_marks(phrase: str, begin: int, end: int) -> tuple[int, int]:
    """Keep a pair of quotes whole, or leave a lonely mark out."""
    if not _MARKS.search(phrase):
        return begin, end
    noun = phrase[begin:end]
    for opening, closing in ("“”", "‘’", "「」", "『』", "《》"):
        opened, closed = noun.count(opening), noun.count(closing)
        if closed > opened:
            at = phrase.rfind(opening, 0, begin)
            begin = at if at >= 0 else begin + noun.index(closing) + 1
        elif opened > closed:
            at = phrase.find(closing, end)
            end = at + 1 if at >= 0 else begin + noun.rindex(opening)
        noun = phrase[begin:end]
    return begin, end


def make_noun(text: str, start: int, lists: NounWords, doubtful: bool = False) -> Noun | None:
    """A noun of sensible length; one character only when it is known to be countable (县, 村)."""
    end = start + len(text)
    if text[:1] in _OPENING and (whole := _QUOTED_WHOLE.fullmatch(text)):
        text = whole[1]
    head = head_in(text.rstrip("”’」』》"), lists)
    if not 0 < len(text) <= _LONGEST_NOUN or (len(text) == 1 and head not in ("person", "thing")):
        return None
    return Noun(start, end, text, head, doubtful=doubtful)
