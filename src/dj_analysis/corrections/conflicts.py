"""Corrections of one row that are at odds, found without the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from dj_analysis.corrections.records import Correction, Outcome
from dj_analysis.corrections.values import format_value, format_values
from dj_analysis.corrections.verdicts import Verdict, judge_cell, judge_row, settle

DOC_ID_LENGTH = 16


def identify(correction: Correction) -> tuple[Any, ...]:
    """What two corrections share that say the same of the same row by the same person; line, time and reason differ."""
    return (*identify_row(correction), correction.action, correction.column, _told(correction), correction.who.strip())


def identify_row(correction: Correction) -> tuple[Any, ...]:
    """Equal for corrections of one row as one build showed it."""
    place = (correction.raw_start, correction.raw_end)
    if correction.action == "add":
        return correction.document[:DOC_ID_LENGTH], correction.table, "add", correction.quote, *place
    key = format_values(correction.table, correction.key) if correction.key else correction.row_id
    return correction.document[:DOC_ID_LENGTH], correction.table, "row", key, *place


def _told(correction: Correction) -> tuple[str, str, str]:
    values = format_values(correction.table, correction.values)
    return format_value(correction.old), format_value(correction.new), values


def find_conflicts(corrections: Iterable[Correction]) -> list[Outcome]:
    """One sentence for every correction that is at odds with another person's; neither will be applied."""
    groups: dict[tuple[Any, ...], list[Correction]] = defaultdict(list)
    for correction in corrections:
        groups[identify_row(correction)].append(correction)
    found = [outcome for group in groups.values() for outcome in _find_in_row(group)]
    return sorted(found, key=lambda o: (o.line, o.text))


def _find_in_row(group: list[Correction]) -> list[Outcome]:
    if group[0].action == "add":
        verdicts = [Verdict(c, format_values(c.table, c.values)) for c in group]
        return _tell(verdicts, "the row that is added")
    found = _tell([judge_row(c) for c in group], "whether the row stands")
    for column in sorted({c.column for c in group if c.action == "change"}):
        found += _tell([v for c in group if (v := judge_cell(c, column))], column)
    return found


def _tell(verdicts: list[Verdict], what: str) -> list[Outcome]:
    settled = settle(verdicts)
    if not settled.conflicting:
        return []
    lines = ", ".join(f"line {v.correction.line} by {v.correction.who or 'unnamed'}" for v in settled.standing)
    return [
        Outcome(
            "conflicting",
            v.correction.line,
            f"line {v.correction.line}: {v.correction.source_file}: {v.correction.table} “{v.correction.quote[:30]}”: "
            f"{what} is said in two ways ({lines}); neither is applied until one line is removed",
        )
        for v in settled.standing
    ]
