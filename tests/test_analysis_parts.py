"""Models whose parts say the same are found whatever their names are."""

import pandas as pd
import pytest

from dj_analysis.analysis.parts import (
    SAME_BOTH,
    SAME_NAME,
    SAME_PARTS,
    catalogue_models,
    compare_wordings,
    list_parts,
    match_models,
)
from dj_analysis.schema import TABLES
from dj_analysis.tables import make_frame


def frame(table, *rows):
    return make_frame(TABLES[table], rows)


def model(doc_id, name, canonical, n_found, **columns):
    head = {"doc_id": doc_id, "model_id": name, "canonical": canonical, "n_found": n_found, "n_mentions": 1, "start": 0}
    return {**head, "form": "shorthand", "scope": "own", **columns}


def parts(name, *texts, verb=None):
    return [
        {"doc_id": "d", "component_id": f"{name}{i}", "model_id": name, "slot": 1, "symbol": "三", "count": 3,
         "start": i, "text": text, "verb": verb}
        for i, text in enumerate(texts)
    ]  # fmt: skip


DOCUMENTS = frame(
    "documents",
    {"doc_id": "d1", "source_file": "1.txt", "school": "海滨大学", "published_date": "2019-05-01"},
    {"doc_id": "d2", "source_file": "2.txt", "school": "云山学院", "published_date": "2020-05-01"},
    {"doc_id": "d3", "source_file": "3.txt", "school": "松江学院"},
    {"doc_id": "d4", "source_file": "4.txt", "school": "海滨大学", "duplicate_of": "d1"},
)
MODELS = frame(
    "models",
    model("d1", "m1", "三亮", 3, n_announced=3),
    model("d2", "m2", "三明", 3, n_announced=3),
    model("d3", "m3", "三亮", 3, n_announced=3),
    model("d3", "m4", "两查", 2, n_announced=2),
    model("d2", "m5", "三亮", 0, n_announced=3),
    model("d2", "m6", "三会", 3, scope="policy"),
    model("d4", "m9", "三亮", 3),
)
COMPONENTS = frame(
    "model_components",
    *parts("m1", "亮出身份", "亮出标准", "亮出承诺", verb="推动"),
    *parts("m2", "公开承诺", "公开身份", "公开标准"),
    *parts("m3", "照亮课堂", "照亮宿舍", "照亮操场"),
    *parts("m4", "查学习态度", "查纪律"),
    *parts("m6", "亮出身份", "亮出标准", "亮出承诺"),
)


@pytest.fixture(scope="module")
def pairs():
    return match_models(MODELS, COMPONENTS, DOCUMENTS)


def test_a_planted_pair_of_other_names_and_same_content_is_found(pairs):
    found = pairs[pairs["finding"] == SAME_PARTS]
    assert found[["canonical", "other_canonical"]].values.tolist() == [["三亮", "三明"]]
    assert found[["school", "other_school"]].values.tolist() == [["海滨大学", "云山学院"]]
    assert "亮出身份=公开身份" in found["shared"].iloc[0]


def test_the_same_name_with_other_content_shows(pairs):
    found = pairs[pairs["finding"] == SAME_NAME]
    assert {frozenset(pair) for pair in found[["model_id", "other_model_id"]].values.tolist()} == {
        frozenset({"m1", "m3"}), frozenset({"m1", "m5"}), frozenset({"m3", "m5"}),
    }  # fmt: skip
    assert found["similarity"].isna().sum() == 2


def test_the_same_name_with_the_same_content_is_told_apart():
    twin = frame("model_components", *parts("m1", "亮出身份", "亮出标准"), *parts("m3", "亮出标准", "亮出身份"))
    row = match_models(MODELS, twin, DOCUMENTS).iloc[0]
    assert (row["finding"], row["similarity"], row["shared"]) == (
        SAME_BOTH, pytest.approx(1.0), "亮出标准=亮出标准；亮出身份=亮出身份"
    )  # fmt: skip


def test_identical_parts_reach_the_default_and_unrelated_ones_do_not():
    same = frame(
        "model_components", *parts("m1", "建学习小组", "建服务小组"), *parts("m2", "建立学习小组", "建立服务组")
    )
    other = frame("model_components", *parts("m1", "建学习小组", "建服务小组"), *parts("m2", "走访宿舍", "结对帮扶"))
    assert match_models(MODELS, same, DOCUMENTS)["finding"].tolist()[0] == SAME_PARTS
    assert SAME_PARTS not in match_models(MODELS, other, DOCUMENTS)["finding"].tolist()


def test_policy_wordings_and_repeats_are_nobodys_pair(pairs):
    assert not {"m6", "m9"} & set(pairs[["model_id", "other_model_id"]].to_numpy().ravel())


def test_parts_stand_in_rows_with_their_slot_verb_and_theme():
    table = list_parts(MODELS, COMPONENTS, DOCUMENTS)
    rows = table[table["model_id"] == "m1"]
    assert rows["text"].tolist() == ["亮出身份", "亮出标准", "亮出承诺"]
    assert rows[["school", "year", "announced", "listed", "verb"]].drop_duplicates().values.tolist() == [
        ["海滨大学", 2019, 3, 3, "推动"]
    ]
    assert table[table["model_id"] == "m4"]["theme"].notna().any()
    bare = table[table["model_id"] == "m5"].iloc[0]
    assert pd.isna(bare["text"])
    assert (bare["announced"], bare["listed"]) == (3, 0)


def test_models_are_catalogued_by_school_and_year():
    table = catalogue_models(MODELS, DOCUMENTS)
    rows = table[table["canonical"] == "三亮"]
    assert rows["school"].tolist() == ["云山学院", "松江学院", "海滨大学"]
    assert rows["year"].fillna(0).tolist() == [2020, 0, 2019]
    assert set(rows["n_schools"]) == {3}


def test_wordings_are_compared_as_scikit_learn_does():
    vectors = compare_wordings(pd.Series(["亮身份", "亮身份", "结对帮扶"]))
    cosines = (vectors @ vectors.T).toarray().round(12)
    assert cosines[0].tolist() == [1, 1, 0]


def test_row_order_does_not_matter(pairs):
    shuffled = [table.sample(frac=1, random_state=4) for table in (MODELS, COMPONENTS, DOCUMENTS)]
    pd.testing.assert_frame_equal(pairs, match_models(*shuffled))
    pd.testing.assert_frame_equal(list_parts(MODELS, COMPONENTS, DOCUMENTS), list_parts(*shuffled))


def test_empty_tables_keep_their_columns(pairs):
    for empty in (
        match_models(MODELS.head(0), COMPONENTS.head(0), DOCUMENTS),
        match_models(MODELS.head(1), COMPONENTS, DOCUMENTS),
        match_models(MODELS[MODELS["model_id"].isin(["m4", "m5"])], COMPONENTS.head(0), DOCUMENTS),
    ):
        assert empty.empty
        assert empty.dtypes.to_dict() == pairs.dtypes.to_dict()
    assert list_parts(MODELS.head(0), COMPONENTS.head(0), DOCUMENTS).empty
    assert catalogue_models(MODELS.head(0), DOCUMENTS.head(0)).empty


def test_real_models_stand_side_by_side(real):
    tables = real.tables
    table = list_parts(tables.models, tables.model_components, tables.documents)
    bright = table[(table["canonical"] == "三亮三比三争") & (table["part"] == "三亮")]
    assert bright["text"].tolist() == ["亮身份", "亮标准", "亮承诺"]
    formula = table[table["canonical"] == "1+2+2+6+N"]
    assert len(formula) == 5
    assert formula["verb"].notna().all()
    assert set(formula["school"]).isdisjoint(bright["school"])
