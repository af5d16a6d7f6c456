"""The workbook a person reviews rows in: drop-downs, context, and hidden sheets that remember what was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dj_analysis.corrections.records import ACTIONS
from dj_analysis.corrections.values import format_value, format_values, list_columns, list_wordings, tell_value
from dj_analysis.placing import sync_file
from dj_analysis.regexes import compile_re
from dj_analysis.review.errors import ReviewError
from dj_analysis.review.items import Item
from dj_analysis.review.layout import (
    CONTEXT,
    COVER,
    FILE,
    FILES,
    LEADING,
    MARK,
    META,
    PLACE,
    QUOTE,
    REASON,
    REVIEWER,
    VERDICT,
    list_headers,
    name_hidden,
    name_sheet,
)

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

NEW_ROWS = 200
"""Empty lines below the rows that have the drop-downs as well, for rows that were missed."""
LONGEST = 32_000
"""A cell of a workbook holds 32,767 characters."""
FORBIDDEN = compile_re("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML file can hold; a workbook with one of them does not open."""
WIDTHS = {VERDICT: 8, REASON: 18, FILE: 22, CONTEXT: 60, QUOTE: 26}
"""Column widths in characters; other columns hold a name or a coded value."""
TEXT_WIDTH = 16
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed date, so that equal rows make equal workbooks
GUIDE = (
    "在各表的“判断”列选择：接受（整行无误）、修改（直接改单元格，再选修改）、删除（不该有这一行）；不选即未审阅，改了单元格而没有选“修改”的行不采用，运行时会逐行提示。",
    "级别、类别、状态等列只能从下拉列表中选；填别的字，该行不采用。",
    "漏掉的行：写在表末空行，“判断”选补录，“文章”选文件，“摘录”照抄原文，再填各列；摘录在文中不止一处时，多抄几个字，用【】标出该行。",
    "模式构成的“模式编号”列，补录时可填模式名称，如 1+2+N。",
    "请勿改动“行编号”；可以排序、筛选、调整列宽。填好“审阅人”后保存，运行：dj-analysis review apply 文件名",
)
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Text stays text, whatever it begins with."""


def write_workbook(path: Path, items: Sequence[Item], files: Mapping[str, str], sizes: Mapping[str, int]) -> None:
    """Write rows for review. ``files`` maps every article's name to its sha256, ``sizes`` tables to all their rows.

    Raises ReviewError where the file is there already (it may hold answers), cannot be written, or the Office libraries
    are not installed.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra
        from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415
    except ImportError as error:
        raise ReviewError(f"{path}: xlsxwriter is not installed; run pip install 'dj-analysis[briefing]'") from error
    if path.exists():
        raise ReviewError(f"{path}: is there already and may hold answers; name another file or remove it")
    beside = path.with_name(f".{path.name}.part")
    book = xlsxwriter.Workbook(str(beside), SAFE)
    book.set_properties({"created": MADE})
    _write_cover(book)
    for table in sizes:
        _write_table(book, table, [item for item in items if item.table == table], len(files))
    _write_hidden(book.add_worksheet(FILES), [["source_file", "document"], *map(list, sorted(files.items()))])
    _write_hidden(book.add_worksheet(META), [["format", MARK], *([name, str(n)] for name, n in sizes.items())])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book.close()
        sync_file(beside)
        beside.rename(path)
    except (OSError, FileCreateError) as error:
        raise ReviewError(f"{path}: cannot be written ({error}); choose another place") from error


def _write_cover(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(COVER)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, REVIEWER, book.add_format({"bold": True}))
    sheet.write_blank(0, 1, None, book.add_format({"bg_color": "#FFF2CC", "border": 1}))
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for line, text in enumerate(GUIDE, start=2):
        sheet.write_string(line, 1, text, wrap)


def _write_table(book: xlsxwriter.Workbook, table: str, items: Sequence[Item], n_files: int) -> None:
    sheet = book.add_worksheet(name_sheet(table))
    headers, columns = list_headers(table), list_columns(table)
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "top"})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    fill = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"})
    for place, header in enumerate(headers):
        sheet.write_string(0, place, header, head)
        sheet.set_column(place, place, WIDTHS.get(header, TEXT_WIDTH), fill if place == 0 else cell)
    shown = [{name: tell_value(table, c, item.values[name]) for name, c in columns.items()} for item in items]
    for line, (item, cells) in enumerate(zip(items, shown, strict=True), start=1):
        context = " ".join(f"{item.before}【{item.quote}】{item.after}".split())
        texts = ["", "", item.source_file, context, item.quote, *cells.values(), item.row_id]
        for place, text in enumerate(texts):
            if text:
                sheet.write_string(line, place, _fit(text), fill if place == 0 else cell)
    last = len(items) + NEW_ROWS
    _add_lists(sheet, table, last, n_files)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(1, len(items)), len(headers) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    hidden = [[*_tell_place(item), *cells.values()] for item, cells in zip(items, shown, strict=True)]
    _write_hidden(book.add_worksheet(name_hidden(table)), [[*PLACE, *columns], *hidden])


def _add_lists(sheet: Worksheet, table: str, last: int, n_files: int) -> None:
    """Drop-downs for the verdict, the article and every coded column."""
    lists: dict[int, Any] = {0: list(ACTIONS.values()), 2: f"='{FILES}'!$A$2:$A${max(2, n_files + 1)}"}
    for place, column in enumerate(list_columns(table).values(), start=len(LEADING)):
        wordings = list_wordings(table, column)
        if wordings:
            lists[place] = wordings
    for place, source in lists.items():
        sheet.data_validation(1, place, last, place, {"validate": "list", "source": source, "ignore_blank": True})


def _fit(text: str) -> str:
    """Text as a cell can hold it: cut where it is too long, characters that XML forbids replaced."""
    return FORBIDDEN.sub("\ufffd", text[:LONGEST])


def _tell_place(item: Item) -> list[str]:
    return [
        format_values(item.table, item.key) if name == "key" else format_value(getattr(item, name)) for name in PLACE
    ]


def _write_hidden(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    for line, row in enumerate(rows):
        for place, text in enumerate(row):
            if text:
                sheet.write_string(line, place, _fit(text))
    sheet.very_hidden()
