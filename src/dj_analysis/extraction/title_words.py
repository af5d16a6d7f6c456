"""The words that titles of honours are made of, compiled once per lexicon, and the kind a title tells by them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dj_analysis.extraction.alternations import either
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

OPENING = '“「『"‘'
"""Marks that open a quoted title."""
GIVING = r"(?:联合)?(?:授予|颁发|评选|评定|表彰|评审|命名|认定|举办|组织|主办|颁布|评出|(?:重点)?培育|遴选|选树)"
"""What a body does with an honour."""

REMEMBERED = 4096
"""Titles kept with their kind; those of the system come back in every article."""

_OPEN_BRACKET = compile_re(r"[（(]")
_CLOSE_BRACKET = compile_re(r"[）)]")
_COUNT_TAIL = compile_re(r"[^,，、。;；:：]{0,6}?[\d一二两三四五六七八九十百余多]{1,5}(?:余|多)?[项个门]")

ROLES = (
    "closing",
    "generic",
    "ignored",
    "candidate",
    "praised",
    "recognising",
    "research_end",
    "funded",
    "party_work",
    "studied",
    "owner_word",
)
"""The word lists that titles are read by."""


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Compiled word lists about titles."""

    head: re.Pattern[str]
    merit: re.Pattern[str]
    hopeful: re.Pattern[str]
    collection: re.Pattern[str]
    closing: re.Pattern[str]
    closing_end: re.Pattern[str]
    summed: re.Pattern[str]
    summed_end: re.Pattern[str]
    generic: re.Pattern[str]
    ignored: re.Pattern[str]
    grantor: re.Pattern[str]
    body_lead: re.Pattern[str]
    owner: re.Pattern[str]
    candidate: re.Pattern[str]
    verb: re.Pattern[str]
    telling: re.Pattern[str]
    nobody: re.Pattern[str]
    praised: re.Pattern[str]
    recognising: re.Pattern[str]
    research_end: re.Pattern[str]
    funded: re.Pattern[str]
    party_work: re.Pattern[str]
    studied: re.Pattern[str]
    kinds: tuple[tuple[re.Pattern[str], str], ...]


@lru_cache(maxsize=4)
def title_words(lexicon: Lexicon) -> TitleWords:
    """The patterns made from the word lists about titles."""
    words = {role: either(lexicon.words("honor_words", role=role)) for role in ROLES}
    levels = either(tuple(t for t in lexicon.words("levels") if len(t) > 1))
    bodies = either(lexicon.words("organisation_heads"))
    granting = either(lexicon.words("organisation_heads", kind="granting_body"))
    verbs = either(lexicon.words("honor_verbs"))
    kinds = []
    for rank in sorted({row["rank"] for row in lexicon.rows("honor_kinds")}):
        for kind in ("award", "designation"):
            terms = lexicon.words("honor_kinds", rank=rank, kind=kind)
            if terms:
                kinds.append((compile_re(either(terms)), kind))
    closing = (
        rf"(?:等)?(?:[\d一二三四五六七八九十多余]{{0,4}}[项个])?(?:的)?(?:{words['closing']})(?!奖|单位|个人|集体)"
    )
    return TitleWords(
        head=compile_re(rf"(?:{either(lexicon.words('honor_heads'))})(?:(?<=案例|论文|作品|成果)(?:集|库|选编|汇编))?"),
        collection=compile_re(r"《[^》\n]{2,40}(?:集|库|选编|汇编)》"),
        hopeful=compile_re(f"[{OPENING}《]|{either(lexicon.words('honor_heads'))}|{words['closing']}"),
        merit=compile_re(rf"(?:{either(lexicon.words('honor_merits'))})|第[一二三四五六七八九十\d]{{1,3}}批"),
        closing=compile_re(closing),
        closing_end=compile_re(rf"(?:{closing})$"),
        summed_end=compile_re(rf"等(?:{closing})?$"),
        summed=compile_re(rf"、.{{2,60}}等(?:[\d一二三四五六七八九十多余]{{0,4}}[项个])?(?:{words['closing']})"),
        generic=compile_re(
            rf"(?:{levels}|以上|及|高校|各类|各级|多项|若干|一系列|较高|[省市校院]|的|[、和]|\d{{1,4}}[余多]?项){{0,6}}"
            rf"(?:{words['generic']})"
        ),
        ignored=compile_re(rf"(?:{words['ignored']})"),
        grantor=compile_re(
            rf"^(?P<body>[\u4e00-\u9fff、]{{0,24}}?(?:{bodies}|学校)|[\u4e00-\u9fff、]{{2,24}}?(?={GIVING}))"
            rf"(?:(?:{GIVING})?的?)(?=[{OPENING}]|$)"
        ),
        body_lead=compile_re(
            rf"^(?P<body>[\u4e00-\u9fff、]{{0,16}}(?:{granting}))(?!员|会员)(?=[\u4e00-\u9fff\d“])(?!系统)(?:的(?=[{OPENING}]))?"
        ),
        owner=compile_re(rf"(?:{levels}|{words['owner_word']}|[省市校院系]){{1,4}}的?"),
        candidate=compile_re(rf"(?:{words['candidate']})(?!奖)"),
        verb=compile_re(rf"(?:{verbs})|在|里|被|通过|作为|是"),
        telling=compile_re(
            either((*lexicon.words("honor_verbs", role="receive", strength="strong"), "入选", "当选", "获批"))
        ),
        nobody=compile_re(
            rf"(?:{levels}|{words['owner_word']}|[\u4e00-\u9fff]{{2,3}}[省市]|国家|高校|学校|学院|各级|上级|[省市校院系、和与及]){{1,12}}"
        ),
        praised=compile_re(rf"(?:{words['praised']})(?:{granting}|{bodies})$"),
        recognising=compile_re(rf"{words['praised']}|{words['recognising']}"),
        research_end=compile_re(rf"(?:{words['research_end']})$"),
        funded=compile_re(words["funded"]),
        party_work=compile_re(words["party_work"]),
        studied=compile_re(words["studied"]),
        kinds=tuple(kinds),
    )


def is_research(title: str, tail: str, counted: bool, words: TitleWords) -> bool:
    """获批省级教改课题3项, 国家自然科学基金项目: routine research, unless a word of recognition stands in its title."""
    if not words.research_end.search(title) or words.recognising.search(title):
        return False
    if words.party_work.search(title) and not words.studied.search(title):
        return False
    return counted or words.funded.search(title) is not None or _COUNT_TAIL.match(tail) is not None


def without_note(scope: str, words: TitleWords) -> str:
    """Up to a bracket behind a finished title (样板支部(培育创建单位), 案例(含一等奖1项)) that no head follows."""
    opened = _OPEN_BRACKET.search(scope)
    if opened is None:
        return scope
    closed = _CLOSE_BRACKET.search(scope, opened.end())
    goes_on = closed is not None and words.head.search(scope, closed.end()) is not None
    return scope if goes_on else scope[: opened.start()]


@lru_cache(maxsize=REMEMBERED)
def judge_kind(title: str, lexicon: Lexicon, titled: bool = False) -> str:
    """Award or designation, by the strongest word of the title; ``titled`` tells of a 荣誉称号 that no word ranks.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> judge_kind("全国党建工作样板支部", load_lexicon()), judge_kind("优秀团队奖", load_lexicon())
    ('designation', 'award')
    """
    kinds = title_words(lexicon).kinds
    for pattern, kind in kinds[:-1] if titled else kinds:
        if pattern.search(title):
            return kind
    return "award"
