"""The grammar of metadata labels: 作者, 图片/文字, 供稿审核, before a colon, a bar, a bracket, or behind a name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.cleaning.alternatives import one_of
from dj_analysis.cleaning.bylines import EDGES, Field
from dj_analysis.cleaning.people import is_person, read_people
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

HAN = "\u4e00-\u9fff"
JOINT = r"\s?(?:[、/&,，+]|(?:和|及|与))\s?"
MARK = (
    rf"(?:\s{{0,3}}[\]】]?\s{{0,3}}[:：]|\s?[丨｜|│/／](?=\s?[{HAN}])|(?<=[量数次读间期于])\s{{0,3}}(?=\d)"
    rf"|(?<=[者员])\s{{1,3}}(?=[{HAN}]{{2,4}}(?:\s|$))|(?<=[文图稿影])\s?[(（](?=\s?[{HAN}]{{2,4}}[、,，\s)）]))"
)
"""A colon, also behind a bracket ([来源]:); a bar or a stroke before a word; nothing before a number; a space
before a name; a bracket before names (文/图(某人))."""

SEPARATOR = compile_re(r"[:：丨｜│|/／\d(（者员](?:(?<![者员])|\s)")
"""One of these stands behind every label."""

BEHIND = compile_re(
    rf"(?:^|[;；,，、\s])\s?(?P<names>[{HAN}·][{HAN}·、,，\s]{{1,24}}?)\s?[/／]"
    rf"\s?(?P<role>[{HAN}]{{1,6}})(?=$|[;；,，、\s])"
)
"""甲某/文, with what parts it from the next."""

TOKEN = compile_re(r"[^;；,，、\s]+")
UNKNOWN = compile_re(rf"(?:^|(?<=[\s;；]))[{HAN}]{{2,6}}\s?[:：]")
"""A label that the list does not have, behind a space inside another's value."""


class Label(NamedTuple):
    """A label, or several joined for one value, with the fields they name and where they stand."""

    fields: tuple[str, ...]
    start: int
    end: int
    """Behind the mark."""

    firm: bool
    """With a colon: bars and strokes stand in headlines too."""


class _Patterns(NamedTuple):
    """The list of labels, compiled."""

    fields: dict[str, str]
    marked: re.Pattern[str]
    """A label with its mark; one of a single character stands behind no other character."""

    tail: re.Pattern[str]
    """Labels without a mark at the end of a text, parted from what stands before them."""

    ends: frozenset[str]
    """Last characters of labels."""

    role: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> _Patterns:
    fields = {row["term"]: row["field"] for row in lexicon.rows("metadata_labels")}
    long = one_of([term for term in fields if len(term) > 1], r"\s{0,4}")
    short = one_of([term for term in fields if len(term) == 1])
    one = rf"(?:{long}|{'|'.join(rf'{term}(?<![{HAN}]{term})' for term in fields if len(term) == 1)})"
    many = rf"{one}(?:(?:{JOINT})?(?:{long})|{JOINT}(?:{short})){{0,3}}"
    return _Patterns(
        fields,
        compile_re(rf"(?P<label>{one}){MARK}"),
        compile_re(rf"(?:^|(?<=[\s;；|｜\]】)）\[【(（]))(?P<roles>{many})(?:{JOINT})?\s?$"),
        frozenset(term[-1] for term in fields),
        compile_re(rf"{long}|{short}"),
    )


def names_label(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is a label and nothing else.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> names_label("浏览", load_lexicon()), names_label("浏览器", load_lexicon())
    (True, False)
    """
    return "".join(text.split()) in _patterns(lexicon).fields


def label_fields(lexicon: Lexicon) -> dict[str, str]:
    """The field of every label."""
    return _patterns(lexicon).fields


def find_labels(text: str, lexicon: Lexicon) -> list[Label]:
    """Labels with a mark, in the order of the text; those without one belong to the next.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [label.fields for label in find_labels("图|甲某 供稿审核|乙某 文稿、校对:丙某", load_lexicon())]
    [('photographer',), ('source', 'reviewer'), ('author', 'editor')]
    """
    if not SEPARATOR.search(text):
        return []
    patterns = _patterns(lexicon)
    found: list[Label] = []
    last = 0
    for match in patterns.marked.finditer(text):
        start = match.start()
        names = [patterns.fields["".join(match["label"].split())]]
        before = _find_tail(text[last:start], patterns)
        if before:
            start = last + before.start("roles")
            roles = patterns.role.findall(before["roles"])
            names = [*(patterns.fields["".join(role.split())] for role in roles), *names]
        if found and found[-1].end == start and text[start - 1] in "/／":  # 审稿人/一审:某人
            names = [*found[-1].fields, *names]
            start = found.pop().start
        found.append(Label(tuple(dict.fromkeys(names)), start, match.end(), match.group()[-1] in ":："))
        last = match.end()
    return found


def _find_tail(text: str, patterns: _Patterns) -> re.Match[str] | None:
    """Labels at the end of a text, with a joint behind the last or none."""
    bare = text.rstrip()
    if bare[-1:] in patterns.ends or bare[:-1].rstrip()[-1:] in patterns.ends:
        return patterns.tail.search(text)
    return None


def read_names_before_roles(text: str, lexicon: Lexicon) -> list[Field]:
    """Fields of a line whose labels stand behind the names: 甲某/文;乙某/审核. Empty where it is no such line.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [(f.name, f.value) for f in read_names_before_roles("李某/文;王某/审核", load_lexicon())]
    [('author', '李某'), ('reviewer', '王某')]
    """
    if "/" not in text and "／" not in text:
        return []
    fields = _patterns(lexicon).fields
    found: list[Field] = []
    last = 0
    for match in BEHIND.finditer(text):
        name = fields.get(match["role"])
        if name is None or text[last : match.start()].strip(EDGES) or not read_people(match["names"], lexicon):
            return []
        found.append(Field(name, match["names"], *match.span("names")))
        last = match.end()
    return [] if text[last:].strip(EDGES) else found


def read_glued_roles(text: str, lexicon: Lexicon) -> list[Field]:
    """Fields of a sign-off without marks: 文李某 图王某, 通讯员李某. Empty where a word has neither role nor name.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> [(f.name, f.value) for f in read_glued_roles("文李某 图王某", lexicon)], read_glued_roles("图文并茂", lexicon)
    ([('author', '李某'), ('photographer', '王某')], [])
    """
    found: list[Field] = []
    roles: list[str] = []
    for token in TOKEN.finditer(text):
        role = _role_before_name(token.group(), lexicon)
        if role:
            roles.append(role)
            name = _patterns(lexicon).fields[role]
            found.append(Field(name, token.group()[len(role) :], token.start() + len(role), token.end()))
        elif found and is_person(token.group(), lexicon):
            start = found[-1].start
            found[-1] = Field(found[-1].name, text[start : token.end()], start, token.end())
        else:
            return []
    return found if len(set(roles)) > 1 or any(len(role) > 1 for role in roles) else []


def _role_before_name(token: str, lexicon: Lexicon) -> str:
    """The label that a person's name is glued to; empty where there is none."""
    fields = _patterns(lexicon).fields
    sizes = range(len(token) - 2, 0, -1)
    return next((token[:n] for n in sizes if token[:n] in fields and is_person(token[n:], lexicon)), "")
