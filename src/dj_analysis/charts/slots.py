"""The slots of a work model as blocks of cells: what stands in them, how wide and how high they are.

Cells of a slot stand side by side where there is room, else in rows. Models of the same formula get slots of the same
width, so that they can be read down the page.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dj_analysis.charts.wrapping import measure_width, wrap_evenly, wrap_text

WIDTH = 11.0
NAME_INCHES = 2.3
"""Width of the column with names and schools."""
GAP = 0.06
HEADER_INCHES = 0.27
LINE_INCHES = 0.185
CELL_SIZE = 9.0
CELL_PADDING = 0.16
LEAST_HEIGHT = 0.5
LEAST_CELL = 0.95
"""Inches; holds six characters a line, and most parts of models are of four to six."""
LINES_WANTED, MAX_LINES = 4, 8
"""Lines of a cell above which cells are set in more rows, and above which text is cut."""
MAX_CELLS = 12
LISTED_NOWHERE, UNLISTED = "文中未列出", "未列出"


@dataclass(frozen=True)
class Slot:
    """One place of a model's name: its heading, the number it announces and the parts the article lists."""

    heading: str
    announced: int | None
    texts: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """What is written into cells: the parts, twelve at most; the rest is counted in the last."""
        if len(self.texts) > MAX_CELLS:
            return (*self.texts[: MAX_CELLS - 1], f"另{len(self.texts) - MAX_CELLS + 1}项")
        return self.texts or (LISTED_NOWHERE,)

    @property
    def header(self) -> str:
        """The heading, what it announces and what is listed; none where the heading is itself the content.

        >>> Slot("三亮", 3, ("亮身份", "亮标准")).header, Slot("N", None, ("社区",)).header, Slot("", 4, ()).header
        ('三亮　宣称3 · 列出2', 'N　列出1', '宣称4')
        """
        if self.texts == (self.heading,):
            return ""
        announced = "" if self.announced is None else f"宣称{self.announced}"
        listed = f"列出{len(self.texts)}" if self.texts else ""
        told = " · ".join(part for part in (announced, listed) if part)
        return "　".join(part for part in (self.heading, told) if part)

    def fit_header(self, width: float) -> str:
        """The header where it fits into ``width`` inches; listed/announced as numbers, or the heading, where not.

        >>> Slot("三亮", 3, ("亮身份", "亮标准")).fit_header(0.6)
        '三亮 2/3'
        """
        numbers = f"{self.heading} {len(self.texts)}/{self.announced}" if self.announced and self.texts else ""
        room = (width - CELL_PADDING / 2) * 72 / CELL_SIZE
        fitting = [text for text in (self.header, numbers, self.heading) if text and measure_width(text) <= room]
        return fitting[0] if fitting else wrap_text(self.heading, room - 1, max_lines=1)


@dataclass(frozen=True)
class Block:
    """A model's slots with the left edge, width and columns of cells of each, and the height of all, in inches."""

    slots: tuple[Slot, ...]
    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    columns: tuple[int, ...]
    height: float


def lay_out_blocks(models: Mapping[str, Sequence[Slot]], formulas: Mapping[str, str]) -> dict[str, Block]:
    """The block of every model; ``formulas`` tells whose slots share their widths."""
    kin: dict[tuple[str, int], list[str]] = {}
    for model, slots in models.items():
        kin.setdefault((formulas[model], len(slots)), []).append(model)
    columns = {model: _choose_columns([models[name] for name in names]) for names in kin.values() for model in names}
    return {model: _make_block(tuple(slots), columns[model]) for model, slots in models.items()}


def wrap_cell(text: str, width: float) -> str:
    """Text in lines of a cell ``width`` inches wide."""
    room = (width - CELL_PADDING) * 72 / CELL_SIZE
    if text == LISTED_NOWHERE and measure_width(text) > room:
        text = UNLISTED
    return wrap_evenly(text, room, max_lines=MAX_LINES)


def split_width(slot: Slot, width: float, columns: int) -> list[tuple[int, int, float]]:
    """Row, place in the row and width of every cell of a slot; a last row that is not full is spread."""
    cells = len(slot.cells)
    columns = min(columns, cells)
    rows = [range(begin, min(begin + columns, cells)) for begin in range(0, cells, columns)]
    return [(number, place, width / len(row)) for number, row in enumerate(rows) for place in range(len(row))]


def _choose_columns(kin: Sequence[Sequence[Slot]]) -> tuple[int, ...]:
    """How many cells stand side by side in every slot: all, then fewer in the widest until text has room."""
    most = [max(len(slots[i].cells) for slots in kin) for i in range(len(kin[0]))]
    columns = list(most)
    while max(columns) > 1 and not _has_room(kin, columns):
        widest = max(range(len(columns)), key=lambda i: columns[i])
        rows = math.ceil(most[widest] / columns[widest]) + 1
        columns[widest] = min(math.ceil(most[widest] / rows), columns[widest] - 1)
    return tuple(columns)


def _has_room(kin: Sequence[Sequence[Slot]], columns: Sequence[int]) -> bool:
    width = _measure_column(columns)
    texts = [text for slots in kin for slot in slots for text in slot.cells]
    return width >= LEAST_CELL and all(wrap_cell(text, width).count("\n") < LINES_WANTED for text in texts)


def _measure_column(columns: Sequence[int]) -> float:
    return (WIDTH - NAME_INCHES - GAP * (len(columns) - 1)) / sum(columns)


def _make_block(slots: tuple[Slot, ...], columns: tuple[int, ...]) -> Block:
    column = _measure_column(columns)
    widths = tuple(column * n for n in columns)
    lefts = tuple(NAME_INCHES + sum(widths[:i]) + GAP * i for i in range(len(widths)))
    bodies = [_measure_body(slot, width, n) for slot, width, n in zip(slots, widths, columns, strict=True)]
    return Block(slots, lefts, widths, columns, max(LEAST_HEIGHT, *bodies))


def _measure_body(slot: Slot, width: float, columns: int) -> float:
    """Height of a slot with its header; all of its rows are as high as the highest needs."""
    places = split_width(slot, width, columns)
    lines = max(wrap_cell(text, cell).count("\n") + 1 for text, (_, _, cell) in zip(slot.cells, places, strict=True))
    rows = places[-1][0] + 1
    return (HEADER_INCHES if slot.header else 0.0) + rows * (lines * LINE_INCHES + CELL_PADDING)
