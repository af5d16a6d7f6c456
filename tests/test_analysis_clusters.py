"""Clusters are found where they were planted, and refused with a reason where there are none."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score, silhouette_score

from dj_analysis.analysis import cluster_units, compare_with_articles, make_matrix
from dj_analysis.analysis.spaces import measure_silhouettes, reduce_units, spell_words
from dj_analysis.analysis.stability import resample_clusters

VOCABULARY = [f"词{i:03d}" for i in range(120)]


def draw_units(n, topics, seed=5, share=0.7):
    """Units of 40 words; each has a topic of 20 words of its own, from which it draws ``share`` of its words."""
    generator = np.random.default_rng(seed)
    rows, truth = [], {}
    for i in range(n):
        topic = i % topics
        own = VOCABULARY[topic * 20 : topic * 20 + 20] if topics > 1 else VOCABULARY
        words = [generator.choice(own if generator.random() < share else VOCABULARY) for _ in range(40)]
        truth[f"u{i:03d}"] = topic
        rows += [(f"u{i:03d}", str(word), "word", words.count(word)) for word in sorted(set(words))]
    return pd.DataFrame(rows, columns=["passage_id", "term", "kind", "n"]), truth


@pytest.fixture(scope="module", autouse=True)
def few_shuffles():
    """The fewest shuffled corpora that can show one in twenty."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dj_analysis.analysis.clusters.N_SHUFFLES", 19)
        yield


@pytest.fixture(scope="module")
def planted():
    counts, truth = draw_units(45, topics=3)
    return counts, truth, cluster_units(counts)


def test_planted_clusters_are_found_and_stable(planted):
    _, truth, result = planted
    assert result.reason is None
    labels = result.units.set_index("passage_id")["cluster"]
    assert adjusted_rand_score([truth[unit] for unit in labels.index], labels) == 1.0
    assert (result.clusters["verdict"] == "stable").all()
    assert result.rand_index > 0.95
    assert 0 < result.silhouette <= 1


def test_labels_are_words_of_the_planted_topics(planted):
    _, truth, result = planted
    labels = result.units.set_index("passage_id")["cluster"]
    for row in result.clusters.itertuples():
        topic = truth[labels[labels == row.cluster].index[0]]
        assert set(row.terms.split("、")) <= set(VOCABULARY[topic * 20 : topic * 20 + 20])


def test_row_order_does_not_matter(planted):
    counts, _, result = planted
    again = cluster_units(counts.sample(frac=1, random_state=9))
    pd.testing.assert_frame_equal(result.units, again.units)
    pd.testing.assert_frame_equal(result.clusters, again.clusters)


def test_words_without_structure_are_refused():
    results = [cluster_units(draw_units(30, topics=1, seed=seed)[0]) for seed in (1, 2, 3)]
    refused = [result for result in results if result.reason]
    assert len(refused) >= 2  # one in twenty passes by chance
    assert all(result.clusters.empty for result in refused)
    assert list(refused[0].units.columns) == ["passage_id", "cluster", "x", "y", "silhouette"]


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_too_few_units_are_refused_with_their_number(n):
    result = cluster_units(draw_units(n, topics=2)[0])
    assert f"只有{n}个" in result.reason
    assert result.units.empty


def test_short_units_are_left_out_and_counted():
    counts, _ = draw_units(45, topics=3)
    short = pd.DataFrame({"passage_id": ["short"], "term": ["词001"], "kind": ["word"], "n": [1]})
    result = cluster_units(pd.concat([counts, short]))
    assert (result.n_units, result.n_left_out) == (45, 1)


def test_k_means_finds_the_same_planted_clusters(planted):
    counts, _, result = planted
    other = cluster_units(counts, method="k-means")
    assert other.method == "k-means"
    assert adjusted_rand_score(result.units["cluster"], other.units["cluster"]) == 1.0
    assert result.agreement == 1.0
    with pytest.raises(ValueError, match="ward"):
        cluster_units(counts, method="dbscan")


def test_the_silhouette_is_scikit_learns(planted):
    counts, _, result = planted
    points = reduce_units(spell_words(make_matrix(counts, unit="passage_id", min_units=2)), seed=0)
    labels = result.units.sort_values("passage_id")
    assert np.linalg.norm(points, axis=1) == pytest.approx(1)
    assert silhouette_score(points, labels["cluster"]) == pytest.approx(result.silhouette)
    assert labels["silhouette"].mean() == pytest.approx(result.silhouette)


def test_words_spelled_alike_are_near_without_being_the_same():
    rows = [
        (f"u{i}", word, "word", 1)
        for i, words in enumerate((["先锋岗甲"], ["先锋岗乙"], ["读书会"] * 1))
        for word in words
    ]
    matrix = make_matrix(pd.DataFrame(rows, columns=["doc_id", "term", "kind", "n"]))
    weights = spell_words(matrix).weigh()
    cosines = (weights @ weights.T).toarray()
    assert cosines[0, 1] > 0.1 > cosines[0, 2]
    assert cosines.diagonal()[:2] == pytest.approx([1, 1])


def test_stability_is_that_of_clusters_that_come_back():
    generator = np.random.default_rng(1)
    points = np.concatenate([generator.normal(centre, 0.05, (20, 2)) for centre in (0, 5)])
    stability, rand = resample_clusters(points, np.repeat([1, 2], 20), "ward", 0, n_bootstraps=20)
    assert stability == {1: 1.0, 2: 1.0}
    assert rand == 1.0
    torn, _ = resample_clusters(points, np.tile([1, 2], 20), "ward", 0, n_bootstraps=20)
    assert max(torn.values()) < 0.5


def test_many_units_are_clustered_by_mini_batches(planted, monkeypatch):
    counts, truth, _ = planted
    monkeypatch.setattr("dj_analysis.analysis.spaces.WARD_LIMIT", 40)
    monkeypatch.setattr("dj_analysis.analysis.clusters.WARD_LIMIT", 40)
    result = cluster_units(counts)
    assert (result.method, result.agreement) == ("mini-batch k-means", None)
    labels = result.units.set_index("passage_id")["cluster"]
    assert adjusted_rand_score([truth[unit] for unit in labels.index], labels) == 1.0


def test_units_without_common_words_are_refused():
    rows = [(f"u{i}", f"词{i}{j}", "word", 1) for i in range(25) for j in range(9)]
    result = cluster_units(pd.DataFrame(rows, columns=["doc_id", "term", "kind", "n"]), unit="doc_id")
    assert "没有共同的词" in result.reason


def test_clusters_are_compared_with_articles(planted):
    _, truth, result = planted
    passages = pd.DataFrame({"passage_id": list(truth), "doc_id": [f"d{t}" for t in truth.values()], "school": "某校"})
    table = compare_with_articles(result, passages)
    assert table["share"].tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("seed", range(4))
def test_silhouettes_are_those_of_scikit_learn(seed):
    generator = np.random.default_rng(seed)
    points = generator.normal(size=(120, 7))
    points[:3] = points[0]
    cuts = [generator.integers(0, k, 120) for k in (2, 5, 60)]
    wanted = [silhouette_score(points, labels) for labels in cuts]
    assert measure_silhouettes(points, cuts, seed) == pytest.approx(wanted, abs=1e-9)
