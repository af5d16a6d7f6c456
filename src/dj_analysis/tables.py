"""Tidy frames as the schema declares them: make, check and read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.types import pandas_dtype

from dj_analysis.cells import shield_cell
from dj_analysis.errors import TableError as TableError  # noqa: PLC0414 - what this module raises is named here too
from dj_analysis.placing import READY, finish_placing
from dj_analysis.schema import TABLES, Table

ORDER = ("doc_id", "start", "end", "raw_start", "raw_end", "position")
"""Columns a table is sorted by, as far as it has them; its key breaks ties."""
READS = 5
"""Times a build that is being replaced is read anew: putting it in place takes milliseconds."""


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


def read_tables(folder: Path) -> Tables:
    """Tables of one build, all of the same one, even where another build is being put in place meanwhile.

    Raises TableError where the folder holds none, or a table is missing or not as declared.
    """
    for _ in range(READS):
        _finish_build(folder)
        before = _read_state(folder)
        try:
            tables = _read_frames(folder)
        except TableError:
            if _read_state(folder) == before:
                raise
            continue
        if _read_state(folder) == before:
            return tables
    raise TableError(f"{folder}: is being built again and again; wait for the build to end, then run again")


def _finish_build(folder: Path) -> None:
    """Put in place what a build finished but, killed, did not."""
    try:
        finish_placing(folder)
    except OSError as error:
        raise TableError(
            f"{folder}: a build was interrupted there; run 'dj-analysis build' again ({error.strerror})"
        ) from error


def _read_state(folder: Path) -> tuple[bool, int]:
    """Whether a build is being put in place, and when the last one was."""
    record = folder / "build.json"
    return (folder / READY).exists(), record.stat().st_mtime_ns if record.exists() else 0


def _read_frames(folder: Path) -> Tables:
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
