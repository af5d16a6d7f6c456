"""Where a text holds which kinds of characters and words, found for all its places at once.

A page goes through many rules, and most of them have nothing to do on it. One look-up of all its characters tells
which, for less than one regular expression costs.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum
from functools import cache, lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt

from dj_analysis.cleaning.hanzi import traditional
from dj_analysis.regexes import find_literal

PAGES_KEPT = 2
"""Texts whose look-ups are remembered: the one a rule reads and the one before; pages of megabytes must not pile up."""


WIDE_MARKS = dict(zip("，：；！？（）“”‘’", ",:;!?()\"\"''", strict=True))
"""Marks that one copy of a page has in full width or curly and another folded."""


class Kind(IntEnum):
    """Kinds of characters that rules look for; sums of them are sets."""

    TRADITIONAL = 1
    HAN = 2
    INVISIBLE = 4
    """Control, zero-width and direction characters and the soft hyphen. U+200D is none: it joins emoji."""

    SPACE = 8
    """White space but the plain space and the line feed."""

    LATIN = 16
    """Letters and signs that bytes of another encoding show as."""

    LOST = 32
    """The replacement character and private use."""

    MASK = 64
    """Asterisks, crosses and letters x, which masks are made of."""

    MISREAD = 128
    """What 的党在人是一和学工组支建员校,。“ become when their UTF-8 is read as GBK."""

    PAIRED = 256
    """Curly quotes and book brackets, which come in pairs."""

    PLAIN = 512
    """The plain space and the line feed."""

    STOP = 1024
    """Where sentences end: stops and line feeds."""


RANGES: dict[Kind, tuple[tuple[int, int], ...]] = {
    Kind.HAN: ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)),
    Kind.INVISIBLE: (
        (0, 8), (0x0E, 0x1B), (0x1F, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x200B, 0x200C),
        (0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0x1C, 0x1E),
    ),
    Kind.SPACE: (
        (9, 9), (0x0B, 0x0D), (0x1C, 0x1F), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A),
        (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0x3164, 0x3164),
    ),
    Kind.LATIN: ((0xB0, 0xFF),),
    Kind.LOST: ((0xFFFD, 0xFFFD), (0xE000, 0xF8FF)),
    Kind.MASK: tuple((ord(char), ord(char)) for char in "*×✕XxＸ某"),
    Kind.MISREAD: tuple((ord(char), ord(char)) for char in "鐨鍏鍦浜鏄涓鍜瀛宸缁鏀寤鍛鏍锛銆鈥闄犲骞鐢彂"),
    Kind.PLAIN: ((0x0A, 0x0A), (0x20, 0x20)),
    Kind.STOP: tuple((ord(char), ord(char)) for char in "。!！?？;；\n"),
    Kind.PAIRED: tuple((ord(char), ord(char)) for char in "“”【】《》〈〉"),
}  # fmt: skip


@cache
def _table() -> npt.NDArray[np.uint16]:
    table = np.zeros(0x110000, dtype=np.uint16)
    for kind, ranges in RANGES.items():
        for first, last in ranges:
            table[first : last + 1] |= kind.value
    table[np.array([ord(char) for char in traditional()])] |= Kind.TRADITIONAL.value
    return table


@lru_cache(maxsize=PAGES_KEPT)
def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@lru_cache(maxsize=PAGES_KEPT)
def _look_up(text: str) -> npt.NDArray[np.uint16]:
    found: npt.NDArray[np.uint16] = _table().take(_codes(text))
    return found


def differing(text: str, other: str) -> list[int]:
    """Places where two texts of one length differ.

    >>> differing("黨支部", "党支部")
    [0]
    """
    places: list[int] = (_codes(text) != _codes(other)).nonzero()[0].tolist()
    return places


@lru_cache(maxsize=4 * PAGES_KEPT)
def kinds(text: str) -> int:
    """The kinds of characters in a text.

    >>> kinds("學a*") == Kind.TRADITIONAL | Kind.HAN | Kind.MASK
    True
    """
    return int(np.bitwise_or.reduce(_look_up(text), initial=0))


def places_of(kind: Kind, text: str) -> list[int]:
    """Where the characters of a kind stand.

    >>> places_of(Kind.PAIRED, "以“三创”为")
    [1, 4]
    """
    places: list[int] = ((_look_up(text) & kind.value) != 0).nonzero()[0].tolist()
    return places


def uneven_spaces(text: str) -> list[tuple[int, int]]:
    r"""Runs of white space that are more than one plain space or line feed.

    >>> uneven_spaces("党 建\n 领航\u3000A")
    [(3, 5), (7, 8)]
    """
    found = _look_up(text)
    white = np.zeros(len(text) + 2, dtype=np.bool_)
    white[1:-1] = found & (Kind.SPACE | Kind.PLAIN)
    edges = (white[1:] != white[:-1]).nonzero()[0]
    starts, ends = edges[::2], edges[1::2]
    uneven = ends - starts > 1
    uneven |= (found[starts] & Kind.SPACE.value) != 0
    return list(zip(starts[uneven].tolist(), ends[uneven].tolist(), strict=True))


def simplify(text: str) -> str:
    """Every character that ``t2s`` changes when it stands alone, changed.

    >>> simplify("黨建")
    '党建'
    """
    places = ((_look_up(text) & Kind.TRADITIONAL.value) != 0).nonzero()[0]
    if not places.size:
        return text
    codes = _codes(text).copy()
    codes[places] = _simplified()[codes[places]]
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def fold_marks(text: str) -> str:
    """Full-width and curly marks as their ASCII forms.

    >>> fold_marks("党建“领航”，")
    '党建"领航",'
    """
    for wide, narrow in WIDE_MARKS.items():
        text = text.replace(wide, narrow)  # a text without the mark is given back as it is
    return text


@cache
def _simplified() -> npt.NDArray[np.uint32]:
    codes = np.arange(0x10000, dtype=np.uint32)
    for old, new in traditional().items():
        codes[ord(old)] = ord(new)
    return codes


def share_of(kind: Kind, other: Kind, text: str) -> float:
    """How many characters of one kind there are for each of another.

    >>> share_of(Kind.TRADITIONAL, Kind.HAN, "學生")
    0.5
    """
    found = _look_up(text)
    return int(np.count_nonzero(found & kind.value)) / max(1, int(np.count_nonzero(found & other.value)))


PAIR_BITS = 16
PAIR_MASK, PAIR_FACTOR = np.uint32((1 << PAIR_BITS) - 1), np.uint32(40503)
SPREAD = np.uint32(2654435761)
"""A multiplier that spreads near numbers far apart (Knuth's)."""


@lru_cache(maxsize=PAGES_KEPT)
def _pairs(text: str) -> npt.NDArray[np.intp]:
    """A number below 2 ** PAIR_BITS for every two characters that stand side by side, as tables are indexed by."""
    codes = _codes(text)
    return ((codes[:-1] * PAIR_FACTOR ^ codes[1:]) & PAIR_MASK).astype(np.intp)


def shingle_codes(text: str, size: int) -> npt.NDArray[np.uint32]:
    """A number for every stretch of so many characters: equal stretches have equal numbers, others hardly ever.

    >>> codes = shingle_codes("党支部的党支部", 3)
    >>> len(codes), codes[0] == codes[4]
    (5, np.True_)
    """
    codes = _codes(text)
    count = max(0, codes.size - size + 1)
    mixed = np.zeros(count, dtype=np.uint32)
    for at in range(size):
        mixed = (mixed ^ codes[at : at + count]) * SPREAD
        mixed ^= mixed >> np.uint32(15)
    return mixed & np.uint32(0x7FFFFFFF)


class Beginnings:
    """Where a page can hold terms of a word list, by their first two characters, in capitals or not.

    >>> Beginnings(["本站", "WeChat"]).places("本站(wechat)的本子")
    [0, 3]
    """

    def __init__(self, terms: Collection[str]) -> None:
        self._table = np.zeros(1 << PAIR_BITS, dtype=np.bool_)
        self._single = [term for term in terms if len(term) == 1]
        for term in terms:
            for first, second in product(*({char.lower(), char.upper()} for char in term[:2])) if term[1:] else ():
                self._table[_pairs(first + second)] = True

    def places(self, text: str) -> list[int]:
        """Places where a term may begin, in order: all where one does, and few where none does."""
        found: list[int] = self._table[_pairs(text)].nonzero()[0].tolist()
        single = [at for char in self._single for at in find_literal(char, text)]
        return sorted({*found, *single}) if single else found
