"""Who hands an honour to whom, where the verb does not say: 省总工会向X颁发…, 校党委印发通知,…, (省委,2021年)."""

from __future__ import annotations

import re
from typing import NamedTuple

from dj_analysis.extraction.honor_clauses import FAR_CHARACTERS, split_at, step_back
from dj_analysis.extraction.honor_titles import Title
from dj_analysis.extraction.levels import read_body_level, read_level
from dj_analysis.extraction.party_words import Party
from dj_analysis.extraction.recipients import Recipients
from dj_analysis.extraction.text_search import last_match
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Sentence, Span
from dj_analysis.regexes import compile_re

REACH = FAR_CHARACTERS // 4
"""Characters before the clause of a verb in which a notice or a decision announces it."""

_TO_WHOM = compile_re(
    r"(?<![一方面志偏倾])(?:向|为|给)(?P<who>[^,，。;；向为给]{2,40}?)(?:隆重|分别|现场|正式|集中|逐一|一一|统一){0,2}$"
)
_PRAISED = compile_re(
    r"对(?P<who>[^,，。;；对]{2,40}?)(?:予以|给予|进行|加以)了?(?:通报|隆重|集中|专门)?(?:表彰|表扬|奖励|嘉奖)[,，](?:并|同时)?$"
)
_ISSUED = r"(?:联合|正式|专门|共同)?(?:印发|下发|发布|公布|公示|发文|通报|作出|做出|下达|出台)了?"
_NOTICE = rf"{_ISSUED}(?:《[^》\n]{{4,60}}》|[^,，。;；《》]{{0,60}}?(?:通知|决定|决议|通报|文件|名单|结果|通告))"
_MEETING = r"(?:召开|举行|举办)[^,，。;；]{0,20}?(?:表彰(?:大会|会)|颁奖(?:典礼|大会|仪式))"
_ANNOUNCED = compile_re(
    rf"(?P<act>{_NOTICE}[^,，。;；]{{0,2}}|{_MEETING})[,，](?:[^,，。;；]{{0,6}}(?:表彰|表扬)[^,，。;；]{{0,40}}[,，])?$"
)
_HONOURING = "表彰|表扬|评选|命名|授予|认定|遴选|验收|大赛|竞赛|比赛|征集|获奖|入选|创建|培育"
_TOLD = compile_re(
    rf"(?P<act>(?={_ISSUED}[^,，。;；]{{0,80}}?(?:{_HONOURING})){_NOTICE}|{_MEETING}|(?:[作做]出决定[,，])?对[^,，。;；对]{{2,60}}?(?:予以|给予|进行)了?(?:隆重|通报|集中)?(?:表彰|表扬)"
    r"|(?:隆重)?表彰了?(?:一批|\d{1,4}[个名位]))"
    rf"|(?:名单|结果)(?:近日|日前|已|正式|近期)?由(?P<body>[\u4e00-\u9fff]{{2,20}}?){_ISSUED}(?=[,，。;；])"
)
"""教育部公布…名单,…,X入选: a notice or a meeting told of before, not right before the verb."""
_SIGN = compile_re("名单|结果|通报|通知|决定|决议|文件|通告|表彰|表扬|颁奖|《")
"""Without one of these no sentence tells of a notice or a meeting."""
_MET = compile_re(_MEETING)
OPENING_SENTENCES = 2
"""Sentences at the start of a report that tell of the meeting it is about."""
_PAST = compile_re(r"先后|此前|曾|多次|近年|历年|以往|年来")
"""What was received at other times is no part of what the notice lists."""
_RESOLVED = compile_re(r"(?P<act>(?:研究|讨论)?(?:决定|同意|批准|审批))[,，:：]?$")
_DECREED = compile_re(r"(?P<act>(?:研究|讨论)?(?:决定|同意|批准))[,，:：]?(?:授予|追授|命名|表彰|评选|确定|认定)")
_WHEN = compile_re(r"(?:(?:\d{1,2}月)?\d{1,2}日|(?<=委)会|会议|近日|日前|今日|近期|随后|当天|当日|昨日|\s)$")
_NOTED = compile_re(
    r"[”」]?\s?[（(](?:由)?(?P<body>[\u4e00-\u9fff、和]{2,30}?)(?:授予|颁发|评选|命名)?"
    r"(?:[,，、]\s?(?:19|20)\d{2}年?(?:\d{1,2}月)?)?[）)]"
)
_PARTED = compile_re("[的、和与及]")
_JOINED = compile_re("[、和]")


class Handover(NamedTuple):
    """Who receives, and the body that gives; None where a person hands it over (书记为…颁发)."""

    parties: tuple[Party, ...]
    giver: Span | None


def find_handover(recipients: Recipients, sentence: Sentence, at: int) -> Handover | None:
    """The parties before a verb of giving at ``at``: 省总工会向X颁发…, 校党委对X予以表彰,授予…."""
    clean = recipients.clean
    floor = max(sentence.start, at - REACH)
    start = recipients.clause_before(sentence, at)[0]
    told = _TO_WHOM.search(clean, start, at) or _PRAISED.search(clean, floor, at)
    if told is None:
        return None
    left, right = told.span("who")
    parties = tuple(_whole(party, left, clean) for party in recipients.parties.at_end(left, right))
    if not parties:
        return None
    body = _body_at(recipients, floor, told.start()) or _resolved(recipients, floor, told.start())
    return Handover(parties, body)


def _whole(party: Party, left: int, clean: str) -> Party:
    """向|后勤服务中心: a unit fills the stretch, whatever verb its name holds."""
    alone = party.kind == "unit" and party.start > left and not _PARTED.search(clean, left, party.start)
    return party._replace(name=clean[left : party.end], start=left) if alone else party


def announced_giver(
    recipients: Recipients, sentence: Sentence, at: int, title: Title, lexicon: Lexicon, college: bool
) -> Span | None:
    """The body whose notice, decision or meeting tells of the honour before its clause, or in the sentence before.

    None where the title states a level that is not the body's: a school may announce what the province awards.
    """
    start = recipients.clause_before(sentence, at)[0]
    floor = max(sentence.start, start - REACH)
    body = _issued(recipients, floor, start) or _resolved(recipients, floor, start) or _told(recipients, sentence, at)
    if body is None:
        return None
    stated = read_level(title.text, lexicon)
    own = read_body_level(recipients.clean[body.start : body.end], lexicon, college)
    return body if stated is None or stated == own else None


def _told(recipients: Recipients, sentence: Sentence, at: int) -> Span | None:
    """The body of the last notice or meeting that the sentence, else the one before it in the passage, tells of."""
    index, sentences = recipients.order[sentence.start], recipients.article.sentences
    for number in (index, index - 1, *range(OPENING_SENTENCES)):
        if not 0 <= number <= index or not _SIGN.search(sentences[number].text):
            continue
        one = sentences[number]
        if one.passage != sentence.passage and not (at - one.end < FAR_CHARACTERS and _MET.search(one.text)):
            continue
        floor, end = max(one.start, min(one.end, at) - FAR_CHARACTERS), min(one.end, at)
        if found := last_match(_TOLD, recipients.clean[floor:end]):
            past = _PAST.search(recipients.clean, max(sentence.start, at - REACH), at)
            return None if past else _acting(recipients, one, found, floor)
    return None


def _acting(recipients: Recipients, sentence: Sentence, told: re.Match[str], base: int) -> Span | None:
    """The body of an announcement: named in it, or before its act."""
    if told["body"]:
        return Span(base + told.start("body"), base + told.end("body"))
    act = base + told.start("act")
    return _body_at(recipients, sentence.start, act) or recipients.publisher(sentence, act)


def issuing_body(recipients: Recipients, sentence: Sentence, at: int) -> Span | None:
    """The body whose notice the clause before tells of: 团省委下发《…通报》,X获通报表扬."""
    start = recipients.clause_before(sentence, at)[0]
    return _issued(recipients, max(sentence.start, start - REACH), start)


def _issued(recipients: Recipients, floor: int, at: int) -> Span | None:
    """团省委下发《…通报》, right before ``at``."""
    told = _ANNOUNCED.search(recipients.clean, floor, at)
    return _body_at(recipients, floor, told.start("act")) if told else None


def decreed_giver(recipients: Recipients, start: int, at: int) -> Span | None:
    """学校党委决定,授予X…;授予Y…: who resolved it, from ``start`` on, goes on giving up to ``at``."""
    start = max(start, at - FAR_CHARACTERS)
    told = last_match(_DECREED, recipients.clean[start:at])
    return _body_at(recipients, start, start + told.start("act")) if told else None


def noted_giver(recipients: Recipients, title: Title) -> Span | None:
    """The body in a bracket behind a title: 先进基层党组织(省委,2020年)."""
    noted = _NOTED.match(recipients.clean, title.end)
    if noted is None:
        return None
    start, end = noted.span("body")
    parts = split_at(_JOINED, recipients.clean, start, end)
    named = all(recipients.names_giver(Span(left, right)) for left, right in parts if right > left)
    return Span(start, end) if named else None


def _resolved(recipients: Recipients, floor: int, at: int) -> Span | None:
    """学校党委研究决定, right before ``at``."""
    told = _RESOLVED.search(recipients.clean, floor, at)
    return _body_at(recipients, floor, told.start("act")) if told else None


def _body_at(recipients: Recipients, floor: int, at: int) -> Span | None:
    """The body whose name ends at a position, or before an adverb of time there."""
    return recipients.parties.body_at(step_back(recipients.clean, floor, at, _WHEN), floor)
