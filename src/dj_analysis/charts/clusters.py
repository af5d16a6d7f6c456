"""A map of clusters with their labels and stability."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from dj_analysis.analysis.clusters import Clustering
from dj_analysis.analysis.stability import DOUBTFUL, STABLE
from dj_analysis.charts.spreading import push_apart
from dj_analysis.charts.style import (
    FAINT,
    INK,
    MUTED,
    PALETTE,
    ChartFigure,
    new_chart,
    pick_ink,
    show_reason,
    space_labels,
)
from dj_analysis.charts.wrapping import wrap_text

LABEL_WIDTH = 16
LEAST_HEIGHT, ROW_INCHES = 5.6, 0.58
POINT_AREA, LEAST_AREA, MANY = 42.0, 9.0, 100
"""Points grow smaller, down to LEAST_AREA, where there are more than MANY units."""
BADGE_INCHES = 0.27
LEAST_FILLED = 0.15
"""A shorter bar has no room for its figure."""
MOST = 0.75
"""Above this share of the units a cluster is what was left undivided rather than a group."""


def cluster_map(clustering: Clustering, *, what: str = "段落") -> ChartFigure:
    """Units in the plane, and beside them each cluster with its distinctive terms, size and stability.

    In: ``cluster_units``; ``what`` names the units. A refused clustering gives a figure with the reason.
    """
    if clustering.reason:
        return show_reason(clustering.reason, title=f"{what}未作聚类", data=clustering.clusters)
    clusters, n = clustering.clusters, clustering.n_units
    title = f"{n}个{what}按用词可分为{len(clusters)}类，{_state_finding(clusters, n, what)}"
    left_out = f"（另有{clustering.n_left_out}个用词太少，未列入）" if clustering.n_left_out else ""
    note = (
        f"n = {n}个{what}{left_out}；轮廓系数{clustering.silhouette:.2f}"
        f"（打乱词语的检验 p = {clustering.p_value:.2f}），"
        f"重抽样的调整兰德指数{clustering.rand_index:.2f}。左图是高维空间的平面投影，距离只可大致看。"
        f"稳定性为自助法Jaccard均值：不低于{STABLE}稳定，低于{DOUBTFUL}不宜解读。"
    )

    def draw(figure: ChartFigure) -> None:
        plane, bars = figure.subplots(1, 2, width_ratios=[1.25, 1])
        _draw_stability(bars, clustering, what)
        _draw_plane(figure, plane, clustering, what)

    height = max(LEAST_HEIGHT, 2.0 + ROW_INCHES * len(clusters))
    return new_chart((10, height), draw, title=title, note=note, data=clusters)


def _state_finding(clusters: pd.DataFrame, n_units: int, what: str) -> str:
    """How many clusters come back; one that holds nearly all units and comes back no oftener than by chance is none."""
    share = clusters["n"] / n_units
    by_chance = share / (2 - share)
    stable = int(((clusters["verdict"] == "stable") & (clusters["stability"] > by_chance)).sum())
    if stable == len(clusters):
        return "各类在重抽样中都稳定"
    if stable:
        return f"其中{stable}类在重抽样中稳定，其余只可作阅读线索"
    most = int(clusters["n"].max())
    gathered = f"{most}个{what}挤在同一类，" if most > n_units * MOST else ""
    return (
        f"但{gathered}没有一类比随机划分更稳定，只可作阅读线索"
        if gathered
        else "但重抽样中没有一类是稳定的，只可作阅读线索"
    )


def _draw_plane(figure: ChartFigure, axes: Axes, clustering: Clustering, what: str) -> None:
    units = clustering.units
    area = max(LEAST_AREA, POINT_AREA * min(1.0, MANY / max(len(units), 1)))
    for cluster in clustering.clusters["cluster"]:
        group = units[units["cluster"] == cluster]
        color = PALETTE[(cluster - 1) % len(PALETTE)]
        axes.scatter(group["x"], group["y"], s=area, color=color, alpha=0.75, edgecolor="white", linewidth=0.6)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_xlabel(f"每点一个{what}，用词相近者相近（主成分1）")
    axes.set_ylabel("主成分2")
    figure.draw_without_rendering()
    _draw_badges(axes, units.groupby("cluster")[["x", "y"]].median(), figure.dpi)


def _draw_badges(axes: Axes, middles: pd.DataFrame, dpi: float) -> None:
    """The number of every cluster at its middle, or beside it where numbers would cover each other."""
    box = axes.get_window_extent()
    wanted = (axes.transData.transform(middles.to_numpy()) - (box.x0, box.y0)) / dpi
    places = push_apart(wanted, np.full((len(middles), 2), BADGE_INCHES), (box.width / dpi, box.height / dpi))
    axes.set(xlim=axes.get_xlim(), ylim=axes.get_ylim())
    shares = places * dpi / (box.width, box.height)
    for cluster, middle, share, moved in zip(middles.index, middles.to_numpy(), shares, places - wanted, strict=True):
        color = PALETTE[(cluster - 1) % len(PALETTE)]
        axes.annotate(
            str(cluster), tuple(middle), tuple(share), textcoords="axes fraction", size=10, ha="center", va="center",
            color=pick_ink(color), zorder=4,
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": color, "edgecolor": "white"},
            arrowprops={"arrowstyle": "-", "color": color} if np.hypot(*moved) > BADGE_INCHES / 2 else None,
        )  # fmt: skip


def _draw_stability(axes: Axes, clustering: Clustering, what: str) -> None:
    clusters = clustering.clusters
    rows = range(len(clusters))
    colors = [PALETTE[(cluster - 1) % len(PALETTE)] for cluster in clusters["cluster"]]
    axes.barh(rows, clusters["stability"], height=0.5, color=colors)
    for value, name in ((DOUBTFUL, "0.6"), (STABLE, "0.75 稳定")):
        axes.axvline(value, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
        axes.annotate(name, (value, 1), (2, 2), xycoords=("data", "axes fraction"), textcoords="offset points", size=8,
                      color=MUTED)  # fmt: skip
    for row, value, color in zip(rows, clusters["stability"], colors, strict=True):
        inside = value >= LEAST_FILLED
        axes.annotate(f"{value:.2f}", (value, row), (-4 if inside else 4, 0), textcoords="offset points", va="center",
                      ha="right" if inside else "left", size=9, color=pick_ink(color) if inside else INK)  # fmt: skip
    names = [
        f"{cluster}  {wrap_text(label, LABEL_WIDTH, max_lines=2)}\n{n}个{what}"
        for cluster, label, n in zip(clusters["cluster"], clusters["label"], clusters["n"], strict=True)
    ]
    axes.set_yticks(rows, names, size=9)
    axes.set_ylim(len(clusters) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    space_labels(axes)
    axes.set_xlabel("稳定性（自助法Jaccard，0–1）")
    axes.spines["left"].set_color(INK)
    axes.spines["bottom"].set_color(FAINT)
