"""Pictographs that hijackers sprinkle over a page, before marks and between words, so that no two copies are alike."""

from __future__ import annotations

from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change
from dj_analysis.regexes import compile_re

SIGNS = (
    "\u203c\u2049\u2194-\u2199\u231a\u231b\u2328\u23cf\u23e9-\u23fa\u24c2\u2600-\u2604\u2607-\u260f\u2613-\u2712\u2719-\u2775\u2794-\u27bf"
    "\u27f0-\u27ff\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U00013000-\U0001345f\U0001f000-\U0001faff"
)
"""Pictographs, dingbats, long arrows; not stars, ticks and circled digits, which writers use as marks."""

JOINERS = "\u200d\ufe0e\ufe0f\u20e3"
"""What joins pictographs and tells how they look."""

CLUSTER = compile_re(rf"[{SIGNS}][{SIGNS}{JOINERS}]*")
BEFORE_MARK = compile_re(rf"[{SIGNS}](?<=[\w”』》)）].)[{SIGNS}{JOINERS}]*(?=[,，。、;；:：])")
"""A writer's own picture ends a line or replaces a mark; none stands between a word and its comma."""

FEWEST = 3
"""So many different ones before marks make a page sprinkled; hijacked pages have dozens."""


def drop_sprinkles(text: str, lexicon: Lexicon) -> list[Change]:
    """Delete every pictograph of a page on which several stand between words and their marks.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> text = "党员🧀,团员🎞、教师🔣。"
    >>> [text[c.start : c.end] for c in drop_sprinkles(text, load_lexicon())], drop_sprinkles("加油💪!", load_lexicon())
    (['🧀', '🎞', '🔣'], [])
    """
    if len({match.group() for match in BEFORE_MARK.finditer(text)}) < FEWEST:
        return []
    return [Change(match.start(), match.end(), "", 0.9) for match in CLUSTER.finditer(text)]
