"""What every chart must hold, read from the drawn figure: texts inside it, none over another, every character drawn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations, pairwise

import matplotlib as mpl
import pandas as pd
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from dj_analysis.charts import ChartFigure, find_fonts, style

EDGE = 1
"""Pixels by which a box may pass the edge of the figure or its neighbour: anti-aliasing, not overlap."""
UNSEEN = frozenset("\n\u200b\u200c\u200d\ufe0e\ufe0f")
"""Characters that have no picture of their own."""


def list_texts(figure: ChartFigure) -> list[Text]:
    """Texts that are drawn; ticks beyond the end of an axis exist but are not."""
    axes = [axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)]
    beyond = {label for axis in axes for label in _ticks_beyond(axis)}
    hidden = {text for part in figure.axes if not part.axison for text in part.findobj(Text) if text not in part.texts}
    return [
        text
        for text in figure.findobj(Text)
        if text.get_text().strip() and text.get_visible() and text not in beyond and text not in hidden
    ]


def read_words(figure: ChartFigure) -> str:
    """All that is written in the figure, without line breaks."""
    return "".join(text.get_text() for text in list_texts(figure)).replace("\n", "")


def check_chart(figure: ChartFigure) -> None:
    """Everything below at once; AssertionError names the text that is at fault."""
    check_words(figure)
    check_glyphs(figure)
    boxes = measure_texts(figure)
    check_inside(figure, boxes)
    check_apart(figure, boxes)


def check_words(figure: ChartFigure) -> None:
    """Title, description, source note and data are there, and n where something is drawn."""
    words = read_words(figure)
    assert figure.alt
    assert isinstance(figure.data, pd.DataFrame)
    assert style.SOURCE in words
    assert "n = " in words or not figure.axes, words


def check_glyphs(figure: ChartFigure) -> None:
    """Every character of every text is in one of the fonts, by the fonts' own tables."""
    drawable = list_characters(find_fonts())
    for text in list_texts(figure):
        lacking = [f"U+{ord(c):04X}" for c in text.get_text() if ord(c) not in drawable and c not in UNSEEN]
        assert not lacking, f"{lacking} in {text.get_text()!r}"
    assert figure.missing.empty


@lru_cache
def list_characters(families: tuple[str, ...]) -> frozenset[int]:
    """Code points the fonts have a glyph for, read by fontTools."""
    codes: set[int] = set()
    for family in families:
        path = font_manager.findfont(family, fallback_to_default=False)
        with TTFont(path, fontNumber=0) as font:  # the first of a collection
            codes |= set(font.getBestCmap())
    return frozenset(codes)


def check_inside(figure: ChartFigure, boxes: Mapping[Text, Bbox] | None = None) -> None:
    """No text leaves the figure."""
    page = figure.bbox
    for text, box in (boxes or measure_texts(figure)).items():
        assert page.x0 - EDGE <= box.x0 <= box.x1 <= page.x1 + EDGE, f"beyond the side: {text.get_text()!r}"
        assert page.y0 - EDGE <= box.y0 <= box.y1 <= page.y1 + EDGE, f"beyond the edge: {text.get_text()!r}"


def check_apart(figure: ChartFigure, boxes: Mapping[Text, Bbox] | None = None) -> None:
    """Tick labels do not run into their neighbours, and no two texts of any kind cover each other."""
    boxes = boxes or measure_texts(figure)
    for axes in figure.axes:
        for labels in (axes.get_xticklabels(), axes.get_yticklabels()):
            for one, other in pairwise([label for label in labels if label in boxes]):
                assert not _overlap(boxes[one], boxes[other]), f"{one.get_text()!r} on {other.get_text()!r}"
    for (one, box), (other, further) in combinations(boxes.items(), 2):
        assert not _overlap(box, further), f"{one.get_text()!r} on {other.get_text()!r}"


def measure_texts(figure: ChartFigure) -> dict[Text, Bbox]:
    """Every text's own box on the drawn page; a label that is turned takes the box around it."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    with mpl.rc_context(style.make_style()):
        boxes = {text: Text.get_window_extent(text, canvas.get_renderer()) for text in list_texts(figure)}
    return {text: box for text, box in boxes.items() if box.width and box.height}


def _overlap(one: Bbox, other: Bbox) -> bool:
    return bool(one.padded(-EDGE).overlaps(other.padded(-EDGE)))


def _ticks_beyond(axis: Axis) -> list[Text]:
    low, high = sorted(axis.get_view_interval())
    return [
        label
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
        if not low <= tick.get_loc() <= high
        for label in (tick.label1, tick.label2)
    ]
