"""What all commands share: default folders, options, and errors as one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

RAW = Path("data/raw")
PROCESSED = Path("data/processed")
TablesOption = Annotated[Path, typer.Option("--tables", help="Folder of a build.")]


@contextmanager
def one_sentence() -> Iterator[None]:
    """Turn every error of the library into one sentence on stderr and exit status 1."""
    from dj_analysis.errors import DjAnalysisError  # noqa: PLC0415 - keeps --help quick

    try:
        yield
    except DjAnalysisError as error:
        typer.echo(f"dj-analysis: {error}", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        typer.echo("dj-analysis: stopped; what was finished is kept, run again to go on", err=True)
        raise typer.Exit(130) from error
