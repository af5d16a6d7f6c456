"""The theme of a named practice, by cue words."""

from __future__ import annotations

import re
from functools import lru_cache

from dj_analysis.extraction.initiative_words import alternation
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

SEPARATOR = ";"
"""Several themes stand in one cell, in the order of the word list."""


@lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, str], tuple[str, ...]]:
    themes = {row["term"]: row["theme"] for row in lexicon.rows("themes")}
    return compile_re(alternation(themes)), themes, tuple(dict.fromkeys(themes.values()))


def find_theme(text: str, lexicon: Lexicon) -> str | None:
    """Themes whose cues stand in ``text``, joined by ``;`` in the order of the list; None without a cue.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> find_theme("“四点钟学校”社区支教项目", load_lexicon())
    '社会服务与帮扶'
    """
    pattern, themes, order = _cues(lexicon)
    found = {themes[cue] for cue in pattern.findall(text)}
    if not found:
        return None
    return SEPARATOR.join(theme for theme in order if theme in found)
