"""What one item of a roll names: a body, a person, or a work with who made it."""

from __future__ import annotations

from dj_analysis.extraction.parties import BODY_KINDS, LONGEST_NAME, Parties
from dj_analysis.extraction.party_words import MASKS, Party
from dj_analysis.regexes import compile_re

_BODY_ITEM = compile_re(r"(?:[《“「].{1,60})?(?:[（(].{0,30}[)）])?")
_LISTED_NAME = compile_re(rf"(?P<name>[\u4e00-\u9fff{MASKS}]{{2,4}})(?:[（(].{{0,30}}[)）])?$")
_MADE_BY = compile_re(
    r"(?P<work>[^（）()\n]{4,60}?|《[^》\n]{2,60}》|“[^”\n]{2,40}”[\u4e00-\u9fff]{0,8})"
    r"\s?(?:[（(]|(?<=[》”动日课])[\s—－-]{1,4})(?P<maker>[^（）()\s]{2,40})[)）]?"
)


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
