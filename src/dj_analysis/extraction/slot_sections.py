"""Parts of one slot of a chain told in the section that its name heads: 推进“三联”, then three clauses with 相联."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dj_analysis.extraction.enumerations import lists_of, split_list
from dj_analysis.extraction.list_trimming import cut_summary
from dj_analysis.extraction.model_reading import Items, Reading, contains, end_of_heading, is_told
from dj_analysis.extraction.model_shapes import Slot
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_SECTION = 800
"""Characters of a section that are read."""

_CLAUSE = compile_re(r"[^，,。；;：:！？!?\n]{4,80}")
_ITEM = (3, 24)
"""Characters of a clause that can be a part."""


def list_in_section(slot: Slot, others: Sequence[str], reading: Reading) -> Items:
    """Exactly as many clauses as announced that end, or begin, with the morpheme in the slot's own section.

    A list that is summed up by the name in other words (甲、乙、丙三轮驱动 under 三驱) is read as well.
    """
    if (slot.count or 0) < 2:
        return ()
    text = reading.text
    for start, end in _sections(slot.symbol + slot.core, others, text):
        if marked := _marked_list(start, end, slot, reading):
            return marked
        if items := _summed_list(text, start, end, slot) or _like_clauses(text, start, end, slot):
            return tuple(Span(reading.words.skip_leads(text, item.start, item.end), item.end) for item in items)
    return ()


def _marked_list(start: int, end: int, slot: Slot, reading: Reading) -> Items:
    """The marked clauses of a section that all end, or begin, with the morpheme: 一是甲与乙相融;二是….

    >>> from dj_analysis.extraction.model_reading import Reading
    >>> text = "一是课与赛相融;二是学与用相融。"
    >>> len(_marked_list(0, len(text), Slot("双", 2, "融"), Reading(text, text, None, ())))
    2
    """
    sized = (found.items for found in reading.lists if start <= found.start < end and len(found.items) == slot.count)
    fits = (items for items in sized if all(contains(reading.text, i, slot.core, edge=True) for i in items))
    return next(fits, ())


def _end_alike(text: str, items: Items, core: str) -> bool:
    """True when all items end in the morpheme, or in the word that it begins: 制度驱动, 项目驱动 under 驱."""
    tails = {text[item.start : item.end].rpartition(core)[2] for item in items}
    held = all(text.find(core, item.start + 1, item.end) > 0 for item in items)
    return held and len(tails) == 1 and len(tails.pop()) <= 1


def _summed_list(text: str, start: int, end: int, slot: Slot) -> Items:
    """A list that the numeral and the morpheme of the slot sum up, or whose items all end in the morpheme."""
    for match in _CLAUSE.finditer(text, start, end):
        listed = split_list(text, *match.span())
        cut = cut_summary(text, listed, slot)
        if len(listed) == slot.count and cut != listed and text.find(slot.core, cut[-1].end, match.end()) > 0:
            return cut
        for items in lists_of(slot.count, text, listed):
            if _end_alike(text, items, slot.core):
                return items
    return ()


def _like_clauses(text: str, start: int, end: int, slot: Slot) -> Items:
    """The clauses that end, or begin, with the morpheme, when they are as many as announced."""
    clauses = [c for c in split_list(text, start, end, "，,。；;：:！？\n") if _ITEM[0] <= c.end - c.start <= _ITEM[1]]
    for fits in (text.endswith, text.startswith):
        found = tuple(clause for clause in clauses if fits(slot.core, clause.start, clause.end))
        if len(found) == slot.count and not is_told(text, found):
            return found
    return ()


def _sections(name: str, others: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """The text below each short line that holds ``name``, up to the next line that holds another slot's."""
    at = text.find(name)
    while at >= 0:
        if end := end_of_heading(text, at, others):
            stops = (text.find(other, end, end + _SECTION) for other in others)
            yield end + 1, min((stop for stop in stops if stop > 0), default=min(len(text), end + _SECTION))
        at = text.find(name, at + 1)
