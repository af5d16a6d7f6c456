"""Noun words: which words may end or begin a noun phrase, and which ones a counted noun ends with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.lexicon import Lexicon

LONGEST_HEAD = 6
NOMINAL = frozenset({"ambiguous", "likely", "short"})
"""Kinds of verbs that may stand within a name: as often noun as verb, of the general dictionary, of one character."""

HARD = frozenset({"verb", "light"})
FIRM = HARD | {"likely", "short"}
VERBS = NOMINAL | HARD | {"attributive"}

SIZES = (4, 3, 2, 1)
"""Lengths of the words of the lists, longest first."""


class NounWords(NamedTuple):
    """The word lists of nouns, made ready once per lexicon.

    ``words`` may end or begin a noun phrase, with their kinds; ``stems`` are the first two characters of the longer
    ones, so that most places need no look-up of those lengths. ``heads`` end a counted noun, ``sizes`` their lengths
    by last character. ``tails`` make a verb before them part of a name (服务站, 培训活动) or of a measure (覆盖率).
    """

    words: dict[str, str]
    stems: frozenset[str]
    heads: dict[str, str]
    sizes: dict[str, tuple[int, ...]]
    tails: dict[str, str]


@lru_cache(maxsize=8)
def noun_words(lexicon: Lexicon) -> NounWords:
    """Read the lists; our own words outrank those of the general dictionary."""
    rows = (*lexicon.rows("dictionary_words"), *lexicon.rows("clause_words"))
    words = {row["term"]: row["kind"] for row in rows}
    heads = {row["term"]: row["kind"] for row in lexicon.rows("counted_heads")}
    words = {term: "safe" for term in heads if 1 < len(term) <= SIZES[0]} | words
    sizes: dict[str, set[int]] = {}
    for term in heads:
        sizes.setdefault(term[-1], set()).add(len(term))
    return NounWords(
        words,
        frozenset(term[:2] for term in words if len(term) > 2),
        heads,
        {char: tuple(sorted(found, reverse=True)) for char, found in sizes.items()},
        {row["term"]: row["kind"] for row in lexicon.rows("compound_tails")},
    )


def head_of(phrase: str, lexicon: Lexicon) -> str:
    """Tell whether a phrase ends in a person, a thing or an abstract noun; empty when its last word is unknown.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> head_of("入党积极分子", load_lexicon()), head_of("工作机制", load_lexicon())
    ('person', 'abstract')
    """
    return head_in(phrase, noun_words(lexicon))


def head_in(phrase: str, lists: NounWords) -> str:
    """Tell the kind of the last word of a phrase, as ``head_of`` does."""
    for size in lists.sizes.get(phrase[-1:], ()):
        if kind := lists.heads.get(phrase[-size:]):
            return kind
    return ""


def ends_in_word(phrase: str, lexicon: Lexicon) -> bool:
    """True when a counted noun of two characters or more ends the phrase: 主线, not the 线 of 灌装线.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> ends_in_word("工作主线", load_lexicon()), ends_in_word("灌装线", load_lexicon())
    (True, False)
    """
    heads = noun_words(lexicon).heads
    return any(phrase[-size:] in heads for size in range(2, LONGEST_HEAD + 1))


def has_predicate(phrase: str, lexicon: Lexicon) -> bool:
    """True when a phrase holds a verb, an adverb or a preposition, so that it is more than a noun phrase.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> has_predicate("成立党员先锋队", load_lexicon()), has_predicate("教工第一党支部", load_lexicon())
    (True, False)
    """
    return holds_predicate(phrase, noun_words(lexicon))


def holds_predicate(phrase: str, lists: NounWords) -> bool:
    """Tell whether a phrase holds a predicate, as ``has_predicate`` does."""
    return any(kind not in NOMINAL and kind != "attributive" for _, _, kind in scan_words(phrase, lists))


def verbs_in(phrase: str, lexicon: Lexicon) -> list[str]:
    """List the verbs of a phrase, also those that are as often nouns (发展).

    >>> from dj_analysis.lexicon import load_lexicon
    >>> verbs_in(",发展", load_lexicon()), verbs_in("、研究生", load_lexicon())
    (['发展'], [])
    """
    found = scan_words(phrase, noun_words(lexicon))
    return [phrase[start:end] for start, end, kind in found if kind in VERBS and kind != "attributive"]


def is_known_deed(verb: str, lexicon: Lexicon) -> bool:
    """True for a verb of our own list that something is done to: 整改, 办结."""
    return noun_words(lexicon).words.get(verb) in HARD


def is_deed(word: str, lexicon: Lexicon) -> bool:
    """True for a word that is a verb, or as often one as a noun, in any of the lists: 攻关, 任教."""
    return noun_words(lexicon).words.get(word) in FIRM | NOMINAL


def is_light(verb: str, lexicon: Lexicon) -> bool:
    """True for a verb that says nothing of what is counted: 完成, 举办."""
    return noun_words(lexicon).words.get(verb) == "light"


def begins_unknown(text: str, at: int, lexicon: Lexicon) -> bool:
    """True when a word that no list knows stands at ``at``: something is counted there that was not recognised."""
    words = noun_words(lexicon).words
    if not "\u4e00" <= text[at : at + 1] <= "\u9fff":
        return False
    return not any(text[at : at + size] in words for size in SIZES)


def scan_words(phrase: str, lists: NounWords) -> Iterator[tuple[int, int, str]]:
    """Words of a phrase that may end or begin a noun, the longest at each place, left to right, with their kinds."""
    kind_of, stems = lists.words.get, lists.stems
    at, end = 0, len(phrase)
    while at < end:
        pair = phrase[at : at + 2]
        if pair in stems:
            kind, size = kind_of(phrase[at : at + 4]), 4
            if not kind or at + 4 > end:
                kind, size = kind_of(phrase[at : at + 3]), 3
            if kind and at + size <= end:
                if kind != "safe":
                    yield at, at + size, kind
                at += size
                continue
        kind = kind_of(pair)
        if kind and at + 2 <= end and (kind in HARD or not kind_of(pair[0]) or not _overruns(phrase, at, kind_of)):
            size = 2
        else:
            kind, size = kind_of(pair[0]), 1
        if kind and kind != "safe":
            yield at, at + size, kind
        at += size


def _overruns(phrase: str, at: int, kind_of: Callable[[str], str | None]) -> bool:
    """True where two characters are not a word but 共|建立: a cut, and a verb that shares the second character.

    其 is never cut off: 其中|学生, 其他|人员.
    """
    if phrase[at] == "其":
        return False
    return kind_of(phrase[at + 1 : at + 3]) in HARD or kind_of(phrase[at + 1 : at + 4]) == "safe"


def makes_name(rest: str, lists: NounWords) -> bool:
    """True when what follows a verb makes it part of a name or measure."""
    tails = lists.tails
    return rest[:2] in tails or (rest[:1] in tails and rest[:2] not in lists.words)


def is_measure(rest: str, lists: NounWords) -> bool:
    """True when what follows a verb makes it a measure: 覆盖|率."""
    return lists.tails.get(rest) == "measure"
