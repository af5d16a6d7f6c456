"""All tables of a build written into a folder: rows that are as they were are taken from the last build's files."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from dj_analysis.corpus.files import ID_LENGTH
from dj_analysis.exports import join_blocks, make_arrow, splice
from dj_analysis.packing import Block
from dj_analysis.schema import TABLES
from dj_analysis.stretches import Piece, cut_documents, make_stretch_key, pack_pieces, unpack_pieces
from dj_analysis.table_files import StaleTableError, TableFiles, WrittenTable, knows_footers

CHUNK = 128
"""Documents turned into Arrow at a time: their rows as Python values are never in memory all at once."""
THREADS = 4
"""Tables written at a time: Arrow, reading and writing work outside the lock of Python."""

Load = Callable[[str], Block]
"""Gives the rows of a document, by its sha256."""


class WrittenTables(NamedTuple):
    """Rows by table in the schema's order, and the keys of all stretches, with what is known of those made anew.

    There are no stretches where footers are not known.
    """

    rows: dict[str, int]
    stretches: dict[str, bytes | None]


@dataclass(frozen=True)
class LastTables:
    """The tables of the last build: the keys of its documents' rows, its stretches and where each of them stands."""

    keys: Mapping[str, str]
    stretches: Sequence[tuple[str, ...]]
    places: Mapping[str, int]
    files: Mapping[str, WrittenTable]

    def read(self, name: str, documents: Sequence[str]) -> pa.Table:
        """The rows of the stretches in which some documents, which are in order, stand."""
        firsts = [stretch[0] for stretch in self.stretches]
        places = sorted({bisect_right(firsts, sha256) - 1 for sha256 in documents})
        return pa.concat_tables([self.files[name].read(place) for place in places])


def find_tables(folder: Path, keys: Mapping[str, str], known: Mapping[str, bytes]) -> LastTables | None:
    """The tables in a folder, or None where not all is known of them.

    In: the keys of the rows of their documents by sha256, and what is known of stretches by their keys.
    """
    if not knows_footers():
        return None
    stretches = cut_documents(sorted(keys))
    named = [make_stretch_key(stretch, keys) for stretch in stretches]
    try:
        pieces = [unpack_pieces(known[key]) for key in named]
    except (KeyError, ValueError):
        return None
    files = {name: WrittenTable(folder, name, [own[name] for own in pieces]) for name in TABLES}
    return LastTables(keys, stretches, {key: place for place, key in enumerate(named)}, files)


def write_tables(keys: Mapping[str, str], load: Load, last: LastTables | None, into: Path) -> WrittenTables:
    """Write all tables into a folder, a stretch of documents at a time; never are they in memory as a whole.

    ``keys`` are those of the documents' rows, by sha256: rows that have the key they had are not loaded.
    """
    if last:
        try:
            return _write_tables(keys, load, last, into)
        except (OSError, StaleTableError):
            # Whatever it was, the tables are then written from the store; a full disk shows itself there again.
            pass
    return _write_tables(keys, load, None, into)


def _write_tables(keys: Mapping[str, str], load: Load, last: LastTables | None, into: Path) -> WrittenTables:
    with ExitStack() as opened, ThreadPoolExecutor(THREADS) as pool:
        tables = {name: opened.enter_context(closing(TableFiles(into, name))) for name in TABLES}
        written: dict[str, list[Future[Piece | None]]] = {}
        waiting: list[Future[Piece | None]] = []
        for stretch in cut_documents(sorted(keys)):
            key = make_stretch_key(stretch, keys)
            jobs = _plan_stretch(tables, stretch, key, keys, load, last)
            # The rows of one stretch are made while those of another are written.
            for future in waiting:
                future.result()
            written[key] = waiting = [pool.submit(job) for job in jobs]
        for future in waiting:
            future.result()
        rows = dict(zip(TABLES, pool.map(TableFiles.finish, tables.values()), strict=True))
    stretches: dict[str, bytes | None] = {}
    for key, futures in written.items():
        pieces = {name: piece for name, future in zip(TABLES, futures, strict=True) if (piece := future.result())}
        if len(pieces) == len(TABLES):
            stretches[key] = None if last and key in last.places else pack_pieces(pieces)
    return WrittenTables(rows, stretches)


def _plan_stretch(
    tables: Mapping[str, TableFiles],
    stretch: Sequence[str],
    key: str,
    keys: Mapping[str, str],
    load: Load,
    last: LastTables | None,
) -> list[Callable[[], Piece | None]]:
    """What is to be done for a stretch, one thing for every table."""
    if last and key in last.places:
        return [partial(table.copy, last.files[name], last.places[key]) for name, table in tables.items()]
    kept = [sha256 for sha256 in stretch if last and last.keys.get(sha256) == keys[sha256]]
    made = _make_tables(sorted(set(stretch) - set(kept)), load)
    if last and kept:
        ids = [sha256[:ID_LENGTH] for sha256 in kept]
        made = {name: splice(last.read(name, kept), ids, added) for name, added in made.items()}
    return [partial(table.add, made[name]) for name, table in tables.items()]


def _make_tables(documents: Sequence[str], load: Load) -> dict[str, pa.Table]:
    """Tables of some documents, which are in order."""
    chunks = []
    for at in range(0, max(len(documents), 1), CHUNK):
        blocks = [load(sha256) for sha256 in documents[at : at + CHUNK]]
        chunks.append({name: make_arrow(name, join_blocks(blocks, name)) for name in TABLES})
    return {name: pa.concat_tables([chunk[name] for chunk in chunks]) for name in TABLES}
