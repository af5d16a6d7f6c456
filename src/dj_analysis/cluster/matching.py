"""The search for repeated articles, spread over the cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from dj_analysis.cluster.documents import Documents
from dj_analysis.cluster.parts import Card
from dj_analysis.cluster.repeats import Ranked, compare_pairs, find_candidates, list_probes, pair_bucket, settle
from dj_analysis.cluster.scheduler import gather, run_tasks
from dj_analysis.corpus.files import ID_LENGTH

if TYPE_CHECKING:
    from distributed import Client, Future

GROUP = 2000
"""Documents whose probes one task lists: about 1.5 MB."""
BUCKET = 5000
"""Documents to a bucket of probe values: about 4 MB of probes."""
PAIRS = 2000
"""Candidate pairs compared in one task."""


def find_repeats(client: Client, parts: str, documents: Documents) -> dict[str, str]:
    """Documents (by sha256) that repeat another one, with the doc_id of that one.

    The first published is kept, then the first by name.
    """
    order = sorted(documents.cards, key=lambda s: (documents.cards[s].published or "9999", documents.names[s]))
    cards = [documents.cards[sha] for sha in order]
    candidates = _find_candidates(client, parts, cards)
    groups = [candidates[at : at + PAIRS] for at in range(0, len(candidates), PAIRS)]
    work = [({rank: cards[rank] for pair in group for rank in pair}, group) for group in groups]
    alike: list[tuple[int, int, float]] = []
    for found in run_tasks(client, partial(_compare, parts), work):
        alike += found
    return {order[later]: order[earlier][:ID_LENGTH] for later, earlier in settle(alike).items()}


def _compare(parts: str, work: tuple[Mapping[int, Card], Sequence[tuple[int, int]]]) -> list[tuple[int, int, float]]:
    return compare_pairs(parts, *work)


def _find_candidates(client: Client, parts: str, cards: Sequence[Card]) -> list[tuple[int, int]]:
    """Pairs (later, earlier) of ranks that share enough probes; probes and pairs stay on the workers."""
    buckets = len(cards) // BUCKET + 1
    ranked: list[Ranked] = sorted(((card, rank) for rank, card in enumerate(cards)), key=lambda r: r[0].part)
    listed = [
        client.submit(list_probes, parts, ranked[at : at + GROUP], buckets, pure=False)
        for at in range(0, len(ranked), GROUP)
    ]
    sizes = np.zeros(len(cards), dtype=np.int64)
    for own in gather(client, [client.submit(_second, future, pure=False) for future in listed]):
        sizes[list(own)] = list(own.values())
    pairs = [client.submit(pair_bucket, *_pick(client, listed, bucket), pure=False) for bucket in range(buckets)]
    spread = client.scatter(sizes, broadcast=True)
    kept = [client.submit(find_candidates, spread, (place, buckets), *pairs, pure=False) for place in range(buckets)]
    return sorted(pair for found in gather(client, kept) for pair in found)


def _pick(client: Client, listed: Sequence[Future], bucket: int) -> list[Future]:
    return [client.submit(_item, future, bucket, pure=False) for future in listed]


def _item(listed: tuple[list[Any], dict[int, int]], bucket: int) -> Any:  # noqa: ANN401 - an array
    return listed[0][bucket]


def _second(listed: tuple[list[Any], dict[int, int]]) -> dict[int, int]:
    return listed[1]
