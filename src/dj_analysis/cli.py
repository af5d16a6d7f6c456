"""The command line: a thin shell over the library. Every failure is one sentence and a non-zero exit."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dj_analysis.commands_briefing import add_briefing
from dj_analysis.commands_notebooks import add_notebooks
from dj_analysis.limits import MIB, STANDARD, Limits

if TYPE_CHECKING:
    from dj_analysis.build import BuildReport
    from dj_analysis.evaluation import Evaluation

app = typer.Typer(
    help="Turn saved articles about Party branches into clean text and tidy, traceable tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

RAW = Path("data/raw")
PROCESSED = Path("data/processed")
JobsOption = Annotated[int, typer.Option(min=1, help="Processes to use.")]
TablesOption = Annotated[Path, typer.Option("--tables", help="Folder of a build.")]
MaxSize = Annotated[float, typer.Option(min=0.001, help="Megabytes a file may have; larger ones are left out.")]
MaxSeconds = Annotated[float, typer.Option(min=0.001, help="Seconds an article may take.")]
MaxMemory = Annotated[int, typer.Option(min=1, help="Megabytes of memory an article may take.")]


def main() -> None:
    """Run the command line; the console may be GBK, where a character it lacks is shown as ?."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()


@contextmanager
def _one_sentence() -> Iterator[None]:
    """Turn every error of the library into one sentence on stderr and exit status 1."""
    from dj_analysis.errors import DjAnalysisError  # noqa: PLC0415 - keeps --help quick

    try:
        yield
    except DjAnalysisError as error:
        typer.echo(f"dj-analysis: {error}", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        typer.echo("dj-analysis: stopped; nothing was changed", err=True)
        raise typer.Exit(130) from error


@app.command()
def build(  # noqa: PLR0913, PLR0917 - each is an option of the command
    raw: Annotated[Path, typer.Option(help="Folder with the saved articles.")] = RAW,
    out: Annotated[Path, typer.Option(help="Folder for the tables.")] = PROCESSED,
    metadata: Annotated[
        Path | None, typer.Option(help="What you know and the text does not say; metadata.csv in the raw folder.")
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option(help="Your corrections; corrections.csv beside the raw folder.")
    ] = None,
    jobs: JobsOption = 1,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare files by content, not by size and time, and check the store.")
    ] = False,
    no_export: Annotated[bool, typer.Option("--no-export", help="Leave the tables for a later build.")] = False,
    max_size: MaxSize = STANDARD.size / MIB,
    max_seconds: MaxSeconds = STANDARD.seconds,
    max_memory: MaxMemory = STANDARD.memory // MIB,
) -> None:
    """Read every article that is new or touched, clean it, extract its rows and write all tables."""
    from dj_analysis.build import build as run_build  # noqa: PLC0415

    with _one_sentence(), _progress() as progress:
        report = run_build(
            raw,
            out,
            metadata=metadata,
            corrections=corrections,
            jobs=jobs,
            progress=progress,
            verify=verify,
            export=not no_export,
            limits=Limits(round(max_size * MIB), max_seconds, max_memory * MIB),
        )
    _print_summary(report)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Saved articles.")],
    raw: Annotated[Path, typer.Option(help="Folder with the saved articles.")] = RAW,
    out: Annotated[Path, typer.Option(help="Folder for the tables.")] = PROCESSED,
    jobs: JobsOption = 1,
) -> None:
    """Copy saved articles into the raw folder, never over another, and build; tells which repeat one that is there."""
    from dj_analysis.build import build as run_build  # noqa: PLC0415
    from dj_analysis.corpus.adding import add_files  # noqa: PLC0415
    from dj_analysis.summary import find_repeats  # noqa: PLC0415

    with _one_sentence():
        names = add_files(files, raw)
        with _progress() as progress:
            report = run_build(raw, out, jobs=jobs, progress=progress)
    _print_summary(report)
    for line in find_repeats(report, names):
        typer.echo(line)


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
    _print_corrections(report)
    for skipped in report.skipped:
        typer.echo(f"left out: {skipped.reason}", err=True)


def _print_corrections(report: BuildReport) -> None:
    """What became of corrections.csv: counts, and a sentence for each line that was not simply applied or right."""
    if not report.corrections:
        return
    from dj_analysis.corrections import count_outcomes  # noqa: PLC0415

    counts = count_outcomes(report.corrections)
    if counts:
        typer.echo("corrections: " + ", ".join(f"{n} {status}" for status, n in counts.items()))
    for outcome in report.corrections:
        if outcome.status in ("stale", "conflicting", "unreadable"):
            typer.echo(f"{outcome.status}: {outcome.text}", err=True)


@app.command()
def show(
    what: Annotated[str, typer.Argument(metavar="ROW|FILE", help="A row id from any table, or an article.")],
    tables: TablesOption = PROCESSED,
    cleaning: Annotated[bool, typer.Option("--cleaning", help="Raw and clean side by side, edits marked.")] = False,
) -> None:
    """Follow a row back to its characters in the saved page, or show what became of an article."""
    from dj_analysis import inspection  # noqa: PLC0415
    from dj_analysis.tables import read_tables  # noqa: PLC0415

    with _one_sentence():
        loaded = read_tables(tables)
        document = inspection.find_document(loaded, what)
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

    with _one_sentence():
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

    with _one_sentence():
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

    with _one_sentence():
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


add_briefing(app, _one_sentence, PROCESSED)
add_notebooks(app, _one_sentence, PROCESSED)

review = typer.Typer(
    help="Have rows judged by a person: out to a workbook, answers back into corrections.csv.", no_args_is_help=True
)
app.add_typer(review, name="review")

WorkbookArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The review workbook, .xlsx.")]
CorrectionsOption = Annotated[Path, typer.Option("--corrections", help="Your corrections.")]
TableOption = Annotated[list[str] | None, typer.Option("--table", help="Only this table; may be repeated.")]
FileOption = Annotated[list[str] | None, typer.Option("--file", help="Only this article; may be repeated.")]
CORRECTIONS = Path("data/corrections.csv")


@review.command()
def export(
    workbook: WorkbookArgument = Path("审阅.xlsx"),
    tables: TablesOption = PROCESSED,
    table: TableOption = None,
    file: FileOption = None,
) -> None:
    """Write rows into a workbook with drop-downs to accept, change or drop them and lines for rows that were missed."""
    from dj_analysis.review.session import export_rows  # noqa: PLC0415

    with _one_sentence():
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
    """Draw a random sample of each table into a workbook; once it is filled in, tell the precision with an interval."""
    from dj_analysis.review.session import export_sample, judge_sample  # noqa: PLC0415

    with _one_sentence():
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

    with _one_sentence():
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

    with _one_sentence():
        for line in export_gold(tables, corrections, out):
            typer.echo(line)
