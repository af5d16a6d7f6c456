"""TF-IDF equals scikit-learn's, and says which variant it is."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from dj_analysis.analysis import make_matrix, weigh_terms

# The toy texts of quanteda's own tests.
D1, D2, D3 = "a a a b b c c c c c c d e f g h h", "a a b c c d d d d e f h", "a c c i"


def make_counts(**texts):
    rows = [(doc, term, "word", n) for doc, text in texts.items() for term, n in Counter(text.split()).items()]
    return pd.DataFrame(rows, columns=["doc_id", "term", "kind", "n"])


@pytest.mark.parametrize(
    ("variant", "b", "d", "g"),
    [("sklearn_smooth_l2", 0.3168, 0.1584, 0.2082), ("sklearn_plain", 2.8109, 1.4055, 2.0986)],
)
def test_weights_are_those_of_scikit_learn(variant, b, d, g):
    weights = weigh_terms(make_counts(d1=D1, d2=D2, d3=D3), variant=variant).set_index(["doc_id", "term"])["tfidf"]
    assert weights["d1", "b"] == pytest.approx(b, abs=5e-5)
    assert weights["d1", "d"] == pytest.approx(d, abs=5e-5)
    assert weights["d1", "g"] == pytest.approx(g, abs=5e-5)


def test_the_default_equals_the_vectorizer():
    table = weigh_terms(make_counts(d1=D1, d2=D2, d3=D3))
    model = TfidfVectorizer(token_pattern=r"\w")
    expected = model.fit_transform([D1, D2, D3]).toarray()
    ours = table.pivot_table(index="doc_id", columns="term", values="tfidf", fill_value=0.0)
    np.testing.assert_allclose(ours[model.get_feature_names_out()], expected, rtol=0, atol=1e-12)
    assert set(table["variant"]) == {"sklearn_smooth_l2"}


def test_an_unknown_variant_is_an_error():
    with pytest.raises(ValueError, match="sklearn_plain"):
        weigh_terms(make_counts(d1=D1), variant="jieba")


def test_an_empty_table_stays_empty():
    assert weigh_terms(make_counts()).columns.tolist() == ["doc_id", "term", "n", "tfidf", "variant"]


def test_rare_terms_can_be_left_out_and_row_order_does_not_matter():
    counts = make_counts(d1=D1, d2=D2, d3=D3)
    matrix = make_matrix(counts, min_units=2)
    assert matrix.terms == ("a", "b", "c", "d", "e", "f", "h")
    mixed = make_matrix(counts.sample(frac=1, random_state=3), min_units=2)
    assert (matrix.values != mixed.values).nnz == 0
