"""Collocates and networks against published values and counts by hand."""

import numpy as np
import pandas as pd
import pytest

from dj_analysis.analysis import (
    EmptyTermError,
    UnfitTableError,
    cut_sentences,
    find_collocates,
    link_terms,
    list_tokens,
    measure_association,
)
from dj_analysis.lexicon import load_lexicon
from dj_analysis.segmentation import Segmenter

LETTERS = ["abcde", "abxce", "dabbe", "xeabd"]
COLUMNS = ["n_xy", "n_x", "n_y", "n_total"]


def make_tokens(*texts, stop=""):
    rows = [
        (f"d{i}", f"d{i}:0", position, token, token not in stop)
        for i, text in enumerate(texts)
        for position, token in enumerate(text)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "sentence_id", "position", "token", "is_term"])


def make_counts(*texts):
    rows = [(f"s{i}", term, "word", text.count(term)) for i, text in enumerate(texts) for term in sorted(set(text))]
    return pd.DataFrame(rows, columns=["sentence_id", "term", "kind", "n"])


def test_measures_are_those_of_the_textbooks():
    row = measure_association(pd.DataFrame([[50, 100, 200, 10_000]], columns=COLUMNS)).iloc[0]
    expected = {"expected": 2, "pmi": 4.6439, "npmi": 0.6075, "log_dice": 12.4150, "t": 6.7882, "g2": 267.5407}
    for name, value in expected.items():
        assert row[name] == pytest.approx(value, abs=5e-5)


def test_never_and_always_together_are_the_ends_of_the_scales():
    pairs = pd.DataFrame([[0, 10, 10, 100], [10, 10, 10, 100], [5, 5, 5, 5]], columns=COLUMNS)
    never, always, everywhere = measure_association(pairs).to_dict("records")
    assert never["npmi"] == -1
    assert np.isnan([never["pmi"], never["t"], never["log_dice"]]).all()
    assert never["g2"] < 0
    assert (always["npmi"], always["log_dice"]) == (pytest.approx(1), pytest.approx(14))
    assert everywhere["npmi"] == 1


def test_windows_are_counted_as_in_everts_surface_model():
    table = find_collocates(make_tokens(*LETTERS), "a", window=1, min_n=1).set_index("collocate")
    assert table.loc[["b", "d", "e"], "n_xy"].tolist() == [4, 1, 1]
    assert table.loc[["b", "d", "e"], "expected"].tolist() == [1.875, 1.125, 1.5]
    assert table.loc[["b", "d", "e"], "p"].tolist() == pytest.approx([0.0357, 0.7857, 0.8846], abs=5e-5)
    assert table["n_total"].tolist() == [16] * 3
    assert set(table["n_node"]) == {4}
    assert table.loc["b", "log_dice"] == pytest.approx(14 + np.log2(2 * 4 / (4 + 5)))


def test_a_place_between_two_nodes_counts_once_and_windows_end_with_the_sentence():
    table = find_collocates(make_tokens("aba", "c"), "a", window=5, min_n=1)
    assert table[["collocate", "n_xy", "n_x", "n_total"]].values.tolist() == [["b", 1, 1, 2]]


def test_stop_words_take_up_places_but_are_no_collocates():
    table = find_collocates(make_tokens("a的b", "a的b", stop="的"), "a", window=1, min_n=1)
    assert table.empty
    wider = find_collocates(make_tokens("a的b", "a的b", stop="的"), "a", window=2, min_n=1)
    assert wider["collocate"].tolist() == ["b"]


def test_a_term_that_does_not_occur_gives_an_empty_frame():
    known = find_collocates(make_tokens(*LETTERS), "a", min_n=1)
    for table in (make_tokens(*LETTERS), make_tokens()):
        empty = find_collocates(table, "没有", min_n=1)
        assert empty.empty
        assert empty.dtypes.equals(known.dtypes)
    with pytest.raises(EmptyTermError, match="one character"):
        find_collocates(make_tokens(*LETTERS), " ")
    with pytest.raises(ValueError, match="at least 1"):
        find_collocates(make_tokens(*LETTERS), "a", window=0)


def test_sentences_and_tokens_keep_their_places():
    text = "党员先锋岗设立了。党员,带头!\n"
    passages = pd.DataFrame([{"doc_id": "d", "school": "甲", "passage_id": "d-3", "start": 7, "text": text}])
    sentences = cut_sentences(passages)
    assert sentences["text"].tolist() == ["党员先锋岗设立了。", "党员,带头!"]
    assert [text[start - 7] for start in sentences["start"]] == ["党", "党"]
    tokens = list_tokens(sentences, Segmenter(load_lexicon(), names=["党员先锋岗"]))
    assert "," not in set(tokens["token"])
    assert tokens.loc[tokens["token"] == "党员先锋岗", "is_term"].tolist() == [True]
    assert tokens.groupby("sentence_id")["position"].max().tolist() == [2, 1]


def test_edges_are_pairs_that_attract_each_other():
    network = link_terms(make_counts("ab", "ab", "ab", "cd", "cd", "cd", "ac"), min_n=3)
    assert network.edges[["term", "other", "n_xy", "n_x", "n_y", "n_total"]].values.tolist() == [
        ["a", "b", 3, 4, 3, 7],
        ["c", "d", 3, 4, 3, 7],
    ]
    assert network.nodes[["term", "n_units", "degree", "strength"]].values.tolist() == [
        ["a", 4, 1, 3],
        ["c", 4, 1, 3],
        ["b", 3, 1, 3],
        ["d", 3, 1, 3],
    ]
    assert network.edges["pmi"].iloc[0] == pytest.approx(np.log2(3 * 7 / 12))
    assert network.reason is None


def test_how_often_a_term_stands_in_a_unit_does_not_matter():
    once, often = (link_terms(make_counts(*texts)).edges for texts in (["ab"] * 3 + ["c"], ["aaab"] * 3 + ["c"]))
    pd.testing.assert_frame_equal(once, often)


@pytest.mark.parametrize(
    "texts", [(), ("a",), ("ab", "cd"), ("ab", "ab", "ab")], ids=["none", "one", "rare", "everywhere"]
)
def test_a_network_without_edges_says_why(texts):
    network = link_terms(make_counts(*texts))
    assert network.edges.empty
    assert network.nodes.empty
    assert network.edges.dtypes.equals(link_terms(make_counts("ab", "ab", "ab", "c")).edges.dtypes)
    assert "单元" in network.reason


def test_only_the_most_widespread_terms_are_drawn():
    network = link_terms(make_counts("abcd", "abcd", "abcd", "ab", "e"), top=2)
    assert network.nodes["term"].tolist() == ["a", "b"]


def test_a_missing_column_is_named():
    with pytest.raises(UnfitTableError, match="n_total"):
        measure_association(pd.DataFrame({"n_xy": [1], "n_x": [1], "n_y": [1]}))
