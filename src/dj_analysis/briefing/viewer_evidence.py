"""A briefing as data of the evidence viewer: its claims, exhibits, and the rows every figure rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from dj_analysis.briefing.viewer_pieces import cut_sentence
from dj_analysis.schema import TABLES
from dj_analysis.tables import Tables

if TYPE_CHECKING:
    from dj_analysis.briefing.records import Briefing, Citation, Claim, Exhibit, Quantity, Section, Trace
    from dj_analysis.briefing.viewer_data import Pages

Target = int | str | list[int]
"""Where a trace leads: a row's number, ``-1 - number`` of an article, ``[article, place, length]``, or a lost id."""


def make_evidence(briefing: Briefing, tables: Tables, pages: Pages) -> dict[str, Any]:
    """The briefing's sections as the page shows them; figures are numbered in the order they are read."""
    return _Evidence(tables, pages).tell(briefing)


class _Evidence:
    """Collects the figures of a briefing while its sections are worded."""

    def __init__(self, tables: Tables, pages: Pages) -> None:
        self.rows, self.documents = pages.rows, pages.documents
        columns = (tables.passages[name] for name in ("passage_id", "doc_id", "start", "text"))
        self.passages = {
            str(i): (str(doc), int(start), str(text)) for i, doc, start, text in zip(*columns, strict=True)
        }
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
        figures = [self._add(quantity) for quantity in claim.quantities]
        return {"id": claim.claim_id, "text": self._cut(claim.text, figures, claim.cited), "figures": figures}

    def _tell_exhibit(self, exhibit: Exhibit) -> dict[str, Any]:
        names = [str(name) for name in exhibit.data.columns]
        figures = {
            (row, names.index(column)): self._add(quantity) for (row, column), quantity in exhibit.quantities.items()
        }
        cells = [
            [
                figures[at, column] if (at, column) in figures
                else self._cut(_word_cell(value), [], exhibit.cited.get(at, ()))
                for column, value in enumerate(row)
            ]
            for at, row in enumerate(exhibit.data.itertuples(index=False, name=None))
        ]  # fmt: skip
        quoted = [self._add(quantity) for quantity in exhibit.quoted]
        title = self._cut(exhibit.title, [] if exhibit.finding else quoted)
        told = f"{exhibit.finding}。{exhibit.note}" if exhibit.finding else exhibit.note
        note = self._cut(told, [figure for figure in quoted if figure not in title])
        return {
            "id": exhibit.exhibit_id,
            "title": title,
            "note": note,
            "columns": names,
            "cells": cells,
            "figures": [*figures.values(), *quoted],
        }

    def _cut(self, text: str, figures: Sequence[int], cited: Sequence[Citation] = ()) -> list[str | int | list[Any]]:
        """Text in pieces: words, numbers of figures, and cited wordings with where they lead.

        Figures that do not stand in the text follow it.
        """
        shown = [self.quantities[figure]["shown"] for figure in figures]
        out: list[str | int | list[Any]] = []
        for piece in cut_sentence(text, shown, [one.text for one in cited]):
            if piece.kind == "figure":
                out.append(figures[piece.number])
            elif piece.kind == "cited":
                out.append([piece.text, self._find(cited[piece.number].trace, piece.text)])
            else:
                out.append(piece.text)
        return [*out, *(figure for figure in figures if figure not in out)]

    def _add(self, quantity: Quantity) -> int:
        self.quantities.append(
            {
                "shown": quantity.shown,
                "how": quantity.how,
                "column": _word_column(quantity),
                "term": quantity.term or "",
                "by": (quantity.by or "").removeprefix("dj_analysis."),
                "traces": [self._find(trace, quantity.term) for trace in quantity.traces],
                "weights": _list_weights(quantity.traces),
                "of": [self._find(trace) for trace in quantity.of],
            }
        )
        return len(self.quantities) - 1

    def _find(self, trace: Trace, term: str | None = None) -> Target:
        """Where a trace leads; in a passage, to the first place of the term."""
        if trace.row_id in self.rows:
            return self.rows[trace.row_id]
        if trace.row_id in self.passages:
            doc_id, start, text = self.passages[trace.row_id]
            at = text.find(term) if term else -1
            return [self.documents[doc_id], start + max(0, at), len(term) if term and at >= 0 else 0]
        doc_id = trace.row_id.partition(":")[0]
        return -1 - self.documents[doc_id] if doc_id in self.documents else trace.row_id


def _list_weights(traces: Sequence[Trace]) -> list[float]:
    """How often each row counts; empty where all count once."""
    weights = [trace.weight for trace in traces]
    return weights if any(weight != 1 for weight in weights) else []


def _word_column(quantity: Quantity) -> str:
    """Chinese heading of the cell a figure is read from."""
    table = TABLES.get(quantity.traces[0].table) if quantity.traces else None
    headings = {column.name: column.zh for column in table.columns} if table else {}
    return headings.get(quantity.column or "", quantity.column or "")


def _word_cell(value: Any) -> str:  # noqa: ANN401 - any cell
    """What a cell without a figure shows."""
    if pd.isna(value):
        return "—"
    return f"{value:.12g}" if isinstance(value, float) else str(value)
