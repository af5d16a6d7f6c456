"""The words by which recipients of honours are told: roles, names, projects, adverbs; compiled once per lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.alternations import either
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

MASKS = "某*×○ＸX□"
"""What stands for the given name where it is withheld."""
MASKED_NAME = rf"[{MASKS}]{{1,2}}"
PLACE_BEFORE_NAME = r"(?:[小中]学|[初高]中|医院|公司|幼儿园|\d{1,4}[班级])"
"""Whom a name belongs to, where no role stands between (某小学王某某)."""
ENDS_MASKED = compile_re(MASKED_NAME + "$")
"""A name withheld behind its surname."""
QUOTED = compile_re(r"“[^”\n]{1,60}”|「[^」\n]{1,60}」|《[^》\n]{1,80}》|\"[^\"\n]{1,60}\"")
SUMMED_PEOPLE = r"[两三四五六七八九十\d]{1,2}(?:人|[名位](?:同志|同学|老师|教师|学生|党员)?)"
"""王某某、李某|两位老师: what sums up the names before it."""
COUNTED = compile_re(
    r"(?:^|[^第\d])(?:\d{1,6}|[一二两三四五六七八九十百几数多]{1,4})[余多]?"
    r"(?:人次|人|名|位|个|支(?!部)|项|件|篇|门|届|对|组|党员)"
)
"""People or things counted, not named."""
DEMONSTRATIVE = compile_re(r"^(?:该|其|本(?!科|人)|这个|这支|这一|这|我)(?:[院校系](?=[\u4e00-\u9fff“《]))?")

_AFTER_NAME = "说也曾被获荣在从为是以把带走来将与和的"
_GIVEN_LAST = rf"(?![{_AFTER_NAME}还就先])[\u4e00-\u9fff]"
_ACTS = "上台|发言|代表|分享|介绍|讲述|表示|领奖|汇报|作了|作为|带来|出席|围绕|结合"
"""What somebody does at a meeting, right behind the name."""
_TIMES = (
    r"连续?[\d一二两三四五六七八九十多数几]{1,3}[年次届度]|第?[\d一二两三四五六七八九十]{1,2}次|[两三]度"
    r"|[于自从]?(?:\d{4}年)?\d{1,2}月|[于自从]?(?:\d{4}年度?|(?:19|20)\d{2}(?!名))[、和至]?|\d{1,2}日"
)
_NO_NAME_SURE = compile_re(
    r"[院校系部委组处班会室们届次项等的了]$|^(?:党[员委支总建]|高校|全[校院系国省市覆面体员程力部方民])"
)
_NO_NAME = rf"{_NO_NAME_SURE.pattern}|[员队年月个名人]$|^[应于何单包时计向任关和同经常师金牌武路项]"
"""Ends and beginnings of words that merely begin with a surname; longer beginnings stand in the word list."""


_ANY_UNIT = ("学校", "公司", "单位", "部门")
"""Heads that tell nothing of a unit behind a name."""


class Party(NamedTuple):
    """A recipient as the text names it; ``name`` is None where the text counts people without naming them."""

    name: str | None
    kind: str | None
    start: int
    end: int


def are_people(parties: tuple[Party, ...]) -> bool:
    """True for parties that are people, each by name."""
    return bool(parties) and all(party.kind == "person" for party in parties)


class Place(NamedTuple):
    """A named party with the start of its role (学院党委书记) and of its name."""

    start: int
    name_start: int
    party: Party


@dataclass(frozen=True, slots=True)
class PartyWords:
    """Compiled patterns of recipients."""

    adverb_tail: re.Pattern[str]
    adverb_lead: re.Pattern[str]
    person: re.Pattern[str]
    person_lead: re.Pattern[str]
    honour_end: re.Pattern[str]
    person_behind: re.Pattern[str]
    whole_name: re.Pattern[str]
    any_name: re.Pattern[str]
    name_lead: re.Pattern[str]
    surname: re.Pattern[str]
    role_end: re.Pattern[str]
    bodies_end: re.Pattern[str]
    heads: tuple[tuple[str, re.Pattern[str]], ...]
    first_head: dict[str, re.Pattern[str]]
    work: re.Pattern[str]
    work_lead: re.Pattern[str]
    made: re.Pattern[str]
    work_before: re.Pattern[str]
    hard: re.Pattern[str]
    unit_behind: re.Pattern[str]
    no_name: re.Pattern[str]
    merit: re.Pattern[str]

    def is_name(self, text: str, sure: bool = False) -> bool:
        """True for a whole name of a person; ``sure`` when the words beside it say it is a person."""
        name = self.any_name if sure else self.whole_name
        return name.fullmatch(text) is not None and not self.is_common(text, sure)

    def is_common(self, name: str, sure: bool) -> bool:
        """True for words that merely begin like a surname; ``sure`` when a role beside it says it is a person."""
        if ENDS_MASKED.search(name):
            return False
        ends = (self.bodies_end, self.role_end, *(head for _, head in self.heads))
        if any(end.search(name) for end in ends) or self.merit.match(name):
            return True
        return bool((_NO_NAME_SURE if sure else self.no_name).search(name))


class _Lists(NamedTuple):
    """Alternations of the word lists that several patterns are made from."""

    role: str
    member: str
    suffix: str
    surnames: str
    bodies: str
    adverbs: str
    name: str
    over: str


def _lists(lexicon: Lexicon) -> _Lists:
    surnames, bodies = either(lexicon.words("surnames")), either(lexicon.words("organisation_heads"))
    adverbs = either(lexicon.words("honor_words", role="adverb"))
    return _Lists(
        role=_heads(lexicon, "role"),
        member=_heads(lexicon, "role", "group"),
        suffix=_heads(lexicon, "suffix"),
        surnames=surnames,
        bodies=bodies,
        adverbs=adverbs,
        name=rf"(?:{surnames})(?:{MASKED_NAME}|[\u4e00-\u9fff](?:{_GIVEN_LAST})?)",
        over=rf"(?=$|[,，、。;；:：{_AFTER_NAME}]|(?<=[{MASKS}])|{adverbs}|{_ACTS}|{_TIMES})",
    )


def _heads(lexicon: Lexicon, *kinds: str) -> str:
    return either(tuple(term for kind in kinds for term in lexicon.words("recipient_heads", kind=kind)))


@lru_cache(maxsize=4)
def party_words(lexicon: Lexicon) -> PartyWords:
    """The patterns made from the word lists about recipients."""
    lists = _lists(lexicon)
    tails = either(lexicon.words("honor_words", role="adverb_tail"))
    hard = tuple(term for term in lexicon.words("organisation_stops", role="hard") if len(term) > 1)
    return PartyWords(
        adverb_tail=compile_re(rf"(?:{lists.adverbs}|{tails}|{_TIMES}|\s)$"),
        adverb_lead=compile_re(rf"^(?:{lists.adverbs}|{_TIMES}|\s)"),
        surname=compile_re(rf"(?:{lists.surnames})"),
        role_end=compile_re(rf"(?:{lists.role})$"),
        bodies_end=compile_re(rf"(?:{lists.bodies})$"),
        heads=tuple(
            (kind, compile_re(rf"(?:{_heads(lexicon, kind)})$"))
            for kind in ("group", "project", "team", "unit", "role")
        ),
        first_head={kind: compile_re(_heads(lexicon, kind)) for kind in ("project", "team")},
        hard=compile_re(rf"(?:{either(hard)}|[的了着把将由被在与])"),
        unit_behind=_unit_behind(lexicon, lists.adverbs),
        no_name=compile_re(rf"{_NO_NAME}|^(?:{either(lexicon.words('honor_words', role='no_name'))})"),
        merit=compile_re(either(tuple(term for term in lexicon.words("honor_merits") if len(term) > 1))),
        **_people(lexicon, lists),
        **_works(lexicon),
    )


def _people(lexicon: Lexicon, lists: _Lists) -> dict[str, re.Pattern[str]]:
    """The patterns of people, by their names in ``PartyWords``."""
    role, member, suffix, name, over = lists.role, lists.member, lists.suffix, lists.name, lists.over
    holders = either(lexicon.words("honor_words", role="holder_of"))
    honours = either(lexicon.words("honor_heads", kind="award"))
    return {
        "person": compile_re(
            rf"(?:^|(?P<role>{member})|(?:{lists.bodies}|[校院系部处]|{PLACE_BEFORE_NAME})|[的、和与及])(?P<name>{name})(?P<suffix>{suffix})?$"
        ),
        "person_lead": compile_re(rf"(?P<role>{member})(?P<name>{name})(?:(?P<suffix>{suffix})|{over})"),
        "honour_end": compile_re(rf"{holders}|{honours}|”|、"),
        "person_behind": compile_re(
            rf"(?P<whole>(?:[\u4e00-\u9fff]{{0,16}}?(?:{role}))?(?P<name>{name})(?:{suffix})?){over}"
        ),
        "whole_name": compile_re(name),
        "any_name": compile_re(rf"{name}|(?:{lists.surnames})[\u4e00-\u9fff]{{2}}"),
        "name_lead": compile_re(
            rf"(?P<name>{name})(?:(?:{suffix})?(?=[获被荣曾]|当选|先后|多次|连续)|(?:{suffix})(?=[在以从凭现任是]))"
        ),
    }


def _works(lexicon: Lexicon) -> dict[str, re.Pattern[str]]:
    """The patterns of works and projects, by their names in ``PartyWords``."""
    project = _heads(lexicon, "project", "team")
    quoted, title = r"“[^”\n]{1,40}”", r"《[^》\n]{1,60}》"
    made = either(
        tuple(term for role in ("naming", "frame") for term in lexicon.words("initiative_verbs", strength=role))
    )
    return {
        "work": compile_re(
            rf"(?:的|^)[\u4e00-\u9fff]{{0,8}}(?P<work>{title}|{quoted}[\u4e00-\u9fff]{{0,8}}?(?:{project}){{1,3}})"
        ),
        "work_lead": compile_re(
            rf"^[\u4e00-\u9fff]{{0,4}}(?:{quoted}|{title})[\u4e00-\u9fff]{{0,12}}?(?:{project}){{1,3}}|^{title}"
        ),
        "made": compile_re(rf"(?:{made})(?:了|[^的]{{0,20}}$)"),
        "work_before": compile_re(
            rf"(?P<name>(?:{quoted}|{title})[\u4e00-\u9fff]{{0,10}}?(?:{project}))"
            rf"|的(?P<plain>[\u4e00-\u9fff]{{2,12}}?(?:{project}))"
        ),
    }


def _unit_behind(lexicon: Lexicon, adverbs: str) -> re.Pattern[str]:
    """第一附属|医院 behind the name of a body: the unit it is part of."""
    terms = (term for kind in ("unit", "team") for term in lexicon.words("recipient_heads", kind=kind))
    units = either(tuple(term for term in terms if len(term) > 1 and term not in _ANY_UNIT))
    return compile_re(
        rf"(?P<tail>(?:(?!的)[\u4e00-\u9fff]){{0,10}}?(?:{units})(?:[（(][^（）()\n]{{2,12}}[)）])?(?:党委|党总支|团委|工会)?)"
        rf"(?=$|榜上|名列|位列|作为|自|在|于|被|获|荣|先后|多次|连续|[,，]|{adverbs})"
    )
