"""The tables of a build from what is stored of its documents: repeats marked, corrections made, files written.

Documents come out of the store one by one and as they were extracted. What depends on the other documents or on the
analyst happens here, on every build.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from dj_analysis.corpus import CorpusError, read_document
from dj_analysis.corpus.duplicates import find_repeats
from dj_analysis.corpus.files import ID_LENGTH
from dj_analysis.exports import join_blocks, make_arrow, read_parquet, splice
from dj_analysis.fingerprints import digest_of
from dj_analysis.packing import Block, list_rows, make_block, unpack_article, unpack_block
from dj_analysis.records import Article, Document
from dj_analysis.schema import TABLES
from dj_analysis.stages import sample
from dj_analysis.store import DamagedStoreError, DocumentRecord, ExportRecord, Store

if TYPE_CHECKING:
    from dj_analysis.corrections import Correction, Outcome

KEPT_FOR_REPEATS = frozenset({"documents", "passages", "edits", "unresolved"})
"""Tables in which an article that repeats another still stands; its facts are counted with the other one."""
CHUNK = 256
"""Documents turned into Arrow at a time: their rows as Python values are never in memory all at once."""
SPLICED_SHARE = 0.5
"""Up to this share of changed documents the tables of the last build are kept and only their rows replaced."""
CARD = ("source_file", "school", "unit", "n_chars_raw", "n_chars", "noise_share", "duplicate_of")
COUNTED = ("numbers", "honors", "initiatives", "models")
"""A document's summary: these columns of its row, then its number of rows in these tables."""

DUPLICATE_OF = TABLES["documents"].names.index("duplicate_of")


@dataclass(frozen=True)
class Source:
    """What tables are made from: the store, the raw folder, and the documents by sha256 with the names of their files.

    ``reading`` is the fingerprint of that stage: raw texts depend on it.
    """

    store: Store
    raw: Path
    documents: Mapping[str, DocumentRecord]
    names: Mapping[str, tuple[str, ...]]
    reading: str

    def load_block(self, sha256: str) -> Block:
        """A document's rows as they were extracted."""
        data = self.store.load(self.documents[sha256], "rows")
        if data is None:
            raise DamagedStoreError("a result is not as it was stored")
        return unpack_block(data)

    def read_article(self, sha256: str) -> Article:
        """A document as it was cleaned, its raw text left out."""
        data = self.store.load(self.documents[sha256], "cleaning")
        if data is None:
            raise DamagedStoreError("a result is not as it was stored")
        return unpack_article(Document(sha256[:ID_LENGTH], self.names[sha256][0], sha256, "", ""), data)

    def read_texts(self, sha256: str) -> dict[str, str]:
        """Raw and clean text of a document by file name; nothing where its file is no longer as it was."""
        try:
            found = read_document(self.raw / self.names[sha256][0], self.raw)
        except CorpusError:
            return {}
        if found.sha256 != sha256:
            return {}
        return {f"{found.doc_id}.raw.txt": found.raw, f"{found.doc_id}.clean.txt": self.read_article(sha256).clean}


@dataclass(frozen=True)
class Assembled:
    """Tables in the schema's order, what each document's part of them is, and what became of corrections."""

    tables: Mapping[str, pa.Table]
    exported: Mapping[str, ExportRecord]
    gone: tuple[str, ...]
    outcomes: tuple[Outcome, ...]


def load_corrections(path: Path | None) -> tuple[list[Correction], list[Outcome]]:
    """The analyst's corrections and what could not be read of them; none where there is no file."""
    if path is None:
        return [], []
    from dj_analysis.corrections import read_corrections  # noqa: PLC0415 - loads pandas, only where there are any

    return read_corrections(path)


def mark_repeats(source: Source) -> dict[str, str]:
    """Documents (by sha256) that repeat another one, with the doc_id of that one.

    The first published is kept, then the first by name.
    """
    shingles = source.store.shingles()
    for sha256 in source.documents:
        if not shingles.get(sha256):
            shingles[sha256] = sample(source.read_article(sha256))
            source.store.save_shingles(sha256, shingles[sha256])
    age = {s: (document.published or "9999", source.names[s]) for s, document in source.documents.items()}
    order = sorted(age, key=lambda sha256: age[sha256])
    repeats = find_repeats([np.frombuffer(shingles[sha256], dtype="<u4") for sha256 in order])
    return {order[later]: order[earlier][:ID_LENGTH] for later, earlier in repeats.items()}


def assemble(source: Source, corrections: Sequence[Correction], old: Path | None) -> Assembled:
    """All tables, repeats marked and corrections made.

    ``old`` is the folder of the last build's tables, where these are still as they were written.
    """
    last, repeats = source.store.exported(), mark_repeats(source)
    assigned, outcomes = _assign(source, corrections, repeats)
    keys = {s: digest_of(d.rows_digest or "", repeats.get(s, "")) for s, d in source.documents.items()}
    keys |= {s: digest_of(keys[s], repr(own)) for s, own in assigned.items()}
    changed = sorted(s for s, key in keys.items() if s in assigned or s not in last or last[s].key != key)
    gone = tuple(sorted(last.keys() - source.documents.keys()))
    tables = _read_old(old) if old is not None and len(changed) <= SPLICED_SHARE * len(keys) else None
    cards: dict[str, list[Any]] = {}

    def load(sha256: str) -> Block:
        block = source.load_block(sha256)
        if sha256 in repeats:
            block = leave_out_facts(block, repeats[sha256])
        elif sha256 in assigned:
            block, told = _correct(source, sha256, block, assigned[sha256])
            outcomes.extend(told)
        cards[sha256] = _make_card(block)
        return block

    made = _make_tables(changed if tables is not None else sorted(keys), load)
    if tables is not None:
        removed = [sha256[:ID_LENGTH] for sha256 in (*changed, *gone)]
        made = {name: splice(tables[name], removed, added) for name, added in made.items()}
    exported = {}
    for sha256 in sorted(keys):
        texts = digest_of(source.reading, source.documents[sha256].cleaning_digest or "")
        exported[sha256] = ExportRecord(keys[sha256], texts, cards.get(sha256) or last[sha256].card)
    return Assembled(made, exported, gone, tuple(outcomes))


def _assign(
    source: Source, corrections: Sequence[Correction], repeats: Mapping[str, str]
) -> tuple[dict[str, list[Correction]], list[Outcome]]:
    """Corrections by the sha256 of their document, and those that have none."""
    if not corrections:
        return {}, []
    from dj_analysis.corrections.application import assign_corrections  # noqa: PLC0415

    rows = [
        {"doc_id": s[:ID_LENGTH], "sha256": s, "source_file": names[0], "other_files": "|".join(names[1:]) or None,
         "duplicate_of": repeats.get(s)}
        for s, names in source.names.items()
    ]  # fmt: skip
    by_id, outcomes = assign_corrections(corrections, rows)
    return {s: by_id[s[:ID_LENGTH]] for s in source.names if s[:ID_LENGTH] in by_id}, list(outcomes)


def _correct(
    source: Source, sha256: str, block: Block, corrections: Sequence[Correction]
) -> tuple[Block, list[Outcome]]:
    """A document's block with its corrections made, and what became of each."""
    from dj_analysis.corrections.application import correct_document  # noqa: PLC0415

    texts = source.read_texts(sha256)
    clean, raw = (texts[f"{sha256[:ID_LENGTH]}.{kind}.txt"] for kind in ("clean", "raw"))
    rows, outcomes = correct_document(list_rows(block), clean, raw, corrections)
    return make_block(rows), outcomes


def _read_old(folder: Path) -> dict[str, pa.Table] | None:
    tables = {name: read_parquet(folder / f"{name}.parquet", name) for name in TABLES}
    return None if any(made is None for made in tables.values()) else tables


def _make_tables(fresh: Sequence[str], load: Callable[[str], Block]) -> dict[str, pa.Table]:
    """Tables of some documents, in their order."""
    parts: dict[str, list[pa.Table]] = {name: [] for name in TABLES}
    for at in range(0, max(len(fresh), 1), CHUNK):
        blocks = [load(sha256) for sha256 in fresh[at : at + CHUNK]]
        for name in TABLES:
            parts[name].append(make_arrow(name, join_blocks(blocks, name)))
    return {name: pa.concat_tables(made) for name, made in parts.items()}


def leave_out_facts(block: Block, duplicate_of: str) -> Block:
    """The block of a repeat: marked, and without facts of its own."""
    kept = {name: cols if name in KEPT_FOR_REPEATS else [[] for _ in cols] for name, cols in block.items()}
    kept["documents"][DUPLICATE_OF] = [duplicate_of]
    return kept


def _make_card(block: Block) -> list[Any]:
    row = dict(zip(TABLES["documents"].names, (values[0] for values in block["documents"]), strict=True))
    return [*(row[name] for name in CARD), *(len(block[name][0]) for name in COUNTED)]


def make_record(head: Mapping[str, Any], made: Assembled, skipped: Iterable[tuple[str, str]]) -> str:
    """The build record: what it was made with and what it holds; no clock times, so that equal builds are equal."""
    cards = {sha256: exported.card for sha256, exported in made.exported.items()}
    record: dict[str, Any] = {
        **head,
        "rows": {name: table.num_rows for name, table in made.tables.items()},
        "documents": {card[0]: sha256[:ID_LENGTH] for sha256, card in cards.items()},
        "articles": {card[0]: card[1:] for card in cards.values()},
        "skipped": dict(skipped),
    }
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
