"""Parts of a corpus: chosen by school, group and time, whole in every table, and clear about what is not there."""

from datetime import date

import pytest

import dj_analysis as dj
from articles import make_corpus
from dj_analysis.analysis import TooFewDocuments, UnfitTableError, UnknownGroupError, count_undated, narrow_tables
from dj_analysis.schema import TABLES
from dj_analysis.tables import check_frame


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return dj.load(dj.build("data/raw", tmp_path_factory.mktemp("subsets")).out)


def files(tables):
    return sorted(name[:3] for name in tables.documents["source_file"])


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        ({}, ["000", "001", "002", "003", "004"]),
        ({"schools": ["长春科技学院"]}, ["001"]),
        ({"schools": ["未具名·商贸系党支部", "重庆第二师范学院"]}, ["002", "004"]),
        ({"groups": ["民办高校"]}, ["000", "001"]),
        ({"groups": ["民办高校"], "schools": ["长春科技学院"]}, ["001"]),
        ({"groups": ["未分组·未具名·商贸系党支部"]}, ["004"]),
        ({"since": "2020"}, ["000", "002", "003"]),
        ({"until": "2020"}, ["000", "002", "004"]),
        ({"since": date(2020, 4, 23), "until": "2020-11"}, ["000", "002"]),
        ({"since": "2020-04-24", "until": "2020-11-12"}, ["000"]),
        ({"groups": ["民办高校"], "since": "2000"}, ["000"]),
    ],
)
def test_articles_are_chosen_by_school_group_and_time(tables, choice, left):
    assert files(narrow_tables(tables, **choice)) == left


def test_every_table_holds_the_rows_of_the_chosen_articles_and_only_these(tables):
    part = narrow_tables(tables, schools=["长春科技学院", "重庆第二师范学院"])
    kept = set(part.documents["doc_id"])
    for name, frame in part.items():
        check_frame(frame, TABLES[name])
        whole = getattr(tables, name)
        assert len(frame) == whole["doc_id"].isin(kept).sum(), name
    assert min(len(part.facts), len(part.mentions), len(part.passages)) > 0
    assert set(part.model_components["model_id"]) <= set(part.models["model_id"])
    assert set(part.numbers["passage_id"].dropna()) <= set(part.passages["passage_id"])
    assert set(part.numbers["part_of"].dropna()) <= set(part.numbers["number_id"])


def test_without_a_choice_the_tables_are_the_same(tables):
    assert narrow_tables(tables) is tables


def test_articles_without_a_date_are_counted(tables):
    assert count_undated(tables) == 1
    assert count_undated(tables, groups=["公办高校"]) == 0
    assert count_undated(tables, schools=["长春科技学院"]) == 1


def test_a_repost_goes_with_what_it_repeats(tmp_path):
    raw = make_corpus(tmp_path / "raw", 3)
    text = (raw / "001.txt").read_text("utf-8")
    (raw / "900.txt").write_text(text.replace("日期:", "转载日期:"), "utf-8")
    tables = dj.load(dj.build(raw, tmp_path / "out").out)
    assert tables.documents["duplicate_of"].notna().sum() == 1
    school = tables.facts.loc[tables.facts["doc_id"].isin(tables.documents["duplicate_of"]), "school"].iloc[0]
    assert files(narrow_tables(tables, schools=[school])) == ["001", "900"]
    assert files(narrow_tables(tables, schools=["江北师范大学"])) == ["000"]


@pytest.mark.parametrize(
    ("choice", "error", "message"),
    [
        ({"schools": ["长春"]}, UnknownGroupError, "no school is called '长春'; nearest of 5 are: 长春科技学院, "),
        ({"schools": ["商贸系党支部"]}, UnknownGroupError, "are: 未具名·商贸系党支部, "),
        ({"groups": ["民办"]}, UnknownGroupError, "are: 民办高校, "),
        ({"since": "2020-13"}, UnfitTableError, "since: '2020-13' is no date; write 2021, 2021-06 or 2021-06-30"),
        ({"until": "去年"}, UnfitTableError, "until: '去年' is no date"),
        ({"since": "2021", "until": "2020"}, UnfitTableError, "exchange since and until"),
        ({"since": "2030"}, TooFewDocuments, "none of the 5 articles is of that time: their dates run from 2011-01-07"),
        ({"schools": ["长春科技学院"], "since": "2020"}, TooFewDocuments, "none of them has a date, and 1 carry none"),
        ({"schools": ["长春科技学院"], "groups": ["公办高校"]}, TooFewDocuments, "leave out one of the two"),
    ],
)
def test_what_is_not_there_is_told_in_one_sentence(tables, choice, error, message):
    with pytest.raises(error, match=message.replace("(", r"\(")):
        narrow_tables(tables, **choice)


def test_a_corpus_without_groups_says_where_they_come_from(tmp_path):
    tables = dj.load(dj.build(make_corpus(tmp_path / "raw", 2), tmp_path / "out").out)
    with pytest.raises(UnknownGroupError, match="no article has a group, so none is called '东部'; fill in metadata"):
        narrow_tables(tables, groups=["东部"])
