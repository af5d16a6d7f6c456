"""Titles that stand beside a name: 作为首批…样板支部,X…; 先进党总支X; 支部书记王某某,全国优秀教师."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dj_analysis.extraction.honor_clauses import clause_start, split_clauses
from dj_analysis.extraction.honor_titles import Title, read_titles
from dj_analysis.extraction.levels import read_level
from dj_analysis.extraction.notice_words import AS, LONGEST_CLAUSE, PLACED, Notice, NoticeWords
from dj_analysis.extraction.party_words import Party
from dj_analysis.extraction.recipients import Recipients
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Sentence
from dj_analysis.regexes import compile_re

HEADINGS = ("title", "heading")
"""Regions in which a title may stand before a name without a stated level."""
HOLDERS = ("person", "branch")
"""Who can hold a title that stands beside the name."""
OPEN_BRACKETS = ("（", "(")
LONGEST_ENTRY = 12
"""Characters of an entry of a short life (男, 中共党员, 1980年6月生) between a name and a title."""
_BEFORE_BODY = compile_re(
    r"[”」]?(?:称号|荣誉称号)?(?:获得者|获得单位|获奖者|负责人|主持人|得主)?[、:：—\-\s·|｜]{0,3}$"
)
_ENDING = compile_re(r"[”」]?(?:之一|称号|荣誉称号)?")
_HOLDER = compile_re("获得者|得主")
_HELD = compile_re(r"[”」]?(?:荣誉)?(?:称号)?(?:获得者|得主)(?:代表)?(?:$|[\u4e00-\u9fff]{2})")
_BRACKET = compile_re(r"(?<=[\u4e00-\u9fff])[（(](?P<inner>[^（）()\n]{4,40})[）)]")
_PRIZE = compile_re(
    r"(?:以及|还有|其中|和|及|与)?(?P<prize>[^的了着把将由被在对向请让给是有]{0,24}(?:[特一二三四]等|[金银铜])奖)"
)
"""微党课大赛一等奖|获得者李某: a prize of no stated level before who won it."""
_OPEN_QUOTE = compile_re(r"[\u4e00-\u9fff]{0,8}“[^”]{2,40}$")
_FIGURE = compile_re(r"[一两几]?[面座盏颗把](?=[“红旗标])")
"""全校第一面“红旗”: a figure of speech."""
_COUNT_INSIDE = compile_re(r"[\d百千]个|首个")
"""首批100个建设单位之一, 全省首个…: one of a number, whose name stands elsewhere."""
_PLACED = compile_re(PLACED)
_COLUMNS = compile_re(r"(?:19|20)\d{2}(?:年?\d{0,2}月?|[.．]\d{1,2})\s")
"""2019年 校级先进党支部 某大学党委: a line of a table, in which the last column may be who granted."""
_RECORD = compile_re(r"(?:记|访|——|--)(?=[^记访—\-]{4,60}$)")


def find_appositions(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: NoticeWords
) -> Iterator[Notice]:
    """作为首批…样板支部,X…; X是全省…示范点."""
    for match in words.apposition.finditer(sentence.text):
        base = sentence.start
        at = base + match.end()
        stop = words.stop.search(sentence.text, match.end(), match.end() + 2 * LONGEST_CLAUSE)
        end = min(base + (stop.start() if stop else len(sentence.text)), at + 2 * LONGEST_CLAUSE)
        holder = _HOLDER.search(clean, at, end)
        titles = read_titles(clean, at, holder.start() if holder else end, lexicon, False)
        held = bool(titles) and _HELD.match(clean, titles[-1].end, end) is not None
        if not titles or not (held or _is_ranked(clean, titles, end, lexicon, words)):
            continue
        own = recipients.opening_after(end + 1, min(sentence.end, end + 2 * LONGEST_CLAUSE))
        start, left = recipients.clause_before(sentence, base + match.start())
        if AS in clean[start:left]:
            start = clean.rfind("、", start, left) + 1 or left
        if words.vague.match(clean, start, left):
            continue
        parties = (
            recipients.parties.at_end(start, left)
            or own
            or _named_behind(recipients, end + 1)
            or recipients.subject(sentence, base + match.start(), base, ())
        )
        yield from (Notice(one, parties, "honor_apposition") for one in titles)


def _named_behind(recipients: Recipients, at: int) -> tuple[Party, ...]:
    """作为…样板支部,|X的做法是…: a branch by name, whatever of it the clause goes on to tell."""
    body = recipients.parties.opening(at)
    return (recipients.parties.resolve(body),) if body and body.named and body.kind == "branch" else ()


def _is_ranked(clean: str, titles: tuple[Title, ...], end: int, lexicon: Lexicon, words: NoticeWords) -> bool:
    """True for titles of stated rank that fill their clause."""
    if not all(_is_stated(title, words) for title in titles) or not _ENDING.fullmatch(clean[titles[-1].end : end]):
        return False
    return bool(titles[0].grantor) or read_level(titles[0].text, lexicon) not in (None, "department")


def _is_stated(title: Title, words: NoticeWords) -> bool:
    """True for a title that tells its rank, or whose body is named before it."""
    text = title.text.lstrip("“")
    if _FIGURE.search(text) or _COUNT_INSIDE.search(text):
        return False
    return bool(title.grantor or words.level.match(text) or _PLACED.match(text) or words.province.match(text))


def find_before_names(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: NoticeWords
) -> Iterator[Notice]:
    """——记2020年学校先进党总支X; “全国优秀共产党员”获得者张某某."""
    heading = sentence.region in HEADINGS
    if _COLUMNS.match(sentence.text):
        return
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
    clean: str, stretch: tuple[int, int], heading: bool, lexicon: Lexicon, words: NoticeWords
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
    if at is None and holder and (prize := _PRIZE.fullmatch(text)):
        at = start + prize.start("prize")
    if at is None:
        return ()
    if at > start and clean[at - 1] in "“「":
        at -= 1
    titles = read_titles(clean, at, end + 1 if clean[end : end + 1] in ("”", "」") else end, lexicon, False)
    return titles if titles and titles[-1].end >= end - 1 and titles[0].start <= at + 6 else ()


def find_bare_clauses(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: NoticeWords
) -> Iterator[Notice]:
    """A clause that is nothing but a title of stated level, behind a name: 支部书记王某某,全国优秀教师."""
    bounds = split_clauses(clean, sentence.start, sentence.end)
    named: tuple[Party, ...] = ()
    stated = any(words.level.match(clean, left, right) for left, right in bounds[1:])
    for (start, end), (left, right) in pairwise(bounds) if stated else ():
        found = recipients.parties.at_end(start, end) if start == sentence.start else ()
        named = found if found and found[0].kind in HOLDERS else named if end - start <= LONGEST_ENTRY else ()
        if not named or right - left > LONGEST_CLAUSE or not words.level.match(clean, left, right):
            continue
        titles = read_titles(clean, left, right, lexicon, False)
        if titles and titles[0].start == left and _ENDING.fullmatch(clean[titles[-1].end : right]):
            yield from (Notice(title, named, "honor_apposition") for title in titles)
    if any(mark in sentence.text for mark in OPEN_BRACKETS):
        yield from _in_brackets(clean, sentence, recipients, lexicon, words)


def _in_brackets(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: NoticeWords
) -> Iterator[Notice]:
    """王某某(省优秀教师): a bracket behind a name that holds nothing but a title of stated level."""
    for match in _BRACKET.finditer(clean, sentence.start, sentence.end):
        start, end = match.span("inner")
        named: tuple[Party, ...] = ()
        if words.level.match(clean, start, end):
            floor = max(sentence.start, match.start() - LONGEST_CLAUSE)
            named = recipients.parties.at_end(clause_start(clean, floor, match.start()), match.start())
        if not named or named[-1].kind not in HOLDERS:
            continue
        titles = read_titles(clean, start, end, lexicon, False)
        if titles and titles[0].start == start and titles[-1].end == end:
            yield from (Notice(title, named[-1:], "honor_apposition") for title in titles)
