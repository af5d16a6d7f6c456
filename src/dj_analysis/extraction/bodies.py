"""Named bodies (schools, departments, branches, granting bodies) wherever an article names them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.text_search import last_match
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import READ_REGIONS, Article
from dj_analysis.regexes import compile_re

LONGEST_NAME = 36
"""Characters of the longest name looked for before a head; the longest branch seen with its school has 31."""
_TO_BREAK = compile_re(r".*[\s,，。;；:：!！?？、…《》<>【】\[\]“”‘’\"'「」『』—\-|/（）()]", re.DOTALL)
_CLOSING = ("）", ")")
_NOTED = compile_re(
    r"(?P<before>[\u4e00-\u9fff]{2,20}(?:[部处院系馆室]|中心|办公室))[（(](?!以下|简称|[原含即])[\u4e00-\u9fff]{2,10}[）)]$"
)
"""保卫处(武装部)|党支部: a further name in a bracket inside a name."""
_OWN_NAME = compile_re(r"“[\u4e00-\u9fff]{2,8}”$")
LONGEST_OWN_NAME = 10
"""Characters of a name of a branch's own, with its quotes."""
_FIGURES = r"\d一二两三四五六七八九十百千万几多数余"
_COUNTED = compile_re(rf"(?<!第)[{_FIGURES}]{{1,6}}(?:个|家|所|支|余|多|名|位)")
_ONE = ("一", "1")
"""一支部一品牌 names no branch."""
_COUNTED_END = compile_re(_COUNTED.pattern + "$")
_DATE_END = compile_re(r"\d[年月日]")
_DEPARTMENT = "系"
_NO_DEPARTMENT = ("体关联维谱派嫡", ("统", "列", "数"))
"""Characters before and behind 系 that make it another word (体系, 系统)."""
_MARKER = compile_re(r"^(?:\d{1,3}[.．、])")
_REMEMBERED = 4096
"""Stretches before heads kept with what was read of them: 学生第一, 教师 and their like come back in every article."""


class Body(NamedTuple):
    """A place where a body is named. ``named`` is false for 支部, 学校党委 and other words that tell nothing apart."""

    start: int
    end: int
    name: str
    kind: str
    head: str
    named: bool


class _Words(NamedTuple):
    """The words before a head that belong to its name; ``generic`` ones tell nothing apart, ``merit`` ones praise."""

    left: str
    generic: bool
    merit: bool


@dataclass(frozen=True, slots=True)
class _Patterns:
    """``watched`` finds the figures and conjunctions that counts, dates and the ends of other names are told by."""

    head: re.Pattern[str]
    merits: tuple[str, ...]
    kinds: dict[str, str]
    stop: re.Pattern[str]
    guards: frozenset[str]
    guard: re.Pattern[str]
    lead: re.Pattern[str]
    soft: re.Pattern[str]
    watched: re.Pattern[str]
    alone: frozenset[str]
    generic: re.Pattern[str]
    heads_end: re.Pattern[str]


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> _Patterns:
    heads = either(lexicon.words("organisation_heads"))
    stops = {role: either(lexicon.words("organisation_stops", role=role)) for role in ("hard", "lead", "soft", "guard")}
    guards = frozenset(lexicon.words("organisation_stops", role="guard"))
    firsts = re.escape("".join(sorted({term[0] for term in lexicon.words("organisation_stops", role="soft")})))
    return _Patterns(
        head=compile_re(rf"(?:{heads})(?!织|生|员会)"),
        merits=lexicon.words("honor_merits"),
        kinds={term: row["kind"] for term, row in lexicon.table("organisation_heads").items()},
        stop=compile_re(either((*guards, *lexicon.words("organisation_stops", role="hard")))),
        guards=guards,
        guard=compile_re(rf"(?:{stops['guard']})"),
        lead=compile_re(rf"(?:{stops['lead']})"),
        alone=frozenset(lexicon.words("organisation_heads", alone="yes")),
        soft=compile_re(rf"(?:{stops['soft']})"),
        watched=compile_re(f"[{_FIGURES}{firsts}]"),
        generic=compile_re(rf"(?:{either(lexicon.words('organisation_generic'))}){{0,6}}"),
        heads_end=compile_re(rf"(?:{heads})$"),
    )


def find_bodies(article: Article, lexicon: Lexicon) -> tuple[Body, ...]:
    """All places where a body is named in the passages extractors read, in order; a name ends with a head word.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> [b.name for b in find_bodies(wrap_text("近年来,物理系学生第一党支部先后获奖"), load_lexicon())]
    ['物理系', '物理系学生第一党支部']
    """
    bounds = tuple((p.start, p.end) for p in article.passages if p.region in READ_REGIONS)
    return _bodies_between(article.clean, bounds, lexicon)


@lru_cache(maxsize=2)
def _bodies_between(clean: str, bounds: tuple[tuple[int, int], ...], lexicon: Lexicon) -> tuple[Body, ...]:
    """Kept for the extractors that read an article one after the other; a text is a quicker key than an article."""
    patterns = _patterns(lexicon)
    found: list[Body] = []
    for start, end in bounds:
        floor = start
        for match in patterns.head.finditer(clean, start, end):
            words = _words_before(clean, floor, match.start(), lexicon)
            if words is None:
                continue
            body = _read_body(clean, match, words, patterns)
            if body is None:
                continue
            if words.merit:
                floor = body.end
            else:
                found.append(body)
    return tuple(found)


def _words_before(clean: str, floor: int, at: int, lexicon: Lexicon) -> _Words | None:
    first = at - LONGEST_NAME
    window = clean[first if first > floor else floor : at]
    broken = _TO_BREAK.match(window)
    if broken is None:
        return _read_words(window, lexicon)
    end = broken.end()
    if window[end - 1] in _CLOSING and (noted := _NOTED.search(window, 0, end)):
        before = _read_words(noted.group("before"), lexicon)
        if before and before.left and not before.generic:
            return _Words(window[noted.end("before") - len(before.left) :], generic=False, merit=before.merit)
    return _read_words(window[end:], lexicon)


def _read_body(clean: str, match: re.Match[str], words: _Words, patterns: _Patterns) -> Body | None:
    """The body that ends with a head; None for 一支部一品牌 and for 体系 and its like."""
    left, generic, _ = words
    head, end = match.group(), match.end()
    if left in _ONE and clean[end : end + 1] in _ONE:
        return None
    if head == _DEPARTMENT and (not left or left[-1] in _NO_DEPARTMENT[0] or clean[end : end + 1] in _NO_DEPARTMENT[1]):
        return None
    named = not generic or head in patterns.alone
    return Body(match.start() - len(left), end, left + head, patterns.kinds[head], head, named)


@lru_cache(maxsize=_REMEMBERED)
def _read_words(whole: str, lexicon: Lexicon) -> _Words | None:
    """The words before a head that belong to its name; None where bodies are counted (三个支部)."""
    if not whole:
        return _Words("", generic=True, merit=False)
    patterns = _patterns(lexicon)
    watched = patterns.watched.search(whole) is not None
    left = _trim(whole, patterns, watched)
    counted = _COUNTED.search(whole) if watched else None
    if counted and (_COUNTED.search(left) or _COUNTED_END.search(whole[: len(whole) - len(left)])):
        return None
    generic = not left or patterns.generic.fullmatch(left) is not None
    return _Words(left, generic, bool(left) and (left.startswith(patterns.merits) or left.endswith(patterns.merits)))


def _trim(left: str, patterns: _Patterns, watched: bool) -> str:
    """Cut a stretch before a head at the last word that cannot stand inside a name."""
    cut = 0
    for stop in patterns.stop.finditer(left):
        if stop.group() not in patterns.guards:
            cut = stop.end()
    if watched and (dated := last_match(_DATE_END, left[cut:])):
        cut += dated.end()
    left = left[cut:]
    if watched:
        left = _MARKER.sub("", left)
    while left and (lead := patterns.lead.match(left)) and not patterns.guard.match(left):
        left = left[lead.end() :]
    for soft in patterns.soft.finditer(left) if watched else ():
        before = left[: soft.start()]
        if not patterns.guard.match(left, soft.start()) and (
            not before or patterns.heads_end.search(before) or patterns.generic.fullmatch(before)
        ):
            return _trim(left[soft.end() :], patterns, watched)
    return left


def start_with_quote(clean: str, body: Body, by_end: Mapping[int, Body], lexicon: Lexicon) -> int | None:
    """化工学院“筑梦”|学生党支部: where the college begins whose branch has a name of its own; None without one.

    ``by_end`` holds the bodies of the text by their ends; a word of merit in quotes is no name.
    """
    quote = _OWN_NAME.search(clean, max(0, body.start - LONGEST_OWN_NAME), body.start)
    owner = by_end.get(quote.start()) if quote else None
    if quote is None or owner is None or not owner.named or owner.kind == "granting_body":
        return None
    return None if quote.group()[1:-1] in _patterns(lexicon).merits else owner.start
