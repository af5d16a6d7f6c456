"""Schools by themes, with the counts in the cells."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from dj_analysis.analysis.comparison import NO_THEME
from dj_analysis.charts.style import ACCENT, ChartFigure, new_chart, pick_ink, show_reason, space_labels, wrap_text
from dj_analysis.schema import THEMES

ROW_INCHES = 0.42
LABEL_WIDTH = 16
THEME_WIDTH = 5
MAX_SCHOOLS = 40
SHADES = LinearSegmentedColormap.from_list("shades", ["#FFFFFF", "#A9CDE6", ACCENT])


def theme_heatmap(themes: pd.DataFrame) -> ChartFigure:
    """What each school's initiatives are about: counts in the cells, shaded by their share of the school's initiatives.

    In: ``count_themes``. Schools with most initiatives first; above 40 the rest is left out, and the note says so.
    """
    title = "各校举措的主题"
    if themes.empty:
        return show_reason("没有抽取到举措。", title=title, data=themes)
    order = [theme for theme in (*THEMES, NO_THEME) if theme in set(themes["theme"])]
    counts = themes.pivot_table(index="school", columns="theme", values="n", aggfunc="sum", fill_value=0)[order]
    shares = themes.pivot_table(index="school", columns="theme", values="share", aggfunc="sum", fill_value=0.0)[order]
    rows = counts.sum(axis=1).sort_values(ascending=False, kind="stable").index
    shown, n = rows[:MAX_SCHOOLS], len(rows)
    left_out = f"只画举措最多的{MAX_SCHOOLS}所，另有{n - MAX_SCHOOLS}所未画。" if n > MAX_SCHOOLS else ""
    note = (
        f"n = {n}所学校或单位。格内为举措数，颜色深浅为占该校举措的比例；一项举措可属几个主题，措辞中没有线索的"
        f"记为{NO_THEME}。空白只表示这些文章没有写到。{left_out}"
    )

    def draw(figure: ChartFigure) -> None:
        _draw_cells(figure.subplots(), counts.loc[shown], shares.loc[shown])

    return new_chart((10.5, 2.3 + ROW_INCHES * len(shown)), draw, title=_state_finding(counts), note=note, data=themes)


def _state_finding(counts: pd.DataFrame) -> str:
    named = counts.drop(columns=NO_THEME, errors="ignore")
    if named.empty or not len(named.columns):
        return "各校举措的措辞中都没有主题线索"
    reach = {str(theme): (int((n > 0).sum()), int(n.sum())) for theme, n in named.items()}
    theme = max(reach, key=lambda name: reach[name])
    n_schools, n = reach[theme]
    return f"“{theme}”最普遍：{len(counts)}所学校或单位中有{n_schools}所写到，共{n}项举措"


def _draw_cells(axes: Axes, counts: pd.DataFrame, shares: pd.DataFrame) -> None:
    numbers, shades = counts.to_numpy("int64"), shares.to_numpy("float64")
    axes.imshow(shades, cmap=SHADES, vmin=0, vmax=shades.max(), aspect="auto")
    for (row, column), n in np.ndenumerate(numbers):
        if n:
            ink = pick_ink(SHADES(shades[row, column] / shades.max()))
            axes.text(column, row, str(n), ha="center", va="center", size=10, color=ink)
    axes.set_xticks(range(len(counts.columns)), [_balance(str(theme)) for theme in counts.columns], size=9)
    axes.set_yticks(range(len(counts)), [wrap_text(school, LABEL_WIDTH, max_lines=1) for school in counts.index])
    axes.xaxis.tick_top()
    axes.set_xticks([x + 0.5 for x in range(len(counts.columns) - 1)], minor=True)
    axes.set_yticks([y + 0.5 for y in range(len(counts) - 1)], minor=True)
    axes.grid(which="minor", color="white", linewidth=2)
    axes.tick_params(which="minor", length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    space_labels(axes)


def _balance(theme: str) -> str:
    """The theme on lines of like length."""
    n_lines = math.ceil(len(theme) / THEME_WIDTH)
    return wrap_text(theme, math.ceil(len(theme) / n_lines))
