"""Plus formulas: 1+3+N, 1个支部+N个班级, 学校+企业+校友, at full or half width, with or without spaces and quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dj_analysis.extraction.model_shapes import BRACKETS, OPENERS, ModelName, Shape, Slot, named
from dj_analysis.extraction.model_words import HAN, NUMERALS, ModelWords, worth_of
from dj_analysis.regexes import compile_re

_OPENING_MARKS = tuple(OPENERS)
_LONGEST_TERM = 16
_LONGEST_COUNT = 3
"""Digits of a term; more are several counts run together (11529+N), which only an open term makes a name."""

_TERM = r"[\dA-Za-z\u4e00-\u9fff]{1,14}"
_GLOSS = r"(?:[（(][^（()）\n]{1,40}[)）])?"
"""What a bracket behind a term says of it: 1个中心(创新中心)+2个平台(…)."""

_PLUS = compile_re(
    rf"(?<![\w+.])[“「]?{_TERM}[”」]?{_GLOSS}(?: ?\+ ?[“「]?{_TERM}[”」]?{_GLOSS}){{1,7}}(?!\s?[\w]?[+>=＞＝])"
)
_LAST_SYMBOL, _LETTER = compile_re(r"(?<!\d)(\d{1,3}|[NX])$"), compile_re("[A-Za-z]")
_LAST_COUNT = compile_re(rf"(?<!\d)(\d{{1,3}}|[NX])([{HAN}]{{2,12}})$")
_SYMBOL = compile_re(rf"((?!19|20)\d{{1,6}}|\d{{1,3}}|[NXnxMm]|[{NUMERALS}]{{1,2}})([{HAN}]{{0,14}})")

_NEXT = compile_re(rf"[”」][{HAN}]{{0,6}}?(?:[、和与及]|以及)?[“「][^“”「」\n]{{2,20}}(?=[”」])")
"""What stands between a quotation and the closing mark of the next one: “甲+乙”、“丙+丁|”等模式."""


def find_formulas(text: str, words: ModelWords) -> Iterator[ModelName]:
    """Formulas of symbols, counted words or plain words.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> words = compile_words(load_lexicon())
    >>> [name.canonical for name in find_formulas("推行1+N模式,实现1+1>2", words)]
    ['1+N']
    """
    end, plus = 0, text.find("+")
    while plus >= 0:
        opening = max(text.rfind(mark, end, plus) for mark in "（(") if text[plus - 1] in ")）" else -1
        back = (opening if opening >= 0 else plus) - _LONGEST_TERM
        match = _PLUS.search(text, max(end, back), plus + _LONGEST_TERM * 9)
        if not match or match.start() > plus:
            plus = text.find("+", plus + 1)
            continue
        start, end = match.span()
        plus = text.find("+", end)
        quoted = text[start] in "“「" or text[max(0, start - 2) : start].strip()[-1:] in _OPENING_MARKS
        start += text[start] in "“「"
        stop = end - (text[end - 1] in "”」")
        parts = [BRACKETS.sub("", part).strip(" “”「」") for part in text[start:stop].split("+")]
        symbolic = [_SYMBOL.fullmatch(part) for part in parts]
        if all(symbolic[1:]) and (first := _last_symbol(parts[0])):
            start += text[start:stop].index(parts[0]) + first.start()
            yield from _symbol_formula(text, words, start, [first, *symbolic[1:]], quoted)
        elif not BRACKETS.search(match.group()) and not any(
            part[0].isascii() or part[-1].isascii() for part in parts[:-1]
        ):
            yield from _word_formula(text, words, start, stop, quoted)


def _last_symbol(part: str) -> re.Match[str] | None:
    """The symbol that opens the first term of a formula, behind whatever words run into it."""
    if match := _SYMBOL.fullmatch(part):
        return match
    return _LAST_SYMBOL.search(part) or _LAST_COUNT.search(part)


def _symbol_formula(
    text: str, words: ModelWords, start: int, terms: list[re.Match[str] | None], quoted: bool
) -> Iterator[ModelName]:
    found = [term for term in terms if term]
    wordy = bool(found[0].re.groups == 2 and found[0].group(2))
    slots, end = [], start
    for place, term in enumerate(found):
        symbol, rest = term.group(1), term.group(2) if term.re.groups == 2 else ""
        if not wordy:
            rest = ""
        elif place == len(found) - 1:
            shorter = words.cut_head(rest)
            rest = rest if words.part_unit.fullmatch(shorter) else shorter
        count = worth_of(symbol)
        slots.append(Slot(symbol.upper() if count is None else symbol, count, rest))
        end = text.index(symbol + rest, end) + len(symbol + rest)
    head = words.head_end(text, end)
    known = words.is_lookalike(text[start:end].replace(" ", "")) and not words.method_end(text, end)
    if known or words.foreign.match(text, end):
        return
    open_end = any(slot.count is None for slot in slots)
    if not open_end and any(len(slot.symbol) > _LONGEST_COUNT for slot in slots):
        return
    sure = bool(head) or (quoted and (open_end or len(slots) > 2)) or (open_end and len(slots) > 2) or wordy
    yield named(text, words, (start, end), Shape("plus", tuple(slots), "plus_symbols", sure))


def _word_formula(text: str, words: ModelWords, start: int, end: int, quoted: bool) -> Iterator[ModelName]:
    if not quoted:
        start = words.skip_leads(text, start, text.index("+", start))
    if not quoted or text[end : end + 1] not in ("”", "」"):
        last = text.rindex("+", start, end) + 1
        end = last + len(words.cut_head(text[last:end]))
    terms = [part.strip(" “”「」") for part in text[start:end].split("+")]
    head = words.way_end(text, _end_of_row(text, end) if quoted else end)
    plain = all(len(term) > 1 and not term.isascii() for term in terms[:-1])
    last_plain = (len(terms[-1]) > 1 and not _LETTER.search(terms[-1])) or terms[-1] in ("N", "X")
    if plain and last_plain and (head or (quoted and (len(terms) > 2 or terms[-1] in ("N", "X")))):
        yield named(
            text, words, (start, end), Shape("plus", tuple(Slot(t, None, t) for t in terms), "plus_words", True)
        )


def _end_of_row(text: str, end: int) -> int:
    """Where the last of several quotations in a row ends, which share what stands behind it."""
    while row := _NEXT.match(text, end):
        end = row.end()
    return end
