"""Stated amounts, each drawn as what its wording says: a dot, a dot with an arrow, a haze, a bar."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, Locator, LogLocator, MaxNLocator, NullLocator

from dj_analysis.analysis.bases import PERSON_UNITS
from dj_analysis.charts.choice import choose_groups
from dj_analysis.charts.marks import draw_amount, draw_key
from dj_analysis.charts.style import (
    FAINT,
    INK,
    MUTED,
    ChartFigure,
    new_chart,
    pick_colors,
    show_reason,
    space_labels,
    wrap_evenly,
)

TITLE = "文中写到的数字"
MAX_SCALES, MAX_ROWS = 5, 8
ITEM_WIDTH, GROUP_WIDTH = 18, 20
LINE_INCHES, ROW_PADDING, PANEL_INCHES, KEY_INCHES = 0.175, 0.13, 0.85, 0.4
LOG_SPAN = 50
"""Above this ratio of the largest to the smallest amount the small ones would all lie on the axis."""
ROOM = 0.3
"""Share of an axis left for the wording behind the last mark."""
NO_ITEM = "（未写明对象）"
FULL, TEN_THOUSAND = 100.0, 10_000


def number_bounds(
    quantities: pd.DataFrame,
    *,
    by: str = "school",
    schools: Sequence[str] | None = None,
    scales: Sequence[str] | None = None,
    top: int = MAX_ROWS,
    colors: Mapping[str, str] | None = None,
) -> ChartFigure:
    """Stated amounts unit by unit: exact ones as dots, over and at least with an arrow, about hazy, ranges as bars.

    In: ``list_quantities``; ``schools`` and ``scales`` choose rows by group and by scale, ``colors`` gives the colours
    of all groups of the corpus. Of every scale the ``top`` amounts are drawn, groups in turn, of at most five scales;
    the note says how many are left out.
    """
    rows, remark = choose_groups(quantities, by, schools)
    rows = rows if scales is None else rows[rows["scale"].isin(list(scales))]
    if rows.empty:
        return show_reason(remark or "没有符合条件的数字。", title=TITLE, data=rows)
    order = list(dict.fromkeys(rows["scale"]))[:MAX_SCALES]
    panels = {scale: _pick_rows(rows[rows["scale"] == scale], by, top) for scale in order}
    data = pd.concat(list(panels.values()), ignore_index=True)
    tints = {**pick_colors(quantities[by]), **(colors or {})}
    single = rows[by].nunique() == 1
    labels = {
        scale: [_label_row(row, by, single=single) for row in p.to_dict("records")] for scale, p in panels.items()
    }
    heights = [sum(_row_inches(label) for label in labels[scale]) for scale in order]

    def draw(figure: ChartFigure) -> None:
        ratios = [KEY_INCHES, *(height + PANEL_INCHES * 0.3 for height in heights)]
        key, *axes = figure.subplots(len(order) + 1, 1, height_ratios=ratios)
        draw_key(key)
        for place, scale in zip(axes, order, strict=True):
            _draw_panel(place, panels[scale], labels[scale], [tints[name] for name in panels[scale][by]])

    size = (10.0, 1.7 + KEY_INCHES + sum(heights) + PANEL_INCHES * len(order))
    title = _state_finding(rows, rows[by].iloc[0] if single else "")
    note = _write_note(rows, data, by, remark)
    return new_chart(size, draw, title=title, note=note, data=data, alt=_describe(title, rows))


def _pick_rows(rows: pd.DataFrame, by: str, top: int) -> pd.DataFrame:
    """The largest amount of every group, then the second ones, as many as are drawn; from large to small."""
    turns = rows.assign(turn=rows.groupby(by).cumcount())
    chosen = turns.sort_values(["turn", "value"], ascending=[True, False], kind="stable").head(top)
    return rows.loc[chosen.sort_values("value", ascending=False, kind="stable").index]


def _label_row(row: Mapping[Hashable, Any], by: str, *, single: bool) -> str:
    item = row["wording"] if isinstance(row["item"], str) else NO_ITEM
    label = wrap_evenly(item, ITEM_WIDTH, max_lines=2)
    return label if single else f"{label}\n{wrap_evenly(str(row[by]), GROUP_WIDTH, max_lines=2)}"


def _row_inches(label: str) -> float:
    return (label.count("\n") + 1) * LINE_INCHES + ROW_PADDING


def _state_finding(rows: pd.DataFrame, single: str) -> str:
    n, exact = len(rows), int((rows["bound"] == "exact").sum())
    head = f"{single}：" if single else ""
    if exact == n:
        return f"{head}文中的{n}个数字都是确数"
    if not exact:
        return f"{head}文中的{n}个数字都不是确数，只给出界限或大概"
    return f"{head}文中的{n}个数字里，{exact}个是确数，{n - exact}个只给出界限或大概"


def _write_note(rows: pd.DataFrame, data: pd.DataFrame, by: str, remark: str) -> str:
    n_scales, left_out = rows["scale"].nunique(), len(rows) - len(data)
    units = f"，另有{n_scales - MAX_SCALES}种单位未画" if n_scales > MAX_SCALES else ""
    rest = f"另有{left_out}个数字未画（各单位先取各校最大的{units}）。" if left_out else ""
    return (
        f"n = {len(rows)}个数字，{rows['doc_id'].nunique()}篇文章，{rows[by].nunique()}所学校或单位。"
        f"单位不同不放在一条轴上，也不换算；箭头只表示方向，光晕的宽度没有含义。{rest}{remark}"
    )


def _describe(title: str, rows: pd.DataFrame) -> str:
    """The chart in words: per scale how many amounts, and from where to where."""
    parts = [
        f"{scale}：{len(group)}个，{_tell_span(group['value'].min(), group['value'].max())}"
        for scale, group in rows.groupby("scale", sort=False)
    ]
    return f"{title}。按单位：{'；'.join(parts[:MAX_SCALES])}。"


def _tell_span(least: float, most: float) -> str:
    return f"{least:.12g}" if least == most else f"{least:.12g}至{most:.12g}"


def _draw_panel(axes: Axes, rows: pd.DataFrame, labels: Sequence[str], tints: Sequence[str]) -> None:
    heights = np.array([_row_inches(label) for label in labels])
    places = np.cumsum(heights) - heights / 2
    on_log = _set_scale(axes, rows)
    for place, tint, row in zip(places, tints, rows.to_dict("records"), strict=True):
        draw_amount(axes, place, row, tint)
    axes.set_ylim(heights.sum(), 0)
    axes.set_yticks(places, labels, size=9)
    space_labels(axes)
    axes.hlines(np.cumsum(heights)[:-1], 0, 1, transform=axes.get_yaxis_transform(), color=FAINT, linewidth=0.5)
    scale = rows["scale"].iloc[0]
    units = [unit for unit in dict.fromkeys(rows["unit"].dropna()) if unit in PERSON_UNITS]
    named = f"{scale}（{'、'.join(units)}）" if len(units) > 1 else scale
    axes.set_xlabel(f"{named}，对数刻度" if on_log else named)
    axes.grid(axis="x")
    axes.spines["left"].set_color(INK)
    axes.spines["bottom"].set_color(MUTED)


def _set_scale(axes: Axes, rows: pd.DataFrame) -> bool:
    """Ends of the axis, with room for the wordings; whether it is logarithmic."""
    ends = rows[["value", "low", "high"]].to_numpy("float64")
    least, most = float(np.nanmin(ends)), float(np.nanmax(ends))
    if least > 0 and most / least > LOG_SPAN:
        axes.set_xscale("log")
        axes.set_xlim(least / 1.6, least / 1.6 * (most / least * 1.6) ** (1 / (1 - ROOM)))
        axes.xaxis.set_major_locator(LogLocator(base=10))
        axes.xaxis.set_minor_locator(NullLocator())
    else:
        start = min(0.0, least)
        axes.set_xlim(start * 1.1, start + ((most - start) or 1.0) / (1 - ROOM))
        axes.xaxis.set_major_locator(_choose_steps(rows))
    axes.xaxis.set_major_formatter(FuncFormatter(_write_tick))
    return bool(axes.get_xscale() == "log")


def _choose_steps(rows: pd.DataFrame) -> Locator:
    """Shares end at 100; what is counted in whole numbers has no half steps."""
    values = rows["value"]
    if (rows["kind"] == "percent").all() and values.between(0, FULL).all():
        return FixedLocator([0, 25, 50, 75, 100])
    return MaxNLocator(5, integer=bool((values % 1 == 0).all()))


def _write_tick(value: float, _: int | None = None) -> str:
    """A number on the axis, in 万 from ten thousand on.

    >>> _write_tick(20000), _write_tick(2.5)
    ('2万', '2.5')
    """
    return f"{value / TEN_THOUSAND:g}万" if abs(value) >= TEN_THOUSAND else f"{value:g}"
