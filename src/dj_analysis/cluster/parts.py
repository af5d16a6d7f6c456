"""Parts: what a batch of documents came to, one Parquet file, sorted by sha256, written whole or not at all.

A document of a part is found again by its name, its version and a key of all its rows depend on; nothing else needs to
be kept, so that a build that was ended anywhere goes on from the parts that are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from dj_analysis.cluster.places import open_place, tell_of, write_whole

ROW_GROUP = 16
"""Documents read at a time where only some of a part are wanted: a document has about 100 KB of rows."""


class Card(NamedTuple):
    """What the leading process knows of a document: no text, no rows."""

    name: str
    version: str
    key: str
    sha256: str
    published: str | None
    reason: str | None
    retry: bool
    part: str


class Result(NamedTuple):
    """A document as a worker made it; ``rows`` is a packed block, ``shingles`` are packed hashes."""

    card: Card
    rows: bytes
    shingles: bytes


SCHEMA = pa.schema(
    [
        ("name", pa.large_string()),
        ("version", pa.string()),
        ("key", pa.string()),
        ("sha256", pa.string()),
        ("published", pa.string()),
        ("reason", pa.large_string()),
        ("retry", pa.bool_()),
        ("rows", pa.large_binary()),
        ("shingles", pa.large_binary()),
    ]
)
SMALL = ["name", "version", "key", "sha256", "published", "reason", "retry"]


def write_part(url: str, results: Iterable[Result]) -> None:
    """Write a part. Raises ClusterError where it cannot be written."""
    ordered = sorted(results, key=lambda r: (r.card.sha256, r.card.name))
    rows = [
        {**{name: getattr(r.card, name) for name in SMALL}, "rows": r.rows, "shingles": r.shingles} for r in ordered
    ]
    table = pa.Table.from_pylist(rows, SCHEMA)
    with tell_of(url), write_whole(url) as file:
        pq.write_table(table, file, row_group_size=ROW_GROUP, compression="zstd")


def read_cards(url: str, part: str) -> list[Card]:
    """The cards of a part's documents; none where the file is no part of ours."""
    table = _read(f"{url}/{part}", SMALL)
    if table is None:
        return []
    return [Card(**row, part=part) for row in table.to_pylist()]


def read_column(url: str, cards: Sequence[Card], column: str) -> dict[str, bytes]:
    """One column (rows or shingles) of documents of one part, by sha256."""
    wanted = {(card.sha256, card.key): card.name for card in cards}
    shas = sorted({card.sha256 for card in cards})
    table = _read(f"{url}/{cards[0].part}", ["name", "sha256", "key", column], [("sha256", "in", shas)])
    if table is None:
        raise FileNotFoundError(f"{url}/{cards[0].part}")
    found = {}
    for row in table.to_pylist():
        if wanted.get((row["sha256"], row["key"])) == row["name"]:
            found[row["sha256"]] = row[column]
    return found


def _read(url: str, columns: list[str], filters: Any = None) -> pa.Table | None:  # noqa: ANN401 - as pyarrow takes them
    system, path = open_place(url)
    try:
        with tell_of(url), system.open(path, "rb") as file:
            return pq.read_table(file, columns=columns, filters=filters)
    except pa.ArrowException:
        return None
