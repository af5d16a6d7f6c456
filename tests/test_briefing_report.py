"""The report of a briefing, opened again: every claim, figure and table is there, and nothing else counts."""

import re
import shutil
import subprocess
from itertools import takewhile

import docx
import pytest
from docx.shared import Mm

from briefing_cases import HOSTILE, brief_folder, brief_hostile, brief_schools
from briefing_walk import Piece, find_unfounded_piece, walk_document
from dj_analysis.briefing.checks import find_loose_digits
from dj_analysis.briefing.document_parts import name_exhibit
from dj_analysis.briefing.evidence import list_evidence
from dj_analysis.briefing.report import ARTICLES, EVIDENCE, write_report
from dj_analysis.briefing.slide_text import clean_text
from dj_analysis.briefing.wording import show_mark
from dj_analysis.errors import DjAnalysisError

pytestmark = pytest.mark.xdist_group("briefing")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOTE = re.compile(r"（\d+）(?P<file>[^，]+)，原始页面第(?P<start>\d+)—(?P<end>\d+)字（\S+ (?P<id>\S+)）")


@pytest.fixture(scope="module")
def written(samples, tmp_path_factory):
    tables, briefing = brief_folder(str(samples.out))
    path = tmp_path_factory.mktemp("report") / "报告.docx"
    write_report(briefing, tables, path)
    return tables, briefing, docx.Document(str(path)), path


@pytest.fixture(scope="module")
def schools(tmp_path_factory):
    tables, briefing = brief_schools(6, 3)
    path = tmp_path_factory.mktemp("schools") / "报告.docx"
    write_report(briefing, tables, path)
    return tables, briefing, docx.Document(str(path)), path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    tables, briefing = brief_hostile()
    path = tmp_path_factory.mktemp("hostile") / "报告.docx"
    write_report(briefing, tables, path)
    return tables, briefing, docx.Document(str(path)), path


def main_text(document):
    """Paragraphs before the appendices, without the table of contents."""
    texts = [p.text for p in document.paragraphs if not p._p.findall(f"{W}hyperlink")]
    return list(takewhile(lambda text: text != ARTICLES, texts))


def test_every_claim_stands_in_the_text_with_its_id(written):
    _, briefing, document, _ = written
    text = "\n".join(main_text(document))
    for claim in briefing.claims:
        assert f"{claim.text}{show_mark(claim.claim_id)}" in text
    for section in briefing.sections:
        assert all(remark in text for remark in section.own_remarks)
        notes = "".join(exhibit.note for exhibit in section.exhibits)
        assert all(remark in notes or remark in text for remark in section.remarks)


def test_every_figure_in_the_file_follows_from_rows(written):
    _, briefing, document, _ = written
    left = "\n".join(main_text(document))
    claims = [f"{claim.text}{show_mark(claim.claim_id)}" for claim in briefing.claims]
    known = claims + [name_exhibit(exhibit) for exhibit in briefing.exhibits]
    for piece in sorted(known, key=len, reverse=True):
        assert piece in left
        left = left.replace(piece, "")
    quantities = [q for claim in briefing.claims for q in claim.quantities]
    words = [one.text for claim in briefing.claims for one in claim.cited]
    assert find_loose_digits(left, quantities, words) == []


@pytest.mark.parametrize("made", ["written", "schools", "hostile"])
def test_every_figure_belongs_to_the_claim_or_exhibit_whose_id_stands_beside_it(made, request):
    _, briefing, document, _ = request.getfixturevalue(made)
    pieces = list(walk_document(document))
    assert {piece.id for piece in pieces} >= {one.claim_id for one in briefing.claims}
    assert {piece.id for piece in pieces} >= {one.exhibit_id for one in briefing.exhibits}
    assert [found for piece in pieces for found in find_unfounded_piece(piece, briefing)] == []


def test_the_walk_finds_a_figure_of_another_claim(written):
    """The figures of a claim are no excuse for those of its neighbour."""
    _, briefing, *_ = written
    first, other = briefing.claims[0], briefing.claims[2]
    assert list(find_unfounded_piece(Piece(first.claim_id, first.text), briefing)) == []
    assert list(find_unfounded_piece(Piece(first.claim_id, other.text), briefing)) != []


def test_every_cell_of_every_table_is_its_figure_or_wording(written):
    _, briefing, document, _ = written
    exhibits = [one for one in briefing.exhibits if one.form == "table"]
    tables = document.tables[:-1]
    assert len(tables) >= len(exhibits)
    by_head = {}
    for table in tables:
        by_head.setdefault(tuple(cell.text for cell in table.rows[0].cells), []).append(table)
    for exhibit in exhibits:
        table = by_head[tuple(map(str, exhibit.data.columns))].pop(0)
        assert len(table.rows) == len(exhibit.data) + 1
        for (row, column), quantity in exhibit.quantities.items():
            place = list(exhibit.data.columns).index(column)
            assert table.rows[row + 1].cells[place].text == quantity.shown


def test_figures_have_a_picture_a_description_and_a_caption(written):
    _, briefing, document, _ = written
    figures = [one for one in briefing.exhibits if one.form != "table"]
    drawn = [element for element in document.element.body.iter() if element.tag.endswith("}docPr")]
    names = {element.get("name").rpartition(" ")[0] for element in drawn}
    assert names == {one.exhibit_id for one in figures}
    assert all(element.get("descr") for element in drawn)
    assert len({element.get("id") for element in drawn}) == len(drawn)
    captions = {p.text for p in document.paragraphs if p.style.name == "Caption"}
    assert captions == {name_exhibit(one) for one in briefing.exhibits}


def test_styles_name_chinese_faces_and_the_page_is_that_of_official_documents(written):
    *_, document, _ = written
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Caption", "注释"):
        fonts = document.styles[name].element.find(f"{W}rPr/{W}rFonts")
        assert fonts.get(f"{W}eastAsia") in {"仿宋", "黑体", "楷体", "宋体"}, name
        assert not [key for key in fonts.attrib if "heme" in key], name
    page = document.sections[0]
    sides = (
        page.page_width,
        page.page_height,
        page.top_margin,
        page.bottom_margin,
        page.left_margin,
        page.right_margin,
    )
    for side, expected in zip(sides, (210, 297, 37, 35, 28, 26), strict=True):
        assert abs(side - Mm(expected)) < Mm(0.1)
    assert [code.text for code in page.footer._element.iter(f"{W}instrText")] == ["PAGE"]


def test_contents_lead_to_headings(written):
    _, briefing, document, _ = written
    anchors = {one.get(f"{W}name") for one in document.element.body.iter(f"{W}bookmarkStart")}
    links = [one.get(f"{W}anchor") for one in document.element.body.iter(f"{W}hyperlink")]
    assert set(links) == anchors
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == "一、语料概览"
    assert headings[-2:] == [ARTICLES, EVIDENCE]
    assert len(headings) == len(briefing.sections) + 3
    assert len(links) == len(headings)


def test_notes_tell_the_place_of_their_rows(written):
    tables, briefing, document, _ = written
    notes = [match for p in document.paragraphs if (match := NOTE.match(p.text))]
    places = list_evidence(briefing, tables).drop_duplicates("row_id").set_index("row_id")
    assert len(notes) > 100
    for note in notes:
        row = places.loc[note["id"]]
        assert (row["source_file"], row["raw_start"], row["raw_end"]) == (
            note["file"],
            int(note["start"]),
            int(note["end"]),
        )


def test_hostile_text_shows_itself(hostile):
    *_, document, _ = hostile
    text = "\n".join(p.text for p in document.paragraphs)
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert document.paragraphs[0].text == "简报<b>]]>�"
    for name in HOSTILE:
        if len(name) < 100:
            shown = clean_text(" ".join(name.split())).rstrip("\u202c")
            assert shown in text + cells, ascii(name)


def test_the_same_briefing_gives_the_same_bytes(hostile, tmp_path):
    tables, briefing, _, path = hostile
    write_report(briefing, tables, tmp_path / "b.docx")
    assert (tmp_path / "b.docx").read_bytes() == path.read_bytes()


def test_a_file_that_cannot_be_written_is_named(hostile, tmp_path):
    tables, briefing, *_ = hostile
    with pytest.raises(DjAnalysisError, match="cannot be written"):
        write_report(briefing, tables, tmp_path / "no" / "报告.docx")


@pytest.mark.long
def test_libreoffice_prints_the_report_with_every_claim(written, tmp_path):
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice or poppler is not installed")
    _, briefing, _, path = written
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    run = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(run, check=True, capture_output=True, timeout=180)
    told = subprocess.run(["pdftotext", tmp_path / "报告.pdf", "-"], check=True, capture_output=True, timeout=60)
    text = re.sub(r"\s|— \d+ —", "", told.stdout.decode())
    missing = [claim.claim_id for claim in briefing.claims if show_mark(claim.claim_id) not in text]
    assert missing == []
