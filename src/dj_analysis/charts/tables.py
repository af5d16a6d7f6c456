"""Frames as tables for readers: text to the left, numbers to the right, short columns on one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from dj_analysis.analysis.wording import to_chinese
from dj_analysis.charts.style import measure_width

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler
    from pandas.io.formats.style_render import CSSDict

MAX_CHARACTERS = 120
"""A cell of a table is read at a glance; the whole text is in the table's file."""
NARROW = 16
"""Characters up to which a column is kept on one line: names of schools, files and row ids."""
DIGITS = 2
BEFORE_TERM = "left"
"""The column that ends at the word looked for, and therefore is set against it."""
NO_ROWS = "没有可列的行。"


def show_table(frame: pd.DataFrame, *, table: str | None = None, headings: Mapping[str, str] | None = None) -> Styler:
    """The frame with Chinese headings and values, to be read in a notebook.

    ``table`` as in ``to_chinese``; ``headings`` names columns that mean something else here than elsewhere.

    >>> html = show_table(pd.DataFrame({"term": ["党建"], "n": [3]}), headings={"n": "次数"}).to_html()
    >>> "党建" in html, "次数" in html, "数量" in html
    (True, True, False)
    """
    right = [_is_set_right(str(name), column) for name, column in frame.items()]
    shown = to_chinese(frame.rename(columns=headings or {}), table=table, digits=DIGITS).map(_shorten)
    columns = [_style_column(i, shown[name], right=right[i]) for i, name in enumerate(shown.columns)]
    styler = shown.style.format(precision=DIGITS, escape="html").set_table_styles(
        [{"selector": "th.row_heading", "props": "vertical-align: baseline"}, *columns]
    )
    return styler.set_caption(NO_ROWS) if shown.empty else styler


def _is_set_right(name: str, column: pd.Series) -> bool:
    return name == BEFORE_TERM or (pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))


def _shorten(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    return text if len(text) <= MAX_CHARACTERS else text[: MAX_CHARACTERS - 1] + "…"


def _style_column(place: int, column: pd.Series, *, right: bool) -> CSSDict:
    widest = max((measure_width(str(value)) for value in column), default=0.0)
    width = "white-space: nowrap" if widest <= NARROW else f"min-width: {NARROW}em"
    props = f"text-align: {'right' if right else 'left'}; vertical-align: baseline; {width}"
    return {"selector": f".col{place}", "props": props}
