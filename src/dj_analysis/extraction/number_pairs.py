"""Amounts told one by one for things counted before: 教授8人、讲师12人,分别占20%和30%."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dj_analysis.extraction.nouns_ahead import plain_noun_ahead
from dj_analysis.extraction.number_ellipsis import Found
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

_ONE_BY_ONE = compile_re(r"[,，、;；(（]?分别(?:约|均|各)?(?:占|为|是|有|达|达到)?(?:比|了)?$")
_JOINT = compile_re(r"[、,，和与及]{1,2}")
_LONGEST_NOUN = 24
"""Characters between two things counted one after the other, the noun of the second included."""

_RATE = "率"
"""四级和六级通过率: the last noun tells what all of them are."""

_LONGEST_LEAD = 8
_LONGEST_LIST = 60
_CLAUSE = compile_re(r"[^,，。;；:：!?]+$")


def share_out(text: str, found: Sequence[Found], lexicon: Lexicon) -> list[Found]:
    """Give each amount of a list behind 分别 the item in the same place of the list of amounts or nouns before it.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> from dj_analysis.extraction.numbers import find_numbers
    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> rows = find_numbers(wrap_text("教授8人、讲师12人,分别占20%和30%。"), load_lexicon())
    >>> [row.item for row in rows]
    ['教授', '讲师', '教授', '讲师']
    """
    shared = list(found)
    for at, each in enumerate(found):
        told = _ONE_BY_ONE.search(text, max(0, each.amount.start - _LONGEST_LEAD), each.amount.start)
        size = _size_of_list(text, found, at) if told else 1
        if told is None or size == 1:
            continue
        start = told.start()
        before = [other for other in found[max(0, at - size) : at] if other.end <= start]
        if len(before) == size and before[-1].end == start and _are_alike(text, before):
            items = [(other.item, other.head) for other in before]
        else:
            items = _read_list(text, start, size, lexicon)
        for place, (item, head) in enumerate(items):
            shared[at + place] = found[at + place]._replace(item=item, head=head)
    return shared


def _read_list(text: str, end: int, size: int, lexicon: Lexicon) -> list[tuple[str | None, str]]:
    """The nouns of a list that ends before 分别, if they are as many as the amounts behind it."""
    clause = _CLAUSE.search(text, max(0, end - _LONGEST_LIST), end)
    if clause is None:
        return []
    joints = list(_JOINT.finditer(text, clause.start(), end))
    starts = [clause.start(), *(joint.end() for joint in joints)]
    ends = [*(joint.start() for joint in joints), end]
    nouns = [plain_noun_ahead(text, stop, start, lexicon) for start, stop in zip(starts, ends, strict=True)]
    known = [(noun.text, noun.head) for noun in nouns if noun]
    shared = len({item.endswith(_RATE) for item, _ in known}) > 1
    return [] if len(known) != size or shared else [*known]


def _size_of_list(text: str, found: Sequence[Found], at: int) -> int:
    """How many amounts of one unit follow each other from ``at`` on with nothing but a joint between them."""
    end = at + 1
    while (
        end < len(found)
        and found[end].amount.unit == found[at].amount.unit
        and _JOINT.fullmatch(text[found[end - 1].end : found[end].amount.start])
    ):
        end += 1
    return end - at


def _are_alike(text: str, before: Sequence[Found]) -> bool:
    """True where things of one unit are counted in a row, each under a noun of its own."""
    units = {each.amount.unit for each in before}
    gaps = (text[one.end : other.amount.start] for one, other in pairwise(before))
    near = all(len(gap) <= _LONGEST_NOUN and "。" not in gap for gap in gaps)
    return len(units) == 1 and near and len({each.item for each in before}) == len(before)
