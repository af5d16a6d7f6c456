"""What single lines of a page tell by themselves, before any of them has a region."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dj_analysis.cleaning.boilerplate import find_worded, is_boilerplate, is_dated_link, is_plain_prose
from dj_analysis.cleaning.bylines import Field
from dj_analysis.cleaning.duplicates import find_copies, line_keys
from dj_analysis.cleaning.header import MAX_LINE, read_fields
from dj_analysis.cleaning.letters import ANNEX_LABEL, find_closings, is_address, leave_annexes
from dj_analysis.cleaning.lines import NUMBERED, STOP_END, is_prose
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

ACCOUNT_LINES = 12
TABLE_VALUE = 16
LONGEST_HEADLINE = 80
FULL_STOP = "。"
OPENING = compile_re(
    "为(?:了|深|进|贯|落|庆|纪|迎|推|加|扎|切|响|全|充|弘|认)|近日|日前|近年来|根据|按照|自|在|今年|\\d{1,4}[年月日]"
)
"""What first sentences begin with, whose stops may have been lost."""

ARTICLE_FIELDS = frozenset(
    {"published_date", "other_date", "uploaded", "source", "issuer", "author", "editor", "publisher", "uploader"}
    | {"reviewer", "views", "issue"}
)
CALENDAR_LINES = 15
DAY_ALONE, DAY_LENGTH = compile_re(r"[0-3]?\d"), 2
YEAR_MONTH = compile_re(r"(?P<y>20\d{2})\s?[-/.年]\s?(?P<m>[01]?\d)月?")
ACCOUNT_ID = compile_re(r"微信号[:：\s]")
ACCOUNT_NAME = compile_re(r"[^\s,，。:：!！?？]{2,20}")
DOCUMENT_END = compile_re(r"\.(?:docx?|wps|pdf|pptx?|txt|rtf)$", re.IGNORECASE)
"""Document sites show the file's name as the headline."""


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
    address: int
    """The line in which a letter or notice turns to its readers; behind the last line where the page is none."""

    closings: frozenset[int]
    """Signatures and dates at the end of letters."""

    lexicon: Lexicon


def read_page(
    lines: list[str], lexicon: Lexicon, links: frozenset[int] = frozenset(), asides: frozenset[int] = frozenset()
) -> Page:
    """The lines of a clean page with their fields, copies and marks; ``links`` are those that are nothing else."""
    worded = find_worded(lines, lexicon)
    plain = [i not in worded and is_plain_prose(line, lexicon) for i, line in enumerate(lines)]
    fields: dict[int, list[Field]] = {}
    for i, line in enumerate(lines):
        if not plain[i] and len(line) <= MAX_LINE and (found := read_fields(line, lexicon)):
            fields[i] = found
    _attach_values(lines, fields)
    _attach_account(lines, fields)
    _attach_calendar(lines, fields)
    site, dated = [False] * len(lines), [False] * len(lines)
    for i, line in enumerate(lines):
        if i in asides:
            site[i] = True
        elif not plain[i] and i not in fields:
            site[i] = is_boilerplate(line, lexicon, worded=i in worded)
            dated[i] = i in links or is_dated_link(line)
    for i in links:
        site[i] = site[i] or ANNEX_LABEL.match(lines[i]) is not None
    leave_annexes(lines, site, {*fields, *(i for i, found in enumerate(dated) if found)})
    keys = [DOCUMENT_END.sub("", key) if "." in key[-5:] else key for key in line_keys(lines)]
    copies = find_copies(keys, site)
    prose = [
        (plain[i] or is_prose(line)) and not (site[i] or i in fields or i in copies) for i, line in enumerate(lines)
    ]
    _leave_headline(lines, prose)
    address = next(
        (i for i, line in enumerate(lines) if not site[i] and i not in fields and is_address(line)), len(lines)
    )
    closings = find_closings(lines, fields, site)
    return Page(lines, keys, fields, copies, site, dated, prose, address, closings, lexicon)


def _leave_headline(lines: list[str], prose: list[bool]) -> None:
    """A long line with commas and no stop over the first sentence is a headline of clauses."""
    first = next((i for i, found in enumerate(prose) if found), len(lines))
    sentence = next((i for i in range(first, len(lines)) if prose[i] and FULL_STOP in lines[i]), len(lines))
    for i in range(first, sentence if sentence < len(lines) else first):
        if len(lines[i]) <= LONGEST_HEADLINE and not STOP_END.search(lines[i]) and not OPENING.match(lines[i]):
            prose[i] = False


def _attach_values(lines: list[str], fields: dict[int, list[Field]]) -> None:
    """A label alone on its line, as flattened tables have it, takes the next line as its value."""
    for i in sorted(fields):
        found = fields[i]
        if len(found) > 1 or found[0].value or found[0].name not in ARTICLE_FIELDS or i + 1 in fields:
            continue
        value = lines[i + 1] if i + 1 < len(lines) and lines[i].rstrip()[-1:] in ":：" else ""
        if 0 < len(value) <= TABLE_VALUE and not STOP_END.search(value) and not NUMBERED.match(value):
            fields[i + 1] = [Field(found[0].name, value, 0, len(value))]


def _attach_account(lines: list[str], fields: dict[int, list[Field]]) -> None:
    """The line above the identifier of a public account is the account's name."""
    for i in range(1, min(len(lines), ACCOUNT_LINES)):
        if ACCOUNT_ID.match(lines[i]) and ACCOUNT_NAME.fullmatch(lines[i - 1]):
            fields[i - 1] = [Field("source", lines[i - 1], 0, len(lines[i - 1]))]


def _attach_calendar(lines: list[str], fields: dict[int, list[Field]]) -> None:
    """A day over or under its year and month, as a leaf of a calendar shows it; of several none is the article's."""
    found: dict[int, str] = {}
    for i in range(min(len(lines) - 1, CALENDAR_LINES)):
        for day, month in ((i, i + 1), (i + 1, i)):
            alone = len(lines[day]) <= DAY_LENGTH and DAY_ALONE.fullmatch(lines[day])
            match = YEAR_MONTH.fullmatch(lines[month]) if alone else None
            if match and day not in fields and month not in fields:
                found[month] = f"{match['y']}-{match['m']}-{lines[day]}"
    if len(found) == 1:
        (line, value), *_ = found.items()
        fields[line] = [Field("published_date", value, 0, len(lines[line]))]


def is_article_field(page: Page, i: int) -> bool:
    """Whether a line has a field that tells of the article."""
    return any(f.name in ARTICLE_FIELDS for f in page.fields.get(i, ()))
