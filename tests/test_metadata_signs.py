"""Source, writers and school as small signs of a page give them: notes in brackets, sign-offs, masks, mastheads."""

import pytest

from dj_analysis.cleaning import clean_document
from dj_analysis.corpus import make_document
from dj_analysis.extraction.organisations import find_organisations
from dj_analysis.lexicon import load_lexicon

TITLE = "“烛光”党支部举办读书会\n"
TEXT = "近日,护理学院党支部举办读书会,二十名党员到会,大家交流了体会。\n支部书记作了总结,全年共读书十二本。"


def read(text):
    return clean_document(make_document(text.encode(), "a.txt"), load_lexicon()).metadata


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ("青禾客户端（转载）", "青禾客户端"),
        ("青禾客户端（转载  阅读：33", "青禾客户端"),
        ("青禾晚报（有删减）", "青禾晚报"),
        ("本报讯", None),
        ("本网讯", None),
        ("青禾日报", "青禾日报"),
        ("青禾大学（南校区）宣传部", "青禾大学（南校区）宣传部"),
    ],
)
def test_notes_behind_a_source_are_no_part_of_it(value, source):
    assert read(f"{TITLE}来源：{value}\n{TEXT}").source == source


@pytest.mark.parametrize(
    ("above", "below", "author"),
    [
        ("**本刊记者** 方禾 **｜《校园党建》2021年第3期**\n", "", "方禾"),
        ("本刊记者 方禾\n", "", "方禾"),
        ("", "（文／方禾）", "方禾"),
        ("", "(文/方禾)", "方禾"),
        ("", "\n（文／方禾", "方禾"),
        ("", "\n（文／方禾 图／李某）", "方禾"),
        ("", "（通讯员方禾 记者李某）", "方禾 李某"),
        ("", "\n（通讯员方禾 记者李某）", "方禾 李某"),
        ("记者：方禾 通讯员：李某\n", "", "方禾 李某"),
        ("", "（下同）", None),
        ("", "（图／李某）", None),
    ],
)
def test_writers_are_found_wherever_they_sign(above, below, author):
    assert read(f"{TITLE}{above}{TEXT}{below}").author == author


@pytest.mark.parametrize("mask", ["xx", "XX", "x x", "ｘｘ", "××", "**", "xxx", "某某"])
def test_what_a_mask_leaves_of_a_name_is_no_school(mask):
    found = read(f"{mask}科技大学材料学院党支部工作总结\n{TEXT}")
    assert (found.school, found.school_basis) == (None, "masked")


def test_letters_before_a_school_are_no_mask():
    assert read(f"IBM北京大学联合中心党支部工作总结\n{TEXT}").school == "北京大学"


@pytest.mark.parametrize(
    ("page", "school"),
    [
        (f"青岭职业技术学院\n首页 学院概况 机构设置\n{TITLE}{TEXT}", "青岭职业技术学院"),
        (f"青岭职业技术学院党建网\n首页 | 概况 | 党建\n{TITLE}发布时间:2023-05-01\n{TEXT}", "青岭职业技术学院"),
        (f"青岭职业技术学院党建工作简报\n{TITLE}{TEXT}", "青岭职业技术学院"),
        (f"{TITLE}本报讯 西塬交通学院道桥系桥隧党支部把课堂搬进工地。\n{TEXT}", "西塬交通学院"),
        (f"{TITLE}{TEXT}", None),
    ],
    ids=["masthead", "masthead-of-a-site", "bulletin", "college-with-departments", "none"],
)
def test_schools_of_mastheads_and_places(page, school):
    found = read(page)
    assert (found.school, found.school_basis) == (school, "text" if school else "none")


def test_a_party_committee_is_none_of_its_schools_and_some_branches_are_nobody():
    text = "部分支部作了交流,列席支部会议三十人次。中共青岭学院委员会和中共青岭学院护理系总支都派人到会。"
    article = clean_document(make_document(text.encode(), "a.txt"), load_lexicon())
    found = {(row.name, row.kind) for row in find_organisations(article, load_lexicon())}
    assert found == {
        ("中共青岭学院委员会", "granting_body"),
        ("青岭学院", "school"),
        ("护理系", "department"),
        ("护理系总支", "branch"),
    }


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("作者:机电系党总支", "机电系党总支"),
        ("作者:图书馆直属党支部", "图书馆直属党支部"),
        ("作者:学生记者团", "学生记者团"),
        ("作者:机电系党某某", "党某某"),
        ("作者:机电系王某某", "王某某"),
    ],
)
def test_an_office_that_writes_is_named_whole_and_a_person_without_it(byline, author):
    assert read(f"{TITLE}{byline} 发布时间:2024-05-08\n{TEXT}").author == author
