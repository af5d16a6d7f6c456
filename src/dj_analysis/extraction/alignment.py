"""Alignment of a formula with its parts: which listed quantity stands behind which symbol of 1+3+N.

Two wordings are read: quantities in the order of the symbols (一个中心引领、三个平台支撑…), and symbols explained one by one
(“1”即…;“3”是指…). Nothing is returned unless every symbol finds its part, in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dj_analysis.extraction.enumerations import trim_item
from dj_analysis.extraction.model_names import Slot
from dj_analysis.extraction.model_words import HAN, NUMERALS, ModelWords, fold, worth_of
from dj_analysis.records import ComponentRow, Span

_MARKS = r"、，,；;。：:！？!?\n“”‘’「」（）()+"
_SYMBOL_CUE = r"[”’」』\"]?(?:个字?)?[，,]?\s?(?:即|就?是指?|指的?是?|代表着?|表示|意为|为|：|:|——?)(?:的?是)?[：:]?\s?"
_TEXT = re.compile(rf"[^{_MARKS}]{{1,30}}")
_CUE_WORD = re.compile(r"即|包括|就是|是指|分别是|分别为|由|以|通过|形成了?|构建了?|[，,：:]")


def align_quantities(
    text: str, start: int, end: int, slots: Sequence[Slot], words: ModelWords
) -> tuple[ComponentRow, ...]:
    """Parts whose quantities follow each other in ``[start, end)`` in the order of ``slots``; else nothing."""
    quantity = _quantity_pattern(words)
    found: list[ComponentRow] = []
    matches = list(quantity.finditer(fold(text), start, end))
    for place, match in enumerate(matches):
        if len(found) == len(slots):
            break
        slot = slots[len(found)]
        if not _announces(match["count"], slot):
            continue
        limit = matches[place + 1].start() if place + 1 < len(matches) else end
        if part := _read_part(text, match, min(limit, end), len(found) + 1, slot, words):
            found.append(part)
    return tuple(found) if len(found) == len(slots) else ()


def _quantity_pattern(words: ModelWords) -> re.Pattern[str]:
    many = "若干|众多|一批|一?系列|多|数|几|各|[NnXx]"
    return re.compile(
        rf"(?<![\d第{NUMERALS}.+])[“‘\"]?(?P<count>\d{{1,3}}|[{NUMERALS}]{{1,3}}|{many})[”’\"]?"
        rf"(?P<unit>{words.part_unit})?(?=[^{_MARKS}\d])"
    )


def _announces(written: str, slot: Slot) -> bool:
    """True when a written quantity is what the slot announces."""
    worth = worth_of(written)
    if slot.count is None:
        return worth is None
    return worth == slot.count


def _read_part(
    text: str, match: re.Match[str], limit: int, slot_number: int, slot: Slot, words: ModelWords
) -> ComponentRow | None:
    """The component behind a quantity: its noun, with the verb before or behind it."""
    if match["unit"] is None and (worth_of(match["count"]) is not None or match.group()[0] in "“‘\""):
        return None
    clause = _TEXT.match(text, match.end(), limit)
    if not clause:
        return None
    noun, verb = _split_verb(text, clause.start(), clause.end(), words)
    if noun.end - noun.start < 1:
        return None
    verb = verb or _verb_before(text, match.start(), words)
    return ComponentRow(
        start=noun.start,
        end=noun.end,
        rule="aligned_quantity",
        slot=slot_number,
        symbol=slot.symbol,
        count=slot.count,
        unit=match["unit"],
        text=text[noun.start : noun.end],
        verb=verb,
    )


def _split_verb(text: str, start: int, end: int, words: ModelWords) -> tuple[Span, str | None]:
    """The noun of a part without a verb that closes it or that a 的 follows (参与的体系)."""
    for match in words.verbs.finditer(text, start + 1, end):
        if match.end() == end or text[match.end()] in "的了和与及":
            return trim_item(text, start, match.start()), match.group()
    span = trim_item(text, start, end)
    head = text.find("的", span.start + 1, span.end)
    return (Span(span.start, head), None) if head > 0 else (span, None)


def _verb_before(text: str, at: int, words: ModelWords) -> str | None:
    """The one or two words between the last mark and a quantity, as the verb that governs it."""
    left = re.split(rf"[{_MARKS}]", text[max(0, at - 12) : at])[-1]
    left = _CUE_WORD.sub("", left)
    return left if 2 <= len(left) <= 4 and re.fullmatch(f"[{HAN}]{{2,4}}", left) else None


def align_symbols(
    text: str, start: int, end: int, slots: Sequence[Slot], words: ModelWords
) -> tuple[ComponentRow, ...]:
    """Parts of symbols that ``[start, end)`` explains one by one, in order; nothing unless all are explained."""
    found: list[ComponentRow] = []
    folded, at = fold(text), start
    for number, slot in enumerate(slots, start=1):
        opening = rf"(?:[“‘「『\"]|(?<![\w.+])){re.escape(slot.symbol)}"
        match = re.compile(opening + _SYMBOL_CUE).search(folded, at, end)
        if not match:
            return ()
        clause = re.compile(r"[^，,；;。！？\n]{1,60}").match(text, match.end(), end)
        if not clause:
            return ()
        found.append(_explained(text, clause.start(), clause.end(), number, slot, words))
        at = clause.end()
    return tuple(found)


def _explained(text: str, start: int, end: int, number: int, slot: Slot, words: ModelWords) -> ComponentRow:
    """The component that an explanation names: the noun behind its own quantity, or the clause."""
    for match in _quantity_pattern(words).finditer(fold(text), start, end):
        if _announces(match["count"], slot) and (part := _read_part(text, match, end, number, slot, words)):
            return part
    span = trim_item(text, start, end)
    return ComponentRow(
        start=span.start,
        end=span.end,
        rule="explained_symbol",
        slot=number,
        symbol=slot.symbol,
        count=slot.count,
        text=text[span.start : span.end],
    )
