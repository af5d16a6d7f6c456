"""The tree of clusters: merges as scipy's own tree has them, leaves with label and stability, reasons for no tree."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage

from chart_checks import check_chart, read_words
from dj_analysis.analysis import Clustering
from dj_analysis.analysis.merges import MERGES, list_merges
from dj_analysis.charts import cluster_tree
from dj_analysis.charts.dendrogram import NO_TREE, order_leaves


def make_clustering(n=80, k=6, verdict="stable"):
    """Points around ``k`` places with Ward's clusters of them."""
    generator = np.random.default_rng(4)
    points = generator.normal(0, 4, (k, 5))[np.arange(n) % k] + generator.normal(0, 0.3, (n, 5))
    labels = fcluster(linkage(points, "ward"), k, "maxclust").astype("int64")
    clusters = pd.DataFrame(
        {
            "cluster": range(1, k + 1), "n": [int((labels == i).sum()) for i in range(1, k + 1)], "terms": "词",
            "label": [f"国际商务与信息工程·现代农业与生物科学应用·第{i}词" for i in range(1, k + 1)],
            "stability": np.linspace(0.3, 0.95, k), "verdict": verdict,
        }
    )  # fmt: skip
    merges = list_merges(points, labels, "ward")
    return points, labels, Clustering(pd.DataFrame(), clusters, pd.DataFrame(), n_units=n, method="ward", merges=merges)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 8), st.integers(10, 40), st.integers(0, 1000))
def test_merging_step_by_step_gives_scipys_coarser_cuts(k, n, seed):
    points = np.random.default_rng(seed).normal(size=(n, 3))
    tree = linkage(points, "ward")
    labels = fcluster(tree, k, "maxclust").astype("int64")
    merges = list_merges(points, labels, "ward")
    assert len(merges) == k - 1
    merged = labels.copy()
    for step, row in enumerate(merges.itertuples(), 1):
        merged[np.isin(merged, [row.one, row.other])] = row.node
        assert (merged == row.node).sum() == row.n
        coarser = fcluster(tree, k - step, "maxclust")
        assert len({*zip(merged, coarser, strict=True)}) == k - step
    assert merges["height"].is_monotonic_increasing
    assert merges["height"].iloc[-1] == pytest.approx(tree[-1, 2])


def test_leaves_are_all_there_with_label_size_and_stability():
    *_, clustering = make_clustering()
    figure = cluster_tree(clustering)
    check_chart(figure)
    names = [label.get_text().replace("\n", "") for label in figure.axes[0].get_yticklabels()]
    assert sorted(name[0] for name in names) == ["1", "2", "3", "4", "5", "6"]
    for name in names:
        row = clustering.clusters.iloc[int(name[0]) - 1]
        assert row["label"] in name
        assert f"{row['n']}个段落，稳定性{row['stability']:.2f}（稳定）" in name
    first = clustering.merges.iloc[0]
    assert figure.alt == f"80个段落的6类中，第{first['one']:.0f}类与第{first['other']:.0f}类用词最相近"
    assert "n = 80个段落，6类" in read_words(figure)


def test_branches_do_not_cross():
    *_, clustering = make_clustering(n=120, k=8)
    leaves = order_leaves(clustering.merges, 8)
    rows = {leaf: {row} for row, leaf in enumerate(leaves)}
    for merge in clustering.merges.itertuples():
        rows[merge.node] = rows[merge.one] | rows[merge.other]
        assert max(rows[merge.node]) - min(rows[merge.node]) == len(rows[merge.node]) - 1


def test_unstable_neighbours_are_not_sold_as_a_finding():
    *_, clustering = make_clustering(verdict="unstable")
    assert "并非都稳定，只可作阅读线索" in cluster_tree(clustering).alt
    check_chart(cluster_tree(make_clustering(k=2)[-1]))


@pytest.mark.parametrize("reason", ["样本太小，不作聚类。", None])
def test_without_a_tree_the_figure_says_why(reason):
    figure = cluster_tree(Clustering(pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), reason=reason, n_units=9))
    check_chart(figure)
    assert not figure.axes
    assert figure.alt == f"段落聚类的树状图：{reason or NO_TREE}"


def test_k_means_has_no_tree():
    points, labels, _ = make_clustering()
    merges = list_merges(points, labels, "k-means")
    assert merges.empty
    assert list(merges) == list(MERGES)
