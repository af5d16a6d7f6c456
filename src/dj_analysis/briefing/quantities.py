"""Figures with the rows they come from; every way to make one has its counterpart in ``checks``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

import pandas as pd

from dj_analysis.briefing.records import Quantity, Trace

GROUPED = 10_000
"""Whole numbers from here on are printed with commas."""


def trace_rows(rows: pd.DataFrame, table: str) -> tuple[Trace, ...]:
    """The rows of a frame of ``Material`` as traces."""
    return tuple(Trace(table, str(row_id)) for row_id in rows["row_id"])


def count_rows(rows: pd.DataFrame, table: str) -> Quantity:
    """How many rows there are.

    >>> count_rows(pd.DataFrame({"row_id": ["a", "b"]}), "honors").shown
    '2'
    """
    return Quantity(show_number(len(rows)), float(len(rows)), "rows", trace_rows(rows, table))


def count_documents(rows: pd.DataFrame, table: str = "documents") -> Quantity:
    """In how many articles the rows stand."""
    n = rows["doc_id"].nunique()
    return Quantity(show_number(n), float(n), "documents", trace_rows(rows, table))


def count_schools(rows: pd.DataFrame, table: str = "documents") -> Quantity:
    """Of how many schools or units the rows are."""
    n = rows["school"].nunique()
    return Quantity(show_number(n), float(n), "schools", trace_rows(rows, table))


def sum_cells(rows: pd.DataFrame, table: str, column: str) -> Quantity:
    """The sum of a column over the rows."""
    known = rows[rows[column].notna()]
    traces = tuple(
        Trace(table, str(row_id), float(cell)) for row_id, cell in zip(known["row_id"], known[column], strict=True)
    )
    total = float(known[column].sum())
    return Quantity(show_number(total), total, "sum", traces, column=column)


def sum_occurrences(counts: pd.DataFrame, term: str) -> Quantity:
    """How often a word occurs. In: ``passage_id, term, n`` of the passages that have it."""
    rows = counts[counts["term"] == term]
    traces = tuple(
        Trace("passages", str(passage), float(n)) for passage, n in zip(rows["passage_id"], rows["n"], strict=True)
    )
    total = float(rows["n"].sum())
    return Quantity(show_number(total), total, "sum", traces, term=term)


def read_cell(row: Mapping[Any, Any], table: str, column: str, shown: str | None = None) -> Quantity:
    """The number in a cell of one row."""
    value = float(row[column])
    return Quantity(shown or show_number(value), value, "value", (Trace(table, str(row["row_id"])),), column=column)


def read_day(row: Mapping[Any, Any], column: str = "published_date") -> Quantity:
    """The day in a cell of an article, as it is written in Chinese.

    >>> read_day({"row_id": "a", "published_date": "2021-06-01"}).shown
    '2021年6月1日'
    """
    year, month, day = (int(part) for part in str(row[column]).split("-"))
    value = float(f"{year:04}{month:02}{day:02}")
    return Quantity(
        f"{year}年{month}月{day}日", value, "value", (Trace("documents", str(row["row_id"])),), column=column
    )


def share(part: pd.DataFrame, whole: pd.DataFrame, table: str) -> Quantity:
    """What part of the rows some of them are, in percent."""
    value = len(part) / len(whole)
    return Quantity(f"{value:.0%}", value, "share", trace_rows(part, table), of=trace_rows(whole, table))


def compute(
    value: float, by: str, rows: pd.DataFrame, *, table: str = "documents", shown: str | None = None
) -> Quantity:
    """A statistic of the articles or passages in ``rows``; ``by`` is the dotted name of what computed it."""
    return Quantity(shown or show_number(value), float(value), "computed", trace_rows(rows, table), by=by)


def quote_constant(by: str, *, shown: str | None = None) -> Quantity:
    """A threshold of the method; ``by`` is its dotted name."""
    module, _, name = by.rpartition(".")
    value = float(getattr(import_module(module), name))
    return Quantity(shown or show_number(value), value, "method", (), by=by)


def show_number(value: float) -> str:
    """A number as it is printed: whole ones without a point, others with two digits behind it.

    >>> show_number(3.0), show_number(0.256), show_number(12345)
    ('3', '0.26', '12,345')
    """
    if float(value).is_integer():
        return f"{int(value):,}" if abs(value) >= GROUPED else str(int(value))
    return f"{value:.2f}"


def fill_table(
    frame: pd.DataFrame, cells: Iterable[Mapping[str, Quantity | None]]
) -> tuple[pd.DataFrame, dict[tuple[int, str], Quantity]]:
    """A frame of names completed by columns of figures, and the figure of every cell; None leaves a cell empty."""
    listed = [dict(row) for row in cells]
    names = list(dict.fromkeys(name for row in listed for name in row))
    quantities = {
        (i, name): quantity for i, row in enumerate(listed) for name, quantity in row.items() if quantity is not None
    }
    columns = {
        name: pd.Series([_cell(quantities.get((i, name))) for i in range(len(listed))], dtype=object) for name in names
    }
    return frame.reset_index(drop=True).assign(**columns), quantities


def _cell(quantity: Quantity | None) -> float | int | None:
    if quantity is None:
        return None
    return int(quantity.value) if quantity.value.is_integer() else quantity.value
