"""Clusters of passages or articles by their words, with what is known of their soundness, or the reason for none.

Units are points made of their words and the characters in them (``spaces``). Ward's method, or k-means, is cut at the
number of clusters whose silhouette exceeds most that of corpora whose words were dealt out anew (the bare silhouette
of short texts grows with every further cluster). A result is given only where that excess beats 95 % of such corpora,
and comes with the bootstrap Jaccard of every cluster, the adjusted Rand index between the runs, and that between Ward's
method and k-means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dj_analysis.analysis.checks import check_counts, type_frame
from dj_analysis.analysis.merges import MERGES, list_merges
from dj_analysis.analysis.spaces import (
    K_MEANS,
    METHODS,
    WARD,
    WARD_LIMIT,
    Units,
    choose_method,
    limit_threads,
    measure_silhouettes,
    partition,
    partition_all,
    reduce_units,
    spell_words,
)
from dj_analysis.analysis.stability import resample_clusters, tell_verdict
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
MAX_CHANCE = 0.05
"""Share of shuffled corpora that may cluster as clearly; of 60 corpora drawn without structure 1 passed."""
N_SHUFFLES, N_SHUFFLES_LARGE, LARGE = 99, 19, 300
"""Shuffled corpora; above 300 units the fewest that can show MAX_CHANCE, because each then costs a second or more."""
SEED = 20210701
N_LABEL_TERMS = 5
UNITS = {"cluster": "int64", "x": "float64", "y": "float64", "silhouette": "float64"}
CLUSTERS = {
    "cluster": "int64", "n": "int64", "label": "str", "terms": "str", "stability": "float64", "verdict": "str",
}  # fmt: skip
CHOICES = {"k": "int64", "silhouette": "float64", "shuffled": "float64", "excess": "float64", "chosen": "bool"}


@dataclass(frozen=True)
class Clustering:
    """Clusters and how far they can be trusted; ``reason`` says why there are none, and then the frames are empty.

    ``units``: unit, cluster (from 1, the largest first), x, y (principal coordinates), silhouette.
    ``clusters``: cluster, n, label, terms, stability (mean bootstrap Jaccard), verdict (stable, doubtful, unstable).
    ``rand_index`` is the mean adjusted Rand index between bootstrap runs, ``agreement`` that between Ward's method and
    k-means on all units (None above WARD_LIMIT).
    ``choices``: k, silhouette, shuffled (mean silhouette of the shuffled corpora), excess, chosen.
    ``merges``: node, one, other, height, n: how Ward's method goes on from the clusters; empty for k-means.
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
    agreement: float | None = None
    merges: pd.DataFrame = field(default_factory=lambda: type_frame(pd.DataFrame(), MERGES))


def cluster_units(
    counts: pd.DataFrame, *, unit: str = "passage_id", method: str | None = None, seed: int = SEED
) -> Clustering:
    """Cluster passages (or articles) by their words and the characters in them.

    In: counts per unit, as ``count_terms`` gives them, best without the names of schools and persons (its ``masked``);
    ``method`` is ``ward`` (unless told otherwise) or ``k-means``; above 3,000 units it is k-means by mini-batches.
    Out: a Clustering; where there are too few units or no structure, its frames are empty and ``reason`` says so in a
    Chinese sentence. The same counts give the same result in any row order. Raises UnfitTableError where ``counts`` is
    not what ``count_terms`` gives, ValueError for another method.
    """
    if method is not None and method not in METHODS:
        raise ValueError(f"no method {method!r}; there are: {', '.join(METHODS)}")
    check_counts(counts, unit)
    with limit_threads():
        return _cluster(counts, unit, method, seed)


def _cluster(counts: pd.DataFrame, unit: str, method: str | None, seed: int) -> Clustering:
    n_all = counts[unit].nunique()
    wide = counts.groupby(unit)["term"].transform("nunique") >= MIN_TERMS
    matrix = make_matrix(counts[wide], unit=unit, min_units=2)
    n, left_out = len(matrix.units), n_all - len(matrix.units)
    if n < MIN_UNITS:
        return _refuse(f"可供聚类的单元只有{n}个（至少需要{MIN_UNITS}个），样本太小，不作聚类。", unit, n, left_out)
    if len(matrix.terms) < MIN_TERMS:
        return _refuse(f"{n}个单元几乎没有共同的词，看不出可靠的类别，不作聚类。", unit, n, left_out)
    units, used = spell_words(matrix), choose_method(n, method)
    choices, chance = _compare_choices(units, used, seed)
    if chance > MAX_CHANCE:
        reason = f"{n}个单元的分组不比词语随机打乱后更清楚（p = {chance:.2f}），看不出可靠的类别，不作聚类。"
        return _refuse(reason, unit, n, left_out)
    best = int(choices.loc[choices["chosen"], "k"].iloc[0])
    points = reduce_units(units, seed)
    labels = _order_labels(partition(points, best, used, seed))
    stability, rand_index = resample_clusters(points, labels, used, seed)
    return Clustering(
        units=_unit_frame(matrix, points, labels, unit, seed),
        clusters=_cluster_frame(matrix, labels, stability),
        choices=choices,
        method=used,
        n_units=n,
        n_left_out=left_out,
        rand_index=rand_index,
        p_value=chance,
        silhouette=float(measure_silhouettes(points, [labels], seed)[0]),
        agreement=_compare_methods(points, best, seed) if used in METHODS else None,
        merges=list_merges(points, labels, used),
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


def _cluster_numbers(n: int) -> range:
    return range(2, min(MAX_CLUSTERS, n // MIN_CLUSTER_SIZE) + 1)


def _compare_choices(units: Units, method: str, seed: int) -> tuple[pd.DataFrame, float]:
    """Silhouettes by number of clusters, and the p value of the best excess among the shuffled corpora.

    Above WARD_LIMIT units both are those of as many units drawn at random.
    """
    generator = np.random.default_rng(seed)
    drawn = units.sample(WARD_LIMIT, generator)
    n = len(drawn.words.units)
    numbers = _cluster_numbers(n)
    own = _measure_numbers(drawn, numbers, method, seed)
    shuffled = np.array(
        [
            _measure_numbers(drawn.shuffle(generator), numbers, method, seed)
            for _ in range(N_SHUFFLES if n <= LARGE else N_SHUFFLES_LARGE)
        ]
    )
    usual = shuffled.mean(axis=0)
    best = int(np.argmax((own - usual).round(12)))
    choices = pd.DataFrame({"k": list(numbers), "silhouette": own, "shuffled": usual, "excess": own - usual})
    choices = choices.assign(chosen=[i == best for i in range(len(numbers))])
    as_clear = int(((shuffled - usual).max(axis=1) >= (own - usual).max()).sum())
    return choices, (1 + as_clear) / (1 + len(shuffled))


def _measure_numbers(units: Units, numbers: range, method: str, seed: int) -> Floats:
    points = reduce_units(units, seed)
    cuts = partition_all(points, numbers, method, seed)
    return measure_silhouettes(points, cuts, seed)


def _compare_methods(points: Floats, k: int, seed: int) -> float:
    """The adjusted Rand index between Ward's method and k-means."""
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415 - 1.8 seconds

    return float(adjusted_rand_score(partition(points, k, WARD, seed), partition(points, k, K_MEANS, seed)))


def _order_labels(labels: Integers) -> Integers:
    """Number the clusters from 1 by size, then by their first unit."""
    found, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(range(len(found)), key=lambda i: (-sizes[i], first[i]))
    number = {found[i]: rank for rank, i in enumerate(order, 1)}
    return np.array([number[label] for label in labels], dtype=np.int64)


def _unit_frame(matrix: TermMatrix, points: Floats, labels: Integers, unit: str, seed: int) -> pd.DataFrame:
    from sklearn.decomposition import PCA  # noqa: PLC0415
    from sklearn.metrics import silhouette_samples  # noqa: PLC0415

    place = PCA(2, svd_solver="full", random_state=seed).fit_transform(points)
    return pd.DataFrame(
        {
            unit: pd.Series(matrix.units, dtype="str"),
            "cluster": labels,
            "x": place[:, 0],
            "y": place[:, 1],
            "silhouette": silhouette_samples(points, labels),
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
        verdict = tell_verdict(stability[cluster])
        rows.append((cluster, int(inside.sum()), "·".join(terms[:3]), "、".join(terms), stability[cluster], verdict))
    return pd.DataFrame(rows, columns=["cluster", "n", "label", "terms", "stability", "verdict"])


def _refuse(reason: str, unit: str, n: int, left_out: int) -> Clustering:
    return Clustering(
        units=type_frame(pd.DataFrame(), {unit: "str", **UNITS}),
        clusters=type_frame(pd.DataFrame(), CLUSTERS),
        choices=type_frame(pd.DataFrame(), CHOICES),
        reason=reason,
        n_units=n,
        n_left_out=left_out,
    )
