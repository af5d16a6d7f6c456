"""Articles, work models and honours year by year; what has no date is counted, not placed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from dj_analysis.charts.choice import choose_groups
from dj_analysis.charts.style import (
    ACCENT,
    FAINT,
    INK,
    MUTED,
    PALETTE,
    ChartFigure,
    measure_width,
    new_chart,
    pick_colors,
    show_reason,
    wrap_text,
)

TITLE = "文章、模式与荣誉的年份"
KINDS: Mapping[str, tuple[str, str]] = {"article": ("文章", "篇"), "model": ("工作模式", "个"), "honor": ("荣誉", "项")}
PANEL_INCHES, KEY_INCHES = 1.45, 0.24
KEY_COLUMNS, KEY_WIDTH = 3, 17
MARGIN_SHARE = 0.03
"""Of the span, before the first year: its label keeps clear of the other axis."""
MOST_TICKS, MOST_LABELLED = 12, 36
LEAST_YEARS = 8
"""Years an axis spans at least, so that a single year is not a wall."""
BAR = 0.7
OWN = "own"


def timeline(
    findings: pd.DataFrame,
    *,
    by: str = "school",
    schools: Sequence[str] | None = None,
    colors: Mapping[str, str] | None = None,
) -> ChartFigure:
    """How many articles, own models and honours fall into every year, by school as long as colours tell them apart.

    In: ``date_findings``; ``schools`` chooses groups, ``colors`` gives the colours of all groups of the corpus.
    Undated and masked ones are counted in the note and drawn nowhere; policy wordings are left out.
    """
    chosen, remark = choose_groups(findings, by, schools)
    rows = chosen[(chosen["kind"] != "model") | (chosen["detail"] == OWN)]
    dated = rows[rows["year"].notna()]
    undated = _tell_undated(rows)
    if dated.empty:
        reason = remark or (f"没有一项有日期：{undated}" if len(rows) else "没有文章。")
        return show_reason(reason, title=TITLE, data=dated)
    data = dated.groupby(["kind", "year", by], as_index=False).size().rename(columns={"size": "n"})
    kinds = [kind for kind in KINDS if kind in set(data["kind"])]
    groups = sorted(set(data[by]))
    tints = _tint_groups(groups, {**pick_colors(findings[by]), **(colors or {})})
    keyed = groups if tints and len(groups) > 1 else []
    columns = 2 if any(measure_width(name) > KEY_WIDTH for name in keyed) else KEY_COLUMNS
    key_lines = math.ceil(len(keyed) / columns)

    def draw(figure: ChartFigure) -> None:
        ratios = [KEY_INCHES * key_lines] * bool(keyed) + [PANEL_INCHES] * len(kinds)
        places = list(figure.subplots(len(ratios), 1, height_ratios=ratios, squeeze=False).flat)
        if keyed:
            _draw_key(places[0], keyed, tints, columns)
        for axes, kind in zip(places[-len(kinds) :], kinds, strict=True):
            _draw_panel(axes, data[data["kind"] == kind], by, tints)
            if data["year"].max() - data["year"].min() < MOST_LABELLED:
                _write_totals(axes, data[data["kind"] == kind])
            axes.set_ylabel(f"{KINDS[kind][0]}（{KINDS[kind][1]}）")
            _set_years(axes, data["year"], last=kind == kinds[-1])

    size = (9.0, 1.9 + KEY_INCHES * key_lines + PANEL_INCHES * len(kinds))
    title = _state_finding(rows, by)
    note = _write_note(rows, by, undated, remark)
    return new_chart(size, draw, title=title, note=note, data=data, alt=_describe(title, data, undated))


def _tint_groups(groups: Sequence[str], colors: Mapping[str, str]) -> Mapping[str, str]:
    """The corpus's colours, others where two of these groups share one; none where there are more groups than colours.

    Parts of a bar can only be told apart by colour.
    """
    if len(groups) > len(PALETTE):
        return {}
    return colors if len({colors[name] for name in groups}) == len(groups) else pick_colors(groups)


def _state_finding(rows: pd.DataFrame, by: str) -> str:
    articles, honors = (rows[rows["kind"] == kind] for kind in ("article", "honor"))
    whose = f"{rows[by].iloc[0]}：" if rows[by].nunique() == 1 else ""
    dated, stated = articles["year"].dropna(), honors["year"].dropna()
    head = f"{len(articles)}篇文章都没有发布日期"
    if len(dated):
        how_many = "" if len(dated) == len(articles) else f"中{len(dated)}篇有发布日期，"
        head = f"{len(articles)}篇文章{how_many}发表于{_tell_years(dated)}年"
    if honors.empty:
        return whose + head
    if stated.empty:
        return f"{whose}{head}；{len(honors)}项荣誉都没有写明年份"
    return f"{whose}{head}；{len(honors)}项荣誉中{len(stated)}项写明年份，在{_tell_years(stated)}年"


def _tell_years(years: pd.Series) -> str:
    first, last = int(years.min()), int(years.max())
    return str(first) if first == last else f"{first}—{last}"


def _tell_undated(rows: pd.DataFrame) -> str:
    """What cannot be placed in time, by kind; empty where all can."""
    parts = []
    for kind, (name, unit) in KINDS.items():
        lacking = rows[(rows["kind"] == kind) & rows["year"].isna()]
        masked = int(lacking["masked"].sum())
        if len(lacking):
            parts.append(f"{name}{len(lacking)}{unit}" + (f"（其中{masked}{unit}的日期被遮蔽）" if masked else ""))
    return "、".join(parts)


def _write_note(rows: pd.DataFrame, by: str, undated: str, remark: str) -> str:
    counts = "，".join(f"{(rows['kind'] == kind).sum()}{unit}{name}" for kind, (name, unit) in KINDS.items())
    lacking = f"没有年份而不在图中：{undated}。" if undated else ""
    return (
        f"n = {counts}；{rows[by].nunique()}所学校或单位。文章与模式按文章的发布日期，荣誉只按文中写明的年份；"
        f"政策用语不计。{lacking}{remark}"
    )


def _describe(title: str, data: pd.DataFrame, undated: str) -> str:
    """The chart in words: every kind year by year."""
    parts = []
    for kind, (name, unit) in KINDS.items():
        years = data[data["kind"] == kind].groupby("year")["n"].sum()
        if len(years):
            parts.append(name + "，".join(f"{year}年{n}{unit}" for year, n in years.items()))
    return f"{title}。{'；'.join(parts)}。" + (f"没有年份：{undated}。" if undated else "")


def _draw_key(axes: Axes, groups: Sequence[str], tints: Mapping[str, str], columns: int) -> None:
    axes.axis("off")
    handles = [Patch(color=tints[str(name)], label=wrap_text(name, 2 * KEY_WIDTH, max_lines=1)) for name in groups]
    axes.legend(handles=handles, loc="center left", ncols=columns, frameon=False, borderpad=0, fontsize=9)


def _draw_panel(axes: Axes, rows: pd.DataFrame, by: str, tints: Mapping[str, str]) -> None:
    totals = rows.groupby("year")["n"].sum()
    if tints:
        below = pd.Series(0, index=totals.index)
        for name, own in rows.groupby(by):
            counts = own.set_index("year")["n"]
            axes.bar(
                counts.index, counts, BAR, below[counts.index], color=tints[str(name)], edgecolor="white", linewidth=0.6
            )
            below[counts.index] += counts
    else:
        axes.bar(totals.index, totals, BAR, color=ACCENT)
    axes.set_ylim(0, totals.max() * 1.25)
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.grid(axis="y")
    axes.spines["left"].set_color(FAINT)
    axes.spines["bottom"].set_color(INK)


def _write_totals(axes: Axes, rows: pd.DataFrame) -> None:
    for year, total in rows.groupby("year")["n"].sum().items():
        axes.annotate(str(total), (year, total), (0, 2), textcoords="offset points", ha="center", size=8.5, color=MUTED)


def _set_years(axes: Axes, years: pd.Series, *, last: bool) -> None:
    first, final = int(years.min()), int(years.max())
    spare = max(1.0, (LEAST_YEARS - (final - first)) / 2, (final - first) * MARGIN_SHARE)
    axes.set_xlim(first - spare, final + spare)
    step = math.ceil((final - first + 1) / MOST_TICKS)
    axes.set_xticks(range(first, final + 1, step))
    axes.tick_params(labelbottom=last)
    if last:
        axes.set_xlabel("年份")
