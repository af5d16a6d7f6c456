"""The words by which recipients of honours are told: roles, names, projects, adverbs; compiled once per lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.alternations import either
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

MASKED_NAME = r"[某*×○ＸX□]{1,2}"
PLACE_BEFORE_NAME = r"(?:[小中]学|[初高]中|医院|公司|幼儿园|\d{1,4}[班级])"
"""Whom a name belongs to, where no role stands between (某小学王某某)."""
ENDS_MASKED = compile_re(MASKED_NAME + "$")
"""A name withheld behind its surname."""
QUOTED = compile_re(r"“[^”\n]{1,60}”|「[^」\n]{1,60}」|《[^》\n]{1,80}》|\"[^\"\n]{1,60}\"")
COUNTED = compile_re(
    r"(?:^|[^第\d])(?:\d{1,6}|[一二两三四五六七八九十百几数多]{1,4})[余多]?"
    r"(?:人次|人|名|位|个|支(?!部)|项|件|篇|门|届|对|组|党员)"
)
"""People or things counted, not named."""
DEMONSTRATIVE = compile_re(r"^(?:该|其|本(?!科|人)|这个|这支|这一|这|我)(?:[院校系](?=[\u4e00-\u9fff]))?")

_AFTER_NAME = "说也曾被获荣在从为是以把带走来将与和的"
_GIVEN_LAST = rf"(?![{_AFTER_NAME}还就先])[\u4e00-\u9fff]"
_TIMES = (
    r"连续?[\d一二两三四五六七八九十多数几]{1,3}[年次届度]|第?[\d一二两三四五六七八九十]{1,2}次|[两三]度"
    r"|[于自从]?(?:\d{4}年)?\d{1,2}月|[于自从]?\d{4}年?度?[、和至]?|\d{1,2}日"
)
_NO_NAME_SURE = compile_re(
    r"[院校系部委组处班会室们届次项等的了]$|^(?:党[员委支总建]|高校|全[校院系国省市覆面体员程力部方民])"
)
_NO_NAME = compile_re(
    _NO_NAME_SURE.pattern + r"|[员队年月个名人]$|^[应于何单包时计向任关和同经常师金牌武路项]"
    r"|^(?:项目|方[案面]|成[果员绩]|安全|管理|平台|文[学化法理艺史物]|史学|司法|金[融属工]|高分|石油|车辆|路桥)"
    r"|^(?:能源|能动|能力|水利|水产|农业|艺术|计算|经济|管理|安全|金属)"
    r"|^(?:应用|时尚|方言|农学|包装|国际|古籍|荣誉)"
)


class Party(NamedTuple):
    """A recipient as the text names it; ``name`` is None where the text counts people without naming them."""

    name: str | None
    kind: str | None
    start: int
    end: int


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

    def is_common(self, name: str, sure: bool) -> bool:
        """True for words that merely begin like a surname; ``sure`` when a role beside it says it is a person."""
        if ENDS_MASKED.search(name):
            return False
        ends = (self.bodies_end, self.role_end, *(head for _, head in self.heads))
        if any(end.search(name) for end in ends):
            return True
        return bool((_NO_NAME_SURE if sure else _NO_NAME).search(name))


@lru_cache(maxsize=4)
def party_words(lexicon: Lexicon) -> PartyWords:
    """The patterns made from the word lists about recipients."""
    role, suffix = (either(lexicon.words("recipient_heads", kind=kind)) for kind in ("role", "suffix"))
    member = either((*lexicon.words("recipient_heads", kind="role"), *lexicon.words("recipient_heads", kind="group")))
    surnames = either(lexicon.words("surnames"))
    adverbs, tails, holders = (
        either(lexicon.words("honor_words", role=kind)) for kind in ("adverb", "adverb_tail", "holder_of")
    )
    bodies = either(lexicon.words("organisation_heads"))
    honours = either(lexicon.words("honor_heads", kind="award"))
    name = rf"(?:{surnames})(?:{MASKED_NAME}|[\u4e00-\u9fff](?:{_GIVEN_LAST})?)"
    over = rf"(?=$|[,，、。;；:：{_AFTER_NAME}]|(?<=[某*×○ＸX□])|{adverbs}|{_TIMES})"
    project = either(lexicon.words("recipient_heads", kind="project") + lexicon.words("recipient_heads", kind="team"))
    quoted, title = r"“[^”\n]{1,40}”", r"《[^》\n]{1,60}》"
    units = either(
        tuple(
            term
            for kind in ("unit", "team")
            for term in lexicon.words("recipient_heads", kind=kind)
            if len(term) > 1 and term not in ("学校", "公司", "单位", "部门")
        )
    )
    made = either(
        tuple(term for role in ("naming", "frame") for term in lexicon.words("initiative_verbs", strength=role))
    )
    hard = tuple(term for term in lexicon.words("organisation_stops", role="hard") if len(term) > 1)
    heads = tuple(
        (kind, compile_re(rf"(?:{either(lexicon.words('recipient_heads', kind=kind))})$"))
        for kind in ("group", "project", "team", "unit", "role")
    )
    return PartyWords(
        adverb_tail=compile_re(rf"(?:{adverbs}|{tails}|{_TIMES}|\s)$"),
        adverb_lead=compile_re(rf"^(?:{adverbs}|{_TIMES}|\s)"),
        person=compile_re(
            rf"(?:^|(?P<role>{member})|(?:{bodies}|[校院系部处]|{PLACE_BEFORE_NAME})|[的、和与及])(?P<name>{name})(?P<suffix>{suffix})?$"
        ),
        person_lead=compile_re(rf"(?P<role>{member})(?P<name>{name})(?P<suffix>{suffix})?{over}"),
        honour_end=compile_re(rf"{holders}|{honours}|”|、"),
        person_behind=compile_re(
            rf"(?P<whole>(?:[\u4e00-\u9fff]{{0,16}}?(?:{role}))?(?P<name>{name})(?:{suffix})?){over}"
        ),
        whole_name=compile_re(name),
        name_lead=compile_re(rf"(?P<name>{name})(?:{suffix})?(?=[获被荣曾]|当选|先后|多次|连续)"),
        surname=compile_re(rf"(?:{surnames})"),
        role_end=compile_re(rf"(?:{role})$"),
        bodies_end=compile_re(rf"(?:{bodies})$"),
        heads=heads,
        first_head={
            kind: compile_re(either(lexicon.words("recipient_heads", kind=kind))) for kind in ("project", "team")
        },
        work=compile_re(
            rf"(?:的|^)[\u4e00-\u9fff]{{0,8}}(?P<work>{title}|{quoted}[\u4e00-\u9fff]{{0,8}}?(?:{project}))"
        ),
        work_lead=compile_re(
            rf"^[\u4e00-\u9fff]{{0,4}}(?:{quoted}|{title})[\u4e00-\u9fff]{{0,12}}?(?:{project})|^{title}"
        ),
        made=compile_re(rf"(?:{made})(?:了|[^的]{{0,20}}$)"),
        work_before=compile_re(
            rf"(?P<name>(?:{quoted}|{title})[\u4e00-\u9fff]{{0,10}}?(?:{project}))"
            rf"|的(?P<plain>[\u4e00-\u9fff]{{2,12}}?(?:{project}))"
        ),
        unit_behind=compile_re(
            rf"(?P<tail>(?:(?!的)[\u4e00-\u9fff]){{0,10}}?(?:{units}))(?=$|作为|自|在|于|被|获|荣|先后|多次|连续|[,，]|{adverbs})"
        ),
        hard=compile_re(rf"(?:{either(hard)}|[的了着把将由被在与])"),
    )
