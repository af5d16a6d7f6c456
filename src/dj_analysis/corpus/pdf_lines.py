"""Lines of a PDF put in order where a program drew the signs of another font before the characters around them.

LibreOffice draws “” that the font of the text lacks first, with a gap between them, then the text with gaps for them;
whoever reads in the order of drawing finds the quotation marks at the start of the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_Object = Any
"""What a PDF holds, as pypdf gives it: of any kind until it is looked at."""

Operation = tuple[Any, bytes]
"""Operands and operator, as pypdf has them."""

GAP = -100
"""Thousandths of the type size: a sign drawn in another font leaves at least so much room, kerning less."""

SAME_LINE = 0.05
"""Parts of the type size by which two baselines differ that are one."""

OVERLAP = 0.5
"""Parts of the type size: signs that lie on each other further are no neighbours (shadows, bold drawn twice)."""

MOST_SHOWN = 400
"""Drawings in one line; a line of signs each drawn by itself has fewer."""

UNITS = 1000
"""Widths of a font are thousandths of its size."""

WIDE, NARROW = 2, 1
"""Bytes of a character in fonts of many characters, and in those of up to 256."""

MANY = 70_000
"""Widths a font can have: every character there is of two bytes."""

UNHANDLED = frozenset(
    (b"Tc", b"Tw", b"Tz", b"TL", b"TD", b"T*", b"Ts", b"'", b'"', b"cm", b"Do", b"BI", b"INLINE IMAGE")
)
"""Operators that move text in ways not followed here; the line ends at them."""

SPACING = {b"Tc": 0.0, b"Tw": 0.0, b"Tz": 100.0, b"Ts": 0.0}
"""Settings that move characters, with the value at which they do not."""


class _Font(NamedTuple):
    widths: Mapping[int, float]
    missing: float
    size: int
    """Bytes of a character."""

    def measure(self, shown: bytes) -> float:
        """Width of a string in thousandths of the type size."""
        codes = (int.from_bytes(shown[i : i + self.size], "big") for i in range(0, len(shown), self.size))
        return sum(self.widths.get(code, self.missing) for code in codes)


class _Piece(NamedTuple):
    """Characters drawn without a gap, and where on the line."""

    start: float
    end: float
    shown: Any
    font: Operation
    matrix: tuple[float, ...]
    """Of the line it was drawn in."""


@dataclass(slots=True)
class _State:
    """Where the next character would be drawn, and in which font."""

    font: Operation | None = None
    matrix: tuple[float, ...] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    """Of the line: what Td moves."""

    at: float = 0.0
    """Advance within the line."""

    spaced: frozenset[bytes] = frozenset()
    """Settings of spacing that are not at rest."""


def order_lines(page: PageObject, reader: PdfReader) -> None:
    """Draw the parts of each line of a page from left to right, where the order of drawing was another.

    Only the page in memory changes, and only lines whose parts then lie side by side.
    """
    from pypdf.generic import ContentStream, NameObject  # noqa: PLC0415 - an optional dependency

    contents = page.get_contents()
    if contents is None:
        return
    stream = ContentStream(contents, reader, "bytes")
    ordered = list(_reorder(stream.operations, _read_fonts(page)))
    if ordered != stream.operations:
        stream.operations = ordered
        page[NameObject("/Contents")] = stream


def _read_fonts(page: PageObject) -> dict[str, _Font]:
    """The fonts of a page whose characters can be measured."""
    resources = _resolve(page.get("/Resources"))
    fonts = _resolve(resources.get("/Font")) if isinstance(resources, dict) else None
    if not isinstance(fonts, dict):
        return {}
    read = {name: _read_font(_resolve(font)) for name, font in fonts.items()}
    return {name: font for name, font in read.items() if font}


def _resolve(value: _Object) -> _Object:
    return value.get_object() if hasattr(value, "get_object") else value


def _read_font(font: _Object) -> _Font | None:
    if not isinstance(font, dict):
        return None
    if font.get("/Subtype") == "/Type0":
        below = _resolve(font.get("/DescendantFonts"))
        if font.get("/Encoding") != "/Identity-H" or not below:
            return None
        wide = _resolve(below[0])
        return _Font(_wide_widths(_resolve(wide.get("/W", []))), _number(wide.get("/DW", UNITS)), WIDE)
    widths = _resolve(font.get("/Widths"))
    if font.get("/Subtype") == "/Type3" or not widths:
        return None
    first = int(_number(font.get("/FirstChar", 0)))
    return _Font({first + i: _number(width) for i, width in enumerate(widths)}, 0.0, NARROW)


def _number(value: _Object) -> float:
    return float(_resolve(value))


def _wide_widths(rows: _Object) -> dict[int, float]:
    """Widths by code: a code before a list of widths, or first and last before the width of all."""
    found: dict[int, float] = {}
    rest = iter(rows)
    for first in rest:
        start, then = int(_number(first)), _resolve(next(rest))
        if isinstance(then, list):
            found.update((start + i, _number(width)) for i, width in enumerate(then))
        else:
            width = _number(next(rest))
            found.update(dict.fromkeys(range(start, min(int(_number(then)), MANY) + 1), width))
    return found


def _reorder(operations: list[Operation], fonts: Mapping[str, _Font]) -> Iterator[Operation]:
    """The operations, those of each line whose parts were drawn in another order put in order."""
    state, saved = _State(), []
    held: list[Operation] = []
    pieces: list[_Piece] = []
    for operands, operator in operations:
        if operator in (b"Tj", b"TJ"):
            shown = _read_pieces(operands, operator, state, fonts)
            if not (shown and pieces and _on_line(pieces[-1], shown[0]) and len(pieces) < MOST_SHOWN):
                yield from _release(held, pieces)
                held, pieces = [], []
            pieces += shown or []
        elif operator in UNHANDLED:
            yield from _release(held, pieces)
            held, pieces = [], []
        elif operator == b"q":
            saved.append((state.font, state.spaced))
        elif operator == b"Q" and saved:
            state.font, state.spaced = saved.pop()
        _follow(operands, operator, state)
        held.append((operands, operator))
    yield from _release(held, pieces)


def _follow(operands: _Object, operator: bytes, state: _State) -> None:
    """What an operator does to the state."""
    if operator == b"BT":
        state.matrix, state.at = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0.0
    elif operator == b"Tf":
        state.font = (operands, operator)
    elif operator == b"Tm":
        state.matrix, state.at = tuple(_number(value) for value in operands[:6]), 0.0
    elif operator in (b"Td", b"TD"):
        a, b, c, d, e, f = state.matrix
        x, y = (_number(value) for value in operands[:2])
        state.matrix, state.at = (a, b, c, d, e + x * a + y * c, f + x * b + y * d), 0.0
    elif operator in SPACING:
        rests = bool(operands) and _number(operands[0]) == SPACING[operator]
        state.spaced = state.spaced - {operator} if rests else state.spaced | {operator}


def _read_pieces(operands: _Object, operator: bytes, state: _State, fonts: Mapping[str, _Font]) -> list[_Piece]:
    """What one operator draws, cut at its gaps; empty where the place of its characters is not known."""
    a, b, c, _, e, _ = state.matrix
    font = fonts.get(state.font[0][0]) if state.font else None
    if font is None or state.font is None or state.spaced or b or c or a <= 0:
        return []
    scale = _number(state.font[0][1]) * a / UNITS
    found: list[_Piece] = []
    joined = False
    for part in operands[0] if operator == b"TJ" else operands[:1]:
        if not isinstance(part, bytes):
            moved = _number(part)
            state.at -= moved * scale
            joined = joined and moved > GAP
            continue
        start, end = e + state.at, e + state.at + font.measure(part) * scale
        if joined:
            last = found.pop()
            found.append(last._replace(end=end, shown=last.shown + part))
        else:
            found.append(_Piece(start, end, part, state.font, state.matrix))
        state.at, joined = end - e, True
    return found


def _on_line(one: _Piece, other: _Piece) -> bool:
    return abs(one.matrix[5] - other.matrix[5]) <= SAME_LINE * _height(one)


def _height(piece: _Piece) -> float:
    return _number(piece.font[0][1]) * piece.matrix[3]


def _release(held: list[Operation], pieces: list[_Piece]) -> list[Operation]:
    """The operations of a line as they were, or with its pieces from left to right."""
    ordered = sorted(pieces, key=lambda piece: piece.start)
    beside = all(one.end - OVERLAP * _height(one) <= other.start for one, other in pairwise(ordered))
    if ordered == pieces or not beside:
        return held
    shows = [i for i, (_, operator) in enumerate(held) if operator in (b"Tj", b"TJ")]
    first, last = shows[0], shows[-1]
    placing = (b"Tj", b"TJ", b"Td", b"Tm")
    between = [held[i] for i in range(first, last) if held[i][1] not in placing]
    drawn = [operation for piece in ordered for operation in _draw(piece)]
    return [*held[:first], *between, *drawn, *_place(pieces[-1], pieces[-1].matrix[4]), *held[last + 1 :]]


def _draw(piece: _Piece) -> Iterator[Operation]:
    from pypdf.generic import ByteStringObject  # noqa: PLC0415 - an optional dependency

    yield from _place(piece, piece.start)
    yield [ByteStringObject(piece.shown)], b"Tj"


def _place(piece: _Piece, start: float) -> Iterator[Operation]:
    """The font of a piece, and a place on its line."""
    from pypdf.generic import FloatObject  # noqa: PLC0415 - an optional dependency

    yield piece.font
    yield [FloatObject(value) for value in (*piece.matrix[:4], start, piece.matrix[5])], b"Tm"
