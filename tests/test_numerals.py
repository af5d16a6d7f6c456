"""What numerals are worth."""

from __future__ import annotations

import re

import pytest

from dj_analysis.extraction.numerals import NUMERAL, parse_numeral

WORTHS = [
    ("二百三十六", 236),
    ("两千", 2000),
    ("一百零五", 105),
    ("一千零五十", 1050),
    ("十", 10),
    ("十三", 13),
    ("二十", 20),
    ("百", 100),
    ("万", 10_000),
    ("两千三", 2300),
    ("一百五", 150),
    ("一千五百三", 1530),
    ("一万五", 15_000),
    ("一万零五百", 10_500),
    ("五百三十万六千", 5_306_000),
    ("一亿两千万", 120_000_000),
    ("1.2万", 12_000),
    ("3.5万亿", 3.5e12),
    ("20万", 200_000),
    ("3千", 3000),
    ("1\uff12", 12),
    ("2，300", 2300),
    ("12,345,678", 12_345_678),
    ("三点五", 3.5),
    ("二〇一九", 2019),
    ("一三三六", 1336),
    ("0", 0),
    ("零", 0),
]

NO_NUMBERS = ["", "三四", "万千", "千百", "亿万", "三三十", "三百五百", "三百一千", "千千万万", "几", "十百"]


@pytest.mark.parametrize(("text", "worth"), WORTHS, ids=[f"case_{at}" for at in range(len(WORTHS))])
def test_numeral_gives_its_worth(text: str, worth: float) -> None:
    assert parse_numeral(text) == worth


@pytest.mark.parametrize("text", NO_NUMBERS, ids=[f"case_{at}" for at in range(len(NO_NUMBERS))])
def test_no_single_number_gives_none(text: str) -> None:
    assert parse_numeral(text) is None


def test_pattern_takes_the_whole_numeral() -> None:
    text = "共2,300人、1.2万元、二百三十六篇、3千册"
    assert re.findall(NUMERAL, text) == ["2,300", "1.2万", "二百三十六", "3千"]


@pytest.mark.parametrize("char", ["9", "万", "一", ",", "."], ids=["digit", "myriad", "one", "comma", "point"])
def test_long_runs_end_soon(char: str) -> None:
    assert parse_numeral(char * 100_000) is None
    re.findall(NUMERAL, char * 100_000)
