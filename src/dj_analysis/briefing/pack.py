"""The briefing pack: slides, report, workbook, figures and evidence of a build, put in place together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from dj_analysis.briefing.names import name_file
from dj_analysis.errors import DjAnalysisError
from dj_analysis.locking import HeldError, hold_lock
from dj_analysis.placing import sync_file
from dj_analysis.regexes import compile_re
from dj_analysis.writing import make_folder, put_in_place, remove_leftovers, stage_files

if TYPE_CHECKING:
    from dj_analysis.briefing.records import Briefing
    from dj_analysis.tables import Tables

SLIDES, REPORT, WORKBOOK, FIGURES, EVIDENCE = "简报.pptx", "报告.docx", "数据.xlsx", "图", "证据.html"
CONTENT = "内容"
FIGURE_FILE = compile_re(r"图-\d+ .+\.(?:png|svg|pdf|csv)")
"""Files of figures as a pack names them: those of an earlier pack go with it."""
LOCK = ".briefing.lock"
NEEDED = {"pptx": "python-pptx", "docx": "python-docx", "xlsxwriter": "xlsxwriter"}
Day = date | str | None
Progress = Callable[[int, int, str], None]


class PackError(DjAnalysisError):
    """A pack that cannot be made; the message names what is missing and the remedy."""


@dataclass(frozen=True)
class _Work:
    """What the parts of a pack are made from."""

    briefing: Briefing
    tables: Tables
    shown: Tables
    """The articles of the evidence page: those chosen, and those a claim says were left out."""
    folder: Path
    template: Path | None


def write_pack(  # noqa: PLR0913 - each is an option of the command
    folder: str | Path,
    out: str | Path,
    *,
    schools: Collection[str] = (),
    groups: Collection[str] = (),
    since: Day = None,
    until: Day = None,
    title: str | None = None,
    template: str | Path | None = None,
    briefing: Briefing | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the pack on the articles that are chosen; its files, the figures last.

    In: the folder of a build, the folder for the pack; the choice as for ``narrow_tables``; a title in place of the
    usual one; a .pptx or .potx to make the slides on; ``briefing`` is the content where that has been written from
    the same build and choice already. ``progress`` is called with (done, total, part). All parts are
    written beside and then put in place; the same build gives the same bytes. The analyst's words and corrections
    are taken from ``lexicons`` and ``corrections.csv`` beside the folder of the build, where they are.

    Raises PackError where a library is missing, TableError where the build cannot be read or a file of the pack is
    open in another program, TemplateError for a template that cannot be used, and what ``narrow_tables`` raises.

    >>> write_pack("data/processed", "简报")  # doctest: +SKIP
    """
    check_libraries()
    from dj_analysis.analysis import narrow_tables  # noqa: PLC0415 - heavy; wanted only now
    from dj_analysis.analysis.subsets import take_articles  # noqa: PLC0415
    from dj_analysis.briefing.content import write_content  # noqa: PLC0415
    from dj_analysis.briefing.evidence import find_articles  # noqa: PLC0415
    from dj_analysis.briefing.slide_design import open_design  # noqa: PLC0415
    from dj_analysis.tables import read_tables  # noqa: PLC0415

    folder, out = Path(folder), Path(out)
    chosen_template = Path(template) if template else None
    open_design(chosen_template)
    if progress:
        progress(0, len(PARTS) + 1, CONTENT)
    tables = read_tables(folder)
    lists = folder.parent / "lexicons"
    content = briefing or write_content(
        tables, title=title, schools=schools, groups=groups, since=since, until=until,
        own_lists=lists if lists.is_dir() else None,
    )  # fmt: skip
    chosen = narrow_tables(tables, schools=schools, groups=groups, since=since, until=until)
    told = {*chosen.documents["doc_id"], *find_articles(content)}
    shown = take_articles(tables, [doc_id for doc_id in tables.documents["doc_id"] if doc_id in told])
    return _write_parts(_Work(content, tables, shown, folder, chosen_template), out, progress)


def check_libraries() -> None:
    """PackError where a library of the optional part ``briefing`` is missing."""
    missing = [name for module, name in NEEDED.items() if find_spec(module) is None]
    if missing:
        raise PackError(f"{', '.join(missing)}: not installed; run 'pip install dj-analysis[briefing]'")


def _write_parts(work: _Work, out: Path, progress: Progress | None) -> list[Path]:
    make_folder(out)
    try:
        with hold_lock(out / LOCK):
            return _replace_parts(work, out, progress)
    except HeldError as error:
        raise PackError(
            f"{out}: another briefing is being written there; wait until that has finished, then run again"
        ) from error
    except OSError as error:
        raise PackError(f"{out}: cannot write there ({error.strerror}); choose another folder with --out") from error


def _replace_parts(work: _Work, out: Path, progress: Progress | None) -> list[Path]:
    if not (out / "build.json").exists():
        remove_leftovers(out)
    with stage_files(out) as staging:
        for done, (name, write) in enumerate(PARTS.items(), start=1):
            if progress:
                progress(done, len(PARTS) + 1, name)
            write(work, staging / name)
        made = {path.relative_to(staging) for path in staging.rglob("*") if path.is_file()}
        for path in made:
            sync_file(staging / path)
        put_in_place(staging, out)
    _remove_old_figures(out, made)
    if progress:
        progress(len(PARTS) + 1, len(PARTS) + 1, "")
    return [out / path for path in sorted(made, key=lambda path: (len(path.parts), path))]


def _write_slides(work: _Work, path: Path) -> None:
    from dj_analysis.briefing.slides import write_slides  # noqa: PLC0415

    path.write_bytes(write_slides(work.briefing, work.tables, template=work.template))


def _write_report(work: _Work, path: Path) -> None:
    from dj_analysis.briefing.report import write_report  # noqa: PLC0415

    write_report(work.briefing, work.tables, path)


def _write_workbook(work: _Work, path: Path) -> None:
    from dj_analysis.briefing.workbook import write_workbook  # noqa: PLC0415

    write_workbook(work.briefing, work.tables, path)


def _write_figures(work: _Work, path: Path) -> None:
    """Every figure as PNG, SVG and PDF, with the data it shows as CSV."""
    from dj_analysis.briefing.pictures import draw_exhibit  # noqa: PLC0415
    from dj_analysis.charts import save  # noqa: PLC0415

    for exhibit in work.briefing.exhibits:
        if exhibit.form != "table":
            save(draw_exhibit(exhibit), path / f"{exhibit.exhibit_id} {name_file(exhibit.title)}")


def _write_evidence(work: _Work, path: Path) -> None:
    from dj_analysis.briefing.viewer import write_viewer  # noqa: PLC0415
    from dj_analysis.corrections import read_corrections  # noqa: PLC0415

    corrections = work.folder.parent / "corrections.csv"
    known = read_corrections(corrections)[0] if corrections.is_file() else []
    write_viewer(
        work.shown, work.folder / "texts", path, title=f"{work.briefing.title}：证据",
        briefing=work.briefing, corrections=known,
    )  # fmt: skip


PARTS: Mapping[str, Callable[[_Work, Path], None]] = {
    SLIDES: _write_slides,
    REPORT: _write_report,
    WORKBOOK: _write_workbook,
    FIGURES: _write_figures,
    EVIDENCE: _write_evidence,
}
"""The parts of a pack in the order they are made, and what writes each."""


def _remove_old_figures(out: Path, made: Collection[Path]) -> None:
    """Take away figures of an earlier pack that this one does not have: they would pass for its own."""
    for path in (out / FIGURES).glob("*"):
        if path.relative_to(out) not in made and FIGURE_FILE.fullmatch(path.name):
            path.unlink(missing_ok=True)
