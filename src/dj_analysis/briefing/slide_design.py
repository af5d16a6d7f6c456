"""The look of a briefing: our template, or one of the user's, and pages made from its layouts."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dj_analysis.briefing.fonts import fill_theme_fonts, set_theme_fonts
from dj_analysis.briefing.slide_templates import (
    CONTENTS,
    TITLES,
    Role,
    choose_layouts,
    find_content,
    find_holder,
    read_template,
)
from dj_analysis.briefing.slide_text import POINTS, count_lines, fit_title, flatten_text
from dj_analysis.briefing.template import (
    EMU,
    GAP,
    KICKER,
    LEFT,
    RIGHT,
    SHEETS,
    TEXT_WIDTH,
    Box,
    find_theme,
    make_template,
)
from dj_analysis.charts.style import PALETTE

if TYPE_CHECKING:
    from pptx.presentation import Presentation

FOOTER_SIZE = 12.0
BRIEF_SOURCE = "来源见 证据.html"
SIZE_THEN = 28.0
"""Points of a title whose template says nothing."""


@dataclass(frozen=True)
class Design:
    """An empty presentation and its layouts by what they are used for."""

    presentation: Presentation
    layouts: dict[Role, Any]
    is_own: bool


@dataclass(frozen=True)
class Page:
    """A slide with its title set, and the placeholder for its text; None where the layout has none."""

    slide: Any
    holder: Any


def open_design(template: Path | None = None) -> Design:
    """Our own template, or the user's .pptx or .potx: its layouts are found by kind, by name, then by what they hold.

    Raises TemplateError where the file cannot be read or no layout has both a title and room for content.
    """
    if template is None:
        made = make_template()
        roles: tuple[Role, ...] = ("title", "section", "chart", "columns", "table", "text")
        return Design(made, dict(zip(roles, made.slide_layouts, strict=True)), is_own=True)
    made = read_template(template)
    return Design(made, choose_layouts(made, template), is_own=False)


def add_page(design: Design, role: Role, title: str, *, about: str = "", source: str = "") -> Page:
    """A new slide at the end, with title, what it is about, source and page number; other placeholders wait or go."""
    layout = design.layouts[role]
    slide = design.presentation.slides.add_slide(layout)
    if slide.shapes.title is not None:
        _write_title(slide.shapes.title, title, largest=_find_size(layout))
    if role != "title":
        _copy_footer(slide, layout, source)
    return _own_page(slide, role, about) if design.is_own else _their_page(slide, _find_place(layout))


def _own_page(slide: Any, role: Role, about: str) -> Page:  # noqa: ANN401
    holders = {holder.placeholder_format.idx: holder for holder in slide.placeholders}
    if KICKER in holders and role not in ("title", "section"):
        if about:
            holders[KICKER].text_frame.text = flatten_text(about)
        else:
            remove_shape(holders[KICKER])
    if RIGHT in holders:
        remove_shape(holders[RIGHT])
    return Page(slide, holders[LEFT])


def _their_page(slide: Any, chosen: Any) -> Page:  # noqa: ANN401
    """A page of the user's layout: one placeholder for content stays, what else would say "click here" goes."""
    holder = None
    for other in list(slide.placeholders):
        kind = other.placeholder_format.type.name
        if holder is None and chosen is not None and other.placeholder_format.idx == chosen.placeholder_format.idx:
            holder = other
        elif kind not in (*TITLES, "FOOTER", "SLIDE_NUMBER", "DATE"):
            remove_shape(other)
    return Page(slide, holder)


def find_boxes(design: Design, role: Role) -> tuple[Box, Box]:
    """The boxes of text and exhibit on a page; both the same where only one of them stands there.

    A layout of the user's is shared out where text and an exhibit stand side by side.
    """
    if design.is_own:
        boxes = {holder.idx: holder.box for holder in SHEETS[role].holders}
        return boxes[LEFT], boxes.get(RIGHT, boxes[LEFT])
    layout = design.layouts[role]
    place = _find_place(layout) or find_holder(layout, TITLES)
    left, top, width, height = (n / EMU for n in (place.left, place.top, place.width, place.height))
    if role not in ("chart", "columns"):
        return (left, top, width, height), (left, top, width, height)
    share = (width - GAP) / 2 if role == "columns" else min(TEXT_WIDTH, (width - GAP) * 0.36)
    return (left, top, share, height), (left + share + GAP, top, width - share - GAP, height)


def _find_place(layout: Any) -> Any:  # noqa: ANN401
    """The placeholder that takes what a page says: the largest for content, else the subtitle."""
    return find_content(layout) or find_holder(layout, ("SUBTITLE", *CONTENTS))


def set_fonts(design: Design) -> None:
    """Set the fonts of the themes of notes, and of the user's slides where theirs name no East Asian face."""
    made = design.presentation
    parts = [] if design.is_own else [master.part for master in made.slide_masters]
    notes = [rel.target_part for rel in made.part.rels.values() if rel.reltype.endswith("/notesMaster")]
    change = set_theme_fonts if design.is_own else fill_theme_fonts
    for part in (*parts, *notes):
        theme = find_theme(part)
        if hasattr(theme, "_element"):
            theme._element = _parse(change(theme.blob))
        else:
            theme._blob = change(theme.blob)


def _parse(xml: bytes) -> Any:  # noqa: ANN401
    from pptx.oxml import parse_xml  # noqa: PLC0415

    return parse_xml(xml)


def remove_shape(shape: Any) -> None:  # noqa: ANN401
    """Take a shape off its slide."""
    shape._element.getparent().remove(shape._element)


def place_shape(shape: Any, box: Box) -> None:  # noqa: ANN401
    """Give a shape its place and size, in inches."""
    shape.left, shape.top, shape.width, shape.height = (round(n * EMU) for n in box)


def _write_title(shape: Any, text: str, largest: float) -> None:  # noqa: ANN401
    from pptx.util import Pt  # noqa: PLC0415

    frame = shape.text_frame
    width = shape.width - frame.margin_left - frame.margin_right
    height = shape.height - frame.margin_top - frame.margin_bottom
    size, shown = fit_title(flatten_text(text), width / EMU, height / EMU, largest)
    frame.text = shown
    if size != largest:
        frame.paragraphs[0].font.size = Pt(size)


def _find_size(layout: Any) -> float:  # noqa: ANN401
    """Points of a layout's title: its own, its master's, or the master's style of titles."""
    title = find_holder(layout, TITLES)
    master = layout.slide_master
    on_master = find_holder(master, TITLES)
    places = [h._element.find(".//{*}lstStyle/{*}lvl1pPr/{*}defRPr") for h in (title, on_master) if h is not None]
    places.append(master._element.find("{*}txStyles/{*}titleStyle/{*}lvl1pPr/{*}defRPr"))
    sizes = [int(place.get("sz")) / 100 for place in places if place is not None and place.get("sz")]
    return sizes[0] if sizes else SIZE_THEN


def _copy_footer(slide: Any, layout: Any, source: str) -> None:  # noqa: ANN401
    """Source and page number, which a new slide has only where they are copied from its layout."""
    for holder in layout.placeholders:
        kind = holder.placeholder_format.type.name
        if kind not in ("FOOTER", "SLIDE_NUMBER") or (kind == "FOOTER" and not source):
            continue
        slide.shapes._spTree.append(deepcopy(holder._element))
        copied = slide.shapes[-1]
        copied._element.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in slide.shapes) + 1))
        if kind == "FOOTER":
            copied.text_frame.text = source if _fits_footer(copied, source) else BRIEF_SOURCE


def _fits_footer(holder: Any, text: str) -> bool:  # noqa: ANN401
    """Whether a line fits the place a template has for it, at the size most templates have there."""
    return count_lines(text, holder.width / EMU * POINTS / FOOTER_SIZE) == 1


def read_accents(slide: Any) -> list[str]:  # noqa: ANN401
    """The six accent colours of a slide's theme as #RRGGBB; ours where a theme names none of its own."""
    from lxml import etree  # noqa: PLC0415 - only where a file is written

    theme = etree.fromstring(find_theme(slide.slide_layout.slide_master.part).blob)
    accents = [theme.find(f".//{{*}}clrScheme/{{*}}accent{i}/{{*}}srgbClr") for i in range(1, 7)]
    return [
        own if accent is None else f"#{accent.get('val').upper()}"
        for accent, own in zip(accents, PALETTE, strict=False)
    ]
