"""Ends a command at a chosen step, as kill -9 or a full disk would; ``Runner`` is what tests use.

A step is what changes files below the watched folder: a file opened to be written, renamed, linked, removed, forced to
disk, a folder made or removed, a transaction of the store begun or committed. A server loads the package once and forks
a process for every run, so that a run costs what its command costs and not the start of Python.
"""

from __future__ import annotations

import errno
import importlib
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

LONGEST = 300.0
"""Seconds after which a run hangs."""
MOVES = {"os.rename": 1, "os.link": 1, "os.remove": 0, "os.mkdir": 0, "os.rmdir": 0, "os.truncate": 0}
"""Events of Python that change names, and which of their arguments is the name."""
TRANSACTIONS = ("BEGIN", "COMMIT")


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit status (negative: the signal), what it said, and its steps where it came to an end."""

    status: int
    said: str
    steps: tuple[str, ...]


class Runner:
    """Runs commands of the package below a folder. Use it as a context manager."""

    def __init__(self, folder: Path, prepare: str = "") -> None:
        """``prepare`` is code the server runs once, to load or to replace something."""
        self.folder, self.prepare = folder, prepare

    def __enter__(self) -> Runner:
        env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}
        self.notes = self.folder.parent / f"{self.folder.name}.notes"
        self.notes.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, __file__, str(self.folder), str(self.notes), self.prepare]
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
        return self

    def __exit__(self, *_: object) -> None:
        assert self.server.stdin
        self.server.stdin.close()
        self.server.wait(timeout=30)
        if self.server.stdout:
            self.server.stdout.close()

    def run(self, *arguments: str | Path, **fault: Any) -> Ended:
        """Run a command to its end, or with one fault.

        ``kill_at`` ends it before that step (from 1), ``refuse_at`` has that step and all later ones fail for want of
        room, ``kill_after`` ends it after so many seconds. With ``here`` the server runs it itself: what it loads is
        loaded for all later runs.
        """
        assert self.server.stdin
        assert self.server.stdout
        (self.notes / "steps").unlink(missing_ok=True)
        self.server.stdin.write(json.dumps({"arguments": list(map(str, arguments)), **fault}) + "\n")
        self.server.stdin.flush()
        status = int(self.server.stdout.readline())
        kept = self.notes / "steps"
        steps = tuple(kept.read_text("utf-8").splitlines()) if kept.exists() else ()
        said = self.notes / "said"
        return Ended(status, said.read_text("utf-8", "replace") if said.exists() else "", steps)


def serve(folder: str, notes: str, prepare: str) -> None:
    """Run what is ordered, a line of JSON each, every one in a process of its own; a line with its status each."""
    importlib.import_module("dj_analysis.build")
    importlib.import_module("dj_analysis.cli")

    exec(prepare, {})
    for line in sys.stdin:
        order = json.loads(line)
        if order.get("here"):
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
                status = run_command(order["arguments"])
            print(status, flush=True)
            continue
        child = os.fork()
        if child == 0:
            _do(order, folder, notes)
        print(_wait(child, order.get("kill_after", LONGEST)), flush=True)


def _wait(child: int, seconds: float) -> int:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _do(order: dict[str, Any], folder: str, notes: str) -> NoReturn:
    """The forked process: run the command, leave its steps, end without the server's clean-up."""
    said = os.open(f"{notes}/said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    steps = watch_steps(folder, order.get("kill_at"), order.get("refuse_at"))
    status = 1
    try:
        status = run_command(order["arguments"])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        recorded = list(steps)
        with open(f"{notes}/steps", "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write("\n".join(recorded))
        os._exit(status)


def run_command(arguments: Sequence[str]) -> int:
    """The exit status of a command of the package, run in this process."""
    from dj_analysis.cli import main  # noqa: PLC0415 - the tests load this module too

    sys.argv = ["dj-analysis", *arguments]
    try:
        main()
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
        return 70
    return 0


def watch_steps(folder: str, kill_at: int | None, refuse_at: int | None) -> list[str]:
    """Count the steps below ``folder`` from now on, and make the fault."""
    steps: list[str] = []

    def step(kind: str, place: object) -> None:
        name = os.fsdecode(place) if isinstance(place, str | bytes | os.PathLike) else str(place)
        if not f"{os.path.abspath(name)}/".startswith(f"{folder}/"):  # noqa: PTH100
            return
        steps.append(f"{kind} {os.path.relpath(name, folder)}")
        if kill_at is not None and len(steps) >= kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(10)
        if refuse_at is not None and len(steps) >= refuse_at and kind in ("open", "os.mkdir", "fsync", "os.link"):
            raise OSError(errno.ENOSPC, "No space left on device", name)

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            flags = given[2] or 0
            opened_as_it_is = isinstance(given[1], str) and "r" in given[1]
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) and not opened_as_it_is
            if writes and not isinstance(given[0], int):
                step("open", given[0])
        elif event in MOVES:
            place = given[MOVES[event]]
            if event == "os.mkdir" and os.path.isdir(place):  # noqa: PTH112 - nothing is changed
                return
            step(event, place if os.path.isabs(os.fspath(place)) else _resolve(place, given[-1]))  # noqa: PTH117

    sys.addaudithook(hook)
    _watch_calls(step, folder)
    return steps


def _resolve(place: Any, folder: Any) -> str:
    """The name as a whole path, also where it is given relative to an open folder."""
    if isinstance(folder, int) and folder >= 0:
        return f"{_read_name(folder)}/{os.fsdecode(place)}"
    return os.path.abspath(os.fsdecode(place))  # noqa: PTH100


def _read_name(descriptor: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return ""


def _watch_calls(step: Callable[[str, object], None], folder: str) -> None:
    """What Python raises no event for: forcing to disk, and transactions."""
    fsync, sync, connect = os.fsync, os.sync, sqlite3.connect

    def watch_fsync(file: Any) -> None:
        step("fsync", _read_name(file if isinstance(file, int) else file.fileno()))
        fsync(file)

    def watch_sync() -> None:
        step("sync", folder)
        sync()

    def watch_connect(path: Any, *given: Any, **more: Any) -> sqlite3.Connection:
        connection = connect(path, *given, **more)
        connection.set_trace_callback(lambda sql: step(sql, path) if sql.startswith(TRANSACTIONS) else None)
        return connection

    os.fsync, os.sync = watch_fsync, watch_sync
    sqlite3.connect = watch_connect  # type: ignore[assignment]


if __name__ == "__main__":
    serve(*sys.argv[1:4])
