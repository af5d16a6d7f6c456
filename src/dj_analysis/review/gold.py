"""Reviewed rows as gold files for ``evaluate``.

A row that was accepted, changed or added must be found; one nobody judged is optional; one that was dropped is absent,
so that finding it is an error. Measure a build that was made without the corrections.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from dj_analysis.corrections import Correction
from dj_analysis.corrections.additions import ADDED
from dj_analysis.corrections.places import alike, find_row
from dj_analysis.corrections.upkeep import CORRECTED
from dj_analysis.review.errors import ReviewError
from dj_analysis.review.items import list_records
from dj_analysis.schema import TABLES
from dj_analysis.tables import Tables

KEPT = {
    "numbers": ("value", "unit", "item", "bound", "kind"),
    "honors": ("title", "level", "recipient", "grantor", "year", "kind", "status"),
    "initiatives": ("name", "type"),
    "models": ("name", "canonical", "form"),
}
"""Columns of a gold row by table."""


def make_gold(tables: Tables, corrections: Sequence[Correction]) -> list[dict[str, Any]]:
    """Gold articles from tables that were built with the corrections: one for each article with a reviewed row."""
    documents = {d["sha256"][:16]: d for d in list_records(tables.documents)}
    rows = {name: list_records(getattr(tables, name)) for name in (*KEPT, "model_components")}
    gold = []
    for doc_id in sorted({c.document[:16] for c in corrections if c.table in KEPT} & documents.keys()):
        own = [c for c in corrections if c.document[:16] == doc_id]
        article: dict[str, Any] = {"doc": PurePosixPath(documents[doc_id]["source_file"]).stem, "meta": {}}
        for name in KEPT:
            mine = [row for row in rows[name] if row["doc_id"] == doc_id]
            reviewed = _find_reviewed(name, mine, own)
            article[name] = [_make_row(name, row, reviewed, rows["model_components"]) for row in mine]
        gold.append(article)
    return gold


def _find_reviewed(name: str, rows: Sequence[Mapping[str, Any]], corrections: Iterable[Correction]) -> set[str]:
    """Ids of rows that a person has judged."""
    id_column = TABLES[name].key[0]
    found = {row[id_column] for row in rows if row["rule"] == ADDED or row["rule"].endswith(CORRECTED)}
    for correction in corrections:
        if correction.table == name:
            found |= {row[id_column] for row in rows if _confirms(correction, row, rows)}
    return found


def _confirms(correction: Correction, row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a row says what a person accepted, changed it to, or added."""
    if correction.action == "add":
        return all(alike(row[name], value) for name, value in correction.values.items() if value is not None)
    if correction.action == "drop" or find_row(rows, correction) is not row:
        return False
    return correction.action == "accept" or alike(row[correction.column], correction.new)


def _make_row(
    name: str, row: Mapping[str, Any], reviewed: set[str], components: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    row_id = row[TABLES[name].key[0]]
    made: dict[str, Any] = {"surface": row["quote"], **{column: row[column] for column in KEPT[name]}}
    if name == "models":
        parts = [c for c in components if c["model_id"] == row_id]
        made["components"] = [{"slot": c["slot"], "count": c["count"], "text": c["text"]} for c in parts]
    return made if row_id in reviewed else {**made, "optional": True}


def write_gold(folder: Path, gold: Iterable[Mapping[str, Any]]) -> list[Path]:
    """Write one file an article; one that is there already is never written over. Raises ReviewError."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for article in gold:
            path = folder / f"{article['doc']}.json"
            with path.open("x", encoding="utf-8", newline="\n") as file:
                json.dump(article, file, ensure_ascii=False, indent=1)
            written.append(path)
    except FileExistsError as error:
        raise ReviewError(f"{error.filename}: is there already; name another folder with --out") from error
    except OSError as error:
        raise ReviewError(f"{folder}: cannot be written ({error.strerror}); name another folder with --out") from error
    return written
