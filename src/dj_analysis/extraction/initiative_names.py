"""Wordings of named practices: one candidate per place, joined into one practice per article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from dj_analysis.regexes import compile_re

MARKS = '、“”‘’「」『』《》"·— -'
"""Marks that come and go between wordings of one name: 三亮三比三争 is also 三亮、三比、三争."""

SHORTEST_PREFIX = 2
"""A quoted name may come back as its first words alone, two characters at the least."""

FULL = 2
"""The rank of a quotation with a head behind it: “晨光”工作站 is not “晨光里的故事”分享会 in short."""

MARKED = 2
"""“晨光”工作室 is as long as 晨光工作室 and its two marks."""

LINK = compile_re("[二两双三四五六七八九十][^二两双三四五六七八九十、]{2}$")
"""“双带” is not “双带头人” in short, but “三亮” is “三亮三比三争”."""

STANDING = frozenset({"team", "platform", "post"})
"""What stands by itself and is not what it does."""

SHORTEST_PART = 4
"""A name that comes back without its beginning must be this long to be taken for the same."""

_MARK = compile_re(f"[{re.escape(MARKS)}]")


def squeeze(text: str) -> str:
    """The text without marks, the form in which wordings are compared.

    >>> squeeze("“三亮、三比、三争”")
    '三亮三比三争'
    """
    return _MARK.sub("", text)


class Candidate(NamedTuple):
    """A place that names a practice. ``core`` is the squeezed name, without its head where it is quoted."""

    start: int
    end: int
    core: str
    type: str
    quoted: bool
    rule: str
    rank: int
    intro: int
    """Where the words begin that introduce the name: its clause is read for actor and theme."""


@dataclass(slots=True)
class Practice:
    """Candidates that name the same thing."""

    wordings: list[Candidate] = field(default_factory=list)
    cores: list[str] = field(default_factory=list)

    @property
    def best(self) -> Candidate:
        """The fullest wording: with its head first, then the longest name, then the earliest place."""
        return max(self.wordings, key=lambda c: (c.rank, len(c.core), -c.start))

    @property
    def quoted(self) -> bool:
        """True when the longest wording stands in quotation marks."""
        return self.wordings[0].quoted


def _same(candidate: Candidate, long: str, practice: Practice) -> bool:
    """True when ``candidate`` is a way in which the longer name ``long`` comes back."""
    short = candidate.core
    if _is_other(candidate, practice):
        return False
    if candidate.quoted and candidate.end - candidate.start == len(long) + MARKED and long.startswith(short):
        return True
    if candidate.quoted and practice.quoted:
        if long.startswith(short) and len(short) >= SHORTEST_PREFIX and not LINK.match(long, 0, len(short) + 1):
            return True
        return short in long and (len(short) >= SHORTEST_PART or practice.wordings[0].rule == "quoted_place")
    if len(short) < SHORTEST_PART:
        return False
    return long.endswith(short) or (candidate.quoted and long.startswith(short))


def _is_other(candidate: Candidate, practice: Practice) -> bool:
    """True for “甲”服务队 beside “甲”分享会: two heads of which one is that of something standing."""
    best = practice.best
    full = candidate.rank == best.rank == FULL
    return full and candidate.type != best.type and bool({candidate.type, best.type} & STANDING)


def join_wordings(candidates: Sequence[Candidate], short_for: Mapping[str, str] | None = None) -> list[Practice]:
    """Practices in the order of their first wording; longer names are laid down first so that short ones find them.

    ``short_for`` gives the cores of names whose short form the text announces: 青蓝工程 for 青年骨干培育工程.
    """
    short_for = short_for or {}
    by_core: dict[str, Practice] = {}
    names = ""
    for candidate in sorted(candidates, key=lambda c: (-len(c.core), c.start)):
        core = candidate.core
        known = by_core.get(core)
        if known is None:
            longer = by_core.get(short_for.get(core, "")) or _find_longer(candidate, names, by_core)
            known = by_core[core] = longer or Practice()
            known.cores.append(core)
            names += "\n" + core
        known.wordings.append(candidate)
    return sorted({id(p): p for p in by_core.values()}.values(), key=lambda p: min(c.start for c in p.wordings))


def _find_longer(candidate: Candidate, names: str, by_core: dict[str, Practice]) -> Practice | None:
    """The practice that ``candidate`` names in short; ``names`` are all names so far, which spare most a look."""
    if candidate.core not in names:
        return None
    for name, practice in by_core.items():
        if _same(candidate, name, practice):
            return practice
    return None


class SqueezedText(NamedTuple):
    """A text without marks; ``marks`` are the squeezed offsets at which one was left out."""

    text: str
    marks: Sequence[int]

    def find_all(self, core: str) -> Iterator[tuple[int, int]]:
        """Every occurrence of a squeezed name, as a span of the full text."""
        at = self.text.find(core)
        while at >= 0:
            last = at + len(core) - 1
            yield at + bisect_right(self.marks, at), last + bisect_right(self.marks, last) + 1
            at = self.text.find(core, last + 1)


def squeeze_text(text: str) -> SqueezedText:
    """Squeeze a whole text, keeping the way back.

    >>> list(squeeze_text("以三亮、三比促学").find_all("三亮三比"))
    [(1, 6)]
    """
    pieces = _MARK.split(text)
    return SqueezedText("".join(pieces), list(accumulate(map(len, pieces[:-1]))))
