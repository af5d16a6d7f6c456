"""Traditional script to simplified, character by character, so that every place keeps its offset."""

from __future__ import annotations

import re
from functools import lru_cache

from dj_analysis.cleaning.hanzi import HAN, converter, traditional
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change

TRADITIONAL_SHARE = 0.1
"""Of the Chinese characters: converted pages have 0.3 and more, simplified pages that quote an old title less."""

COUNTED = re.compile(f"[{HAN}]")


@lru_cache(maxsize=8)
def _protected(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, lexicon.words("protected_words"))) or "(?!)")


def is_traditional(text: str) -> bool:
    """Whether the text as a whole is in traditional script, also where some of it is simplified already.

    >>> is_traditional("黨建創新"), is_traditional("读《資治通鑑》的体会:以史为鉴,可以知兴替,可以明得失,从中学到治学与做人的道理")
    (True, False)
    """
    table = traditional()
    found = table.keys() & set(text)
    if not found:
        return False
    changed = sum(map(text.count, found))
    return changed >= TRADITIONAL_SHARE * len(COUNTED.findall(text))


def convert_script(text: str, lexicon: Lexicon) -> list[Change]:
    """Simplify a traditional page; protected words (乾安县) and simplified pages stay as they are."""
    if not is_traditional(text):
        return []
    simple = _convert(text)
    changes = [i for i, (a, b) in enumerate(zip(text, simple, strict=True)) if a != b]
    kept = {i for m in _protected(lexicon).finditer(text) for i in range(m.start(), m.end())}
    return [Change(i, i + 1, simple[i]) for i in changes if i not in kept]


def _convert(text: str) -> str:
    """``t2s``; where a phrase would change the length, character by character."""
    simple = converter().convert(text)
    if len(simple) == len(text):
        return str(simple)
    lines = [(line, converter().convert(line)) for line in text.split("\n")]
    return "\n".join(
        new if len(new) == len(old) else "".join(map(lambda c: traditional().get(c, c), old)) for old, new in lines
    )
