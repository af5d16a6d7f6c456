"""The rows of one article while they are corrected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from dj_analysis.cleaning.edits import OffsetMap
from dj_analysis.corrections.additions import Addition, find_twin, make_row, place_addition
from dj_analysis.corrections.places import alike, find_row
from dj_analysis.corrections.records import Correction, Outcome
from dj_analysis.corrections.upkeep import follow_cells, remove_row, renew_derived
from dj_analysis.corrections.values import format_value
from dj_analysis.corrections.verdicts import DROP, Settled, Verdict, judge_cell, judge_row, settle
from dj_analysis.records import Edit
from dj_analysis.rows import ROW_KEYS, TableRow
from dj_analysis.schema import TABLES

Target = tuple[str, str]
"""Table and id of a row."""
EDIT_COLUMNS = ("stage", "rule", "raw_start", "raw_end", "before", "after")


class Sheet:
    """One article's rows, texts and map; ``rows`` are changed by ``apply``."""

    def __init__(self, rows: dict[str, list[TableRow]], clean: str, raw: str) -> None:
        """``rows`` are copies that may be changed."""
        self.rows, self.clean, self.raw = rows, clean, raw
        edits = [Edit(**{**{k: e[k] for k in EDIT_COLUMNS}, "after": e["after"] or ""}) for e in rows["edits"]]
        self.map = OffsetMap(sorted(edits, key=lambda e: e.raw_start))
        self.outcomes: list[Outcome] = []

    def apply(self, corrections: Sequence[Correction]) -> list[Outcome]:
        """Make the corrections and say what became of each."""
        additions = [c for c in corrections if c.action == "add"]
        for table in ROW_KEYS:  # models stand before their components
            self._add_rows([c for c in additions if c.table == table])
        for target, meant in self._find_targets(c for c in corrections if c.action != "add").items():
            self._correct_row(target, meant)
        renew_derived(self.rows)
        return self.outcomes

    def _report(self, status: str, correction: Correction, what: str) -> None:
        where = correction.source_file or correction.document[:16]
        quote = correction.quote if len(correction.quote) <= 30 else correction.quote[:29] + "…"
        self.outcomes.append(
            Outcome(status, correction.line, f"line {correction.line}: {where}: {correction.table} “{quote}”: {what}")
        )

    def _find_targets(self, corrections: Iterable[Correction]) -> dict[Target, list[Correction]]:
        targets: dict[Target, list[Correction]] = defaultdict(list)
        for correction in corrections:
            row = find_row(self.rows[correction.table], correction)
            if isinstance(row, str):
                self._report("stale", correction, row)
            elif row is not None:
                targets[correction.table, row[TABLES[correction.table].key[0]]].append(correction)
            elif correction.action == "drop":
                self._report("right", correction, "no rule finds the row any more")
            else:
                self._report("stale", correction, "no row stands there any more")
        return targets

    def _correct_row(self, target: Target, meant: list[Correction]) -> None:
        table, row_id = target
        id_column = TABLES[table].key[0]
        row = next((r for r in self.rows[table] if r[id_column] == row_id), None)
        whole = settle(map(judge_row, meant))
        if whole.conflicting:
            for c in meant:
                self._report("conflicting", c, f"one person drops the row, another keeps it ({_people(meant)})")
            return
        if whole.standing[0].new == DROP:
            for c in meant:
                if c.action == "drop":
                    self._report("applied", c, "dropped")
                else:
                    self._report("superseded", c, "the row was dropped later")
            remove_row(self.rows, table, row_id)
            return
        for c in meant:
            if c.action == "drop":
                self._report("superseded", c, "the row was taken back later")
        if row is not None:
            self._change_cells(table, row, [c for c in meant if c.action != "drop"])

    def _change_cells(self, table: str, row: TableRow, meant: list[Correction]) -> None:
        columns = sorted({c.column for c in meant if c.action == "change"})
        at_odds: set[int] = set()
        changed: dict[str, Any] = {}
        for column in columns:
            settled = settle([v for c in meant if (v := judge_cell(c, column))])
            if settled.conflicting:
                for v in settled.standing:
                    at_odds.add(v.correction.line)
                    self._report(
                        "conflicting", v.correction, f"{column}: {_tell_conflict(settled)}; settle it in one line"
                    )
            elif self._change_cell(row, column, settled):
                changed[column] = settled.standing[-1].new
            for v in settled.replaced:
                if v.correction.action == "change":
                    self._report("superseded", v.correction, f"{column} was corrected again later")
        for c in meant:
            if c.action == "accept" and c.line not in at_odds:
                self._check_accepted(c, row, set(columns))
        if changed:
            follow_cells(self.rows, table, row, changed, self.clean, self.map)

    def _change_cell(self, row: TableRow, column: str, settled: Settled) -> bool:
        """Whether the cell now has to be written; every standing change is reported."""
        changes = [v for v in settled.standing if v.correction.action == "change"]
        now, new = row[column], settled.standing[-1].new
        expected = [v.old for v in (*settled.standing, *settled.replaced) if v.correction.action == "change"]
        if alike(now, new):
            status, what = "right", f"{column} is {_tell(new)} already"
        elif any(alike(now, old) for old in expected):
            status, what = "applied", f"{column}: {_tell(now)} -> {_tell(new)}"
        else:
            told = " or ".join(dict.fromkeys(_tell(old) for old in expected))
            status, what = "stale", f"{column} is now {_tell(now)}, not {told}; look at the row again"
        for v in changes:
            self._report(status, v.correction, what)
        return status == "applied"

    def _check_accepted(self, correction: Correction, row: TableRow, corrected: set[str]) -> None:
        other = [n for n, v in correction.values.items() if n not in corrected and not alike(row.get(n), v)]
        if other:
            told = f"{other[0]} was {_tell(correction.values[other[0]])}, is now {_tell(row.get(other[0]))}"
            self._report("stale", correction, f"the row was accepted, but {told}; look at it again")
        else:
            self._report("right", correction, "accepted")

    def _add_rows(self, corrections: Iterable[Correction]) -> None:
        groups: dict[tuple[Any, ...], list[Addition]] = defaultdict(list)
        for correction in corrections:
            placed = place_addition(correction, self.rows, self.clean, self.raw, self.map)
            if isinstance(placed, str):
                self._report("stale", correction, placed)
            else:
                groups[placed.identity].append(placed)
        for group in groups.values():
            self._add_row(group)

    def _add_row(self, group: list[Addition]) -> None:
        settled = settle(Verdict(a.correction, tuple(sorted(a.values.items()))) for a in group)
        if settled.conflicting:
            for v in settled.standing:
                self._report(
                    "conflicting", v.correction, f"it is added in two ways ({_people(a.correction for a in group)})"
                )
            return
        for v in settled.replaced:
            self._report("superseded", v.correction, "it was added again later")
        last = settled.standing[-1].correction
        addition = next(a for a in group if a.correction is last)
        twin = find_twin(self.rows[last.table], addition)
        if twin is None:
            make_row(self.rows, addition, self.clean, self.map)
            status, what = "applied", "added"
        else:
            other = {n: v for n, v in addition.values.items() if v is not None and not alike(twin[n], v)}
            follow_cells(self.rows, last.table, twin, other, self.clean, self.map)
            status = "applied" if other else "right"
            what = f"a rule finds it now; {', '.join(other)} set" if other else "a rule finds it now"
        for v in settled.standing:
            self._report(status, v.correction, what)


def _people(corrections: Iterable[Correction]) -> str:
    return " / ".join(dict.fromkeys(f"{c.who or 'unnamed'}, line {c.line}" for c in corrections))


def _tell(value: Any) -> str:  # noqa: ANN401 - any cell
    return repr(format_value(value)) if value is not None else "empty"


def _tell_conflict(settled: Settled) -> str:
    said = (f"{v.correction.who or 'unnamed'} says {_tell(v.new)} (line {v.correction.line})" for v in settled.standing)
    return ", ".join(said)
