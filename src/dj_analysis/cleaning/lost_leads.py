"""Which character lost its first byte: the most likely one by the words it makes with its neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache, lru_cache

from dj_analysis.cleaning.hanzi import common, simplifying
from dj_analysis.lexicon import Lexicon

SURE, LIKELY, DOUBTFUL = 0.8, 0.9, 0.7
"""Repairs below the first are marked as losses."""

LEAD_ROW = 0xA3
"""GBK's row of full-width ASCII forms."""


STOP, GAP = "。", "_"
PUNCTUATION = frozenset("、。“”‘’—…《》〈〉·,:;!?()，：；！？（）【】")
CLOSING = frozenset("”’")
NOT_BEHIND_STOP = frozenset("、，；：！？—…》）”’。,;:!?)")
"""No sentence has ended before these."""

LEAST_WORD, LEAST_WORD_BEHIND = 500, 2000
"""How common a word with the character before, or behind, must be to be more likely than a stop.

Of 661 places in 34 articles where a slip can begin, 421 are stops and 133 are 校. These limits restore four of five;
what is restored without a mark was right at all of its places, all else is marked as lost.
"""


@cache
def _candidates() -> dict[str, str]:
    """Everyday characters whose second byte is that of the row of full-width forms, each with its simplified form."""
    found = (bytes((lead, LEAD_ROW)).decode("gbk", "ignore") for lead in range(0x81, 0xFF))
    kept = (char for char in found if len(char) == 1 and (char in common() or char in PUNCTUATION))
    return {char: _simple(char) for char in kept}


@lru_cache(maxsize=8)
def _word_weights(lexicon: Lexicon) -> dict[str, int]:
    return {row["term"]: int(row["count"]) for row in lexicon.rows("slip_words")}


@lru_cache(maxsize=8)
def _fitting(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """The candidates that make a word with what stands around a gap: 学_ or _一 or 学_长."""
    found: dict[str, set[str]] = defaultdict(set)
    simple = set(_candidates().values())
    for word in _word_weights(lexicon):
        for i, char in enumerate(word):
            if char in simple:
                found[f"{word[:i]}{GAP}{word[i + 1 :]}"].add(char)
    return {around: frozenset(chars) for around, chars in found.items()}


def choose_lead(before: str, rest: str, lexicon: Lexicon) -> tuple[str, float]:
    """The most likely character between two texts, and how sure it is.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> choose_lead("加強了學", "—家庭", load_lexicon()), choose_lead("送到了", "一年下來", load_lexicon())
    (('校', 0.9), ('。', 0.7))
    """
    left, right = _simple(before), _simple(rest[:2])
    if right[:1] in CLOSING:
        return STOP, DOUBTFUL
    fitting = _fitting(lexicon).get
    last, first = left[-1:], right[:1]
    gaps = (last + GAP, left[-2:] + GAP, GAP + first, GAP + right, last + GAP + first)
    fits = frozenset().union(*(fitting(gap, ()) for gap in gaps))
    if not fits:
        return STOP, DOUBTFUL
    weigh = _word_weights(lexicon).get
    scores = {
        char: _score_words(left, simple, right, weigh) for char, simple in _candidates().items() if simple in fits
    }
    best = max(scores, key=lambda char: sum(scores[char]))
    with_left, with_right, between = scores[best]
    if between or (with_left and rest[:1] in NOT_BEHIND_STOP):
        return best, LIKELY
    if with_left >= LEAST_WORD or with_right >= LEAST_WORD_BEHIND:
        return best, DOUBTFUL
    return STOP, DOUBTFUL


def _score_words(left: str, char: str, right: str, weigh: Callable[[str, int], int]) -> tuple[int, int, int]:
    """How common the words are that a character makes with what is before it, behind it, on both sides."""
    with_left = weigh(left[-1:] + char, 0) + (weigh(left[-2:] + char, 0) if len(left) > 1 else 0)
    with_right = weigh(char + right[:1], 0) + (weigh(char + right, 0) if len(right) > 1 else 0)
    return with_left, with_right, weigh(left[-1:] + char + right[:1], 0)


def _simple(text: str) -> str:
    return text.translate(simplifying())


def is_word(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is a word that a lost character can stand in."""
    return _simple(text) in _word_weights(lexicon)
