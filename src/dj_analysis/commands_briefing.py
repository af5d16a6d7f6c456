"""The command ``briefing``, registered by the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from dj_analysis.console import PROCESSED, one_sentence


def briefing(  # noqa: PLR0913, PLR0917 - each is an option of the command
    tables: Annotated[Path, typer.Option("--tables", help="Folder of a build.")] = PROCESSED,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the pack; in that of the tables, briefing or briefing-NAME.")
    ] = None,
    school: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only articles of this school; may be repeated.")
    ] = None,
    group: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this group of metadata.csv; may be repeated.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only articles published then or later: 2021, 2021-06-30.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only articles published then or earlier.")] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Title of slides and report.")] = None,
    template: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your .pptx or .potx; its layouts are used for the slides.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a briefing on other articles in that folder.")
    ] = False,
) -> None:
    """Write slides, report, workbook, figures and the evidence page, every figure tied to its rows.

    简报.pptx, 报告.docx, 数据.xlsx, 图/ (PNG, SVG, PDF and CSV) and 证据.html are put in place together.
    A briefing on chosen articles gets a folder of its own; made again, it replaces itself, and never one on other
    articles without --force.
    """
    with one_sentence():
        from dj_analysis.briefing import choices  # noqa: PLC0415 - keeps --help quick
        from dj_analysis.briefing.pack import write_pack  # noqa: PLC0415

        choice = choices.make_choice(school or (), group or (), since, until)
        target = out or tables / choices.name_folder(choice)
        if not force:
            choices.check_folder(target, choice)
        made = write_pack(
            tables, target, schools=school or (), groups=group or (),
            since=since, until=until, title=title, template=template, progress=_tell_part,
        )  # fmt: skip
        choices.keep_choice(target, choice)
        for line in _tell_pack(made, target):
            typer.echo(line)


def _tell_part(done: int, total: int, part: str) -> None:
    """Say which part is being made; nothing when all are."""
    if part:
        typer.echo(f"[{done + 1}/{total}] {part} …", err=True)


def _tell_pack(made: Sequence[Path], out: Path) -> Iterator[str]:
    """The files of a pack a line each, its figures together."""
    figures = [path for path in made if path.parent != out]
    yield from (str(path) for path in made if path.parent == out)
    if figures:
        pictures = len([path for path in figures if path.suffix == ".png"])
        yield f"{figures[0].parent}（{pictures} 幅图，每幅 PNG、SVG、PDF 与数据 CSV）"
