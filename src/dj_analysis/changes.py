"""What the last build gained, lost and moved, against the tables that were in place before it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dj_analysis.errors import DjAnalysisError
from dj_analysis.rows import ROW_KEYS
from dj_analysis.schema import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

CHANGES_FILE = "store.changes.json"
"""Beside the store, as it tells the history of a folder; everything else there follows from the input alone."""
KINDS: Mapping[str, str] = {"gained": "新增", "lost": "消失", "moved": "移位", "changed": "改值"}
COMPARED = ("documents", *ROW_KEYS)
PLACES = ("doc_id", "start", "end", "quote", "raw_start", "raw_end", "rule", "passage_id", "part_of")
"""Columns that may differ without the row saying anything else."""
MOST_ROWS = 2000
"""Rows that are listed one by one; all are counted."""
MOST_SHOWN = 40
"""Rows a page shows of each table."""
LABEL = 40

Row = Mapping[str, Any]


class ChangesError(DjAnalysisError):
    """There is no build to tell the changes of; the message names the folder and the remedy."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that came, went, moved within its article, or says something else (``cells``: column to old and new)."""

    kind: str
    table: str
    file: str
    row_id: str
    label: str
    cells: Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a build changed.

    ``added``, ``removed`` and ``replaced`` name files; ``sizes`` gives rows before and after by table, ``counts`` rows
    by table and kind of change; ``rows`` lists those of articles that stayed.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    replaced: tuple[str, ...]
    sizes: Mapping[str, tuple[int, int]]
    counts: Mapping[str, Mapping[str, int]]
    rows: tuple[RowChange, ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.added or self.removed or self.replaced or any(self.counts.values()))


def compare_tables(old: Mapping[str, Iterable[Row]], new: Mapping[str, Iterable[Row]]) -> Changes:
    """What changed between two builds, from their rows by table.

    A row is the same by its id; else by what it says, which makes it moved; else by its place, which makes it changed.
    Rows of articles that came or went are counted and not listed.

    >>> before = {"documents": [{"doc_id": "d", "source_file": "a.txt"}], "initiatives": []}
    >>> row = {"doc_id": "d", "initiative_id": "i", "name": "读书角", "raw_start": 0, "raw_end": 3}
    >>> compare_tables(before, {**before, "initiatives": [row]}).counts["initiatives"]
    {'gained': 1}
    """
    before, after = ({d["doc_id"]: d["source_file"] for d in build["documents"]} for build in (old, new))
    names = {after[doc_id] for doc_id in after.keys() - before.keys()}
    replaced = sorted(names & {before[doc_id] for doc_id in before.keys() - after.keys()})
    files = {doc_id: after[doc_id] for doc_id in before.keys() & after.keys()}
    files |= {doc_id: name for names in (before, after) for doc_id, name in names.items() if name in replaced}
    counts: dict[str, dict[str, int]] = {}
    listed: list[RowChange] = []
    for table in ROW_KEYS:
        old_rows, new_rows = list(old.get(table, ())), list(new.get(table, ()))
        changed = list(_compare_rows(table, old_rows, new_rows, files))
        listed += changed
        counted = Counter(c.kind for c in changed)
        counted["lost"] += sum(r["doc_id"] not in files for r in old_rows)
        counted["gained"] += sum(r["doc_id"] not in files for r in new_rows)
        counts[table] = {kind: counted[kind] for kind in KINDS if counted[kind]}
    sizes = {table: (len(list(old.get(table, ()))), len(list(new.get(table, ())))) for table in COMPARED}
    return Changes(
        tuple(sorted(name for doc_id, name in after.items() if doc_id not in files)),
        tuple(sorted(name for doc_id, name in before.items() if doc_id not in files)),
        tuple(replaced),
        sizes,
        counts,
        tuple(listed),
    )


def _compare_rows(table: str, old: Sequence[Row], new: Sequence[Row], files: Mapping[str, str]) -> Iterator[RowChange]:
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


def compare_builds(out: Path, tables: Mapping[str, pa.Table], doc_ids: Iterable[str]) -> Changes | None:
    """What tables that are about to be written change of those in ``out``; None where nothing is there yet or changes.

    ``doc_ids`` are the documents that may differ; the others are counted and not looked at.
    """
    import pyarrow as pa  # noqa: PLC0415 - builds with nothing to do never get here
    import pyarrow.compute as pc  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    wanted = pa.array(sorted(set(doc_ids)), pa.large_string())
    old: dict[str, list[Row]] = {}
    new: dict[str, list[Row]] = {}
    sizes = {}
    for name in COMPARED:
        try:
            before = pq.read_table(out / f"{name}.parquet", memory_map=False)
        except (OSError, pa.ArrowException):
            before = tables[name].slice(0, 0)
        sizes[name] = (before.num_rows, tables[name].num_rows)
        for rows, table in ((old, before), (new, tables[name])):
            chosen = pc.is_in(table["doc_id"].cast(pa.large_string()), value_set=wanted)
            rows[name] = table.filter(chosen).to_pylist()
    found = compare_tables(old, new)
    return Changes(found.added, found.removed, found.replaced, sizes, found.counts, found.rows) if found else None


def write_changes(changes: Changes, file: BinaryIO) -> None:
    """Write what a build changed, as ``read_changes`` reads it; rows beyond the first 2,000 are only counted."""
    record = {**asdict(changes), "rows": [asdict(row) for row in changes.rows[:MOST_ROWS]]}
    file.write(json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))


def read_changes(out: Path) -> Changes:
    """What the last build in ``out`` that changed anything changed. Raises ChangesError where there was none."""
    path = out / CHANGES_FILE
    try:
        record = json.loads(path.read_text("utf-8"))
        rows = tuple(RowChange(**row) for row in record.pop("rows"))
        added, removed, replaced = (tuple(record[name]) for name in ("added", "removed", "replaced"))
        sizes = {name: (before, after) for name, (before, after) in record["sizes"].items()}
        return Changes(added, removed, replaced, sizes, record["counts"], rows)
    except FileNotFoundError as error:
        raise ChangesError(
            f"{out}: no build has left its changes there; run 'dj-analysis build' or name the folder with --tables"
        ) from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ChangesError(f"{path}: cannot be read ({error}); it is written again by the next build") from error


def tabulate_changes(changes: Changes) -> list[list[str]]:
    """The table of a page or a slide: rows before and after by table, and how many came, went, moved or changed.

    >>> changes = Changes((), (), (), {"documents": (1, 1), "honors": (2, 3)}, {"honors": {"gained": 1}}, ())
    >>> tabulate_changes(changes)[-1]
    ['荣誉', '2', '3', '1', '0', '0', '0']
    """
    lines = [["表", "此前", "现在", *KINDS.values()]]
    for name, (before, after) in changes.sizes.items():
        counts = changes.counts.get(name, {})
        if name == "documents":
            counts = {"gained": len(changes.added), "lost": len(changes.removed), "changed": len(changes.replaced)}
        lines.append([TABLES[name].zh, str(before), str(after), *(str(counts.get(kind, 0)) for kind in KINDS)])
    return lines


def describe_changes(changes: Changes) -> Iterator[str]:
    """The changes as one page, after the table: files that came, went or were replaced, then rows by table."""
    for head, names in (("新增文章", changes.added), ("移除文章", changes.removed), ("原文有改动", changes.replaced)):
        if names:
            yield f"{head} {len(names)}：{'、'.join(names[:MOST_SHOWN])}" + ("……" if len(names) > MOST_SHOWN else "")
    for table in ROW_KEYS:
        rows = [row for row in changes.rows if row.table == table]
        for row in rows[:MOST_SHOWN]:
            yield f"{TABLES[table].zh} {KINDS[row.kind]}  {row.file}  {row.label}{_tell_cells(row)}  {row.row_id}"
        if len(rows) > MOST_SHOWN:
            yield f"{TABLES[table].zh} 另有 {len(rows) - MOST_SHOWN} 行"


def _tell_cells(row: RowChange) -> str:
    zh = {c.name: c.zh for c in TABLES[row.table].columns}
    told = (f"{zh[name]} {_tell_value(old)} → {_tell_value(new)}" for name, (old, new) in row.cells.items())
    text = "，".join(told)
    return f"（{text}）" if text else ""


def _tell_value(value: Any) -> str:  # noqa: ANN401 - any cell
    if value is None:
        return "空"
    return f"{value:.12g}" if isinstance(value, float) else str(value)
