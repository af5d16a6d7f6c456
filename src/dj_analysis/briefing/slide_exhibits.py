"""Figures and tables on slides: caption with its id, the chart, table or picture, and the note below."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dj_analysis.briefing.fonts import LANGUAGE
from dj_analysis.briefing.records import Exhibit
from dj_analysis.briefing.slide_charts import add_chart, count_bands, read_color
from dj_analysis.briefing.slide_pictures import LEAST_SCALE, Strip, cut_figure, find_scale, place_strip
from dj_analysis.briefing.slide_tables import Grid, add_table, lay_out
from dj_analysis.briefing.slide_text import (
    LINE,
    MARK_GAP,
    POINTS,
    Item,
    clean_text,
    count_lines,
    cut_text,
    flatten_text,
)
from dj_analysis.briefing.template import EMU, Box
from dj_analysis.briefing.wording import show_mark
from dj_analysis.charts.style import INK, MUTED

CAPTION_SIZE, NOTE_SIZE = 12.0, 10.0
MOST_CAPTION_LINES, MOST_NOTE_LINES = 2, 3
LEAST_BESIDE = 11.0
"""Points of a table beside text; one that needs smaller ones gets a page of its own."""
AIR = 0.06
"""Inches between caption, body and note."""
CHARTS = ("bars", "stacked_bars")


Part = range | Strip
"""What one slide shows of an exhibit: some rows of it, or a strip of its picture."""


def fits_beside(exhibit: Exhibit, box: Box, *, least: float = LEAST_BESIDE) -> bool:
    """Whether all of an exhibit is readable in a box, so that it can stand beside text; ``least`` is for tables."""
    _, body, _ = _share_box(exhibit, box)
    width, height = body[2], body[3]
    if exhibit.form in CHARTS:
        return len(exhibit.data) <= count_bands(exhibit, height)
    if exhibit.form == "picture" and exhibit.picture is not None:
        return find_scale(exhibit.picture, width, height) >= LEAST_SCALE
    grid = lay_out(exhibit, width, height)
    return grid.size >= least and grid.head_height + sum(grid.heights) <= height


def cut_exhibit(exhibit: Exhibit, first: Box, later: Box) -> list[Part]:
    """What an exhibit shows on one slide after another; the first may have less room than the others."""
    heights = (_share_box(exhibit, first)[1][3], _share_box(exhibit, later)[1][3])
    width, total = _share_box(exhibit, later)[1][2], len(exhibit.data)
    if exhibit.form == "picture" and exhibit.picture is not None:
        return list(cut_figure(exhibit.picture, width, heights[0]))
    if exhibit.form in CHARTS:
        return list(_cut_chart(exhibit, total, heights))
    return list(_cut_table(lay_out(exhibit, width, heights[0]), total, heights)) or [range(0)]


def _cut_table(grid: Grid, total: int, heights: tuple[float, float]) -> Iterator[range]:
    """The rows of a table; where they take several pages, the last is about as full as the others."""
    pages = list(_cut_rows(grid, total, heights))
    if len(pages) > 1:
        even = grid.head_height + sum(grid.heights) / len(pages) + max(grid.heights)
        evened = list(_cut_rows(grid, total, (min(heights[0], even), min(heights[1], even))))
        pages = evened if len(evened) == len(pages) else pages
    yield from pages


def _cut_rows(grid: Grid, total: int, heights: tuple[float, float]) -> Iterator[range]:
    start = 0
    while start < total:
        count = grid.count_fitting(start, heights[1] if start else heights[0])
        yield range(start, start + count)
        start += count


def _cut_chart(exhibit: Exhibit, total: int, heights: tuple[float, float]) -> list[range]:
    """The bars of a chart; where the first page has less room it shows fewer."""
    head, most = (count_bands(exhibit, height) for height in heights)
    if total <= head or head == most:
        return _cut_evenly(total, most)
    head = min(head, -(-total // (1 + -(-(total - head) // most))))
    return [range(head), *(range(head + r.start, head + r.stop) for r in _cut_evenly(total - head, most))]


def _cut_evenly(total: int, most: int) -> list[range]:
    """Parts of like length: 19 bars are 10 and 9, not 18 and 1."""
    n_parts = max(1, -(-total // most))
    each = -(-total // n_parts) if total else 0
    return [range(first, min(first + each, total)) for first in range(0, total, each)] if total else [range(0)]


def add_exhibit(slide: Any, exhibit: Exhibit, part: Part, box: Box, *, titled: bool) -> None:  # noqa: ANN401
    """Put a part of an exhibit into a box, with its id; without its title where that is the title of the slide."""
    caption, body, note = _share_box(exhibit, box)
    head = exhibit.exhibit_id if titled else f"{exhibit.exhibit_id}　{flatten_text(exhibit.title)}"
    add_text(slide, cut_text(head, _inner(caption, CAPTION_SIZE), MOST_CAPTION_LINES), caption, CAPTION_SIZE, INK)
    bottom = _draw_body(slide, exhibit, part, body)
    text = flatten_text(exhibit.note)
    if text:
        shown = cut_text(text, _inner(note, NOTE_SIZE), MOST_NOTE_LINES)
        add_text(slide, shown, (note[0], bottom + AIR, note[2], note[3]), NOTE_SIZE, MUTED)


def _draw_body(slide: Any, exhibit: Exhibit, rows: Part, body: Box) -> float:  # noqa: ANN401
    """Draw an exhibit; where its lower edge is, in inches."""
    left, top, width, height = body
    if isinstance(rows, Strip):
        return place_strip(slide, rows, body, _describe(exhibit))
    if not len(exhibit.data):
        add_text(slide, "没有可列的内容。", (left, top, width, 0.4), CAPTION_SIZE, MUTED)
        return top + 0.4
    if exhibit.form in CHARTS:
        wanted = _find_chart_height(exhibit, len(rows), height)
        add_chart(slide, exhibit, rows, (left, top, width, wanted))
        return top + wanted
    grid: Grid = lay_out(exhibit, width, height)
    add_table(slide, grid, rows, body, alt=_describe(exhibit))
    return top + grid.head_height + sum(grid.heights[i] for i in rows)


def _find_chart_height(exhibit: Exhibit, n_rows: int, height: float) -> float:
    """Few bars do not grow thick: half an inch for a category, more where it has several bars."""
    series = 1 if exhibit.form == "stacked_bars" else max(exhibit.data.shape[1] - 1, 1)
    return min(height, 0.6 + n_rows * max(0.5, 0.26 * series))


def _describe(exhibit: Exhibit) -> str:
    alt = exhibit.picture.alt if exhibit.picture is not None else f"{exhibit.title}。{exhibit.note}"
    return clean_text(f"{exhibit.exhibit_id} {alt}")


def _share_box(exhibit: Exhibit, box: Box) -> tuple[Box, Box, Box]:
    """The boxes of caption, body and note, as high as their text."""
    left, top, width, height = box
    head = f"{exhibit.exhibit_id}　{flatten_text(exhibit.title)}"
    caption = _line_height(head, width, CAPTION_SIZE, MOST_CAPTION_LINES)
    note = _line_height(flatten_text(exhibit.note), width, NOTE_SIZE, MOST_NOTE_LINES) if exhibit.note else 0.0
    body = height - caption - note - 2 * AIR
    return (
        (left, top, width, caption),
        (left, top + caption + AIR, width, body),
        (left, top + height - note, width, note),
    )


def _line_height(text: str, width: float, size: float, most: int) -> float:
    return min(count_lines(text, width * POINTS / size), most) * size * LINE / POINTS


def _inner(box: Box, size: float) -> float:
    return box[2] * POINTS / size


def add_text(slide: Any, text: str, box: Box, size: float, color: str) -> Any:  # noqa: ANN401
    """A text box without margins."""
    shape = slide.shapes.add_textbox(*(round(n * EMU) for n in box))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write_items(frame, [Item(text)], size, color=color)
    return shape


def write_items(frame: Any, items: list[Item], size: float, *, color: str | None = None) -> None:  # noqa: ANN401
    """Write paragraphs at one size, the id of a claim small and grey behind it."""
    from pptx.util import Pt  # noqa: PLC0415 - an optional part of the package

    for place, item in enumerate(items):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.line_spacing = Pt(round(size * LINE, 1))
        paragraph.space_before = Pt(0 if place == 0 else round(size * 0.4, 1))
        _add_run(paragraph, clean_text(item.text), size, MUTED if item.quiet else color)
        if item.mark:
            _add_run(paragraph, MARK_GAP + show_mark(item.mark), max(9.0, round(size * 0.65)), MUTED)


def _add_run(paragraph: Any, text: str, size: float, color: str | None) -> None:  # noqa: ANN401
    from pptx.util import Pt  # noqa: PLC0415

    run = paragraph.add_run()
    run.text = text
    run.font.size = Pt(size)
    if color:
        run.font.color.rgb = read_color(color)
    run._r.get_or_add_rPr().set("lang", LANGUAGE)


def find_height(exhibit: Exhibit, box: Box) -> float:
    """Inches an exhibit takes in a box when all of it is shown, with caption and note."""
    caption, body, note = _share_box(exhibit, box)
    if exhibit.form in CHARTS:
        inner = _find_chart_height(exhibit, len(exhibit.data), body[3])
    elif exhibit.form == "picture" and exhibit.picture is not None:
        inner = exhibit.picture.get_size_inches()[1] * find_scale(exhibit.picture, body[2], body[3])
    else:
        grid = lay_out(exhibit, body[2], body[3])
        inner = grid.head_height + sum(grid.heights)
    return float(caption[3] + note[3] + 2 * AIR + inner)
