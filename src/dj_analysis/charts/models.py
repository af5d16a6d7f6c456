"""The anatomy of work models: every model a row, its slots side by side, announced and listed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from dj_analysis.charts.choice import choose_groups
from dj_analysis.charts.slots import (
    CELL_SIZE,
    HEADER_INCHES,
    WIDTH,
    Block,
    Slot,
    lay_out_blocks,
    split_width,
    wrap_cell,
)
from dj_analysis.charts.style import INK, MUTED, PALETTE, ChartFigure, new_chart, pick_ink, show_reason
from dj_analysis.charts.wrapping import measure_width, wrap_evenly
from dj_analysis.schema import VALUES_ZH

ROW_GAP = 0.24
MAX_MODELS = 14
NAME_WIDTH, NAME_LINES = 12, 3
SCHOOL_WIDTH, SCHOOL_LINES = 18, 2
NAME_SIZE, LONG_NAME_SIZE, UNDER_SIZE = 12.5, 11.0, 8.5
LEADING = 1.3
TINT = "14"
"""Opacity of a cell, in hex: 8 %."""

_Place = tuple[float, float, float, float]
"""Left, top, width and height."""


class _Look(NamedTuple):
    face: str
    edge: str
    ink: str
    dashed: bool = False


def model_anatomy(
    layout: pd.DataFrame, *, names: Sequence[str] | None = None, schools: Sequence[str] | None = None
) -> ChartFigure:
    """Work models laid out slot by slot: a column block per slot, a cell per part the article lists.

    In: ``lay_out_models``; ``names`` chooses models by canonical name and ``schools`` those of some schools, in the
    order given. Without ``names``, models of the articles' own come first, those that list most first. Models of the
    same formula stand below each other with their slots aligned. Fourteen are drawn at most; the note says how many are
    left out, and which names are not there.
    """
    title = "工作模式的构成"
    named, no_name = choose_groups(layout, "canonical", names)
    rows, no_school = choose_groups(named, "school", schools)
    told = no_name or no_school
    if rows.empty:
        return show_reason(told or "没有抽取到工作模式。", title=title, data=rows)
    order = _order_models(rows, names)
    shown = order[:MAX_MODELS]
    data = rows[rows["model_id"].isin(shown)]
    models = {model: _read_slots(data[data["model_id"] == model]) for model in shown}
    heads = {row["model_id"]: row for row in data.drop_duplicates("model_id").to_dict("records")}
    blocks = lay_out_blocks(models, {model: heads[model]["canonical"] for model in shown})
    heights = {model: max(blocks[model].height, _measure_name(heads[model])) for model in shown}
    total = sum(heights.values()) + ROW_GAP * len(shown)
    chosen = "" if names is None and schools is None else "选出的"
    note = (
        f"n = {len(order)}个模式，{rows['school'].nunique()}所学校或单位。每种颜色是名称中的一位，格内是文中列出的"
        f"构成，只取原文所列，不作补全；虚线框表示文中没有列出。{_explain_short(data)}{_tell_left_out(order)}{told}"
    )

    def draw(figure: ChartFigure) -> None:
        axes = figure.subplots()
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(total, 0)
        axes.axis("off")
        top = ROW_GAP / 2
        for model, block in blocks.items():
            _draw_name(axes, top, heads[model])
            _draw_block(axes, top, block)
            top += heights[model] + ROW_GAP

    return new_chart((WIDTH + 0.3, total + 1.6), draw, title=_state_finding(rows, order, chosen), note=note, data=data)


def _state_finding(rows: pd.DataFrame, order: Sequence[str], chosen: str) -> str:
    listed = int(rows.groupby("model_id")["listed"].sum().gt(0).sum())
    if listed < len(order):
        return f"{chosen}{len(order)}个工作模式中，{listed}个在文中列出了构成，{len(order) - listed}个只有名称"
    if len(order) == 1:
        return f"{rows['canonical'].iloc[0]}的构成：{len(rows)}位，文中列出{int(rows['listed'].sum())}项"
    return f"{chosen}{len(order)}个工作模式并排看，构成在文中都有列出"


def _explain_short(data: pd.DataFrame) -> str:
    """What it means that a slot lists less than its number."""
    short = (data["listed"] > 0) & (data["listed"] < data["announced"].fillna(0))
    return "列出少于宣称的，可能一项就是一类若干个，也可能文中没有写全。" if short.any() else ""


def _tell_left_out(order: Sequence[str]) -> str:
    rest = len(order) - MAX_MODELS
    return f"只画前{MAX_MODELS}个，自有的在前，列出构成多的在前，另有{rest}个未画。" if rest > 0 else ""


def _order_models(rows: pd.DataFrame, names: Sequence[str] | None) -> list[str]:
    """As named; else own before policy, plus formulas first, then most slots and parts. One formula stays together."""
    table = rows.groupby("model_id", as_index=False, sort=False).agg(
        scope=("scope", "first"), form=("form", "first"), slots=("slot", "size"), listed=("listed", "sum"),
        canonical=("canonical", "first"), school=("school", "first"),
    )  # fmt: skip
    forms, wanted = list(VALUES_ZH["form"]), list(names or ())
    table = table.assign(
        asked=[wanted.index(name) if name in wanted else 0 for name in table["canonical"]],
        rank=table["form"].map(forms.index),
        policy=table["scope"] == "policy",
        bare=table["listed"] == 0,
    )
    keys = ["asked", "policy", "bare", "rank", "slots", "listed", "canonical", "school", "model_id"]
    ascending = [True, True, True, True, False, False, True, True, True]
    ordered = table.sort_values(keys, ascending=ascending, ignore_index=True)
    first = ordered.groupby("canonical")["model_id"].transform(lambda ids: ids.index[0])
    return list(ordered.assign(first=first).sort_values("first", kind="stable")["model_id"])


def _read_slots(rows: pd.DataFrame) -> tuple[Slot, ...]:
    return tuple(
        Slot(
            _read_heading(row),
            None if pd.isna(row["announced"]) else int(row["announced"]),
            tuple(row["texts"].split("|")) if row["listed"] else (),
        )
        for row in rows.sort_values("slot").to_dict("records")
    )


def _read_heading(row: Mapping[Hashable, Any]) -> str:
    """The part of the name a slot stands for; the symbol of a name of one slot; nothing for one that lists nothing."""
    if row["part"] != row["canonical"]:
        return str(row["part"])
    return "" if row["symbol"] == row["canonical"] else str(row["symbol"])


def _write_name(head: Mapping[Hashable, Any]) -> tuple[str, str]:
    """The name, and the school and kind below it."""
    kind = VALUES_ZH["form"][head["form"]] + (" · 政策用语" if head["scope"] == "policy" else "")
    name = wrap_evenly(str(head["canonical"]), NAME_WIDTH, max_lines=NAME_LINES)
    return name, f"{wrap_evenly(str(head['school']), SCHOOL_WIDTH, max_lines=SCHOOL_LINES)}\n{kind}"


def _measure_lines(text: str, size: float) -> float:
    return (text.count("\n") + 1) * size * LEADING / 72


def _size_name(head: Mapping[Hashable, Any]) -> float:
    return NAME_SIZE if measure_width(str(head["canonical"])) <= NAME_WIDTH else LONG_NAME_SIZE


def _measure_name(head: Mapping[Hashable, Any]) -> float:
    name, under = _write_name(head)
    return _measure_lines(name, _size_name(head)) + _measure_lines(under, UNDER_SIZE)


def _draw_name(axes: Axes, top: float, head: Mapping[Hashable, Any]) -> None:
    name, under = _write_name(head)
    size = _size_name(head)
    axes.text(0, top, name, size=size, va="top", linespacing=LEADING)
    place = top + _measure_lines(name, size)
    axes.text(0, place, under, size=UNDER_SIZE, color=MUTED, va="top", linespacing=LEADING)


def _draw_block(axes: Axes, top: float, block: Block) -> None:
    for i, slot in enumerate(block.slots):
        color = PALETTE[i % len(PALETTE)]
        left, width = block.lefts[i], block.widths[i]
        header = HEADER_INCHES if slot.header else 0.0
        if header:
            _draw_cell(axes, (left, top, width, header), slot.fit_header(width), _Look(color, "none", pick_ink(color)))
        _draw_cells(axes, (left, top + header, width, block.height - header), slot, block.columns[i], color)


def _draw_cells(axes: Axes, place: _Place, slot: Slot, columns: int, color: str) -> None:
    left, top, whole, body = place
    places = split_width(slot, whole, columns)
    height = body / (places[-1][0] + 1)
    listed, empty = _Look(color + TINT, color, INK), _Look("white", MUTED, MUTED, dashed=True)
    for text, (row, number, width) in zip(slot.cells, places, strict=True):
        at = (left + number * width, top + row * height, width, height)
        _draw_cell(axes, at, wrap_cell(text, width), listed if slot.texts else empty)


def _draw_cell(axes: Axes, place: _Place, text: str, look: _Look) -> None:
    left, top, width, height = place
    axes.add_patch(_box(place, look))
    axes.text(
        left + width / 2, top + height / 2, text, size=CELL_SIZE, color=look.ink, ha="center", va="center",
        linespacing=1.25,
    )  # fmt: skip


def _box(place: _Place, look: _Look) -> FancyBboxPatch:
    left, top, width, height = place
    inset = 0.02
    return FancyBboxPatch(
        (left + inset, top + inset),
        width - 2 * inset,
        height - 2 * inset,
        boxstyle="round,pad=0,rounding_size=0.04",
        linewidth=0.8,
        facecolor=look.face,
        edgecolor=look.edge,
        linestyle=(0, (3, 2)) if look.dashed else "-",
    )
