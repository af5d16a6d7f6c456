"""One process at a time: a lock that goes with the process that holds it, even where that is killed."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dj_analysis.errors import DjAnalysisError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
"""What systems answer where another process holds the lock; any other answer: this folder knows no locks."""
PAUSE = 0.05


class HeldError(DjAnalysisError):
    """Another process holds the lock; whoever wanted it says what that means."""


@contextmanager
def hold_lock(path: Path, seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock named by a file beside what is written; the file is there only while a process holds it.

    Waits up to ``seconds``, then raises HeldError. Where a file system knows no locks nothing is locked. Raises OSError
    where the file cannot be made.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, hold_lock(Path(folder, ".lock")):
    ...     Path(folder, ".lock").exists()
    True
    """
    end = time.monotonic() + seconds
    while (descriptor := _take(path)) is None:
        if time.monotonic() >= end:
            raise HeldError(f"{path}: is held by another process; wait until that has finished")
        time.sleep(PAUSE)
    try:
        yield
    finally:
        # Removed while it is held: whoever waits for it finds that and makes another.
        if sys.platform != "win32":
            path.unlink(missing_ok=True)
        os.close(descriptor)
        if sys.platform == "win32":
            with suppress(OSError):
                path.unlink()


def _take(path: Path) -> int | None:
    """A descriptor that holds the lock; None where another process does."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    if _lock(descriptor) and _is_same(descriptor, path):
        return descriptor
    os.close(descriptor)
    return None


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in HELD
    return True


def _is_same(descriptor: int, path: Path) -> bool:
    """Whether the file that was locked is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False
