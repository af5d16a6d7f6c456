"""Rows to be reviewed, each with what a person needs to judge it and a build needs to find it again."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dj_analysis.corrections.values import list_columns, take_key
from dj_analysis.review.errors import ReviewError
from dj_analysis.rows import ROW_KEYS
from dj_analysis.schema import TABLES
from dj_analysis.tables import Tables

CONTEXT = 40
"""Characters shown on either side of a row."""
USUAL = ("numbers", "honors", "initiatives", "models", "model_components")
"""Tables that are reviewed unless others are named: those that facts and comparisons rest on."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row: where it stands, its words in their context, and its values."""

    table: str
    row_id: str
    document: str
    source_file: str
    raw_start: int
    raw_end: int
    quote: str
    before: str
    after: str
    key: Mapping[str, Any]
    values: Mapping[str, Any]


def list_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame as plain Python values, NA as None."""
    return [{str(k): _plain(v) for k, v in row.items()} for row in frame.astype(object).to_dict("records")]


def _plain(value: Any) -> Any:  # noqa: ANN401 - any cell
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def collect_items(tables: Tables, names: Sequence[str] = USUAL, files: Sequence[str] = ()) -> list[Item]:
    """Rows of some tables, of all articles or of the files named, in page order.

    Raises ReviewError where a table is not to be reviewed or a file is not among the articles.
    """
    for name in names:
        if name not in ROW_KEYS:
            raise ReviewError(f"{name}: is no table to review; name one of {', '.join(ROW_KEYS)} with --table")
    documents = {d["doc_id"]: d for d in list_records(tables.documents)}
    known = {d["source_file"] for d in documents.values()}
    strange = [name for name in files if name not in known]
    if strange:
        raise ReviewError(f"{strange[0]}: is not among the articles; name a source_file of documents.csv with --file")
    chosen = {i: d for i, d in documents.items() if not files or d["source_file"] in files}
    ordered = tables.passages.sort_values(["doc_id", "position"])
    clean = ordered.groupby("doc_id")["text"].agg("".join).to_dict()
    return [
        _make_item(name, row, chosen[row["doc_id"]], clean[row["doc_id"]])
        for name in names
        for row in sorted(list_records(getattr(tables, name)), key=lambda r: _order(documents, r))
        if row["doc_id"] in chosen
    ]


def _order(documents: Mapping[str, Mapping[str, Any]], row: Mapping[str, Any]) -> tuple[str, int, int]:
    return documents[row["doc_id"]]["source_file"], row["start"], row["end"]


def _make_item(table: str, row: Mapping[str, Any], document: Mapping[str, Any], clean: str) -> Item:
    return Item(
        table, row[TABLES[table].key[0]], document["sha256"], document["source_file"], row["raw_start"], row["raw_end"],
        row["quote"], clean[max(0, row["start"] - CONTEXT) : row["start"]], clean[row["end"] : row["end"] + CONTEXT],
        take_key(table, row), {name: row[name] for name in list_columns(table)},
    )  # fmt: skip


def draw_sample(items: Iterable[Item], n: int, seed: int = 0) -> list[Item]:
    """At most ``n`` rows of each table, each row as likely as any other; the same seed draws the same rows.

    >>> draw_sample([], 100)
    []
    """
    by_table: dict[str, list[Item]] = {}
    for item in items:
        by_table.setdefault(item.table, []).append(item)
    drawn: list[Item] = []
    for table, rows in by_table.items():
        places = sorted(random.Random(f"{seed} {table}").sample(range(len(rows)), min(n, len(rows))))
        drawn += [rows[place] for place in places]
    return drawn
