"""The command line: a thin shell over the library. Every failure is one sentence and a non-zero exit."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dj_analysis.commands_briefing import briefing
from dj_analysis.commands_build import add, build
from dj_analysis.commands_notebooks import notebooks
from dj_analysis.commands_review import review
from dj_analysis.console import PROCESSED, RAW, TablesOption, one_sentence

if TYPE_CHECKING:
    from dj_analysis.evaluation import Evaluation

app = typer.Typer(
    help="Turn saved articles about Party branches into clean text and tidy, traceable tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(build)
app.command()(add)


def main() -> None:
    """Run the command line; the console may be GBK, where a character it lacks is shown as ?."""
    _read_names_as_utf8()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()


def _read_names_as_utf8() -> None:
    """Start again in Python's UTF-8 mode where a locale would read the names of files otherwise.

    Names are UTF-8 on disk whatever the locale: under a GBK one, or C without UTF-8, a Chinese name would be another.
    The console keeps its encoding; one that knows ASCII only is written to as UTF-8.
    """
    if sys.getfilesystemencoding().lower() == "utf-8" or os.environ.get("PYTHONUTF8") == "1" or os.name == "nt":
        return
    shown = (sys.stdout.encoding if sys.stdout else "utf-8").lower()
    console = "utf-8" if shown in ("ascii", "us-ascii", "ansi_x3.4-1968") else shown
    env = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": os.environ.get("PYTHONIOENCODING", console)}
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], env)


@app.command()
def show(
    what: Annotated[str, typer.Argument(metavar="ROW|FILE", help="A row id from any table, or an article.")],
    tables: TablesOption = PROCESSED,
    cleaning: Annotated[bool, typer.Option("--cleaning", help="Raw and clean side by side, edits marked.")] = False,
) -> None:
    """Follow a row back to its characters in the saved page, or show what became of an article."""
    from dj_analysis import inspection  # noqa: PLC0415
    from dj_analysis.tables import read_tables  # noqa: PLC0415

    with one_sentence():
        loaded = read_tables(tables)
        document = inspection.find_document(loaded, what)
        for line in inspection.tell_copy(document, what) if document else ():
            typer.echo(line)
        if document is None:
            lines = inspection.describe_row(loaded, tables, what)
        elif cleaning:
            lines = inspection.describe_cleaning(loaded, tables, document)
        else:
            lines = inspection.describe_document(loaded, document)
        for line in lines:
            typer.echo(line)


@app.command()
def kwic(
    term: Annotated[str, typer.Argument(metavar="TERM", help="A word or any other string.")],
    tables: TablesOption = PROCESSED,
    window: Annotated[int, typer.Option(min=0, help="Characters of context on either side.")] = 20,
    sentence: Annotated[bool, typer.Option("--sentence", help="Contexts end with the sentence.")] = False,
) -> None:
    """Show every occurrence of a word in its context, with its place in the saved page."""
    from dj_analysis import analysis  # noqa: PLC0415
    from dj_analysis.tables import read_tables  # noqa: PLC0415

    with one_sentence():
        loaded = read_tables(tables)
        passages = analysis.select_passages(loaded.documents, loaded.passages)
        within = "sentence" if sentence else "passage"
        contexts = analysis.find_contexts(passages, term, window=window, within=within, edits=loaded.edits)
        for line in analysis.describe_contexts(contexts, loaded.documents, term):
            typer.echo(line)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of annotated articles, one .json each.")],
    tables: TablesOption = PROCESSED,
    mistakes: Annotated[bool, typer.Option("--mistakes/--no-mistakes", help="List every miss and wrong row.")] = True,
) -> None:
    """Measure the tables against annotated articles: precision, recall, F1 and every mistake."""
    from dj_analysis.evaluation import evaluate_tables, read_gold  # noqa: PLC0415
    from dj_analysis.tables import read_tables  # noqa: PLC0415

    with one_sentence():
        result = evaluate_tables(read_gold(gold), read_tables(tables))
    _print_evaluation(result, mistakes=mistakes)


def _print_evaluation(result: Evaluation, *, mistakes: bool) -> None:
    typer.echo(f"{'table':<12} {'precision':>9} {'recall':>9} {'F1':>9} {'found':>6} {'wrong':>6} {'missed':>6}")
    for name, s in result.scores.items():
        figures = f"{s.precision:>9.4f} {s.recall:>9.4f} {s.f1:>9.4f} {s.found:>6} {s.wrong:>6} {s.missed:>6}"
        typer.echo(f"{name:<12} {figures}")
    right, gold = result.components
    typer.echo(f"components   {right}/{gold} found, {result.invented} invented")
    typer.echo("grounding    {}/{} rows quote the clean text exactly".format(*result.grounded))
    for name, (good, compared) in sorted({**result.attributes, **result.metadata}.items()):
        typer.echo(f"{name:<24} {good}/{compared}")
    for name, (given, without) in sorted(result.invented_metadata.items()):
        typer.echo(f"{name:<24} {given} invented of {without} the articles do not state")
    if result.corrected:
        typer.echo(
            f"warning: {result.corrected} rows were changed or added by hand: these figures measure corrections "
            "as well; build without them (--corrections, corrections.csv beside the raw folder) to measure the program",
            err=True,
        )
    for doc in result.missing:
        typer.echo(f"not among the tables: {doc}")
    for m in result.mistakes if mistakes else []:
        typer.echo(f"{m.what:<7} {m.table:<12} {m.doc}  {m.wording}" + (f"  | {m.sentence}" if m.sentence else ""))


@app.command()
def changes(
    tables: TablesOption = PROCESSED,
    slide: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it as one slide, .pptx.")] = None,
) -> None:
    """Tell what the last build that changed anything gained, lost and moved: a table, then row by row."""
    from dj_analysis.changes import describe_changes, read_changes, tabulate_changes  # noqa: PLC0415
    from dj_analysis.summary import align_columns  # noqa: PLC0415

    with one_sentence():
        found = read_changes(tables)
        if slide is not None:
            from dj_analysis.briefing.slide_changes import write_changes_slide  # noqa: PLC0415

            write_changes_slide(found, slide)
    for line in (*align_columns(tabulate_changes(found)), *describe_changes(found)):
        typer.echo(line)


@app.command()
def doctor(
    raw: Annotated[Path, typer.Option(help="Folder with the saved articles.")] = RAW,
    out: Annotated[Path, typer.Option(help="Folder for the tables.")] = PROCESSED,
) -> None:
    """Check that everything is here that a build, the charts and the notebooks need."""
    from dj_analysis.doctor import check_machine  # noqa: PLC0415

    bad = 0
    for finding in check_machine(raw, out):
        bad += not finding.ok
        remedy = "" if finding.ok else f" -> {finding.remedy}"
        typer.echo(f"{'ok ' if finding.ok else 'BAD'} {finding.name:<14} {finding.seen}{remedy}")
    if bad:
        raise typer.Exit(1)


app.command()(briefing)
app.command()(notebooks)
app.add_typer(review, name="review")
