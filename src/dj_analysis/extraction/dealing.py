"""Rows for the parts of a model: which item of a list stands for which slot of the name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from dj_analysis.extraction.enumerations import split_list
from dj_analysis.extraction.list_trimming import cut_attribute, cut_predicate, cut_subject
from dj_analysis.extraction.model_reading import Items, contains
from dj_analysis.extraction.model_shapes import Slot
from dj_analysis.extraction.model_words import ModelWords
from dj_analysis.records import ComponentRow, Span
from dj_analysis.regexes import compile_re

Parts = tuple[ComponentRow, ...]

_DEALT = compile_re("分别|依次|逐一|全部|均")
"""What leads from the items of a clause to its verb: 对甲、乙、丙分别公示."""


def deal(text: str, items: Iterable[Span], shares: Iterable[tuple[Slot, int]], rule: str) -> Parts:
    """Rows for ``items``, handed out in order: to each slot the number of items given with it.

    >>> rows = deal("甲乙", (Span(0, 1), Span(1, 2)), [(Slot("1", 1, ""), 1), (Slot("1", 1, ""), 1)], "flat_list")
    >>> [(row.slot, row.text) for row in rows]
    [(1, '甲'), (2, '乙')]
    """
    rest, rows = iter(items), []
    for number, (slot, size) in enumerate(shares, start=1):
        rows += [make_row(text, item, (number, slot), rule) for item in islice(rest, size)]
    return tuple(rows)


def make_row(
    text: str, span: Span, place: tuple[int, Slot], rule: str, *, unit: str | None = None, verb: str | None = None
) -> ComponentRow:
    """The row of the part at ``span``; ``place`` is the number of its slot in the name with the slot itself.

    >>> make_row("抓学习", Span(0, 3), (1, Slot("三", 3, "抓")), "flat_list").text
    '抓学习'
    """
    number, slot = place
    return ComponentRow(
        start=span.start,
        end=span.end,
        rule=rule,
        slot=number,
        symbol=slot.symbol,
        count=slot.count,
        unit=unit,
        text=text[span.start : span.end],
        verb=verb,
    )


def deal_woven(pieces: Sequence[Items], slots: Sequence[Slot], text: str) -> Parts:
    """Rows for the pieces of woven items, slot by slot.

    >>> slots = (Slot("一", 1, "抓"), Slot("一", 1, "促"))
    >>> [(row.slot, row.text) for row in deal_woven(((Span(0, 2),), (Span(2, 4),)), slots, "抓人促事")]
    [(1, '抓人'), (2, '促事')]
    """
    return _deal_groups(pieces, slots, text, "woven_list")


def _deal_groups(groups: Sequence[Items], slots: Sequence[Slot], text: str, rule: str) -> Parts:
    """Rows for items that are in groups already, one group for each slot."""
    shares = [(slot, len(items)) for slot, items in zip(slots, groups, strict=False)]
    return deal(text, (item for items in groups for item in items), shares, rule)


def deal_by_clause(text: str, start: int, end: int, slots: Sequence[Slot]) -> Parts:
    """One clause for each slot, with as many items as the slot announces: 甲、乙,丙、丁、戊 under 两…三….

    A preposition before the list of a clause and the verb behind it are no part of its items.

    >>> text, slots = "甲、乙,丙、丁", (Slot("两", 2, "册"), Slot("双", 2, "页"))
    >>> [(row.slot, row.text) for row in deal_by_clause(text, 0, len(text), slots)]
    [(1, '甲'), (1, '乙'), (2, '丙'), (2, '丁')]
    """
    for marks in ("；;", "，,"):
        clauses = split_list(text, start, end, marks)[: len(slots)]
        rows: list[Items] = []
        for clause in clauses:
            begin, stop = clause.start, clause.end
            if text[begin] in "对在把将":
                begin += 1
            if adverb := _DEALT.search(text, begin, stop):
                stop = adverb.start()
            rows.append(split_list(text, begin, stop))
        if len(rows) == len(slots) and all(len(r) == s.count for r, s in zip(rows, slots, strict=True)):
            return _deal_groups(rows, slots, text, "clause_list")
    return ()


def deal_by_morpheme(items: Items, slots: Sequence[Slot], text: str, words: ModelWords) -> Parts:
    """Items dealt by the morpheme each contains, slot by slot or in turn; nothing unless all slots are filled.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> slots, words = (Slot("一", 1, "抓"), Slot("一", 1, "促")), compile_words(load_lexicon())
    >>> [row.text for row in deal_by_morpheme((Span(0, 3), Span(4, 7)), slots, "抓学习、促提升", words)]
    ['抓学习', '促提升']
    """
    wanted = [slot for slot in slots for _ in range(slot.count or 0)]
    in_turn = [slot for _ in range(slots[0].count or 0) for slot in slots]
    for order in (wanted, in_turn) if len(in_turn) == len(wanted) else (wanted,):
        head = items[: len(order)]
        if len(head) < len(order) or not all(contains(text, i, s.core) for i, s in zip(head, order, strict=True)):
            continue
        if len(items) > len(order) and contains(text, items[len(order)], order[-1].core, edge=True):
            continue
        groups = [
            cut_subject(text, tuple(i for i, s in zip(head, order, strict=True) if s is slot), slot) for slot in slots
        ]
        dealt = [(*group[:-1], cut_attribute(text, group)) for group in groups]
        dealt = [cut_predicate(text, group, slot, words) for group, slot in zip(dealt, slots, strict=True)]
        return _deal_groups(dealt, slots, text, "flat_list")
    return ()
