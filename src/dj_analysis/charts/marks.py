"""The marks of stated amounts: what a wording leaves open is drawn open."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from dj_analysis.charts.style import INK, MUTED

DOT, HAZE = 36.0, 260.0
"""Areas in square points."""
ARROW = 20.0
"""Points from the dot to the head; an arrow tells a direction, not how far."""
BAR = 0.16
"""Inches a range is high."""
ARROWS: Mapping[str, int] = {"over": 1, "at_least": 1, "under": -1, "at_most": -1}
BARS = frozenset({"range", "several"})
GAP = 8.0
"""Points between a mark and its wording."""
KEY_PLACE, KEY_BAR = 0.2, 0.1
KEYS = (("exact", "确数"), ("over", "多于、至少"), ("under", "少于、至多"), ("about", "大约"), ("range", "区间、概数"))


def draw_amount(axes: Axes, y: float, row: Mapping[Hashable, Any], color: str) -> None:
    """The mark of one amount at height ``y``, in inches from above, and its wording behind it."""
    value, low, high = (None if pd.isna(row[name]) else float(row[name]) for name in ("value", "low", "high"))
    ends = [end for end in (value, low, high) if end is not None]
    bound = str(row["bound"])
    known = (low, high) if low is not None and high is not None and low < high else None
    if bound in BARS:
        bound = "range" if known else "at_least" if high is None else "at_most"
    start, end = (low, high) if bound == "range" else (value, value)
    draw_mark(axes, y, bound, start if start is not None else ends[0], end if end is not None else ends[0], color=color)
    if known and bound != "range":
        axes.hlines(y, *known, color=color, linewidth=2.2, alpha=0.45)
    axes.annotate(
        row["amount"], (max(ends), y), (_clear_mark(bound), 0), textcoords="offset points", va="center", size=9,
        color=INK,
    )  # fmt: skip


def _clear_mark(bound: str) -> float:
    """Points from the amount to its wording."""
    if ARROWS.get(bound) == 1:
        return GAP + ARROW
    return GAP + math.sqrt(HAZE) / 2 if bound == "about" else GAP


def draw_mark(axes: Axes, y: float, bound: str, low: float, high: float, *, color: str) -> None:
    """One mark, without its wording."""
    if bound == "range":
        axes.barh(y, high - low, left=low, height=BAR, color=color, alpha=0.55, edgecolor=color)
        return
    if bound == "about":
        axes.scatter([low], [y], s=HAZE, color=color, alpha=0.22, linewidth=0)
        axes.scatter([low], [y], s=DOT, facecolor="white", edgecolor=color, linewidth=1.4, zorder=3)
        return
    axes.scatter([low], [y], s=DOT, color=color, zorder=3)
    if bound in ARROWS:
        axes.annotate(
            "", (low, y), (ARROWS[bound] * ARROW, 0), textcoords="offset points",
            arrowprops={"arrowstyle": "<|-", "color": color, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip


def draw_key(axes: Axes) -> None:
    """What the marks mean, in a strip of its own."""
    axes.set_xlim(0, len(KEYS))
    axes.set_ylim(1, 0)
    axes.axis("off")
    for i, (bound, meaning) in enumerate(KEYS):
        width = KEY_BAR if bound == "range" else 0
        draw_mark(axes, 0.5, bound, i + KEY_PLACE - width, i + KEY_PLACE + width, color=MUTED)
        axes.annotate(
            meaning, (i + KEY_PLACE, 0.5), (ARROW + GAP, 0), textcoords="offset points", va="center", size=9,
            color=MUTED,
        )  # fmt: skip
