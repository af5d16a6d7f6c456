"""Measures a build on a made corpus and writes benchmarks/results.md.

    python benchmarks/measure.py [--small 2000] [--large 20000] [--stages 300] [--folder DIR]

Ratios are within one run: stock ``jieba.lcut`` cuts the same clean text in the same process as the stages, and each
build is compared with its bare counterpart run right beside it. Seconds are CPU seconds of one process unless called
wall, as other programs may share the machine.
"""

from __future__ import annotations

import argparse
import logging
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent))

import jieba
from corpus import make_page, write_corpus

from dj_analysis.cleaning import clean_document
from dj_analysis.corpus import find_files, read_document
from dj_analysis.corpus.duplicates import sample_shingles
from dj_analysis.extraction import EXTRACTORS, extract
from dj_analysis.lexicon import load_lexicon
from dj_analysis.packing import make_block, pack_article, pack_block, pack_extraction
from dj_analysis.records import Article, Extraction
from dj_analysis.rows import TableRow, make_article_rows
from dj_analysis.segmentation import Segmenter

CLEANING = Path(__file__).with_name("cleaning.py")
RESULTS = Path(__file__).resolve().parent / "results.md"
ROUNDS = 3
"""Quick measures are taken so often, and the least is kept: what else runs can only add."""
WARM = 20
"""Articles that go through everything before the clock starts: patterns are compiled, tables loaded."""
Result = TypeVar("Result")


@dataclass(frozen=True)
class Run:
    """A finished command: wall seconds, CPU seconds (its own and its workers') and the peak of one process in MB."""

    wall: float
    cpu: float
    peak: float


def run_command(*arguments: object) -> Run:
    """Run Python with arguments and measure it."""
    begun = time.perf_counter()
    # With its bytecode kept, as it is wherever the package is installed.
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=env)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments}: failed")
    return Run(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def least(make: Callable[[], Run], rounds: int = ROUNDS) -> Run:
    runs = [make() for _ in range(rounds)]
    return Run(min(r.wall for r in runs), min(r.cpu for r in runs), min(r.peak for r in runs))


def build(raw: Path, out: Path, *options: object) -> Run:
    return run_command("-m", "dj_analysis", "build", "--raw", raw, "--out", out, *options)


BARE = """
import sqlite3, sys, os, typer
def walk(folder):
    for entry in os.scandir(folder):
        if entry.is_dir(): walk(entry.path)
        else: entry.stat()
walk(sys.argv[1])
"""

BARE_WRITE = """
import sys, time
from pathlib import Path
import pyarrow.parquet as pq, pyarrow.csv as pc
out, to = map(Path, sys.argv[1:3])
tables = {p.stem: pq.read_table(p) for p in sorted(out.glob("*.parquet"))}
def measure(write, ending):
    wall, cpu = time.perf_counter(), time.process_time()
    for name, table in tables.items():
        write(table, to / f"{name}.{ending}")
    return time.perf_counter() - wall, time.process_time() - cpu
taken = [sum(pair) for pair in zip(measure(pq.write_table, "parquet"), measure(pc.write_csv, "csv"))]
(to / "seconds").write_text(" ".join(map(str, taken)))
"""
"""The same tables as Parquet and as CSV; the tables in memory already, nothing forced to disk, no cell shielded."""


def measure_stages(raw: Path, count: int) -> dict[str, float]:
    """CPU seconds by stage over ``count`` articles, each article going through all stages before the next."""
    logging.getLogger("jieba").setLevel(logging.CRITICAL)
    jieba.initialize()
    lexicon = load_lexicon()
    cutters = {
        "segmentation, jieba": Segmenter(lexicon, fast=False),
        "segmentation, rjieba": Segmenter(lexicon, fast=True),
    }
    seconds: dict[str, float] = {}

    def timed(stage: str, do: Callable[..., Result], *arguments: object) -> Result:
        begun = time.process_time()
        result = do(*arguments)
        seconds[stage] = seconds.get(stage, 0) + time.process_time() - begun
        return result

    paths = find_files(raw)
    for place, path in enumerate([*paths[:WARM], *paths[WARM : WARM + count]]):
        if place == WARM:
            seconds.clear()
        document = timed("reading", read_document, path, raw)
        article = timed("cleaning", clean_document, document, lexicon)
        for name, find in EXTRACTORS.items():
            timed(f"extraction, {name}", find, article, lexicon)
        extraction = extract(article, lexicon)
        rows = timed("rows", make_article_rows, article, extraction)
        timed("packing for the store", pack, article, extraction, rows)
        timed("shingles for repeats", sample_shingles, article.clean)
        for name, segmenter in cutters.items():
            timed(name, segmenter.tokens, article.clean)
        timed("jieba.lcut alone", jieba.lcut, article.clean)
    return seconds


def pack(article: Article, extraction: Extraction, rows: dict[str, list[TableRow]]) -> None:
    pack_article(article)
    pack_extraction(extraction)
    pack_block(make_block(rows))


def tell_stages(seconds: dict[str, float], count: int) -> Iterator[str]:
    lcut = seconds.pop("jieba.lcut alone")
    yield "| stage | ms an article | times jieba.lcut |"
    yield "| --- | ---: | ---: |"
    for name, value in seconds.items():
        yield f"| {name} | {value / count * 1000:.2f} | {value / lcut:.3f} |"
    yield f"| jieba.lcut alone | {lcut / count * 1000:.2f} | 1 |"
    kept = {n: v for n, v in seconds.items() if n.startswith(("reading", "cleaning", "extraction", "rows"))}
    for engine, goal in (("rjieba", 0.5), ("jieba", 1.4)):
        total = sum(kept.values()) + seconds[f"segmentation, {engine}"]
        yield f"| **reading to rows and segmentation, {engine}** (goal {goal}) | {total / count * 1000:.2f} | **{total / lcut:.2f}** |"


def measure_builds(raw: Path, work: Path, count: int) -> Iterator[tuple[str, str, str]]:
    """Rows of the table of builds for a corpus of ``count`` articles: what, figure, goal."""
    out, to = work / f"out{count}", work / "bare"
    to.mkdir(exist_ok=True)
    first = build(raw, out, "--no-export")
    yield (
        "articles to rows, one process",
        f"{first.wall:.1f} s wall, {first.cpu:.1f} s CPU, {count / first.cpu:.0f} articles a CPU second",
        "",
    )
    yield "peak memory of that", f"{first.peak:.0f} MB", ""
    export = build(raw, out)
    yield (
        "first writing of all tables and texts",
        f"{export.wall:.1f} s wall, {export.cpu:.1f} s CPU, peak {export.peak:.0f} MB",
        "",
    )
    sizes = [sum(p.stat().st_size for p in out.glob(kind)) / 1e6 for kind in ("*.csv", "*.parquet", "store.sqlite")]
    yield "size of CSV, Parquet, store", f"{sizes[0]:.0f}, {sizes[1]:.0f}, {sizes[2]:.0f} MB", ""
    time.sleep(2.5)
    build(raw, out)
    bare, noop = least(lambda: run_command("-c", BARE, raw)), least(lambda: build(raw, out))
    yield "bare: import typer and sqlite3, stat all", tell_run(bare), ""
    yield (
        "build with nothing to do",
        tell_run(noop),
        f"{noop.wall / bare.wall:.1f} times bare, by CPU {noop.cpu / bare.cpu:.1f} (goal 3)",
    )
    ones = [add_one(raw, 900_000 + i, lambda: build(raw, out, "--no-export")) for i in range(1, ROUNDS + 1)]
    one = min(ones, key=lambda run: run.cpu)
    yield (
        "one article added, done and committed",
        tell_run(one),
        f"{one.wall - noop.wall:+.2f} s over nothing to do, CPU {one.cpu - noop.cpu:+.2f} (goal +0.5)",
    )
    rewrite = build(raw, out)
    run_command("-c", BARE_WRITE, out, to)
    wall, cpu = map(float, (to / "seconds").read_text().split())
    yield (
        "tables rewritten after that",
        f"{rewrite.wall - noop.wall:.2f} s wall, {rewrite.cpu - noop.cpu:.2f} s CPU beyond nothing to do, peak {rewrite.peak:.0f} MB",
        f"{(rewrite.wall - noop.wall) / wall:.1f} times a bare pyarrow write of the same tables as Parquet and CSV, "
        f"{wall:.2f} s; by CPU {(rewrite.cpu - noop.cpu) / cpu:.1f} times, {cpu:.2f} s (goal 1.5)",
    )
    both = add_one(raw, 900_009, lambda: build(raw, out))
    yield "one article and the tables at once", f"{tell_run(both)}, peak {both.peak:.0f} MB", ""
    MEASURED[count] = first
    EXPORTED[count] = export


def tell_run(run: Run) -> str:
    return f"{run.wall:.2f} s wall, {run.cpu:.2f} s CPU"


EXPORTED: dict[int, Run] = {}
MEASURED: dict[int, Run] = {}


def add_one(raw: Path, i: int, do: Callable[[], Run]) -> Run:
    name, data = make_page(i)
    (raw / name).parent.mkdir(exist_ok=True)
    (raw / name).write_bytes(data)
    os.utime(raw / name, (1_600_000_000, 1_600_000_000))
    return do()


def make_raw(count: int, work: Path) -> Path:
    raw = work / f"corpus{count}" / "raw"
    write_corpus(count, raw)
    for path in raw.rglob("*.*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    return raw


def measure_workers(raw: Path, work: Path) -> Iterator[tuple[str, str, str]]:
    for folder in ("one", "two"):
        shutil.rmtree(work / folder, ignore_errors=True)
    one, two = (build(raw, work / folder, "--no-export", "--jobs", jobs) for folder, jobs in (("one", 1), ("two", 2)))
    yield "one process", f"{one.wall:.1f} s wall", ""
    yield (
        "two processes",
        f"{two.wall:.1f} s wall",
        f"{one.wall / two.wall:.2f} times as fast (goal 1.6); load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
    )


def tell(rows: Iterator[tuple[str, str, str]]) -> Iterator[str]:
    yield "| what | measured | compared |"
    yield "| --- | --- | --- |"
    for row in rows:
        print(*row, sep=" | ", flush=True)
        yield "| " + " | ".join(row) + " |"


def write_results(options: argparse.Namespace, work: Path) -> Iterator[str]:
    yield "# What a build costs\n"
    yield (
        f"Measured by `make bench` on {platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"dj-analysis {version('dj-analysis')}, jieba {version('jieba')}, rjieba {version('rjieba')}, pyarrow {version('pyarrow')}; "
        f"load average {os.getloadavg()[0]:.1f} at the start. The corpus is made by `benchmarks/corpus.py`.\n"
    )
    small = make_raw(options.small, work)
    yield f"## Where the time goes: {options.stages} articles, CPU time, one process\n"
    # In a process of its own: what this one holds in memory would count as the peak of every command it starts.
    command = [sys.executable, __file__, "--stages-of", str(small), "--stages", str(options.stages)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print(told, flush=True)
    yield told.rstrip()
    yield "\n## Cleaning beside jieba.lcut on the same text, CPU time, one process\n"
    told = subprocess.run([sys.executable, CLEANING], capture_output=True, text=True, check=True).stdout
    print(told, flush=True)
    yield told.rstrip()
    yield f"\n## Workers: {options.small} articles to rows\n"
    yield from tell(measure_workers(small, work))
    for count in sorted({options.small, options.large}):
        raw = small if count == options.small else make_raw(count, work)
        yield f"\n## Builds of {count} articles\n"
        yield from tell(measure_builds(raw, work, count))
    if options.large != options.small:
        little, much = MEASURED[options.small], MEASURED[options.large]
        yield "\n## Scaling\n"
        yield f"- peak memory to rows: {much.peak / little.peak:.2f} times at {options.large} of what it is at {options.small} (goal 1.2)"
        export = EXPORTED[options.large].peak / EXPORTED[options.small].peak
        yield f"- peak memory of the first writing of all tables: {export:.2f} times"
        rate = (options.large / much.cpu) / (options.small / little.cpu)
        yield f"- articles a CPU second: {rate:.2f} times (goal 0.9)"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=2000)
    parser.add_argument("--large", type=int, default=20000)
    parser.add_argument("--stages", type=int, default=300)
    parser.add_argument("--folder", type=Path, help="where to work; a temporary folder is made unless given")
    parser.add_argument("--stages-of", type=Path, help="only measure the stages on the articles of this folder")
    options = parser.parse_args(arguments)
    if options.stages_of:
        print("\n".join(tell_stages(measure_stages(options.stages_of, options.stages), options.stages)))
        return
    work = options.folder or Path(tempfile.mkdtemp(prefix="dj-bench-"))
    work.mkdir(parents=True, exist_ok=True)
    try:
        RESULTS.write_text("\n".join(write_results(options, work)) + "\n", encoding="utf-8")
    finally:
        if not options.folder:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
