"""Page and styles of the report: A4 with the margins and faces of Chinese official documents (GB/T 9704)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dj_analysis.briefing.archives import MADE
from dj_analysis.briefing.fonts import WORD, set_word_font
from dj_analysis.briefing.slide_text import clean_text

if TYPE_CHECKING:
    from docx.document import Document

BODY, HEADING, SECOND, TITLE = "仿宋", "黑体", "楷体", "宋体"
"""Faces that come with Windows and Office for Mac; elsewhere the system's Chinese face stands in."""
PAGE_MM, MARGINS_MM = (210, 297), {"top": 37, "bottom": 35, "left": 28, "right": 26}
"""A4; the margins leave 156 by 225 millimetres for the text."""
TEXT_MM = (156, 225)
SIZES = {"Normal": 14.0, "Title": 22.0, "Subtitle": 14.0, "Heading 1": 16.0, "Heading 2": 15.0, "Caption": 10.5}
"""Points: 四号, 二号, 四号, 三号, 小三, 五号."""
FACES = {
    "Normal": BODY, "Title": TITLE, "Subtitle": SECOND, "Heading 1": HEADING, "Heading 2": SECOND, "Caption": HEADING,
}  # fmt: skip
LINE_POINTS = 26.0
INDENT_CHARACTERS = 2
SMALL = "注释"
"""Our own style for notes, remarks and evidence."""
SMALL_POINTS, SMALL_LINE = 10.5, 16.0
LANGUAGE = "zh-CN"
LONGEST_PROPERTY = 255
"""Characters a property of a Word file holds."""


def make_document(title: str, subject: str) -> Document:
    """An empty report with its page, styles and properties."""
    import docx  # noqa: PLC0415 - an extra

    document = docx.Document()
    _set_page(document)
    _set_defaults(document)
    for name, size in SIZES.items():
        _set_style(document.styles[name], FACES[name], size)
    _set_paragraphs(document)
    _add_small_style(document)
    _set_properties(document.core_properties, title, subject)
    return document


def _set_page(document: Document) -> None:
    from docx.shared import Mm  # noqa: PLC0415

    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in PAGE_MM)
    for name, width in MARGINS_MM.items():
        setattr(section, f"{name}_margin", Mm(width))
    section.footer_distance = Mm(28)


def _set_defaults(document: Document) -> None:
    """Faces and language of whatever has no style of its own."""
    properties = document.styles.element.find(f".//{WORD}rPrDefault/{WORD}rPr")
    set_word_font(properties, latin=BODY, east_asian=BODY)
    language = properties.find(f"{WORD}lang")
    for name in ("val", "eastAsia"):
        language.set(WORD + name, LANGUAGE)


def _set_style(style: Any, face: str, size: float) -> None:  # noqa: ANN401
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    set_word_font(style.element.get_or_add_rPr(), latin=face, east_asian=face)
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.italic = False
    style.font.bold = style.name == "Title"


def _set_paragraphs(document: Document) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    for name in SIZES:
        layout = document.styles[name].paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE_POINTS)
    normal = document.styles["Normal"].paragraph_format
    normal.alignment, normal.widow_control = WD_ALIGN_PARAGRAPH.JUSTIFY, True
    for name in ("Title", "Subtitle", "Caption"):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title = document.styles["Title"]
    title.paragraph_format.line_spacing, title.paragraph_format.space_after = Pt(38), Pt(10)
    borders = title.element.pPr.find(f"{WORD}pBdr")
    if borders is not None:
        title.element.pPr.remove(borders)
    for name in ("Heading 1", "Heading 2"):
        layout = document.styles[name].paragraph_format
        layout.space_before, layout.space_after, layout.keep_with_next = Pt(10), Pt(4), True
        layout.alignment = WD_ALIGN_PARAGRAPH.LEFT
    caption = document.styles["Caption"].paragraph_format
    caption.line_spacing, caption.space_before, caption.space_after = Pt(SMALL_LINE), Pt(8), Pt(4)


def _add_small_style(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    style = document.styles.add_style(SMALL, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _set_style(style, BODY, SMALL_POINTS)
    layout = style.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(SMALL_LINE)
    layout.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _set_properties(properties: Any, title: str, subject: str) -> None:  # noqa: ANN401
    properties.title, properties.subject = (clean_text(text)[:LONGEST_PROPERTY] for text in (title, subject))
    properties.language = LANGUAGE
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = MADE
    properties.revision = 1
