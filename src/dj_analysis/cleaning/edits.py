"""Edits between raw and clean: apply them, compose them rule after rule, and map places both ways."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, repeat
from operator import add, itemgetter, sub
from typing import NamedTuple

from dj_analysis.records import Change, Edit


class EditError(ValueError):
    """A rule asked for something the map cannot carry: an overlap, an insertion or a place outside the text."""


def apply_edits(raw: str, edits: Iterable[Edit], offset: int = 0) -> str:
    """Replay edits on ``raw``, which starts at ``offset`` of the page.

    >>> apply_edits("机(ji)关", [Edit("annotation", "pinyin", 1, 5, "(ji)", "")])
    '机关'
    """
    out, at = [], 0
    for edit in edits:
        out += [raw[at : edit.raw_start - offset], edit.after]
        at = edit.raw_end - offset
    return "".join([*out, raw[at:]])


def check_changes(text: str, changes: Iterable[Change]) -> list[Change]:
    """Changes in order, without those that change nothing; EditError where they overlap or insert."""
    ordered = sorted(changes, key=_start)
    kept: list[Change] = []
    at = 0
    for change in ordered:
        start, end, after, _, _ = change
        if start < at or end <= start:
            raise EditError(f"change {change} overlaps, inserts or begins before the text")
        at = end
        if not after or text[start:end] != after:
            kept.append(change)
    if at > len(text):
        raise EditError(f"change {ordered[-1]} leaves the text")
    return kept


_start = itemgetter(0)


def apply_changes(text: str, changes: Iterable[Change], offset: int = 0) -> str:
    """The text, which starts at ``offset``, with changes made that are in order and apart.

    >>> apply_changes("机(ji)关", [Change(1, 5, "")])
    '机关'
    """
    out: list[str] = []
    put = out.append
    at = offset
    for start, end, after, _, _ in changes:
        put(text[at - offset : start - offset])
        put(after)
        at = end
    put(text[at - offset :])
    return "".join(out)


class OffsetMap:
    """Places in clean text and in raw text, from the edits between them.

    >>> m = OffsetMap([Edit("annotation", "pinyin", 1, 5, "(ji)", "")])
    >>> m.to_raw(0, 2), m.to_clean(5, 6)
    ((0, 6), (1, 2))
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        """``edits`` are in order and do not overlap, as ``records.Edit`` promises."""
        columns = tuple(zip(*edits, strict=True)) or ((),) * len(Edit._fields)
        self.raw_start: Sequence[int] = columns[2]
        self.raw_end: Sequence[int] = columns[3]
        sizes = list(map(len, columns[5]))
        self.shift: list[int] = [0, *accumulate(map(sub, sizes, map(sub, self.raw_end, self.raw_start)))]
        self.clean_start: list[int] = list(map(add, self.raw_start, self.shift))
        self.clean_end: list[int] = list(map(add, self.clean_start, sizes))

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Raw place of a clean span: a touched replacement counts whole, deletions at either edge stay outside.

        An empty span maps to the whole run of deletions that stands there, or to an empty place.
        """
        if start >= end:
            return self._raw_gap(start)
        return self._raw_of_first(start), self._raw_of_last(end - 1)

    def to_clean(self, raw_start: int, raw_end: int) -> tuple[int, int]:
        """Clean place of a raw span; empty where everything in it was deleted."""
        start = self._clean_point(raw_start, left=True)
        end = self._clean_point(raw_end, left=False) if raw_end > raw_start else start
        return start, max(start, end)

    def widen(self, start: int, end: int) -> tuple[int, int]:
        """The clean span grown to the edges of the replacements it touches (empty spans are not grown)."""
        first, last = self._edit_holding(start), self._edit_holding(end - 1)
        return (
            start if first is None else self.clean_start[first],
            end if last is None else self.clean_end[last],
        )

    def _edit_holding(self, clean: int) -> int | None:
        """The edit whose replacement text holds the clean character, if any."""
        i = bisect_right(self.clean_start, clean) - 1
        return i if i >= 0 and clean < self.clean_end[i] else None

    def _raw_of_first(self, clean: int) -> int:
        i = self._edit_holding(clean)
        if i is not None:
            return self.raw_start[i]
        return clean - self.shift[bisect_right(self.clean_end, clean)]

    def _raw_of_last(self, clean: int) -> int:
        i = self._edit_holding(clean)
        if i is not None:
            return self.raw_end[i]
        return clean + 1 - self.shift[bisect_right(self.clean_end, clean)]

    def _raw_gap(self, clean: int) -> tuple[int, int]:
        low = bisect_left(self.clean_start, clean)
        high = low
        while high < len(self.clean_start) and self.clean_start[high] == self.clean_end[high] == clean:
            high += 1
        if high > low:
            return self.raw_start[low], self.raw_end[high - 1]
        point = clean - self.shift[low]
        return point, point

    def _clean_point(self, raw: int, *, left: bool) -> int:
        i = bisect_right(self.raw_start, raw) - 1
        if i >= 0 and self.raw_start[i] < raw < self.raw_end[i]:
            return self.clean_start[i] if left else self.clean_end[i]
        return raw + self.shift[bisect_right(self.raw_end, raw)]


def compose(
    raw: str, edits: Sequence[Edit], changes: Sequence[Change], stage: str, rule: str, place: OffsetMap | None = None
) -> tuple[Edit, ...]:
    """Fold one rule's changes, which point into the text after ``edits``, into edits that point into ``raw``.

    ``place`` is the map of ``edits``, where there is one already.

    A change that touches earlier replacements swallows them into one edit whose rule names both (``slip+script``).
    ``changes`` come from ``check_changes``: in order, apart from each other, none empty.
    """
    if not changes:
        return tuple(edits)
    if not edits:
        return _name_changes(raw, changes, stage, rule)
    place = place or OffsetMap(edits)
    starts, ends, shift = [*place.clean_start, sys.maxsize], [*place.clean_end, sys.maxsize], place.shift
    out: list[Edit] = []
    put, make = out.append, tuple.__new__
    at = number = 0
    while number < len(changes):
        start, end, after, confidence, _ = changes[number]
        if ends[at] <= start:
            behind = bisect_right(ends, start, at)
            out += edits[at:behind]
            at = behind
        if end <= starts[at]:
            first, last = start - shift[at], end - shift[at]
            put(make(Edit, (stage, rule, first, last, raw[first:last], after, confidence)))
            number += 1
            continue
        block = _grow_block(place, at, changes, number)
        mark = Edit(stage, rule, 0, 0, "", "")
        out += _fold_block(raw, edits[at : block.at], changes[number : block.number], block, mark)
        at, number = block.at, block.number
    return (*out, *edits[at:])


def _name_changes(raw: str, changes: Sequence[Change], stage: str, rule: str) -> tuple[Edit, ...]:
    """The changes of the first rule as edits."""
    starts, ends, after, confidences, _ = zip(*changes, strict=True)
    before = [raw[start:end] for start, end in zip(starts, ends, strict=True)]
    rows = zip(repeat(stage), repeat(rule), starts, ends, before, after, confidences, strict=False)
    # What Edit(...) does, without its call: pages have thousands of these.
    return tuple(map(tuple.__new__, repeat(Edit), rows))


class _Block(NamedTuple):
    """A stretch in which changes and earlier replacements touch: its place, its edits and where its changes end."""

    start: int
    raw_start: int
    raw_end: int
    at: int
    number: int


def _grow_block(place: OffsetMap, first: int, changes: Sequence[Change], number: int) -> _Block:
    """The block that begins with a change and the first edit it touches, grown until nothing more touches it."""
    starts, ends, at = place.clean_start, place.clean_end, first
    start, end = min(starts[at], changes[number].start), changes[number].end
    number += 1
    while True:
        while at < len(starts) and starts[at] < end:
            end = max(end, ends[at])
            at += 1
        if number == len(changes) or changes[number].start >= end:
            return _Block(start, start - place.shift[first], end - place.shift[at], at, number)
        end = max(end, changes[number].end)
        number += 1


def _fold_block(raw: str, swallowed: Sequence[Edit], group: Sequence[Change], block: _Block, mark: Edit) -> list[Edit]:
    before = raw[block.raw_start : block.raw_end]
    after = apply_changes(apply_edits(before, swallowed, block.raw_start), group, block.start)
    by = [*swallowed, mark._replace(confidence=min(change.confidence for change in group))]
    return _trim(_join_names(by, block.raw_start, before, after))


def _join_names(by: Sequence[Edit], raw_start: int, before: str, after: str) -> Edit:
    stage = "+".join(dict.fromkeys(e.stage for e in by))
    rule = "+".join(dict.fromkeys(e.rule for e in by))
    return Edit(stage, rule, raw_start, raw_start + len(before), before, after, min(e.confidence for e in by))


def _trim(edit: Edit) -> list[Edit]:
    """The edit without equal characters at its ends; nothing where it no longer changes anything."""
    before, after = edit.before, edit.after
    lead = _common_length(before, after)
    before, after = before[lead:], after[lead:]
    tail = _common_length(before[::-1], after[::-1])
    before, after = before[: len(before) - tail], after[: len(after) - tail]
    start = edit.raw_start + lead
    trimmed = edit._replace(raw_start=start, raw_end=start + len(before), before=before, after=after)
    return [trimmed] if before else [edit] if after else []


def _common_length(left: str, right: str) -> int:
    """How many characters two texts share at the start."""
    return next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
