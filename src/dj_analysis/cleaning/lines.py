"""What single lines of a clean page look like: prose, headings, captions, bylines glued to prose."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.cleaning.header import read_fields, read_sign_off
from dj_analysis.cleaning.people import read_people
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

CLAUSE = compile_re("[,，。;；!！?？]")
SENTENCE_MARK = compile_re("[,，。!！?？]")
STOP_END = compile_re("[。!！?？;；…][”’」』)）]{0,3}$")
PROSE_LENGTH = 40
SENTENCE_LENGTH = 15
LONGEST_LINE = 100
QUOTED = compile_re("“[^“”]{1,60}”")
"""A slogan with commas inside makes no clauses of a headline."""

HEADING_LENGTH = 45
CAPTION_LENGTH = 90
CAPTION_CLOSERS = frozenset(")）】]")
NUMBERED = compile_re(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．是]|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部条]|\d{1,2}[、.．](?!\d)|[①-⑳])"
)
SUBTITLE = compile_re(r"^\s?(?:—|-|–|──|――){1,4}\s?\S")
LEAD_IN = compile_re(r"^[\[【][^\[\]【】\n]{6,60}[\]】]\s?(?=[\u4e00-\u9fff“\d].{30})")
"""A title in brackets with the text directly behind it."""

OFFICE = compile_re(
    "书记|院长|校长|主任|部长|处长|教授|讲师|学院|大学|宣传部|党支部|党委|总支|记者|通讯员|报道|供稿|撰稿|整理|执笔"
)
HOLDER = compile_re(
    r"[\u4e00-\u9fff\d()（）]{2,30}(?:学院|大学|系|部|处|馆|党委|总支|支部|中心|室)[\u4e00-\u9fff]{0,6}?"
    r"(?:副?书记|副?院长|副?校长|副?主任|副?部长|副?处长|副?馆长|教授|委员|辅导员)"
)
EVENT = compile_re("[赴获走讲]|召开|举[行办]|开展|参加|当选|任命|谈|访|对话|如何|优秀|会议|座谈|述职|培训")
HOLDER_LENGTH = 32
BYLINE_LENGTH = 40
BYLINE_MARKS = "□■◆●○◎▲△*· "
FULL_NAME = 3
"""A line of three characters with a surname is a name; one of two may be any word."""

AFFILIATION = compile_re(
    r"[(（]?[^,，。;；:：]{2,40}(?:大学|学院|学校|研究所|研究院|医院|中心|部|系|处)[^。;；:：]{0,30}\d{6}\s?[;；,，]?[)）]?"
)
"""The author's house with its town and postcode under the title of a paper."""

NAME_PARTERS = compile_re(r"[\s、,，;；]+")
ABOUT_AUTHOR = compile_re("^[(（\\[【]?(?:作者|本文作者)(?:系|为|单位|简介|是|[:：].{1,30}[,，])")
MADE_BY = compile_re("[(（\\[【]?[^,，。:：;；]{2,24}(?:出品|摄制|联合制作)[)）\\]】]?")
"""Who made the film or the picture story: (某报客户端出品)."""

SIGN_OFF = compile_re(r"[(（\[【](?P<in>[^()（）\[\]【】]{2,60})[)）\]】]$")
LONGEST_SIGN_OFF = 80
WRITERS = frozenset({"author", "editor", "reviewer"})
STOPS = "。!！?？"
CLAUSE_END = compile_re("[。!！?？;；:：,，、…]$")
SENTENCE_END = compile_re("[。!！?？”…]\\s{0,3}$")


def is_prose(text: str) -> bool:
    """Running text: long and with clauses, or a whole sentence."""
    return bool(
        (len(text) >= PROSE_LENGTH and CLAUSE.search(QUOTED.sub("", text) if len(text) <= LONGEST_LINE else text))
        or (len(text) >= SENTENCE_LENGTH and STOP_END.search(text))
    )


def is_heading(text: str) -> bool:
    """A short line that is no sentence.

    >>> is_heading("一、基本情况"), is_heading("会议结束。")
    (True, False)
    """
    return len(text) <= HEADING_LENGTH and not CLAUSE_END.search(text) and "。" not in text


class _Captions(NamedTuple):
    """Words of captions by their place in the line."""

    start: re.Pattern[str]
    inside: tuple[str, ...]
    end: tuple[str, ...]


@lru_cache(maxsize=8)
def _captions(lexicon: Lexicon) -> _Captions:
    start = "|".join(map(re.escape, lexicon.words("captions", place="start")))
    return _Captions(
        compile_re(rf"[▲△▼▽↑↓]\s?\S|[(（【\[]{{0,2}}(?:{start}|图\s?\d{{1,2}}[:：\s.、])"),
        lexicon.words("captions", place="inside"),
        lexicon.words("captions", place="end"),
    )


def is_caption(text: str, lexicon: Lexicon) -> bool:
    """The line under a picture.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> is_caption("党员服务站开展活动 学校供图", load_lexicon()), is_caption("一、摄影比赛", load_lexicon())
    (True, False)
    """
    if len(text) > CAPTION_LENGTH or text.count("。") > 1 or NUMBERED.match(text):
        return False
    words = _captions(lexicon)
    for word in words.inside:
        if word in text:
            return True
    if words.start.match(text) or text.endswith(words.end):
        return True
    return text[-1:] in CAPTION_CLOSERS and (
        text[:-1].endswith(words.end) or (text[-2:-1] in CAPTION_CLOSERS and text[:-2].endswith(words.end))
    )


def is_byline(text: str, lexicon: Lexicon) -> bool:
    """A line that names the writer with office or house: 某学院党委书记 王某, or a name alone.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> is_byline("机械学院党委书记 王某某", load_lexicon()), is_byline("强化政治引领", load_lexicon())
    (True, False)
    """
    if len(text) > BYLINE_LENGTH or STOP_END.search(text) or NUMBERED.match(text):
        return False
    bare = text.lstrip(BYLINE_MARKS)
    people = (read_people(bare, lexicon) or "").split()
    if not people:
        return False
    if "".join(people) == NAME_PARTERS.sub("", bare):
        return len(people) > 1 or bare != text or len(bare) == FULL_NAME
    if CLAUSE.search(text):
        return False
    return len(people) >= len(bare.split()) - 1 and OFFICE.search(text) is not None


def is_holder(text: str) -> bool:
    """A line that names an office and nothing else, as speeches have it below the headline.

    >>> [is_holder(text) for text in ("机械系教师党支部书记", "对话机械系党支部书记", "优秀党支部书记")]
    [True, False, False]
    """
    return len(text) <= HOLDER_LENGTH and HOLDER.fullmatch(text) is not None and EVENT.search(text) is None


def is_sign_off(text: str, lexicon: Lexicon) -> bool:
    """A whole line in brackets that names who wrote: (党委宣传部 欧阳某), (文/图:某人)."""
    if ABOUT_AUTHOR.match(text) or MADE_BY.fullmatch(text):
        return True
    match = SIGN_OFF.fullmatch(text)
    return match is not None and _names_writer(match["in"], lexicon)


def sign_off_start(text: str, lexicon: Lexicon) -> int | None:
    """Where a sign-off begins that is glued to the end of a paragraph; None where there is none."""
    match = SIGN_OFF.search(text)
    if match is None:
        return _labels_start(text, lexicon)
    if not match.start() or not SENTENCE_END.search(text[: match.start()]):
        return None
    return match.start() if _names_writer(match["in"], lexicon) else None


def _labels_start(text: str, lexicon: Lexicon) -> int | None:
    """Where labels without brackets begin behind the last stop: ...好评。文/某人 图/某人."""
    start = max(text.rfind(stop) for stop in STOPS) + 1
    tail = text[start:]
    if not 0 < start < len(text) <= start + LONGEST_SIGN_OFF:
        return None
    named = any(f.name in WRITERS and read_people(f.value, lexicon) for f in read_fields(tail, lexicon))
    return start if named else None


def _names_writer(inside: str, lexicon: Lexicon) -> bool:
    if SENTENCE_MARK.search(inside):
        return False
    if any(field.name != "other" for field in read_sign_off(inside, lexicon)):
        return True
    parts = inside.split()
    return bool(read_people(inside, lexicon)) and (len(parts) > 1 or "/" in inside or "·" not in inside)
