"""Lists that run up to a model name: A、B、C三项制度, “A、B”的“两…”, “甲”“乙”两大品牌.

A list is taken only when it has as many items as the name announces.
"""

from __future__ import annotations

import re

from dj_analysis.extraction.enumerations import MAX_LIST, find_quoted_run, lists_of, split_list
from dj_analysis.extraction.list_trimming import cut_verb, trim_first
from dj_analysis.extraction.model_reading import Items, Reading, contains
from dj_analysis.extraction.model_shapes import OPENERS, ModelName, Slot
from dj_analysis.extraction.model_words import ModelWords
from dj_analysis.regexes import compile_re

_COMPOSING = "(?:共同)?(?:组成|构成|合成|汇成)"
_CALLED = "(?:合起来|归结起来|概括起来)(?:就?[是叫])|(?:统|合|并)称为?|叫[做作]|(?:概括|归纳|凝练|提炼|归结)[为成]"
_BEFORE_NAME = compile_re(
    rf"(?P<link>(?:[于为]一体)?[，,]?(?:作?为(?:主要|核心|基本)?(?:内容|主题|目标|核心|抓手|载体|重点|主线|统领|引领|支撑|内涵|导向|依托|基础)?的?|的|这|等|共|{_COMPOSING}[了的]?|相结合的|{_CALLED}){{0,2}})"
    r"[ \u3000]?[“「『‘\"]?(?P<prefix>(?<![、，,])(?:党建|支部|党员))?$"
)

_COMPOSES = compile_re(rf"[，,]?{_COMPOSING}")

_COUNTS = compile_re("[一二两三四五六七八九十][个项大条]")
"""An item that counts something itself: 抓好一个目标、落实两项制度、实现三个提升 is no list of three."""

_LONGEST_LINK = 16
"""Characters between a list and the name it leads to: 为主要内容的 and an opening quote."""

_LEADS = compile_re("[的这]|相结合")

_LEADING_ITEMS, _LONGEST_LEADING = 3, 12
"""Items of a list that leads to a formula by 的, and the characters of one: two nouns before 的 are no list."""

_LIST_MARKER = compile_re(r"\s{0,4}(?:[一二三四五六七八九十\d]{1,2}[、.．)）])")

_LAST_EDGE = compile_re(r".*[。！？!?；;\n：:（(]", re.DOTALL)

_QUOTED_RUN = compile_re(r"(?:[“「‘\"][^“”「」‘’\"\n]{1,40}[”」’\"](?:以及|[、，,和与及])?){2,12}$")

_LOOSE = compile_re(r"[中里内时后]")


def list_before(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """The list that runs up to a name: A、B、C三项制度, “A、B”的“两…”, “甲”“乙”两大品牌."""
    text, count = reading.text, slot.count or 0
    begin, end = before_region(place, text)
    if count < 2 or end - begin < 2 * count:
        return ()
    if quoted := _quoted_before(text, begin, end, count):
        return quoted
    comma = max(text.rfind(mark, begin, end) for mark in "，,")
    marks = "、" if "、" in text[max(begin, comma + 1) : end] else "—–-"
    items = split_list(text, max(begin, comma + 1), end, marks)
    if found := next(lists_of(count, text, items), ()):
        linked = text[end : end + 1] in ("的", "等")
        return _accept_before(text, found, place, slot, reading.words, linked=linked)
    items = split_list(text, begin, end, "、，,")[-count:]
    if len(items) == count and _COMPOSES.match(text, end):
        return trim_first(text, items, slot, reading.words)
    trimmed = trim_first(text, items, slot, reading.words) if len(items) == count else ()
    return trimmed if trimmed and all(contains(text, i, slot.core, edge=True) for i in trimmed) else ()


def list_leading(place: ModelName, count: int, reading: Reading) -> Items:
    """The list in 甲带路、乙搭台、丙唱戏的“1+1+1”: it leads to a formula by 的 and has an item for each symbol."""
    text = reading.text
    begin, end = before_region(place, text)
    if not _LEADS.match(text, end) or count < _LEADING_ITEMS:
        return ()
    comma = max(text.rfind(mark, begin, end) for mark in "，,")
    items = split_list(text, max(begin, comma + 1), end, "、")
    if len(items) != count or any(char.isdigit() for char in text[items[0].start : items[-1].end]):
        return ()
    items = trim_first(text, items, Slot("", count, "\0"), reading.words)
    return items if max(item.end - item.start for item in items) <= _LONGEST_LEADING else ()


def before_region(place: ModelName, text: str) -> tuple[int, int]:
    """The stretch before a name that may hold its list: from the last stop, without the words that lead over."""
    begin = max(0, place.start - MAX_LIST)
    near = max(begin, place.bare_start - _LONGEST_LINK)
    link = _BEFORE_NAME.search(text[near : place.bare_start])
    end = near + link.start() if link else place.bare_start
    if edge := _LAST_EDGE.match(text, begin, end):
        begin = edge.end()
    marker = _LIST_MARKER.match(text, begin, end)
    return (marker.end() if marker else begin), end


def _quoted_before(text: str, begin: int, end: int, count: int) -> Items:
    """A quotation that holds the whole list, or a run of quoted names, just before ``end``."""
    if end == 0 or text[end - 1] not in '”」’"':
        return ()
    opening = max(text.rfind(mark, begin, end - 1) for mark in '“「‘"')
    if opening < 0:
        return ()
    for marks in ("；;", "、", "，,", "—–-", "·", "、，,；;"):
        items = split_list(text, opening + 1, end - 1, marks)
        if found := next(lists_of(count, text, items), ()):
            return found
    run = _QUOTED_RUN.search(text[begin:end])
    items = find_quoted_run(text, begin + run.start(), end) if run else ()
    return items if len(items) == count else ()


def _accept_before(text: str, items: Items, place: ModelName, slot: Slot, words: ModelWords, *, linked: bool) -> Items:
    """The list when it fits the name: a shared morpheme for shorthand, plain short nouns for a counted heading."""
    if words.closing_verb.fullmatch(text, items[-1].start, items[-1].end) and (
        text[items[-1].end] in OPENERS or any(_COUNTS.search(text, item.start, item.end) for item in items[:-1])
    ):
        return ()
    items = trim_first(text, items, slot, words)
    dashed = len(items) > 2 and "、" not in text[items[0].start : items[-1].end]
    items = items if linked or dashed else cut_verb(text, items, words)
    edge = all(contains(text, item, slot.core, edge=True) for item in items)
    if edge:
        return items
    if place.form == "shorthand" and len(slot.core) < 2 and not words.is_graded(slot.core):
        sharing = sum(contains(text, item, slot.core, edge=True) for item in items)
        return items if not linked and len(items) > 2 and sharing >= len(items) - 1 else ()
    last = text[items[-1].start : items[-1].end]
    joined = slot.count == 2 and "、" not in text[items[0].start : items[-1].end]
    everyday = joined or words.weak_head.search(slot.core)
    if (place.rule == "counted" and everyday) or (joined and not linked):
        return ()
    if max(item.end - item.start for item in items) > 20 or (place.rule == "single" and slot.count == 2):
        return ()
    return items if linked or dashed or not (_LOOSE.search(last[-1]) or words.leads.search(last, 2)) else ()
