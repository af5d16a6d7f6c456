"""Put a build's files into its folder: all written beside first, then renamed into place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dj_analysis.errors import TableError
from dj_analysis.placing import READY, declare_ready, finish_placing

STAGING = ".new-"
FEW = 64
"""Texts that are each forced to disk; of more, the whole file system is synchronised once, which takes less time."""

Writer = Callable[[BinaryIO], None]


def make_folder(out: Path) -> None:
    """Make the output folder. Raises TableError where it cannot be made."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TableError(f"{out}: cannot write there ({error.strerror}); choose another folder with --out") from error


def remove_leftovers(out: Path) -> None:
    """Finish or remove what a killed build left beside the tables; only for who holds the store.

    Raises TableError where finished files cannot be put in place.
    """
    try:
        finish_placing(out)
    except OSError as error:
        place = error.filename2 or error.filename or out / READY
        raise TableError(f"{place}: cannot be replaced ({error.strerror}); close it, then run again") from error
    for left in out.glob(STAGING + "*"):
        shutil.rmtree(left, ignore_errors=True)


def write_files(staging: Path, files: Mapping[str, Writer], texts: Iterable[tuple[str, str]], record: str) -> None:
    """Write files, texts and the build record into a folder made by ``stage_files``, and force them to disk.

    ``files`` maps file names to what writes them, ``texts`` file names below ``texts/`` to their text.
    """
    for name, write in files.items():
        _write(staging / name, write, sync=True)
    written = 0
    (staging / "texts").mkdir()
    for name, text in texts:
        _write(staging / "texts" / name, _writer(text), sync=written < FEW)
        written += 1
    if written > FEW and hasattr(os, "sync"):
        os.sync()
    _write(staging / "build.json", _writer(record), sync=True)


def put_in_place(staging: Path, out: Path) -> None:
    """Move all files of a folder made by ``stage_files`` into ``out``, over those of the same name.

    Raises TableError, and changes nothing, where one of them is open in a program that locks it.
    """
    _check_free(out, sorted(p.relative_to(staging) for p in staging.rglob("*") if p.is_file()))
    declare_ready(staging, out)
    finish_placing(out)


@contextmanager
def stage_files(out: Path) -> Iterator[Path]:
    """A folder beside the files of ``out`` to write new ones in; it goes again, whatever happens.

    Raises TableError where nothing can be written there, also in place of an OSError on the way.
    """
    try:
        staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=out))
    except OSError as error:
        raise TableError(f"{out}: cannot write there ({error.strerror}); choose another folder with --out") from error
    try:
        yield staging
    except OSError as error:
        place = error.filename or out
        raise TableError(f"{place}: cannot be written ({error.strerror}); make room there, then run again") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _writer(text: str) -> Writer:
    def write(file: BinaryIO) -> None:
        file.write(text.encode("utf-8"))

    return write


def _write(path: Path, write: Writer, *, sync: bool) -> None:
    with path.open("wb") as file:
        write(file)
        if sync:
            file.flush()
            os.fsync(file.fileno())


def _check_free(out: Path, names: Iterable[Path]) -> None:
    """TableError where a file that is to be replaced is held open by a program that locks it (Excel does)."""
    for name in names:
        target = out / name
        if not target.exists():
            continue
        try:
            with target.open("r+b"):
                pass
        except OSError as error:
            raise TableError(
                f"{target}: cannot be replaced; close the program that has it open, then run again. "
                "Nothing was changed."
            ) from error


def list_texts(out: Path) -> set[str]:
    """Names of the files in ``texts/``."""
    try:
        return set(os.listdir(out / "texts"))  # noqa: PTH208 - a Path per file is slow
    except OSError:
        return set()


def remove_texts(out: Path, names: Iterable[str]) -> None:
    """Remove texts of documents that are no longer there."""
    for name in names:
        if name.endswith(".txt"):
            (out / "texts" / name).unlink(missing_ok=True)
