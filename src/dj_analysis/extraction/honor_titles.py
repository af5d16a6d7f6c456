"""Titles of honours: where a stretch behind a verb names them, one by one."""

from __future__ import annotations

import re
from typing import NamedTuple

from dj_analysis.extraction.honor_grantors import INSIDE, OPEN_MARK, YEAR_LEAD, split_grantor
from dj_analysis.extraction.honor_title_checks import LONGEST_TITLE, SHORTEST_TITLE, TITLE_START, is_title
from dj_analysis.extraction.text_search import last_match
from dj_analysis.extraction.title_words import OPENING, TitleWords, is_research, title_words, without_note
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

LONGEST_REGION = 160
"""Characters read behind a verb; eight coordinated titles fit."""

_CLAUSE_END = compile_re(r"[,，、。;；]|$")
_FEW = compile_re(r"[\u4e00-\u9fff]{0,4}")
"""Characters between the last head and 称号 that still belong to the title (…集体标兵称号)."""
_HARD = compile_re(r"[。;；:：!！?？\n]")
_CLOSING = '”」』"’'
_CLOSE = compile_re(rf"[{_CLOSING}]")
_OPEN = compile_re(r"[“「『\"]")
_NAMING = OPENING + "《"
_BRACKETS = ("）", ")")
_BRACKETED = compile_re(r"[（(][^）)]{0,30}[）)]$")
_SEPARATOR = compile_re(r"[、,，]|以及|及|和|与|暨|(?<=[”」』’])(?=[“「『‘])")
_COUNTED_END = compile_re(r"[\d一二三四五六七八九十百余多]{1,5}(?:人次|人|名|个|项|次|件|篇|支|门|部|位|枚|面|块|本)$")
_EVENT_END = compile_re(r"(?:活动|大赛|比赛|竞赛|评选|行动|计划|工程)[中的]?$")
"""“十个一”活动“特色支部”: the first quote names what the second was won in."""
_LEAVES = compile_re(
    r"[,，的后时]|以来|^(?:深入|持续|进一步|不断|大力|全面|扎实|积极|充分|有力|推[动进]|带动|引领|助力|促进|加[强快])"
)
"""What cannot stand between a quoted title and a head that still belongs to it."""
_OF = "的"
_ABOVE = compile_re("以[上下]")
"""省级以上…, “较好”以下…: a class, not a title."""
_FILLER = "\u3007"
"""Stands for a quoted character while separators are looked for."""
_LEAD = compile_re(
    r"^(?:了|过|由|的|为|以|到|包括|我[校院系]|和|及|与|以及|并|第[一二三四五六七八九十]{1,2}次|[一二三四五六七八九十\d]{1,3}次|多次|\s"
    r"|(?:本次|此次|该项?)?(?:活动|大赛|比赛|竞赛|赛事|项目)的?(?=[特一二三四金银铜]等?奖)){1,3}"
)
_PLACED = compile_re(r"(?:19|20)\d{2}年?度?|[\u4e00-\u9fff]{2,3}[省市](?!级)")
"""…,某省微课二等奖: the name of a province or a town may begin a further title."""
_COUNT_LEAD = compile_re(
    r"^(?!百[个名])[\d一二两三四五六七八九十百余多近]{1,6}(?:余|多)?(?:项|个|次|枚|件|面|块|名|篇)"
)
"""百名优秀…: a hundred stand in the name of the honour."""
_PRIZE = compile_re(
    r"^[“「\"]?(?:特等|[一二三四]等|[金银铜]|优秀|优胜|提名|入围|鼓励|(?:优秀|最佳)?组织|最佳[\u4e00-\u9fff]{0,6}|团体[\u4e00-\u9fff]{0,4}|单项)奖"
    r"|^(?:团体)?(?:[冠亚季]军|第[一二三四五六]名|[金银铜]牌)|^团体"
)


class Title(NamedTuple):
    """A title in the clean text, the body named before it as granting it, and the words right behind it."""

    start: int
    end: int
    text: str
    grantor: Span | None
    tail: str
    quoted: bool
    closed: bool
    generic: bool
    bare_prize: bool


def read_titles(clean: str, start: int, limit: int, lexicon: Lexicon, strong: bool) -> tuple[Title, ...]:
    """The titles named from ``start`` on, at most up to ``limit``; none when the stretch does not begin with one.

    ``strong`` tells that the verb alone proves an honour, so that a title needs no word of merit.
    """
    region = clean[start : min(limit, start + LONGEST_REGION)]
    masked = _mask(region)
    hard = _HARD.search(masked)
    stop = hard.start() if hard else len(masked)
    words = title_words(lexicon)
    if not words.hopeful.search(region, 0, stop):
        return ()
    strong = strong or words.summed.search(region, 0, stop) is not None
    titles: list[Title] = []
    for left, right in _pieces(masked, region, stop, words):
        title = _read_piece(region, left, right, start, words, strong)
        if title is None:
            if titles or not _blank(region[left:right]):
                break
            continue
        titles.append(title)
        if title.tail.startswith(_OF) and not title.closed:
            break
    return tuple([title for title in titles if not title.generic])


def _mask(region: str) -> str:
    if not OPEN_MARK.search(region):
        return region
    return INSIDE.sub(lambda m: m.group()[0] + _FILLER * (len(m.group()) - 2) + m.group()[-1], region)


def _blank(text: str) -> bool:
    return not text.strip(" 了的") or _LEAD.fullmatch(text) is not None


def _pieces(masked: str, region: str, stop: int, words: TitleWords) -> list[tuple[int, int]]:
    """Cut the stretch at 、, at 和 between titles, between quotes in a row, and at commas before a further title."""
    cuts = [0]
    pieces: list[tuple[int, int]] = []
    for match in _SEPARATOR.finditer(masked, 0, stop):
        left, mark = cuts[-1], match.group()
        before = region[left : match.start()]
        if mark in (",", "，") and not _continues(masked, region, match.end(), stop, words):
            stop = match.start()
            break
        if mark not in ("、", ",", "，", "") and not _complete(before, words):
            continue
        if mark == "、" and not _complete(before, words):
            continue
        pieces.append((left, match.start()))
        cuts.append(match.end())
    pieces.append((cuts[-1], stop))
    return [part for piece in pieces for part in _split_quotes(masked, region, piece, words)]


def _split_quotes(masked: str, region: str, piece: tuple[int, int], words: TitleWords) -> list[tuple[int, int]]:
    """先进单位“先进党支部”: a quote behind a finished title begins another one."""
    left, right = piece
    parts = []
    for match in _OPEN.finditer(masked, left, right):
        at = match.start()
        before = region[left:at]
        if (
            not before
            or not INSIDE.search(before)
            or _EVENT_END.search(before)
            or _is_modifier(region, at, right, words)
        ):
            continue
        if _ends_with_head(before, words):
            parts.append((left, at))
            left = at
    return [*parts, (left, right)]


def _is_modifier(region: str, at: int, right: int, words: TitleWords) -> bool:
    """…书记“启航行”专项行动团队: a quote without a word of titles, before the head it tells more of."""
    quote = INSIDE.match(region, at, right)
    if quote is None or words.head.search(quote.group()) or words.merit.search(quote.group()):
        return False
    head = words.head.search(region, quote.end(), right)
    return (
        head is not None
        and not words.closing.match(region, quote.end())
        and not _LEAVES.search(region[quote.end() : head.start()])
    )


def _ends_with_head(text: str, words: TitleWords) -> bool:
    last = last_match(words.head, text)
    return last is not None and last.end() >= len(text.rstrip(_CLOSING))


def _complete(text: str, words: TitleWords) -> bool:
    """A title could end here: the text ends with a head, a closing mark or a closing word."""
    text = text.strip()
    if text.endswith(_BRACKETS):
        text = _BRACKETED.sub("", text)
    if not text:
        return False
    if text[-1] in _CLOSING or _ends_with_head(text, words):
        return True
    return bool(_COUNTED_END.search(text) or words.closing_end.search(text))


def _continues(masked: str, region: str, at: int, stop: int, words: TitleWords) -> bool:
    """True when the clause after a comma is nothing but a further title."""
    end = _CLAUSE_END.search(masked, at, stop)
    clause = region[at : end.start() if end else stop].strip()
    if not clause or not _complete(words.summed_end.sub("", clause), words):
        return False
    if words.verb.search(INSIDE.sub("", clause)):
        return False
    if clause[0] in OPENING or TITLE_START.match(clause) or _PRIZE.match(clause):
        return True
    return _PLACED.match(clause) is not None and words.merit.search(clause) is not None


def _read_piece(region: str, left: int, right: int, base: int, words: TitleWords, strong: bool) -> Title | None:
    text = region[left:right]
    lead = _LEAD.match(text)
    if lead:
        left += lead.end()
        text = text[lead.end() :]
    stripped = text.lstrip()
    left += len(text) - len(stripped)
    text = stripped
    if not text:
        return None
    grantor, text, left = split_grantor(text, left, base, words)
    whole = text[: _before_of(text, words)]
    quotes = [m for m in INSIDE.finditer(whole) if m.group()[0] in _NAMING] if OPEN_MARK.search(whole) else []
    end = _title_end(whole, quotes, words)
    if end == 0:
        return None
    title, tail = text[:end], text[end:]
    year = YEAR_LEAD.match(title)
    if year and year.end() < len(title) and title[year.end()] in "“「":
        title, left = title[year.end() :], left + year.end()
    counted = _COUNT_LEAD.match(title)
    if counted and counted.end() < len(title):
        title, left = title[counted.end() :], left + counted.end()
    closed = bool(words.closing.match(tail.lstrip(_CLOSING)))
    owned = bool(quotes) and (grantor is not None or words.owner.fullmatch(title, 0, quotes[0].start()) is not None)
    given = owned and (words.head.search(title) or words.merit.search(title)) is not None
    if not is_title(title, quotes, words, strong or closed or given, closed):
        return None
    title, shift = _bare(title)
    left += shift
    if len(title) < SHORTEST_TITLE:
        return None
    generic = bool(words.generic.fullmatch(title)) or bool(_ABOVE.search(title)) or bool(words.ignored.search(title))
    generic = generic or (not quotes and is_research(title, tail, counted is not None, words))
    return Title(
        base + left,
        base + left + len(title),
        title,
        grantor,
        tail,
        bool(quotes),
        closed,
        generic,
        bool(_PRIZE.match(title)),
    )


def _before_of(text: str, words: TitleWords) -> int:
    """Where 的 behind a finished title stands (一等奖|的作品, 先进党支部|的机关支部), else the end of the text."""
    of = text.find(_OF)
    if of > 0 and _ends_with_head(text[:of], words) and words.merit.search(text, 0, of):
        return of
    return len(text)


def _plain_end(text: str, words: TitleWords) -> int:
    """The end of a title without quotes: its last head, or the closing word where little stands between."""
    closing = _first_of(text, words)
    scope = text[: closing.start()] if closing and closing.start() > 0 else text
    scope = without_note(scope, words)
    head = last_match(words.head, scope[:LONGEST_TITLE])
    last = head.end() if head else 0
    if closing and closing.start() > 1 and (not last or _FEW.fullmatch(scope, last)):
        return len(scope.rstrip("的等"))
    return last


def _title_end(text: str, quotes: list[re.Match[str]], words: TitleWords) -> int:
    """Where the title ends: behind the last head that still belongs to it, or behind the quote."""
    if not quotes:
        return _plain_end(text, words)
    quote = quotes[0]
    if quote.group()[0] == "《" and quote.start() == 0:
        return quote.end() if words.collection.match(text) and words.head.search(quote.group()) else 0
    if len(quotes) > 1 and _EVENT_END.search(text, quote.end(), quotes[1].start()):
        quote = quotes[1]
    after = text[quote.end() :]
    if not after or words.closing.match(after) or words.candidate.match(after):
        return quote.end()
    closing = _first_of(after, words)
    scope = without_note(after[: closing.start()] if closing else after, words)
    reach = 0
    for match in words.head.finditer(scope[:30]):
        if not _LEAVES.search(scope, 0, match.start()):
            reach = match.end()
    return quote.end() + reach


def _first_of(text: str, words: TitleWords) -> re.Match[str] | None:
    """The closing word or word of candidacy that comes first."""
    found = [m for m in (words.closing.search(text), words.candidate.search(text)) if m]
    return min(found, key=lambda m: m.start()) if found else None


def _bare(title: str) -> tuple[str, int]:
    """Drop the quotes around a title that is wholly quoted; quotes inside a name stay."""
    if len(title) > 2 and title[0] in OPENING and title[-1] in _CLOSING and not _CLOSE.search(title, 1, len(title) - 1):
        return title[1:-1], 1
    return title, 0
