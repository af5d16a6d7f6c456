"""What the page says of its article: title, date, source, people, views, school, unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from dj_analysis.cleaning.brands import is_site_words
from dj_analysis.cleaning.bylines import Field
from dj_analysis.cleaning.header import read_sign_off, read_views
from dj_analysis.cleaning.lines import AFFILIATION, BYLINE_MARKS, SIGN_OFF, is_byline, is_holder, sign_off_start
from dj_analysis.cleaning.offices import ORGANISATION_END, is_office
from dj_analysis.cleaning.page import DOCUMENT_END
from dj_analysis.cleaning.party_units import choose_unit, unit_level
from dj_analysis.cleaning.people import NO_NAMES, is_person, read_glued_writer, read_people
from dj_analysis.cleaning.regions import Layout
from dj_analysis.cleaning.schools import LEAD_LINES, choose_school, has_masked_school, school_by_alias
from dj_analysis.corpus.dates import DATE, find_date
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Metadata
from dj_analysis.regexes import compile_re

BYLINE = compile_re(
    r"(?:讯|电)[】\]]?\s?[(（](?P<a>[^()（）]{2,40})[)）]"
    r"|^(?:[\u4e00-\u9fff]{2,8}(?:网|报|台|社|客户端)\s?)?[(（](?P<d>(?:[\u4e00-\u9fff]{2,12}\s)?[\u4e00-\u9fff]{2,3})[)）](?=[\u4e00-\u9fff\d“])"
    r"|[(（](?P<b>[^()（）]{0,12}(?:记者|通讯员|作者|撰稿)[:：\s]?[^()（）]{2,40})[)）]"
    r"|^(?P<c>(?:(?:本报|本刊|本网|学生)?记者|通讯员)[:：\s]?[\u4e00-\u9fff]{2,4}(?:[\s、][\u4e00-\u9fff]{2,4}){0,3})[\s,，]"
)
REPORTER_AHEAD = compile_re("(?:本报|本刊|本网|学生)?记者|通讯员")
REPORTER = compile_re("记者|报道|通讯员")
MASKED_NAME = compile_re("[*×✕]|[xXＸ]{2}|某")
NO_SOURCE = compile_re("本站|网络|admin|会员", re.IGNORECASE)
MASTHEAD_LENGTH = 60
PEN_NAME = compile_re("[\u4e00-\u9fff]{2,3}")
BYLINE_LINES = 2
NO_HOUSE = frozenset(("未知", "不详", "佚名", "无", "暂无", "中文", "原创", "转载"))
OWN_NEWS = compile_re("本[报刊网站台社校]讯")
"""How a report opens, which names nobody."""

REPRINT = compile_re(r"\s?[(（]\s?(?:转载|转|转发|转自|原创|摘编|有删[改节减]|节选)?\s?[)）]?$")
"""What a note behind the name of a house says of the text, its bracket perhaps torn off."""
SITE_SUFFIX = compile_re(
    r"\s?(?<!—)[-_|–—](?!—)\s?(?P<site>[^-_|–—。,，]{2,24}"
    r"(?:网|学院|大学|学校|官网|网站|新闻中心|系|宣传部|组织部|工作部|处|文库|豆丁|党建|频道|平台|范文|公众号))$"
)
TITLE_DATE = compile_re(rf"\s{{0,3}}[\[(（]\s?(?:{DATE.pattern})\s?[\])）]$")

HEAD_OF = compile_re("副?书记$")
MORE_WRITERS = 2
BYLINES = 4
"""Lines behind the title in which a writer is named."""

DATE_BEFORE = compile_re(rf"^[\[(（]?(?:{DATE.pattern})[\])）]?\s{{1,4}}(?=\S{{4}})")


def read_metadata(
    layout: Layout,
    lexicon: Lexicon,
    given: Mapping[str, str],
    *,
    traditional: bool,
    tags: Mapping[str, str] | None = None,
) -> Metadata:
    """Metadata of a page that has been laid out.

    ``given`` values win; what the page shows its readers goes before what ``tags`` of its source say.
    """
    tags = tags or {}
    fields = [*_fields_in_order(layout), *_sign_off_fields(layout, lexicon)]
    title = _title(layout)
    titles = [layout.lines[i] for i, region in enumerate(layout.regions) if region == "title"]
    titles += [layout.lines[i][:offset] for i, offset, region in layout.splits if region == "title"]
    body = [layout.lines[i] for i, region in enumerate(layout.regions) if region in ("body", "heading")]
    body += [layout.lines[i] for i, region in enumerate(layout.regions) if region == "caption"]
    school, basis = _school(titles, body, layout, fields, lexicon, given)
    unit = choose_unit([*titles, *_speakers(layout)], body, school, lexicon, _signs(layout))
    return Metadata(
        title=given.get("title") or title or tags.get("title"),
        school=school,
        school_basis=basis,
        unit=given.get("unit") or (unit[0] if unit else None),
        unit_level=unit_level(given["unit"]) if given.get("unit") else unit[1] if unit else None,
        group=given.get("group"),
        source=given.get("source") or _source(fields, lexicon) or tags.get("source"),
        author=given.get("author") or _author(layout, fields, body, lexicon) or tags.get("author"),
        editor=_people(fields, "editor", lexicon),
        published_date=given.get("published_date")
        or _date(fields)
        or _title_date(layout)
        or tags.get("published_date"),
        url=given.get("url") or tags.get("url"),
        views=next((n for f in fields if f.name == "views" and (n := read_views(f.value)) is not None), None),
        script="hant" if traditional else "hans",
    )


def _fields_in_order(layout: Layout) -> Iterator[Field]:
    """Fields of the article's own metadata lines, below the title first, then of those in copies of the page."""
    title = layout.title or 0
    for i in sorted(layout.fields, key=lambda i: (layout.regions[i] != "metadata", i < title, i)):
        if layout.regions[i] in ("metadata", "duplicate"):
            yield from _join_writers(layout.fields[i])


def _join_writers(fields: Iterable[Field]) -> list[Field]:
    """The fields of a line, all its writers in the first that names one: 通讯员某人 记者某人."""
    fields = list(fields)
    writers = [field for field in fields if field.name == "author" and field.value]
    if len(writers) < MORE_WRITERS:
        return fields
    joined = writers[0]._replace(value=" ".join(field.value for field in writers))
    return [joined, *(field for field in fields if field not in writers)]


def _signs(layout: Layout) -> list[str]:
    """Lines and ends of paragraphs that tell of the article without a field of their own."""
    found = [
        layout.lines[i] for i, region in enumerate(layout.regions) if region == "metadata" and i not in layout.fields
    ]
    return found + [layout.lines[i][offset:] for i, offset, region in layout.splits if region == "metadata"]


def _sign_off_fields(layout: Layout, lexicon: Lexicon) -> Iterator[Field]:
    """Fields of sign-offs in brackets."""
    for line in _signs(layout):
        if not AFFILIATION.fullmatch(line):
            match = SIGN_OFF.search(line)
            yield from _join_writers(read_sign_off(match["in"] if match else line.strip(), lexicon))


def _source(fields: list[Field], lexicon: Lexicon) -> str | None:
    """The house of the source, else the office that issued the page.

    A person's name in its place or behind it is the author's; a masked name tells nothing.
    """
    for kind in ("source", "issuer"):
        for field in fields:
            value = REPRINT.sub("", field.value)
            words = value.split()
            while words and is_person(words[-1], lexicon):
                words.pop()
            if field.name == kind and words and _names_house(value, lexicon):
                return value if len(words) == len(value.split()) else " ".join(words)
    return None


def _names_house(value: str, lexicon: Lexicon) -> bool:
    """Neither a number nor masked, nor a word for nothing, nor what is left of a betting site's name."""
    nothing = value in NO_HOUSE or OWN_NEWS.fullmatch(value) or is_site_words(value, lexicon)
    return not (nothing or value[0].isdigit() or MASKED_NAME.search(value))


def _people(fields: list[Field], name: str, lexicon: Lexicon) -> str | None:
    for field in fields:
        if field.name == name and (
            people := read_people(field.value, lexicon) or read_glued_writer(field.value, lexicon)
        ):
            return people
    return None


def _date(fields: list[Field]) -> str | None:
    """The day of publication, else that of another step; the day a reader uploaded a document is neither."""
    for kind in ("published_date", "other_date"):
        if found := next((d for f in fields if f.name == kind and (d := find_date(f.value))), None):
            return found
    return None


def _title_date(layout: Layout) -> str | None:
    """The date that stands before or behind the headline on its line."""
    line = "" if layout.title is None else layout.lines[layout.title]
    match = DATE_BEFORE.search(line) or TITLE_DATE.search(line)
    return find_date(match.group()) if match else None


def _title(layout: Layout) -> str | None:
    if layout.title is None:
        return None
    line = layout.lines[layout.title]
    line = DATE_BEFORE.sub("", TITLE_DATE.sub("", line))
    while (match := SITE_SUFFIX.search(line)) and match.start() >= len(match["site"]):
        line = line[: match.start()]
    line = DOCUMENT_END.sub("", line)
    # A dash is left where the name of the site behind it was a brand.
    return line.rstrip(" -_|–—")


def _author(layout: Layout, fields: list[Field], body: list[str], lexicon: Lexicon) -> str | None:
    """The labelled author, the sign-off, the reporters of the first sentence."""
    if reporters := _reporters_above(layout, lexicon):
        return reporters
    labelled = _people(fields, "author", lexicon) or _people(fields, "source", lexicon) or _pen_name(fields)
    if labelled or (labelled := _office(fields)):
        return labelled
    signs = [line for line in _signs(layout) if not AFFILIATION.fullmatch(line)]
    for line in signs:
        match = SIGN_OFF.search(line)
        if not match:
            continue
        if people := _writers(match["in"], lexicon):
            return people
    bylines = [line for line in signs if not SIGN_OFF.search(line) and is_byline(line, lexicon)]
    if bylines:
        return read_people(bylines[0].lstrip(BYLINE_MARKS), lexicon)
    for line in (text.replace("**", "") for text in body[:BYLINE_LINES]):
        match = BYLINE.search(line) if "(" in line or "（" in line or REPORTER_AHEAD.match(line) else None
        if match and (people := _writers(match["a"] or match["b"] or match["c"] or match["d"], lexicon)):
            return people
    return _last_writers(layout, lexicon)


def _last_writers(layout: Layout, lexicon: Lexicon) -> str | None:
    """Who is named in brackets behind the last sentence, where it was left in the text."""
    last = next(
        (line for line, region in zip(layout.lines[::-1], layout.regions[::-1], strict=False) if region == "body"), ""
    )
    match = SIGN_OFF.search(last) if sign_off_start(last, lexicon) is not None else None
    return _writers(match["in"], lexicon) if match else None


def _writers(inside: str, lexicon: Lexicon) -> str | None:
    """Who wrote, of those that a byline or a sign-off names."""
    fields = read_sign_off(inside, lexicon)
    if not fields:
        return read_people(inside, lexicon)
    for name in ("author", "source"):
        people = [p for f in fields if f.name == name and (p := read_people(f.value, lexicon))]
        if people:
            return " ".join(dict.fromkeys(" ".join(people).split()))
    return None


def _reporters_above(layout: Layout, lexicon: Lexicon) -> str | None:
    """The reporters that a line below the headline names, where no label beside them names the author."""
    first = next((i for i, region in enumerate(layout.regions) if region in ("body", "heading", "caption")), 0)
    above = [i for i in range(first) if layout.regions[i] == "metadata"]
    if any(field.name == "author" and field.value for i in above for field in layout.fields.get(i, ())):
        return None
    lines = (layout.lines[i] for i in above if i not in layout.fields)
    return next((people for line in lines if REPORTER.search(line) and (people := _read_byline(line, lexicon))), None)


def _read_byline(line: str, lexicon: Lexicon) -> str | None:
    return read_people(line.lstrip(BYLINE_MARKS), lexicon) if is_byline(line, lexicon) else None


def _pen_name(fields: list[Field]) -> str | None:
    """A short name behind an author's label, also where its first character is no listed surname."""
    for field in fields:
        value = field.value
        if field.name == "author" and PEN_NAME.fullmatch(value) and not (is_office(value) or NO_NAMES.search(value)):
            return value
    return None


def _office(fields: list[Field]) -> str | None:
    """The office that a page names as its author (作者:机关党委); masked names tell nothing."""
    for field in fields:
        value = field.value
        if field.name == "author" and is_office(value) and not (MASKED_NAME.search(value) or NO_SOURCE.search(value)):
            return value
    return None


def _school(
    titles: list[str], body: list[str], layout: Layout, fields: list[Field], lexicon: Lexicon, given: Mapping[str, str]
) -> tuple[str | None, str]:
    """The school and how it is known."""
    if given.get("school"):
        return given["school"], "metadata"
    signs = [f.value for f in fields if f.name in ("source", "author")]
    signs += [line for line in _signs(layout) if len(line) <= MASTHEAD_LENGTH]
    if layout.title is not None:
        title = layout.lines[layout.title]
        head = [line for line in layout.lines[: layout.title] if len(line) <= MASTHEAD_LENGTH]
        signs += [line for line in head if line.startswith(title) or ORGANISATION_END.match(line)]
    named = (
        choose_school(titles, body, signs, lexicon)
        or choose_school((), _list_bylines(layout), (), lexicon)
        or _copyright_school(layout, lexicon)
        or _masthead_school(layout, lexicon)
    )
    if named:
        return named, "text"
    known_short = school_by_alias([*titles, *body[:LEAD_LINES], *signs], lexicon)
    if known_short:
        return known_short, "alias"
    return None, "masked" if any(has_masked_school(text) for text in [*titles, *body[:3]]) else "none"


def _speakers(layout: Layout) -> list[str]:
    """Units whose heads speak or write, by the lines below the headline: 某系党支部书记."""
    lines = (layout.lines[i] for i, region in enumerate(layout.regions) if region == "metadata")
    return [HEAD_OF.sub("", line) for line in lines if is_holder(line)]


def _list_bylines(layout: Layout) -> list[str]:
    """Lines between title and text that say who writes: a body, an office and a name."""
    first = 0 if layout.title is None else layout.title + 1
    return [line for line in layout.lines[first : first + BYLINES] if len(line) <= MASTHEAD_LENGTH]


def _copyright_school(layout: Layout, lexicon: Lexicon) -> str | None:
    """The owner that the foot of the page names."""
    lines = [line for line in layout.lines[layout.footer_start :] if "版权所有" in line or "opyright" in line]
    return choose_school((), lines, (), lexicon)


def _masthead_school(layout: Layout, lexicon: Lexicon) -> str | None:
    """The school with which the first line of the page begins, above headline and navigation."""
    first = next((line.strip() for line in layout.lines[: layout.title] if line.strip()), "")
    named = choose_school((), (first,), (), lexicon) if len(first) <= MASTHEAD_LENGTH else None
    return named if named and first.startswith(named) else None
