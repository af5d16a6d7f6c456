"""Parts of a name that counts its steps on (一看二问三上手), each told behind its own link: 一看,看树看土;二问,…."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dj_analysis.extraction.enumerations import MAX_LIST, trim_item
from dj_analysis.extraction.model_reading import Items
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_ORDER = "一二三四五六七八九"


def is_series(symbols: Sequence[str]) -> bool:
    """True for numerals that count on from one; 两 in place of 二 counts things.

    >>> is_series("一二三"), is_series("一两三")
    (True, False)
    """
    return len(symbols) > 1 and _ORDER.startswith("".join(symbols))


def list_series(place: ModelName, text: str) -> Items:
    """What each link of a series is told to mean, behind the name and in order; nothing unless all are told.

    >>> text = "“一看二问”法:一看,看树看土;二问,问茬口。"
    >>> slots = (Slot("一", 1, "看"), Slot("二", 1, "问"))
    >>> name = ModelName(0, 7, 1, 5, "一看二问", "shorthand", slots, True)
    >>> [text[i.start:i.end] for i in list_series(name, text)]
    ['看树看土', '问茬口']
    """
    if not is_series([slot.symbol for slot in place.slots]):
        return ()
    found: list[Span] = []
    at = place.end
    for slot in place.slots:
        told = _told(slot).search(text, at, min(len(text), place.end + MAX_LIST))
        if not told:
            return ()
        found.append(trim_item(text, *told.span("part")))
        at = told.end()
    return tuple(found)


def _told(slot: Slot) -> re.Pattern[str]:
    link = re.escape(slot.symbol + slot.core)
    return compile_re(rf"{link}[”」]?[，,：:]?(?:也?就是|是|即|[，,：:])(?P<part>[^；;。！？\n]{{2,30}})")
