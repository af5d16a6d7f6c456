"""Lists whose items each hold one part of every slot of a chain: 查制度看落实、查台账看质量 under 两查两看."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dj_analysis.extraction.enumerations import MAX_LIST, split_list, trim_item
from dj_analysis.extraction.lists_before import before_region
from dj_analysis.extraction.model_reading import Items, Reading, end_of_sentence, is_told
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.extraction.model_words import NUMERALS
from dj_analysis.records import Span

_LONGEST = 8
"""Characters of one piece: 做明白人; longer ones are clauses."""

_SUBJECT = 3
"""Characters of who does something: 党员, 党支部."""

_OVERHANG = 2
"""Characters by which the last piece may be longer than the others before it is cut."""


def find_woven(place: ModelName, reading: Reading) -> tuple[Items, ...]:
    """The pieces for each slot from items in a row behind the name or before it; nothing unless all slots are filled.

    >>> from dj_analysis.extraction.model_reading import Reading
    >>> text = "“两查两看”。查账看人、查人看账。"
    >>> slots = (Slot("两", 2, "查"), Slot("两", 2, "看"))
    >>> name = ModelName(0, 6, 1, 5, "两查两看", "shorthand", slots, True)
    >>> [[text[i.start:i.end] for i in items] for items in find_woven(name, Reading(text, text, None, ()))]
    [['查账', '查人'], ['看人', '看账']]
    """
    text, slots = reading.text, place.slots
    size = slots[0].count or 0
    marked = (found.items for found in reading.lists if 0 <= found.start - place.end <= MAX_LIST)
    if pieces := next((cut for items in marked if len(items) == size and (cut := unweave(items, slots, text))), ()):
        return pieces
    for start, end in _regions(place, text):
        if any(text.count(slot.core, start, end) < size for slot in slots):
            continue
        for marks in ("、，,；;。：:\n", "；;。：:\n"):
            items = _without_numbers(text, split_list(text, start, end, marks), slots[0])
            for at in range(len(items) - size + 1):
                opened = _open_at(text, items[at], slots)
                if at and _cut(text, _open_at(text, items[at - 1], slots) or items[at - 1], slots):
                    continue
                rest = items[at + 1 :]
                if opened and (
                    pieces := unweave((opened, *rest), slots, text) or _with_subjects(text, items[at:], slots)
                ):
                    return pieces
    return ()


def _regions(place: ModelName, text: str) -> Iterator[tuple[int, int]]:
    """The rest of the sentence and the next one, then the stretch before the name."""
    stop = end_of_sentence(text, place.end)
    yield place.end, end_of_sentence(text, min(len(text), stop + 1)) if stop - place.end < MAX_LIST else stop
    yield before_region(place, text)


def _without_numbers(text: str, items: Items, slot: Slot) -> Items:
    """The items without the numeral that counts them: 一|查学习看台账, 二|查服务看口碑."""
    numbered = [
        i.start < i.end and text[i.start] in NUMERALS and text.startswith(slot.core, i.start + 1) for i in items
    ]
    return tuple(Span(i.start + own, i.end) for i, own in zip(items, numbered, strict=True))


def _open_at(text: str, item: Span, slots: Sequence[Slot]) -> Span | None:
    """The item from its first morpheme on: 以|访宿舍送温暖."""
    at = text.find(slots[0].core, item.start, item.end)
    return Span(at, item.end) if at >= 0 else None


def _with_subjects(text: str, items: Items, slots: Sequence[Slot]) -> tuple[Items, ...]:
    """The pieces of items that each begin with who does it, in words of one length: 党员|带群众提素质."""
    size = slots[0].count or 0
    opened = [_open_at(text, item, slots) for item in items]
    ahead = {span.start - item.start for span, item in zip(opened[:size], items, strict=False) if span}
    if len(ahead) != 1 or not 0 < min(ahead) <= _SUBJECT or None in opened[:size]:
        return ()
    pieces = unweave(tuple(span for span in opened if span), slots, text)
    lead = ahead.pop()
    return (tuple(Span(piece.start - lead, piece.end) for piece in pieces[0]), *pieces[1:]) if pieces else ()


def unweave(items: Items, slots: Sequence[Slot], text: str) -> tuple[Items, ...]:
    """The pieces for each slot, when as many items as announced hold one piece of every slot in order.

    >>> text, slots = "抓人促事、抓事促人", (Slot("双", 2, "抓"), Slot("双", 2, "促"))
    >>> [len(pieces) for pieces in unweave((Span(0, 4), Span(5, 9)), slots, text)]
    [2, 2]
    """
    size = slots[0].count or 0
    if len(items) < size or size < 2 or len(slots) < 2 or any(slot.count != size for slot in slots):
        return ()
    if len({slot.core for slot in slots}) < len(slots) or any(not slot.core for slot in slots):
        return ()
    if len(items) > size and _goes_on(text, items[size], slots):
        return ()
    rows = [_cut(text, item, slots) for item in items[:size]]
    if not all(rows) or is_told(text, items[:size]):
        return ()
    columns = [tuple(column) for column in zip(*rows, strict=True)]
    last = columns[-1][-1]
    usual = max(piece.end - piece.start for piece in columns[-1][:-1])
    if last.end - last.start > usual + _OVERHANG:
        columns[-1] = (*columns[-1][:-1], Span(last.start, last.start + usual))
    return tuple(columns)


def _goes_on(text: str, item: Span, slots: Sequence[Slot]) -> bool:
    """True when one more item holds a piece of every slot, or stands in the same row and begins like the others."""
    in_row = text[item.start - 1] == "、" and text.startswith(slots[0].core, item.start)
    return in_row or bool(_cut(text, item, slots))


def _cut(text: str, item: Span, slots: Sequence[Slot]) -> Items:
    """The pieces of one item, each beginning with the morpheme of its slot; nothing where one is missing."""
    starts = [text.find(slots[0].core, item.start, item.end)]
    for slot in slots[1:]:
        starts.append(text.find(slot.core, starts[-1] + len(slot.core), item.end))
    if starts[0] != item.start or -1 in starts:
        return ()
    pieces = [trim_item(text, *edges) for edges in zip(starts, [*starts[1:], item.end], strict=True)]
    pieces = [Span(p.start, p.end - (text[p.end - 1] in "，,、")) for p in pieces]
    longer = all(p.end - p.start > len(slot.core) for p, slot in zip(pieces, slots, strict=True))
    return tuple(pieces) if longer and all(p.end - p.start <= _LONGEST for p in pieces[:-1]) else ()
