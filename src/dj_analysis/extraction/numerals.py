"""Numerals: what a stretch of digits, Chinese numerals or a mixture of both is worth."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from functools import lru_cache

from dj_analysis.regexes import compile_re

CHINESE_DIGITS: dict[str, int] = {
    **{char: worth for worth, char in enumerate("零一二三四五六七八九")},
    **{char: worth for worth, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
}
"""Each Chinese digit with its worth."""

_MYRIADS = (("亿", 100_000_000), ("万", 10_000))
_WORTH = {"十": 10, "百": 100, "千": 1000, **dict(_MYRIADS)}
_LONGEST = 30
"""Characters of the longest numeral worth reading: 20 of Chinese, or 15 digits with separators and places."""

ARABIC = r"(?:(?<!\d)\d{1,3}(?:[,，]\d{3}){1,4}(?!\d)|\d{1,15})(?:[.．]\d{1,6})?"
"""Arabic digits of either width, with thousands separators or decimals."""

CHINESE = r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]{1,20}"
"""A run of Chinese numerals; not every run is a number, ``parse_numeral`` decides."""

_STEP = r"(?:\d{1,4}(?:[百千]?万|[百千])|\d{4}(?!\d))"
NUMERAL = rf"(?:{ARABIC}(?:[万亿]{_STEP}(?![万亿])|[十百千]?[万亿]{{1,2}}|[百千])?|{CHINESE})"
"""A numeral of any kind, without capturing groups and without words such as 余 or 约."""

_STEPPED = compile_re(r"(\d{1,8}[万亿])(\d{4}|\d{1,4}(?:[百千]?万|[百千]))")
_MIXED = compile_re(r"(\d{1,20}(?:\.\d{1,6})?)([十百千万亿]{0,3})")
_SECTION = compile_re(
    r"(?:(?P<thousand>[D])[千仟]|(?P<bare_thousand>^[千仟]))?"
    r"(?:[零〇]?(?P<hundred>[D])[百佰]|(?P<bare_hundred>^[百佰]))?"
    r"(?:[零〇]?(?P<ten>[D])[十拾]|(?P<bare_ten>(?:^|(?<=[百佰]))[十拾]))?"
    r"(?:(?<=[千仟百佰])(?P<short>[D])|[零〇]?(?P<one>[D]))?".replace("D", "一二两三四五六七八九壹贰叁肆伍陆柒捌玖")
)
_PLACES = (("thousand", 1000), ("hundred", 100), ("ten", 10), ("one", 1))
_BARE_PLACES = (("bare_thousand", 1000), ("bare_hundred", 100), ("bare_ten", 10))
_DECIMAL = compile_re(r"([^点]{1,20})点([零〇一二三四五六七八九]{1,6})")


def parse_numeral(text: str) -> float | None:
    """Read a numeral; None for what is no single number (三四, 万千, an empty text).

    Reads full width digits, thousands separators, decimals, Chinese numerals (also digit by digit: 二〇一九) and
    mixtures. Words of approximation are not part of a numeral.

    >>> parse_numeral("二百三十六"), parse_numeral("1.2万"), parse_numeral("2,300")
    (236.0, 12000.0, 2300.0)
    >>> parse_numeral("1万2千"), parse_numeral("3亿5000万")
    (12000.0, 350000000.0)
    >>> parse_numeral("三四") is None
    True
    """
    return _parse(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _parse(text: str) -> float | None:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    if mixed := _MIXED.fullmatch(plain):
        worth = Decimal(mixed[1])
        for char in mixed[2]:
            worth *= _WORTH[char]
        return float(worth)
    if stepped := _STEPPED.fullmatch(plain):
        high, low = _parse(stepped[1]), _parse(stepped[2])
        return high + low if high and low is not None and low < _WORTH[stepped[1][-1]] else None
    if decimal := _DECIMAL.fullmatch(plain):
        whole, places = _parse_chinese(decimal[1]), "".join(str(CHINESE_DIGITS[char]) for char in decimal[2])
        return None if whole is None else float(f"{whole}.{places}")
    worth_of = _parse_chinese(plain)
    return None if worth_of is None else float(worth_of)


def _parse_chinese(text: str) -> int | None:
    """Read Chinese numerals from the largest myriad down: (head)亿(tail), then (head)万(tail)."""
    if text and all(char in CHINESE_DIGITS for char in text):
        return _read_digits(text)
    for char, worth in _MYRIADS:
        head, found, tail = text.rpartition(char)
        if found:
            high = _parse_chinese(head) if head else 1
            low = _parse_tail(tail, worth)
            return None if high is None or low is None else high * worth + low
    section = _SECTION.fullmatch(text)
    if not section or not text:
        return None
    worth_of = sum(CHINESE_DIGITS[section[group]] * worth for group, worth in _PLACES if section[group])
    worth_of += sum(worth for group, worth in _BARE_PLACES if section[group])
    if section["short"]:
        worth_of += CHINESE_DIGITS[section["short"]] * (10 if section["hundred"] else 100)
    return worth_of


def _parse_tail(text: str, worth: int) -> int | None:
    """Read what follows 万 or 亿: nothing, one digit of the next place (一万五), or a smaller number."""
    if not text or text[0] not in CHINESE_DIGITS:
        return 0 if not text else None
    if len(text) == 1:
        return CHINESE_DIGITS[text] * worth // 10
    return _parse_chinese(text.lstrip("零〇"))


def _read_digits(text: str) -> int | None:
    """Read digits without 十 or 百: one digit, or three and more read off one by one, or with a zero (二〇)."""
    if len(text) == 2 and not set(text) & set("零〇"):
        return None
    return int("".join(str(CHINESE_DIGITS[char]) for char in text))
