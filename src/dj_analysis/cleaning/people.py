"""Persons' names in bylines and sign-offs, by surname and length."""

from __future__ import annotations

import re
from functools import lru_cache

from dj_analysis.cleaning.alternatives import one_of
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

PARTS = compile_re(r"[\s、,，/／;；:：|｜&和*]+")
ROLE = compile_re(
    r"^(?:(?:[\u4e00-\u9fff]{0,8})(?:记者|通讯员|实习生|特约记者)|文图|图文|文|图|作者|撰稿|供稿|摄影|报道|责编|编辑)[:：/／丨]?\s?|\s?(?:报道|摄|供稿|供图|文|整理|撰稿|摄影报道)$"
)
ROLE_SIGN = compile_re("[者员生文图稿影摄道编辑理]")
"""One of these is in every role."""

NO_NAMES = compile_re(
    "佚名|未知|匿名|不详|网络|本站|本网|原创|转载|投稿|综合|编辑|记者|通讯员|学生|教师|团队|小编|盖章|签字|签章|关闭|全文|全文完|终|未完|成立|党建|党员|党委|马院|管理员|安全|高校|商务|商贸|商学|项目|向上|广大|华夏"
)
"""Words that have the form of a name and stand in brackets or beside labels."""

HOUSE = compile_re("(?:客户端|频道|融媒|新闻|学院|大学|中心|党委|[报网社部号刊系处室院校])$")
"""Two names of a house with a dot between are no person's: 某报业·某报客户端."""

MAX_NAME = 4
NOT_IN_NAMES = frozenset("部处系院室委组社网报办台局厅会科站校级班团")
"""Last characters of short names of offices whose first character is also a surname (宣传部)."""
NOTE = compile_re(r"[(（][^()（）]{0,12}(?:[)）]|$)")
"""The office behind a name: 某人(院长)."""

GLUED = compile_re(
    "[\u4e00-\u9fff]{2,16}?(?:系|部|处|学院|中心|室|馆|党委|团委|学生会|支部|总支)(?P<name>(?!党[总支委])[\u4e00-\u9fff]{2,3}|欧阳[\u4e00-\u9fff]{1,2})"
)
SPACED_NAME = compile_re(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]{1,3}([\u4e00-\u9fff])(?![\u4e00-\u9fff])")


@lru_cache(maxsize=8)
def _surname(lexicon: Lexicon) -> tuple[frozenset[str], re.Pattern[str]]:
    """What surnames begin with, and names in full."""
    surnames = lexicon.words("surnames")
    return frozenset(name[0] for name in surnames), compile_re(rf"(?:{one_of(surnames)})[\u4e00-\u9fff]{{1,2}}")


def is_person(text: str, lexicon: Lexicon) -> bool:
    """Whether a token has the form of a person's name (two to four characters, the first a surname; or with a dot)."""
    if "·" in text:
        return (
            3 <= len(text) <= 16
            and not HOUSE.search(text)
            and all("\u4e00" <= c <= "\u9fff" for c in text.replace("·", ""))
        )
    begins, surname = _surname(lexicon)
    if len(text) > MAX_NAME or text[:1] not in begins or text[-1] in NOT_IN_NAMES:
        return False
    return surname.fullmatch(text) is not None and not NO_NAMES.fullmatch(text)


def read_people(value: str, lexicon: Lexicon) -> str | None:
    """The persons of a byline as written, parted by one space; None where no part has the form of a name.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> read_people("(党委宣传部 欧阳某)", load_lexicon()), read_people("党委宣传部", load_lexicon())
    ('欧阳某', None)
    """
    # A two-character name is often set with a space between: 李 某.
    if " " in value or "\u3000" in value:
        value = SPACED_NAME.sub(r"\1\2", value)
    value = value.strip(" ()（）[]【】")
    found = []
    if "(" in value or "（" in value:
        value = NOTE.sub(" ", value)
    for part in PARTS.split(value):
        name = ROLE.sub("", ROLE.sub("", part)) if ROLE_SIGN.search(part) else part
        known = is_person(name, lexicon)
        if name != part and (not known or part == name + "文") and is_person(part, lexicon):
            name, known = part, True  # 文 is a surname too, and the end of many names
        if known and name not in found:
            found.append(name)
    return " ".join(found) or None


def read_glued_writer(value: str, lexicon: Lexicon) -> str | None:
    """The person whose name stands directly behind an office's in a labelled value.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> read_glued_writer("机械工程系欧阳某", load_lexicon()), read_glued_writer("机械工程系", load_lexicon())
    ('欧阳某', None)
    """
    match = GLUED.fullmatch(value)
    return match["name"] if match and is_person(match["name"], lexicon) else None
