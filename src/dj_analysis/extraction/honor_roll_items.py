"""What one item of a roll names: a body, a person, or a work with who made it."""

from __future__ import annotations

from dj_analysis.extraction.parties import BODY_KINDS, LONGEST_NAME, Parties
from dj_analysis.extraction.party_words import MASKS, Party
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_BODY_ITEM = compile_re(r"(?:[《“「].{1,60})?(?:[（(].{0,30}[)）])?")
_LISTED_NAME = compile_re(rf"(?P<name>[\u4e00-\u9fff{MASKS}]{{2,4}})(?:[（(].{{0,30}}[)）])?$")
_MADE_BY = compile_re(
    r"(?P<work>[^（）()\n]{4,60}?|《[^》\n]{2,60}》|“[^”\n]{2,40}”[\u4e00-\u9fff]{0,8})"
    r"\s?(?:[（(]|(?<=[》”动日课])[\s—－-]{1,4})(?P<maker>[^（）()\s]{2,40})[)）]?"
)
_SPACE = compile_re(r"\s")
_PART = compile_re(
    r"(?P<part>(?<![\u4e00-\u9fff])[\u4e00-\u9fff][ \u3000]{1,4}[\u4e00-\u9fff](?![\u4e00-\u9fff])"
    rf"|[\u4e00-\u9fff·•{MASKS}]{{2,20}}|[^\s、,，（(]{{1,40}})(?:[（(][^（）()\n]{{1,30}}[)）])?"
)
"""A name, a unit, or a short name set wide (李 红)."""
_DOTTED = compile_re(r"[\u4e00-\u9fff]{2,8}(?:[·•][\u4e00-\u9fff]{2,8}){1,2}")
_UNIT_END = compile_re(r"^(?=.{3}).*[院系部处室馆]$")
"""Ends of units that no list has (学生工作处) and no given name."""
_LONGEST_PERSON = 4
"""司徒某某: a double surname with two characters behind it."""


def read_item(parties: Parties, start: int, end: int) -> Party | None:
    """What one item of a roll names: a body with its work, a body, a quoted work, or a person's name alone."""
    text = parties.clean[start:end].strip()
    at = start + max(0, parties.clean[start:end].find(text))
    body = parties.opening(at)
    tail = parties.clean[body.end : at + len(text)] if body else ""
    if body and body.end <= at + len(text) and _BODY_ITEM.fullmatch(tail):
        kind = "project" if tail else BODY_KINDS.get(body.kind, "unit")
        return Party(text, kind, at, at + len(text))
    if work := read_made(parties, at, at + len(text)):
        return work
    if text[:1] in ("《", "“", "「"):
        return Party(text, "project", at, at + len(text))
    listed = _LISTED_NAME.match(text)
    name = listed.group("name") if listed else ""
    if name and parties.words.surname.match(name) and not parties.words.is_common(name, sure=False):
        return Party(name, "person", at, at + len(name))
    found = parties.headed(at, text) if len(text) <= LONGEST_NAME else None
    return found if found and found.kind in ("project", "team") else None


def read_made(parties: Parties, start: int, end: int) -> Party | None:
    """歌颂新时代(会计系党支部), 《灯塔》 数学系党支部: a work with the unit that made it behind it."""
    told = _MADE_BY.fullmatch(parties.clean, start, end)
    if told is None or told.end("maker") not in parties.by_end or parties.words.whole_name.fullmatch(told["work"]):
        return None
    return Party(told["work"], "project", *told.span("work"))


def read_people(parties: Parties, start: int, end: int) -> tuple[Party, ...]:
    """王某某　李 红 赵某, 化学学院　王某某, 李某某　后勤处: the people of a line, with their unit and office or none.

    Empty where a part of the line is neither a name nor, first or last, a unit or an office.
    """
    found = [Span(*part.span("part")) for part in _PART.finditer(parties.clean, start, end)]
    units = [part for part in found if _is_post(parties, part)]
    beside = bool(units)
    if beside and units not in (found[: len(units)], found[-len(units) :]):
        return ()
    named = [part for part in found if part not in units]
    texts = [parties.clean[part.start : part.end] for part in named]
    if not all(_is_listed(parties, text, beside) for text in texts) or (len(units) > 1 and len(named) != 1):
        return ()
    return tuple(
        Party(_SPACE.sub("", text), "person", part.start, part.end) for text, part in zip(texts, named, strict=True)
    )


def _is_post(parties: Parties, part: Span) -> bool:
    """True for a unit or an office, which tells more of who stands beside it."""
    text = parties.clean[part.start : part.end]
    words = parties.words
    told = words.bodies_end.search(text) or words.role_end.search(text) or _UNIT_END.search(text)
    return part.end in parties.by_end or told is not None


def _is_listed(parties: Parties, text: str, beside_unit: bool) -> bool:
    """True for a name by itself: also one of four characters, with a dot, or set wide."""
    name = _SPACE.sub("", text)
    if _DOTTED.fullmatch(name):
        return True
    if not 2 <= len(name) <= _LONGEST_PERSON or parties.words.surname.match(name) is None:
        return False
    return not parties.words.is_common(name, sure=beside_unit or name != text)
