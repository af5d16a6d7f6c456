"""Readings that a page script put behind characters: 机(ji)关(guan), 党(dang)(dang), 創(chuàng)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.cleaning.hanzi import HAN, common, fold_reading, readings, traditional
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change

SYLLABLE = "[a-züɡà-öù-ý:\u0100-\u01dc\u0300-\u030c]{1,10}"
GROUP = rf"[(（]{SYLLABLE}[)）]"
RUN = re.compile(rf"([^\s()（）])\s{{0,2}}({GROUP}(?:{GROUP})*)")
"""A character and the bracketed syllables behind it, also behind a line end."""

ONE = re.compile(rf"[(（]({SYLLABLE})[)）]")
IS_HAN = re.compile(f"[{HAN}]")

MIN_CHARACTERS = 3
"""Different annotated characters: a text that explains one or two hard words has fewer."""

MIN_RUNS = 5
"""Annotated places, unless a reading is repeated or toned on a traditional character, which no author does."""

COMMON_SHARE = 0.7
"""Authors annotate rare characters, the page script everyday ones (five articles: 0.97 and more)."""

UNIFORM_SHARE = 0.8
"""The script works through a paragraph: a character is annotated at all its places or at none (251 of 251 groups)."""


class Run(NamedTuple):
    """One annotated place."""

    base: str
    start: int
    end: int
    syllables: tuple[str, ...]
    known: bool
    toned: bool


def find_annotations(text: str, lexicon: Lexicon) -> list[Change]:
    """Delete readings that belong to the character before them; all other brackets stay.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [(c.start, c.end) for c in find_annotations("党(dang)(dang)总支(BTX)", load_lexicon())]
    [(1, 13)]
    """
    if not ONE.search(text):
        return []
    runs = list(_find_runs(text))
    known = [run for run in runs if run.known]
    spoiled = _is_spoiled(text, known)
    taken = [run for run in known if spoiled or _is_repeated(run) or _is_converted(run)]
    if spoiled:
        # A toned syllable behind the wrong character stands behind one that was misread.
        taken += [run for run in runs if not run.known and run.toned]
    return [Change(run.start, run.end, "", 1.0 if run.known else 0.8) for run in taken]


def _find_runs(text: str) -> Iterator[Run]:
    for match in RUN.finditer(text):
        base, run = match.group(1, 2)
        start, end = match.span(2)
        yield Run(base, start, end, *_judge(base, run))


@lru_cache(maxsize=10_000)
def _judge(base: str, run: str) -> tuple[tuple[str, ...], bool, bool]:
    """The syllables of a run, whether all are readings of the character, whether all bear tones."""
    syllables = tuple(ONE.findall(run))
    folded = [fold_reading(syllable) for syllable in syllables]
    own = readings(base)
    return syllables, all(reading in own for reading, _ in folded), all(toned for _, toned in folded)


def _is_repeated(run: Run) -> bool:
    return len(run.syllables) > 1 and len(set(run.syllables)) == 1


def _is_converted(run: Run) -> bool:
    """A toned reading behind a traditional character, as conversion scripts leave it."""
    return run.toned and run.base in traditional()


def _is_spoiled(text: str, known: list[Run]) -> bool:
    """Whether the page, not its author, put the readings there."""
    bases = {run.base for run in known}
    if len(bases) < MIN_CHARACTERS:
        return False
    certain = any(_is_repeated(run) or _is_converted(run) for run in known)
    if len(known) < MIN_RUNS and not certain:
        return False
    everyday = sum(base in common() for base in bases)
    return everyday >= COMMON_SHARE * len(bases) and _is_uniform(text, known)


def _is_uniform(text: str, known: list[Run]) -> bool:
    """A character annotated in a paragraph is annotated throughout it, always with the same reading."""
    places: dict[tuple[int, str], list[Run]] = defaultdict(list)
    start = end = -1
    line = ""
    counts: dict[tuple[int, str], int] = {}
    for run in known:
        if run.start > end:
            start = text.rfind("\n", 0, run.start) + 1
            end = text.find("\n", run.start)
            end = len(text) if end < 0 else end
            line = text[start:end]
        places[start, run.base].append(run)
        if (start, run.base) not in counts:
            counts[start, run.base] = line.count(run.base)
    uniform = sum(
        len(runs) >= counts[key] * UNIFORM_SHARE and len({run.syllables[0] for run in runs}) == 1
        for key, runs in places.items()
    )
    return uniform >= UNIFORM_SHARE * len(places)
