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

WORD_RUNS = 4
"""Everyday characters in a row, each with its toneless reading: authors gloss a character or a name of two."""

MANY_RUNS = 12
"""So many annotated places in running text need no whole words among them."""

HALF = 0.5
LESSON = compile_re("[拼读注]音|读[作成]|[认朗跟诵拼]读|发音|声调|多音|[汉生识]字")
"""What paragraphs speak of that teach readings."""


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
    everyday = sum(base in common() for base in bases)
    if everyday < COMMON_SHARE * len(bases):
        return False
    enough = len(known) >= MIN_RUNS or any(reading.certain for reading in found)
    return (enough and _is_uniform(text, known)) or _runs_through_words(text, known)


def _is_uniform(text: str, known: list[Run], *, throughout: bool = True) -> bool:
    """A character annotated in a paragraph has always the same reading, and is annotated ``throughout`` it."""
    groups = uniform = number = 0
    least = UNIFORM_SHARE if throughout else 0.0
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
            uniform += bases[base] == 1 and found >= paragraph.count(base) * least
        number = stop
    return uniform >= UNIFORM_SHARE * groups


def _runs_through_words(text: str, known: list[Run]) -> bool:
    """Whether toneless readings stand inside running text, behind one character after the other.

    So a page looks of which only some words were annotated: 支(zhi)部(bu)书(shu)记(ji)某人 beside a plain 党支部.
    A lesson sets what it teaches apart by marks, gives tones or two readings of one character, or says that it teaches.
    """
    plain = [run for run in known if not run[2].toned or run[2].certain]
    words = _words(plain)
    inside = [word for word in words if not _is_set_apart(text, word[0][0] - 1, word[-1][1])]
    count = sum(map(len, inside))
    if len(plain) < UNIFORM_SHARE * len(known) or count < WORD_RUNS or count <= HALF * len(plain):
        return False
    whole = sum(len(word) for word in inside if len(word) > 1)
    longest = max(map(len, inside))
    if not (count >= MANY_RUNS or (whole > HALF * count and (longest >= WORD_RUNS or count > MIN_RUNS))):
        return False
    return _is_uniform(text, plain, throughout=False) and not any(_teaches(text, word[0][0]) for word in words)


def _words(runs: list[Run]) -> list[list[Run]]:
    """Runs whose characters follow each other directly, together."""
    words: list[list[Run]] = []
    for run in runs:
        if words and words[-1][-1][1] == run[0] - 1:
            words[-1].append(run)
        else:
            words.append([run])
    return words


def _is_set_apart(text: str, start: int, end: int) -> bool:
    """Whether an annotated word stands between marks, as the items of a list or in quotes."""
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()


def _teaches(text: str, at: int) -> bool:
    """Whether the paragraph speaks of readings."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return LESSON.search(text, start, end if end >= 0 else len(text)) is not None
