"""The article as the finders of components see it, and the small questions they all ask of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from dj_analysis.extraction.enumerations import MAX_LIST, MarkedList, find_marked_lists
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.extraction.model_words import ModelWords
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

Items = tuple[Span, ...]

NUMBER_OF_LINE = r"(?:[一二三四五六七八九十\d]{1,2}[、.．]|[（(][一二三四五六七八九十\d]{1,2}[)）])?"
_OPENING = compile_re(
    rf"^[ \t　]*{NUMBER_OF_LINE}\s?[“]?"
    r"(?P<clause>[^，,。；;：:！？!?\s”]{2,25})(?=[，,。；;：:！？!?\s”]|$)",
    re.MULTILINE,
)
"""The first clause of a line, without its number; 25: the longest heading clause seen has 21 characters."""

FRAMES = (3, 4, 5)
"""Characters of what is told of each case: 亮绿灯, 评为A级."""

_TOLD = compile_re(r"[都也均已又](?![市是会])[\u4e00-\u9fff]|了(?!解)|着(?![力重眼手])|起来|得到|受到")
"""What makes a wording a statement: 都办了, 受到表扬."""

_OPENS, _CLOSES = frozenset("“「《"), frozenset("”」》")

_STOP = compile_re(r"[。！？!?\n]")
_LAST_STOP = compile_re(rf".*{_STOP.pattern}", re.DOTALL)

MAX_PLACES = 12
"""Occurrences of one name whose surroundings are read: a name is explained where it first or second appears."""

_NEARBY = 160
"""Characters around a name in which its list may stand without any cue; in a dialogue the answer stands 60 further."""

HEADING = 40
"""Characters of a line that can head a section."""

_RESIDUE = 8
"""Characters of a sentence behind a name that can hold no list: 工作法。, 是什么?"""


@dataclass(frozen=True)
class Reading:
    """The article as the finders see it: text, the same at half width, its words, and where names stand."""

    text: str
    folded: str
    words: ModelWords
    names: tuple[Span, ...]

    @cached_property
    def lists(self) -> tuple[MarkedList, ...]:
        """Lists of marked clauses (一是…二是…) in the article."""
        return find_marked_lists(self.text)

    @cached_property
    def lines(self) -> tuple[Span, ...]:
        """The clause that opens each paragraph, up to its first mark: a heading, or what stands for one."""
        return tuple(Span(*match.span("clause")) for match in _OPENING.finditer(self.text))


def end_of_sentence(text: str, at: int) -> int:
    """Where the sentence at ``at`` ends, or how far a list may reach in it.

    >>> end_of_sentence("抓学习。抓队伍。", 1)
    3
    """
    limit = min(len(text), at + MAX_LIST)
    match = _STOP.search(text, at, limit)
    return match.start() if match else limit


def end_of_answer(text: str, at: int) -> int:
    """Where the sentence at ``at`` ends, or the next one when only a few characters are left of it (a question)."""
    end = end_of_sentence(text, at)
    return end if end - at > _RESIDUE else end_of_sentence(text, min(len(text), end + 2))


def start_of_sentence(text: str, at: int) -> int:
    """Where the sentence at ``at`` begins, or how far back a list may reach in it."""
    begin = max(0, at - MAX_LIST)
    stop = _LAST_STOP.match(text, begin, at)
    return stop.end() if stop else begin


def around(place: ModelName, text: str) -> tuple[int, int]:
    """The stretch around a name in which its parts may be told without any cue."""
    return max(0, place.start - _NEARBY), min(len(text), place.end + _NEARBY)


def end_of_heading(text: str, at: int, others: Sequence[str]) -> int:
    r"""Where the line at ``at`` ends, when it is short and names none of ``others``: the heading of a section; else 0.

    >>> end_of_heading("推进两联\n双方相联。", 2, ["三促"]), end_of_heading("两联三促\n双方相联。", 0, ["三促"])
    (4, 0)
    """
    begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    own = 0 < end <= begin + HEADING and not any(other in text[begin:end] for other in others)
    return end if own else 0


def contains(text: str, item: Span, core: str, edge: bool = False) -> bool:
    """True when an item carries the morpheme of the name (at one of its ends, if ``edge``).

    >>> contains("学习有计划", Span(0, 5), "有"), contains("学习有计划", Span(0, 5), "有", edge=True)
    (True, False)
    """
    wording = text[item.start : item.end]
    if edge:
        return wording.startswith(core) or wording.endswith(core)
    return core in wording


def have_in_common(text: str, items: Items, slot: Slot, words: ModelWords) -> bool:
    """True when all items carry the morpheme of a name, or one character of it behind its measure at one place.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text, slot = "组织联抓、活动联办", Slot("双", 2, "维联动")
    >>> have_in_common(text, (Span(0, 4), Span(5, 9)), slot, compile_words(load_lexicon()))
    True
    """
    if all(contains(text, item, slot.core) for item in items):
        return True
    if not words.is_graded(slot.core):
        return False
    wordings = [text[item.start : item.end] for item in items]
    if any(shares_frame(wordings, size) for size in FRAMES):
        return True
    for char in slot.core:
        starts = {text.find(char, item.start, item.end) - item.start for item in items}
        ends = {item.end - text.rfind(char, item.start, item.end) for item in items}
        if all(char in text[item.start : item.end] for item in items) and (len(starts) == 1 or len(ends) == 1):
            return True
    return False


def shares_frame(wordings: Sequence[str], size: int) -> bool:
    """True when wordings close with ``size`` characters that begin and end alike and differ between: 亮绿灯, 亮红灯.

    >>> shares_frame(["达标的亮绿灯", "未达标的亮红灯"], 3)
    True
    """
    if any(len(wording) <= size for wording in wordings):
        return False
    ends = [wording[-size:] for wording in wordings]
    return len({end[0] for end in ends}) == len({end[-1] for end in ends}) == 1 and len(set(ends)) == len(ends) > 1


def is_told(text: str, items: Sequence[Span]) -> bool:
    """True when one of the items tells what happened (联谊赛都办了): running text that only looks like a list.

    >>> is_told("联欢会、联谊赛都办了", (Span(0, 3), Span(4, 10))), is_told("抓学习、抓队伍", (Span(0, 3), Span(4, 7)))
    (True, False)
    """
    return any(_TOLD.search(text, item.start + 1, item.end) for item in items if not _is_quoted(text, item))


def _is_quoted(text: str, item: Span) -> bool:
    """True for what stands between marks: “我们开讲了” is a name."""
    return text[item.start - 1 : item.start] in _OPENS and text[item.end : item.end + 1] in _CLOSES


def find_occurrences(text: str, pieces: Sequence[str], between: str) -> Iterator[Span]:
    """Where ``pieces`` follow each other with at most three characters of ``between`` from one to the next.

    >>> [span.start for span in find_occurrences("三亮、三比;三亮三比", ("三亮", "三比"), "、")]
    [0, 6]
    """
    start = text.find(pieces[0])
    while start >= 0:
        at = start + len(pieces[0])
        for piece in pieces[1:]:
            gap = next((size for size in range(4) if text[at + size : at + size + 1] not in between), 4)
            if not text.startswith(piece, at + gap):
                break
            at += gap + len(piece)
        else:
            yield Span(start, at)
        start = text.find(pieces[0], at)
