"""A word cloud for those who want one; the keyword bars are the figure to read numbers from."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from dj_analysis.charts.extras import load_extra
from dj_analysis.charts.fonts import find_fonts
from dj_analysis.charts.style import ACCENT, PALETTE, ChartFigure, new_chart, show_reason
from dj_analysis.charts.wrapping import measure_width, wrap_text

MOST_TERMS = 80
SEED = 20210701
SIZE = (9.0, 5.2)
"""Inches of the plane with the words."""
PIXELS = 200
"""To the inch, when words are placed."""
FONT_SIZES = (9.0, 66.0)
LINE_FILL = 0.9
"""Share of the width the longest term may take."""
FONT_STEP = 4
"""Pixels by which a term that finds no room shrinks; steps of 1 take three times as long and look the same."""
MARGIN = 24
"""Pixels between words."""
NAME_COLOR = PALETTE[1]
TITLE_TERM = 12
"""Characters of a term in the title."""


class _Word(NamedTuple):
    term: str
    size: float
    left: float
    top: float


def word_cloud(
    ranked: pd.DataFrame, *, n_docs: int, n_chars: int, most: int = MOST_TERMS, where: str = ""
) -> ChartFigure:
    """The most frequent terms, larger the oftener they are used.

    In: as for ``keyword_bars``: terms as ``rank_terms`` gives them, of one group only, the number of articles and
    characters they were counted in, and the group's name. The note says that sizes cannot be compared exactly and how
    many terms had no room. ``data``: the terms drawn. Raises PackageMissingError where wordcloud is not installed.
    """
    place = f"{where}：" if where else ""
    wanted = ranked[ranked["n"] > 0].drop_duplicates("term").head(most)
    title = f"{place}常用词词云"
    if wanted.empty:
        return show_reason("没有可计数的词：文本为空，或全部是停用词。", title=title, data=wanted)
    font = find_word_font()
    drawable = [can_draw(term, font) for term in wanted["term"]]
    words = place_words(wanted[drawable], font)
    data = wanted[wanted["term"].isin([word.term for word in words])].reset_index(drop=True)
    if data.empty:
        return show_reason("这些词里有字体没有的字，画不出来。", title=title, data=data)
    first = [wrap_text(term, TITLE_TERM, max_lines=1) for term in data["term"].head(3)]
    title = f"{place}最常用的词：{'、'.join(first)}"
    colors = "橙色为抽取到的举措或模式名称。" if (data["kind"] == "name").any() else ""
    note = (
        f"n = {n_docs}篇文章，{n_chars:,}字；画出{len(data)}个词（{data['n'].min()}–{data['n'].max()}次）。"
        f"字号只表示大致多少，长词显得更大，不能精确比较，位置没有含义；准确的次数与分布请看关键词条形图。{colors}"
        f"{_tell_left_out(len(wanted) - sum(drawable), sum(drawable) - len(data))}"
    )

    def draw(figure: ChartFigure) -> None:
        _draw_words(figure.subplots(), words, data, font)

    alt = f"{title}。词云，共{len(data)}个词。"
    return new_chart((SIZE[0] + 0.4, SIZE[1] + 1.4), draw, title=title, note=note, data=data, alt=alt)


def find_word_font() -> FontProperties:
    """The first of the fonts charts are drawn with, as a file."""
    return FontProperties(fname=font_manager.findfont(find_fonts()[0], fallback_to_default=False))


def can_draw(term: str, font: FontProperties) -> bool:
    """Whether the font has every character."""
    glyphs = font_manager.get_font(str(font.get_file())).get_charmap()
    return all(ord(character) in glyphs for character in term)


def place_words(terms: pd.DataFrame, font: FontProperties) -> list[_Word]:
    """Size and place of every term that finds room, in pixels from the upper left; the same terms always alike."""
    if terms.empty:
        return []
    package: Any = load_extra("wordcloud", "the word cloud")
    smallest, largest = (round(size * PIXELS / 72) for size in (FONT_SIZES[0], _find_largest(terms)))
    cloud = package.WordCloud(
        font_path=str(font.get_file()),
        width=round(SIZE[0] * PIXELS),
        height=round(SIZE[1] * PIXELS),
        margin=MARGIN,
        min_font_size=smallest,
        max_font_size=largest,
        font_step=FONT_STEP,
        max_words=len(terms),
        prefer_horizontal=1.0,
        relative_scaling=0.5,
        random_state=SEED,
        color_func=lambda *_, **__: ACCENT,
    ).generate_from_frequencies(dict(zip(terms["term"], terms["n"].astype(float), strict=True)))
    return [_Word(term, size, float(left), float(top)) for (term, _), size, (top, left), *_ in cloud.layout_]


def _find_largest(terms: pd.DataFrame) -> float:
    """The size at which every term fits into a line: one that does not would shrink all that come after it."""
    shares = terms["n"] / terms["n"].max()
    room = SIZE[0] * 72 * LINE_FILL / terms["term"].map(measure_width)
    return float(np.clip((room / (1 + shares) * 2).min(), *FONT_SIZES))


def _tell_left_out(undrawable: int, crowded: int) -> str:
    parts = [f"{crowded}个词放不下"] * bool(crowded) + [f"{undrawable}个词含有字体没有的字"] * bool(undrawable)
    return f"另有{'，'.join(parts)}，未画。" if parts else ""


def _draw_words(axes: Axes, words: list[_Word], data: pd.DataFrame, font: FontProperties) -> None:
    width, height = SIZE[0] * PIXELS, SIZE[1] * PIXELS
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.set_aspect("equal")
    axes.axis("off")
    names = set(data.loc[data["kind"] == "name", "term"])
    for word in words:
        path = TextPath((0, 0), word.term, size=word.size, prop=font)
        ink = path.get_extents()
        # A place is the upper left corner of the ink.
        moved = path.transformed(Affine2D().translate(word.left - ink.x0, height - word.top - ink.y1))
        color = NAME_COLOR if word.term in names else ACCENT
        axes.add_patch(PathPatch(moved, facecolor=color, edgecolor="none", gid=word.term))
