"""Exhibits as pictures, for the report and the folder of figures; slides draw native charts from the same data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.ticker import MaxNLocator

from dj_analysis.briefing.records import Exhibit
from dj_analysis.charts import PALETTE, ChartFigure, show_reason
from dj_analysis.charts.style import INK, MUTED, new_chart, pick_ink, space_labels, wrap_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 8.0
ROW_INCHES, FRAME_INCHES = 0.34, 1.7
LABEL_WIDTH = 14
BAR_HEIGHT = 0.66
NARROW_SHARE = 0.04
"""A piece of a bar narrower than this, as a share of the axis, has no room for its figure."""
ROOM = 1.1
"""The axis ends this far beyond the longest bar, where its figure stands."""


def draw_exhibit(exhibit: Exhibit) -> ChartFigure:
    """The picture of a figure; bars are drawn from its data. Raises ValueError for a table."""
    if exhibit.form == "table":
        raise ValueError(f"{exhibit.exhibit_id}: is a table, not a figure")
    if exhibit.picture is not None:
        return exhibit.picture
    names, values = exhibit.data.iloc[:, 0].astype(str), exhibit.data.iloc[:, 1:].apply(pd.to_numeric)
    if values.empty or not values.to_numpy().any():
        return show_reason("没有可画的数据。", title=exhibit.title, data=exhibit.data)

    def draw(figure: ChartFigure) -> None:
        axes = figure.subplots()
        _draw_bars(axes, names, values)
        axes.set_xlabel("、".join(map(str, values.columns)) if len(values.columns) == 1 else "")

    size = (WIDTH, FRAME_INCHES + ROW_INCHES * len(names) + (0.3 if len(values.columns) > 1 else 0))
    return new_chart(
        size, draw, title=exhibit.title, note=exhibit.note, data=exhibit.data, alt=describe_exhibit(exhibit)
    )


def describe_exhibit(exhibit: Exhibit) -> str:
    """The exhibit in words, for readers who cannot see it."""
    rows = [
        str(row.iloc[0]) + " " + "，".join(f"{name}{value}" for name, value in row.iloc[1:].items() if pd.notna(value))
        for _, row in exhibit.data.head(LABEL_WIDTH).iterrows()
    ]
    more = f"；另有{len(exhibit.data) - len(rows)}行" if len(exhibit.data) > len(rows) else ""
    return f"{exhibit.title}：{'；'.join(rows)}{more}"


def _draw_bars(axes: Axes, names: pd.Series, values: pd.DataFrame) -> None:
    start = pd.Series(0.0, index=values.index)
    total = values.sum(axis=1)
    end = float(total.max()) * ROOM
    for i, column in enumerate(values.columns):
        color = PALETTE[i % len(PALETTE)]
        axes.barh(
            values.index, values[column], left=start, height=BAR_HEIGHT, color=color, label=column, edgecolor="white"
        )
        if len(values.columns) > 1:
            _write_pieces(axes, start, values[column], color, end)
        start = start + values[column]
    for row, value in total.items():
        axes.annotate(
            f"{value:,.12g}", (value, row), (4, 0), textcoords="offset points", va="center", color=MUTED, size=9
        )
    axes.set_yticks(values.index, [wrap_text(name, LABEL_WIDTH, max_lines=1) for name in names])
    axes.set_ylim(len(values) - 0.4, -0.6)
    axes.set_xlim(0, end)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=bool((values % 1 == 0).all().all())))
    axes.grid(axis="x")
    axes.spines["left"].set_color(INK)
    axes.spines["bottom"].set_visible(False)
    space_labels(axes)
    if len(values.columns) > 1:
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=5, frameon=False, fontsize=9, labelcolor=INK,
                    handlelength=1.2, columnspacing=1.4, borderaxespad=0.4)  # fmt: skip


def _write_pieces(axes: Axes, start: pd.Series, widths: pd.Series, color: str, end: float) -> None:
    for row, (left, width) in enumerate(zip(start, widths, strict=True)):
        if width > end * NARROW_SHARE:
            place = left + width / 2
            axes.text(place, row, f"{width:,.12g}", ha="center", va="center", size=9, color=pick_ink(color))
