"""Clusters are found where they were planted, and refused with a reason where there are none."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from dj_analysis.analysis import cluster_units, compare_with_articles

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


def test_clusters_are_compared_with_articles(planted):
    _, truth, result = planted
    passages = pd.DataFrame({"passage_id": list(truth), "doc_id": [f"d{t}" for t in truth.values()], "school": "某校"})
    table = compare_with_articles(result, passages)
    assert table["share"].tolist() == [1.0, 1.0, 1.0]
