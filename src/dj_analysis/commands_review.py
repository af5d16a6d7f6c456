"""The commands ``review …``, registered by the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dj_analysis.console import PROCESSED, TablesOption, one_sentence

review = typer.Typer(
    help="Have rows judged by a person: out to a workbook, answers back into corrections.csv.", no_args_is_help=True
)

CORRECTIONS = Path("data/corrections.csv")
WorkbookArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The review workbook, .xlsx.")]
CorrectionsOption = Annotated[Path, typer.Option("--corrections", help="Your corrections.")]
TableOption = Annotated[list[str] | None, typer.Option("--table", help="Only this table; may be repeated.")]
FileOption = Annotated[list[str] | None, typer.Option("--file", help="Only this article; may be repeated.")]


@review.command()
def export(
    workbook: WorkbookArgument = Path("审阅.xlsx"),
    tables: TablesOption = PROCESSED,
    table: TableOption = None,
    file: FileOption = None,
) -> None:
    """Write rows into a workbook with drop-downs to accept, change or drop them, and lines for missed rows."""
    from dj_analysis.review.session import export_rows  # noqa: PLC0415

    with one_sentence():
        for line in export_rows(tables, workbook, table or (), file or ()):
            typer.echo(line)


@review.command()
def sample(
    workbook: WorkbookArgument = Path("抽样.xlsx"),
    n: Annotated[int, typer.Option("--n", min=1, help="Rows of each table.")] = 100,
    seed: Annotated[int, typer.Option(help="Another number draws another sample.")] = 0,
    tables: TablesOption = PROCESSED,
    table: TableOption = None,
) -> None:
    """Draw a random sample of each table into a workbook; once filled in, tell the precision with an interval."""
    from dj_analysis.review.session import export_sample, judge_sample  # noqa: PLC0415

    with one_sentence():
        lines = judge_sample(workbook) if workbook.exists() else export_sample(tables, workbook, table or (), n, seed)
        for line in lines:
            typer.echo(line)


@review.command()
def apply(
    workbook: WorkbookArgument,
    corrections: CorrectionsOption = CORRECTIONS,
    who: Annotated[str, typer.Option(help="Who reviewed; else the name on the cover of the workbook.")] = "",
) -> None:
    """Add the answers of a workbook to corrections.csv; the next build applies them."""
    from dj_analysis.review.session import apply_answers  # noqa: PLC0415

    with one_sentence():
        for line, is_problem in apply_answers(workbook, corrections, who):
            typer.echo(line, err=is_problem)


@review.command()
def gold(
    out: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder for the gold files.")],
    tables: TablesOption = PROCESSED,
    corrections: CorrectionsOption = CORRECTIONS,
) -> None:
    """Write reviewed rows as gold files for evaluate, from tables that were built with the corrections."""
    from dj_analysis.review.session import export_gold  # noqa: PLC0415

    with one_sentence():
        for line in export_gold(tables, corrections, out):
            typer.echo(line)
