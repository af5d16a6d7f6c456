"""Parts told with the role of each: 以“甲”为核心、“乙”为依托, or 形成甲牵头、乙参与的格局 behind a name with 位一体."""

from __future__ import annotations

from dj_analysis.extraction.enumerations import lists_of, split_list
from dj_analysis.extraction.model_reading import Items, Reading, around, contains, is_told
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.extraction.model_words import HAN
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_ROLE = compile_re(
    rf"(?:[{HAN}]{{0,8}}以)?[“「]?(?P<part>[^，,、。；;：:！？\n“”「」为是]{{2,14}})[”」]?[为是][{HAN}]{{2,6}}"
)
_ROLES = compile_re(rf"(?:以|(?<=[、，,]))(?P<list>[^。；;：:！？\n为]{{2,60}})为[{HAN}]{{1,5}}?[、，,的。；;]")
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
    as_one = _AS_ONE.fullmatch(slot.core) is not None
    roles = max(text.count("为", begin, end), text.count("是", begin, end) if as_one else 0)
    if count < 2 or roles < count or not (as_one or text.count(slot.core, begin, end) > count):
        return ()
    for stretch in split_list(text, begin, end, "。；;：:！？\n"):
        told = [_ROLE.match(text, item.start, item.end) for item in _clauses(text, stretch)]
        parts = tuple(Span(*match.span("part")) for match in told if match)
        if len(parts) == count and (as_one or all(contains(text, part, slot.core) for part in parts)):
            return parts
    return ()


def list_with_roles(place: ModelName, reading: Reading) -> tuple[Items, ...]:
    """The parts of each link of a chain that are given a role in one breath, link by link; nothing unless all are.

    >>> from dj_analysis.extraction.model_reading import Reading
    >>> text = "以楼长为主体、层长和室长为辅助的“一体两翼”"
    >>> name = ModelName(17, 23, 18, 22, "", "shorthand", (Slot("一", 1, "体"), Slot("两", 2, "翼")), True)
    >>> told = list_with_roles(name, Reading(text, text, None, ()))
    >>> [[text[item.start : item.end] for item in items] for items in told]
    [['楼长'], ['层长', '室长']]
    """
    text = reading.text
    begin, end = around(place, text)
    at = text.find("以", begin, end) if text.count("为", begin, end) >= len(place.slots) else -1
    while at >= 0:
        groups: list[Items] = []
        for slot in place.slots:
            match = _ROLES.match(text, at, end)
            items = split_list(text, *match.span("list")) if match else ()
            found = next(lists_of(slot.count, text, items), ())
            if not match or not found:
                break
            groups.append(found)
            at = match.end()
        if len(groups) == len(place.slots):
            return tuple(groups)
        at = text.find("以", at + 1, end)
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
