"""Whether clusters come back when units are drawn anew."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dj_analysis.analysis.spaces import partition

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

N_BOOTSTRAPS = 100
STABLE, DOUBTFUL = 0.75, 0.6
"""Hennig (2007): a mean Jaccard of 0.75 marks a stable cluster; below 0.6 it should not be interpreted."""


def resample_clusters(
    points: Floats, labels: Integers, method: str, seed: int, *, n_bootstraps: int = N_BOOTSTRAPS
) -> tuple[dict[int, float], float]:
    """Mean bootstrap Jaccard of every cluster, and the mean adjusted Rand index between runs.

    Units are drawn with replacement and each drawn one is taken once. A cluster's Jaccard is that with the most similar
    cluster of the run, among the drawn units; two successive runs are compared on the units both have drawn.
    """
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415 - 1.8 seconds

    generator = np.random.default_rng(seed)
    clusters = np.unique(labels)
    runs = []
    for _ in range(n_bootstraps):
        sample = np.unique(generator.integers(0, len(labels), len(labels)))
        run = np.zeros(len(labels), dtype=np.int64)
        # 0 marks a unit that was not drawn.
        run[sample] = partition(points[sample], len(clusters), method, seed) + 1
        runs.append(run)
    overlaps = np.array([_overlap(labels, run, clusters) for run in runs])
    held = (~np.isnan(overlaps)).sum(axis=0)
    means = np.nansum(overlaps, axis=0) / np.maximum(held, 1)
    rand = [_compare_runs(one, other, adjusted_rand_score) for one, other in pairwise(runs)]
    return {int(cluster): float(mean) for cluster, mean in zip(clusters, means, strict=True)}, float(np.mean(rand))


def tell_verdict(stability: float) -> str:
    """Whether a mean Jaccard marks a stable, doubtful or unstable cluster."""
    if stability >= STABLE:
        return "stable"
    return "doubtful" if stability >= DOUBTFUL else "unstable"


def _overlap(labels: Integers, run: Integers, clusters: Integers) -> list[float]:
    """Jaccard of every cluster with the cluster of the run most like it; NaN where no member was drawn."""
    mine, found = labels[run > 0], run[run > 0]
    table = np.array([[np.sum((mine == c) & (found == f)) for f in np.unique(found)] for c in clusters], dtype=float)
    sizes = table.sum(axis=1)
    union = sizes[:, None] + table.sum(axis=0)[None, :] - table
    return [
        float((row / whole).max()) if size else np.nan for row, whole, size in zip(table, union, sizes, strict=True)
    ]


def _compare_runs(one: Integers, other: Integers, score: object) -> float:
    both = (one > 0) & (other > 0)
    return float(score(one[both], other[both])) if callable(score) else np.nan
