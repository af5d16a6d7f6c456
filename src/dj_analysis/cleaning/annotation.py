"""Readings that a page script put behind characters: 机(ji)关(guan), 党(dang)(dang), 創(chuàng)."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from dj_analysis.cleaning.hanzi import common, fold_reading, readings, traditional
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change
from dj_analysis.regexes import compile_re

SYLLABLE = "[a-züɡà-öù-ý:\u0100-\u01dc\u0300-\u030c]{1,10}"
GROUP = rf"[(（]{SYLLABLE}[)）]"
RUN = compile_re(rf"{GROUP}(?:{GROUP})*")
NOT_BASE = frozenset("()（）")
MAX_GAP = 2
"""A character and the bracketed syllables behind it may stand on two lines."""

ONE = compile_re(rf"[(（]({SYLLABLE})[)）]")

MIN_CHARACTERS = 3
"""Different annotated characters: a text that explains one or two hard words has fewer."""

MIN_RUNS = 5
"""Annotated places, unless a reading is repeated or toned on a traditional character, which no author does."""

COMMON_SHARE = 0.7
"""Authors annotate rare characters, the page script everyday ones (five articles: 0.97 and more)."""

UNIFORM_SHARE = 0.8
"""The script works through a paragraph: a character is annotated at all its places or at none (251 of 251 groups)."""


class Reading(NamedTuple):
    """What bracketed syllables are to the character before them."""

    base: str
    first: tuple[str, str]
    """The character and the first of its syllables."""

    known: bool
    """All are readings of the character."""

    toned: bool
    certain: bool
    """No author writes so: one reading more than once, or a toned one behind a traditional character."""


Run = tuple[int, int, Reading]
"""Start and end of the syllables behind a character, and what they are to it."""


def find_annotations(text: str, lexicon: Lexicon) -> list[Change]:
    """Delete readings that belong to the character before them; all other brackets stay.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [(c.start, c.end) for c in find_annotations("党(dang)(dang)总支(BTX)", load_lexicon())]
    [(1, 13)]
    """
    runs = _read_runs(text)
    known = [run for run in runs if run[2].known]
    if not known:
        return []
    if not _is_spoiled(text, known):
        return [Change(start, end, "") for start, end, reading in known if reading.certain]
    # A toned syllable behind the wrong character stands behind one that was misread.
    taken = known if len(known) == len(runs) else [run for run in runs if run[2].known or run[2].toned]
    rows = [(start, end, "", 1.0 if reading.known else 0.8, None) for start, end, reading in taken]
    return list(map(tuple.__new__, repeat(Change), rows))  # what Change(...) does, without its call


def _read_runs(text: str) -> list[Run]:
    """Syllables in brackets that have a character before them."""
    spans = [match.span() for match in RUN.finditer(text)]
    if spans and not spans[0][0]:
        del spans[0]
    return [
        (start, end, reading)
        for start, end in spans
        if (reading := _judge(text[start - 1 : end]) or _judge(_base_before(text, start) + text[start:end]))
    ]


def _base_before(text: str, start: int) -> str:
    """The character that syllables belong to, also over a line end; empty where there is none."""
    at = start - 1
    while at >= 0 and at >= start - MAX_GAP and text[at].isspace():
        at -= 1
    return text[at] if at >= 0 and not text[at].isspace() and text[at] not in NOT_BASE else ""


@lru_cache(maxsize=10_000)
def _judge(piece: str) -> Reading | None:
    """What the syllables of a character with its brackets are to it; None where no character stands before them."""
    base, run = piece[0], piece[1:]
    if base in NOT_BASE or base.isspace():
        return None
    syllables = ONE.findall(run)
    folded = [fold_reading(syllable) for syllable in syllables]
    own = readings(base)
    toned = all(toned for _, toned in folded)
    repeated = len(syllables) > 1 and len(set(syllables)) == 1
    known = all(reading in own for reading, _ in folded)
    return Reading(base, (base, syllables[0]), known, toned, repeated or (toned and base in traditional()))


def _is_spoiled(text: str, known: list[Run]) -> bool:
    """Whether the page, not its author, put the readings there."""
    found = {reading for _, _, reading in known}
    bases = {reading.base for reading in found}
    if len(bases) < MIN_CHARACTERS:
        return False
    if len(known) < MIN_RUNS and not any(reading.certain for reading in found):
        return False
    everyday = sum(base in common() for base in bases)
    return everyday >= COMMON_SHARE * len(bases) and _is_uniform(text, known)


def _is_uniform(text: str, known: list[Run]) -> bool:
    """A character annotated in a paragraph is annotated throughout it, always with the same reading."""
    groups = uniform = number = 0
    starts = [start for start, _, _ in known]
    while number < len(known):
        start = text.rfind("\n", 0, starts[number]) + 1
        end = text.find("\n", starts[number])
        paragraph = text[start : end if end >= 0 else None]
        stop = bisect_right(starts, start + len(paragraph), number)
        times = Counter([reading.first for _, _, reading in known[number:stop]])
        bases = Counter([base for base, _ in times])
        groups += len(bases)
        for (base, _), found in times.items():
            uniform += bases[base] == 1 and found >= paragraph.count(base) * UNIFORM_SHARE
        number = stop
    return uniform >= UNIFORM_SHARE * groups
