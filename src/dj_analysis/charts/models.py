"""The anatomy of work models: every model a row, its slots side by side, announced and listed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from dj_analysis.charts.style import (
    INK,
    MUTED,
    PALETTE,
    ChartFigure,
    measure_width,
    new_chart,
    pick_ink,
    show_reason,
    wrap_text,
)
from dj_analysis.schema import VALUES_ZH

WIDTH = 11.0
NAME_INCHES = 2.3
GAP = 0.06
HEADER_INCHES = 0.27
LINE_INCHES = 0.185
CELL_SIZE = 9.0
CELL_PADDING = 0.16
ROW_GAP = 0.24
MAX_MODELS = 14
MAX_CELLS = 10
MAX_LINES = 6
TINT = "14"
"""Opacity of a cell, in hex: 8 %."""
LISTED_NOWHERE = "文中未列出"


_Place = tuple[float, float, float, float]


@dataclass(frozen=True)
class _Slot:
    heading: str
    announced: int | None
    texts: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        if len(self.texts) > MAX_CELLS:
            return (*self.texts[: MAX_CELLS - 1], f"另{len(self.texts) - MAX_CELLS + 1}项")
        return self.texts or (LISTED_NOWHERE,)

    @property
    def header(self) -> str:
        """The heading and how far the list keeps what it announces; none where the heading is itself the content."""
        if self.texts == (self.heading,):
            return ""
        if self.announced is None or len(self.texts) < 2:
            return self.heading
        return f"{self.heading}　宣称{self.announced} · 列出{len(self.texts)}"


def model_anatomy(layout: pd.DataFrame, *, names: Sequence[str] | None = None) -> ChartFigure:
    """Work models laid out slot by slot: a column block per slot, a cell per part the article lists.

    In: ``lay_out_models``; ``names`` chooses models by canonical name. Without it, models of the articles' own come
    first, those that list most first, fourteen at most; the note says how many are left out.
    """
    title = "工作模式的构成"
    rows = layout[layout["canonical"].isin(names)] if names is not None else layout
    if rows.empty:
        return show_reason("没有符合条件的工作模式。", title=title, data=rows)
    order = _order_models(rows)
    shown = order[:MAX_MODELS]
    data = rows[rows["model_id"].isin(shown)]
    models = {model: _read_slots(data[data["model_id"] == model]) for model in shown}
    heads = {row["model_id"]: row for row in data.drop_duplicates("model_id").to_dict("records")}
    heights = {model: _row_height(slots) for model, slots in models.items()}
    total = sum(heights.values()) + ROW_GAP * len(shown)
    listed = rows.groupby("model_id")["listed"].sum().gt(0).sum()
    chosen = "" if names is None else "选出的"
    title = f"{chosen}{len(order)}个工作模式中，{listed}个在文中列出了构成，{len(order) - listed}个只有名称"
    if listed == len(order):
        title = f"{chosen}{len(order)}个工作模式并排看，构成在文中都有列出"
    left_out = f"只画前{len(shown)}个：自有的在前，列出构成多的在前。" if len(order) > len(shown) else ""
    note = (
        f"n = {len(order)}个模式，{rows['school'].nunique()}所学校或单位。每种颜色是名称中的一位，格内是文中列出的"
        f"构成，只取原文所列，不作补全；虚线框表示文中没有列出。{left_out}"
    )

    def draw(figure: ChartFigure) -> None:
        axes = figure.subplots()
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(total, 0)
        axes.axis("off")
        top = ROW_GAP / 2
        for model, slots in models.items():
            _draw_model(axes, top, heights[model], heads[model], slots)
            top += heights[model] + ROW_GAP

    return new_chart((WIDTH + 0.3, total + 1.45), draw, title=title, note=note, data=data)


def _order_models(rows: pd.DataFrame) -> list[str]:
    """Own before policy, plus formulas first, then those with most slots and parts."""
    table = rows.groupby("model_id", as_index=False, sort=False).agg(
        scope=("scope", "first"), form=("form", "first"), slots=("slot", "size"), listed=("listed", "sum"),
        canonical=("canonical", "first"), school=("school", "first"),
    )  # fmt: skip
    forms = list(VALUES_ZH["form"])
    table = table.assign(
        rank=table["form"].map(forms.index), policy=table["scope"] == "policy", bare=table["listed"] == 0
    )
    ordered = table.sort_values(
        ["policy", "bare", "rank", "slots", "listed", "canonical", "school"],
        ascending=[True, True, True, False, False, True, True],
    )
    return list(ordered["model_id"])


def _read_slots(rows: pd.DataFrame) -> list[_Slot]:
    return [
        _Slot(
            _read_heading(row),
            None if pd.isna(row["announced"]) else int(row["announced"]),
            tuple(row["texts"].split("|")) if row["listed"] else (),
        )
        for row in rows.sort_values("slot").to_dict("records")
    ]


def _read_heading(row: Mapping[Hashable, Any]) -> str:
    """The part of the name a slot stands for; the symbol of a name of one slot; nothing for one that lists nothing."""
    if row["part"] != row["canonical"]:
        return str(row["part"])
    return "" if row["symbol"] == row["canonical"] else str(row["symbol"])


def _cell_width(slots: Sequence[_Slot]) -> float:
    n_cells = sum(len(slot.cells) for slot in slots)
    return (WIDTH - NAME_INCHES - GAP * (len(slots) - 1)) / n_cells


def _wrap_cell(text: str, width: float) -> str:
    return wrap_text(text, (width - CELL_PADDING) * 72 / CELL_SIZE, max_lines=MAX_LINES)


def _row_height(slots: Sequence[_Slot]) -> float:
    width = _cell_width(slots)
    lines = max(_wrap_cell(text, width).count("\n") + 1 for slot in slots for text in slot.cells)
    return max(0.5, HEADER_INCHES + lines * LINE_INCHES + CELL_PADDING)


def _draw_model(axes: Axes, top: float, height: float, head: Mapping[Hashable, Any], slots: Sequence[_Slot]) -> None:
    name = wrap_text(head["canonical"], 12, max_lines=2)
    axes.text(0, top, name, size=12.5 if measure_width(head["canonical"]) <= 12 else 11, va="top", linespacing=1.2)
    kind = VALUES_ZH["form"][head["form"]] + (" · 政策用语" if head["scope"] == "policy" else "")
    under = top + 0.26 * (name.count("\n") + 1)
    school = wrap_text(head["school"], 17, max_lines=1)
    axes.text(0, under, f"{school}\n{kind}", size=8.5, color=MUTED, va="top", linespacing=1.3)
    width, left = _cell_width(slots), NAME_INCHES
    for i, slot in enumerate(slots):
        _draw_slot(axes, (left, top, width, height), slot, PALETTE[i % len(PALETTE)])
        left += width * len(slot.cells) + GAP


def _draw_slot(axes: Axes, place: _Place, slot: _Slot, color: str) -> None:
    left, top, width, height = place
    header = HEADER_INCHES if slot.header else 0.0
    whole = width * len(slot.cells)
    if header:
        axes.add_patch(_box((left, top, whole, header), face=color, edge="none"))
        text = slot.header if measure_width(slot.header) * CELL_SIZE / 72 < whole else slot.heading
        axes.text(
            left + whole / 2, top + header / 2, text, size=CELL_SIZE, color=pick_ink(color), ha="center", va="center"
        )
    for i, text in enumerate(slot.cells):
        begin = left + i * width
        empty = text == LISTED_NOWHERE
        face, edge = ("white", MUTED) if empty else (color + TINT, color)
        axes.add_patch(_box((begin, top + header, width, height - header), face=face, edge=edge, dashed=empty))
        axes.text(
            begin + width / 2, top + header + (height - header) / 2, _wrap_cell(text, width), size=CELL_SIZE,
            ha="center", va="center", color=MUTED if empty else INK, linespacing=1.25,
        )  # fmt: skip


def _box(place: _Place, *, face: str, edge: str, dashed: bool = False) -> FancyBboxPatch:
    left, top, width, height = place
    inset = 0.02
    return FancyBboxPatch(
        (left + inset, top + inset),
        width - 2 * inset,
        height - 2 * inset,
        boxstyle="round,pad=0,rounding_size=0.04",
        linewidth=0.8,
        facecolor=face,
        edgecolor=edge,
        linestyle=(0, (3, 2)) if dashed else "-",
    )
