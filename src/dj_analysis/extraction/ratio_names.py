"""Ratios that name a way of passing something on (“1带3、3帮9”), and the clauses that explain them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dj_analysis.extraction.enumerations import trim_item
from dj_analysis.extraction.model_reading import Reading
from dj_analysis.extraction.model_shapes import ModelName, Shape, Slot, named
from dj_analysis.extraction.model_words import HAN, ModelWords, worth_of
from dj_analysis.extraction.noun_words import head_in
from dj_analysis.extraction.part_wordings import measure_predicate
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_FIRST, _VERB = r"\d{1,3}|[一二两三四五六七八九十]", "[带帮联传促教扶包引]"
_LINK = rf"(?:{_FIRST}){_VERB}(?:\d{{1,3}}|[NnXx]|[一二两三四五六七八九十](?=[”」』、，,]))"
_RATIO = compile_re(rf"[“「『\"](?P<bare>(?<!\w)(?:{_LINK}[、,，\s]{{0,2}}){{1,4}})(?=[{HAN}]{{0,8}}[”」』\"])")
_PIECES = compile_re(rf"({_FIRST})({_VERB})(\d{{1,3}}|[NnXx]|[一二两三四五六七八九十])")
_CLAUSE = compile_re(r"[^，,。；;：:！？!?\n“”]{4,40}")
_WORD = 2
"""Characters of a noun."""

_NO_MEASURE = ("本", "面", "台", "张", "片", "层")
"""Measures of things: none is used for who stands in a ratio, and 本 begins 本科生."""

_TWO = "二两"
_EACH = "每一"
"""What may be said for one: 每名党员联系5间宿舍 under 1联5."""


def find_ratios(text: str, words: ModelWords) -> Iterator[ModelName]:
    """Quoted chains of a number, a verb and a number.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> [name.canonical for name in find_ratios("推行“1带2、2带6”制度", compile_words(load_lexicon()))]
    ['1带2、2带6']
    """
    for match in _RATIO.finditer(text):
        start, end = match.start("bare"), match.start("bare") + len(match["bare"].rstrip("、，, "))
        pieces = _PIECES.findall(text[start:end])
        slots = tuple(Slot(first + verb + second, None, "") for first, verb, second in pieces)
        even = all(worth_of(first) == worth_of(second) for first, _, second in pieces)
        sure = not even and (len(slots) > 1 or bool(words.quoted_head(text, end)))
        yield named(text, words, (start, end), Shape("shorthand", slots, "ratio", sure))


def explain_ratio(name: ModelName, text: str, start: int, end: int) -> tuple[Span, ...]:
    """The clauses of ``[start, end)`` that say each link of a ratio in full, in order; nothing unless all do.

    >>> text = "1名党员带2名新生"
    >>> explain_ratio(ModelName(0, 0, 0, 0, "", "shorthand", (Slot("1带2", None, ""),), True), text, 0, 9)
    (Span(start=0, end=9),)
    """
    spans: list[Span] = []
    at = start
    for slot in name.slots:
        said = _find_said(text, at, end, _said(slot.symbol))
        if not said:
            return ()
        spans.append(said)
        at = said.end
    return tuple(spans)


def _find_said(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Span | None:
    """The first clause that says a link, from its first number on."""
    for clause in _CLAUSE.finditer(text, start, end):
        if said := pattern.search(text, clause.start(), clause.end()):
            return Span(said.start(), clause.end())
    return None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a ratio: its number as a place of the name, and where the text names who that is."""

    slot: Slot
    span: Span


def split_sides(said: Sequence[Span], name: ModelName, reading: Reading) -> tuple[Side, ...]:
    """Who stands on the two sides of a ratio of one link that is said in full; nothing where one stays unnamed.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text, words = "1名党员带2名新生", compile_words(load_lexicon())
    >>> name = ModelName(0, 0, 0, 0, "", "shorthand", (Slot("1带2", None, ""),), True)
    >>> sides = split_sides((Span(0, 9),), name, Reading(text, text, words, ()))
    >>> [(side.slot.count, text[side.span.start : side.span.end]) for side in sides]
    [(1, '党员'), (2, '新生')]
    """
    pieces = _PIECES.fullmatch(name.slots[0].symbol) if len(name.slots) == 1 else None
    match = _said(name.slots[0].symbol).match(reading.text, said[0].start, said[0].end) if pieces and said else None
    if not pieces or not match:
        return ()
    who = _noun(reading, *match.span("who"))
    whom = _noun(reading, match.end("number"), said[0].end)
    slots = [Slot(number, worth_of(number), "") for number in (pieces[1], pieces[3].upper())]
    named = who.end - who.start > 1 and whom.end - whom.start > 1
    return (Side(slots[0], who), Side(slots[1], whom)) if named else ()


def _noun(reading: Reading, start: int, end: int) -> Span:
    """The noun behind a number: without its measure, and without the verb that a known noun is followed by."""
    text, words = reading.text, reading.words
    unit = words.part_unit.match(text, start, end)
    start = unit.end() if unit and unit.group() not in _NO_MEASURE else start
    mark = text.find("、", start, end)
    end = mark if mark > 0 else end
    for pattern in (words.verbs, words.leads):
        for match in pattern.finditer(text, start + _WORD, end):
            if match.end() - match.start() > 1 and head_in(text[start : match.start()], words.nouns):
                return trim_item(text, start, match.start())
    while size := measure_predicate(text[start:end], words.nouns):
        end -= size
    return trim_item(text, start, end)


@lru_cache(maxsize=64)
def _said(symbol: str) -> re.Pattern[str]:
    """How a link is said in full: both numbers with a noun, the verb between them."""
    match = _PIECES.fullmatch(symbol)
    first, verb, second = match.groups() if match else ("", "", "")
    before, after = _wordings(first), _wordings(second)
    many = f"(?:{'|'.join(before)}|[{_EACH}])" if worth_of(first) == 1 else f"(?:{'|'.join(before)})"
    return compile_re(
        rf"(?<!\d){many}(?P<who>[{HAN}]{{1,14}}?){verb}[{HAN}]{{0,8}}?(?P<number>{'|'.join(after)})(?=[{HAN}])"
    )


def _wordings(number: str) -> Sequence[str]:
    if number.isalpha() and number.isascii():
        return [number.upper(), number.lower(), "若干", "多", "数", "几"]
    worth = worth_of(number)
    small = "零一二三四五六七八九十"
    word = small[worth] if worth is not None and worth < len(small) else ""
    return [str(worth), *([f"[{_TWO}]" if word in _TWO else word] if word else [])]
