"""What the last build gained, lost and moved, against the tables that were in place before it."""

from __future__ import annotations

from dj_analysis.changes.account import CHANGES_FILE, compare_builds, read_changes, write_changes
from dj_analysis.changes.comparison import compare_files, compare_tables
from dj_analysis.changes.records import Changes, ChangesError, RowChange
from dj_analysis.changes.telling import describe_changes, tabulate_changes

__all__ = [
    "CHANGES_FILE",
    "Changes",
    "ChangesError",
    "RowChange",
    "compare_builds",
    "compare_files",
    "compare_tables",
    "describe_changes",
    "read_changes",
    "tabulate_changes",
    "write_changes",
]
