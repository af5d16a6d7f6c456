"""Values as cells of a workbook: text stays text, dates are dates, coded values are said in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from dj_analysis.coded import find_words
from dj_analysis.regexes import compile_re
from dj_analysis.schema import TABLES

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
"""Characters a cell of a workbook holds."""
CUT = "……（以下截去，全文见 CSV 与 Parquet）"
FORBIDDEN = compile_re("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML file can hold; a workbook with one of them does not open."""
FIRST_YEAR = 1900
"""Workbooks know no earlier date."""
DAYS = frozenset({"published_date"})
FORBIDDEN_IN_NAMES = compile_re(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_NAME = 31
"""Characters of a sheet's name."""


def clean_cell(text: str) -> str:
    r"""Text as a cell can hold it: forbidden characters become �, what is too long is cut, with a mark.

    >>> clean_cell("党\x00建\r\n"), len(clean_cell("党" * 40000))
    ('党�建\n', 32767)
    """
    clean = FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    # Excel counts UTF-16 units: an emoji is two.
    units = clean.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return clean
    return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT


def name_sheet(text: str, taken: set[str]) -> str:
    """A name for a sheet that no workbook refuses, and that is not taken yet.

    >>> name_sheet("某校/2021?", set()), name_sheet("一", {"一"})
    ('某校 2021', '一 2')
    """
    base = FORBIDDEN_IN_NAMES.sub(" ", text).strip(" '")[:LONGEST_NAME].strip() or "表"
    name, number = base, 1
    while name.casefold() in {other.casefold() for other in taken}:
        number += 1
        tail = f" {number}"
        name = base[: LONGEST_NAME - len(tail)] + tail
    return name


def word_values(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of a table with coded values in Chinese, flags as 是 and 否 and days as dates; NA stays NA."""
    return pd.DataFrame(
        {
            name: frame[name].astype(object).map(_find_word(table, name), na_action="ignore")
            for name in TABLES[table].names
        }
    )


def _find_word(table: str, column: str) -> Callable[[Any], Any]:
    words = find_words(table, column)
    if next(one for one in TABLES[table].columns if one.name == column).kind == "flag":
        return lambda value: "是" if value else "否"
    if column in DAYS:
        return read_date
    return lambda value: words.get(value, value)


def read_date(text: str) -> date | str:
    """The day as a date, or the text where no workbook has that day.

    >>> read_date("2021-06-01"), read_date("1899-06-01")
    (datetime.date(2021, 6, 1), '1899-06-01')
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return day if day.year >= FIRST_YEAR else text


def write_cell(sheet: Worksheet, row: int, column: int, value: Any, formats: Mapping[str, Any]) -> None:  # noqa: ANN401
    """Write one value by its kind; NA writes nothing. ``formats`` holds ``text``, ``number`` and ``day``."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, str):
        sheet.write_string(row, column, clean_cell(value), formats["text"])
    else:
        sheet.write_number(row, column, float(value), formats["number"])
