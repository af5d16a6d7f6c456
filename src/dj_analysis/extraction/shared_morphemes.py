"""Lists that stand apart from a model name and are known by its morpheme: 亮身份、亮承诺 under 三亮.

Read are marked clauses (一是…二是…), headings and opening clauses of paragraphs, and rows of items near or far.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dj_analysis.extraction.enumerations import MAX_LIST, split_last, split_list, trim_item
from dj_analysis.extraction.listings import cut_attribute, trim_first
from dj_analysis.extraction.model_names import ModelName, Slot
from dj_analysis.extraction.model_reading import Items, Reading, contains
from dj_analysis.extraction.model_words import ModelWords
from dj_analysis.records import Span

_NEARBY = 160
"""Characters behind a name in which its list may begin without any cue; in a dialogue the answer stands 60 further."""
_LEADS_ON = re.compile(r"[^。！？!?\n]{0,60}[。！？!?\s]{0,4}")
"""What may stand between a name and the marked list of its parts: the rest of its sentence, no other one."""

_HEADINGS = ("heading", "paren")
_TOP = 200
"""Characters that hold the title and the lead, where an article announces its sections."""

_QUOTED_LIST = re.compile(r"[“「]([^“”「」\n]{1,40}[、，,；;][^“”「」\n]{1,100})[”」]")
_QUOTED_ITEM = re.compile(r"[“「]([^“”「」\n]{2,12})[”」]")


def list_marked(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """Marked clauses (一是…二是…) that follow a name soon, or later if they all carry its morpheme."""
    text = reading.text
    for found in reading.lists:
        gap = found.start - place.bare_end
        if gap < 0 or gap > MAX_LIST or len(found.items) != slot.count:
            continue
        shared = all(contains(text, item, slot.core) for item in found.items)
        between = any(place.end < span.start < found.start for span in reading.names)
        near = gap <= (60 if place.form == "counted" else 25) and _LEADS_ON.fullmatch(text, place.bare_end, found.start)
        if shared or (near and not between and found.family != "heading"):
            return found.items
    return ()


def list_headings(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """Headings, with or without markers, that all carry the morpheme of a name standing above them.

    Numbered headings are the parts of 四项举措 and its like in any wording, when the name stands at the top.
    """
    text = reading.text
    for found in reading.lists:
        if found.family not in _HEADINGS or found.start < place.end or len(found.items) != slot.count:
            continue
        titled = place.start < _TOP and found.family == "heading" and reading.words.open_head.search(slot.core)
        if titled or all(contains(text, item, slot.core) for item in found.items):
            return found.items
    items = [line for line in reading.lines if line.start > place.end and contains(text, line, slot.core, edge=True)]
    return tuple(items) if len(items) == slot.count else ()


def list_nearby(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """Exactly as many items in a row as announced, soon after or before the name, each with its morpheme.

    The morpheme stands at one end of each item or at the same place in all; for 五个一 anywhere (读一本书).
    """
    text, count = reading.text, slot.count or 0
    if count < 2:
        return ()
    after = (place.end, min(len(text), place.end + _NEARBY))
    before = (max(0, place.start - _NEARBY), place.start)
    for start, stop in (after, before):
        if text.count(slot.core, start, stop) < count:
            continue
        items = split_list(text, start, stop, "、，,；;：:。！？\n")
        if run := _shared_run(text, items, slot, reading.words):
            return run
    heads = split_list(text, *after, "；;。\n") if text.count(slot.core, *after) >= count else ()
    openings = tuple(split_list(text, item.start, item.end, "，,：:")[0] for item in heads)
    if run := _shared_run(text, openings, slot, reading.words):
        return run
    for match in _QUOTED_LIST.finditer(text, before[0], after[1]):
        if run := _shared_run(text, split_list(text, *match.span(1), "、，,；;"), slot, reading.words):
            return run
    quoted = [Span(*match.span(1)) for match in _QUOTED_ITEM.finditer(text, *after)]
    named = tuple(span for span in quoted if text[span.start] == slot.core[0] and span.end - span.start > 1)
    return named if len(named) == count else ()


def _shared_run(text: str, items: Items, slot: Slot, words: ModelWords) -> Items:
    """The first run of neighbouring items that carry the morpheme, if it has exactly the announced length."""
    runs: list[list[Span]] = [[]]
    for item in items:
        if contains(text, item, slot.core) and item.end - item.start > len(slot.core):
            runs[-1].append(item)
        elif runs[-1]:
            runs.append([])
    for run in (trim_first(text, tuple(run), slot, words) for run in runs if len(run) == slot.count):
        places = {text.find(slot.core, item.start, item.end) - item.start for item in run}
        edges = all(contains(text, item, slot.core, edge=True) for item in run)
        if edges or len(places) == 1 or slot.core[0] in "一1":
            return run
    return ()


def find_runs(slot: Slot, reading: Reading, whole: bool = False) -> Items:
    """Items anywhere in the article that begin (or all end) with the morpheme of a slot and stand in a row.

    ``whole`` asks for one row with exactly as many items as announced.
    """
    text, core, count = reading.text, re.escape(slot.core), slot.count or 0
    if len(slot.core) > 2 or count < 2 or text.count(slot.core) <= (count if whole else 2):
        return ()
    item = re.compile(rf"{core}(?:(?!和{core})[^、，,。；;：:！!？?\s“”‘’（()）及]){{1,7}}")
    ahead = re.compile(rf"{item.pattern}(?:[”’]?[、，,和]\s?[“‘]?{item.pattern}){{1,8}}")
    runs = [_run_items(item, match) for match in ahead.finditer(text)]
    exact = [run for run in runs if len(run) == count]
    if exact or whole:
        return exact[0] if exact else ()
    single = re.compile(rf"[“‘]({item.pattern})[”’]")
    runs += [(Span(*match.span(1)),) for match in single.finditer(text)] if runs else []
    distinct: list[Span] = []
    for span in (span for run in runs for span in run):
        wording, others = text[span.start : span.end], [text[other.start : other.end] for other in distinct]
        if not any(wording.startswith(other) or other.startswith(wording) for other in others):
            distinct.append(span)
    return tuple(distinct) if len(distinct) <= count else ()


def _run_items(pattern: re.Pattern[str], run: re.Match[str]) -> Items:
    """Items of a run; the last one ends where the length of the others says, if it is longer by far."""
    items = tuple(Span(*match.span()) for match in pattern.finditer(run.string, run.start(), run.end()))
    longest = max((item.end - item.start for item in items[:-1]), default=0)
    last = cut_attribute(run.string, items)
    if longest and last.end - last.start > longest + 2:
        last = Span(last.start, last.start + longest)
    return (*items[:-1], last)


def list_as(slot: Slot, places: Sequence[ModelName], reading: Reading) -> Items:
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


def list_aims(slot: Slot, reading: Reading) -> Items:
    """What is striven for: 争做甲标兵、乙楷模、丙典范."""
    pattern = re.compile(rf"{re.escape(slot.core)}[做当创评]([^。；;！？\n]{{2,60}})")
    for match in pattern.finditer(reading.text):
        items = split_list(reading.text, *match.span(1), "、，,")
        if len(items) == slot.count and slot.count and slot.count > 1:
            return tuple(trim_item(reading.text, item.start, item.end) for item in items)
    return ()
