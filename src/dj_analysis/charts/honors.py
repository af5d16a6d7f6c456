"""Honours by level and by how far they have come, a small panel per school."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from dj_analysis.charts.choice import choose_groups
from dj_analysis.charts.style import (
    FAINT,
    INK,
    LINE_HEIGHT,
    MUTED,
    ChartFigure,
    new_chart,
    pick_colors,
    show_reason,
    wrap_evenly,
)
from dj_analysis.schema import LEVELS, VALUES_ZH

TITLE = "荣誉的级别与状态"
MAX_PANELS, COLUMNS = 12, 3
LEAST_INCHES = 8.0
NAME_WIDTH = 15
BAR_INCHES, PANEL_INCHES, KEY_INCHES = 0.26, 0.75, 0.35
FILLS: Mapping[str, Mapping[str, Any]] = {
    "awarded": {"alpha": 1.0},
    "listed": {"alpha": 0.5},
    "cultivating": {"alpha": 0.35, "hatch": "////"},
    "nominated": {"fill": False},
}
"""How a status is told apart within the colour of a school: the surer, the fuller."""


def honor_levels(
    honors: pd.DataFrame,
    *,
    by: str = "school",
    schools: Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
) -> ChartFigure:
    """Honours of every school by level; filled as far as they have come: won, listed, in preparation, nominated.

    In: ``count_honors`` (or ``compare_honors``); ``schools`` chooses groups, ``colors`` gives the colours of all groups
    of the corpus. The twelve with most honours have a panel; the note says how many are left out. Aims and nominations
    are never added to what was won.
    """
    chosen, remark = choose_groups(honors, by, schools)
    rows = chosen[chosen["n"] > 0].groupby([by, "level", "status"], as_index=False).agg(n=("n", "sum"))
    if rows.empty:
        return show_reason(remark or "没有抽取到荣誉。", title=TITLE, data=rows)
    totals = rows.groupby(by)["n"].sum().sort_values(ascending=False, kind="stable")
    shown = list(totals.index[:MAX_PANELS])
    levels = [level for level in LEVELS if level in set(rows["level"])]
    tints = {**pick_colors(honors[by]), **(colors or {})}
    columns = 2 if len(shown) == 2 * 2 else min(COLUMNS, len(shown))
    lines = math.ceil(len(shown) / columns)

    most = int(rows.groupby([by, "level"])["n"].sum().max())

    def draw(figure: ChartFigure) -> None:
        height = _panel_inches(levels)
        grid = figure.add_gridspec(lines + 1, columns, height_ratios=[KEY_INCHES, *[height] * lines])
        _draw_key(figure.add_subplot(grid[0, :]), [status for status in FILLS if status in set(rows["status"])])
        for i, name in enumerate(shown):
            axes = figure.add_subplot(grid[1 + i // columns, i % columns])
            _draw_panel(axes, rows[rows[by] == name], levels, tints[name], most)
            axes.set_title(
                wrap_evenly(f"{name}　{totals[name]}项", NAME_WIDTH, max_lines=2),
                size=10,
                loc="left",
                linespacing=LINE_HEIGHT,
            )
            axes.tick_params(labelleft=i % columns == 0, labelbottom=i + columns >= len(shown))
            axes.set_xlabel("项" if i + columns >= len(shown) else "")

    title = _state_finding(rows, by)
    note = _write_note(rows, by, len(totals), remark)
    size = (max(3.4 * columns, LEAST_INCHES), 1.6 + KEY_INCHES + lines * _panel_inches(levels))
    return new_chart(size, draw, title=title, note=note, data=rows, alt=_describe(title, rows, levels))


def _panel_inches(levels: Sequence[str]) -> float:
    return PANEL_INCHES + BAR_INCHES * len(levels)


def _state_finding(rows: pd.DataFrame, by: str) -> str:
    """Who has won what on the highest level; what is not won yet is named as such."""
    total, won = int(rows["n"].sum()), int(rows.loc[rows["status"] == "awarded", "n"].sum())
    n_groups = rows[by].nunique()
    whose = f"{n_groups}所学校或单位" if n_groups > 1 else str(rows[by].iloc[0])
    head = f"{whose}共有{total}项荣誉，其中{won}项已获" if won < total else f"{whose}的{total}项荣誉均为已获"
    top = rows[(rows["status"] == "awarded") & (rows["level"] == LEVELS[0])]
    reach = f"，分属{top[by].nunique()}所" if n_groups > 1 else ""
    return head + (f"；已获的国家级荣誉{int(top['n'].sum())}项{reach}" if len(top) else "")


def _write_note(rows: pd.DataFrame, by: str, n_groups: int, remark: str) -> str:
    unknown = int(rows.loc[rows["level"] == "unknown", "n"].sum())
    rest = f"只画荣誉最多的{MAX_PANELS}所，另有{n_groups - MAX_PANELS}所未画。" if n_groups > MAX_PANELS else ""
    doubt = f"级别不明的{unknown}项单列，不作推测。" if unknown else ""
    return (
        f"n = {int(rows['n'].sum())}项荣誉，{rows[by].nunique()}所学校或单位；一项荣誉授予几个单位或个人，各计一项。"
        f"条末为合计；培育、提名不算已获。{doubt}{rest}{remark}"
    )


def _describe(title: str, rows: pd.DataFrame, levels: Sequence[str]) -> str:
    """The chart in words: how many on each level, of these won."""
    counts = rows.groupby("level")["n"].sum()
    won = rows[rows["status"] == "awarded"].groupby("level")["n"].sum()
    parts = [f"{VALUES_ZH['level'][name]}{counts[name]}项（已获{won.get(name, 0)}项）" for name in levels]
    return f"{title}。按级别：{'，'.join(parts)}。"


def _draw_key(axes: Axes, statuses: Sequence[str]) -> None:
    axes.axis("off")
    handles = [
        Patch(label=VALUES_ZH["status"][status], edgecolor=MUTED, facecolor=MUTED, **FILLS[status])
        for status in statuses
    ]
    axes.legend(handles=handles, loc="center left", ncols=len(handles), frameon=False, borderpad=0)


def _draw_panel(axes: Axes, rows: pd.DataFrame, levels: Sequence[str], color: str, most: int) -> None:
    counts = rows.pivot_table(index="level", columns="status", values="n", aggfunc="sum", fill_value=0)
    counts = counts.reindex(index=list(levels), columns=list(FILLS), fill_value=0)
    places, left = range(len(levels)), pd.Series(0, index=list(levels))
    for status, fill in FILLS.items():
        held = [place for place in places if counts[status].iloc[place]]
        sizes, starts = counts[status].iloc[held], left.iloc[held]
        axes.barh(held, sizes, left=starts, height=0.62, facecolor=color, edgecolor=color, **fill)
        left = left + counts[status]
    for place, total in zip(places, left, strict=True):
        if total:
            axes.annotate(
                str(total), (total, place), (4, 0), textcoords="offset points", va="center", size=9, color=MUTED
            )
    axes.set_yticks(places, [VALUES_ZH["level"][level] for level in levels])
    axes.set_ylim(len(levels) - 0.4, -0.6)
    axes.set_xlim(0, most * 1.15)
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(axis="x")
    axes.spines["left"].set_color(INK)
    axes.spines["bottom"].set_color(FAINT)
