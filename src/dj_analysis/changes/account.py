"""The account a build leaves of its changes, in a small file beside its store."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dj_analysis.changes.comparison import compare_files, compare_rows, put_in_order
from dj_analysis.changes.records import Changes, ChangesError, RowChange
from dj_analysis.rows import ROW_KEYS

if TYPE_CHECKING:
    import pyarrow as pa

CHANGES_FILE = "store.changes.json"
"""Beside the store, as it tells the history of a folder; everything else there follows from the input alone."""
MOST_ROWS = 500
"""Rows of a table that are listed one by one; all are counted."""
BATCH = 200
"""Documents compared at a time: some ten thousand rows as Python values, a few megabytes."""


def compare_builds(out: Path, tables: Mapping[str, pa.Table], doc_ids: Iterable[str]) -> Changes | None:
    """What tables that are about to be written change of those in ``out``; None where they change nothing.

    ``doc_ids`` are the documents that may differ; the others are not looked at. Rows are compared some hundred articles
    at a time, so that memory does not grow with the corpus.
    """
    wanted = set(doc_ids)
    old_documents = _read_old(out, "documents", tables["documents"])
    files = compare_files(*(_name_files(made, wanted) for made in (old_documents, tables["documents"])))
    sizes = {"documents": (old_documents.num_rows, tables["documents"].num_rows)}
    counts: dict[str, dict[str, int]] = {}
    listed: list[RowChange] = []
    for name in ROW_KEYS:
        old, new = _read_old(out, name, tables[name]), tables[name]
        sizes[name] = (old.num_rows, new.num_rows)
        others = wanted - files.stayed.keys()
        before = len(listed)
        counted = Counter({"lost": _choose(old, others).num_rows, "gained": _choose(new, others).num_rows})
        for batch in _cut(files.stayed):
            old_rows, new_rows = (_choose(made, batch).to_pylist() for made in (old, new))
            for change in compare_rows(name, old_rows, new_rows, batch):
                counted[change.kind] += 1
                if len(listed) - before < MOST_ROWS:
                    listed.append(change)
        counts[name] = put_in_order(counted)
    found = Changes(files.added, files.removed, files.replaced, sizes, counts, tuple(listed))
    return found if found else None


def _read_old(out: Path, name: str, like: pa.Table) -> pa.Table:
    """A table as it is in place; an empty one where there is none that can be read."""
    import pyarrow as pa  # noqa: PLC0415 - builds with nothing to do never get here
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        made = pq.read_table(out / f"{name}.parquet", memory_map=False)
    except (OSError, pa.ArrowException):
        return like.slice(0, 0)
    return made if "doc_id" in made.column_names and made.schema.names == like.schema.names else like.slice(0, 0)


def _name_files(documents: pa.Table, wanted: Iterable[str]) -> dict[str, str]:
    rows = _choose(documents, wanted).select(["doc_id", "source_file"]).to_pylist()
    return {row["doc_id"]: row["source_file"] for row in rows}


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
