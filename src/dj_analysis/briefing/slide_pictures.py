"""Pictures of slides: a tall figure is cut between its rows into parts that can be read from the last row of seats."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dj_analysis.charts.style import PRINT_DPI, ChartFigure

LEAST_SCALE = 0.8
"""Figures are drawn with text of 8.5 to 10 points: smaller than this share of it nobody in the room can read it."""
LARGEST_SCALE = 1.15
GAPS = (0.1, 0.01)
"""Inches of white between two rows of a figure at which it may be cut: between models; between cells, if need be."""
LEAST_FILL = 0.45
"""Share of a page that a part of a figure must take."""
EVEN_TRIES = 20
"""Heights tried between the even share of a part and a whole page."""
WHITE = 255
EDGE = 0.05
"""Inches of white left around a part."""


@dataclass(frozen=True)
class Strip:
    """A part of a figure from edge to edge: PNG bytes, width and height in inches as drawn."""

    png: bytes
    width: float
    height: float


def find_scale(figure: ChartFigure, width: float, height: float) -> float:
    """How much of its size a figure keeps in a box, in inches; 1 where it just fits."""
    wide, high = figure.get_size_inches()
    return min(float(width / wide), float(height / high), LARGEST_SCALE)


def cut_figure(figure: ChartFigure, width: float, height: float) -> list[Strip]:
    """The figure whole where it can be read in a box of this size, else cut where it is white from edge to edge.

    In: the box in inches. A figure that has no rows to cut between stays whole, however small.
    """
    pixels = _draw(figure)
    if find_scale(figure, width, height) < LEAST_SCALE:
        scale = min(float(width / figure.get_size_inches()[0]), LARGEST_SCALE)
        most = int(height / scale * PRINT_DPI)
        for gap in GAPS:
            cuts = _even_cuts(pixels, most, int(gap * PRINT_DPI))
            if _are_even(cuts, most):
                return [_make_strip(pixels[top:bottom]) for top, bottom in cuts]
    return [_make_strip(pixels)]


def _are_even(cuts: Sequence[tuple[int, int]], most: int) -> bool:
    """Whether the parts are worth their pages: none too high for one, and all but the last fill a good part of it."""
    heights = [bottom - top for top, bottom in cuts]
    return max(heights) <= most and min(heights[:-1], default=0) >= LEAST_FILL * most


def _draw(figure: ChartFigure) -> NDArray[np.uint8]:
    from PIL import Image  # noqa: PLC0415 - comes with matplotlib

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=PRINT_DPI, metadata={"Software": None})
    return np.asarray(Image.open(buffer).convert("RGB"))


def _even_cuts(pixels: NDArray[np.uint8], most: int, gap: int) -> list[tuple[int, int]]:
    """Parts of at most so many rows of pixels, as few as can be, and of those the most alike in height."""
    cuts = list(_find_cuts(pixels, most, gap))
    least = -(-len(pixels) // len(cuts))
    for height in range(least, most, max(1, (most - least) // EVEN_TRIES)):
        even = list(_find_cuts(pixels, height, gap))
        if len(even) == len(cuts) and max(b - a for a, b in even) <= most:
            return even
    return cuts


def _find_cuts(pixels: NDArray[np.uint8], most: int, gap: int) -> Iterator[tuple[int, int]]:
    """Parts of at most so many rows of pixels, each cut in a white band; longer where there is none."""
    blank = (pixels == WHITE).all(axis=(1, 2))
    cuts = [*_find_bands(blank, gap), len(blank)]
    top = 0
    while top < len(blank):
        later = [cut for cut in cuts if cut > top]
        near = [cut for cut in later if cut - top <= most]
        bottom = near[-1] if near else later[0]
        yield top, bottom
        top = bottom


def _find_bands(blank: NDArray[np.bool_], gap: int) -> list[int]:
    """The middle of every white band of at least so many rows of pixels, but for those at the edges."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], blank.astype(np.int8), [0]))))
    bands = zip(edges[::2], edges[1::2], strict=True)
    return [int((a + b) // 2) for a, b in bands if b - a >= gap and a > 0 and b < len(blank)]


def _make_strip(pixels: NDArray[np.uint8]) -> Strip:
    """Pixels as PNG, without the white above and below them."""
    from PIL import Image  # noqa: PLC0415

    inked = np.flatnonzero(~(pixels == WHITE).all(axis=(1, 2)))
    edge = int(EDGE * PRINT_DPI)
    if len(inked):
        pixels = pixels[max(inked[0] - edge, 0) : inked[-1] + edge]
    buffer = io.BytesIO()
    Image.fromarray(pixels).quantize(256).save(buffer, format="png", dpi=(PRINT_DPI, PRINT_DPI), optimize=True)
    return Strip(buffer.getvalue(), pixels.shape[1] / PRINT_DPI, pixels.shape[0] / PRINT_DPI)


def place_strip(slide: Any, strip: Strip, box: tuple[float, float, float, float], alt: str) -> float:  # noqa: ANN401
    """Put a part into a box, in the middle of its width; where its lower edge is, in inches."""
    from dj_analysis.briefing.template import EMU  # noqa: PLC0415

    left, top, width, height = box
    scale = min(width / strip.width, height / strip.height, LARGEST_SCALE)
    wide, high = strip.width * scale, strip.height * scale
    place = [round(n * EMU) for n in (left + (width - wide) / 2, top, wide, high)]
    shape = slide.shapes.add_picture(io.BytesIO(strip.png), *place)
    shape._element.nvPicPr.cNvPr.set("descr", alt)
    return float(top + high)
