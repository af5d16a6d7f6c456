"""The fonts charts are drawn with, and the characters none of them can draw."""

from __future__ import annotations

import importlib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pandas as pd
from matplotlib import font_manager

from dj_analysis.errors import DjAnalysisError

FONT_PACKAGE = "pylopdf_fonts_zh_cn"
OWN_FACES = ("sans_path", "serif_path")
"""Functions of the font package that tell where its fonts lie; the second is asked for what the first lacks."""
SYSTEM_FONTS = (
    "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "Hiragino Sans GB", "WenQuanYi Micro Hei", "SimHei",
)  # fmt: skip
"""Fonts with simplified Chinese, in the order they are looked for when the package's own font is missing."""
RARE_FONTS = (
    "SimSun-ExtB", "SimSun-ExtG", "Noto Serif CJK SC", "Songti SC", "HanaMinB", "BabelStone Han", "Noto Emoji",
    "Segoe UI Emoji", "Segoe UI Symbol",
)  # fmt: skip
"""Fonts with characters beyond the common ones: rare ideographs, pictographs."""
LAST_FONT = "DejaVu Sans"
"""Comes with matplotlib; Latin, Greek, Cyrillic and many symbols."""
STAND_IN = "□"
"""The mark Chinese typesetting puts in the place of a character that is not there."""
UNDRAWN = frozenset({"Cf", "Zl", "Zp"})
"""Categories of characters that have no picture of their own: joiners, direction marks, separators."""
ILLEGAL = frozenset({"Cc", "Cs"})
VARIANTS = frozenset(range(0xFE00, 0xFE10)) | frozenset(range(0xE0100, 0xE01F0))
"""Selectors that choose a variant of the character before them and are not drawn."""
MISSING = {"character": "str", "code_point": "str", "column": "str", "row": "Int64", "text": "str"}


class FontMissingError(DjAnalysisError):
    """No font with Chinese characters was found."""


@lru_cache(maxsize=1)
def find_fonts() -> tuple[str, ...]:
    """Families to draw with: the package's Chinese fonts, then those of the system, then a Latin one.

    A character is drawn with the first that has it. Raises FontMissingError when none has Chinese characters.
    """
    families = load_own_fonts()
    known = set(font_manager.get_font_names())
    families += [family for family in SYSTEM_FONTS if family in known and family not in families]
    if not families:
        raise FontMissingError(
            "no font with Chinese characters was found; install one with 'pip install pylopdf-fonts-zh-cn', or install "
            "Noto Sans CJK SC on this system"
        )
    families += [family for family in RARE_FONTS if family in known and family not in families]
    return (*families, LAST_FONT)


def load_own_fonts() -> list[str]:
    """Make the fonts of the font package known to matplotlib, by path; their families, none where it is missing."""
    try:
        package = importlib.import_module(FONT_PACKAGE)
    except ImportError:
        return []
    paths = [Path(getattr(package, face)()) for face in OWN_FACES if hasattr(package, face)]
    return [_load_font(path) for path in paths if path.is_file()]


def _load_font(path: Path) -> str:
    """Put the font before any of the same family: Windows 11 has a Noto Sans SC whose default weight is thin."""
    fonts = font_manager.fontManager
    fonts.addfont(path)
    fonts.ttflist.insert(0, fonts.ttflist.pop())
    return str(font_manager.FontProperties(fname=path).get_name())


@lru_cache(maxsize=1)
def list_drawable() -> frozenset[int]:
    """Code points at least one of the fonts has a glyph for, by the fonts' own tables."""
    paths = [font_manager.findfont(family, fallback_to_default=False) for family in find_fonts()]
    return frozenset(code for path in paths for code in font_manager.get_font(path).get_charmap())


def list_missing(text: str) -> list[str]:
    """The characters of ``text`` no font can draw, each once, in order.

    >>> [f"U+{ord(character):X}" for character in list_missing("张㙍、李𠮷、王五")]
    ['U+20BB7']
    """
    return [character for character in dict.fromkeys(text) if not _is_drawable(character)]


def mend_text(text: str) -> str:
    r"""The text as it can be drawn: □ for what no font has, a space for control characters; line breaks stay.

    >>> mend_text("张㙍、李\U00020bb7\t王五")
    '张㙍、李□ 王五'
    """
    return "".join(_mend_character(character) for character in text)


def keep_legal(text: str) -> str:
    r"""The text without what no file format holds: control characters, halves of surrogate pairs, no-characters.

    >>> keep_legal("甲\x0b乙\ud840")
    '甲 乙 '
    """
    return "".join(" " if _is_illegal(character) else character for character in text)


def find_missing(frame: pd.DataFrame, only: Iterable[str] | None = None) -> pd.DataFrame:
    r"""Every character of a frame no font can draw, with the cell it stands in.

    Out: ``character, code_point, column, row, text``, by column and row; ``row`` counts the rows of the frame from 1,
    ``text`` is the whole cell. ``only`` leaves out all other characters.

    >>> find_missing(pd.DataFrame({"recipient": ["张三", "李\U00020bb7"]}))[["code_point", "column", "row"]]
      code_point     column  row
    0    U+20BB7  recipient    2
    """
    wanted = None if only is None else set(only)
    rows = [
        (keep_legal(character), f"U+{ord(character):04X}", column, row, keep_legal(text))
        for column, row, text in _read_cells(frame)
        for character in list_missing(text)
        if wanted is None or character in wanted
    ]
    return pd.DataFrame(rows, columns=list(MISSING)).astype(MISSING)


def _read_cells(frame: pd.DataFrame) -> Iterator[tuple[str, int, str]]:
    for name, values in frame.items():
        if pd.api.types.is_numeric_dtype(values.dtype):
            continue
        for row, value in enumerate(values, 1):
            if isinstance(value, str):
                yield str(name), row, value


def _is_illegal(character: str) -> bool:
    return unicodedata.category(character) in ILLEGAL or ord(character) & 0xFFFE == 0xFFFE


def _mend_character(character: str) -> str:
    if unicodedata.category(character) == "Cc":
        return character if character == "\n" else " "
    return character if _is_drawable(character) else STAND_IN


def _is_drawable(character: str) -> bool:
    code, category = ord(character), unicodedata.category(character)
    return code in list_drawable() or category in UNDRAWN or category == "Cc" or code in VARIANTS
