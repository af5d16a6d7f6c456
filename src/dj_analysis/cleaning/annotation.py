"""Readings that a page script put behind characters: 机(ji)关(guan), 党(dang)(dang), 創(chuàng)."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.cleaning.hanzi import HAN, common, fold_reading, readings, traditional
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
IS_HAN = compile_re(f"[{HAN}]")

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
    first: str
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
    runs: list[Run] = []
    for match in RUN.finditer(text):
        start, end = match.span()
        base = text[start - 1 : start]
        if not base or base in NOT_BASE or base.isspace():
            base = _base_before(text, start)
        if base:
            runs.append((start, end, _judge(base, text[start:end])))
    known = [run for run in runs if run[2].known]
    if not known:
        return []
    if not _is_spoiled(text, known):
        return [Change(start, end, "") for start, end, reading in known if reading.certain]
    # A toned syllable behind the wrong character stands behind one that was misread.
    return [
        Change(start, end, "", 1.0 if reading.known else 0.8)
        for start, end, reading in runs
        if reading.known or reading.toned
    ]


def _base_before(text: str, start: int) -> str:
    """The character that syllables belong to, also over a line end; empty where there is none."""
    at = start - 1
    while at >= 0 and at >= start - MAX_GAP and text[at].isspace():
        at -= 1
    return text[at] if at >= 0 and not text[at].isspace() and text[at] not in NOT_BASE else ""


@lru_cache(maxsize=10_000)
def _judge(base: str, run: str) -> Reading:
    syllables = ONE.findall(run)
    folded = [fold_reading(syllable) for syllable in syllables]
    own = readings(base)
    toned = all(toned for _, toned in folded)
    repeated = len(syllables) > 1 and len(set(syllables)) == 1
    known = all(reading in own for reading, _ in folded)
    return Reading(base, syllables[0], known, toned, repeated or (toned and base in traditional()))


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
    groups = uniform = 0
    number = 0
    while number < len(known):
        start = text.rfind("\n", 0, known[number][0]) + 1
        end = text.find("\n", known[number][0])
        end = len(text) if end < 0 else end
        firsts: dict[str, list[str]] = defaultdict(list)
        while number < len(known) and known[number][0] <= end:
            reading = known[number][2]
            firsts[reading.base].append(reading.first)
            number += 1
        groups += len(firsts)
        for base, first in firsts.items():
            whole = len(first) >= text.count(base, start, end) * UNIFORM_SHARE
            uniform += whole and first.count(first[0]) == len(first)
    return uniform >= UNIFORM_SHARE * groups
