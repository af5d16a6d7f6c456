"""Slides of a briefing: every section one or more pages, claims beside their figures, evidence in the notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dj_analysis.briefing.archives import MADE, freeze_archive
from dj_analysis.briefing.records import Briefing
from dj_analysis.briefing.slide_design import Design, open_design, remove_shape, set_fonts
from dj_analysis.briefing.slide_exhibits import write_items
from dj_analysis.briefing.slide_notes import make_teller
from dj_analysis.briefing.slide_pages import Deck
from dj_analysis.briefing.slide_sections import add_section
from dj_analysis.briefing.slide_text import LINE, POINTS, Item, cut_text, fit_items, flatten_text
from dj_analysis.briefing.template import EMU, KICKER
from dj_analysis.tables import Tables

COVER_SIZES = (20.0, 18.0, 16.0, 14.0, 12.0, 11.0, 10.0)


def write_slides(briefing: Briefing, tables: Tables, *, template: Path | None = None) -> bytes:
    """A briefing as a PowerPoint file. In: content, the tables it was made from, a .pptx or .potx to be made on.

    The same input gives the same bytes. Raises TemplateError where the template cannot be used.
    """
    deck = Deck(open_design(template), make_teller(tables))
    _add_cover(deck, briefing)
    schools = [section for section in briefing.sections if section.key == "school"]
    for section in briefing.sections:
        if len(schools) > 1 and section is schools[0]:
            _add_divider(deck, [school.heading for school in schools])
        add_section(deck, section)
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


def _add_cover(deck: Deck, briefing: Briefing) -> None:
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


def _add_divider(deck: Deck, schools: Sequence[str]) -> None:
    page = deck.add("section", "各校情况", "")
    if page.holder is not None:
        _write_fitting(page.holder, [Item("、".join(flatten_text(name) for name in schools))])
