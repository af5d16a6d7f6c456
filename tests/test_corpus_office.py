"""Word and PDF files: their text, where it stood, and what is said of files that cannot be read."""

import io
import sys

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from pylopdf_fonts_zh_cn import sans_path
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

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


SIZE, MARGIN, LINE_HEIGHT = 11, 60, 16
FULL, QUOTE = 1000, 511
"""Widths of a character and of a quotation mark set in a narrower font."""


def number_characters(text):
    return {char: i for i, char in enumerate(sorted(set(text)), 1)}


def make_font(writer, codes, width):
    """A font with widths and a table of its characters; who draws it takes another for it."""
    rows = "".join(f"<{i:02X}> <{ord(char):04X}>\n" for char, i in codes.items())
    table = DecodedStreamObject()
    codespace = "1 begincodespacerange <00> <FF> endcodespacerange"
    table.set_data(f"begincmap {codespace} {len(codes)} beginbfchar\n{rows}endbfchar endcmap".encode())
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Own"),
            NameObject("/FirstChar"): NumberObject(0),
            NameObject("/Widths"): ArrayObject([NumberObject(0), *[NumberObject(width)] * len(codes)]),
            NameObject("/ToUnicode"): writer._add_object(table),
        }
    )


def draw_with_gaps(line, codes, own, other):
    """The characters of one font, moved on where those of the other stand between."""
    parts, gap = [], 0
    for char in line:
        if char in codes:
            parts += [str(-gap)] * bool(gap) + [f"<{codes[char]:02X}>"]
            gap = 0
        else:
            gap += other
    start = next(i for i, char in enumerate(line) if char in codes)
    return MARGIN + start * other * SIZE / FULL, "".join(parts[start > 0 :])


def draw_quotes_first(line, quotes, rest):
    """A line as LibreOffice draws it: the marks of the other font, then the characters around them."""
    before = ""
    if set(line) & set(quotes):
        x, parts = draw_with_gaps(line, quotes, QUOTE, FULL)
        before = f"{x:.2f} {{y}} Td /F1 {SIZE} Tf[{parts}]TJ\n"
    x, parts = draw_with_gaps(line, rest, FULL, QUOTE)
    return f"q BT\n{before}1 0 0 1 {x:.2f} {{y}} Tm /F2 {SIZE} Tf[{parts}]TJ\nET Q\n"


def make_two_font_pdf(lines, draw=draw_quotes_first):
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(600, 800)
    quotes, rest = number_characters("“”"), number_characters(set("".join(lines)) - set("“”"))
    drawn = [draw(line, quotes, rest).replace("{y}", str(700 - LINE_HEIGHT * i)) for i, line in enumerate(lines)]
    content = DecodedStreamObject()
    content.set_data("".join(drawn).encode())
    page[NameObject("/Contents")] = writer._add_object(content)
    fonts = {"/F1": make_font(writer, quotes, QUOTE), "/F2": make_font(writer, rest, FULL)}
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject(name): font for name, font in fonts.items()})}
    )
    out = io.BytesIO()
    writer.write(out)
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


QUOTED = (
    "支部开设“晨光课堂”，办成“邻里集市”“旧书角”三件事。",
    "“晨光课堂”全年讲课十八次，",
    "听众说：“好。”",
    "没有引号的一行照原样读出。",
)


def read_lines(data):
    return [line.strip() for line in make_document(data, "a.pdf").raw.splitlines() if line.strip()]


def test_quotation_marks_of_another_font_stand_where_the_page_shows_them():
    assert read_lines(make_two_font_pdf(QUOTED)) == list(QUOTED)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text("“”支部党课。", min_size=1, max_size=24).filter(lambda t: t.strip("“”")), min_size=1, max_size=4)
)
def test_marks_at_any_place_of_a_line_are_read_there(lines):
    assert read_lines(make_two_font_pdf(lines)) == lines


def draw_twice(line, quotes, rest):
    """Bold by a shadow: every run is drawn again a little to the right."""
    x, parts = draw_with_gaps(line, rest, FULL, QUOTE)
    shows = [f"1 0 0 1 {x + moved:.2f} {{y}} Tm /F2 {SIZE} Tf[{parts}]TJ\n" for moved in (0.4, 0)]
    return f"BT\n{''.join(shows)}ET\n"


def test_lines_drawn_over_each_other_are_not_mixed():
    line = "支部“讲堂”开讲"
    assert "支部讲堂开讲" in "".join(read_lines(make_two_font_pdf([line], draw_twice))).replace(" ", "")


@pytest.mark.parametrize(
    "broken", ["/F2 Tf", "[(a) /x]TJ", "1 2 Tm", "Td", "[[1]]TJ", "Q Q Q", "/F9 11 Tf(a)Tj", "(a)Tc"]
)
def test_operands_that_make_no_sense_leave_the_page_readable(broken):
    def draw(line, quotes, rest):
        return f"{draw_quotes_first(line, quotes, rest)}BT {broken} ET\n"

    assert "支部" in "".join(read_lines(make_two_font_pdf([QUOTED[0]], draw)))


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
