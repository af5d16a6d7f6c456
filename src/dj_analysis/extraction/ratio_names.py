"""Ratios that name a way of passing something on (“1带3、3帮9”), and the clauses that explain them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from dj_analysis.extraction.model_shapes import ModelName, Shape, Slot, named
from dj_analysis.extraction.model_words import HAN, ModelWords, worth_of
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_LINK = r"(?:\d{1,3}|[一二两三四五六七八九十])[带帮联传促教扶包引]\d{1,3}"
_RATIO = compile_re(rf"[“「『\"](?P<bare>(?<!\w)(?:{_LINK}[、,，\s]{{0,2}}){{1,4}})(?=[{HAN}]{{0,8}}[”」』\"])")
_PIECES = compile_re(r"(\d{1,3}|[一二两三四五六七八九十])([带帮联传促教扶包引])(\d{1,3})")
_CLAUSE = compile_re(r"[^，,。；;：:！？!?\n“”]{4,40}")
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
        if all(first == second for first, _, second in pieces):
            continue
        sure = len(slots) > 1 or bool(words.quoted_head(text, end))
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


@lru_cache(maxsize=64)
def _said(symbol: str) -> re.Pattern[str]:
    """How a link is said in full: both numbers with a noun, the verb between them."""
    match = _PIECES.fullmatch(symbol)
    first, verb, second = match.groups() if match else ("", "", "")
    before, after = _wordings(first), _wordings(second)
    many = f"(?:{'|'.join(before)}|[{_EACH}])" if worth_of(first) == 1 else f"(?:{'|'.join(before)})"
    return compile_re(rf"(?<!\d){many}[{HAN}]{{1,14}}{verb}[{HAN}]{{0,8}}?(?:{'|'.join(after)})[{HAN}]")


def _wordings(number: str) -> Sequence[str]:
    worth = worth_of(number)
    small = "零一二三四五六七八九十"
    word = small[worth] if worth is not None and worth < len(small) else ""
    return [str(worth), *([f"[{_TWO}]" if word in _TWO else word] if word else [])]
