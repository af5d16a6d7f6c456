"""How an amount relates to its item: what was done to it (发展, 减少), how it changed (同比增长), a mean (人均)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.number_ellipsis import Found
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

PLACE = "…"
"""Stands for the item where words before and behind it tell the relation: 流失…降至."""

_REACH = 40
"""Characters before an amount in which its clause begins."""

_CLAUSE = compile_re(r"[^,，。;；:：!！?？、()（）“”\n]*$")
_NAMED = "(?<!志愿)(?<!社会)(?<!公益)(?<!便民)(?<!专题)(?<!技能)(?<!岗前)(?<!人才)(?<!经济)(?<!事业)(?<!科技)"
"""社会服务, 人才培养, 经济发展: nouns, nothing done to the noun behind them."""

_DONE = "(?:了|过|到|出|好|完|掉)?"
_FILL = "(?:了|出|共|已|有|达到?|为|是|约|近|超过?|累计){0,3}"
_LIST_GAP = compile_re(r"[、和及与]|以及|[,，(（]?(?:其中|包括|含)|[(（]")
"""发展教师党员3人、学生党员12人,其中女生5人: the deed is of all of them."""

_OF_A_NOUN = compile_re(
    "措施|方案|计划|规划|清单|台[账帐]|制度|记录|手册|对象|协议|报告|活动|大会|会议|仪式|工作|方式|举措|机制|[点站品金会班课岗]"
)
"""整改措施, 帮扶计划, 慰问品: nouns that begin with a verb."""

_MOVES = compile_re(r"[\u4e00-\u9fff]{0,3}[到至为]")
_LONGEST_MEAN = 12
"""平均每名党员联系: a mean with what it is taken over and its verb."""

_STARTS = ("由", "从", "自")
_SHARE = compile_re(r"占(?:[\u4e00-\u9fff]{0,12})$")


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What ends the words before an item, what ends those between item and amount, and a mean."""
    deed, change, mean, between = (
        either(lexicon.words("amount_relations", kind=kind)) for kind in ("deed", "change", "mean", "between")
    )
    ahead = compile_re(f"{_NAMED}({deed}){_DONE}(?:{between}){{0,3}}$")
    moved = f"(?:同比|环比|(?:比|较)[\u4e00-\u9fff\\d]{{1,8}}?)(?:{change}|多|少)(?:[到至])?|(?:{change})[到至]?"
    above = "(?:高出|高于|低于|超出|超过|领先)[\u4e00-\u9fff]{0,6}(?:水平|值|分|数|线)"
    inside = compile_re(f"({above}|{moved}|{deed}){_FILL}$")
    return (
        ahead,
        inside,
        compile_re(f"(?:(?:{mean})(?!水平|值|分|数|线)|每(?:[年月周天日季人户班场次期讲家个名位支所]|学[期年]))"),
    )


def find_measures(text: str, found: Sequence[Found], lexicon: Lexicon) -> list[str | None]:
    """The relation of every amount of a sentence, in the words of the text; None where none is told.

    >>> from dj_analysis.extraction.amounts import find_amounts
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text, lexicon = "发展党员8人", load_lexicon()
    >>> (amount,) = find_amounts(text, lexicon)
    >>> find_measures(text, [Found(amount, 2, 6, "党员", "person", "noun_ahead")], lexicon)
    ['发展']
    """
    deeds = _deeds(lexicon)
    measures: list[str | None] = []
    for at, each in enumerate(found):
        measure = _read_measure(text, each, lexicon)
        if measure is None and at and measures[-1] in deeds and each.item not in deeds:
            goes_on = _LIST_GAP.fullmatch(text, found[at - 1].end, each.start)
            measure = measures[-1] if goes_on else None
        measures.append(measure)
    return measures


@lru_cache(maxsize=8)
def _deeds(lexicon: Lexicon) -> frozenset[str | None]:
    return frozenset(lexicon.words("amount_relations", kind="deed"))


def _read_measure(text: str, found: Found, lexicon: Lexicon) -> str | None:
    clause = _CLAUSE.search(text[max(0, found.amount.start - _REACH) : found.amount.start])
    lead = clause.group() if clause else ""
    item = found.item or ""
    at = lead.rfind(item) if item and found.rule != "noun_behind" else -1
    if at >= 0:
        head, tail = lead[:at], lead[at + len(item) :]
    else:
        head, tail = (lead, "") if found.rule == "noun_behind" else ("", lead)
    before = _read_ahead(head, item, lexicon)
    behind = _read_inside(tail, text[found.amount.end :][:6], found.amount.kind, lexicon)
    return PLACE.join((before, behind)) if before and behind else before or behind


def _read_ahead(head: str, item: str, lexicon: Lexicon) -> str | None:
    ahead, _, mean = _patterns(lexicon)
    if told := _read_mean(head, mean):
        return told
    deed = ahead.search(head) if head else None
    return deed[1] if deed and not (deed.end(1) == len(head) and _OF_A_NOUN.match(item)) else None


def _read_mean(words: str, mean: re.Pattern[str]) -> str | None:
    """The mean and what follows it up to the item, where that is short."""
    found = mean.search(words)
    if not found:
        return None
    told = words[found.start() :]
    return _strip_fill(told) if len(told) <= _LONGEST_MEAN else found.group()


def _strip_fill(told: str) -> str:
    return told.rstrip("了达为是约近有共已的") or told


def _read_inside(tail: str, behind: str, kind: str, lexicon: Lexicon) -> str | None:
    """The words between item and amount that tell a change, a share, a mean or a deed."""
    if not tail:
        return None
    if tail.endswith(_STARTS):
        return tail[-1] if _MOVES.match(behind) else None
    _, inside, mean = _patterns(lexicon)
    if told := _read_mean(tail, mean):
        return told
    if kind == "percent" and (share := _SHARE.search(tail)):
        return share.group()
    found = inside.search(tail)
    return found[1] if found else None
