"""Ranked keywords with their dispersion."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text

from dj_analysis.charts.style import (
    ACCENT,
    FAINT,
    INK,
    MUTED,
    PALETTE,
    TEXT_SIZE,
    ChartFigure,
    new_chart,
    show_reason,
    space_labels,
)
from dj_analysis.charts.wrapping import measure_width, wrap_evenly

ROW_INCHES = 0.28
LABEL_WIDTH = 14
LONG_SIZE, LONG_LINES, LONG_LEADING = 8.0, 2, 1.05
"""A longer term stands in two lines of smaller type."""
ROOM_RIGHT = 1.24
"""The axis goes on beyond the longest bar for the words at its end."""
NAME_COLOR = PALETTE[1]


def keyword_bars(ranked: pd.DataFrame, *, n_docs: int, n_chars: int, top: int = 20, where: str = "") -> ChartFigure:
    """Bars of the most frequent terms per thousand characters; beside them in how many articles and how evenly.

    In: terms as ``rank_terms`` gives them, of one group only; the number of articles and characters they were counted
    in; ``where`` names the group in the title. The dispersion is left out where there is one article only. The note
    says how many terms are left out.
    """
    data = ranked.head(top).reset_index(drop=True)
    place = f"{where}：" if where else ""
    if data.empty:
        return show_reason("没有可计数的词：文本为空，或全部是停用词。", title=f"{place}常用词", data=data)
    first, rest = data.iloc[0], len(ranked) - len(data)
    title = f"{place}最常用的词是{first['term']}，每千字{first['per_1000']:.1f}次，{_tell_spread(first, n_docs)}"
    note = (
        f"n = {n_docs}篇文章，{n_chars:,}字；停用词、数字与单字不计。条末为次数"
        + ("与用到的篇数。离散度 DPnorm 按文章长度加权：0 为各篇均匀使用，1 为集中于一篇。" if n_docs > 1 else "。")
        + (f"只画前{len(data)}个词，另有{rest}个未画。" if rest else "")
    )

    def draw(figure: ChartFigure) -> None:
        if n_docs > 1:
            bars, dots = figure.subplots(1, 2, sharey=True, width_ratios=[3, 1])
            _draw_dispersion(dots, data)
        else:
            bars = figure.subplots()
        _draw_bars(bars, data, n_docs)
        figure.align_xlabels()

    return new_chart((9, 2.0 + ROW_INCHES * len(data)), draw, title=title, note=note, data=data)


def _tell_spread(term: pd.Series, n_docs: int) -> str:
    if n_docs == 1:
        return "只有一篇文章，看不出分布"
    return f"{n_docs}篇文章都用到" if term["n_docs"] == n_docs else f"{n_docs}篇文章中有{term['n_docs']}篇用到"


def _draw_bars(axes: Axes, data: pd.DataFrame, n_docs: int) -> None:
    named = data["kind"] == "name"
    axes.barh(data.index, data["per_1000"], height=0.68, color=[NAME_COLOR if name else ACCENT for name in named])
    for i, row in data.iterrows():
        spread = f" · {row['n_docs']}/{n_docs}篇" if n_docs > 1 else ""
        axes.annotate(
            f"{row['n']}次{spread}", (row["per_1000"], i), (4, 0), textcoords="offset points", va="center", size=8.5,
            color=MUTED, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )  # fmt: skip
    axes.set_yticks(data.index, data["term"])
    for label, term in zip(axes.get_yticklabels(), data["term"], strict=True):
        _fit_label(label, str(term))
    axes.set_ylim(len(data) - 0.4, -0.6)
    axes.set_xlim(0, data["per_1000"].max() * ROOM_RIGHT or 1)
    axes.set_xlabel("每千字次数" + ("（橙色为抽取到的举措或模式名称）" if named.any() else ""))
    axes.grid(axis="x")
    axes.spines["left"].set_color(INK)
    axes.spines["bottom"].set_visible(False)


def _fit_label(label: Text, term: str) -> None:
    if measure_width(term) > LABEL_WIDTH:
        term = wrap_evenly(term, LABEL_WIDTH * TEXT_SIZE / LONG_SIZE, max_lines=LONG_LINES)
        label.set(fontsize=LONG_SIZE, linespacing=LONG_LEADING)
    label.set_text(term)


def _draw_dispersion(axes: Axes, data: pd.DataFrame) -> None:
    axes.hlines(data.index, 0, 1, color=FAINT, linewidth=0.8)
    axes.scatter(data["dp_norm"], data.index, s=34, color=MUTED, zorder=3)
    axes.set_xlim(-0.05, 1.05)
    axes.set_xticks([0, 0.5, 1], ["0\n均匀", "0.5", "1\n集中"])
    axes.set_xlabel("离散度 DPnorm")
    space_labels(axes)
    axes.tick_params(axis="y", labelleft=False)
    axes.spines[["left", "bottom"]].set_visible(False)
