"""The anatomy of models: cells as the article lists them, announced beside listed, names that are not there."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chart_checks import check_chart, list_texts, read_words
from chart_data import make_corpus
from dj_analysis import analysis
from dj_analysis.charts import model_anatomy
from dj_analysis.charts.models import MAX_MODELS
from dj_analysis.charts.slots import (
    LEAST_CELL,
    MAX_CELLS,
    NAME_INCHES,
    WIDTH,
    Slot,
    lay_out_blocks,
    split_width,
    wrap_cell,
)

LONG = "坚持把思想政治建设摆在首位并贯穿人才培养教学科研管理服务全过程各方面各环节的长效工作机制"


def make_model(key, school, canonical, slots, *, form="shorthand", scope="own"):
    """Rows as ``lay_out_models`` gives them; a slot is (part, announced, texts)."""
    return [
        {
            "model_id": key, "school": school, "canonical": canonical, "form": form, "scope": scope, "slot": i,
            "part": part, "symbol": part[0], "announced": pd.NA if announced is None else announced,
            "listed": len(texts), "texts": "|".join(texts) or None, "verbs": None,
        }
        for i, (part, announced, texts) in enumerate(slots, 1)
    ]  # fmt: skip


def make_layout(*models):
    return pd.DataFrame([row for model in models for row in model]).astype({"announced": "Int64"})


FORMULA = "1+2+6+N"
TEAMS = [f"第{i}支服务队" for i in range(6)]
RULES = [f"第{i}条工作要求" for i in range(30)]
FULL = make_model(
    "full", "海滨大学", FORMULA, form="plus",
    slots=[("1", 1, [LONG]), ("2", 2, ["服务站", "宣讲团"]), ("6", 6, TEAMS), ("N", None, ["社区", "企业"])],
)  # fmt: skip
THIN = make_model(
    "thin", "云岭国际商务与信息工程职业技术大学", FORMULA, form="plus",
    slots=[("1", 1, ["学习室"]), ("2", 2, ["服务站"]), ("6", 6, []), ("N", None, [])],
)  # fmt: skip
SHORT = make_model("short", "江北大学", "三亮三比", [("三亮", 3, ["亮身份", "亮标准"]), ("三比", 3, [])])
BARE = make_model("bare", "江北大学", "双网双走", [("双网", 2, []), ("双走", 2, [])])
LIST = make_model("list", "南溪大学", "三十条工作要求", [("三十条工作要求", 30, RULES)], form="counted")  # fmt: skip
WORDS = make_model(
    "words",
    "西塬大学",
    "党建+思政+X",
    [("党建", None, ["党建"]), ("思政", None, ["思政"]), ("X", None, [])],
    form="plus",
)
LONG_NAME = make_model(
    "long", "未具名·中共某某大学现代农业与生物科学应用技术学院本科生第三党支部委员会",
    "支部标准化规范化信息化品牌化建设与人才培养深度融合四十八字工作法", [("四十八字", 48, [])], form="counted",
)  # fmt: skip
ALL = make_layout(FULL, THIN, SHORT, BARE, LIST, WORDS, LONG_NAME)


def read_cells(figure):
    return [text.get_text().replace("\n", "") for text in figure.axes[0].texts]


def test_every_listed_part_is_drawn_and_nothing_is_made_up():
    figure = model_anatomy(make_layout(FULL, SHORT))
    check_chart(figure)
    cells = read_cells(figure)
    for part in (LONG, "服务站", "宣讲团", "第5支服务队", "社区", "亮身份"):
        assert cells.count(part) == 1
    assert cells.count("文中未列出") == 1, "三比 lists nothing"


def test_what_is_announced_stands_beside_what_is_listed():
    cells = read_cells(model_anatomy(ALL))
    for header in ("三亮　宣称3 · 列出2", "三比　宣称3", "6　宣称6 · 列出6", "N　列出2", "双网　宣称2"):
        assert header in cells
    assert "可能一项就是一类若干个" in read_words(model_anatomy(make_layout(SHORT)))
    assert "可能一项就是一类若干个" not in read_words(model_anatomy(make_layout(BARE)))


def test_odd_models_stay_readable():
    figure = model_anatomy(ALL)
    check_chart(figure)
    cells = read_cells(figure)
    assert f"另{30 - MAX_CELLS + 1}项" in cells
    assert len([cell for cell in cells if cell.endswith("条工作要求") and cell.startswith("第")]) == MAX_CELLS - 1
    assert cells.count("党建") == 1, "a slot whose word is its content has no header of the same words"


def test_the_same_formula_stands_together_with_its_slots_aligned():
    layout = make_layout(THIN, SHORT, FULL)
    figure = model_anatomy(layout)
    assert figure.data.drop_duplicates("model_id")["model_id"].tolist().count("full") == 1
    texts = [text for text in figure.axes[0].texts if text.get_text().startswith(("1　", "2　", "6　", "N"))]
    places = {}
    for text in texts:
        places.setdefault(text.get_text()[0], set()).add(round(text.get_position()[0], 6))
    assert {key: len(places[key]) for key in "126N"} == dict.fromkeys("126N", 1)
    rows = [text.get_position()[1] for text in figure.axes[0].texts if text.get_text() == FORMULA]
    middle = next(text.get_position()[1] for text in figure.axes[0].texts if text.get_text() == "三亮三比")
    assert len(rows) == 2
    assert not min(rows) < middle < max(rows)


def test_models_come_in_the_order_they_are_named():
    figure = model_anatomy(ALL, names=["双网双走", FORMULA, "没有这个模式"])
    check_chart(figure)
    heads = [cell for cell in read_cells(figure) if cell in {"双网双走", FORMULA}]
    assert heads == ["双网双走", FORMULA, FORMULA]
    assert "表中没有“没有这个模式”" in read_words(figure)
    assert figure.alt == "选出的3个工作模式中，2个在文中列出了构成，1个只有名称"


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"names": ["1+2+6+M"]}, f"表中没有“1+2+6+M”；有的是{FORMULA}、"),
        ({"schools": ["海滨大学堂"]}, "表中没有“海滨大学堂”；有的是海滨大学、"),
        ({"names": ["三亮三比"], "schools": ["海滨大学"]}, "表中没有“海滨大学”；有的是江北大学。"),
    ],
)
def test_a_name_that_does_not_exist_gives_a_figure_that_says_so(choice, said):
    figure = model_anatomy(ALL, **choice)
    check_chart(figure)
    assert not figure.axes
    assert figure.alt.startswith(f"工作模式的构成：{said}")


def test_models_of_some_schools_only():
    figure = model_anatomy(ALL, schools=["江北大学"])
    assert set(figure.data["school"]) == {"江北大学"}
    assert model_anatomy(make_layout(SHORT)).alt == "三亮三比的构成：2位，文中列出2项"


def test_of_many_models_the_rest_is_counted():
    tables = make_corpus(40)
    layout = analysis.lay_out_models(tables.models, tables.model_components, tables.documents)
    figure = model_anatomy(layout)
    check_chart(figure)
    assert figure.data["model_id"].nunique() == MAX_MODELS
    assert f"另有{layout['model_id'].nunique() - MAX_MODELS}个未画" in read_words(figure)


slots = st.lists(
    st.builds(
        Slot,
        heading=st.sampled_from(["1", "三亮", "五聚焦", "N", "社会主义核心价值观"]),
        announced=st.none() | st.integers(0, 50),
        texts=st.lists(st.text("党建引领育人", min_size=1, max_size=30), max_size=20).map(tuple),
    ),
    min_size=1,
    max_size=9,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(slots, min_size=1, max_size=4))
def test_slots_fill_the_width_and_cells_hold_their_text(models):
    named = {str(i): model for i, model in enumerate(models)}
    blocks = lay_out_blocks(named, dict.fromkeys(named, "一式"))
    for block in blocks.values():
        assert block.lefts[0] == NAME_INCHES
        assert block.lefts[-1] + block.widths[-1] == pytest.approx(WIDTH)
        for slot, width, columns in zip(block.slots, block.widths, block.columns, strict=True):
            cells = split_width(slot, width, columns)
            assert len(cells) == len(slot.cells)
            rows = cells[-1][0] + 1
            assert sum(cell for row, _, cell in cells if row == rows - 1) == pytest.approx(width)
            body = block.height - (0.27 if slot.header else 0)
            for text, (_, _, cell) in zip(slot.cells, cells, strict=True):
                assert (wrap_cell(text, cell).count("\n") + 1) * 9 * 1.25 / 72 < body / rows
    together = [block for block in blocks.values() if len(block.slots) == len(models[0])]
    assert len({block.widths for block in together}) == 1, "one formula, one set of widths"


def test_cells_are_not_narrower_than_their_text_needs():
    block = lay_out_blocks({"m": [Slot("五聚焦", 5, tuple(f"聚焦第{i}个方面" for i in range(9)))] * 4}, {"m": "式"})[
        "m"
    ]
    for slot, width, columns in zip(block.slots, block.widths, block.columns, strict=True):
        assert min(cell for _, _, cell in split_width(slot, width, columns)) >= LEAST_CELL


def test_nothing_found_gives_a_reason():
    figure = model_anatomy(ALL.head(0))
    check_chart(figure)
    assert [text for text in list_texts(figure) if "没有抽取到工作模式" in text.get_text()]
