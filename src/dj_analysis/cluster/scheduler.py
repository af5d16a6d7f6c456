"""The Dask cluster: reach it, give it tasks a few at a time, and know which of them ends its worker."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from dj_analysis.cluster.errors import ClusterError
from dj_analysis.cluster.places import REMEDY
from dj_analysis.fingerprints import fingerprint_inputs

if TYPE_CHECKING:
    from distributed import Client, Future

Item = TypeVar("Item")
Result = TypeVar("Result")

CONNECT_SECONDS = 15
"""Time to find the scheduler; on a network it answers within one."""
AHEAD = 3
"""Tasks a worker may have waiting: it never idles, and the scheduler never holds more."""
FAILURES = 1
"""Workers that may end under a task before it is given up: the second time it is the task's fault."""


@contextmanager
def reach_cluster(address: str | None, workers: int, memory: int) -> Iterator[tuple[Client, str]]:
    """A client of the scheduler at ``address``, or of one started here with ``workers`` processes; the dashboard.

    ``memory`` bounds each process started here, in bytes. Raises ClusterError where there is no scheduler, no worker,
    or where workers run another version of this package.
    """
    try:
        import dask  # noqa: PLC0415 - an optional dependency
        from distributed import Client, LocalCluster  # noqa: PLC0415
    except ImportError as error:
        raise ClusterError(f"builds on a cluster need dask and distributed; install them: {REMEDY}") from error
    settings = {
        "distributed.scheduler.allowed-failures": FAILURES,
        "distributed.comm.timeouts.connect": f"{CONNECT_SECONDS}s",
        "distributed.worker.daemon": True,
    }
    with dask.config.set(settings), _silence():
        if address is None:
            with LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, memory_limit=memory, host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
            ) as cluster, Client(cluster) as client:  # fmt: skip
                yield client, str(cluster.dashboard_link)
            return
        try:
            client = Client(address, timeout=CONNECT_SECONDS)
        except (OSError, ValueError, TimeoutError) as error:
            raise ClusterError(f"{address}: no scheduler answers there; start it, or check the address") from error
        with client:
            _check_workers(client, address)
            yield client, str(client.dashboard_link)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep the cluster's own log off the console: what matters is told in sentences."""
    import logging  # noqa: PLC0415

    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _check_workers(client: Client, address: str) -> None:
    """ClusterError where there is no worker, or one whose package or Python is another one."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as error:
        raise ClusterError(
            f"{address}: the scheduler has no workers; start some with: dask worker {address}"
        ) from error
    try:
        states = client.run(tell_version)
    except Exception as error:
        raise ClusterError(
            f"{address}: workers cannot run this package ({type(error).__name__}); install the same version there"
        ) from error
    ours = tell_version()
    strange = sorted(worker for worker, state in states.items() if state != ours)
    if strange:
        raise ClusterError(
            f"{strange[0]}: runs another version of dj-analysis or of a library it uses; install the same everywhere"
        )


def tell_version() -> str:
    """A digest of this package, its word lists and its libraries, and the version of Python."""
    from pathlib import Path  # noqa: PLC0415 - a path without lists of anybody's own

    return f"{sys.version_info[:2]} {fingerprint_inputs(Path('/nonexistent'))}"


def run_tasks(
    client: Client,
    do: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    split: Callable[[Item], Sequence[Item]] | None = None,
    give_up: Callable[[Item], Result] | None = None,
) -> Iterator[Result]:
    """Results of ``do`` for every item, in any order, a few items at a time on the cluster.

    An item that was with workers as they ended is ``split`` and done again piece by piece, each alone; what then ends
    its worker twice gets ``give_up``. Raises ClusterError where the scheduler is gone or a task fails.
    """
    from distributed import as_completed  # noqa: PLC0415

    waiting = iter(items)
    running: dict[Future, Item] = {}
    suspects: list[Item] = []
    done = as_completed()
    for item in waiting:
        _submit(client, do, item, running, done)
        if len(running) >= max(1, sum(client.nthreads().values())) * AHEAD:
            break
    while running:
        future = next(done)
        item = running.pop(future)
        try:
            yield _take(client, future)
        except WorkerEndedError:
            suspects.append(item)
        future.release()
        following = next(waiting, None)
        if following is not None:
            _submit(client, do, following, running, done)
    for item in suspects:
        for piece in split(item) if split else [item]:
            yield _do_alone(client, do, piece, give_up)


class WorkerEndedError(Exception):
    """The worker that had a task ended, twice."""


def _submit(client: Client, do: Callable[..., Any], item: Any, running: dict[Future, Any], done: Any) -> None:  # noqa: ANN401
    future = client.submit(do, item, pure=False)
    running[future] = item
    done.add(future)


def _do_alone(
    client: Client, do: Callable[[Item], Result], item: Item, give_up: Callable[[Item], Result] | None
) -> Result:
    future = client.submit(do, item, pure=False)
    try:
        result: Result = _take(client, future)
    except WorkerEndedError as error:
        if give_up is None:
            raise ClusterError("workers keep ending; give them more memory, then run again") from error
        return give_up(item)
    else:
        return result
    finally:
        future.release()


def _take(client: Client, future: Future) -> Any:  # noqa: ANN401 - whatever the task gives
    """The result of a task. Raises WorkerEndedError, or ClusterError where the task failed or the scheduler is gone."""
    from concurrent.futures import CancelledError  # noqa: PLC0415

    from distributed import KilledWorker  # noqa: PLC0415
    from distributed.comm import CommClosedError  # noqa: PLC0415

    try:
        return future.result()
    except KilledWorker as error:
        raise WorkerEndedError from error
    except ClusterError:
        raise
    except (CancelledError, CommClosedError, TimeoutError) as error:
        raise ClusterError(
            f"{client.scheduler.address if client.scheduler else 'the cluster'}: the scheduler is gone; start it and "
            "run again: what was done is kept"
        ) from error
    except Exception as error:
        raise ClusterError(f"a task failed on a worker ({type(error).__name__}: {error}); please report it") from error


def gather(client: Client, futures: Sequence[Future]) -> list[Any]:
    """Results of tasks, in their order. Raises ClusterError as ``run_tasks`` does."""
    results = []
    for future in futures:
        try:
            results.append(_take(client, future))
        except WorkerEndedError as error:
            raise ClusterError("workers keep ending; give them more memory, then run again") from error
    return results
