"""Refuse tables an analysis would silently misread."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dj_analysis.analysis.errors import UnfitTableError

COUNT_KEY = ("term", "kind")
"""Besides the unit, what a row of counts is about; a kind that is not given is not asked for."""


def check_table(frame: pd.DataFrame, name: str, columns: Sequence[str], *, key: Sequence[str] = ()) -> None:
    """Raise UnfitTableError where the frame lacks one of the columns, is NA in one, or repeats a key.

    Columns of ``key`` the frame does not have are left out of it.
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise UnfitTableError(f"{name}: has no column {missing[0]!r}; it needs {', '.join(columns)}")
    for column in columns:
        if frame[column].isna().any():
            count = int(frame[column].isna().sum())
            raise UnfitTableError(
                f"{name}.{column}: is NA in {count} of {len(frame)} rows; fill them or leave them out"
            )
    present = [column for column in key if column in frame.columns]
    repeated = frame.duplicated(present) if present else pd.Series(dtype=bool)
    if repeated.any():
        row = tuple(frame.loc[repeated, present].astype(str).min())
        raise UnfitTableError(f"{name}: {int(repeated.sum())} rows repeat a key, e.g. {row}; keep each once")


def check_counts(counts: pd.DataFrame, unit: str = "doc_id") -> None:
    """Raise UnfitTableError where the frame is not what ``count_terms`` gives."""
    check_table(counts, "counts", [unit, "term", "n"], key=[unit, *COUNT_KEY])


def check_sizes(counts: pd.DataFrame, sizes: pd.DataFrame, columns: Sequence[str]) -> None:
    """Raise UnfitTableError where ``sizes`` does not name every counted article once, with the columns."""
    check_table(sizes, "sizes", ["doc_id", *columns], key=["doc_id"])
    unknown = set(counts["doc_id"]) - set(sizes["doc_id"])
    if unknown:
        raise UnfitTableError(f"no size for the counted article {min(unknown)}; give sizes of the same passages")


def type_frame(frame: pd.DataFrame, dtypes: dict[str, str]) -> pd.DataFrame:
    """The columns that are named, in that order, each in its dtype; an empty frame keeps them."""
    return frame.reindex(columns=list(dtypes)).astype(dtypes)
