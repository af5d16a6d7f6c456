"""Tables of a cluster build: a worker writes the rows of a range of documents, a file for every table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from dj_analysis.assembly import leave_out_facts
from dj_analysis.cluster.parts import Card, read_column
from dj_analysis.cluster.places import open_place, tell_of, write_whole
from dj_analysis.corpus import make_document
from dj_analysis.corrections import Correction, Outcome, correct_document
from dj_analysis.exports import join_blocks, make_arrow, write_csv, write_parquet
from dj_analysis.packing import Block, list_rows, make_block, unpack_block
from dj_analysis.schema import TABLES

PASSAGE_TEXT = TABLES["passages"].names.index("text")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A document of the tables: its card, the document it repeats, and the corrections of its rows."""

    card: Card
    duplicate_of: str | None = None
    corrections: tuple[Correction, ...] = ()


class Written(NamedTuple):
    """What a worker wrote: rows by table, and what became of corrections."""

    rows: dict[str, int]
    outcomes: tuple[Outcome, ...]


def write_range(raw: str, parts: str, out: str, number: int, documents: Sequence[Chosen]) -> Written:
    """Write ``<out>/<table>/part-<number>.parquet`` for every table, documents in the order of their sha256."""
    blocks = _load_blocks(parts, documents)
    outcomes: list[Outcome] = []
    made: list[Block] = []
    for chosen in sorted(documents, key=lambda c: c.card.sha256):
        block = blocks.pop(chosen.card.sha256)
        if chosen.duplicate_of:
            block = leave_out_facts(block, chosen.duplicate_of)
        elif chosen.corrections:
            block, told = _correct(raw, chosen, block)
            outcomes += told
        made.append(block)
    rows: dict[str, int] = {}
    for name in TABLES:
        table = make_arrow(name, join_blocks(made, name))
        rows[name] = table.num_rows
        url = f"{out}/{name}/part-{number:05}.parquet"
        with tell_of(url), write_whole(url) as file:
            write_parquet(table, file)
    return Written(rows, tuple(outcomes))


def _load_blocks(parts: str, documents: Sequence[Chosen]) -> dict[str, Block]:
    by_part: dict[str, list[Card]] = defaultdict(list)
    for chosen in documents:
        by_part[chosen.card.part].append(chosen.card)
    blocks: dict[str, Block] = {}
    for cards in by_part.values():
        blocks |= {sha: unpack_block(data) for sha, data in read_column(parts, cards, "rows").items()}
    return blocks


def _correct(raw: str, chosen: Chosen, block: Block) -> tuple[Block, list[Outcome]]:
    """A document's block with its corrections made; the raw text is read again, the clean one is its passages."""
    system, root = open_place(raw)
    name = chosen.card.name
    clean = "".join(block["passages"][PASSAGE_TEXT])
    try:
        document = make_document(system.cat_file(f"{root}/{name}"), name)
    except OSError:
        document = None
    if document is None or document.sha256 != chosen.card.sha256:
        gone = "the file has changed since it was read; build again"
        return block, [Outcome("stale", c.line, f"line {c.line}: {name}: {gone}") for c in chosen.corrections]
    rows, outcomes = correct_document(list_rows(block), clean, document.raw, chosen.corrections)
    return make_block(rows), outcomes


def write_table_csv(tables: str, name: str, numbers: int, target: str) -> int:
    """One table as a single CSV file, part after part; its rows."""
    system, root = open_place(tables)
    rows = 0
    with tell_of(target), write_whole(target) as file:
        for number in range(numbers):
            with system.open(f"{root}/{name}/part-{number:05}.parquet", "rb") as part:
                table = pq.read_table(part)
            write_csv(table, file, head=number == 0)
            rows += table.num_rows
    return rows


def read_rows(tables: str, name: str, number: int, columns: Sequence[str] | None = None) -> pa.Table:
    """One part of a table."""
    system, root = open_place(tables)
    with system.open(f"{root}/{name}/part-{number:05}.parquet", "rb") as file:
        return pq.read_table(file, columns=list(columns) if columns else None)
