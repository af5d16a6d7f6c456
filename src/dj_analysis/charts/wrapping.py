"""Break Chinese text into lines that fit."""

from __future__ import annotations

import math
import re
import unicodedata

from dj_analysis.regexes import compile_re

NO_LINE_START = "，。、；：！？）》”’】％%,.;:!?)"
NO_LINE_END = "（《“‘【(["
WIDE_LATIN, WIDE_LATIN_WIDTH = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZmw%@&"), 0.7
"""Capitals of Noto Sans SC are 0.65 wide on average, small letters and digits 0.55."""
PIECE = compile_re(r"[0-9A-Za-z.,+*/_-]+|.", re.DOTALL)
"""What is kept on one line if it can be: a number, a Latin word, a formula like 1+2+N; else a single character."""


def measure_width(text: str) -> float:
    """Width in Chinese characters; small Latin letters and digits count half, capitals a little more.

    >>> measure_width("1+2模式")
    3.5
    """
    return sum(_measure_character(character) for character in text)


def _measure_character(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    return WIDE_LATIN_WIDTH if character in WIDE_LATIN else 0.5


def wrap_text(text: str, width: float, *, max_lines: int | None = None) -> str:
    r"""Break Chinese text into lines of ``width`` characters, never before a closing mark or behind an opening one.

    Numbers and Latin words are broken only where they are longer than a line. What does not fit into ``max_lines`` is
    cut and ends in an ellipsis.

    >>> wrap_text("亮身份，亮标准，亮承诺", 7)
    '亮身份，亮标准，\n亮承诺'
    >>> wrap_text("现有党员1200人", 5)
    '现有党员\n1200人'
    """
    lines = [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, width)]
    if max_lines and len(lines) > max_lines:
        lines = [*lines[: max_lines - 1], lines[max_lines - 1].rstrip(NO_LINE_START) + "…"]
    return "\n".join(lines)


def wrap_evenly(text: str, width: float, *, max_lines: int | None = None) -> str:
    r"""Break a name or title into lines of like length, so that no single character is left over for the last one.

    >>> wrap_evenly("党员志愿服务基地与社区共建平台", 12)
    '党员志愿服务基地\n与社区共建平台'
    """
    wrapped = wrap_text(text, width, max_lines=max_lines)
    n_lines = wrapped.count("\n") + 1
    for even in range(math.ceil(measure_width(text) / n_lines), math.ceil(width)):
        narrow = wrap_text(text, even, max_lines=max_lines)
        if narrow.count("\n") + 1 == n_lines and narrow.endswith("…") == wrapped.endswith("…"):
            return narrow
    return wrapped


def _wrap_paragraph(text: str, width: float) -> list[str]:
    lines, line = [], ""
    for piece in _cut_pieces(text, width):
        if line and measure_width(line + piece) > width and piece not in NO_LINE_START:
            kept = line.rstrip(NO_LINE_END) or line
            lines.append(kept)
            line = line[len(kept) :]
        line += piece
    return [*lines, line]


def _cut_pieces(text: str, width: float) -> list[str]:
    pieces = PIECE.findall(text)
    return [part for piece in pieces for part in ([piece] if measure_width(piece) <= width else list(piece))]
