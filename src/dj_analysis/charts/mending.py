"""Draw the rest: characters no font has are replaced in a figure, and told of."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import Formatter

from dj_analysis.analysis.wording import HEADINGS
from dj_analysis.charts.fonts import MISSING, STAND_IN, find_missing, keep_legal, list_missing, mend_text

MOST_TOLD = 5
"""Characters named in a note; all of them are in the figure's ``missing``."""


class MendedFormatter(Formatter):
    """Tick labels of another formatter, as they can be drawn."""

    def __init__(self, inner: Formatter) -> None:
        self.inner = inner

    def __call__(self, x: float, pos: int | None = None) -> str:
        """The label of one place."""
        return mend_text(self.inner(x, pos))

    def format_ticks(self, values: list[float]) -> list[str]:
        """The labels of all places."""
        return [mend_text(label) for label in self.inner.format_ticks(values)]


def mend_figure(figure: Figure) -> list[str]:
    """Replace what no font can draw in every text and tick label; the characters, each once."""
    found: dict[str, None] = {}
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            found.update(dict.fromkeys(_mend_ticks(axis)))
    for text in figure.findobj(Text):
        if isinstance(text, Text):
            found.update(dict.fromkeys(list_missing(text.get_text())))
            text.set_text(mend_text(text.get_text()))
    return list(found)


def place_missing(characters: Sequence[str], data: pd.DataFrame) -> pd.DataFrame:
    """Where in the data the characters stand, as ``find_missing`` gives it; those of title and notes have no place."""
    cells = find_missing(data, only=characters)
    elsewhere = [c for c in characters if f"U+{ord(c):04X}" not in set(cells["code_point"])]
    codes = [f"U+{ord(c):04X}" for c in elsewhere]
    rest = pd.DataFrame({"character": [keep_legal(c) for c in elsewhere], "code_point": codes})
    return pd.concat([cells, rest.reindex(columns=list(MISSING)).astype(MISSING)], ignore_index=True)


def tell_missing(missing: pd.DataFrame) -> str:
    """A sentence for the note under a figure; empty where nothing is missing."""
    if missing.empty:
        return ""
    first = missing.drop_duplicates("code_point")
    places = [_tell_place(code, column, row) for code, column, row in first[["code_point", "column", "row"]].to_numpy()]
    more = f"等{len(places)}个字" if len(places) > MOST_TOLD else ""
    return f"{STAND_IN}代替各字体都没有的字：{'、'.join(places[:MOST_TOLD])}{more}。"


def _tell_place(code: str, column: str | float, row: int) -> str:
    return f"{code}（数据第{row}行“{HEADINGS.get(column, column)}”）" if isinstance(column, str) else code


def _mend_ticks(axis: Axis) -> list[str]:
    found: list[str] = []
    for ticker, places, put in (
        (axis.major, axis.get_majorticklocs(), axis.set_major_formatter),
        (axis.minor, axis.get_minorticklocs(), axis.set_minor_formatter),
    ):
        formatter = ticker.formatter
        labels = formatter.format_ticks(list(places)) if formatter else []
        if formatter and any(mend_text(label) != label for label in labels):
            found += [character for label in labels for character in list_missing(label)]
            put(MendedFormatter(formatter))
    return found
