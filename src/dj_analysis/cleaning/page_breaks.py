"""Page numbers and running heads of paged documents, which stand in the middle of paragraphs."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from dj_analysis.cleaning.lines import NUMBERED
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change
from dj_analysis.regexes import compile_re

MARK = compile_re(
    r"[ \t\u3000]{0,40}(?:[-—–－·~]{1,3}\s?(?P<a>\d{1,3})\s?[-—–－·~]{1,3}"
    r"|第\s?(?P<b>\d{1,3})\s?页(?:\s?[,，/(（]?\s?共\s?\d{1,3}\s?页[)）]?)?"
    r"|(?P<c>\d{1,3})\s?/\s?\d{1,3}|[Pp]age\s?(?P<d>\d{1,3})(?:\sof\s\d{1,3})?)[ \t\u3000]*"
)
HINT = compile_re(r"\n[ \t\u3000]{0,8}(?:[-—–－·~]{1,3}\s?\d|第\s?\d{1,3}\s?页|\d{1,3}\s?/\s?\d|[Pp]age\s?\d)")
BARE = compile_re(r"[ \t\u3000]{0,40}(\d{1,3})[ \t\u3000]*")
"""A number alone is a page's only beside a form feed: cells of flattened tables look the same."""

LINE = compile_re(r"[^\n\f]*(?:[\n\f]|$)")
NOT_KEY = compile_re(r"[\s\d\-—–－·~]+")
MIN_BREAKS = 2
HEAD_LENGTH = 40
SENTENCE = compile_re("[,，。;；!！]")
MIN_HEAD_KEY = 4
MASTHEAD_LINES = 8
OPEN_LENGTH = 80
"""A longer line before a page's end is a paragraph, which goes on behind it; shorter ones may be wrapped lines."""

CLOSED = compile_re(r"[。!！?？;；:：…”’」』)）》】][\s]*$")


class Line(NamedTuple):
    """A line with its place; its text is stripped."""

    start: int
    end: int
    text: str
    fed: bool
    """Whether a form feed stands before it."""


def drop_page_breaks(text: str, lexicon: Lexicon) -> list[Change]:
    r"""Delete page numbers that count up, and the heads that are repeated beside them.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> page = "支部全年组织党员集中学习\n- 1 -\n某校简报\n十二次。\n- 2 -\n某校简报\n支部"
    >>> [page[c.start : c.end] for c in drop_page_breaks(page, load_lexicon())]
    ['- 1 -\n某校简报\n', '- 2 -\n某校简报\n']
    """
    if "\f" not in text and not HINT.search(text):
        return []
    lines = _read_lines(text)
    marks = _find_marks(lines)
    feeds = {i for i, line in enumerate(lines) if line.fed}
    if len(marks) + len(feeds) < MIN_BREAKS and not feeds:
        return []
    gone = marks | _find_heads(lines, marks, feeds)
    for i in feeds:
        # A page that begins without head or number still ends the one before.
        gone |= set(_blanks_before(lines, i))
    return _delete(text, lines, gone)


def _read_lines(text: str) -> list[Line]:
    lines = []
    for match in LINE.finditer(text):
        start, end = match.span()
        if start == end and start and text[start - 1] != "\n":
            break
        lines.append(Line(start, end, match.group().strip(), text[start - 1 : start] == "\f"))
    return lines


def _find_marks(lines: list[Line]) -> set[int]:
    """Lines of page numbers; nothing where they do not count up."""
    found: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        match = MARK.fullmatch(line.text) if line.text else None
        if match:
            found.append((i, int(next(filter(None, match.groups())))))
        elif BARE.fullmatch(line.text) and (_is_fed(lines, i)):
            found.append((i, int(line.text)))
    numbers = [number for _, number in found]
    rising = all(b == a + 1 for a, b in pairwise(numbers))
    return {i for i, _ in found} if rising and len(found) >= MIN_BREAKS else set()


def _is_fed(lines: list[Line], i: int) -> bool:
    """Whether a page begins at this line or directly below it."""
    return lines[i].fed or (i + 1 < len(lines) and lines[i + 1].fed) or i + 1 == len(lines)


def _blanks_before(lines: list[Line], i: int) -> list[int]:
    out = []
    while i and not lines[i - 1].text:
        i -= 1
        out.append(i)
    return out


def _find_heads(lines: list[Line], marks: set[int], feeds: set[int]) -> set[int]:
    """Lines beside the ends of pages that stand at more than one of them or repeat the masthead."""
    beside = set()
    for at in marks | feeds:
        above = next((i for i in range(at - 1, -1, -1) if lines[i].text and i not in marks), None)
        below = next((i for i in range(at + (at in marks), len(lines)) if lines[i].text and i not in marks), None)
        beside |= {i for i in (above, below) if i is not None and _may_be_head(lines[i].text)}
    keys = {i: NOT_KEY.sub("", lines[i].text) for i in beside}
    times = Counter(keys.values())
    masthead = NOT_KEY.sub("", "".join(line.text for line in lines[:MASTHEAD_LINES] if _may_be_head(line.text)))
    return {
        i
        for i, key in keys.items()
        if len(key) >= MIN_HEAD_KEY and (times[key] >= MIN_BREAKS or (i >= MASTHEAD_LINES and key in masthead))
    }


def _may_be_head(text: str) -> bool:
    return len(text) <= HEAD_LENGTH and not SENTENCE.search(text)


def _delete(text: str, lines: list[Line], gone: set[int]) -> list[Change]:
    """Changes for runs of lines that go, with the blank lines around them."""
    changes: list[Change] = []
    i = 0
    while i < len(lines):
        if i not in gone and (lines[i].text or i + 1 not in gone):
            i += 1
            continue
        first = i
        while i < len(lines) and (i in gone or not lines[i].text):
            i += 1
        while first and not lines[first - 1].text:
            first -= 1
        if not gone.isdisjoint(range(first, i)):
            start, end = lines[first].start, lines[i - 1].end
            start -= _goes_on(text, lines, first, i)
            changes.append(Change(start, end, "")) if end > start else None
    return changes


def _goes_on(text: str, lines: list[Line], first: int, behind: int) -> int:
    """1 where the paragraph runs on behind the page's end, so that its line end goes too."""
    if not first or behind >= len(lines):
        return 0
    before, after = lines[first - 1], lines[behind]
    indented = text[after.start : after.start + 1].isspace()
    runs_on = len(before.text) > OPEN_LENGTH and not CLOSED.search(before.text)
    return int(runs_on and not indented and not NUMBERED.match(after.text))
