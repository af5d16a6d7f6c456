"""Markdown marks of pages that a clipper saved: headings, emphasis, links, pictures, rules."""

from __future__ import annotations

import re

from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change
from dj_analysis.regexes import compile_re

HEADING = compile_re(r"^#{1,6}[ \t]{1,3}(?=\S)", re.MULTILINE)
OTHER = compile_re(r"!?\[[^\]\n]{0,200}\]\([^)\s]{1,500}\)|^\s{0,3}(?:[-*_]\s?){3,20}$", re.MULTILINE)
MARKS = compile_re(
    r"^#{1,6}[ \t]{1,3}(?=\S)"  # heading
    r"|!\[[^\]\n]{0,200}\]\([^)\n]{1,500}\)"  # picture
    r"|\[(?P<link>[^\]\n]{1,200})\]\([^)\s]{1,500}\)"
    r"|\*\*(?P<bold>[^*\n]{1,200})\*\*"
    r"|^[ \t]{0,3}(?:[-*_][ \t]?){3,20}$"  # rule
    r"|^>[ \t]?",  # quotation
    re.MULTILINE,
)


def strip_markdown(text: str, lexicon: Lexicon) -> list[Change]:
    r"""Delete the marks of a Markdown page and keep what they mark; a text with a stray # or * is none.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [(c.start, c.end) for c in strip_markdown("# 党建**领航**\n[全文](http://x)", load_lexicon())]
    [(0, 2), (4, 6), (8, 10), (11, 12), (14, 25)]
    """
    if "#" not in text or not HEADING.search(text) or not ("**" in text or OTHER.search(text)):
        return []
    changes: list[Change] = []
    for match in MARKS.finditer(text):
        group = "link" if match["link"] else "bold" if match["bold"] else None
        if group:
            changes.append(Change(match.start(), match.start(group), ""))
            changes.append(Change(match.end(group), match.end(), ""))
        else:
            changes.append(Change(match.start(), match.end(), ""))
    return changes
