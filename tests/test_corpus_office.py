"""Word and PDF files: their text, where it stood, and what is said of files that cannot be read."""

import io
import sys

import docx
import pypdf
import pytest
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from pylopdf_fonts_zh_cn import sans_path

from dj_analysis.cleaning import clean_document
from dj_analysis.corpus import CorpusError, make_document
from dj_analysis.lexicon import load_lexicon

PARAGRAPHS = (
    "支部工作总结",
    "支部现有党员二十九人,其中教师党员八人,学生党员二十一人,按时参加组织生活。",
    "全年开展主题党日活动十二次,参加人数累计三百余人次,师生评价良好。",
)
ROWS = (("项目", "次数"), ("党课", "4"), ("志愿服务", "16"))


def make_word(merged=False):
    document = docx.Document()
    for text in PARAGRAPHS[:2]:
        document.add_paragraph(text)
    table = document.add_table(rows=len(ROWS), cols=2)
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    if merged:
        table.cell(0, 0).merge(table.cell(0, 1)).text = "活动统计"
    document.add_paragraph(PARAGRAPHS[2])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def make_pdf(pages):
    out = io.BytesIO()
    font = FontProperties(fname=str(sans_path()), size=10)
    with PdfPages(out) as file:
        for lines in pages:
            figure = Figure(figsize=(8, 11))
            for i, line in enumerate(lines):
                figure.text(0.05, 0.95 - 0.03 * i, line, fontproperties=font)
            file.savefig(figure)
    return out.getvalue()


def lock(data, password):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def clean(data, name):
    return clean_document(make_document(data, name), load_lexicon())


def test_word_text_stands_in_the_order_of_the_page_with_tables_by_rows():
    document = make_document(make_word(), "a.docx")
    table = "\n".join("\t".join(row) for row in ROWS)
    assert document.raw == "\n".join([*PARAGRAPHS[:2], table, PARAGRAPHS[2], ""])
    assert document.encoding == "docx"
    places = {document.raw[at.raw_start : at.raw_end]: at.label for at in document.locators}
    assert places[PARAGRAPHS[2]] == "paragraph 3"
    assert places["16"] == "table 1 row 3 cell 2"


def test_merged_cells_are_read_once():
    assert make_document(make_word(merged=True), "a.docx").raw.count("活动统计") == 1


def test_passages_tell_their_paragraph():
    passages = clean(make_word(), "a.docx").passages
    assert [passage.locator for passage in passages][:2] == ["paragraph 1", "paragraph 2"]
    assert passages[-1].locator == "paragraph 3"


def test_pdf_pages_are_joined_without_heads_and_numbers():
    body = "".join(
        f"第{i}小组有党员{7 * i}人,分布在{i}个班级,全年办理实事{13 * i + 1}件,师生都说好。" for i in range(1, 9)
    )
    lines = ["\u3000\u3000" + body[:34], *(body[i : i + 36] for i in range(34, len(body), 36))]
    pages = [
        ["支部工作总结", *lines[:5], "- 1 -"],
        ["某校党建简报", *lines[5:7], "- 2 -"],
        ["某校党建简报", *lines[7:], "- 3 -"],
    ]
    article = clean(make_pdf(pages), "a.pdf")
    read = "".join(article.clean[p.start : p.end] for p in article.passages if p.region in ("heading", "body"))
    assert read.replace("\n", "") == body
    assert {passage.locator for passage in article.passages} >= {"page 1"}


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"PK\x03\x04 broken", "a.docx", "save it as .docx again"),
        (b"\xd0\xcf\x11\xe0 an old or locked file", "a.docx", "without a password"),
        (b"%PDF-1.7 broken", "a.pdf", "no readable PDF"),
        (lock(make_pdf([["支部"]]), "secret"), "a.pdf", "locked with a password"),
        (make_pdf([[], []]), "a.pdf", "text recognition"),
    ],
    ids=["broken-docx", "locked-docx", "broken-pdf", "locked-pdf", "scanned-pdf"],
)
def test_files_that_cannot_be_read_are_one_sentence(data, name, said):
    with pytest.raises(CorpusError, match=said) as caught:
        make_document(data, name)
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)


def test_pdf_that_opens_without_a_password_is_read():
    assert "支部" in make_document(lock(make_pdf([["支部工作总结"]]), ""), "a.pdf").raw


@pytest.mark.parametrize(("module", "name", "data"), [("docx", "a.docx", b"PK"), ("pypdf", "a.pdf", b"%PDF")])
def test_a_missing_library_is_named_with_the_remedy(monkeypatch, module, name, data):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(CorpusError, match=r"pip install 'dj-analysis\[office\]'"):
        make_document(data, name)
