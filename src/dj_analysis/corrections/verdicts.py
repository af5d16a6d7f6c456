"""What several people say of one cell or row: the later word of one person holds, two people may be at odds."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from dj_analysis.corrections.records import Correction

DROP, KEEP = "drop", "keep"
WHOLE_ROW = ""
"""The name under which the verdict on the row itself stands beside those on its columns."""
UNSEEN = object()
"""What nobody has written before: the old value of a verdict that answers no other."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One person's word: the value they found and the one they want."""

    correction: Correction
    new: Hashable
    old: Hashable = UNSEEN


@dataclass(frozen=True, slots=True)
class Settled:
    """The verdicts that stand, those that later ones replaced, and whether the standing ones are at odds."""

    standing: tuple[Verdict, ...]
    replaced: tuple[Verdict, ...]

    @property
    def conflicting(self) -> bool:
        """Whether two people want different things."""
        return len({v.new for v in self.standing}) > 1


def settle(verdicts: Iterable[Verdict]) -> Settled:
    """Let later words of a person, and words that answer another's value, replace the earlier ones.

    A change whose expected old value is what another person wrote was made in its knowledge and follows it; to accept
    a value says nothing against a change made later by the same person.

    >>> one = Correction(line=2, action="change", table="honors", document="", who="甲")
    >>> other = Correction(line=3, action="change", table="honors", document="", who="乙")
    >>> settle([Verdict(one, "school", "unknown"), Verdict(other, "national", "unknown")]).conflicting
    True
    >>> settle([Verdict(one, "school", "unknown"), Verdict(other, "national", "school")]).conflicting
    False
    """
    standing: list[Verdict] = []
    replaced: list[Verdict] = []
    for verdict in _in_time(verdicts):
        followed = [v for v in standing if _follows(verdict, v)]
        standing = [*(v for v in standing if v not in followed), verdict]
        replaced += followed
    return Settled(tuple(standing), tuple(replaced))


def _in_time(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """By time where every line has one, else by line; a day without an hour counts as its beginning."""
    listed = sorted(verdicts, key=lambda v: v.correction.line)
    if all(v.correction.when for v in listed):
        listed.sort(key=lambda v: v.correction.when)
    return listed


def _follows(later: Verdict, earlier: Verdict) -> bool:
    who = later.correction.who.strip().casefold()
    if who and who == earlier.correction.who.strip().casefold():
        return True
    return earlier.correction.action != "accept" and later.old is not UNSEEN and later.old == earlier.new


def judge_row(correction: Correction) -> Verdict:
    """What a correction says of the row itself."""
    return Verdict(correction, DROP if correction.action == "drop" else KEEP)


def judge_cell(correction: Correction, column: str) -> Verdict | None:
    """What a correction says of a column of its row, if anything."""
    if correction.action == "change" and correction.column == column:
        return Verdict(correction, correction.new, correction.old)
    if correction.action == "accept" and column in correction.values:
        return Verdict(correction, correction.values[column], correction.values[column])
    return None
