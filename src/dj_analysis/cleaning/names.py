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
LOOSE_HEAD = "大学|工学院|理工学院|师范学院|科技学院|职业学院|职业技术学院|高等专科学校|农学院|财经学院|文理学院|民族学院"
LOOSE_NOT = "全国|全省|全市|各|某|高职|老年|现代|一流|我们|他们|广大|开放|其他|多所|所有|部分|该|本|我|读|上|考|当代|世界|许多|不少|综合性|研究型|应用型|农林|师范大|理工大|民办|公办|普通|职业大|机械|土木|信息|材料"
NOT_SCHOOL_BEHIND = "(?!生|城|科技园|习|堂|时代|阶段|期间|毕业|英语|语文|章程|里|排名)"
MASKED_NAME = re.compile("[某*×]")
BRANCH_HEADS = "党支部委员会|党支部|党总支|党委|支部|总支"
LEVELS = {"党支部委员会": "支部", "党支部": "支部", "支部": "支部", "党总支": "总支", "总支": "总支", "党委": "党委"}

TITLE_WEIGHT, LEAD_WEIGHT, BODY_WEIGHT = 4, 3, 1
LEAD_LINES = 3
"""Paragraphs in which an article says whom it is about."""

OWN_SCHOOL = ("校医院", "校团委", "校办", "校友", "校区", "校产", "校长")
DEPARTMENT = "((?!党委|学院|大学)[\u4e00-\u9fff]{2,12}?(?:学院|学部|书院|研究院|学系|系|图书馆|医院)(?!统|列|主任))"
MIN_UNIT_MENTIONS = 3
"""A unit that is named neither in the title nor in the lead must be named so often."""

LED_MENTIONS = 2
OPENING_LENGTH = 30
"""The first paragraph names the unit it is about first, unless it is an item of a list."""


@lru_cache(maxsize=8)
def _school_patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A place name or a known name before a school head; a masked school; a school of unknown name."""
    places = "|".join(map(re.escape, lexicon.words("school_places")))
    known = "|".join(map(re.escape, lexicon.words("schools")))
    sub = "|".join(map(re.escape, lexicon.words("school_branches")))
    branch = rf"(?:(?:{places}|{sub})(?:学院|校区分校|分校))?"
    inner = f"(?:(?!{HEAD}|高校|院校|民办|公办|高职|全国)(?:等(?<=高等)|会(?=计)|[^\\W\\dA-Za-z_党协委会的在由与和为于是厅局等及])){{0,10}}"
    name = (
        rf"(?:(?:{known})|(?:{places})(?:省|市|自治区|壮族自治区)?{inner}(?:{HEAD}){NOT_SCHOOL_BEHIND}){branch}"
    )
    loose = rf"(?:(?<![\u4e00-\u9fff])|(?<=[在由从到自该对与和为进]))(?!{LOOSE_NOT})[\u4e00-\u9fff]{{2,6}}?(?:{LOOSE_HEAD}){NOT_SCHOOL_BEHIND}"
    masked = rf"(?:{places})某[\u4e00-\u9fff]{{0,6}}(?:大学|学院)|" r"(?:\*{1,6}|[×XＸx]{2,6}|某某?)(?:省|市)?[\u4e00-\u9fff]{0,6}(?:大学|学院)"
    return re.compile(name), re.compile(masked), re.compile(loose)


def find_schools(text: str, lexicon: Lexicon) -> list[str]:
    """Full names of schools in the order of the text.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> find_schools("重庆第二师范学院学前教育学院学生一支部与北京大学生联欢", load_lexicon())
    ['重庆第二师范学院']
    """
    if "学" not in text and "校" not in text:
        return []
    return [m.group() for m in _school_patterns(lexicon)[0].finditer(text) if not MASKED_NAME.search(m.group())]


def find_loose_schools(text: str, lexicon: Lexicon) -> list[str]:
    """Names that end like a school and begin where a name can, when neither place nor school is known."""
    return [m.group() for m in _school_patterns(lexicon)[2].finditer(text) if not MASKED_NAME.search(m.group())]


def has_masked_school(text: str, lexicon: Lexicon) -> bool:
    """Whether the text names its school with a mask: *大学, ××学院, 某高校."""
    return _school_patterns(lexicon)[1].search(text) is not None


def choose_school(title: Sequence[str], body: Sequence[str], signs: Iterable[str], lexicon: Lexicon) -> str | None:
    """The school the article is about: named in the title or the lead, or most often."""
    sought = (find_schools, find_loose_schools)
    for find, lead in zip(sought, (len(body), LEAD_LINES), strict=True):
        scores: dict[str, float] = {}
        weighted = [(text, TITLE_WEIGHT) for text in title]
        weighted += [(text, LEAD_WEIGHT if i < LEAD_LINES else BODY_WEIGHT) for i, text in enumerate(body[:lead])]
        weighted += [(text, LEAD_WEIGHT) for text in signs]
        for text, weight in weighted:
            for position, name in enumerate(find(text, lexicon)):
                scores[name] = scores.get(name, 0.0) + (weight if position == 0 else BODY_WEIGHT)
        if scores:
            return max(scores, key=lambda name: scores[name])
    return None


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
    name, masked, _ = _school_patterns(lexicon)
    text = masked.sub("\n", name.sub("\n", text))
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
    if rest.startswith("校") and not rest.startswith(OWN_SCHOOL):
        rest = rest[1:]
    return rest if len(rest) > 1 and rest not in lexicon.table("unit_generic") else ""


def choose_unit(
    title: Sequence[str], body: Sequence[str], school: str | None, lexicon: Lexicon
) -> tuple[str, str | None] | None:
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
    named = {unit for text in title for unit in find_units(text, school, lexicon)}
    led = {unit for text in body[:LEAD_LINES] for unit in find_units(text, school, lexicon)}
    opening = find_units(body[0], school, lexicon)[:1] if body and len(body[0]) >= OPENING_LENGTH else []
    opening += list(led) if len(led) == 1 else []
    kept = [
        unit
        for unit in scores
        if unit in named or unit in opening or counts[unit] >= (LED_MENTIONS if unit in led else MIN_UNIT_MENTIONS)
    ]
    return max(kept, key=lambda unit: scores[unit]) if kept else _department([*title, *body[:LEAD_LINES]], school)


def _department(texts: Iterable[str], school: str | None) -> tuple[str, None] | None:
    """The department named directly behind the school, where no branch is named."""
    for text in texts if school else ():
        for match in re.finditer(re.escape(school or "") + DEPARTMENT, text):
            return match.group(1), None
    return None
