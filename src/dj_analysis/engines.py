"""Where work runs: this process, or several on this machine; what a killed worker lost is done again."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path
from typing import TypeVar

from dj_analysis.errors import DjAnalysisError

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 8
"""Documents handed to a worker at a time: enough to hide the cost of handing over (about 1 ms against 20 ms each)."""
AHEAD = 3
"""Chunks a worker may have waiting: it never idles, and no more than these are in memory."""
TRIES = 2
"""Times an item may end the process it is done in, alone, before it is given up."""


class EngineError(DjAnalysisError):
    """Work that could not be finished on this machine; the message is one sentence with the remedy."""


def run(
    work: Iterable[Item],
    do: Callable[[Item], Result],
    jobs: int = 1,
    give_up: Callable[[Item], Result] | None = None,
) -> Iterator[Result]:
    """Results of ``do`` for every item, in any order; at most a few chunks are read ahead or held.

    ``do`` is a module's function that catches what goes wrong with one item. With ``jobs`` above one the items are
    spread over processes. What a killed worker lost is done one item at a time; an item that ends its process twice
    gets the result of ``give_up``, or EngineError is raised where that is None.

    >>> sorted(run(["a", "bb"], len))
    [1, 2]
    """
    items = iter(work)
    first = list(islice(items, CHUNK + 1))
    if jobs <= 1 or len(first) <= CHUNK:
        yield from map(do, first)
        yield from map(do, items)
        return
    chunks = _chunks(first, items)
    while True:
        lost: list[Item] = []
        yield from _run_pool(chunks, lost, do, jobs)
        if not lost:
            return
        yield from _run_alone(lost, do, give_up)


def _run_alone(
    items: Iterable[Item], do: Callable[[Item], Result], give_up: Callable[[Item], Result] | None
) -> Iterator[Result]:
    """Results of items done one after the other in a process of their own: so it is known which of them ends it."""
    pool = ProcessPoolExecutor(1, mp_context=_context())
    try:
        for item in items:
            for _ in range(TRIES):
                try:
                    result = pool.submit(do, item).result()
                except BrokenProcessPool:
                    pool.shutdown()
                    pool = ProcessPoolExecutor(1, mp_context=_context())
                    continue
                yield result
                break
            else:
                if give_up is None:
                    raise EngineError(
                        "worker processes keep being ended from outside; free some memory, then run again"
                    )
                yield give_up(item)
    finally:
        pool.shutdown()


def _chunks(first: list[Item], items: Iterator[Item]) -> Iterator[list[Item]]:
    while first:
        yield first
        first = list(islice(items, CHUNK))


def _run_pool(
    chunks: Iterator[list[Item]], lost: list[Item], do: Callable[[Item], Result], jobs: int
) -> Iterator[Result]:
    """Results from one pool, until all is done or it breaks; what it had not finished is left in ``lost``."""
    with ProcessPoolExecutor(jobs, mp_context=_context()) as pool:
        waiting: dict[Future[list[Result]], list[Item]] = {}
        broken = False
        try:
            while True:
                while not broken and len(waiting) < jobs * AHEAD and (chunk := next(chunks, None)):
                    try:
                        waiting[pool.submit(_do_chunk, do, chunk)] = chunk
                    except BrokenProcessPool:
                        lost += chunk
                        broken = True
                if not waiting:
                    return
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    chunk = waiting.pop(future)
                    try:
                        results = future.result()
                    except BrokenProcessPool:
                        lost += chunk
                        broken = True
                    else:
                        yield from results
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _do_chunk(do: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    return [do(item) for item in chunk]


def _context() -> multiprocessing.context.BaseContext:
    """Forked workers share what is loaded; a process with threads spawns them, as a fork would inherit held locks."""
    alone = sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    return multiprocessing.get_context("fork" if alone else "spawn")
