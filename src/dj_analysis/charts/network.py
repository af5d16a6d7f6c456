"""A network of terms that occur together, with labels that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from dj_analysis.analysis.cooccurrence import Network
from dj_analysis.charts.extras import load_extra
from dj_analysis.charts.spreading import push_apart, spread_evenly
from dj_analysis.charts.style import ACCENT, INK, ChartFigure, new_chart, show_reason
from dj_analysis.charts.wrapping import wrap_evenly

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_TERMS = 40
"""More labels than this are no longer read."""
OWN_EDGES = 3
"""Each term keeps so many of its strongest lines; all of them make a ball in which none can be followed."""
SEED = 20210701
UNITS_ZH = {"doc_id": "篇文章", "passage_id": "个段落", "sentence_id": "个句子"}
WIDTH = 10.0
HEIGHTS = (3.0, 7.0)
"""Least and most inches between title and note."""
FILL = 0.3
"""Share of the plane the labels may cover."""
LABEL_WIDTH, LABEL_LINES = 8, 2
LABEL_SIZES = (9.0, 12.0)
LARGEST_RADIUS = 0.36
LINE_WIDTHS = (0.6, 4.0)
LINE = "#A8B3BD"
CIRCLE = "#CFE3F1"
ROOM_INSIDE = 1.85
"""Diagonal of a label, in radii, that leaves air between it and its circle."""
GAP = 0.07
"""Inches left free around a label."""


def term_network(network: Network, *, most: int = MOST_TERMS) -> ChartFigure:
    """Terms as circles, joined where they occur together more often than chance would have it.

    In: ``link_terms``; the ``most`` terms that occur in most units are drawn, each with its three strongest lines. The
    area of a circle is in proportion to the units that use the term, the width of a line to the association (logDice).
    What is left out is counted in the note. A network without edges gives a figure with the reason. ``data``: the lines
    drawn. Raises PackageMissingError where networkx is not installed.
    """
    unit = UNITS_ZH.get(network.unit, "个单元")
    if network.reason or network.edges.empty:
        reason = network.reason or f"{network.n_units}{unit}里没有两个词相互关联，不画共现网络。"
        return show_reason(reason, title="词语共现网络", data=network.edges)
    edges = choose_edges(network, most)
    nodes = network.nodes[network.nodes["term"].isin({*edges["term"], *edges["other"]})].reset_index(drop=True)
    first = edges.iloc[0]
    title = (
        f"关联最强的是“{first['term']}”与“{first['other']}”：{first['n_xy']}{unit}同时用到二者"
        f"（分别见于{first['n_x']}{unit[0]}和{first['n_y']}{unit[0]}）"
    )
    note = (
        f"n = {network.n_units}{unit}。圆的面积与用到该词的{unit[1:]}数成正比（最大{nodes['n_units'].max()}，"
        f"最小{nodes['n_units'].min()}）；线越粗关联越强（logDice {edges['log_dice'].min():.1f}–"
        f"{edges['log_dice'].max():.1f}，最高14），只连同现多于偶然的词，每个词只画最强的{OWN_EDGES}条。"
        f"位置由排版算法决定，远近没有含义。{_tell_left_out(network, nodes, edges)}"
    )
    height = _choose_height(nodes)

    def draw(figure: ChartFigure) -> None:
        _draw_network(figure, nodes, edges)

    alt = f"{title}。图中{len(nodes)}个词，{len(edges)}条线。"
    return new_chart((WIDTH, height + 1.5), draw, title=title, note=note, data=edges, alt=alt)


def choose_edges(network: Network, most: int) -> pd.DataFrame:
    """The strongest lines of each of the terms that occur in most units, strongest first."""
    terms = set(network.nodes["term"].head(most))
    among = network.edges[network.edges["term"].isin(terms) & network.edges["other"].isin(terms)]
    ends = pd.concat([among.assign(end=among["term"]), among.assign(end=among["other"])])
    strongest = ends.sort_index(kind="stable").groupby("end").head(OWN_EDGES).index.unique()
    return among.loc[strongest.sort_values()].reset_index(drop=True)


def lay_out_terms(nodes: pd.DataFrame, edges: pd.DataFrame) -> Floats:
    """Where every term stands, x and y from 0 to 1: linked terms near each other, the same network always alike."""
    networkx: Any = load_extra("networkx", "the co-occurrence network")
    graph = networkx.Graph()
    graph.add_nodes_from(nodes["term"])
    weights = 1 + _scale(edges["log_dice"].to_numpy("float64"))
    graph.add_weighted_edges_from(zip(edges["term"], edges["other"], weights, strict=True))
    spring = networkx.spring_layout(graph, seed=SEED, iterations=300, k=2 / np.sqrt(len(nodes)), method="force")
    return spread_evenly(_turn_long(np.array([spring[term] for term in nodes["term"]])).round(6))


def _turn_long(places: Floats) -> Floats:
    """Turned so that the longest stretch lies across; never mirrored one way on one machine and another on the next."""
    centred = places - places.mean(axis=0)
    _, _, turns = np.linalg.svd(centred, full_matrices=False)
    signs = np.sign([turn[np.argmax(np.abs(turn))] for turn in turns])
    return np.asarray(centred @ (turns * signs[:, None]).T, dtype=np.float64)


def _tell_left_out(network: Network, nodes: pd.DataFrame, edges: pd.DataFrame) -> str:
    terms, lines = len(network.nodes) - len(nodes), len(network.edges) - len(edges)
    parts = [f"{terms}个词"] * bool(terms) + [f"{lines}条线"] * bool(lines)
    return f"另有{'、'.join(parts)}未画。" if parts else ""


def _choose_height(nodes: pd.DataFrame) -> float:
    """As high as the labels and circles need."""
    inch = LABEL_SIZES[1] / 72
    covered = sum((min(len(term), LABEL_WIDTH) + 1) * inch * inch * 2.5 for term in nodes["term"])
    covered += float((np.pi * _find_radii(nodes) ** 2).sum())
    return float(np.clip(covered / FILL / WIDTH, *HEIGHTS))


def _find_radii(nodes: pd.DataFrame) -> Floats:
    share = nodes["n_units"].to_numpy("float64") / nodes["n_units"].max()
    return np.asarray(LARGEST_RADIUS * np.sqrt(share), dtype=np.float64)


def _scale(values: Floats) -> Floats:
    """Values from 0 (the least) to 1 (the most); 1 where all are the same."""
    width = np.ptp(values)
    return (values - values.min()) / width if width else np.ones_like(values)


def _draw_network(figure: ChartFigure, nodes: pd.DataFrame, edges: pd.DataFrame) -> None:
    axes = figure.subplots()
    axes.axis("off")
    figure.draw_without_rendering()
    box = axes.get_window_extent()
    frame = (box.width / figure.dpi, box.height / figure.dpi)
    axes.set_xlim(0, frame[0])
    axes.set_ylim(0, frame[1])
    labels = _write_labels(axes, nodes["term"])
    extents = [label.get_window_extent() for label in labels]
    texts = np.array([[extent.width, extent.height] for extent in extents]) / figure.dpi
    radii = _find_radii(nodes)
    inside = np.hypot(texts[:, 0], texts[:, 1]) < ROOM_INSIDE * radii
    below = np.where(inside, 0.0, texts[:, 1])
    sizes = np.column_stack([np.maximum(texts[:, 0], 2 * radii), 2 * radii + below]) + GAP
    centres = push_apart(lay_out_terms(nodes, edges) * np.array(frame), sizes, frame)
    circles = centres + np.column_stack([np.zeros(len(nodes)), below / 2])
    for label, (x, y), radius, is_inside in zip(labels, circles, radii, inside, strict=True):
        label.set_position((x, y if is_inside else y - radius))
        label.set_verticalalignment("center" if is_inside else "top")
        axes.add_patch(Circle((x, y), radius, facecolor=CIRCLE, edgecolor=ACCENT, linewidth=0.8, zorder=3))
    _draw_lines(axes, nodes, edges, circles)


def _write_labels(axes: Axes, terms: pd.Series) -> list[Text]:
    """Labels yet without a place, those of the most used terms largest, with a white edge against lines behind them."""
    sizes = np.linspace(*LABEL_SIZES[::-1], len(terms))
    halo = [withStroke(linewidth=2.5, foreground="white")]
    return [
        axes.text(0, 0, wrap_evenly(term, LABEL_WIDTH, max_lines=LABEL_LINES), size=size, color=INK, ha="center",
                  va="center", linespacing=1.1, zorder=4, path_effects=halo)
        for term, size in zip(terms, sizes, strict=True)
    ]  # fmt: skip


def _draw_lines(axes: Axes, nodes: pd.DataFrame, edges: pd.DataFrame, places: Floats) -> None:
    at = dict(zip(nodes["term"], places, strict=True))
    thin, thick = LINE_WIDTHS
    widths = thin + (thick - thin) * _scale(edges["log_dice"].to_numpy("float64"))
    # The strongest come first in the frame and are drawn last.
    lines = [(at[term], at[other]) for term, other in zip(edges["term"], edges["other"], strict=True)][::-1]
    axes.add_collection(LineCollection(lines, linewidths=widths[::-1], colors=LINE, zorder=1, capstyle="round"))
