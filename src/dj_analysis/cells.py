"""Text of spreadsheet cells: what a spreadsheet would run as a formula stays text."""

from __future__ import annotations

from dj_analysis.regexes import compile_re

FORMULA_START = r"^'*[=+\-@\t\r＝＋－＠]"
"""How a cell begins that a spreadsheet would run (wide marks count in Chinese Excel), shielded or not; re and RE2."""
FORMULA = compile_re(FORMULA_START)


def shield_cell(text: str) -> str:
    """Text for a CSV cell: what a spreadsheet would take for a formula gets an apostrophe before it.

    >>> shield_cell("=1+1"), shield_cell("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if FORMULA.match(text) else text


def unshield_cell(text: str) -> str:
    """The text that ``shield_cell`` was given.

    >>> unshield_cell("'=1+1"), unshield_cell("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
