"""Honours told by number, in lists behind a heading or lead-in: 涌现出全省师德标兵2人、省级优秀教学团队1个."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.honor_titles import Title, read_titles
from dj_analysis.extraction.notice_words import Notice
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, Sentence
from dj_analysis.regexes import compile_re

SECTION_PASSAGES = 12
"""Lines below a heading of achievements that belong to its list."""
LEAD_REACH = 60
"""Characters before a list in which its lead-in (涌现出, 其中) stands."""
RULE = "honor_tally"

_RANK = r"(?:全[国省市区校县]|国家级|省部级|[省市校院区县]级|[省市校](?=[优先模劳十最青三五])"
_PLACED = r"(?<=[,，、;；:：有和及])[\u4e00-\u9fff]{2,3}[省市](?!级))"
_LEVEL = f"{_RANK}|{_PLACED}"
"""A rank, or the name of a province or a town behind a mark."""
_UNIT = r"(?:人次|项次|人|名|位|个|项|门|支|部|篇|件|次|本|堂)"
_COUNT = rf"[”」]?\s?[(（]?\s?各?[\d一二两三四五六七八九十百]{{1,5}}[余多]?{_UNIT}[)）]?"
_TALLY = compile_re(
    rf"(?P<title>(?:(?:19|20)\d{{2}}年度?)?{_LEVEL}[^,，、。;；:：!！?？\n（）()\d]{{2,40}}?){_COUNT}"
    r"(?=$|[,，、。;；:：!！?？\s（(和及与等]|以及|获|受)"
)
_AND = compile_re(r"(?:[、,，;；\s]|以及|及|和|与|[（(][^（）()\n]{0,20}[）)]){1,3}")
_MARKER = compile_re(r"\s{0,4}(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[●•·\-—])?\s{0,2}")
_BREAK = compile_re(r"[,，:：。;；!！?？]")
_BEHIND_COUNT = compile_re(rf"{_COUNT}[,，、;；]?$")


@dataclass(frozen=True, eq=False)
class _Words:
    lead: re.Pattern[str]
    section: re.Pattern[str]
    aim: re.Pattern[str]
    merit: re.Pattern[str]
    stock: re.Pattern[str]
    own_post: re.Pattern[str]


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    def terms(*roles: str) -> str:
        return either(tuple(term for role in roles for term in lexicon.words("honor_words", role=role)))

    return _Words(
        lead=compile_re(rf"(?:{terms('tally_lead')}|(?<![没未要须应需具设占享仅只])有)了?(?:[^,，。;；]{{0,3}}$)?"),
        section=compile_re(rf"(?:{terms('section', 'tally_section')})[^,，。:：]{{0,8}}(?:[:：]|$)"),
        aim=compile_re(terms("aim", "aim_built", "aim_clause", "no_section")),
        stock=compile_re(rf"(?:{terms('stock')})$"),
        own_post=compile_re(rf"^(?:全?[校院系]).*(?:{terms('own_post')})$"),
        merit=compile_re(f"{either(lexicon.words('honor_merits'))}|{terms('tally_merit')}"),
    )


def find_tallies(article: Article, sentence: Sentence, index: int, lexicon: Lexicon) -> Iterator[Notice]:
    """The counted titles of stated level of a sentence; ``index`` is its place among the sentences of the article.

    A list counts from its first item on: its lead-in, or the heading above it, must tell of things achieved or held.
    """
    words, clean = _words(lexicon), article.clean
    last, accepted = -1, False
    for match in _TALLY.finditer(clean, sentence.start, sentence.end):
        start = match.start("title")
        follows = last >= 0 and _AND.fullmatch(clean, last, start) is not None
        if not follows:
            accepted = _is_led(article, sentence, index, start, words)
        last = match.end()
        if accepted:
            yield from (Notice(title, (), RULE) for title in _titles(clean, match, lexicon, words))


def _titles(clean: str, item: re.Match[str], lexicon: Lexicon, words: _Words) -> tuple[Title, ...]:
    """The titles of a counted item (标兵和名师各1人) when they tell merit and fill the item."""
    start, end = item.span("title")
    text = item.group("title")
    if not words.merit.search(text) or words.stock.search(text) or words.own_post.search(text):
        return ()
    titles = read_titles(clean, start, item.end(), lexicon, True)
    return titles if titles and titles[-1].end == end else ()


def _is_led(article: Article, sentence: Sentence, index: int, at: int, words: _Words) -> bool:
    """True when a list that begins at ``at`` is one of achievements: by its lead-in, the label, or the heading."""
    before = article.clean[max(sentence.start, at - LEAD_REACH) : at]
    if words.aim.search(_governing(before)):
        return False
    leads = [match.end() == len(before) for match in words.lead.finditer(before)]
    if leads and leads[-1]:
        return True
    if _MARKER.fullmatch(before):
        return _is_headed(article, index, words)
    label, mark, rest = before.replace("：", ":").rpartition(":")
    if mark and words.section.search(label + mark) and not words.aim.search(label):
        return not rest.strip() or _BEHIND_COUNT.search(rest) is not None
    return bool(leads) and _BEHIND_COUNT.search(before) is not None


def _governing(before: str) -> str:
    """The clause before a list with the one before it, which may hold its verb (…,其中)."""
    return "".join(_BREAK.split(before)[-2:])


def _is_headed(article: Article, index: int, words: _Words) -> bool:
    """True when the nearest line above that is no item of the list is a heading or lead-in of achievements."""
    passage = article.sentences[index].passage
    for sentence in reversed(article.sentences[:index]):
        if passage - sentence.passage > SECTION_PASSAGES:
            return False
        if words.section.search(sentence.text.rstrip()):
            return words.aim.search(sentence.text) is None
        if not _TALLY.search(sentence.text) and not _BEHIND_COUNT.search(sentence.text.rstrip(" 。.")):
            return False
    return False
