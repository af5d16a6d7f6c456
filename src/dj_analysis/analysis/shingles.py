"""Stretches of eight characters of passages, and in how many articles and schools each is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dj_analysis.analysis.checks import check_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

SHINGLE = 8
"""Characters of a shingle: the set phrases of the genre are that long, shorter stretches are mere compounds."""
HAN = ((0x3400, 0x9FFF), (0x20000, 0x3FFFF))
LATIN = ((0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A), (0x2B, 0x2B))
"""Besides Han, what counts as a character: digits, letters and the plus sign, or 1+2+6 would equal 1+3+5."""
WIDE, WIDE_SHIFT = (0xFF01, 0xFF5E), 0xFEE0
"""Full-width forms and what they lie above their plain ones."""
BASE, MIX = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9
"""Odd 64-bit constants of splitmix64. Of the 30 million shingles of 20,000 articles two collide once in 40,000 runs."""
COLUMNS = ["doc_id", "school", "passage_id", "start", "text"]


@dataclass(frozen=True)
class Shingles:
    """The counted characters of all passages, and of each the shingle that begins there.

    ``texts`` are start and text of every passage. ``place`` is a character's place in its article's clean text,
    ``passage`` and ``doc`` and ``school`` whose it is (numbers into ``texts``, ``docs``, ``schools``). ``begins`` lists
    the characters a shingle begins at; ``key`` is equal for equal shingles, ``n_docs`` and ``n_schools`` tell where
    they are found.
    """

    texts: tuple[tuple[int, str], ...]
    docs: tuple[str, ...]
    schools: tuple[str, ...]
    place: Integers
    passage: Integers
    doc: Integers
    school: Integers
    begins: Integers
    key: Integers
    n_docs: Integers
    n_schools: Integers

    def cover(self, chosen: Flags) -> Flags:
        """Which characters belong to a chosen shingle (flags of ``begins``)."""
        edges = np.zeros(len(self.place) + 1, dtype=np.int64)
        edges[self.begins[chosen]] += 1
        np.subtract.at(edges, self.begins[chosen] + SHINGLE, 1)
        return np.cumsum(edges)[:-1] > 0

    def sign(self, chosen: Integers, first: Integers) -> NDArray[np.uint64]:
        """A number for each run of chosen shingles (places in ``key``; ``first`` begin them), equal for equal runs."""
        lengths = np.diff(np.r_[first, len(chosen)])
        offset = np.arange(len(chosen)) - np.repeat(first, lengths)
        powers = np.multiply.accumulate(np.full(int(lengths.max()), BASE, dtype=np.uint64))
        return np.add.reduceat(_mix(self.key[chosen].astype(np.uint64) + np.uint64(1)) * powers[offset], first)

    def read(self, first: int, last: int) -> tuple[int, int, str]:
        """Start, end and text of the stretch from one character to another of the same passage."""
        offset, text = self.texts[int(self.passage[first])]
        start, end = int(self.place[first]), int(self.place[last]) + 1
        return start, end, text[start - offset : end - offset]


def find_shingles(passages: pd.DataFrame) -> Shingles:
    """The shingles of passages as ``select_passages`` gives them; none reaches from one passage into the next."""
    check_table(passages, "passages", COLUMNS, key=["passage_id"])
    table = passages.sort_values(["doc_id", "start", "passage_id"], ignore_index=True)[COLUMNS]
    codes, passage, place = _read_characters(table)
    docs, doc_of = np.unique(table["doc_id"].to_numpy(object), return_inverse=True)
    schools, school_of = np.unique(table["school"].to_numpy(object), return_inverse=True)
    count = max(len(codes) - SHINGLE + 1, 0)
    begins = np.flatnonzero(passage[:count] == passage[SHINGLE - 1 :][:count])
    hashes = _hash(codes, count)[begins]
    doc, school = doc_of[passage], school_of[passage]
    _, key = np.unique(hashes, return_inverse=True)
    texts = tuple(zip(table["start"].astype(int), table["text"], strict=True))
    return Shingles(
        texts, tuple(map(str, docs)), tuple(map(str, schools)), place, passage, doc, school, begins, key,
        _count_holders(key, doc[begins], len(docs)), _count_holders(key, school[begins], len(schools)),
    )  # fmt: skip


def _read_characters(table: pd.DataFrame) -> tuple[Integers, Integers, Integers]:
    """Code points, passage and place of the characters that count."""
    texts = table["text"].tolist()
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    raw = "".join(texts).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(raw, dtype="<u4").astype(np.int64)
    codes = np.where((codes >= WIDE[0]) & (codes <= WIDE[1]), codes - WIDE_SHIFT, codes)
    kept = np.zeros(len(codes), dtype=bool)
    for low, high in (*HAN, *LATIN):
        kept |= (codes >= low) & (codes <= high)
    passage = np.repeat(np.arange(len(texts)), lengths)
    first = np.cumsum(lengths) - lengths
    place = np.arange(len(codes)) - np.repeat(first - table["start"].to_numpy("int64"), lengths)
    return codes[kept], passage[kept], place[kept]


def _hash(codes: Integers, count: int) -> NDArray[np.uint64]:
    hashes = np.zeros(count, dtype=np.uint64)
    unsigned = codes.astype(np.uint64)
    for offset in range(SHINGLE):
        hashes += unsigned[offset : offset + count] * np.uint64(pow(BASE, offset, 1 << 64))
    return _mix(hashes)


def _mix(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread neighbouring numbers over all bits."""
    mixed = (hashes ^ (hashes >> np.uint64(31))) * np.uint64(MIX)
    return mixed ^ (mixed >> np.uint64(29))


def _count_holders(key: Integers, holder: Integers, n_holders: int) -> Integers:
    """For every shingle the number of different holders of its key."""
    if not len(key):
        return np.zeros(0, dtype=np.int64)
    pairs = np.sort(key * n_holders + holder)
    pairs = pairs[np.r_[True, pairs[1:] != pairs[:-1]]]
    return np.bincount(pairs // n_holders)[key]
