"""Where unquoted names may stand: a head noun in the text and the words that belong to it."""

from __future__ import annotations

import re
from typing import NamedTuple

from dj_analysis.extraction.initiative_words import COLONS, CURLY_CLOSE, OWN_WORDS, SHORTHAND_NUMERALS, Head, Vocabulary
from dj_analysis.regexes import compile_re

LONGEST_MODIFIER = 18
"""Characters read to the left of a head; longer modifiers in 50 pages were clauses."""

SHORTHAND_IN = compile_re(rf"(?<!第)[{SHORTHAND_NUMERALS}](?![个支项场次间名位批条种座大类级者月年\d])\w{{1,6}}$")
"""五访, 党建三创新: a numeral that is no count makes an everyday head a name."""

NO_NAME_BEFORE = frozenset("的了以将被等、各该,。;:!?，；：！？\n ")
"""A head behind one of these is no part of a longer name; a third of the heads in running text are."""

NO_NAME = compile_re(f"[{''.join(sorted(NO_NAME_BEFORE))}]")
NEAR = 8
"""Characters before an everyday head that are looked at first; most modifiers begin within them."""

LISTED_WORDS = 4
"""Behind a name of the same list, two everyday words are a name as well: 创业帮扶组、就业咨询团队."""

DOER = compile_re("(?:支部|总支|党委|学院|学校|团委|我们|他们|成员|队员|书记|老师|同志|同学|主任|院长)(?=[^建共])")
NAMES_BEFORE = frozenset("、和与及")
DEEDS = frozenset({"keep", "run"})
"""Who acts, and the verbs that are his deed and not a part of the name: 支部建设论坛 is a compound."""

PAUSE = "、"
OPENING = frozenset("“‘")


class Place(NamedTuple):
    """A head in the text and what stands before it. ``edge`` is the mark or word the name begins behind."""

    head: Head
    start: int
    end: int
    modifier: str
    edge: str
    edge_start: int


def can_end_name(text: str, match: re.Match[str], words: Vocabulary) -> bool:
    """A cheap look at the characters in front of a head, which spares most heads the reading of their clause."""
    at = match.start()
    strength = words.heads[match[0]].strength
    if strength == "shorthand":
        return SHORTHAND_IN.search(text[max(0, at - 4) : at]) is not None
    if strength != "weak" or text[match.end() : match.end() + 1] in COLONS:
        return True
    near = NO_NAME.split(text[max(0, at - NEAR) : at])
    if len(near) == 1 or SHORTHAND_IN.search(near[-1]) or words.own_words(near[-1], strength) >= OWN_WORDS:
        return True
    return len(near[-1]) >= LISTED_WORDS and text[at - len(near[-1]) - 1] == PAUSE


def read_place(text: str, start: int, match: re.Match[str], words: Vocabulary) -> Place | None:
    """A head with the words between it and the nearest edge to its left.

    Verbs that also serve as nouns are no edge right before the head: 素质提升计划 and 教研建设指导组 are compounds.
    """
    marked = text[match.start() - 1] == CURLY_CLOSE and text[max(0, match.start() - 3)] not in OPENING
    stop = match.start() - marked
    edges = list(words.left_edge.finditer(text, max(start, stop - LONGEST_MODIFIER), stop))
    edge, compound = None, stop
    while edges and edge is None:
        last = edges.pop()
        if last.end() == compound and last[0] in words.nominal:
            compound = last.start()
        elif _is_edge(text, last, words):
            edge = last
    name_start = edge.end() if edge else max(start, stop - LONGEST_MODIFIER)
    if stop - name_start < OWN_WORDS or (edge is None and stop - LONGEST_MODIFIER > start):
        return None
    name_start = _behind_deed(text, name_start, stop, edge, words)
    if stop - name_start < OWN_WORDS:
        return None
    head = words.heads[match[0]]
    word, edge_start = (edge[0], edge.start()) if edge else ("", start)
    return Place(head, name_start, match.end(), text[name_start:stop], word, edge_start)


def _behind_deed(text: str, start: int, stop: int, edge: re.Match[str] | None, words: Vocabulary) -> int:
    """Where the name begins behind a verb that is none of its nouns: 稳步|推进技能竞赛, 支部|推动技能竞赛."""
    deed = words.verb.match(text, start, stop)
    if deed and edge and edge[0] in words.adverbs:
        return deed.end()
    if deed and deed.end() == stop and words.verbs[deed[0]]["strength"] in DEEDS and _is_open(edge, words):
        return stop
    deeds = (words.verb.match(text, doer.end(), stop) for doer in DOER.finditer(text, start, stop))
    return max((deed.end() for deed in deeds if deed and words.verbs[deed[0]]["strength"] in DEEDS), default=start)


def _is_open(edge: re.Match[str] | None, words: Vocabulary) -> bool:
    """True at the beginning of a clause, where 指导服务站 is a deed; 设立指导服务站 founds one."""
    return edge is None or (edge[0] not in words.verbs and edge[0] not in NAMES_BEFORE)


def _is_edge(text: str, match: re.Match[str], words: Vocabulary) -> bool:
    """False for a verb behind a numeral: it is a member of a shorthand (三创新, 双促进)."""
    at = match.start()
    return at == 0 or text[at - 1] not in SHORTHAND_NUMERALS or match[0] not in words.verbs
