"""Row groups of a Parquet file as pieces that keep their bytes wherever they stand, and the footer that names them.

A row group says nowhere in its own bytes where in the file it lies; only the footer does. So the row groups of one file
can be put into another as they are, if the footer, which is written in Thrift's compact protocol, is made anew with
their new places: pyarrow, which writes and reads all else, has no call for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

MAGIC = b"PAR1"
TAIL = 8
"""Bytes after the footer: its length, and the magic again."""
TRUE, FALSE, BYTE, I16, I64, DOUBLE, BINARY, LIST, SET, STRUCT = 1, 2, 3, 4, 6, 7, 8, 9, 10, 12
"""Types of the compact protocol; those of integers lie between I16 and I64."""
LONG = 15
"""In the first byte of a list: its length follows."""
ROWS, GROUPS = 3, 4
"""Fields of the footer, by the numbers of parquet.thrift."""
ORDINAL = 7
"""Field of a row group that counts it."""
PLACES: Mapping[str, frozenset[int]] = {
    "group": frozenset({5, ORDINAL}),
    "chunk": frozenset({2, 4, 6}),
    "column": frozenset({9, 10, 11, 14}),
}
"""Fields that say where something lies in the file: pages, dictionaries, indexes, filters; and the ordinal."""
INSIDE: Mapping[tuple[str, int], str] = {("group", 1): "chunk", ("chunk", 3): "column"}
"""Fields that hold others of these: the chunks of a row group, what is known of a chunk's column."""


class Footer(NamedTuple):
    """The footer of a table's files: what stands before, between and after the number of rows and the row groups."""

    before: bytes
    between: bytes
    after: bytes


class RowGroup(NamedTuple):
    """How a footer tells of a row group, without its places; ``holes`` are where these go, and their values.

    A place counts from the first byte of the row group; the ordinal, which is another in every file, is -1.
    """

    text: bytes
    holes: tuple[tuple[int, int], ...]


class _Reader:
    """Goes through Thrift's compact protocol."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def read_number(self) -> int:
        number = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7

    def read_integer(self) -> int:
        number = self.read_number()
        return (number >> 1) ^ -(number & 1)

    def read_fields(self) -> Iterator[tuple[int, int]]:
        """Number and type of every field of a struct; the value is to be read or skipped before the next is asked."""
        field = 0
        while (head := self.data[self.at]) != 0:
            self.at += 1
            field = field + (head >> 4) if head >> 4 else self.read_integer()
            yield field, head & 0x0F
        self.at += 1

    def read_list(self) -> tuple[int, int]:
        """Type and number of the elements that follow."""
        head = self.data[self.at]
        self.at += 1
        return head & 0x0F, self.read_number() if head >> 4 == LONG else head >> 4

    def skip(self, kind: int) -> None:
        """Go past the value of a field. Raises ValueError for types that Parquet's footers do not have."""
        if I16 <= kind <= I64:
            self.read_number()
        elif kind == BINARY:
            size = self.read_number()
            self.at += size
        elif kind == STRUCT:
            for _, inner in self.read_fields():
                self.skip(inner)
        elif kind in {LIST, SET}:
            inner, count = self.read_list()
            for _ in range(count):
                # A flag in a list takes a byte; a field's is told by its type.
                self.skip(BYTE if inner in {TRUE, FALSE} else inner)
        elif kind in {BYTE, DOUBLE}:
            self.at += 1 if kind == BYTE else 8
        elif kind not in {TRUE, FALSE}:
            raise ValueError(f"a footer with a value of type {kind}")


def split_file(data: bytes) -> tuple[bytes, Footer, list[RowGroup]]:
    """The row groups of a whole Parquet file as they are, and what its footer says of them.

    Raises ValueError where the data is no such file.
    """
    if len(data) < len(MAGIC) + TAIL or not data.startswith(MAGIC) or not data.endswith(MAGIC):
        raise ValueError("no Parquet file")
    end = len(data) - TAIL
    start = end - int.from_bytes(data[end : end + 4], "little")
    text = data[start:end]
    reader, spans, groups = _Reader(text), {}, []
    for field, kind in reader.read_fields():
        first = reader.at
        if field == GROUPS:
            groups = [_read_group(reader) for _ in range(reader.read_list()[1])]
        else:
            reader.skip(kind)
        spans[field] = (first, reader.at)
    (rows, rows_end), (first, last) = spans[ROWS], spans[GROUPS]
    return data[len(MAGIC) : start], Footer(text[:rows], text[rows_end:first], text[last:]), groups


def _read_group(reader: _Reader) -> RowGroup:
    first = reader.at
    found = [(start - first, end - first, value) for start, end, value in _find_places(reader, "group")]
    text, pieces, holes, done, size = reader.data[first : reader.at], [], [], 0, 0
    for start, end, value in found:
        pieces.append(text[done:start])
        size, done = size + start - done, end
        holes.append((size, value))
    return RowGroup(b"".join([*pieces, text[done:]]), tuple(holes))


def _find_places(reader: _Reader, kind: str) -> Iterator[tuple[int, int, int]]:
    """Where in a struct of the footer places stand, and what they are from the first row group on."""
    for field, inner in reader.read_fields():
        start = reader.at
        if field in PLACES[kind]:
            value = reader.read_integer()
            # 0 is no place, as the magic stands there: it is written where a place is not said.
            if kind == "group" and field == ORDINAL:
                yield start, reader.at, -1
            elif value:
                yield start, reader.at, value - len(MAGIC)
        elif (kind, field) in INSIDE:
            for _ in range(reader.read_list()[1] if inner == LIST else 1):
                yield from _find_places(reader, INSIDE[kind, field])
        else:
            reader.skip(inner)


def join_footer(footer: Footer, rows: int, groups: Sequence[tuple[RowGroup, int]]) -> bytes:
    """What stands after the last row group of a file: its footer and tail. ``groups`` come with their first byte."""
    count = len(groups)
    head = bytes([count << 4 | STRUCT]) if count < LONG else bytes([LONG << 4 | STRUCT]) + _write_number(count)
    told = [_tell_group(group, ordinal, start) for ordinal, (group, start) in enumerate(groups)]
    text = b"".join([footer.before, _write_integer(rows), footer.between, head, *told, footer.after])
    return text + len(text).to_bytes(4, "little") + MAGIC


def _tell_group(group: RowGroup, ordinal: int, start: int) -> bytes:
    pieces: list[bytes] = []
    done = 0
    for place, value in group.holes:
        pieces += (group.text[done:place], _write_integer(ordinal if value < 0 else start + value))
        done = place
    return b"".join([*pieces, group.text[done:]])


def _write_integer(value: int) -> bytes:
    """A number that is not negative, as integers are written."""
    return _write_number(value << 1)


def _write_number(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)
