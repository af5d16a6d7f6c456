"""Enumerations: where a text lists things, whatever marks the list.

Three kinds are found: lists of marked clauses (一是…二是…, 第一…第二…, (一)…(二)…), lists set off by pauses, commas
or semicolons, and runs of quoted names. All answers are spans of the given text, trimmed to the listed wording:
without quotes around the whole item, joining words (和, 以及) or a closing 等.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dj_analysis.extraction.numerals import parse_numeral
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_ORDINAL = r"[一二三四五六七八九十]{1,2}"
_STOPS = r"。；;！!？?\n"
_SPACE = r"[ \t\u3000]{0,8}"
"""Indentation before a marker; lines that are not read are blank, so that line breaks would add up."""

_MARKERS = {
    "shi": rf"(?<![一二三四五六七八九十万统第唯])(?P<shi>{_ORDINAL})(?:则?是|要)(?!一|否)",
    "di": rf"(?:(?<=^)|(?<=[{_STOPS}，,:：”])){_SPACE}第(?P<di>{_ORDINAL})[步项类层]?(?:[，,、:：]|是|，是)",
    "qi": rf"(?<!尤)其(?P<qi>{_ORDINAL})(?:[，,、:：是]|(?!分之))",
    "heading": rf"^{_SPACE}(?P<heading>{_ORDINAL})[、.．]",
    "paren": rf"[（(](?P<paren>{_ORDINAL})[)）]",
    "digit": rf"(?:^|(?<=[。；;:：，,\s])){_SPACE}(?P<digit>\d{{1,2}})(?:[、．]|\.(?!\d))",
    "digit_paren": r"[（(](?P<digit_paren>\d{1,2})[)）]",
    "circled": r"(?P<circled>[①②③④⑤⑥⑦⑧⑨⑩])",
    "words": r"(?P<words>首先|其次|再次|再者|然后|最后)(?=[，,、是要:：])(?:[，,、:：]|是)?",
}
_MARKER = compile_re(
    rf"(?=[ \t\u3000一二三四五六七八九十第其首再然最（(①-⑩\d])(?:{'|'.join(_MARKERS.values())})", re.MULTILINE
)
"""A list marker; the name of its group is the family it counts in."""

_FIRST = compile_re(r"一[是要则、.．)）]|第一|其一|首先|①|1[、.．)）]")
"""What every list begins with, whatever its markers."""

_INDENT = 10
"""Characters of a first marker before the numeral: a bracket and the indentation."""

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_HEAD_CLAUSE = compile_re(rf"[^，,:：{_STOPS}]{{0,80}}")
"""The clause that names a marked item: up to the first comma, colon or stop. 80: the longest seen has 25."""

_OPEN, _CLOSE = '“‘「『"', '”’」』"'
_QUOTED = compile_re(r"[“「『‘\"]([^“”「」『』‘’\"\n]{1,40})[”」』’\"]")
_BETWEEN_QUOTES = compile_re(r"[、，,；;\s]{0,2}(?:以及|和|与|及|暨|还有)?[、，,\s]?")
_AND = r"(?:以及|(?<![温共随饱平])和(?![谐平睦美气衷善])|(?<![参赋给])与(?![时会])|(?<![普涉波])及(?![时格早]))"
"""A word that joins items, and not a piece of 和谐, 参与, 普及 or their like."""

_LEAD = compile_re(rf"(?:[\s—–•●◆■▪]|{_AND}|还有|再?加上|外加|并且?(?=[以把])){{1,3}}")
_TAIL = compile_re(rf"(?<=[^\s不一平同相])(?<=..)等{{1,2}}$|\s{{1,5}}$|(?<=.){_AND}$")
_DEEPER, _SHALLOWER = "“‘「『《（(", "”’」』》）)"
_LEADING, _TRAILING = frozenset(" \t\n\u3000和及与以还并再加外—–•●◆■▪"), frozenset(" \t\n\u3000等和及与")
_JOIN = compile_re(_AND)
_LAST_WORDS = {"首先": 1, "最后": None}

MAX_LIST = 300
"""Characters looked at for one list: the longest listing seen, nine clauses with reasons, has 260."""


@dataclass(frozen=True, slots=True)
class MarkedList:
    """Clauses in a row whose markers count up from one; ``family`` tells which kind of marker."""

    family: str
    start: int
    items: tuple[Span, ...]


def trim_item(text: str, start: int, end: int) -> Span:
    """The wording of an item without white space, joining words, a closing 等 and quotes around it.

    >>> text = "以及“践诺制”等"
    >>> span = trim_item(text, 0, len(text)); text[span.start:span.end]
    '践诺制'
    """
    while start < end:
        if text[start] in _LEADING and (lead := _LEAD.match(text, start, end)):
            start = lead.end()
        elif text[end - 1] in _TRAILING and (tail := _TAIL.search(text[max(start, end - 8) : end])):
            end -= len(tail.group())
        elif end - start > 1 and text[start] in _OPEN and _closing(text, start, end) == end - 1:
            start, end = start + 1, end - 1
        else:
            break
    return Span(start, end)


def _closing(text: str, opening: int, end: int) -> int:
    """The place of the quote that closes the one at ``opening``, -1 when there is none before ``end``."""
    return text.find(_CLOSE[_OPEN.index(text[opening])], opening + 1, end)


def find_marked_lists(text: str) -> tuple[MarkedList, ...]:
    """Lists of clauses with counting markers, in order of their first marker; one marker alone is no list.

    An item is the clause that follows its marker, up to the first comma, colon or stop; a quoted name opening the
    clause is the item. Lists may run over paragraphs, and a list of one family may stand inside an item of another.

    >>> text = "推行两种制度。一是“承诺制”,人人兑现;二是建立联系制度。"
    >>> [text[i.start:i.end] for i in find_marked_lists(text)[0].items]
    ['承诺制', '建立联系制度']
    """
    open_lists: dict[str, tuple[int, list[Span]]] = {}
    done: list[MarkedList] = []
    first = _FIRST.search(text)
    for match in _MARKER.finditer(text, max(0, first.start() - _INDENT)) if first else ():
        family = match.lastgroup or ""
        place = _place(match.group(family))
        item = _head_item(text, match.end())
        current = open_lists.get(family)
        if current and (place == len(current[1]) + 1 or place is None):
            last = current[1][-1]
            current[1][-1] = last if last.end <= match.start() else trim_item(text, last.start, match.start())
            current[1].append(item)
            continue
        if current:
            done.append(MarkedList(family, current[0], tuple(current[1])))
            del open_lists[family]
        if place == 1:
            open_lists[family] = (match.start(), [item])
    done += [MarkedList(family, start, tuple(items)) for family, (start, items) in open_lists.items()]
    return tuple(sorted((found for found in done if _is_filled(found)), key=lambda found: found.start))


def _is_filled(found: MarkedList) -> bool:
    """True for two items and more, each with a wording."""
    return len(found.items) > 1 and all(item.start < item.end for item in found.items)


def _place(marker: str) -> int | None:
    """What a marker counts; None for words that only say that the list goes on."""
    if marker in _CIRCLED:
        return _CIRCLED.index(marker) + 1
    if marker[0] in "首其再然最":
        return _LAST_WORDS.get(marker)
    worth = parse_numeral(marker)
    return None if worth is None else int(worth)


def _head_item(text: str, at: int) -> Span:
    """The item behind a marker."""
    while at < len(text) and text[at] in " \t　，,":
        at += 1
    if at < len(text) and text[at] in _OPEN and (close := _closing(text, at, at + 40)) - at > 1:
        return Span(at + 1, close)
    clause = _HEAD_CLAUSE.match(text, at)
    return trim_item(text, at, clause.end() if clause else at)


def find_quoted_run(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Quoted names that follow each other from ``start`` on, joined by nothing, pauses or 和.

    >>> text = "“甲课堂”“乙讲坛”和“丙书屋”三大品牌"
    >>> len(find_quoted_run(text, 0, len(text)))
    3
    """
    items: list[Span] = []
    at = start
    while match := _QUOTED.match(text, at, end):
        items.append(Span(match.start(1), match.end(1)))
        between = _BETWEEN_QUOTES.match(text, match.end(), end)
        at = between.end() if between else match.end()
    return tuple(items)


def split_list(text: str, start: int, end: int, marks: str = "、") -> tuple[Span, ...]:
    """Items between marks; empty ones are dropped. Marks inside quotes or brackets separate nothing.

    >>> text = "送岗位、送政策、送温暖等"
    >>> [text[i.start:i.end] for i in split_list(text, 0, len(text))]
    ['送岗位', '送政策', '送温暖']
    """
    items = [trim_item(text, a, b) for a, b in _cuts(text, start, end, marks)]
    return tuple(item for item in items if item.start < item.end)


def _cuts(text: str, start: int, end: int, marks: str) -> Iterator[tuple[int, int]]:
    depth, begin = 0, start
    for match in _edges_of(marks).finditer(text, start, end):
        char = match.group()
        if char in _DEEPER:
            depth += 1
        elif char in _SHALLOWER:
            depth = max(0, depth - 1)
        elif not depth:
            yield begin, match.start()
            begin = match.end()
    yield begin, end


@lru_cache(maxsize=64)
def _edges_of(marks: str) -> re.Pattern[str]:
    """Marks, quotes and brackets: every place where a list may be cut or goes into something."""
    return compile_re(f"[{re.escape(marks + _DEEPER + _SHALLOWER)}]")


def split_last(text: str, items: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """The list with its last item taken apart at each 和, 与, 及 or 以及 in it, from the right.

    >>> text = "理念融合、资源融合和活动融合"
    >>> [len(found) for found in split_last(text, split_list(text, 0, len(text)))]
    [3]
    """
    last = items[-1]
    for join in reversed(list(_JOIN.finditer(text, last.start, last.end))):
        left, right = trim_item(text, last.start, join.start()), trim_item(text, join.end(), last.end)
        if left.start < left.end and right.start < right.end:
            yield (*items[:-1], left, right)


def lists_of(size: int | None, text: str, items: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """The list, and the list with its last item taken apart at each joining word, where they have ``size`` items.

    >>> text = "理念融合、资源融合和活动融合"
    >>> [len(found) for found in lists_of(3, text, split_list(text, 0, len(text)))]
    [3]
    """
    if len(items) == size:
        yield tuple(items)
    elif items and size == len(items) + 1:
        yield from split_last(text, items)
