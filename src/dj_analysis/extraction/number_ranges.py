"""Ranges whose two ends each have their unit: 5万元至20万元, 3个至5个."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dj_analysis.extraction.amounts import Amount
from dj_analysis.regexes import compile_re

_TO = compile_re(r"[至到—–－~～-]{1,2}")
_FROM = compile_re(r"[从由自][^,，。;；]{0,14}$")
_OR_SO = "不等"
"""由2小时至3小时不等: a range all the same."""

_LONGEST_FROM = 16
"""从66%到87% is a change, not a range."""


def join_ranges(text: str, amounts: Iterable[Amount]) -> Iterator[Amount]:
    """Join two amounts of one unit that 至 or a dash holds together, the smaller one first.

    >>> from dj_analysis.extraction.amounts import find_amounts
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text = "补助5万元至20万元"
    >>> [(a.value, a.high, a.bound) for a in join_ranges(text, find_amounts(text, load_lexicon()))]
    [(50000.0, 200000.0, 'range')]
    """
    last: Amount | None = None
    for amount in amounts:
        if last and _is_range(text, last, amount):
            end = amount.end + len(_OR_SO) * text.startswith(_OR_SO, amount.end)
            yield last._replace(end=end, low=last.value, high=amount.value, bound="range")
            last = None
            continue
        if last:
            yield last
        last = amount
    if last:
        yield last


def _is_range(text: str, low: Amount, high: Amount) -> bool:
    if low.unit != high.unit or (low.kind == "duration" and low.form == "cue"):
        return False
    ordered = low.exact and high.exact and low.value < high.value
    if not ordered or not _TO.fullmatch(text, low.end, high.start):
        return False
    changed = _FROM.search(text, max(0, low.start - _LONGEST_FROM), low.start)
    return changed is None or text.startswith(_OR_SO, high.end)
