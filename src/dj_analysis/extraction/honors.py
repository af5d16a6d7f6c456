"""Honours an article reports: titles, who received them, from whom, at which level and with which status."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from dj_analysis.extraction.bodies import either
from dj_analysis.extraction.honor_frames import Cue, find_cues
from dj_analysis.extraction.honor_notices import Notice, find_notices
from dj_analysis.extraction.honor_rolls import find_rolls
from dj_analysis.extraction.honor_titles import Title, judge_kind, read_titles, title_words
from dj_analysis.extraction.levels import judge_level
from dj_analysis.extraction.recipients import Party, Recipients
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, HonorRow, Mention, Sentence, Span

NEAR = 14
"""Characters before a verb in which a word of intention (争取, 可, 拟) still governs it."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年度?|学年)(?![来间前后])|(?<!\d)((?:19|20)\d{2})[.．]\d{1,2}(?!\d)")
_YEAR_RANGE = re.compile(r"(?:19|20)\d{2}年?\s?[、—\-–~至到]{1,2}\s?(?:19|20)?\d{2}")
_ANY_YEAR = re.compile(rf"{_YEAR.pattern}|(?P<relative>[今去前])年(?!度)")
_YEARS_BACK = {"今": 0, "去": 1, "前": 2}
_BATCH = re.compile(r"首批|第[一二三四五六七八九十\d]{1,3}批")
_TIMES = re.compile(r"多次|连续多年|连年|连续[一二两三四五六七八九十\d]{1,3}[年次届度]|[一二两三四五六七八九十\d]{1,2}次|[两三四]度|蝉联")
_CLAUSE = re.compile(r"[,，:：。;；!！?？]")
_CONDITION_TAIL = re.compile(r"^[”」]?(?:的(?:[,，]|党员|支部|同志|学生|单位|个人)|者[,，]?|时[,，])")
_LEVELLED = re.compile(
    r"[“「]?(?:\d{4}年度?)?(?:全国|全省|全市|全校|国家级|省级|市级|校级|省|市|校|首批|第[一二三四五六七八九十\d]{1,3}批|教育部)"
)
_DIRECT = re.compile(r"(?:将|要|(?<![大年集晚])会|(?<!许)可|(?<![功性职技])能|(?<![响适反效供])应|未|没有|没|不|争|拟|若|如|需|(?<![思理梦])想)$")
_CONDITION_BEFORE = re.compile(r"(?:的|者)[,，]?$")
_COUNT_BEHIND = re.compile(r"[”」]?\s?[(（]?[\d一二两三四五六七八九十百余多]")
_COUNT_BEFORE = re.compile(r"[\d一二两三四五六七八九十百余多][个名位支项]?$")


@dataclass(frozen=True, slots=True)
class _Words:
    aim: re.Pattern[str]
    aim_clause: re.Pattern[str]
    aim_built: re.Pattern[str]
    routine: re.Pattern[str]
    cultivating: re.Pattern[str]
    candidate: re.Pattern[str]
    tool: re.Pattern[str]
    listed: re.Pattern[str]
    listed_end: re.Pattern[str]
    contest: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """An article with what its honours are read against."""

    article: Article
    lexicon: Lexicon
    words: _Words
    recipients: Recipients
    college: bool


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    def terms(role: str) -> str:
        return either(lexicon.words("honor_words", role=role))

    contests = terms("contest")
    return _Words(
        aim=re.compile(rf"(?:{terms('aim')})[\u4e00-\u9fff]{{0,4}}$"),
        aim_clause=re.compile(terms("aim_clause")),
        aim_built=re.compile(terms("aim_built")),
        routine=re.compile(terms("routine")),
        cultivating=re.compile(terms("cultivating")),
        candidate=re.compile(rf"^[”」]?(?:{terms('candidate')})"),
        tool=re.compile(rf"^[”」]?(?:{terms('tool')})"),
        listed=re.compile(terms("list")),
        listed_end=re.compile(terms("list_end")),
        contest=re.compile(
            rf"(?:在|于|参加|参与)(?P<name>[^,，。;；]{{2,50}}?(?:{contests}))(?:中|上|里|活动中)?[,，]?[^,，。;；]{{0,8}}$"
        ),
    )


def find_honors(article: Article, lexicon: Lexicon) -> list[HonorRow]:
    """Every recognition the article reports, one row per named recipient, first occurrence first.

    Aims, conditions, generic praise and prizes without a title give no row.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> [(r.title, r.level) for r in find_honors(wrap_text("物理系学生党支部获评全省先进基层党组织。"), load_lexicon())]
    [('全省先进基层党组织', 'provincial')]
    """
    setting = Setting(article, lexicon, _words(lexicon), Recipients(article, lexicon), _is_college(article))
    rows: list[HonorRow] = []
    for sentence in article.sentences:
        rows += _sentence_rows(setting, sentence)
    rows += _roll_rows(setting)
    return merge_rows(rows)


def _is_college(article: Article) -> bool:
    """True where the institution itself is called 学院: then 院 in a title means the school."""
    school = article.metadata.school
    if school:
        return school.endswith("学院")
    text = article.clean
    return "大学" not in text and "学校" not in text and bool(re.search(r"院党委|我院|学院党委", text)) and "系" in text


def _sentence_rows(setting: Setting, sentence: Sentence) -> Iterator[HonorRow]:
    clean, done = setting.article.clean, sentence.start
    notices = tuple(find_notices(clean, sentence, setting.recipients, setting.lexicon))
    taken = [Span(notice.title.start, notice.title.end) for notice in notices]
    last: tuple[Party, ...] = ()
    for cue in find_cues(sentence, setting.lexicon):
        if cue.start < done:
            continue
        titles = read_titles(clean, cue.end, sentence.end, setting.lexicon, cue.strong)
        titles = tuple(t for t in titles if not any(span.touches(Span(t.start, t.end)) for span in taken))
        if not titles or _is_aim(setting, sentence, cue, titles):
            continue
        last = _parties(setting, sentence, cue, done, last)
        if cue.role == "confer" and _is_own_post(setting, sentence, cue, last):
            continue
        done = titles[-1].end
        taken += [Span(title.start, title.end) for title in titles]
        yield from _cue_rows(setting, sentence, cue, titles, last)
    for notice in notices:
        yield from _notice_rows(setting, sentence, notice)


def _roll_rows(setting: Setting) -> Iterator[HonorRow]:
    """Rows of rolls; a roll the article calls a list or makes public is listed, one it announces as results is awarded."""
    article = setting.article
    heading = "".join(article.clean[p.start : p.end] for p in article.passages if p.region in ("title", "heading"))
    status = "listed" if setting.words.listed.search(heading) else None
    for entry in find_rolls(article, setting.recipients, setting.lexicon):
        sentence = next(s for s in article.sentences if s.start <= entry.title.start < s.end)
        cue = Cue(entry.title.start, entry.title.start, "receive", True)
        row = replace(_make_row(setting, sentence, cue, entry.title), rule="honor_roll")
        row = replace(row, status=status or row.status)
        for party in entry.parties:
            yield _with_party(row, party)


def _notice_rows(setting: Setting, sentence: Sentence, notice: Notice) -> Iterator[HonorRow]:
    cue = Cue(notice.title.start, notice.title.start, "receive", True, giver=notice.giver)
    before = setting.article.clean[sentence.start : cue.start]
    clause = _CLAUSE.split(before)[-1]
    if notice.rule != "honor_list" and (setting.words.aim_clause.search(clause) or setting.words.routine.search(before)):
        return
    row = _make_row(setting, sentence, cue, notice.title)
    row = replace(row, rule=notice.rule, status=notice.status or row.status)
    if notice.rule == "honor_media":
        row = replace(row, kind="media", level="media", level_basis="title")
        yield _with_party(row, _joined(notice.parties))
        return
    for party in notice.parties or (Party(None, None, 0, 0),):
        yield _with_party(row, party)


def _is_own_post(setting: Setting, sentence: Sentence, cue: Cue, parties: tuple[Party, ...]) -> bool:
    """对表现突出的党员授予…: what a unit hands to unnamed people of its own is no honour, unless a body is said to grant it."""
    nobody = all(party.kind in ("group", None) for party in parties)
    return nobody and setting.recipients.giver_before(sentence, cue.start, cue.role) is None


def _joined(parties: tuple[Party, ...]) -> Party:
    """One report about several is one row."""
    named = [party for party in parties if party.name]
    if not named:
        return Party(None, None, 0, 0)
    return Party("、".join(str(party.name) for party in named), named[0].kind, named[0].start, named[-1].end)


def _is_aim(setting: Setting, sentence: Sentence, cue: Cue, titles: tuple[Title, ...]) -> bool:
    clean, words = setting.article.clean, setting.words
    before = clean[sentence.start : cue.start]
    clause = _CLAUSE.split(before)[-1]
    if _DIRECT.search(before) and not (before.endswith("将") and cue.receiver):
        return True
    if cue.role == "confer" and _CONDITION_BEFORE.search(before):
        return True
    if words.aim.search(clause[-NEAR:]) or words.aim_clause.search(clause):
        return True
    if cue.built and (words.aim_built.search(before) or not _LEVELLED.match(titles[0].text)):
        return True
    if words.routine.search(before if cue.role in ("recognise", "confer") else clause):
        return True
    behind = clean[titles[-1].end : titles[-1].end + NEAR]
    if cue.role == "recognise":
        return not (_COUNT_BEHIND.match(behind) or _COUNT_BEFORE.search(clean[cue.end : titles[0].start]))
    tail = titles[-1].tail
    weak = bool(words.tool.match(tail)) and not cue.strong and not words.listed.search(tail)
    return weak or bool(_CONDITION_TAIL.match(behind))


def _cue_rows(
    setting: Setting, sentence: Sentence, cue: Cue, titles: tuple[Title, ...], parties: tuple[Party, ...]
) -> Iterator[HonorRow]:
    level: str | None = None
    for title in titles:
        row = _make_row(setting, sentence, cue, title)
        if row.level == "unknown" and level or (level and row.level_basis == "context"):
            row = replace(row, level=level, level_basis="title")
        if row.level_basis == "title":
            level = row.level
        for party in parties or (Party(None, None, 0, 0),):
            yield _with_party(row, party)


def _parties(
    setting: Setting, sentence: Sentence, cue: Cue, after: int, last: tuple[Party, ...]
) -> tuple[Party, ...]:
    recipients = setting.recipients
    if cue.role == "recognise":
        return ()
    if cue.receiver:
        found = recipients.parties(cue.receiver.start, cue.receiver.end)
        if found:
            return found
    return recipients.subject(sentence, cue.start, after, last)


def _with_party(row: HonorRow, party: Party) -> HonorRow:
    if party.name is None:
        return row
    mentions = row.mentions
    if party.end > party.start:
        mentions = (*mentions, Mention("recipient", party.start, party.end))
    return replace(row, recipient=party.name, recipient_kind=party.kind, mentions=mentions)


def _make_row(setting: Setting, sentence: Sentence, cue: Cue, title: Title) -> HonorRow:
    clean = setting.article.clean
    start, text = title.start, title.text
    context = _whole(setting.article, sentence)
    clause = clean[context.start : cue.start]
    if title.bare_prize:
        contest = setting.words.contest.search(clause)
        if contest:
            name = _YEAR.sub("", contest.group("name"))
            text = name + text
            start = context.start + contest.end("name") - len(name)
    grantor = _grantor(setting, sentence, cue, title)
    grantor_text = clean[grantor.start : grantor.end] if grantor else None
    near = clause[max(0, len(clause) - 40) :] if title.bare_prize else ""
    level = judge_level(text, grantor_text, near, clean, setting.lexicon, setting.college)
    mentions = [Mention("self", title.start, title.end)]
    if grantor:
        mentions.append(Mention("grantor", grantor.start, grantor.end))
    return HonorRow(
        start=start,
        end=title.end,
        rule=f"honor_{cue.role}",
        mentions=tuple(mentions),
        title=text,
        level=level.name,
        level_basis=level.basis,
        grantor=grantor_text,
        kind=judge_kind(text, setting.lexicon),
        status=_status(setting.words, cue, title, clean),
        batch=_first(_BATCH, text) or _first(_BATCH, _CLAUSE.split(clause)[-1]),
        times=_first(_TIMES, _CLAUSE.split(clause)[-1]),
        year=_year(setting.article, context, cue, title),
    )


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match.group() if match else None


def _whole(article: Article, sentence: Sentence) -> Span:
    """The sentence up to its full stop backwards: a semicolon does not end it."""
    start = sentence.start
    index = article.sentences.index(sentence)
    for earlier in reversed(article.sentences[:index]):
        if earlier.passage != sentence.passage or not re.search(r"[;；]$", earlier.text):
            break
        start = earlier.start
    return Span(start, sentence.end)


def _grantor(setting: Setting, sentence: Sentence, cue: Cue, title: Title) -> Span | None:
    if title.grantor:
        return title.grantor
    giver = cue.giver or setting.recipients.giver_before(sentence, cue.start, cue.role)
    if giver is None:
        return None
    clean = setting.article.clean
    text = clean[giver.start : giver.end]
    shift = len(text) - len(re.sub(r"^(?:\d{4}年|今年|去年)", "", text))
    return Span(giver.start + shift, giver.end) if giver.end - giver.start - shift > 1 else None


def _status(words: _Words, cue: Cue, title: Title, clean: str) -> str:
    behind = clean[title.end : title.end + 12]
    tail = re.split(r"[,，。;；、]", behind)[0]
    if cue.role.startswith("nominate") or words.candidate.search(tail):
        return "nominated"
    whole = title.text + tail
    if words.listed.search(whole):
        return "listed"
    verb = clean[cue.start : cue.end]
    if words.cultivating.search(whole) or (words.cultivating.search(verb)):
        return "cultivating"
    return "awarded"


def _year(article: Article, context: Span, cue: Cue, title: Title) -> int | None:
    """The year in the title, or the last one stated before the verb in the sentence; 今年 by the article's date."""
    clean = article.clean
    own = _YEAR.search(clean, title.start, title.end) or _YEAR.match(clean, cue.end)
    if own:
        return int(own.group(1) or own.group(2))
    before = clean[context.start : cue.start]
    behind = re.match(r"[”」]?[（(](\d{4})年?[）)]", clean[title.end : title.end + 10])
    if behind:
        return int(behind.group(1))
    last = None
    for last in _ANY_YEAR.finditer(before):
        pass
    if last is None or _YEAR_RANGE.search(before):
        return None
    if last.group("relative"):
        date = article.metadata.published_date
        return int(date[:4]) - _YEARS_BACK[last.group("relative")] if date else None
    return int(last.group(1) or last.group(2))


def merge_rows(rows: Iterable[HonorRow]) -> list[HonorRow]:
    """One row per title and recipient: the first occurrence stays, later ones become its mentions."""
    kept: list[HonorRow] = []
    for row in rows:
        twin = next((i for i, other in enumerate(kept) if _same(other, row)), None)
        if twin is None:
            kept.append(row)
        else:
            kept[twin] = _join(kept[twin], row)
    return sorted(kept, key=lambda row: (row.start, row.end, row.recipient or ""))


def _core(title: str) -> str:
    return re.sub(r"[“”「」\"《》（）()、,，\s]|(?:19|20)\d{2}年?度?|第[一二三四五六七八九十\d]{1,3}批", "", title)


def _same(one: HonorRow, two: HonorRow) -> bool:
    if one.recipient and two.recipient and one.recipient not in two.recipient and two.recipient not in one.recipient:
        return False
    if one.start == two.start and one.recipient != two.recipient:
        return False
    if one.year != two.year and (one.year and two.year or _YEAR.search(one.title + two.title)):
        return False
    first, second = _core(one.title), _core(two.title)
    return first in second or second in first


def _join(first: HonorRow, later: HonorRow) -> HonorRow:
    fresh = tuple(m for m in later.mentions if m not in first.mentions)
    joined = replace(first, mentions=(*first.mentions, *fresh))
    return replace(
        joined,
        recipient=first.recipient or later.recipient,
        recipient_kind=first.recipient_kind or later.recipient_kind,
        grantor=first.grantor or later.grantor,
        year=first.year or later.year,
        batch=first.batch or later.batch,
    )
