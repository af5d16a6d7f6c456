"""Schools and groups side by side: complete matrices, honest about what each cell rests on."""

import pandas as pd
import pytest

from dj_analysis.analysis import UnfitTableError
from dj_analysis.analysis.bases import NO_MEMBERS, NO_TOTAL, TWO_MEMBERS, find_members, relate_numbers
from dj_analysis.analysis.groups import ONLY_ONE, describe_groups, label_groups
from dj_analysis.analysis.matrices import compare_honors, compare_practices, compare_themes
from dj_analysis.analysis.practices import name_practice
from dj_analysis.analysis.quantities import list_quantities
from dj_analysis.extraction.initiative_words import read_vocabulary
from dj_analysis.schema import TABLES
from dj_analysis.tables import make_frame


def frame(table, *rows):
    return make_frame(TABLES[table], rows)


def document(name, **columns):
    return {"doc_id": name, "source_file": f"{name}.txt", **columns}


def initiative(doc_id, number, name, theme=None):
    return {"doc_id": doc_id, "initiative_id": f"{doc_id}-{number}", "start": number, "name": name, "theme": theme}


DOCUMENTS = frame(
    "documents",
    document("a1", school="北京大学", group="公办", published_date="2020-01-02"),
    document("a2", school="北大", group="公办", published_date="2019-01-02"),
    document("b1", school="海滨大学", group="民办"),
    document("c1", unit="机关党支部"),
    document("c2", unit="机关党支部"),
    document("r1", school="海滨大学", duplicate_of="b1"),
)
INITIATIVES = frame(
    "initiatives",
    initiative("a1", 0, "“甲乙丙”活动", "理论学习"),
    initiative("a2", 0, "甲乙丙项目", "服务师生;理论学习"),
    initiative("b1", 0, "‘甲乙丙’工程", "服务师生"),
    initiative("b1", 1, "党员先锋岗"),
    initiative("r1", 0, "党员先锋岗"),
)


def test_short_names_become_full_and_unnamed_articles_are_never_pooled():
    labels = label_groups(DOCUMENTS).set_index("doc_id")["school"]
    assert labels["a1"] == labels["a2"] == "北京大学"
    assert labels[["c1", "c2"]].tolist() == ["未具名·机关党支部·c1.txt", "未具名·机关党支部·c2.txt"]
    assert "r1" not in labels


def test_articles_without_a_group_stay_with_their_school():
    labels = label_groups(DOCUMENTS.assign(group=DOCUMENTS["group"].where(DOCUMENTS["doc_id"] == "a1")), by="group")
    assert labels.set_index("doc_id")["group"].to_dict()["a2"] == "未分组·北京大学"
    with pytest.raises(UnfitTableError, match="school or group"):
        label_groups(DOCUMENTS, by="unit")


def test_groups_tell_how_many_articles_they_rest_on():
    table = describe_groups(DOCUMENTS).set_index("school")
    assert table.loc["北京大学", ["n_articles", "first", "last"]].tolist() == [2, "2019-01-02", "2020-01-02"]
    assert table.loc["海滨大学", "note"] == ONLY_ONE
    assert pd.isna(table.loc["北京大学", "note"])
    assert set(table["n_unnamed"]) == {2}


def test_the_theme_matrix_is_complete_and_counts_both_themes():
    table = compare_themes(INITIATIVES, DOCUMENTS)
    assert len(table) == 4 * 3
    row = table.set_index(["school", "theme"]).loc[("北京大学", "理论学习")]
    assert row[["n", "n_docs", "n_rows", "share", "rate", "rank", "n_articles"]].tolist() == [2, 2, 2, 1, 1, 1, 2]
    nothing = table.set_index(["school", "theme"]).loc[("未具名·机关党支部·c1.txt", "理论学习")]
    assert nothing[["n", "present", "rate", "n_rows"]].tolist() == [0, False, 0, 0]
    assert pd.isna(nothing["share"])
    assert table["reason"].notna().all()
    assert table["low"].isna().all()
    assert set(table["n_unnamed"]) == {2}


def test_a_practice_is_one_under_its_various_names():
    table = compare_practices(INITIATIVES, DOCUMENTS)
    assert table["practice"].drop_duplicates().tolist() == ["甲乙丙", "党员先锋岗"]
    first = table[table["practice"] == "甲乙丙"].set_index("school")
    assert first["n"].to_dict()["北京大学"] == 2
    assert first["n"].to_dict()["海滨大学"] == 1
    assert set(first["n_groups"]) == {2}
    assert compare_practices(INITIATIVES, DOCUMENTS, top=1)["practice"].nunique() == 1


def test_groups_of_the_analyst_are_compared_in_the_same_way():
    table = compare_themes(INITIATIVES, DOCUMENTS, by="group").set_index(["group", "theme"])
    assert table.loc[("公办", "理论学习"), "n"] == 2
    assert table.loc[("民办", "服务师生"), "share"] == 0.5


def test_honors_are_compared_by_level_and_status():
    honor = {"doc_id": "a1", "level": "provincial", "status": "awarded", "kind": "award", "title": "奖"}
    rows = [{**honor, "honor_id": f"h{i}", "start": i} for i in range(3)]
    rows.append({**honor, "honor_id": "h9", "doc_id": "b1", "status": "nominated"})
    table = compare_honors(frame("honors", *rows), DOCUMENTS).set_index(["school", "level", "status"])
    assert table.loc[("北京大学", "provincial", "awarded"), ["n", "rate", "rank"]].tolist() == [3, 1.5, 1]
    assert table.loc[("海滨大学", "provincial", "awarded"), "n"] == 0
    assert table.loc[("海滨大学", "provincial", "nominated"), "share"] == 1


def test_many_articles_get_an_interval():
    documents = frame("documents", *(document(f"d{i:02}", school="某山大学") for i in range(30)))
    rows = [initiative(f"d{i:02}", k, f"名{i}{k}", "理论学习") for i in range(30) for k in range(1 + i % 3)]
    row = compare_themes(frame("initiatives", *rows), documents).iloc[0]
    assert row["low"] < row["rate"] < row["high"]
    assert pd.isna(row["reason"])
    assert pd.isna(row["note"])


@pytest.mark.parametrize("by", ["school", "group"])
def test_row_order_does_not_matter(by):
    for compare in (compare_themes, compare_practices):
        one = compare(INITIATIVES, DOCUMENTS, by=by)
        other = compare(INITIATIVES.sample(frac=1, random_state=2), DOCUMENTS.sample(frac=1, random_state=3), by=by)
        pd.testing.assert_frame_equal(one, other)


def test_empty_tables_keep_their_columns():
    honors = frame("honors")
    for compare, rows in ((compare_themes, INITIATIVES), (compare_practices, INITIATIVES), (compare_honors, honors)):
        full = compare(rows, DOCUMENTS)
        for empty in (compare(rows.head(0), DOCUMENTS), compare(rows.head(0), DOCUMENTS.head(0))):
            assert empty.empty
            assert empty.columns.tolist() == full.columns.tolist()
            assert empty.dtypes.to_dict() == full.dtypes.to_dict()


@pytest.mark.parametrize(
    ("name", "practice"),
    [
        ("“重温誓词”主题活动", "重温誓词"),
        ("重温誓词活动", "重温誓词"),
        ("「重温誓词」", "重温誓词"),
        ("“学在前、做在先”行动", "学在前、做在先"),
        ("“甲乙”“丙丁”两个服务站", "甲乙、丙丁"),
        ("“向前行动”项目", "向前行动"),
        ("“我是党员----我先上”活动", "我是党员-我先上"),
        ("“红心＋爱心”工程", "红心+爱心"),
        ("小桥计划”", "小桥"),
        ("党员先锋岗", "党员先锋岗"),
        ("党员示范岗", "党员示范岗"),
        ("十佳歌手大赛", "十佳歌手大赛"),
        ("主题活动", "主题活动"),
        ("活动", "活动"),
    ],
)
def test_practices_lose_their_quotes_and_a_generic_head(name, practice, lexicon):
    assert name_practice(name, read_vocabulary(lexicon)) == practice


def number(doc_id, name, value, **columns):
    exact = {"bound": "exact", "status": "stated", "low": value, "high": value, "kind": "count", "unit": "名"}
    columns = {"start": value, **columns}
    return {"doc_id": doc_id, "number_id": name, "value": value, **exact, **columns}


NUMBERS = frame(
    "numbers",
    number("a1", "all", 40, item="党员"),
    number("a1", "part", 10, item="教师党员", part_of="all", unit="人"),
    number("a1", "sites", 8, item="服务站", unit="个"),
    number("a1", "about", 80, item="活动", unit="场", high=100, bound="over"),
    number("a1", "hours", 20, item="学习", unit="小时", kind="duration"),
    number("a1", "rate", 75, item="学生", unit="%", kind="percent"),
    number("a1", "mixed", 5, item="班级", unit="个", part_of="all"),
    number("a2", "one", 30, item="党员"),
    number("a2", "two", 31, item="党员"),
    number("a2", "few", 3, item="服务站", unit="个"),
    number("b1", "other", 90, item="党员", subject="全国"),
    number("b1", "few2", 3, item="服务站", unit="个"),
    number("c1", "own", 12, item="党员", subject="机关党支部"),
    number("c1", "admitted", 30, item="党员", subject="机关党支部", measure="发展"),
    number("c1", "aim", 50, item="党员", subject="机关党支部", status="planned"),
)


def test_members_admitted_or_aimed_at_are_no_members_and_aims_are_compared_with_nothing():
    table = relate_numbers(NUMBERS, DOCUMENTS).set_index("number_id")
    assert table.loc["admitted", ["base_id", "ratio"]].tolist() == ["own", 2.5]
    assert "aim" not in table.index
    assert "aim" not in set(list_quantities(NUMBERS, DOCUMENTS)["number_id"])


def test_numbers_are_related_to_the_base_their_article_states():
    table = relate_numbers(NUMBERS, DOCUMENTS).set_index("number_id")
    assert table.loc["part", ["base", "base_id", "ratio"]].tolist() == ["total", "all", 0.25]
    assert table.loc["sites", ["base", "ratio"]].tolist() == ["members", 0.2]
    assert table.loc["about", ["ratio", "ratio_low", "ratio_high"]].tolist() == [2, 2, 2.5]
    assert table.loc["rate", "ratio"] == 0.75


def test_no_base_is_guessed():
    table = relate_numbers(NUMBERS, DOCUMENTS).set_index("number_id")
    assert table.loc["few", "reason"] == TWO_MEMBERS
    assert table.loc["few2", "reason"] == NO_MEMBERS
    assert table.loc["mixed", "reason"] == NO_TOTAL
    assert table.loc[["few", "few2", "mixed", "hours", "all"], "ratio"].isna().all()
    assert table.loc[["few", "few2", "mixed", "hours", "all"], "reason"].notna().all()


def test_members_of_somebody_else_are_not_the_branchs():
    assert find_members(NUMBERS, DOCUMENTS)["number_id"].fillna("-").tolist() == ["all", "-", "own"]


def test_no_numbers_give_an_empty_frame():
    empty = relate_numbers(NUMBERS.head(0), DOCUMENTS)
    assert empty.empty
    assert empty.dtypes.to_dict() == relate_numbers(NUMBERS, DOCUMENTS).dtypes.to_dict()
