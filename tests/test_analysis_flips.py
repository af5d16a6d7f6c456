"""Orders that turned between two builds, and names of persons to be masked."""

import pandas as pd
import pytest

from dj_analysis.analysis import UnfitTableError
from dj_analysis.analysis.flips import find_flips
from dj_analysis.analysis.persons import find_person_spans
from dj_analysis.schema import TABLES
from dj_analysis.tables import make_frame


def ranking(**rates):
    return pd.DataFrame({"theme": "理论学习", "school": list(rates), "rate": [float(rate) for rate in rates.values()]})


def test_a_flip_names_who_was_ahead_and_who_is():
    table = find_flips(ranking(甲=3, 乙=2, 丙=1), ranking(甲=2, 乙=2.5, 丙=1), items=["theme"])
    assert table.values.tolist() == [["理论学习", "甲", "乙", 3, 2, 2, 2.5]]


@pytest.mark.parametrize("after", [ranking(甲=2, 乙=2), ranking(甲=5, 乙=1), ranking(甲=1), ranking(乙=9, 丙=3)])
def test_ties_and_missing_groups_are_no_flips(after):
    table = find_flips(ranking(甲=3, 乙=2), after, items=["theme"])
    assert table.empty
    assert table.columns.tolist()[:3] == ["theme", "ahead_before", "ahead_after"]


def test_flips_need_rankings():
    with pytest.raises(UnfitTableError, match="rate"):
        find_flips(ranking(甲=1).drop(columns="rate"), ranking(甲=1), items=["theme"])


def read_spans(text, **columns):
    document = {"doc_id": "d", "source_file": "1.txt", **columns}
    passages = make_frame(TABLES["passages"], [{"doc_id": "d", "passage_id": "p", "start": 10, "text": text}])
    honors = make_frame(TABLES["honors"], [])
    spans = find_person_spans(make_frame(TABLES["documents"], [document]), honors, passages)
    return [text[start - 10 : end - 10] for start, end in spans[["start", "end"]].values.tolist()]


def test_authors_are_found_in_the_text_and_words_are_not():
    assert "欧阳明" in read_spans("欧阳明带队走访，学生高度评价，黄金周开放。", author="欧阳明 党委宣传部")
    assert read_spans("学生高度评价，教师荣誉感，教授党员，干部支部，向前一步。") == []


def test_masked_names_behind_an_office_are_found():
    assert read_spans("支部书记赵某，先后获奖。") == ["赵某"]


def test_no_passages_give_no_spans():
    assert read_spans("") == []
