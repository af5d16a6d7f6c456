"""Pages of slides: claims alone, beside figures or over one, and the evidence for all of it in the notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dj_analysis.briefing.records import Claim, Exhibit, Section
from dj_analysis.briefing.slide_design import Design, Page, add_page, find_boxes, place_shape, remove_shape
from dj_analysis.briefing.slide_exhibits import add_exhibit, add_text, cut_exhibit, write_items
from dj_analysis.briefing.slide_notes import Tell, write_notes
from dj_analysis.briefing.slide_templates import Role
from dj_analysis.briefing.slide_text import (
    DENSE_SIZES,
    LINE,
    POINTS,
    SIZES,
    Item,
    clean_text,
    count_lines,
    cut_text,
    fit_items,
    measure_height,
)
from dj_analysis.briefing.template import GAP, Box
from dj_analysis.charts.style import MUTED

SOURCE = "来源：清洗后的文章与由此抽取的表，dj-analysis 计算；〔〕内为论断编号，依据见 证据.html"
AGAIN = "（续）"
ABOVE_SIZE = 15.0
"""Points of claims over a figure."""
FOOT_SIZE, FOOT_LINES = 10.5, 4
"""Points and most lines of remarks at the foot of a page."""
STACK_GAP = 0.18
"""Inches between what stands one over the other."""


Placed = tuple[Exhibit, Box]
"""An exhibit and the box it stands in."""


@dataclass(frozen=True)
class Deck:
    """What every page is made with."""

    design: Design
    tell: Tell
    source: str = SOURCE

    def add(self, role: Role, title: str, about: str) -> Page:
        """A new page at the end."""
        return add_page(self.design, role, title, about=about, source=self.source)

    @property
    def whole(self) -> Box:
        """The box of everything below the title."""
        return find_boxes(self.design, "table")[1]


def split_box(box: Box, share: float) -> tuple[Box, Box]:
    """Two boxes side by side, the left one with a share of the width."""
    left, top, width, height = box
    first = (width - GAP) * share
    return (left, top, first, height), (left + first + GAP, top, width - first - GAP, height)


def shorten_box(box: Box, *, above: float = 0.0, below: float = 0.0) -> Box:
    """A box without strips at its upper and lower edge."""
    left, top, width, height = box
    return left, top + above, width, height - above - below


def measure_foot(text: str, width: float) -> float:
    """Inches that remarks take at the foot of a page, with the gap over them."""
    if not text:
        return 0.0
    return count_lines(text, width * POINTS / FOOT_SIZE) * FOOT_SIZE * LINE / POINTS + STACK_GAP


def choose_sizes(section: Section) -> tuple[float, ...]:
    """Sizes of claims: those of a school may be smaller, so that it has one page."""
    return DENSE_SIZES if section.key == "school" else SIZES


def add_claims(  # noqa: PLR0913 - what stands on a page
    deck: Deck, section: Section, title: str, items: list[Item], beside: list[Placed], *, share: float, foot: str = ""
) -> list[Item]:
    """A page of claims, beside exhibits or alone; the claims it has no room for."""
    page = deck.add("chart" if beside else "text", title, section.heading)
    box = shorten_box(deck.whole, below=measure_foot(foot, deck.whole[2]))
    text = split_box(box, share)[0] if beside else box
    size, count = fit_items(items, text[2], text[3], choose_sizes(section))
    shown, left = items[:count], items[count:]
    if not shown:
        shown, left = [_cut_item(items[0], text[2], text[3], size)], items[1:]
    _write_claims(page, shown, size, text)
    for exhibit, place in beside:
        (part,) = cut_exhibit(exhibit, place, place)
        add_exhibit(page.slide, exhibit, part, place, titled=False)
    _write_foot(page, foot, deck.whole)
    _write_notes(deck, page, _find_claims(section, shown), [exhibit for exhibit, _ in beside])
    return left


def add_alone(deck: Deck, section: Section, exhibit: Exhibit, *, title: str, items: list[Item], foot: str = "") -> None:
    """An exhibit on pages of its own, as many as it takes; claims over the first, remarks at its foot."""
    whole = deck.whole
    over = measure_height(items, ABOVE_SIZE, whole[2]) + STACK_GAP if items else 0.0
    first = shorten_box(whole, above=over, below=measure_foot(foot, whole[2]))
    for number, part in enumerate(cut_exhibit(exhibit, first, whole)):
        head = exhibit.title + AGAIN if number else title
        page = deck.add("text" if items else "table", head, section.heading)
        shown, items = items, []
        if shown:
            _write_claims(page, shown, ABOVE_SIZE, (*whole[:3], over - STACK_GAP))
        elif page.holder is not None:
            remove_shape(page.holder)
        add_exhibit(page.slide, exhibit, part, whole if number else first, titled=number > 0 or title == exhibit.title)
        if not number:
            _write_foot(page, foot, whole)
        _write_notes(deck, page, _find_claims(section, shown), [exhibit])


def _cut_item(item: Item, width: float, height: float, size: float) -> Item:
    """A paragraph that no page holds whole, cut; the notes have all of it."""
    lines = int(height * POINTS / (size * LINE)) - 1
    return Item(cut_text(item.text, (width - 0.3) * POINTS / size, lines), item.mark, item.quiet)


def _write_claims(page: Page, items: list[Item], size: float, box: Box) -> None:
    place_shape(page.holder, box)
    write_items(page.holder.text_frame, items, size)


def _write_foot(page: Page, text: str, box: Box) -> None:
    if text:
        height = measure_foot(text, box[2]) - STACK_GAP
        left, top, width, whole = box
        add_text(page.slide, text, (left, top + whole - height, width, height), FOOT_SIZE, MUTED)


def _find_claims(section: Section, items: Sequence[Item]) -> list[Claim]:
    marks = {item.mark for item in items}
    return [claim for claim in section.claims if claim.claim_id in marks]


def _write_notes(deck: Deck, page: Page, claims: Sequence[Claim], exhibits: Sequence[Exhibit]) -> None:
    text = write_notes(claims, exhibits, deck.tell)
    if text:
        page.slide.notes_slide.notes_text_frame.text = clean_text(text)
