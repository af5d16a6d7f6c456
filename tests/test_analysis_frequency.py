"""Term counts, rates and dispersion, against Gries' published values."""

import pandas as pd
import pytest

from dj_analysis.analysis import count_terms, measure_texts, rank_terms
from dj_analysis.lexicon import load_lexicon
from dj_analysis.segmentation import Segmenter

# The five-part text of Gries (2008), parts of 9, 10, 10, 10 and 11 words.
GRIES = ["bamnibeup", "basatbewqn", "bcagabesta", "baghabeaat", "bahaabeaxat"]


def make_gries():
    counts = pd.DataFrame(
        [
            (f"part{i}", letter, "word", part.count(letter))
            for i, part in enumerate(GRIES)
            for letter in sorted(set(part))
        ],
        columns=["doc_id", "term", "kind", "n"],
    )
    sizes = pd.DataFrame({"doc_id": [f"part{i}" for i in range(5)], "n_chars": [len(part) for part in GRIES]})
    return counts, sizes


def make_passages(*rows):
    frame = pd.DataFrame(rows, columns=["doc_id", "school", "text"])
    return frame.assign(passage_id=[f"p{i}" for i in range(len(rows))], start=0)


@pytest.mark.parametrize(
    ("term", "dp", "dp_norm"),
    [("a", 0.18, 0.2195), ("b", 0.02, 0.0244), ("i", 0.82, 1.0), ("q", 0.80, 0.9756), ("x", 0.78, 0.9512)],
)
def test_dispersion_is_that_of_gries(term, dp, dp_norm):
    row = rank_terms(*make_gries()).set_index("term").loc[term]
    assert row["dp"] == pytest.approx(dp, abs=5e-5)
    assert row["dp_norm"] == pytest.approx(dp_norm, abs=5e-5)


def test_rates_are_per_thousand_characters_of_all_articles():
    row = rank_terms(*make_gries()).set_index("term").loc["a"]
    assert (row["n"], row["n_docs"], row["doc_share"]) == (15, 5, 1.0)
    assert row["per_1000"] == pytest.approx(15 / 50 * 1000)


def test_the_order_of_rows_does_not_matter():
    counts, sizes = make_gries()
    mixed = rank_terms(counts.sample(frac=1, random_state=1), sizes.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(rank_terms(counts, sizes), mixed)


def test_one_article_has_no_dispersion():
    counts, sizes = make_gries()
    ranked = rank_terms(counts[counts["doc_id"] == "part0"], sizes.head(1))
    assert ranked["dp"].isna().all()
    assert ranked["dp_norm"].isna().all()
    assert ranked["n"].sum() == 9


def test_groups_are_ranked_apart():
    counts, sizes = make_gries()
    ranked = rank_terms(counts, sizes.assign(school=["甲", "甲", "甲", "乙", "乙"]), by="school")
    assert set(ranked["school"]) == {"甲", "乙"}
    row = ranked[(ranked["school"] == "乙") & (ranked["term"] == "a")].iloc[0]
    assert (row["n"], row["n_docs"], row["per_1000"]) == (9, 2, pytest.approx(9 / 21 * 1000))


def test_a_counted_article_without_size_is_an_error():
    counts, sizes = make_gries()
    with pytest.raises(ValueError, match="part4"):
        rank_terms(counts, sizes.head(4))


def test_no_terms_give_an_empty_frame_with_all_columns():
    empty = rank_terms(*(frame.head(0) for frame in make_gries()))
    assert empty.empty
    assert {"term", "n", "dp_norm"} <= set(empty.columns)
    counted = count_terms(make_passages(("d", "甲", "的,了。")), Segmenter(load_lexicon()))
    assert list(counted.columns) == ["doc_id", "term", "kind", "n"]
    assert counted.empty


def test_terms_are_counted_by_unit_and_names_are_told_apart():
    passages = make_passages(("d1", "甲", "党员先锋岗的党员"), ("d1", "甲", "党员"), ("d2", "乙", "党员"))
    segmenter = Segmenter(load_lexicon(), names=["党员先锋岗"])
    by_article = count_terms(passages, segmenter).set_index(["doc_id", "term"])
    assert by_article.loc[("d1", "党员"), "n"] == 2
    assert by_article.loc[("d1", "党员先锋岗"), "kind"] == "name"
    assert count_terms(passages, segmenter, unit="passage_id")["passage_id"].nunique() == 3


def test_masked_spans_are_not_counted():
    passages = make_passages(("d", "甲", "海滨大学党员关心同学")).assign(start=100)
    masked = pd.DataFrame({"doc_id": ["d"], "start": [100], "end": [104]})
    terms = set(count_terms(passages, Segmenter(load_lexicon()), masked=masked)["term"])
    assert "大学" not in terms
    assert {"党员", "同学"} <= terms


def test_sizes_leave_out_white_space():
    sizes = measure_texts(make_passages(("d", "甲", "党 员\n"), ("d", "甲", "支部　")))
    assert sizes["n_chars"].tolist() == [4]
