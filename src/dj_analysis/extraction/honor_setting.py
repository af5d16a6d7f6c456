"""What the honours of one article are read against: its recipients, its word lists, and what 院 means in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.honor_clauses import FAR_CHARACTERS
from dj_analysis.extraction.honor_years import read_report_year
from dj_analysis.extraction.levels import is_autonomous, speaks_of_school
from dj_analysis.extraction.recipients import Recipients
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, Sentence
from dj_analysis.regexes import compile_re

_COLLEGE = compile_re(r"院党委|我院")


@dataclass(frozen=True, slots=True)
class HonorWords:
    """Compiled word lists about aims, routine, status and contests."""

    aim: re.Pattern[str]
    aim_clause: re.Pattern[str]
    aim_built: re.Pattern[str]
    held: re.Pattern[str]
    brought: re.Pattern[str]
    praised: re.Pattern[str]
    head_end: re.Pattern[str]
    routine: re.Pattern[str]
    learned_from: re.Pattern[str]
    cultivating: re.Pattern[str]
    candidate: re.Pattern[str]
    tool: re.Pattern[str]
    listed: re.Pattern[str]
    contest: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """An article with what its honours are read against."""

    article: Article
    lexicon: Lexicon
    words: HonorWords
    recipients: Recipients
    college: bool
    of_school: bool
    autonomous: bool
    report: int | None

    def whole(self, sentence: Sentence) -> tuple[Sentence, ...]:
        """The sentence with what stands before it up to a full stop: a semicolon does not end it.

        A chain of many parts is followed back no further than a subject is looked for.
        """
        sentences, last = self.article.sentences, self.recipients.order[sentence.start]
        first, floor = last, sentence.start - FAR_CHARACTERS
        while first and sentences[first].start > floor and _is_open(sentences[first - 1], sentence.passage):
            first -= 1
        return sentences[first : last + 1]


def _is_open(sentence: Sentence, passage: int) -> bool:
    return sentence.passage == passage and sentence.text.endswith((";", "；"))


def make_setting(article: Article, lexicon: Lexicon) -> Setting:
    """Everything the honours of an article are read against, made once per article."""
    return Setting(
        article,
        lexicon,
        _words(lexicon),
        Recipients(article, lexicon),
        _is_college(article),
        speaks_of_school(article.clean),
        is_autonomous(article.clean),
        read_report_year(article, lexicon),
    )


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> HonorWords:
    def terms(role: str) -> str:
        return either(lexicon.words("honor_words", role=role))

    return HonorWords(
        aim=compile_re(rf"(?:{terms('aim')})[\u4e00-\u9fff]{{0,4}}$"),
        aim_clause=compile_re(terms("aim_clause")),
        aim_built=compile_re(terms("aim_built")),
        brought=compile_re(terms("brought")),
        praised=compile_re(terms("praised")),
        head_end=compile_re(rf"(?:{either(lexicon.words('honor_heads'))})[”」]?$"),
        held=compile_re(terms("held")),
        learned_from=compile_re(rf"(?:{terms('learned_from')}|向)[^,，]{{0,8}}$"),
        routine=compile_re(terms("routine")),
        cultivating=compile_re(terms("cultivating")),
        candidate=compile_re(rf"^[”」]?(?:{terms('candidate')})"),
        tool=compile_re(rf"^[”」]?(?:{terms('tool')})"),
        listed=compile_re(terms("list")),
        contest=compile_re(
            rf"(?:在|于|参加|参与)(?P<name>[^,，。;；]{{2,50}}?(?:{terms('contest')})(?:[国省市校院]赛|总?决赛)?(?![道区题])"
            r"|[国省市校院]赛(?![道区])|“[^”\n]{2,30}”(?=[中上]))(?:中|上|里|活动中)?[,，]?(?=[^。;；]{0,70}$)"
        ),
    )


def _is_college(article: Article) -> bool:
    """True where the institution itself is called 学院: then 院 in a title means the school."""
    school = article.metadata.school
    if school:
        return school.endswith("学院")
    text = article.clean
    return "大学" not in text and "学校" not in text and "系" in text and _COLLEGE.search(text) is not None
