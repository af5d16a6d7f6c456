"""How a section is laid out: its claims beside their figures where both can be read, else over them, else before."""

from __future__ import annotations

from collections.abc import Sequence

from dj_analysis.briefing.records import Exhibit, Section
from dj_analysis.briefing.slide_exhibits import LEAST_BESIDE, find_height, fits_beside
from dj_analysis.briefing.slide_pages import (
    ABOVE_SIZE,
    AGAIN,
    FOOT_LINES,
    FOOT_SIZE,
    STACK_GAP,
    Deck,
    Placed,
    add_alone,
    add_claims,
    choose_sizes,
    measure_foot,
    shorten_box,
    split_box,
)
from dj_analysis.briefing.slide_text import POINTS, Item, count_lines, fit_items, flatten_text, measure_height
from dj_analysis.briefing.template import Box

NOTHING = Item("所选文章中没有这方面的内容。", quiet=True)
SHARES = (0.34, 0.42, 0.5)
"""What claims may take of the width beside a figure: the less, the larger the figure."""
GOOD_SIZE = 14.0
"""Points of claims that need be no larger: from there on the figure gets the room."""
ABOVE_SHARE = 0.36
"""Most of a page that claims over a figure may take."""
LEAST_ROOM = 1.2
"""Inches below a figure in which another one may stand."""
MOST_STACKED = 2
DENSE_TABLE = 10.0
"""Points of a table on a page that should stay one."""


def add_section(deck: Deck, section: Section) -> None:
    """Add the pages of a section."""
    items, foot = _read_items(deck, section)
    title, exhibits = section.title or section.heading, list(section.exhibits)
    if items and exhibits:
        share, beside = _choose_beside(deck, section, items, foot)
        if beside:
            _add_pages(deck, section, title, items, beside, share, foot)
            exhibits, items, title, foot = exhibits[len(beside) :], [], "", ""
        elif not _fits_above(deck, items, exhibits[0], foot):
            _add_pages(deck, section, title, items, [], 1.0, foot)
            items, title, foot = [], "", ""
    elif items:
        _add_pages(deck, section, title, items, [], 1.0, foot)
    for exhibit in exhibits:
        add_alone(deck, section, exhibit, title=title or exhibit.finding or exhibit.title, items=items, foot=foot)
        items, title, foot = [], "", ""


def _read_items(deck: Deck, section: Section) -> tuple[list[Item], str]:
    """The paragraphs of a section, and its remarks where they are short enough for the foot of its first page."""
    claims = [Item(claim.text, claim.claim_id) for claim in section.claims]
    remarks = [Item(flatten_text(remark), quiet=True) for remark in section.own_remarks]
    if not claims and not remarks:
        return ([] if section.exhibits else [NOTHING]), ""
    foot = "　".join(item.text for item in remarks)
    lines = count_lines(foot, deck.whole[2] * POINTS / FOOT_SIZE)
    if claims and lines <= FOOT_LINES and section.key != "limits":
        return claims, foot
    return [*claims, *remarks], ""


def _add_pages(  # noqa: PLR0913, PLR0917 - what stands on a page
    deck: Deck, section: Section, title: str, items: list[Item], beside: list[Placed], share: float, foot: str
) -> None:
    # A later page goes by the heading: the figures of the title belong to claims that stand on the first.
    left = add_claims(deck, section, title, items, beside, share=share, foot=foot)
    while left:
        left = add_claims(deck, section, section.heading + AGAIN, left, [], share=1.0)


def _choose_beside(deck: Deck, section: Section, items: Sequence[Item], foot: str) -> tuple[float, list[Placed]]:
    """How wide the claims stand beside which exhibits; none where no width leaves both readable on one page.

    A school has one page: where its claims do not fit, they run on rather than leave its figures behind.
    """
    box = shorten_box(deck.whole, below=measure_foot(foot, deck.whole[2]))
    found: list[tuple[int, float, float, list[Placed]]] = []
    for share in SHARES:
        text, figures = split_box(box, share)
        beside = _stack(section, figures)
        size, count = fit_items(items, text[2], text[3], choose_sizes(section))
        if beside and (count == len(items) or section.key == "school"):
            found.append((count, min(size, GOOD_SIZE), share, beside))
    _, _, share, beside = max(found, key=lambda f: f[:2], default=(0, 0.0, 1.0, list[Placed]()))
    return share, beside


def _stack(section: Section, box: Box) -> list[Placed]:
    """The exhibits that find room in a box, one over the other: two at most, of a school as many as there are."""
    dense = section.key == "school"
    least = DENSE_TABLE if dense else LEAST_BESIDE
    most = len(section.exhibits) if dense else min(MOST_STACKED, len(section.exhibits))
    for count in range(most, 0, -1):
        for even in (False, True):
            placed = _place(section.exhibits[:count], box, even=even)
            if all(own[3] > LEAST_ROOM and fits_beside(exhibit, own, least=least) for exhibit, own in placed):
                return placed
    return []


def _place(exhibits: Sequence[Exhibit], box: Box, *, even: bool) -> list[Placed]:
    """Boxes one over the other, each exhibit as high as it likes or at most an even share of what is left."""
    placed: list[Placed] = []
    for left in range(len(exhibits), 0, -1):
        exhibit = exhibits[-left]
        height = (box[3] - STACK_GAP * (left - 1)) / left if even else box[3]
        own = (*box[:3], height)
        placed.append((exhibit, own))
        box = shorten_box(box, above=(find_height(exhibit, own) if height > LEAST_ROOM else height) + STACK_GAP)
    return placed


def _fits_above(deck: Deck, items: Sequence[Item], exhibit: Exhibit, foot: str) -> bool:
    """Whether the claims are few enough to stand over an exhibit, and do not part one that fits a page of its own."""
    box = shorten_box(deck.whole, below=measure_foot(foot, deck.whole[2]))
    needed = measure_height(items, ABOVE_SIZE, box[2])
    if needed > ABOVE_SHARE * box[3]:
        return False
    under = shorten_box(box, above=needed + STACK_GAP)
    return fits_beside(exhibit, under) or (exhibit.form != "picture" and not fits_beside(exhibit, deck.whole))
