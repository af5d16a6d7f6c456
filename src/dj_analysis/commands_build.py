"""The commands ``build`` and ``add``, registered by the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from dj_analysis.console import PROCESSED, RAW, one_sentence
from dj_analysis.limits import MIB, STANDARD, Limits

if TYPE_CHECKING:
    from dj_analysis.build import BuildReport
    from dj_analysis.corrections import Outcome

RawOption = Annotated[str, typer.Option(metavar="DIR", help="Folder with the articles; a URL with --engine dask.")]
OutOption = Annotated[str, typer.Option(metavar="DIR", help="Folder for the tables; a URL with --engine dask.")]
JobsOption = Annotated[int, typer.Option(min=1, help="Processes to use.")]
MaxSize = Annotated[float, typer.Option(min=0.001, help="Megabytes a file may have; larger ones are left out.")]
MaxSeconds = Annotated[float, typer.Option(min=0.001, help="Seconds an article may take.")]
MaxMemory = Annotated[int, typer.Option(min=1, help="Megabytes of memory an article may take.")]


def build(  # noqa: PLR0913, PLR0917 - each is an option of the command
    raw: RawOption = str(RAW),
    out: OutOption = str(PROCESSED),
    metadata: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="What you know and the text does not say; metadata.csv in the folder."),
    ] = None,
    corrections: Annotated[
        str | None, typer.Option(metavar="FILE", help="Your corrections; corrections.csv beside the raw folder.")
    ] = None,
    jobs: JobsOption = 1,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare files by content, not by size and time, and check the store.")
    ] = False,
    no_export: Annotated[
        bool, typer.Option("--no-export", help="Leave the tables for a later build; with dask, leave out CSV.")
    ] = False,
    engine: Annotated[
        Literal["local", "dask"], typer.Option(help="Where the work runs: this machine, or a Dask cluster.")
    ] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A Dask scheduler, tcp://HOST:8786; else a cluster is started here."),
    ] = None,
    terms: Annotated[
        bool, typer.Option("--terms", help="With dask, write document frequencies and TF-IDF as well.")
    ] = False,
    max_size: MaxSize = STANDARD.size / MIB,
    max_seconds: MaxSeconds = STANDARD.seconds,
    max_memory: MaxMemory = STANDARD.memory // MIB,
) -> None:
    """Read every article that is new or touched, clean it, extract its rows and write all tables."""
    limits = Limits(round(max_size * MIB), max_seconds, max_memory * MIB)
    chosen: dict[str, Any] = {"metadata": metadata, "corrections": corrections, "jobs": jobs, "export": not no_export}
    if engine == "dask":
        _build_on_cluster(raw, out, scheduler=scheduler, terms=terms, limits=limits, **chosen)
        return
    if scheduler or terms:
        raise typer.BadParameter("--scheduler and --terms go with --engine dask")
    from dj_analysis.build import build as run_build  # noqa: PLC0415

    with one_sentence():
        stay_forkable()
        with _progress() as progress:
            report = run_build(raw, out, progress=progress, verify=verify, limits=limits, **chosen)
    _print_summary(report)


def _build_on_cluster(raw: str, out: str, **chosen: Any) -> None:  # noqa: ANN401 - the command's options
    with one_sentence():
        from dj_analysis.cluster import build_on_cluster  # noqa: PLC0415 - keeps --help quick

        with _progress() as progress:
            done = build_on_cluster(raw, out, progress=progress, announce=_announce, **chosen)
    place = f"表格在 {done.out}/{done.tables}（每张 {done.parts} 份）"
    typer.echo(f"合计 {done.n_documents} 篇，本次处理 {done.n_done} 篇；{place}")
    _print_corrections(done.corrections)
    _print_skipped([skipped.reason for skipped in done.skipped])


def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Saved articles.")],
    raw: Annotated[Path, typer.Option(help="Folder with the saved articles.")] = RAW,
    out: Annotated[Path, typer.Option(help="Folder for the tables.")] = PROCESSED,
    jobs: JobsOption = 1,
) -> None:
    """Copy saved articles into the raw folder, never over another, and build; tells which repeat one there."""
    from dj_analysis.build import build as run_build  # noqa: PLC0415
    from dj_analysis.corpus.adding import add_files, find_known  # noqa: PLC0415
    from dj_analysis.plan import check_places  # noqa: PLC0415
    from dj_analysis.summary import find_repeats  # noqa: PLC0415

    with one_sentence():
        check_places(raw, out)
        known = find_known(files, raw)
        names = add_files(files, raw)
        stay_forkable()
        with _progress() as progress:
            report = run_build(raw, out, jobs=jobs, progress=progress)
    _print_summary(report)
    for name in known:
        typer.echo(f"{name} 已在 {raw} 中，内容一字不差，没有再放一份")
    for line in find_repeats(report, names):
        typer.echo(line)


def stay_forkable() -> None:
    """Have numpy start no threads in this process, which only builds: with threads it could not be forked.

    Workers would then each load the package, the word lists and all patterns anew, a second for each.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _announce(dashboard: str) -> None:
    typer.echo(f"dashboard: {dashboard}", err=True)


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """A bar on a terminal, a line now and then elsewhere; a build with nothing to do loads and shows neither."""
    from dj_analysis.progress import show_progress  # noqa: PLC0415

    with show_progress(sys.stderr) as progress:
        yield progress


def _print_summary(report: BuildReport) -> None:
    from dj_analysis.summary import summarise_build  # noqa: PLC0415

    for line in summarise_build(report):
        typer.echo(line)
    for note in report.notes:
        typer.echo(f"note: {note}")
    _print_corrections(report.corrections)
    _print_skipped([skipped.reason for skipped in report.skipped])


def _print_skipped(reasons: Sequence[str]) -> None:
    for reason in reasons:
        typer.echo(f"left out: {reason}", err=True)


def _print_corrections(outcomes: Sequence[Outcome]) -> None:
    """What became of corrections.csv: counts, and a sentence for each line that was not simply applied or right."""
    if not outcomes:
        return
    from dj_analysis.corrections import count_outcomes  # noqa: PLC0415

    counts = count_outcomes(outcomes)
    if counts:
        typer.echo("corrections: " + ", ".join(f"{n} {status}" for status, n in counts.items()))
    for outcome in outcomes:
        if outcome.status in ("stale", "conflicting", "unreadable"):
            typer.echo(f"{outcome.status}: {outcome.text}", err=True)
