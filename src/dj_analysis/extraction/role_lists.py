"""Parts told with the role of each: 以“甲”为核心、“乙”为依托, or 形成甲牵头、乙参与的格局 behind a name with 位一体."""

from __future__ import annotations

from dj_analysis.extraction.enumerations import split_list
from dj_analysis.extraction.model_reading import Items, Reading, around, contains, is_told
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.extraction.model_words import HAN
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_ROLE = compile_re(rf"以?[“「]?(?P<part>[^，,、。；;：:！？\n“”「」为]{{2,14}})[”」]?为[{HAN}]{{2,6}}")
_AS_ONE = compile_re("位一体|合一")
_SEVERAL = 3
"""Parts of a list that needs no other sign than its size and its build."""

_FRAME = compile_re(
    r"[”」]?[^，,。；;：:！？\n“”、]{0,10}[，,](?:打造|形成|构建|建立|搭建|健全|完善|实现|营造)了?(?:起|出)?"
    r"[“「]?(?P<list>[^，,。；;：:！？\n“”]{8,120})[”」]?的[^，,。；;：:！？\n“”、的]{2,10}(?=[，,。；;！？\n])"
)
_SHORTEST, _LONGEST = 4, 16
"""Characters of a clause that says who does what."""


def list_by_role(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """Names in a row near a model that each hold its morpheme and are each given a role.

    >>> from dj_analysis.extraction.model_reading import Reading
    >>> text = "以“甲联”为核心、“乙联”为依托的“双联”。"
    >>> name = ModelName(17, 20, 17, 19, "双联", "shorthand", (Slot("双", 2, "联"),), True)
    >>> [text[i.start:i.end] for i in list_by_role(name, name.slots[0], Reading(text, text, None, ()))]
    ['甲联', '乙联']
    """
    text, count = reading.text, slot.count or 0
    begin, end = around(place, text)
    if count < 2 or text.count("为", begin, end) < count:
        return ()
    for stretch in split_list(text, begin, end, "。；;：:！？\n"):
        told = [_ROLE.match(text, item.start, item.end) for item in _clauses(text, stretch)]
        parts = tuple(Span(*match.span("part")) for match in told if match)
        if len(parts) == count and all(contains(text, part, slot.core) for part in parts):
            return parts
    return ()


def _clauses(text: str, stretch: Span) -> Items:
    """The clauses of a stretch; the quotes that open them belong to them."""
    return tuple(
        Span(item.start - (text[item.start - 1 : item.start] in ("“", "「")), item.end)
        for item in split_list(text, stretch.start, stretch.end, "、，,")
    )


def list_as_one(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """As many clauses as announced behind a name with 位一体, when they make the frame that the sentence goes on to.

    >>> from dj_analysis.extraction.model_reading import Reading
    >>> text = "“三位一体”机制,形成学院统筹、支部牵头、党员落实的格局。"
    >>> name = ModelName(0, 6, 1, 5, "三位一体", "counted", (Slot("三", 3, "位一体"),), True)
    >>> len(list_as_one(name, name.slots[0], Reading(text, text, None, ())))
    3
    """
    text = reading.text
    match = _FRAME.match(text, place.end) if _AS_ONE.fullmatch(slot.core) and (slot.count or 0) >= _SEVERAL else None
    if not match:
        return ()
    items = split_list(text, *match.span("list"))
    sized = len(items) == slot.count and all(_SHORTEST <= item.end - item.start <= _LONGEST for item in items)
    return items if sized and not is_told(text, items) else ()
