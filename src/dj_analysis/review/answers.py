"""Answers of a reviewed workbook as corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from dj_analysis.corrections.records import Correction
from dj_analysis.corrections.values import (
    CellError,
    format_value,
    list_columns,
    list_required,
    parse_value,
    parse_values,
)
from dj_analysis.review.errors import ReviewError
from dj_analysis.review.layout import (
    COVER,
    FILE,
    FILES,
    MARK,
    META,
    PLACE,
    QUOTE,
    REASON,
    REVIEWER,
    ROW_ID,
    VERDICT,
    VERDICTS,
    name_hidden,
    name_sheet,
)
from dj_analysis.rows import ROW_KEYS

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Cells = Mapping[str, str]
FORMULA = "\0formula"
"""Stands for a formula a person has typed; it has no value that could be relied on."""


@dataclass(frozen=True)
class Answers:
    """What a workbook says: corrections, what cannot be used, how many lines of rows are left out for it, and sizes.

    ``verdicts`` has an entry for every row of the workbook by table: accept, change, drop, or empty where it was not
    judged.
    """

    corrections: tuple[Correction, ...]
    problems: tuple[str, ...]
    left_out: int
    verdicts: Mapping[str, Sequence[str]]
    sizes: Mapping[str, int]


def read_answers(path: Path, who: str = "", when: str = "") -> Answers:
    """The answers in a workbook that ``write_workbook`` made and a person filled in.

    ``who`` defaults to the name on the cover. Lines that contradict themselves or cannot be read are problems and cost
    only themselves. Raises ReviewError where the file is no such workbook or names no reviewer.
    """
    book = _open(path)
    who = who.strip() or _find_reviewer(book)
    files = {row["source_file"]: row["document"] for row in _read_hidden(book, FILES)}
    sizes = {name: int(n) for name, n in _read_pairs(book, META) if name in ROW_KEYS}
    corrections: list[Correction] = []
    problems: list[str] = []
    left_out = 0
    verdicts: dict[str, list[str]] = {}
    for table in sizes:
        title = name_sheet(table)
        if title not in book.sheetnames or name_hidden(table) not in book.sheetnames:
            problems.append(f"{path.name}: sheet {title} is missing; its rows count as not reviewed")
            continue
        reader = _SheetReader(table, book, files, who, when)
        for correction, problem in reader.read():
            corrections += [correction] if correction else []
            problems += [f"{path.name}: {problem}"] if problem else []
        left_out += reader.left_out
        verdicts[table] = [reader.verdicts.get(row_id, "") for row_id in reader.known]
    if corrections and not who:
        raise ReviewError(f"{path}: names no reviewer; fill in {REVIEWER} on sheet {COVER} or use --who")
    return Answers(tuple(corrections), tuple(problems), left_out, verdicts, sizes)


def _open(path: Path) -> Workbook:
    try:
        import openpyxl  # noqa: PLC0415 - an extra
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415
    except ImportError as error:
        raise ReviewError(f"{path}: openpyxl is not installed; run pip install 'dj-analysis[briefing]'") from error
    try:
        book = openpyxl.load_workbook(path)
    except FileNotFoundError as error:
        raise ReviewError(f"{path}: there is no such file; name the reviewed workbook") from error
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError, TypeError) as error:
        raise ReviewError(f"{path}: is no workbook that can be read ({error}); save it as .xlsx again") from error
    if META not in book.sheetnames or ("format", MARK) not in _read_pairs(book, META):
        raise ReviewError(f"{path}: is no review workbook; make one with 'dj-analysis review export'")
    return book


def _find_reviewer(book: Workbook) -> str:
    if COVER not in book.sheetnames:
        return ""
    for row in book[COVER].iter_rows(max_col=2):
        if _text(row[0]) == REVIEWER:
            return _text(row[1]).replace(FORMULA, "") if len(row) > 1 else ""
    return ""


def _text(cell: Cell | Any) -> str:  # noqa: ANN401 - openpyxl has several kinds of cell
    """A cell as a person reads it; dates and numbers that Excel made of typed text come back as text."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return FORMULA
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip() if isinstance(value, str) else format_value(value)


def _read_sheet(sheet: Worksheet) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines of a sheet with their number, cells by the header of their column."""
    rows = sheet.iter_rows()
    headers = [_text(cell) for cell in next(rows, ())]
    for line, row in enumerate(rows, start=2):
        cells = {h: _text(c) for h, c in zip(headers, row, strict=False) if h}
        if any(cells.values()):
            yield line, cells


def _read_hidden(book: Workbook, name: str) -> list[dict[str, str]]:
    return [cells for _, cells in _read_sheet(book[name])] if name in book.sheetnames else []


def _read_pairs(book: Workbook, name: str) -> list[tuple[str, str]]:
    return [(_text(row[0]), _text(row[1])) for row in book[name].iter_rows(max_col=2) if len(row) > 1]


class _SheetReader:
    """Reads one table's sheet against the hidden sheet that remembers what was shown."""

    def __init__(self, table: str, book: Workbook, files: Mapping[str, str], who: str, when: str) -> None:
        self.table, self.files, self.who, self.when = table, files, who, when
        self.columns = list_columns(table)
        self.sheet = book[name_sheet(table)]
        self.known = {row["row_id"]: row for row in _read_hidden(book, name_hidden(table))}
        self.verdicts: dict[str, str] = {}
        self.left_out = 0

    def read(self) -> Iterator[tuple[Correction | None, str]]:
        """Corrections and problems, line by line."""
        headers = {_text(cell) for cell in next(self.sheet.iter_rows(max_row=1), ())}
        missing = [header for header in (VERDICT, ROW_ID) if header not in headers]
        if missing:
            yield None, f"sheet {self.sheet.title} has no column {missing[0]} any more; its rows count as not reviewed"
            return
        seen: set[str] = set()
        for line, cells in _read_sheet(self.sheet):
            try:
                yield from ((c, "") for c in self._read_line(cells, seen))
            except CellError as error:
                self.left_out += 1
                yield None, f"sheet {self.sheet.title} line {line} is left out: {error}"

    def _read_line(self, cells: Cells, seen: set[str]) -> list[Correction]:
        action = VERDICTS.get(cells[VERDICT], cells[VERDICT].lower())
        if action and action not in VERDICTS.values():
            raise CellError(f"{VERDICT} is “{cells[VERDICT]}”; choose one of {'、'.join(VERDICTS)}")
        if not cells[ROW_ID]:
            return [self._read_addition(cells, action)] if action or cells.get(QUOTE) else []
        row = self.known.get(cells[ROW_ID])
        if cells[ROW_ID] in seen:
            raise CellError(f"row {cells[ROW_ID]} stands on the sheet twice; keep one of them")
        seen.add(cells[ROW_ID])
        if row is None:
            raise CellError(f"{ROW_ID} {cells[ROW_ID]!r} is not in this workbook; leave that column as it was")
        edited = [n for n, c in self.columns.items() if c.zh in cells and cells[c.zh] != row.get(n, "")]
        if action == "add" or (action == "accept" and edited):
            raise CellError(f"{VERDICT} is {cells[VERDICT]}, but the row is {'edited' if edited else 'there already'}")
        if action == "change" and not edited:
            raise CellError("nothing was changed; change a cell, or choose another verdict")
        if edited and not action:
            names = "、".join(self.columns[name].zh for name in edited)
            raise CellError(f"{names} was changed, but {VERDICT} is empty; choose 修改, or put back what stood there")
        corrections = self._make(action, row, cells, edited)
        self.verdicts[cells[ROW_ID]] = action
        return corrections

    def _make(self, action: str, row: Cells, cells: Cells, edited: Sequence[str]) -> list[Correction]:
        if action == "change":
            return [
                self._correction(
                    row, cells, "change", column=name,
                    old=self._parse(name, row.get(name, ""), required=False),
                    new=self._parse(name, cells[self.columns[name].zh]),
                )
                for name in edited
            ]  # fmt: skip
        if action == "accept":
            shown = {name: self._parse(name, row.get(name, ""), required=False) for name in self.columns}
            return [self._correction(row, cells, "accept", values=shown)]
        return [self._correction(row, cells, "drop")] if action == "drop" else []

    def _parse(self, name: str, text: str, *, required: bool = True) -> Any:  # noqa: ANN401 - any cell
        if text == FORMULA:
            raise CellError(f"{self.columns[name].zh} holds a formula; write the value itself")
        return parse_value(self.table, name, text, required=required)

    def _correction(self, row: Cells, cells: Cells, action: str, **content: Any) -> Correction:  # noqa: ANN401
        place: dict[str, Any] = {name: row.get(name, "") for name in PLACE}
        key = parse_values(self.table, place.pop("key"), required=False)
        start, end = (int(place.pop(name)) for name in ("raw_start", "raw_end"))
        said: dict[str, Any] = {"who": self.who, "when": self.when, "reason": self._reason(cells)}
        return Correction(
            line=0, action=action, table=self.table, key=key, raw_start=start, raw_end=end, **place, **said, **content
        )

    def _reason(self, cells: Cells) -> str:
        return cells.get(REASON, "").replace(FORMULA, "")

    def _read_addition(self, cells: Cells, action: str) -> Correction:
        if action != "add":
            raise CellError(f"a row without {ROW_ID} is one that was missed; choose 补录")
        file, quote = cells.get(FILE, ""), cells.get(QUOTE, "")
        if file not in self.files:
            raise CellError(f"{FILE} is “{file}”; choose one of the list")
        if not quote or quote == FORMULA:
            raise CellError(f"{QUOTE} is empty; copy the words of the article")
        given = {n: cells.get(c.zh, "") for n, c in self.columns.items()}
        values = {name: self._parse(name, text, required=False) for name, text in given.items() if text}
        missing = [self.columns[name].zh for name in list_required(self.table) if values.get(name) is None]
        if missing:
            raise CellError(f"{'、'.join(missing)} must be filled in for a row that was missed")
        return Correction(
            line=0, action="add", table=self.table, document=self.files[file], source_file=file, quote=quote,
            values=values, who=self.who, when=self.when, reason=self._reason(cells),
        )  # fmt: skip
