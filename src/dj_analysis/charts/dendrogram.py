"""The tree of clusters: which of them are nearest to each other, with their labels and stability."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from dj_analysis.analysis.clusters import Clustering
from dj_analysis.analysis.stability import DOUBTFUL, STABLE
from dj_analysis.analysis.wording import VALUES
from dj_analysis.charts.style import INK, MUTED, PALETTE, ChartFigure, new_chart, show_reason, space_labels
from dj_analysis.charts.wrapping import wrap_evenly

ROW_INCHES = 0.6
LEAF_LINE, INNER_LINE = 1.8, 1.2
LABEL_WIDTH = 18
NO_TREE = "这些类用k均值法划分，没有层次，不画树状图；请看聚类图。"
VERDICTS = VALUES["verdict"]


class _Merge(NamedTuple):
    node: int
    one: int
    other: int
    height: float


def cluster_tree(clustering: Clustering, *, what: str = "段落") -> ChartFigure:
    """Clusters as leaves of Ward's tree: the further left two branches meet, the more alike their words.

    In: ``cluster_units``; ``what`` names the units. A refused clustering and one without a tree (k-means) give a figure
    with the reason. ``data``: the merges drawn.
    """
    title = f"{what}聚类的树状图"
    if clustering.reason or clustering.merges.empty:
        return show_reason(clustering.reason or NO_TREE, title=title, data=clustering.merges)
    clusters, merges, n = clustering.clusters, clustering.merges, clustering.n_units
    leaves = order_leaves(merges, len(clusters))
    note = (
        f"n = {n}个{what}，{len(clusters)}类。横轴为两支合并时的Ward距离，越靠左合并，用词越相近；上下次序没有含义。"
        f"稳定性为自助法Jaccard均值：不低于{STABLE}稳定，低于{DOUBTFUL}不宜解读，不稳定的类之间的远近也不宜解读。"
    )

    def draw(figure: ChartFigure) -> None:
        axes = figure.subplots()
        _draw_branches(axes, merges, leaves)
        _write_leaves(axes, clusters, leaves, what)

    size = (10, 2.2 + ROW_INCHES * len(leaves))
    return new_chart(size, draw, title=_state_finding(clustering, what), note=note, data=merges)


def _state_finding(clustering: Clustering, what: str) -> str:
    """Which two clusters merge first, and whether they come back at all."""
    first = _read_merges(clustering.merges)[0]
    pair = clustering.clusters[clustering.clusters["cluster"].isin([first.one, first.other])]
    doubt = "" if (pair["verdict"] == "stable").all() else "，但并非都稳定，只可作阅读线索"
    n_clusters = len(clustering.clusters)
    if n_clusters == 2:
        return f"{clustering.n_units}个{what}分为2类{doubt}"
    return f"{clustering.n_units}个{what}的{n_clusters}类中，第{first.one}类与第{first.other}类用词最相近{doubt}"


def order_leaves(merges: pd.DataFrame, n_clusters: int) -> list[int]:
    """Clusters from top to bottom so that no branches cross.

    >>> merges = pd.DataFrame({"node": [4, 5], "one": [1, 2], "other": [3, 4], "height": [1.0, 2.0]})
    >>> order_leaves(merges, 3)
    [2, 1, 3]
    """
    children = {merge.node: (merge.one, merge.other) for merge in _read_merges(merges)}
    ahead, leaves = [max(children)], []
    while ahead:
        node = ahead.pop()
        if node <= n_clusters:
            leaves.append(node)
        else:
            ahead += reversed(children[node])
    return leaves


def _read_merges(merges: pd.DataFrame) -> list[_Merge]:
    numbers = [merges[name].astype("int64").tolist() for name in ("node", "one", "other")]
    return [_Merge(*row) for row in zip(*numbers, merges["height"].tolist(), strict=True)]


def _draw_branches(axes: Axes, merges: pd.DataFrame, leaves: list[int]) -> None:
    """Every merge as an upright between two branches that begin where the branches' own uprights stand."""
    place = {leaf: (0.0, float(row)) for row, leaf in enumerate(leaves)}
    colors = {leaf: PALETTE[(leaf - 1) % len(PALETTE)] for leaf in leaves}
    for merge in _read_merges(merges):
        rows = [place[node][1] for node in (merge.one, merge.other)]
        for node, row in zip((merge.one, merge.other), rows, strict=True):
            width = LEAF_LINE if node in colors else INNER_LINE
            axes.hlines(row, place[node][0], merge.height, color=colors.get(node, MUTED), linewidth=width)
        axes.vlines(merge.height, rows[0], rows[1], color=MUTED, linewidth=INNER_LINE)
        place[merge.node] = (merge.height, sum(rows) / 2)
    axes.scatter([0] * len(leaves), range(len(leaves)), s=36, color=list(colors.values()), zorder=3, clip_on=False)
    axes.set_xlim(0, merges["height"].max() * 1.04)


def _write_leaves(axes: Axes, clusters: pd.DataFrame, leaves: list[int], what: str) -> None:
    rows = {row["cluster"]: row for row in clusters.to_dict("records")}
    axes.set_yticks(range(len(leaves)), [_describe_leaf(rows[leaf], what) for leaf in leaves], size=9)
    axes.tick_params(axis="y", pad=8)
    axes.set_ylim(len(leaves) - 0.5, -0.5)
    axes.set_xlabel("合并时的Ward距离")
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_color(INK)
    space_labels(axes)


def _describe_leaf(row: Mapping[Hashable, Any], what: str) -> str:
    label = wrap_evenly(f"{row['cluster']}  {row['label']}", LABEL_WIDTH, max_lines=2)
    return f"{label}\n{row['n']}个{what}，稳定性{row['stability']:.2f}（{VERDICTS[row['verdict']]}）"
