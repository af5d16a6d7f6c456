"""Characters without ink: entities, zero-width and control characters, odd spaces, indents, blank lines."""

from __future__ import annotations

import html
import re
from html.entities import html5

from dj_analysis.cleaning.characters import Kind, kinds, uneven_spaces
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change
from dj_analysis.regexes import compile_re

ENTITY = compile_re(r"&(?:amp;){0,4}(?:#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,30});")
"""With its semicolon, and escaped up to five times over: ``&amp;nbsp;``."""

INVISIBLE = compile_re(
    "[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)
"""Control, zero-width and direction characters and the soft hyphen. U+200D stays: it joins emoji."""

UNEVEN = ("\n\n", " \n", "\n ")
KEPT = " \u3164"
BREAK = compile_re("[\n\r\x0b\x0c\x85\u2028\u2029]")


def decode_entities(text: str, lexicon: Lexicon) -> list[Change]:
    """Named and numbered entities that a saver left in the text.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [c.after for c in decode_entities("党&nbsp;建&#8220;A&B&rdquo;", load_lexicon())]
    [' ', '“', '”']
    """
    if "&" not in text:
        return []
    return [c for m in ENTITY.finditer(text) if (c := _decode(m)) is not None]


def _decode(match: re.Match[str]) -> Change | None:
    name = "&" + match.group()[1:].replace("amp;", "")
    if name == "&":
        after = "&"
    elif name[1] != "#" and name[1:] not in html5:
        return None
    else:
        after = html.unescape(name)
    after = INVISIBLE.sub("", after)
    return Change(match.start(), match.end(), " " if after.isspace() else after)


def drop_invisible(text: str, lexicon: Lexicon) -> list[Change]:
    """Delete characters that show nothing and stand for nothing."""
    if not kinds(text) & Kind.INVISIBLE:
        return []
    return [Change(m.start(), m.end(), "") for m in INVISIBLE.finditer(text)]


def set_spaces(text: str, lexicon: Lexicon) -> list[Change]:
    """One line end between lines, no indents, no blank lines, plain spaces within lines."""
    changes: list[Change] = []
    inner = text.strip()
    plain = not kinds(text) & Kind.SPACE and not any(map(inner.__contains__, UNEVEN))
    for start, end in () if plain else uneven_spaces(text):
        if line_end := BREAK.search(text, start, end):
            changes += _one_break(text, start, line_end.start(), end)
        else:
            changes += [Change(i, i + 1, " ") for i in range(start, end) if text[i] not in KEPT]
    return changes if len(inner) == len(text) else _trim_edges(text, changes)


def _one_break(text: str, start: int, keep: int, end: int) -> list[Change]:
    """Keep the first line end of a run of white space, at ``keep``, and delete the rest of the run."""
    parts = [Change(start, keep, "")] if keep > start else []
    if text[keep] != "\n":
        parts.append(Change(keep, keep + 1, "\n"))
    if end > keep + 1:
        parts.append(Change(keep + 1, end, ""))
    return parts


def _trim_edges(text: str, changes: list[Change]) -> list[Change]:
    """Nothing before the first and behind the last visible character."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    inner = [c for c in changes if c.start >= first and c.end <= last]
    head = [Change(0, first, "")] if first else []
    tail = [Change(last, len(text), "")] if first < last < len(text) else []
    return [*head, *inner, *tail]
