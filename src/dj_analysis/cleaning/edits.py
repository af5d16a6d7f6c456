"""Edits between raw and clean: apply them, compose them rule after rule, and map places both ways."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import attrgetter
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
    ordered = sorted(changes, key=_place)
    at, length = 0, len(text)
    for change in ordered:
        start, end = change.start, change.end
        if start < at or end <= start or end > length:
            raise EditError(f"change {change} overlaps, inserts or leaves the text")
        at = end
    return [c for c in ordered if text[c.start : c.end] != c.after]


_place = attrgetter("start", "end")


def apply_changes(text: str, changes: Iterable[Change], offset: int = 0) -> str:
    """The text, which starts at ``offset``, with changes made that are in order and apart.

    >>> apply_changes("机(ji)关", [Change(1, 5, "")])
    '机关'
    """
    out, at = [], 0
    for change in changes:
        out += [text[at : change.start - offset], change.after]
        at = change.end - offset
    return "".join([*out, text[at:]])


class OffsetMap:
    """Places in clean text and in raw text, from the edits between them.

    >>> m = OffsetMap([Edit("annotation", "pinyin", 1, 5, "(ji)", "")])
    >>> m.to_raw(0, 2), m.to_clean(5, 6)
    ((0, 6), (1, 2))
    """

    def __init__(self, edits: Sequence[Edit]) -> None:
        """``edits`` are in order and do not overlap, as ``records.Edit`` promises."""
        self._raw_start = [e.raw_start for e in edits]
        self._raw_end = [e.raw_end for e in edits]
        gains = [len(e.after) - (e.raw_end - e.raw_start) for e in edits]
        self._shift = [0, *accumulate(gains)]
        self._clean_start = [e.raw_start + s for e, s in zip(edits, self._shift, strict=False)]
        self._clean_end = [s + len(e.after) for e, s in zip(edits, self._clean_start, strict=True)]

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
            start if first is None else self._clean_start[first],
            end if last is None else self._clean_end[last],
        )

    def _edit_holding(self, clean: int) -> int | None:
        """The edit whose replacement text holds the clean character, if any."""
        i = bisect_right(self._clean_start, clean) - 1
        return i if i >= 0 and clean < self._clean_end[i] else None

    def _raw_of_first(self, clean: int) -> int:
        i = self._edit_holding(clean)
        if i is not None:
            return self._raw_start[i]
        return clean - self._shift[bisect_right(self._clean_end, clean)]

    def _raw_of_last(self, clean: int) -> int:
        i = self._edit_holding(clean)
        if i is not None:
            return self._raw_end[i]
        return clean + 1 - self._shift[bisect_right(self._clean_end, clean)]

    def _raw_gap(self, clean: int) -> tuple[int, int]:
        low = bisect_left(self._clean_start, clean)
        high = low
        while high < len(self._clean_start) and self._clean_start[high] == self._clean_end[high] == clean:
            high += 1
        if high > low:
            return self._raw_start[low], self._raw_end[high - 1]
        point = clean - self._shift[low]
        return point, point

    def _clean_point(self, raw: int, *, left: bool) -> int:
        i = bisect_right(self._raw_start, raw) - 1
        if i >= 0 and self._raw_start[i] < raw < self._raw_end[i]:
            return self._clean_start[i] if left else self._clean_end[i]
        return raw + self._shift[bisect_right(self._raw_end, raw)]


def compose(raw: str, edits: Sequence[Edit], changes: Sequence[Change], stage: str, rule: str) -> tuple[Edit, ...]:
    """Fold one rule's changes, which point into the text after ``edits``, into edits that point into ``raw``.

    A change that touches earlier replacements swallows them into one edit whose rule names both (``slip+script``).
    ``changes`` come from ``check_changes``: in order, apart from each other, none empty.
    """
    out: list[Edit] = []
    at = number = shift = 0
    count, stop = len(edits), len(changes)
    first, last, gain = _place_of(edits, 0, 0)
    while number < stop:
        change = changes[number]
        start = change.start
        while at < count and last <= start:
            out.append(edits[at])
            shift += gain
            at += 1
            first, last, gain = _place_of(edits, at, shift)
        if at == count or first >= change.end:
            raw_start, raw_end = start - shift, change.end - shift
            out.append(Edit(stage, rule, raw_start, raw_end, raw[raw_start:raw_end], change.after, change.confidence))
            number += 1
            continue
        block = _grow_block(edits, at, shift, changes, number)
        out += _fold_block(
            raw, edits[at : block.at], changes[number : block.number], block, Edit(stage, rule, 0, 0, "", "")
        )
        at, number, shift = block.at, block.number, block.shift
        first, last, gain = _place_of(edits, at, shift)
    return (*out, *edits[at:])


def _place_of(edits: Sequence[Edit], at: int, shift: int) -> tuple[int, int, int]:
    """Where an edit's text stands, moved by ``shift`` by the edits before it, and by how much it moves the next."""
    if at == len(edits):
        return 0, 0, 0
    edit = edits[at]
    start, size = edit.raw_start + shift, len(edit.after)
    return start, start + size, size - (edit.raw_end - edit.raw_start)


class _Block(NamedTuple):
    """A stretch in which changes and earlier replacements touch, and what comes behind it."""

    start: int
    raw_start: int
    raw_end: int
    at: int
    number: int
    shift: int


def _grow_block(edits: Sequence[Edit], at: int, shift: int, changes: Sequence[Change], number: int) -> _Block:
    """The block that begins with a change and the edit it touches, grown until nothing more touches it."""
    held = edits[at].raw_start + shift <= changes[number].start
    start = edits[at].raw_start + shift if held else changes[number].start
    raw_start, end = start - shift, changes[number].end
    number += 1
    while True:
        while at < len(edits) and edits[at].raw_start + shift < end:
            end = max(end, edits[at].raw_start + shift + len(edits[at].after))
            shift += len(edits[at].after) - (edits[at].raw_end - edits[at].raw_start)
            at += 1
        if number == len(changes) or changes[number].start >= end:
            return _Block(start, raw_start, end - shift, at, number, shift)
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
