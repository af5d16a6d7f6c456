"""What a stage's results depend on beside the document: its source files, its word lists and the libraries it calls."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

PACKAGE = Path(__file__).parent
STAGES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "reading": (("corpus/encodings", "corpus/files"), ("charset-normalizer", "lxml")),
    "cleaning": (("cleaning/pipeline",), ("lxml", "opencc", "pypinyin")),
    "extraction": (("extraction/__init__",), ()),
    "rows": (("rows", "packing", "corpus/duplicates"), ()),
}
"""The modules a stage starts from (what they import is found by reading them) and the libraries it calls."""
IMPORT = compile_re(r"^[ \t]{0,80}(?:from dj_analysis\.([\w.]+) import |import dj_analysis\.([\w.]+))", re.MULTILINE)
LIST_CALL = compile_re(r"""\.(?:words|rows|table)\(\s*["']([a-z_]{1,40})["']""")
FORMAT = "1"
"""Counts changes of what is stored that no source file of a stage shows."""


@lru_cache(maxsize=8)
def find_sources(stage: str) -> tuple[Path, ...]:
    """Source files of a stage: the modules it starts from and those they import, at any depth.

    >>> "extraction/models.py" in [path.relative_to(PACKAGE).as_posix() for path in find_sources("extraction")]
    True
    """
    found: set[Path] = set()
    waiting = [PACKAGE / f"{name}.py" for name in STAGES[stage][0]]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        names = [a or b for a, b in IMPORT.findall(_read(path))]
        waiting += [file for name in names if (file := _module_file(name))]
    return tuple(sorted(found))


def _module_file(name: str) -> Path | None:
    base = PACKAGE.joinpath(*name.split("."))
    return next((p for p in (base.with_suffix(".py"), base / "__init__.py") if p.is_file()), None)


@lru_cache(maxsize=512)
def _read(path: Path) -> str:
    return path.read_text("utf-8")


def find_lists(stage: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Word lists a stage reads: those its source files ask a lexicon for; a test compares with what is really read."""
    names = {name for path in find_sources(stage) for name in LIST_CALL.findall(_read(path))}
    return tuple(sorted(names & set(lexicon.lists)))


def fingerprint_stage(stage: str, lexicon: Lexicon, own_lexicons: Path | None = None) -> str:
    """A digest that changes when a source file, a word list or a library of the stage changes."""
    libraries = STAGES[stage][1]
    parts: list[str | bytes] = [FORMAT, stage, repr(sys.version_info[:2])]
    parts += [f"{name} {_version(name)}" for name in libraries]
    for path in find_sources(stage):
        parts += [path.relative_to(PACKAGE).as_posix(), _read(path)]
    for name in find_lists(stage, lexicon):
        # Files are hashed as they are: making text of thousands of rows takes as long as reading an article.
        parts += [
            name,
            *(_read_list(folder / f"{name}.csv") for folder in (PACKAGE / "lexicons", own_lexicons) if folder),
        ]
    return digest_of(*parts)


def _read_list(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def fingerprint_stages(lexicon: Lexicon, own_lexicons: Path | None = None) -> dict[str, str]:
    """Every stage's fingerprint; ``own_lexicons`` is the folder of the analyst's lists, which ``lexicon`` has too."""
    return {stage: fingerprint_stage(stage, lexicon, own_lexicons) for stage in STAGES}


def fingerprint_inputs(own_lexicons: Path) -> str:
    """A digest of every file any stage may depend on and of the libraries; quick, as no list is read as a list."""
    files = [
        *sorted(PACKAGE.rglob("*.py")),
        *sorted(PACKAGE.glob("lexicons/*.csv")),
        *sorted(own_lexicons.glob("*.csv")),
    ]
    libraries = sorted({name for _, names in STAGES.values() for name in names} | {"pandas", "pyarrow"})
    parts: list[str | bytes] = [FORMAT, repr(sys.version_info[:2]), *(f"{name} {_version(name)}" for name in libraries)]
    for path in files:
        parts += [path.name, path.read_bytes()]
    return digest_of(*parts)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def digest_of(*parts: str | bytes) -> str:
    """A digest of the parts in order, each kept apart from the next.

    >>> digest_of("a", "bc") == digest_of("ab", "c")
    False
    """
    return _digest(parts)


def _digest(parts: Iterable[str | bytes]) -> str:
    encoded = (part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts)
    return hashlib.sha256(b"".join([b"%d:%b" % (len(data), data) for data in encoded])).hexdigest()[:32]
