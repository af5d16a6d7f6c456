"""Labels of metadata lines: which are joined, glued, empty or behind the names, and which only look like labels."""

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dj_analysis.cleaning.header import read_fields, read_sign_off
from dj_analysis.lexicon import load_lexicon

CASES = json.loads((Path(__file__).parent / "cases" / "clean" / "labels.json").read_text("utf-8"))

PEOPLE = {
    "作者": "author",
    "撰稿": "author",
    "编辑": "editor",
    "责任编辑": "editor",
    "审核": "reviewer",
    "摄影": "photographer",
}
NAMES = ("李某", "王某某", "张某", "欧阳某", "赵某 陈某", "")
TAILS = (("发布时间", "published_date", "2021-06-18"), ("浏览次数", "views", "12"), ("来源", "source", "党委宣传部"))


@cache
def lexicon():
    return load_lexicon()


def told(fields):
    """Fields with a value."""
    return [[field.name, field.value] for field in fields if field.value]


def ids(cases):
    return [pytest.param(case, id=case["label"]) for case in cases]


@pytest.mark.parametrize("case", ids(CASES["lines"]))
def test_a_line_tells_what_its_labels_say(case):
    fields = read_fields(case["text"], lexicon())
    assert told(fields) == case["want"]
    assert all(case["text"][field.start : field.end] == field.value for field in fields)


@pytest.mark.parametrize("case", ids(CASES["lines"] + CASES["sign_offs"]))
def test_a_sign_off_tells_the_same_and_more(case):
    fields = read_sign_off(case["text"], lexicon())
    assert told(fields) == case["want"]
    assert all(case["text"][field.start : field.end] == field.value for field in fields)


@pytest.mark.parametrize("text", CASES["none"])
def test_a_headline_or_a_notice_is_no_metadata(text):
    assert read_fields(text, lexicon()) == []


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("文/李某", [["author", "李某"]]),
        ("文字|李某", [["author", "李某"]]),
        ("时间:2021年3月4日 14:05", [["published_date", "2021年3月4日 14:05"]]),
        ("来源:某系党支部", [["source", "某系党支部"]]),
        ("审核:李某", [["reviewer", "李某"]]),
    ],
)
def test_a_name_a_house_or_a_clock_in_their_place_is(text, want):
    assert told(read_fields(text, lexicon())) == want


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(PEOPLE)), st.sampled_from(NAMES)), min_size=1, max_size=4),
    st.lists(st.sampled_from(TAILS), max_size=3, unique=True),
    st.sampled_from([":", "：", " :", "]:"]),
    st.sampled_from(["", " ", "   ", ";", " | "]),
)
def test_labels_with_a_colon_are_read_however_they_are_parted(people, tails, mark, parted):
    opening = "[" if mark == "]:" else ""
    rows = [(label, PEOPLE[label], name) for label, name in people] + list(tails)
    line = parted.join(f"{opening}{label}{mark}{value}" for label, _, value in rows)
    assert told(read_fields(line, lexicon())) == [[field, value] for _, field, value in rows if value]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(PEOPLE)), st.sampled_from(NAMES[:-1])), min_size=2, max_size=4),
    st.sampled_from(["/", "|", "｜", "丨", " | "]),
    st.sampled_from([" ", "  ", ";", " ; "]),
)
def test_labels_with_a_bar_are_read_where_there_are_several(people, mark, parted):
    line = parted.join(f"{label}{mark}{name}" for label, name in people)
    assert told(read_fields(line, lexicon())) == [[PEOPLE[label], name] for label, name in people]


@given(
    st.lists(
        st.tuples(st.sampled_from(["文", "图", "审核", "编辑"]), st.sampled_from(NAMES[:4])), min_size=1, max_size=4
    )
)
def test_names_before_their_roles(people):
    fields = {"文": "author", "图": "photographer", "审核": "reviewer", "编辑": "editor"}
    line = ";".join(f"{name}/{role}" for role, name in people)
    assert told(read_fields(line, lexicon())) == [[fields[role], name] for role, name in people]
