"""Searches that ``re`` lacks."""

from __future__ import annotations

import re


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of a pattern in a text.

    >>> from dj_analysis.regexes import compile_re
    >>> last_match(compile_re("支部"), "一支部和二支部").start()
    5
    """
    found = None
    for found in pattern.finditer(text):  # noqa: B007
        continue
    return found
