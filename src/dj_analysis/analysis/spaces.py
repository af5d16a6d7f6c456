"""Units as points: TF-IDF of words and of the characters in them, reduced to a few dimensions, and cut into clusters.

Words and the character n-grams inside them are two blocks of fixed weight: cutting 示范岗 another way, or 先锋岗 beside
先锋队, then still counts as near. N-grams follow from the words, so that masked words mask them too, and so that
dealing out the words anew deals out the n-grams with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from dj_analysis.analysis.tfidf import TermMatrix, weigh_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

GRAMS = (2, 3)
"""Lengths of n-grams, the edges of a word counting as characters: 党员 has ␣党, 党员, 员␣, ␣党员, 党员␣."""
GRAM_SHARE = 0.3
"""What n-grams weigh; at half, passages of the sample articles fell into one of 58 and one of 4 with rare spellings."""
MAX_DIMENSIONS = 20
WARD_LIMIT = 3000
"""Ward's method needs the square of the number of units; 3,000 take half a second and 40 MB."""
WARD, K_MEANS, MINI_BATCH = "ward", "k-means", "mini-batch k-means"
METHODS = (WARD, K_MEANS)
STARTS = 3
"""Starts from k-means++ seeds: enough for planted clusters; ten cost three times as much, in every shuffled corpus."""


@dataclass(frozen=True)
class Units:
    """Counts of words in units, and the n-grams every word holds (words by n-grams)."""

    words: TermMatrix
    spelling: csr_matrix

    def shuffle(self, generator: np.random.Generator) -> Units:
        """The same words with the same counts, dealt out to units at random."""
        columns = self.words.values.tocsc(copy=True)
        for begin, end in pairwise(columns.indptr):
            columns.indices[begin:end] = np.sort(generator.choice(columns.shape[0], end - begin, replace=False))
        return Units(TermMatrix(columns.tocsr(), self.words.units, self.words.terms), self.spelling)

    def sample(self, n: int, generator: np.random.Generator) -> Units:
        """``n`` units at random, all where there are no more."""
        if len(self.words.units) <= n:
            return self
        chosen = np.sort(generator.choice(len(self.words.units), n, replace=False))
        units = tuple(self.words.units[i] for i in chosen)
        return Units(TermMatrix(self.words.values[chosen], units, self.words.terms), self.spelling)

    def weigh(self) -> csr_matrix:
        """TF-IDF; the squared length of a unit is 1, GRAM_SHARE of it the n-grams'."""
        from scipy.sparse import hstack  # noqa: PLC0415 - only clustering needs it

        grams = (self.words.values @ self.spelling).tocsr()
        grams = grams[:, np.diff(grams.tocsc().indptr) > 1]
        words = weigh_matrix(self.words).values
        if not grams.shape[1]:
            return words
        names = tuple(map(str, range(grams.shape[1])))
        spelled = weigh_matrix(TermMatrix(grams, self.words.units, names)).values
        weights: csr_matrix = hstack([words * np.sqrt(1 - GRAM_SHARE), spelled * np.sqrt(GRAM_SHARE)], format="csr")
        return weights


def spell_words(words: TermMatrix) -> Units:
    """The words of a matrix of counts with their character n-grams."""
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415 - 1.8 seconds

    vectorizer = CountVectorizer(analyzer="char_wb", ngram_range=GRAMS, dtype=np.float64)
    return Units(words, vectorizer.fit_transform(words.terms).tocsr())


def reduce_units(units: Units, seed: int) -> Floats:
    """Units as points of length 1 in the space of latent semantic analysis, so that distance is the cosine."""
    from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415 - 1.8 seconds
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    weights = units.weigh()
    dimensions = max(2, min(MAX_DIMENSIONS, weights.shape[0] // 3, weights.shape[1] - 1))
    # Where all units coincide the share of variance explained, which nobody reads, is 0 divided by 0.
    with np.errstate(divide="ignore", invalid="ignore"):
        reduced = TruncatedSVD(dimensions, algorithm="arpack", random_state=seed).fit_transform(weights)
    return np.asarray(normalize(reduced), dtype=np.float64)


def limit_threads() -> AbstractContextManager[object]:
    """One thread for linear algebra: sums are then added in one order, and small problems wait for no other thread."""
    # It comes with scikit-learn.
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # noqa: PLC0415

    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits


def choose_method(n: int, method: str | None = None) -> str:
    """Ward's method up to WARD_LIMIT units, k-means by mini-batches above; the one asked for up to that limit."""
    if n > WARD_LIMIT:
        return MINI_BATCH
    return method or WARD


def partition(points: Floats, k: int, method: str, seed: int) -> Integers:
    """The cluster of every point, numbered in no particular order."""
    return partition_all(points, [k], method, seed)[0]


def partition_all(points: Floats, numbers: Sequence[int], method: str, seed: int) -> list[Integers]:
    """The clusters of every point for several numbers of clusters."""
    if method == WARD:
        from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415

        tree = linkage(points, "ward")
        return [np.asarray(fcluster(tree, k, "maxclust"), dtype=np.int64) for k in numbers]
    from sklearn.cluster import KMeans, MiniBatchKMeans  # noqa: PLC0415

    kind = MiniBatchKMeans if method == MINI_BATCH else KMeans
    fits = [kind(k, n_init=STARTS, random_state=seed).fit_predict(points) for k in numbers]
    return [np.asarray(labels, dtype=np.int64) for labels in fits]


def measure_silhouettes(points: Floats, cuts: Sequence[Integers], seed: int) -> Floats:
    """Mean silhouette of several partitions of the same points, of WARD_LIMIT points at random where there are more.

    scikit-learn gives the same figures and measures all distances anew for every partition, row by row: with ten
    partitions and twenty shuffled corpora that took nine tenths of the time of clustering.
    """
    from sklearn.metrics import euclidean_distances  # noqa: PLC0415 - 1.8 seconds

    chosen = np.arange(len(points))
    if len(points) > WARD_LIMIT:
        chosen = np.random.default_rng(seed).permutation(len(points))[:WARD_LIMIT]
    distances = euclidean_distances(points[chosen])
    np.fill_diagonal(distances, 0)
    return np.array([_mean_silhouette(distances, labels[chosen]) for labels in cuts])


def _mean_silhouette(distances: Floats, labels: Integers) -> float:
    """(b - a) / max(a, b), a the mean distance to the own cluster, b to the nearest other one; 0 for a lone point."""
    found, own = np.unique(labels, return_inverse=True)
    sizes = np.bincount(own)
    totals = distances @ np.eye(len(found))[own]
    rows = np.arange(len(labels))
    inside = totals[rows, own] / np.maximum(sizes[own] - 1, 1)
    means = totals / sizes
    means[rows, own] = np.inf
    outside = means.min(axis=1)
    scores = (outside - inside) / np.maximum(np.maximum(inside, outside), np.finfo(float).tiny)
    return float(np.where(sizes[own] > 1, scores, 0.0).mean())
