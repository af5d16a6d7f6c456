"""Honours announced without a verb of award: published lists, acceptances, appositions and reports in the media."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from dj_analysis.extraction.bodies import either
from dj_analysis.extraction.honor_titles import Title, read_titles
from dj_analysis.extraction.levels import read_level
from dj_analysis.extraction.recipients import Party, Recipients
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Sentence, Span

LONGEST_CLAUSE = 80
"""Characters a title may stand away from the word that closes it (名单, 验收)."""

_LEAD = re.compile(r"^(?:关于|了|的|《|其|由|对|第[一二三四五六七八九十]次|以?优秀(?:等次|成绩)|\s){1,3}")
_BATCHED = re.compile(r"首批|第[一二三四五六七八九十\d]{1,3}批|\d{4}年")
_BEFORE_BODY = re.compile(r"[”」]?(?:称号|荣誉称号)?(?:获得者|获得单位|获奖者)?[、:：—\-\s·|｜]{0,3}$")
_RECORD = re.compile(r"(?:^|.*[—\-])(?:记|访|——)?\s?(?:\d{4}年度?)?")


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
    quick: re.Pattern[str]
    listed_end: re.Pattern[str]
    publish: re.Pattern[str]
    published: re.Pattern[str]
    accepted: re.Pattern[str]
    apposition: re.Pattern[str]
    holder: re.Pattern[str]
    media: re.Pattern[str]
    praise: re.Pattern[str]
    stop: re.Pattern[str]
    merit: re.Pattern[str]
    head_end: re.Pattern[str]
    level: re.Pattern[str]


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    def terms(role: str) -> str:
        return either(lexicon.words("honor_words", role=role))

    inner = r"[^,，。;；:：!！?？\n]"
    names, suffixes = (either(lexicon.words("media", role=role)) for role in ("name", "suffix"))
    outlet = rf"(?:《?(?:{names})》?|《?[\u4e00-\u9fff]{{2,6}}(?:{suffixes})》?)"
    vague = r"(?:多家|各大|各级|主流|权威|中央|省级|市级|校级|省市|国家级|省内外|校内外|[\d一二三四五六七八九十余多]{1,3}家)[\u4e00-\u9fff]{0,6}?媒体"
    return _Words(
        quick=re.compile(r"名单|验收|作为|媒体|报|网|获得者|表彰|表扬|嘉奖|先进|优秀|样板|标杆|示范|模范|标兵|最美|十佳|奖"),
        listed_end=re.compile(terms("list_end")),
        publish=re.compile(
            rf"(?:{terms('publish')})(?P<title>{inner}{{4,{LONGEST_CLAUSE}}}?)(?:的)?(?:拟)?(?:入选|获奖|推荐|建设|立项|评选|认定)?(?:结果)?(?:公示)?名单"
        ),
        published=re.compile(rf"(?P<title>{inner}{{4,{LONGEST_CLAUSE}}}?)(?:评选结果|名单)(?:正式|日前|近日|已经?|今日)?(?:{terms('publish')}|出炉)"),
        accepted=re.compile(rf"通过(?:了)?(?P<inner>{inner}{{0,{LONGEST_CLAUSE}}}?)(?:的)?(?:结项|中期|建设|结题|创建|期满|考核|培育创建)?(?:验收|认定|复核)"),
        apposition=re.compile(rf"(?:^|[,，。;；—\s])(?:{terms('apposition')})(?=[“\u4e00-\u9fff\d])|(?<=[\u4e00-\u9fff])(?:{terms('apposition')})(?=(?:\d{{4}}年度?)?(?:全国|全省|全市|首批|第[一二三四五六七八九十\d]{{1,3}}批|教育部|国家级|省级|市级|校级))"),
        holder=re.compile(rf"[”」]?(?:{terms('holder')})"),
        media=re.compile(
            rf"(?:(?P<lead>据|来源|通过|利用|依托|登录|登陆|学习|阅读|订阅|观看)?[\u4e00-\u9fff]{{0,2}}?)(?P<outlets>{outlet}(?:[、和及与]?{outlet}){{0,9}}(?:等)?(?:[\d一二三四五六七八九十余多]{{1,3}}家)?[\u4e00-\u9fff]{{0,8}}?(?:媒体)?|{vague})"
            rf"(?P<gap>[^,，。;；\n]{{0,24}}?)(?P<report>{terms('report')})"
        ),
        praise=re.compile(
            rf"(?:受到|得到|获得|荣获|获|受)(?:了)?(?P<giver>[\u4e00-\u9fff、]{{2,24}}?)(?:的)?(?P<praise>{terms('praise')})(?![大会决])"
        ),
        stop=re.compile(r"[,，。;；:：!！?？\n]"),
        merit=re.compile(either(lexicon.words("honor_merits"))),
        head_end=re.compile(rf"(?:{either(lexicon.words('honor_heads'))})$"),
        level=re.compile(r"全国|全省|全市|全校|国家级|省级|市级|校级|省|市|校|学校|首批|第[一二三四五六七八九十\d]{1,3}批|教育部"),
    )


def find_notices(clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon) -> Iterator[Notice]:
    """The honours of a sentence that no verb of award announces, each with its recipients."""
    words = _words(lexicon)
    if not words.quick.search(sentence.text):
        return
    yield from _published(clean, sentence, recipients, lexicon, words)
    yield from _accepted(clean, sentence, recipients, lexicon, words)
    yield from _appositions(clean, sentence, recipients, lexicon, words)
    yield from _before_names(clean, sentence, recipients, lexicon, words)
    yield from _praised(clean, sentence, recipients, words)
    yield from _reported(clean, sentence, recipients, words)


def _whole_title(clean: str, start: int, end: int, lexicon: Lexicon) -> Title | None:
    """One title over a whole stretch, coordinated or not; None when it holds no honour."""
    text = clean[start:end]
    lead = _LEAD.match(text)
    start += lead.end() if lead else 0
    parts = read_titles(clean, start, end, lexicon, True)
    words = _words(lexicon)
    if not parts or not words.merit.search(clean[start:end]):
        return None
    text = clean[parts[0].start : end].rstrip("的》 ")
    return replace(parts[0], text=text, end=parts[0].start + len(text))


def _published(clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: _Words) -> Iterator[Notice]:
    """教育部公示了…名单,X榜上有名."""
    for pattern in (words.publish, words.published):
        for match in pattern.finditer(sentence.text):
            end = words.listed_end.search(sentence.text, match.end())
            if not end:
                continue
            base = sentence.start
            title = _whole_title(clean, base + match.start("title"), base + match.end("title"), lexicon)
            if title is None:
                continue
            parties = recipients.subject(sentence, base + end.start(), base + match.end(), ())
            before = clean[base : base + match.start()]
            giver = recipients.body_before(base + match.start()) if before and pattern is words.publish else None
            yield Notice(title, parties, "honor_list", "listed", giver)
            return


def _accepted(clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: _Words) -> Iterator[Notice]:
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
            parties = recipients.parties(start, found.start) or recipients.subject(sentence, found.start, base, ())
            yield Notice(found, parties, "honor_accept", "awarded")


def _levelled(clean: str, start: int, end: int, lexicon: Lexicon, words: _Words) -> Title | None:
    """A title with its level or batch at the end of a stretch."""
    for level in words.level.finditer(clean, start, end):
        titles = read_titles(clean, level.start(), end, lexicon, False)
        if titles and titles[0].end >= end - 6 and titles[0].start == level.start():
            return titles[0]
    return None


def _appositions(clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: _Words) -> Iterator[Notice]:
    """作为首批…样板支部,X…; X是全省…示范点."""
    for match in words.apposition.finditer(sentence.text):
        base = sentence.start
        at = base + match.end()
        stop = words.stop.search(sentence.text, match.end())
        end = base + (stop.start() if stop else len(sentence.text))
        titles = read_titles(clean, at, end, lexicon, False)
        if len(titles) != 1 or not words.level.match(titles[0].text.lstrip("“")):
            continue
        title = titles[0]
        if not re.fullmatch(r"[”」]?(?:之一|称号)?", clean[title.end : end]) or read_level(title.text, lexicon) in (None, "department"):
            continue
        own = recipients.named_at(end + 1, sentence.end)
        start, left = recipients.clause_before(sentence, base + match.start())
        parties = recipients.parties(start, left) or own or recipients.subject(sentence, base + match.start(), base, ())
        yield Notice(title, parties, "honor_apposition")


def _before_names(clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: _Words) -> Iterator[Notice]:
    """——记2020年学校先进党总支X; “全国优秀共产党员”获得者张某某."""
    heading = sentence.region in ("title", "heading")
    for party in recipients.named_in(sentence):
        gap = _BEFORE_BODY.search(clean, max(sentence.start, party.start - 14), party.start)
        end = gap.start() if gap else party.start
        start = recipients.clause_start(sentence.start, end)
        text = clean[start:end]
        if not words.head_end.search(text) or not words.merit.search(text):
            continue
        record = re.search(r"(?:记|访|——|--)(?=[^记访—\-]{4,40}$)", text)
        start += record.end() if record else 0
        holder = gap is not None and words.holder.search(gap.group()) is not None
        quoted = re.search(r"(?:[\u4e00-\u9fff]{0,8})“[^”]{2,40}$", clean[start:end])
        level = words.level.search(clean, start, end)
        at = start if heading else (level.start() if level else start + quoted.start() if quoted else None)
        if at is None or not (heading or holder or level):
            continue
        titles = read_titles(clean, at, end + 1 if clean[end : end + 1] in "”」" else end, lexicon, False)
        if titles and titles[-1].end >= end - 1 and not (titles[0].start > at + 6):
            yield from (Notice(title, (party,), "honor_apposition") for title in titles)


def _praised(clean: str, sentence: Sentence, recipients: Recipients, words: _Words) -> Iterator[Notice]:
    """受到省委教育工委通报表扬: the praise of a body of known level."""
    for match in words.praise.finditer(sentence.text):
        base = sentence.start
        giver = Span(base + match.start("giver"), base + match.end("giver"))
        if not recipients.names_giver(giver):
            continue
        start, end = base + match.start("praise"), base + match.end("praise")
        title = Title(start, end, clean[start:end], None, "", False, True, False, False)
        parties = recipients.subject(sentence, base + match.start(), base, ())
        yield Notice(title, parties, "honor_praise", "awarded", giver)


def _reported(clean: str, sentence: Sentence, recipients: Recipients, words: _Words) -> Iterator[Notice]:
    """被人民网、光明日报报道: what the media made known."""
    for match in words.media.finditer(sentence.text):
        before = sentence.text[max(0, match.start("outlets") - 3) : match.start("outlets")]
        if match.group("lead") or re.search(r"据|通过|利用|依托|关注|登录|学习|阅读|订阅|观看|在$", before):
            continue
        start, end = sentence.start + match.start("outlets"), sentence.start + match.end()
        title = Title(start, end, clean[start:end], None, "", False, True, False, False)
        target = re.match(r"[^,，]{0,10}?对(?P<what>[^,，]{2,30}?)(?:进行|予以|作|给予|的|做|开展)?(?:了|过)?(?:[\u4e00-\u9fff]{0,4})$", match.group("gap"))
        if target:
            at = sentence.start + match.start("gap") + target.start("what")
            about: tuple[Party, ...] = (Party(target.group("what"), None, at, at + len(target.group("what"))),)
        else:
            about = recipients.subject(sentence, start, sentence.start, ())
        yield Notice(title, about, "honor_media", "awarded")
        return
