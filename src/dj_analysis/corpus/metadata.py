"""What the analyst knows and the text does not say: data/raw/metadata.csv."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from dj_analysis.corpus.encodings import decode
from dj_analysis.corpus.errors import CorpusError
from dj_analysis.regexes import compile_re

COLUMNS = (
    "source_file", "title", "school", "unit", "published_date", "source", "author", "url", "group", "note",
)  # fmt: skip
KEY = "source_file"
WITHOUT_INK = compile_re(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Control, zero-width and direction characters: cleaning takes them from articles; no name may hide them either."""


def load_metadata(path: Path) -> dict[str, dict[str, str]]:
    """Rows of ``metadata.csv`` by source_file, without their empty cells; no rows where there is no such file.

    Raises CorpusError, naming file, row and remedy, for an unknown column, a duplicate row or a bad date.
    """
    if not path.exists():
        return {}
    reader = csv.reader(io.StringIO(_read(path), newline=""))
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise CorpusError(
            f"{path}: line {reader.line_num} is not CSV ({error}); save the table again as CSV"
        ) from error
    if not rows:
        return {}
    header = [cell.strip() for cell in rows[0][1]]
    _check_header(path, header)
    found: dict[str, dict[str, str]] = {}
    for line, row in rows[1:]:
        record = _record(path, line, header, row)
        name = record.pop(KEY)
        if name in found:
            raise CorpusError(f"{path}: row {line} repeats the file {name}; keep one row for each file")
        found[name] = record
    return found


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
    return record


def _clean(name: str, cell: str) -> str:
    """What a cell says; the name of a file is as the file system has it."""
    return cell.strip() if name == KEY else WITHOUT_INK.sub("", cell).strip()


def _iso_date(path: Path, line: int, text: str) -> str:
    """Excel rewrites 2020-11-12 as 2020/11/12; both are taken."""
    parts = text.replace("/", "-").split("-")
    try:
        return date(*(int(part) for part in parts)).isoformat()
    except (ValueError, TypeError) as error:
        raise CorpusError(f"{path}: row {line} has the date {text!r}; write it as YYYY-MM-DD") from error
