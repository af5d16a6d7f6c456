"""Components of a numeric model: the parts that the article itself lists for a name, and where it lists them.

Every finder returns as many parts as the name announces, or nothing; only lists that repeat the morpheme of the name
(三亮: 亮身份、亮承诺) may be shorter. A longer list is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from dj_analysis.extraction.alignment import align_members, align_quantities, align_symbols, own_terms
from dj_analysis.extraction.clause_parts import list_likewise, list_steps
from dj_analysis.extraction.counted_again import list_counted_again
from dj_analysis.extraction.enumerations import MAX_LIST, split_list, trim_item
from dj_analysis.extraction.list_trimming import cut_attribute, cut_subject
from dj_analysis.extraction.listings import (
    CUE,
    before_region,
    is_plain,
    list_after,
    list_before,
    list_by_position,
    list_end,
    list_leading,
)
from dj_analysis.extraction.model_reading import (
    Items,
    Reading,
    contains,
    end_of_answer,
    end_of_sentence,
    is_told,
    start_of_sentence,
)
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.extraction.part_wordings import shorten_cases, split_predicates
from dj_analysis.extraction.ratio_names import explain_ratio
from dj_analysis.extraction.shared_morphemes import find_runs, list_aspects, list_headings, list_marked, list_nearby
from dj_analysis.extraction.slot_parts import list_alike_parts, list_told
from dj_analysis.records import ComponentRow, Span
from dj_analysis.regexes import compile_re

Parts = tuple[ComponentRow, ...]
Finder = Callable[[ModelName, Slot, Reading], Items]

MAX_PLACES = 12
"""Occurrences of one name whose surroundings are read: a name is explained where it first or second appears."""

_ATTRIBUTE = compile_re(
    r"[^，,。；;：:\n]{0,12}|[，,](?:这[就便正也]?是|[就便也]是|合起来[就便]?[是叫]|人?称[之作]?为?|统称|合称|叫做?"
    r"|(?:由此)?(?:形成|构成|组成)了?|(?:总结|概括|归纳|取名|命名)[为作])[^，,。；;：:\n]{0,12}"
)
"""What may stand between the last part and the formula it belongs to: 参与的, 这就是大家常说的."""

_DEALT = compile_re("分别|依次|逐一|全部|均")
"""What leads from the items of a clause to its verb: 对甲、乙、丙分别公示."""

_NEAR = 30
"""Characters between a formula and the nearest of its parts; further off, a quantity counts something else."""

_PAIR = 2
"""A name with 双 before a verb (双融合) says that two things are joined, and lists no parts by naming them."""

_SINGLE_FINDERS: tuple[tuple[str, Finder], ...] = (
    ("after", list_steps),
    ("after", list_after),
    ("before", list_before),
    ("enumerated", list_marked),
    ("enumerated", list_headings),
    ("after", list_likewise),
    ("after", list_nearby),
    ("after", list_aspects),
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
    return ("none", ()) if name.each else _find_chain(name, places, reading)


def _own_members(name: ModelName, text: str) -> Parts:
    """What a name that says 一 of each twice or more holds: 一户一档、一村一策; nothing for 一支部一品牌 alone."""
    members = split_list(text, name.bare_start, name.bare_end, "、，,")
    ones = all(slot.count == 1 for slot in name.slots)
    if not ones or len(members) < _PAIR or len(members) * 2 != len(name.slots):
        return ()
    return _deal(text, members, [(slot, 1) for slot in name.slots[: len(members)]], "own_words")


def _find_formula(slots: Sequence[Slot], places: Sequence[ModelName], reading: Reading) -> tuple[str, Parts]:
    """Parts of a formula of symbols: what is aligned with them behind, before, or by position."""
    text = reading.text
    for place in places:
        stop, far = end_of_answer(text, place.end), min(len(text), place.bare_end + MAX_LIST)
        begin, early = start_of_sentence(text, place.bare_start), max(0, place.start - MAX_LIST)
        after = align_quantities(reading, place.bare_end, stop, slots)
        if after and after[0].start - place.end > _NEAR:
            after = ()
        if parts := after or align_symbols(reading, place.bare_end, far, slots):
            return "after", parts
        if parts := align_members(reading, place.bare_end, far, slots):
            return "after", parts
        before = align_quantities(reading, begin, place.start, slots)
        if before and not _ATTRIBUTE.fullmatch(text, before[-1].end, place.start):
            before = ()
        if parts := before or align_symbols(reading, early, place.start, slots):
            return "before", parts
        deals = [(slot, 1) for slot in slots]
        if items := list_by_position(place, len(slots), reading):
            return "after", _deal(text, items, deals, "positional_list")
        if items := list_leading(place, len(slots), reading):
            return "before", split_predicates(_deal(text, items, deals, "positional_list"), reading.words.nouns)
    return "none", ()


def _find_ratio(places: Sequence[ModelName], reading: Reading) -> tuple[str, Parts]:
    """The clauses that say a ratio in full, behind one of its places or before it."""
    text = reading.text
    for place in places:
        after = place.end, min(len(text), place.end + MAX_LIST)
        before = max(0, place.start - MAX_LIST), place.start
        for side, region in (("after", after), ("before", before)):
            if items := explain_ratio(place, text, *region):
                return side, _deal(text, items, [(slot, 1) for slot in place.slots], "said_in_full")
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
                return side, _deal(text, items, [(slot, size)], finder.__name__)
    if places[0].scope != "policy" and (items := find_runs(slot, reading, whole=True)):
        return "split", _deal(text, items, [(slot, size)], "find_runs")
    return "none", ()


def _deal(text: str, items: Iterable[Span], shares: Iterable[tuple[Slot, int]], rule: str) -> Parts:
    """Rows for ``items``, handed out in order: to each slot the number of items given with it."""
    rest, rows = iter(items), []
    for number, (slot, size) in enumerate(shares, start=1):
        rows += [_row(text, item, number, slot, rule) for item in islice(rest, size)]
    return tuple(rows)


def _row(text: str, span: Span, number: int, slot: Slot, rule: str) -> ComponentRow:
    return ComponentRow(
        start=span.start,
        end=span.end,
        rule=rule,
        slot=number,
        symbol=slot.symbol,
        count=slot.count,
        text=text[span.start : span.end],
    )


def _find_chain(name: ModelName, places: Sequence[ModelName], reading: Reading) -> tuple[str, Parts]:
    """Parts of a name with several numerals: one list for all, else slot by slot."""
    for place in places:
        if rows := _flat_after(place, reading):
            return "after", rows
        if place.scope == "policy":
            continue
        if rows := _flat_before(place, reading):
            return "before", rows
    if name.scope == "policy":
        return "none", ()
    if rows := _flat_below(name, places[0], reading):
        return "enumerated", rows
    text = reading.text
    rows = tuple(row for number in range(len(name.slots)) for row in _slot_parts(number, name.slots, places, reading))
    if not rows:
        return "none", ()
    near = all(places[0].start <= row.start <= places[0].end + MAX_LIST for row in rows)
    together = len({end_of_sentence(text, row.start) for row in rows}) == 1
    return "after" if near and together else "split", rows


def _flat_below(name: ModelName, place: ModelName, reading: Reading) -> Parts:
    """Marked clauses, headings or opening clauses below the name that hold the parts of all its slots."""
    text, cores = reading.text, tuple(slot.core for slot in name.slots)
    if any(text.count(slot.core, place.end) < (slot.count or 0) for slot in name.slots):
        return ()
    lines = tuple(line for line in reading.lines if line.start > place.end and text.startswith(cores, line.start))
    for items in (*(found.items for found in reading.lists if found.start > place.end), lines):
        if len(items) == name.announced and (rows := _deal_by_morpheme(items, name.slots, text)):
            return rows
    return ()


def _flat_after(place: ModelName, reading: Reading) -> Parts:
    """One list behind the name for all its slots: dealt by morpheme, woven, or by number behind a plain cue."""
    text, slots = reading.text, place.slots
    cue = CUE.match(text, place.end) or CUE.match(text, place.bare_end)
    if not cue or (cue["weak"] and place.scope == "policy"):
        return ()
    items = split_list(text, cue.end(), list_end(text, cue), "、，,；;。")
    if any(slot.symbol + slot.core in text[i.start : i.end] for i in items for slot in slots):
        return ()
    if cue["weak"] and is_told(text, items[: place.announced]):
        return ()
    exact = is_plain(cue, reading.words) and len(items) == place.announced
    by_number = [(slot, slot.count or 0) for slot in slots] if exact else []
    woven = _unweave(items, slots, text)
    rows = _deal_by_morpheme(items, slots, text) or woven or _deal(text, items, by_number, "flat_list")
    return rows or (
        _deal_by_clause(text, cue.end(), list_end(text, cue), slots) if is_plain(cue, reading.words) else ()
    )


def _deal_by_clause(text: str, start: int, end: int, slots: Sequence[Slot]) -> Parts:
    """One clause for each slot, with as many items as the slot announces: 甲、乙,丙、丁、戊 under 两…三….

    A preposition before the list of a clause and the verb behind it are no part of its items.
    """
    for marks in ("；;", "，,"):
        clauses = split_list(text, start, end, marks)[: len(slots)]
        rows: list[Items] = []
        for clause in clauses:
            begin, stop = clause.start, clause.end
            if text[begin] in "对在把将":
                begin += 1
            if adverb := _DEALT.search(text, begin, stop):
                stop = adverb.start()
            rows.append(split_list(text, begin, stop))
        if len(rows) == len(slots) and all(len(r) == s.count for r, s in zip(rows, slots, strict=True)):
            shares = [(slot, len(items)) for slot, items in zip(slots, rows, strict=True)]
            return _deal(text, (item for items in rows for item in items), shares, "clause_list")
    return ()


def _unweave(items: Items, slots: Sequence[Slot], text: str) -> Parts:
    """Items that each carry one part of every slot: 抓组织促团结、抓学习促提升 under 两抓两促."""
    size = slots[0].count or 0
    if len(items) < size or any(slot.count != size for slot in slots):
        return ()
    if len(items) > size and contains(text, items[size], slots[0].core):
        return ()
    rows = []
    for item in items[:size]:
        starts = [text.find(slot.core, item.start, item.end) for slot in slots]
        pieces = [Span(begin, end) for begin, end in zip(starts, [*starts[1:], item.end], strict=True)]
        if starts[0] != item.start or any(piece.start < 0 or piece.end - piece.start < 2 for piece in pieces):
            return ()
        for number, piece in enumerate(pieces, start=1):
            trimmed = trim_item(text, piece.start, piece.end)
            if trimmed.start == trimmed.end:
                return ()
            rows.append(_row(text, trimmed, number, slots[number - 1], "woven_list"))
    return tuple(sorted(rows, key=lambda row: row.slot))


def _deal_by_morpheme(items: Items, slots: Sequence[Slot], text: str) -> Parts:
    """Items dealt by the morpheme each contains, slot by slot or in turn; nothing unless all slots are filled."""
    wanted = [slot for slot in slots for _ in range(slot.count or 0)]
    in_turn = [slot for _ in range(slots[0].count or 0) for slot in slots]
    for order in (wanted, in_turn) if len(in_turn) == len(wanted) else (wanted,):
        head = items[: len(order)]
        if len(head) < len(order) or not all(contains(text, i, s.core) for i, s in zip(head, order, strict=True)):
            continue
        if len(items) > len(order) and contains(text, items[len(order)], order[-1].core, edge=True):
            continue
        groups = [
            cut_subject(text, tuple(i for i, s in zip(head, order, strict=True) if s is slot), slot) for slot in slots
        ]
        dealt = [(*group[:-1], cut_attribute(text, group)) for group in groups]
        sizes = [(slot, len(group)) for slot, group in zip(slots, groups, strict=True)]
        return _deal(text, (item for group in dealt for item in group), sizes, "flat_list")
    return ()


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
    return _deal_by_morpheme(items, place.slots, text)


def _slot_parts(index: int, slots: Sequence[Slot], places: Sequence[ModelName], reading: Reading) -> Parts:
    """Rows for the parts of one slot of a chain."""
    slot, number = slots[index], index + 1
    if items := list_told(slot, slots, places, reading):
        return tuple(_row(reading.text, item, number, slot, "slot_list") for item in items)
    items = list_alike_parts(slot, slots, places, reading)
    return tuple(_row(reading.text, item, number, slot, "shared_morpheme") for item in items)
