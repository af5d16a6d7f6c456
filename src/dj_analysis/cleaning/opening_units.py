"""Branches known by where they are named: directly behind the school, at the start of the page, or as its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from dj_analysis.cleaning.alternatives import one_of
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

HEAD = r"(?P<head>党支部|党总支|支部|总支)"
BRANCH = compile_re(rf"(?P<name>[\u4e00-\u9fff\d]{{2,16}}?){HEAD}")
OWN_BRANCH = compile_re(rf"[我本][院校系部](?P<name>[\u4e00-\u9fff\d]{{2,12}}?){HEAD}")
"""我院|学生|党支部: a name any school has, made one branch by whose it is."""

BEHIND_SCHOOL = compile_re(
    r"(?P<name>[\u4e00-\u9fff\d]{2,22}?)(?P<head>党支部|党总支|党委(?!组织部|宣传部|办|学|教|统战|研)|支部|总支)"
)
OFFICE = compile_re(r"(?P<name>(?:党委)?[\u4e00-\u9fff]{2,12}(?:部|处|馆|中心|学院|书院|研究院|办公室|系))(?=[\s　]|$)")
"""A line that signs: a school, one of its offices, and at the most a name behind a space."""

COMMITTEE = "党委"
"""What the names of its offices begin with."""

TOPIC_BEHIND = compile_re(
    "建设|工作(?!总结|报告|汇报|案例|纪实)|规范|标准|品牌|副?书记|委员|换届|如何|怎[样么]|设置|条例|制度|作用|组织力|组织生活(?!会)|是党|活动的|"
    "党建(?!品牌)|[在中里为]|的(?!党员|\\d)|[们和与、]"
)
"""Behind these a branch is what is written about, not who acts."""

OPENING_REACH = 40
"""Characters of the first paragraph in which 我院学生党支部 is who the article is about."""

LEVELS = {"党支部": "支部", "支部": "支部", "党总支": "总支", "总支": "总支", "党委": "党委"}


@lru_cache(maxsize=8)
def _stops(lexicon: Lexicon) -> re.Pattern[str]:
    return compile_re(one_of(lexicon.words("unit_stops")))


@lru_cache(maxsize=8)
def _topics(lexicon: Lexicon) -> re.Pattern[str]:
    """What stands before the head in essays on branches, before one of many, or in praise of one."""
    return compile_re(one_of(lexicon.words("unit_topics")))


def find_committee(title: Sequence[str], school: str | None) -> tuple[str, str] | None:
    """The committee of the whole school, where a notice opens with it.

    >>> find_committee(["中共临江海事学院委员会关于表彰先进的决定"], "临江海事学院")
    ('中共临江海事学院委员会', '党委')
    """
    name = f"中共{school}委员会"
    return (name, "党委") if school and any(line.startswith(name) for line in title) else None


def find_signed_branch(lines: Sequence[str], school: str | None, lexicon: Lexicon) -> tuple[str, str] | None:
    """The branch named directly behind the school's name in a title, a subtitle or a line that signs.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> find_signed_branch(["对话临江海事学院轮机系学生党支部书记"], "临江海事学院", load_lexicon())
    ('轮机系学生党支部', '支部')
    """
    for line in lines if school else ():
        at = line.find(school or "")
        branch = BEHIND_SCHOOL.match(line, at + len(school or "")) if at >= 0 else None
        if branch and not (_topics(lexicon).search(branch["name"]) or _stops(lexicon).match(branch["name"])):
            return branch["name"] + branch["head"], LEVELS[branch["head"]]
    return None


def find_signed_unit(lines: Sequence[str], school: str | None, lexicon: Lexicon) -> tuple[str, str | None] | None:
    """The branch behind the school's name, or the office that a line of nothing but school and office names.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> find_signed_unit(["临江海事学院党委学生工作部"], "临江海事学院", load_lexicon())
    ('党委学生工作部', None)
    """
    if branch := find_signed_branch(lines, school, lexicon):
        return branch
    for line in lines if school else ():
        office = OFFICE.match(line, len(school or "")) if line.startswith(school or "") else None
        if office and not _stops(lexicon).search(office["name"].removeprefix(COMMITTEE)):
            return office["name"], None
    return None


def find_opening_unit(
    title: Sequence[str], body: Sequence[str], school: str | None, lexicon: Lexicon
) -> tuple[str, str] | None:
    """The branch that title or first paragraph opens with, or calls its own; None for an essay on branches.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> find_opening_unit(["英语笔译学生党支部召开组织生活会"], [], None, load_lexicon())
    ('英语笔译学生党支部', '支部')
    >>> find_opening_unit(["学生党支部建设的思考"], [], None, load_lexicon()) is None
    True
    """
    for text in (*title, *body[:1]):
        at = len(school) if school and text.startswith(school) else 0
        for match in (BRANCH.match(text, at), OWN_BRANCH.search(text, 0, OPENING_REACH)):
            if match is None or TOPIC_BEHIND.match(text, match.end()):
                continue
            if not _stops(lexicon).search(match["name"]) and not _topics(lexicon).search(match["name"]):
                return match["name"] + match["head"], LEVELS[match["head"]]
    return None
