"""How much one article may take: bytes of its file, seconds and memory of its processing."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

MIB = 1024 * 1024
FIRE_AGAIN = 1.0
"""Seconds after which an alarm that a library has swallowed comes again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one article; what exceeds one is left out and named, and the build goes on.

    ``size`` is bytes of the file: an article has a few kilobytes, a page with everything in it under two megabytes.
    ``seconds`` is time on the clock for all its stages, ``memory`` bytes it may take beyond what the process has: a
    text of 16 MB, the most ``size`` admits, took 14 seconds and 400 MB. Time is bounded where there are alarms (not on
    Windows, and only in a program's main thread), memory on Linux.
    """

    size: int = 16 * MIB
    seconds: float = 120.0
    memory: int = 2048 * MIB


class OutOfTimeError(BaseException):
    """An article took longer than it may. No ``except Exception`` of a library keeps it."""


STANDARD = Limits()


@contextmanager
def keep_within(limits: Limits) -> Iterator[None]:
    """Bound time and memory of what is done inside: OutOfTimeError or MemoryError where it takes more."""
    with _bound_memory(limits.memory), _bound_time(limits.seconds):
        yield


@contextmanager
def _bound_time(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, FIRE_AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(_: int, __: FrameType | None) -> None:
    raise OutOfTimeError


@contextmanager
def _bound_memory(extra: int) -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    import resource  # noqa: PLC0415 - only on Unix

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _read_size() + extra
    bounded = wanted if soft == resource.RLIM_INFINITY else min(wanted, soft)
    resource.setrlimit(resource.RLIMIT_AS, (bounded, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _read_size() -> int:
    """Bytes of address space this process has."""
    import resource  # noqa: PLC0415

    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
