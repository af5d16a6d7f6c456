"""The facts of one honour around its title: level, kind, status, grantor, year, batch and times."""

from __future__ import annotations

import re

from dj_analysis.extraction.honor_checks import PLANNED, last_clause
from dj_analysis.extraction.honor_frames import Cue
from dj_analysis.extraction.honor_setting import HonorWords, Setting
from dj_analysis.extraction.honor_titles import Title
from dj_analysis.extraction.levels import judge_level
from dj_analysis.extraction.recipients import FAR_CHARACTERS
from dj_analysis.extraction.text_search import last_match
from dj_analysis.extraction.title_words import judge_kind
from dj_analysis.records import Article, HonorRow, Mention, Sentence, Span

BEHIND = 12
"""Characters behind a title in which 候选单位, 名单 or (2018年) stands."""

YEAR = re.compile(
    r"(?<![\d自从至])((?:[1１][9９]|[2２][0０])\d{2})(?:\s?年度?|学年)(?![来间前后以起]|至今)"
    r"|(?<!\d)((?:19|20)\d{2})[.．]\d{1,2}(?!\d)"
)
"""A stated year; 2018年以来 states no year of an honour."""
_YEAR_RANGE = re.compile(r"(?:19|20)\d{2}年?\s?[、—\-–~至到]{1,2}\s?(?:19|20)?\d{2}")
_ANY_YEAR = re.compile(rf"{YEAR.pattern}|(?P<relative>[今去前])年(?!度)")
_YEARS_BACK = {"今": 0, "去": 1, "前": 2}
_YEAR_BEHIND = re.compile(r"[”」]?[（(](\d{4})年?[）)]")
_BATCH = re.compile(r"首批|第[一二三四五六七八九十\d]{1,3}批")
_TIMES = re.compile(
    r"多次|连续多年|连年|连续[一二两三四五六七八九十\d]{1,3}[年次届度]|[一二两三四五六七八九十\d]{1,2}次|[两三四]度|蝉联"
)
_STOP = re.compile(r"[,，。;；、]")
_TIME_LEAD = re.compile(r"^(?:\d{4}年|[今去]年)")


def make_row(setting: Setting, sentence: Sentence, cue: Cue, title: Title) -> HonorRow:
    """The row of one title without its recipient. A bare prize takes the contest it was won in before it."""
    clean = setting.article.clean
    context = setting.whole(sentence)
    context = Span(max(context.start, cue.start - FAR_CHARACTERS), context.end)
    clause = clean[context.start : cue.start]
    contest = setting.words.contest.search(clause)
    near = contest.group("name").rpartition("的")[2] if contest else ""
    start, text = title.start, title.text
    if title.bare_prize and contest:
        name = YEAR.sub("", near)
        start, text = context.start + contest.end("name") - len(name), name + text
    grantor = _grantor(setting, sentence, cue, title)
    granted = clean[grantor.start : grantor.end] if grantor else None
    level = judge_level(text, granted, near, clean, setting.lexicon, setting.college)
    given = (Mention("grantor", grantor.start, grantor.end),) if grantor else ()
    return HonorRow(
        start=start,
        end=title.end,
        rule=f"honor_{cue.role}",
        mentions=(Mention("self", title.start, title.end), *given),
        title=text,
        level=level.name,
        level_basis=level.basis,
        grantor=granted,
        kind=judge_kind(text, setting.lexicon),
        status=_status(setting.words, cue, title, clean),
        batch=_first(_BATCH, text) or _first(_BATCH, last_clause(clause)),
        times=_first(_TIMES, last_clause(clause)),
        year=_year(setting.article, context, cue, title),
    )


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match.group() if match else None


def _grantor(setting: Setting, sentence: Sentence, cue: Cue, title: Title) -> Span | None:
    giver = title.grantor or cue.giver or setting.recipients.giver_before(sentence, cue.start, cue.role)
    if giver is None:
        return None
    lead = _TIME_LEAD.match(setting.article.clean[giver.start : giver.end])
    start = giver.start + (lead.end() if lead else 0)
    return Span(start, giver.end) if giver.end - start > 1 else None


def _status(words: HonorWords, cue: Cue, title: Title, clean: str) -> str:
    tail = _STOP.split(clean[title.end : title.end + BEHIND])[0]
    if cue.role.startswith("nominate") or words.candidate.search(tail):
        return "nominated"
    if PLANNED in clean[max(0, cue.start - 1) : cue.start + 1] or words.listed.search(title.text + tail):
        return "listed"
    verb = "" if cue.held else clean[cue.start : cue.end]
    if words.listed.search(verb):
        return "listed"
    return "cultivating" if words.cultivating.search(f"{verb}\n{title.text}{tail}") else "awarded"


def _year(article: Article, context: Span, cue: Cue, title: Title) -> int | None:
    """The year in the title, or the last one stated before the verb in the sentence; 今年 by the article's date."""
    clean = article.clean
    if _YEAR_RANGE.search(clean, title.start, title.end):
        return None
    own = YEAR.search(clean, title.start, title.end) or YEAR.match(clean, cue.end)
    behind = _YEAR_BEHIND.match(clean, title.end)
    if own or behind:
        return _number(own or behind)
    before = clean[context.start : cue.start]
    last = last_match(_ANY_YEAR, before)
    if last is None or _YEAR_RANGE.search(before):
        return None
    if back := last.group("relative"):
        date = article.metadata.published_date
        return int(date[:4]) - _YEARS_BACK[back] if date else None
    return _number(last)


def _number(match: re.Match[str] | None) -> int | None:
    found = next((group for group in match.groups() if group), None) if match else None
    return int(found) if found else None
