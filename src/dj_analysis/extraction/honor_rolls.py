"""Honours listed rather than told: 先进党支部(5个):A、B、C, or a title on a line of its own with names below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from dj_analysis.extraction.bodies import either
from dj_analysis.extraction.honor_titles import Title, read_titles
from dj_analysis.extraction.recipients import Party, Recipients
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, Passage

LONGEST_LINE = 40
"""A line that is nothing but a title is shorter than this; the longest real one has 34 characters."""
LONGEST_ROLL = 200
"""Lines read below a title; a longer roll belongs in a table of its own."""

_MARKER = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s?)?"
_COUNT = r"(?:\s?[（(]?(?:共|计)?\s?\d{1,3}\s?[个名人项篇件组]\s?[)）]?)?"
_ENTRY = re.compile(rf"(?:^|(?<=[;；。\n]))\s*{_MARKER}(?P<title>[^:：;；。,，\n]{{2,{LONGEST_LINE}}}?){_COUNT}\s?[:：]\s?(?P<names>[^;；。\n]{{2,600}})")
_ALONE = re.compile(rf"\s*{_MARKER}(?P<title>[^:：;；。,，\n]{{2,{LONGEST_LINE}}}?){_COUNT}\s?[:：]?\s*")
_NAME_LINE = re.compile(rf"\s*{_MARKER}(?P<names>[^:：\n]{{2,120}}?)[;；。]?\s*")
_SPLIT = re.compile(r"、|(?<=》)(?=《)|\s{1,4}|,|，")
_NOT_NAMES = re.compile(r"[。!?！？]|[,，]\S{12}")


@dataclass(frozen=True, slots=True)
class RollEntry:
    """A title of a roll with the recipients listed under it, and where it stands."""

    title: Title
    parties: tuple[Party, ...]
    position: int


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    heads = either(lexicon.words("honor_heads"))
    merits = either(lexicon.words("honor_merits"))
    return re.compile(rf"(?:{heads})$"), re.compile(merits)


def find_rolls(article: Article, recipients: Recipients, lexicon: Lexicon) -> Iterator[RollEntry]:
    """The rolls of an article: inline entries first, then titles with names on the lines below."""
    passages = [p for p in article.passages if p.region in ("body", "heading", "caption")]
    current: Title | None = None
    read = 0
    for passage in passages:
        line = article.clean[passage.start : passage.end]
        inline = tuple(_inline(article.clean, passage, recipients, lexicon))
        if inline:
            yield from inline
            current = None
            continue
        alone = _ALONE.fullmatch(line)
        title = _roll_title(article.clean, passage.start + alone.start("title"), passage.start + alone.end("title"), lexicon) if alone else None
        if title is not None:
            current, read = title, 0
            continue
        names = _NAME_LINE.fullmatch(line)
        if current is None or not names or read >= LONGEST_ROLL or _NOT_NAMES.search(names.group("names")):
            current = None if line.strip() else current
            continue
        parties = _entry_parties(article.clean, passage.start + names.start("names"), passage.start + names.end("names"), recipients)
        if not parties:
            current = None
            continue
        read += 1
        yield RollEntry(current, parties, passage.position)


def _roll_title(clean: str, start: int, end: int, lexicon: Lexicon) -> Title | None:
    head_end, merit = _patterns(lexicon)
    text = clean[start:end].rstrip("”」")
    if not head_end.search(text) or not merit.search(text):
        return None
    titles = read_titles(clean, start, end, lexicon, True)
    if len(titles) != 1 or titles[0].end < end - 1 or titles[0].start > start + 2:
        return None
    return titles[0]


def _inline(clean: str, passage: Passage, recipients: Recipients, lexicon: Lexicon) -> Iterator[RollEntry]:
    previous: Title | None = None
    for match in _ENTRY.finditer(clean, passage.start, passage.end):
        title = _roll_title(clean, match.start("title"), match.end("title"), lexicon)
        if title is None:
            continue
        if title.bare_prize and previous is not None and not title.quoted:
            title = replace(title, text=_with_contest(title.text, previous.text))
        parties = _entry_parties(clean, match.start("names"), match.end("names"), recipients)
        if not parties:
            continue
        previous = title
        yield RollEntry(title, parties, passage.position)


def _with_contest(prize: str, earlier: str) -> str:
    contest = re.sub(r"(?:特等|[一二三四]等|[金银铜]|优秀|优胜)奖$", "", earlier)
    return contest + prize if contest != earlier else prize


def _entry_parties(clean: str, start: int, end: int, recipients: Recipients) -> tuple[Party, ...]:
    """Recipients of a list; empty when more than a few parts name nobody, for then it is a sentence."""
    found: list[Party] = []
    left, parts = start, 0
    for match in [*_SPLIT.finditer(clean, start, end), None]:
        right = match.start() if match else end
        text = clean[left:right].strip()
        if text:
            parts += 1
            lead = re.match(rf"\s*{_MARKER}", clean[left:right])
            at = left + (lead.end() if lead else 0)
            party = recipients.list_item(at, right)
            if party:
                found.append(party)
        if match:
            left = match.end()
    return tuple(found) if found and len(found) * 2 > parts else ()
