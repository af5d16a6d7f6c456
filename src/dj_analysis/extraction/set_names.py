"""Names of sets that are a way of working (四件套管理法), and of what is done every so often (每周一课、每月一评)."""

from __future__ import annotations

from collections.abc import Iterator

from dj_analysis.extraction.model_shapes import ModelName, Shape, Slot, named
from dj_analysis.extraction.model_words import HAN, NO_LAW, NUMERAL, ModelWords, worth_of
from dj_analysis.regexes import compile_re

SET = "件套"
_SET = compile_re(
    rf"(?P<bare>(?P<numeral>{NUMERAL}){SET})(?=[”」』]?的?[{HAN}]{{0,4}}?(?:法{NO_LAW}|模式|机制|体系|制度))"
)
"""A set before a word for a way of working: 四件套管理法, but not 床上四件套."""

_BEAT = rf"每[{HAN}]{{1,2}}一[{HAN}]{{1,2}}"
_BEATS = compile_re(rf"[“「『](?P<bare>{_BEAT}(?:[、，,]{_BEAT}){{1,5}})(?=[”」』])")
_BEAT_CORE = compile_re(rf"每[{HAN}]{{1,2}}?一([{HAN}]{{1,2}})")
"""What is done every so often: “每周一案、每月一考”."""

_WAY_ENDS = "法式制系"
"""The last characters of the heads that make a set a way of working."""


def find_sets(text: str, words: ModelWords) -> Iterator[ModelName]:
    """Sets that name a way of working: sure before 管理法 and its like, else only where their parts are listed.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> words = compile_words(load_lexicon())
    >>> [name.canonical for name in find_sets("四件套管理法管用,床上三件套耐用", words)]
    ['四件套']
    """
    for match in _SET.finditer(text):
        start, end = match.span("bare")
        head = words.head_end(text, end) or end
        slot = Slot(match["numeral"], worth_of(match["numeral"]), SET)
        sure = head > end and text[head - 1] in _WAY_ENDS
        yield named(text, words, (start, end), Shape("counted", (slot,), "counted_set", sure))


def find_beats(text: str, words: ModelWords) -> Iterator[ModelName]:
    """Quoted rows of what is done every so often, before a head.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> [name.canonical for name in find_beats("“每周一课、每月一评”制度", compile_words(load_lexicon()))]
    ['每周一课每月一评']
    """
    for match in _BEATS.finditer(text):
        if words.quoted_head(text, match.end("bare")):
            slots = tuple(Slot("一", 1, core) for core in _BEAT_CORE.findall(match["bare"]))
            yield named(text, words, match.span("bare"), Shape("shorthand", slots, "quoted_beats", True))
