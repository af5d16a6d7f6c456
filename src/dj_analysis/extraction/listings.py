"""Lists behind a model name and a cue: 即, 包括, a colon, a bracket, or only a comma.

A list is taken only when it has as many items as the name announces; a shorter one must repeat the name's morpheme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dj_analysis.extraction.clause_parts import is_uneven, list_cases
from dj_analysis.extraction.enumerations import find_quoted_run, split_last, split_list, trim_item
from dj_analysis.extraction.list_trimming import (
    are_parallel,
    cut_overhang,
    cut_summary,
    trim_ends,
    trim_first,
    trim_lone_lead,
)
from dj_analysis.extraction.model_reading import Items, Reading, contains, end_of_sentence, have_in_common, is_told
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.extraction.model_words import ModelWords
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_IS = compile_re(r"(?P<gap>[”’」』\"]?[，,]?)(?P<strong>[是为指]|叫做?|就是|在于)(?P<bracket>(?!))?(?P<weak>(?!))?")
"""What explains the name of one slot: “两岗”是…, 两岗为…"""

_RESPECTIVELY = compile_re(
    r"(?P<gap>[”’」』\"]?[^，,。；;：:！？\n“”]{0,16}[，,]?)(?P<strong>分别[是为指叫]|具体[是为指]|依次[是为])(?P<bracket>(?!))?(?P<weak>(?!))?"
)
"""The same behind a clause on the slot: “两岗”设在窗口,分别为…"""

_CLOSING, _CLAUSE_END = compile_re("[)）]"), compile_re("[，,；;]")
_SEMICOLON = compile_re("[；;]")
_COLON = compile_re(r"[：:]")
_EXPLAINS = compile_re(r"[^是即为]{1,6}[是即为]")
CUE = compile_re(
    r"[”’」』\"]?(?P<gap>[^，,。；;：:！？\n、“”（()）—]{0,16}?)(?:"
    r"(?P<strong>[，,]?\s?(?:即|也就是|就是|是指|[指说讲]的?是|指(?=[\u4e00-\u9fff“]{2,16}、)|具体(?:为|是|包括|指)|包括|包含|涵盖|分别(?:是|为|指)|主要(?:是|包括|为|指))"
    r"(?:的是)?[：:，,]?|[：:]|—{1,2})|(?P<bracket>[，,]?[（(])|(?P<weak>[，,]))\s?"
)
"""What leads from a name to its list: words and marks that announce one, a bracket, or only a comma."""

_NONE: Items = ()

_TO_COLON = 25
"""Characters between a comma behind the name and the colon that opens its list."""

_CLOSING_NAME = compile_re(r"的[“「]([^“”「」\n]{2,16})[”」]$")
_SHORTEST_HEAD = 2
"""Characters that a clause must exceed to name a part by itself."""

_SHORT_GAP = 4
"""Characters of a noun that may stand between a name and its bracketed list."""

_DEFINES = compile_re(r"[，,]?\s?(?:即|也就是|是指|具体|包括|涵盖|分别)")
MARKER_AHEAD = compile_re(r"[“（(]?(?:[一1][是要]|第一[步项类层]?[，,、:：是]|其一|首先|[（(]?[一1①][)）、.])")

_ENDS = (*"，,。；;！!？?”）)\n等", "")
"""What may stand behind the last item of a list that only a comma introduces."""


def list_after(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """The list that follows a name, behind 即, a colon, a bracket or, with a shared morpheme, a comma."""
    text = reading.text
    for at in dict.fromkeys((place.end, place.bare_end)):
        cue = CUE.match(text, at)
        if not cue or MARKER_AHEAD.match(text, cue.end()) or (place.scope == "policy" and cue["weak"]):
            continue
        stop = list_end(text, cue)
        colon = _COLON.search(text, cue.end(), min(stop, cue.end() + _TO_COLON)) if cue["weak"] else None
        starts = [(colon.end(), True)] if colon else []
        for start, loose in (*starts, (cue.end(), is_plain(cue, reading.words))):
            if items := _choose(reading, start, stop, slot, loose=loose, alike=place.form == "counted"):
                if cue["weak"] and not colon and (is_told(text, items) or not _is_closed(text, items, slot)):
                    continue
                trim = trim_first(text, items, slot, reading.words) if cue["weak"] else None
                items = trim or trim_lone_lead(text, items, reading.words)
                items = _openings(text, _named_at_end(text, _explanations(text, items, slot)))
                return cut_overhang(text, items, slot)
    return ()


def _is_closed(text: str, items: Items, slot: Slot) -> bool:
    """True when a list behind a mere comma ends its clause, or every item begins with the morpheme."""
    ends = text[items[-1].end : items[-1].end + 1] in _ENDS
    return ends or all(text.startswith(slot.core, item.start) for item in items)


def list_by_position(place: ModelName, count: int, reading: Reading) -> Items:
    """The list behind a formula and a plain cue that has one item for each of its symbols."""
    text = reading.text
    for at in dict.fromkeys((place.end, place.bare_end)):
        cue = CUE.match(text, at)
        if cue and is_plain(cue, reading.words) and not MARKER_AHEAD.match(text, cue.end()):
            for items, leftover in _cuttings(text, cue.end(), list_end(text, cue), count):
                if len(items) == count and not leftover:
                    return items
    return ()


def list_explained(place: ModelName, slot: Slot, reading: Reading, others: Sequence[str] = ()) -> Items:
    """The list behind a slot's own name and an explicit cue, such as “两岗”即甲岗、乙岗; it ends before ``others``."""
    cue = CUE.match(reading.text, place.bare_end)
    if not cue or cue["weak"] or (len(cue["gap"]) > 2 and not reading.words.gap.fullmatch(cue["gap"])):
        cue = _IS.match(reading.text, place.bare_end) or _RESPECTIVELY.match(reading.text, place.bare_end)
    if not cue:
        return ()
    text, stop = reading.text, list_end(reading.text, cue)
    if following := next((at for other in others if (at := text.find(other, cue.end(), stop)) > 0), 0):
        stop = following
    cases = list_cases(text, cue.end(), stop, slot)
    if semicolon := _SEMICOLON.search(text, cue.end(), stop):
        stop = semicolon.start()
    if slot.count == 1:
        return split_list(text, cue.end(), stop, "，,；;。")[:1]
    if cases and text.count("、", cue.end(), stop) != (slot.count or 0) - 1:
        return cases
    items = _choose(reading, cue.end(), stop, slot, loose=True, alike=True)
    return cut_summary(text, items, slot)


def list_end(text: str, cue: re.Match[str]) -> int:
    """Where the list behind a cue ends at the latest: the closing bracket or dash, the end of the sentence."""
    stop = end_of_sentence(text, cue.end())
    if cue["bracket"]:
        close = _CLOSING.search(text, cue.end(), stop)
        return close.start() if close else stop
    if (cue["strong"] or "").startswith("—"):
        dash = text.find("—", cue.end(), stop)
        return dash if dash > 0 else stop
    return stop


def is_plain(cue: re.Match[str], words: ModelWords) -> bool:
    """True when only words of a name (工作法, 党支部建设) stand between the name and a cue that announces its list."""
    near = bool(cue["bracket"]) and len(cue["gap"]) <= _SHORT_GAP
    return not cue["weak"] and bool(near or words.gap.fullmatch(cue["gap"]) or _DEFINES.match(cue["strong"] or ""))


def _explanations(text: str, items: Items, slot: Slot) -> Items:
    """The right hand sides when every item explains one member: 红色花是红色讲解 under 四色花."""
    cuts = [_EXPLAINS.match(text, item.start, item.end) for item in items]
    if all(cut and contains(text, Span(cut.start(), cut.end() - 1), slot.core[-1], edge=True) for cut in cuts):
        return tuple(trim_item(text, cut.end(), item.end) for cut, item in zip(cuts, items, strict=True) if cut)
    return items


def _named_at_end(text: str, items: Items) -> Items:
    """The quotations that close the items, when every item leads up to one: 与团队结合的“团队育人”."""
    named = [_CLOSING_NAME.search(text, item.start + 1, item.end) for item in items]
    return tuple(Span(*match.span(1)) for match in named if match) if all(named) else items


def _openings(text: str, items: Items) -> Items:
    """The clause that opens each item, when every item goes on behind a comma (找准点位,在…;把握尺度,在…)."""
    heads = tuple(split_list(text, item.start, item.end, "，,")[0] for item in items)
    longer = all(head.end < item.end for head, item in zip(heads, items, strict=True))
    return heads if longer and min(head.end - head.start for head in heads) > _SHORTEST_HEAD else items


def _choose(reading: Reading, start: int, stop: int, slot: Slot, *, loose: bool, alike: bool) -> Items:
    """The first way of cutting ``[start, stop)`` that gives as many parts as announced.

    Parts that share the morpheme of the name always do; others only behind a plain cue (``loose``), or when they are a
    list by their build and ``alike`` allows that.
    """
    text, partial = reading.text, _NONE
    for cut, leftover in _cuttings(text, start, stop, slot.count or 0):
        if leftover and contains(text, leftover, slot.core):
            continue
        items = trim_ends(text, cut, slot)
        shared = have_in_common(text, items, slot, reading.words)
        if not shared and slot.core in reading.words.morphemes and _begins_elsewhere(text, start, stop, slot):
            continue
        parallel = are_parallel(text, items)
        even = (
            loose and len({"、" in text[item.start : item.end] for item in items}) == 1 and not is_uneven(text, items)
        )
        fits = even or (alike and parallel)
        if len(items) == slot.count and (shared or (loose and parallel) or (fits and not leftover)):
            return items
        if shared and len(partial) < len(items) < (slot.count or 0) and len(items) > 1 and not leftover:
            plain = all(text.startswith(slot.core, item.start) for item in items)
            ended = loose and all(contains(text, item, slot.core, edge=True) for item in items)
            partial = items if plain or ended else partial
    return partial


def _begins_elsewhere(text: str, start: int, stop: int, slot: Slot) -> bool:
    """True where as many items as announced begin with the morpheme: 学甲、学乙,做丙、做丁 under 两做."""
    begun = sum(text.count(mark + slot.core, start, stop) for mark in "、，,；;")
    return begun >= (slot.count or 0) > 1


def _cuttings(text: str, start: int, stop: int, count: int) -> Iterator[tuple[Items, Span | None]]:
    """Ways to cut a stretch into parts, each with the part that would follow, if any."""
    run = find_quoted_run(text, start, stop)
    if len(run) == 1 and any(mark in text[run[0].start : run[0].end] for mark in "、，,；;"):
        yield from _cuttings(text, run[0].start, run[0].end, count)
        return
    if run:
        yield run, None
    clause = _CLAUSE_END.search(text, start, stop)
    first = clause.start() if clause else stop
    semicolon = _SEMICOLON.search(text, start, stop)
    whole = semicolon.start() if semicolon else stop
    commas = text.count("，", start, whole) + text.count(",", start, whole)
    if whole < stop and commas >= count - 1 and len(items := split_list(text, start, whole, "，,")) == count:
        yield items, None
    for end, marks in ((stop, "；;"), (first, "、"), (stop, "，,"), (stop, "、，,；;")):
        if not any(text.find(mark, start, end) > 0 for mark in marks) and (count, marks) != (2, "、"):
            continue
        items = split_list(text, start, end, marks)
        if len(items) > 1:
            yield items, None
            if len(items) == count - 1:
                yield from ((found, None) for found in split_last(text, items))
            if len(items) > count:
                yield items[:count], items[count]
        elif items and count == 2 and marks == "、":
            yield from ((found, None) for found in split_last(text, items))
