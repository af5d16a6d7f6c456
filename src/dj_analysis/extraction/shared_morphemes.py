"""Lists that stand apart from a model name and are known by its morpheme: 亮身份、亮承诺 under 三亮.

Read are marked clauses (一是…二是…), headings and opening clauses of paragraphs, and rows of items near or far.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from dj_analysis.extraction.enumerations import MAX_LIST, MarkedList, split_list
from dj_analysis.extraction.list_trimming import cut_attribute, trim_first
from dj_analysis.extraction.listings import list_after
from dj_analysis.extraction.lists_before import before_region, list_before
from dj_analysis.extraction.model_reading import Items, Reading, around, contains, have_in_common, is_told
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.extraction.model_words import ModelWords, worth_of
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_LEADS_ON = compile_re(
    r"[”’」』\"]?(?P<gap>[^，,。！？!?：:；;\n”’]{0,16})(?:[，,][^。！？!?\n]{0,45})?[。：:；;！!\s]{0,4}"
)
"""What may stand between a name and the marked list of its parts: its head and a clause that goes on."""

_HEADS = compile_re(r"[^。！？!?；;：:\n]{0,16}\n\s{0,4}")
"""The rest of a heading whose section begins with the list."""

_IN_QUOTES = compile_re("[“‘].*[”’]")
_WORDING = compile_re(r"[^、，,。；;：:！!？?\s“”‘’（()）及]{1,7}")
_JOINT = compile_re(r"[”’]?[、，,和]\s?[“‘]?")
_EVEN, _LEVEL, _SAME = 4, 2, 0
"""Characters by which items of one row may differ: with a verb known from such names, with the
morpheme inside each item, with any other character."""

_VERB = 2
"""Characters of a verb that its first one may stand for: 促就业 under 两促进."""

_ANNOUNCES = compile_re(r"[^。！？!?\n]{0,20}[：:即]\s?")
"""What must stand between shorthand and marked clauses that do not repeat its morpheme."""

_ONE = "一1"
"""双岗 itself and 一岗 name the whole or point at a part; neither is one. 五个一 is another matter."""

_MARK = 3
"""Characters from the measure of a marker to its item: 步, a mark and a space."""

_HEADINGS = ("heading", "paren")
_TOP = 200
"""Characters that hold the title and the lead, where an article announces its sections."""

QUOTED_LIST = compile_re(r"[“「]([^“”「」\n]{1,40}[、，,；;][^“”「」\n]{1,100})[”」]")
_QUOTED_ITEM = compile_re(r"[“「]([^“”「」\n]{2,12})[”」]")


def list_marked(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """Marked clauses (一是…二是…) that follow a name soon, or later if they all carry its morpheme."""
    text = reading.text
    for found in reading.lists:
        gap = found.start - place.bare_end
        if gap < 0 or gap > MAX_LIST or len(found.items) != slot.count:
            continue
        shared = have_in_common(text, found.items, slot, reading.words) or _are_counted(text, found, slot)
        between = any(place.end < span.start < found.start for span in reading.names)
        near = _leads_on(place, slot, reading, found.start)
        if shared or (near and not between and found.family != "heading"):
            return found.items
    return ()


def _are_counted(text: str, found: MarkedList, slot: Slot) -> bool:
    """True for markers that count what the name counts: 第一步, 第二步 under 五步."""
    return found.family == "di" and all(
        text.find(slot.core[0], item.start - _MARK, item.start) > 0 for item in found.items
    )


def _leads_on(place: ModelName, slot: Slot, reading: Reading, start: int) -> bool:
    """True when a marked list at ``start`` stands near enough to the name to need no shared morpheme."""
    if place.form != "counted" and len(slot.core) <= _VERB:
        return bool(_ANNOUNCES.fullmatch(reading.text, place.bare_end, start))
    if _HEADS.fullmatch(reading.text, place.bare_end, start):
        return True
    match = _LEADS_ON.fullmatch(reading.text, place.bare_end, start)
    return bool(match and reading.words.gap.fullmatch(match["gap"]))


def list_headings(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """Headings, with or without markers, that all carry the morpheme of a name standing above them.

    Numbered headings are the parts of 四项举措 and its like in any wording, when the name stands at the top.
    """
    text = reading.text
    for found in reading.lists:
        if found.family not in _HEADINGS or len(found.items) != slot.count:
            continue
        below = found.start > place.end
        titled = place.start < _TOP and found.family == "heading" and reading.words.open_head.search(slot.core)
        if (titled and below) or have_in_common(text, found.items, slot, reading.words):
            return found.items
    if text.count(slot.core, place.end) < (slot.count or 0):
        return ()
    items = [line for line in reading.lines if line.start > place.end and contains(text, line, slot.core, edge=True)]
    return tuple(items) if len(items) == slot.count else ()


def list_aspects(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """The list of as many aspects near a name of dimensions: 从甲、乙、丙三个方面 under 三维考评."""
    text, words = reading.text, reading.words
    if place.form != "shorthand" or not words.is_graded(slot.core):
        return ()
    begin, end = around(place, text)
    for match in words.aspect.finditer(text, begin, end):
        if worth_of(match["symbol"]) != slot.count:
            continue
        own = Slot(match["symbol"], slot.count, match["core"])
        there = ModelName(*match.span(), *match.span(), match.group(), "counted", (own,), False)
        if items := list_before(there, own, reading) or list_after(there, own, reading):
            return items
    return ()


def list_nearby(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """Exactly as many items in a row as announced, soon after or before the name, each with its morpheme.

    The morpheme stands at one end of each item or at the same place in all; for 五个一 anywhere (读一本书). The first
    character of a verb may stand for it (促就业 under 两促进).
    """
    by_first = len(slot.core) == _VERB or (place.form == "shorthand" and len(slot.core) > _VERB)
    cores = (slot.core, slot.core[0]) if by_first else (slot.core,)
    slots = [Slot(slot.symbol, slot.count, core) for core in cores]
    found = (run for each in slots for run in _runs_nearby(place, each, reading) if len(run) == slot.count)
    return next(found, ()) if (slot.count or 0) > 1 else ()


def _runs_nearby(place: ModelName, slot: Slot, reading: Reading) -> Iterator[Items]:
    """Rows of items near a name that share its morpheme, the plainest first."""
    text, words, count = reading.text, reading.words, slot.count or 0
    begin, end = around(place, text)
    after, before = (place.end, end), (begin, before_region(place, text)[1])
    sides = [side for side in (after, before) if text.count(slot.core, *side) >= count]
    for side in sides:
        for clause in split_list(text, *side, "，,；;：:。！？\n"):
            yield _shared_run(text, split_list(text, clause.start, clause.end), slot, words)
        yield _shared_run(text, split_list(text, *side, "、，,；;：:。！？\n"), slot, words)
    if after in sides:
        heads = split_list(text, *after, "；;。\n")
        openings = (split_list(text, head.start, head.end, "，,：:")[:1] for head in heads)
        yield _shared_run(text, tuple(span for opening in openings for span in opening), slot, words)
    for match in QUOTED_LIST.finditer(text, before[0], after[1]) if sides else ():
        yield _shared_run(text, split_list(text, *match.span(1), "、，,；;"), slot, words)
    if text.count(slot.core[0], *after) >= count:
        quoted = (Span(*match.span(1)) for match in _QUOTED_ITEM.finditer(text, *after))
        yield tuple(span for span in quoted if text[span.start] == slot.core[0] and span.end - span.start > 1)


def _shared_run(text: str, items: Items, slot: Slot, words: ModelWords) -> Items:
    """The first run of neighbouring items that carry the morpheme, if it has exactly the announced length."""
    runs: list[list[Span]] = [[]]
    for item in items:
        own = slot.core[0] not in _ONE and any(
            text.find(n + slot.core, item.start, item.end) >= 0 for n in (slot.symbol, *_ONE)
        )
        if not own and contains(text, item, slot.core) and item.end - item.start > len(slot.core):
            runs[-1].append(item)
        elif runs[-1]:
            runs.append([])
    exact = (_close_run(text, tuple(run), slot, words) for run in runs if len(run) == slot.count)
    for run in (trim_first(text, run, slot, words) for run in exact):
        places = {text.find(slot.core, item.start, item.end) - item.start for item in run}
        edges = all(contains(text, item, slot.core, edge=True) for item in run)
        level = len(places) == 1 and (places == {0} or _are_even(run, _LEVEL))
        if (edges or level or slot.core[0] in _ONE) and not is_told(text, run):
            return run
    return ()


def _close_run(text: str, items: Items, slot: Slot, words: ModelWords) -> Items:
    """The run without what goes on behind the noun that ends its items: …服务链、保障链贯通起来 under 五链."""
    if slot.core in words.morphemes or not all(text.endswith(slot.core, i.start, i.end) for i in items[:-1]):
        return items
    last = items[-1]
    cut = text.rfind(slot.core, last.start, last.end) + len(slot.core)
    return (*items[:-1], Span(last.start, cut))


def find_runs(slot: Slot, reading: Reading, whole: bool = False) -> Items:
    """Items anywhere in the article that begin (or all end) with the morpheme of a slot and stand in a row.

    ``whole`` asks for one row with exactly as many items as announced.
    """
    text, core, count = reading.text, slot.core, slot.count or 0
    if len(core) > 2 or count < 2 or text.count(core) <= (count if whole else 2):
        return ()
    rows = list(_rows(text, core, deque(reading.names)))
    spread = _EVEN if core in reading.words.morphemes else _SAME
    rows = [row for row in rows if not is_told(text, row) and not _are_words(text, row, reading.words)]
    runs = [run for row in rows if len(row) > 1 and _are_even(run := _trim_run(text, row), spread)]
    exact = [run for run in runs if len(run) == count]
    if exact or whole or spread is _SAME:
        return exact[0] if exact else ()
    runs = [run for run in runs if not text[run[0].start - 1 : run[0].start].isalnum()]
    if runs:
        runs += [row for row in rows if len(row) == 1 and _IN_QUOTES.fullmatch(text, row[0].start - 1, row[0].end + 1)]
    distinct: list[Span] = []
    for span in (span for run in runs for span in run):
        wording, others = text[span.start : span.end], [text[other.start : other.end] for other in distinct]
        if not any(wording.startswith(other) or other.startswith(wording) for other in others):
            distinct.append(span)
    return tuple(distinct) if len(distinct) == count else ()


def _are_even(items: Items, spread: int) -> bool:
    """True when the longest and the shortest item differ by ``spread`` characters at most."""
    lengths = [item.end - item.start for item in items]
    return max(lengths) - min(lengths) <= spread


def _are_words(text: str, items: Items, words: ModelWords) -> bool:
    """True when every item is a word of the dictionary (比赛、比分、比例): it only begins like the others."""
    return all(text[item.start : item.end] in words.nouns.words for item in items)


def _rows(text: str, core: str, names: deque[Span]) -> Iterator[Items]:
    """Wordings outside ``names`` that begin with ``core``, those that follow each other as a list together."""
    at = text.find(core)
    while at >= 0:
        while names and names[0].end <= at:
            names.popleft()
        if names and names[0].start <= at:
            at = text.find(core, names[0].end)
            continue
        row: list[Span] = []
        while tail := _WORDING.match(text, at + len(core)):
            joint = text.find("和" + core, at + len(core) + 1, tail.end())
            row.append(Span(at, joint if joint > 0 else tail.end()))
            mark = _JOINT.match(text, row[-1].end)
            if not mark or not text.startswith(core, mark.end()):
                break
            at = mark.end()
        if row:
            yield tuple(row)
        at = text.find(core, row[-1].end if row else at + 1)


def _trim_run(text: str, items: Items) -> Items:
    """Items of a row; the last one ends where the length of the others says, if it is longer by far."""
    longest = max(item.end - item.start for item in items[:-1])
    last = cut_attribute(text, items)
    if last.end - last.start > longest + 2:
        last = Span(last.start, last.start + longest)
    return (*items[:-1], last)
