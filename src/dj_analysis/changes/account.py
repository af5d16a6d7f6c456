"""The account a build leaves of its changes, in a small file beside its store."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dj_analysis.changes.comparison import compare_files, compare_rows, put_in_order
from dj_analysis.changes.records import Changes, ChangesError, RowChange
from dj_analysis.rows import ROW_KEYS
from dj_analysis.schema import TABLES

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

CHANGES_FILE = "store.changes.json"
"""Beside the store, as it tells the history of a folder; everything else there follows from the input alone."""
MOST_ROWS = 500
"""Rows of a table that are listed one by one; all are counted."""
BATCH = 200
"""Documents compared at a time: some ten thousand rows as Python values, a few megabytes."""


def compare_builds(out: Path, fresh: Path, doc_ids: Iterable[str]) -> Changes | None:
    """What the tables in ``fresh``, about to be put in place, change of those in ``out``; None where nothing.

    ``doc_ids`` are the documents that may differ; the others are not looked at. Rows are compared some hundred articles
    at a time and one table after the other.
    """
    wanted = set(doc_ids)
    files = compare_files(*(_name_files(folder, wanted) for folder in (out, fresh)))
    sizes = {"documents": (_count_rows(out, "documents"), _count_rows(fresh, "documents"))}
    counts: dict[str, dict[str, int]] = {}
    listed: list[RowChange] = []
    others = wanted - files.stayed.keys()
    for name in ROW_KEYS:
        sizes[name] = (_count_rows(out, name), _count_rows(fresh, name))
        counted = Counter({"lost": _count_of(out, name, others), "gained": _count_of(fresh, name, others)})
        before = len(listed)
        for change in _compare_stayed(out, fresh, name, files.stayed):
            counted[change.kind] += 1
            if len(listed) - before < MOST_ROWS:
                listed.append(change)
        counts[name] = put_in_order(counted)
    found = Changes(files.added, files.removed, files.replaced, sizes, counts, tuple(listed))
    return found if found else None


def _compare_stayed(out: Path, fresh: Path, name: str, stayed: Mapping[str, str]) -> Iterator[RowChange]:
    """Changes of one table in articles that stayed."""
    tables = [_read_rows(folder, name, stayed) for folder in (out, fresh)] if stayed else []
    for batch in _cut(stayed):
        old, new = ([] if made is None else _choose(made, batch).to_pylist() for made in tables)
        yield from compare_rows(name, old, new, batch)


@contextmanager
def _open_table(folder: Path, name: str) -> Iterator[pq.ParquetFile | None]:
    """A table to be read bit by bit; None where there is none, or one of other columns."""
    import pyarrow as pa  # noqa: PLC0415 - builds with nothing to do never get here
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(folder / f"{name}.parquet")
    except (OSError, pa.ArrowException):
        yield None
        return
    with file:
        yield file if tuple(file.schema_arrow.names) == tuple(TABLES[name].names) else None


def _read_rows(
    folder: Path, name: str, doc_ids: Iterable[str], columns: Sequence[str] | None = None
) -> pa.Table | None:
    """Rows of some documents of a table, or None where it cannot be read; row groups without them are passed over."""
    import pyarrow as pa  # noqa: PLC0415

    wanted = sorted(doc_ids)
    with _open_table(folder, name) as file:
        if file is None:
            return None
        parts = []
        try:
            for group in range(file.num_row_groups):
                bounds = file.metadata.row_group(group).column(TABLES[name].names.index("doc_id")).statistics
                if bounds is None or not bounds.has_min_max or _has_between(wanted, bounds.min, bounds.max):
                    parts.append(_choose(file.read_row_group(group, columns), wanted))
        except (OSError, pa.ArrowException):
            return None
    return pa.concat_tables(parts) if parts else None


def _has_between(ordered: Sequence[str], first: str, last: str) -> bool:
    """Whether any of some texts, which are in order, lies between two."""
    place = bisect_left(ordered, first)
    return place < len(ordered) and ordered[place] <= last


def _count_rows(folder: Path, name: str) -> int:
    """Rows of a table; 0 where there is none that can be read."""
    with _open_table(folder, name) as file:
        return 0 if file is None else int(file.metadata.num_rows)


def _count_of(folder: Path, name: str, doc_ids: Iterable[str]) -> int:
    """Rows of some documents in a table."""
    found = _read_rows(folder, name, doc_ids, ["doc_id"])
    return 0 if found is None else found.num_rows


def _name_files(folder: Path, wanted: Iterable[str]) -> dict[str, str]:
    found = _read_rows(folder, "documents", wanted, ["doc_id", "source_file"])
    return {} if found is None else {row["doc_id"]: row["source_file"] for row in found.to_pylist()}


def _choose(table: pa.Table, doc_ids: Iterable[str]) -> pa.Table:
    """The rows of some documents."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    wanted = pa.array(sorted(doc_ids), pa.large_string())
    return table.filter(pc.is_in(table["doc_id"].cast(pa.large_string()), value_set=wanted))


def _cut(stayed: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The documents some hundred at a time, the old and the new one of a file together."""
    ordered = sorted(stayed, key=lambda doc_id: (stayed[doc_id], doc_id))
    batch: dict[str, str] = {}
    for doc_id in ordered:
        if len(batch) >= BATCH and stayed[doc_id] not in batch.values():
            yield batch
            batch = {}
        batch[doc_id] = stayed[doc_id]
    if batch:
        yield batch


def write_changes(changes: Changes, file: BinaryIO) -> None:
    """Write what a build changed, as ``read_changes`` reads it."""
    file.write(json.dumps(asdict(changes), ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))


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
