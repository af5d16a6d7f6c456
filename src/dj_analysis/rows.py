"""Turn one article and what was extracted from it into table rows with stable ids and places in the raw page."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Any

from dj_analysis.amount_wording import format_amount, word_number
from dj_analysis.cleaning.edits import OffsetMap
from dj_analysis.records import (
    READ_REGIONS,
    Article,
    ComponentRow,
    DateRow,
    Extraction,
    HonorRow,
    InitiativeRow,
    Mention,
    ModelRow,
    NumberRow,
    OrganisationRow,
    Row,
    Span,
)
from dj_analysis.schema import PLANNED, VALUES_ZH

TableRow = dict[str, Any]
ROW_ID_LENGTH = 16
"""Hex digits kept of a row id's sha256: 64 bits, so a chance clash needs billions of rows."""


def make_article_rows(article: Article, extraction: Extraction) -> dict[str, list[TableRow]]:
    """Rows of every table for one article, in page order, each with its place in clean and raw text.

    The result has one list per table of ``schema.TABLES``.
    """
    place = _Place(article)
    rows: dict[str, list[TableRow]] = {
        "documents": [_document_row(article)],
        "passages": _passage_rows(article, place),
        "edits": _edit_rows(article),
        "unresolved": _damage_rows(article),
        "mentions": [],
        **_number_rows(extraction.numbers, place),
        **_plain_rows("honors", "honor_id", extraction.honors, place),
        **_plain_rows("initiatives", "initiative_id", extraction.initiatives, place),
        **_model_rows(extraction.models, place),
        **_plain_rows("dates", "date_id", extraction.dates, place),
        **_plain_rows("organisations", "organisation_id", extraction.organisations, place),
    }
    rows["mentions"] = place.mentions
    rows["facts"] = make_fact_rows(rows)
    return rows


ROW_KEYS: Mapping[str, tuple[str, ...]] = {
    "numbers": ("value", "unit", "item"),
    "honors": ("title", "recipient"),
    "initiatives": ("name",),
    "models": ("canonical",),
    "model_components": ("model_id", "slot", "text"),
    "dates": ("role",),
    "organisations": ("name", "kind"),
}
"""Columns that tell rows of one place apart; they go into the row's id."""


def locate_span(edits: OffsetMap, clean: str, start: int, end: int) -> TableRow:
    """Start, end, quote and raw place of a clean span, grown to whole replacements: a replay gives the quote."""
    if start >= end:
        start, end = edits.widen(start, end)
        raw_start, raw_end = edits.to_raw(start, end)
        return {"start": start, "end": end, "quote": clean[start:end], "raw_start": raw_start, "raw_end": raw_end}
    before_start, before_end = bisect_right(edits.clean_start, start), bisect_right(edits.clean_start, end - 1)
    if before_start and start < edits.clean_end[before_start - 1]:
        start, raw_start = edits.clean_start[before_start - 1], edits.raw_start[before_start - 1]
    else:
        raw_start = start - edits.shift[before_start]
    if before_end and end <= edits.clean_end[before_end - 1]:
        end, raw_end = edits.clean_end[before_end - 1], edits.raw_end[before_end - 1]
    else:
        raw_end = end - edits.shift[before_end]
    return {"start": start, "end": end, "quote": clean[start:end], "raw_start": raw_start, "raw_end": raw_end}


def make_row_id(doc_id: str, kind: str, at: Mapping[str, Any], distinct: Iterable[object], repeat: int = 1) -> str:
    """A hash of document, kind, raw place and what distinguishes the row; ``repeat`` counts rows that are alike."""
    parts = [doc_id, kind, at["raw_start"], at["raw_end"], *distinct, *([repeat] if repeat > 1 else [])]
    return _digest("\x1f".join(map(str, parts)))


class _Place:
    """Quotes, raw places, ids and mentions of one article; remembers the ids it has given."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.map = OffsetMap(article.edits)
        self.mentions: list[TableRow] = []
        self._given: set[str] = set()
        self._located: dict[tuple[int, int], TableRow] = {}
        self._passage_starts = [p.start for p in article.passages]

    def locate(self, start: int, end: int) -> TableRow:
        """The columns of a place; most places are asked for twice, as a row's own and as its mention."""
        found = self._located.get((start, end))
        if found is None:
            found = self._located[start, end] = locate_span(self.map, self.article.clean, start, end)
        return found

    def identify(self, kind: str, at: TableRow, *distinct: object) -> str:
        repeat = 1
        while (row_id := make_row_id(self.article.document.doc_id, kind, at, distinct, repeat)) in self._given:
            repeat += 1
        self._given.add(row_id)
        return row_id

    def passage_id(self, start: int) -> str | None:
        at = bisect_right(self._passage_starts, start) - 1
        passage = self.article.passages[at] if at >= 0 else None
        return _passage_id(self.article, passage.position) if passage and start < passage.end else None

    def record_mentions(self, row_id: str, mentions: Iterable[Mention]) -> int:
        """Keep the mentions of a row; returns how many are of the row itself."""
        doc_id, own = self.article.document.doc_id, 0
        for start, end, role in sorted({(m.start, m.end, m.role) for m in mentions}):
            own += role == "self"
            self.mentions.append({"doc_id": doc_id, "row_id": row_id, "role": role, **self.locate(start, end)})
        return own


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:ROW_ID_LENGTH]


def _passage_id(article: Article, position: int) -> str:
    return f"{article.document.doc_id}-p{position:04d}"


def _document_row(article: Article) -> TableRow:
    document, meta = article.document, article.metadata
    kept = sum(p.end - p.start for p in article.passages if p.region in READ_REGIONS)
    return {
        "doc_id": document.doc_id,
        "source_file": document.source_file,
        "other_files": "|".join(document.other_files) or None,
        "sha256": document.sha256,
        "encoding": document.encoding,
        **{f.name: getattr(meta, f.name) for f in fields(meta)},
        "n_chars_raw": len(document.raw),
        "n_chars": len(article.clean),
        "noise_share": round(1 - kept / len(document.raw), 6) if document.raw else 0.0,
        "duplicate_of": None,
    }


def _passage_rows(article: Article, place: _Place) -> list[TableRow]:
    rows = []
    for passage in article.passages:
        raw_start, raw_end = place.map.to_raw(passage.start, passage.end)
        rows.append(
            {
                "doc_id": article.document.doc_id,
                "passage_id": _passage_id(article, passage.position),
                "start": passage.start,
                "end": passage.end,
                "text": article.clean[passage.start : passage.end],
                "raw_start": raw_start,
                "raw_end": raw_end,
                "rule": f"region_{passage.region}",
                "position": passage.position,
                "region": passage.region,
                "locator": passage.locator,
            }
        )
    return rows


def _edit_rows(article: Article) -> list[TableRow]:
    doc_id = article.document.doc_id
    return [
        {
            "doc_id": doc_id,
            "stage": stage,
            "rule": rule,
            "raw_start": raw_start,
            "raw_end": raw_end,
            "before": before,
            "after": after or None,
            "confidence": confidence,
        }
        for stage, rule, raw_start, raw_end, before, after, confidence in article.edits
    ]


ELSEWHERE = frozenset({"start", "end", "rule", "mentions", "part_of", "components"})
"""Fields of an extracted row that are common columns or go to other tables."""


def _damage_rows(article: Article) -> list[TableRow]:
    doc_id = article.document.doc_id
    return [{"doc_id": doc_id, **d._asdict()} for d in article.damages]


@lru_cache(maxsize=32)
def _own_columns(kind: type) -> tuple[tuple[str, ...], Callable[[Row], tuple[Any, ...]]]:
    """A kind of row's own columns, all but the span, the rule and what goes to other tables, and a reader of them."""
    names = tuple(f.name for f in fields(kind) if f.name not in ELSEWHERE)
    return names, attrgetter(*names)


def _base_row(row: Row, kind: str, id_column: str, place: _Place, distinct: Iterable[object]) -> TableRow:
    at = place.locate(row.start, row.end)
    row_id = place.identify(kind, at, *distinct)
    of: Any = type(row)
    names, read = _own_columns(of)
    base = {"doc_id": place.article.document.doc_id, id_column: row_id, **at, "rule": row.rule}
    base.update(zip(names, read(row), strict=True))
    base["n_mentions"] = place.record_mentions(row_id, row.mentions or (Mention("self", row.start, row.end),))
    return base


def _plain_rows(
    table: str,
    id_column: str,
    rows: Iterable[HonorRow | InitiativeRow | DateRow | OrganisationRow],
    place: _Place,
) -> dict[str, list[TableRow]]:
    key = ROW_KEYS[table]
    ordered = sorted(rows, key=lambda r: (r.start, r.end, [str(getattr(r, k)) for k in key]))
    return {table: [_base_row(r, table, id_column, place, [getattr(r, k) for k in key]) for r in ordered]}


def _number_rows(rows: Iterable[NumberRow], place: _Place) -> dict[str, list[TableRow]]:
    ordered = sorted(rows, key=lambda r: (r.start, r.end, r.value, str(r.item)))
    made = [_base_row(r, "numbers", "number_id", place, (r.value, r.unit, r.item)) for r in ordered]
    by_span: dict[Span, str] = {}
    for row, values in zip(ordered, made, strict=True):
        by_span.setdefault(row.span, values["number_id"])
    for row, values in zip(ordered, made, strict=True):
        values["part_of"] = by_span.get(row.part_of) if row.part_of else None
        values["unit"] = values["unit"] or None
        values["passage_id"] = place.passage_id(row.start)
    return {"numbers": made}


def _model_rows(rows: Iterable[ModelRow], place: _Place) -> dict[str, list[TableRow]]:
    models, components = [], []
    for model in sorted(rows, key=lambda r: (r.start, r.end, r.canonical)):
        values = _base_row(model, "models", "model_id", place, (model.canonical,))
        values["n_found"] = len(model.components)
        announced = model.n_announced
        values["complete"] = None if announced is None else len(model.components) >= announced
        models.append(values)
        components += [_component_row(c, values["model_id"], place) for c in model.components]
    return {"models": models, "model_components": components}


def _component_row(row: ComponentRow, model_id: str, place: _Place) -> TableRow:
    values = _base_row(row, "model_components", "component_id", place, (model_id, row.slot, row.text))
    return {**values, "model_id": model_id}


def label_school(document: Mapping[str, Any]) -> str:
    """The school's name, or 未具名 with the unit or the file, so that unnamed schools are never pooled.

    >>> label_school({"school": None, "unit": "机关党总支", "source_file": "a.txt"})
    '未具名·机关党总支'
    """
    unknown = document["unit"] or PurePosixPath(document["source_file"]).stem
    return document["school"] or f"未具名·{unknown}"


def make_fact_rows(rows: Mapping[str, list[TableRow]]) -> list[TableRow]:
    """The facts of one article, from its rows of numbers, honors and initiatives."""
    document = rows["documents"][0]
    school = label_school(document)
    facts = [_number_fact(r) for r in rows["numbers"]]
    facts += [_honor_fact(r) for r in rows["honors"]]
    facts += [_initiative_fact(r) for r in rows["initiatives"]]
    for fact in facts:
        fact.update(school=school, unit_name=document["unit"])
    return sorted(facts, key=lambda f: (f["start"], f["end"], f["kind"], f["fact_id"]))


def _common(row: TableRow, id_column: str, kind: str) -> TableRow:
    return {
        "doc_id": row["doc_id"],
        "start": row["start"],
        "end": row["end"],
        "quote": row["quote"],
        "raw_start": row["raw_start"],
        "raw_end": row["raw_end"],
        "rule": row["rule"],
        "fact_id": row[id_column],
        "kind": kind,
    }


def _number_fact(row: TableRow) -> TableRow:
    amount = format_amount(row["value"], row["bound"], row["high"], row["unit"], row["quote"])
    words = word_number(row["item"], row["measure"], amount, row["quote"])
    return {
        **_common(row, "number_id", "number"),
        "label": f"{words}（{VALUES_ZH['number_status'][PLANNED]}）" if row["status"] == PLANNED else words,
        "value": row["value"],
        "value_unit": row["unit"],
        "measure": row["measure"],
        "status": row["status"],
    }


def _honor_fact(row: TableRow) -> TableRow:
    head = f"{row['recipient']}：" if row["recipient"] else ""
    notes = [VALUES_ZH["level"][row["level"]], VALUES_ZH["status"][row["status"]]]
    label = f"{head}{row['title']}（{'，'.join(notes)}）"
    known = {name: row[name] for name in ("level", "year", "status")}
    return {**_common(row, "honor_id", "honor"), "label": label, **known}


def _initiative_fact(row: TableRow) -> TableRow:
    label = f"{row['name']}（{VALUES_ZH['type'][row['type']]}）"
    return {**_common(row, "initiative_id", "initiative"), "label": label}
