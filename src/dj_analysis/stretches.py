"""Stretches of documents: what the tables are cut into, so that a build writes anew only those that are touched.

Where a stretch begins is told by a document alone, whatever others there are. A document that comes or goes so touches
the stretch it lies in, or splits or joins two, and all others keep the bytes they have in the tables.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from itertools import accumulate
from typing import NamedTuple

from dj_analysis.fingerprints import PACKAGE, digest_of
from dj_analysis.footers import RowGroup
from dj_analysis.schema import TABLES

FIRST = "00"
"""The sha256 of the first document of a stretch ends so: on average it has 256, which are two megabytes of Parquet.

Half as many make the Parquet files larger by a tenth, twice as many double what one new document costs.
"""
WRITING = ("cells", "exports", "footers", "schema", "stretches", "table_files")
"""The modules that say which bytes the rows of a stretch are."""


class Piece(NamedTuple):
    """The rows of a stretch in the files of one table: bytes and checksum of each, and how a footer tells of them.

    A table without rows in the stretch has no row group.
    """

    rows: int
    csv_size: int
    csv_check: int
    parquet_size: int
    parquet_check: int
    group: RowGroup | None


Pieces = dict[str, Piece]
"""A stretch in all tables, by their names."""


def cut_documents(documents: Sequence[str]) -> list[tuple[str, ...]]:
    """Documents, in the order of sha256, as stretches.

    >>> cut_documents(["a1", "b2", "c00", "d3"])
    [('a1', 'b2'), ('c00', 'd3')]
    """
    starts = [place for place, sha256 in enumerate(documents) if not place or sha256.endswith(FIRST)]
    return [tuple(documents[a:b]) for a, b in zip(starts, [*starts[1:], len(documents)], strict=False)]


def make_stretch_key(documents: Sequence[str], keys: Mapping[str, str]) -> str:
    """A digest of all that the bytes of a stretch depend on; ``keys`` are those of the rows of its documents."""
    return digest_of(_fingerprint_writing(), *(f"{sha256} {keys[sha256]}" for sha256 in documents))


@lru_cache(maxsize=1)
def _fingerprint_writing() -> str:
    sources = [(PACKAGE / f"{name}.py").read_bytes() for name in WRITING]
    return digest_of(version("pyarrow"), *sources)


def pack_pieces(pieces: Pieces) -> bytes:
    """What is known of a stretch, as bytes for the store: a line of JSON, then what footers say.

    >>> pieces = {name: Piece(0, 0, 0, 0, 0, None) for name in TABLES}
    >>> pieces["numbers"] = Piece(2, 30, 7, 90, 8, RowGroup(b"group", ((3, -1),)))
    >>> unpack_pieces(pack_pieces(pieces)) == pieces
    True
    """
    told = [
        [*pieces[name][:-1], *([len(group.text), group.holes] if (group := pieces[name].group) else [0, []])]
        for name in TABLES
    ]
    texts = [group.text for name in TABLES if (group := pieces[name].group)]
    return b"\n".join([json.dumps(told, separators=(",", ":")).encode(), b"".join(texts)])


def unpack_pieces(data: bytes) -> Pieces:
    """The stretch in all tables. Raises ValueError where the data is none of this schema."""
    head, _, texts = data.partition(b"\n")
    told = json.loads(head)
    if [len(values) for values in told] != [len(Piece._fields) + 1] * len(TABLES):
        raise ValueError("a stretch of another schema")
    ends = list(accumulate((values[-2] for values in told), initial=0))
    groups = [
        RowGroup(texts[a:b], tuple(map(tuple, values[-1]))) if b > a else None
        for values, a, b in zip(told, ends, ends[1:], strict=False)
    ]
    pieces = [
        Piece(rows, csv_size, csv_check, parquet_size, parquet_check, group)
        for (rows, csv_size, csv_check, parquet_size, parquet_check, *_), group in zip(told, groups, strict=True)
    ]
    return dict(zip(TABLES, pieces, strict=True))
