"""The words of honours that no verb of award announces, and what is read of such a notice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.honor_titles import Title
from dj_analysis.extraction.party_words import Party
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

LONGEST_CLAUSE = 80
"""Characters a title may stand away from the word that closes it (名单, 验收)."""

AS = "作为"
"""李某某作为一等奖获得者上台: one of those who hold it, told of by what they do."""
PLACED = r"[\u4e00-\u9fff]{2,3}?[省市](?!级)|[\u4e00-\u9fff]{2,10}?大学(?!生)|[\u4e00-\u9fff]{2,10}?学院"
"""A rank told by a name: 某省先进集体, 某大学优秀党员."""
LEVEL = r"全[国省市]|首批|第[一二三四五六七八九十\d]{1,3}批|教育部|国家级|省级|市级|校级"
"""A rank told by a word."""


class Notice(NamedTuple):
    """An honour with its recipients and, where the wording settles it, its status."""

    title: Title
    parties: tuple[Party, ...]
    rule: str
    status: str | None = None
    giver: Span | None = None


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """Compiled word lists about notices."""

    listed_end: re.Pattern[str]
    publish: re.Pattern[str]
    published: re.Pattern[str]
    selected: re.Pattern[str]
    accepted: re.Pattern[str]
    apposition: re.Pattern[str]
    holder: re.Pattern[str]
    plaque: re.Pattern[str]
    vague: re.Pattern[str]
    taken: re.Pattern[str]
    given: re.Pattern[str]
    stop: re.Pattern[str]
    merit: re.Pattern[str]
    head_end: re.Pattern[str]
    level: re.Pattern[str]
    province: re.Pattern[str]


@lru_cache(maxsize=4)
def notice_words(lexicon: Lexicon) -> NoticeWords:
    """The patterns of notices, compiled once per lexicon."""

    def terms(role: str) -> str:
        return either(lexicon.words("honor_words", role=role))

    merits = either(lexicon.words("honor_merits"))
    provinces = either(lexicon.words("levels", level="provincial_name"))
    inner = r"[^,，。;；:：!！?？\n]"
    return NoticeWords(
        listed_end=compile_re(terms("list_end")),
        publish=compile_re(
            rf"(?:{terms('publish')})(?P<title>{inner}{{4,{LONGEST_CLAUSE}}}?)"
            r"(?:的?拟?(?:入选|获奖|推荐|建设|立项|评选|认定|培育|创建){0,2}(?:结果)?(?:公示)?名单|中[,，])"
        ),
        published=compile_re(
            rf"(?P<title>{inner}{{4,{LONGEST_CLAUSE}}}?)(?:评选结果|名单)(?:正式|日前|近日|已经?|今日)?"
            rf"(?:{terms('publish')}|出炉)"
        ),
        selected=compile_re(
            rf"(?:组织|开展|举办|主办|发起)的(?P<title>{inner}{{2,{LONGEST_CLAUSE}}}?)(?:评选|评比|推选|遴选)(?:表彰)?(?:活动)?中[,，]"
        ),
        accepted=compile_re(
            rf"通过(?:了)?(?P<inner>{inner}{{0,{LONGEST_CLAUSE}}}?)(?:的)?(?:结项|中期|建设|结题|创建|期满|考核|培育创建)?"
            r"(?:验收|认定|复核)"
        ),
        apposition=compile_re(
            rf"(?:^|[,，。;；—\s])(?:{terms('apposition')})(?=[“\u4e00-\u9fff\d])"
            rf"|(?<=[\u4e00-\u9fff]){AS}(?=[^,，、。;；:：\n]{{2,40}}(?:获得者|得主))"
            rf"|(?<=[\u4e00-\u9fff])(?:{terms('apposition')})(?=“?(?:\d{{4}}年度?)?(?:{LEVEL}|学校|{PLACED}|(?<=“)(?:{provinces})))"
        ),
        holder=compile_re(rf"[”」]?(?:{terms('holder')})"),
        taken=compile_re(
            rf"(?:最终|则|也|均|分别){{0,2}}(?:由(?P<by>{inner}{{2,{LONGEST_CLAUSE}}}?)(?:分别|共同|双双)?(?:{terms('taken_by')})"
            rf"|(?:{terms('goes_to')}|(?:荣誉)?称号(?:授予|颁发给|颁授)了?)(?P<to>{inner}{{2,{LONGEST_CLAUSE}}}))"
        ),
        given=compile_re(
            rf"(?:将|把)(?P<title>{inner}{{2,{LONGEST_CLAUSE}}}?)(?:授予|颁授予|颁授给|颁发给|颁给|授给|奖给)了?"
            rf"(?P<to>{inner}{{2,{LONGEST_CLAUSE}}})"
        ),
        vague=compile_re(terms("vague")),
        plaque=compile_re(
            rf"(?P<titles>(?:“[^”\n]{{2,30}}”[、]?){{1,10}})(?:等)?的?"
            rf"(?:[\d一二三四五六七八九十多余]{{1,4}}[块项面枚座个])?(?:{terms('plaque')})"
        ),
        stop=compile_re(r"[,，。;；:：!！?？\n]"),
        merit=compile_re(merits),
        head_end=compile_re(rf"(?:{either(lexicon.words('honor_heads'))})$"),
        province=compile_re(provinces),
        level=compile_re(rf"{LEVEL}|全校|省|市|(?<!我)校|学校"),
    )
