"""Put files that belong together in place, so that a folder holds all of the old ones or all of the new ones.

Everything is written into a folder beside, which then gets the name ``READY`` in one step: from there on it is only
moved, and whoever finds it, a later run or a reader, finishes the moving.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

READY = ".ready"
LAST = "build.json"
"""Moved after all others: it names what the others hold."""


def declare_ready(staging: Path, folder: Path) -> None:
    """Give a folder of finished files below ``folder`` the name by which they count as written.

    Raises OSError where the file system refuses.
    """
    for name, _, _ in os.walk(staging, topdown=False):
        sync_folder(Path(name))
    staging.rename(folder / READY)
    sync_folder(folder)


def finish_placing(folder: Path) -> bool:
    """Move what stands ready into its place; whether anything did. Several processes may do so at once.

    Raises OSError where a file cannot be replaced; what stands ready stays so.
    """
    ready = folder / READY
    if not ready.is_dir():
        return False
    for path in sorted(_list_waiting(ready), key=lambda p: (p.name == LAST, p)):
        _move(ready / path, folder / path)
    sync_folder(folder)
    shutil.rmtree(ready, ignore_errors=True)
    return True


def _list_waiting(ready: Path) -> list[Path]:
    """Files that stand ready, without those of folders that another process has just emptied and removed."""

    def tell(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise error

    return [Path(top, name).relative_to(ready) for top, _, names in os.walk(ready, onerror=tell) for name in names]


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    try:
        source.replace(target)
    except FileNotFoundError:
        if not target.exists():
            raise


def sync_file(path: Path) -> None:
    """Force the content of a file to disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to disk, where the system can (Windows cannot)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
