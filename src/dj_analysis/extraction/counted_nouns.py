"""Counted nouns: the noun phrase before or behind an amount, cut free of verbs, particles and subjects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dj_analysis.lexicon import Lexicon

_BEHIND = re.compile(r"[\u4e00-\u9fffA-Za-z0-9“”‘’\"'《》·+#]{1,40}")
"""A phrase behind an amount: up to a stop or pause; the longest of the genre has about 30 characters."""

_AHEAD = re.compile(r"[\u4e00-\u9fffA-Za-z“”‘’\"'《》·/*]{1,40}$")
_AHEAD_SHARED = re.compile(r"[\u4e00-\u9fffA-Za-z“”‘’\"'《》·/*、]{1,60}$")
_PARENTHESIS = re.compile(r"[(（][^()（）]{1,30}[)）]$")
_MODIFIER_START = re.compile(r"(?:对|与|由|面向|关于|针对|围绕|来自|以|为|在|有|具有|能|可|从|跨|涉及)")
_OPENING = re.compile(r"的?[“‘\"《]?")
_QUOTED = re.compile(r"[“\"]([^“”\"]{1,24})[”\"]|《([^》]{1,40})》")
_LEFTOVER = re.compile(r"^[”’\"'》级月年日号的]+")
_OWNER = re.compile(r"(?:学院|支部|总支|党委|学校|大学|中心|团队|协会|[们部处系院会队校])$")
_LONGEST_NOUN = 24
_LONGEST_WORD = 4


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase with its place; ``head`` is person, thing, abstract or empty."""

    start: int
    end: int
    text: str
    head: str
    verb: bool = False


@lru_cache(maxsize=8)
def _cuts(lexicon: Lexicon) -> dict[str, str]:
    return {row["term"]: row["kind"] for row in lexicon.rows("clause_words")}


@lru_cache(maxsize=8)
def _heads(lexicon: Lexicon) -> dict[str, str]:
    return {row["term"]: row["kind"] for row in lexicon.rows("counted_heads")}


@lru_cache(maxsize=8)
def _compound_tails(lexicon: Lexicon) -> frozenset[str]:
    """First characters behind an ambiguous verb that make it part of a name: 服务站, 培训班, 研究课题."""
    return frozenset(lexicon.words("compound_tails"))


def head_of(phrase: str, lexicon: Lexicon) -> str:
    """Whether a phrase ends in a person, a thing or an abstract noun; empty when its last word is unknown.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> head_of("入党积极分子", load_lexicon()), head_of("工作机制", load_lexicon())
    ('person', 'abstract')
    """
    heads = _heads(lexicon)
    for size in range(min(6, len(phrase)), 0, -1):
        if kind := heads.get(phrase[-size:]):
            return kind
    return ""


def _scan(phrase: str, lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """Words of a phrase that may end or begin a noun, longest first at each place, with their kinds."""
    cuts, found, at, end = _cuts(lexicon), [], 0, len(phrase)
    while at < end:
        for size in (4, 3, 2, 1):
            kind = cuts.get(phrase[at : at + size]) if at + size <= end else None
            if kind and not (size == 2 and _overruns(phrase, at, cuts)):
                break
        else:
            at += 1
            continue
        if kind != "safe":
            found.append((at, at + size, kind))
            at += size
        else:
            at += size - 1 if size > 1 and phrase[at + size - 1 : at + size + 1] in cuts else size
    return found


def _overruns(phrase: str, at: int, cuts: dict[str, str]) -> bool:
    """True where two characters are not a word but 共|建立: a cut, and a verb that shares the second character."""
    return cuts.get(phrase[at + 1 : at + 3]) == "verb" and phrase[at] in cuts and cuts[phrase[at : at + 2]] != "verb"


def _is_predicate(phrase: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """True when an ambiguous verb (服务, 培训) is a verb here: not the first half of 服务站 or 培训活动."""
    rest = phrase[end:]
    if not rest:
        return False
    tails = _compound_tails(lexicon)
    if rest[:2] in tails or (len(rest) == 1 and rest in tails) or (rest[0] in tails and rest[1:2] in ("", "的", "等")):
        return False
    before = phrase[:start]
    return not before or _OWNER.search(before) is not None or head_of(before, lexicon) == "person"


def noun_behind(text: str, at: int, person: bool, lexicon: Lexicon) -> Noun | None:
    """The noun phrase that begins at ``at`` (a leading 的 is skipped); None when a verb or a stop stands there.

    ``person`` tells that the classifier counts persons, so that the phrase ends with a word for persons.
    """
    window = _BEHIND.match(text, at)
    if not window:
        return None
    phrase = window.group()
    begin = 1 if phrase[0] == "的" else 0
    found = _end_of_noun(phrase, begin, person, lexicon)
    if found is None:
        return None
    begin, end = _balance(phrase, *found)
    noun = phrase[begin:end]
    return _noun(noun, at + begin, lexicon) if 0 < len(noun) <= _LONGEST_NOUN else None


def _end_of_noun(phrase: str, begin: int, person: bool, lexicon: Lexicon) -> tuple[int, int] | None:
    quoted = _QUOTED.match(phrase, begin)
    scan_from = quoted.end() if quoted else begin
    if not quoted and _MODIFIER_START.match(phrase, begin):
        at = _last_particle(phrase, begin, lexicon)
        return (at, _first_cut(phrase, at, lexicon)) if at else None
    end = _first_cut(phrase, scan_from, lexicon)
    if person and (close := _end_of_person(phrase[begin:end], lexicon)):
        end = begin + close
    while phrase[end : end + 1] == "的" and end > begin and end + 1 < len(phrase):
        if head_of(phrase[begin:end], lexicon) in ("person", "thing") and len(phrase[begin:end]) > 1:
            break
        begin, end = end + 1, _first_cut(phrase, end + 1, lexicon)
        if person and (close := _end_of_person(phrase[begin:end], lexicon)):
            end = begin + close
    return (begin, end) if end > begin else None


def _first_cut(phrase: str, begin: int, lexicon: Lexicon) -> int:
    rest = phrase[begin:]
    for start, end, kind in _scan(rest, lexicon):
        if kind != "ambiguous" or (start and _follows_person(rest, start, end, lexicon)):
            return begin + start
    return len(phrase)


def _follows_person(rest: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """True for 教师|指导 and 学生支部|帮扶, where the verb begins the predicate."""
    tail = rest[end:]
    if not tail or tail[:2] in _compound_tails(lexicon) or tail[0] in _compound_tails(lexicon):
        return False
    return head_of(rest[:start], lexicon) in ("person", "thing") and start > 1


def _last_particle(phrase: str, begin: int, lexicon: Lexicon) -> int:
    """Where the noun behind the last 的 of a long modifier begins; 0 without one."""
    at = phrase.find("的", begin + 1)
    while at >= 0 and (further := phrase.find("的", at + 1)) >= 0 and not _hard_cut(phrase[at + 1 : further], lexicon):
        at = further
    return at + 1 if at >= 0 and at + 1 < len(phrase) else 0


def _hard_cut(phrase: str, lexicon: Lexicon) -> bool:
    return any(kind in ("verb", "adverb") for _, _, kind in _scan(phrase, lexicon))


def _end_of_person(phrase: str, lexicon: Lexicon) -> int:
    """End of the first word for persons, drawn out over words for persons directly behind it; 0 without one."""
    heads, best, at = _heads(lexicon), 0, 0
    while at < len(phrase):
        for size in range(min(6, len(phrase) - at), 0, -1):
            if heads.get(phrase[at : at + size]) == "person" and (size > 1 or at):
                if best and any(kind == "ambiguous" for _, _, kind in _scan(phrase[best:at], lexicon)):
                    return best
                at += size
                best = at
                break
        else:
            at += 1
    return best


def noun_ahead(text: str, at: int, shared: bool, lexicon: Lexicon) -> Noun | None:
    """The noun phrase that ends at ``at``; where only a verb stands there (受益), that verb with ``verb`` set.

    ``shared`` lets the phrase hold several nouns joined by 、 (a total of things listed).
    """
    aside = _PARENTHESIS.search(text[max(0, at - 32) : at])
    if aside:
        at -= len(aside.group())
    window = (_AHEAD_SHARED if shared else _AHEAD).search(text[max(0, at - 60) : at])
    if not window:
        return None
    phrase = window.group()
    base = at - len(phrase)
    begin, verb = _begin_of_noun(phrase, lexicon)
    begin, _ = _balance(phrase, begin, len(phrase))
    if lead := _LEFTOVER.match(phrase[begin:]):
        begin += lead.end()
    if len(phrase) - begin > 1:
        return _noun(phrase[begin:], base + begin, lexicon)
    return Noun(base + verb[0], base + verb[1], phrase[verb[0] : verb[1]], "", verb=True) if verb else None


def _begin_of_noun(phrase: str, lexicon: Lexicon) -> tuple[int, tuple[int, int] | None]:
    begin, verb = 0, None
    for start, end, kind in _scan(phrase, lexicon):
        if kind == "ambiguous" and end < len(phrase):
            if _is_predicate(phrase[begin:], start - begin, end - begin, lexicon):
                begin, verb = end, (start, end)
        elif kind == "ambiguous":
            verb = (start, end) if start == begin else verb
        else:
            begin = end
            verb = (start, end) if kind == "verb" and end - start > 1 else None if end == len(phrase) else verb
    if verb and verb[1] != len(phrase):
        verb = None
    return begin, verb


def _balance(phrase: str, begin: int, end: int) -> tuple[int, int]:
    """Keep a pair of quotes whole, or leave a lonely mark out."""
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


def _noun(text: str, start: int, lexicon: Lexicon) -> Noun:
    return Noun(start, start + len(text), text, head_of(text.rstrip("”’》"), lexicon))
