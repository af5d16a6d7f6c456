"""Articles that repeat another one, found on the cluster, with the result of ``corpus.duplicates.find_repeats``.

Shingles are looked up by value: a bucket of values is one task, and holds of every article only a sixteenth of its
shingles, divided by the number of buckets. Only pairs that share enough come back to the leading process.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from dj_analysis.cluster.parts import Card, read_column
from dj_analysis.corpus.duplicates import (
    FEWEST,
    HALF,
    PROBE,
    SAME,
    Codes,
    Shingles,
    keep_candidates,
    measure_shared,
    pair_holders,
)

Sizes = npt.NDArray[np.int64]
"""Probes by place."""
Ranked = tuple[Card, int]
"""A document and its place in the order in which the first of two is kept."""


def load_shingles(parts: str, cards: Sequence[Card]) -> dict[str, Shingles]:
    """Shingles of documents, by sha256."""
    by_part: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        by_part[card.part].append(card)
    found: dict[str, Shingles] = {}
    for own in by_part.values():
        found |= {sha: np.frombuffer(data, dtype="<u4") for sha, data in read_column(parts, own, "shingles").items()}
    return found


def list_probes(parts: str, documents: Sequence[Ranked], buckets: int) -> tuple[list[Codes], dict[int, int]]:
    """Probes of some documents as ``value << 32 | rank`` by bucket of value, and how many each document has."""
    shingles = load_shingles(parts, [card for card, _ in documents])
    joined: list[Codes] = []
    sizes: dict[int, int] = {}
    for card, rank in documents:
        own = shingles[card.sha256]
        if len(own) < FEWEST:
            continue
        probes = own[own % PROBE == 0].astype(np.uint64)
        sizes[rank] = len(probes)
        joined.append(probes << HALF | np.uint64(rank))
    codes = np.concatenate(joined) if joined else np.empty(0, dtype=np.uint64)
    places = (codes >> HALF) // np.uint64(PROBE) % np.uint64(buckets)
    return [codes[places == bucket] for bucket in range(buckets)], sizes


def pair_bucket(*pieces: Codes) -> Codes:
    """Pairs of documents that share a probe of the bucket, as ``pair_holders`` gives them."""
    return pair_holders(np.concatenate(pieces)) if pieces else np.empty(0, dtype=np.uint64)


def find_candidates(sizes: Sizes, slice_of: tuple[int, int], *pairs: Codes) -> list[tuple[int, int]]:
    """Pairs that share enough probes, of those whose later document is one of a slice (place, number of slices)."""
    codes = np.concatenate(pairs)
    codes = codes[(codes >> HALF) % np.uint64(slice_of[1]) == slice_of[0]]
    found = keep_candidates(codes, sizes)
    return [(later, earlier) for later, earlier_ones in found.items() for earlier in earlier_ones]


def compare_pairs(
    parts: str, documents: Mapping[int, Card], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int, float]]:
    """Of candidate pairs those that are the same article, with the share of shingles they have in common."""
    shingles = load_shingles(parts, list(documents.values()))
    own = {rank: shingles[card.sha256] for rank, card in documents.items()}
    shares = [(later, earlier, measure_shared(own[earlier], own[later])) for later, earlier in pairs]
    return [pair for pair in shares if pair[2] >= SAME]


def settle(pairs: Sequence[tuple[int, int, float]]) -> dict[int, int]:
    """Which document repeats which: the most alike of the earlier ones that repeat none, the first of equals."""
    earlier_of: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for later, earlier, share in pairs:
        earlier_of[later].append((earlier, share))
    repeats: dict[int, int] = {}
    for later in sorted(earlier_of):
        free = [(-share, earlier) for earlier, share in earlier_of[later] if earlier not in repeats]
        if free:
            repeats[later] = min(free)[1]
    return repeats
