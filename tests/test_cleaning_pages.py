"""Whole pages of many makes: which line is what, and what the page says of its article."""

import json
from functools import cache
from pathlib import Path

import pytest

from dj_analysis.cleaning import clean_document
from dj_analysis.corpus import make_document
from dj_analysis.lexicon import load_lexicon

PAGES = json.loads((Path(__file__).parent / "cases" / "clean" / "pages.json").read_text("utf-8"))


@cache
def lexicon():
    return load_lexicon()


def clean(text, given=None):
    return clean_document(make_document(text.encode(), "page.txt"), lexicon(), given)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in PAGES])
def test_page(case):
    article = clean(case["text"])
    assert {name: getattr(article.metadata, name) for name in case["want"]} == case["want"]
    if "regions" in case:
        assert [passage.region for passage in article.passages] == case["regions"]


def test_the_analysts_row_wins():
    given = {
        "school": "某某学院",
        "title": "题",
        "unit": "机械系党总支",
        "published_date": "2020-01-02",
        "author": "甲",
        "group": "民办",
    }
    metadata = clean(
        "党建工作总结\n日期:2019-03-04 作者:王某\n党支部现有党员二十九人,其中教师党员八人。", given
    ).metadata
    assert (metadata.school, metadata.school_basis, metadata.title) == ("某某学院", "metadata", "题")
    assert (metadata.unit, metadata.unit_level, metadata.group) == ("机械系党总支", "总支", "民办")
    assert (metadata.published_date, metadata.author) == ("2020-01-02", "甲")


def test_lead_in_in_brackets_is_a_title_of_its_own_and_nothing_is_inserted():
    body = "为贯彻落实文件精神,党支部结合实际开展了多项活动,现将有关情况汇报如下:"
    page = f"标题行在此处\n日期:2020-01-02\n[某系党支部开展活动情况]{body}"
    article = clean(page)
    assert article.clean == page
    assert [article.clean[p.start : p.end] for p in article.passages if p.region == "title"][
        1
    ] == "[某系党支部开展活动情况]"


def test_three_copies_are_read_once_and_captions_of_one_copy_are_kept():
    paragraphs = [
        "党支部现有党员二十九人,其中教师党员八人,学生党员二十一人,按时参加组织生活。",
        "支部全年开展主题党日活动十二次,参加人数累计三百余人次,师生评价良好。",
    ]
    copy = "\n".join(paragraphs)
    article = clean("\n".join([copy, "首页 | 新闻 | 党建 | 学工", copy, "图为党员活动现场。", "分享", copy]))
    read = "".join(s.text for s in article.sentences)
    assert read == "".join(paragraphs) + "图为党员活动现场。"
