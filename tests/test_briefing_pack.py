"""The pack of a briefing: made in one command, read back by other programs, every figure leads to its rows."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from typer.testing import CliRunner

import dj_analysis as dj
from briefing_walk import ID, expect_points, find_unfounded, join_charts, join_tables, read_pages
from dj_analysis.analysis import label_documents, narrow_tables
from dj_analysis.briefing import pack
from dj_analysis.briefing.checks import check_quantities
from dj_analysis.briefing.content import write_content
from dj_analysis.briefing.pack import EVIDENCE, FIGURES, REPORT, SLIDES, WORKBOOK, PackError, write_pack
from dj_analysis.briefing.records import Briefing
from dj_analysis.briefing.slide_tables import read_cells
from dj_analysis.cli import app
from dj_analysis.errors import DjAnalysisError, TableError

CHOSEN = ("长春科技学院", "重庆第二师范学院")
TITLE = "两校简报2024"
FOOT = 6.93
"""Inches from the upper edge to the line over source and page number."""


@pytest.fixture(scope="module")
def briefing(samples: dj.BuildReport) -> Briefing:
    return write_content(samples.tables, schools=CHOSEN, title=TITLE)


@pytest.fixture(scope="module")
def made(samples: dj.BuildReport, briefing: Briefing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of two schools of the samples; the content is written once for all tests."""
    out = tmp_path_factory.mktemp("pack") / "简 报"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dj_analysis.briefing.content.write_content", lambda *_, **__: briefing)
        write_pack(samples.out, out, schools=CHOSEN, title=TITLE)
    return out


@pytest.fixture(scope="module")
def pages(made: Path) -> list[Any]:
    return read_pages(pptx.Presentation(str(made / SLIDES)))


def test_all_parts_are_there_and_open_in_other_programs(made: Path, briefing: Briefing) -> None:
    names = {path.name for path in made.iterdir()}
    assert names == {SLIDES, REPORT, WORKBOOK, FIGURES, EVIDENCE}
    assert docx.Document(str(made / REPORT)).paragraphs[0].text == TITLE
    assert len(openpyxl.load_workbook(made / WORKBOOK).sheetnames) > 5
    assert "<script" in (made / EVIDENCE).read_text("utf-8")
    figures = [exhibit for exhibit in briefing.exhibits if exhibit.form != "table"]
    assert figures
    for figure in figures:
        files = {path.suffix for path in (made / FIGURES).glob(f"{figure.exhibit_id} *")}
        assert files == {".png", ".svg", ".pdf", ".csv"}
    for path in (made / FIGURES).glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.reader(file))) > 1


def test_every_figure_of_the_content_follows_from_its_rows(samples: dj.BuildReport, briefing: Briefing) -> None:
    assert check_quantities(briefing, narrow_tables(samples.tables, schools=CHOSEN)) == []


def test_every_claim_and_exhibit_stands_on_a_slide(pages: list[Any], briefing: Briefing) -> None:
    stands = {name for page in pages for name in page.ids}
    expected = {claim.claim_id for claim in briefing.claims} | {exhibit.exhibit_id for exhibit in briefing.exhibits}
    assert stands == expected


def test_every_figure_on_a_slide_belongs_to_what_its_ids_lead_to(pages: list[Any], briefing: Briefing) -> None:
    words = [*briefing.asked, *briefing.documents["school"]]
    left = {page.number: list(find_unfounded(page, briefing, words)) for page in pages[1:]}
    assert {number: found for number, found in left.items() if found} == {}


def test_a_figure_that_nobody_answers_for_is_found(pages: list[Any], briefing: Briefing) -> None:
    page = next(page for page in pages if "论-001" in page.ids)
    page.texts.append("另有98765项")
    assert "98765" in list(find_unfounded(page, briefing, []))
    page.texts.pop()


def test_charts_and_tables_of_the_slides_hold_the_figures_of_the_content(pages: list[Any], briefing: Briefing) -> None:
    charts, tables = join_charts(pages), join_tables(pages)
    for exhibit in briefing.exhibits:
        if exhibit.form in ("bars", "stacked_bars"):
            assert charts[exhibit.exhibit_id] == expect_points(exhibit)
        elif exhibit.form == "table":
            for shown, cells in zip(tables[exhibit.exhibit_id], read_cells(exhibit), strict=True):
                for text, cell in zip(shown, cells, strict=True):
                    assert text == cell or (text.endswith("…") and cell.startswith(text[:-1]))


def test_counts_of_the_slides_are_those_of_the_tables(samples: dj.BuildReport, pages: list[Any]) -> None:
    """An independent count: the models of the two schools, from the tables alone."""
    labels = label_documents(samples.tables.documents)
    chosen = labels.loc[labels["school"].isin(CHOSEN), "doc_id"]
    models = samples.tables.models["doc_id"].isin(chosen).sum()
    assert any(f"工作模式{models}个" in text for page in pages for text in page.texts)


def test_notes_lead_back_to_the_saved_pages(samples: dj.BuildReport, pages: list[Any]) -> None:
    files = dict(zip(samples.tables.documents["source_file"], samples.tables.documents["doc_id"], strict=True))
    told = [
        found
        for page in pages
        for found in re.findall(r"(\S+) 原文\[(\d+), (\d+)\)「(.+?)」$", page.notes, re.MULTILINE)
    ]
    assert len(told) > 20
    rows = {
        (row.doc_id, row.raw_start, row.raw_end)
        for name in (
            "numbers",
            "honors",
            "initiatives",
            "models",
            "model_components",
            "passages",
            "dates",
            "unresolved",
        )
        for row in getattr(samples.tables, name).itertuples()
    }
    assert [one for one in told if (files[one[0]], int(one[1]), int(one[2])) not in rows] == []


def test_figures_of_an_earlier_pack_go_and_other_files_stay(
    samples: dj.BuildReport, briefing: Briefing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dj_analysis.briefing.content.write_content", lambda *_, **__: briefing)
    only_evidence(monkeypatch)
    (tmp_path / FIGURES).mkdir()
    old, own = tmp_path / FIGURES / "图-99 旧图.png", tmp_path / FIGURES / "我的图.png"
    for path in (old, own, tmp_path / "笔记.txt"):
        path.write_text("x")
    write_pack(samples.out, tmp_path, schools=CHOSEN)
    assert not old.exists()
    assert own.exists()
    assert (tmp_path / "笔记.txt").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([FIGURES, EVIDENCE, "笔记.txt"])


def only_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quickest part alone."""
    monkeypatch.setattr(pack, "PARTS", {EVIDENCE: pack.PARTS[EVIDENCE]})


def test_a_file_that_is_open_elsewhere_is_named_and_nothing_changes(
    samples: dj.BuildReport, briefing: Briefing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dj_analysis.briefing.content.write_content", lambda *_, **__: briefing)
    only_evidence(monkeypatch)
    (tmp_path / EVIDENCE).mkdir()  # as little to be written over as a file another program has locked
    with pytest.raises(TableError, match="close the program"):
        write_pack(samples.out, tmp_path, schools=CHOSEN)
    assert [path.name for path in tmp_path.iterdir()] == [EVIDENCE]


def test_missing_libraries_are_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pack, "find_spec", lambda name: None if name == "pptx" else object())
    with pytest.raises(PackError, match=r"python-pptx.*pip install dj-analysis\[briefing\]"):
        write_pack(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (["--school", "无此大学"], "无此大学"),
        (["--group", "东部"], "东部"),
        (["--since", "去年"], "去年"),
        (["--since", "2040"], "2040|none of"),
        (["--template", "nowhere.pptx"], "nowhere.pptx"),
    ],
    ids=["school", "group", "since", "nothing-left", "template"],
)
def test_mistakes_of_the_command_are_one_sentence(
    samples: dj.BuildReport, tmp_path: Path, args: list[str], named: str
) -> None:
    out = tmp_path / "out"
    result = CliRunner().invoke(app, ["briefing", "--tables", str(samples.out), "--out", str(out), *args])
    assert result.exit_code == 1
    assert re.search(named, result.stderr.splitlines()[-1])
    assert not out.exists()


def test_a_briefing_on_other_articles_takes_no_others_place(
    samples: dj.BuildReport, briefing: Briefing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dj_analysis.briefing.content.write_content", lambda *_, **__: briefing)
    only_evidence(monkeypatch)
    one, other = ("--school", CHOSEN[0]), ("--since", "2000")

    def brief(*args: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["briefing", "--tables", str(samples.out), "--out", str(tmp_path), *args])
        return result.exit_code, result.output

    assert [brief(*one)[0], brief(*one)[0]] == [0, 0]
    before = (tmp_path / EVIDENCE).read_bytes()
    for args in (other, (), (*one, *other)):
        code, output = brief(*args)
        assert (code, f"holds a briefing on schools {CHOSEN[0]}" in output, "--force" in output) == (1, True, True)
    assert (tmp_path / EVIDENCE).read_bytes() == before
    assert brief("--force")[0] == 0
    assert "holds a briefing on all articles" in brief(*one)[1]


def test_changes_are_written_as_a_slide(samples: dj.BuildReport, tmp_path: Path) -> None:
    target = tmp_path / "变化.pptx"
    result = CliRunner().invoke(app, ["changes", "--tables", str(samples.out), "--slide", str(target)])
    assert result.exit_code == 0, result.output
    assert len(pptx.Presentation(str(target)).slides) == 1
    result = CliRunner().invoke(app, ["changes", "--tables", str(samples.out), "--slide", str(tmp_path / "a.docx")])
    assert result.exit_code == 1


@pytest.mark.long
def test_the_same_build_gives_the_same_pack_in_another_process(samples: dj.BuildReport, tmp_path: Path) -> None:
    packs = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        command = [sys.executable, "-m", "dj_analysis", "briefing", "--tables", str(samples.out), "--out", str(out)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
        packs.append({path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()})
    assert packs[0].keys() == packs[1].keys()
    assert [str(name) for name in packs[0] if packs[0][name] != packs[1][name]] == []


@pytest.mark.long
@pytest.mark.parametrize("corpus", ["samples", "real"])
def test_libreoffice_draws_every_page_within_its_edges(
    request: pytest.FixtureRequest, tmp_path: Path, corpus: str
) -> None:
    for program in ("soffice", "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    report = request.getfixturevalue(corpus)
    write_pack(report.out, tmp_path / "pack")
    for name in (SLIDES, REPORT, WORKBOOK):
        assert convert(tmp_path / "pack" / name, tmp_path).stat().st_size > 10_000
    slides = pptx.Presentation(str(tmp_path / "pack" / SLIDES)).slides
    drawn = read_words(tmp_path / "简报.pdf")
    assert len(drawn) == len(slides)
    for page, words in zip(read_pages(pptx.Presentation(str(tmp_path / "pack" / SLIDES))), drawn, strict=True):
        assert words
        over = [text for text, left, right, bottom in words if left < 0 or right > 13.34 or FOOT < bottom < 6.99]
        assert over == [], f"slide {page.number}"
        lowest = "".join(text for text, _, _, bottom in words if bottom >= 6.99)
        assert not ID.search(lowest), f"slide {page.number}"


def convert(path: Path, out: Path) -> Path:
    home = f"-env:UserInstallation={(out / 'office').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return out / f"{path.stem}.pdf"


def read_words(path: Path) -> list[list[tuple[str, float, float, float]]]:
    """The words of each page with left, right and lower edge in inches, as poppler reads them."""
    found = subprocess.run(["pdftotext", "-bbox", str(path), "-"], check=True, capture_output=True).stdout.decode()
    word = re.compile(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
    return [
        [(text, *(float(edge) / 72 for edge in edges)) for *edges, text in word.findall(page)]  # type: ignore[misc]
        for page in found.split("<page ")[1:]
    ]


def test_errors_of_the_pack_are_those_of_the_package() -> None:
    assert issubclass(PackError, DjAnalysisError)
