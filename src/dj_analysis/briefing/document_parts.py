"""Parts of the report: paragraphs with their ids, figures, tables, page numbers, a table of contents."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dj_analysis.briefing.document_styles import INDENT_CHARACTERS, SMALL, TEXT_MM
from dj_analysis.briefing.fonts import WORD
from dj_analysis.briefing.pictures import describe_exhibit, draw_exhibit
from dj_analysis.briefing.records import Exhibit
from dj_analysis.briefing.slide_pictures import Strip, cut_figure
from dj_analysis.briefing.slide_tables import read_cells
from dj_analysis.briefing.slide_text import clean_text, measure_line
from dj_analysis.briefing.wording import show_mark

if TYPE_CHECKING:
    from docx.document import Document

MM_PER_INCH = 25.4
CAPTION_MM = 22
"""Height that caption and note take from the page of a figure."""
PICTURE_INCHES = (TEXT_MM[0] / MM_PER_INCH, (TEXT_MM[1] - CAPTION_MM) / MM_PER_INCH)
CELL_POINTS, CELL_LINE = 9.0, 13.0
NARROWEST_MM, WIDEST_SHARE = 13.0, 0.55
POINTS_MM = 25.4 / 72
HEAD_FILL = "1F4E79"
LONGEST_CELL = 220
"""Characters of a cell; longer ones end in an ellipsis, the workbook holds them whole."""
LONGEST_ALT = 1000


def add_text(document: Document, text: str, *, style: str = "Normal", indent: bool = True) -> Any:  # noqa: ANN401
    """A paragraph, its first line set in by two characters as Chinese paragraphs are."""
    paragraph = document.add_paragraph(style=style)
    if indent:
        _indent(paragraph)
    paragraph.add_run(clean_text(text))
    return paragraph


def add_claims(document: Document, claims: Sequence[tuple[str, str]]) -> None:
    """A paragraph of claims, each with its id behind it. In: pairs of text and id."""
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    paragraph = document.add_paragraph()
    _indent(paragraph)
    for text, mark in claims:
        paragraph.add_run(clean_text(text))
        run = paragraph.add_run(show_mark(mark))
        run.font.size, run.font.color.rgb = Pt(8), RGBColor(0x5F, 0x6B, 0x76)


def add_heading(document: Document, text: str, level: int, anchor: str) -> None:
    """A heading that the table of contents leads to."""
    paragraph = document.add_paragraph(style=f"Heading {level}")
    number = str(sum(1 for _ in document.element.body.iter(f"{WORD}bookmarkStart")))
    start = _make("bookmarkStart", id=number, name=anchor)
    paragraph._p.append(start)
    paragraph.add_run(clean_text(text))
    paragraph._p.append(_make("bookmarkEnd", id=number))


def add_contents(document: Document, entries: Sequence[tuple[int, str, str]]) -> None:
    """A table of contents. In: level, text and anchor of every heading.

    It is a field that any office program can renew, and reads well as it is: every line leads to its heading.
    """
    for place, (level, text, anchor) in enumerate(entries):
        paragraph = document.add_paragraph(style=SMALL)
        if place == 0:
            _add_field_start(paragraph, r'TOC \o "1-2" \h \z \u')
        link = _make("hyperlink", anchor=anchor, history="1")
        paragraph._p.append(link)
        run = paragraph.add_run("　" * (level - 1) + clean_text(text))
        link.append(run._r)
        if place == len(entries) - 1:
            paragraph.add_run()._r.append(_make("fldChar", fldCharType="end"))


def add_page_numbers(document: Document) -> None:
    """Page numbers at the foot, between dashes, as official documents have them."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style, paragraph.alignment = document.styles[SMALL], WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    _add_field_start(paragraph, "PAGE")
    paragraph.add_run("1")
    paragraph.add_run()._r.append(_make("fldChar", fldCharType="end"))
    paragraph.add_run(" —")


def add_figure(document: Document, exhibit: Exhibit, strips: Sequence[Strip]) -> None:
    """The picture of a figure, in its parts, with its description and its caption below."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING  # noqa: PLC0415
    from docx.shared import Inches, Pt  # noqa: PLC0415

    for place, strip in enumerate(strips):
        paragraph = document.add_paragraph()
        layout = paragraph.paragraph_format
        layout.alignment, layout.line_spacing_rule = WD_ALIGN_PARAGRAPH.CENTER, WD_LINE_SPACING.SINGLE
        layout.space_before, layout.keep_with_next = Pt(8), place == len(strips) - 1
        paragraph.add_run().add_picture(io.BytesIO(strip.png), width=Inches(strip.width * _find_scale(strip)))
        drawn = paragraph._p.find(".//{*}docPr")
        drawn.set(
            "descr", clean_text(describe_exhibit(exhibit) if not place else f"{exhibit.title}（续）")[:LONGEST_ALT]
        )
        drawn.set("name", f"{exhibit.exhibit_id} {place + 1}")
    add_text(document, name_exhibit(exhibit), style="Caption", indent=False)


def draw_strips(exhibit: Exhibit) -> list[Strip]:
    """The picture of a figure as it stands on the pages: whole, or in parts where it is too tall for one."""
    return cut_figure(draw_exhibit(exhibit), *PICTURE_INCHES)


def is_tall(strips: Sequence[Strip]) -> bool:
    """Whether a picture takes more than half a page."""
    return sum(strip.height * _find_scale(strip) for strip in strips) > PICTURE_INCHES[1] / 2


def _find_scale(strip: Strip) -> float:
    return min(PICTURE_INCHES[0] / strip.width, PICTURE_INCHES[1] / strip.height, 1.0)


def name_exhibit(exhibit: Exhibit) -> str:
    """Number, title and id of an exhibit, as its caption has them."""
    kind, _, number = exhibit.exhibit_id.partition("-")
    return f"{kind} {int(number)}　{exhibit.title}［{exhibit.exhibit_id}］"


def add_table(document: Document, exhibit: Exhibit) -> None:
    """A table with its caption above; its heading is repeated on every page."""
    add_text(document, name_exhibit(exhibit), style="Caption", indent=False).paragraph_format.keep_with_next = True
    head = [str(name) for name in exhibit.data.columns]
    rows = [[_shorten(cell) for cell in row] for row in read_cells(exhibit)]
    numeric = [any((i, name) in exhibit.quantities for i in range(len(rows))) for name in head]
    fill_grid(document, head, rows, numeric)


def fill_grid(document: Document, head: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> None:
    """A ruled table. In: headings, cells, and which columns hold figures, which stand to the right."""
    from docx.shared import Mm  # noqa: PLC0415

    table = document.add_table(rows=0, cols=len(head))
    table.style, table.autofit = "Table Grid", False
    widths = _share_width(head, rows)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    style = document.styles[SMALL]
    _fill_row(table, style, list(zip(head, widths, [False] * len(head), strict=True)), is_head=True)
    for row in rows:
        _fill_row(table, style, list(zip(row, widths, numeric, strict=True)))


def _fill_row(table: Any, style: Any, cells: Sequence[tuple[str, float, bool]], *, is_head: bool = False) -> None:  # noqa: ANN401
    """Add a row. In: text, width in millimetres, and whether it stands to the right, of every cell."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(_make("cantSplit"))
    if is_head:
        properties.append(_make("tblHeader"))
    for cell, (text, width, right) in zip(row.cells, cells, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        paragraph.paragraph_format.line_spacing = Pt(CELL_LINE)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(clean_text(text))
        run.font.size = Pt(CELL_POINTS)
        if is_head:
            run.font.bold, run.font.color.rgb = True, RGBColor(0xFF, 0xFF, 0xFF)
            cell._tc.get_or_add_tcPr().append(_make("shd", val="clear", color="auto", fill=HEAD_FILL))


def _share_width(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Widths of the columns in millimetres: what their cells need, long ones sharing what is left."""
    whole = float(TEXT_MM[0])
    needs = [
        max(measure_line(text) * CELL_POINTS * POINTS_MM + 5 for text in column)
        for column in zip(head, *rows, strict=True)
    ]
    needs = [min(max(need, NARROWEST_MM), whole * WIDEST_SHARE if len(needs) > 1 else whole) for need in needs]
    if sum(needs) <= whole:
        return [need * whole / sum(needs) for need in needs]
    fair = whole / len(needs)
    small = sum(need for need in needs if need <= fair)
    large = sum(need for need in needs if need > fair)
    return [need if need <= fair else need / large * (whole - small) for need in needs]


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _indent(paragraph: Any) -> None:  # noqa: ANN401
    properties = paragraph._p.get_or_add_pPr()
    indent = properties.get_or_add_ind()
    indent.set(WORD + "firstLineChars", str(INDENT_CHARACTERS * 100))


def _add_field_start(paragraph: Any, instruction: str) -> None:  # noqa: ANN401
    """Begin a field; what follows until its end is shown until a program renews it."""
    paragraph.add_run()._r.append(_make("fldChar", fldCharType="begin"))
    code = _make("instrText")
    code.text = instruction
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    paragraph.add_run()._r.append(code)
    paragraph.add_run()._r.append(_make("fldChar", fldCharType="separate"))


def _make(tag: str, **attributes: str) -> Any:  # noqa: ANN401
    from docx.oxml import OxmlElement  # noqa: PLC0415

    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(WORD + name, value)
    return element
