"""Members of the quantities that explain a formula, told further on than the quantities themselves.

“135”, 突出一个核心、推进三个融入、建强五个阵地 only names its places; their members stand behind 一个核心,就是…, in
paragraphs that begin 融入课程, or in sentences that begin 学习阵地有…. A place without members keeps its gloss.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dj_analysis.extraction.alignment import align_lines
from dj_analysis.extraction.enumerations import lists_of, split_list, trim_item
from dj_analysis.extraction.listings import list_after
from dj_analysis.extraction.lists_before import list_before
from dj_analysis.extraction.member_lists import member_rows, members_behind
from dj_analysis.extraction.model_reading import (
    HEADING,
    NUMBER_OF_LINE,
    Items,
    Reading,
    end_of_heading,
    end_of_sentence,
    is_told,
)
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.extraction.model_words import HAN
from dj_analysis.extraction.shared_morphemes import list_marked
from dj_analysis.records import ComponentRow, Span
from dj_analysis.regexes import compile_re

Rows = tuple[ComponentRow, ...]

_SECTION = 2500
"""Characters of a section that are read: one that tells five posts, a sentence or two each, has 600."""

_MENTIONS = 8
"""Mentions of one quantity whose surroundings are read."""

_LONGEST = 16
"""Characters of the one thing that a quantity of one stands for."""

_SMALL = "零一二三四五六七八九十"
_ONE_IS = compile_re(
    rf"[”’」』]?(?:[（(]|[，,]?(?:也就是|就是|即|是指|指的是|指|[：:])|是|[{HAN}]{{1,6}}[：:])"
    r"[“「]?(?P<part>[^，,。；;：:！？\n（()）“”]{2,40})"
)
"""From the noun of a quantity of one to what it stands for: 一个核心,就是…, 一条主线贯到底:…."""

_SOON = 100
"""Characters behind a quantity in which a list of its members may begin without any cue."""

_COMMA = compile_re("[，,；;]")
_WORD = 2
"""Characters of a member."""

_NO_NOUN = compile_re(rf"[^{HAN}A-Za-z]")
_POINTS = "[此本这那该各每其全同上下另首再近去今目]"
"""What begins a sentence about something named before: 此次活动, 各支队伍."""

_START = rf"(?:(?<=[。！？；;\n])|^)[ \t\u3000]{{0,4}}{NUMBER_OF_LINE}"


def tell_members(rows: Rows, reading: Reading) -> Rows:
    """The parts of a formula, each quantity of them replaced by its members where the article tells as many.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text = "一个目标、三门课。三门课是甲课、乙课、丙课。"
    >>> goal = ComponentRow(start=2, end=4, rule="aligned_quantity", slot=1, symbol="1", count=1, text="目标")
    >>> three = ComponentRow(start=7, end=8, rule="aligned_quantity", slot=2, symbol="3", count=3, unit="门", text="课")
    >>> reading = Reading(text, text, compile_words(load_lexicon()), ())
    >>> [row.text for row in tell_members((goal, three), reading)]
    ['目标', '甲课', '乙课', '丙课']
    """
    told = [(row, _members_of(row, rows, reading)) for row in rows]
    return tuple(part for row, items in told for part in (member_rows(reading.text, row, items) or (row,)))


def list_under_headings(slots: Sequence[Slot], start: int, reading: Reading) -> Rows:
    r"""The members that headings below a formula list, one heading for each of its numbers: 三个阵地:甲、乙、丙.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text = "一个中心:立德\n两个课堂:校内、校外"
    >>> slots = [Slot("1", 1, ""), Slot("2", 2, "")]
    >>> rows = list_under_headings(slots, 0, Reading(text, text, compile_words(load_lexicon()), ()))
    >>> [(row.slot, row.text) for row in rows]
    [(1, '立德'), (2, '校内'), (2, '校外')]
    """
    lines = [line for line in _short_lines(reading.text) if line.start >= start]
    return align_lines(reading, lines, slots)


def _short_lines(text: str) -> Iterator[Span]:
    begin = 0
    for line in text.split("\n"):
        if 0 < len(line) <= HEADING:
            yield Span(begin, begin + len(line))
        begin += len(line) + 1


def _members_of(row: ComponentRow, rows: Rows, reading: Reading) -> Items:
    """What stands for one quantity; nothing for what is no quantity or leaves its number open."""
    if row.rule != "aligned_quantity" or row.count is None or _NO_NOUN.search(row.text):
        return ()
    others = [other.text for other in rows if other is not row and other.text != row.text]
    places = list(_mentions(row, reading))
    if row.count == 1:
        return next((items for place in places if (items := _one_told(place, reading.text))), ())
    for place in places:
        for items in _listed_at(place, reading):
            if _are_members(items, row, others, reading):
                return items
    soon = (_list_soon(place, reading) for place in places)
    if items := next((items for items in soon if _are_members(items, row, others, reading)), ()):
        return items
    sections = _sections(others, places, reading.text)
    found = [items for begin, end in sections for items in _openings(row, begin, end, reading)]
    found += list(_openings(row, row.end, len(reading.text), reading, apart=True))
    return next((items for items in found if _are_members(items, row, others, reading)), ())


def _mentions(row: ComponentRow, reading: Reading) -> Iterator[ModelName]:
    """Where the article names the quantity, in figures or words, with its measure or without."""
    count = row.count or 0
    word = _SMALL[count] if count < len(_SMALL) else str(count)
    numerals = "|".join({str(count), word, *(("两", "双") if word == "二" else ())})
    unit = f"(?:{re.escape(row.unit or '个')}|[个项大类])?"
    pattern = compile_re(rf"(?<![第\d{_SMALL}])(?:{numerals})[”’」』]?{unit}{re.escape(row.text)}")
    slot = Slot(row.symbol, row.count, row.text)
    for number, match in enumerate(pattern.finditer(reading.text)):
        if number == _MENTIONS:
            return
        yield ModelName(*match.span(), *match.span(), match.group(), "counted", (slot,), False)


def _one_told(place: ModelName, text: str) -> Items:
    """What the one thing is, in its shortest wording."""
    match = _ONE_IS.match(text, place.end)
    if not match:
        return ()
    start, end = match.span("part")
    noun = place.slots[0].core
    attribute = text.find("的", start, end) + 1
    if attribute and noun in text[attribute:end]:
        start = attribute
    item = trim_item(text, start, end)
    return (item,) if 1 < item.end - item.start <= _LONGEST and text[item.start : item.end] != noun else ()


def _listed_at(place: ModelName, reading: Reading) -> Iterator[Items]:
    """The lists beside one mention of a quantity."""
    text, slot = reading.text, place.slots[0]
    noun = place.end - len(slot.core)
    end = end_of_sentence(text, noun)
    yield members_behind(text, noun, end, slot)
    commas = (at for at in (text.find("，", place.end + _WORD, end), text.find(",", place.end + _WORD, end)) if at > 0)
    yield members_behind(text, noun, min(commas, default=noun), slot)
    yield list_after(place, slot, reading)
    yield list_marked(place, slot, reading)
    if (before := list_before(place, slot, reading)) and not _COMMA.search(text, before[-1].end, place.start):
        yield before


def _list_soon(place: ModelName, reading: Reading) -> Items:
    """A list in the next clauses whose items all end in the noun of the quantity: 四项工程。甲工程、乙工程…."""
    text, slot = reading.text, place.slots[0]
    if text.count(slot.core, place.end, place.end + _SOON) < (slot.count or 0):
        return ()
    for clause in split_list(text, place.end, min(len(text), place.end + _SOON), "，,；;：:。！？\n"):
        for items in lists_of(slot.count, text, split_list(text, clause.start, clause.end)):
            last = items[-1]
            end = text.find(slot.core, last.start + 1, last.end) + len(slot.core)
            alike = all(text.endswith(slot.core, item.start + 1, item.end) for item in items[:-1])
            if alike and end > len(slot.core):
                first = Span(
                    reading.words.skip_leads(text, items[0].start, items[0].end - len(slot.core)), items[0].end
                )
                return (first, *items[1:-1], Span(last.start, end))
    return ()


def _are_members(items: Items, row: ComponentRow, others: Sequence[str], reading: Reading) -> bool:
    """True for as many items as announced, none of which names or counts another place of the formula."""
    text = reading.text
    wordings = [text[item.start : item.end] for item in items]
    if len(items) != row.count or len(set(wordings)) != len(items) or is_told(text, items):
        return False
    if any(wording.endswith("的") or len(wording) < _WORD for wording in wordings):
        return False
    counted = any(reading.words.quantity.search(reading.folded, item.start, item.end) for item in items)
    return not counted and not any(other in wording for other in others for wording in wordings)


def _sections(others: Sequence[str], places: Sequence[ModelName], text: str) -> Iterator[tuple[int, int]]:
    """The section under each short line that names the quantity and no other place of the formula."""
    for place in places:
        if end := end_of_heading(text, place.start, others):
            yield end, min(_next_heading(others, end, text), end + _SECTION, len(text))


def _next_heading(others: Sequence[str], at: int, text: str) -> int:
    """Where the next short line begins that names another place of the formula."""
    lines = (line for line in _short_lines(text) if line.start > at)
    return next((line.start for line in lines if any(o in text[line.start : line.end] for o in others)), len(text))


def _openings(row: ComponentRow, begin: int, end: int, reading: Reading, *, apart: bool = False) -> Iterator[Items]:
    """Wordings with the noun of a quantity that open paragraphs or sentences: 融入课程, 学习阵地有….

    Those that stand ``apart`` from a heading of their own open paragraphs, or sentences of one paragraph.
    """
    text, noun = reading.text, row.text
    if text.count(noun, begin, end) < (row.count or 0):
        return
    lines = [line for line in reading.lines if begin <= line.start < end and line.end - line.start <= _LONGEST]
    for fits in (text.startswith,) if apart else (text.startswith, text.endswith):
        yield tuple(line for line in lines if fits(noun, line.start, line.end) and line.end - line.start > len(noun))
    pattern = compile_re(rf"{_START}[“「]?(?P<part>(?!{_POINTS})[{HAN}]{{1,6}}?{re.escape(noun)})", re.MULTILINE)
    items = tuple(Span(*match.span("part")) for match in pattern.finditer(text, begin, end))
    led = any(reading.words.leads.match(text, item.start, item.end - len(noun)) for item in items)
    if items and not led and not (apart and "\n" in text[items[0].start : items[-1].end]):
        yield items
