"""Names of branches and schools in running text: where they begin, which are others', which are none."""

import json
from functools import cache
from pathlib import Path

import pytest

from dj_analysis.cleaning.party_units import choose_unit, find_units
from dj_analysis.cleaning.schools import choose_school, find_own_schools
from dj_analysis.lexicon import load_lexicon

NAMES = json.loads((Path(__file__).parent / "cases" / "clean" / "units.json").read_text("utf-8"))


@cache
def lexicon():
    return load_lexicon()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("before", ["5月8日下午,", "近日,湖海大学", "1月2日", "在校党委领导下,学院"])
def test_a_name_is_found_whole(name, before):
    units = [unit for unit, _ in find_units(f"{before}{name}党支部召开会议。", "湖海大学", lexicon())]
    assert units == [f"{name}党支部"]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("机关党总支教工第三党支部开展活动", ["教工第三党支部"]),
        ("机械系第一党支部土木系第二党支部联合开展活动", ["机械系第一党支部", "土木系第二党支部"]),
        ("例如机械学院04级学生党支部开通了博客", ["机械学院04级学生党支部"]),
        ("计算机科学系召开学生党支部会议", []),
        ("各书院党总支:", []),
        ("学院党总支各支部换届", []),
        ("研究生处处长、科研处党支部书记钱某主持", []),
        ("由经济学院党委主办", ["经济学院党委"]),
        ("学院第一党支部举行会议", ["学院第一党支部"]),
        ("xx科技大学计算机学院党支部开展活动", ["计算机学院党支部"]),
        ("**大学会计学院教工党支部开展活动", ["会计学院教工党支部"]),
        ("在机关党委的坚强领导下,机械系党总支按照学院党委要求开展活动", ["机械系党总支"]),
        ("副院长钱某和组织人事处副处长赵某及图书馆党支部全体党员参加", ["图书馆党支部"]),
        ("传媒学院党总支师生融合党支部开展活动", ["师生融合党支部"]),
        ("推动党建业务深度融合,党支部作用明显", []),
    ],
)
def test_names_among_others(text, units):
    assert [unit for unit, _ in find_units(text, None, lexicon())] == units


def test_the_branch_that_visits_is_told_and_not_its_host():
    body = [
        "5月20日下午,科研处党支部到计算机学院,与信息技术教研室党支部召开座谈会,全体党员参加了会议。",
        "信息技术教研室党支部书记介绍了经验,信息技术教研室党支部党员作了补充。",
    ]
    assert choose_unit([], body, None, lexicon()) == ("科研处党支部", "支部")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("浙江大学党委赴南京大学考察", ["浙江大学"]),
        ("我院党支部联合浙江大学电机系、南京大学商学院,武汉大学水利系开展活动", []),
        ("党支部受邀参加复旦大学举办的交流会", []),
        ("由浙江大学主办的党课比赛", ["浙江大学"]),
        ("走进浙江大学", ["浙江大学"]),
    ],
)
def test_own_schools(text, own):
    assert find_own_schools(text, lexicon()) == own


def test_a_host_named_again_does_not_become_the_owner():
    body = ["工商管理学院党支部受邀参加复旦大学经济学院举办的交流会。", "复旦大学经济学院党委副书记致辞,介绍了经验。"]
    assert choose_school([], body, [], lexicon()) is None
    assert choose_school([], [body[0].replace("受邀参加", "组织"), body[1]], [], lexicon()) == "复旦大学"


@pytest.mark.parametrize(
    "text",
    [
        "医药化工学院学生党支部开展活动",
        "化学与化工学院赴社区开展活动",
        "水产与生命学院开展学院分党校活动",
        "在多元价值观早已涌入大学校园的今天",
        "食品科技学院召开会议",
        "办好中国特色社会主义大学",
        "健全中国特色现代大学制度",
    ],
)
def test_departments_and_clauses_are_no_schools(text):
    assert choose_school([text], [], [], lexicon()) is None


@pytest.mark.parametrize("name", ["云麓农林职业技术学院", "云麓大学"])
def test_a_school_that_no_list_has_is_told_by_its_kind(name):
    assert choose_school([f"近日,{name}学生党支部开展活动"], [], [], lexicon()) == name


@pytest.mark.parametrize("subject", ["食品", "轨道交通", "马克思主义"])
def test_a_subject_begins_the_name_of_a_department(subject):
    assert choose_school([f"{subject}职业技术学院学生党支部开展活动"], [], [], lexicon()) is None


def test_a_system_is_no_department():
    assert choose_unit(["治理体系建设取得成效"], ["学校推进各项工作。"], "湖海大学", lexicon()) is None
    assert choose_unit(["机械工程系建设取得成效"], ["学校推进各项工作。"], "湖海大学", lexicon()) == (
        "机械工程系",
        None,
    )


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("英语笔译学生党支部事迹介绍", "英语笔译学生党支部"),
        ("博士学生党支部通过样板支部验收", "博士学生党支部"),
        ("学生党支部召开组织生活会", "学生党支部"),
        ("我院学生党支部榜上有名", "学生党支部"),
        ("学生党支部:把支部建在公寓", "学生党支部"),
        ("离退休党支部赴红色基地参观", "离退休党支部"),
        ("海湾书院14级医学党支部的党员在读书", "海湾书院14级医学党支部"),
        ("实验室党支部开展安全检查", "实验室党支部"),
        ("——湖海大学柳苑学生社区党总支工作法", "柳苑学生社区党总支"),
        ("山里来的信——湖海大学研究生支教团临时党支部致母校", "研究生支教团临时党支部"),
        ("中共湖海大学委员会关于表彰先进的决定", "中共湖海大学委员会"),
        ("2021年度教育学本科生党支部述职报告", "教育学本科生党支部"),
        ("高校学生党支部建设研究", None),
        ("加强学生党支部建设", None),
        ("学生党支部品牌建设的实践", None),
        ("教师党支部书记培训班开班", None),
        ("各党支部开展主题党日", None),
        ("两个党支部结对共建", None),
        ("星级党支部评选结果揭晓", None),
        ("湖海大学推进校企党支部共建", None),
        ("湖海大学各党支部换届", None),
        ("流动党支部在海外", None),
        ("党史学习进支部", None),
    ],
)
def test_a_branch_is_known_by_where_it_is_named(title, unit):
    found = choose_unit([title], [], "湖海大学", lexicon())
    assert (found[0] if found else None) == unit


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("湖海大学护理系第一党支部 王某某", "护理系第一党支部"),
        ("湖海大学党委学生工作部", "党委学生工作部"),
        ("湖海大学坐落在湖边,有三个校区", None),
    ],
)
def test_a_signature_tells_the_unit_where_the_article_does_not(line, unit):
    found = choose_unit(["述职报告"], [], "湖海大学", lexicon(), [line])
    assert (found[0] if found else None) == unit
