"""Document frequencies and TF-IDF of a cluster build's terms, part by part.

Every worker counts the terms of a part and adds up document frequencies of a bucket of terms; only the table of
frequencies, which grows as the vocabulary does, is read by all of them.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dj_analysis.cluster.output import read_rows
from dj_analysis.cluster.places import open_place, tell_of, write_whole
from dj_analysis.cluster.processing import OwnLists, lay_down_lists
from dj_analysis.cluster.scheduler import gather, run_tasks
from dj_analysis.lexicon import load_lexicon
from dj_analysis.records import READ_REGIONS
from dj_analysis.segmentation import Segmenter

if TYPE_CHECKING:
    from distributed import Client

BUCKETS = 16
"""Parts of the table of frequencies; a term's is that of its checksum."""
VARIANT = "sklearn_smooth_l2"
"""n * (ln((1 + N) / (1 + df)) + 1), each document scaled to length 1: scikit-learn's default, as in ``weigh_terms``."""


def write_terms(client: Client, tables: str, parts: int, own_lists: OwnLists) -> None:
    """Write ``terms/counts``, ``terms/frequencies`` and ``terms/tfidf`` below ``tables``."""
    numbers = list(range(parts))
    names: set[str] = set()
    for found in run_tasks(client, partial(list_names, tables), numbers):
        names |= found
    spread = client.scatter(tuple(sorted(names)), broadcast=True)
    counted = [client.submit(count_part, tables, number, own_lists, spread, pure=False) for number in numbers]
    n_documents = sum(gather(client, [client.submit(_first, future, pure=False) for future in counted]))
    merged = [
        client.submit(
            write_frequencies, tables, bucket, *[client.submit(_bucket, f, bucket, pure=False) for f in counted],
            pure=False,
        )
        for bucket in range(BUCKETS)
    ]  # fmt: skip
    gather(client, merged)
    list(run_tasks(client, partial(write_tfidf, tables, n_documents), numbers))


def list_names(tables: str, number: int) -> set[str]:
    """Names of models and initiatives of one part, which segmentation holds whole."""
    models = read_rows(tables, "models", number, ["canonical", "name"])
    initiatives = read_rows(tables, "initiatives", number, ["name"])
    columns = [models["canonical"], models["name"], initiatives["name"]]
    return {value for column in columns for value in column.to_pylist() if value is not None}


def count_part(tables: str, number: int, own_lists: OwnLists, names: Sequence[str]) -> tuple[int, list[Counter[str]]]:
    """Count the terms of one part and write them; documents with terms, and document frequencies by bucket."""
    segmenter = Segmenter(load_lexicon(lay_down_lists(own_lists)), names)
    documents = read_rows(tables, "documents", number, ["doc_id", "duplicate_of"]).to_pylist()
    once = {row["doc_id"] for row in documents if row["duplicate_of"] is None}
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for row in read_rows(tables, "passages", number, ["doc_id", "region", "text"]).to_pylist():
        if row["doc_id"] in once and row["region"] in READ_REGIONS:
            tokens = (token for token in segmenter.tokens(row["text"]) if segmenter.is_term(token))
            counts.setdefault(row["doc_id"], Counter()).update((token.text, token.kind) for token in tokens)
    rows = [(doc, term, kind, n) for doc in sorted(counts) for (term, kind), n in sorted(counts[doc].items())]
    table = pd.DataFrame(rows, columns=["doc_id", "term", "kind", "n"])
    _write(f"{tables}/terms/counts/part-{number:05}.parquet", table)
    spread: list[Counter[str]] = [Counter() for _ in range(BUCKETS)]
    for own in counts.values():
        for term in {term for term, _ in own}:
            spread[zlib.crc32(term.encode("utf-8", "surrogatepass")) % BUCKETS][term] += 1
    return sum(bool(own) for own in counts.values()), spread


def write_frequencies(tables: str, bucket: int, *pieces: Counter[str]) -> int:
    """Add up and write the document frequencies of one bucket of terms; how many terms it has."""
    total: Counter[str] = Counter()
    for piece in pieces:
        total.update(piece)
    table = pd.DataFrame(sorted(total.items()), columns=["term", "n_docs"])
    _write(f"{tables}/terms/frequencies/part-{bucket:05}.parquet", table)
    return len(table)


def write_tfidf(tables: str, n_documents: int, number: int) -> int:
    """Weigh the terms of one part by their document frequencies, and write them; how many rows that is."""
    counts = _read(f"{tables}/terms/counts/part-{number:05}.parquet")
    counts = counts.groupby(["doc_id", "term"], sort=True)["n"].sum().reset_index()
    frequencies = _load_frequencies(tables)
    found = counts["term"].map(frequencies).to_numpy("float64")
    weights = counts["n"].to_numpy("float64") * (np.log((1 + n_documents) / (1 + found)) + 1)
    lengths = pd.Series(weights**2).groupby(counts["doc_id"]).transform("sum").to_numpy("float64")
    table = counts.assign(tfidf=weights / np.sqrt(lengths), variant=VARIANT)
    _write(f"{tables}/terms/tfidf/part-{number:05}.parquet", table)
    return len(table)


@lru_cache(maxsize=1)
def _load_frequencies(tables: str) -> pd.Series:
    pieces = [_read(f"{tables}/terms/frequencies/part-{bucket:05}.parquet") for bucket in range(BUCKETS)]
    return pd.concat(pieces, ignore_index=True).set_index("term")["n_docs"]


def _first(counted: tuple[int, list[Counter[str]]]) -> int:
    return counted[0]


def _bucket(counted: tuple[int, list[Counter[str]]], bucket: int) -> Counter[str]:
    return counted[1][bucket]


def _write(url: str, table: pd.DataFrame) -> None:
    made = pa.Table.from_pandas(table, preserve_index=False)
    with tell_of(url), write_whole(url) as file:
        pq.write_table(made, file)


def _read(url: str) -> pd.DataFrame:
    system, path = open_place(url)
    with tell_of(url), system.open(path, "rb") as file:
        frame: pd.DataFrame = pq.read_table(file).to_pandas()
        return frame
