"""One look for every chart: Chinese font, palette, title, source note, and saving with the data beside the picture.

A chart never goes through pyplot and changes no global setting: ``ChartFigure`` carries its own style and is drawn
under it wherever it is drawn, in a notebook or into a file.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.typing import ColorType

from dj_analysis.errors import DjAnalysisError

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F3C8D", "#6B6B6B")
"""Okabe and Ito's colours, which readers with any common colour blindness tell apart; violet and grey instead of yellow
and black."""
INK, MUTED, FAINT = "#1F2933", "#5F6B76", "#D5DAE0"
ACCENT, QUIET = PALETTE[0], "#B8C4CE"
SYSTEM_FONTS = (
    "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "Hiragino Sans GB", "WenQuanYi Micro Hei", "SimHei",
)  # fmt: skip
"""Fonts with simplified Chinese, in the order they are looked for when the package's own font is missing."""
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
NO_LINE_START = "，。、；：！？）》”’】％%,.;:!?)"
SOURCE = "来源：语料库清洗后的文本与由此抽取的表，dj-analysis 计算"


class FontMissingError(DjAnalysisError):
    """No font with Chinese characters was found."""


class ChartFigure(Figure):
    """A figure that carries the data it shows and a description in words, and is always drawn in the house style."""

    data: pd.DataFrame
    alt: str

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
def find_fonts() -> tuple[str, ...]:
    """Families to draw with: the package's Chinese font, then those of the system, then a Latin one.

    Raises FontMissingError when none of them has Chinese characters.
    """
    families = [family for family in (_load_own_font(),) if family]
    known = set(font_manager.get_font_names())
    families += [family for family in SYSTEM_FONTS if family in known and family not in families]
    if not families:
        raise FontMissingError(
            "no font with Chinese characters was found; install one with 'pip install pylopdf-fonts-zh-cn', or install "
            "Noto Sans CJK SC on this system"
        )
    return (*families, "DejaVu Sans")


def _load_own_font() -> str | None:
    try:
        from pylopdf_fonts_zh_cn import sans_path  # noqa: PLC0415 - it may be missing
    except ImportError:
        return None
    path = Path(sans_path())
    if not path.is_file():
        return None
    font_manager.fontManager.addfont(path)
    return str(font_manager.FontProperties(fname=path).get_name())


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
        "svg.fonttype": "path",
        "svg.hashsalt": "dj-analysis",
        "pdf.fonttype": 3,
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
    with mpl.rc_context(make_style()):
        figure = ChartFigure(figsize=size)
        figure.data, figure.alt = data, alt or title
        top = _write_lines(figure, title, TITLE_SIZE, INK, at_top=True)
        bottom = _write_lines(figure, f"{note}\n{SOURCE}。", NOTE_SIZE, MUTED, at_top=False)
        figure.set_layout_engine("constrained", rect=(0.01, bottom, 0.98, 1 - top - bottom))
        draw(figure)
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
        figure.text(0.5, 0.5, wrap_text(reason, 34), ha="center", va="center", size=12, color=MUTED)

    return new_chart((8, 2.8), draw, title=title, note=note or "没有可画的数据。", data=data, alt=f"{title}：{reason}")


def save(figure: ChartFigure, stem: str | Path) -> list[Path]:
    """Write ``stem`` as PNG (200 dpi), SVG and PDF, and the data of the chart as CSV beside them; the paths.

    The same chart gives the same bytes. Raises DjAnalysisError when a file cannot be written.
    """
    stem = Path(stem)
    targets = {suffix: stem.with_name(f"{stem.name}.{suffix}") for suffix in ("png", "svg", "pdf", "csv")}
    dates: Mapping[str, dict[str, Any]] = {
        "png": {"Software": None, "Description": figure.alt},
        "svg": {"Date": None, "Title": figure.alt},
        "pdf": {"CreationDate": None, "Title": figure.alt},
    }
    try:
        stem.parent.mkdir(parents=True, exist_ok=True)
        with mpl.rc_context(make_style()):
            for suffix, metadata in dates.items():
                figure.savefig(targets[suffix], dpi=PRINT_DPI, metadata=metadata)
        figure.data.to_csv(targets["csv"], index=False, encoding="utf-8-sig", lineterminator="\n")
    except OSError as error:
        raise DjAnalysisError(f"{stem}: cannot be written ({error.strerror}); choose another folder") from error
    return list(targets.values())


def pick_colors(names: Iterable[str]) -> dict[str, str]:
    """A colour for every name; the same set of names always gets the same colours.

    >>> pick_colors(["乙校", "甲校"])["乙校"] == pick_colors(["甲校", "乙校", "乙校"])["乙校"]
    True
    """
    return {name: PALETTE[i % len(PALETTE)] for i, name in enumerate(sorted(set(names)))}


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


def measure_width(text: str) -> float:
    """Width in Chinese characters; Latin letters and digits count half.

    >>> measure_width("1+2模式")
    3.5
    """
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def wrap_text(text: str, width: float, *, max_lines: int | None = None) -> str:
    r"""Break Chinese text into lines of ``width`` characters, never before a closing mark.

    What does not fit into ``max_lines`` is cut and ends in an ellipsis.

    >>> wrap_text("亮身份，亮标准，亮承诺", 7)
    '亮身份，亮标准，\n亮承诺'
    """
    lines = [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, width)]
    if max_lines and len(lines) > max_lines:
        lines = [*lines[: max_lines - 1], lines[max_lines - 1].rstrip(NO_LINE_START) + "…"]
    return "\n".join(lines)


def _wrap_paragraph(text: str, width: float) -> list[str]:
    lines, line = [], ""
    for character in text:
        if line and measure_width(line + character) > width and character not in NO_LINE_START:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


def _write_lines(figure: ChartFigure, text: str, size: float, color: str, *, at_top: bool) -> float:
    """Write text at the upper or lower edge; the share of the figure's height it takes."""
    width, height = figure.get_size_inches()
    wrapped = wrap_text(text, (width - 2 * MARGIN) * POINTS_PER_INCH / size)
    used = MARGIN + (wrapped.count("\n") + 1) * size * LINE_HEIGHT / POINTS_PER_INCH + MARGIN / 2
    figure.text(
        MARGIN / width,
        1 - MARGIN / height if at_top else MARGIN / height,
        wrapped,
        size=size,
        color=color,
        va="top" if at_top else "bottom",
        ha="left",
        linespacing=LINE_HEIGHT,
        in_layout=False,
    )
    return float(used / height)
