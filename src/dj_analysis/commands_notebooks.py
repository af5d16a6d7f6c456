"""The command ``notebooks``, registered by the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dj_analysis.console import PROCESSED, one_sentence

PAGES = "notebooks"
"""Folder below the tables, where no other is named."""


def notebooks(
    tables: Annotated[Path, typer.Option("--tables", help="Folder of a build.")] = PROCESSED,
    out: Annotated[Path | None, typer.Option(help="Folder for the pages; notebooks in that of the tables.")] = None,
    only: Annotated[list[str] | None, typer.Option(metavar="NN", help="Only this one; may be repeated.")] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("-p", metavar="NAME=VALUE", help="A parameter; names are separated by commas. Repeatable."),
    ] = None,
) -> None:
    """Run the notebooks and write each, with its charts and tables, as one HTML file that needs no network.

    Notebooks are those of the folder notebooks here, else the ones that come with the package.
    """
    from dj_analysis.notebooks.running import run_notebooks  # noqa: PLC0415

    failed = False
    with one_sentence():
        target = out or tables / PAGES
        for run in run_notebooks(tables, target, only=only or (), parameters=parameter or (), started=_tell_started):
            failed |= bool(run.failure)
            typer.echo(f"dj-analysis: {run.failure}" if run.failure else str(run.page), err=bool(run.failure))
    if failed:
        raise typer.Exit(1)


def _tell_started(notebook: Path, place: int, total: int) -> None:
    typer.echo(f"[{place}/{total}] {notebook.stem} …", err=True)
