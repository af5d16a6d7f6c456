"""A briefing as data of the evidence viewer: its claims, exhibits, and the rows every figure rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from dj_analysis.schema import TABLES
from dj_analysis.tables import Tables

if TYPE_CHECKING:
    from dj_analysis.briefing.records import Briefing, Claim, Exhibit, Quantity, Section, Trace
    from dj_analysis.briefing.viewer_data import Pages

Target = int | str | list[int]
"""Where a trace leads: a row's number, ``-1 - number`` of an article, ``[article, place]``, or an id not found."""


def make_evidence(briefing: Briefing, tables: Tables, pages: Pages) -> dict[str, Any]:
    """The briefing's sections as the page shows them; figures are numbered in the order they are read."""
    return _Evidence(tables, pages).tell(briefing)


class _Evidence:
    """Collects the figures of a briefing while its sections are worded."""

    def __init__(self, tables: Tables, pages: Pages) -> None:
        self.rows, self.documents = pages.rows, pages.documents
        starts = zip(*(tables.passages[name] for name in ("passage_id", "doc_id", "start")), strict=True)
        self.passages: Mapping[str, tuple[str, int]] = {str(i): (str(doc), int(start)) for i, doc, start in starts}
        self.quantities: list[dict[str, Any]] = []

    def tell(self, briefing: Briefing) -> dict[str, Any]:
        sections = [self._tell_section(section) for section in briefing.sections]
        return {
            "title": briefing.title,
            "subtitle": briefing.subtitle,
            "from": briefing.made_from,
            "sections": sections,
            "quantities": self.quantities,
        }

    def _tell_section(self, section: Section) -> dict[str, Any]:
        return {
            "title": section.title,
            "heading": section.heading,
            "remarks": list(section.remarks),
            "claims": [self._tell_claim(claim) for claim in section.claims],
            "exhibits": [self._tell_exhibit(exhibit) for exhibit in section.exhibits],
        }

    def _tell_claim(self, claim: Claim) -> dict[str, Any]:
        return {"id": claim.claim_id, "text": claim.text, "figures": [self._add(one) for one in claim.quantities]}

    def _tell_exhibit(self, exhibit: Exhibit) -> dict[str, Any]:
        names = [str(name) for name in exhibit.data.columns]
        figures = {
            (row, names.index(column)): self._add(quantity) for (row, column), quantity in exhibit.quantities.items()
        }
        cells = [
            [_word_cell(value, figures.get((at, column))) for column, value in enumerate(row)]
            for at, row in enumerate(exhibit.data.itertuples(index=False, name=None))
        ]
        return {
            "id": exhibit.exhibit_id,
            "title": exhibit.title,
            "note": exhibit.note,
            "columns": names,
            "cells": cells,
        }

    def _add(self, quantity: Quantity) -> int:
        self.quantities.append(
            {
                "shown": quantity.shown,
                "how": quantity.how,
                "column": _word_column(quantity),
                "by": quantity.by or "",
                "traces": [self._find(trace) for trace in quantity.traces],
                "weights": _list_weights(quantity.traces),
                "of": [self._find(trace) for trace in quantity.of],
            }
        )
        return len(self.quantities) - 1

    def _find(self, trace: Trace) -> Target:
        if trace.table == "documents" and trace.row_id in self.documents:
            return -1 - self.documents[trace.row_id]
        if trace.row_id in self.rows:
            return self.rows[trace.row_id]
        doc_id, start = self.passages.get(trace.row_id, ("", 0))
        return [self.documents[doc_id], start] if doc_id in self.documents else trace.row_id


def _list_weights(traces: Sequence[Trace]) -> list[float]:
    """How often each row counts; empty where all count once."""
    weights = [trace.weight for trace in traces]
    return weights if any(weight != 1 for weight in weights) else []


def _word_column(quantity: Quantity) -> str:
    """Chinese heading of the cell a figure is read from."""
    table = TABLES.get(quantity.traces[0].table) if quantity.traces else None
    headings = {column.name: column.zh for column in table.columns} if table else {}
    return headings.get(quantity.column or "", quantity.column or "")


def _word_cell(value: Any, figure: int | None) -> Any:  # noqa: ANN401 - any cell
    """What a cell of an exhibit shows: the number of its figure, or words."""
    if figure is not None:
        return figure
    if pd.isna(value):
        return "—"
    return f"{value:.12g}" if isinstance(value, float) else str(value)
