"""The noise report: what the saved pages consisted of."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from dj_analysis.analysis.noise import OTHER, TEXT_ZH
from dj_analysis.charts.style import (
    ACCENT,
    INK,
    MUTED,
    PALETTE,
    ChartFigure,
    new_chart,
    pick_ink,
    show_reason,
    space_labels,
    wrap_text,
)

ROW_INCHES = 0.52
LABEL_WIDTH = 20
SHOWN_SHARE = 0.045
"""A narrower piece of a bar has no room for its percentage."""
SLIGHT_SHARE = 0.005
"""What takes less than this of every page is not named on its own."""
MAX_ARTICLES = 40


def noise_report(noise: pd.DataFrame) -> ChartFigure:
    """One bar per article: how much of the saved page is text, and what the rest was.

    In: ``measure_noise``. Articles with most noise first; above 40 articles the rest is left out, and the note says so.
    """
    title = "原始页面中的正文与噪声"
    if noise.empty:
        return show_reason("语料库里还没有文章。", title=title, data=noise)
    table = noise.pivot_table(index="doc_id", columns="label", values="share", aggfunc="sum", fill_value=0.0)
    slight = [name for name in table.columns if name != TEXT_ZH and table[name].max() < SLIGHT_SHARE]
    table = table.drop(columns=slight).assign(**{OTHER: table.get(OTHER, 0) + table[slight].sum(axis=1)})
    table = table.reindex(table[TEXT_ZH].sort_values(kind="stable").index)[_order_categories(table)]
    labels = noise.drop_duplicates("doc_id").set_index("doc_id")
    names = {key: _name_article(row) for key, row in labels.iterrows()}
    shown, n = table.head(MAX_ARTICLES), len(table)
    waste = 1 - table[TEXT_ZH]
    title = (
        f"保存下来的页面有{waste.max():.0%}不是可读的文本"
        if n == 1
        else (f"保存下来的页面平均{waste.mean():.0%}不是可读的文本，最多的一篇达{waste.max():.0%}")
    )
    left_out = f"只画噪声最多的{MAX_ARTICLES}篇，另有{n - MAX_ARTICLES}篇未画。" if n > MAX_ARTICLES else ""
    note = f"n = {n}篇文章；占原始页面字符数的比例。{left_out}"

    def draw(figure: ChartFigure) -> None:
        _draw_bars(figure.subplots(), shown, [names[key] for key in shown.index])

    return new_chart((9, 2.1 + ROW_INCHES * len(shown)), draw, title=title, note=note, data=noise)


def _name_article(row: pd.Series) -> str:
    title = row["title"] if pd.notna(row["title"]) else row["source_file"]
    return (
        f"{wrap_text(str(title), LABEL_WIDTH, max_lines=1)}\n{wrap_text(str(row['school']), LABEL_WIDTH, max_lines=1)}"
    )


def _order_categories(table: pd.DataFrame) -> list[str]:
    rest = table.drop(columns=TEXT_ZH).sum().sort_values(ascending=False, kind="stable")
    return [TEXT_ZH, *rest[rest > 0].index]


def _draw_bars(axes: Axes, table: pd.DataFrame, names: list[str]) -> None:
    colors = [ACCENT, *PALETTE[1:]]
    start = pd.Series(0.0, index=table.index)
    rows = range(len(table))
    for i, category in enumerate(table.columns):
        share = table[category].clip(lower=0)
        color = colors[i % len(colors)]
        axes.barh(rows, share, left=start, height=0.62, color=color, label=category, edgecolor="white")
        for row, (left, width) in enumerate(zip(start, share, strict=True)):
            if width >= SHOWN_SHARE:
                place = left + width / 2
                axes.text(place, row, f"{width:.0%}", ha="center", va="center", size=9, color=pick_ink(color))
        start = start + share
    axes.set_yticks(rows, names, size=9)
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.set_xlim(0, max(1.0, float(start.max())))
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
    axes.set_xlabel("占原始页面字符数")
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=5, frameon=False, fontsize=9, labelcolor=INK,
                handlelength=1.2, columnspacing=1.4, borderaxespad=0.4)  # fmt: skip
    space_labels(axes)
    axes.xaxis.label.set_color(MUTED)
