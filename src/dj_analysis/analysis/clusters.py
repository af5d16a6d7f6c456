"""Clusters of passages or articles by their words, with what is known of their soundness, or the reason for none.

Units are TF-IDF vectors of words, reduced by latent semantic analysis and scaled to length 1, so that distance is the
cosine. Ward's method (k-means above WARD_LIMIT units) is cut at the number of clusters whose silhouette exceeds most
that of corpora whose words were dealt out anew (the bare silhouette of short texts grows with every further cluster).
A result is given only where that excess beats 95 % of such corpora, and comes with the bootstrap Jaccard of
every cluster and the adjusted Rand index of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dj_analysis.analysis.tfidf import DEFAULT_VARIANT, TermMatrix, make_matrix, weigh_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

MIN_UNITS = 20
"""Below this, two clusters of ten already leave bootstrap samples with some six different members each."""
MIN_TERMS = 8
"""A unit with fewer different terms is a heading or a caption; its place is chance."""
MIN_CLUSTER_SIZE = 5
"""On average a cluster must hold this many units, or its stability cannot be told from luck."""
MAX_CLUSTERS = 8
"""More groups than this are not read in a briefing; the palette has as many colours."""
MAX_DIMENSIONS = 20
WARD_LIMIT = 3000
"""Ward's method needs the square of the number of units; 3,000 take half a second and 40 MB."""
MAX_CHANCE = 0.05
"""Share of shuffled corpora that may cluster as clearly; of 60 corpora drawn without structure 3 passed."""
N_SHUFFLES, N_SHUFFLES_LARGE, LARGE = 99, 19, 300
"""Shuffled corpora; above 300 units the fewest that can show MAX_CHANCE, because each then costs a second or more."""
N_BOOTSTRAPS = 100
STABLE, DOUBTFUL = 0.75, 0.6
"""Hennig (2007): a mean Jaccard of 0.75 marks a stable cluster; below 0.6 it should not be interpreted."""
SEED = 20210701
N_LABEL_TERMS = 5


@dataclass(frozen=True)
class Clustering:
    """Clusters and how far they can be trusted; ``reason`` says why there are none, and then the frames are empty.

    ``units``: unit, cluster (from 1, the largest first), x, y (principal coordinates), silhouette.
    ``clusters``: cluster, n, label, terms, stability (mean bootstrap Jaccard), verdict (stable, doubtful, unstable).
    ``choices``: k, silhouette, shuffled (mean silhouette of the shuffled corpora), excess, chosen.
    """

    units: pd.DataFrame
    clusters: pd.DataFrame
    choices: pd.DataFrame
    reason: str | None = None
    method: str = ""
    variant: str = DEFAULT_VARIANT
    n_units: int = 0
    n_left_out: int = 0
    rand_index: float | None = None
    silhouette: float | None = None
    p_value: float | None = None


def cluster_units(counts: pd.DataFrame, *, unit: str = "passage_id", seed: int = SEED) -> Clustering:
    """Cluster passages (or articles) by their words.

    In: counts per unit, as ``count_terms`` gives them. Out: a Clustering; where there are too few units or no
    structure, its frames are empty and ``reason`` says so in a Chinese sentence. The same counts give the same result
    in any row order.
    """
    n_all = counts[unit].nunique()
    wide = counts.groupby(unit)["term"].transform("nunique") >= MIN_TERMS
    matrix = make_matrix(counts[wide], unit=unit, min_units=2)
    n, left_out = len(matrix.units), n_all - len(matrix.units)
    if n < MIN_UNITS:
        return _refuse(f"可供聚类的单元只有{n}个（至少需要{MIN_UNITS}个），样本太小，不作聚类。", unit, n, left_out)
    space = _Space.fit(matrix, seed)
    choices, chance = _compare_choices(space, matrix, seed)
    if chance > MAX_CHANCE:
        reason = f"{n}个单元的分组不比词语随机打乱后更清楚（p = {chance:.2f}），看不出可靠的类别，不作聚类。"
        return _refuse(reason, unit, n, left_out)
    best = int(choices.loc[choices["chosen"], "k"].iloc[0])
    labels = _order_labels(space.cut(best))
    stability, rand_index = _resample(space, labels, best, seed)
    return Clustering(
        units=_unit_frame(matrix, space, labels, unit),
        clusters=_cluster_frame(matrix, labels, stability),
        choices=choices,
        method=space.method,
        n_units=n,
        n_left_out=left_out,
        rand_index=rand_index,
        p_value=chance,
        silhouette=float(choices.loc[choices["chosen"], "silhouette"].iloc[0]),
    )


def compare_with_articles(clustering: Clustering, passages: pd.DataFrame) -> pd.DataFrame:
    """How far the clusters of passages just repeat the articles.

    In: a clustering of passages and the passages it was made of. Out: ``cluster, doc_id, school, n, share``, the share
    of the cluster's passages that come from the article, largest first.
    """
    rows = clustering.units.merge(passages[["passage_id", "doc_id", "school"]], on="passage_id", how="inner")
    table = rows.groupby(["cluster", "doc_id", "school"], as_index=False).agg(n=("passage_id", "size"))
    table = table.assign(share=table["n"] / table.groupby("cluster")["n"].transform("sum"))
    return table.sort_values(["cluster", "n", "doc_id"], ascending=[True, False, True], ignore_index=True)


def pick_typical(clustering: Clustering, passages: pd.DataFrame, *, n: int = 2) -> pd.DataFrame:
    """The passages that sit best in their cluster, to be read before it is named.

    In: a clustering of passages and the passages it was made of. Out: ``cluster, silhouette`` and the columns of the
    passages, ``n`` per cluster, best first.
    """
    ranked = clustering.units.sort_values(["cluster", "silhouette", "passage_id"], ascending=[True, False, True])
    best = ranked.groupby("cluster").head(n)[["passage_id", "cluster", "silhouette"]]
    rows = best.merge(passages, on="passage_id", how="left", validate="1:1")
    return rows[["cluster", "silhouette", *passages.columns]]


@dataclass(frozen=True)
class _Space:
    """Units as points of length 1, and how they are cut into clusters."""

    points: Floats
    seed: int

    @classmethod
    def fit(cls, matrix: TermMatrix, seed: int) -> _Space:
        from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415 - 1.8 seconds
        from sklearn.preprocessing import normalize  # noqa: PLC0415

        weights = weigh_matrix(matrix).values
        dimensions = max(2, min(MAX_DIMENSIONS, weights.shape[0] // 3, weights.shape[1] - 1))
        reduced = TruncatedSVD(dimensions, algorithm="arpack", random_state=seed).fit_transform(weights)
        return cls(normalize(reduced), seed)

    @property
    def method(self) -> str:
        return "ward" if len(self.points) <= WARD_LIMIT else "k-means"

    def cut(self, k: int) -> Integers:
        return _partition(self.points, k, self.seed)

    def silhouette(self, labels: Integers) -> float:
        from sklearn.metrics import silhouette_score  # noqa: PLC0415

        sample = min(len(labels), WARD_LIMIT)
        return float(silhouette_score(self.points, labels, sample_size=sample, random_state=self.seed))


def _partition(points: Floats, k: int, seed: int) -> Integers:
    if len(points) > WARD_LIMIT:
        from sklearn.cluster import MiniBatchKMeans  # noqa: PLC0415

        return np.asarray(MiniBatchKMeans(k, n_init=10, random_state=seed).fit_predict(points), dtype=np.int64)
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415

    return np.asarray(fcluster(linkage(points, "ward"), k, "maxclust"), dtype=np.int64)


def _cluster_numbers(n: int) -> range:
    return range(2, min(MAX_CLUSTERS, n // MIN_CLUSTER_SIZE) + 1)


def _compare_choices(space: _Space, matrix: TermMatrix, seed: int) -> tuple[pd.DataFrame, float]:
    """Silhouettes by number of clusters, and the p value of the best excess among the shuffled corpora."""
    numbers = _cluster_numbers(len(matrix.units))
    own = np.array([space.silhouette(space.cut(k)) for k in numbers])
    generator = np.random.default_rng(seed)
    shuffled = np.empty((N_SHUFFLES if len(matrix.units) <= LARGE else N_SHUFFLES_LARGE, len(numbers)))
    for i in range(len(shuffled)):
        other = _Space.fit(_shuffle(matrix, generator), seed)
        shuffled[i] = [other.silhouette(other.cut(k)) for k in numbers]
    usual = shuffled.mean(axis=0)
    best = int(np.argmax(own - usual))
    choices = pd.DataFrame({"k": list(numbers), "silhouette": own, "shuffled": usual, "excess": own - usual})
    choices = choices.assign(chosen=[i == best for i in range(len(numbers))])
    as_clear = int(((shuffled - usual).max(axis=1) >= (own - usual).max()).sum())
    return choices, (1 + as_clear) / (1 + len(shuffled))


def _shuffle(matrix: TermMatrix, generator: np.random.Generator) -> TermMatrix:
    """The same terms with the same counts, dealt out to units at random."""
    columns = matrix.values.tocsc(copy=True)
    for begin, end in pairwise(columns.indptr):
        columns.indices[begin:end] = np.sort(generator.choice(len(matrix.units), end - begin, replace=False))
    return TermMatrix(columns.tocsr(), matrix.units, matrix.terms)


def _order_labels(labels: Integers) -> Integers:
    """Number the clusters from 1 by size, then by their first unit."""
    found, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(range(len(found)), key=lambda i: (-sizes[i], first[i]))
    number = {found[i]: rank for rank, i in enumerate(order, 1)}
    return np.array([number[label] for label in labels], dtype=np.int64)


def _resample(space: _Space, labels: Integers, k: int, seed: int) -> tuple[dict[int, float], float]:
    """Mean bootstrap Jaccard of every cluster, and the mean adjusted Rand index of the bootstrap partitions."""
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415

    generator = np.random.default_rng(seed)
    overlaps: dict[int, list[float]] = {int(cluster): [] for cluster in np.unique(labels)}
    rand: list[float] = []
    for _ in range(N_BOOTSTRAPS):
        sample = np.unique(generator.integers(0, len(labels), len(labels)), return_index=False)
        again = _partition(space.points[sample], k, seed)
        rand.append(float(adjusted_rand_score(labels[sample], again)))
        for cluster, values in overlaps.items():
            mine = labels[sample] == cluster
            if mine.any():
                values.append(max(_jaccard(mine, again == other) for other in np.unique(again)))
    return {cluster: float(np.mean(values)) for cluster, values in overlaps.items()}, float(np.mean(rand))


def _jaccard(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    return float((one & other).sum() / (one | other).sum())


def _unit_frame(matrix: TermMatrix, space: _Space, labels: Integers, unit: str) -> pd.DataFrame:
    from sklearn.decomposition import PCA  # noqa: PLC0415
    from sklearn.metrics import silhouette_samples  # noqa: PLC0415

    place = PCA(2, svd_solver="full").fit_transform(space.points)
    return pd.DataFrame(
        {
            unit: pd.Series(matrix.units, dtype="str"),
            "cluster": labels,
            "x": place[:, 0],
            "y": place[:, 1],
            "silhouette": silhouette_samples(space.points, labels),
        }
    ).sort_values(["cluster", unit], ignore_index=True)


def _cluster_frame(matrix: TermMatrix, labels: Integers, stability: dict[int, float]) -> pd.DataFrame:
    """Size, distinctive terms (weight inside above weight outside, in two units at least) and stability."""
    weights = weigh_matrix(matrix).values
    rows = []
    for cluster in sorted(stability):
        inside = labels == cluster
        gap = np.asarray(weights[inside].mean(axis=0) - weights[~inside].mean(axis=0)).ravel()
        spread = np.asarray((weights[inside] > 0).sum(axis=0)).ravel()
        order = [j for j in np.lexsort((np.arange(len(gap)), -gap.round(12))) if spread[j] > 1 and gap[j] > 0]
        terms = [matrix.terms[j] for j in order[:N_LABEL_TERMS]]
        verdict = "stable" if stability[cluster] >= STABLE else "unstable"
        if verdict == "unstable" and stability[cluster] >= DOUBTFUL:
            verdict = "doubtful"
        rows.append((cluster, int(inside.sum()), "·".join(terms[:3]), "、".join(terms), stability[cluster], verdict))
    return pd.DataFrame(rows, columns=["cluster", "n", "label", "terms", "stability", "verdict"])


def _refuse(reason: str, unit: str, n: int, left_out: int) -> Clustering:
    return Clustering(
        units=pd.DataFrame(columns=[unit, "cluster", "x", "y", "silhouette"]),
        clusters=pd.DataFrame(columns=["cluster", "n", "label", "terms", "stability", "verdict"]),
        choices=pd.DataFrame(columns=["k", "silhouette", "shuffled", "excess", "chosen"]),
        reason=reason,
        n_units=n,
        n_left_out=left_out,
    )
