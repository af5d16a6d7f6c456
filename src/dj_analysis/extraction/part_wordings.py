"""The shortest wording of a part: without the predicate that its neighbours have too, without the case it stands for.

1个讲坛领跑、2个驿站接力、N支小队铺路 are a 讲坛, a 驿站 and a 小队; 达标的亮绿灯、未达标的亮红灯 are two lights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dj_analysis.extraction.enumerations import trim_item
from dj_analysis.extraction.model_reading import FRAMES, Items, shares_frame
from dj_analysis.extraction.model_shapes import Slot
from dj_analysis.extraction.model_words import ModelWords
from dj_analysis.extraction.noun_words import SIZES, NounWords, head_in
from dj_analysis.records import ComponentRow, Span
from dj_analysis.regexes import compile_re

_PREDICATES = (2, 3, 4)
"""Characters of a closing predicate, the commoner first: 领跑, 打头阵, 分头落实."""

_VERB_AND_NOUN = 3
"""Characters of a verb and its object: 教技能, 管纪律."""

_CONCRETE = ("person", "thing", "frame")
"""Kinds of nouns that can act: a predicate stands behind 支部 or 导师 rather than behind 协同."""

_SHORTEST = 4
"""Characters of a part that can end in a predicate: a noun and a verb of two each."""

_GOVERNING = frozenset("抓强促聚提增育护固筑夯优树带引炼铸把教管进明守讲立搭传帮解送")
"""Verbs of one character that take an object of two."""

_IS = compile_re(r"[，,]?(?:[则就]?[是为])?")


def split_predicates(rows: Sequence[ComponentRow], nouns: NounWords) -> tuple[ComponentRow, ...]:
    """The parts of a formula, the predicate behind the noun of each made its verb, when two parts or more have one."""
    cuts = [0 if row.verb else measure_predicate(row.text, nouns) for row in rows]
    closed = [not row.verb and not _ends_in_noun(row.text, nouns) for row in rows]
    voiced = [bool(row.verb) for row in rows]
    if sum(map(bool, cuts)) + sum(voiced) < 2 or not any(cuts):
        return tuple(rows)
    usual = max(filter(None, cuts), key=cuts.count)
    sizes = [
        cut or (usual if bare and len(row.text) > usual + 1 else 0)
        for row, cut, bare in zip(rows, cuts, closed, strict=True)
    ]
    return tuple(_without_end(row, size) if size else row for row, size in zip(rows, sizes, strict=True))


def measure_predicate(wording: str, nouns: NounWords) -> int:
    """The length of the predicate that closes a wording; 0 when it ends in a noun, or no noun stands before it.

    >>> from dj_analysis.extraction.noun_words import noun_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> measure_predicate("支部领跑", noun_words(load_lexicon()))
    2
    """
    if len(wording) < _SHORTEST:
        return 0
    if _ends_in_noun(wording, nouns):
        return _VERB_AND_NOUN if _has_object(wording, nouns) else 0
    fitting = [size for size in _PREDICATES if len(wording) - size > 1 and head_in(wording[:-size], nouns)]
    acting = (size for size in fitting if head_in(wording[:-size], nouns) in _CONCRETE)
    whole = (size for size in _PREDICATES if _ends_in_noun(wording[:-size], nouns))
    return next(acting, next(whole, next(iter(fitting), 0)))


def _has_object(wording: str, nouns: NounWords) -> bool:
    """True when a person or body is followed by a verb and its object: 导师教技能, but not 讲师团."""
    body, rest = wording[:-_VERB_AND_NOUN], wording[-_VERB_AND_NOUN:]
    acts = len(body) > 1 and head_in(body, nouns) in _CONCRETE and _ends_in_noun(body, nouns)
    known = rest in nouns.heads or nouns.words.get(rest) == "safe"
    return acts and not known and rest[0] in _GOVERNING


def _ends_in_noun(wording: str, nouns: NounWords) -> bool:
    """True when the last word of two characters or more is a known noun."""
    ends = (wording[-size:] for size in SIZES if 1 < size <= len(wording))
    return any(end in nouns.heads or nouns.words.get(end) == "safe" for end in ends)


def _without_end(row: ComponentRow, size: int) -> ComponentRow:
    return replace(row, text=row.text[:-size], verb=row.text[-size:], end=row.end - size)


def shorten_cases(text: str, items: Items, slot: Slot, words: ModelWords) -> Items:
    """The wordings of 三色预警 and its like: the thing that bears the rank, or what each case is given.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text, words = "好的亮绿灯、差的亮红灯", compile_words(load_lexicon())
    >>> short = shorten_cases(text, (Span(0, 5), Span(6, 11)), Slot("双", 2, "色预警"), words)
    >>> [text[item.start:item.end] for item in short]
    ['亮绿灯', '亮红灯']
    """
    if not words.rank.match(slot.core) or len(items) < 2:
        return items
    noun = slot.core[1:]
    ends = [text.find(noun, item.start + 1, item.end) + len(noun) for item in items]
    if len(noun) > 1 and all(end > item.start + len(noun) for end, item in zip(ends, items, strict=True)):
        return tuple(Span(item.start, end) for item, end in zip(items, ends, strict=True))
    first, *longer = (_same_suffix(text, items, size, slot.core[0]) for size in FRAMES)
    for starts in (first, _behind_attribute(text, items), *longer):
        if starts:
            begins = (match.end() if (match := _IS.match(text, at)) else at for at in starts)
            return tuple(trim_item(text, at, item.end) for at, item in zip(begins, items, strict=True))
    return items


def _behind_attribute(text: str, items: Items) -> list[int]:
    """Where each item goes on behind 的, when all go on alike."""
    starts = [text.find("的", item.start + 1, item.end - 2) + 1 for item in items]
    rests = [text[at : item.end] for at, item in zip(starts, items, strict=True)]
    alike = len({rest[0] for rest in rests}) == 1 or len({rest[-1] for rest in rests}) == 1
    return starts if all(starts) and alike else []


def _same_suffix(text: str, items: Items, size: int, rank: str) -> list[int]:
    """Where each item has its last ``size`` characters, when those begin and end alike and say different things.

    They do not begin with the rank itself: 院级|初选 is no case of 级初选.
    """
    alike = shares_frame([text[item.start : item.end] for item in items], size)
    return [item.end - size for item in items] if alike and text[items[0].end - size] != rank else []
