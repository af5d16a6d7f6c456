"""Metadata lines: what a page says of its own article in labels, bylines and sign-offs."""

from __future__ import annotations

import re
from functools import lru_cache

from dj_analysis.cleaning.alternatives import one_of
from dj_analysis.cleaning.bylines import CLAUSE, EDGES, MAX_NAME_LENGTH, STAMP, Field, is_tools, read_byline
from dj_analysis.cleaning.dates import COMPACT, DATE, TIME, find_date
from dj_analysis.cleaning.people import is_person
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

MAX_LINE = 240
"""Longer lines are prose, whatever they begin with."""

MAX_VALUE = 60
MAX_LISTED = 24
"""A longer value with commas is a sentence."""

SEPARATOR = compile_re(r"[:：丨｜|/\d]|[者员]\s")
"""One of these stands behind every label."""

SENTENCE = compile_re("[。!?！？]")
LEADING_STAMP = compile_re(rf"[\[【(（|·•\s]{{0,4}}(?:(?:{DATE.pattern})(?:{TIME})?)?[\])）】|·•\s]{{0,4}}")
DATES = frozenset({"published_date", "other_date", "uploaded"})
COUNT = compile_re(r"\d[\d,]{0,10}")


@lru_cache(maxsize=8)
def _labels(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, str]]:
    """Labels, also letter-spaced (来  源), before a colon or a bar, or directly before a digit."""
    fields = {row["term"]: row["field"] for row in lexicon.rows("metadata_labels")}
    spaced = one_of(fields, r"\s{0,4}")
    pattern = (
        rf"(?P<label>{spaced})(?:\s{{0,3}}[:：]|\s?[丨｜|/](?=\s?[\u4e00-\u9fff])|(?<=[量数次读间期于])\s{{0,3}}(?=\d)"
        rf"|(?<=[者员])\s{{1,3}}(?=[\u4e00-\u9fff]{{2,4}}(?:\s|$)))"
    )
    return compile_re(pattern), fields


def read_fields(text: str, lexicon: Lexicon) -> list[Field]:
    """Fields of a metadata line; empty where the line is none.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [(f.name, f.value) for f in read_fields("日期:2020-11-12  来源:  浏览量:2221 打印本文", load_lexicon())]
    [('published_date', '2020-11-12'), ('source', ''), ('views', '2221 打印本文')]
    >>> read_fields("来源:同学们的自愿捐款,由党支部登记造册。", load_lexicon())
    []
    """
    if len(text) > MAX_LINE or SENTENCE.search(text):
        return []
    pattern, fields = _labels(lexicon)
    bare = read_byline(text, fields)
    if bare:
        return bare
    matches = list(pattern.finditer(text)) if SEPARATOR.search(text) else []
    if not matches:
        return []
    head = _read_head(text[: matches[0].start()], lexicon)
    values = _read_values(text, matches, fields)
    return [] if head is None or values is None else [*head, *values]


def _read_head(head: str, lexicon: Lexicon) -> list[Field] | None:
    """What stands before the first label: a date, a name beside it; None where it is text."""
    stamp = STAMP.search(head)
    found = [Field("published_date", stamp.group(), stamp.start(), stamp.end())] if stamp else []
    lead = LEADING_STAMP.match(head)
    if not head or (lead is not None and lead.end() == len(head)) or is_tools(head):
        return found
    before, behind = (head[: stamp.start()].strip(EDGES), head[stamp.end() :].strip(EDGES)) if stamp else ("", "")
    name = before or behind
    if (before and behind) or not 0 < len(name) <= MAX_NAME_LENGTH or CLAUSE.search(name):
        return None
    at = head.index(name)
    return [*found, Field("author" if is_person(name, lexicon) else "source", name, at, at + len(name))]


def _read_values(text: str, matches: list[re.Match[str]], fields: dict[str, str]) -> list[Field] | None:
    """The value behind each label; None where one is a clause."""
    found: list[Field] = []
    for this, following in zip(matches, [*matches[1:], None], strict=True):
        value = text[this.end() : following.start() if following else len(text)]
        if len(value) > MAX_VALUE or (CLAUSE.search(value.strip(EDGES)) and len(value) > MAX_LISTED):
            return None
        name = fields["".join(this["label"].split())]
        start = this.end() + len(value) - len(value.lstrip(EDGES))
        value = value.strip(EDGES)
        found += _split_value(Field(name, value, start, start + len(value)))
    return found


def read_sign_off(text: str, lexicon: Lexicon) -> list[Field]:
    """Fields of a sign-off, whose first words may be the writer's office: 体育部 撰稿:某人;审核:某人."""
    found = read_fields(text, lexicon)
    label = None if found else _labels(lexicon)[0].search(text)
    if label and 0 < label.start() <= MAX_NAME_LENGTH:
        return read_fields(text[label.start() :], lexicon)
    return found


def _split_value(field: Field) -> list[Field]:
    """A date glued to another value (来源:某网2020-04-23) is a field of its own."""
    if field.name in DATES or field.name == "views":
        return [field]
    stamp = STAMP.search(field.value)
    if not stamp:
        return [field]
    value = field.value[: stamp.start()].rstrip(EDGES)
    name = "uploaded" if field.name == "uploader" else "published_date"
    date = Field(name, stamp.group(), field.start + stamp.start(), field.start + stamp.end())
    return [Field(field.name, value, field.start, field.start + len(value)), date]


def read_views(value: str) -> int | None:
    """The first whole number of a counter value; None where a script should have filled it in."""
    match = COUNT.search(value)
    return int(match.group().replace(",", "")) if match else None


def read_date(value: str) -> str | None:
    """ISO date of a date value."""
    return find_date(value) or (find_date(value) if COMPACT.search(value) else None)
