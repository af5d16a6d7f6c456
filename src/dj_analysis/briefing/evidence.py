"""The evidence behind every figure: which row of which table, in which file, at which place, in which words."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dj_analysis.briefing.material import make_row_ids
from dj_analysis.briefing.records import Briefing, Citation, Quantity
from dj_analysis.schema import TABLES
from dj_analysis.tables import Tables

EVIDENCE = ["id", "place", "shown", "how", "table", "row_id", "weight", "source_file", "raw_start", "raw_end", "quote"]
"""Columns of the evidence: claim or exhibit, cell of the exhibit, figure as printed (or the cited wording), how it
follows, table, row, weight, file, place in the saved page, words."""
CITED = "cited"


def list_evidence(briefing: Briefing, tables: Tables) -> pd.DataFrame:
    """Every row that every figure and every cited wording rests on, in reading order.

    In: a briefing and the tables it was written from. Out: the columns of ``EVIDENCE``; ``raw_start``, ``raw_end`` and
    ``quote`` are NA for a row that is a whole article.
    """
    lines = list(_list_lines(briefing))
    frame = pd.DataFrame(lines, columns=EVIDENCE[:7])
    places = pd.concat(
        [_locate(name, tables) for name in dict.fromkeys(frame["table"])] or [_locate("documents", tables)]
    )
    located = frame.merge(places, on=["table", "row_id"], how="left", validate="m:1")
    dtypes = {"id": "str", "place": "str", "shown": "str", "how": "str", "table": "str", "row_id": "str",
              "weight": "float64", "source_file": "str", "raw_start": "Int64", "raw_end": "Int64",
              "quote": "str"}  # fmt: skip
    return located[EVIDENCE].astype(dtypes)


def find_articles(briefing: Briefing) -> frozenset[str]:
    """The articles that figures of a briefing rest on as articles, by doc_id: also those it says were left out."""
    quantities = [quantity for claim in briefing.claims for quantity in claim.quantities]
    quantities += [quantity for exhibit in briefing.exhibits for quantity in exhibit.quantities.values()]
    return frozenset(
        trace.row_id
        for quantity in quantities
        for trace in (*quantity.traces, *quantity.of)
        if trace.table == "documents"
    )


def _list_lines(briefing: Briefing) -> Iterator[tuple[str, str, str, str, str, str, float]]:
    for section in briefing.sections:
        for claim in section.claims:
            for quantity in claim.quantities:
                yield from _list_traces(claim.claim_id, "", quantity)
            yield from _list_cited(claim.claim_id, "", claim.cited)
        for exhibit in section.exhibits:
            names = exhibit.data.iloc[:, 0].astype(str).tolist()
            for (row, column), quantity in exhibit.quantities.items():
                yield from _list_traces(exhibit.exhibit_id, f"{names[row]}·{column}", quantity)
            for quantity in exhibit.quoted:
                yield from _list_traces(exhibit.exhibit_id, "", quantity)
            for row, cited in exhibit.cited.items():
                yield from _list_cited(exhibit.exhibit_id, names[row], cited)


def _list_traces(name: str, place: str, quantity: Quantity) -> Iterator[tuple[str, str, str, str, str, str, float]]:
    for trace in (*quantity.traces, *(one for one in quantity.of if one not in set(quantity.traces))):
        yield name, place, quantity.shown, quantity.how, trace.table, trace.row_id, trace.weight


def _list_cited(
    name: str, place: str, cited: tuple[Citation, ...]
) -> Iterator[tuple[str, str, str, str, str, str, float]]:
    for text, trace in dict.fromkeys((one.text, one.trace) for one in cited):
        yield name, place, text, CITED, trace.table, trace.row_id, trace.weight


def _locate(name: str, tables: Tables) -> pd.DataFrame:
    """File, place and words of every row of a table."""
    frame = getattr(tables, name)
    files = tables.documents.set_index("doc_id")["source_file"]
    has_place = "raw_start" in frame.columns
    quote = next((column for column in ("quote", "text") if column in TABLES[name].names), None)
    return pd.DataFrame(
        {
            "table": name,
            "row_id": make_row_ids(name, frame),
            "source_file": frame["doc_id"].map(files),
            "raw_start": frame["raw_start"] if has_place else pd.array([pd.NA] * len(frame), dtype="Int64"),
            "raw_end": frame["raw_end"] if has_place else pd.array([pd.NA] * len(frame), dtype="Int64"),
            "quote": frame[quote] if quote else pd.Series([None] * len(frame), dtype="str"),
        }
    )
