"""What the head of an HTML page says of its article in ``meta`` tags, which no reader of the page sees."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from dj_analysis.cleaning.bylines import Field
from dj_analysis.cleaning.offices import is_office
from dj_analysis.cleaning.people import read_people
from dj_analysis.corpus.dates import find_date
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

TAG = compile_re(r"<(?:meta|time)\b([^<>]{1,2000})>", re.IGNORECASE)
ATTRIBUTE = compile_re(r"""([A-Za-z:.\-]{2,20})\s{0,3}=\s{0,3}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
NAMING = ("name", "property", "itemprop")
VALUE = ("content", "datetime")
REACH = 200_000
"""Characters of a page in which its tags are looked for: scripts may stand before them."""

DEFAULT = compile_re(
    r"admin|administrator|webmaster|root|editor|user\w{0,10}|test|管理员|超级管理员|系统管理员|网站管理员|站长|本站|本网|网站|首页|新闻|"
    r"[\w.+-]{1,64}@[\w.-]{1,253}|[\x00-\x7f]{1,3}",
    re.IGNORECASE,
)
"""What a template or a content system puts in by itself."""

MASKED = compile_re("[*×✕]|[xXＸ]{2}|某")
NAME, TITLE = 30, 100
"""Longest values that are a name or a headline."""

OFFSET = compile_re(r"T\d\d:\d\d.{0,10}(?:Z|[+-]\d\d:?\d\d)$")
BEIJING = timezone(timedelta(hours=8))


@lru_cache(maxsize=8)
def _fields(lexicon: Lexicon) -> dict[str, tuple[int, str]]:
    """Field and rank of each name of a tag: of two that tell the same, the one earlier in the list is heard."""
    rows = lexicon.rows("meta_names")
    return {row["term"].lower(): (rank, row["field"]) for rank, row in enumerate(rows)}


def read_meta(raw: str, lexicon: Lexicon) -> dict[str, Field]:
    """Title, date, source, author and address that the tags of a page give, each with its place in the source.

    Masks, defaults of templates and what has not the form of its field are left out.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> page = '<meta name="PubDate" content="2021-06-18 09:00"><meta name="author" content="admin">'
    >>> {name: field.value for name, field in read_meta(page, load_lexicon()).items()}
    {'published_date': '2021-06-18'}
    """
    if "<meta" not in raw and "<META" not in raw:
        return {}
    names = _fields(lexicon)
    best: dict[str, tuple[int, Field]] = {}
    for name, value, start, end in _tags(raw):
        rank, field = names.get(name, (0, ""))
        read = _read(field, value, lexicon) if field else None
        if read and (field not in best or rank < best[field][0]):
            best[field] = (rank, Field(field, read, start, end))
    return {name: field for name, (_, field) in best.items()}


def _tags(raw: str) -> Iterator[tuple[str, str, int, int]]:
    """Name, value and place of the value of every tag that has both."""
    for tag in TAG.finditer(raw, 0, REACH):
        found = {match[1].lower(): match for match in ATTRIBUTE.finditer(raw, *tag.span(1))}
        name = next((found[key] for key in NAMING if key in found), None)
        value = next((found[key] for key in VALUE if key in found), None)
        if name and value:
            group = next((i for i in (2, 3, 4) if value[i] is not None), 2)
            text = html.unescape(value[group] or "")
            yield (name[2] or name[3] or name[4] or "").lower(), " ".join(text.split()), *value.span(group)


def _read(field: str, value: str, lexicon: Lexicon) -> str | None:
    """The value as the table has it; None where it tells nothing."""
    if not value or DEFAULT.fullmatch(value) or MASKED.search(value):
        return None
    if field == "author":
        return (read_people(value, lexicon) or (value if is_office(value) else None)) if len(value) <= NAME else None
    if field == "published_date":
        return find_date(_at_home(value))
    fits = {
        "url": value.startswith(("http://", "https://")),
        "title": len(value) <= TITLE,
        "source": len(value) <= NAME and not value.isascii(),
    }
    return value if fits[field] else None


def _at_home(value: str) -> str:
    """A time with its offset from Greenwich as China's clocks showed it."""
    if not OFFSET.search(value):
        return value
    try:
        return datetime.fromisoformat(value).astimezone(BEIJING).isoformat()
    except ValueError:
        return value
