"""Names of betting sites that a hijacked page shows where a school's name stood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.cleaning.alternatives import one_of
from dj_analysis.cleaning.characters import Beginnings, Kind, kinds, simplify
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change
from dj_analysis.regexes import compile_re, find_literal

BRAND_REACH = 30
SHORT_NAME = 2
HEAD_REACH = 300
SITE_NAME = compile_re(r"(?:^|[-_|–—])[ \t]{0,3}(?P<name>[^\s\-_|–—,。,，:：]{3,16})[ \t]{0,3}$", re.MULTILINE)
"""The whole of a line, or what stands behind the last dash of one, at the head of the page."""

ADDED = ("site", "address", "epithet", "weak", "prefix", "place")
"""Kinds of words that make no brand by themselves."""

STARTING = ("prefix", "place", "name", "soft", "stem", "odd", "numbered")
"""Kinds of words that a brand may begin with."""

CODE = compile_re(r"[A-Za-z]\d\d")
"""What the name of a site has that holds no word of the list."""

LATIN_AHEAD = r"(?:(?<![A-Za-z0-9])[A-Za-z]{1,10})"
CODE_AHEAD = (
    r"(?:(?<![A-Za-z0-9])[A-Za-z]{1,10}\d{2,6}|(?<![\d.])(?!(?:19|20)\d\d(?!\d))\d{3,8}(?:网站|[A-Za-z]{1,4})?)"
)
SITE_CODE = (
    r"(?:[A-Za-z]{1,10}\d{2,6}[A-Za-z]{0,4}|\d{3,6}[A-Za-z]{1,5}|"
    r"\d{3,6}(?![\d年级届班人名位个项次场月日号件余多万%％.:：-]))"
)
CODE_BEHIND = rf"(?:{SITE_CODE}|[(（]{SITE_CODE}[)）])"
LATIN_BEHIND = r"[A-Za-z]{2,14}|[(（](?:中国|[A-Za-z]{2,14})[)）]"
"""The codes by which such sites tell themselves apart: yl23411永利, 太阳集团1088vip, (1331vip), 开云(中国)kaiyun."""

LETTERS = r"(?<![A-Za-z0-9])(?!office|microsoft)[A-Za-z]{2,8}"

ADDRESS_WORDS = ("官方网站", "官网", "网页版")
ADDRESS = compile_re(
    rf"(?<![\u4e00-\u9fffA-Za-z0-9])(?P<owner>[A-Za-z0-9]{{0,8}}[\u4e00-\u9fff]{{2,5}})(?:{'|'.join(ADDRESS_WORDS)})"
    r"(?:登录入口|登录|入口|首页)?(?=[\u4e00-\u9fff]{0,10}?(?:学院|党支部|党委|党总支|教研室))"
)
"""An address glued to a college or branch, as if it were a school: 完美官网外国语学院."""

OWNER = compile_re(
    "[校院学部厅局委网报社团司台心国省市县区会馆所处室科组企府站]$|访问|登录|浏览|关注|打开|通过|进入|查看|详见|根据|参照|改版|建设|开通|上线"
)
"""What has an address in earnest, and what is done with one."""

SCHOOL_WORD = compile_re("大学|学院|学校|[部系处院队]$|党|比赛|运动会|志愿|服务")
NUMBER_BEHIND = r"[1-9](?!\d|[年月日级届班个名位条项号楼栋座期幢层组队路分])"
"""By one digit such sites tell their copies apart (沐鸣2): no year, no floor, nothing counted."""


def _any(lexicon: Lexicon, *kinds: str) -> str:
    terms = {term for kind in kinds for term in lexicon.words("brands", kind=kind)}
    return one_of(terms)


@lru_cache(maxsize=8)
def _site_words(lexicon: Lexicon) -> re.Pattern[str]:
    return compile_re(rf"(?:{_any(lexicon, 'site', 'address')})+", re.IGNORECASE)


def is_site_words(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is nothing but words of a site's address, as they are left of a brand.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [is_site_words(text, load_lexicon()) for text in ("官网登录入口", "校报官网")]
    [True, False]
    """
    return _site_words(lexicon).fullmatch(text) is not None


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is a brand wherever it stands, and what is one only where the page repeats it.

    The general shapes: letters and digits, a trade word, a site word (bet36体育在线); digits or letters with digits
    before a gaming word; a name of more than one meaning with a code before it or a site's words behind it
    (4556银河国际在线, 永利304am官网). A year before a trade word (2022体育…) is none.
    """
    trade, game, site, address, weak = (
        _any(lexicon, *kinds.split()) for kinds in ("trade", "game", "site address", "address epithet", "weak")
    )
    plain = rf"(?:{trade})(?![系部院学教课馆]|[A-Za-z]{{1,10}}\d)"
    tail = rf"(?:{plain}|{game}|{site}|{address}|{CODE_BEHIND}){{0,5}}"
    code = r"(?<![A-Za-z0-9.])(?:[A-Za-z]{1,10}\d{2,5}[A-Za-z]{0,4}|(?!(?:19|20)\d\d(?!\d))\d{2,5}[A-Za-z]{0,6})"
    place = rf"(?:{_any(lexicon, 'place')})?"
    ahead = rf"(?:{_any(lexicon, 'prefix', 'place')})?"
    own = rf"(?:{game}|{address}|{CODE_BEHIND})"
    ambiguous = rf"(?:{_any(lexicon, 'soft', 'stem')})"
    linked = rf"(?:{weak}|{LATIN_BEHIND}){{0,3}}{own}"
    named = rf"{ahead}(?:{LATIN_AHEAD}|{CODE_AHEAD})?(?:{_any(lexicon, 'name')})[城场]?(?:(?:{weak}){own})?"
    coded = rf"{ahead}{CODE_AHEAD}{ambiguous}(?:{linked}|{weak})?"
    addressed = rf"{ahead}{LATIN_AHEAD}?{ambiguous}{linked}"
    traded = rf"{place}{code}(?:(?:{trade})(?:{site}|{game})|{game})"
    lettered = rf"{LETTERS}(?:{_any(lexicon, 'code')})(?!\d)"
    country = "[(（]中国[)）]"
    abroad = rf"[\u4e00-\u9fff]{{2}}(?:(?:官方)?·{country}|{country}[A-Za-z]{{3,12}})(?:{_any(lexicon, 'address')})"
    odd, any_odd = _any(lexicon, "odd"), _any(lexicon, "odd", "numbered")
    numbered = rf"(?:(?:{any_odd})(?:{NUMBER_BEHIND}(?:{plain})?|{plain})|(?:{odd})(?:{game}|{address}))"
    firsts = {word[0] for kind in STARTING for word in lexicon.words("brands", kind=kind)}
    begins = rf"(?=[A-Za-z\d{re.escape(''.join(sorted(firsts)))}])"  # most places are told by their first character
    certain = rf"(?:{begins}{named}|{abroad}|{begins}(?:{coded}|{addressed}|{lettered}|{traded}|{numbered})){tail}"
    likely = rf"{begins}(?:{_any(lexicon, 'soft', 'odd')}|{code}(?:{trade})){tail}"
    return compile_re(certain, re.IGNORECASE), compile_re(likely, re.IGNORECASE)


class _Hints(NamedTuple):
    """What every brand holds, in lower case: a listed name, a trade or a gaming word; and where one may begin."""

    beginnings: Beginnings
    words: re.Pattern[str]
    trade: frozenset[str]
    """Words that are of a brand only directly behind a letter or a digit."""


@lru_cache(maxsize=8)
def _hints(lexicon: Lexicon) -> _Hints:
    terms = [row["term"].lower() for row in lexicon.rows("brands") if row["kind"] not in ADDED]
    others = {row["term"].lower() for row in lexicon.rows("brands") if row["kind"] not in (*ADDED, "trade")}
    return _Hints(Beginnings(terms), compile_re(one_of(terms)), frozenset(terms) - others)


def _windows(text: str, places: Sequence[int], hints: _Hints) -> list[tuple[int, int]]:
    """Stretches around hints, where alone a brand can stand."""
    lowered = text.lower()
    lowered = lowered if len(lowered) == len(text) else text
    out: list[tuple[int, int]] = []
    last = 0
    for place in places:
        match = hints.words.match(lowered, place) if place >= last else None
        if not match:
            continue
        last = match.end()
        before = text[place - 1 : place]
        if match.group() in hints.trade and not (before.isascii() and before.isalnum()):
            continue
        start, end = max(0, place - BRAND_REACH), match.end() + BRAND_REACH
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


@lru_cache(maxsize=8)
def _trade_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    trade, game = (_any(lexicon, kind) for kind in ("trade", "game"))
    site = _any(lexicon, "site", "address")
    return compile_re(
        rf"(?:{game})|[A-Za-z]{{1,8}}\d{{2,6}}(?:{site}){{0,5}}$|(?:{trade})(?:{site}|[A-Za-z0-9])|[A-Za-z0-9](?:{trade})",
        re.IGNORECASE,
    )


def _announced(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Places of an unlisted brand that the page's own title shows as the site's name and the text repeats."""
    found: list[tuple[int, int]] = []
    for match in SITE_NAME.finditer(text, 0, HEAD_REACH):
        name = match["name"]
        if _trade_pattern(lexicon).search(name) and not SCHOOL_WORD.search(name) and text.count(name) > 1:
            found += [(at, at + len(name)) for at in find_literal(name, text)]
    return found


def drop_brands(text: str, lexicon: Lexicon) -> list[Change]:
    """Delete brand strings and mark the place: what stood there is not known, so nothing is put in.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [c.damage for c in drop_brands("计算机bet36体育在线党总支举办体育比赛", load_lexicon())]
    ['brand']
    """
    if kinds(text) & Kind.TRADITIONAL:
        text = simplify(text)
    hints = _hints(lexicon)
    places = hints.beginnings.places(text)
    announced = _announced(text, lexicon) if places or CODE.search(text, 0, HEAD_REACH) else []
    addressed = any(word in text for word in ADDRESS_WORDS)
    announced += [m.span() for m in ADDRESS.finditer(text) if not OWNER.search(m["owner"])] if addressed else []
    windows = _windows(text, places, hints) if places else []
    if not windows and not announced:
        return []
    certain, likely = _patterns(lexicon)
    found = [m.span() for a, b in windows for m in certain.finditer(text, a, b)]
    found += announced
    maybe = [m.span() for a, b in windows for m in likely.finditer(text, a, b)]
    taken = sorted({*found, *_repeated(text, maybe)}, key=lambda span: (span[0], -span[1]))
    changes: list[Change] = []
    for start, end in taken:
        if not changes or start >= changes[-1].end:
            changes.append(Change(start, end, "", 0.9, "brand"))
    return changes


def _repeated(text: str, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names that the page repeats behind different words: a person's given name has the same surname each time."""
    times = Counter(text[start:end] for start, end in places)
    before: dict[str, set[str]] = {}
    for start, end in places:
        before.setdefault(text[start:end], set()).add(text[max(0, start - 1) : start])
    names = {name for name, count in times.items() if count > 1 and (len(name) > SHORT_NAME or len(before[name]) > 1)}
    return [(start, end) for start, end in places if text[start:end] in names]
