"""Shared passages and set phrases are found where they were planted, and figures keep texts apart."""

import pandas as pd
import pytest

from dj_analysis.analysis.reuse import find_formulas, find_shared_passages, measure_formulas

PHRASE = "切实发挥基层组织战斗堡垒作用"
COPY = "支部把会议室搬到田间地头，请老支书讲1+2+6的由来，再把党课录成短片发给外出的同学们收看。"


def own(seed, n=60):
    """A stretch no other article has."""
    return "".join(chr(0x5000 + 211 * seed + 3 * i) for i in range(n))


def make_passages(*articles):
    rows = [
        {"doc_id": f"d{i}", "school": school, "passage_id": f"d{i}-{j}", "start": 100 * j, "text": text}
        for i, (school, texts) in enumerate(articles)
        for j, text in enumerate(texts)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "school", "passage_id", "start", "text"])


CORPUS = make_passages(
    ("甲校", [own(1), "开头" + COPY]),
    ("乙校", [own(2) + PHRASE, COPY.replace("，", " , ") + "结尾"]),
    ("丙校", [PHRASE + own(3)]),
    ("丁校", [own(4), PHRASE]),
    ("丁校", [own(5), own(4)]),
)


def test_a_planted_passage_is_found_in_both_articles():
    row = find_shared_passages(CORPUS).iloc[0]
    assert (row["doc_id"], row["other_doc_id"], row["start"], row["other_start"]) == ("d0", "d1", 102, 100)
    assert row["text"] == COPY.rstrip("。")
    assert row["school"] != row["other_school"]


def test_an_article_is_not_said_to_share_with_its_own_school():
    table = find_shared_passages(CORPUS)
    assert not ((table["doc_id"] == "d3") & (table["other_doc_id"] == "d4")).any()


def test_a_set_phrase_is_found_with_its_schools():
    row = find_formulas(CORPUS).iloc[0]
    assert (row["text"], row["n_places"], row["n_docs"], row["n_schools"]) == (PHRASE, 3, 3, 3)
    assert len(find_formulas(CORPUS)) == 1


def test_the_formulaic_share_counts_the_characters_of_set_phrases():
    table = measure_formulas(CORPUS).set_index("doc_id")
    assert table["n_formulaic"].tolist() == [0, len(PHRASE), len(PHRASE), len(PHRASE), 0]
    assert table.loc["d2", "share_formulaic"] == pytest.approx(len(PHRASE) / (60 + len(PHRASE)))
    assert table.loc["d4", "share_own"] == 1
    assert (table["share_own"] + table["share_shared"]).tolist() == pytest.approx([1] * 5)


@pytest.mark.parametrize("other", ["请老支书讲1+3+5的由来并且讲得很好", "请老支书讲2+2+6的由来并且讲得很好"])
def test_figures_keep_two_texts_apart(other):
    text = "请老支书讲1+2+6的由来并且讲得很好"
    shares = measure_formulas(make_passages(("甲", [text]), ("乙", [other])))
    assert (shares["n_shared"] < len(text)).all()
    wide = measure_formulas(make_passages(("甲", [text]), ("乙", [text.replace("+", "＋").replace("1", "１")])))
    assert (wide["share_shared"] == 1).all()


def test_no_stretch_reaches_over_two_passages():
    split = make_passages(("甲", ["切实发挥基", "层组织战斗"]), ("乙", ["切实发挥基层组织战斗"]))
    assert (measure_formulas(split)["n_shared"] == 0).all()


def test_too_few_schools_get_a_reason_and_no_share():
    table = measure_formulas(CORPUS[CORPUS["school"] == "丁校"])
    assert table[["share_shared", "share_formulaic", "share_own"]].isna().all(axis=None)
    assert table["reason"].str.contains("只有1所").all()
    assert measure_formulas(CORPUS[CORPUS["school"].isin(["甲校", "乙校"])])["share_shared"].gt(0).all()


def test_an_article_of_marks_only_has_no_share():
    table = measure_formulas(pd.concat([CORPUS, make_passages(("戊", ["——！"])).assign(doc_id="x", passage_id="x")]))
    row = table.set_index("doc_id").loc["x"]
    assert row["n_chars"] == 0
    assert pd.isna(row["share_own"])


def test_row_order_does_not_matter():
    shuffled = CORPUS.sample(frac=1, random_state=1)
    for find in (find_shared_passages, find_formulas, measure_formulas):
        pd.testing.assert_frame_equal(find(CORPUS), find(shuffled))


def test_no_passages_give_empty_frames_with_their_columns():
    for find in (find_shared_passages, find_formulas, measure_formulas):
        empty = find(CORPUS.head(0))
        assert empty.empty
        assert empty.dtypes.to_dict() == find(CORPUS).dtypes.to_dict()
