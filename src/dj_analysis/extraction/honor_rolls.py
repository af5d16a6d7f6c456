"""Honours listed rather than told: 先进党支部(5个):A、B、C, or a title on a line of its own with names below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.honor_clauses import split_at
from dj_analysis.extraction.honor_roll_items import read_item, read_made, read_people
from dj_analysis.extraction.honor_titles import Title, read_titles
from dj_analysis.extraction.party_words import Party
from dj_analysis.extraction.recipients import Recipients
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import READ_REGIONS, Article, Passage, Sentence, Span
from dj_analysis.regexes import compile_re

LONGEST_LINE = 40
"""A line that is nothing but a title is shorter than this; the longest real one has 34 characters."""
LONGEST_ROLL = 200
"""Lines read below a title; a longer roll belongs in a table of its own."""

DATED_REACH = 12
"""A heading of honours governs this many lines below it; application forms list up to a dozen."""

SECTION_REACH = 28
"""Characters from the start of a sentence to the end of its word for honours, where it is a label of them."""

_MARKER = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s?)?"
_COUNT = r"(?:\s?[（(]?(?:共|计)?\s?\d{1,3}\s?[个名人位项篇件组支]\s?[)）]?)?"
_TITLE = rf"(?P<title>[^:：;；。,，\n]{{2,{LONGEST_LINE}}}?)"
_ENTRY = compile_re(
    rf"(?:^|(?<=[;；。\n:：]))\s{{0,4}}{_MARKER}{_TITLE}{_COUNT}\s?[:：]\s?"
    r"(?P<names>[^;；。:：\n]{2,600})(?=[;；。\n]|$)"
)
_ALONE = compile_re(rf"\s{{0,4}}(?:附件\d?[:：])?{_MARKER}{_TITLE}(?P<listed>名单)?{_COUNT}\s?[:：]?\s{{0,4}}")
_NAME_LINE = compile_re(rf"\s{{0,4}}{_MARKER}(?P<names>[^:：\n]{{2,120}}?)[;；。]?\s{{0,4}}")
_DATE_LINE = compile_re(
    r"\s{0,40}(?:19|20|二)[\d〇○Oо零一二三四五六七八九]{2,3}年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日\s{0,4}"
)
_UNIT_LINE = compile_re(
    rf"\s{{0,4}}{_MARKER}(?P<unit>[\u4e00-\u9fff]{{2,20}})[:：]\s{{0,2}}(?P<names>[^:：\n]{{2,120}}?)[;；。]?\s{{0,4}}"
)
"""化学学院:王某某 李某某: whose people stand behind a mark."""
_NOTE_LINE = compile_re(r"\s{0,4}[（(][^（）()\n]{2,40}[）)]\s{0,4}")
"""(按姓氏笔画排序): a note between a heading and its names."""
_LINE = compile_re(rf"\s{{0,4}}{_MARKER}(?P<whole>[^\n]{{6,100}}?)[;；。]?\s{{0,4}}")
_WORK_LINE = compile_re(
    rf"\s{{0,4}}{_MARKER}(?P<names>[《“][^》”\n]{{2,60}}[》”])[\s,，;；（(—－-]{{1,4}}"
    r"(?:(?:报送|申报|推荐|选送|完成|参评|所在)?单位|作者|主持人|完成人|负责人|主创|报送|选送)[:：][^\n]{2,60}\s{0,4}"
)
"""《…》,报送单位:X: a work with who sent it in; the work is what was honoured."""

_DATED = compile_re(
    rf"\s?{_MARKER}(?:(?:19|20)\d{{2}}(?:[.．]\d{{1,2}}|年?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?)[,，:：、|｜\s]{{0,3}})?"
)
_CLOSED = compile_re(r"[”」]?(?:称号|荣誉称号)?(?:[（(][^）)\n]{0,20}[）)])?[;；。,，、]?")
_COLUMN = compile_re(
    r"\s{0,4}(?:19|20)\d{2}(?:年?\d{0,2}月?|[.．]\d{1,2})[\s|｜]{1,3}(?P<title>[^\s|｜]{4,60})[\s|｜]{1,3}(?P<giver>[\u4e00-\u9fff、]{2,30})\s{0,3}"
)
"""2020年 省级先进党支部 省委: a line of a table whose last column is who granted."""
_DATED_LINE = compile_re(
    rf"\s?{_MARKER}(?:19|20)\d{{2}}(?:[.．]\d{{1,2}}|年?(?:\d{{1,2}}月)?)[,，:：、|｜\s]{{1,3}}"
    r"(?P<title>[“「]?(?:全[国省市校]|国家级|[省市校院]级?)[^,，。;；:：\n（(]{3,40})(?:[（(][^）)\n]{0,20}[）)])?[;；。]?\s?"
)
_SPLIT = compile_re(r"、|(?<=》)(?=《)|\s{1,4}|,|，")
_NOT_NAMES = compile_re(r"[。!?！？]|[,，]\S{12}")
_TOLD_LINE = compile_re(r"[,，][^、\n]{2,40}。\s{0,4}$")
"""支部开展活动,成效显著。: clauses with a full stop tell something."""
_YEAR = compile_re(r"(?:19|20)\d{2}")
_STATED = compile_re(r"[“「]?(?:全?[国省市校]|国家|首批|第[一二三四五六七八九十\d]{1,3}批|教育部)")
"""A line counts as an honour with a year before it or with a level."""
_LEAD = compile_re(rf"\s{{0,4}}{_MARKER}")
_PRIZE_END = compile_re(r"(?:特等|[一二三四]等|[金银铜]|优秀|优胜)奖$")


class RollEntry(NamedTuple):
    """A title of a roll with the recipients listed under it, and where it stands."""

    title: Title
    parties: tuple[Party, ...]
    sentence: Sentence
    listed: bool = False
    giver: Span | None = None


@dataclass(frozen=True, eq=False)
class _Words:
    section: re.Pattern[str]
    named: re.Pattern[str]
    head_end: re.Pattern[str]
    merit: re.Pattern[str]


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    """``section`` is a label or heading of honours received, not of how to be chosen for them."""
    named, rules = (either(lexicon.words("honor_words", role=role)) for role in ("section", "no_section"))
    heads = either(lexicon.words("honor_heads"))
    return _Words(
        section=compile_re(
            rf"(?!.{{0,24}}(?:{rules}))"
            rf"^[^。]{{0,20}}?(?:{named})[^,，。:：]{{0,8}}(?:(?P<label>[:：])|$)"
        ),
        named=compile_re(named),
        head_end=compile_re(rf"(?:{heads})$"),
        merit=compile_re(either(lexicon.words("honor_merits"))),
    )


def find_rolls(article: Article, recipients: Recipients, lexicon: Lexicon) -> Iterator[RollEntry]:
    """The rolls of an article: dated titles under a heading, inline entries, titles with names on the lines below."""
    yield from _dated(article, recipients, lexicon)
    current: RollEntry | None = None
    read = 0
    for index, passage in enumerate(article.passages):
        if passage.region not in READ_REGIONS - {"title"}:
            continue
        inline = tuple(_inline(article.clean, passage, recipients, lexicon))
        yield from inline
        heading = None if inline else _heading(article.clean, passage, recipients, lexicon)
        if inline or heading:
            current, read = heading, 0
        elif current and not _is_skipped(article.clean, passage):
            ended = read >= LONGEST_ROLL or _is_signed(article, index)
            parties = () if ended else _line_parties(article.clean, passage, recipients)
            current, read = (current, read + 1) if parties else (None, 0)
            if current:
                yield current._replace(parties=parties)


def _heading(clean: str, passage: Passage, recipients: Recipients, lexicon: Lexicon) -> RollEntry | None:
    """A line that is nothing but a title: names follow below."""
    short = passage.end - passage.start <= 2 * LONGEST_LINE
    if not short or not _words(lexicon).merit.search(clean, passage.start, passage.end):
        return None
    alone = _ALONE.fullmatch(clean, passage.start, passage.end)
    title = _roll_title(clean, alone.start("title"), alone.end("title"), lexicon) if alone else None
    if alone is None or title is None:
        return None
    return RollEntry(title, (), recipients.sentence_at(title.start), bool(alone.group("listed")))


def _is_signed(article: Article, index: int) -> bool:
    """True where the next line is a date alone: what stands before it signs, and receives nothing."""
    behind = article.passages[index + 1 : index + 2]
    return any(_DATE_LINE.fullmatch(article.clean, passage.start, passage.end) for passage in behind)


def _is_skipped(clean: str, passage: Passage) -> bool:
    """True for a line that is blank or a note, and neither a recipient nor the end of a roll."""
    return (
        clean[passage.start : passage.end].isspace()
        or _NOTE_LINE.fullmatch(clean, passage.start, passage.end) is not None
    )


def _line_parties(clean: str, passage: Passage, recipients: Recipients) -> tuple[Party, ...]:
    line = _LINE.fullmatch(clean, passage.start, passage.end)
    if line and (work := read_made(recipients.parties, *line.span("whole"))):
        return (work,)
    if listed := _UNIT_LINE.fullmatch(clean, passage.start, passage.end):
        return read_people(recipients.parties, *listed.span("names")) if _is_unit(listed, recipients) else ()
    names = _WORK_LINE.fullmatch(clean, passage.start, passage.end) or _NAME_LINE.fullmatch(
        clean, passage.start, passage.end
    )
    if not names or _NOT_NAMES.search(names.group("names")) or _TOLD_LINE.search(clean, passage.start, passage.end):
        return ()
    return _entry_parties(clean, names.start("names"), names.end("names"), recipients)


def _is_unit(listed: re.Match[str], recipients: Recipients) -> bool:
    return recipients.parties.body_at(listed.end("unit"), listed.start("unit")) is not None


def _dated(article: Article, recipients: Recipients, lexicon: Lexicon) -> Iterator[RollEntry]:
    """主要荣誉:2020年,校级先进党支部: sentences that are a year and a title, under a label or heading of honours."""
    words = _words(lexicon)
    under, runs = -DATED_REACH - 1, _dated_runs(article, words)
    for sentence in article.sentences:
        told = words.named.search(article.clean, sentence.start, min(sentence.end, sentence.start + SECTION_REACH))
        label = words.section.match(sentence.text) if told else None
        if label:
            under = sentence.passage
        if sentence.passage - under > DATED_REACH and sentence.passage not in runs:
            continue
        start = sentence.start + (label.end() if label and label.group("label") else 0)
        dated = _DATED.match(article.clean, start, sentence.end)
        at = dated.end() if dated else start
        if at == start and not (_STATED.match(article.clean, at) or _STATED.match(article.clean, at + 1)):
            continue
        column = _COLUMN.fullmatch(article.clean, sentence.start, sentence.end)
        giver = Span(column.start("giver"), column.end("giver")) if column else None
        if giver and not recipients.names_giver(giver):
            column = giver = None
        limit = column.end("title") if column else sentence.end
        titles = read_titles(article.clean, at, limit, lexicon, False)
        if (
            not titles
            or titles[0].start > at + 1
            or not (_STATED.match(titles[0].text) or _YEAR.search(article.clean, start, at))
        ):
            continue
        if not _CLOSED.fullmatch(article.clean, titles[-1].end, limit):
            continue
        parties = recipients.subject(sentence, start, sentence.start, ())
        yield from (RollEntry(title, parties, sentence, giver=giver) for title in titles)


def _dated_runs(article: Article, words: _Words) -> frozenset[int]:
    """Lines that are a year and a title of stated level, at least two in a row: a list that needs no heading."""
    clean = article.clean
    lines = {
        index
        for index, passage in enumerate(article.passages)
        if passage.region in READ_REGIONS
        and (line := _DATED_LINE.fullmatch(clean, passage.start, passage.end))
        and words.merit.search(line.group("title"))
        and words.head_end.search(line.group("title"))
    }
    return frozenset(index for index in lines if index - 1 in lines or index + 1 in lines)


def _roll_title(clean: str, start: int, end: int, lexicon: Lexicon) -> Title | None:
    words = _words(lexicon)
    text = clean[start:end].rstrip("”」")
    if _COLUMN.match(text) or not words.merit.search(text) or not words.head_end.search(text):
        return None
    titles = read_titles(clean, start, end, lexicon, True)
    if len(titles) != 1 or titles[0].end < end - 1 or titles[0].start > start + 2:
        return None
    return titles[0]


def _inline(clean: str, passage: Passage, recipients: Recipients, lexicon: Lexicon) -> Iterator[RollEntry]:
    previous: Title | None = None
    line = clean[passage.start : passage.end]
    if ":" not in line and "：" not in line:
        return
    for match in _ENTRY.finditer(clean, passage.start, passage.end):
        title = _roll_title(clean, match.start("title"), match.end("title"), lexicon)
        if title is None:
            continue
        if title.bare_prize and previous is not None and not title.quoted:
            title = title._replace(text=_with_contest(title.text, previous.text))
        parties = _entry_parties(clean, match.start("names"), match.end("names"), recipients)
        if not parties:
            continue
        previous = title
        yield RollEntry(title, parties, recipients.sentence_at(title.start))


def _with_contest(prize: str, earlier: str) -> str:
    contest = _PRIZE_END.sub("", earlier)
    return contest + prize if contest != earlier else prize


def _entry_parties(clean: str, start: int, end: int, recipients: Recipients) -> tuple[Party, ...]:
    """Recipients of a list; empty when half of the parts name nobody, for then it is a sentence."""
    people = read_people(recipients.parties, start, end)
    if people:
        return people
    parts = [(a, b) for a, b in split_at(_SPLIT, clean, start, end) if clean[a:b].strip()]
    found = []
    for left, right in parts:
        lead = _LEAD.match(clean, left, right)
        party = read_item(recipients.parties, lead.end() if lead else left, right)
        if party:
            found.append(party)
    return tuple(found) if len(found) * 2 > len(parts) else ()
