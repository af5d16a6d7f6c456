"""Named bodies (schools, departments, branches, granting bodies) wherever an article names them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.text_search import last_match
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import READ_REGIONS, Article

LONGEST_NAME = 36
"""Characters of the longest name looked for before a head; the longest branch seen with its school has 31."""
_TO_BREAK = re.compile(r".*[\s,，。;；:：!！?？、…《》<>【】\[\]“”‘’\"'「」『』—\-|/（）()]", re.DOTALL)
_COUNTED = re.compile(r"(?<!第)[\d一二两三四五六七八九十百千万几多数余]{1,6}(?:个|家|所|支|余|多|名|位)")
_ONE = ("一", "1")
"""一支部一品牌 names no branch."""
_COUNTED_END = re.compile(_COUNTED.pattern + "$")
_DATE_END = re.compile(r"\d[年月日]")
_DEPARTMENT = "系"
_NO_DEPARTMENT = ("体关联维谱派嫡", ("统", "列", "数"))
"""Characters before and behind 系 that make it another word (体系, 系统)."""
_MARKER = re.compile(r"^(?:\d{1,3}[.．、])")


class Body(NamedTuple):
    """A place where a body is named. ``named`` is false for 支部, 学校党委 and other words that tell nothing apart."""

    start: int
    end: int
    name: str
    kind: str
    head: str
    named: bool


@dataclass(frozen=True, slots=True)
class _Patterns:
    head: re.Pattern[str]
    merits: tuple[str, ...]
    kinds: dict[str, str]
    stop: re.Pattern[str]
    guards: frozenset[str]
    guard: re.Pattern[str]
    lead: re.Pattern[str]
    soft: re.Pattern[str]
    alone: frozenset[str]
    generic: re.Pattern[str]
    heads_end: re.Pattern[str]


def either(terms: Iterable[str]) -> str:
    """An alternation of literal terms that prefers the longest, sharing first characters so that it is fast.

    >>> either(("党支部", "支部", "党委"))
    '党(?:委|支部)|支部'
    """
    return "|".join(_branches(terms))


def _branches(terms: Iterable[str]) -> list[str]:
    """What follows each first character, the characters in order."""
    groups: dict[str, list[str]] = {}
    for term in terms:
        if term:
            groups.setdefault(term[0], []).append(term[1:])
    return [re.escape(first) + _rest(rest) for first, rest in sorted(groups.items())]


def _rest(rest: list[str]) -> str:
    """The endings behind a shared beginning; an empty one makes the others optional."""
    branches = _branches(rest)
    if not branches:
        return ""
    if len(branches) == 1 and "" not in rest:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in rest else "")


def _longest_first(*terms: str) -> tuple[str, ...]:
    return tuple(sorted(set(terms), key=lambda term: (-len(term), term)))


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> _Patterns:
    heads = either(lexicon.words("organisation_heads"))
    stops = {role: either(lexicon.words("organisation_stops", role=role)) for role in ("hard", "lead", "soft", "guard")}
    guards = frozenset(lexicon.words("organisation_stops", role="guard"))
    return _Patterns(
        head=re.compile(rf"(?:{heads})(?!织|生|员会)"),
        merits=lexicon.words("honor_merits"),
        kinds={term: row["kind"] for term, row in lexicon.table("organisation_heads").items()},
        stop=re.compile(either(_longest_first(*guards, *lexicon.words("organisation_stops", role="hard")))),
        guards=guards,
        guard=re.compile(rf"(?:{stops['guard']})"),
        lead=re.compile(rf"(?:{stops['lead']})"),
        alone=frozenset(lexicon.words("organisation_heads", alone="yes")),
        soft=re.compile(rf"(?:{stops['soft']})"),
        generic=re.compile(rf"(?:{either(lexicon.words('organisation_generic'))}){{0,6}}"),
        heads_end=re.compile(rf"(?:{heads})$"),
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
    cuts: dict[str, str | None] = {}
    for start, end in bounds:
        floor = start
        for match in patterns.head.finditer(clean, start, end):
            body = _read_body(clean, match, floor, patterns, cuts)
            if body is None:
                continue
            told = body.name[: -len(body.head)]
            if told and (told.startswith(patterns.merits) or told.endswith(patterns.merits)):
                floor = body.end
            else:
                found.append(body)
    return tuple(found)


def _read_body(
    clean: str, match: re.Match[str], floor: int, patterns: _Patterns, cuts: dict[str, str | None]
) -> Body | None:
    """The body that ends with a head; ``cuts`` remembers what was read of the words before earlier heads."""
    head, at = match.group(), match.start()
    window = clean[max(floor, at - LONGEST_NAME) : at]
    broken = _TO_BREAK.match(window)
    whole = window[broken.end() :] if broken else window
    if whole not in cuts:
        cuts[whole] = _uncounted(whole, patterns)
    left = cuts[whole]
    if left is None:
        return None
    after = clean[match.end() : match.end() + 1]
    if left in _ONE and after in _ONE:
        return None
    if head == _DEPARTMENT and (not left or left[-1] in _NO_DEPARTMENT[0] or after in _NO_DEPARTMENT[1]):
        return None
    named = head in patterns.alone or (bool(left) and not patterns.generic.fullmatch(left))
    return Body(at - len(left), match.end(), left + head, patterns.kinds[head], head, named)


def _uncounted(whole: str, patterns: _Patterns) -> str | None:
    """The words before a head that belong to its name; None where bodies are counted (三个支部)."""
    left = _trim(whole, patterns) if whole else ""
    counted = _COUNTED.search(whole) if whole else None
    if counted and (_COUNTED.search(left) or _COUNTED_END.search(whole[: len(whole) - len(left)])):
        return None
    return left


def _trim(left: str, patterns: _Patterns) -> str:
    """Cut a stretch before a head at the last word that cannot stand inside a name."""
    cut = 0
    for stop in patterns.stop.finditer(left):
        if stop.group() not in patterns.guards:
            cut = stop.end()
    if dated := last_match(_DATE_END, left[cut:]):
        cut += dated.end()
    left = _MARKER.sub("", left[cut:])
    while left and (lead := patterns.lead.match(left)) and not patterns.guard.match(left):
        left = left[lead.end() :]
    for soft in patterns.soft.finditer(left):
        before = left[: soft.start()]
        if not patterns.guard.match(left, soft.start()) and (
            not before or patterns.heads_end.search(before) or patterns.generic.fullmatch(before)
        ):
            return _trim(left[soft.end() :], patterns)
    return left
