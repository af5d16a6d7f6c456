"""Schools by themes, with the counts in the cells."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from dj_analysis.analysis.comparison import NO_THEME
from dj_analysis.charts.choice import choose_groups, list_names
from dj_analysis.charts.style import ACCENT, ChartFigure, new_chart, pick_ink, show_reason, space_labels
from dj_analysis.charts.wrapping import wrap_evenly
from dj_analysis.schema import THEMES

ROW_INCHES = 0.42
LABEL_WIDTH, LABEL_LINES = 18, 2
THEME_WIDTH = 5
AND = "与"
MAX_SCHOOLS = 40
SHADES = LinearSegmentedColormap.from_list("shades", ["#FFFFFF", "#A9CDE6", ACCENT])
GREYS = LinearSegmentedColormap.from_list("greys", ["#FFFFFF", "#D5DAE0", "#8A949E"])
"""For what belongs to no theme, which is no finding."""
APART = 0.35
"""Columns between the themes and what belongs to none."""


def theme_heatmap(
    themes: pd.DataFrame, *, schools: Sequence[str] | None = None, most: int = MAX_SCHOOLS
) -> ChartFigure:
    """What each school's initiatives are about: counts in the cells, shaded by their share of the school's initiatives.

    In: ``count_themes``; ``schools`` chooses some, in the order given. Without it schools with most initiatives come
    first; above ``most`` the rest is left out, and the note says so.
    """
    title = "各校举措的主题"
    chosen, told = choose_groups(themes, "school", schools)
    if chosen.empty:
        return show_reason(told or "没有抽取到举措。", title=title, data=chosen)
    order = [theme for theme in (*THEMES, NO_THEME) if theme in set(chosen["theme"])]
    counts = chosen.pivot_table(index="school", columns="theme", values="n", aggfunc="sum", fill_value=0)[order]
    shares = chosen.pivot_table(index="school", columns="theme", values="share", aggfunc="sum", fill_value=0.0)[order]
    totals = _count_initiatives(chosen)
    rows = totals.sort_values(ascending=False, kind="stable").index
    if schools is not None:
        rows = pd.Index([school for school in dict.fromkeys(schools) if school in totals.index])
    shown, n = rows[:most], len(rows)
    left_out = f"只画举措最多的{most}所，另有{n - most}所未画。" if n > most else ""
    note = (
        f"n = {n}所学校或单位，{totals.sum()}项举措。格内为举措数，颜色深浅为占该校举措的比例；一项举措可属几个主题，"
        f"措辞中没有线索的记为{NO_THEME}（灰色）。空白只表示这些文章没有写到。{left_out}{told}"
    )

    def draw(figure: ChartFigure) -> None:
        names = [f"{wrap_evenly(school, LABEL_WIDTH, max_lines=LABEL_LINES)}　{totals[school]}项" for school in shown]
        _draw_cells(figure.subplots(), counts.loc[shown], shares.loc[shown], names)

    size = (10.5, 2.3 + ROW_INCHES * len(shown))
    return new_chart(size, draw, title=_state_finding(counts), note=note, data=chosen)


def _count_initiatives(themes: pd.DataFrame) -> pd.Series:
    """Initiatives of every school, from the count and the share of one of its themes."""
    first = themes.drop_duplicates("school").set_index("school")
    return (first["n"] / first["share"].where(first["share"] > 0)).fillna(0).round().astype("int64")


def _state_finding(counts: pd.DataFrame) -> str:
    named = counts.drop(columns=NO_THEME, errors="ignore")
    if not len(named.columns):
        return "各校举措的措辞中都没有主题线索"
    reach = {str(theme): (int((n > 0).sum()), int(n.sum())) for theme, n in named.items()}
    theme = max(reach, key=lambda name: reach[name])
    n_schools, n = reach[theme]
    if len(counts) == 1:
        return f"{counts.index[0]}的举措以{theme}最多：{n}项"
    widest = [name for name, (many, _) in reach.items() if many == n_schools]
    if len(widest) > 1:
        return f"{list_names(widest)}最普遍：{len(counts)}所学校或单位中各有{n_schools}所写到"
    if n_schools == len(counts):
        return f"{n_schools}所学校或单位都写到{theme}，共{n}项举措"
    return f"{theme}最普遍：{len(counts)}所学校或单位中有{n_schools}所写到，共{n}项举措"


def _draw_cells(axes: Axes, counts: pd.DataFrame, shares: pd.DataFrame, names: list[str]) -> None:
    themes = [str(theme) for theme in counts.columns]
    places = [column + (APART if theme == NO_THEME and column else 0) for column, theme in enumerate(themes)]
    darkest = float(shares.to_numpy("float64").max())
    for column, (theme, place) in enumerate(zip(themes, places, strict=True)):
        shades = GREYS if theme == NO_THEME else SHADES
        share = shares.to_numpy("float64")[:, [column]]
        axes.imshow(share, cmap=shades, vmin=0, vmax=darkest, aspect="auto", extent=_span(place, len(counts)))
        for row, n in enumerate(counts.iloc[:, column]):
            if n:
                ink = pick_ink(shades(share[row, 0] / darkest))
                axes.text(place, row, str(n), ha="center", va="center", size=10, color=ink)
    axes.set_xlim(-0.5, places[-1] + 0.5)
    axes.set_ylim(len(counts) - 0.5, -0.5)
    axes.set_xticks(places, [_balance(theme) for theme in themes], size=9)
    axes.set_yticks(range(len(counts)), names, size=9)
    axes.xaxis.tick_top()
    axes.hlines(np.arange(len(counts) - 1) + 0.5, -0.5, places[-1] + 0.5, color="white", linewidth=2)
    axes.vlines([place - 0.5 for place in places[1:]], -0.5, len(counts) - 0.5, color="white", linewidth=2)
    axes.spines[["left", "bottom"]].set_visible(False)
    space_labels(axes)


def _span(place: float, n_rows: int) -> tuple[float, float, float, float]:
    """Edges of a column, left, right, bottom and top; rows are counted from the top."""
    return (place - 0.5, place + 0.5, n_rows - 0.5, -0.5)


def _balance(theme: str) -> str:
    r"""A long theme on two lines, broken after 与, else between words: they mostly have two characters.

    >>> _balance("队伍与党员发展"), _balance("教学科研融合"), _balance("服务师生")
    ('队伍与\n党员发展', '教学科研\n融合', '服务师生')
    """
    if len(theme) <= THEME_WIDTH:
        return theme
    middle = theme.find(AND) + 1 or 2 * math.ceil(len(theme) / 4)
    return theme[:middle] + "\n" + theme[middle:]
