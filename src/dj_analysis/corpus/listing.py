"""What lies in the raw folder, by one pass over it: names, sizes and times, no file opened."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dj_analysis.corpus.errors import CorpusError
from dj_analysis.corpus.files import NOT_ARTICLES, SUFFIXES

HIDDEN = (".", "~$")
"""Names that begin so are hidden files and the locks office programs leave."""


STORE = "store.sqlite"
"""What a build keeps its results in: a folder that has it holds tables and texts of ours, no saved articles."""


class ListedFile(NamedTuple):
    """A file below the raw folder; ``name`` is its path there, with slashes."""

    name: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Stranger:
    """Something below the raw folder that is not read, and why, as the end of a sentence with the remedy."""

    name: str
    why: str


def list_raw(raw_dir: Path) -> tuple[list[ListedFile], list[Stranger]]:
    """Articles in the order of their names, and what is not read.

    README.md, metadata.csv and hidden files are neither; a folder a build wrote into is not entered. Raises CorpusError
    where the folder cannot be read, or is itself one a build wrote into.
    """
    if (raw_dir / STORE).is_file():
        raise CorpusError(f"{raw_dir}: holds tables a build wrote, no saved articles; name their folder with --raw")
    found: list[ListedFile] = []
    strangers: list[Stranger] = []
    try:
        _list(str(raw_dir), "", found, strangers)
    except OSError as error:
        place = error.filename or raw_dir
        raise CorpusError(
            f"{place}: cannot be listed ({error.strerror}); check that it exists and may be read"
        ) from error
    return sorted(found, key=lambda f: f.name.split("/")), sorted(strangers, key=lambda s: s.name)


def _list(folder: str, prefix: str, found: list[ListedFile], strangers: list[Stranger]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(HIDDEN):
                continue
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False) and os.path.isfile(os.path.join(entry.path, STORE)):  # noqa: PTH113, PTH118 - as below
                strangers.append(Stranger(name, "holds tables a build wrote and is not read; move it elsewhere"))
            elif entry.is_dir(follow_symlinks=False):
                _list(entry.path, f"{name}/", found, strangers)
            elif entry.name.lower() not in NOT_ARTICLES:
                listed = _look_at(entry, name)
                (found if isinstance(listed, ListedFile) else strangers).append(listed)  # type: ignore[arg-type]


def _look_at(entry: os.DirEntry[str], name: str) -> ListedFile | Stranger:
    """A file as it is listed, or why it is not."""
    if entry.is_symlink():
        return Stranger(name, "is a link to another place; put the file itself there")
    if not _is_unicode(name):
        return Stranger(name, "its name is not valid Unicode; rename the file")
    state = entry.stat(follow_symlinks=False)
    if not stat.S_ISREG(state.st_mode):
        return Stranger(name, "is a device or a pipe, no file; take it out of the folder")
    if os.path.splitext(entry.name)[1].lower() not in SUFFIXES:  # noqa: PTH122 - a Path per file is slow
        return Stranger(name, "is no kind of file that is read; save it as .txt, .md, .html, .docx or .pdf")
    return ListedFile(name, state.st_size, state.st_mtime_ns)


def _is_unicode(name: str) -> bool:
    """False for names the file system holds in another encoding: no table could name them."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
