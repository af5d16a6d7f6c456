"""Quotations short enough to be names, alone and in groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dj_analysis.regexes import compile_re

QUOTE = compile_re(
    r"“(?P<curly>(?:[^“”‘’\n。；]|“[^“”‘’\n。；]{1,2}”|‘[^“”‘’\n。；]{1,12}’){2,40})”"
    r"|‘(?P<single>[^‘’“”\n。]{2,30})’"
    r"|「(?P<corner>[^「」\n。]{2,30})」"
    r"|『(?P<white>[^『』\n。]{2,30})』"
    r"|《(?P<book>[^《》“”\n。]{2,30})》"
    r"|\"(?P<straight>[^\"“”\n。]{2,30})\""
    r"|“(?P<lost>[^“”‘’\n。，,、；;《》]{3,60})(?=[\n。，,、；;“《》]|$)(?![^“”\n]{0,300}”)"
)
"""A quotation short enough to be a name, with a word marked in it (同心战‘疫’, ‘丙’里的课堂); the last form
has lost its closing mark."""

JOINT = compile_re(r"[、和与及]?|以及")
"""What may stand between two names of one group."""


class Quote(NamedTuple):
    """A quotation: the span with its marks, and the words inside. ``form`` is the kind of marks, or ``lost``."""

    start: int
    end: int
    inner: str
    form: str

    @property
    def is_lost(self) -> bool:
        """True when the page has lost the closing mark."""
        return self.form == "lost"

    @property
    def is_book(self) -> bool:
        """True for the marks of works and documents."""
        return self.form == "book"


def find_quotes(text: str, start: int, end: int) -> list[Quote]:
    """Quotations of ``text[start:end]`` short enough to be names, in order.

    >>> [quote.inner for quote in find_quotes("推出“夜灯”计划和《家书》系列", 0, 15)]
    ['夜灯', '家书']
    """
    found = []
    for match in QUOTE.finditer(text, start, end):
        form = match.lastgroup or ""
        found.append(Quote(match.start(), match.end(), match[form], form))
    return found


def group_quotes(text: str, quotes: Sequence[Quote]) -> Iterator[list[Quote]]:
    """Quotations that follow each other with nothing but a pause or an "and" between them; lost ones are left out."""
    group: list[Quote] = []
    for quote in quotes:
        if quote.is_lost:
            continue
        if group and not JOINT.fullmatch(text, group[-1].end, quote.start):
            yield group
            group = []
        group.append(quote)
    if group:
        yield group
