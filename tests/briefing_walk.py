"""Walks a presentation and a report of a briefing: which ids stand beside which words and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dj_analysis.briefing.checks import find_loose_digits
from dj_analysis.briefing.records import Briefing, Citation, Exhibit, Quantity
from dj_analysis.briefing.report import ARTICLES

ID = re.compile(r"〔(\d{3})〕|[图表]-\d{2,}")
OWN_PLACES = ("FOOTER", "SLIDE_NUMBER")


@dataclass
class Page:
    """A slide as read back: its texts, tables and charts with the id each carries, without footer and page number."""

    number: int
    texts: list[str] = field(default_factory=list)
    tables: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    charts: list[tuple[str, Any]] = field(default_factory=list)
    notes: str = ""

    @property
    def ids(self) -> set[str]:
        """The ids that stand on the slide to be read."""
        found = (match for text in self.texts for match in ID.finditer(text))
        return {f"论-{match[1]}" if match[1] else match[0] for match in found}


def read_pages(presentation: Any) -> list[Page]:
    """The slides of a presentation of python-pptx."""
    return [_read_page(number, slide) for number, slide in enumerate(presentation.slides, start=1)]


def _read_page(number: int, slide: Any) -> Page:
    page = Page(number)
    for shape in slide.shapes:
        described = ID.match(shape._element.xpath("./*[1]/p:cNvPr/@descr")[0]) if _has_description(shape) else None
        name = described.group() if described else ""
        if shape.is_placeholder and shape.placeholder_format.type.name in OWN_PLACES:
            continue
        if getattr(shape, "has_table", False) and shape.has_table:
            page.tables.append((name, [[cell.text for cell in row.cells] for row in shape.table.rows]))
        elif getattr(shape, "has_chart", False) and shape.has_chart:
            page.charts.append((name, shape.chart))
        elif shape.has_text_frame:
            page.texts.append(shape.text_frame.text)
    page.notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
    return page


def _has_description(shape: Any) -> bool:
    return bool(shape._element.xpath("./*[1]/p:cNvPr/@descr"))


def find_unfounded(page: Page, briefing: Briefing, words: list[str]) -> Iterator[str]:
    """Figures of a slide that belong to no quantity or wording of the claims and exhibits whose ids stand on it."""
    claims = {claim.claim_id: claim for claim in briefing.claims}
    exhibits = {exhibit.exhibit_id: exhibit for exhibit in briefing.exhibits}
    quantities: list[Quantity] = []
    cited: list[Citation] = []
    for name in page.ids:
        if name in claims:
            quantities += claims[name].quantities
            cited += claims[name].cited
        else:
            quantities += [*exhibits[name].quantities.values(), *exhibits[name].quoted]
            cited += [one for ones in exhibits[name].cited.values() for one in ones]
    known = [*words, *(one.text for one in cited)]
    for text in page.texts:
        yield from find_loose_digits(ID.sub(" ", text), quantities, known)
    for name, rows in page.tables:
        yield from (f"{name}: {cell}" for row in rows for cell in row if find_loose_digits(cell, quantities, known))


def join_tables(pages: list[Page]) -> dict[str, list[list[str]]]:
    """The rows of every table over all its slides, without the headings."""
    joined: dict[str, list[list[str]]] = {}
    for page in pages:
        for name, rows in page.tables:
            joined.setdefault(name, []).extend(rows[1:])
    return joined


def join_charts(pages: list[Page]) -> dict[str, dict[tuple[int, str], float | None]]:
    """The points of every chart over all its slides, by row and series."""
    points: dict[str, dict[tuple[int, str], float | None]] = {}
    for page in pages:
        for name, chart in page.charts:
            known = points.setdefault(name, {})
            begin = max((row for row, _ in known), default=-1) + 1
            for series in chart.plots[0].series:
                known |= {(begin + i, series.name): value for i, value in enumerate(series.values)}
    return points


def expect_points(exhibit: Exhibit) -> dict[tuple[int, str], float]:
    """The points a native chart of an exhibit must have."""
    return {place: quantity.value for place, quantity in exhibit.quantities.items()}


MARK = re.compile(r"〔(\d{3})〕")
EXHIBIT = re.compile(r"[图表] \d+　.*［(?P<id>[图表]-\d{2,})］", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A stretch of the report, and the id that stands beside it."""

    id: str
    text: str


def walk_document(document: Any) -> Iterator[Piece]:
    """Every claim, caption and table of the report before its appendices, with its id.

    The caption of a table stands over it, that of a figure below its picture; words without an id have "".
    """
    name = ""
    for element in document.iter_inner_content():
        if hasattr(element, "rows"):
            yield from (Piece(name, cell.text) for row in element.rows for cell in row.cells)
            continue
        text, style = element.text, element.style.name
        if text == ARTICLES and style.startswith("Heading"):
            return
        if caption := EXHIBIT.fullmatch(text) if style == "Caption" else None:
            name = caption["id"]
            # The number of a caption is that of its id.
            yield Piece(name, text.partition("　")[2].removesuffix(f"［{name}］"))
        elif style == "Normal" and MARK.search(text):
            yield from _split_claims(text)


def _split_claims(text: str) -> Iterator[Piece]:
    last = 0
    for mark in MARK.finditer(text):
        yield Piece(f"论-{mark[1]}", text[last : mark.start()])
        last = mark.end()
    yield Piece("", text[last:])


def find_unfounded_piece(piece: Piece, briefing: Briefing) -> Iterator[str]:
    """Figures of a piece that belong to no quantity or wording of the claim or exhibit whose id it has."""
    quantities: list[Quantity] = []
    words: list[str] = []
    for claim in briefing.claims:
        if claim.claim_id == piece.id:
            quantities, words = list(claim.quantities), [one.text for one in claim.cited]
    for exhibit in briefing.exhibits:
        if exhibit.exhibit_id == piece.id:
            quantities = [*exhibit.quantities.values(), *exhibit.quoted]
            words = [one.text for cited in exhibit.cited.values() for one in cited]
            words += [str(name) for name in exhibit.data.columns]
    found = find_loose_digits(piece.text, quantities, words)
    yield from (f"{piece.id or 'no id'}: {digits} in {piece.text!r}" for digits in found)
