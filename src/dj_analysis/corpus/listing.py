"""What lies in the raw folder, by one pass over it: names, sizes and times, no file opened."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from dj_analysis.corpus.errors import CorpusError
from dj_analysis.corpus.files import NOT_ARTICLES, SUFFIXES

HIDDEN = (".", "~$")
"""Names that begin so are hidden files and the locks office programs leave."""


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file below the raw folder; ``name`` is its path there, with slashes."""

    name: str
    size: int
    mtime_ns: int


def list_raw(raw_dir: Path) -> tuple[list[ListedFile], list[str]]:
    """Articles in the order of their names, and the names of files whose kind is not known.

    README.md, metadata.csv and hidden files are neither. Raises CorpusError where the folder cannot be read.
    """
    found: list[ListedFile] = []
    unknown: list[str] = []
    try:
        _list(str(raw_dir), "", found, unknown)
    except OSError as error:
        place = error.filename or raw_dir
        raise CorpusError(
            f"{place}: cannot be listed ({error.strerror}); check that it exists and may be read"
        ) from error
    return sorted(found, key=lambda f: f.name.split("/")), sorted(unknown)


def _list(folder: str, prefix: str, found: list[ListedFile], unknown: list[str]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(HIDDEN):
                continue
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                _list(entry.path, f"{name}/", found, unknown)
            elif entry.is_file() and entry.name.lower() not in NOT_ARTICLES:
                kind = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122 - a Path per file is slow
                if kind not in SUFFIXES or not _is_unicode(name):
                    unknown.append(name)
                    continue
                stat = entry.stat()
                found.append(ListedFile(name, stat.st_size, stat.st_mtime_ns))


def _is_unicode(name: str) -> bool:
    """False for names the file system holds in another encoding: no table could name them."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
