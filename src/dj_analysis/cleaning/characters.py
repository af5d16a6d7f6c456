"""Which kinds of characters a text holds, found in one pass, so that rules with nothing to do cost nothing."""

from __future__ import annotations

from enum import IntFlag
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from dj_analysis.cleaning.hanzi import traditional


class Kind(IntFlag):
    """Kinds of characters that rules look for."""

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
}  # fmt: skip


@cache
def _table() -> npt.NDArray[np.uint8]:
    table = np.zeros(0x110000, dtype=np.uint8)
    for kind, ranges in RANGES.items():
        for first, last in ranges:
            table[first : last + 1] |= kind.value
    table[np.array([ord(char) for char in traditional()])] |= Kind.TRADITIONAL.value
    return table


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _look_up(text: str) -> npt.NDArray[np.uint8]:
    found: npt.NDArray[np.uint8] = _table()[_codes(text)]
    return found


def differing(text: str, other: str) -> list[int]:
    """Places where two texts of one length differ.

    >>> differing("黨支部", "党支部")
    [0]
    """
    places: list[int] = np.flatnonzero(_codes(text) != _codes(other)).tolist()
    return places


@lru_cache(maxsize=4)
def kinds(text: str) -> Kind:
    """The kinds of characters in a text.

    >>> kinds("學a*") == Kind.TRADITIONAL | Kind.HAN | Kind.MASK
    True
    """
    return Kind(int(np.bitwise_or.reduce(_look_up(text), initial=0)))


def share_of(kind: Kind, other: Kind, text: str) -> float:
    """How many characters of one kind there are for each of another.

    >>> share_of(Kind.TRADITIONAL, Kind.HAN, "學生")
    0.5
    """
    found = _look_up(text)
    return int(np.count_nonzero(found & kind.value)) / max(1, int(np.count_nonzero(found & other.value)))
