"""Amounts as written: a numeral with its words of approximation and its unit, and what they are worth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.numerals import parse_numeral
from dj_analysis.extraction.worths import Worth, convert, weigh_run
from dj_analysis.lexicon import Lexicon, LexiconRow
from dj_analysis.regexes import compile_re

_START = r"\d几数上半零〇一二两三四五六七八九十百千万亿"
_RUN = _START + r"余多来点至到.．\-—–－~～"
_NOT_DIGITS = _START[2:] + "来余"

FRACTION = "fraction"
"""Form of a share in words other than percent: 三分之二, 一半."""

_LONGEST_RUN = 24
"""Characters of numeral and approximation before a unit; 1,234,567.89余万 has 14, a range of two such about 20."""

_LOOK_BEHIND = 8
"""Characters of the longest word of approximation with a filler (不得少于了)."""


_PAID = compile_re(
    r"(?:[捐凑花攒挣赚掏付赔借省贴补奖][\u4e00-\u9fff]{0,2}|[钱费款金薪价]|补助|补贴|工资|收入|开销|开支)"
    r"(?:[了出到起掉下上共达约近为是超过]|将近|不到){0,4}$"
)
_NO_THING = compile_re(
    r"[多余]?(?:[,，。;；、!！?？)）/]|$|[买给用来作资交请帮报供付租修]|现金|的(?:[学药路工生]费|补[助贴]|资金))"
)
"""捐了三千块, not 捐了三块展板."""

_FUNDS = compile_re(
    r"(?:[捐善贷到拨筹]款|到[账帐位]|捐[赠资助]|[投融筹]资|投入|经费|销售|[资奖基]金|收入|产值|[金总税]额)(?:已|就|累计|共|总计|近|约|有|达到?|超过?|突破|逾|为){0,3}$"
)
"""捐款有九十多万: money, though no unit says so."""

_YUAN = ("元", "money", "money", "1")
"""What 块 and 五十万经费 leave unsaid."""

_PAST_ROUND = compile_re(r"[笔额量数值入均已]过[百千万亿]")
"""单笔过亿元, 粉丝数过万: 过 says more only before a round figure; 走过百村 is a way."""

_HALF = 0.5
_PERCENT = 100
_PLACES = 1
"""Decimals of a fraction in percent: 三分之二 is written down as 66.7."""

_YEAR_APART = compile_re(r"(?:19|20)\d{2} (?=\d)")
"""2024 120名: a year that stands before an amount is no thousands of it."""

_GROUPED = compile_re(r"[1-9]\d{0,2}(?: \d{3}){1,3}(?!\d)(?:[^ ]| [余多])*")
_CELL = compile_re(r"[\u4e00-\u9fffA-Za-z] $")
_SAID = compile_re(r"[约近超过达共计为了有余逾到] $")
"""Words before a numeral set apart; behind any other word it may be a row of a table: 机械学院 5 132人."""


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
        rf"(?P<run>(?:[{_RUN}]|(?<=\d)[,， ](?=\d{{3}}(?!\d))){{0,{_LONGEST_RUN}}}(?:(?<=\d) [余多])?)"
        r"(?P<plus>(?<=\d)[+＋])?\s?"
        rf"(?P<unit>(?=[{first}])(?:{'|'.join(branches)})|(?<=[\d余多百千万])(?={people})|(?<=[余多])(?={bodies})"
        rf"|(?P<fund>(?<=[万亿])(?=[^的\d户人,，。;；、\s]{{0,6}}?(?:经费|[资学休奖助基问]金|[善捐贷]款|款项|补助|投资)|捐[赠给]|设立|用于|资助))|(?P<none>(?<=[万亿余+])(?=[,，。;；、!！]|中[,，]|以上|[上下]升|下降|增|减)))"
        r"|(?P<slash>\d?/[1-9]\d?(?![\d/.月日号:：])(?=的[\u4e00-\u9fff]|以上|左右))"
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
    last = frozenset(term[-1] for term in before) | {"了", " "}
    first = frozenset(term[0] for term in after)
    ahead = "|".join(sorted(before, key=lambda term: (-len(term), term)))
    behind = "|".join(sorted(after, key=lambda term: (-len(term), term)))
    return _Approximators(
        compile_re(rf"(?<![最附亲临邻])({ahead})了? ?$"),
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
    if match["slash"]:
        return _read_slash(text, match, lexicon)
    if match["unit"] is None:
        return _read_share(text, match, lexicon)
    run, start = match.group()[: match.end("run") - match.start()], match.start()
    if run.isdecimal() or run == "半":
        value = _HALF if run == "半" else float(run)
        worth: Worth | None = (value, value, value, "exact")
    else:
        if " " in run and (stray := _stray_apart(text, start, run)):
            start, run = start + stray, run[stray:]
        run = run.replace(" ", "")
        worth, stray = weigh_run(run)
        start, run = start + stray, run[stray:]
    if worth is None:
        return None
    if match["plus"] and worth[3] == "exact":
        worth = worth[0], worth[0], None, "over"
    base, kind, form, factor = _read_unit(text, match, start, lexicon)
    if run == "半" and form != "hours":
        return None
    if factor != "1":
        worth = convert(worth, factor)
    return _frame(text, start, match.end(), worth, (base, kind, form, run), lexicon)


def _stray_apart(text: str, start: int, run: str) -> int:
    """How much of a run with spaces is no part of its thousands (12 000): a year, or all before the last space.

    What is cut so from a digit is refused later as doubtful.
    """
    if year := _YEAR_APART.match(run):
        return year.end()
    if " " not in run.rstrip("余多").rstrip(" "):
        return 0
    grouped = _GROUPED.fullmatch(run, len(run) - len(run.lstrip(_NOT_DIGITS)))
    if grouped and _CELL.search(text, max(0, start - 2), start):
        grouped = grouped if _SAID.search(text, max(0, start - 2), start) or text[start + len(run)] == " " else None
    return 0 if grouped else run.rstrip("余多").rstrip(" ").rindex(" ") + 1


def _read_unit(text: str, match: re.Match[str], start: int, lexicon: Lexicon) -> tuple[str, str, str, str]:
    """Base, kind, form and factor of the unit of an amount that begins at ``start``."""
    if match["fund"] is not None:
        return _YUAN
    row = _units(lexicon).get(match["unit"])
    if row is None and match["none"] is not None and _FUNDS.search(text[max(0, start - _LOOK_BEHIND) : start]):
        return _YUAN
    if row is None:
        return "", "count", "bare" if match["none"] is None else "unitless", "1"
    if row["form"] != "coin":
        return row["base"], row["kind"], row["form"], row["factor"]
    paid = _PAID.search(text[max(0, start - _LOOK_BEHIND) : start]) and _NO_THING.match(text, match.end())
    return _YUAN if paid else (row["base"], row["kind"], "plain", row["factor"])


def _read_share(text: str, match: re.Match[str], lexicon: Lexicon) -> Amount | None:
    digits, share = match.group()[0], match["share"]
    if share is None:
        value: float | None = _HALF * _PERCENT
    elif digits == "百":
        value = parse_numeral(share)
    else:
        value = _divide(parse_numeral(share), parse_numeral(digits))
    if value is None:
        return None
    form = "share" if digits == "百" else FRACTION
    return _frame(
        text, match.start(), match.end(), (value, value, value, "exact"), ("%", "percent", form, digits), lexicon
    )


def _read_slash(text: str, match: re.Match[str], lexicon: Lexicon) -> Amount | None:
    """Read 3/4的党员; a numerator of one or two digits."""
    part, _, whole = match.group().partition("/")
    value = _divide(float(part), float(whole))
    if value is None:
        return None
    worth = (value, value, value, "exact")
    return _frame(text, match.start(), match.end(), worth, ("%", "percent", FRACTION, part), lexicon)


def _divide(part: float | None, whole: float | None) -> float | None:
    """Percent of a fraction; None for one that is no proper fraction."""
    if not whole or part is None or not 0 < part < whole:
        return None
    return round(part / whole * _PERCENT, _PLACES)


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
    elif start and text[start - 1] == "过" and _PAST_ROUND.match(text, start - 2):
        start, bound = start - 1, "over"
    tail = words.behind.match(text, end) if text[end : end + 1] in words.first else None
    if tail and (len(tail.group()) > 1 or unit[1] in ("duration", "money") or unit[2] == "tenths"):
        end = tail.end()
        bound = words.after[tail.group()] if bound == "exact" else bound
    if worth[3] == "exact" and bound != "exact":
        low = value if bound in ("over", "at_least") else None
        high = value if bound in ("under", "at_most") else None
    return Amount(start, numeral, end, value, low, high, bound, *unit)
