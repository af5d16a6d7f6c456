"""What the analyst knows and the text does not say: data/raw/metadata.csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from dj_analysis.corpus.dates import read_day
from dj_analysis.corpus.encodings import decode
from dj_analysis.corpus.errors import CorpusError
from dj_analysis.corpus.files import SUFFIXES
from dj_analysis.regexes import compile_re

COLUMNS = (
    "source_file", "title", "school", "unit", "published_date", "source", "author", "url", "group", "note",
)  # fmt: skip
KEY = "source_file"
LONG = "note"
"""The one column in which people write paragraphs; a line break anywhere else comes from a quote left open."""
NAMES = ("school", "unit")
"""Columns that never hold a date: one there shows that the cells of a row have slipped."""
WITHOUT_INK = compile_re(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Control, zero-width and direction characters: cleaning takes them from articles; no name may hide them either."""


def load_metadata(path: Path) -> dict[str, dict[str, str]]:
    """Rows of ``metadata.csv`` by source_file, without their empty cells; no rows where there is no such file.

    A row may have fewer cells than the first: Excel leaves out empty cells at the end. Raises CorpusError, naming file,
    row and remedy, for an unknown column, a duplicate row, a bad date, or a quote that swallows rows.
    """
    if not path.exists():
        return {}
    rows = list(_split_rows(path, _read(path)))
    if not rows:
        return {}
    header = [cell.strip() for cell in rows[0][1]]
    _check_header(path, header)
    found: dict[str, dict[str, str]] = {}
    for line, row in rows[1:]:
        _check_line_breaks(path, line, header, row)
        record = _record(path, line, header, row)
        name = record.pop(KEY)
        if name in found:
            raise CorpusError(f"{path}: row {line} repeats the file {name}; keep one row for each file")
        found[name] = record
    return found


def _split_rows(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that say anything, each with the line it begins at."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        if reader.line_num > begins or "unexpected end" in str(error):
            raise _left_open(path, begins) from error
        raise CorpusError(f"{path}: row {begins} is not CSV ({error}); save the table again as CSV") from error


def _left_open(path: Path, line: int) -> CorpusError:
    return CorpusError(f'{path}: row {line} opens a quote (") and does not close it; close it or take it out')


def _check_line_breaks(path: Path, line: int, header: list[str], row: list[str]) -> None:
    """Refuse a cell that has swallowed the rows after it; paragraphs of a note are none."""
    for number, cell in enumerate(row):
        column = header[number] if number < len(header) else ""
        _, *others = cell.strip().splitlines() or [""]
        if any(_is_row(other) for other in others):
            raise _left_open(path, line)
        if others and column != LONG:
            raise CorpusError(
                f"{path}: row {line} has a line break inside the cell {column!r}; "
                'close the quote (") that opens it, or take the line break out'
            )


def _is_row(text: str) -> bool:
    """Whether a line begins as a row does: with the name of a file and a comma."""
    name, comma, _ = text.partition(",")
    return bool(comma) and Path(name.strip().strip('"')).suffix.lower() in SUFFIXES


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError(
            f"{path}: cannot be read ({error.strerror}); close it elsewhere or check its rights"
        ) from error
    text, encoding = decode(data)
    if "damaged" in encoding or "+" in encoding:
        raise CorpusError(f"{path}: is neither UTF-8 nor GB18030; save it as 'CSV UTF-8'")
    return text


def _check_header(path: Path, header: list[str]) -> None:
    unknown = [name for name in header if name and name not in COLUMNS]
    if unknown:
        raise CorpusError(f"{path}: unknown column {unknown[0]!r}; the columns are {', '.join(COLUMNS)}")
    if KEY not in header:
        raise CorpusError(f"{path}: there is no column {KEY}; add it with the path of each article")
    if len(set(filter(None, header))) < len([name for name in header if name]):
        raise CorpusError(f"{path}: a column stands twice in the first row; keep one of them")


def _record(path: Path, line: int, header: list[str], row: list[str]) -> dict[str, str]:
    if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
        raise CorpusError(f"{path}: row {line} has more cells than the first row; put cells with commas in quotes")
    cells = ((name, _clean(name, cell)) for name, cell in zip(header, row, strict=False))
    record = {name: cell for name, cell in cells if name and cell}
    if KEY not in record:
        raise CorpusError(f"{path}: row {line} names no file; fill in {KEY} or remove the row")
    record[KEY] = record[KEY].replace("\\", "/").removeprefix("./")
    if "published_date" in record:
        record["published_date"] = _iso_date(path, line, record["published_date"])
    slipped = next((name for name in NAMES if read_day(record.get(name, ""))), None)
    if slipped:
        raise CorpusError(f"{path}: row {line} has a date as its {slipped}; put a comma for each cell left empty")
    return record


def _clean(name: str, cell: str) -> str:
    """What a cell says; the name of a file is as the file system has it."""
    return cell.strip() if name == KEY else WITHOUT_INK.sub("", cell).strip()


def _iso_date(path: Path, line: int, text: str) -> str:
    """The day a cell names, as people and Excel write it."""
    day = read_day(text)
    if day is None:
        raise CorpusError(f"{path}: row {line} has the date {text!r}; write one whole day, as YYYY-MM-DD")
    return day
