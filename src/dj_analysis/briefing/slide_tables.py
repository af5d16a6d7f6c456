"""Tables of slides: columns as wide as what they hold, and no more rows than a slide has room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dj_analysis.briefing.fonts import LANGUAGE, set_drawing_font
from dj_analysis.briefing.records import Exhibit
from dj_analysis.briefing.slide_text import LINE, POINTS, clean_text, count_lines, cut_text, measure_line
from dj_analysis.briefing.template import EMU, Box

SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)
DENSE_SIZE = 9.0
"""Points of a table that then, and only then, fits one page."""
SIDE, ABOVE = 0.09, 0.04
"""Inches between the edges of a cell and its text."""
LEAST_COLUMN = 0.6
WIDEST_SHARE = 0.55
"""No column takes more of a table than this while others wrap."""
LEAST_SHARE = 0.66
"""A table of short cells is at least this wide: narrower it looks lost, wider its figures stand far apart."""
MOST_LINES = 6
"""Lines of a cell; the whole text stands in the workbook."""
UNKNOWN = "—"


@dataclass(frozen=True)
class Grid:
    """A table as text, laid out: size of its text, widths of its columns and heights of its rows in inches."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    size: float
    widths: tuple[float, ...]
    head_height: float
    heights: tuple[float, ...]

    def count_fitting(self, first: int, height: float) -> int:
        """How many rows from ``first`` on fit below the heading; one at least."""
        used, count = self.head_height, 0
        for row in self.heights[first:]:
            used += row
            if used > height and count:
                break
            count += 1
        return count


def read_cells(exhibit: Exhibit) -> list[tuple[str, ...]]:
    """The cells of an exhibit as they are printed: figures as their quantity shows them, unknown as a dash."""
    return [
        tuple(_read_cell(exhibit, row, str(column)) for column in exhibit.data.columns)
        for row in range(len(exhibit.data))
    ]


def _read_cell(exhibit: Exhibit, row: int, column: str) -> str:
    quantity = exhibit.quantities.get((row, column))
    if quantity is not None:
        return clean_text(quantity.shown)
    value = exhibit.data[column].iloc[row]
    if value is None or pd.isna(value):
        return UNKNOWN
    return clean_text(f"{value:g}" if isinstance(value, float) else str(value)).strip() or UNKNOWN


def lay_out(exhibit: Exhibit, width: float, height: float) -> Grid:
    """A table for a box in inches, at the largest size at which all of it fits; at the least size it may run on."""
    head = tuple(clean_text(str(column)) for column in exhibit.data.columns)
    rows = read_cells(exhibit)
    numeric = tuple(
        any((row, column) in exhibit.quantities for row in range(len(rows))) for column in exhibit.data.columns
    )
    return lay_out_cells(head, rows, numeric, width, height)


def lay_out_cells(
    head: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: float, height: float
) -> Grid:
    """The same for cells that are text already; ``numeric`` tells the columns that stand to the right."""
    for size in (*SIZES, DENSE_SIZE):
        grid = _lay_out_at(size, head, rows, numeric, width)
        if grid.head_height + sum(grid.heights) <= height:
            return grid
    return _lay_out_at(SIZES[-1], head, rows, numeric, width)


def _lay_out_at(
    size: float, head: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: float
) -> Grid:
    widths = _share_width(size, head, rows, width)
    inner = [(w - 2 * SIDE) * POINTS / size for w in widths]
    cut = tuple(tuple(cut_text(cell, w, MOST_LINES) for cell, w in zip(row, inner, strict=True)) for row in rows)
    return Grid(
        tuple(head), cut, tuple(numeric), size, tuple(widths), _height(size, head, inner),
        tuple(_height(size, row, inner) for row in cut),
    )  # fmt: skip


def _height(size: float, cells: Sequence[str], inner: Sequence[float]) -> float:
    lines = max((count_lines(cell, w) for cell, w in zip(cells, inner, strict=True)), default=1)
    return lines * size * LINE / POINTS + 2 * ABOVE


def _share_width(size: float, head: Sequence[str], rows: Sequence[Sequence[str]], width: float) -> list[float]:
    """Widths of columns: what the longest cell needs, and where that is too much, long columns give way."""
    wanted = [
        max(measure_line(line) for cell in (head[i], *(row[i] for row in rows)) for line in cell.split("\n"))
        * size / POINTS + 2 * SIDE + 0.08
        for i in range(len(head))
    ]  # fmt: skip
    wanted = [max(LEAST_COLUMN, w) for w in wanted]
    if sum(wanted) <= width:
        spare = (max(width * LEAST_SHARE, sum(wanted)) - sum(wanted)) / len(wanted)
        return [w + spare for w in wanted]
    fair = width / len(wanted)
    narrow = [w for w in wanted if w <= fair]
    left = width - sum(narrow)
    long = sum(min(w, width * WIDEST_SHARE) for w in wanted if w > fair)
    return [w if w <= fair else left * min(w, width * WIDEST_SHARE) / long for w in wanted]


def add_table(slide: Any, grid: Grid, rows: range, box: Box, *, alt: str = "") -> None:  # noqa: ANN401
    """Put some rows of a table on a slide, under its heading."""
    left, top, width, _ = box
    whole = min(sum(grid.widths), width)
    height = grid.head_height + sum(grid.heights[i] for i in rows)
    place = [round(n * EMU) for n in (left, top, whole, height)]
    frame = slide.shapes.add_table(len(rows) + 1, len(grid.head), *place)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    table = frame.table
    for column, w in zip(table.columns, grid.widths, strict=True):
        column.width = round(w * EMU)
    table.rows[0].height = round(grid.head_height * EMU)
    _fill_row(table, 0, grid.head, grid, bold=True)
    for line, row in enumerate(rows, start=1):
        table.rows[line].height = round(grid.heights[row] * EMU)
        _fill_row(table, line, grid.rows[row], grid, bold=False)


def _fill_row(table: Any, line: int, cells: Sequence[str], grid: Grid, *, bold: bool) -> None:  # noqa: ANN401
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN  # noqa: PLC0415 - an optional part of the package
    from pptx.util import Pt  # noqa: PLC0415

    for place, text in enumerate(cells):
        cell = table.cell(line, place)
        cell.margin_left = cell.margin_right = round(SIDE * EMU)
        cell.margin_top = cell.margin_bottom = round(ABOVE * EMU)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.text = text
        for paragraph in cell.text_frame.paragraphs:
            paragraph.line_spacing = Pt(grid.size * LINE)
            paragraph.alignment = PP_ALIGN.RIGHT if grid.numeric[place] else PP_ALIGN.LEFT
            for run in paragraph.runs:
                run.font.size, run.font.bold = Pt(grid.size), bold
                run._r.get_or_add_rPr().set("lang", LANGUAGE)
                set_drawing_font(run._r.get_or_add_rPr())
