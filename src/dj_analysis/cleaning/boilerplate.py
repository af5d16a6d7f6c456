"""Lines that belong to the site, not to the article: navigation, share bars, copyright, notices, link lists."""

from __future__ import annotations

import re
from functools import lru_cache

from dj_analysis.cleaning.alternatives import one_of
from dj_analysis.lexicon import Lexicon

STRIP = " \t•·|｜>»›→<«‹[]【】()（）-—:：*#+↑↓←◆■●▲▼★☆"
TOKENS = re.compile(r"[\s|｜>»›/·•\-—→]+")
STOPS = re.compile("[。;；!！?？]")
CLAUSES = re.compile("[,，、。;；!！?？“”]")
DATED_LINK = re.compile(
    r"^[·•\-*\s]{0,3}(?:[\[(（]?(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])）]?\s{0,3}\S.{3,60}|\S.{3,60}?\s{0,3}[\[(（]?(?:\d{4}[-/.])\d{1,2}[-/.]\d{1,2}[\])）]?)$"
)
PAGE_NUMBERS = re.compile(
    r"^(?:第\s?\d+\s?页.{0,12}|共\s?\d+\s?页|[\d\s/.<>，,]{0,20}[上下一尾末首页][\d\s/.<>上下一页共尾末首,，]{1,40}|\d+\s?/\s?\d+|-\s?\d+\s?-)$"
)
URL = re.compile(r"^!\[.{0,200}\]\(.{1,500}\)$|^(?:https?://|www\.)\S+$|^[\w.+-]{1,40}@[\w-]{1,40}\.[\w.]{2,20}$")
MEDIA_FILE = re.compile(r"^\S{1,40}\.(?:png|jpe?g|gif|docx?|pdf|xlsx?|mp4|rar|zip)$", re.IGNORECASE)
SPACED = re.compile(r"(?:\S ){6}")
"""Letter-spaced, as foot lines often are: 版 权 所 有."""

BREADCRUMB = re.compile(r".{0,12}首页\s{0,3}(?:[»›>→]|-\s|--)")
ENGLISH = re.compile(r"(?=(?:[^A-Za-z]{0,20}[A-Za-z]){30})[\x20-\x7e‘’“”–—…·]+")
"""A line of English only: a machine translation that the site appends."""

NAV_MIN_TOKENS = 4
NAV_MEAN_LENGTH = 6.0
"""Channel names have two to five characters; the words of a spaced heading are longer or fewer."""

INSIDE_MAX = 500
NOTICE_MIN, NOTICE_MAX, NOTICE_TOPICS = 12, 400, 2
"""A notice names two things at least that only a site has to say; articles do not call themselves 本站."""


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Whole lines; line starts of the article's end; other line starts; words that mark a line wherever they stand."""

    def join(**where: str) -> str:
        return one_of(lexicon.words("boilerplate", **where))

    return (
        frozenset(word.strip(STRIP) for word in lexicon.words("boilerplate", match="line")),
        re.compile(
            rf"[\s•·|>》◆■●【\[(（*]{{0,4}}(?:{join(match='start', role='footer')})"
            rf"|.{{0,60}}?(?:{join(match='anywhere')})"
        ),
        re.compile(rf"[\s•·|>》◆■●*]{{0,4}}(?:{join(match='start', role='plain')})"),
        re.compile(join(match="inside")),
    )


def ends_article(text: str, lexicon: Lexicon) -> bool:
    """Whether a line is one that stands below articles: 上一篇, 相关新闻, 版权声明, 责任编辑."""
    return len(text) <= 120 and _patterns(lexicon)[1].match(text) is not None


def is_boilerplate(text: str, lexicon: Lexicon) -> bool:
    """Whether a line by itself can be told to be the site's.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [is_boilerplate(line, load_lexicon()) for line in ("首页 | 新闻 原创 | 问政 评论", "首页改版由党员负责。")]
    [True, False]
    """
    if len(text) > INSIDE_MAX:
        return False
    lines, footer, start, inside = _patterns(lexicon)
    bare = text.strip(STRIP)
    if bare in lines or not bare:
        return True
    if len(text) <= 120 and (start.match(text) or (footer.match(text) and not STOPS.search(text[:-1]))):
        return True
    if ENGLISH.fullmatch(text) or (BREADCRUMB.match(text) and not STOPS.search(text)):
        return True
    if SPACED.match(text):
        text = text.replace(" ", "")
    if inside.search(text):
        return True
    return is_navigation(text, lines) or _is_leftover(text, bare) or is_notice(text, lexicon)


@lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    own, topic = (one_of(lexicon.words("notice_cues", kind=kind)) for kind in ("self", "topic"))
    return re.compile(own), re.compile(topic)


def is_notice(text: str, lexicon: Lexicon) -> bool:
    """Whether the site speaks of itself to its readers: rights, opinions, downloads, app.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> is_notice("文中看法与本站无关,如有版权问题请联系删除。", load_lexicon())
    True
    """
    if not NOTICE_MIN <= len(text) <= NOTICE_MAX:
        return False
    own, topic = _cues(lexicon)
    if not own.search(text):
        return False
    return len(set(topic.findall(text))) >= NOTICE_TOPICS


def _is_leftover(text: str, bare: str) -> bool:
    if len(bare) == 1:
        return not "\u3400" <= bare <= "\u9fff"
    return bool(PAGE_NUMBERS.match(bare) or URL.match(text) or MEDIA_FILE.match(bare))


def is_navigation(text: str, lines: frozenset[str]) -> bool:
    """Many short names in a row, parted by bars or spaces."""
    if len(text) > 400 or CLAUSES.search(text):
        return False
    tokens = [token for token in TOKENS.split(text) if token]
    if len(tokens) < 2:
        return False
    if all(token.strip(STRIP) in lines for token in tokens):
        return True
    has_bars = any(mark in text for mark in "|｜>»›")
    short = sum(map(len, tokens)) <= NAV_MEAN_LENGTH * len(tokens)
    return short and (
        len(tokens) >= NAV_MIN_TOKENS if has_bars else any(t in lines for t in tokens) and len(tokens) > 4
    )


def is_dated_link(text: str) -> bool:
    """A headline with its date, as in lists of other articles."""
    return len(text) <= 80 and not STOPS.search(text) and DATED_LINK.match(text) is not None
