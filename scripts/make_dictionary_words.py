"""Make lexicons/dictionary_words.csv: common words of jieba's dictionary that tell where a counted noun ends or begins.

Run it after editing lexicons/clause_words.csv::

    python scripts/make_dictionary_words.py

Kept are common verbs (``likely`` a verb; ``ambiguous``: as often a noun), and, as ``safe``, nouns that hold a character
or verb of either list, so that 过程 is not cut at 过. Words of clause_words.csv, which outrank these, and words with
numerals are left out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Container, Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import NamedTuple

LEXICONS = Path(__file__).resolve().parent.parent / "src" / "dj_analysis" / "lexicons"
OWN, MADE = LEXICONS / "clause_words.csv", LEXICONS / "dictionary_words.csv"
JIEBA = distribution("jieba")
DICTIONARY = Path(str(JIEBA.locate_file("jieba/dict.txt")))

COMMON_VERB = 60
COMMON_NOUN = 400
COMMON_CUT_NOUN = 40
"""Frequencies in the dictionary from which a verb, a noun, and a noun that could be cut in two are common."""

LONGEST_VERB, LONGEST = 3, 4
OWN_VERBS = frozenset({"verb", "ambiguous", "adverb"})
NOUN_TAGS = frozenset("nbjasz")
NO_NOUNS = frozenset({"nr", "nrt", "nrfg", "ns"})
"""Persons and places."""

NAMES = frozenset({"nz", "nt", "j"})
"""Proper names, when they have four characters."""

_HAN = re.compile("[\u4e00-\u9fff]{2,4}")
_NUMERAL = re.compile("[一二三四五六七八九十两百千万]")


class Word(NamedTuple):
    """A line of jieba's dictionary."""

    term: str
    frequency: int
    tag: str


def read_dictionary(path: Path) -> Iterator[Word]:
    """Words of Han characters, two to four of them."""
    for line in path.read_text("utf-8").splitlines():
        term, frequency, tag = line.split()
        if _HAN.fullmatch(term):
            yield Word(term, int(frequency), tag)


def is_noun(word: Word) -> bool:
    """True for nouns, adjectives and set phrases that are no names of persons, places or bodies."""
    if word.tag in NO_NOUNS or (len(word.term) == LONGEST and word.tag in NAMES):
        return False
    return word.tag[0] in NOUN_TAGS or word.tag == "l" or (word.tag == "vn" and len(word.term) > 2)


def could_be_cut(term: str, single: Container[str], verbs: Container[str]) -> bool:
    """True when a shorter word stands within the term."""
    size = len(term)
    parts = ((i, j) for i in range(size) for j in range(i + 2, size + 1) if j - i < size)
    return any(char in single for char in term) or any(term[i:j] in verbs for i, j in parts)


def make_rows(words: list[Word], own: dict[str, str]) -> list[tuple[str, str]]:
    """Terms with their kinds, in order; ``own`` are the terms of clause_words.csv with their kinds."""
    common = [w for w in words if w.frequency >= COMMON_VERB and len(w.term) <= LONGEST_VERB]
    verbs = {w.term for w in common if w.tag == "v"}
    ambiguous = {w.term for w in common if w.tag == "vn"}
    single = {term for term in own if len(term) == 1}
    known = verbs | ambiguous | {term for term, kind in own.items() if kind in OWN_VERBS}
    taken = verbs | ambiguous | own.keys()
    rows = {term: "likely" for term in verbs - own.keys() if not _NUMERAL.search(term)}
    rows |= dict.fromkeys(ambiguous - own.keys(), "ambiguous")
    for word in words:
        if not is_noun(word) or word.term in taken or _NUMERAL.search(word.term):
            continue
        cut = word.frequency >= COMMON_CUT_NOUN and could_be_cut(word.term, single, known)
        if cut or word.frequency >= COMMON_NOUN:
            rows[word.term] = "safe"
    return sorted(rows.items())


def make_text() -> str:
    """The whole list as CSV."""
    with OWN.open(encoding="utf-8", newline="") as file:
        own = {row["term"]: row["kind"] for row in csv.DictReader(file)}
    source = f"generic words, jieba {JIEBA.version} dictionary"
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["term", "kind", "source"])
    writer.writerows((term, kind, source) for term, kind in make_rows(list(read_dictionary(DICTIONARY)), own))
    return text.getvalue()


if __name__ == "__main__":
    MADE.write_text(make_text(), "utf-8", newline="\n")
