"""Rows of two builds compared; pure functions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dj_analysis.changes.records import KINDS, Changes, RowChange
from dj_analysis.rows import ROW_KEYS
from dj_analysis.schema import TABLES

COMPARED = ("documents", *ROW_KEYS)
PLACES = ("doc_id", "start", "end", "quote", "raw_start", "raw_end", "rule", "passage_id", "part_of")
"""Columns that may differ without the row saying anything else."""
LABEL = 40
"""Characters of a row's words that are shown."""

Row = Mapping[str, Any]


def compare_tables(old: Mapping[str, Iterable[Row]], new: Mapping[str, Iterable[Row]]) -> Changes:
    """What changed between two builds, from their rows by table.

    A row is the same by its id; else by what it says, which makes it moved; else by its place, which makes it changed.
    Rows of articles that came or went are counted and not listed.

    >>> before = {"documents": [{"doc_id": "d", "source_file": "a.txt"}], "initiatives": []}
    >>> row = {"doc_id": "d", "initiative_id": "i", "name": "读书角", "raw_start": 0, "raw_end": 3}
    >>> compare_tables(before, {**before, "initiatives": [row]}).counts["initiatives"]
    {'gained': 1}
    """
    files = compare_files(*({d["doc_id"]: d["source_file"] for d in build["documents"]} for build in (old, new)))
    counts: dict[str, dict[str, int]] = {}
    listed: list[RowChange] = []
    for table in ROW_KEYS:
        old_rows, new_rows = list(old.get(table, ())), list(new.get(table, ()))
        changed = list(compare_rows(table, old_rows, new_rows, files.stayed))
        listed += changed
        counted = Counter(c.kind for c in changed)
        counted["lost"] += sum(r["doc_id"] not in files.stayed for r in old_rows)
        counted["gained"] += sum(r["doc_id"] not in files.stayed for r in new_rows)
        counts[table] = put_in_order(counted)
    sizes = {table: (len(list(old.get(table, ()))), len(list(new.get(table, ())))) for table in COMPARED}
    return Changes(files.added, files.removed, files.replaced, sizes, counts, tuple(listed))


def put_in_order(counted: Mapping[str, int]) -> dict[str, int]:
    """Counts by kind of change in a fixed order, zeros left out."""
    return {kind: counted[kind] for kind in KINDS if counted[kind]}


@dataclass(frozen=True, slots=True)
class FileChanges:
    """Files that came, went or hold other bytes; ``stayed`` maps doc_ids of the others, old and new, to their file."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    replaced: tuple[str, ...]
    stayed: Mapping[str, str]


def compare_files(before: Mapping[str, str], after: Mapping[str, str]) -> FileChanges:
    """What became of the articles of two builds, each given as doc_id to source file; a renamed file stayed.

    >>> compare_files({"d": "a.txt"}, {"e": "a.txt", "f": "b.txt"})
    FileChanges(added=('b.txt',), removed=(), replaced=('a.txt',), stayed={'d': 'a.txt', 'e': 'a.txt'})
    """
    fresh = {after[doc_id] for doc_id in after.keys() - before.keys()}
    replaced = sorted(fresh & {before[doc_id] for doc_id in before.keys() - after.keys()})
    stayed = {doc_id: after[doc_id] for doc_id in sorted(before.keys() & after.keys())}
    known = set(replaced)
    stayed |= {doc_id: name for names in (before, after) for doc_id, name in names.items() if name in known}
    added = sorted(name for doc_id, name in after.items() if doc_id not in stayed)
    removed = sorted(name for doc_id, name in before.items() if doc_id not in stayed)
    return FileChanges(tuple(added), tuple(removed), tuple(replaced), stayed)


def compare_rows(table: str, old: Sequence[Row], new: Sequence[Row], files: Mapping[str, str]) -> Iterator[RowChange]:
    """Changes of rows in articles that stayed, article by article."""
    by_file: dict[str, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((old, new)):
        for row in rows:
            if row["doc_id"] in files:
                by_file[files[row["doc_id"]]][side].append(row)
    for name in sorted(by_file):
        yield from _compare_article(table, name, *by_file[name])


def _compare_article(table: str, file: str, old: list[Row], new: list[Row]) -> Iterator[RowChange]:
    id_column = TABLES[table].key[0]
    by_id = {row[id_column]: row for row in new}
    lost = [row for row in old if row[id_column] not in by_id]
    for row in old:
        if row[id_column] in by_id:
            cells = _differ(table, row, by_id[row[id_column]])
            if cells:
                yield _tell("changed", table, file, by_id[row[id_column]], cells)
    known = {row[id_column] for row in old}
    gained = [row for row in new if row[id_column] not in known]
    for before, after in _pair(lost, gained, lambda one, other: _says(table, one) == _says(table, other)):
        moved = (before["raw_start"], before["raw_end"]) != (after["raw_start"], after["raw_end"])
        cells = _differ(table, before, after)
        if cells or moved:
            yield _tell("changed" if cells else "moved", table, file, after, cells)
    for before, after in _pair(lost, gained, _overlap):
        yield _tell("changed", table, file, after, _differ(table, before, after))
    yield from (_tell("lost", table, file, row, {}) for row in lost)
    yield from (_tell("gained", table, file, row, {}) for row in gained)


def _says(table: str, row: Row) -> list[Any]:
    """What tells the row apart, ids of other rows left out."""
    return [row.get(name) for name in ROW_KEYS[table] if not name.endswith("_id")]


def _overlap(one: Row, other: Row) -> bool:
    same = one["doc_id"] == other["doc_id"]
    return bool(same and one["raw_start"] < other["raw_end"] and other["raw_start"] < one["raw_end"])


def _pair(lost: list[Row], gained: list[Row], match: Any) -> Iterator[tuple[Row, Row]]:  # noqa: ANN401 - a predicate
    """Pairs that match, first with first; both are taken off their lists."""
    for before in list(lost):
        after = next((row for row in gained if match(before, row)), None)
        if after is not None:
            lost.remove(before)
            gained.remove(after)
            yield before, after


def _differ(table: str, before: Row, after: Row) -> dict[str, tuple[Any, Any]]:
    hidden = {*PLACES, TABLES[table].key[0], "model_id"}
    names = [c.name for c in TABLES[table].columns if c.name not in hidden]
    return {n: (before.get(n), after.get(n)) for n in names if before.get(n) != after.get(n)}


def _tell(kind: str, table: str, file: str, row: Row, cells: Mapping[str, Sequence[Any]]) -> RowChange:
    said = [str(value) for value in _says(table, row) if value is not None]
    label = str(row.get("quote") or " ".join(said))
    label = " ".join(label.split())
    return RowChange(
        kind, table, file, row[TABLES[table].key[0]], label if len(label) <= LABEL else label[: LABEL - 1] + "…", cells
    )
