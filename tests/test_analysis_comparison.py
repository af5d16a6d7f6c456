"""Models, themes and noise side by side, on small hand-made tables."""

import pandas as pd
import pytest

from dj_analysis.analysis import (
    NoTablesError,
    cite_rows,
    compare_models,
    count_honors,
    count_rows,
    count_themes,
    find_contexts,
    find_organisation_spans,
    label_documents,
    lay_out_models,
    make_segmenter,
    measure_noise,
    open_tables,
    select_passages,
    to_chinese,
)
from dj_analysis.schema import TABLES
from dj_analysis.tables import make_frame


def frame(table, *rows):
    return make_frame(TABLES[table], rows)


DOCUMENTS = frame(
    "documents",
    {"doc_id": "d1", "source_file": "1.txt", "school": "海滨大学", "title": "甲", "n_chars_raw": 40},
    {"doc_id": "d2", "source_file": "2.txt", "unit": "机关党总支", "title": "乙", "n_chars_raw": 20},
    {"doc_id": "d3", "source_file": "3.txt", "title": "丙", "n_chars_raw": 10},
    {"doc_id": "d4", "source_file": "4.txt", "school": "海滨大学", "duplicate_of": "d1", "n_chars_raw": 40},
)
MODELS = frame(
    "models",
    {"doc_id": "d1", "model_id": "m1", "start": 5, "canonical": "1+3+N", "form": "plus", "scope": "own", "n_found": 3},
    {"doc_id": "d1", "model_id": "m2", "start": 9, "canonical": "双网双走", "form": "shorthand", "scope": "own",
     "n_announced": 4, "n_found": 0},
    {"doc_id": "d2", "model_id": "m3", "start": 2, "canonical": "两查", "form": "shorthand", "scope": "own",
     "n_announced": 2, "n_found": 2, "complete": True},
    {"doc_id": "d4", "model_id": "m9", "start": 5, "canonical": "1+3+N", "form": "plus", "scope": "own", "n_found": 0},
)  # fmt: skip
COMPONENTS = frame(
    "model_components",
    {"doc_id": "d1", "component_id": "c1", "model_id": "m1", "slot": 1, "symbol": "1", "count": 1, "start": 6,
     "text": "一个学习室", "verb": "引领"},
    {"doc_id": "d1", "component_id": "c2", "model_id": "m1", "slot": 2, "symbol": "3", "count": 3, "start": 8,
     "text": "三支服务队"},
    {"doc_id": "d1", "component_id": "c3", "model_id": "m1", "slot": 2, "symbol": "3", "count": 3, "start": 7,
     "text": "服务站"},
    {"doc_id": "d2", "component_id": "c4", "model_id": "m3", "slot": 1, "symbol": "两", "count": 2, "start": 5,
     "text": "查作风"},
    {"doc_id": "d2", "component_id": "c5", "model_id": "m3", "slot": 1, "symbol": "两", "count": 2, "start": 4,
     "text": "查纪律"},
)  # fmt: skip


def test_an_article_without_a_school_is_its_own_and_repeats_are_left_out():
    assert label_documents(DOCUMENTS)["school"].tolist() == ["海滨大学", "未具名·机关党总支", "未具名·3"]


def test_models_are_laid_out_slot_by_slot_in_the_order_of_the_text():
    layout = lay_out_models(MODELS, COMPONENTS, DOCUMENTS)
    formula = layout[layout["canonical"] == "1+3+N"]
    assert formula["symbol"].tolist() == ["1", "3", "N"]
    assert formula["texts"].fillna("").tolist() == ["一个学习室", "服务站|三支服务队", ""]
    assert formula["announced"].fillna(-1).tolist() == [1, 3, -1]
    assert formula["listed"].tolist() == [1, 2, 0]


def test_a_model_that_lists_nothing_is_never_completed():
    rows = lay_out_models(MODELS, COMPONENTS, DOCUMENTS).query("canonical == '双网双走'")
    assert rows["part"].tolist() == ["双网", "双走"]
    assert rows["announced"].tolist() == [2, 2]
    assert rows["listed"].tolist() == [0, 0]
    assert rows["texts"].isna().all()


@pytest.mark.parametrize(
    ("canonical", "form", "parts"),
    [
        ("三亮三比三争", "shorthand", ["三亮", "三比", "三争"]),
        ("双融合双促进双提高", "shorthand", ["双融合", "双促进", "双提高"]),
        ("五色党建", "shorthand", ["五色党建"]),
        ("党建三创新", "shorthand", ["党建三创新"]),
        ("1234", "shorthand", ["1234"]),
        ("三个结合", "counted", ["三个结合"]),
        ("支部＋社区", "plus", ["支部", "社区"]),
        ("党建+", "plus", ["党建"]),
    ],
)
def test_a_name_is_split_into_its_slots(canonical, form, parts):
    row = {
        "doc_id": "d1",
        "model_id": "m",
        "start": 0,
        "canonical": canonical,
        "form": form,
        "scope": "own",
        "n_found": 0,
    }
    layout = lay_out_models(frame("models", row), COMPONENTS.head(0), DOCUMENTS)
    assert layout["part"].tolist() == parts


def test_models_are_compared_with_their_schools():
    table = compare_models(MODELS, COMPONENTS, DOCUMENTS)
    assert table["canonical"].tolist() == ["两查", "1+3+N", "双网双走"]
    assert table["components"].fillna("").tolist() == ["两：查纪律、查作风", "1：一个学习室；3：服务站、三支服务队", ""]
    assert table["n_slots"].tolist() == [1, 3, 2]


def test_no_models_give_empty_frames():
    assert compare_models(MODELS.head(0), COMPONENTS.head(0), DOCUMENTS).empty
    assert "announced" in lay_out_models(MODELS.head(0), COMPONENTS.head(0), DOCUMENTS).columns


def test_themes_are_counted_once_for_every_theme_of_an_initiative():
    initiatives = frame(
        "initiatives",
        {"doc_id": "d1", "initiative_id": "i1", "start": 0, "name": "讲堂", "theme": "理论学习;服务师生"},
        {"doc_id": "d1", "initiative_id": "i2", "start": 3, "name": "岗"},
        {"doc_id": "d4", "initiative_id": "i3", "start": 3, "name": "岗"},
    )
    table = count_themes(initiatives, DOCUMENTS).set_index("theme")
    assert table["n"].to_dict() == {"服务师生": 1, "未归类": 1, "理论学习": 1}
    assert table["share"].tolist() == [0.5, 0.5, 0.5]


def test_honors_are_counted_by_level_and_status():
    honor = {"doc_id": "d1", "level": "school", "status": "awarded", "kind": "award", "title": "奖"}
    honors = frame("honors", {**honor, "honor_id": "h1", "start": 0}, {**honor, "honor_id": "h2", "start": 5})
    assert count_honors(honors, DOCUMENTS)["n"].tolist() == [2]


def test_noise_adds_up_to_the_raw_page():
    passages = frame(
        "passages",
        {
            "doc_id": "d2",
            "passage_id": "p0",
            "position": 0,
            "region": "boilerplate",
            "start": 0,
            "end": 5,
            "text": "首页 下载",
        },
        {"doc_id": "d2", "passage_id": "p1", "position": 1, "region": "body", "start": 5, "end": 15, "text": "x" * 10},
    )
    edits = frame(
        "edits",
        {"doc_id": "d2", "stage": "annotation", "raw_start": 1, "raw_end": 7, "before": "(dang)", "confidence": 1.0},
        {
            "doc_id": "d2",
            "stage": "script",
            "raw_start": 9,
            "raw_end": 10,
            "before": "黨",
            "after": "党",
            "confidence": 1.0,
        },
    )
    table = measure_noise(DOCUMENTS, passages, edits).set_index("category")
    assert table["n_chars"].to_dict() == {"boilerplate": 5, "removed:annotation": 6, "removed:script": 0, "text": 10}
    assert table["share"].sum() == pytest.approx(1)
    assert table.loc["removed:script", "n_changes"] == 1
    assert table["label"].to_dict()["removed:annotation"] == "注音"


def test_passages_of_repeats_and_of_furniture_are_not_read():
    passages = frame(
        "passages",
        *(
            {
                "doc_id": doc,
                "passage_id": f"{doc}-{i}",
                "position": i,
                "region": region,
                "start": i,
                "end": i + 1,
                "text": "字",
            }
            for doc in ("d1", "d4")
            for i, region in enumerate(("title", "boilerplate", "body", "duplicate"))
        ),
    )
    assert select_passages(DOCUMENTS, passages)["passage_id"].tolist() == ["d1-0", "d1-2"]


def test_the_segmenter_knows_the_names_of_the_corpus_and_the_analysts_lists(tmp_path):
    initiatives = frame("initiatives", {"doc_id": "d1", "initiative_id": "i1", "start": 0, "name": "“蓝马甲”岗"})
    assert make_segmenter(MODELS, initiatives).terms("双网双走和蓝马甲") == ["双网双走", "蓝马甲"]
    (tmp_path / "stopwords.csv").write_text("term,kind,source\n蓝马甲,own,me\n", "utf-8")
    own = make_segmenter(MODELS, initiatives, own_lists=tmp_path)
    assert own.terms("双网双走和蓝马甲") == ["双网双走"]
    assert make_segmenter(MODELS, initiatives, own_lists=tmp_path / "none").terms("蓝马甲") == ["蓝马甲"]


def test_readers_see_chinese_headings_and_a_dash_for_the_unknown():
    shown = to_chinese(compare_models(MODELS, COMPONENTS, DOCUMENTS)[["form", "n_announced", "complete"]])
    assert shown.columns.tolist() == ["形式", "宣称数", "列全"]
    assert shown.iloc[0].tolist() == ["数字略语", 2, "是"]
    assert shown.iloc[1].tolist() == ["加号式", "—", "—"]


def test_missing_tables_are_reported_in_one_chinese_sentence(tmp_path):
    with pytest.raises(NoTablesError, match="make run") as error:
        open_tables(tmp_path / "none")
    assert error.value._render_traceback_() == [str(error.value)]


def test_every_mention_of_a_body_is_found_once():
    organisations = frame("organisations", {"doc_id": "d1", "organisation_id": "o1", "start": 3, "end": 7})
    mentions = frame(
        "mentions",
        {"doc_id": "d1", "row_id": "o1", "role": "self", "start": 3, "end": 7},
        {"doc_id": "d1", "row_id": "o1", "role": "self", "start": 20, "end": 24},
        {"doc_id": "d1", "row_id": "h1", "role": "self", "start": 30, "end": 34},
    )
    assert find_organisation_spans(organisations, mentions)["start"].tolist() == [3, 20]


def test_evidence_is_the_sentence_with_its_file_and_place():
    passages = frame(
        "passages",
        {"doc_id": "d1", "passage_id": "p0", "position": 0, "start": 0, "end": 4, "text": "标题。\n"},
        {
            "doc_id": "d1",
            "passage_id": "p1",
            "position": 1,
            "start": 4,
            "end": 20,
            "text": "党员带头。设立先锋岗，服务师生。",
        },
    )
    rows = pd.DataFrame({"doc_id": ["d1", "d4"], "start": [11, 0], "raw_start": [30, 0], "quote": ["先锋岗", "标"]})
    cited = cite_rows(rows, DOCUMENTS, passages)
    assert cited.iloc[0][["school", "source_file", "raw_start", "sentence"]].tolist() == [
        "海滨大学", "1.txt", 30, "设立先锋岗，服务师生。",
    ]  # fmt: skip
    assert len(cited) == 1


def test_rows_are_counted_for_every_school_that_was_read():
    facts = pd.DataFrame({"doc_id": ["d1", "d1", "d4"], "kind": ["number", "initiative", "number"]})
    table = count_rows(facts, MODELS, DOCUMENTS).set_index("school")
    assert table.loc["海滨大学"].tolist() == [1, 1, 1, 0, 2]
    assert table.loc["未具名·3"].tolist() == [1, 0, 0, 0, 0]


def test_contexts_are_found_as_strings_and_stay_in_their_passage():
    passages = pd.DataFrame(
        {
            "doc_id": "d1",
            "school": "某校",
            "passage_id": ["p0", "p1"],
            "start": [0, 6],
            "text": ["先锋a.b先锋\n", "axb先锋"],
        }
    )
    contexts = find_contexts(passages, "先锋", window=2)
    assert contexts[["start", "left", "right"]].values.tolist() == [[0, "", "a."], [5, ".b", " "], [9, "xb", ""]]
    assert find_contexts(passages, "a.b")["start"].tolist() == [2]
    assert find_contexts(passages, "没有").empty
    with pytest.raises(ValueError, match="one character"):
        find_contexts(passages, "")
