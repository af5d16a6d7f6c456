"""The report of a briefing: its claims as prose, its figures and tables, and the evidence in numbered notes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from dj_analysis.briefing.archives import freeze_archive
from dj_analysis.briefing.document_parts import (
    add_claims,
    add_contents,
    add_figure,
    add_heading,
    add_page_numbers,
    add_table,
    add_text,
    draw_strips,
    fill_grid,
    is_tall,
)
from dj_analysis.briefing.document_styles import SMALL, make_document
from dj_analysis.briefing.evidence import list_evidence
from dj_analysis.briefing.records import Briefing, Claim, Section
from dj_analysis.briefing.wording import shorten, show_mark
from dj_analysis.errors import DjAnalysisError
from dj_analysis.schema import TABLES
from dj_analysis.tables import Tables

if TYPE_CHECKING:
    from docx.document import Document

NUMERALS = "一二三四五六七八九十"
SCHOOLS, ARTICLES, EVIDENCE = "各校情况", "附一：文章清单", "附二：依据"
PARAGRAPH = 150
"""Characters from which a paragraph of claims ends."""
MOST_ARTICLES = 200
MOST_NOTES = 5
"""Notes of evidence per claim; the workbook has all."""
LONGEST_QUOTE = 60
ABOUT_EVIDENCE = (
    "正文每句论断后〔〕中的编号与下列编号对应（〔001〕在工作簿和证据页中为论-001），注中为所依据的文章、在原始页面中的字符位置和原文。"
    "每句至多列若干条，其余各条和图表的依据见“数据.xlsx”的“依据”表。"
)


def write_report(briefing: Briefing, tables: Tables, path: Path) -> None:
    """Write the report of a briefing. In: the briefing, the tables it was written from, and where to.

    The same briefing gives the same bytes. Raises DjAnalysisError where the file cannot be written.
    """
    document = make_document(briefing.title, briefing.made_from)
    add_page_numbers(document)
    add_text(document, briefing.title, style="Title", indent=False)
    add_text(document, briefing.made_from, style="Subtitle", indent=False)
    chapters = list(_number_chapters(briefing))
    add_contents(document, [(level, text, anchor) for level, text, anchor, _ in chapters])
    for level, text, anchor, section in chapters:
        add_heading(document, text, level, anchor)
        if section is not None:
            _write_section(document, section)
        elif text == ARTICLES:
            _list_articles(document, briefing.documents)
        elif text == EVIDENCE:
            _list_evidence(document, briefing, tables)
    buffer = io.BytesIO()
    document.save(buffer)
    try:
        path.write_bytes(freeze_archive(buffer.getvalue()))
    except OSError as error:
        raise DjAnalysisError(f"{path}: cannot be written ({error.strerror}); choose another place") from error


def number_chapter(number: int) -> str:
    """The number of a chapter in Chinese.

    >>> [number_chapter(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else NUMERALS[tens - 1]) + "十" if tens else ""
    return head + (NUMERALS[ones - 1] if ones else "")


def _number_chapters(briefing: Briefing) -> Iterator[tuple[int, str, str, Section | None]]:
    """Level, heading, anchor and section of every chapter; schools are parts of one chapter."""
    chapter, part = 0, 0
    for place, section in enumerate(briefing.sections):
        anchor = f"part{place + 1:03}"
        if section.key != "school":
            chapter += 1
            yield 1, f"{number_chapter(chapter)}、{section.heading}", anchor, section
            continue
        if not part:
            chapter += 1
            yield 1, f"{number_chapter(chapter)}、{SCHOOLS}", "schools", None
        part += 1
        yield 2, f"（{number_chapter(part)}）{section.heading}", anchor, section
    yield 1, ARTICLES, "articles", None
    yield 1, EVIDENCE, "evidence", None


def _write_section(document: Document, section: Section) -> None:
    if section.key != "school":
        add_text(document, f"{section.title}。", indent=True).runs[0].font.bold = True
    for group in _group_claims(section.claims):
        add_claims(document, [(claim.text, claim.claim_id) for claim in group])
    _add_exhibits(document, section)
    if section.own_remarks:
        add_text(document, "说明：" + "".join(section.own_remarks), style=SMALL, indent=True)


def _add_exhibits(document: Document, section: Section) -> None:
    """Figures and tables in their order; figures that take a page stand last, so that none is left half empty."""
    drawn = {exhibit.exhibit_id: draw_strips(exhibit) for exhibit in section.exhibits if exhibit.form != "table"}
    for exhibit in sorted(section.exhibits, key=lambda one: is_tall(drawn.get(one.exhibit_id, []))):
        if exhibit.form == "table":
            add_table(document, exhibit)
        else:
            add_figure(document, exhibit, drawn[exhibit.exhibit_id])
        # The picture of a bar chart has its note in it.
        if exhibit.note and exhibit.form in {"table", "picture"}:
            add_text(document, f"注：{exhibit.note}", style=SMALL, indent=False)


def _group_claims(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Claims as paragraphs: one after the other until a paragraph is long enough."""
    group: list[Claim] = []
    for claim in claims:
        group.append(claim)
        if sum(len(one.text) for one in group) >= PARAGRAPH:
            yield group
            group = []
    if group:
        yield group


def _list_articles(document: Document, documents: pd.DataFrame) -> None:
    shown = documents.head(MOST_ARTICLES)
    rows = [
        [str(i), _tell(row["title"]), _tell(row["school"]), _tell(row["published_date"]), _tell(row["source_file"])]
        for i, row in enumerate(shown.to_dict("records"), start=1)
    ]
    fill_grid(
        document, ["序号", "标题", "学校或单位", "发布日期", "来源文件"], rows, [True, False, False, False, False]
    )
    if len(documents) > len(shown):
        add_text(document, "其余文章见“数据.xlsx”的“文档”表。", style=SMALL)


def _tell(value: Any) -> str:  # noqa: ANN401
    return shorten(str(value), LONGEST_QUOTE) if pd.notna(value) else "—"


def _list_evidence(document: Document, briefing: Briefing, tables: Tables) -> None:
    add_text(document, ABOUT_EVIDENCE, style=SMALL)
    frame = list_evidence(briefing, tables)
    number = 0
    by_id = dict(tuple(frame.groupby("id", sort=False)))
    for claim in briefing.claims:
        rows = by_id.get(claim.claim_id)
        if rows is None:
            continue
        distinct = rows.drop_duplicates(["table", "row_id"])
        add_text(document, f"{show_mark(claim.claim_id)}　依据{len(distinct)}行", style=SMALL, indent=False).runs[
            0
        ].font.bold = True
        for row in distinct.head(MOST_NOTES).to_dict("records"):
            number += 1
            add_text(document, f"（{number}）{_tell_row(row)}", style=SMALL, indent=False)


def _tell_row(row: Mapping[Any, Any]) -> str:
    """One note: file, place and words of a row."""
    where = _tell(row["source_file"])
    if pd.notna(row["raw_start"]):
        where += f"，原始页面第{row['raw_start']}—{row['raw_end']}字"
    table = TABLES[str(row["table"])].zh
    quote = f"：{_tell(row['quote'])}" if pd.notna(row["quote"]) else ""
    return f"{where}（{table} {row['row_id']}）{quote or ('，全篇' if pd.isna(row['raw_start']) else '')}"
