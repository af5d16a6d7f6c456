"""Dates as pages and analysts write them, as ISO dates."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from dj_analysis.regexes import compile_re

DIGITS = dict(zip("〇零○Ο一二三四五六七八九", (0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))

DATE = compile_re(
    r"(?=[12〇零○Ο一二三四五六七八九])(?:(?<!\d)(?P<y>(?:19|20)\d{2})\s?(?:[-/.．_]|年)\s?(?P<m>\d{1,2})\s?(?:[-/.．_]|月)\s?(?P<d>\d{1,2})(?!\d)\s?日?"
    r"|(?P<hy>[一二三四五六七八九〇零○Ο]{4})年(?P<hm>[一二三四五六七八九十]{1,2})月(?P<hd>[一二三四五六七八九十]{1,3})日)"
)
COMPACT = compile_re(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)")
SHORT = compile_re(r"(?<![\d-])(?P<y>[0-3]\d)[-/](?P<m>[01]?\d)[-/](?P<d>[0-3]?\d)(?![\d-])")
"""21-05-06 in a date field; years before 2000 are never written so on web pages."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ENGLISH = compile_re(
    rf"\b(?P<month>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?\s(?P<d>\d{{1,2}}),?"
    r"(?:\s\d{1,2}:\d\d(?::\d\d)?)?(?:\s[A-Z]{2,4})?\s(?P<y>20\d{2})\b",
    re.IGNORECASE,
)
"""Fri Jun 18 10:20:00 CST 2021 and June 18, 2021, which content systems print."""

TIME = r"(?:T|\s)?\s{0,3}(?:(?:上|下|中)午\s?)?\d{1,2}\s?[:：时点]\s?\d{1,2}(?:\s?[:：分]\s?\d{0,2}秒?)?"


def _han_number(text: str) -> int:
    """二十三 as 23, 十 as 10; digits in a row as written."""
    if "十" not in text:
        return int("".join(str(DIGITS[c]) for c in text))
    tens, _, ones = text.partition("十")
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


def iso_date(match: re.Match[str]) -> str | None:
    """The ISO form of a match of ``DATE`` or ``COMPACT``; None for a day that does not exist."""
    parts = match.groupdict()
    try:
        if parts.get("hy"):
            return date(*(_han_number(parts[k]) for k in ("hy", "hm", "hd"))).isoformat()
        if parts.get("month"):
            parts["m"] = str(MONTHS.index(parts["month"][:3].lower()) + 1)
        year, month, day = (int(parts[k]) for k in "ymd")
        return date(year if year > 99 else 2000 + year, month, day).isoformat()
    except (ValueError, KeyError):
        return None


def find_date(text: str) -> str | None:
    """The first date in a metadata value.

    >>> [find_date(text) for text in ("某网2020-04-23", "2011/1/7 13:41:03", "二〇二一年六月三十日", "20*年")]
    ['2020-04-23', '2011-01-07', '2021-06-30', None]
    """
    match = DATE.search(text) or COMPACT.search(text) or SHORT.search(text) or ENGLISH.search(text)
    return iso_date(match) if match else None


BEFORE_DAY = compile_re(r"(?:\w{1,8}[:：]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[,.]?)?\s{0,3}", re.IGNORECASE)
"""A label, or an English day of the week."""
AFTER_DAY = compile_re(
    r"[日号,]?\s{0,3}(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?\s{0,3}"
    rf"(?:{TIME}(?::\d\d)?(?:\.\d{{1,6}})?(?:Z|[+-]\d\d:?\d\d)?)?\s{{0,3}}"
)
"""The day of the week and the time of day."""


def read_day(text: str) -> str | None:
    """The ISO form of a cell that names one whole day and nothing else; None for any other text.

    Years have four digits here: 05/06/21 is another day in every country.

    >>> [read_day(text) for text in ("2023年5月20日", "2023/5/20 8:30", "20230520", "二〇二三年五月二十日")]
    ['2023-05-20', '2023-05-20', '2023-05-20', '2023-05-20']
    >>> [read_day(text) for text in ("2023年5月", "2023年5月20-22日", "2023-02-30", "某网2023-05-20")]
    [None, None, None, None]
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    match = DATE.search(plain) or COMPACT.search(plain) or ENGLISH.search(plain)
    if not match:
        return None
    alone = BEFORE_DAY.fullmatch(plain[: match.start()]) and AFTER_DAY.fullmatch(plain[match.end() :])
    return iso_date(match) if alone else None
