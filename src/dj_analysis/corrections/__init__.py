"""The analyst's corrections: read from corrections.csv, checked, and applied to the rows of every build.

A correction is found by the sha256 of the file and the place in the raw text, so that it holds when rules change; it
carries the value it expects, so that it says when it no longer applies.
"""

from __future__ import annotations

from dj_analysis.corrections.application import assign_corrections, correct_document, correct_rows, count_outcomes
from dj_analysis.corrections.file import (
    COLUMNS,
    CorrectionsError,
    find_corrections,
    format_corrections,
    read_corrections,
)
from dj_analysis.corrections.records import Correction, Outcome

__all__ = [
    "COLUMNS",
    "Correction",
    "CorrectionsError",
    "Outcome",
    "assign_corrections",
    "correct_document",
    "correct_rows",
    "count_outcomes",
    "find_corrections",
    "format_corrections",
    "read_corrections",
]
