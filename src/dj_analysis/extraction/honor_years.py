"""The year of an honour: stated with it, just before it, or by the report that tells of one year."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.honor_clauses import FAR_CHARACTERS, clause_start
from dj_analysis.extraction.text_search import last_match
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, Sentence, Span
from dj_analysis.regexes import compile_re

YEAR = compile_re(
    r"(?<![\d自从至])((?:[1１][９9]|[2２][0０])\d{2})(?:\s?年度?|学年)(?![来间前后以起]|至今)"
    r"|(?<!\d)((?:19|20)\d{2})[.．]\d{1,2}(?!\d)"
    r"|(?<!\d)((?:19|20)\d{2})(?=全国|全省|全市|中国|感动)"
    r"|(?<=[自从])((?:19|20)\d{2})年(?:\d{1,2}月)?(?=$|被|获|入选|立项|成为|荣)"
)
"""A stated year; 2018年以来 states no year of an honour."""
OPENING_SENTENCES = 3
"""Sentences at the start of a report in which the year it is about is stated."""

_YEAR_RANGE = compile_re(r"(?:19|20)\d{2}年?\s?[、—\-–~至到]{1,2}\s?(?:19|20)?\d{2}")
_ANY_YEAR = compile_re(rf"{YEAR.pattern}|(?P<relative>[今去前])年(?!度)")
_YEARS_BACK = {"今": 0, "去": 1, "前": 2}
_YEAR_BEHIND = compile_re(r"[”」]?[（(](?:[\u4e00-\u9fff、]{2,30}[,，、]\s?)?((?:19|20)\d{2})年?(?:\d{1,2}月)?[）)]")
_NOTED_YEAR = compile_re(r"[（(](?:19|20)\d{2}年?度?[）)](?=[,，、;；])")
"""先进党支部(2019年)、: the year of the honour before it."""
_THIS_YEAR = compile_re(r"(?:[\u4e00-\u9fff]{0,6}[:：])?(?P<relative>[今去])年\d{1,2}月")
"""编者按:今年7月,…表彰: the sentence before tells when."""
_DATED_OPENING = compile_re(r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．])?\s?(?:在|于)?(?=(?:19|20)\d{2})")


@dataclass(frozen=True, eq=False)
class _Words:
    report: re.Pattern[str]
    this_year: re.Pattern[str]
    undated: re.Pattern[str]
    founded: re.Pattern[str]
    spread: re.Pattern[str]


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    def terms(role: str) -> str:
        return either(lexicon.words("honor_words", role=role))

    founded = terms("founded")
    return _Words(
        report=compile_re(rf"(?<!\d)(20\d{{2}})(?:年度?)?[^,，。;；\n]{{0,30}}?(?:{terms('year_report')})"),
        this_year=compile_re(terms("this_year")),
        spread=compile_re(terms("spread")),
        undated=compile_re(
            rf"{terms('undated')}|连续[一二两三四五六七八九十\d]{{1,3}}[年次届]|(?<![一这])年来|(?<!年)以来"
        ),
        founded=compile_re(
            rf"(?:{founded})(?:于|时间为)?(?:19|20)\d{{2}}年|(?:19|20)\d{{2}}年(?:\d{{1,2}}月)?[\u4e00-\u9fff]{{0,4}}(?:{founded})"
        ),
    )


def read_report_year(article: Article, lexicon: Lexicon) -> int | None:
    """The year of an annual report, as its title states it; years of a title that names several tell nothing.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> read_report_year(wrap_text("支部概况", title="2021年度工作总结"), load_lexicon())
    2021
    """
    words = _words(lexicon)
    titles = [article.clean[p.start : p.end] for p in article.passages if p.region == "title"]
    title = " ".join([*titles, article.metadata.title or ""])
    reported = None if _YEAR_RANGE.search(title) else words.report.search(title)
    return int(reported.group(1)) if reported else None


def _opening_year(article: Article, words: _Words) -> int | None:
    """The one year that the first sentences of an article state."""
    first = islice((s for s in article.sentences if s.region != "title"), OPENING_SENTENCES)
    return _only(" ".join(s.text for s in first), words)


def read_year(
    article: Article, report: int | None, sentences: tuple[Sentence, ...], cue: Span, title: Span, lexicon: Lexicon
) -> int | None:
    """The year in the title or stated last before the verb, else of the sentence before, else of the report.

    ``sentences`` ends with the one of the honour; before it stand the parts joined to it by semicolons. 今年 is read
    by the article's date.
    """
    clean = article.clean
    start = max(sentences[0].start, cue.start - FAR_CHARACTERS)
    if _YEAR_RANGE.search(clean, title.start, title.end):
        return None
    own = YEAR.search(clean, title.start, title.end) or YEAR.match(clean, cue.end)
    behind = _YEAR_BEHIND.match(clean, title.end)
    if own or behind:
        return _number(own or behind)
    words = _words(lexicon)
    before = _NOTED_YEAR.sub("", words.founded.sub("", clean[start : cue.start]))
    if _YEAR_RANGE.search(before):
        before = clean[clause_start(clean, start, cue.start) : cue.start]
        if not YEAR.search(before) or _YEAR_RANGE.search(before):
            return None
    last = last_match(_ANY_YEAR, before)
    if last:
        back = last.group("relative")
        return _years_back(article, report, _YEARS_BACK[back]) if back else _number(last)
    return _elsewhere(article, report, sentences[0], before, words)


def _years_back(article: Article, report: int | None, back: int) -> int | None:
    """今年 is the year of the article's date, else the one it reports on."""
    date = article.metadata.published_date
    stated = int(date[:4]) if date else report
    return stated - back if stated else None


def _elsewhere(article: Article, report: int | None, first: Sentence, before: str, words: _Words) -> int | None:
    """For an honour without a year of its own; none for 近年来 and 多次."""
    if words.undated.search(before):
        return None
    index = bisect_left(article.sentences, first.start, key=lambda sentence: sentence.start)
    previous = article.sentences[index - 1] if index else None
    beside = previous is not None and previous.passage == first.passage
    if previous and beside and (told_back := _THIS_YEAR.match(previous.text)) and not words.spread.search(before):
        return _years_back(article, report, _YEARS_BACK[told_back["relative"]])
    if previous and beside and _DATED_OPENING.match(previous.text):
        told = _only(previous.text, words)
        if told and not words.spread.search(before) and not words.undated.search(previous.text):
            return told
    if report:
        return report
    return _opening_year(article, words) if words.this_year.search(before) else None


def _only(text: str, words: _Words) -> int | None:
    """The year a text states when it states one alone."""
    text = words.founded.sub("", text)
    years = {_number(match) for match in YEAR.finditer(text)}
    return years.pop() if len(years) == 1 and not _YEAR_RANGE.search(text) else None


def _number(match: re.Match[str] | None) -> int | None:
    found = next((group for group in match.groups() if group), None) if match else None
    return int(found) if found else None
