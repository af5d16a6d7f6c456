"""corrections.csv: lines a person or a review wrote, read whatever Excel made of the file, and written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from dj_analysis.cells import shield_cell, unshield_cell
from dj_analysis.corpus.encodings import decode
from dj_analysis.corrections.records import ACTIONS, Correction, Outcome
from dj_analysis.corrections.values import CellError, format_value, format_values, parse_value, parse_values
from dj_analysis.errors import DjAnalysisError
from dj_analysis.regexes import compile_re
from dj_analysis.rows import ROW_KEYS

COLUMNS = (
    "action", "table", "source_file", "quote", "column", "old", "new", "reason", "who", "when",
    "document", "raw_start", "raw_end", "row_id", "key",
)  # fmt: skip
NEEDED = ("action", "table", "document")
HASH = compile_re(r"[0-9a-f]{16,64}")
"""A document: the sha256 of its file, or at least the 16 digits that are its doc_id."""
LOST = "\ufffd"
DATE_MARK = compile_re(r"[/.年月](?=\d)")
LONE_DAY = compile_re(r"(?<=-)(\d)(?=\D|$)")
LONE_HOUR = compile_re(r"(?<=[ T])(\d)(?=:)")


class CorrectionsError(DjAnalysisError):
    """A corrections file that was named and is not there, or cannot be written; the message names it."""


def find_corrections(raw: Path, given: Path | None) -> Path | None:
    """The corrections file: the given one, or ``corrections.csv`` beside the raw folder if it is there.

    Raises CorrectionsError where the given one is not there.
    """
    if given is not None and not given.is_file():
        raise CorrectionsError(f"{given}: there is no such file; name your corrections with --corrections")
    beside = raw.parent / "corrections.csv"
    return given or (beside if beside.is_file() else None)


def read_corrections(path: Path) -> tuple[list[Correction], list[Outcome]]:
    """The corrections of a file, and one sentence for every line that cannot be read; the other lines stand.

    UTF-8 with or without a BOM, GB18030 and UTF-16 are read, with commas, semicolons or tabs between cells.
    """
    try:
        text, _ = decode(path.read_bytes())
    except OSError as error:
        return [], [Outcome("unreadable", 1, f"{path}: cannot be read ({error.strerror}); close it elsewhere")]
    return parse_corrections(text, path.name)


def parse_corrections(text: str, name: str = "corrections.csv") -> tuple[list[Correction], list[Outcome]]:
    """The corrections in the text of a file; see ``read_corrections``."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[Correction] = []
    problems: list[Outcome] = []
    header: list[str] = []
    line = 1
    try:
        for cells in reader:
            begin, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip().lower() for cell in cells]
                missing = [column for column in NEEDED if column not in header]
                if missing:
                    reason = f"{name}: line {begin} names no column {missing[0]}; the columns are {', '.join(COLUMNS)}"
                    return [], [Outcome("unreadable", begin, reason)]
                continue
            _read_line(name, begin, header, cells, found, problems)
    except csv.Error as error:
        problems.append(Outcome("unreadable", line, f"{name}: line {line} and all after it are no CSV ({error})"))
    return found, problems


def _read_line(
    name: str, line: int, header: list[str], cells: list[str], found: list[Correction], problems: list[Outcome]
) -> None:
    record = {h: unshield_cell(c.strip(" \r\n")) for h, c in zip(header, cells, strict=False) if h}
    try:
        _check_encoding(record)
        correction, note = _make_correction(line, record)
    except CellError as fault:
        problems.append(Outcome("unreadable", line, f"{name}: line {line} is left out: {fault}"))
        return
    found.append(correction)
    if note:
        problems.append(Outcome("unreadable", line, f"{name}: line {line} is used, but {note}"))


def _check_encoding(record: Mapping[str, str]) -> None:
    if any(LOST in cell for cell in record.values()):
        raise CellError("it is in no known encoding; save the file as 'CSV UTF-8'")


def _make_correction(line: int, record: Mapping[str, str]) -> tuple[Correction, str]:
    action, table = _read_action(record), record.get("table", "").lower()
    document = record.get("document", "").lower()
    if action not in ACTIONS:
        raise CellError(f"its action is {action!r}; it is one of {', '.join(ACTIONS)}")
    if table not in ROW_KEYS:
        remedy = "; put it into metadata.csv" if table == "documents" else ""
        raise CellError(
            f"its table {table!r} is not to be corrected{remedy or '; it is one of ' + ', '.join(ROW_KEYS)}"
        )
    if not HASH.fullmatch(document):
        raise CellError("its document is no sha256 of a file; take it from documents.csv")
    when, note = _read_when(record.get("when", ""))
    common: dict[str, Any] = {k: record.get(k, "") for k in ("source_file", "quote", "reason", "who", "row_id")}
    start, end = _read_offset(record, "raw_start"), _read_offset(record, "raw_end")
    correction = Correction(
        line=line, action=action, table=table, document=document, when=when, raw_start=start, raw_end=end,
        key=_read_key(table, record.get("key", "")), **common, **_read_content(action, table, record),
    )  # fmt: skip
    if action == "add" and not correction.quote:
        raise CellError("it adds a row and quotes no text")
    if action != "add" and start is None and not correction.row_id:
        raise CellError("it names neither a place (raw_start, raw_end) nor a row_id")
    return correction, note


def _read_action(record: Mapping[str, str]) -> str:
    text = record.get("action", "").lower()
    return {zh: action for action, zh in ACTIONS.items()}.get(text, text)


def _read_content(action: str, table: str, record: Mapping[str, str]) -> dict[str, Any]:
    """What the action needs: column, old and new of a change, the values of a row that is added or was accepted."""
    old, new = record.get("old", ""), record.get("new", "")
    if action == "change":
        column = record.get("column", "")
        return {
            "column": column,
            "old": parse_value(table, column, old, required=False),
            "new": parse_value(table, column, new),
        }
    if action == "add":
        return {"values": parse_values(table, new)}
    return {"values": parse_values(table, old, required=False)} if action == "accept" else {}


def _read_key(table: str, text: str) -> dict[str, Any]:
    """A key that cannot be read is only a help less: the place remains."""
    try:
        return parse_values(table, text, required=False)
    except CellError:
        return {}


def _read_offset(record: Mapping[str, str], name: str) -> int | None:
    text = record.get(name, "")
    try:
        return int(float(text)) if text else None
    except (ValueError, OverflowError) as error:
        raise CellError(f"its {name} is {text[:20]!r}; it is a whole number") from error


def _read_when(text: str) -> tuple[str, str]:
    """The time in ISO form, however Excel wrote it, and a note where it cannot be read."""
    if not text:
        return "", ""
    iso = DATE_MARK.sub("-", text, count=2).replace("日", "").strip()
    iso = LONE_DAY.sub(r"0\1", iso)
    iso = LONE_HOUR.sub(r"0\1", iso)
    try:
        return datetime.fromisoformat(iso).isoformat(), ""
    except ValueError:
        return "", f"its time {text[:30]!r} cannot be read; write YYYY-MM-DD"


def format_corrections(corrections: Iterable[Correction]) -> str:
    """Corrections as lines of corrections.csv, with no header; every text cell is safe in a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    for c in corrections:
        values = format_values(c.table, c.values)
        record = {name: getattr(c, name) for name in COLUMNS if name not in {"key", "old", "new"}}
        old = values if c.action == "accept" else format_value(c.old)
        new = values if c.action == "add" else format_value(c.new)
        record.update(key=format_values(c.table, c.key) if c.key else "", old=old, new=new)
        writer.writerow([shield_cell(format_value(record[name])) for name in COLUMNS])
    return out.getvalue()
