"""What a run of numeral characters is worth: one number, a range, or a number said to be more or about."""

from __future__ import annotations

import re
from functools import lru_cache

from dj_analysis.extraction.numerals import NUMERAL, parse_numeral
from dj_analysis.regexes import compile_re

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

Worth = tuple[float, float | None, float | None, str]
"""Value, low, high and bound."""


@lru_cache(maxsize=4096)
def weigh_run(run: str) -> tuple[Worth | None, int]:
    """What a run of numeral characters is worth, and how many at its beginning do not belong to it (周三|12)."""
    parts = _PARTS.fullmatch(run)
    if parts and parse_numeral(parts["low"]) is not None:
        return _weigh(parts), 0
    if loose := _LOOSE.match(run):
        return _weigh_loose(loose, run), 0
    stray = _STRAY.match(run) if parts is None else None
    parts = _PARTS.fullmatch(run, stray.end()) if stray else None
    return (_weigh(parts) if parts else None), stray.end() if stray else 0


def convert(worth: Worth, factor: str) -> Worth:
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
