"""Named bodies of an article: schools, departments, branches, granting bodies and media, one row each."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.bodies import Body, find_bodies
from dj_analysis.extraction.body_names import start_of_name
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import READ_REGIONS, Article, Mention, OrganisationRow
from dj_analysis.regexes import compile_re

MASKS = "*×＊○"
"""Characters that stand for a name withheld."""
SHORTEST_SHORT = 2
"""A short form keeps at least this many characters before its head (通信党总支)."""


PARTY = "中共"
"""Stands before a committee, and is no part of the name of the school whose committee it is."""

LONGEST_OUTLET = 7
"""Characters from the mark before an outlet to its last word (《江北教育 before 报》)."""

_OUTLET_START = compile_re(r"[《、,，被由据“](?P<name>[\u4e00-\u9fff]{2,6})$")


class _Named(NamedTuple):
    start: int
    end: int
    name: str
    kind: str
    head: str


@lru_cache(maxsize=4)
def _media(lexicon: Lexicon) -> re.Pattern[str]:
    names, suffixes = (lexicon.words("media", role=role) for role in ("name", "suffix"))
    first = "".join(sorted({re.escape(term[0]) for term in names + suffixes}))
    return compile_re(rf"(?=[{first}])(?:(?P<name>{either(names)})|(?P<suffix>{either(suffixes)}))")


def find_organisations(article: Article, lexicon: Lexicon) -> list[OrganisationRow]:
    """Every named body, its short forms joined to the fullest one; 支部 and 学校党委 name nobody and give no row.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text = "江州大学物理系学生第一党支部建于2010年。"
    >>> [(r.name, r.kind) for r in find_organisations(wrap_text(text), load_lexicon())]
    [('江州大学', 'school'), ('物理系', 'department'), ('物理系学生第一党支部', 'branch')]
    """
    named = _unnested(article, lexicon) + _media_names(article, lexicon)
    named.sort(key=lambda one: (one.start, one.end))
    fullest = _fullest({(one.name, one.kind, one.head): one for one in named})
    groups: dict[tuple[str, str], list[_Named]] = {}
    for one in named:
        groups.setdefault((fullest[one.name, one.kind], one.kind), []).append(one)
    return [_row(canonical, kind, places) for (canonical, kind), places in groups.items()]


def _row(canonical: str, kind: str, places: list[_Named]) -> OrganisationRow:
    first = places[0]
    return OrganisationRow(
        start=first.start,
        end=first.end,
        rule=f"organisation_{kind}",
        mentions=tuple(Mention("self", one.start, one.end) for one in places),
        name=first.name,
        canonical=canonical,
        kind=kind,
        masked=any(mask in canonical for mask in MASKS),
    )


def _unnested(article: Article, lexicon: Lexicon) -> list[_Named]:
    """Bodies without the school before them, and a 学院 told apart as school or department."""
    found: list[_Named] = []
    named = _with_real_names(article, lexicon)
    longer = {body.start: body.end for body in named if body.kind == "granting_body"}
    bodies = [body for body in named if body.kind != "granting_body" or longer[body.start] == body.end]
    schools = _schools(bodies, article)
    for body in bodies:
        start = body.start
        if body.kind != "school" or body.name not in schools:
            inside = [name for name in schools if body.name.startswith(name) and body.name != name]
            start += max(map(len, inside), default=0)
            start = body.start if start == body.end - len(body.head) else start
        name = article.clean[start : body.end]
        kind = body.kind
        if kind == "school" and name not in schools:
            kind = "department"
        found.append(_Named(start, body.end, name, kind, body.head))
    return found


def _with_real_names(article: Article, lexicon: Lexicon) -> list[Body]:
    """Bodies that are named, each from where its name really begins."""
    found: list[Body] = []
    for body in find_bodies(article, lexicon):
        start = start_of_name(body, lexicon) if body.named else None
        if start is not None and _is_committee_of_school(body, article, start):
            start += len(PARTY)
        if start == body.start:
            found.append(body)
        elif start is not None:
            found.append(body._replace(start=start, name=article.clean[start : body.end]))
    return found


def _is_committee_of_school(body: Body, article: Article, start: int) -> bool:
    """Whether 中共 stands before a school's or its branch's name; a Party school's own name begins with it."""
    named = article.clean[start : body.end]
    return body.kind != "granting_body" and named.startswith(PARTY) and "委党校" not in named


def _schools(bodies: list[Body], article: Article) -> frozenset[str]:
    """Names of whole institutions: a 大学, the article's own school, a 学院 with departments or offices of its own."""
    found = {body.name for body in bodies if body.kind == "school" and body.head not in _AMBIGUOUS}
    if article.metadata.school:
        found.add(article.metadata.school)
    colleges = [body for body in bodies if body.head == "学院"]
    starts = {body.name for body in colleges}
    every = {body.name for body in bodies}
    for name in starts:
        if any(other != name and other.startswith(name) and _PART.match(other, len(name)) for other in every):
            found.add(name)
    found |= {body.name for body in colleges if _INSTITUTION.search(body.name)}
    found |= {body.name for body in colleges if _PART.match(article.clean, body.end)}
    return frozenset(name for name in found if not any(name != other and name.startswith(other) for other in found))


_AMBIGUOUS = ("学院", "党校")
_INSTITUTION = compile_re(r"(?:职业|师范|职业技术|高等|民族|第[一二三四]师范)学院$")
_PART = compile_re(r"机关|[\u4e00-\u9fff]{2,12}?(?:学院|系)|校长|校友|图书馆")
"""What follows the name of an institution and never that of a department."""


def _media_names(article: Article, lexicon: Lexicon) -> list[_Named]:
    """Outlets known by name, and names that end like one (江北日报) behind a mark or 被, 由, 据."""
    pattern = _media(lexicon)
    found: list[_Named] = []
    for passage in article.passages:
        if passage.region not in READ_REGIONS:
            continue
        for match in pattern.finditer(article.clean, passage.start, passage.end):
            start = match.start()
            if match.group("suffix"):
                before = _OUTLET_START.search(article.clean, max(passage.start, start - LONGEST_OUTLET), start)
                if not before:
                    continue
                start = before.start("name")
            found.append(_Named(start, match.end(), article.clean[start : match.end()], "media", ""))
    return found


def _fullest(named: dict[tuple[str, str, str], _Named]) -> dict[tuple[str, str], str]:
    """The fullest form of every name; a short form that fits several longer ones stays as it is."""
    by_head: dict[tuple[str, str], set[str]] = {}
    for one in named.values():
        by_head.setdefault((one.kind, one.head), set()).add(one.name)
    fullest: dict[tuple[str, str], str] = {}
    for (kind, head), names in by_head.items():
        for name in names:
            longer = [other for other in names if _abbreviates(name, other, head)]
            top = [other for other in longer if not any(_abbreviates(other, third, head) for third in names)]
            fullest[name, kind] = top[0] if len(top) == 1 and head else name
    return fullest


def _abbreviates(short: str, full: str, head: str) -> bool:
    """True for 通信党总支 and 通信与信息工程系党总支: same start and head, characters in the same order."""
    kernel, whole = short[: len(short) - len(head)], full[: len(full) - len(head)]
    if len(short) >= len(full) or len(kernel) < SHORTEST_SHORT:
        return False
    if whole.endswith(kernel):
        return True
    if kernel[0] != whole[0]:
        return False
    rest = iter(whole)
    return all(char in rest for char in kernel)
