"""Lines that were decoded with the wrong encoding and can be turned back without loss."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from dj_analysis.cleaning.characters import Kind, kinds
from dj_analysis.cleaning.hanzi import common
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change
from dj_analysis.regexes import compile_re

LATIN_RUN = compile_re(
    r"[\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ][\x20-\x7e\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*[\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
)
LATIN_HINT = compile_re(
    "[\xb0-\xff](?:(?<=[\xc0-\xff])[\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|(?<=[\xb0-\xf7])[\xa1-\xfe])"
)
WIDE_RUN = compile_re(r"[^\x00-\x7f]{4,}")

MIN_LENGTH = 4
MIN_DECODED = 3
MIN_COMMON = 0.7
MIN_COMMON_GBK = 0.9
"""Any two Latin-1 letters are a GBK character, so more is asked of the result than of UTF-8, which is never chance."""

MAX_COMMON_BEFORE = 0.7
LAST_LATIN = "\u036f"
"""Letters of readings and their tones say nothing of whether Chinese is read rightly."""

CP1252 = {bytes((b,)).decode("cp1252", "ignore"): b for b in range(0x80, 0xA0)}


def repair_codecs(text: str, lexicon: Lexicon) -> list[Change]:
    """Re-decode stretches that are UTF-8 or GBK read as Latin-1, or UTF-8 read as GBK.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> wrong = "党支部工作".encode().decode("latin-1")
    >>> "".join(c.after for c in repair_codecs(wrong, load_lexicon()))
    '党支部工作'
    """
    out: list[Change] = []
    if kinds(text) & Kind.LATIN and LATIN_HINT.search(text):
        out += _repair(text, LATIN_RUN, _from_latin)
        if out:
            # Where the page was misread, so were its shortest lines.
            starts = {change.start for change in out}
            out += [c for c in _repair(text, LATIN_RUN, _from_latin_strictly, 2) if c.start not in starts]
    if kinds(text) & Kind.MISREAD:
        taken = [(c.start, c.end) for c in out]
        found = _repair(text, WIDE_RUN, _from_gbk)
        out += [c for c in found if not any(a < c.end and c.start < b for a, b in taken)]
    return out


def _repair(
    text: str, runs: re.Pattern[str], turn_back: Callable[[str], str | None], least: int = MIN_LENGTH
) -> Iterator[Change]:
    for match in runs.finditer(text):
        before = match.group()
        if len(before) < least:
            continue
        after = turn_back(before)
        if after and after != before:
            yield from _spread(match.start(), before, after)


def _spread(start: int, before: str, after: str) -> Iterator[Change]:
    """Character for character, so that a place in the clean text keeps a place in the page."""
    for i, char in enumerate(after):
        if char != before[i]:
            yield Change(start + i, start + i + 1, char, 0.95)
    if len(before) > len(after):
        yield Change(start + len(after), start + len(before), "", 0.95)


def _reads(text: str) -> float:
    wide = [c for c in text if c > LAST_LATIN]
    return sum(c in common() or c in "，。、；：？！“”‘’（）《》—…·" for c in wide) / max(1, len(wide))


def _from_latin(run: str) -> str | None:
    """The run as the bytes that Latin-1 or Windows-1252 showed, read as UTF-8 or GB18030."""
    if not all(ord(c) < 256 or c in CP1252 for c in run):
        return None
    data = bytes(CP1252.get(c, ord(c) & 0xFF) for c in run)
    for name, least in (("utf-8", MIN_COMMON), ("gb18030", MIN_COMMON_GBK)):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if sum(not c.isascii() for c in text) >= MIN_DECODED and _reads(text) >= least:
            return text
    return None


def _from_latin_strictly(run: str) -> str | None:
    """A run that is too short to judge by itself, as UTF-8: everyday characters only."""
    if len(run) >= MIN_LENGTH * MIN_DECODED or not all(ord(c) < 256 or c in CP1252 for c in run):
        return None
    try:
        text = bytes(CP1252.get(c, ord(c) & 0xFF) for c in run).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if _reads(text) == 1.0 else None


@cache
def _may_begin() -> frozenset[str]:
    """Characters whose GBK bytes are the first two of a character's in UTF-8."""
    pairs = (bytes((lead, trail)) for lead in range(0xC2, 0xF5) for trail in range(0x80, 0xC0))
    return frozenset(pair.decode("gb18030", "ignore") for pair in pairs)


def _from_gbk(run: str) -> str | None:
    if run[0] not in _may_begin():
        return None
    try:
        text = run.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return None
    misread = len(text) < len(run) and _reads(run) <= MAX_COMMON_BEFORE
    return text if misread and _reads(text) >= MIN_COMMON else None
