"""Lines that belong to the site, not to the article: navigation, share bars, copyright, notices, link lists."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from dj_analysis.cleaning.alternatives import one_of
from dj_analysis.cleaning.characters import Beginnings
from dj_analysis.cleaning.leftovers import STOPS, is_english, is_leftover
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

STRIP = " \t•·|｜>»›→<«‹[]【】()（）-—:：*#+↑↓←◆■●▲▼★☆⊕⊖○"
BULLETS = "•·|>》◆■●*"
OPENERS = BULLETS + "▼▽↓【[(（"
CUT_OFF = ".…"
TOKENS = compile_re(r"[\s|｜>»›/·•\-—→]+")
CLAUSES = compile_re("[,，、。;；!！?？“”]")
DATED_LINK = compile_re(
    r"^[·•\-*\s]{0,3}(?:[\[(（]?(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])）]?\s{0,3}\S.{3,60}|\S.{3,60}?\s{0,3}[\[(（]?(?:\d{4}[-/.])\d{1,2}[-/.]\d{1,2}[\])）]?)$"
)
SPACED = compile_re(r"(?:\S ){6}")
"""Letter-spaced, as foot lines often are: 版 权 所 有."""

PROSE_MIN, STOP = 30, "。"
LINK_MAX = 80
DAY = compile_re(r"\d[-/.月年]\d")
NAV_MIN_TOKENS = 4
NAV_MEAN_LENGTH = 6.0
"""Channel names have two to five characters; the words of a spaced heading are longer or fewer."""

EDGE_MAX = 120
MASTHEAD_MAX = 32
INSIDE_MAX = 500
NOTICE_MIN, NOTICE_MAX, NOTICE_TOPICS = 12, 400, 2
"""A notice names two things at least that only a site has to say; articles do not call themselves 本站."""


class _Words(NamedTuple):
    """The list of the site's wordings, compiled."""

    lines: frozenset[str]
    footer: re.Pattern[str]
    """Starts of the lines that end an article, with a mark or nothing behind them: 上一篇:, not 上一篇讲稿."""

    start: re.Pattern[str]
    inside: re.Pattern[str]
    weak: re.Pattern[str]
    """Wordings that articles use too; the site's only where it names itself."""

    readers: re.Pattern[str]
    """What others read: over lists of links."""

    any: re.Pattern[str]
    """One of these stands in every line that the three above or a notice can tell."""

    beginnings: Beginnings
    """Where one of these can begin."""

    heads: frozenset[str]
    """First characters of lines that ``footer`` and ``start`` can match, and of what a document site leaves."""


@lru_cache(maxsize=8)
def _words(lexicon: Lexicon) -> _Words:
    def find(**where: str) -> list[str]:
        words = lexicon.words("boilerplate", **where)
        return [spelt for word in words for spelt in (word, word.replace(":", "：", 1))]

    def join(**where: str) -> str:
        return one_of(find(**where))

    inside = [*find(match="inside"), *find(match="anywhere"), *lexicon.words("notice_cues", kind="self")]
    begun = lexicon.words("boilerplate", match="start")
    return _Words(
        frozenset(word.strip(STRIP) for word in lexicon.words("boilerplate", match="line")),
        compile_re(
            rf"[\s{re.escape(OPENERS)}]{{0,4}}(?:{join(match='start', role='footer')})(?:文章|新闻|信息|内容)?"
            r"(?=[^\u4e00-\u9fff,，、“]|$)"
        ),
        compile_re(rf"[\s{BULLETS}]{{0,4}}(?:{join(match='start', role='plain')})"),
        compile_re(join(match="inside", role="plain")),
        compile_re(join(match="inside", role="weak")),
        compile_re(join(match="anywhere")),
        compile_re(one_of(inside)),
        Beginnings(inside),
        frozenset(BULLETS + OPENERS + CUT_OFF) | {word[:1] for word in begun},
    )


def find_worded(lines: Sequence[str], lexicon: Lexicon) -> frozenset[int]:
    """Numbers of the lines with one of the site's wordings inside.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> sorted(find_worded(["党支部共29人。", "欢迎转载,转载请注明出处"], load_lexicon()))
    [1]
    """
    words = _words(lexicon)
    text = "\n".join(lines)
    found = [place for place in words.beginnings.places(text) if words.any.match(text, place)]
    if not found:
        return frozenset()
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    return frozenset(bisect_right(starts, place) - 1 for place in found)


def is_plain_prose(text: str, lexicon: Lexicon) -> bool:
    """Whether a line without the site's wordings inside is sentences: most lines are, and need no closer look.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> is_plain_prose("党支部现有党员二十人。全年开展活动十二次,参加人数三百余人次,师生评价良好。", load_lexicon())
    True
    """
    if len(text) < PROSE_MIN or STOP not in text:
        return False
    words = _words(lexicon)
    if _may_start(text, words):
        one = STOP not in text[:-1]
        if words.start.match(text) or (one and (text[0] in CUT_OFF or words.footer.match(text))):
            return False
    return not (text[1] == " " and SPACED.match(text))


def _may_start(text: str, words: _Words) -> bool:
    return text[:1] in words.heads or text[:1].isspace()


def ends_article(text: str, lexicon: Lexicon) -> bool:
    """Whether a line is one that stands below articles: 上一篇, 相关新闻, 版权声明, 责任编辑."""
    words = _words(lexicon)
    return len(text) <= EDGE_MAX and _may_start(text, words) and words.footer.match(text) is not None


def is_boilerplate(text: str, lexicon: Lexicon, *, worded: bool) -> bool:
    """Whether a line by itself can be told to be the site's; ``worded``: it is one of ``find_worded``.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> lines = ("首页 | 新闻 原创 | 问政 评论", "首页改版由党员负责。", "附件：名单.doc", "附件：名单")
    >>> [is_boilerplate(line, load_lexicon(), worded=False) for line in lines]
    [True, False, True, False]
    """
    if len(text) > INSIDE_MAX:
        return is_english(text)
    words = _words(lexicon)
    bare = text.strip(STRIP)
    if bare in words.lines or not bare:
        return True
    if text[1:2] == " " and SPACED.match(text):
        text = text.replace(" ", "")
        worded = words.any.search(text) is not None
    if worded and (_speaks_as_site(text, words, lexicon) or is_notice(text, lexicon)):
        return True
    if len(text) > EDGE_MAX and CLAUSES.search(text):
        return is_english(text)
    return (
        (len(text) <= EDGE_MAX and _starts_as_site(text, words, lexicon))
        or is_navigation(text, words.lines)
        or is_leftover(text, bare)
    )


def _speaks_as_site(text: str, words: _Words, lexicon: Lexicon) -> bool:
    """By wordings inside the line."""
    if words.inside.search(text) or (words.weak.search(text) and _names_itself(text, lexicon)):
        return True
    return len(text) <= EDGE_MAX and words.readers.search(text) is not None and not STOPS.search(text[:-1])


def _starts_as_site(text: str, words: _Words, lexicon: Lexicon) -> bool:
    """By its first words; a sentence that speaks of the branch's people is the article's all the same."""
    if not _may_start(text, words):
        return False
    if words.footer.match(text):
        return not STOPS.search(text[:-1])
    if not words.start.match(text):
        return False
    return not CLAUSES.search(text) or not _cues(lexicon).article.search(text)


def _names_itself(text: str, lexicon: Lexicon) -> bool:
    """Whether the site says 本站, or the line is no sentence (版权所有 某大学)."""
    if _cues(lexicon).own.search(text):
        return True
    return len(text) <= EDGE_MAX and not CLAUSES.search(text)


class _Cues(NamedTuple):
    """What the site calls itself, what it has to say, what only articles speak of."""

    own: re.Pattern[str]
    topic: re.Pattern[str]
    article: re.Pattern[str]


@lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> _Cues:
    kinds = ("self", "topic", "article")
    return _Cues(*(compile_re(one_of(lexicon.words("notice_cues", kind=kind))) for kind in kinds))


def is_notice(text: str, lexicon: Lexicon) -> bool:
    """Whether the site speaks of itself to its readers: rights, opinions, downloads, app.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> is_notice("文中看法与本站无关,如有版权问题请联系删除。", load_lexicon())
    True
    """
    if not NOTICE_MIN <= len(text) <= NOTICE_MAX:
        return False
    cues = _cues(lexicon)
    if not cues.own.search(text):
        return False
    return len(set(cues.topic.findall(text))) >= NOTICE_TOPICS


def is_navigation(text: str, lines: frozenset[str]) -> bool:
    """Many short names in a row, parted by bars or spaces."""
    if len(text) > 400 or not TOKENS.search(text) or CLAUSES.search(text):
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
    if len(text) > LINK_MAX or not DAY.search(text):
        return False
    return not STOPS.search(text) and DATED_LINK.match(text) is not None


def is_masthead(text: str, lexicon: Lexicon) -> bool:
    """Whether a line is a periodical's name, often letter-spaced: 党 建 工 作 简 报.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [is_masthead(line, load_lexicon()) for line in ("党 建 工 作 简 报", "编好简报,讲好故事")]
    [True, False]
    """
    if len(text) > MASTHEAD_MAX or CLAUSES.search(text):
        return False
    return _mastheads(lexicon).search("".join(text.split())) is not None


@lru_cache(maxsize=8)
def _mastheads(lexicon: Lexicon) -> re.Pattern[str]:
    return compile_re(f"(?:{one_of(lexicon.words('boilerplate', match='masthead'))})[)）》]?$")
