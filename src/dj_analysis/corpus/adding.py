"""Copy saved articles into the raw folder; what lies there is never written over."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from dj_analysis.corpus.errors import CorpusError
from dj_analysis.corpus.files import NOT_ARTICLES, SUFFIXES


def add_files(files: Sequence[Path], raw_dir: Path) -> list[str]:
    """Copy the files into ``raw_dir`` and return their names there; either all are copied or none.

    Raises CorpusError where a file is not there or no article, or where its name is taken.
    """
    names = Counter(path.name for path in files)
    for path in files:
        _check(path, raw_dir / path.name)
        if names[path.name] > 1:
            raise CorpusError(f"{path.name}: is given twice; rename one of the two files")
    copied: list[Path] = []
    try:
        raw_dir.mkdir(parents=True, exist_ok=True)
        for path in files:
            _copy(path, raw_dir / path.name)
            copied.append(raw_dir / path.name)
    except OSError as error:
        for target in copied:
            target.unlink(missing_ok=True)
        place = error.filename or raw_dir
        raise CorpusError(f"{place}: cannot be copied ({error.strerror}); nothing was added") from error
    return [path.name for path in files]


def _check(path: Path, target: Path) -> None:
    if not path.is_file():
        raise CorpusError(f"{path}: there is no such file; name the articles you saved")
    if path.suffix.lower() not in SUFFIXES or path.name.lower() in NOT_ARTICLES or path.name.startswith((".", "~$")):
        raise CorpusError(f"{path}: is no kind of file that is read; save it as {', '.join(sorted(SUFFIXES))}")
    if target.exists():
        raise CorpusError(f"{target}: is there already and is not written over; rename the new file")


def _copy(path: Path, target: Path) -> None:
    """Copy beside and put in place in one step that fails where the name has been taken meanwhile."""
    beside = target.with_name(f".{target.name}.part")
    try:
        shutil.copyfile(path, beside)
        try:
            os.link(beside, target)
        except FileExistsError:
            raise
        except OSError:
            # FAT and some network folders have no hard links.
            beside.rename(target)
    finally:
        beside.unlink(missing_ok=True)
