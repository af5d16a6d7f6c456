"""Parts of one slot of a chain, wherever the article explains or lists them: 三亮 here, 三比 there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from dj_analysis.extraction.clause_parts import list_alike, list_likewise
from dj_analysis.extraction.enumerations import split_list
from dj_analysis.extraction.listings import list_explained
from dj_analysis.extraction.lists_before import before_region, list_before
from dj_analysis.extraction.model_reading import MAX_PLACES, Items, Reading, contains, end_of_sentence, find_occurrences
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.extraction.role_lists import list_by_role
from dj_analysis.extraction.shared_morphemes import find_runs, list_nearby
from dj_analysis.extraction.slot_lists import (
    list_aims,
    list_as,
    list_governed,
    list_in_quotes,
    list_openings,
    list_quoted,
)
from dj_analysis.extraction.slot_sections import list_in_section
from dj_analysis.records import Span

SlotFinder = Callable[[Slot, Sequence[ModelName], Reading], Items]

_PAIR = 2
"""A slot with 双 before a verb (双融合) says that two things are joined, and lists no parts by naming them."""

_NEXT_CLAUSES = 2
_LONGEST_CLAUSE, _LAST_WORD = 16, 2
"""Characters of a clause that can be the one part of a closing slot, and of the word that names it: 打分|评价."""

_APART: tuple[SlotFinder, ...] = (
    list_as,
    lambda slot, places, reading: list_by_role(places[0], slot, reading),
    lambda slot, places, reading: find_runs(slot, reading),
    lambda slot, places, reading: list_aims(slot, reading),
    list_governed,
    list_quoted,
    list_in_quotes,
    list_openings,
)
"""Finders of parts that stand apart from the name of the slot, in the order of how plainly they point to it."""


def list_told(slot: Slot, slots: Sequence[Slot], places: Sequence[ModelName], reading: Reading) -> Items:
    """The list beside the slot's own name: “三亮”即亮身份、亮承诺、亮业绩."""
    text, bare = reading.text, slot.symbol + slot.core
    others = [other.symbol + other.core for other in slots if other is not slot]
    for span in islice(find_occurrences(text, (bare,), ""), MAX_PLACES):
        inside = any(place.bare_start <= span.start < place.bare_end for place in places)
        if inside and text[span.end : span.end + 1] not in ("(", "（"):
            continue
        place = ModelName(span.start, span.end, span.start, span.end, bare, "shorthand", (slot,), True)
        items = list_explained(place, slot, reading, others) or list_likewise(place, slot, reading)
        if items := items or _listed_before(place, slot, reading):
            return items
    return ()


def list_alike_parts(slot: Slot, slots: Sequence[Slot], places: Sequence[ModelName], reading: Reading) -> Items:
    """Items that stand apart from the slot's own name and are known by its morpheme, or by their number alone."""
    others = [other.symbol + other.core for other in slots if other is not slot]
    if items := list_in_section(slot, others, reading):
        return items
    items = next((found for finder in _APART if (found := finder(slot, places, reading))), ())
    return items or _listed_for_one(slot, slots, places, reading) or _listed_near(slot, places, reading)


def _listed_near(slot: Slot, places: Sequence[ModelName], reading: Reading) -> Items:
    """A list soon after the chain whose items all end in the morpheme, or begin with the first character of a word."""
    text, core = reading.text, slot.core
    if len(core) > 1:
        near = list_nearby(places[0], Slot(slot.symbol, slot.count, core[0]), reading)
        return near if all(text.startswith(core[0], item.start) for item in near) else ()
    if core in reading.words.morphemes:
        return ()
    near = list_nearby(places[0], slot, reading)
    if near and all(text.endswith(core, item.start, item.end) for item in near):
        return near
    return list_alike(slot, (places[0].end, len(text)), reading)


def _listed_for_one(slot: Slot, slots: Sequence[Slot], places: Sequence[ModelName], reading: Reading) -> Items:
    """The quoted list that leads by 的 to the chain and has the size of this slot alone: “甲、乙、丙”的“三维两翼”."""
    if [other.count for other in slots].count(slot.count) > 1:
        return ()
    for place in places:
        _, end = before_region(place, reading.text)
        linked = reading.text[end - 1] == "”" and "的" in reading.text[end : place.bare_start]
        if linked and (items := list_before(place, slot, reading)):
            return items
    return ()


def _listed_before(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """The list that runs up to the name of a slot; under a verb (双融合) its items must say that verb."""
    items = list_before(place, slot, reading)
    pair = slot.count == _PAIR and len(slot.core) > 1
    verbal = pair or slot.core in reading.words.morphemes
    return items if not verbal or all(contains(reading.text, item, slot.core) for item in items) else ()


def tell_last_one(slot: Slot, at: int, reading: Reading) -> Span | None:
    """The clause behind the parts of the slot before a closing one (一评), when its last word holds the morpheme.

    >>> from dj_analysis.extraction.model_reading import Reading
    >>> text = "题单、答单,由师生打分评价。"
    >>> span = tell_last_one(Slot("一", 1, "评"), 5, Reading(text, text, None, ()))
    >>> text[span.start : span.end]
    '师生打分评价'
    """
    text = reading.text
    if slot.count != 1:
        return None
    for clause in split_list(text, at, end_of_sentence(text, at), "，,；;")[:_NEXT_CLAUSES]:
        short = clause.end - clause.start <= _LONGEST_CLAUSE
        begin = text.rfind("由", clause.start, clause.end) + 1 or clause.start
        if short and text.find(slot.core, max(begin + 1, clause.end - _LAST_WORD), clause.end) >= 0:
            return Span(begin, clause.end)
    return None
