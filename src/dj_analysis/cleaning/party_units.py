"""The branch, general branch or committee an article is about, by the grammar of its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.cleaning.alternatives import one_of
from dj_analysis.cleaning.opening_units import find_committee, find_opening_unit, find_signed_branch, find_signed_unit
from dj_analysis.cleaning.schools import LEAD_LINES, LEAD_WEIGHT, TITLE_WEIGHT, VERBS, school_spans
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

HEAD = compile_re("党支部委员会|党支部|党总支|党委|支部|总支")
NOT_BEHIND = compile_re(
    "副?书记|委员(?!会)|成员|班子|的?(?:坚强|正确|统一|大力|精心)?(?:领导(?!班子|干部)|指导下|部署|安排|要求|支持下|关心下)"
)
"""Behind these a committee is named for its secretary, or for what others did under it."""

LEVELS = {"党支部委员会": "支部", "党支部": "支部", "支部": "支部", "党总支": "总支", "总支": "总支", "党委": "党委"}
NUMBER_END, KIND_END = "一二三四五六七八九十0123456789", "属合时型班"
PARTY_OFFICE = compile_re("党委(?:宣传|组织|统战|学生工作|学工|教师工作|研究生工作|保卫|武装|巡察|办公室|办(?!学))")
"""Offices of a committee, whose branches bear its name: 党委宣传部党支部."""

COUNTED = compile_re(r"[\d一二三四五六七八九十百几多各两]个(?:(?!支部|总支|党委|之一|中)[\u4e00-\u9fff、])*$")
"""Units that are counted are many: 128个机关和学院教工党支部."""

LONGEST_HEAD = max(map(len, LEVELS))
NAME_REACH = 32
"""Characters before the head: the longest names join department, subject, members and number."""

NO_WORD = compile_re("[^\u4e00-\u9fff\\d]")
MASKED_SCHOOL = compile_re("^.{0,6}某.{0,6}?(?:大学|学院)")
MASKS = "xXｘＸ*×○□"
REST_OF_SCHOOL = compile_re("^[\u4e00-\u9fff]{0,6}?(?:大学|学院)(?=[\u4e00-\u9fff]{2})")
"""What a mask leaves of a school's name before its unit: xx|科技大学|计算机学院."""

OWN_SCHOOL = ("校医院", "校团委", "校办", "校友", "校区", "校产", "校长")
SHORT_SCHOOL = compile_re("[\u4e00-\u9fff]{2,4}?(?:大学|学院|[大专院校])(?![学院校])")
DAY_BEFORE = compile_re(r"^(?:(?:\d{2,4}年)?(?:\d{1,2}月)?\d{1,4}日(?:[上下中]午|晚上?)?|20\d{2}年度?(?!级))")
OWN = compile_re("^(?:学院|学校|大学)(?=[\u4e00-\u9fff\\d]{2})")
"""The school's or college's own, before the unit's name; what a mask left of a school's name."""

PERSON_BEFORE = compile_re("(?:书记|院长|校长|处长|部长|主任|主席|老师|同志|教授|代表)[\u4e00-\u9fff]{0,8}?[和及与]")
"""People who are named before the branch: 副院长某某和图书馆党支部."""

JOINTS = "与和及的、"
"""What joins units in a list, and their names to what stands before."""

DEPARTMENT = compile_re(
    f"(?!党委|学院|大学)(?:(?!{VERBS})[\u4e00-\u9fff]){{2,12}}?(?:学院|学部|书院|研究院|学系|(?<![体关联])系|图书馆|医院)(?!统|列|主任)"
)

NO_DEPARTMENT = compile_re("[我各全本该某一让在为对把从]|.{0,10}(?:大学|职业|学校)|.{0,10}(?:党委|支部)")

PARTNER = compile_re("(?:[与和同及赴到]|走进|前往|联合|携手|邀请)$")
PARTNER_SHARE = 0.5
LED_MENTIONS, MIN_MENTIONS = 2, 3
"""Mentions that a unit needs which is named in the lead, or neither there nor in the title."""

FULL_BEFORE = compile_re("[\u4e00-\u9fff]{2,12}(?:学院|学部|书院|研究院|系|部|处|中心|馆|医院|附院)")
OPENING_LENGTH = 30
"""The first paragraph names the unit it is about first, unless it is an item of a list."""

COUNTED_LINES = 30


class _Patterns(NamedTuple):
    """What units' names end in, and what cannot be inside one."""

    within: re.Pattern[str]
    """A department's word, with members, number and kind behind it: most names."""

    counted: re.Pattern[str]
    """Members with a number, a grade or a kind, and groups."""

    stops: re.Pattern[str]
    kept: frozenset[str]
    """Words that hold a stop and stand in names all the same."""

    generic: frozenset[str]

    def end_name(self, text: str) -> bool:
        """Whether a text ends as a unit's name does."""
        return self.within.search(text) is not None or self.counted.search(text) is not None


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> _Patterns:
    part, members, group = (
        one_of(lexicon.words("unit_parts", kind=kind)) for kind in ("department", "members", "group")
    )
    number = r"(?:第?(?:[一二三四五六七八九十]{1,3}|\d{1,2}))"
    kind = "(?:直属|联合|临时|功能型)?"
    year = r"(?:\d{2}|20\d{2})级"
    whose = rf"{year}[\u4e00-\u9fff]{{1,8}}|[\u4e00-\u9fff]{{0,8}}(?:{members})(?:[\u4e00-\u9fff]{{1,6}}{number})?"
    within = rf"(?:{part})(?:{whose})?{number}?{kind}{number}?"
    counted = rf"(?:{year}[\u4e00-\u9fff]{{0,8}}|{number}|直属|联合)(?:{members})|(?:{members}){number}"
    counted = rf"(?:{counted}|{year}[\u4e00-\u9fff\d]{{0,12}}班)"
    kept = lexicon.words("unit_inner_words")
    return _Patterns(
        compile_re(rf"{within}$"),
        compile_re(rf"(?:{counted}|(?:{group}))$"),
        compile_re(f"{one_of(kept)}|{one_of(lexicon.words('unit_stops'))}"),
        frozenset(kept),
        frozenset(lexicon.words("unit_generic")),
    )


@lru_cache(maxsize=8)
def _heads(lexicon: Lexicon) -> re.Pattern[str]:
    """Heads behind a character that can stand before the head of a unit's name: most heads have another."""
    ends = {term[-1] for term in lexicon.words("unit_parts")} | set(NUMBER_END + KIND_END)
    behind = rf"(?<=[{re.escape(''.join(sorted(ends)))}].)"
    return compile_re(rf"党{behind}(?:支部委员会|支部|总支|委)|支{behind}部|总{behind}支")


def find_units(text: str, school: str | None, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Named units and their level in the order of the text, without the school before them.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> find_units("近年来,机械工程系教工第一党支部在校党委领导下", None, load_lexicon())
    [('机械工程系教工第一党支部', '支部')]
    """
    found: list[tuple[str, str]] = []
    patterns = _patterns(lexicon)
    last = -1
    for match in _heads(lexicon).finditer(text):
        start, end = match.span()
        first = max(0, start - NAME_REACH)
        if NOT_BEHIND.match(text, end) or not patterns.end_name(text[first:start]):
            continue
        before = [
            other.end()
            for other in HEAD.finditer(text, max(0, first - LONGEST_HEAD), start)
            if not PARTY_OFFICE.match(text, other.start())
        ]
        if before and before[-1] == start:
            continue
        name = _name(text[max(first, *before[-1:], 0) : start], school, lexicon)
        if not name or COUNTED.search(text[first:start]):
            continue
        if found and start - len(name) == last and found[-1][1] != "支部":
            found.pop()  # the branch acts, not the committee before its name
        found.append((name + match.group(), LEVELS[match.group()]))
        last = end
    return found


def _name(chunk: str, school: str | None, lexicon: Lexicon) -> str:
    """What of the words before a head is the unit's name; empty where it is no particular unit."""
    name = NO_WORD.split(chunk)[-1]
    if len(name) < len(chunk) and chunk[-len(name) - 1] in MASKS:
        name = REST_OF_SCHOOL.sub("", name)
    name = DAY_BEFORE.sub("", name) if name[:1].isdigit() else name
    if school and school in name:
        name = name[name.rfind(school) + len(school) :]
    elif school:
        name = name[_short_length(name, school) :]
    patterns = _patterns(lexicon)
    if not patterns.end_name(name):
        return ""
    spans = school_spans(name, lexicon)
    if spans and len(name) - spans[-1][1] > 1:
        name = name[spans[-1][1] :]
    name = MASKED_SCHOOL.sub("", name) if "某" in name else name
    cut = 0
    for match in patterns.stops.finditer(name):
        kept = match.group() in patterns.kept or PARTY_OFFICE.match(name, match.start())
        cut = cut if kept else match.end()
    for match in PERSON_BEFORE.finditer(name, cut):
        cut = match.end()
    name = name[cut:].lstrip(JOINTS)
    bare = OWN.sub("", name) if name[:1] in "学大" else name
    name = bare if bare != name and patterns.end_name(bare) else name
    if name.startswith("校") and not name.startswith(OWN_SCHOOL):
        name = name[1:]
    return name if len(name) > 1 and name not in patterns.generic and patterns.end_name(name) else ""


def _short_length(name: str, school: str) -> int:
    """How much of a unit's name is the short name of its school: 湘岳医专 of 湘岳医学高等专科学校."""
    if name[:2] != school[:2]:
        return 0
    short = SHORT_SCHOOL.match(name)
    rest = iter(school)
    return short.end() if short and all(char in rest for char in short.group()) else 0


def choose_unit(
    title: Sequence[str], body: Sequence[str], school: str | None, lexicon: Lexicon, signs: Sequence[str] = ()
) -> tuple[str, str | None] | None:
    """The unit the article is about, with its level; None where neither article nor signature names one."""
    return (
        find_committee(title, school)
        or find_signed_branch(title, school, lexicon)
        or _leading_unit(title, body, school, lexicon)
        or find_signed_unit([*title, *signs, *body[:LEAD_LINES]], school, lexicon)
        or find_opening_unit(title, body, school, lexicon)
        or _named_department(title, body, school, lexicon)
    )


def _leading_unit(
    title: Sequence[str], body: Sequence[str], school: str | None, lexicon: Lexicon
) -> tuple[str, str] | None:
    """The unit named where it counts most, and often enough: in the title, first in the lead, again and again."""
    weighted = [(text, TITLE_WEIGHT) for text in title]
    weighted += [(text, LEAD_WEIGHT if i < LEAD_LINES else 1) for i, text in enumerate(body[:COUNTED_LINES])]
    units = [find_units(text, school, lexicon) for text, _ in weighted]
    scores: dict[tuple[str, str], float] = {}
    counts: dict[tuple[str, str], int] = {}
    for (_, weight), found in zip(weighted, units, strict=True):
        for position, unit in enumerate(found):
            scores[unit] = scores.get(unit, 0.0) + weight / (1 + position)
            counts[unit] = counts.get(unit, 0) + 1
    for unit in _partners([text for text, _ in weighted[: len(title) + LEAD_LINES]], units):
        scores[unit] *= PARTNER_SHARE
    named = {unit for found in units[: len(title)] for unit in found}
    led = {unit for found in units[len(title) : len(title) + LEAD_LINES] for unit in found}
    opening = set(units[len(title)][:1]) if body and len(body[0]) >= OPENING_LENGTH else set()
    sure = named | opening | (led if len(led) == 1 else set())
    kept = [u for u in scores if u in sure or counts[u] >= (LED_MENTIONS if u in led else MIN_MENTIONS)]
    if not kept:
        return None
    best = max(kept, key=lambda unit: scores[unit])
    return _in_full(best, [unit for found in units[: len(title) + LEAD_LINES] for unit in found])


def _named_department(
    title: Sequence[str], body: Sequence[str], school: str | None, lexicon: Lexicon
) -> tuple[str, None] | None:
    """The department behind the school or at the start of the title, where no branch is named."""
    stops = _patterns(lexicon).stops
    found = _departments(title, [*title, *body[:LEAD_LINES]], school)
    return next(((name, None) for name in found if not stops.search(name)), None)


def _partners(texts: Sequence[str], units: Sequence[list[tuple[str, str]]]) -> set[tuple[str, str]]:
    """Units that title and lead name first as another's partner or host: 到某系与某系党支部交流."""
    first: dict[tuple[str, str], bool] = {}
    for text, found in zip(texts, units, strict=False):
        for unit in found:
            first.setdefault(unit, PARTNER.search(text, 0, max(0, text.find(unit[0]))) is not None)
    return {unit for unit, partner in first.items() if partner}


def _in_full(unit: tuple[str, str], named: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The unit with the college before it, where title or lead name one and only one so."""
    longer = {other for other in named if other != unit and other[1] == unit[1] and other[0].endswith(unit[0])}
    found = {other for other in longer if FULL_BEFORE.fullmatch(other[0].removesuffix(unit[0]))}
    return found.pop() if len(found) == 1 else unit


def _departments(titles: Sequence[str], texts: Iterable[str], school: str | None) -> Iterator[str]:
    """Where no branch is named: departments directly behind the school, or at the start of the title."""
    for text in texts if school else ():
        at = text.find(school or "")
        match = DEPARTMENT.match(text, at + len(school or "")) if at >= 0 else None
        if match:
            yield match.group()
    for text in titles:
        match = DEPARTMENT.match(text)
        if match and not NO_DEPARTMENT.match(text):
            yield match.group()


def unit_level(unit: str) -> str | None:
    """The level that a unit's name ends in."""
    return next((level for head, level in LEVELS.items() if unit.endswith(head)), None)
