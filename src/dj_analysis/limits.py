"""How much one article may take: bytes of its file, seconds and memory of its processing."""

from __future__ import annotations

import ctypes
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
    text of 16 MB, the most ``size`` admits, took 14 seconds and 400 MB. Memory is bounded on Linux only. Time is
    bounded by an alarm; on Windows, and outside a program's main thread, only between two steps of Python.
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
    alone = threading.current_thread() is threading.main_thread()
    with _set_alarm(seconds) if alone and hasattr(signal, "setitimer") else _watch(seconds):
        yield


@contextmanager
def _set_alarm(seconds: float) -> Iterator[None]:
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
def _watch(seconds: float) -> Iterator[None]:
    """Have another thread raise the error in this one."""
    ours, inside = threading.get_ident(), threading.Lock()
    is_inside = True

    def interrupt() -> None:
        with inside:
            if is_inside:
                _raise_in(ours, OutOfTimeError)

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with inside:
            is_inside = False
            timer.cancel()
            _raise_in(ours, None)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Have an error raised in a thread at its next step, or take back one that was not raised yet."""
    raised = ctypes.py_object(error) if error else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)


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
