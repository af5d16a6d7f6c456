"""Which lines of a clean page are title, metadata, body, caption, the site's own or a copy. Nothing is deleted here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dj_analysis.cleaning.boilerplate import ends_article
from dj_analysis.cleaning.bylines import Field
from dj_analysis.cleaning.leftovers import is_page_number
from dj_analysis.cleaning.lines import (
    AFFILIATION,
    CAPTION_LENGTH,
    LEAD_IN,
    NUMBERED,
    SUBTITLE,
    is_byline,
    is_caption,
    is_heading,
    is_holder,
    is_prose,
    is_sign_off,
    sign_off_start,
)
from dj_analysis.cleaning.offices import ORGANISATION_END
from dj_analysis.cleaning.page import ARTICLE_FIELDS, Page, is_article_field, read_page
from dj_analysis.cleaning.titles import TITLE_GOOD, TITLE_MAX, find_title
from dj_analysis.lexicon import Lexicon

HEADER_PROSE = 250
HEADER_SHARE = 0.25
"""A metadata line belongs to the header where at most so much running text (a standfirst) stands above it."""

FOOTER_SHARE = 0.2
"""Behind the line that ends the article stands at most this share of the page's running text."""

CROWDED_SHARE = 0.5
"""The same where most lines behind it are plainly the site's: abstracts of other articles."""

HEADER_GAP = 2
"""Lines between the metadata lines of a head: a headline with its subtitle."""

MAX_BYLINES = 2
"""More lines of names in a row are a list of people, which is text."""

LONGEST_CAPTION = max(CAPTION_LENGTH, TITLE_MAX)
QUOTED_LEAD = 12
"""A standfirst of at least so many characters that the body repeats word for word is a copy of it."""


@dataclass(slots=True)
class Layout:
    """The lines of a page with their regions, and where the parts of the article are."""

    lines: list[str]
    regions: list[str]
    fields: dict[int, list[Field]]
    title: int | None = None
    body_start: int = 0
    footer_start: int = 0
    splits: list[tuple[int, int, str]] = field(default_factory=list)
    """(line, offset, region): the part before the offset (lead-in) or behind it (sign-off) has its own region."""


def lay_out(
    lines: Sequence[str], lexicon: Lexicon, links: frozenset[int] = frozenset(), asides: frozenset[int] = frozenset()
) -> Layout:
    """Regions of the lines of a clean page.

    ``links`` are the lines that were nothing but links in its source, ``asides`` those that its template sets apart.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> page = ["党建工作总结", "日期:2020-01-02 浏览量:5", "党支部共有党员二十人。本年度开展活动三次。"]
    >>> lay_out(page, load_lexicon()).regions
    ['title', 'metadata', 'body']
    """
    page = read_page(list(lines), lexicon, links, asides)
    header_end = _header_end(page)
    first = next((i for i, prose in enumerate(page.prose) if prose and i >= header_end), len(page.lines))
    title = find_title(page, header_end, first)
    body_start = header_end or (0 if title is None else title + 1)
    layout = Layout(page.lines, ["body"] * len(page.lines), page.fields, title, body_start, len(page.lines))
    layout.footer_start = _footer_start(page, body_start)
    _label_header(page, layout)
    _label_body(page, layout, first)
    _label_footer(page, layout)
    _split_lines(page, layout)
    return layout


def _header_end(page: Page) -> int:
    """The line behind the last metadata line above the body; 0 where there is none."""
    total = sum(len(line) for line, prose in zip(page.lines, page.prose, strict=True) if prose)
    if not total:
        return _header_of_list(page)
    above = end = 0
    for i, line in enumerate(page.lines):
        if page.prose[i]:
            above += len(line)
        if above > min(HEADER_PROSE, HEADER_SHARE * total):
            break
        if _may_head(page, i):
            end = i + 1
    return end


def _may_head(page: Page, i: int) -> bool:
    """Whether a line tells of the article, and not at the end of a letter."""
    return is_article_field(page, i) and i not in page.copies and i not in page.closings


def _header_of_list(page: Page) -> int:
    """The same on a page of short lines only: below its head stands the list, and the head is one piece."""
    own = [not (page.site[i] or page.dated[i] or i in page.fields or i in page.copies) for i in range(len(page.lines))]
    below = sum(len(line) for line, text in zip(page.lines, own, strict=True) if text)
    above = end = gap = 0
    for i, line in enumerate(page.lines):
        if own[i]:
            above, below, gap = above + len(line), below - len(line), gap + 1
        if (end and gap > HEADER_GAP) or below < HEADER_SHARE * above:
            break
        if _may_head(page, i):
            end, gap = i + 1, 0
    return end


def _footer_start(page: Page, body_start: int) -> int:
    """The first line from which on only the site speaks."""
    sizes = [len(line) if prose else 0 for line, prose in zip(page.lines, page.prose, strict=True)]
    total = sum(sizes[body_start:])
    after = total
    for i in range(body_start, len(page.lines)):
        after -= sizes[i]
        if i in page.copies or after >= total or after > CROWDED_SHARE * total or not _ends_body(page, i, after):
            continue
        if after <= FOOTER_SHARE * total or _is_crowded(page, i):
            return i
    return len(page.lines)


def _is_crowded(page: Page, start: int) -> bool:
    """Whether most lines from here on are the site's."""
    rest = range(start, len(page.lines))
    own = [
        i
        for i in rest
        if page.site[i] or page.dated[i] or i in page.fields or ends_article(page.lines[i], page.lexicon)
    ]
    return len(own) >= len(rest) / 2


def _ends_body(page: Page, i: int, prose_after: int) -> bool:
    """Lines that stand below articles only; any other line of the site where no running text follows."""
    if i in page.fields:
        names = {f.name for f in page.fields[i]}
        return bool(names & {"editor", "reviewer"}) or (not prose_after and bool(names & {"publisher", "views"}))
    return ends_article(page.lines[i], page.lexicon) or _ends_text(page, i, prose_after) or _is_link_list(page, i)


def _ends_text(page: Page, i: int, prose_after: int) -> bool:
    """A line of the site with no running text below; numbers of pages stand also inside appended lists."""
    return page.site[i] and not prose_after and not is_page_number(page.lines[i])


def _is_link_list(page: Page, i: int) -> bool:
    """Dated headlines from here to the end of the page."""
    return page.dated[i] and all(page.dated[i:]) and len(page.lines) - i > 1


def _label_header(page: Page, layout: Layout) -> None:
    title_key = page.keys[layout.title] if layout.title is not None else None
    body = "".join(page.keys[layout.body_start :])
    for i in range(layout.body_start):
        line = page.lines[i]
        if i == layout.title:
            region = "title"
        elif i in page.fields:
            region = "metadata"
        elif i in page.copies or page.keys[i] == title_key:
            region = "duplicate"
        elif page.site[i] or page.dated[i] or layout.title is None:
            region = "boilerplate"
        elif i < layout.title:
            region = _region_above_title(page, i, layout.title)
        elif len(line) >= QUOTED_LEAD and page.keys[i] in body:
            region = "duplicate"
        elif is_byline(line, page.lexicon) or ORGANISATION_END.match(line) or is_holder(line):
            region = "metadata"
        else:
            joined = layout.regions[i - 1] == "title"
            region = "title" if joined and (len(line) >= TITLE_GOOD or SUBTITLE.match(line)) else "boilerplate"
        layout.regions[i] = region


def _region_above_title(page: Page, i: int, title: int) -> str:
    """A page title that repeats the headline, the name of the unit over it, or the site's own."""
    if page.keys[i].startswith(page.keys[title]):
        return "duplicate"
    if i and is_prose(page.lines[i]) and page.keys[i - 1].startswith(page.keys[title]):
        return "duplicate" if page.keys[i] in "".join(page.keys[title + 1 :]) else "title"
    return "title" if i == title - 1 and ORGANISATION_END.match(page.lines[i]) else "boilerplate"


def _label_body(page: Page, layout: Layout, first: int) -> None:
    title_key = page.keys[layout.title] if layout.title is not None else None
    last = max((i for i in range(layout.body_start, layout.footer_start) if page.prose[i]), default=layout.body_start)
    for i in range(layout.body_start, layout.footer_start):
        if page.prose[i] and len(page.lines[i]) > LONGEST_CAPTION:
            continue  # a paragraph, which "body" says already
        layout.regions[i] = (
            "title" if i == layout.title else _body_region(page, i, title_key, first, last, layout.footer_start)
        )


def _body_region(page: Page, i: int, title_key: str | None, first: int, last: int, stop: int) -> str:
    outside = i < first or i > last
    if i in page.copies or (page.keys[i] == title_key and (outside or page.copies)):
        return "duplicate"
    known = [f for f in page.fields.get(i, ()) if f.name in ARTICLE_FIELDS]
    if i in page.closings or (outside and i in page.fields) or len(known) > 1:
        return "metadata"
    if page.site[i]:
        return "boilerplate"
    behind_middle = i > (first + last) / 2  # pictures with a sentence below each stand behind the sign-off
    if (outside and _signs(page, i, first, stop)) or (behind_middle and _signs_text(page, i)):
        return "metadata"
    return _text_region(page, i, first, last)


def _signs_text(page: Page, i: int) -> bool:
    """A sign-off in brackets and no caption with the photographer's name."""
    return is_sign_off(page.lines[i], page.lexicon) and not is_caption(page.lines[i], page.lexicon)


def _signs(page: Page, i: int, first: int, stop: int) -> bool:
    """A byline above the text; below it a sign-off in brackets, or the unit's name over its date."""
    line = page.lines[i]
    if i < first:
        if i > page.address:
            return False
        if AFFILIATION.fullmatch(line):
            return True
        near = page.lines[max(0, i - MAX_BYLINES) : i + MAX_BYLINES + 1]
        named = sum(is_byline(other, page.lexicon) for other in near) if is_byline(line, page.lexicon) else 0
        return first < len(page.lines) and 0 < named <= MAX_BYLINES
    if is_sign_off(line, page.lexicon):
        return True
    return ORGANISATION_END.match(line) is not None and i + 1 < stop and i + 1 in page.fields


def _text_region(page: Page, i: int, first: int, last: int) -> str:
    line = page.lines[i]
    if is_caption(line, page.lexicon):
        return "caption"
    if i < first and SUBTITLE.match(line):
        return "title"
    return "heading" if is_heading(line) and (i < last or NUMBERED.match(line)) else "body"


def _label_footer(page: Page, layout: Layout) -> None:
    title_key = page.keys[layout.title] if layout.title is not None else None
    last_copy = max(page.copies, default=0)
    for i in range(layout.footer_start, len(page.lines)):
        if i in page.copies or page.keys[i] == title_key:
            region = "duplicate"
        elif is_article_field(page, i) or (not page.site[i] and is_sign_off(page.lines[i], page.lexicon)):
            region = "metadata"
        elif i < last_copy and not page.site[i] and is_caption(page.lines[i], page.lexicon):
            region = "caption"
        else:
            region = "boilerplate"
        layout.regions[i] = region


def _split_lines(page: Page, layout: Layout) -> None:
    """A bracketed title glued to the first paragraph, a sign-off glued to the last."""
    body = [i for i, region in enumerate(layout.regions) if region == "body"]
    if not body:
        return
    lead = LEAD_IN.match(page.lines[body[0]])
    if lead:
        layout.splits.append((body[0], lead.end(), "title"))
    end = next((i for i in reversed(body) if page.prose[i]), body[-1])
    start = sign_off_start(page.lines[end], page.lexicon)
    if start is not None and not (lead and body[0] == end):
        layout.splits.append((end, start, "metadata"))
