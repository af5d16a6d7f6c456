"""The only place where regular expressions are compiled, so that every one of them is known and can be tested.

A pattern that takes quadratic time on some text is a way to stop a build; ``list_patterns`` gives all there are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, AnyStr, NamedTuple

PACKAGE = Path(__file__).parent


class Place(NamedTuple):
    """Where a pattern is compiled: a file below the package, and the line of the call."""

    file: str
    line: int


Compile = Callable[[Any, int], "re.Pattern[Any]"]

_COMPILED: dict[tuple[str, int], set[tuple[str, int]]] = {}
_compiler: Compile = re.compile


def compile_re(pattern: AnyStr, flags: int | re.RegexFlag = 0) -> re.Pattern[AnyStr]:
    """Compile a regular expression and remember where. Raises re.error where it is none.

    >>> compile_re("第[0-9]+期").search("第12期").group()
    '第12期'
    """
    compiled: re.Pattern[AnyStr] = _compiler(pattern, int(flags))
    caller = sys._getframe(1)
    text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    _COMPILED.setdefault((text, compiled.flags), set()).add((caller.f_code.co_filename, caller.f_lineno))
    return compiled


@contextmanager
def compile_by(compiler: Compile) -> Iterator[None]:
    """Have patterns compiled by another function than ``re.compile`` until the context ends."""
    global _compiler  # noqa: PLW0603 - one compiler a process, as there is one re
    before = _compiler
    _compiler = compiler
    try:
        yield
    finally:
        _compiler = before


def find_literal(literal: str, text: str) -> Iterator[int]:
    """Where a string stands in a text, one occurrence after the other.

    >>> list(find_literal("支部", "支部与支部"))
    [0, 3]
    """
    at = text.find(literal) if literal else -1
    while at >= 0:
        yield at
        at = text.find(literal, at + len(literal))


def list_patterns() -> dict[tuple[str, int], frozenset[Place]]:
    """Patterns compiled so far, by pattern and flags, with the places of the calls."""
    return {
        key: frozenset(Place(_name(filename), line) for filename, line in places) for key, places in _COMPILED.items()
    }


def _name(filename: str) -> str:
    path = Path(filename)
    return path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else path.name
