"""Slides of a briefing: every section one or more pages, claims beside their figures, evidence in the notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dj_analysis.briefing.archives import MADE, freeze_archive
from dj_analysis.briefing.records import Briefing, Claim, Exhibit, Section
from dj_analysis.briefing.slide_design import (
    Design,
    Page,
    Role,
    add_page,
    find_boxes,
    open_design,
    place_shape,
    remove_shape,
    set_fonts,
)
from dj_analysis.briefing.slide_exhibits import (
    add_exhibit,
    cut_exhibit,
    find_height,
    fits_beside,
    write_items,
)
from dj_analysis.briefing.slide_notes import Tell, make_teller, write_notes
from dj_analysis.briefing.slide_pictures import LEAST_SCALE, can_cut, find_scale
from dj_analysis.briefing.slide_text import (
    LINE,
    POINTS,
    SIZES,
    Item,
    clean_text,
    cut_text,
    fit_items,
    flatten_text,
    measure_height,
)
from dj_analysis.briefing.template import EMU, KICKER, Box
from dj_analysis.tables import Tables

SOURCE = "来源：清洗后的文章与由此抽取的表，dj-analysis 计算；论、图、表的编号见 证据.html"
NOTHING = Item("所选文章中没有这方面的内容。", quiet=True)
AGAIN = "（续）"
COVER_SIZES = (20.0, 18.0, 16.0, 14.0, 12.0, 11.0, 10.0)
ABOVE_SIZE = 15.0
ABOVE_SHARE = 0.34
"""Most of a page that claims over an exhibit may take, and the size of their text."""
LEAST_ROOM = 1.2
"""Inches below a figure in which another one may stand."""
MOST_STACKED = 2
STACK_GAP = 0.18
"""Inches between two figures of one page."""


@dataclass(frozen=True)
class _Deck:
    """What every page is made with."""

    design: Design
    tell: Tell
    source: str = SOURCE

    def add(self, role: Role, title: str, about: str) -> Page:
        return add_page(self.design, role, title, about=about, source=self.source)


def write_slides(briefing: Briefing, tables: Tables, *, template: Path | None = None) -> bytes:
    """A briefing as a PowerPoint file. In: content, the tables it was made from, a .pptx or .potx to be made on.

    The same input gives the same bytes. Raises TemplateError where the template cannot be used.
    """
    deck = _Deck(open_design(template), make_teller(tables))
    _add_cover(deck, briefing)
    schools = [section for section in briefing.sections if section.key == "school"]
    for section in briefing.sections:
        if len(schools) > 1 and section is schools[0]:
            _add_divider(deck, [school.heading for school in schools])
        _add_section(deck, section)
    return save_slides(deck.design, briefing.title, briefing.subtitle)


def save_slides(design: Design, title: str, subject: str) -> bytes:
    """The bytes of a presentation; the same slides give the same bytes."""
    made = design.presentation
    set_fonts(design)
    properties = made.core_properties
    properties.title, properties.subject = flatten_text(title)[:255], flatten_text(subject)[:255]
    properties.author = properties.last_modified_by = "dj-analysis"
    properties.keywords = properties.comments = properties.category = ""
    properties.created = properties.modified = MADE
    properties.language, properties.revision = "zh-CN", 1
    buffer = io.BytesIO()
    made.save(buffer)
    return freeze_archive(buffer.getvalue())


def _add_cover(deck: _Deck, briefing: Briefing) -> None:
    page = deck.add("title", briefing.title, "")
    items = [Item(flatten_text(text)) for text in (briefing.subtitle, briefing.made_from) if text]
    holders = [holder for holder in page.slide.placeholders if holder.placeholder_format.idx == KICKER]
    if deck.design.is_own and holders:
        _write_fitting(page.holder, items[:1])
        _write_fitting(holders[0], items[1:])
    elif page.holder is not None:
        _write_fitting(page.holder, items)


def _write_fitting(holder: Any, items: Sequence[Item]) -> None:  # noqa: ANN401
    """Text of a placeholder at a size at which it fits, cut where it does not at the least one."""
    if not items:
        remove_shape(holder)
        return
    width, height = holder.width / EMU, holder.height / EMU
    size, count = fit_items(items, width, height, COVER_SIZES)
    if count < len(items):
        lines = max(1, int(height * POINTS / (size * LINE)) - count)
        items = [*items[:count], Item(cut_text(items[count].text, (width - 0.3) * POINTS / size, lines))]
    write_items(holder.text_frame, list(items), size)


def _add_divider(deck: _Deck, schools: Sequence[str]) -> None:
    page = deck.add("section", "各校情况", "")
    if page.holder is not None:
        _write_fitting(page.holder, [Item("、".join(flatten_text(name) for name in schools))])


def _add_section(deck: _Deck, section: Section) -> None:
    items = [Item(claim.text, claim.claim_id) for claim in section.claims]
    items += [Item(remark, quiet=True) for remark in section.remarks]
    exhibits = list(section.exhibits)
    if not items and not exhibits:
        items = [NOTHING]
    title = section.title or section.heading
    beside, exhibits = _choose_beside(deck, section, exhibits) if items else ([], exhibits)
    above = not beside and exhibits and _fits_above(deck, items, exhibits[0])
    if items and not above:
        items = _add_claims(deck, section, title, items, beside)
        while items:
            items = _add_claims(deck, section, title + AGAIN, items, [])
        title = ""
    for exhibit in exhibits:
        _add_alone(deck, section, exhibit, title=title or exhibit.title, items=items)
        items, title = [], ""


def _choose_beside(deck: _Deck, section: Section, exhibits: list[Exhibit]) -> tuple[list[Exhibit], list[Exhibit]]:
    """The exhibits that stand beside the claims: two at most, on the page of a school all that find room; the rest."""
    box = find_boxes(deck.design, "chart")[1]
    if not exhibits or not fits_beside(exhibits[0], box):
        return [], exhibits
    count, used = 1, find_height(exhibits[0], box)
    while count < len(exhibits) and (section.key == "school" or count < MOST_STACKED):
        left, top, width, height = box
        room = (left, top, width, height - used - STACK_GAP)
        if room[3] < LEAST_ROOM or not fits_beside(exhibits[count], room):
            break
        used += STACK_GAP + find_height(exhibits[count], room)
        count += 1
    return exhibits[:count], exhibits[count:]


def _fits_above(deck: _Deck, items: Sequence[Item], exhibit: Exhibit) -> bool:
    """Whether the claims are few enough to stand over an exhibit that needs the whole width."""
    _, _, width, height = find_boxes(deck.design, "table")[1]
    needed = measure_height(items, ABOVE_SIZE, width)
    if needed > ABOVE_SHARE * height:
        return False
    picture = exhibit.picture if exhibit.form == "picture" else None
    return picture is None or can_cut(picture) or find_scale(picture, width, height - needed - 1.0) >= LEAST_SCALE


def _add_claims(deck: _Deck, section: Section, title: str, items: list[Item], beside: list[Exhibit]) -> list[Item]:
    """A page of claims, beside exhibits or alone; the claims it has no room for."""
    page = deck.add("chart" if beside else "text", title, section.heading)
    size, count = fit_items(items, page.text[2], page.text[3], SIZES)
    shown, left = items[:count], items[count:]
    if not shown:
        shown, left = [_cut_item(items[0], page.text[2], page.text[3], size)], items[1:]
    _write_claims(page, shown, size, page.text)
    _stack(page, beside)
    _write_notes(deck, page, _find_claims(section, shown), beside)
    return left


def _cut_item(item: Item, width: float, height: float, size: float) -> Item:
    """A paragraph that no page holds whole, cut; the notes have all of it."""
    lines = int(height * POINTS / (size * LINE)) - 1
    return Item(cut_text(item.text, (width - 0.3) * POINTS / size, lines), item.mark, item.quiet)


def _write_claims(page: Page, items: list[Item], size: float, box: Box) -> None:
    place_shape(page.holder, box)
    write_items(page.holder.text_frame, items, size)


def _stack(page: Page, exhibits: Sequence[Exhibit]) -> None:
    left, top, width, height = page.exhibit
    for exhibit in exhibits:
        box = (left, top, width, height)
        used = find_height(exhibit, box)
        (part,) = cut_exhibit(exhibit, box, box)
        add_exhibit(page.slide, exhibit, part, box, titled=False)
        top, height = top + used + STACK_GAP, height - used - STACK_GAP


def _add_alone(deck: _Deck, section: Section, exhibit: Exhibit, *, title: str, items: list[Item]) -> None:
    """An exhibit on pages of its own, as many as it takes, with claims over the first."""
    _, whole = find_boxes(deck.design, "table")
    left, top, width, height = whole
    over = measure_height(items, ABOVE_SIZE, width) + STACK_GAP if items else 0.0
    first = (left, top + over, width, height - over)
    for number, part in enumerate(cut_exhibit(exhibit, first, whole)):
        page = deck.add("text" if items else "table", title + (AGAIN if number else ""), section.heading)
        shown, items = items, []
        if shown:
            _write_claims(page, shown, ABOVE_SIZE, (left, top, width, over - STACK_GAP))
        elif page.holder is not None:
            remove_shape(page.holder)
        add_exhibit(page.slide, exhibit, part, whole if number else first, titled=title == exhibit.title)
        _write_notes(deck, page, _find_claims(section, shown), [exhibit])


def _find_claims(section: Section, items: Sequence[Item]) -> list[Claim]:
    marks = {item.mark for item in items}
    return [claim for claim in section.claims if claim.claim_id in marks]


def _write_notes(deck: _Deck, page: Page, claims: Sequence[Claim], exhibits: Sequence[Exhibit]) -> None:
    text = write_notes(claims, exhibits, deck.tell)
    if text:
        page.slide.notes_slide.notes_text_frame.text = clean_text(text)
