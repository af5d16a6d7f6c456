"""Changes as a page and as the table of a slide, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dj_analysis.changes.records import KINDS, Changes, RowChange
from dj_analysis.rows import ROW_KEYS
from dj_analysis.schema import TABLES

MOST_SHOWN = 40
"""Rows a page shows of each table, and files of each kind."""


def tabulate_changes(changes: Changes) -> list[list[str]]:
    """The table of a page or a slide: rows before and after by table, and how many came, went, moved or changed.

    >>> changes = Changes((), (), (), {"documents": (1, 1), "honors": (2, 3)}, {"honors": {"gained": 1}}, ())
    >>> tabulate_changes(changes)[-1]
    ['荣誉', '2', '3', '1', '0', '0', '0']
    """
    lines = [["表", "此前", "现在", *KINDS.values()]]
    for name, (before, after) in changes.sizes.items():
        counts = changes.counts.get(name, {})
        if name == "documents":
            counts = {"gained": len(changes.added), "lost": len(changes.removed), "changed": len(changes.replaced)}
        lines.append([TABLES[name].zh, str(before), str(after), *(str(counts.get(kind, 0)) for kind in KINDS)])
    return lines


def describe_changes(changes: Changes) -> Iterator[str]:
    """The changes as one page, after the table: files that came, went or were replaced, then rows by table."""
    for head, names in (("新增文章", changes.added), ("移除文章", changes.removed), ("原文有改动", changes.replaced)):
        if names:
            yield f"{head} {len(names)}：{'、'.join(names[:MOST_SHOWN])}" + ("……" if len(names) > MOST_SHOWN else "")
    for table in ROW_KEYS:
        rows = [row for row in changes.rows if row.table == table]
        for row in rows[:MOST_SHOWN]:
            yield f"{TABLES[table].zh} {KINDS[row.kind]}  {row.file}  {row.label}{tell_cells(row)}  {row.row_id}"
        if len(rows) > MOST_SHOWN:
            yield f"{TABLES[table].zh} 另有 {len(rows) - MOST_SHOWN} 行"


def tell_cells(row: RowChange) -> str:
    """The cells of a row that changed, old and new, in brackets; nothing where none did."""
    zh = {c.name: c.zh for c in TABLES[row.table].columns}
    told = (f"{zh[name]} {_tell_value(old)} → {_tell_value(new)}" for name, (old, new) in row.cells.items())
    text = "，".join(told)
    return f"（{text}）" if text else ""


def _tell_value(value: Any) -> str:  # noqa: ANN401 - any cell
    if value is None:
        return "空"
    return f"{value:.12g}" if isinstance(value, float) else str(value)
