"""Named bodies (schools, departments, branches, granting bodies) wherever an article names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

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
_MARKER = re.compile(r"^(?:\d{1,3}[.．、])")


@dataclass(frozen=True, slots=True)
class Body:
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


def either(terms: tuple[str, ...]) -> str:
    """An alternation of literal terms, in the order given.

    >>> either(("党支部", "支部"))
    '党支部|支部'
    """
    return "|".join(re.escape(term) for term in terms)


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


@lru_cache(maxsize=2)
def find_bodies(article: Article, lexicon: Lexicon) -> tuple[Body, ...]:
    """All places where a body is named in the passages extractors read, in order; a name ends with a head word.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> [b.name for b in find_bodies(wrap_text("近年来,物理系学生第一党支部先后获奖"), load_lexicon())]
    ['物理系', '物理系学生第一党支部']
    """
    patterns = _patterns(lexicon)
    found: list[Body] = []
    for passage in article.passages:
        if passage.region not in READ_REGIONS:
            continue
        floor = passage.start
        for match in patterns.head.finditer(article.clean, passage.start, passage.end):
            body = _read_body(article.clean, match, floor, patterns)
            if body is None:
                continue
            told = body.name[: -len(body.head)]
            if told.startswith(patterns.merits) or told.endswith(patterns.merits):
                floor = body.end
            else:
                found.append(body)
    return tuple(found)


def _read_body(clean: str, match: re.Match[str], floor: int, patterns: _Patterns) -> Body | None:
    head = match.group()
    window = clean[max(floor, match.start() - LONGEST_NAME) : match.start()]
    broken = _TO_BREAK.match(window)
    whole = window[broken.end() :] if broken else window
    left = _trim(whole, patterns) if whole else ""
    start = match.start() - len(left)
    if (
        whole
        and _COUNTED.search(whole)
        and (_COUNTED.search(left) or _COUNTED_END.search(whole[: len(whole) - len(left)]))
    ):
        return None
    if left in _ONE and clean[match.end() : match.end() + 1] in _ONE:
        return None
    if head == "系" and (
        not left or left[-1] in "体关联维谱派嫡" or clean[match.end() : match.end() + 1] in ("统", "列", "数")
    ):
        return None
    kind = patterns.kinds[head]
    named = head in patterns.alone or (bool(left) and not patterns.generic.fullmatch(left))
    return Body(start, match.end(), left + head, kind, head, named)


def _trim(left: str, patterns: _Patterns) -> str:
    """Cut a stretch before a head at the last word that cannot stand inside a name."""
    cut = 0
    for stop in patterns.stop.finditer(left):
        if stop.group() not in patterns.guards:
            cut = stop.end()
    for stop in _DATE_END.finditer(left, cut):
        cut = stop.end()
    left = left[cut:]
    if not left:
        return left
    left = _MARKER.sub("", left)
    while (lead := patterns.lead.match(left)) and not patterns.guard.match(left):
        left = left[lead.end() :]
    for soft in patterns.soft.finditer(left):
        before = left[: soft.start()]
        if not patterns.guard.match(left, soft.start()) and (
            not before or patterns.heads_end.search(before) or patterns.generic.fullmatch(before)
        ):
            return _trim(left[soft.end() :], patterns)
    return left
