"""What must follow when a row is changed or removed: bounds, mentions, parts, counts and facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dj_analysis.cleaning.edits import OffsetMap
from dj_analysis.rows import TableRow, locate_span, make_fact_rows
from dj_analysis.schema import TABLES

CORRECTED = "+corrected"
PARTIES = {"honors": ("recipient", "grantor"), "numbers": ("subject",)}
"""Columns whose wording has places of its own in the table of mentions."""
Rows = dict[str, list[TableRow]]


def follow_cells(
    rows: Rows, table: str, row: TableRow, changed: Mapping[str, Any], clean: str, edits: OffsetMap
) -> None:
    """Write changed cells into a row, keep its id, mark its rule, and let bounds and mentions follow."""
    if not changed:
        return
    row.update(changed)
    if not row["rule"].endswith(CORRECTED):
        row["rule"] += CORRECTED
    if table == "numbers" and changed.keys() & {"value", "bound"}:
        # 300多 reaches to 399 by its wording; what another amount reaches to is only known where it is exact.
        follows = row["value"] if row["bound"] == "exact" else None
        row.update({name: follows for name in ("low", "high") if name not in changed})
    parties = [role for role in PARTIES.get(table, ()) if role in changed]
    if parties:
        row_id = row[TABLES[table].key[0]]
        rows["mentions"] = [m for m in rows["mentions"] if m["row_id"] != row_id or m["role"] not in parties]
        add_party_mentions(rows, table, row, clean, edits, parties)


def add_party_mentions(
    rows: Rows, table: str, row: TableRow, clean: str, edits: OffsetMap, roles: list[str] | None = None
) -> None:
    """Mention recipient, grantor or subject where the text has that wording: the place nearest to the row."""
    for role in roles if roles is not None else PARTIES.get(table, ()):
        wording = row[role]
        if not wording:
            continue
        before = clean.rfind(wording, 0, row["end"])
        after = clean.find(wording, row["start"])
        found = [at for at in (before, after) if at >= 0]
        if found:
            start = min(found, key=lambda at: abs(at - row["start"]))
            place = locate_span(edits, clean, start, start + len(wording))
            add_mention(rows, row[TABLES[table].key[0]], role, place)


def add_mention(rows: Rows, row_id: str, role: str, at: TableRow) -> None:
    """Note a place of a row, once."""
    known = {(m["role"], m["start"], m["end"]) for m in rows["mentions"] if m["row_id"] == row_id}
    if (role, at["start"], at["end"]) not in known:
        rows["mentions"].append({"doc_id": rows["documents"][0]["doc_id"], "row_id": row_id, "role": role, **at})


def remove_row(rows: Rows, table: str, row_id: str) -> None:
    """Remove a row, its mentions, the parts of a model, and what points to it."""
    id_column = TABLES[table].key[0]
    gone = {row_id}
    if table == "models":
        gone |= {c["component_id"] for c in rows["model_components"] if c["model_id"] == row_id}
        rows["model_components"] = [c for c in rows["model_components"] if c["model_id"] != row_id]
    rows[table] = [r for r in rows[table] if r[id_column] != row_id]
    rows["mentions"] = [m for m in rows["mentions"] if m["row_id"] not in gone]
    for number in rows["numbers"]:
        if number["part_of"] in gone:
            number["part_of"] = None


def renew_derived(rows: Rows) -> None:
    """Count the parts of every model anew, and make the facts anew."""
    for model in rows["models"]:
        found = sum(c["model_id"] == model["model_id"] for c in rows["model_components"])
        announced = model["n_announced"]
        model["n_found"] = found
        model["complete"] = None if announced is None else found >= announced
    rows["facts"] = make_fact_rows(rows)
