"""Hard-wrapped text: lines broken by width, joined again to paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from dj_analysis.cleaning.lines import NUMBERED
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change
from dj_analysis.regexes import compile_re

BREAK = compile_re(r"(?:(?<![ \t\u3000\xa0])[ \t\u3000\xa0]+)?(?:\r\n?|\n)")
MIN_LINES = 5
"""Full lines needed to see a width at all."""

MIN_WIDTH, MAX_WIDTH = 30, 160
"""In columns, a Chinese character being two, or half of it in characters: pages wrap by either."""

SLACK = 4
"""Columns by which a full line may fall short: punctuation that may not begin a line, a Latin word."""

FULL_SHARE = 0.6
ENDS = compile_re("[。!！?？;；:：…][”’」』)）]{0,2}$")
CLOSERS = frozenset("。!！?？;；:：…”’」』)）")
LATIN_EDGE = compile_re(r"[A-Za-z][,.;]?$")
"""Between two Latin words a line end was a space; a number that is broken over it was none."""

IN_BRACKET = compile_re(r"[(（&][^()（）\s]{0,8}$")
"""A reading or an entity that the line end has cut in two."""

MAX_WIDER = 2
"""Lines wider than all full ones: mastheads with a date at the right edge."""

INDENTED = compile_re("[ \t\u3000\u2002\u2003\xa0]{2}|[\u3000\u2003]")


def _width(text: str) -> int:
    return len(text.encode("gbk", "replace"))


def join_wraps(text: str, lexicon: Lexicon) -> list[Change]:
    r"""Delete line ends within paragraphs where the lines of the page break at one width.

    A paragraph begins behind an empty or a short line, with an indent or with a number. Pages whose lines end where
    sentences end are not wrapped.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> join_wraps("党支部现有党员二十人,其中教师党员八人\n学生党员十二人。", load_lexicon())
    []
    """
    lines = text.splitlines(keepends=True)
    if len(lines) < MIN_LINES or len(max(lines, key=len).rstrip()) > MAX_WIDTH:
        return []
    bodies = [line.rstrip() for line in lines]
    if ("\n" not in text and "\r" not in text) or max(map(len, bodies)) > MAX_WIDTH:
        return []
    open_ended = sum(len(body) >= MIN_WIDTH // 2 and body[-1] not in CLOSERS for body in bodies)
    if open_ended < MIN_LINES * FULL_SHARE:
        return []
    found: list[tuple[int, int, list[int]]] = []
    for measure, least in ((_width, MIN_WIDTH), (len, MIN_WIDTH // 2)):
        widths = [measure(body) for body in bodies]
        limit = _wrap_width(bodies, widths, least)
        if limit:
            found.append((widths.count(limit), limit, widths))
    if not found:
        return []
    # The measure by which most lines are full to the character is the one the page was wrapped by.
    _, limit, widths = max(found, key=lambda one: one[0])
    return list(_joins(lines, bodies, widths, limit))


def _wrap_width(bodies: list[str], widths: list[int], least: int) -> int:
    """The width at which the page breaks lines; 0 where it does not."""
    limit = _common_limit(widths)
    if not least <= limit <= MAX_WIDTH:
        return 0
    long = [i for i, width in enumerate(widths) if width >= least]
    full = [i for i in long if limit - SLACK <= widths[i] <= limit]
    open_ended = [i for i in full if not ENDS.search(bodies[i])]
    if len(full) < MIN_LINES or len(full) < FULL_SHARE * len(long):
        return 0
    return limit if len(open_ended) >= FULL_SHARE * len(full) else 0


def _common_limit(widths: list[int]) -> int:
    """The widest line, unless one or two stick out and the others end at one width."""
    ordered = sorted(widths, reverse=True)
    for number, limit in enumerate(ordered[: MAX_WIDER + 1]):
        if len(ordered) >= number + MIN_LINES and ordered[number + MIN_LINES - 1] >= limit - SLACK:
            return limit
    return ordered[0]


def _joins(lines: list[str], bodies: list[str], widths: list[int], limit: int) -> Iterator[Change]:
    at = 0
    for i, line in enumerate(lines[:-1]):
        end = at + len(line)
        following = lines[i + 1]
        joined = limit - SLACK <= widths[i] <= limit and bodies[i + 1] and not INDENTED.match(following)
        if joined and not NUMBERED.match(following.lstrip()) and not _closes(bodies[i], widths[i], limit):
            start = at + len(bodies[i])
            stop = end + len(following) - len(following.lstrip())
            head = following.lstrip()[:1]
            latin = (
                LATIN_EDGE.search(bodies[i]) and head.isascii() and head.isalpha() and not IN_BRACKET.search(bodies[i])
            )
            yield Change(start, stop, " " if latin else "")
        at = end


def _closes(body: str, width: int, limit: int) -> bool:
    """A line that ends a sentence short of the width ends the paragraph."""
    return ENDS.search(body) is not None and width < limit - 1
