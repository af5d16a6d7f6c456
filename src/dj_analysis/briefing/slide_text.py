"""How much room text takes on a slide, so that nothing runs over: sizes shrink to a least one, then a slide follows."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dj_analysis.briefing.wording import show_mark
from dj_analysis.regexes import compile_re

POINTS = 72
"""Points to the inch."""
LINE = 1.38
"""Height of a line, in sizes of its text; set as an exact distance, as the faces that may stand in differ (1.15 to
1.45)."""
SPACE = 0.4
"""Distance of two paragraphs, in sizes of their text."""
SAFETY = 1.03
"""Faces that may stand in for ours are a little wider."""
BOLD = 0.95
"""What is left of a width for bold text, whose letters are wider."""
SPACING = 0.5
"""Some programs put a quarter of a size between Chinese characters and Latin letters or digits, on both sides."""
OPENING, CLOSING, LATIN_CLOSING = "“‘（《〈「『【", "，。、；：！？）》〉」』】”’％…", ",.;:!?)%"
"""Marks that end no line, and marks that begin none."""
UNIT = compile_re(
    f"[{OPENING}]*(?:[!-~]+|.)(?:[{CLOSING}]|[{re.escape(LATIN_CLOSING)}][!-~]*)*",
    re.DOTALL,
)
"""What is not broken over lines: a Latin word, number or other character, with the marks that cling to it."""
LATIN = compile_re("[!-~“”‘’]")
FORBIDDEN = compile_re("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters no XML file may hold."""
SIZES = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
DENSE_SIZES = (*SIZES, 11.5, 11.0)
"""For pages that should stay one."""
OPENERS = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}
"""Marks that turn the direction of what follows, and what ends each."""
MARK_GAP = "\u2002"


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph: its text, the id of the claim it is, and whether it is a remark that stands back."""

    text: str
    mark: str = ""
    quiet: bool = False

    @property
    def shown(self) -> str:
        """The text as it is measured, with the id behind it."""
        return f"{self.text}{MARK_GAP}{show_mark(self.mark)}" if self.mark else self.text


def clean_text(text: str) -> str:
    r"""Text as an Office file can hold it: characters that XML forbids become U+FFFD; all others stay themselves.

    >>> clean_text("党\x00建 <b> ]]>")
    '党�建 <b> ]]>'
    """
    return _end_directions(FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))


def _end_directions(text: str) -> str:
    """End what turns the direction of text at the end of the text itself: it would turn what we write after it."""
    open_ones: list[str] = []
    for character in text:
        if character in OPENERS:
            open_ones.append(OPENERS[character])
        elif open_ones and character == open_ones[-1]:
            open_ones.pop()
    return text + "".join(reversed(open_ones))


def flatten_text(text: str) -> str:
    r"""Text of one line, for titles and cells of a heading.

    >>> flatten_text("一\n二\t三 ")
    '一 二 三'
    """
    return " ".join(clean_text(text).split())


def measure_text(text: str) -> float:
    """Width in sizes of the text: 1 for a Chinese character, what Latin letters of a wide sans serif take, else.

    >>> round(measure_text("1+2模式"), 2)
    4.12
    """
    return SAFETY * sum(map(_width_of, text))


def _width_of(character: str) -> float:
    if character in "“”‘’" or unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if character in " .,:;'|!ijlI()[]":
        return 0.36
    return 0.76 if character.isupper() or character in "mw@%&+=<>~" else 0.62


def count_lines(text: str, width: float) -> int:
    """Lines text takes in ``width`` sizes.

    >>> count_lines("亮身份亮标准亮承诺", 4.2), count_lines("", 4)
    (3, 1)
    """
    return sum(_count_lines(paragraph, width) for paragraph in text.split("\n"))


def _count_lines(text: str, width: float) -> int:
    lines, used = 1, 0.0
    for unit in UNIT.findall(text):
        wide = _measure_unit(unit)
        if used and used + wide > width:
            lines, used = lines + 1, 0.0
        if wide > width:
            whole = math.ceil(wide / width)
            lines, used = lines + whole - 1, wide - (whole - 1) * width
        else:
            used += wide
    return lines


def measure_line(text: str) -> float:
    """Width of text in one line, in sizes, with the room programs put around Latin words."""
    return sum(map(_measure_unit, UNIT.findall(text)))


def _measure_unit(unit: str) -> float:
    return measure_text(unit) + (SPACING if LATIN.search(unit) else 0.0)


def measure_height(items: Sequence[Item], size: float, width: float, *, indent: float = 0.25) -> float:
    """Height in inches that paragraphs take in ``width`` inches at a size in points."""
    inner = (width - indent) * POINTS / size
    lines = sum(count_lines(item.shown, inner) for item in items)
    return (lines * LINE + max(len(items) - 1, 0) * SPACE) * size / POINTS


def fit_items(items: Sequence[Item], width: float, height: float, sizes: Sequence[float] = SIZES) -> tuple[float, int]:
    """The largest size at which all paragraphs fit; else the least, and how many of the first fit at it.

    >>> fit_items([Item("亮身份"), Item("亮标准")], 4, 1)
    (18.0, 2)
    """
    for size in sizes:
        if measure_height(items, size, width) <= height:
            return size, len(items)
    count = len(items)
    while count and measure_height(items[:count], sizes[-1], width) > height:
        count -= 1
    return sizes[-1], count


def cut_text(text: str, width: float, max_lines: int) -> str:
    """Text that takes at most ``max_lines`` lines of ``width`` sizes; what is left out shows as an ellipsis.

    >>> cut_text("亮身份亮标准亮承诺", 3.5, 2)
    '亮身份亮标…'
    """
    if count_lines(text, width) <= max_lines:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if count_lines(text[:middle] + "…", width) <= max_lines else (low, middle - 1)
    return text[:low].rstrip() + "…"


def fit_title(text: str, width: float, height: float, largest: float) -> tuple[float, str]:
    """The largest size, down to two thirds, at which a title fits its box, and the title, cut where it must be."""
    least = max(12.0, round(largest * 2 / 3))
    size, width = largest, width * BOLD
    while size > least and measure_height([Item(text)], size, width, indent=0) > height:
        size -= 1
    lines = max(1, int(height * POINTS / (size * LINE) + 0.001))
    return size, cut_text(text, width * POINTS / size, lines)
