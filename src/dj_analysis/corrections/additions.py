"""Rows that no rule found: placed by their quote, checked, and made like any other row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from dj_analysis.cleaning.edits import OffsetMap
from dj_analysis.corrections.places import alike, find_quote
from dj_analysis.corrections.records import Correction
from dj_analysis.corrections.upkeep import add_mention, add_party_mentions
from dj_analysis.corrections.values import list_columns, list_required
from dj_analysis.records import READ_REGIONS
from dj_analysis.rows import ROW_KEYS, TableRow, locate_span, make_row_id
from dj_analysis.schema import TABLES

PER_ARTICLE = frozenset({"initiatives", "models", "organisations"})
"""Tables with one row per name and article: the first place of several is the row's, all are its mentions."""
TOLD_APART_BY = {"honors": "recipient", "model_components": "model_id"}
"""Rows of one place that differ here are two rows: an honour to two recipients."""
SAME_ROW_BY = {
    "numbers": ("value",),
    "honors": ("recipient",),
    "initiatives": ("name",),
    "models": ("canonical",),
    "model_components": ("model_id",),
    "dates": ("role",),
    "organisations": ("name",),
}
"""What an added row and an overlapping one that a rule finds must share to be the same row."""
QUOTE_MARKS = frozenset('“”"‘’「」『』《》')
MASKS = frozenset("*＊×")
ADDED = "added"


@dataclass(frozen=True, slots=True)
class Addition:
    """A row to add: its places in the clean text, the first being the row's own, and all its values."""

    correction: Correction
    spans: tuple[tuple[int, int], ...]
    at: TableRow
    values: Mapping[str, Any]

    @property
    def identity(self) -> tuple[Any, ...]:
        """Equal for additions that mean one row."""
        table = self.correction.table
        apart = self.values.get(TOLD_APART_BY[table]) if table in TOLD_APART_BY else None
        return table, self.at["raw_start"], self.at["raw_end"], apart


def place_addition(
    correction: Correction, rows: Mapping[str, Sequence[TableRow]], clean: str, raw: str, edits: OffsetMap
) -> Addition | str:
    """Where a row is to be added and with what values, or the reason why it cannot be."""
    spans = find_quote(correction, clean, raw, edits, rows["passages"])
    if not spans:
        return "the quoted text does not stand in the article; copy it from there"
    if len(spans) > 1 and correction.table not in PER_ARTICLE:
        return f"the quoted text stands {len(spans)} times in the article; quote more, with the row itself in 【】"
    values: dict[str, Any] = dict.fromkeys(list_columns(correction.table)) | dict(correction.values)
    missing = [name for name in list_required(correction.table) if values[name] is None]
    if missing:
        return f"{', '.join(missing)} must be given for a row that is added"
    if correction.table == "model_components":
        model = _find_model(rows["models"], values["model_id"])
        if model is None:
            return f"the article has no model {values['model_id']!r}; name one of its models"
        values["model_id"] = model["model_id"]
    at = locate_span(edits, clean, *spans[0])
    return Addition(correction, tuple(spans), at, _complete(correction.table, values, at, clean))


def _find_model(models: Sequence[TableRow], name: str) -> TableRow | None:
    """A model by its id, its bare name or its name."""
    for column in ("model_id", "canonical", "name"):
        for model in models:
            if alike(model[column], name):
                return model
    return None


def _complete(table: str, values: dict[str, Any], at: TableRow, clean: str) -> dict[str, Any]:
    """The values with what follows from them and from the place: flags, and both bounds of an exact amount."""
    around = clean[max(0, at["start"] - 1) : at["end"] + 1]
    if values.get("quoted", True) is None:
        values["quoted"] = bool(set(around) & QUOTE_MARKS)
    if values.get("masked", True) is None:
        values["masked"] = bool(set(at["quote"]) & MASKS)
    if table == "numbers" and values["status"] is None:
        values["status"] = "stated"
    if table == "numbers" and values["bound"] == "exact" and values["low"] is None and values["high"] is None:
        values["low"] = values["high"] = values["value"]
    return values


def find_twin(rows: Sequence[TableRow], addition: Addition) -> TableRow | None:
    """The row a rule finds now that is the one to be added, if any."""
    table, at = addition.correction.table, addition.at
    for row in rows:
        overlaps = row["raw_start"] < at["raw_end"] and at["raw_start"] < row["raw_end"]
        same = all(alike(row[name], addition.values[name]) for name in SAME_ROW_BY[table])
        if same and (overlaps or table in PER_ARTICLE):
            return row
    return None


def make_row(rows: dict[str, list[TableRow]], addition: Addition, clean: str, edits: OffsetMap) -> None:
    """Add the row, with an id as a rule would give it, and its mentions."""
    table, at = addition.correction.table, addition.at
    id_column = TABLES[table].key[0]
    doc_id = rows["documents"][0]["doc_id"]
    given = {row[id_column] for row in rows[table]}
    key = [addition.values[name] for name in ROW_KEYS[table]]
    row_id = next(i for i in (make_row_id(doc_id, table, at, key, n) for n in count(1)) if i not in given)
    row = {"doc_id": doc_id, id_column: row_id, **at, "rule": ADDED, **addition.values, "part_of": None}
    passages = rows["passages"]
    row["passage_id"] = next((p["passage_id"] for p in passages if p["start"] <= at["start"] < p["end"]), None)
    rows[table].append(row)
    read = [(p["start"], p["end"]) for p in passages if p["region"] in READ_REGIONS]
    inside = [s for s in addition.spans[1:] if any(start <= s[0] < end for start, end in read)]
    for span in (addition.spans[0], *inside):
        add_mention(rows, row_id, "self", locate_span(edits, clean, *span))
    row["n_mentions"] = sum(m["row_id"] == row_id for m in rows["mentions"])
    add_party_mentions(rows, table, row, clean, edits)
