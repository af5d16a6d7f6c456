"""Lines about the article that need no labels: dates alone, accounts, weblog entries, mastheads."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from dj_analysis.cleaning.offices import ISSUER_TAIL, is_office
from dj_analysis.corpus.dates import DATE, TIME
from dj_analysis.regexes import compile_re

MAX_MASTHEAD = 24
MAX_NAME_LENGTH = 12
"""Behind a time, before the next label, stands a name without a label or nothing."""

CLAUSE = compile_re("[,，]")
EDGES = " \t[]【】()（）<>《》|｜丨/、;；·•,，:：-—_"
WEEKDAY = r"\s{0,3}[(（]?(?:星期|周)[一二三四五六日天][)）]?"
STAMP = compile_re(rf"(?:{DATE.pattern})(?:{WEEKDAY})?(?:{TIME})?")
PAPER = compile_re(r"[\u4e00-\u9fff]{2,12}(?:报|周刊|网)")
"""The name of a newspaper, which beside a date alone is the source."""

ACCOUNT = compile_re(
    rf"(?:原创[:：\s]{{1,3}}(?P<author>[^\s\d,，:：]{{2,16}})\s{{1,4}})?(?:\S{{2,20}}\s{{1,4}}){{0,2}}"
    rf"(?P<source>[^\s\d,，:：]{{2,20}})\s{{1,4}}(?:{DATE.pattern})(?(author)(?:{TIME})?|{TIME})"
    r"(?:\s{1,4}发[表布][于自在]\s?[\u4e00-\u9fff]{2,8})?"
)
NEWSPAPER = compile_re(
    rf"[(（]?(?:原载|来源)?[:：]?《(?P<source>[^《》]{{2,12}})》\s?[(（]?\s?(?:{DATE.pattern})\s?[,，]?\s?(?:第?\s?\d{{1,3}}\s?版|A\d+)?[)）]?"
)
CLOSING = compile_re(
    rf"[(（]\s?(?:(?:稿件|文稿|信息)?来源|供稿|选送)[:：\s]{{1,3}}(?P<source>[^()（）:：]{{2,24}})[)）]\s{{0,3}}[(（]\s?(?:{DATE.pattern})\s?[)）]"
)
"""(稿件来源 某部) (2004-03-07) below an article."""

ISSUE = compile_re(
    r"[(（]?\s?(?:(?:19|20)\d{2}\s?年?度?)?\s?[,，]?\s?(?:总\s?)?第\s?[\d一二三四五六七八九十百]{1,5}\s?期\s?[)）]?"
)
GAPPED = compile_re(rf"(?P<who>[^\d,，。:：]{{2,24}}?)(?P<gap>\s{{0,80}})(?:{DATE.pattern})")
"""An office or a note at the left edge, the date at the right one."""

WIDE_GAP = 3
ACCOUNT_ONLY = compile_re(r"原创[:：\s]{1,4}(?P<author>[^\s,，。]{2,16})\s{1,4}(?P<source>[^\s,，。]{2,20})")
REPOSTED = compile_re(
    r"以下文章来源于\s?(?P<source>[^,，。]{2,20}?)\s?(?:[,，]\s?作者\s?[:：]?\s?(?P<author>[^,，。]{2,20}))?"
)
POSTED = compile_re(
    r"(?:(?:最后)?(?:发布|发表|更新|编辑|修改|创建|撰写|写|刊登)[于在]|[Pp]osted\s(?:on|at)|[Pp]ublished(?:\son)?|(?:^|\s)于)\s{0,3}[:：]?\s{0,3}\0"
    r"|\0\s{0,3}(?:发布|发表|更新|由|[Bb][Yy]\b|[|·•]\s?作者)"
)
"""The date of a weblog's entry, with the writer before or behind it."""

POST_WORDS = compile_re(
    r"\0|最后|(?:发布|发表|更新|编辑|修改|创建|撰写|写|刊登|上传)[于在]?|[Pp]osted\s(?:on|at)|[Pp]ublished(?:\son)?|\b[Bb][Yy]\b"
    r"|(?<![\u4e00-\u9fff])[由于在](?=\s?\S)|作者|暂无评论|(?:(?<!\d)\d{1,9}\s?)?(?:[Cc]omments?|[Vv]iews?)|[|·•/,，:：]|\s+"
)
MAX_POST_NAMES = 3

COUNTER = compile_re(
    r"[\[(（]?\s?(?P<n>\d[\d,]{0,9})\s?(?:次浏览|次阅读|人浏览|[Cc]omments?|[Vv]iews?|人阅读|次点击|人次浏览|阅读|浏览|条评论|评论|次)[\])）]?"
)
COUNTERS_BEHIND = compile_re(rf"(?:\s{{1,4}}{COUNTER.pattern.replace('?P<n>', '')}){{1,3}}$")
TOOLS = compile_re(
    "打印本?[页文]?|收藏本?[页文]?|关闭(?:窗口|本页)?|返回(?:列表|首页)?|字[号体]|[大中小]|分享|次|条评论|评论|[TAa]|\\+|-|\\||｜"
)


TOOL_HEADS = frozenset("打收关返字大中小分次条评TAa+-|｜0123456789") | {""}
"""What buttons and counters begin with."""

NAMED = frozenset({"source", "author"})
NUMBERED = compile_re("[\\d年期]")
UNDATED = compile_re("原创|以下文章来源于")
"""Every such line has a date or a number, or one of these words."""


class Field(NamedTuple):
    """One labelled value of a metadata line, with its place in the line."""

    name: str
    value: str
    start: int
    end: int


def read_byline(text: str, labels: Container[str]) -> list[Field]:
    """Fields of a line that has no labels before its values; empty where it is none.

    >>> [(f.name, f.value) for f in read_byline("某人 发表于 2021-06-01", ())]
    [('published_date', '2021-06-01'), ('author', '某人')]
    """
    if not (NUMBERED.search(text) or UNDATED.search(text)):
        return []
    stamp = STAMP.search(text)
    if stamp:
        return (
            _bare_stamp(text, stamp)
            or _account_line(text, stamp)
            or _post_line(text, stamp, labels)
            or _masthead_line(text, stamp)
        )
    return (
        _bare_stamp(text, None)
        or (_account_line(text, None) if UNDATED.search(text) else [])
        or (_masthead_line(text, None) if "期" in text else [])
    )


def _account_line(text: str, stamp: re.Match[str] | None) -> list[Field]:
    """原创 账号 2021-06-18 18:30 of a public account; 《某报》2021年6月18日第5版 of a newspaper."""
    text = COUNTERS_BEHIND.sub("", text)
    match = (
        ACCOUNT.fullmatch(text)
        or NEWSPAPER.fullmatch(text)
        or ACCOUNT_ONLY.fullmatch(text)
        or REPOSTED.fullmatch(text)
        or CLOSING.fullmatch(text)
    )
    if not match:
        return _edition_line(text, stamp) if stamp else []
    found = [
        Field(name, value, *match.span(name)) for name, value in match.groupdict().items() if name in NAMED and value
    ]
    stamp = STAMP.search(text) if stamp else None
    return [*found, Field("published_date", stamp.group(), stamp.start(), stamp.end())] if stamp else found


def _edition_line(text: str, stamp: re.Match[str]) -> list[Field]:
    """2022年5月18日 星期三 某报 over an article of a digital edition."""
    rest = STAMP.sub("", text).strip(EDGES)
    if not PAPER.fullmatch(rest):
        return []
    date = Field("published_date", stamp.group(), stamp.start(), stamp.end())
    at = text.index(rest)
    return [date, Field("source", rest, at, at + len(rest))]


def _post_line(text: str, stamp: re.Match[str], labels: Container[str]) -> list[Field]:
    """发布于2021年6月1日由某人 and 某人 发表于 2021-06-01 of weblogs: the first date, the first name."""
    rest = COUNTER.sub("", STAMP.sub("\0", text))
    if not POSTED.search(rest):
        return []
    names = [part for part in POST_WORDS.split(rest) if part and part.strip(EDGES)]
    if len(names) > MAX_POST_NAMES or any(len(name) > MAX_NAME_LENGTH or name in labels for name in names):
        return []
    found = [Field("published_date", stamp.group(), stamp.start(), stamp.end())]
    if names:
        at = text.index(names[0])
        found.append(Field("author", names[0], at, at + len(names[0])))
    return found


def _masthead_line(text: str, stamp: re.Match[str] | None) -> list[Field]:
    """2020年第6期(总第41期) of a periodical; an office or a note with the date at the right edge."""
    issue = ISSUE.search(text) if "第" in text and "期" in text else None
    if issue:
        who = STAMP.sub("", ISSUE.sub("", text)).strip(EDGES)
        if CLAUSE.search(who) or len(who) > MAX_MASTHEAD or (who and not is_office(who)):
            return []
        kind = "issuer"
        found = [Field("issue", issue.group(), issue.start(), issue.end())]
    else:
        match = GAPPED.fullmatch(text.strip())
        if not match or (len(match["gap"]) < WIDE_GAP and not is_office(match["who"])):
            return []
        who, found = match["who"].strip(EDGES), []
        kind = "issuer" if len(match["gap"]) >= WIDE_GAP else "author"
    if stamp:
        found.append(Field("published_date", stamp.group(), stamp.start(), stamp.end()))
    name = ISSUER_TAIL.sub("", who)
    if name and is_office(who) and name in text:
        found.append(Field(kind, name, text.index(name), text.index(name) + len(name)))
    return found


def is_tools(text: str) -> bool:
    """Whether nothing is left of a text without counters and buttons."""
    return not TOOLS.sub("", COUNTER.sub("", text)).strip(EDGES)


def _bare_stamp(text: str, stamp: re.Match[str] | None) -> list[Field]:
    """A date by itself, with counters and buttons at most: 2021年6月1日, 2021-06-01 08:30 12次浏览."""
    rest = STAMP.sub("", text) if stamp else text
    if rest.strip(EDGES)[:1] not in TOOL_HEADS:
        return []
    counter = COUNTER.search(text)
    if not (stamp or counter) or not is_tools(rest):
        return []
    found = [Field("published_date", stamp.group(), stamp.start(), stamp.end())] if stamp else []
    if counter and "评论" not in counter.group() and not (stamp and stamp.start() <= counter.start() < stamp.end()):
        found.append(Field("views", counter["n"], counter.start("n"), counter.end("n")))
    return found
