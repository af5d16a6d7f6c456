"""Members that a text lists for a quantity of a formula: 三类课堂是甲、乙、丙, or 甲、乙、丙3类课堂 under 3+2.

A list is taken only when it has as many items as the quantity says; for N and its like it has two or more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dj_analysis.extraction.enumerations import split_last, split_list
from dj_analysis.extraction.list_trimming import trim_first
from dj_analysis.extraction.model_reading import Items
from dj_analysis.extraction.model_shapes import Slot
from dj_analysis.extraction.model_words import HAN, ModelWords
from dj_analysis.records import ComponentRow, Span
from dj_analysis.regexes import compile_re

_BEHIND = compile_re(
    rf"[{HAN}]{{1,12}}?[”’」』]?(?:[，,]?(?:分别|就|即|也就)?[是为指]|[，,]?即|[，,]?(?:主要|具体)?(?:包括|涵盖)|[：:（(]|—{{1,2}})[：:]?"
)
"""From the unit of a quantity to the list of what it counts: 课堂分别是, 导师(."""

_BEFORE = compile_re(r"[^，,。；;：:！？!?\n]{2,80}$")
_REACH = 80
"""Characters of a list that runs up to its quantity."""

_CLOSED = compile_re(r"[)）。；;！？!?\n]|—{1,2}")
_SUMMED = compile_re(rf"(?<=[{HAN}”])等(?=[{HAN}]{{1,8}}$)")
_OPEN_ENDED = "、，,；; "
_MOST = 12
"""Members of one symbol: more were never seen, and a longer row is a roll of names."""

_LONGEST = 16
"""Characters of a member: 经济上有困难的高年级学生 and longer ones are clauses."""


def members_behind(text: str, at: int, limit: int, slot: Slot) -> Items:
    """The list that explains a quantity whose noun begins at ``at``.

    >>> text = "两类导师是校内导师、校外导师。"
    >>> [text[i.start:i.end] for i in members_behind(text, 2, 15, Slot("2", 2, ""))]
    ['校内导师', '校外导师']
    """
    cue = _BEHIND.match(text, at, limit)
    if not cue:
        return ()
    closed = _CLOSED.search(text, cue.end(), limit)
    end = closed.start() if closed else limit
    if slot.count == 1:
        return tuple(item for item in split_list(text, cue.end(), end, "、，,") if item.end - item.start <= _LONGEST)[
            :1
        ]
    return listed_members(text, cue.end(), end, slot)


def listed_members(text: str, start: int, end: int, slot: Slot) -> Items:
    """The list that ``[start, end)`` is, if its size is what the slot announces."""
    while end > start and text[end - 1] in _OPEN_ENDED:
        end -= 1
    if summed := _SUMMED.search(text, start, end):
        end = summed.start()
    plain = split_list(text, start, end)
    longer = next(split_last(text, plain), plain) if plain else plain
    for items in (longer, plain) if slot.count is None else (plain, longer, split_list(text, start, end, "、，,")):
        if _fits(items, slot):
            return items
    return ()


def members_before(text: str, begin: int, at: int, slot: Slot, words: ModelWords) -> Items:
    """The list that runs up to a quantity at ``at`` and goes back no further than ``begin``.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text, words = "班主任、辅导员2类导师", compile_words(load_lexicon())
    >>> [text[i.start:i.end] for i in members_before(text, 0, 7, Slot("2", 2, ""), words)]
    ['班主任', '辅导员']
    """
    region = _BEFORE.search(text[max(begin, at - _REACH) : at])
    items = listed_members(text, at - len(region.group()), at, slot) if region else ()
    return trim_first(text, items, Slot("", slot.count, "\0"), words)


def _fits(items: Sequence[Span], slot: Slot) -> bool:
    sized = len(items) == slot.count if slot.count is not None else 1 < len(items) <= _MOST
    return sized and len(items) > 1 and all(item.end - item.start <= _LONGEST for item in items)


def member_rows(text: str, part: ComponentRow, items: Items) -> tuple[ComponentRow, ...]:
    """A row for each member, at the place in the formula of ``part``."""
    return tuple(
        replace(part, start=item.start, end=item.end, rule="member_list", text=text[item.start : item.end], verb=None)
        for item in items
    )
