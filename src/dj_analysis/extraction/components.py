"""Components of a numeric model: the parts that the article itself lists for a name, and where it lists them.

Every finder returns as many parts as the name announces, or nothing; only lists that repeat the morpheme of the name
(三亮: 亮身份、亮承诺) may be shorter. A longer list is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dj_analysis.extraction.alignment import align_quantities, align_symbols
from dj_analysis.extraction.enumerations import (
    MAX_LIST,
    MarkedList,
    find_quoted_run,
    split_last,
    split_list,
    trim_item,
)
from dj_analysis.extraction.model_names import ModelName, Slot
from dj_analysis.extraction.model_words import NUMERALS, ModelWords
from dj_analysis.records import ComponentRow, Span

Items = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The article as the finders see it: text, its marked lists, its words, and where names stand."""

    text: str
    lists: tuple[MarkedList, ...]
    lines: tuple[Span, ...]
    words: ModelWords
    names: tuple[Span, ...]


_COLON = re.compile(r"[：:]")
_EXPLAINS = re.compile(r"[^是即为]{1,6}[是即为]")
_STOP = re.compile(r"[。！？!?\n]")
_CUE = re.compile(
    r"[”’」』\"]?(?P<gap>[^，,。；;：:！？\n、“”（()）—]{0,16}?)(?:"
    r"(?P<strong>[，,]?\s?(?:即|也就是|就是|是指|[指说讲]的?是|具体(?:为|是|包括|指)|包括|涵盖|分别(?:是|为|指)|主要(?:是|包括|为|指))"
    r"(?:的是)?[：:，,]?|[：:]|—{1,2})|(?P<bracket>[（(])|(?P<weak>[，,]))\s?"
)
"""What leads from a name to its list: words and marks that announce one, a bracket, or only a comma."""

_MARKER_AHEAD = re.compile(r"[“（(]?(?:[一1]是|第一[，,、:：是]|其一|首先|[（(]?[一1①][)）、.])")
_BEFORE_NAME = re.compile(
    r"(?P<link>[，,]?(?:作?为(?:主要|核心|基本)?(?:内容|主题|目标|核心|抓手|载体|重点|主线)?的?|的|这|等|共|构成的|组成的|相结合的){0,2})"
    r"[“「『‘\"]?(?P<prefix>党建|支部|党员)?$"
)
_SENTENCE_EDGE = re.compile(r"[。！？!?；;\n：:（(]")
_QUOTED_RUN = re.compile(r"(?:[“「][^“”「」\n]{1,40}[”」](?:以及|[、，,和与及])?){2,12}$")
_NEARBY = 160
"""Characters behind a name in which its list may begin without any cue; in a dialogue the answer stands 60 further."""

_LOOSE = re.compile(r"[中里内时后]")


def find_components(name: ModelName, places: Sequence[ModelName], reading: Reading) -> tuple[str, tuple[ComponentRow, ...]]:
    """Components of a model named at ``places`` and the way the text gives them (see the column ``expansion``).

    Returns ("none", ()) when the article lists nothing.
    """
    if name.form == "plus" or not name.slots[0].core:
        return _find_formula(name, places, reading)
    if len(name.slots) == 1:
        return _find_single(name, places, reading)
    return _find_chain(name, places, reading)


def _find_formula(name: ModelName, places: Sequence[ModelName], reading: Reading) -> tuple[str, tuple[ComponentRow, ...]]:
    """Parts of a formula: its own words, or what is aligned with its symbols."""
    if name.form == "plus" and name.slots[0].core:
        return "self", _own_parts(name, reading)
    text, words = reading.text, reading.words
    for place in places:
        stop = _end_of_sentence(text, place.end)
        if parts := align_quantities(text, place.bare_end, stop, name.slots, words):
            return "after", parts
        wide = min(len(text), place.bare_end + MAX_LIST + 100)
        if parts := align_symbols(text, place.bare_end, wide, name.slots, words):
            return "after", parts
        begin = _start_of_sentence(text, place.bare_start)
        if parts := align_quantities(text, begin, place.start, name.slots, words):
            return "before", parts
    return "none", ()


def _own_parts(name: ModelName, reading: Reading) -> tuple[ComponentRow, ...]:
    """The terms of a formula that writes its parts out."""
    rows, at = [], name.bare_start
    for number, slot in enumerate(name.slots, start=1):
        symbol = slot.symbol if slot.symbol != slot.core else ""
        term = re.compile(re.escape(symbol) + rf"(?P<unit>{reading.words.part_unit})?").match(slot.symbol + slot.core)
        unit = term["unit"] if symbol and term else None
        core = slot.core.removeprefix(unit or "")
        at = reading.text.index(core, at, name.bare_end)
        rows.append(_row(reading.text, Span(at, at + len(core)), number, slot, "own_words", unit))
        at += len(core)
    return tuple(rows)


def _row(text: str, span: Span, number: int, slot: Slot, rule: str, unit: str | None = None) -> ComponentRow:
    symbol = slot.symbol
    return ComponentRow(
        start=span.start,
        end=span.end,
        rule=rule,
        slot=number,
        symbol=symbol,
        count=slot.count,
        unit=unit,
        text=text[span.start : span.end],
    )


def _find_single(name: ModelName, places: Sequence[ModelName], reading: Reading) -> tuple[str, tuple[ComponentRow, ...]]:
    """Parts of a name with one numeral."""
    slot = name.slots[0]
    finders: tuple[tuple[str, Callable[[ModelName, Slot, Reading], Items]], ...] = (
        ("after", list_after),
        ("before", list_before),
        ("enumerated", list_marked),
        ("enumerated", list_headings),
        ("after", list_nearby),
    )
    for expansion, finder in finders:
        for place in places:
            if items := finder(place, slot, reading):
                return expansion, tuple(_row(reading.text, item, 1, slot, finder.__name__) for item in items)
    if items := find_runs(slot, reading, whole=True):
        return "split", tuple(_row(reading.text, item, 1, slot, "find_runs") for item in items)
    return "none", ()


def _find_chain(name: ModelName, places: Sequence[ModelName], reading: Reading) -> tuple[str, tuple[ComponentRow, ...]]:
    """Parts of a name with several numerals: one list for all, else slot by slot."""
    for place in places:
        for expansion, rows in (("after", _flat_after(place, reading)), ("before", _flat_before(place, reading))):
            if rows:
                return expansion, rows
    rows = [row for number, slot in enumerate(name.slots, start=1) for row in _slot_parts(number, slot, places, reading)]
    if not rows:
        return "none", ()
    near = all(place.start <= row.start <= place.end + MAX_LIST for place in places[:1] for row in rows)
    return "after" if near and len({_end_of_sentence(reading.text, row.start) for row in rows}) == 1 else "split", tuple(rows)


def _flat_after(place: ModelName, reading: Reading) -> tuple[ComponentRow, ...]:
    cue = _CUE.match(reading.text, place.end) or _CUE.match(reading.text, place.bare_end)
    if not cue:
        return ()
    start, stop = cue.end(), _list_end(reading.text, cue)
    items = _all_items(reading.text, start, stop)
    rows = _deal_items(items, place.slots, reading.text)
    return rows if rows or not cue["strong"] else _deal_groups(items, place, reading.text)


def _all_items(text: str, start: int, stop: int) -> Items:
    items = split_list(text, start, stop, "、，,；;。")
    return items


def _flat_before(place: ModelName, reading: Reading) -> tuple[ComponentRow, ...]:
    begin, end = _before_region(place, reading.text)
    items = split_list(reading.text, begin, end, "、，,；;")
    total = place.announced or 0
    if len(items) < total or not total:
        return ()
    first = items[-total]
    core = place.slots[0].core
    cut = reading.text.find(core, first.start, first.end)
    items = (Span(cut, first.end) if cut > 0 else first, *items[-total + 1 :])
    return _deal_items(items, place.slots, reading.text)


def _deal_items(items: Items, slots: Sequence[Slot], text: str) -> tuple[ComponentRow, ...]:
    """Items dealt to the slots in order by the morpheme each contains; nothing unless all slots are filled."""
    rows: list[ComponentRow] = []
    at = 0
    for number, slot in enumerate(slots, start=1):
        for _ in range(slot.count or 0):
            if at >= len(items) or not _contains(text, items[at], slot.core):
                return ()
            rows.append(_row(text, items[at], number, slot, "flat_list"))
            at += 1
    leftover = items[at : at + 1]
    return () if leftover and any(_contains(text, leftover[0], slot.core, edge=True) for slot in slots[-1:]) else tuple(rows)


def _deal_groups(items: Items, place: ModelName, text: str) -> tuple[ComponentRow, ...]:
    """Items dealt by number alone, when there are exactly as many as announced."""
    if len(items) != place.announced:
        return ()
    rows, at = [], 0
    for number, slot in enumerate(place.slots, start=1):
        rows += [_row(text, item, number, slot, "flat_list") for item in items[at : at + (slot.count or 0)]]
        at += slot.count or 0
    return tuple(rows)


def _contains(text: str, item: Span, core: str, edge: bool = False) -> bool:
    """True when an item carries the morpheme of the name (at one of its ends, if ``edge``)."""
    wording = text[item.start : item.end]
    if edge:
        return wording.startswith(core) or wording.endswith(core)
    return core in wording


def _slot_parts(number: int, slot: Slot, places: Sequence[ModelName], reading: Reading) -> list[ComponentRow]:
    """Parts of one slot of a chain, wherever the article explains or lists them."""
    text, pattern = reading.text, re.compile(re.escape(slot.symbol + slot.core))
    for match in pattern.finditer(text):
        part = ModelName(*match.span(), *match.span(), match.group(), "shorthand", (slot,), True)
        items = list_explained(part, slot, reading) or list_before(part, slot, reading)
        if items:
            return [_row(text, item, number, slot, "slot_list") for item in items]
    items = _list_as(slot, places, reading) or find_runs(slot, reading) or _list_aims(slot, reading)
    return [_row(text, item, number, slot, "shared_morpheme") for item in items]


def list_explained(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """The list behind a slot's own name and an explicit cue, such as “两岗”即甲岗、乙岗."""
    cue = _CUE.match(reading.text, place.bare_end)
    if not cue or cue["weak"] or len(cue["gap"]) > 2:
        return ()
    stop = _list_end(reading.text, cue)
    if slot.count == 1:
        items = split_list(reading.text, cue.end(), stop, "，,；;。")
        return items[:1]
    return _choose(reading.text, cue.end(), stop, slot, loose=True)


def _list_as(slot: Slot, places: Sequence[ModelName], reading: Reading) -> Items:
    """The list in 以甲、乙为两翼, near one of the places of the name."""
    pattern = re.compile(rf"以([^。；;\n为]{{2,60}})为[^，,。；;\n]{{0,6}}?{re.escape(slot.core)}")
    for place in places:
        window = min(len(reading.text), place.end + MAX_LIST)
        for match in pattern.finditer(reading.text, max(0, place.start - MAX_LIST), window):
            start = max(match.start(1), reading.text.rfind("以", match.start(1), match.end(1)) + 1)
            items = split_list(reading.text, start, match.end(1))
            for found in (items, *split_last(reading.text, items)):
                if len(found) == slot.count:
                    return found
    return ()


def list_after(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """The list that follows a name, behind 即, a colon, a bracket or, with a shared morpheme, a comma."""
    text = reading.text
    for at in dict.fromkeys((place.end, place.bare_end)):
        cue = _CUE.match(text, at)
        if not cue or _MARKER_AHEAD.match(text, cue.end()):
            continue
        stop = _list_end(text, cue)
        starts = [cue.end(), *(colon.end() for colon in _COLON.finditer(text, cue.end(), stop))][:2]
        for start in reversed(starts):
            loose = not cue["weak"] or start > cue.end()
            if items := _choose(text, start, stop, slot, loose=loose):
                return _explanations(text, items, slot)
    return ()


def _explanations(text: str, items: Items, slot: Slot) -> Items:
    """The right hand sides when every item explains one member: 红色花是红色讲解 under 四色花."""
    cuts = [_EXPLAINS.match(text, item.start, item.end) for item in items]
    if all(cut and _contains(text, Span(cut.start(), cut.end() - 1), slot.core[-1], edge=True) for cut in cuts):
        return tuple(trim_item(text, cut.end(), item.end) for cut, item in zip(cuts, items, strict=True) if cut)
    return items


def _list_end(text: str, cue: re.Match[str]) -> int:
    """Where the list behind a cue ends at the latest: the closing bracket or dash, the end of the sentence."""
    stop = _end_of_sentence(text, cue.end())
    if cue["bracket"]:
        close = re.compile(r"[)）]").search(text, cue.end(), stop)
        return close.start() if close else stop
    if (cue["strong"] or "").startswith("—"):
        dash = text.find("—", cue.end(), stop)
        return dash if dash > 0 else stop
    return stop


def _end_of_sentence(text: str, at: int) -> int:
    limit = min(len(text), at + MAX_LIST)
    match = _STOP.search(text, at, limit)
    return match.start() if match else limit


def _start_of_sentence(text: str, at: int) -> int:
    begin = max(0, at - MAX_LIST)
    edges = [match.end() for match in _STOP.finditer(text, begin, at)]
    return edges[-1] if edges else begin


def _choose(text: str, start: int, stop: int, slot: Slot, *, loose: bool) -> Items:
    """The first way of cutting ``[start, stop)`` that gives as many parts as announced.

    Without ``loose`` the parts must share the morpheme of the name or their first or last character.
    """
    partial: Items = ()
    for items, leftover in _cuttings(text, start, stop, slot.count or 0):
        if leftover and _contains(text, leftover, slot.core):
            continue
        items = _trim_ends(text, items, slot)
        shared = all(_contains(text, item, slot.core) for item in items)
        if len(items) == slot.count and (shared or (not leftover and (loose or _parallel(text, items)))):
            return items
        if len(items) == slot.count and loose and _parallel(text, items):
            return items
        if shared and 1 < len(items) < (slot.count or 0) and len(items) > len(partial) and not leftover:
            partial = items if all(_contains(text, item, slot.core, edge=True) for item in items) else partial
    return partial


def _cuttings(text: str, start: int, stop: int, count: int) -> Iterator[tuple[Items, Span | None]]:
    """Ways to cut a stretch into parts, each with the part that would follow, if any."""
    run = find_quoted_run(text, start, stop)
    if len(run) == 1 and any(mark in text[run[0].start : run[0].end] for mark in "、，,；;"):
        yield from _cuttings(text, run[0].start, run[0].end, count)
        return
    if run:
        yield run, None
    clause = re.compile(r"[，,；;]").search(text, start, stop)
    first = clause.start() if clause else stop
    for end, marks in ((stop, "；;"), (first, "、"), (stop, "，,"), (stop, "、，,；;")):
        items = split_list(text, start, end, marks)
        if len(items) > 1:
            yield items, None
            if len(items) == count - 1:
                yield from ((found, None) for found in split_last(text, items))
            if len(items) > count:
                yield items[:count], items[count]
        elif items and count == 2 and marks == "、":
            yield from ((found, None) for found in split_last(text, items))


_TRAILING = re.compile(rf"等(?=[{NUMERALS}\d多]|[^，。]{{0,8}}$)")


def _trim_ends(text: str, items: Items, slot: Slot) -> Items:
    """The list without what runs into its last item: 等三项…, or words behind the shared ending."""
    if len(items) < 2:
        return items
    last = items[-1]
    if match := _TRAILING.search(text, last.start + 1, last.end):
        last = Span(last.start, match.start())
    ending = text[items[0].end - 1]
    if all(text[item.end - 1] == ending for item in items[:-1]) and text[last.end - 1] != ending:
        cut = text.find(ending, last.start + 1, last.end)
        if cut > 0 and (slot.core[-1] == ending or last.end - cut > 2):
            last = Span(last.start, cut + 1)
    return (*items[:-1], last)


def _parallel(text: str, items: Items) -> bool:
    """True for items with one first or last character, or all of one length: a list by its build."""
    wordings = [text[item.start : item.end] for item in items]
    same_length = len({len(wording) for wording in wordings}) == 1 and len(wordings[0]) <= 8
    return len({w[0] for w in wordings}) == 1 or len({w[-1] for w in wordings}) == 1 or same_length


def _before_region(place: ModelName, text: str) -> tuple[int, int]:
    """The stretch before a name that may hold its list: from the last stop, without the words that lead over."""
    begin = max(0, place.start - MAX_LIST)
    left = text[begin : place.bare_start]
    link = _BEFORE_NAME.search(left)
    end = begin + (link.start() if link else len(left))
    edges = [match.end() for match in _SENTENCE_EDGE.finditer(text, begin, end)]
    return (edges[-1] if edges else begin), end


def list_before(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """The list that runs up to a name: A、B、C三项制度, “A、B”的“两…”, “甲”“乙”两大品牌."""
    text, count = reading.text, slot.count or 0
    begin, end = _before_region(place, text)
    if count < 2 or end - begin < 2 * count:
        return ()
    if quoted := _quoted_before(text, begin, end, count):
        return quoted if place.form == "counted" or all(_contains(text, i, slot.core) for i in quoted) else ()
    comma = max(text.rfind(mark, begin, end) for mark in "，,")
    items = split_list(text, max(begin, comma + 1), end)
    for found in (items, *(split_last(text, items) if len(items) == count - 1 else ())):
        if len(found) == count:
            return _accept_before(text, found, place, slot, reading.words)
    items = split_list(text, begin, end, "、，,")[-count:]
    trimmed = _trim_first(text, items, slot, reading.words) if len(items) == count else ()
    return trimmed if trimmed and all(_contains(text, i, slot.core, edge=True) for i in trimmed) else ()


def _quoted_before(text: str, begin: int, end: int, count: int) -> Items:
    """A quotation that holds the whole list, or a run of quoted names, just before ``end``."""
    if end == 0 or text[end - 1] not in "”」":
        return ()
    opening = max(text.rfind("“", begin, end), text.rfind("「", begin, end))
    if opening < 0:
        return ()
    for marks in ("；;", "、", "，,", "、，,；;"):
        items = split_list(text, opening + 1, end - 1, marks)
        if len(items) == count:
            return items
    run = _QUOTED_RUN.search(text[begin:end])
    items = find_quoted_run(text, begin + run.start(), end) if run else ()
    return items if len(items) == count else ()


def _accept_before(text: str, items: Items, place: ModelName, slot: Slot, words: ModelWords) -> Items:
    """The list when it fits the name: a shared morpheme for shorthand, plain short nouns for a counted heading."""
    items = _trim_first(text, items, slot, words)
    edge = all(_contains(text, item, slot.core, edge=True) for item in items)
    if edge:
        return items
    if place.form == "shorthand" and len(slot.core) < 2:
        return ()
    last = text[items[-1].start : items[-1].end]
    if max(item.end - item.start for item in items) > 20 or _LOOSE.search(last[-1]) or words.leads.search(last, 2):
        return ()
    return items


def _trim_first(text: str, items: Items, slot: Slot, words: ModelWords) -> Items:
    """The list without what runs into its first item, and without a verb that every item repeats."""
    if len(items) < 2:
        return items
    first, rest = items[0], items[1:]
    opening = text[rest[0].start]
    cut = -1
    if all(text[item.start] == opening for item in rest) and text[first.start] != opening:
        cut = text.rfind(opening, first.start + 1, first.end - 1)
    lengths = {item.end - item.start for item in rest}
    if cut < 0 and len(rest) > 1 and len(lengths) == 1 and first.end - first.start > (size := lengths.pop()):
        cut = first.end - size
    if cut < 0:
        cut = _best_lead(text, first, rest, words)
    items = (Span(cut, first.end), *rest)
    if text[items[0].end - 1] == text[items[-1].end - 1] and all(_skip_leads(text, i, words) > i.start for i in rest):
        items = tuple(Span(_skip_leads(text, item, words), item.end) for item in items)
    return items


def _best_lead(text: str, first: Span, rest: Items, words: ModelWords) -> int:
    """Where the first item begins: behind the word that leads in to it and leaves a length like that of the others."""
    usual = sum(item.end - item.start for item in rest) / len(rest)
    cuts = [match.end() for match in words.leads.finditer(text, first.start, first.end - 1)]
    return min((first.start, *cuts), key=lambda cut: (abs(first.end - cut - usual), cut))


def _skip_leads(text: str, item: Span, words: ModelWords) -> int:
    """Where an item begins behind verbs and prepositions that lead in to it."""
    at = item.start
    while (match := words.leads.match(text, at, item.end)) and item.end - match.end() >= 2:
        at = match.end()
    return words.skip_leads(text, at, item.end) if at == item.start else at


def list_marked(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """Marked clauses (一是…二是…) that follow a name soon, or later if they all carry its morpheme."""
    text = reading.text
    for found in reading.lists:
        gap = found.start - place.bare_end
        if gap < 0 or gap > MAX_LIST or len(found.items) != slot.count:
            continue
        shared = all(_contains(text, item, slot.core) for item in found.items)
        between = any(place.end < span.start < found.start for span in reading.names)
        near = gap <= (60 if place.form == "counted" else 25)
        if shared or (near and not between and found.family != "heading"):
            return found.items
    return ()


def list_headings(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """Headings, with or without markers, that all carry the morpheme of a name standing above them."""
    text = reading.text
    for found in reading.lists:
        if found.family in ("heading", "paren") and found.start > place.end and len(found.items) == slot.count:
            if all(_contains(text, item, slot.core) for item in found.items):
                return found.items
    items = [
        line for line in reading.lines if line.start > place.end and _contains(text, line, slot.core, edge=True)
    ]
    return tuple(items) if len(items) == slot.count else ()


def list_nearby(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """Exactly as many items in a row as announced, soon after the name, each with its morpheme at one end.

    For 五个一 every item must contain 一 (读一本书).
    """
    text = reading.text
    items = split_list(text, place.end, min(len(text), place.end + _NEARBY), "、，,；;：:。！？\n")
    edge = not slot.core.startswith("一")
    runs: list[list[Span]] = [[]]
    for item in items:
        if _contains(text, item, slot.core, edge=edge) and item.end - item.start > len(slot.core):
            runs[-1].append(item)
        elif runs[-1]:
            runs.append([])
    return next((tuple(run) for run in runs if len(run) == slot.count), ())


def find_runs(slot: Slot, reading: Reading, whole: bool = False) -> Items:
    """Items anywhere in the article that begin (or all end) with the morpheme of a slot and stand in a row.

    ``whole`` asks for one row with exactly as many items as announced.
    """
    text, core, count = reading.text, re.escape(slot.core), slot.count or 0
    if len(slot.core) > 2 or count < 2:
        return ()
    tail = r"[^、，,。；;：:！!？?\s“”‘’（()）和与及]"
    ahead = re.compile(rf"{core}{tail}{{1,7}}(?:[”’]?[、，,和]\s?[“‘]?{core}{tail}{{1,7}}){{1,8}}")
    runs = [_run_items(text, match, slot) for match in ahead.finditer(text)]
    exact = [run for run in runs if len(run) == count]
    if exact or whole:
        return exact[0] if exact else ()
    single = re.compile(rf"[“‘]({core}{tail}{{1,7}})[”’]")
    runs += [(Span(*match.span(1)),) for match in single.finditer(text)] if runs else []
    distinct: list[Span] = []
    for item in (item for run in runs for item in run):
        wording = text[item.start : item.end]
        if not any(wording.startswith(text[d.start : d.end]) or text[d.start : d.end].startswith(wording) for d in distinct):
            distinct.append(item)
    return tuple(distinct) if len(distinct) <= count else ()


def _run_items(text: str, match: re.Match[str], slot: Slot) -> Items:
    """Items of a run; the last one ends where the length of the others says, if it is longer by far."""
    items = split_list(text, match.start(), match.end(), "、，,和")
    longest = max(item.end - item.start for item in items[:-1]) if len(items) > 1 else 0
    last = items[-1]
    if longest and last.end - last.start > longest + 2:
        items = (*items[:-1], Span(last.start, last.start + longest))
    return items


def _list_aims(slot: Slot, reading: Reading) -> Items:
    """What is striven for: 争做甲标兵、乙楷模、丙典范."""
    pattern = re.compile(rf"{re.escape(slot.core)}[做当创评]([^。；;！？\n]{{2,60}})")
    for match in pattern.finditer(reading.text):
        items = split_list(reading.text, *match.span(1), "、，,")
        if len(items) == slot.count and slot.count and slot.count > 1:
            return tuple(trim_item(reading.text, item.start, item.end) for item in items)
    return ()
