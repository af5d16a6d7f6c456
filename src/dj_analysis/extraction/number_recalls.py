"""Amounts that their sentence leaves without a noun: what the sentences before them in the passage counted or named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dj_analysis.extraction.number_ellipsis import MEASURED, PERSONS, Found, same_unit
from dj_analysis.extraction.number_objects import find_agreeing, is_issuing
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

EARLIER = 160
"""Characters of the sentences before in which a noun is looked for."""

BESIDE = frozenset({"noun_ahead", "noun_behind", "same_unit"})
"""Items that stood beside their amount, or that another of the sentence had."""

_BARE = frozenset({"verb_ahead", "no_noun", "said_of_it", "clause_before"})
_REST = compile_re(r"(?:剩下|剩余|其余|余下|还剩|另外|另有|其他)的?$")
_SOME = ("其中", "其中的", "还有", "还有的")
_INSIDE = ("(其中", "（其中", "(其中有", "（其中有")
"""入选名单(其中2个已结项): what stands before the bracket is not what was counted."""

_LONGEST_REST = 3
_GROWN = compile_re(r"(?:增加|新增|减少|新添|扩大|净增|增设|增补)(?:[到至了])?$")
_LONGEST_GROWN = 4
_SESSION = 2


class Told(NamedTuple):
    """What the sentences before one told: the last persons counted, their text, and the last amount of every unit."""

    person: str | None
    earlier: str
    units: Mapping[str, Found]


def look_back(text: str, found: Found, before: Sequence[Found], told: Told, lexicon: Lexicon) -> Found:
    """Give an amount without a noun what sentences before counted (剩下的28个) or named (讲了70多期), or its verb."""
    amount = found.amount
    inside = found.rule == "noun_ahead" and text.endswith(_INSIDE, 0, amount.start)
    if amount.kind != "count" or not (inside or found.rule in _BARE):
        return found
    other = same_unit(amount, before) or (None if inside else told.units.get(amount.unit))
    if other and (inside or _is_rest(text, amount.start)):
        return Found(amount, amount.start, amount.end, other.item, other.head, "earlier")
    issued = found.rule == "verb_ahead" and amount.unit not in MEASURED and is_issuing(found.item or "", lexicon)
    if found.item is not None and not issued:
        return found
    noun = find_agreeing(told.earlier, 0, len(told.earlier), amount.unit, lexicon) if _is_many(found) else None
    if noun:
        return Found(amount, found.start, amount.end, noun.text, noun.head, "earlier")
    grown = _GROWN.search(text, max(0, amount.start - _LONGEST_GROWN), amount.start)
    if grown and amount.unit not in PERSONS | MEASURED:
        return Found(amount, grown.start(), amount.end, grown.group().rstrip("到至了"), "", "verb_ahead")
    return found


def _is_rest(text: str, at: int) -> bool:
    return _REST.search(text, max(0, at - _LONGEST_REST), at) is not None


def is_some_of_before(text: str, at: int) -> bool:
    """True for 其中52管 and 剩余3条: some of what was counted before, whatever is said of them.

    >>> is_some_of_before("剩余3条", 2), is_some_of_before("问题3条", 2)
    (True, False)
    """
    return _is_rest(text, at) or text.endswith(_SOME, 0, at)


def _is_many(found: Found) -> bool:
    return found.amount.value > _SESSION and found.amount.digits != "一"
