"""One look for every chart: Chinese font, palette, title, source note, and saving with the data beside the picture.

A chart never goes through pyplot and changes no global setting: ``ChartFigure`` carries its own style and is drawn
under it wherever it is drawn, in a notebook or into a file.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.typing import ColorType

from dj_analysis.cells import shield_cell
from dj_analysis.charts.fonts import FontMissingError as FontMissingError  # noqa: PLC0414 - drawing raises it
from dj_analysis.charts.fonts import find_fonts as find_fonts  # noqa: PLC0414 - part of the style
from dj_analysis.charts.fonts import keep_legal
from dj_analysis.charts.mending import mend_figure, place_missing, tell_missing
from dj_analysis.charts.wrapping import measure_width as measure_width  # noqa: PLC0414 - part of the style
from dj_analysis.charts.wrapping import wrap_evenly as wrap_evenly  # noqa: PLC0414
from dj_analysis.charts.wrapping import wrap_text as wrap_text  # noqa: PLC0414
from dj_analysis.errors import DjAnalysisError

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F3C8D", "#6B6B6B")
"""Okabe and Ito's colours, which readers with any common colour blindness tell apart; violet and grey instead of yellow
and black."""
INK, MUTED, FAINT = "#1F2933", "#5F6B76", "#D5DAE0"
ACCENT, QUIET = PALETTE[0], "#B8C4CE"
PRINT_DPI, SCREEN_DPI = 200, 192
CSS_DPI = 96
"""Pixels of a web page to the inch: the text of a chart is as large as the text around it."""
TITLE_SIZE, TEXT_SIZE, NOTE_SIZE = 14.0, 10.0, 8.5
MARGIN = 0.18
"""Inches between the edge of the figure and its text."""
POINTS_PER_INCH = 72
LINE_HEIGHT = 1.35
DARK_ON_LIGHT = 0.26
"""Luminance above which dark text has the better contrast with the colours of the palette."""
LAYOUT_DIGITS = 5
REASON_WIDTH = 34
LEAST_ROOM = 10
"""Characters a line always holds."""
SOURCE = "来源：语料库清洗后的文本与由此抽取的表，dj-analysis 计算"


class ChartFigure(Figure):
    """A figure that carries the data it shows and a description in words, and is always drawn in the house style.

    ``title`` states the finding, ``alt`` describes the chart for readers who cannot see it, ``missing`` lists the
    characters no font could draw with their place in ``data``, as ``find_missing`` gives them.
    """

    data: pd.DataFrame
    title: str
    alt: str
    missing: pd.DataFrame

    def draw(self, renderer: RendererBase) -> None:
        """Draw in the house style: tick labels are made only now, and would otherwise take the font of the session."""
        with mpl.rc_context(make_style()):
            super().draw(renderer)

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, bytes], dict[str, dict[str, Any]]]:
        """The picture for a notebook, with its description as alternative text."""
        buffer = io.BytesIO()
        self.savefig(buffer, format="png", dpi=SCREEN_DPI, metadata={"Software": None})
        width = round(self.get_figwidth() * CSS_DPI)
        return {"image/png": buffer.getvalue()}, {"image/png": {"width": width, "alt": self.alt}}


@lru_cache(maxsize=1)
def make_style() -> dict[Any, Any]:
    """The settings of matplotlib every chart is made and drawn with."""
    return {
        "font.family": list(find_fonts()),
        "font.size": TEXT_SIZE,
        "text.color": INK,
        "axes.labelcolor": MUTED,
        "axes.labelsize": TEXT_SIZE,
        "axes.edgecolor": FAINT,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "grid.color": FAINT,
        "grid.linewidth": 0.6,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelcolor": MUTED,
        "ytick.labelcolor": INK,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "figure.facecolor": "white",
        "text.parse_math": False,  # a name with two dollar signs is a name
        "svg.fonttype": "path",
        "svg.hashsalt": "dj-analysis",
        "pdf.fonttype": 3,
        # With hinting a line of text is up to 6 % wider at 72 dots per inch than at 200, and leaves the page.
        "text.hinting": "none",
        "hatch.linewidth": 0.6,
    }


def new_chart(
    size: tuple[float, float],
    draw: Callable[[ChartFigure], None],
    *,
    title: str,
    note: str,
    data: pd.DataFrame,
    alt: str | None = None,
) -> ChartFigure:
    """A figure of ``size`` inches with title, source note and what ``draw`` puts between them.

    ``title`` states what is found; ``note`` says n and how to read it, and the source is added. ``alt`` describes the
    chart for readers who cannot see it; the title does, where it is not given.
    """
    figure = _compose(size, draw, title, note, data)
    if not figure.missing.empty:
        figure = _compose(size, draw, title, note + tell_missing(figure.missing), data)
    figure.title, figure.alt = keep_legal(title), keep_legal(alt or title)
    return figure


def _compose(
    size: tuple[float, float], draw: Callable[[ChartFigure], None], title: str, note: str, data: pd.DataFrame
) -> ChartFigure:
    """The figure, laid out, without the characters no font can draw; they are in its ``missing``."""
    with mpl.rc_context(make_style()):
        figure = ChartFigure(figsize=size)
        figure.data = data
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"Glyph \d+")  # of texts measured before they are mended
            top = _write_lines(figure, title, TITLE_SIZE, INK, at_top=True)
            bottom = _write_lines(figure, f"{note}\n{SOURCE}。", NOTE_SIZE, MUTED, at_top=False)
            figure.set_layout_engine("constrained", rect=(0.01, bottom, 0.98, 1 - top - bottom))
            draw(figure)
        figure.missing = place_missing(mend_figure(figure), data)
        _settle_layout(figure)
    return figure


def _settle_layout(figure: ChartFigure) -> None:
    """Lay the axes out once, to the digit: the solver's last bits differ from run to run and would get into files."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:
        left, bottom, width, height = (round(edge, LAYOUT_DIGITS) for edge in axes.get_position().bounds)
        axes.set_position((left, bottom, width, height))


def show_reason(reason: str, *, title: str, data: pd.DataFrame, note: str = "") -> ChartFigure:
    """A figure that says why there is nothing to draw, instead of empty axes."""

    def draw(figure: ChartFigure) -> None:
        text = wrap_evenly(reason, REASON_WIDTH)
        figure.text(0.5, 0.5, text, ha="center", va="center", size=12, color=MUTED, linespacing=LINE_HEIGHT)

    return new_chart((8, 2.8), draw, title=title, note=note or "没有可画的数据。", data=data, alt=f"{title}：{reason}")


def save(figure: ChartFigure, stem: str | Path) -> list[Path]:
    """Write ``stem`` as PNG (200 dpi), SVG and PDF, and the data of the chart as CSV beside them; the paths.

    The same chart gives the same bytes. Raises DjAnalysisError when a file cannot be written.
    """
    stem = Path(stem)
    targets = {suffix: stem.with_name(f"{stem.name}.{suffix}") for suffix in ("png", "svg", "pdf", "csv")}
    words: Mapping[str, dict[str, Any]] = {
        "png": {"Software": None, "Title": figure.title, "Description": figure.alt},
        "svg": {"Date": None, "Title": figure.title, "Description": figure.alt},
        "pdf": {"CreationDate": None, "Title": figure.title, "Subject": figure.alt},
    }
    try:
        stem.parent.mkdir(parents=True, exist_ok=True)
        for suffix, metadata in words.items():
            targets[suffix].write_bytes(_render(figure, suffix, metadata))
        targets["csv"].write_bytes(_write_data(figure.data))
    except OSError as error:
        raise DjAnalysisError(f"{stem}: cannot be written ({error.strerror}); choose another folder") from error
    return list(targets.values())


def _render(figure: ChartFigure, suffix: str, metadata: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    with mpl.rc_context(make_style()):
        figure.savefig(buffer, format=suffix, dpi=PRINT_DPI, metadata=metadata)
    return _describe_svg(buffer.getvalue(), figure.alt) if suffix == "svg" else buffer.getvalue()


def _write_data(data: pd.DataFrame) -> bytes:
    """CSV for Excel: text that begins like a formula is shielded; only with CRLF is a CR within a cell quoted."""
    shown = data.map(lambda value: shield_cell(value) if isinstance(value, str) else value)
    return str(shown.to_csv(index=False, lineterminator="\r\n")).encode("utf-8-sig", "replace")


def _describe_svg(picture: bytes, alt: str) -> bytes:
    """Mark the drawing as one image and put its description where a screen reader looks for it, behind the title."""
    text = picture.decode("utf-8").replace("<svg ", '<svg role="img" ', 1)
    return text.replace("</title>", f"</title>\n <desc>{escape(alt)}</desc>", 1).encode("utf-8")


def pick_colors(names: Iterable[str]) -> dict[str, str]:
    """A colour for every name; the same set of names always gets the same colours.

    A name has a colour of its own, and another only where that is taken: charts that show a part of a corpus agree
    wherever they can. Give them the colours of all its schools to make them agree everywhere. Above eight names colours
    come again.

    >>> pick_colors(["乙校", "甲校"])["乙校"] == pick_colors(["甲校", "乙校", "乙校"])["乙校"]
    True
    """
    colors: dict[str, str] = {}
    for name in sorted(set(names)):
        own = int.from_bytes(hashlib.sha256(name.encode("utf-8", "replace")).digest()[:4])
        turn = [PALETTE[(own + i) % len(PALETTE)] for i in range(len(PALETTE))]
        colors[name] = next((color for color in turn if color not in colors.values()), turn[0])
    return colors


def pick_ink(color: ColorType) -> str:
    """Dark or white, whichever reads better on ``color`` (relative luminance of WCAG 2).

    >>> pick_ink("#E69F00") == INK, pick_ink("#0072B2")
    (True, 'white')
    """
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    luminance = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), channels, strict=True))
    return INK if luminance > DARK_ON_LIGHT else "white"


def space_labels(axes: Axes) -> None:
    """Give tick labels of two lines some air."""
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_linespacing(LINE_HEIGHT)


def _write_lines(figure: ChartFigure, text: str, size: float, color: str, *, at_top: bool) -> float:
    """Write text at the upper or lower edge; the share of the figure's height it takes."""
    width, height = figure.get_size_inches()
    room, wrap = (width - 2 * MARGIN) * POINTS_PER_INCH / size, wrap_evenly if at_top else wrap_text
    lines = figure.text(
        MARGIN / width,
        1 - MARGIN / height if at_top else MARGIN / height,
        wrap(text, room),
        size=size,
        color=color,
        va="top" if at_top else "bottom",
        ha="left",
        linespacing=LINE_HEIGHT,
        in_layout=False,
    )
    # Widths of Latin letters are estimated; what is wider than the page is broken earlier.
    while lines.get_window_extent().x1 > figure.bbox.x1 * (1 - MARGIN / 2 / width) and room > LEAST_ROOM:
        room -= 1
        lines.set_text(wrap(text, room))
    used = MARGIN + (lines.get_text().count("\n") + 1) * size * LINE_HEIGHT / POINTS_PER_INCH + MARGIN / 2
    return float(used / height)
