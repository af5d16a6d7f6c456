"""Named practices without quotation marks: 党员先锋岗, 安全知识竞赛, 互补式自修制."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dj_analysis.extraction.initiative_names import Candidate
from dj_analysis.extraction.initiative_words import CONJUNCTION, COUNT, Head, Vocabulary
from dj_analysis.extraction.quoted_names import clause_before

LONGEST_MODIFIER = 18
"""Characters read to the left of a head; longer modifiers in 50 pages were clauses."""

SHORTHAND_IN = re.compile(r"[二三四五六七八九十双两](?![个支项场次间名位批条种座大类级者月年\d])[\w]{1,6}$")
"""五访, 党建三创新: a numeral that is no count makes an everyday head a name."""

ACRONYM = re.compile(r"[(（][A-Za-z][A-Za-z0-9]{1,9}[)）]")
CONJOINED = re.compile(CONJUNCTION)
COUNTED = re.compile(COUNT)
REFERENCE = frozenset({"该", "本", "此", "其", "这", "那", "各", "每"})
OWN_WORDS = 2
"""A modifier of its own has two characters at the least."""

PARTY_BUILDING_LONGEST = 3
"""五色党建 has two characters before the head, 一核多元党建 more; beyond three it is a clause."""


@dataclass(frozen=True, slots=True)
class Place:
    """A head in the text and what stands before it."""

    head: Head
    start: int
    end: int
    modifier: str
    edge: str
    intro: str | None
    before: str


def find_practice_names(
    text: str, start: int, end: int, taken: list[tuple[int, int]], words: Vocabulary
) -> list[Candidate]:
    """Unquoted candidates of one passage; ``taken`` are the spans that quoted names and quotations occupy."""
    found: list[Candidate] = []
    matches = list(words.bare_head.finditer(text, start, end))
    free = _Gaps(taken)
    for at, match in enumerate(matches):
        if at + 1 < len(matches) and matches[at + 1].start() == match.end():
            continue
        if not free.covers(match.start()):
            continue
        place = _read_place(text, start, match, words)
        if place and _is_name(text, place, found, words):
            found.append(_candidate(text, place))
    return found


class _Gaps:
    """Spans in order, asked from left to right whether a place lies outside them all."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans, self.at = sorted(spans), 0

    def covers(self, place: int) -> bool:
        while self.at < len(self.spans) and self.spans[self.at][1] <= place:
            self.at += 1
        return self.at >= len(self.spans) or place < self.spans[self.at][0]


def _read_place(text: str, start: int, match: re.Match[str], words: Vocabulary) -> Place | None:
    orphan = match.start() > start and text[match.start() - 1] == "”"
    stop = match.start() - orphan
    left = text[max(start, stop - LONGEST_MODIFIER) : stop]
    edge = None
    for edge in words.left_edge.finditer(left):
        pass
    modifier = left[edge.end() :] if edge else left
    if len(modifier) < OWN_WORDS:
        return None
    before = clause_before(text, start, stop - len(modifier))
    head = words.heads[match[0]]
    return Place(head, stop - len(modifier), match.end(), modifier, edge[0] if edge else "", _intro(before, words), before)


def _intro(before: str, words: Vocabulary) -> str | None:
    """The strength of the verb that governs the name: right before it, before its count, or before its list."""
    verb = None
    for verb in words.verb.finditer(before):
        pass
    if verb is None:
        return None
    between = before[verb.end() :].removeprefix("了").removeprefix("过")
    if not between or COUNTED.fullmatch(between):
        return words.verbs[verb[0]]["strength"]
    if CONJOINED.search(between) and not words.list_break.search(between):
        return words.verbs[verb[0]]["strength"]
    return "far" if words.verbs[verb[0]]["strength"] == "naming" else None


def _is_name(text: str, place: Place, found: list[Candidate], words: Vocabulary) -> bool:
    name = place.modifier + place.head.term
    if place.edge in REFERENCE or words.honour_after.match(text, place.end):
        return False
    if words.honour_verb.search(place.before) or words.never.search(name):
        return False
    if place.head.strength != "strong" and (words.outer.search(name) or words.policy.search(name)):
        return False
    if ACRONYM.match(text, place.end) or _follows(place, found):
        return words.own_words(place.modifier, "strong") >= OWN_WORDS
    return RULES[place.head.strength](place, words)


def _follows(place: Place, found: list[Candidate]) -> bool:
    """The next item of a list whose last item is a name."""
    at = place.start - len(place.edge)
    return bool(found and CONJOINED.fullmatch(place.edge) and found[-1].end == at and place.head.strength != "weak")


def _strong(place: Place, words: Vocabulary) -> bool:
    return words.own_words(place.modifier, "strong") >= OWN_WORDS


def _medium(place: Place, words: Vocabulary) -> bool:
    if words.own_words(place.modifier, "medium") < OWN_WORDS:
        return False
    if place.intro in ("naming", "frame"):
        return True
    return place.head.type == "activity" and (place.intro == "far" or not place.before)


def _weak(place: Place, words: Vocabulary) -> bool:
    if place.intro is not None and SHORTHAND_IN.search(place.modifier):
        return True
    if place.intro not in ("naming", "frame"):
        return False
    return words.own_words(place.modifier, "weak") >= OWN_WORDS


def _shorthand(place: Place, words: Vocabulary) -> bool:
    found = SHORTHAND_IN.match(place.modifier)
    return found is not None and len(place.modifier) <= PARTY_BUILDING_LONGEST


RULES = {"strong": _strong, "medium": _medium, "weak": _weak, "shorthand": _shorthand}


def _candidate(text: str, place: Place) -> Candidate:
    acronym = ACRONYM.match(text, place.end)
    end = acronym.end() if acronym else place.end
    intro = place.start - len(place.before)
    core = place.modifier + place.head.term
    return Candidate(place.start, end, core, place.head.type, False, f"bare_{place.head.strength}", 1, intro)
