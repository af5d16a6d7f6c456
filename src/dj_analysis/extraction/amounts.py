"""Amounts as written: a numeral with its words of approximation and its unit, and what they are worth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.numerals import NUMERAL, parse_numeral
from dj_analysis.lexicon import Lexicon, LexiconRow
from dj_analysis.regexes import compile_re

_START = r"\d几数上半零〇一二两三四五六七八九十百千万"
_RUN = _START + r"余多来点亿至到,.，．\-—–－~～"
_LONGEST_RUN = 24
"""Characters of numeral and approximation before a unit; 1,234,567.89余万 has 14, a range of two such about 20."""

_LOOK_BEHIND = 8
"""Characters of the longest word of approximation with a filler (不得少于了)."""

_PARTS = compile_re(
    rf"(?P<several>(?:好几|[几数上])(?=[十百千万]))?(?P<low>{NUMERAL})(?P<infix>余|多|来|几)?(?P<scale>[十百千]?[万亿]|[百千])?"
    rf"(?:余|多)?(?:(?:[\-–－~～至到]|—{{1,2}})(?P<high>{NUMERAL}))?"
)
_LOOSE = compile_re(
    r"([一二三四五六七八九十百千万]{0,6}?)([一二三四五六七八九两])([二三四五六七八九])([十百千万亿]{0,2})[余多来]?"
)
"""Two neighbouring digits as a range: 三四十, 七八, 两三百, 一百二三十."""

_STRAY = compile_re(r".*[^\d.,，][,，.]?(?=\d)|.*[,，.](?=[^\d])|[上数半](?=[一二两三四五六七八九十])")
"""What stands before the numeral in a run that is no amount as a whole (周三|12, 会上,|9, 晚上|三)."""

_HALF = 0.5
_PLACES = 3
"""Decimals of a fraction in words: 三分之二 is written down as 0.667."""


Worth = tuple[float, float | None, float | None, str]
"""Value, low, high and bound."""


class Amount(NamedTuple):
    """A numeral with unit in a text; ``start``, ``end`` include approximators, ``numeral`` is where digits begin.

    ``form`` tells what the unit asks for before it counts as an amount (column ``form`` of the list of units).
    """

    start: int
    numeral: int
    end: int
    value: float
    low: float | None
    high: float | None
    bound: str
    unit: str
    kind: str
    form: str
    digits: str

    @property
    def arabic(self) -> bool:
        """True when the numeral is written with Arabic digits."""
        return self.digits[:1].isdecimal()

    @property
    def exact(self) -> bool:
        """True without any word of approximation."""
        return self.bound == "exact"


@lru_cache(maxsize=8)
def _units(lexicon: Lexicon) -> dict[str, LexiconRow]:
    return lexicon.table("units")


@lru_cache(maxsize=8)
def _seed(lexicon: Lexicon) -> re.Pattern[str]:
    """Build the pattern of a run of numeral characters with a unit behind it."""
    branches = []
    units = _units(lexicon)
    for term in lexicon.words("units"):
        not_before = units[term]["not_before"].split()
        thousand = "(?<!千)" if f"千{term}" in units else ""
        branches.append(thousand + re.escape(term) + (f"(?!{'|'.join(not_before)})" if not_before else ""))
    first = "".join(sorted({re.escape(term[0]) for term in lexicon.words("units")}))
    people = "|".join(lexicon.words("bare_counted", kind="person"))
    bodies = "|".join(lexicon.words("bare_counted", kind="body"))
    return compile_re(
        rf"[{_START}](?<![{_START}.][{_START}])(?:"
        rf"(?P<run>[{_RUN}]{{0,{_LONGEST_RUN}}}(?:(?<=\d) [余多])?)(?P<plus>(?<=\d)[+＋])?\s?"
        rf"(?P<unit>(?=[{first}])(?:{'|'.join(branches)})|(?<=[\d余多百千万])(?={people})|(?<=[余多])(?={bodies})|(?P<none>(?<=[万亿余+])(?=[,，。;；、!！])))"
        r"|分之(?P<share>[\d零〇一二三四五六七八九十百点几.]{1,8})"
        r"|(?P<half>(?<=半)数(?=[以的党学教师群人成])|(?<=一)半(?=[以的,，。、]))"
        r")"
    )


@dataclass(frozen=True, slots=True)
class _Approximators:
    """Patterns of the words before and behind an amount, the characters they end or begin with, and their bounds."""

    ahead: re.Pattern[str]
    behind: re.Pattern[str]
    last: frozenset[str]
    first: frozenset[str]
    before: dict[str, str]
    after: dict[str, str]


@lru_cache(maxsize=8)
def _approximators(lexicon: Lexicon) -> _Approximators:
    before = {row["term"]: row["bound"] for row in lexicon.rows("approximators") if row["side"] == "before"}
    after = {row["term"]: row["bound"] for row in lexicon.rows("approximators") if row["side"] == "after"}
    last = frozenset(term[-1] for term in before) | {"了"}
    first = frozenset(term[0] for term in after)
    ahead = "|".join(sorted(before, key=lambda term: (-len(term), term)))
    behind = "|".join(sorted(after, key=lambda term: (-len(term), term)))
    return _Approximators(
        compile_re(rf"(?<![最附亲临邻])({ahead})了?$"),
        compile_re(f"(?:{behind})"),
        last,
        first,
        before,
        after,
    )


def find_amounts(text: str, lexicon: Lexicon, ones: bool = True) -> Iterator[Amount]:
    """Every numeral with a unit in a sentence, names and ordinals included: the caller judges what is an amount.

    Without ``ones``, 一 before a classifier is left out: it is the article of the language, seldom a figure.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [(a.value, a.unit, a.bound, a.low, a.high) for a in find_amounts("共计120余件", load_lexicon())]
    [(120.0, '件', 'over', 120.0, 129.0)]
    """
    units = _units(lexicon)
    for match in _seed(lexicon).finditer(text):
        if not ones and match["run"] == "" and text[match.start()] == "一":
            unit = units.get(match["unit"])
            if unit and unit["kind"] == "count":
                continue
        amount = _read_amount(text, match, lexicon)
        if amount:
            yield amount


def _read_amount(text: str, match: re.Match[str], lexicon: Lexicon) -> Amount | None:
    if match["unit"] is None:
        return _read_share(text, match, lexicon)
    run, start = match.group()[: match.end("run") - match.start()], match.start()
    if run.isdecimal():
        value = float(run)
        worth: Worth | None = (value, value, value, "exact")
    else:
        run = run.replace(" ", "")
        worth, stray = _weigh_run(run)
        start, run = start + stray, run[stray:]
    if worth is None:
        return None
    if match["plus"] and worth[3] == "exact":
        worth = worth[0], worth[0], None, "over"
    row = _units(lexicon).get(match["unit"])
    if row is None:
        form = "bare" if match["none"] is None else "unitless"
        return _frame(text, start, match.end(), worth, ("", "count", form, run), lexicon)
    if row["factor"] != "1":
        worth = _convert(worth, row["factor"])
    return _frame(text, start, match.end(), worth, (row["base"], row["kind"], row["form"], run), lexicon)


@lru_cache(maxsize=4096)
def _weigh_run(run: str) -> tuple[Worth | None, int]:
    """What a run of numeral characters is worth, and how many at its beginning do not belong to it (周三|12)."""
    parts = _PARTS.fullmatch(run)
    if parts and parse_numeral(parts["low"]) is not None:
        return _weigh(parts), 0
    if loose := _LOOSE.match(run):
        return _weigh_loose(loose, run), 0
    stray = _STRAY.match(run) if parts is None else None
    parts = _PARTS.fullmatch(run, stray.end()) if stray else None
    return (_weigh(parts) if parts else None), stray.end() if stray else 0


def _convert(worth: Worth, factor: str) -> Worth:
    """Apply a unit's factor: 七成 is 70 %, 两个半小时 is 2 + 0.5 hours, 两个多小时 is over 2."""
    if factor == "多":
        return worth[0], worth[0], None, "over"
    number = float(factor)
    low, high = ((None if end is None else end + number if factor[0] == "+" else end * number) for end in worth[1:3])
    return (worth[0] + number if factor[0] == "+" else worth[0] * number), low, high, worth[3]


def _weigh(parts: re.Match[str]) -> Worth | None:
    low = parse_numeral(parts["low"])
    scale = parse_numeral(parts["scale"]) if parts["scale"] else 1.0
    if low is None or scale is None:
        return None
    if parts["several"]:
        return (
            (low * scale, low * scale, None, "several")
            if parts["several"] == "上"
            else (low * scale, low * scale, low * scale * 10 - 1, "several")
        )
    if parts["high"]:
        return _weigh_range(parts, low * scale)
    value = low * scale
    if parts["infix"] == "来":
        return value, None, None, "about"
    if parts["infix"] or parts.group().endswith(("余", "多")):
        return value, value, _top(value), "over"
    return value, value, value, "exact"


def _weigh_range(parts: re.Match[str], low: float) -> Worth | None:
    high = parse_numeral(parts["high"])
    if high is not None and parts["high"][-1:] in "万亿" and low < high / 10_000:
        low *= 10_000 if parts["high"][-1:] == "万" else 100_000_000
    return None if high is None or high <= low else (low, low, high, "range")


def _weigh_loose(loose: re.Match[str], run: str) -> Worth | None:
    lead, one, two, scale = loose.groups()
    low, high = parse_numeral(lead + one + scale), parse_numeral(lead + two + scale)
    step = parse_numeral(scale) if scale else 1.0
    if low is None or high is None or step is None or high - low != step or loose.end() != len(run):
        return None
    return low, low, high + step - 1, "range"


def _top(value: float) -> float | None:
    """Read the upper end of 120余 (129) or 300多 (399) off the zeros; None where there is no zero (35余)."""
    step = 1
    while value and value % (step * 10) == 0:
        step *= 10
    return value + step - 1 if step > 1 else None


def _read_share(text: str, match: re.Match[str], lexicon: Lexicon) -> Amount | None:
    digits, share = match.group()[0], match["share"]
    unit = ""
    if share is None:
        value: float | None = _HALF
    elif digits == "百":
        value, unit = parse_numeral(share), "%"
    else:
        whole, part = parse_numeral(digits), parse_numeral(share)
        value = round(part / whole, _PLACES) if whole and part is not None and part < whole else None
    if value is None:
        return None
    worth = (value, value, value, "exact")
    return _frame(text, match.start(), match.end(), worth, (unit, "percent", "share", digits), lexicon)


def _frame(
    text: str,
    start: int,
    end: int,
    worth: Worth,
    unit: tuple[str, str, str, str],
    lexicon: Lexicon,
) -> Amount:
    """Add the words of approximation around a numeral; one within it (余) outranks one outside."""
    words = _approximators(lexicon)
    value, low, high, bound = worth
    numeral = start
    if (
        start
        and text[start - 1] in words.last
        and (lead := words.ahead.search(text[max(0, start - _LOOK_BEHIND) : start]))
    ):
        start -= len(lead.group())
        bound = words.before[lead[1]] if bound == "exact" else bound
    tail = words.behind.match(text, end) if text[end : end + 1] in words.first else None
    if tail and (len(tail.group()) > 1 or unit[1] in ("duration", "money")):
        end = tail.end()
        bound = words.after[tail.group()] if bound == "exact" else bound
    if worth[3] == "exact" and bound != "exact":
        low = value if bound in ("over", "at_least") else None
        high = value if bound in ("under", "at_most") else None
    return Amount(start, numeral, end, value, low, high, bound, *unit)
