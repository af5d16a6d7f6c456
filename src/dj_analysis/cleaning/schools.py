"""Names of schools by their grammar: a place or a known name before 大学, 学院, 学校; masked names stay masked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.cleaning.alternatives import one_of
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

HEAD = compile_re("大学|学院|学校|党校|专科学校|卫校")
NOT_BEHIND = compile_re(
    "生(?!命(?!运)|物|态(?!度)|殖|化[系学]|理学)|城|科技园|习|堂|时代|阶段|期间|毕业|英语|语文|章程|里|排名"
)
BREAK = compile_re("[^\u4e00-\u9fff]|[党协委的在由于及为是厅局]|高校|院校|民办|公办|高职|全国")
"""What a name cannot hold: it begins behind the last of these (会 and 与 it can: 会计, 建筑与…)."""

NAME_REACH = 14
"""Characters before the head that the longest names have (内蒙古电子信息职业技术…)."""

PLACE_END = "州城江山海湖岭川溪河湾港岛阳林原南北东西屿滨浦津宁安平洲泉陵峰云塬"
"""Last characters of place names, before kinds of schools that are departments elsewhere (体育学院)."""

LOOSE_NOT = compile_re(
    "(?:全|各|某|老年|现代|一流|我|他们|广大|开放|其他|多所|所有|部分|该|本|读|上|考|当代|世界|许多|不少|综合|研究型|应用型|农林|师范大|理工大|普通|职业|几所|两所)"
)
NO_NAME = compile_re("[了们已将把让被给入每就]|[化轻电建加木信矿]工学院$")
"""Characters that no name of a school holds; departments whose name only ends like one."""

VERBS = "开展|举[行办]|召开|组织|联合|参加|成立|走进|入选|[赴获在到的对为]"
"""What stands between a department and another, and in no name of one."""

POLICY = compile_re("(?:特色|社会主义|一流|高水平|现代|现代化|应用型|研究型)$")
"""What policy calls schools: 中国特色社会主义大学."""

LOOSE_START = compile_re(
    "(?:我们|咱们|本报|近日|日前|走进|来到|发布|关于|中共|对话|专访|访谈|探访|走近|[在由从到自该对与和为进据是访记让看])"
)
PARTY_SCHOOL = compile_re(
    "(?:中共|(?<![\u4e00-\u9fff])(?![在由从到自对与和为是据我赴各]))(?!.{0,4}某)[\u4e00-\u9fff]{2,6}?(?:省|市|区|县|州|盟|旗)委党校"
)
"""A Party school is named by the committee it belongs to."""

LOOSE_LENGTH = range(4, 17)
MIN_OWN = 2
"""Characters that stand before the kind of the school."""

MASKED = compile_re(
    r"(?:\*{1,6}|[×XＸxｘ](?:\s?[×XＸxｘ]){1,5}|(?<![A-Za-z])[XＸxｘ]|某某?)(?:省|市)?[\u4e00-\u9fff]{0,6}?(?:大学|学院)|[\u4e00-\u9fff]{2,4}某[\u4e00-\u9fff]{0,6}?(?:大学|学院)"
)

MASK_AHEAD = compile_re("(?:[*×]|(?<![A-Za-z])[XＸxｘ]{1,6})$")
"""What stands for the first half of a name; no name begins behind it."""

MASK_SIGNS = "某*×XＸxｘ"
ALIAS_BEHIND = frozenset("在由从是据")
"""Of Chinese characters only these stand before a short name."""

OTHER_SCHOOL = compile_re(
    "(?:赴|前往|与|同|来自|和|及|、|对标|参加|抵达|到达|走访|参观|考察|访问|邀请|特邀|联合|携手|毕业于|就读于|考入|考取|借鉴|对接)$"
)
NEXT_IN_LIST = compile_re("[、,，]")
OTHER_LENGTH = 3
LIST_REACH = 14
"""Characters between the names of two schools of a list, for the department of the first."""

TITLE_WEIGHT, LEAD_WEIGHT, BODY_WEIGHT = 4, 3, 1
READ_AGAIN = 64
"""Texts whose schools are kept: a page's head and lead are read for hosts, for the owner and for its units."""

LEAD_LINES = 3
"""Paragraphs in which an article says whom it is about."""

COUNTED_LINES = 12
"""Further mentions only break ties; the tenth paragraph decides none."""


class _Words(NamedTuple):
    """Place names, known schools, and the second half of an independent college (某大学城市学院)."""

    places: re.Pattern[str]
    known: frozenset[str]
    sizes: tuple[int, ...]
    """Lengths of the known names, the longest first."""

    tails: frozenset[str]
    """Last characters of the known names, as many as the shortest has."""

    branch: re.Pattern[str]


@lru_cache(maxsize=8)
def _words(lexicon: Lexicon) -> _Words:
    places = lexicon.words("school_places")
    branches = one_of([*places, *lexicon.words("school_branches")])
    known = frozenset(lexicon.words("schools"))
    sizes = tuple(sorted({len(name) for name in known}, reverse=True))
    tails = frozenset(name[-sizes[-1] :] for name in known)
    return _Words(compile_re(one_of(places)), known, sizes, tails, compile_re(f"(?:{branches})学院"))


def find_schools(text: str, lexicon: Lexicon) -> list[str]:
    """Full names of schools in the order of the text.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> find_schools("重庆第二师范学院学前教育学院学生一支部与北京大学生联欢", load_lexicon())
    ['重庆第二师范学院']
    """
    return [text[start:end] for start, end in school_spans(text, lexicon)]


def find_own_schools(text: str, lexicon: Lexicon) -> list[str]:
    """Schools of a text but those it visits, works with or has guests from.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> find_own_schools("北京大学党委赴南京大学、浙江大学考察", load_lexicon())
    ['北京大学']
    """
    return [name for name, own in _told_schools(text, lexicon) if own]


def _told_schools(text: str, lexicon: Lexicon) -> list[tuple[str, bool]]:
    """Schools in the order of the text, and whether each is none of the others."""
    found: list[tuple[str, bool]] = []
    guest_end: int | None = None
    for start, end in school_spans(text, lexicon):
        listed = (
            guest_end is not None and start - guest_end <= LIST_REACH and NEXT_IN_LIST.search(text, guest_end, start)
        )
        guest = bool(listed) or OTHER_SCHOOL.search(text, max(0, start - OTHER_LENGTH), start) is not None
        guest_end = end if guest else guest_end
        found.append((text[start:end], not guest))
    return found


def _guests(texts: Iterable[str], lexicon: Lexicon) -> frozenset[str]:
    """Schools that the lead names first as another's."""
    first: dict[str, bool] = {}
    for text in texts:
        for name, own in _told_schools(text, lexicon):
            first.setdefault(name, own)
        for name in find_loose_schools(text, lexicon):
            at = text.find(name)
            first.setdefault(name, OTHER_SCHOOL.search(text, max(0, at - OTHER_LENGTH), at) is None)
    return frozenset(name for name, own in first.items() if not own)


@lru_cache(maxsize=READ_AGAIN)
def school_spans(text: str, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """Places of the names of schools."""
    found: list[tuple[int, int]] = []
    last = 0
    words = _words(lexicon)
    for head in HEAD.finditer(text):
        at, end = head.span()
        if at < last or NOT_BEHIND.match(text, end) or POLICY.search(text, max(last, at - NAME_REACH), at):
            continue
        start = _name_start(text, max(last, at - NAME_REACH), at, end, words)
        if start is None:
            continue
        more = words.branch.match(text, end)
        last = more.end() if more else end
        found.append((start, last))
    return tuple(found)


def _name_start(text: str, least: int, at: int, end: int, words: _Words) -> int | None:
    """Where the name begins whose head stands at [at, end), not before ``least``; None where it is no school's."""
    for size in words.sizes if text[end - words.sizes[-1] : end] in words.tails else ():
        if end - size >= least and text[end - size : end] in words.known:
            return end - size
    chunk = text[least:at]
    place = words.places.search(chunk)
    if not place:
        return None
    cut = _last_break(chunk)
    if "某" in chunk[cut:] or MASK_AHEAD.search(chunk, 0, cut):
        return None
    place = place if place.start() >= cut else words.places.search(chunk, cut)
    return least + place.start() if place else None


def _last_break(chunk: str) -> int:
    """Behind the last character or word that no name holds."""
    cut = 0
    for stop in BREAK.finditer(chunk):
        cut = stop.end()
    return cut


@lru_cache(maxsize=8)
def _departments(lexicon: Lexicon) -> re.Pattern[str]:
    """What names of departments begin with."""
    return compile_re(one_of(lexicon.words("college_stems")))


@lru_cache(maxsize=8)
def _kinds(lexicon: Lexicon) -> re.Pattern[str]:
    """Ends of names that only a school has, and those of a school behind a place or of a college with departments."""
    own, typed = (one_of(lexicon.words("school_kinds", kind=kind)) for kind in ("own", "behind place"))
    return compile_re(
        rf"[\u4e00-\u9fff]{{{MIN_OWN},9}}?(?:{own})$|[\u4e00-\u9fff]{{1,2}}[{PLACE_END}](?:{typed})$|(?P<college>[\u4e00-\u9fff]{{2,6}}学院)$"
    )


COLLEGE_BEHIND = compile_re(f"(?![与和及、])(?:(?!{VERBS})[\u4e00-\u9fff]){{1,7}}学院(?![与和及、])")
"""A college behind a name that ends in 学院 makes it the school's."""


@lru_cache(maxsize=READ_AGAIN)
def find_loose_schools(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Names that end like a school and begin where a name can, when neither place nor school is known.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> find_loose_schools("在某市云麓农林职业技术学院园艺系党总支", load_lexicon())
    ()
    >>> find_loose_schools("近年来,云麓农林职业技术学院园艺系党总支坚持", load_lexicon())
    ('云麓农林职业技术学院',)
    """
    found = PARTY_SCHOOL.findall(text) if "委党校" in text else []
    known = {end for _, end in school_spans(text, lexicon)}
    for head in HEAD.finditer(text):
        at, end = head.span()
        if end in known or NOT_BEHIND.match(text, end) or POLICY.search(text, max(0, at - NAME_REACH), at):
            continue
        chunk = text[max(0, at - NAME_REACH) : end]
        cut = _last_break(chunk)
        if MASK_AHEAD.search(chunk, 0, cut):
            continue
        name = chunk[cut:]
        start = LOOSE_START.match(name)
        name = name[start.end() :] if start else name
        bounded = cut > 0 or start is not None or at < NAME_REACH
        if bounded and _is_school(name, text, end, lexicon):
            found.append(name)
    return tuple(found)


def _is_school(name: str, text: str, end: int, lexicon: Lexicon) -> bool:
    if len(name) not in LOOSE_LENGTH or "某" in name or LOOSE_NOT.match(name) or NO_NAME.search(name):
        return False
    if _departments(lexicon).match(name):
        return False
    kind = _kinds(lexicon).fullmatch(name)
    return kind is not None and (kind["college"] is None or COLLEGE_BEHIND.match(text, end) is not None)


@lru_cache(maxsize=8)
def _aliases(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, str]]:
    """Short names, and the school of each."""
    schools = {name: row["school"] for name, row in lexicon.table("school_aliases").items()}
    return compile_re(rf"(?:{one_of(schools)})"), schools


def school_by_alias(texts: Iterable[str], lexicon: Lexicon) -> str | None:
    """The school whose short name the texts give: of the list, or of the analyst's list laid over it.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> school_by_alias(["北航自动化学院党委开展活动", "东北大学"], load_lexicon())
    '北京航空航天大学'
    """
    pattern, schools = _aliases(lexicon)
    for text in texts:
        match = pattern.search(text)
        while match:
            before = text[match.start() - 1 : match.start()]
            if before in ALIAS_BEHIND or not "\u4e00" <= before <= "\u9fff":
                return schools[match.group()]
            match = pattern.search(text, match.start() + 1)
    return None


def has_masked_school(text: str) -> bool:
    """Whether the text names its school with a mask: *大学, ××学院, 某高校."""
    return any(sign in text for sign in MASK_SIGNS) and MASKED.search(text) is not None


def choose_school(title: Sequence[str], body: Sequence[str], signs: Iterable[str], lexicon: Lexicon) -> str | None:
    """The school the article is about: named in the title or the lead, or most often."""
    weighted = [(text, TITLE_WEIGHT) for text in title] + [(text, LEAD_WEIGHT) for text in signs]
    weighted += [(text, LEAD_WEIGHT) for text in body[:LEAD_LINES]]
    more = [(text, BODY_WEIGHT) for text in body[LEAD_LINES:COUNTED_LINES]]
    lead = body[:LEAD_LINES]
    return (
        _best(find_own_schools, weighted, lead, lexicon)
        or _best(find_own_schools, more, lead, lexicon)
        or _best(find_loose_schools, weighted, lead, lexicon)
    )


def _best(
    find: Callable[[str, Lexicon], Sequence[str]],
    weighted: list[tuple[str, int]],
    lead: Sequence[str],
    lexicon: Lexicon,
) -> str | None:
    """The school that weighs most of those found, but for the guests of the lead."""
    found = [(names, weight) for text, weight in weighted if (names := find(text, lexicon))]
    guests = _guests(lead, lexicon) if found else frozenset()
    scores: dict[str, int] = {}
    for names, weight in found:
        for position, name in enumerate(n for n in names if n not in guests):
            scores[name] = scores.get(name, 0) + (weight if position == 0 else BODY_WEIGHT)
    return max(scores, key=lambda name: scores[name]) if scores else None
