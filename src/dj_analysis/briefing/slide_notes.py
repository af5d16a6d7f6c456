"""Speaker notes: for every figure of a slide where it comes from, so that a presenter can answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from dj_analysis.briefing.records import Claim, Exhibit, Quantity, Trace
from dj_analysis.briefing.slide_text import clean_text, flatten_text
from dj_analysis.schema import TABLES
from dj_analysis.tables import Tables

MOST_ROWS = 4
"""Rows told of each figure: what one can say on being asked; all of them stand in the evidence page."""
LONGEST_QUOTE = 60
HOW = {
    "rows": "所据行数",
    "documents": "所据文章数",
    "schools": "所据学校数",
    "articles": "所据文章数",
    "sum": "所据各行之和",
    "value": "该行所载",
    "share": "占比",
    "computed": "由所据文章算得",
}
"""How a figure follows from its rows, in words."""
EVIDENCE = "全部依据见 证据.html"

Tell = Callable[[Trace], str]


def make_teller(tables: Tables) -> Tell:
    """What tells of a row, by its trace: file, place in the saved page, and quote."""
    files = dict(zip(tables.documents["doc_id"], tables.documents["source_file"], strict=True))
    titles = dict(zip(tables.documents["doc_id"], tables.documents["title"], strict=True))
    indexes: dict[str, Mapping[str, Mapping[Any, Any]]] = {}

    def tell(trace: Trace) -> str:
        if trace.table not in indexes:
            indexes[trace.table] = _index_rows(tables, trace.table)
        row = indexes[trace.table].get(trace.row_id)
        if row is None:
            return f"{_name_table(trace.table)} {trace.row_id}"
        file = files.get(row["doc_id"], row["doc_id"])
        if trace.table == "documents":
            return f"{file}《{_shorten(titles.get(row['doc_id']))}》"
        return f"{file}{_tell_place(row)}「{_shorten(row.get('quote', row.get('text')))}」"

    return tell


def _index_rows(tables: Tables, name: str) -> Mapping[str, Mapping[Any, Any]]:
    if name not in TABLES:
        return {}
    keys, frame = TABLES[name].key, getattr(tables, name)
    ids = frame[list(keys)].astype(str).agg(":".join, axis=1) if len(frame) else []
    return dict(zip(ids, frame.to_dict("records"), strict=True))


def _name_table(name: str) -> str:
    return TABLES[name].zh if name in TABLES else name


def _tell_place(row: Mapping[Any, Any]) -> str:
    if "raw_start" not in row or pd.isna(row["raw_start"]):
        return ""
    return f" 原文[{int(row['raw_start'])}, {int(row['raw_end'])})"


def _shorten(text: Any) -> str:  # noqa: ANN401 - any cell
    if text is None or pd.isna(text):
        return "无标题"
    flat = flatten_text(str(text))
    return flat if len(flat) <= LONGEST_QUOTE else flat[: LONGEST_QUOTE - 1] + "…"


def write_notes(claims: Sequence[Claim], exhibits: Sequence[Exhibit], tell: Tell) -> str:
    """The notes of a slide: its claims whole, each with its figures and their rows; then what its exhibits rest on."""
    lines = [line for claim in claims for line in _tell_claim(claim, tell)]
    lines += [line for exhibit in exhibits for line in _tell_exhibit(exhibit)]
    return clean_text("\n".join([*lines, EVIDENCE])) if lines else ""


def _tell_claim(claim: Claim, tell: Tell) -> Iterator[str]:
    yield f"{claim.claim_id}　{claim.text}"
    for quantity in claim.quantities:
        yield f"  · {quantity.shown}：{_tell_how(quantity)}"
        traces = quantity.traces
        yield from (f"      {tell(trace)}" for trace in traces[:MOST_ROWS])
        if len(traces) > MOST_ROWS:
            yield f"      另有 {len(traces) - MOST_ROWS} 行"


def _tell_how(quantity: Quantity) -> str:
    how = HOW.get(quantity.how, quantity.how)
    if quantity.how == "share" and quantity.of:
        how = f"{len(quantity.traces)} / {len(quantity.of)}"
    return f"{how}（{quantity.by}）" if quantity.by else how


def _tell_exhibit(exhibit: Exhibit) -> Iterator[str]:
    counted = {(trace.table, trace.row_id) for q in exhibit.quantities.values() for trace in q.traces}
    by_table: dict[str, int] = {}
    for table, _ in sorted(counted):
        by_table[table] = by_table.get(table, 0) + 1
    rests = "、".join(f"{_name_table(table)} {n} 行" for table, n in by_table.items())
    yield f"{exhibit.exhibit_id}　{exhibit.title}" + (f"　依据：{rests}" if rests else "")
    if exhibit.note:
        yield f"  {exhibit.note}"
