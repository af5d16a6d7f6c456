"""Regular expressions compiled by an earlier build: compiling all of them takes longer than doing an article.

``re`` compiles a pattern to a list of numbers in Python and makes an object of that list in C. The lists are kept, and
given to the C part as they are; it checks every list it is given. Where a pattern made so is not the one ``re`` makes,
as with another Python's inner parts, ``re`` makes all of them and nothing is kept.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NamedTuple

from dj_analysis.regexes import compile_by

CODES = "I"
"""How ``re`` holds the numbers of a pattern: 32 bits without a sign."""
MOST = 4096
"""Patterns kept; the package has some 900, and a few are made of what an article says."""
FASTEST = 1
"""zlib level: a third of a megabyte instead of two, within 10 ms."""
SAMPLE = "(?is)(?P<a>[党团]支部|x{2,3}?)(?:y(?P<b>[^z])|(?<![0-9])(?P=a))++"
"""Has most of what patterns are made of: it tells whether this Python is known."""


class Form(NamedTuple):
    """What a pattern is compiled to: its flags, its numbers, how many groups it has, and the names of these."""

    flags: int
    codes: array[int]
    groups: int
    names: Mapping[str, int]


@dataclass
class Patterns:
    """Forms by pattern and flags; ``grown`` tells whether any was made anew."""

    forms: dict[tuple[str, int], Form] = field(default_factory=dict)
    grown: bool = False

    def compile(self, pattern: str, flags: int) -> Any:  # noqa: ANN401 - what re gives
        """The pattern, of its kept form or of a new one. Raises re.error where it is none."""
        form = self.forms.get((pattern, flags))
        if form is None:
            form = make_form(pattern, flags)
            if len(self.forms) < MOST:
                self.forms[pattern, flags] = form
                self.grown = True
        numbered: list[str | None] = [None] * (form.groups + 1)
        for name, number in form.names.items():
            numbered[number] = name
        made = (form.flags, form.codes.tolist(), form.groups, dict(form.names), tuple(numbered))
        return import_module("_sre").compile(pattern, *made)


def make_form(pattern: str, flags: int) -> Form:
    """Compile a pattern as ``re`` does, up to the list of numbers."""
    parsed = import_module("re._parser").parse(pattern, flags)
    codes = import_module("re._compiler")._code(parsed, flags)
    state = parsed.state
    return Form(flags | state.flags, array(CODES, codes), state.groups - 1, dict(state.groupdict))


@contextmanager
def reuse_patterns(kept: bytes | None) -> Iterator[Patterns]:
    """Compile patterns by their kept forms, and keep those of the others, until the context ends.

    ``kept`` is what ``pack_patterns`` made of another run of the same Python, or None.

    >>> from dj_analysis.regexes import compile_re
    >>> with reuse_patterns(None) as patterns:
    ...     found = compile_re("第(?P<n>[0-9]+)期").search("第12期")
    >>> found["n"], len(patterns.forms)
    ('12', 1)
    """
    patterns = Patterns(unpack_patterns(kept) if kept else {})
    if not _is_known_python():
        yield patterns
        return

    def compile_or_take(pattern: Any, flags: int) -> Any:  # noqa: ANN401 - as in re
        return patterns.compile(pattern, flags) if isinstance(pattern, str) else re.compile(pattern, flags)

    with compile_by(compile_or_take):
        yield patterns


def _is_known_python() -> bool:
    """Whether a pattern is made here as this Python's ``re`` makes it; two are equal where their numbers are."""
    wanted = re.compile(SAMPLE)
    try:
        made = Patterns().compile(SAMPLE, 0)
        sized = array(CODES).itemsize == import_module("_sre").CODESIZE
    except Exception:
        # Inner parts that are others may refuse in any way.
        return False
    return bool(sized and made == wanted and made.groupindex == wanted.groupindex)


def name_python() -> str:
    """What the forms of patterns depend on beside the patterns."""
    return f"{sys.implementation.name} {sys.version} {sys.byteorder}"


def pack_patterns(patterns: Patterns) -> bytes:
    """All forms as bytes.

    >>> with reuse_patterns(None) as patterns:
    ...     _ = patterns.compile("支部", 32)
    >>> unpack_patterns(pack_patterns(patterns)) == patterns.forms
    True
    """
    forms = patterns.forms
    heads = [(*key, form.flags, len(form.codes), form.groups, form.names) for key, form in forms.items()]
    head = json.dumps(heads).encode("ascii")
    codes = b"".join(form.codes.tobytes() for form in forms.values())
    return zlib.compress(b"%d\n" % len(head) + head + codes, FASTEST)


def unpack_patterns(kept: bytes) -> dict[tuple[str, int], Form]:
    """The forms in bytes that are as they were packed."""
    length, _, rest = zlib.decompress(kept).partition(b"\n")
    heads, codes = json.loads(rest[: int(length)]), memoryview(rest)[int(length) :]
    forms: dict[tuple[str, int], Form] = {}
    size, at = array(CODES).itemsize, 0
    for pattern, flags, made_flags, count, groups, names in heads:
        form = array(CODES)
        form.frombytes(codes[at : at + count * size])
        forms[pattern, flags] = Form(made_flags, form, groups, names)
        at += count * size
    return forms
