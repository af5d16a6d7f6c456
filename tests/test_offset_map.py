"""The map between raw and clean: replay, monotone, composition; and cleaning as a whole on any text."""

import itertools
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dj_analysis.cleaning import clean_document
from dj_analysis.cleaning.edits import (
    EditError,
    OffsetMap,
    apply_changes,
    apply_edits,
    check_changes,
    compose,
)
from dj_analysis.corpus import CorpusError, make_document
from dj_analysis.lexicon import load_lexicon
from dj_analysis.records import Change

SPOILED = st.one_of(
    st.text(max_size=80),
    st.text(
        "党建支部学習乾黨校(dang)（xué）?！*“”【】\n \u3000\xa0&lt;ab<p>/|2021-:日期来源作者体育365bet\ue01b\ufffd",
        max_size=160,
    ),
    st.lists(
        st.sampled_from([
            "党(dang)(dang)支部", "學(xué)?!\ue01b彝ァ獙W(xué)生", "日期:2020-11-12 作者:甲某", "bet36体育在线",
            "首页 | 新闻 | 党建 | 学工", "一、基本情况", "&nbsp;", "<p>", "</p>", "\n", "\r\n", "  ",
            "党支部现有党员二十九人,其中教师党员八人,学生党员二十一人,都按时参加组织生活会。",
            "责任编辑:甲某", "(通讯员 王某)",
            "[某系党支部工作情况]为贯彻落实文件精神,党支部结合实际开展了多项活动,现汇报如下:",
        ]),
        max_size=14,
    ).map("".join),
)  # fmt: skip


@cache
def lexicon():
    return load_lexicon()


@st.composite
def rounds_of_changes(draw):
    raw = draw(st.text("党建(a)\n", max_size=25))
    text, rounds = raw, []
    for _ in range(draw(st.integers(1, 4))):
        changes, at = [], 0
        while at < len(text) and draw(st.booleans()):
            start = draw(st.integers(at, len(text) - 1))
            end = draw(st.integers(start + 1, min(len(text), start + 4)))
            changes.append(Change(start, end, draw(st.text("xy党", max_size=3))))
            at = end
        rounds.append(changes)
        text = apply_changes(text, changes)
    return raw, rounds


@given(rounds_of_changes())
@settings(deadline=None)
def test_composed_edits_replay_to_the_text_of_the_last_rule(case):
    raw, rounds = case
    text, edits = raw, ()
    for number, changes in enumerate(rounds):
        checked = check_changes(text, changes)
        edits = compose(raw, edits, checked, "stage", str(number))
        text = apply_changes(text, checked)
        assert apply_edits(raw, edits) == text
    for left, right in itertools.pairwise(edits):
        assert left.raw_end <= right.raw_start
    assert all(raw[e.raw_start : e.raw_end] == e.before for e in edits)


def check_article(article):
    raw, clean = article.document.raw, article.clean
    assert apply_edits(raw, article.edits) == clean
    assert "".join(clean[p.start : p.end] for p in article.passages) == clean
    assert [p.position for p in article.passages] == list(range(len(article.passages)))
    mapping = OffsetMap(article.edits)
    points = [mapping.to_raw(i, i + 1) for i in range(len(clean))]
    assert points == sorted(points)
    for start, (raw_start, raw_end) in enumerate(points):
        inside = [e for e in article.edits if raw_start <= e.raw_start and e.raw_end <= raw_end]
        assert apply_edits(raw[raw_start:raw_end], inside, raw_start) == clean[start]
    for damage in article.damages:
        assert 0 <= damage.start <= damage.end <= len(clean)
        assert 0 <= damage.raw_start <= damage.raw_end <= len(raw)


@given(SPOILED)
@settings(max_examples=300, deadline=None)
def test_any_text_is_cleaned_with_a_sound_map(text):
    try:
        document = make_document(text.encode("utf-8", "surrogatepass"), "any.txt")
    except CorpusError:
        return
    check_article(clean_document(document, lexicon()))


@given(SPOILED)
@settings(max_examples=300, deadline=None)
def test_cleaning_twice_changes_nothing_more(text):
    try:
        once = clean_document(make_document(text.encode("utf-8", "surrogatepass"), "any.txt"), lexicon()).clean
        twice = clean_document(make_document(once.encode("utf-8", "surrogatepass"), "any.txt"), lexicon()).clean
    except CorpusError:
        return
    assert twice == once


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_an_article_or_one_clear_error(data):
    try:
        document = make_document(data, "any.txt")
    except CorpusError:
        return
    check_article(clean_document(document, lexicon()))


@pytest.mark.parametrize(
    "changes",
    [[Change(0, 2, "x"), Change(1, 3, "y")], [Change(1, 1, "x")], [Change(0, 9, "")]],
    ids=["overlap", "insert", "outside"],
)
def test_unsound_changes_are_refused(changes):
    with pytest.raises(EditError):
        check_changes("党支部", changes)
