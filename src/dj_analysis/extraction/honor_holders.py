"""Recipients named behind a title: 获得一等奖的是A, 获评先进支部的A、B, 获…称号的辅导员分别是:A、B."""

from __future__ import annotations

from dj_analysis.extraction.honor_clauses import split_at
from dj_analysis.extraction.honor_titles import Title
from dj_analysis.extraction.party_words import Party
from dj_analysis.extraction.recipients import Recipients
from dj_analysis.records import Sentence, Span
from dj_analysis.regexes import compile_re

OF = "的"
LONGEST_CLOSING = 6
"""Characters of ”荣誉称号的 behind a title."""
LONGEST_ITEM = 40
"""Characters of one name of a list, with its school and role."""
LONGEST_LIST = 300
"""Characters read behind 分别是; a longer list is a roll."""

_CLOSED = r"[”」]?(?:荣誉)?(?:称号)?"
_NAMED = compile_re(
    rf"{_CLOSED}的(?:[\u4e00-\u9fff]{{0,6}}|[一二三四五六七八九十\d]{{1,2}}[个名位项])(?:分别)?(?:是|为|有)(?![由因不])"
    r"(?:[（(][^）)\n]{1,20}[）)])?[:：]?"
)
_DIRECT = compile_re(rf"{_CLOSED}的(?=[\u4e00-\u9fff])")
_CUT = compile_re(r"[,，、]")
_AGAIN = compile_re(r"[获荣]|评为|奖的|称号的")
"""…,获得二等奖的是…: the next honour of the sentence."""
_STOP = compile_re(r"[。;；:：!！?？\n]")


def find_holders(recipients: Recipients, sentence: Sentence, title: Title) -> tuple[Party, ...]:
    """The parties that the text behind a title names as having received it; none where it names nobody."""
    clean = recipients.clean
    if OF not in clean[title.end : title.end + LONGEST_CLOSING]:
        return ()
    if named := _NAMED.match(clean, title.end, sentence.end):
        return _listed(recipients, sentence, named.end())
    direct = _DIRECT.match(clean, title.end, sentence.end)
    return _behind(recipients, Span(direct.end(), sentence.end)) if direct else ()


def _listed(recipients: Recipients, sentence: Sentence, start: int) -> tuple[Party, ...]:
    """The items of a list up to the first that names nobody."""
    clean = recipients.clean
    stop = _STOP.search(clean, start, min(sentence.end, start + LONGEST_LIST))
    end = stop.start() if stop else min(sentence.end, start + LONGEST_LIST)
    found: list[Party] = []
    for left, right in split_at(_CUT, clean, start, end):
        item = recipients.parties.at_end(left, right)
        if (
            _AGAIN.search(clean, left, right)
            or not item
            or right - left > LONGEST_ITEM
            or not all(party.name for party in item)
        ):
            break
        found += item
    return tuple(found)


def _behind(recipients: Recipients, stretch: Span) -> tuple[Party, ...]:
    """A branch or a person that stands right behind 的, and those coordinated with it."""
    found: list[Party] = []
    at = stretch.start
    while (party := _one_at(recipients, at, stretch.end)) is not None:
        found.append(party)
        if recipients.clean[party.end : party.end + 1] != "、":
            break
        at = party.end + 1
    return tuple(found)


def _one_at(recipients: Recipients, at: int, end: int) -> Party | None:
    body = recipients.parties.opening(at)
    if body and body.named and body.kind == "branch" and body.end <= end:
        return recipients.parties.resolve(body)
    person = recipients.words.person_behind.match(recipients.clean, at, end)
    if person is None or recipients.words.is_common(person["name"], sure=False):
        return None
    return Party(person["name"], "person", *person.span("name"))
