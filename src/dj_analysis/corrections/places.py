"""Where a correction stands: the row it means, and the place of a quoted text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from dj_analysis.cleaning.edits import OffsetMap
from dj_analysis.corrections.records import Correction
from dj_analysis.corrections.values import format_value
from dj_analysis.records import READ_REGIONS
from dj_analysis.regexes import compile_re
from dj_analysis.rows import TableRow
from dj_analysis.schema import TABLES

Row = TypeVar("Row", bound=Mapping[str, Any])

MARKED = compile_re(r"([^【】]{0,300})【([^【】]{1,300})】([^【】]{0,300})", re.DOTALL)
"""A quote whose row stands in 【】, with the words around it, as ``show`` prints it."""


def alike(one: Any, other: Any) -> bool:  # noqa: ANN401 - any two cells
    """Whether two cells say the same, whatever their width of characters and their spaces.

    >>> alike("１＋N", "1+N"), alike(None, ""), alike(29.0, 29)
    (True, True, True)
    """
    return one == other or _plain(one) == _plain(other)


def _plain(value: Any) -> str:  # noqa: ANN401
    return "".join(unicodedata.normalize("NFKC", format_value(value)).split())


def find_row(rows: Sequence[Row], correction: Correction) -> Row | str | None:
    """The row a correction means; a reason where several may be meant; None where there is none.

    The id settles it, else the exact place in the raw text, else an overlapping one and what tells rows apart there.
    """
    by_id = [row for row in rows if row[TABLES[correction.table].key[0]] == correction.row_id]
    if by_id:
        return by_id[0]
    start, end = correction.raw_start, correction.raw_end
    if start is None or end is None:
        return None
    exact = [row for row in rows if (row["raw_start"], row["raw_end"]) == (start, end)]
    near = exact or [row for row in rows if row["raw_start"] < end and start < row["raw_end"]]
    if not near:
        return None
    agreeing = [_agreement(row, correction) for row in near]
    best = [row for row, n in zip(near, agreeing, strict=True) if n == max(agreeing)]
    if len(best) > 1:
        return f"{len(best)} rows stand there that it may mean"
    if not exact and not max(agreeing) and correction.action != "change":
        return None  # a change is guarded by the value it expects; nothing else says that this is the row
    return best[0]


def _agreement(row: Mapping[str, Any], correction: Correction) -> int:
    """How many of the values that told the row apart it still has."""
    return sum(value is not None and alike(row[name], value) for name, value in correction.key.items())


def find_quote(
    correction: Correction, clean: str, raw: str, edits: OffsetMap, passages: Iterable[TableRow]
) -> list[tuple[int, int]]:
    """Clean spans a quote may mean: one where its raw place is given and holds it, else every occurrence.

    The quote may be of the clean or of the raw text, and may mark its row by 【】 among the words around it. What
    stands in text that is read for facts goes before repeats of it and page furniture.
    """
    quote = correction.quote
    if correction.raw_start is not None and correction.raw_end is not None:
        start, end = edits.to_clean(correction.raw_start, correction.raw_end)
        if start < end and alike(clean[start:end], quote):
            return [(start, end)]
    spans = _occurrences(clean, quote, 0, len(quote)) or _marked(clean, quote)
    if not spans:
        spans = [edits.to_clean(*span) for span in _occurrences(raw, quote, 0, len(quote)) or _marked(raw, quote)]
    read = [(p["start"], p["end"]) for p in passages if p["region"] in READ_REGIONS]
    spans = [(start, end) for start, end in spans if start < end]
    return [s for s in spans if any(start <= s[0] < end for start, end in read)] or spans


def _marked(text: str, quote: str) -> list[tuple[int, int]]:
    match = MARKED.fullmatch(quote)
    if not match:
        return []
    before, row, after = match.groups()
    return _occurrences(text, before + row + after, len(before), len(row))


def _occurrences(text: str, wanted: str, offset: int, length: int) -> list[tuple[int, int]]:
    found, at = [], text.find(wanted)
    while at >= 0:
        found.append((at + offset, at + offset + length))
        at = text.find(wanted, at + 1)
    return found
