"""Search words of obscene sites, which a hijacked page carries as a line of their own or in place of a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.cleaning.alternatives import one_of
from dj_analysis.cleaning.characters import Beginnings, Kind, kinds, simplify
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change
from dj_analysis.regexes import compile_re

CHUNK = compile_re(r"[^,，、_|\s]+")
LONGEST_CHUNK = 24
"""Search words of the pages seen have up to 17 characters."""

FEWEST_CHUNKS = 3
"""So many search words in a row are a list of them; pages seen have eight or more."""

FEWEST_CUES = 2
"""Within a sentence one cue may be anything (小区一区二区三区的党员); two in a row are not."""


class _Words(NamedTuple):
    """Where a cue may begin, the cues, the cues with the weaker ones, and a run of all words."""

    beginnings: Beginnings
    cue: re.Pattern[str]
    any_cue: re.Pattern[str]
    run: re.Pattern[str]


@lru_cache(maxsize=8)
def _words(lexicon: Lexicon) -> _Words:
    cues, weak, fillers = (lexicon.words("obscene", kind=kind) for kind in ("cue", "weak", "filler"))
    run = rf"(?:{one_of((*cues, *weak, *fillers))}|\d{{1,3}}){{2,20}}"
    patterns = (one_of(cues), one_of((*cues, *weak)), run)
    return _Words(Beginnings(cues), *(compile_re(pattern, re.IGNORECASE) for pattern in patterns))


def drop_obscene(text: str, lexicon: Lexicon) -> list[Change]:
    """Delete lists of search words, and runs of them within a sentence, whose place is marked: a word stood there.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> text = "支部学习有关国产精品久久久党建的文件"
    >>> [(text[c.start : c.end], c.damage) for c in drop_obscene(text, load_lexicon())]
    [('国产精品久久久', 'brand')]
    """
    words = _words(lexicon)
    if kinds(text) & Kind.TRADITIONAL:
        text = simplify(text)
    if not any(words.cue.match(text, place) for place in words.beginnings.places(text)):
        return []
    lists = [Change(start, end, "", 0.9) for start, end in _find_lists(text, words)]
    runs = [Change(*span, "", 0.9, "brand") for span in _find_runs(text, words)]
    return sorted(lists + [r for r in runs if not any(a.start < r.end and r.start < a.end for a in lists)])


def _find_lists(text: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Stretches of search words side by side within a line."""
    found: list[re.Match[str]] = []
    for chunk in (*CHUNK.finditer(text), None):
        if chunk and _is_search(chunk.group(), words) and not (found and "\n" in text[found[-1].end() : chunk.start()]):
            found.append(chunk)
            continue
        if len(found) >= FEWEST_CHUNKS and any(words.cue.search(each.group()) for each in found):
            yield found[0].start(), found[-1].end()
        found = [chunk] if chunk and _is_search(chunk.group(), words) else []


def _is_search(chunk: str, words: _Words) -> bool:
    return len(chunk) <= LONGEST_CHUNK and bool(words.any_cue.search(chunk) or words.run.fullmatch(chunk))


def _find_runs(text: str, words: _Words) -> Iterator[tuple[int, int]]:
    for match in words.run.finditer(text):
        run = match.group()
        if words.cue.search(run) and len(words.any_cue.findall(run)) >= FEWEST_CUES:
            yield match.span()
