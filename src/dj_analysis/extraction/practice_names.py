"""Named practices without quotation marks: 党员先锋岗, 安全知识竞赛, 互补式自修制."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from dj_analysis.extraction.initiative_names import Candidate, squeeze
from dj_analysis.extraction.initiative_words import BEFORE, CLAUSE_MARKS, CONJUNCTION, COUNT, CURLY_CLOSE, Head, Vocabulary

LONGEST_MODIFIER = 18
"""Characters read to the left of a head; longer modifiers in 50 pages were clauses."""

NEAR = 24
"""Edges looked back over for the verb of a clause; the longest list of practices in 50 pages had 17."""

SHORTHAND_NUMERALS = "二三四五六七八九十双两"
SHORTHAND_IN = re.compile(r"[二三四五六七八九十双两](?![个支项场次间名位批条种座大类级者月年\d])[\w]{1,6}$")
"""五访, 党建三创新: a numeral that is no count makes an everyday head a name."""

ACRONYM = re.compile(r"[(（][A-Za-z][A-Za-z0-9]{1,9}[)）]")
CLAUSE_MARK = re.compile(f"[{''.join(sorted(CLAUSE_MARKS))}]")
NO_NAME_BEFORE = frozenset("的了在以为把将被等、和与及是有各该本此其这那,。;:!?，；：！？)）》]\n ")
"""A head behind one of these is no part of a longer name; 60 of 100 heads in running text are."""

CONJOINED = re.compile(CONJUNCTION)
COUNTED = re.compile(COUNT)
AT_PLACE = frozenset({"在", "到", "于", "从", "赴"})
"""Words before a place that is visited, not founded."""

REFERENCE = frozenset({"该", "本", "此", "其", "这", "那", "各", "每"})
OWN_WORDS = 2
"""A modifier of its own has two characters at the least."""

PARTY_BUILDING_LONGEST = 3
"""五色党建 has two characters before the head, 一核多元党建 more; beyond three it is a clause."""


class Edge(NamedTuple):
    """A place where an unquoted name may begin: behind a mark, a count or a word that is no part of a name."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Place:
    """A head in the text and what stands before it."""

    head: Head
    start: int
    end: int
    modifier: str
    edge: str
    intro: str | None
    clause: int
    before: str


def find_practice_names(
    text: str, start: int, end: int, taken: list[tuple[int, int]], words: Vocabulary
) -> list[Candidate]:
    """Unquoted candidates of one passage; ``taken`` are the spans that quoted names and quotations occupy."""
    matches = list(words.bare_head.finditer(text, start, end))
    found: list[Candidate] = []
    clauses = _Clauses(text, start, end, words) if matches else None
    taken = sorted(taken)
    for at, match in enumerate(matches):
        if at + 1 < len(matches) and matches[at + 1].start() == match.end():
            continue
        if clauses is None or not _can_end_name(text, match, words) or _is_taken(match.start(), taken):
            continue
        place = _read_place(text, match, clauses, words)
        if place and _is_name(text, place, found, words):
            found.append(_candidate(text, place))
    return found


def _can_end_name(text: str, match: re.Match[str], words: Vocabulary) -> bool:
    """A cheap look at the characters in front of a head, which spares most heads the reading of their clause."""
    at = match.start()
    if at < OWN_WORDS or text[at - 1] in NO_NAME_BEFORE:
        return False
    return words.heads[match[0]].strength != "shorthand" or bool(SHORTHAND_IN.search(text[at - 4 : at]))


def _is_taken(place: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (place, place + 1)) - 1
    return at >= 0 and spans[at][0] <= place < spans[at][1]


class _Clauses:
    """The clauses of a passage and the edges in them, read from left to right, each clause once."""

    def __init__(self, text: str, start: int, end: int, words: Vocabulary) -> None:
        self.text, self.end, self.words = text, end, words
        self.starts = [start, *(mark.end() for mark in CLAUSE_MARK.finditer(text, start, end))]
        self.read, self.edges, self.ends = -1, [Edge(start, start, "")], [start]

    def edges_before(self, place: int) -> list[Edge]:
        """The beginning of the clause, then every edge up to ``place``."""
        which = bisect_right(self.starts, place) - 1
        if which != self.read:
            self.read = which
            start = self.starts[which]
            stop = self.starts[which + 1] if which + 1 < len(self.starts) else self.end
            found = self.words.left_edge.finditer(self.text, start, stop)
            self.edges = [Edge(start, start, "")]
            self.edges += [Edge(m.start(), m.end(), m[0]) for m in found if _is_edge(self.text, m)]
            self.ends = [edge.end for edge in self.edges]
        count = max(1, bisect_right(self.ends, place))
        return self.edges[max(0, count - NEAR) : count]


def _is_edge(text: str, match: re.Match[str]) -> bool:
    """False for a verb behind a numeral: it is a member of a shorthand (三创新, 双促进)."""
    at, first = match.start(), text[match.start()]
    return at == 0 or text[at - 1] not in SHORTHAND_NUMERALS or first in SHORTHAND_NUMERALS or not first.isalpha()


def _read_place(text: str, match: re.Match[str], clauses: _Clauses, words: Vocabulary) -> Place | None:
    """What stands before a head: its modifier, the verb of the clause, and how that reaches the name."""
    stop = match.start() - (text[match.start() - 1] == CURLY_CLOSE)
    edges = clauses.edges_before(stop)
    if len(edges) > 1 and edges[-1].end == stop and edges[-1].word in words.verbs:
        edges = edges[:-1]
    edge = edges[-1]
    if not OWN_WORDS <= stop - edge.end <= LONGEST_MODIFIER:
        return None
    clause = max(edges[0].start, edge.end - BEFORE)
    verb = next((e for e in reversed(edges) if e.word in words.verbs), None)
    intro = _intro(text[verb.end : edge.end], words.verbs[verb.word]["strength"], words) if verb else None
    head = words.heads[match[0]]
    return Place(head, edge.end, match.end(), text[edge.end : stop], edge.word, intro, clause, text[clause : edge.end])


def _intro(between: str, strength: str, words: Vocabulary) -> str | None:
    """The strength of a verb that governs the name: right before it, before its count, or before its list."""
    between = between.removeprefix("了").removeprefix("过")
    if not between or COUNTED.fullmatch(between):
        return strength
    if CONJOINED.search(between) and not words.list_break.search(between):
        return strength
    return "far" if strength == "naming" else None


def _is_name(text: str, place: Place, found: list[Candidate], words: Vocabulary) -> bool:
    name = place.modifier + place.head.term
    if place.edge in REFERENCE or words.honour_after.match(text, place.end):
        return False
    if words.honour_verb.search(place.before) or _is_ordinary(name, words):
        return False
    if place.intro == "attend":
        return False
    if place.edge in AT_PLACE and place.head.type == "platform" and place.intro not in ("naming", "frame"):
        return False
    if place.head.strength != "strong" and (words.outer.search(name) or words.policy.search(name)):
        return False
    if ACRONYM.match(text, place.end) or _follows(place, found):
        return words.own_words(place.modifier, "strong") >= OWN_WORDS
    return RULES[place.head.strength](place, words)


def _is_ordinary(name: str, words: Vocabulary) -> bool:
    """A noun of the list of ordinary nouns, unless words of its own stand before it."""
    match = words.never.search(name)
    return match is not None and words.own_words(name[: match.start()], "weak") < OWN_WORDS


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
    core = squeeze(place.modifier) + place.head.term
    return Candidate(place.start, end, core, place.head.type, False, f"bare_{place.head.strength}", 1, place.clause)
