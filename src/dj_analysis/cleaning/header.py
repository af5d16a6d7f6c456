"""Metadata lines: what a page says of its own article in labels, bylines and sign-offs."""

from __future__ import annotations

from dj_analysis.cleaning.bylines import CLAUSE, EDGES, MAX_NAME_LENGTH, STAMP, Field, is_tools, read_byline
from dj_analysis.cleaning.labels import (
    UNKNOWN,
    Label,
    find_labels,
    label_fields,
    names_label,
    read_glued_roles,
    read_names_before_roles,
)
from dj_analysis.cleaning.offices import is_office
from dj_analysis.cleaning.people import is_person, read_people
from dj_analysis.corpus.dates import DATE, TIME
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

MAX_LINE = 240
"""Longer lines are prose, whatever they begin with."""

MAX_VALUE = 60
MAX_LISTED = 24
"""A longer value with commas is a sentence."""

SENTENCE = compile_re("[。!?！？]")
LEADING_STAMP = compile_re(rf"[\[【(（|·•\s]{{0,4}}(?:(?:{DATE.pattern})(?:{TIME})?)?[\])）】|·•\s]{{0,4}}")
DATES = frozenset({"published_date", "other_date", "uploaded"})
PEOPLE = frozenset({"author", "editor", "reviewer", "photographer", "publisher"})
COUNT = compile_re(r"\d[\d,]{0,10}")
NOTE = compile_re(r"[(（][^()（）]{1,10}[)）]")
DAYTIME = compile_re("[上下中]午|晚上?$")
"""The hour of an event; a page's own date has the time of a clock."""

FULL_LABEL = 4
"""发布日期 with its mark tells of the page whatever stands before it; 时间 may be an event's."""

SHORT_LABEL = 2
"""A label of one character with its mark."""

ORIGIN = compile_re(
    r"[(（]?(?:本文|文章|内容)?(?:来源于|来源自|转载自|转载于|转自|摘自)\s?(?P<house>[^\s,，。:：()（）]{2,24})[)）]?"
)
MEDIUM = compile_re("(?:网|报|社|公众号|客户端|电视台|学院)$")
LONE_LABEL = compile_re(r"[\u4e00-\u9fff]{2,8}\s?[:：]\s?\S{0,20}")
OFFICE_LENGTH = 24
"""The writer's office before the first label of a sign-off."""


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
    bare = [f for f in read_byline(text, label_fields(lexicon)) if not names_label(f.value, lexicon)]
    if bare:
        return bare
    labels = find_labels(text, lexicon)
    if not labels:
        return read_names_before_roles(text, lexicon) or _read_origin(text)
    head = _read_head(text[: labels[0].start], labels, lexicon)
    values = _read_values(text, labels, lexicon)
    return [] if head is None or values is None else [*head, *values]


def _read_origin(text: str) -> list[Field]:
    """来源于某大学某学院, without a mark."""
    match = ORIGIN.fullmatch(text.strip()) if "自" in text or "于" in text else None
    if not match or not (is_office(match["house"].replace("·", "")) or MEDIUM.search(match["house"])):
        return []
    start = text.index(match["house"], match.start("house"))
    return [Field("source", match["house"], start, start + len(match["house"]))]


def _read_head(head: str, labels: list[Label], lexicon: Lexicon) -> list[Field] | None:
    """What stands before the first label: a date, a name beside it; None where it is text."""
    stamp = STAMP.search(head)
    found = [Field("published_date", stamp.group(), stamp.start(), stamp.end())] if stamp else []
    lead = LEADING_STAMP.match(head)
    if not head or (lead is not None and lead.end() == len(head)) or is_tools(head) or NOTE.fullmatch(head.strip()):
        return found
    before, behind = (head[: stamp.start()].strip(EDGES), head[stamp.end() :].strip(EDGES)) if stamp else ("", "")
    name = before or behind or head.strip(EDGES)
    if len(labels) > 1 and LONE_LABEL.fullmatch(head.strip()):
        return found
    if (before and behind) or not 0 < len(name) <= MAX_NAME_LENGTH or CLAUSE.search(name):
        return None
    told = any(set(label.fields) != {"other"} for label in labels)
    if not stamp and not (_names_writer(name, lexicon) and labels[0].firm and told):
        dated = labels[0].fields == ("published_date",) and labels[0].end - labels[0].start > FULL_LABEL
        return [] if dated else None
    return [*found, *_split_writer(head, name, lexicon)]


def _names_writer(name: str, lexicon: Lexicon) -> bool:
    """A person, an office, or a house and a person."""
    return is_person(name.rsplit(maxsplit=1)[-1], lexicon) or is_office(name)


def _split_writer(head: str, name: str, lexicon: Lexicon) -> list[Field]:
    """A house and the writer beside it are two fields."""
    at = head.index(name)
    first, last = name.split(maxsplit=1)[0], name.rsplit(maxsplit=1)[-1]
    if first == last or is_person(first, lexicon) == is_person(last, lexicon):
        kind = "author" if read_people(name, lexicon) and not is_office(name) else "source"
        return [Field(kind, name, at, at + len(name))]
    cut = name.rindex(last) if is_person(last, lexicon) else len(first)
    kinds = ("source", "author") if is_person(last, lexicon) else ("author", "source")
    parts = (name[:cut].rstrip(), name[cut:].lstrip())
    places = (at, at + len(name) - len(parts[1]))
    return [Field(k, part, place, place + len(part)) for k, part, place in zip(kinds, parts, places, strict=True)]


def _read_values(text: str, labels: list[Label], lexicon: Lexicon) -> list[Field] | None:
    """The value behind each label; None where one is a clause, or what only announces an event."""
    found: list[Field] = []
    for this, following in zip(labels, [*labels[1:], None], strict=True):
        value = text[this.end : following.start if following else len(text)]
        unknown = UNKNOWN.search(value) if ":" in value or "：" in value else None
        value = value[: unknown.start()] if unknown else value
        bare = value.strip(EDGES)
        if len(value) > MAX_VALUE or (CLAUSE.search(bare) and len(value) > MAX_LISTED):
            return None
        if "event" in this.fields or not _fits(bare, this, len(labels), lexicon):
            return None
        start = this.end + len(value) - len(value.lstrip(EDGES))
        bare = "" if names_label(bare, lexicon) else bare
        for name in this.fields:
            found += _split_value(Field(name, bare, start, start + len(bare)))
    return found


def _fits(value: str, label: Label, count: int, lexicon: Lexicon) -> bool:
    """Whether a value may stand behind its label: a headline may have a bar behind the word 文字."""
    if label.fields[0] in DATES and DAYTIME.search(value) and ":" not in value and "：" not in value:
        return False
    if label.firm or count > 1 or not value or not PEOPLE & set(label.fields):
        return True
    if "author" not in label.fields and label.end - label.start > SHORT_LABEL:
        return True
    return read_people(value, lexicon) is not None or is_office(value)


def read_sign_off(text: str, lexicon: Lexicon) -> list[Field]:
    """Fields of a sign-off, whose first words may be the writer's office: 体育部 撰稿:某人;审核:某人."""
    found = read_fields(text, lexicon) or read_glued_roles(text, lexicon)
    if found:
        return found
    label = next(iter(find_labels(text, lexicon)), None)
    if label is None or not 0 < label.start <= OFFICE_LENGTH:
        return []
    head, behind = text[: label.start], read_fields(text[label.start :], lexicon)
    name = head.strip(EDGES)
    at = head.index(name)
    writers = [Field("author", name, at, at + len(name))] if behind and read_people(name, lexicon) else []
    return [*writers, *(f._replace(start=f.start + len(head), end=f.end + len(head)) for f in behind)]


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
