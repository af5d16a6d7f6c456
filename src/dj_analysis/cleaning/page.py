"""What single lines of a page tell by themselves, before any of them has a region."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dj_analysis.cleaning.boilerplate import is_boilerplate, is_dated_link
from dj_analysis.cleaning.duplicates import find_copies
from dj_analysis.cleaning.header import MAX_LINE, Field, read_fields
from dj_analysis.cleaning.lines import NUMBERED, STOP_END, is_prose
from dj_analysis.lexicon import Lexicon

TABLE_VALUE = 16
WHITE = re.compile(r"\s+")
ARTICLE_FIELDS = frozenset({"published_date", "source", "author", "editor", "publisher", "reviewer", "views"})


@dataclass(slots=True)
class Page:
    """What is known of each line before regions are given."""

    lines: list[str]
    keys: list[str]
    fields: dict[int, list[Field]]
    copies: frozenset[int]
    site: list[bool]
    dated: list[bool]
    """Headlines with a date, and lines that are links: the site's above and below the article only."""

    prose: list[bool]
    lexicon: Lexicon


def read_page(lines: list[str], lexicon: Lexicon, links: frozenset[int]) -> Page:
    """The lines of a clean page with their fields, copies and marks; ``links`` are those that are nothing else."""
    fields: dict[int, list[Field]] = {}
    for i, line in enumerate(lines):
        if len(line) <= MAX_LINE and (found := read_fields(line, lexicon)):
            fields[i] = found
    _attach_values(lines, fields)
    site = [i not in fields and is_boilerplate(line, lexicon) for i, line in enumerate(lines)]
    dated = [i not in fields and (i in links or is_dated_link(line)) for i, line in enumerate(lines)]
    copies = find_copies(lines, site)
    prose = [is_prose(line) and not (site[i] or i in fields or i in copies) for i, line in enumerate(lines)]
    keys = [WHITE.sub("", line) for line in lines]
    return Page(lines, keys, fields, copies, site, dated, prose, lexicon)


def _attach_values(lines: list[str], fields: dict[int, list[Field]]) -> None:
    """A label alone on its line, as flattened tables have it, takes the next line as its value."""
    for i in sorted(fields):
        found = fields[i]
        if len(found) > 1 or found[0].value or found[0].name not in ARTICLE_FIELDS or i + 1 in fields:
            continue
        value = lines[i + 1] if i + 1 < len(lines) and lines[i].rstrip()[-1:] in ":：" else ""
        if 0 < len(value) <= TABLE_VALUE and not STOP_END.search(value) and not NUMBERED.match(value):
            fields[i + 1] = [Field(found[0].name, value, 0, len(value))]


def is_article_field(page: Page, i: int) -> bool:
    """Whether a line has a field that tells of the article."""
    return any(f.name in ARTICLE_FIELDS for f in page.fields.get(i, ()))
