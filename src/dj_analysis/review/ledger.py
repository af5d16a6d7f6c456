"""corrections.csv as a ledger: answers are added to it, and nothing that stands there is lost."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dj_analysis.corpus.encodings import decode
from dj_analysis.corrections import COLUMNS, Correction, Outcome, format_corrections, read_corrections
from dj_analysis.corrections.conflicts import find_conflicts, identify
from dj_analysis.corrections.file import NEEDED
from dj_analysis.locking import HeldError, hold_lock
from dj_analysis.placing import sync_folder
from dj_analysis.review.errors import ReviewError

PATIENCE = 20.0
"""Seconds to wait for another review that is adding its answers, which takes less than one."""


@dataclass(frozen=True, slots=True)
class Appended:
    """How many corrections were new, how many stood there already, and those that are now at odds with another's."""

    added: int
    known: int
    conflicts: tuple[Outcome, ...]


def append_corrections(path: Path, corrections: Sequence[Correction]) -> Appended:
    """Add corrections to the file, made where there is none; what stands there stays, line by line.

    The file is written beside, forced to disk and renamed; of two reviews at once one waits for the other. Identical
    answers of one person are kept once. Raises ReviewError, and changes nothing, where the file cannot be read whole
    or written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with hold_lock(path.with_name(f".{path.name}.lock"), PATIENCE):
            return _append(path, corrections)
    except HeldError as error:
        raise ReviewError(f"{path}: another review is adding to it; run again. Nothing was changed") from error
    except OSError as error:
        raise ReviewError(f"{path}: cannot be written ({error.strerror}); choose another place") from error


def _append(path: Path, corrections: Sequence[Correction]) -> Appended:
    rows = _read_rows(path) if path.exists() else []
    missing = [name for name in NEEDED if rows and name not in [cell.strip().lower() for cell in rows[0]]]
    if missing:
        raise ReviewError(f"{path}: line 1 names no column {missing[0]}; mend it first. Nothing was changed")
    known = {identify(c) for c in (read_corrections(path)[0] if rows else [])}
    fresh = []
    for correction in corrections:
        if identify(correction) not in known:
            known.add(identify(correction))
            fresh.append(correction)
    if fresh or not rows:
        _write(path, _join(rows, fresh))
    return Appended(len(fresh), len(corrections) - len(fresh), tuple(find_conflicts(read_corrections(path)[0])))


def _read_rows(path: Path) -> list[list[str]]:
    """All rows of the file as cells, whatever they say."""
    try:
        text, encoding = decode(path.read_bytes())
    except OSError as error:
        raise ReviewError(f"{path}: cannot be read ({error.strerror}); close the program that has it open") from error
    if "damaged" in encoding or "\ufffd" in text:
        raise ReviewError(f"{path}: is in no known encoding; save it as 'CSV UTF-8'. Nothing was changed")
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise ReviewError(f"{path}: is no CSV ({error}); mend it first. Nothing was changed") from error


def _join(rows: list[list[str]], fresh: Sequence[Correction]) -> str:
    """The rows as they were, the header with the columns it lacked, and the new lines below."""
    header = rows[0] if rows else list(COLUMNS)
    names = [cell.strip().lower() for cell in header]
    header = [*header, *(name for name in COLUMNS if name not in names)]
    places = [*names, *header[len(names) :]]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows[1:]:
        writer.writerow([*row, *[""] * (len(header) - len(row))])
    for cells in csv.reader(io.StringIO(format_corrections(fresh), newline="")):
        record = dict(zip(COLUMNS, cells, strict=True))
        writer.writerow([record.get(name, "") for name in places])
    return out.getvalue()


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("w", encoding="utf-8-sig", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ReviewError(
            f"{path}: cannot be written ({error.strerror}); close the program that has it open. Nothing was changed"
        ) from error
