"""Measure a build on a local Dask cluster against the local engine: python benchmarks/cluster.py FOLDER N [N …].

For every N the same N made articles are built by two workers on loopback and, unless --only-cluster is given, by the local
engine with two processes; printed are seconds on the clock, start-up apart, and the peak memory of a worker.
"""

from __future__ import annotations

import shutil
import sys
import threading
import time
from pathlib import Path

import psutil
from corpus import write_article

import dj_analysis as dj
from dj_analysis.cluster import build_on_cluster

WORKERS = 2
LOOK_EVERY = 0.25
MIB = 1024 * 1024


def make_corpus(folder: Path, n: int) -> Path:
    for i in range(n):
        path = folder / f"{i // 1000:03}" / f"{i:06}.txt"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(write_article(i), "utf-8")
    return folder


def watch_workers(over: threading.Event, peaks: dict[int, int]) -> None:
    me = psutil.Process()
    while not over.wait(LOOK_EVERY):
        for process in me.children(recursive=True):
            try:
                if "spawn_main" in " ".join(process.cmdline()):
                    peaks[process.pid] = max(peaks.get(process.pid, 0), process.memory_info().rss)
            except psutil.Error:
                continue


def measure(folder: Path, n: int, *, local: bool) -> None:
    raw = make_corpus(folder / f"raw-{n}", n)
    for name in ("cluster", "local"):
        shutil.rmtree(folder / name, ignore_errors=True)
    over, peaks, ready = threading.Event(), {}, []
    watcher = threading.Thread(target=watch_workers, args=(over, peaks))
    watcher.start()
    begun = time.perf_counter()
    report = build_on_cluster(
        str(raw), str(folder / "cluster"), jobs=WORKERS, announce=lambda _: ready.append(time.perf_counter())
    )
    ended = time.perf_counter()
    over.set()
    watcher.join()
    peak = max(peaks.values()) / MIB
    print(
        f"{n} articles, cluster: start-up {ready[0] - begun:.1f} s, work {ended - ready[0]:.1f} s, worker {peak:.0f} MB"
    )
    again = time.perf_counter()
    build_on_cluster(str(raw), str(folder / "cluster"), jobs=WORKERS)
    print(f"{n} articles, cluster again, nothing to do: {time.perf_counter() - again:.1f} s")
    if local:
        begun = time.perf_counter()
        built = dj.build(raw, folder / "local", jobs=WORKERS)
        seconds = time.perf_counter() - begun
        csv = folder / "cluster" / report.tables / "csv"
        same = all((csv / path.name).read_bytes() == path.read_bytes() for path in built.out.glob("*.csv"))
        print(
            f"{n} articles, local: {seconds:.1f} s; cluster / local {(ended - ready[0]) / seconds:.2f}; CSV equal: {same}"
        )
    sys.stdout.flush()


if __name__ == "__main__":
    wanted = [argument for argument in sys.argv[2:] if not argument.startswith("--")]
    for number in map(int, wanted):
        measure(Path(sys.argv[1]), number, local="--only-cluster" not in sys.argv)
