"""Blocks of rows as Arrow tables, and these as Parquet and CSV; the same rows always give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dj_analysis.cells import FORMULA_START
from dj_analysis.errors import TableError
from dj_analysis.packing import Block
from dj_analysis.schema import TABLES, Table

ARROW_TYPES = {
    "text": pa.large_string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}
BATCH = 65536
"""Rows turned into CSV at a time; it bounds memory."""
ROW_GROUP = 32768
"""Rows of a row group where a table is written as a whole, as on a cluster: some ten megabytes of the longest texts."""
QUOTED = '[",\r\n]'
"""A cell with one of these stands in quotes, as the csv module does it."""
SPECIAL = tuple(mark.encode() for mark in '",\r\n=+-@\t＝＋－＠')
"""A column without any of these needs no quotes and no shield."""
WHOLE = 2.0**53
"""Whole numbers up to here are exact, and are written without a decimal point."""

Columns = list[list[Any]]


@lru_cache(maxsize=64)
def arrow_schema(name: str) -> pa.Schema:
    """Columns of a table, with the note that makes pandas read them back with the dtypes of ``dj_analysis.schema``."""
    table = TABLES[name]
    columns = [
        {"name": c.name, "field_name": c.name, "pandas_type": str(ARROW_TYPES[c.kind]), "numpy_type": c.dtype,
         "metadata": None}
        for c in table.columns
    ]  # fmt: skip
    note = {"index_columns": [], "column_indexes": [], "columns": columns, "pandas_version": "3.0.0"}
    fields = [pa.field(c.name, ARROW_TYPES[c.kind]) for c in table.columns]
    return pa.schema(fields, metadata={"pandas": json.dumps(note)})


def make_arrow(name: str, columns: Columns) -> pa.Table:
    """One table's columns as a checked Arrow table. Raises TableError where a value is not as declared."""
    schema = arrow_schema(name)
    arrays = []
    for field, column in zip(schema, columns, strict=True):
        try:
            arrays.append(pa.array(column, field.type))
        except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
            raise TableError(f"{name}.{field.name}: holds a value of another type ({error})") from error
    made = pa.Table.from_arrays(arrays, schema=schema)
    check_arrow(made, TABLES[name])
    return made


def check_arrow(made: pa.Table, table: Table) -> None:
    """TableError where a value is NA or not allowed; that no key stands twice, ``make_block`` has seen to."""
    for column in table.columns:
        values = made[column.name]
        if column.required and values.null_count:
            row = pc.index(pc.is_null(values), True).as_py()
            raise TableError(f"{table.name}.{column.name}: is NA in row {row}, which it never may be")
        if column.allowed:
            strange = set(pc.unique(values).to_pylist()) - {None, *column.allowed}
            if strange:
                raise TableError(
                    f"{table.name}.{column.name}: holds {sorted(strange)}, allowed are {list(column.allowed)}"
                )


def join_blocks(blocks: Iterable[Block], name: str) -> Columns:
    """One table of several documents, in their order."""
    joined: Columns = [[] for _ in TABLES[name].names]
    for block in blocks:
        for place, values in enumerate(block[name]):
            joined[place] += values
    return joined


def write_parquet(made: pa.Table, file: BinaryIO) -> None:
    """Write a table; its chunks are joined first, as their number would show in the bytes."""
    pq.write_table(made.combine_chunks(), file, row_group_size=ROW_GROUP, compression="snappy")


def splice(old: pa.Table, kept: Iterable[str], added: pa.Table) -> pa.Table:
    """The rows of some documents of an old table with those of others, in the order of doc_id.

    >>> schema = arrow_schema("unresolved").remove_metadata()
    >>> old, new = (pa.Table.from_pylist([{"doc_id": d} for d in ids], schema) for ids in ("aabc", "b"))
    >>> splice(old, ["c"], new)["doc_id"].to_pylist()
    ['b', 'c']
    """
    there, new = dict(_find_runs(old)), dict(_find_runs(added))
    runs = {doc_id: (old, *there[doc_id]) for doc_id in kept if doc_id in there}
    runs |= {doc_id: (added, *run) for doc_id, run in new.items()}
    pieces: list[tuple[pa.Table, int, int]] = []
    for _, (source, start, end) in sorted(runs.items(), key=itemgetter(0)):
        if pieces and pieces[-1][0] is source and pieces[-1][2] == start:
            pieces[-1] = (source, pieces[-1][1], end)
        else:
            pieces.append((source, start, end))
    return pa.concat_tables([source.slice(a, b - a) for source, a, b in pieces] or [added])


def _find_runs(made: pa.Table) -> list[tuple[str, tuple[int, int]]]:
    """Documents of a table with the rows they take up; rows of a document stand together."""
    if not made.num_rows:
        return []
    encoded = pc.run_end_encode(made["doc_id"].combine_chunks(), run_end_type=pa.int64())
    ends = encoded.run_ends.to_pylist()
    return list(zip(encoded.values.to_pylist(), zip([0, *ends], ends, strict=False), strict=True))


def write_csv_head(names: Sequence[str], file: BinaryIO) -> None:
    """Write the byte order mark, by which Excel knows UTF-8, and the header."""
    file.write(b"\xef\xbb\xbf" + ",".join(names).encode() + b"\n")


def write_csv(made: pa.Table, file: BinaryIO, *, head: bool = True) -> None:
    """Write CSV: NA empty, flags true/false, whole numbers without a point, lines end in LF.

    Without ``head`` the byte order mark and the header are left out, for rows that follow others.

    Text that a spreadsheet would run as a formula stands behind an apostrophe, as ``cells.shield_cell`` puts it.
    """
    if head:
        write_csv_head(made.column_names, file)
    for batch in made.combine_chunks().to_batches(max_chunksize=BATCH):
        file.write(_csv_lines(batch.columns))


def _csv_lines(columns: Sequence[pa.Array]) -> memoryview:
    cells = [_csv_cells(column) for column in columns]
    cells[-1] = pc.binary_join_element_wise(cells[-1], _text("\n"), _text(""))
    return _characters(pc.binary_join_element_wise(*cells, _text(",")))


def _characters(texts: pa.Array) -> memoryview:
    """All texts of an array behind one another, as UTF-8."""
    _, offsets, data = texts.buffers()
    places = memoryview(offsets).cast("q")
    return memoryview(data or b"")[places[texts.offset] : places[texts.offset + len(texts)]]


def _text(value: str) -> pa.Scalar:
    return pa.scalar(value, pa.large_string())


def _csv_cells(column: pa.Array) -> pa.Array:
    if pa.types.is_large_string(column.type):
        column = _shield_texts(column)
    elif pa.types.is_floating(column.type):
        whole = pc.and_(pc.equal(pc.trunc(column), column), pc.less(pc.abs(column), WHOLE))
        integers = pc.cast(pc.if_else(whole, column, 0.0), pa.int64()).cast(pa.large_string())
        column = pc.if_else(whole, integers, column.cast(pa.large_string()))
    else:
        column = column.cast(pa.large_string())
    return pc.fill_null(column, "")


def _shield_texts(column: pa.Array) -> pa.Array:
    """Texts as CSV cells: formulas behind an apostrophe, what has a comma, a quote or a line end in quotes."""
    if not len(column):
        return column
    data = bytes(_characters(column))
    if not any(mark in data for mark in SPECIAL):
        return column
    # Columns repeat their texts; each is looked at once.
    encoded = column.dictionary_encode()
    texts = encoded.dictionary
    formula = pc.match_substring_regex(texts, FORMULA_START)
    shielded = pc.if_else(formula, pc.binary_join_element_wise(_text("'"), texts, _text("")), texts)
    special = pc.match_substring_regex(shielded, QUOTED)
    if not pc.any(pc.or_(formula, special)).as_py():
        return column
    doubled = pc.replace_substring(shielded, '"', '""')
    quoted = pc.binary_join_element_wise(_text('"'), doubled, _text('"'), _text(""))
    return pc.if_else(special, quoted, shielded).take(encoded.indices)
