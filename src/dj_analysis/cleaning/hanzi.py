"""Facts about single characters (script, how common, readings), each computed once from a library."""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Inside a regex class: every Chinese character."""

BMP_HAN = range(0x3400, 0xA000)
LEVEL_1_ROWS = range(0xB0, 0xD8)
"""Rows 16 to 55 of GB 2312: its 3,755 most used characters."""

TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0306": "3", "\u0300": "4"}
"""Combining marks by tone; pages also write the third tone with a breve."""


@cache
def converter() -> opencc.OpenCC:
    """OpenCC ``t2s``: the only configuration that leaves mainland simplified text as it is."""
    return opencc.OpenCC("t2s")


@cache
def traditional() -> dict[str, str]:
    """Characters that ``t2s`` changes when they stand alone, with their simplified form."""
    alone = [chr(code) for code in BMP_HAN]
    simple = converter().convert("\n".join(alone)).split("\n")
    return {a: b for a, b in zip(alone, simple, strict=True) if a != b}


@cache
def simplifying() -> dict[int, str]:
    """``traditional`` as a table for ``str.translate``."""
    return str.maketrans(traditional())


@cache
def common() -> frozenset[str]:
    """Everyday characters in both scripts."""
    level_1 = {bytes((row, cell)).decode("gb2312", "ignore") for row in LEVEL_1_ROWS for cell in range(0xA1, 0xFF)} - {
        ""
    }
    return frozenset(level_1 | {old for old, new in traditional().items() if new in level_1})


@cache
def fold_reading(text: str) -> tuple[str, bool]:
    """A pinyin syllable as letters and tone digit, and whether it bears a tone.

    >>> fold_reading("lǜ"), fold_reading("lu:")
    (('lv4', True), ('lv', False))
    """
    letters: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", text.lower().replace("u:", "ü")):
        if char in TONES:
            tone = TONES[char]
        elif char == "\u0308" and letters:
            letters[-1] = "v"
        elif char == "ɡ":
            letters.append("g")
        else:
            letters.append(char)
    return "".join(letters) + tone, bool(tone)


@cache
def readings(char: str) -> frozenset[str]:
    """All readings of a character, folded, each with its tone and without."""
    # pypinyin loads its tables in a quarter of a second: only pages with readings in brackets pay for it.
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415

    listed = PINYIN_DICT.get(ord(char), "") if len(char) == 1 else ""
    folded = {fold_reading(reading)[0] for reading in listed.split(",") if reading}
    return frozenset(folded | {reading.rstrip("1234") for reading in folded})
