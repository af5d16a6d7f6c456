"""The two files of a table, written and read a stretch of documents at a time; what is as it was is copied as bytes."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from dj_analysis.exports import ARROW_TYPES, arrow_schema, write_csv, write_csv_head
from dj_analysis.footers import MAGIC, Footer, RowGroup, join_footer, split_file
from dj_analysis.stretches import Piece

PIECE = 1 << 18
"""Bytes copied at a time: they stay in the cache of the processor, and the memory for them is asked for once."""


class StaleTableError(Exception):
    """A table of the last build is not as it was written; whoever wanted to copy it writes it anew."""


class Written(NamedTuple):
    """The rows of a stretch as they stand in the files of a table."""

    piece: Piece
    csv: bytes
    parquet: bytes


class TableFiles:
    """One table on its way into a folder, as Parquet and as CSV; none of its rows are held.

    Where footers of this pyarrow are not known, it writes the whole of the Parquet file, and nothing can be copied.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._schema = arrow_schema(name)
        self._csv = (folder / f"{name}.csv").open("wb")
        self._parquet = (folder / f"{name}.parquet").open("wb")
        write_csv_head(self._schema.names, self._csv)
        self._writer = None if knows_footers() else _open_writer(self._parquet, self._schema)
        if not self._writer:
            self._parquet.write(MAGIC)
        self._groups: list[tuple[RowGroup, int]] = []
        self.rows = 0

    def add(self, made: pa.Table) -> Piece | None:
        """Write the rows of the next stretch; None where they cannot be copied later."""
        if self._writer:
            write_csv(made, self._csv, head=False)
            _write_group(self._writer, made)
            self.rows += made.num_rows
            return None
        written = write_stretch(made)
        self._note(written.piece)
        self._csv.write(written.csv)
        self._parquet.write(written.parquet)
        return written.piece

    def copy(self, old: WrittenTable, place: int) -> Piece:
        """Take the next stretch as it stands in another table. Raises StaleTableError where it does not."""
        piece = old.pieces[place]
        self._note(piece)
        old.copy_bytes(place, self._csv, self._parquet)
        return piece

    def _note(self, piece: Piece) -> None:
        if piece.group:
            self._groups.append((piece.group, self._parquet.tell()))
        self.rows += piece.rows

    def finish(self) -> int:
        """Write the footer, force both files to disk and close them; the rows they have."""
        if self._writer:
            self._writer.close()
        else:
            self._parquet.write(join_footer(_make_footer(self._schema), self.rows, self._groups))
        for file in (self._csv, self._parquet):
            file.flush()
            os.fsync(file.fileno())
        self.close()
        return self.rows

    def close(self) -> None:
        """Let go of both files, whole or not."""
        self._csv.close()
        if self._writer:
            self._writer.close()
        self._parquet.close()


class WrittenTable:
    """One table of the last build, read a stretch at a time; ``pieces`` are all that it has, in their order."""

    def __init__(self, folder: Path, name: str, pieces: Sequence[Piece]) -> None:
        head = io.BytesIO()
        self._schema = arrow_schema(name)
        write_csv_head(self._schema.names, head)
        self.pieces = pieces
        self._csv_starts = list(accumulate((p.csv_size for p in pieces), initial=len(head.getvalue())))
        self._parquet_starts = list(accumulate((p.parquet_size for p in pieces), initial=len(MAGIC)))
        self._paths = folder / f"{name}.csv", folder / f"{name}.parquet"

    def copy_bytes(self, place: int, csv: BinaryIO, parquet: BinaryIO) -> None:
        """Copy a stretch as it stands in the files. Raises StaleTableError where it is not as it was written."""
        piece = self.pieces[place]
        _copy(self._paths[0], self._csv_starts[place], piece.csv_size, piece.csv_check, csv)
        _copy(self._paths[1], self._parquet_starts[place], piece.parquet_size, piece.parquet_check, parquet)

    def read(self, place: int) -> pa.Table:
        """The rows of a stretch. Raises StaleTableError as ``copy_bytes`` does."""
        piece = self.pieces[place]
        if piece.group is None:
            return self._schema.empty_table()
        file = io.BytesIO(MAGIC)
        file.seek(len(MAGIC))
        _copy(self._paths[1], self._parquet_starts[place], piece.parquet_size, piece.parquet_check, file)
        file.write(join_footer(_make_footer(self._schema), piece.rows, [(piece.group, len(MAGIC))]))
        return pq.read_table(file)


def _copy(path: Path, start: int, size: int, check: int, into: BinaryIO) -> None:
    """Copy some bytes of a file. Raises StaleTableError, after all is copied, where they are not those of the check."""
    buffer, found, left = memoryview(bytearray(min(size, PIECE))), 0, size
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        while left and (count := file.readinto(buffer[:left])):
            found = zlib.crc32(buffer[:count], found)
            into.write(buffer[:count])
            left -= count
    if left or found != check:
        raise StaleTableError(path)


def write_stretch(made: pa.Table) -> Written:
    """The rows of a stretch as they stand in the files of a table."""
    if not made.num_rows:
        return Written(Piece(0, 0, 0, 0, 0, None), b"", b"")
    csv = io.BytesIO()
    write_csv(made, csv, head=False)
    body, _, (group,) = split_file(_write_alone(made))
    lines = csv.getvalue()
    piece = Piece(made.num_rows, len(lines), zlib.crc32(lines), len(body), zlib.crc32(body), group)
    return Written(piece, lines, body)


def _write_alone(made: pa.Table) -> bytes:
    """A Parquet file of one row group."""
    file = io.BytesIO()
    with _open_writer(file, made.schema) as writer:
        _write_group(writer, made)
    return file.getvalue()


def _open_writer(file: BinaryIO, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(file, schema, compression="snappy")


def _write_group(writer: pq.ParquetWriter, made: pa.Table) -> None:
    """Write rows as one row group; chunks are joined first, as their number would show in the bytes."""
    if made.num_rows:
        writer.write_table(made.combine_chunks(), row_group_size=made.num_rows)


@lru_cache(maxsize=1)
def knows_footers() -> bool:
    """Whether two row groups put together here are the file that this pyarrow writes of them."""
    schema = pa.schema(list(ARROW_TYPES.items()), metadata={"pandas": "{}"})
    rows = [{"text": "甲", "integer": 300, "number": 0.5, "flag": True}, dict.fromkeys(schema.names)]
    parts = [pa.Table.from_pylist(rows * times, schema) for times in (1, 200)]
    file = io.BytesIO()
    with _open_writer(file, schema) as writer:
        for part in parts:
            _write_group(writer, part)
    try:
        return _put_together([write_stretch(part) for part in parts], schema) == file.getvalue()
    except Exception:
        # A footer of another kind may come to anything.
        return False


def _put_together(stretches: Sequence[Written], schema: pa.Schema) -> bytes:
    starts = accumulate((len(written.parquet) for written in stretches), initial=len(MAGIC))
    groups = [(w.piece.group, start) for w, start in zip(stretches, starts, strict=False) if w.piece.group]
    body = [MAGIC, *(written.parquet for written in stretches)]
    rows = sum(written.piece.rows for written in stretches)
    return b"".join([*body, join_footer(_make_footer(schema), rows, groups)])


def _make_footer(schema: pa.Schema) -> Footer:
    """What the footers of all files of a table say."""
    return split_file(_write_alone(schema.empty_table()))[1]
