"""The level of an honour: national, provincial, municipal, county, school, department or association."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.alternations import either
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

ORDER = ("national", "provincial", "municipal", "county", "association", "school", "department")
"""Higher levels are looked for first: 全国高校 names a school word too."""

_NARROW = r"(?:(?:^|(?<=[度年批届“]))%s|%s(?=[级内“优先十标样示文最]))"
"""校, 院, 系 count only at the start of a title or before 级 and words of merit: 科技小院, 体系 are no levels."""
_GUARDS = {
    "国家": r"国家(?!公园)",
    "国赛": r"(?<!中)国赛(?![道区])",
    "省": r"(?<![反自节])省(?!思|略|钱|时|力)",
    "市": r"(?:(?<![城超都门])市|^“?[\u4e00-\u9fff]城市)(?!场|民|值)",
    "县": r"县",
    "镇": r"(?<![城乡])镇(?!定|静)",
    "校": rf"(?<![高母]){_NARROW % ('校', '校')}(?!园|友|外|企|训|准|社|地)",
    "学校": _NARROW % ("学校", "学校"),
    "大学": r"大学(?!生|习)",
    "院": rf"(?<![学小大医法]){_NARROW % ('院', '院')}(?!系|士|校|落|长|线)",
    "系": rf"(?<![院体关联维]){_NARROW % ('系', '系')}(?!统|列|数)",
    "学院": r"学院(?!派)",
    "中央": r"中央(?!空调)",
}
"""Where a short level word is part of another word (反省, 城市, 高校, 院系)."""

_CHINA = r"中国(?!共产党|[\u4e00-\u9fff]{2,4}大学(?!生))"
"""中国 tells a national body, but not in the name of a university."""
_SCHOOL_NAME = compile_re(r"[\u4e00-\u9fff]{2,10}(?:大学(?!生)|师范学院|职业学院|职业技术学院|专科学校)")
_SCHOOL_CONTEXT = compile_re(r"学校|全校|我校|校党委|校级|大学(?!生)|学院|学党委")


_REGIONS = ("自治区", "内蒙古", "广西", "宁夏", "新疆", "西藏")
"""What tells that 全区 means a region."""
WHOLE_REGION = "全区"
_REMEMBERED = 4096
"""Titles and bodies kept with their level; those of the system come back in every article."""

_PART_OF = compile_re(
    r"(?:大学(?!生)|学校|职业(?:技术)?学院|师范学院)[\u4e00-\u9fff]{1,12}?(?:学院|系)(?:委员会|党委|党总支|分?团委|学生会|工会)?$"
)
_ABOVE = compile_re(
    r"^(?:中共)?[\u4e00-\u9fff]{2,3}省(?=[\u4e00-\u9fff]{2,3}[市县州](?:委|政府|教育局|总?工会|[\u4e00-\u9fff]{2,4}局))"
)
"""某省|某市委: the province a town lies in ranks no body of the town."""
_OWN_COLLEGE = compile_re(
    r"(?:[我本全]?院|学院)(?:党委|团委|工会|学生会|级)?"
    r"|(?:中共)?[\u4e00-\u9fff]{2,8}(?:理工|师范|职业|技术|医|民族)学院(?:委员会|党委)"
)
_OF_DEPARTMENT = compile_re(r"(?:^|[全本我])系(?![统列])|系级|二级学院")


class Level(NamedTuple):
    """A level with its basis: title, grantor, context or none."""

    name: str
    basis: str | None


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str]], ...]:
    provinces = either(lexicon.words("levels", level="provincial_name"))
    built = []
    for level in ORDER:
        parts = [_GUARDS.get(term) or re.escape(term) for term in lexicon.words("levels", level=level)]
        if level == "national":
            parts.append(_CHINA)
        if level == "provincial":
            parts.append(rf"(?:{provinces})(?![\u4e00-\u9fff]{{0,8}}(?:大学(?!生)|学院))")
        built.append((level, compile_re("|".join(parts))))
    return tuple(built)


@lru_cache(maxsize=4)
def _placed_school(lexicon: Lexicon) -> re.Pattern[str]:
    """湖北理工学院: a college named by its province is a school."""
    return compile_re(rf"(?:{either(lexicon.words('levels', level='provincial_name'))})[\u4e00-\u9fff]{{2,6}}?学院")


@lru_cache(maxsize=_REMEMBERED)
def read_level(text: str, lexicon: Lexicon) -> str | None:
    """The highest level a title or a body's name states, None when it states none.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> read_level("全省高校先进基层党组织", load_lexicon()), read_level("支部创新奖", load_lexicon())
    ('provincial', None)
    """
    plain = _placed_school(lexicon).sub("校级", _SCHOOL_NAME.sub("校级", text))
    for level, pattern in _patterns(lexicon):
        if pattern.search(plain):
            return level
    return None


def read_body_level(name: str, lexicon: Lexicon, college: bool) -> str | None:
    """The level of one body: a 学院 or 系 of a school is a department, a 学院 without a name what ``college`` says.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [read_body_level(name, load_lexicon(), False) for name in ("江北大学化工学院党委", "学校党委", "学院")]
    ['department', 'school', 'department']
    """
    if _PART_OF.search(name):
        return "department"
    name = _ABOVE.sub("", name)
    level = "association" if _patterns(lexicon)[ORDER.index("association")][1].search(name) else None
    level = level or read_level(name, lexicon)
    return "school" if college and level == "department" and _OWN_COLLEGE.fullmatch(name) else level


def judge_level(title: str, grantor: str | None, near: str, of_school: bool, lexicon: Lexicon, college: bool) -> Level:
    """Title first, then the granting body, then the words near, then whether the article speaks of its school.

    ``near`` may state any level (在全省高校…大赛中); ``of_school`` tells that the article speaks of its school.
    ``college`` tells that the institution itself is called 学院, so that 院 means the school.
    """
    for text, basis in ((title, "title"), (grantor or "", "grantor"), (near, "context")):
        if basis == "grantor":
            level = read_body_level(text, lexicon, college) if text else None
        else:
            level = read_level(text, lexicon) if text else None
            level = "school" if college and level == "department" and not _OF_DEPARTMENT.search(text) else level
        if level:
            return Level(level, basis)
    return Level("school", "context") if of_school else Level("unknown", None)


def is_autonomous(text: str) -> bool:
    """True where an article speaks of an autonomous region, whose 全区 is as high as 全省.

    >>> is_autonomous("自治区党委表彰"), is_autonomous("区委表彰")
    (True, False)
    """
    return any(name in text for name in _REGIONS)


def speaks_of_school(text: str) -> bool:
    """True where an article speaks of a school at all, so that an honour of no stated level is the school's own.

    >>> speaks_of_school("学校召开大会"), speaks_of_school("大学生读书会")
    (True, False)
    """
    return _SCHOOL_CONTEXT.search(text) is not None
