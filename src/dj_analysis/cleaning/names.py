"""The school and the Party unit an article is about, by the grammar of their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from dj_analysis.lexicon import Lexicon

HEAD = (
    "职业技术大学|职业技术学院|职业大学|职业学院|高等专科学校|师范专科学校|幼儿师范学校|技术学院|师范学院|师范大学|医学院|"
    "大学|学院|学校|党校|专科学校|卫校|技校"
)
NOT_SCHOOL_BEHIND = "(?!生|城|科技园|习|堂|时代|阶段|期间|毕业|英语|语文|章程|里|排名)"
WORD = "[\u4e00-\u9fff]"
BRANCH_HEADS = "党支部委员会|党支部|党总支|党委|支部|总支"
LEVELS = {"党支部委员会": "支部", "党支部": "支部", "支部": "支部", "党总支": "总支", "总支": "总支", "党委": "党委"}

TITLE_WEIGHT, LEAD_WEIGHT, BODY_WEIGHT = 4, 3, 1
LEAD_LINES = 3
"""Paragraphs in which an article says whom it is about."""

MIN_UNIT_MENTIONS = 3
"""A unit that is named neither in the title nor in the lead must be named so often."""


@lru_cache(maxsize=8)
def _school_patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A place name or a known name before a school head; a masked school."""
    places = "|".join(map(re.escape, lexicon.words("school_places")))
    known = "|".join(map(re.escape, lexicon.words("schools")))
    sub = "|".join(map(re.escape, lexicon.words("school_branches")))
    branch = rf"(?:(?:{places}|{sub})(?:学院|校区分校|分校))?"
    name = rf"(?:(?:{known})|(?:{places})(?:(?!{HEAD}|党)[\u4e00-\u9fff·]){{0,10}}(?:{HEAD}){NOT_SCHOOL_BEHIND}){branch}"
    masked = r"(?:\*{1,6}|[×XＸx]{2,6}|某某?)(?:省|市)?[\u4e00-\u9fff]{0,6}(?:大学|学院)"
    return re.compile(name), re.compile(masked)


def find_schools(text: str, lexicon: Lexicon) -> list[str]:
    """Full names of schools in the order of the text.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> find_schools("重庆第二师范学院学前教育学院学生一支部与北京大学生联欢", load_lexicon())
    ['重庆第二师范学院']
    """
    if "学" not in text and "校" not in text:
        return []
    return [_trim_place(m.group()) for m in _school_patterns(lexicon)[0].finditer(text)]


def _trim_place(name: str) -> str:
    return name.removeprefix("中共")


def has_masked_school(text: str, lexicon: Lexicon) -> bool:
    """Whether the text names its school with a mask: *大学, ××学院, 某高校."""
    return _school_patterns(lexicon)[1].search(text) is not None


def choose_school(title: Sequence[str], body: Sequence[str], signs: Iterable[str], lexicon: Lexicon) -> str | None:
    """The school the article is about: named in the title or the lead, or most often."""
    scores: dict[str, float] = {}

    def count(text: str, weight: float) -> None:
        for position, name in enumerate(find_schools(text, lexicon)):
            scores[name] = scores.get(name, 0.0) + (weight if position == 0 else min(weight, BODY_WEIGHT))

    for text in title:
        count(text, TITLE_WEIGHT)
    for number, text in enumerate(body):
        count(text, LEAD_WEIGHT if number < LEAD_LINES else BODY_WEIGHT)
    for text in signs:
        count(text, LEAD_WEIGHT)
    return max(scores, key=lambda name: scores[name]) if scores else None


@lru_cache(maxsize=8)
def _unit_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """Department word, kind of members, number, branch head; the name is what stands before back to a boundary."""
    part = "|".join(map(re.escape, lexicon.words("unit_parts", kind="department")))
    members = "|".join(map(re.escape, lexicon.words("unit_parts", kind="members")))
    number = "(?:第?[一二三四五六七八九十]{1,3}|第?\\d{1,2})"
    adjective = "(?:直属|联合|临时|功能型|党员)"
    return re.compile(
        rf"(?P<name>[\u4e00-\u9fff]{{0,16}}?(?P<part>{part})(?:[\u4e00-\u9fff]{{1,8}}(?:{part}))?(?:[\u4e00-\u9fff]{{0,6}}(?:{members}))?"
        rf"{number}?{adjective}?{number}?)(?P<head>{BRANCH_HEADS})(?!书记|委员|副书记|成员|班子|工作)"
    )


@lru_cache(maxsize=8)
def _unit_stop(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(map(re.escape, lexicon.words("unit_stops")))
    return re.compile(rf"(?:{words})")


def find_units(text: str, school: str | None, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Named units and their level in the order of the text, without the school before them.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> find_units("近年来,机械工程系教工第一党支部在校党委领导下", None, load_lexicon())
    [('机械工程系教工第一党支部', '支部')]
    """
    if "支" not in text and "党委" not in text:
        return []
    if school:
        text = text.replace(school, "\n")
    found = []
    for match in _unit_pattern(lexicon).finditer(text):
        name = _cut_left(match["name"], lexicon)
        if name:
            found.append((name + match["head"], LEVELS[match["head"]]))
    return found


def _cut_left(name: str, lexicon: Lexicon) -> str:
    """The name behind the last word that cannot be inside one."""
    cut = 0
    for match in _unit_stop(lexicon).finditer(name):
        cut = match.end()
    rest = name[cut:].lstrip("与和及的")
    return rest if len(rest) > 1 and rest not in lexicon.table("unit_generic") else ""


def choose_unit(title: Sequence[str], body: Sequence[str], school: str | None, lexicon: Lexicon) -> tuple[str, str] | None:
    """The unit the article is about, with its level; None where no named unit leads the article."""
    scores: dict[tuple[str, str], float] = {}
    counts: dict[tuple[str, str], int] = {}

    def count(text: str, weight: float) -> None:
        for position, unit in enumerate(find_units(text, school, lexicon)):
            scores[unit] = scores.get(unit, 0.0) + weight / (1 + position)
            counts[unit] = counts.get(unit, 0) + 1

    for text in title:
        count(text, TITLE_WEIGHT)
    for number, text in enumerate(body):
        count(text, LEAD_WEIGHT if number < LEAD_LINES else BODY_WEIGHT)
    led = {u for text in [*title, *body[:LEAD_LINES]] for u in find_units(text, school, lexicon)}
    kept = [unit for unit in scores if unit in led or counts[unit] >= MIN_UNIT_MENTIONS]
    return max(kept, key=lambda unit: scores[unit]) if kept else None
