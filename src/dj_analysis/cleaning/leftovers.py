"""What pages leave between the lines of an article: page numbers, names of files, counters, clocks, English lines."""

from __future__ import annotations

import re

from dj_analysis.regexes import compile_re

STOPS = compile_re("[。;；!！?？]")
PAGE_NUMBERS = compile_re(
    r"^(?:第\s?\d+\s?页.{0,12}|共\s?\d+\s?页|[\d\s/.<>，,]{0,20}[上下一尾末首页][\d\s/.<>上下一页共尾末首,，]{1,40}|\d+\s?/\s?\d+|-\s?\d+\s?-)$"
)
URL = compile_re(r"^!\[.{0,200}\]\(.{1,500}\)$|^(?:https?://|www\.)\S+$|^[\w.+-]{1,40}@[\w-]{1,40}\.[\w.]{2,20}$")
MEDIA_FILE = compile_re(r"^\S{1,40}\.(?:png|jpe?g|gif|docx?|pdf|xlsx?|mp4|rar|zip)$", re.IGNORECASE)
FILE = r"\.(?:docx?|wps|pdf|xlsx?|et|pptx?|rar|zip|7z|jpe?g|png)"
DOWNLOAD = compile_re(rf"^[(（\[【•·*\s]{{0,3}}附件.{{0,80}}(?:{FILE}(?![A-Za-z])|下载)", re.IGNORECASE)
"""An annex that is a file to be loaded: 附件1:报名表.docx, not the title of one that follows (附件:表彰名单)."""

UNDERSCORED = compile_re(
    r"(?i:img|dsc|image|cover|pic|photo|mmbiz|weixin|wx)[A-Za-z0-9_-]{0,40}|(?:微信图片|图片|未命名|截图)[_\d-]{0,30}"
)
EDITION = compile_re(r"^第\s?[A-Z]?\d{1,3}\s?版[:：].{0,30}$")
"""The page of a newspaper that an article of its digital edition stands on."""

COUNTED = compile_re(
    r"^(?:#\S{1,20}\s?\d{1,4}\s?[个篇]|(?:评论|跟帖|点赞|转发|收藏|分享|在看|赞)\s?[\d.,]{1,8}\s?[万wW]?\+?)$"
)
"""A collection with its size, a button with its counter."""

CLOCK = compile_re(r"\d{1,2}:\d\d(?::\d\d)?\s?/\s?\d{1,2}:\d\d(?::\d\d)?")
"""How far a film has run."""

ORNAMENT = compile_re(r"(?:PART\.?\s?)?0\d|PART\.?\s?(?:\d|ONE|TWO|THREE|FOUR)", re.IGNORECASE)
"""Numbers that public accounts set above their headings."""

PAGE_OF_FILE = compile_re(r"^\S.{0,60}[_ ]第\d{1,4}页$|^[(（]?\s?共印(?:发)?\s?\d{1,4}\s?份\s?[)）]?$")
TRUNCATED = compile_re(r"[.…]{0,12}\s?[(（\[]?\s?(?:剩余|还剩|余下)\s?\d{1,4}\s?页.{0,20}$")
"""What a document site puts where its preview ends, also behind the last words."""

HOME, HOME_REACH = "首页", 16
ENDINGS = "。！；，、”’）》】"
"""Marks that a line end can cut off the line they belong to."""

LEFTOVER_MAX = 130
LEFTOVER_HINT = compile_re("[0-9A-Za-z!页上下尾末首图未]")
"""Every leftover has one of these."""

BREADCRUMB = compile_re(r".{0,12}首页\s{0,3}(?:[»›>→]|-\s|--)")
ENGLISH = compile_re(r"(?=(?:[^A-Za-z]{0,20}[A-Za-z]){30})[\x20-\x7e‘’“”–—…·]+")
"""A line of English only: a machine translation that the site appends."""


def is_english(text: str) -> bool:
    """A line of English only."""
    return text[:1] < "\u2100" and ENGLISH.fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """The number of a page, which stands inside an article that was a printed document.

    >>> is_page_number("- 2 -"), is_page_number("第一党支部")
    (True, False)
    """
    return PAGE_NUMBERS.match(text) is not None or PAGE_NUMBERS.match(text.strip(" -—–")) is not None


def is_leftover(text: str, bare: str) -> bool:
    """Whether a line holds nothing but such a piece; ``bare``: without the marks around it.

    >>> [is_leftover(text, text) for text in ("00:31 / 05:12", "说", "»")]
    [True, False, True]
    """
    if len(bare) == 1:
        return not ("\u3400" <= bare <= "\u9fff" or bare in ENDINGS)
    if len(text) > LEFTOVER_MAX and not text[0].isascii():
        return False
    if not LEFTOVER_HINT.search(text):
        return False
    if HOME in text[:HOME_REACH] and BREADCRUMB.match(text) and not STOPS.search(text):
        return True
    return is_english(text) or bool(
        PAGE_NUMBERS.match(bare)
        or DOWNLOAD.match(text)
        or URL.match(text)
        or MEDIA_FILE.match(bare)
        or UNDERSCORED.fullmatch(bare)
        or PAGE_OF_FILE.match(text)
        or EDITION.match(text)
        or COUNTED.match(text)
        or CLOCK.fullmatch(text)
        or ORNAMENT.fullmatch(text)
        or TRUNCATED.match(text)
    )
