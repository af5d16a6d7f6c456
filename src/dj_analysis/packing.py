"""Articles, extractions and table rows as compact JSON and back; nothing that is read can run code."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any

from dj_analysis.errors import TableError
from dj_analysis.records import (
    Article,
    ComponentRow,
    Damage,
    DateRow,
    Document,
    Edit,
    Extraction,
    HonorRow,
    InitiativeRow,
    Mention,
    Metadata,
    ModelRow,
    NumberRow,
    OrganisationRow,
    Passage,
    Sentence,
    Span,
)
from dj_analysis.schema import TABLES, Table

Block = dict[str, list[list[Any]]]
"""Rows of one document: for every table its columns, in the schema's order, each a list of values."""
Rows = Mapping[str, Sequence[Mapping[str, Any]]]

ORDER = ("start", "end", "raw_start", "raw_end", "position")
"""Within a document a table is sorted by these, as far as it has them; its key and the rule break ties."""
EXTRACTED: Mapping[str, type] = {
    "numbers": NumberRow,
    "honors": HonorRow,
    "initiatives": InitiativeRow,
    "models": ModelRow,
    "dates": DateRow,
    "organisations": OrganisationRow,
}


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _load(data: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    return json.loads(data.decode("utf-8", "surrogatepass"))


@lru_cache(maxsize=32)
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


_get_metadata = attrgetter(*_names(Metadata))
_get_sentence = attrgetter("start", "end", "passage", "region")


def pack_article(article: Article) -> bytes:
    """What cleaning made of a document; the document itself is left out.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> article = wrap_text("支部有党员29人。")
    >>> unpack_article(article.document, pack_article(article)) == article
    True
    """
    return _dump([
        article.clean,
        article.passages,
        list(map(_get_sentence, article.sentences)),
        article.edits,
        article.damages,
        _get_metadata(article.metadata),
    ])  # fmt: skip


def unpack_article(document: Document, data: bytes) -> Article:
    """The article of a document; ValueError or TypeError where the data is none."""
    clean, passages, sentences, edits, damages, metadata = _load(data)
    return Article(
        document,
        clean,
        tuple(Passage(*values) for values in passages),
        tuple(Sentence(a, b, passage, region, clean[a:b]) for a, b, passage, region in sentences),
        tuple(Edit(*values) for values in edits),
        tuple(Damage(*values) for values in damages),
        Metadata(*metadata),
    )


def pack_extraction(extraction: Extraction) -> bytes:
    """All rows of an extraction.

    >>> row = NumberRow(start=0, end=3, rule="r", value=29, low=29, high=29, bound="exact", unit="人", kind="count",
    ...                 part_of=Span(5, 9), mentions=(Mention("self", 0, 3),))
    >>> unpack_extraction(pack_extraction(Extraction(numbers=(row,)))).numbers == (row,)
    True
    """
    return _dump({name: [_pack_row(row) for row in getattr(extraction, name)] for name in EXTRACTED})


def _pack_row(row: Any) -> list[Any]:  # noqa: ANN401 - any extracted row
    """A row's values in the order of its fields."""
    kind: Any = type(row)
    names = _names(kind)
    values = [getattr(row, name) for name in names]
    values[names.index("mentions")] = [(m.role, m.start, m.end) for m in row.mentions]
    if isinstance(row, ModelRow):
        values[names.index("components")] = [_pack_row(c) for c in row.components]
    elif isinstance(row, NumberRow) and row.part_of:
        values[names.index("part_of")] = (row.part_of.start, row.part_of.end)
    return values


def unpack_extraction(data: bytes) -> Extraction:
    """The extraction; ValueError, KeyError or TypeError where the data is none."""
    loaded = _load(data)
    return Extraction(**{name: tuple(_unpack_row(kind, v) for v in loaded[name]) for name, kind in EXTRACTED.items()})


def _unpack_row(kind: type, packed: list[Any]) -> Any:  # noqa: ANN401
    values = dict(zip(_names(kind), packed, strict=True))
    values["mentions"] = tuple(Mention(*m) for m in values["mentions"])
    if values.get("part_of"):
        values["part_of"] = Span(*values["part_of"])
    if kind is ModelRow:
        values["components"] = tuple(_unpack_row(ComponentRow, c) for c in values["components"])
    return kind(**values)


def make_block(rows: Rows) -> Block:
    """One document's rows as columns, sorted; keys a row lacks are None, others are left out.

    Rows that are equal in everything are one. Raises TableError where others have the same key: better one document is
    left out, which is what then happens, than that no table can be written.
    """
    return {name: _make_columns(table, rows.get(name, ())) for name, table in TABLES.items()}


def _make_columns(table: Table, rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    columns = _list_columns(table.names, rows)
    by = [table.names.index(name) for name in _sorted_by(table.name)]
    keys = list(zip(*(columns[place] for place in by), strict=True))
    try:
        order = sorted(range(len(keys)), key=keys.__getitem__)
    except TypeError:
        # Only where a None meets a value: None comes last, as in pandas.
        order = sorted(
            range(len(keys)), key=lambda i: [(value is None, 0 if value is None else value) for value in keys[i]]
        )
    order = [i for k, i in enumerate(order) if not k or not _is_same(columns, keys, i, order[k - 1])]
    if order != list(range(len(keys))):
        columns = [[column[i] for i in order] for column in columns]
    named = [columns[table.names.index(name)] for name in table.key]
    if len(set(zip(*named, strict=True))) < len(named[0]):
        raise TableError(f"{table.name}: a row repeats the key {table.key}")
    return columns


def _is_same(columns: list[list[Any]], keys: Sequence[tuple[Any, ...]], one: int, other: int) -> bool:
    """Whether two rows are equal in everything, first of all in what they are sorted by."""
    return keys[one] == keys[other] and all(column[one] == column[other] for column in columns)


def _list_columns(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    if not rows:
        return [[] for _ in names]
    try:
        return list(map(list, zip(*map(itemgetter(*names), rows), strict=True)))
    except KeyError:
        return [[row.get(name) for row in rows] for name in names]


@lru_cache(maxsize=32)
def _sorted_by(name: str) -> tuple[str, ...]:
    names, key = TABLES[name].names, TABLES[name].key
    return tuple(dict.fromkeys(n for n in (*ORDER, *key, "rule") if (n in names and n != "doc_id") or n in key))


def list_rows(block: Block) -> dict[str, list[dict[str, Any]]]:
    """The rows of a block, the inverse of ``make_block``.

    >>> rows = {"documents": [{"doc_id": "a", "source_file": "a.txt"}]}
    >>> make_block(list_rows(make_block(rows))) == make_block(rows)
    True
    """
    return {
        name: [dict(zip(TABLES[name].names, values, strict=True)) for values in zip(*columns, strict=True)]
        for name, columns in block.items()
    }


def pack_block(block: Block) -> bytes:
    """A block as JSON."""
    return _dump(block)


def unpack_block(data: bytes) -> Block:
    """The block; ValueError where the data is none of this schema."""
    block: Block = _load(data)
    if {name: len(columns) for name, columns in block.items()} != {n: len(t.names) for n, t in TABLES.items()}:
        raise ValueError("a block of another schema")
    return block
