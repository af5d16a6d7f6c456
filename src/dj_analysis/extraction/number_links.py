"""Words that join a noun to its amount: 达到, 共计, 如今已有."""

from __future__ import annotations

from functools import lru_cache

from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

_LONGEST_LINK = 5
_MOST_LINKS = 6
"""Words between a noun and its amount: 的, 如今, 已, 累计, 达到, 了 is the longest chain seen plausible."""

_ROW_OF_YEARS = compile_re(r"连续[\d一二两三四五六七八九十]{1,2}[年届次期]$")
_SINCE_WHEN = compile_re(r"[从由到至]了?(?:(?![从由到至])[\u4e00-\u9fff\d]){1,10}[前时初年期底末]的$")
_LONGEST_SINCE = 14
"""参与率由创建前的: a time in the past stands between a noun and what it was then."""

_TERM = compile_re(r"(?<![第近每头前])[一两半三]个?(?:学期|学年|年|季度|月)[里内间]?$")
_TERM_ENDS = frozenset("期年度月里内间")
_LONGEST_TERM = 6
"""平均分一年提高了9分: how long a change took."""

_LEFT_OVER = frozenset({"结余", "盈余", "节余"})
"""党费结余4万元: the 余 of a noun joins nothing."""

_ONLY = "才"
_TALENTS = frozenset({"人才", "英才", "天才", "育才", "成才", "口才", "干才", "奇才"})
"""党员才9个 says how few; 人才9名 counts talents."""


@lru_cache(maxsize=8)
def _links(lexicon: Lexicon) -> tuple[dict[str, str], frozenset[str]]:
    """Words between a noun and its amount with their kinds, and the characters they end with."""
    links = {row["term"]: row["kind"] for row in lexicon.rows("amount_links")}
    return links, frozenset(term[-1] for term in links) | frozenset(" ：:（(年届次期度月里内间" + _ONLY)


def strip_links(text: str, at: int, floor: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Step back over words that join a noun to its amount (达到, 为, 共计); tell whether one announces a total."""
    links, last = _links(lexicon)
    total = changed = False
    for _ in range(_MOST_LINKS):
        if at <= floor or text[at - 1] not in last:
            break
        if text[at - 1] in " ：:（(":
            at, total = at - 1, total or text[at - 1] not in "（( "
            continue
        if text[at - 1] == _ONLY and text[max(floor, at - 2) : at] not in _TALENTS:
            at -= 1
            continue
        if text[at - 1] in "年届次期" and (row := _ROW_OF_YEARS.search(text[max(floor, at - 6) : at])):
            at -= len(row.group())
            continue
        if text[at - 1] == "的" and (since := _SINCE_WHEN.search(text[max(floor, at - _LONGEST_SINCE) : at])):
            at -= len(since.group())
            continue
        if changed and text[at - 1] in _TERM_ENDS and (term := _TERM.search(text[max(floor, at - _LONGEST_TERM) : at])):
            at -= len(term.group())
            continue
        if text[at - 2 : at] in _LEFT_OVER:
            break
        for size in range(min(_LONGEST_LINK, at - floor), 0, -1):
            if kind := links.get(text[at - size : at]):
                at, total, changed = at - size, total or kind == "total", changed or kind == "change"
                break
        else:
            break
    return at, total
