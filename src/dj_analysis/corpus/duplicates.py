"""Find articles that repeat another one: reposts, copies with other noise, copies in another script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dj_analysis.regexes import compile_re

KEPT = compile_re(r"[^\u3400-\u9fff\U00020000-\U0003ffff0-9A-Za-z+＋]+")
"""Everything but Han, digits, Latin and the plus sign is ignored; folding digits or + would make 1+2+6 equal 1+3+5."""
SHINGLE = 8
"""Characters of a shingle: shorter ones recur across articles of the genre (党支部党员…)."""
SAMPLE = 4
"""One shingle of four, chosen by its own hash, is compared: the same ones in every article."""
SAME = 0.75
"""Share of the shorter article's shingles found in the longer one. A repost with another lead scores above 0.9."""
FEWEST = 20
"""Articles with fewer sampled shingles (about 80 characters) are too short to judge."""
PROBE = 4
"""One sampled shingle of four looks for candidates; 20 shingles leave 5, of which a repost shares 2 but for 1 in 60."""
CANDIDATE_SHARE = 0.25
"""Shared probes, as a share of the smaller article's, from which two articles are compared in full."""
EARLIEST = 4
"""A shingle proposes only the first articles that have it: formulas propose little, reposts their source."""
HASH_BITS = 22
"""Bits by which pairs are counted before they are sorted: as many counts as 20,000 articles have pairs."""
PIECE = 1 << 15
"""Pairs that are looked at together: what is made on the way stays in the cache of the processor."""

Shingles = npt.NDArray[np.uint32]
Codes = npt.NDArray[np.uint64]
HALF, LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
"""Two numbers of 32 bits stand in one of 64, so that one sort orders by both."""
BASE = np.uint64(0x9E3779B97F4A7C15)
MIX = np.uint64(0xBF58476D1CE4E5B9)
"""Odd 64-bit constants of splitmix64: they spread neighbouring inputs over all bits."""
WEIGHTS = np.array([pow(int(BASE), k, 1 << 64) for k in range(SHINGLE)], dtype=np.uint64)


def sample_shingles(text: str) -> Shingles:
    """Hashes of the sampled character shingles of a text, sorted.

    >>> len(sample_shingles("党支部" * 2)), 20 < len(sample_shingles("".join(map(chr, range(0x4E00, 0x4F00))))) < 120
    (0, True)
    """
    chars = KEPT.sub("", text).replace("＋", "+")
    codes = np.frombuffer(chars.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = len(codes) - SHINGLE + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint32)
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):
        hashes += codes[place : place + count] * WEIGHTS[place]
    hashes ^= hashes >> np.uint64(31)
    hashes *= MIX
    hashes ^= hashes >> np.uint64(29)
    kept = hashes[hashes % np.uint64(SAMPLE) == 0]
    return np.unique((kept >> np.uint64(32)).astype(np.uint32))


def find_near_duplicates(texts: Mapping[str, str], order: Sequence[str]) -> dict[str, str]:
    """Which document repeats which earlier one.

    ``texts`` are clean bodies by doc_id; ``order`` names the documents, the one to keep first. The result maps the id
    of a repeat to the id of the document it repeats, which itself repeats none.

    >>> body = "".join(chr(0x4E00 + 7 * i) for i in range(400))
    >>> find_near_duplicates({"a": body, "b": body[:380] + "转载", "c": body[::-1]}, ["a", "b", "c"])
    {'b': 'a'}
    """
    repeats = find_repeats([sample_shingles(texts[doc_id]) for doc_id in order])
    return {order[later]: order[earlier] for later, earlier in repeats.items()}


def find_repeats(shingles: Sequence[Shingles]) -> dict[int, int]:
    """Which place of the sequence repeats which earlier one, from the shingles of ``sample_shingles``."""
    candidates = _find_candidates(shingles)
    repeats: dict[int, int] = {}
    for later in sorted(candidates):
        best, best_share = -1, SAME
        for earlier in sorted(candidates[later]):
            share = measure_shared(shingles[earlier], shingles[later]) if earlier not in repeats else 0.0
            if share > best_share or (share == best_share and best < 0):
                best, best_share = earlier, share
        if best >= 0:
            repeats[later] = best
    return repeats


def measure_shared(one: Shingles, other: Shingles) -> float:
    """Share of the shorter document's shingles that the other one has."""
    return len(np.intersect1d(one, other, assume_unique=True)) / min(len(one), len(other))


def _find_candidates(shingles: Sequence[Shingles]) -> dict[int, list[int]]:
    """Earlier places that share enough probes with a later one."""
    probes = [s[s % PROBE == 0] if len(s) >= FEWEST else s[:0] for s in shingles]
    sizes = np.array([len(p) for p in probes], dtype=np.int64)
    if not sizes.sum():
        return {}
    places = np.repeat(np.arange(len(probes), dtype=np.uint64), sizes)
    pairs = pair_holders(np.concatenate(probes).astype(np.uint64) << HALF | places)
    return keep_candidates(pairs, sizes)


def pair_holders(codes: Codes) -> Codes:
    """Pairs of places that hold the same probe, ``later << 32 | earlier``, once for every probe they share.

    In: ``probe << 32 | place``, in any order. A probe pairs only its first holders with all later ones.
    """
    codes = np.sort(codes)
    if not len(codes):
        return codes
    keys, holders = (codes >> HALF).astype(np.uint32), codes & LOW
    begins = np.concatenate([[True], keys[1:] != keys[:-1]])
    first = np.maximum.accumulate(np.where(begins, np.arange(len(keys)), 0))
    joined = [codes[:0]]
    for behind in _cut(np.flatnonzero(~begins)):
        source = first[behind]
        for place in range(EARLIEST):
            later = behind > source + place
            joined.append(holders[behind[later]] << HALF | holders[source[later] + place])
    return np.concatenate(joined)


def keep_candidates(pairs: Codes, sizes: npt.NDArray[np.int64]) -> dict[int, list[int]]:
    """Earlier places by later one, of the pairs that share enough probes; ``sizes`` are probes by place."""
    needed = np.ceil(CANDIDATE_SHARE * sizes).astype(np.int64)
    codes, counts = np.unique(_drop_rare(pairs, needed), return_counts=True)
    later, earlier = (codes >> HALF).astype(np.int64), (codes & LOW).astype(np.int64)
    enough = counts >= np.minimum(needed[later], needed[earlier])
    found: dict[int, list[int]] = defaultdict(list)
    for one, other in zip(later[enough].tolist(), earlier[enough].tolist(), strict=True):
        found[one].append(other)
    return found


def _drop_rare(pairs: Codes, needed: npt.NDArray[np.int64]) -> Codes:
    """The pairs without most of those that share too few probes; they are sorted next, which takes longer than this.

    Pairs are counted by a short hash, so that some count for more than they are, none for less. ``needed`` is by place.
    """
    counts = np.zeros(1 << HASH_BITS, dtype=np.uint32)
    for piece in _cut(pairs):
        np.add.at(counts, _hash_pairs(piece), np.uint32(1))
    kept = [pairs[:0]]
    for piece in _cut(pairs):
        least = np.minimum(needed[(piece >> HALF).astype(np.intp)], needed[(piece & LOW).astype(np.intp)])
        kept.append(piece[counts[_hash_pairs(piece)] >= least])
    return np.concatenate(kept)


def _hash_pairs(pairs: Codes) -> npt.NDArray[np.intp]:
    return ((pairs * BASE) >> np.uint64(64 - HASH_BITS)).astype(np.intp)


def _cut(array: npt.NDArray[Any]) -> Iterator[npt.NDArray[Any]]:
    """An array piece by piece."""
    return (array[at : at + PIECE] for at in range(0, len(array), PIECE))
