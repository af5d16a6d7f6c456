"""Tables put together from stretches that are written already: the bytes are pyarrow's own, and damage is noticed."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dj_analysis import table_files
from dj_analysis.exports import arrow_schema, make_arrow, write_csv
from dj_analysis.footers import MAGIC, join_footer, split_file
from dj_analysis.schema import TABLES
from dj_analysis.stretches import cut_documents, make_stretch_key, pack_pieces, unpack_pieces
from dj_analysis.table_files import StaleTableError, TableFiles, WrittenTable, write_stretch

DIGITS = st.text("0123456789abcdef", min_size=64, max_size=64)
MANY = 40
"""Row groups of one file: a list of fifteen and more is told in another way."""


def make_rows(name: str, count: int) -> pa.Table:
    """Rows with a value in every column but, here and there, those that may be empty."""
    columns = []
    for place, column in enumerate(TABLES[name].columns):
        values = {
            "text": [f"{i // 3:04}甲,{place}" for i in range(count)],
            "integer": [1000 * place + i for i in range(count)],
            "number": [i / 4 for i in range(count)],
            "flag": [i % 2 == 0 for i in range(count)],
        }[column.kind]
        if column.allowed:
            values = [column.allowed[i % len(column.allowed)] for i in range(count)]
        columns.append([v if column.required or (i + place) % 5 else None for i, v in enumerate(values)])
    return make_arrow(name, columns)


def write_by_pyarrow(parts: list[pa.Table]) -> bytes:
    file = io.BytesIO()
    with pq.ParquetWriter(file, parts[0].schema, compression="snappy") as writer:
        for part in parts:
            if part.num_rows:
                writer.write_table(part, row_group_size=part.num_rows)
    return file.getvalue()


def cut(made: pa.Table, places: list[int]) -> list[pa.Table]:
    return [made.slice(a, b - a).combine_chunks() for a, b in pairwise([0, *sorted(places), made.num_rows])]


@pytest.mark.parametrize("name", TABLES)
def test_row_groups_put_together_are_the_file_pyarrow_writes(name: str, tmp_path: Path) -> None:
    made = make_rows(name, 3 * MANY)
    parts = cut(made, list(range(3, 3 * MANY, 3)))
    table = TableFiles(tmp_path, name)
    pieces = [table.add(part) for part in parts]
    assert table.finish() == made.num_rows
    assert (tmp_path / f"{name}.parquet").read_bytes() == write_by_pyarrow(parts)
    whole = io.BytesIO()
    write_csv(made, whole)
    assert (tmp_path / f"{name}.csv").read_bytes() == whole.getvalue()
    assert pq.read_table(tmp_path / f"{name}.parquet").equals(made)
    written = WrittenTable(tmp_path, name, pieces)
    assert [written.read(place) for place in range(len(parts))] == parts


@given(places=st.lists(st.integers(0, 30), max_size=5), order=st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_stretches_are_copied_in_any_order(
    places: list[int], order: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    old, new = tmp_path_factory.mktemp("old"), tmp_path_factory.mktemp("new")
    parts = cut(make_rows("numbers", 30), places)
    table = TableFiles(old, "numbers")
    written = WrittenTable(old, "numbers", [table.add(part) for part in parts])
    table.finish()
    chosen = list(range(len(parts)))
    order.shuffle(chosen)  # type: ignore[attr-defined]
    table = TableFiles(new, "numbers")
    for place in chosen:
        table.copy(written, place)
    table.finish()
    assert (new / "numbers.parquet").read_bytes() == write_by_pyarrow([parts[place] for place in chosen])


def test_a_table_without_rows_is_one_pyarrow_reads(tmp_path: Path) -> None:
    table = TableFiles(tmp_path, "models")
    table.add(arrow_schema("models").empty_table())
    assert table.finish() == 0
    assert pq.read_table(tmp_path / "models.parquet").equals(arrow_schema("models").empty_table())


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("piece", [11, 1 << 18])
def test_any_changed_byte_of_a_stretch_is_noticed(
    ending: str, piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_files, "PIECE", piece)
    table = TableFiles(tmp_path, "dates")
    pieces = [table.add(part) for part in cut(make_rows("dates", 6), [2, 4])]
    table.finish()
    written, path = WrittenTable(tmp_path, "dates", pieces), tmp_path / f"dates.{ending}"
    data = path.read_bytes()
    stretches = [copy_out(written, place)[ending] for place in range(3)]
    start = data.index(stretches[1])
    for at in range(start, start + len(stretches[1]), 7):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert copy_out(written, 0)[ending] == stretches[0]
        with pytest.raises(StaleTableError):
            copy_out(written, 1)
    path.write_bytes(data[: start + 3])
    with pytest.raises(StaleTableError):
        copy_out(written, 2)


def copy_out(written: WrittenTable, place: int) -> dict[str, bytes]:
    csv, parquet = io.BytesIO(), io.BytesIO()
    written.copy_bytes(place, csv, parquet)
    return {"csv": csv.getvalue(), "parquet": parquet.getvalue()}


@pytest.mark.parametrize("data", [b"", b"PAR1PAR1", b"PAR1" + bytes(20), b"x" * 40])
def test_what_is_no_parquet_file_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no Parquet file"):
        split_file(data)


def test_places_of_a_footer_move_with_the_row_groups() -> None:
    """Indexes of pages and filters are places as well; pyarrow writes them only where asked."""
    made = make_rows("numbers", 9)
    file = io.BytesIO()
    pq.write_table(made, file, row_group_size=9, write_page_index=True)
    body, footer, groups = split_file(file.getvalue())
    whole = MAGIC + body + join_footer(footer, 9, [(groups[0], len(MAGIC))])
    assert whole == file.getvalue()
    moved = MAGIC + bytes(100) + body + join_footer(footer, 9, [(groups[0], len(MAGIC) + 100)])
    column = pq.read_metadata(io.BytesIO(moved)).row_group(0).column(0)
    assert column.data_page_offset > 100
    assert pq.read_table(io.BytesIO(moved)).equals(made)


@given(documents=st.sets(DIGITS, min_size=1, max_size=60), other=DIGITS)
def test_a_document_more_touches_one_stretch_or_splits_it(documents: set[str], other: str) -> None:
    # One digest of 256 begins a stretch; here half of them shall.
    documents = {d[:-2] + ("00" if int(d[0], 16) % 2 else d[-2:]) for d in documents}
    before, after = cut_documents(sorted(documents)), cut_documents(sorted({*documents, other}))
    assert [d for stretch in after for d in stretch] == sorted({*documents, other})
    assert len(set(before) - set(after)) <= 1
    assert len(set(after) - set(before)) <= 2


def test_a_stretch_is_another_one_where_a_row_is() -> None:
    keys = {"a": "1", "b": "2"}
    key = make_stretch_key(("a", "b"), keys)
    assert key == make_stretch_key(("a", "b"), dict(keys))
    assert key not in {make_stretch_key(("a",), keys), make_stretch_key(("a", "b"), {"a": "1", "b": "3"})}


def test_what_is_known_of_a_stretch_is_kept_whole() -> None:
    pieces = {name: write_stretch(make_rows(name, place % 3)).piece for place, name in enumerate(TABLES)}
    assert unpack_pieces(pack_pieces(pieces)) == pieces
    with pytest.raises(ValueError, match="another schema"):
        unpack_pieces(b"[[1]]\n")
