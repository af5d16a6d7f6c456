"""Traditional script to simplified, character by character, so that every place keeps its offset."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from dj_analysis.cleaning.alternatives import NOTHING
from dj_analysis.cleaning.characters import Beginnings, Kind, differing, kinds, share_of
from dj_analysis.cleaning.hanzi import converter, traditional
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change
from dj_analysis.regexes import compile_re

TRADITIONAL_SHARE = 0.1
"""Of the Chinese characters: converted pages have 0.3 and more, simplified pages that quote an old title less."""

KEPT_BY_OPENCC, PARTICLE = "著", "着"
"""``t2s`` leaves 著 alone; outside the protected words (著名, 显著) it is the particle 着."""


class _Protected(NamedTuple):
    """The protected words, and where one can begin."""

    words: re.Pattern[str]
    beginnings: Beginnings

    def places(self, text: str) -> list[int]:
        """Places inside protected words."""
        found: list[int] = []
        last = 0
        for at in self.beginnings.places(text):
            match = self.words.match(text, at) if at >= last else None
            if match:
                last = match.end()
                found += range(at, last)
        return found


@lru_cache(maxsize=8)
def _protected(lexicon: Lexicon) -> _Protected:
    words = lexicon.words("protected_words")
    return _Protected(compile_re("|".join(map(re.escape, words)) or NOTHING), Beginnings(words))


def is_traditional(text: str) -> bool:
    """Whether the text as a whole is in traditional script, also where some of it is simplified already.

    >>> is_traditional("黨建創新"), is_traditional("读《資治通鑑》:以史为鉴,可以知兴替,可以明得失,从中学到道理与方法")
    (True, False)
    """
    if not kinds(text) & Kind.TRADITIONAL:
        return False
    return share_of(Kind.TRADITIONAL, Kind.HAN, text) >= TRADITIONAL_SHARE


def convert_script(text: str, lexicon: Lexicon) -> list[Change]:
    """Simplify a traditional page; protected words (乾安县) and simplified pages stay as they are."""
    if not is_traditional(text):
        return []
    simple = _convert(text)
    kept = _protected_places(text, simple, lexicon)
    simple = simple.replace(KEPT_BY_OPENCC, PARTICLE)
    places = [i for i in differing(text, simple) if i not in kept] if kept else differing(text, simple)
    rows = zip(places, [i + 1 for i in places], map(simple.__getitem__, places), repeat(1.0), repeat(None))
    return list(map(tuple.__new__, repeat(Change), rows))  # what Change(...) does, without its call


def _protected_places(text: str, simple: str, lexicon: Lexicon) -> set[int]:
    """Places inside protected words, whose characters stay as they are."""
    protected = _protected(lexicon)
    kept = set(protected.places(text))
    if KEPT_BY_OPENCC in simple:
        kept.update(i for i in protected.places(simple) if simple[i] == KEPT_BY_OPENCC)
    return kept


def _convert(text: str) -> str:
    """``t2s``; where a phrase would change the length, character by character."""
    simple = converter().convert(text)
    if len(simple) == len(text):
        return str(simple)
    lines = [(line, converter().convert(line)) for line in text.split("\n")]
    return "\n".join(
        new if len(new) == len(old) else "".join(traditional().get(c, c) for c in old) for old, new in lines
    )
