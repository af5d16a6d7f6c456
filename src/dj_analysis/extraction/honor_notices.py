"""Honours announced without a verb of award: published lists, acceptances, plaques and appositions."""

from __future__ import annotations

from collections.abc import Iterator

from dj_analysis.extraction.honor_appositions import HEADINGS, find_appositions, find_bare_clauses, find_before_names
from dj_analysis.extraction.honor_clauses import clause_start
from dj_analysis.extraction.honor_talk import find_talked
from dj_analysis.extraction.honor_titles import Title, read_titles
from dj_analysis.extraction.notice_words import AS, LEVEL, LONGEST_CLAUSE, PLACED, Notice, NoticeWords, notice_words
from dj_analysis.extraction.recipients import Recipients
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Sentence
from dj_analysis.regexes import compile_re

_LEAD = compile_re(
    r"^(?:关于|公布|印发|下达|了|的|《|其|由|对|第[一二三四五六七八九十]次|以?优秀(?:等次|成绩)|\s){1,3}"
)
HELD = "是“"
"""她是“某省优秀教师”: a title told of as what somebody is."""
QUOTE, CLOSED, OF_THEM = "“", "”", "其中"
"""Without these no plaque and no title among others is told of."""
_SUMMED = compile_re(r"[”」]?(?:等|…{1,2}|[,，—\-]{1,2})[\u4e00-\u9fff]{0,8}(?:荣誉|称号|奖牌|头衔)")
_SUM = "等荣誉"
_HAS = compile_re(rf"(?:[另还已也更]|拥|握|[,，])有[着了]?(?=“?(?:{LEVEL}|[省市校]|{PLACED}))")
_CULTIVATED = compile_re("获[批准](?:培育|创建|建设)")
_COUNT_INSIDE = compile_re(r"[\d余百千万多]个")
_OF_THEM = compile_re(r"其中(?:包括|有)?[,，]?(?=国家|全国|全省|省|市|校)")
_COUNT_BEHIND = compile_re(r"[\d一二两三四五六七八九十]{1,3}[项个人名次]")
_ENDING = compile_re(r"[”」]?(?:的?(?:荣誉)?称号|的奖牌)?")
_TAKEN_LEAD = compile_re(r"(?:其中|最终|最后|此次|本次|由(?=[^由]{2,40}(?:授予|颁发|评选)的)|\s){1,4}")
_PLANS = ("拟", "计划", "准备", "争取")
_HANDED = compile_re("[将把]")
_ATTRIBUTE = "的"
"""授予表现突出的支部: whoever it may be, nobody by name."""
_EARNED = compile_re(r"获|荣|奖|表彰")


def find_notices(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, hints: frozenset[str]
) -> Iterator[Notice]:
    """The honours of a sentence that no verb of award announces, each with its recipients."""
    words = notice_words(lexicon)
    if "listed" in hints:
        yield from _published(clean, sentence, recipients, lexicon, words)
    if "accepted" in hints:
        yield from _accepted(clean, sentence, recipients, lexicon, words)
    if "verb" in hints or "goes" in hints:
        yield from _taken(clean, sentence, recipients, lexicon, words)
        yield from _given(clean, sentence, recipients, lexicon, words)
    if QUOTE in sentence.text:
        yield from find_talked(clean, sentence, recipients, lexicon)
    levelled = "stated" in hints
    if levelled or HELD in sentence.text or ("holding" in hints and AS in sentence.text):
        yield from find_appositions(clean, sentence, recipients, lexicon, words)
    beside = levelled or sentence.region in HEADINGS or "holding" in hints
    if beside and words.merit.search(clean, sentence.start, sentence.end):
        yield from find_before_names(clean, sentence, recipients, lexicon, words)
    if levelled:
        if QUOTE in sentence.text:
            yield from _plaques(clean, sentence, recipients, lexicon, words)
        if OF_THEM in sentence.text:
            yield from _of_them(clean, sentence, lexicon)
        yield from find_bare_clauses(clean, sentence, recipients, lexicon, words)
        yield from _opening_list(clean, sentence, recipients, lexicon, words)


def _whole_title(clean: str, start: int, end: int, lexicon: Lexicon) -> Title | None:
    """One title over a whole stretch, coordinated or not; None when it holds no honour."""
    text = clean[start:end]
    lead = _LEAD.match(text)
    start += lead.end() if lead else 0
    parts = read_titles(clean, start, end, lexicon, True)
    words = notice_words(lexicon)
    if not parts or not (words.merit.search(clean, start, end) or words.level.search(clean, start, end)):
        return None
    text = clean[parts[0].start : end].rstrip("的》 ")
    if text.endswith(CLOSED) and QUOTE not in text:
        text = text[:-1]
    return parts[0]._replace(text=text, end=parts[0].start + len(text))


def _published(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: NoticeWords
) -> Iterator[Notice]:
    """教育部公示了…名单,X榜上有名."""
    for pattern in (words.publish, words.published, words.selected):
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
            told = before and pattern is not words.published
            giver = recipients.publisher(sentence, base + match.start()) if told else None
            status = "awarded" if pattern is words.selected else "listed"
            status = "cultivating" if _CULTIVATED.match(end.group()) else status
            yield Notice(title, parties, "honor_list", status, giver)
            return


def _accepted(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: NoticeWords
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


def _levelled(clean: str, start: int, end: int, lexicon: Lexicon, words: NoticeWords) -> Title | None:
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


def _plaques(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: NoticeWords
) -> Iterator[Notice]:
    """“全省先进集体”“市级文明岗”的奖牌: quoted titles of stated level before the word for what was handed over."""
    for match in words.plaque.finditer(sentence.text):
        base = sentence.start
        titles = read_titles(clean, base + match.start("titles"), base + match.end("titles"), lexicon, False)
        if titles and words.level.match(titles[0].text):
            parties = recipients.subject(sentence, base + match.start(), base, ())
            yield from (Notice(title, parties, "honor_plaque") for title in titles)


def _taken(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: NoticeWords
) -> Iterator[Notice]:
    """一等奖由A、B获得; “先锋支部”称号花落A: a title that comes before its recipients."""
    base = sentence.start
    for match in words.taken.finditer(sentence.text):
        group = "by" if match.group("by") else "to"
        end = base + match.start()
        start = clause_start(clean, max(base, end - LONGEST_CLAUSE), end)
        lead = _TAKEN_LEAD.match(clean, start, end)
        start = lead.end() if lead else start
        titles = read_titles(clean, start, end, lexicon, True)
        begun = titles and (titles[0].grantor or titles[0].start <= start + 1)
        begun = begun and _HANDED.search(clean[start : titles[0].end].partition(QUOTE)[0]) is None
        if len(titles) != 1 or not begun or not _ENDING.fullmatch(clean, titles[0].end, end):
            continue
        left = base + match.start(group)
        parties = tuple(
            party if party.start >= left else party._replace(name=clean[left : party.end], start=left)
            for party in recipients.parties.at_end(left, base + match.end(group))
        )
        if parties and all(party.name for party in parties):
            yield Notice(titles[0], parties, "honor_taken", "awarded", titles[0].grantor)


def _given(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: NoticeWords
) -> Iterator[Notice]:
    """校工会将“模范小家”称号授予X: a title that is handed to the recipients behind it."""
    base = sentence.start
    for match in words.given.finditer(sentence.text):
        end = base + match.end("title")
        titles = read_titles(clean, base + match.start("title"), end, lexicon, True)
        if len(titles) != 1 or not _ENDING.fullmatch(clean, titles[0].end, end):
            continue
        left = base + match.start("to")
        parties = recipients.parties.at_end(left, base + match.end("to"))
        if (
            not parties
            or _ATTRIBUTE in clean[left : parties[0].start]
            or sentence.text.endswith(_PLANS, 0, match.start())
        ):
            continue
        giver = recipients.parties.body_at(base + match.start()) or titles[0].grantor
        if all(party.name for party in parties):
            yield Notice(titles[0], parties, "honor_taken", "awarded", giver)


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
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: NoticeWords
) -> Iterator[Notice]:
    """全国样板支部、全省先进集体……一项项荣誉; 另有某省先进集体、…等荣誉: titles that are summed up as honours."""
    starts = [sentence.start] if words.level.match(clean, sentence.start, sentence.end) else []
    if _SUM in sentence.text:
        starts += [match.end() for match in _HAS.finditer(clean, sentence.start, sentence.end)]
    for start in starts:
        titles = read_titles(clean, start, sentence.end, lexicon, False)
        if len(titles) > 1 and _SUMMED.match(clean, titles[-1].end, sentence.end):
            parties = recipients.subject(sentence, start, sentence.start, ())
            yield from (Notice(title, parties, "honor_plaque") for title in titles)
