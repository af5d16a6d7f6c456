"""How far a build is: a bar with rate and time left on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress

Show = Callable[[int, int, str], None]
EVERY = 10.0
"""Seconds between plain lines: a log of an hour's build stays short, and a build of seconds says nothing."""


@contextmanager
def show_progress(stream: TextIO) -> Iterator[Show]:
    """What to call with (done, total, file) as work goes on."""
    if not stream.isatty():
        yield _PlainLines(stream)
        return
    bar = _Bar()
    try:
        yield bar
    finally:
        bar.stop()


class _Bar:
    """A bar of rich, made when the first article is done."""

    def __init__(self) -> None:
        self._bar: Progress | None = None

    def __call__(self, done: int, total: int, name: str) -> None:
        if self._bar is None:
            from rich.console import Console  # noqa: PLC0415 - a build with nothing to do shows no bar
            from rich.progress import (  # noqa: PLC0415
                BarColumn,
                MofNCompleteColumn,
                Progress,
                TextColumn,
                TimeRemainingColumn,
            )

            columns = (
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeRemainingColumn(),
                TextColumn("{task.description}"),
            )
            self._bar = Progress(*columns, transient=True, console=Console(stderr=True))
            self._task = self._bar.add_task("", total=total, rate="")
            self._bar.start()
        speed = self._bar.tasks[0].speed
        self._bar.update(self._task, completed=done, description=name, rate=f"{speed:.0f}/s" if speed else "")

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


class _PlainLines:
    """Lines such as ``200 of 2000 articles, 35.1/s, 51 s left``."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._begun = self._told = time.monotonic()

    def __call__(self, done: int, total: int, name: str) -> None:
        now = time.monotonic()
        if now - self._told < EVERY:
            return
        self._told = now
        rate = done / (now - self._begun)
        self._stream.write(f"{done} of {total} articles, {rate:.1f}/s, {(total - done) / rate:.0f} s left\n")
        self._stream.flush()
