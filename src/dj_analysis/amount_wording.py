"""Amounts as a Chinese reader writes them, with the words the article itself uses."""

from __future__ import annotations

from dj_analysis.regexes import compile_re

BOUND_MARKS = {"under": "不足", "about": "约", "at_least": "至少", "at_most": "至多"}
"""What stands before a figure of which the quotation says no more."""

SCALES = (("亿", 1e8), ("万", 1e4))
SCALED = compile_re(r"\d[余多]?(?P<scale>[万亿])")
"""560万元, 1.2万余人: a figure the article writes in ten thousands is read that way."""

_NUMERAL = r"(?=[\d一二两三四五六七八九十百千万])"
NEARLY = compile_re(rf"(?:将近|接近|(?<![附最邻临])近){_NUMERAL}")
BEYOND = compile_re(rf"(?:超过|突破|超|逾){_NUMERAL}")


def format_amount(value: float, bound: str, high: float | None, unit: str | None, quote: str = "") -> str:
    """An amount in short; its scale and its word of approximation are those of the quotation, where that has them.

    >>> format_amount(120, "over", 129, "件"), format_amount(15, "range", 20, "人")
    ('120余件', '15—20人')
    >>> format_amount(5600000, "exact", None, "元", "经费560万元"), format_amount(300, "under", 300, "人", "近300人")
    ('560万元', '近300人')
    """
    scale, factor = next(
        ((sign, size) for sign, size in SCALES if value >= size and _is_scaled(quote, sign)), ("", 1.0)
    )
    text, unit = f"{value / factor:.12g}{scale}", unit or ""
    if bound == "range" and high is not None:
        return f"{value / factor:.12g}—{high / factor:.12g}{scale}{unit}"
    if bound == "several":
        return f"{text}以上{unit}(概数)" if high is None else f"{text}—{high / factor:.12g}{scale}{unit}(概数)"
    if bound == "over":
        beyond = BEYOND.search(quote)
        return f"{beyond.group() if beyond else '超'}{text}{unit}" if unit == "%" or beyond else f"{text}余{unit}"
    mark = "近" if bound == "under" and NEARLY.search(quote) else BOUND_MARKS.get(bound, "")
    return mark + text + unit


def _is_scaled(quote: str, scale: str) -> bool:
    """Whether every figure of the quotation that is written in digits and a scale has this one."""
    scales = {found["scale"] for found in SCALED.finditer(quote)}
    return scales == {scale}


def word_number(item: str | None, measure: str | None, amount: str, quote: str) -> str:
    """An amount with what it counts and how it relates to it, as a Chinese reader writes it.

    >>> word_number("碳排放", "减少", "20余吨", "碳排放二十余吨"), word_number("党员", None, "29人", "党员29人")
    ('减少碳排放20余吨', '党员 29人')
    >>> word_number("党员", "流失…降至", "1人", "降至1人"), word_number("问题", "整改", "15条", "整改15条")
    ('流失党员降至1人', '问题整改15条')
    """
    gap = " " if item and not measure else ""
    return f"{word_item(item, measure, quote)}{gap}{amount}"


def word_item(item: str | None, measure: str | None, quote: str) -> str:
    """What an amount counts with the words of their relation; empty where neither is known.

    >>> word_item("碳排放", "减少", "碳排放二十余吨"), word_item("问题", "整改", "整改15条")
    ('减少碳排放', '问题整改')
    """
    if not item or not measure:
        return item or measure or ""
    head, between, tail = measure.partition("…")
    if not between:
        at = quote.find(item)
        behind = at < 0 or measure in quote[at + len(item) :]
        head, tail = ("", measure) if behind else (measure, "")
    return head + item + STARTED_AT.get(tail, tail)


STARTED_AT = {"由": "原为", "从": "原为", "自": "原为"}
"""What a label says of the amount a change starts from."""
