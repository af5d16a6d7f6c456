"""Lists of levels behind a name that counts levels: 学院统筹、支部落实、党员带头 under 三级联动."""

from __future__ import annotations

from dj_analysis.extraction.enumerations import lists_of, split_list
from dj_analysis.extraction.model_reading import Items, Reading, is_told
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.extraction.model_words import ModelWords
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_LEVELS = "级层"
_TO_LIST = compile_re(r"[”’」』\"]?[^，,。；;：:！？\n“”、]{0,8}[，,：:]\s?(?P<list>[^，,。；;：:！？\n“”]{4,60})")
"""From a name to the clause behind it, which may be the list."""

_EVEN = 3
"""Characters by which the items may differ."""


def list_levels(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """The clause behind a name of levels that says of as many bodies what each does.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text = "“三级联动”机制,学院统筹、支部落实、党员带头。"
    >>> name = ModelName(0, 6, 1, 5, "三级联动", "shorthand", (Slot("三", 3, "级联动"),), True)
    >>> reading = Reading(text, text, compile_words(load_lexicon()), ())
    >>> [text[i.start:i.end] for i in list_levels(name, name.slots[0], reading)]
    ['学院统筹', '支部落实', '党员带头']
    """
    text, words = reading.text, reading.words
    match = _TO_LIST.match(text, place.end) if slot.core[0] in _LEVELS else None
    for items in lists_of(slot.count, text, split_list(text, *match.span("list"))) if match else ():
        if _are_levels(text, items, words):
            return _without_deed(text, items, words)
    return ()


def _are_levels(text: str, items: Items, words: ModelWords) -> bool:
    """True for items that each begin with another body and are about of one length."""
    bodies = [words.level.match(text, item.start, item.end) for item in items]
    different = len({body.group() for body in bodies if body}) == len(items)
    lengths = [item.end - item.start for item in items[:-1]]
    return different and max(lengths) - min(lengths) <= _EVEN and not is_told(text, items)


def _without_deed(text: str, items: Items, words: ModelWords) -> Items:
    """The bodies alone where only the last is followed by what all do: 班级、年级、学院逐级把关."""
    ends = [match.end() for item in items if (match := words.level.match(text, item.start, item.end))]
    bare = all(end == item.end for end, item in zip(ends[:-1], items[:-1], strict=True))
    return (*items[:-1], Span(items[-1].start, ends[-1])) if bare else items
