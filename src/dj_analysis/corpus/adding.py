"""Copy saved articles into the raw folder; what lies there is never written over."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from dj_analysis.corpus.errors import CorpusError
from dj_analysis.corpus.files import NOT_ARTICLES, SUFFIXES
from dj_analysis.placing import sync_file, sync_folder


def add_files(files: Sequence[Path], raw_dir: Path) -> list[str]:
    """Copy the files into ``raw_dir`` and return their names there; either all are copied or none.

    All are written beside and forced to disk before the first gets its name. A file that is there with the same bytes
    is taken as added: so what a killed run had begun is finished by the same command. Raises CorpusError where a file
    is not there or no article, or where its name is taken by another.
    """
    names = Counter(path.name for path in files)
    for path in files:
        _check(path, raw_dir / path.name)
        if names[path.name] > 1:
            raise CorpusError(f"{path.name}: is given twice; rename one of the two files")
    fresh = [path for path in files if not (raw_dir / path.name).exists()]
    copied: list[Path] = []
    try:
        raw_dir.mkdir(parents=True, exist_ok=True)
        for path in fresh:
            _copy(path, _name_beside(raw_dir / path.name))
        for path in fresh:
            _put_in_place(raw_dir / path.name)
            copied.append(raw_dir / path.name)
        sync_folder(raw_dir)
    except OSError as error:
        for target in copied:
            target.unlink(missing_ok=True)
        place = error.filename or raw_dir
        raise CorpusError(f"{place}: cannot be copied ({error.strerror}); nothing was added") from error
    finally:
        for path in fresh:
            _name_beside(raw_dir / path.name).unlink(missing_ok=True)
    return [path.name for path in files]


def find_known(files: Sequence[Path], raw_dir: Path) -> list[str]:
    """Names of the files that lie in ``raw_dir`` already, with the same bytes."""
    return [path.name for path in files if path.is_file() and _is_there(path, raw_dir / path.name)]


def _is_there(path: Path, target: Path) -> bool:
    return target.is_file() and filecmp.cmp(path, target, shallow=False)


def _check(path: Path, target: Path) -> None:
    if path.is_dir():
        raise CorpusError(f"{path}: is a folder; name the files in it, {path / '*.txt'} for instance")
    if not path.is_file():
        raise CorpusError(f"{path}: there is no such file; name the articles you saved")
    if path.suffix.lower() not in SUFFIXES or path.name.lower() in NOT_ARTICLES or path.name.startswith((".", "~$")):
        raise CorpusError(f"{path}: is no kind of file that is read; save it as {', '.join(sorted(SUFFIXES))}")
    if target.exists() and not _is_there(path, target):
        raise CorpusError(f"{target}: is there already and is not written over; rename the new file")


def _name_beside(target: Path) -> Path:
    """Where a file is written before it gets its name; no build reads it."""
    return target.with_name(f".{target.name}.part")


def _copy(path: Path, beside: Path) -> None:
    shutil.copyfile(path, beside)
    sync_file(beside)


def _put_in_place(target: Path) -> None:
    """Give a copied file its name in one step, which fails where that has been taken meanwhile."""
    try:
        os.link(_name_beside(target), target)
    except FileExistsError:
        raise
    except OSError:
        # FAT and some network folders have no hard links.
        _name_beside(target).rename(target)
