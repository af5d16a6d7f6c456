"""The tables of a build from what is stored of its documents: repeats marked, corrections made, files written.

Documents come out of the store one by one and as they were extracted. What depends on the other documents or on the
analyst happens here, on every build.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dj_analysis.corpus import CorpusError, read_document
from dj_analysis.corpus.duplicates import find_repeats
from dj_analysis.corpus.files import ID_LENGTH
from dj_analysis.fingerprints import digest_of
from dj_analysis.packing import Block, list_rows, make_block, unpack_article, unpack_block
from dj_analysis.records import Article, Document
from dj_analysis.schema import TABLES
from dj_analysis.splicing import find_tables, write_tables
from dj_analysis.stages import sample
from dj_analysis.store import DamagedStoreError, DocumentRecord, ExportRecord, Store

if TYPE_CHECKING:
    from dj_analysis.corrections import Correction, Outcome

KEPT_FOR_REPEATS = frozenset({"documents", "passages", "edits", "unresolved"})
"""Tables in which an article that repeats another still stands; its facts are counted with the other one."""
CARD = ("school", "unit", "n_chars_raw", "n_chars", "noise_share", "duplicate_of")
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
        return unpack_block(self._load(sha256, "rows"))

    def read_article(self, sha256: str) -> Article:
        """A document as it was cleaned, its raw text left out."""
        document = Document(sha256[:ID_LENGTH], self.names[sha256][0], sha256, "", "")
        return unpack_article(document, self._load(sha256, "cleaning"))

    def _load(self, sha256: str, stage: str) -> bytes:
        data = self.store.load(self.documents[sha256], stage)
        if data is None:
            raise DamagedStoreError("a result is not as it was stored")
        return data

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
    """Rows by table in the schema's order, what each document's part of them is, and what became of corrections.

    ``stretches`` are the keys of all that the tables are made of, with what is known of those that were written anew.
    """

    rows: Mapping[str, int]
    exported: Mapping[str, ExportRecord]
    gone: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    stretches: Mapping[str, bytes | None]


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


def assemble(source: Source, corrections: Sequence[Correction], old: Path | None, into: Path) -> Assembled:
    """Write all tables into a folder, repeats marked and corrections made; never are they in memory as a whole.

    ``old`` is the folder of the last build's tables, where these are still as they were written.
    """
    last, repeats = source.store.exported(), mark_repeats(source)
    assigned, outcomes = _assign(source, corrections, repeats)
    keys = {s: f"{d.rows_digest} {repeats.get(s, '')}" for s, d in source.documents.items()}
    keys |= {s: digest_of(keys[s], repr(own)) for s, own in assigned.items()}
    cards: dict[str, str] = {}
    told: dict[str, list[Outcome]] = {}

    def load(sha256: str) -> Block:
        block = source.load_block(sha256)
        if sha256 in repeats:
            block = leave_out_facts(block, repeats[sha256])
        elif sha256 in assigned:
            block, told[sha256] = _correct(source, sha256, block, assigned[sha256])
        cards[sha256] = _make_card(block)
        return block

    last_keys = {s: record.key for s, record in last.items()}
    written = write_tables(keys, load, find_tables(old, last_keys, source.store.stretches()) if old else None, into)
    for sha256 in assigned.keys() - told.keys() - repeats.keys():
        load(sha256)
    exported = {}
    for sha256 in sorted(keys):
        texts = f"{source.reading} {source.documents[sha256].cleaning_digest}"
        card = cards.get(sha256) or last[sha256].card
        exported[sha256] = ExportRecord(keys[sha256], texts, source.names[sha256][0], card)
    gone = tuple(sorted(last.keys() - source.documents.keys()))
    outcomes += [outcome for sha256 in sorted(told) for outcome in told[sha256]]
    return Assembled(written.rows, exported, gone, tuple(outcomes), written.stretches)


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


def leave_out_facts(block: Block, duplicate_of: str) -> Block:
    """The block of a repeat: marked, and without facts of its own."""
    kept = {name: cols if name in KEPT_FOR_REPEATS else [[] for _ in cols] for name, cols in block.items()}
    kept["documents"][DUPLICATE_OF] = [duplicate_of]
    return kept


def _make_card(block: Block) -> str:
    row = dict(zip(TABLES["documents"].names, (values[0] for values in block["documents"]), strict=True))
    return _tell([*(row[name] for name in CARD), *(len(block[name][0]) for name in COUNTED)])


_tell = json.JSONEncoder(ensure_ascii=False).encode


def make_record(head: Mapping[str, Any], made: Assembled, skipped: Iterable[tuple[str, str]]) -> str:
    """The build record: what it was made with and what it holds; no clock times, so that equal builds are equal.

    It is put together from the cards as they are kept, an article to a line: of 20,000 that takes a second less.
    """
    cards = {exported.name: (exported.card, f'"{s[:ID_LENGTH]}"') for s, exported in made.exported.items()}
    named = [(_tell(name), *cards[name]) for name in sorted(cards)]
    parts = {name: _tell(value) for name, value in {**head, "rows": made.rows, "skipped": dict(skipped)}.items()}
    parts["articles"] = _tell_lines(f"{name}: {card}" for name, card, _ in named)
    parts["documents"] = _tell_lines(f"{name}: {doc_id}" for name, _, doc_id in named)
    return _tell_lines(f"{_tell(name)}: {parts[name]}" for name in sorted(parts)) + "\n"


def _tell_lines(items: Iterable[str]) -> str:
    """A JSON object of items that are JSON already, each on its line."""
    return "{\n" + ",\n".join(items) + "\n}"
