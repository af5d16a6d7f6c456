"""Honours announced without a verb of award: published lists, acceptances, plaques and appositions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from dj_analysis.extraction.bodies import either
from dj_analysis.extraction.honor_clauses import clause_start, split_clauses
from dj_analysis.extraction.honor_titles import Title, read_titles
from dj_analysis.extraction.levels import read_level
from dj_analysis.extraction.party_words import Party
from dj_analysis.extraction.recipients import Recipients
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Sentence, Span

LONGEST_CLAUSE = 80
"""Characters a title may stand away from the word that closes it (名单, 验收)."""
HEADINGS = ("title", "heading")
"""Regions in which a title may stand before a name without a stated level."""
_LEAD = re.compile(
    r"^(?:关于|公布|印发|下达|了|的|《|其|由|对|第[一二三四五六七八九十]次|以?优秀(?:等次|成绩)|\s){1,3}"
)
_LEVEL = r"全[国省市]|首批|第[一二三四五六七八九十\d]{1,3}批|教育部|国家级|省级|市级|校级"
_BEFORE_BODY = re.compile(
    r"[”」]?(?:称号|荣誉称号)?(?:获得者|获得单位|获奖者|负责人|主持人|得主)?[、:：—\-\s·|｜]{0,3}$"
)
_ENDING = re.compile(r"[”」]?(?:之一|称号|荣誉称号)?")
_SUMMED = re.compile(r"[”」]?(?:等|…{1,2}|[,，—\-]{1,2})[\u4e00-\u9fff]{0,8}(?:荣誉|称号|奖牌|头衔)")
_COUNT_INSIDE = re.compile(r"[\d余百千万多]个")
_OF_THEM = re.compile(r"其中(?:包括|有)?[,，]?(?=国家|全国|全省|省|市|校)")
_COUNT_BEHIND = re.compile(r"[\d一二两三四五六七八九十]{1,3}[项个人名次]")
_OPEN_QUOTE = re.compile(r"[\u4e00-\u9fff]{0,8}“[^”]{2,40}$")
_EARNED = re.compile(r"获|荣|奖|表彰")
_RECORD = re.compile(r"(?:记|访|——|--)(?=[^记访—\-]{4,60}$)")


@dataclass(frozen=True, slots=True)
class Notice:
    """An honour with its recipients and, where the wording settles it, its status."""

    title: Title
    parties: tuple[Party, ...]
    rule: str
    status: str | None = None
    giver: Span | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    listed_end: re.Pattern[str]
    publish: re.Pattern[str]
    published: re.Pattern[str]
    accepted: re.Pattern[str]
    apposition: re.Pattern[str]
    holder: re.Pattern[str]
    plaque: re.Pattern[str]
    vague: re.Pattern[str]
    stop: re.Pattern[str]
    merit: re.Pattern[str]
    head_end: re.Pattern[str]
    level: re.Pattern[str]


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    def terms(role: str) -> str:
        return either(lexicon.words("honor_words", role=role))

    merits = either(lexicon.words("honor_merits"))
    inner = r"[^,，。;；:：!！?？\n]"
    return _Words(
        listed_end=re.compile(terms("list_end")),
        publish=re.compile(
            rf"(?:{terms('publish')})(?P<title>{inner}{{4,{LONGEST_CLAUSE}}}?)"
            r"(?:(?:的)?(?:拟)?(?:入选|获奖|推荐|建设|立项|评选|认定)?(?:结果)?(?:公示)?名单|中[,，])"
        ),
        published=re.compile(
            rf"(?P<title>{inner}{{4,{LONGEST_CLAUSE}}}?)(?:评选结果|名单)(?:正式|日前|近日|已经?|今日)?"
            rf"(?:{terms('publish')}|出炉)"
        ),
        accepted=re.compile(
            rf"通过(?:了)?(?P<inner>{inner}{{0,{LONGEST_CLAUSE}}}?)(?:的)?(?:结项|中期|建设|结题|创建|期满|考核|培育创建)?"
            r"(?:验收|认定|复核)"
        ),
        apposition=re.compile(
            rf"(?:^|[,，。;；—\s])(?:{terms('apposition')})(?=[“\u4e00-\u9fff\d])"
            rf"|(?<=[\u4e00-\u9fff])(?:{terms('apposition')})(?=“?(?:\d{{4}}年度?)?(?:{_LEVEL}))"
        ),
        holder=re.compile(rf"[”」]?(?:{terms('holder')})"),
        vague=re.compile(terms("vague")),
        plaque=re.compile(
            rf"(?P<titles>(?:“[^”\n]{{2,30}}”[、]?){{1,10}})(?:等)?的?"
            rf"(?:[\d一二三四五六七八九十多余]{{1,4}}[块项面枚座个])?(?:{terms('plaque')})"
        ),
        stop=re.compile(r"[,，。;；:：!！?？\n]"),
        merit=re.compile(merits),
        head_end=re.compile(rf"(?:{either(lexicon.words('honor_heads'))})$"),
        level=re.compile(rf"{_LEVEL}|全校|省|市|(?<!我)校|学校"),
    )


def find_notices(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, hints: frozenset[str]
) -> Iterator[Notice]:
    """The honours of a sentence that no verb of award announces, each with its recipients."""
    words = _words(lexicon)
    if "listed" in hints:
        yield from _published(clean, sentence, recipients, lexicon, words)
    if "accepted" in hints:
        yield from _accepted(clean, sentence, recipients, lexicon, words)
    levelled = "stated" in hints
    if levelled or sentence.region in HEADINGS or "holding" in hints:
        yield from _before_names(clean, sentence, recipients, lexicon, words)
    if levelled:
        yield from _appositions(clean, sentence, recipients, lexicon, words)
        yield from _plaques(clean, sentence, recipients, lexicon, words)
        yield from _of_them(clean, sentence, lexicon)
        yield from _clauses(clean, sentence, recipients, lexicon, words)
        yield from _opening_list(clean, sentence, recipients, lexicon, words)


def _whole_title(clean: str, start: int, end: int, lexicon: Lexicon) -> Title | None:
    """One title over a whole stretch, coordinated or not; None when it holds no honour."""
    text = clean[start:end]
    lead = _LEAD.match(text)
    start += lead.end() if lead else 0
    parts = read_titles(clean, start, end, lexicon, True)
    words = _words(lexicon)
    if not parts or not (words.merit.search(clean, start, end) or words.level.search(clean, start, end)):
        return None
    text = clean[parts[0].start : end].rstrip("的》 ")
    return replace(parts[0], text=text, end=parts[0].start + len(text))


def _published(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: _Words
) -> Iterator[Notice]:
    """教育部公示了…名单,X榜上有名."""
    for pattern in (words.publish, words.published):
        for match in pattern.finditer(sentence.text):
            end = words.listed_end.search(sentence.text, match.end())
            if not end:
                continue
            base = sentence.start
            title = _whole_title(clean, base + match.start("title"), base + match.end("title"), lexicon)
            if title is None or read_titles(clean, base + end.end(), sentence.end, lexicon, False):
                continue
            parties = recipients.subject(sentence, base + end.start(), base + match.end(), ())
            before = clean[base : base + match.start()]
            giver = (
                recipients.publisher(sentence, base + match.start()) if before and pattern is words.publish else None
            )
            yield Notice(title, parties, "honor_list", "listed", giver)
            return


def _accepted(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: _Words
) -> Iterator[Notice]:
    """X通过第二批…样板支部验收; 第二批…样板支部X通过验收."""
    for match in words.accepted.finditer(sentence.text):
        base = sentence.start
        left, right = base + match.start("inner"), base + match.end("inner")
        titles = read_titles(clean, left, right, lexicon, False) if right > left else ()
        if titles:
            parties = recipients.subject(sentence, base + match.start(), base, ())
            yield Notice(titles[0], parties, "honor_accept", "awarded", titles[0].grantor)
            continue
        start, end = recipients.clause_before(sentence, base + match.start())
        found = _levelled(clean, start, end, lexicon, words)
        if found:
            parties = recipients.parties.at_end(start, found.start) or recipients.subject(
                sentence, found.start, base, ()
            )
            yield Notice(found, parties, "honor_accept", "awarded")


def _levelled(clean: str, start: int, end: int, lexicon: Lexicon, words: _Words) -> Title | None:
    """A title with its level or batch at the end of a stretch."""
    for level in words.level.finditer(clean, start, end):
        titles = read_titles(clean, level.start(), end, lexicon, False)
        whole = titles and titles[0].end >= end - 6 and titles[0].start == level.start()
        if (
            whole
            and not _COUNT_INSIDE.search(titles[0].text)
            and titles[0].text.count("”") == titles[0].text.count("“")
        ):
            return titles[0]
    return None


def _appositions(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: _Words
) -> Iterator[Notice]:
    """作为首批…样板支部,X…; X是全省…示范点."""
    for match in words.apposition.finditer(sentence.text):
        base = sentence.start
        at = base + match.end()
        stop = words.stop.search(sentence.text, match.end(), match.end() + 2 * LONGEST_CLAUSE)
        end = min(base + (stop.start() if stop else len(sentence.text)), at + 2 * LONGEST_CLAUSE)
        titles = read_titles(clean, at, end, lexicon, False)
        if not titles or not all(words.level.match(title.text.lstrip("“")) for title in titles):
            continue
        title = titles[-1]
        if not _ENDING.fullmatch(clean[title.end : end]) or read_level(titles[0].text, lexicon) in (None, "department"):
            continue
        own = recipients.opening_after(end + 1, min(sentence.end, end + 2 * LONGEST_CLAUSE))
        start, left = recipients.clause_before(sentence, base + match.start())
        if words.vague.match(clean, start, left):
            continue
        parties = (
            recipients.parties.at_end(start, left)
            or own
            or recipients.subject(sentence, base + match.start(), base, ())
        )
        yield from (Notice(one, parties, "honor_apposition") for one in titles)


def _before_names(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: _Words
) -> Iterator[Notice]:
    """——记2020年学校先进党总支X; “全国优秀共产党员”获得者张某某."""
    heading = sentence.region in HEADINGS
    for party in recipients.parties.named_in(sentence):
        start = clause_start(clean, sentence.start, party.start)
        record = _RECORD.search(clean, start, party.start)
        start = record.end() if record else start
        last = max(start, clean.rfind("、", start, party.name_start) + 1)
        titles = (
            _title_before(clean, (last, party.name_start), heading, lexicon, words)
            if last > start or party.name_start > party.start
            else ()
        )
        titles = titles or _title_before(clean, (start, party.start), heading, lexicon, words)
        yield from (Notice(title, (party.party,), "honor_apposition") for title in titles)


def _title_before(
    clean: str, stretch: tuple[int, int], heading: bool, lexicon: Lexicon, words: _Words
) -> tuple[Title, ...]:
    """The titles that end right before a name; outside headings only with a stated level or 获得者."""
    start, stop = stretch
    gap = _BEFORE_BODY.search(clean, max(start, stop - 14), stop)
    end = gap.start() if gap else stop
    text = clean[start:end]
    if not words.head_end.search(text) or not words.merit.search(text):
        return ()
    holder = gap is not None and words.holder.search(gap.group()) is not None
    level = words.level.search(clean, start, end)
    quoted = _OPEN_QUOTE.search(text)
    at = start if heading else level.start() if level else start + quoted.start() if quoted and holder else None
    if at is None:
        return ()
    if at > start and clean[at - 1] in "“「":
        at -= 1
    titles = read_titles(clean, at, end + 1 if clean[end : end + 1] in ("”", "」") else end, lexicon, False)
    return titles if titles and titles[-1].end >= end - 1 and titles[0].start <= at + 6 else ()


def _plaques(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: _Words
) -> Iterator[Notice]:
    """“全省先进集体”“市级文明岗”的奖牌: quoted titles of stated level before the word for what was handed over."""
    for match in words.plaque.finditer(sentence.text):
        base = sentence.start
        titles = read_titles(clean, base + match.start("titles"), base + match.end("titles"), lexicon, False)
        if titles and words.level.match(titles[0].text):
            parties = recipients.subject(sentence, base + match.start(), base, ())
            yield from (Notice(title, parties, "honor_plaque") for title in titles)


def _of_them(clean: str, sentence: Sentence, lexicon: Lexicon) -> Iterator[Notice]:
    """获科研奖励30余项,其中国家科技进步奖二等奖1项."""
    for match in _OF_THEM.finditer(sentence.text):
        if not _EARNED.search(sentence.text[: match.start()]):
            continue
        stop = sentence.start + match.end()
        for title in read_titles(clean, stop, sentence.end, lexicon, False):
            if _COUNT_BEHIND.match(clean, title.end, title.end + 5):
                yield Notice(title, (), "honor_of_them")


def _opening_list(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: _Words
) -> Iterator[Notice]:
    """全国样板支部、全省先进集体……一项项荣誉: titles that open a sentence and are summed up as honours."""
    if not words.level.match(clean, sentence.start, sentence.end):
        return
    titles = read_titles(clean, sentence.start, sentence.end, lexicon, False)
    if len(titles) > 1 and _SUMMED.match(clean, titles[-1].end, sentence.end):
        parties = recipients.subject(sentence, sentence.start, sentence.start, ())
        yield from (Notice(title, parties, "honor_plaque") for title in titles)


def _clauses(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: _Words
) -> Iterator[Notice]:
    """A clause that is nothing but a title of stated level, behind a name: 支部书记王某某,全国优秀教师."""
    bounds = split_clauses(clean, sentence.start, sentence.end)
    for (start, end), (left, right) in pairwise(bounds):
        if right - left > LONGEST_CLAUSE or not words.level.match(clean, left, right):
            continue
        titles = read_titles(clean, left, right, lexicon, False)
        if not titles or titles[0].start != left or not _ENDING.fullmatch(clean[titles[-1].end : right]):
            continue
        named = recipients.parties.at_end(start, end)
        if named and named[0].kind in ("person", "branch") and start == sentence.start:
            yield from (Notice(title, named, "honor_apposition") for title in titles)
