"""Dates: stated days, months, years and periods with their role, relative ones resolved by the article's own date."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dj_analysis.extraction.numerals import parse_numeral
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import READ_REGIONS, Article, DateRow, Mention, Passage
from dj_analysis.regexes import compile_re

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LABELS = {"half": "half_year", "edge": "year"}
_SCHOOL_YEAR_START = (9, 1)
"""A Chinese school year runs from 1 September to 31 August."""

_AROUND = 8
"""Characters before and behind a date that tell its role."""

_TRIGGER = compile_re(
    r"[\d*＊×今去前明同近两几三四五六七八九十一二本上新]"
    r"(?:[\d*＊×Xx]{0,5}\s?(?:[年月]|[-./—–~～至到]{1,2}\s?\d)|[〇零一二两几三四五六七八九十\d]{0,3}个?[年月学]|学[年期])"
)
"""A cheap sign of a date; most of a text has none, and only these places meet the full pattern."""

_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_MASK = r"[*＊×]{1,2}"
_TO = r"\s?(?:至|到|[-—–~～－]{1,2})\s?"
_FULL = compile_re(
    rf"""
    (?P<school>(?P<sy1>(?:19|20)\d\d)(?:{_TO})(?P<sy2>(?:20)?\d\d)\s?学年(?:度)?(?:第?[一二12]学期|[春秋]季学期)?)
    | (?P<years>(?P<y1>(?:19|20)\d\d)年?(?:{_TO})(?P<y2>(?:19|20)\d\d)年(?![\d一二三四五六七八九十]))
    | (?P<iso>(?P<iy>(?:19|20)\d\d)(?P<sep>[-./])(?P<im>\d\d?)(?P=sep)(?P<id>\d\d?)(?!\d))
    | (?P<near>近[\d一二两三四五六七八九十几]{{1,3}}(?:年|个月)来?|[\d一二两三四五六七八九十]{{1,3}}(?:年|个月)来)
    | (?P<term>本学期|上学期|本学年|上学年|新学期|新学年)
    | (?P<calendar>
        (?:(?:(?P<year>(?:19|20)\d\d|[一二][九〇零][〇零一二三四五六七八九]{{2}})\s?
          |(?P<mask>(?:19|20)?\d?[*＊×Xx]{{1,4}})|(?P<rel>[今去前明同]))年(?:度)?)?
        (?:的?(?:(?P<half>[上下]半年)|(?P<quarter>第?[一二三四1-4]季度)|(?P<edge>年?[底末初])(?!心)|(?P<season>[春夏秋冬](?:季|天|(?=[,，、至开以起])))
          |\s?(?P<month>{_NUMBER}|{_MASK})\s?月(?!刊|度|饼|均)份?
           (?:\s?(?P<day>{_NUMBER}|{_MASK})\s?[日号](?!楼|文|线))?
           (?:{_TO}(?:(?P<month2>{_NUMBER})\s?月份?)?(?:(?P<day2>{_NUMBER})\s?[日号](?!楼|文))?)?
        ))?
      )
    """,
    re.VERBOSE,
)
_SINCE_AHEAD = compile_re(r"(?:自从?|从)$")
_SINCE_BEHIND = compile_re(r"(?:以来|起|开始|至今|来,)")
_UNTIL_AHEAD = compile_re(r"(?:截至|截止到?|到|至|直到)$")
_UNTIL_BEHIND = compile_re(r"(?:之?前(?![往来列辈])|为止)")
_PUBLISHED_AHEAD = compile_re(r"(?:时间|日期|发布于?|发表于?|更新)[:： ]{0,2}$")
_RECURRING = compile_re(r"(?:每年|每|历年)的?$")
_NO_DATE_AHEAD = compile_re(r"[\d.第届满龄百]$")
_NO_YEAR_BEHIND = compile_re(r"(?:级|代|制|期|计划|行动规划|版)")


class _Reading(NamedTuple):
    """What a date says: its grain, first and last day (None unknown), and how the year is known."""

    granularity: str
    first: date | None
    last: date | None
    basis: str
    masked: bool = False
    period: bool = False


def find_dates(article: Article, lexicon: Lexicon) -> list[DateRow]:
    """Dates and periods in order; what the article does not date stays unresolved, a masked year stays masked.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> [(r.iso_start, r.role) for r in find_dates(wrap_text("自2017年5月起开展。"), load_lexicon())]
    [('2017-05-01', 'since')]
    """
    published = _parse_iso(article.metadata.published_date)
    rows: list[DateRow] = []
    for passage in article.passages:
        if passage.region in READ_REGIONS or passage.region == "metadata":
            rows.extend(_find_in_passage(article.clean, passage, published))
    return rows


def _parse_iso(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _find_in_passage(clean: str, passage: Passage, published: date | None) -> Iterator[DateRow]:
    at, named, named_end = passage.start, None, passage.start
    while trigger := _TRIGGER.search(clean, at, passage.end):
        match = _FULL.match(clean, trigger.start(), passage.end)
        if not match or match.end() == match.start():
            at = trigger.start() + 1
            continue
        at = match.end()
        if "。" in clean[named_end : match.start()]:
            named = None
        reading = _read(match, published, named)
        if reading is None or _is_no_date(clean, match):
            continue
        if reading.basis == "explicit" and reading.first:
            named, named_end = reading.first.year, match.end()
        yield _make_row(clean, match, reading, passage, published)


def _is_no_date(clean: str, match: re.Match[str]) -> bool:
    ahead = clean[max(0, match.start() - _AROUND) : match.start()].rpartition("\n")[2]
    if _RECURRING.search(ahead) or _NO_DATE_AHEAD.search(ahead):
        return True
    return not match["near"] and match.group().endswith("年") and bool(_NO_YEAR_BEHIND.match(clean, match.end()))


def _make_row(clean: str, match: re.Match[str], reading: _Reading, passage: Passage, published: date | None) -> DateRow:
    start, end = match.span()
    ahead, behind = clean[max(passage.start, start - _AROUND) : start], clean[end : end + _AROUND]
    role = "event"
    if reading.period:
        role = "period"
    elif passage.region == "metadata" and (
        _PUBLISHED_AHEAD.search(ahead) or (reading.first == published and reading.granularity == "day")
    ):
        role = "published"
    elif _SINCE_AHEAD.search(ahead) or _SINCE_BEHIND.match(behind):
        role = "since"
    elif _UNTIL_AHEAD.search(ahead) or _UNTIL_BEHIND.match(behind):
        role = "until"
    return DateRow(
        start=start,
        end=end,
        rule="stated_period" if reading.period else "stated_date",
        mentions=(Mention("self", start, end),),
        granularity=reading.granularity,
        iso_start=reading.first.isoformat() if reading.first else None,
        iso_end=reading.last.isoformat() if reading.last else None,
        role=role,
        resolved_by=reading.basis,
        masked=reading.masked,
    )


def _read(match: re.Match[str], published: date | None, named: int | None) -> _Reading | None:
    if match["calendar"]:
        return _read_calendar(match, published, named)
    if match["iso"]:
        return _span_of(int(match["iy"]), int(match["im"]), int(match["id"]), "explicit")
    if match["near"]:
        return _read_near(match["near"], published)
    return _read_school_year(match) if match["school"] else _read_years_or_term(match)


def _read_years_or_term(match: re.Match[str]) -> _Reading | None:
    if match["term"]:
        return _Reading("semester" if match["term"].endswith("期") else "school_year", None, None, "none", period=True)
    first, last = int(match["y1"]), int(match["y2"])
    return _Reading("year", date(first, 1, 1), date(last, 12, 31), "explicit", period=True) if first < last else None


def _read_school_year(match: re.Match[str]) -> _Reading | None:
    first, last = int(match["sy1"]), int(match["sy2"])
    if (last if last > 99 else first // 100 * 100 + last) != first + 1:
        return None
    if match["school"].endswith("期"):
        return _Reading("semester", None, None, "none", period=True)
    end = date(first + 1, 8, 31)
    return _Reading("school_year", date(first, *_SCHOOL_YEAR_START), end, "explicit", period=True)


def _read_near(text: str, published: date | None) -> _Reading | None:
    number = parse_numeral(text.lstrip("近").rstrip("来").rstrip("年个月"))
    months = int(number) * (12 if "年" in text else 1) if number else 0
    if not published or not 0 < months < 1200:
        return _Reading("period", None, None, "none", period=True)
    index = published.year * 12 + published.month - 1 - months
    year, month = divmod(index, 12)
    day = min(published.day, monthrange(year, month + 1)[1])
    return _Reading("period", date(year, month + 1, day), published, "article_date", period=True)


def _read_calendar(match: re.Match[str], published: date | None, named: int | None) -> _Reading | None:
    dated = bool(match["year"] or match["mask"] or match["rel"])
    grain = next((name for name in ("day", "month", "half", "quarter", "edge", "season") if match[name]), "year")
    if not dated and not _is_lone_month(match):
        return None
    month, day = _number(match["month"]), _number(match["day"])
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    year, basis = _year_of(match, published, named)
    masked = bool(match["mask"] or (match["month"] and month is None) or (match["day"] and day is None))
    label = _LABELS.get(grain, grain)
    if year is None or masked:
        return _Reading(label, None, None, "none", masked, bool(match["month2"] or match["day2"]))
    if month:
        return _read_month(match, year, basis, month, day)
    first, last = _months_of(match, grain)
    return _Reading(label, date(year, first, 1), date(year, last, monthrange(year, last)[1]), basis)


def _is_lone_month(match: re.Match[str]) -> bool:
    """True for 4月, 4月23日 and 十一月份; 三月 without 份 or a day may be a length of time."""
    month = match["month"]
    return bool(month) and (month[0].isdigit() or bool(match["day"]) or match.group().endswith("份"))


def _year_of(match: re.Match[str], published: date | None, named: int | None) -> tuple[int | None, str]:
    """The year and how it is known: written, named before in the sentence, counted from the article's date."""
    if match["year"]:
        year = parse_numeral(match["year"])
        known = year is not None and _FIRST_YEAR <= year <= _LAST_YEAR
        return (int(year), "explicit") if known and year is not None else (None, "none")
    if match["mask"]:
        return None, "none"
    if match["rel"] == "同":
        return (named, "explicit") if named else (None, "none")
    if match["rel"]:
        away = {"今": 0, "去": -1, "前": -2, "明": 1}[match["rel"]]
        return (published.year + away, "article_date") if published else (None, "none")
    if named:
        return named, "explicit"
    month = _number(match["month"]) or 0
    return (published.year, "article_date") if published and month <= published.month else (None, "none")


def _read_month(match: re.Match[str], year: int, basis: str, month: int, day: int | None) -> _Reading | None:
    start = _span_of(year, month, day, basis)
    month2, day2 = _number(match["month2"]), _number(match["day2"])
    if start is None or start.first is None or not (month2 or day2):
        return start
    end = _span_of(year, month2 or month, day2, basis)
    if end is None or end.last is None or end.last <= start.first:
        return start
    return _Reading(end.granularity, start.first, end.last, basis, period=True)


def _months_of(match: re.Match[str], grain: str) -> tuple[int, int]:
    if grain == "half":
        return (1, 6) if match["half"].startswith("上") else (7, 12)
    if grain == "quarter":
        number = int(parse_numeral(match["quarter"].lstrip("第")[0]) or 1)
        return number * 3 - 2, number * 3
    if grain == "season":
        return {"春": (3, 5), "夏": (6, 8), "秋": (9, 11)}.get(match["season"][0], (1, 12))
    return 1, 12


def _span_of(year: int, month: int, day: int | None, basis: str) -> _Reading | None:
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return None
    last = first if day else date(year, month, monthrange(year, month)[1])
    return _Reading("day" if day else "month", first, last, basis)


def _number(text: str | None) -> int | None:
    value = parse_numeral(text) if text else None
    return None if value is None else int(value)
