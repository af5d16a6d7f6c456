"""Tidy frames as the schema declares them: make, check, write and read."""

from __future__ import annotations

import csv
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.types import pandas_dtype

from dj_analysis.errors import DjAnalysisError
from dj_analysis.schema import TABLES, Table

ORDER = ("doc_id", "start", "end", "raw_start", "raw_end", "position")
"""Columns a table is sorted by, as far as it has them; its key breaks ties."""


class TableError(DjAnalysisError):
    """A table that is not as declared, or cannot be read or written; the message names it and the remedy."""


@dataclass(frozen=True)
class Tables:
    """All tables of a build, each a DataFrame with the columns and dtypes of ``dj_analysis.schema``."""

    documents: pd.DataFrame
    passages: pd.DataFrame
    edits: pd.DataFrame
    unresolved: pd.DataFrame
    numbers: pd.DataFrame
    honors: pd.DataFrame
    initiatives: pd.DataFrame
    models: pd.DataFrame
    model_components: pd.DataFrame
    mentions: pd.DataFrame
    dates: pd.DataFrame
    organisations: pd.DataFrame
    facts: pd.DataFrame

    def items(self) -> Iterable[tuple[str, pd.DataFrame]]:
        """Table names and frames, in the schema's order."""
        return [(f.name, getattr(self, f.name)) for f in fields(self)]


def make_frame(table: Table, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as a frame with the table's columns, dtypes and order; keys a row lacks are NA, others are left out."""
    columns: dict[str, list[Any]] = {c.name: [] for c in table.columns}
    for row in rows:
        for name, values in columns.items():
            values.append(row.get(name))
    frame = pd.DataFrame({c.name: pd.Series(columns[c.name], dtype=pandas_dtype(c.dtype)) for c in table.columns})
    by = [name for name in ORDER if name in columns]
    by += [name for name in (*table.key, "rule") if name in columns and name not in by]
    return frame.sort_values(by, kind="stable", ignore_index=True)


def make_tables(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> Tables:
    """All tables from their rows, checked. Raises TableError where a row is not as declared."""
    return Tables(**{name: check_frame(make_frame(table, rows.get(name, ())), table) for name, table in TABLES.items()})


def check_frame(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame itself, once its columns, dtypes, values and key are as declared; else TableError."""
    if list(frame.columns) != table.names:
        raise TableError(f"{table.name}: columns are {list(frame.columns)}, not {table.names}")
    for column in table.columns:
        values = frame[column.name]
        if str(values.dtype) != column.dtype:
            raise TableError(f"{table.name}.{column.name}: dtype is {values.dtype}, not {column.dtype}")
        if column.required and values.isna().any():
            row = int(values.isna().argmax())
            raise TableError(f"{table.name}.{column.name}: is NA in row {row}, which it never may be")
        strange = set(values.dropna()) - set(column.allowed) if column.allowed else set()
        if strange:
            raise TableError(f"{table.name}.{column.name}: holds {sorted(strange)}, allowed are {list(column.allowed)}")
    repeated = frame.duplicated(list(table.key))
    if repeated.any():
        raise TableError(f"{table.name}: row {int(repeated.argmax())} repeats the key {table.key}")
    return frame


FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
"""How a cell begins that a spreadsheet would run as a formula (wide marks count in Chinese Excel), shielded or not."""


def shield_cell(text: str) -> str:
    """Text for a CSV cell: what a spreadsheet would take for a formula gets an apostrophe before it.

    >>> shield_cell("=1+1"), shield_cell("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if FORMULA.match(text) else text


def unshield_cell(text: str) -> str:
    """The text that ``shield_cell`` was given.

    >>> unshield_cell("'=1+1"), unshield_cell("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def format_csv(frame: pd.DataFrame) -> str:
    """The frame as CSV text: whole numbers without a decimal point, NA empty, flags true/false, lines end in LF.

    Text that begins like a formula gets an apostrophe before it (``shield_cell``); Parquet holds the exact text.
    """
    shown = frame.apply(lambda values: values.map(_format_cell, na_action=None).astype(object))
    return str(shown.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL))


def _format_cell(value: Any) -> str:  # noqa: ANN401
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return shield_cell(value) if isinstance(value, str) else str(value)


def write_tables(tables: Tables, out: Path, texts: Mapping[str, str], record: str) -> None:
    """Write CSV, Parquet, texts and the build record below ``out``: all beside first, then renamed into place.

    ``texts`` maps file names below ``texts/`` to their text; texts of documents that are no longer there are removed.
    Raises TableError, and leaves what was there before, when the folder or one of its files cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".new-", dir=out))
    except OSError as error:
        raise TableError(f"{out}: cannot write there ({error.strerror}); choose another folder with --out") from error
    try:
        _stage(tables, staging, texts, record)
        names = sorted(p.relative_to(staging) for p in staging.rglob("*") if p.is_file())
        _check_free(out, names)
        for name in names:
            (out / name).parent.mkdir(exist_ok=True)
            (staging / name).replace(out / name)
    except OSError as error:
        place = error.filename or out
        raise TableError(f"{place}: cannot be written ({error.strerror}); make room there, then run again") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    for path in (out / "texts").glob("*.txt"):
        if path.name not in texts:
            path.unlink()


def _stage(tables: Tables, staging: Path, texts: Mapping[str, str], record: str) -> None:
    (staging / "texts").mkdir()
    for name, text in texts.items():
        _write(staging / "texts" / name, text, "utf-8")
    for name, frame in tables.items():
        _write(staging / f"{name}.csv", format_csv(frame), "utf-8-sig")
        frame.to_parquet(staging / f"{name}.parquet", engine="pyarrow", index=False)
    _write(staging / "build.json", record, "utf-8")


def _write(path: Path, text: str, encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _check_free(out: Path, names: Iterable[Path]) -> None:
    """TableError where a file that is to be replaced is held open by a program that locks it (Excel does)."""
    for name in names:
        target = out / name
        if not target.exists():
            continue
        try:
            with target.open("r+b"):
                pass
        except OSError as error:
            raise TableError(
                f"{target}: cannot be replaced; close the program that has it open, then run again. "
                "Nothing was changed."
            ) from error


def read_tables(folder: Path) -> Tables:
    """Tables of a build. Raises TableError where the folder holds none, or a table is missing or not as declared."""
    if not (folder / "documents.parquet").is_file():
        raise TableError(f"{folder}: holds no tables; run 'dj-analysis build' first or name the folder with --tables")
    frames = {}
    for name, table in TABLES.items():
        path = folder / f"{name}.parquet"
        try:
            frame = pd.read_parquet(path, engine="pyarrow").astype(table.dtypes)
        except (OSError, ValueError, KeyError) as error:
            raise TableError(f"{path}: cannot be read ({error}); run 'dj-analysis build' again") from error
        frames[name] = check_frame(frame, table)
    return Tables(**frames)


def load_tables(folder: str | Path = "data/processed") -> Tables:
    """Load the tables of a build. Raises TableError where the folder holds none.

    >>> load_tables("data/processed").numbers.head()  # doctest: +SKIP
    """
    return read_tables(Path(folder))
