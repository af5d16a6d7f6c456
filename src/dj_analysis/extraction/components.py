"""Components of a numeric model: the parts that the article itself lists for a name, and where it lists them.

Every finder returns as many parts as the name announces, or nothing; only lists that repeat the morpheme of the name
(三亮: 亮身份、亮承诺) may be shorter. A longer list is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dj_analysis.extraction.alignment import align_members, align_quantities, align_symbols, own_terms
from dj_analysis.extraction.clause_parts import list_likewise, list_steps
from dj_analysis.extraction.counted_again import list_counted_again
from dj_analysis.extraction.dealing import Parts, deal, deal_by_clause, deal_by_morpheme, deal_woven, make_row
from dj_analysis.extraction.enumerations import MAX_LIST, split_list
from dj_analysis.extraction.glossed_members import list_under_headings, tell_members
from dj_analysis.extraction.level_lists import list_levels
from dj_analysis.extraction.list_trimming import cut_predicate
from dj_analysis.extraction.listings import CUE, MARKER_AHEAD, is_plain, list_after, list_by_position, list_end
from dj_analysis.extraction.lists_before import before_region, list_before, list_leading
from dj_analysis.extraction.model_reading import (
    MAX_PLACES,
    Items,
    Reading,
    end_of_answer,
    end_of_sentence,
    is_told,
    start_of_sentence,
)
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.extraction.part_wordings import shorten_cases, split_predicates
from dj_analysis.extraction.ratio_names import explain_ratio, split_sides
from dj_analysis.extraction.role_lists import list_as_one, list_by_role, list_with_roles
from dj_analysis.extraction.series_parts import list_series
from dj_analysis.extraction.shared_morphemes import find_runs, list_aspects, list_headings, list_marked, list_nearby
from dj_analysis.extraction.slot_parts import list_alike_parts, list_told, tell_last_one
from dj_analysis.extraction.woven_lists import find_woven, unweave
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

Finder = Callable[[ModelName, Slot, Reading], Items]

_ATTRIBUTE = compile_re(
    r"[”’]?(?:[^，,。；;：:\n]{0,12}|[，,](?:这[就便正也]?是|[就便也]是|合起来[就便]?[是叫]|人?称[之作]?为?|统称|合称|叫做?"
    r"|(?:由此)?(?:形成|构成|组成)了?|(?:总结|概括|归纳|取名|命名)[为作])[^，,。；;：:\n]{0,12})"
)
"""What may stand between the last part and the formula it belongs to: 参与的, 这就是大家常说的."""

_NEAR = 30
"""Characters between a formula and the nearest of its parts; further off, a quantity counts something else."""

_SEVERAL = 2
"""Members that make a name of like members: 一户一档、一村一策."""

_SINGLE_FINDERS: tuple[tuple[str, Finder], ...] = (
    ("after", list_steps),
    ("after", list_levels),
    ("after", list_after),
    ("before", list_by_role),
    ("before", list_before),
    ("enumerated", list_marked),
    ("enumerated", list_headings),
    ("after", list_likewise),
    ("after", list_nearby),
    ("after", list_aspects),
    ("after", list_as_one),
    ("split", list_counted_again),
)
"""Finders of the parts of a name with one numeral, in the order of how plainly they point to it."""


def find_components(name: ModelName, places: Sequence[ModelName], reading: Reading) -> tuple[str, Parts]:
    """Components of a model named at ``places`` and the way the text gives them (see the column ``expansion``).

    Returns ("none", ()) when the article lists nothing.
    """
    places = places[:MAX_PLACES]
    if name.form == "plus" and name.slots[0].core:
        return "self", own_terms(name, reading)
    if name.rule == "ratio":
        return _find_ratio(places, reading)
    if name.form == "plus" or not name.slots[0].core:
        return _find_formula(name.slots, places, reading)
    if len(name.slots) == 1:
        return _find_single(name.slots[0], places, reading)
    if parts := _own_members(name, reading.text):
        return "self", parts
    return ("none", ()) if name.announced is None else _find_chain(name, places, reading)


def _own_members(name: ModelName, text: str) -> Parts:
    """What a name that says 一 of each twice or more holds: 一户一档、一村一策, 每周一案、每月一考."""
    members = split_list(text, name.bare_start, name.bare_end, "、，,")
    ones = all(slot.count == 1 for slot in name.slots)
    if (
        not ones
        or len(members) < _SEVERAL
        or len(members) * (1 if name.rule == "quoted_beats" else 2) != len(name.slots)
    ):
        return ()
    return deal(text, members, [(slot, 1) for slot in name.slots[: len(members)]], "own_words")


def _find_formula(slots: Sequence[Slot], places: Sequence[ModelName], reading: Reading) -> tuple[str, Parts]:
    """Parts of a formula of symbols: what is aligned with them behind, before, or by position."""
    found = (each for place in places for each in _formula_lists(place, slots, reading))
    return next(((side, parts) for side, parts in found if parts), ("none", ()))


def _formula_lists(place: ModelName, slots: Sequence[Slot], reading: Reading) -> Iterator[tuple[str, Parts]]:
    """What the ways to read the parts of a formula find at one of its places, the plainest way first."""
    text = reading.text
    stop, far = end_of_answer(text, place.end), min(len(text), place.bare_end + MAX_LIST)
    begin, early = start_of_sentence(text, place.bare_start), max(0, place.start - MAX_LIST)
    after = align_quantities(reading, place.bare_end, stop, slots)
    if after and after[0].start - place.end > _NEAR:
        after = ()
    yield "after", tell_members(after or align_symbols(reading, place.bare_end, far, slots), reading)
    yield "enumerated", list_under_headings(slots, place.end, reading)
    yield "after", align_members(reading, place.bare_end, far, slots)
    before = align_quantities(reading, begin, place.start, slots)
    if before and not _ATTRIBUTE.fullmatch(text, before[-1].end, place.start):
        before = ()
    yield "before", tell_members(before or align_symbols(reading, early, place.start, slots), reading)
    deals = [(slot, 1) for slot in slots]
    yield "after", deal(text, list_by_position(place, len(slots), reading), deals, "positional_list")
    leading = deal(text, list_leading(place, len(slots), reading), deals, "positional_list")
    yield "before", split_predicates(leading, reading.words.nouns)


def _find_ratio(places: Sequence[ModelName], reading: Reading) -> tuple[str, Parts]:
    """The clauses that say a ratio in full, behind one of its places or before it."""
    text = reading.text
    for place in places:
        after = place.end, min(len(text), place.end + MAX_LIST)
        before = max(0, place.start - MAX_LIST), place.start
        for side, region in (("after", after), ("before", before)):
            items = explain_ratio(place, text, *region)
            if sides := split_sides(items, place, reading):
                return side, deal(text, (side.span for side in sides), ((s.slot, 1) for s in sides), "ratio_side")
            if items:
                return side, deal(text, items, [(slot, 1) for slot in place.slots], "said_in_full")
    return "none", ()


def _find_single(slot: Slot, places: Sequence[ModelName], reading: Reading) -> tuple[str, Parts]:
    """Parts of a name with one numeral."""
    text, size = reading.text, slot.count or 0
    for expansion, finder in _SINGLE_FINDERS:
        for place in places:
            if place.scope == "policy" and finder is not list_after:
                continue
            if items := finder(place, slot, reading):
                items = shorten_cases(text, items, slot, reading.words)
                side = "before" if expansion == "after" and items[-1].end <= place.start else expansion
                return side, deal(text, items, [(slot, size)], finder.__name__)
    if places[0].scope != "policy" and (items := find_runs(slot, reading, whole=True)):
        return "split", deal(text, items, [(slot, size)], "find_runs")
    return "none", ()


def _find_chain(name: ModelName, places: Sequence[ModelName], reading: Reading) -> tuple[str, Parts]:
    """Parts of a name with several numerals: one list for all, else slot by slot."""
    way, rows = _find_flat(name, places, reading)
    if rows or name.scope == "policy":
        return way, rows
    text = reading.text
    rows = tuple(row for number in range(len(name.slots)) for row in _slot_parts(number, name.slots, places, reading))
    rows += _last_one(name.slots, rows, reading)
    if not rows:
        return "none", ()
    near = all(places[0].start <= row.start <= places[0].end + MAX_LIST for row in rows)
    together = len({end_of_sentence(text, row.start) for row in rows}) == 1
    return "after" if near and together else "split", rows


def _find_flat(name: ModelName, places: Sequence[ModelName], reading: Reading) -> tuple[str, Parts]:
    """The one list for all slots of a chain: behind it, before it, below it, or woven of pieces for every slot."""
    own = [place for place in places if place.scope != "policy"]
    beside = ((side, rows) for place in places for side, rows in _flat_beside(place, reading) if rows)
    if found := next(beside, None):
        return found
    if own and (rows := _flat_below(name, places[0], reading)):
        return "enumerated", rows
    for place in own:
        if told := list_series(place, reading.text):
            return "after", deal(reading.text, told, [(slot, 1) for slot in place.slots], "explained_series")
        if rows := deal_woven(find_woven(place, reading), place.slots, reading.text):
            return "after" if rows[0].start >= place.end else "before", rows
    return "none", ()


def _flat_beside(place: ModelName, reading: Reading) -> Iterator[tuple[str, Parts]]:
    """What is told with a role for each slot, or listed behind a name or before it; slogans are only explained."""
    own = place.scope != "policy"
    roles = deal_woven(list_with_roles(place, reading), place.slots, reading.text) if own else ()
    yield "after" if roles and roles[0].start >= place.end else "before", roles
    yield "after", _flat_after(place, reading)
    yield "before", _flat_before(place, reading) if own else ()


def _flat_below(name: ModelName, place: ModelName, reading: Reading) -> Parts:
    """Marked clauses, headings or opening clauses below the name that hold the parts of all its slots."""
    text, cores = reading.text, tuple(slot.core for slot in name.slots)
    if any(text.count(slot.core, place.end) < (slot.count or 0) for slot in name.slots):
        return ()
    lines = tuple(line for line in reading.lines if line.start > place.end and text.startswith(cores, line.start))
    for items in (*(found.items for found in reading.lists if found.start > place.end), lines):
        if len(items) == name.announced and (rows := deal_by_morpheme(items, name.slots, text, reading.words)):
            return rows
    return ()


def _flat_after(place: ModelName, reading: Reading) -> Parts:
    """One list behind the name for all its slots: dealt by morpheme, woven, or by number behind a plain cue."""
    text, slots = reading.text, place.slots
    cue = CUE.match(text, place.end) or CUE.match(text, place.bare_end)
    if not cue or (cue["weak"] and place.scope == "policy") or MARKER_AHEAD.match(text, cue.end()):
        return ()
    items = split_list(text, cue.end(), list_end(text, cue), "、，,；;。")
    if any(slot.symbol + slot.core in text[i.start : i.end] for i in items for slot in slots):
        return ()
    if cue["weak"] and is_told(text, items[: place.announced]):
        return ()
    exact = is_plain(cue, reading.words) and len(items) == place.announced
    by_number = [(slot, slot.count or 0) for slot in slots] if exact else []
    woven = deal_woven(unweave(items, slots, text), slots, text)
    rows = deal_by_morpheme(items, slots, text, reading.words) or woven or deal(text, items, by_number, "flat_list")
    return rows or (deal_by_clause(text, cue.end(), list_end(text, cue), slots) if is_plain(cue, reading.words) else ())


def _flat_before(place: ModelName, reading: Reading) -> Parts:
    """One list before the name for all its slots, dealt by morpheme."""
    text, total = reading.text, place.announced or 0
    items = split_list(text, *before_region(place, text), "、，,；;")
    if not total or len(items) < total:
        return ()
    first = items[-total]
    core = place.slots[0].core
    cut = text.find(core, first.start, first.end)
    if first.end - cut <= len(core):
        cut = reading.words.skip_leads(text, first.start, first.end)
    items = (Span(cut, first.end) if cut > 0 else first, *items[len(items) - total + 1 :])
    return deal_by_morpheme(items, place.slots, text, reading.words)


def _slot_parts(index: int, slots: Sequence[Slot], places: Sequence[ModelName], reading: Reading) -> Parts:
    """Rows for the parts of one slot of a chain."""
    slot, number = slots[index], index + 1
    if items := list_told(slot, slots, places, reading):
        return tuple(make_row(reading.text, item, (number, slot), "slot_list") for item in items)
    items = cut_predicate(reading.text, list_alike_parts(slot, slots, places, reading), slot, reading.words)
    return tuple(make_row(reading.text, item, (number, slot), "shared_morpheme") for item in items)


def _last_one(slots: Sequence[Slot], rows: Parts, reading: Reading) -> Parts:
    """The part of a closing slot of one, told in the clause behind the parts of the slot before it."""
    number = len(slots)
    before = [row for row in rows if row.slot == number - 1]
    if len(before) != slots[-2].count or any(row.slot == number for row in rows):
        return ()
    item = tell_last_one(slots[-1], before[-1].end, reading)
    return (make_row(reading.text, item, (number, slots[-1]), "slot_list"),) if item else ()
