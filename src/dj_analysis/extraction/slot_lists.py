"""Lists of the parts of one slot that stand apart from its name: 以甲、乙为两翼, 争做甲、乙, “甲单”…“乙单”."""

from __future__ import annotations

from collections.abc import Sequence

from dj_analysis.extraction.enumerations import MAX_LIST, lists_of, split_list
from dj_analysis.extraction.list_trimming import are_parallel
from dj_analysis.extraction.model_reading import Items, Reading, around, is_told
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.extraction.model_words import NUMERALS
from dj_analysis.extraction.shared_morphemes import QUOTED_LIST
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_AS = compile_re(r"以(?P<list>[^。；;\n为]{2,60})为(?P<role>[^，,。；;\n]{0,8})")

_AIMS = compile_re(r"[做当创评](?P<list>[^。；;！？\n]{2,60})")

_OPENS = compile_re(r"[^。；;：:！？\n]{2,40}")
"""The clauses that open a paragraph: its heading, or what stands for one."""

_GOVERNED = compile_re(r"[做当创评选取设办立好]?(?P<list>[^，,。；;：:！？\n]{2,60})")
"""What the verb of a slot governs in its clause: 创优质课堂、文明宿舍."""

_CLAUSE_EDGE = "，,。；;：:！？\n ”“、"

_NUMBERED = compile_re(f"[{NUMERALS}\\d]")

_QUOTED = compile_re(r"[“「]([^“”「」\n、，,]{3,12})[”」]")


def list_as(slot: Slot, places: Sequence[ModelName], reading: Reading) -> Items:
    """The list in 以甲、乙为两翼, near one of the places of the name."""
    text = reading.text
    for place in places:
        window = min(len(text), place.end + MAX_LIST)
        for match in _AS.finditer(text, max(0, place.start - MAX_LIST), window):
            if not match["role"].startswith((slot.core, slot.symbol + slot.core[0])):
                continue
            start = max(match.start("list"), text.rfind("以", *match.span("list")) + 1)
            if items := next(lists_of(slot.count, text, split_list(text, start, match.end("list"))), ()):
                return items
    return ()


def list_aims(slot: Slot, reading: Reading) -> Items:
    """What is striven for: 争做甲标兵、乙楷模、丙典范."""
    text, at = reading.text, reading.text.find(slot.core)
    while at >= 0:
        aims = _AIMS.match(text, at + len(slot.core))
        clause = split_list(text, *aims.span("list"), "，,")[:1] if aims else ()
        for start, end in [(span.start, span.end) for span in clause] + ([aims.span("list")] if aims else []):
            items = split_list(text, start, end, "、，,")
            if len(items) == slot.count and len(items) > 1:
                return items
        at = text.find(slot.core, at + 1)
    return ()


def list_openings(slot: Slot, places: Sequence[ModelName], reading: Reading) -> Items:
    """One clause from the beginning of each of as many paragraphs: 抓学习,促提升 and so on under 三抓三促."""
    text, found = reading.text, []
    if slot.core not in reading.words.morphemes or text.count(slot.core, places[0].end) < max(2, slot.count or 0):
        return ()
    for line in reading.lines:
        if line.start < places[0].end:
            continue
        stop = _OPENS.match(text, line.start)
        clauses = split_list(text, line.start, stop.end() if stop else line.end, "，, ")
        found += [clause for clause in clauses if text.startswith(slot.core, clause.start)][:1]
    return tuple(found) if len(found) == slot.count else ()


def list_quoted(slot: Slot, places: Sequence[ModelName], reading: Reading) -> Items:
    """A quoted list near one of the places whose items all end in the morpheme: “红心、匠心”为内涵 under 双心."""
    text = reading.text
    for place in places:
        begin, end = around(place, text)
        if text.count(slot.core, begin, end) < max(2, slot.count or 0):
            continue
        for match in QUOTED_LIST.finditer(text, begin, end):
            items = split_list(text, *match.span(1))
            alike = all(text.endswith(slot.core, item.start, item.end) for item in items)
            if len(items) == slot.count and alike:
                return items
    return ()


def list_governed(slot: Slot, places: Sequence[ModelName], reading: Reading) -> Items:
    """What the verb of a slot governs at the beginning of a clause behind the name: 创优质课堂、文明宿舍 under 两创."""
    text, core = reading.text, slot.core
    if core not in reading.words.morphemes or (slot.count or 0) < 2:
        return ()
    for place in places:
        window = min(len(text), place.end + MAX_LIST)
        at = text.find(core, place.end, window)
        while at >= 0:
            clause = _GOVERNED.match(text, at + 1, window) if text[at - 1] in _CLAUSE_EDGE else None
            items = split_list(text, *clause.span("list")) if clause else ()
            if len(items) == slot.count and are_parallel(text, items) and not is_told(text, items):
                return items
            at = text.find(core, at + 1, window)
    return ()


def list_in_quotes(slot: Slot, places: Sequence[ModelName], reading: Reading) -> Items:
    """Quotations near the name that all end in the noun of the slot, as many as announced: “需求单”…“任务单”.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text = "填写“需求单”,领取“任务单”,叫作“两单”。"
    >>> place, slot = ModelName(17, 19, 17, 19, "两单", "shorthand", (), True), Slot("两", 2, "单")
    >>> items = list_in_quotes(slot, [place], Reading(text, text, compile_words(load_lexicon()), ()))
    >>> [text[item.start : item.end] for item in items]
    ['需求单', '任务单']
    """
    text, core = reading.text, slot.core
    if core in reading.words.morphemes or (slot.count or 0) < 2:
        return ()
    for place in places:
        begin, end = around(place, text)
        found = {
            match[1]: Span(*match.span(1))
            for match in _QUOTED.finditer(text, begin, end)
            if match[1].endswith(core) and len(match[1]) > len(core) + 1 and not _NUMBERED.match(match[1])
        }
        if len(found) == slot.count:
            return tuple(found.values())
    return ()
