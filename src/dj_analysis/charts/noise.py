"""The noise report: what the saved pages consisted of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from dj_analysis.analysis.noise import OTHER, TEXT_ZH
from dj_analysis.charts.choice import choose_groups
from dj_analysis.charts.style import INK, MUTED, PALETTE, ChartFigure, new_chart, pick_ink, show_reason, space_labels
from dj_analysis.charts.wrapping import wrap_text

ROW_INCHES, CLOSE_ROW_INCHES = 0.52, 0.29
FEW = 12
"""Articles up to which title and school have a line each; above, one line for both, and a bar for all articles."""
LABEL_WIDTH = 20
CLOSE_WIDTHS = (15, 11)
"""Width of title and school where they share a line."""
SHOWN_SHARE = 0.045
"""A narrower piece of a bar has no room for its percentage."""
SLIGHT_SHARE = 0.005
"""What takes less than this of every page is not named on its own."""
MAX_ARTICLES = 40
MAX_KINDS = len(PALETTE) - 2
"""Kinds of noise with a colour of their own, beside the text and the rest."""
LEGEND_COLUMNS = 4
MEAN = "全部文章平均"


def noise_report(noise: pd.DataFrame, *, schools: Sequence[str] | None = None, most: int = MAX_ARTICLES) -> ChartFigure:
    """One bar per article: how much of the saved page is text, and what the rest was.

    In: ``measure_noise``; ``schools`` keeps to the articles of some. Articles with most noise first; above twelve a
    first bar shows the mean of all; above ``most`` the rest is left out, and the note says so.
    """
    title = "原始页面中的正文与噪声"
    rows, told = choose_groups(noise, "school", schools)
    if rows.empty:
        return show_reason(told or "语料库里还没有文章。", title=title, data=rows)
    table = _share_pages(rows)
    shown, n = table.head(most), len(table)
    names = _name_articles(rows, shown.index, close=n > FEW)
    if n > FEW:
        shown = pd.concat([table.mean().to_frame(MEAN).T, shown])
        names = [f"{MEAN}（{n}篇）", *names]
    left_out = f"只画噪声最多的{most}篇，另有{n - most}篇未画。" if n > most else ""
    note = f"n = {n}篇文章；占原始页面字符数的比例，噪声多的在前。{left_out}{told}"

    def draw(figure: ChartFigure) -> None:
        _draw_bars(figure.subplots(), shown, names)

    height = 2.1 + (CLOSE_ROW_INCHES if n > FEW else ROW_INCHES) * len(shown)
    return new_chart((9, height), draw, title=_state_finding(table), note=note, data=rows)


def _state_finding(table: pd.DataFrame) -> str:
    waste = 1 - table[TEXT_ZH]
    if len(table) == 1:
        return f"保存下来的页面有{waste.max():.0%}不是可读的文本"
    return f"保存下来的页面平均{waste.mean():.0%}不是可读的文本，最多的一篇达{waste.max():.0%}"


def _share_pages(rows: pd.DataFrame) -> pd.DataFrame:
    """Articles by what their pages consist of, the noisiest first; slight and rare kinds of noise are summed up."""
    table = rows.pivot_table(index="doc_id", columns="label", values="share", aggfunc="sum", fill_value=0.0)
    table = table.assign(**{name: 0.0 for name in (TEXT_ZH, OTHER) if name not in table})
    kinds = table.drop(columns=[TEXT_ZH, OTHER])
    common = kinds.sum().sort_values(ascending=False, kind="stable").index[:MAX_KINDS]
    slight = [name for name in kinds if name not in common or kinds[name].max() < SLIGHT_SHARE]
    table = table.assign(**{OTHER: table[OTHER] + table[slight].sum(axis=1)}).drop(columns=slight)
    named = [name for name in common if name not in slight]
    rest = [OTHER] if table[OTHER].gt(0).any() else []
    return table.sort_values(TEXT_ZH, kind="stable")[[TEXT_ZH, *named, *rest]]


def _name_articles(rows: pd.DataFrame, doc_ids: pd.Index, *, close: bool) -> list[str]:
    articles = rows.drop_duplicates("doc_id").set_index("doc_id").loc[doc_ids]
    titles = articles["title"].fillna(articles["source_file"]).astype(str)
    widths = CLOSE_WIDTHS if close else (LABEL_WIDTH, LABEL_WIDTH)
    return [
        (" · " if close else "\n").join(
            wrap_text(text, width, max_lines=1) for text, width in zip(pair, widths, strict=True)
        )
        for pair in zip(titles, articles["school"].astype(str), strict=True)
    ]


def _draw_bars(axes: Axes, table: pd.DataFrame, names: list[str]) -> None:
    start = pd.Series(0.0, index=table.index)
    rows = np.arange(len(table), dtype=float)
    if MEAN in table.index:
        rows[0] -= 0.4
    for i, category in enumerate(table.columns):
        share = table[category].clip(lower=0)
        color = PALETTE[-1] if category == OTHER else PALETTE[i]
        axes.barh(rows, share, left=start, height=0.62, color=color, label=category, edgecolor="white")
        for row, left, width in zip(rows, start, share, strict=True):
            if width >= SHOWN_SHARE:
                place = left + width / 2
                axes.text(place, row, f"{width:.0%}", ha="center", va="center", size=9, color=pick_ink(color))
        start = start + share
    axes.set_yticks(rows, names, size=9)
    axes.set_ylim(len(table) - 0.4, rows[0] - 0.6)
    axes.set_xlim(0, max(1.0, float(start.max())))
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
    axes.set_xlabel("占原始页面字符数")
    axes.spines[["left", "bottom"]].set_visible(False)
    _draw_legend(axes)
    space_labels(axes)
    axes.xaxis.label.set_color(MUTED)


def _draw_legend(axes: Axes) -> None:
    """The kinds in lines: matplotlib fills a legend column by column."""
    handles, labels = axes.get_legend_handles_labels()
    order = [i for column in range(LEGEND_COLUMNS) for i in range(column, len(labels), LEGEND_COLUMNS)]
    axes.legend([handles[i] for i in order], [labels[i] for i in order], loc="lower left", bbox_to_anchor=(0, 1),
                ncols=min(LEGEND_COLUMNS, len(labels)), frameon=False, fontsize=9, labelcolor=INK, handlelength=1.2,
                columnspacing=1.4, borderaxespad=0.4)  # fmt: skip
