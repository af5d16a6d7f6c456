"""What looks like an honour and is none: aims, conditions, routine, plans, and plaques a unit hands out itself."""

from __future__ import annotations

import re

from dj_analysis.extraction.honor_clauses import FAR_CHARACTERS, mask_quotes
from dj_analysis.extraction.honor_frames import Cue
from dj_analysis.extraction.honor_setting import HonorWords, Setting
from dj_analysis.extraction.honor_titles import Title
from dj_analysis.extraction.notice_words import Notice
from dj_analysis.extraction.party_words import Party
from dj_analysis.records import Sentence
from dj_analysis.regexes import compile_re

NEAR = 14
"""Characters before a verb in which a word of intention (争取, 可, 拟) still governs it."""
PLANNED = "拟"
"""拟表彰, 拟确定: announced for objection, so listed, and no aim."""
HANDLING = "将"
"""将该支部确定为…: takes an object, tells no future."""
PAUSE = "、"
_RELATIVE = "的"
"""为新获评的样板支部授牌: told of before, no news."""
_CLAUSE = compile_re(r"[,，:：。;；!！?？]")
_TO_CLAUSE = compile_re(rf".*{_CLAUSE.pattern}", re.DOTALL)
_CONDITION_BEHIND = compile_re(
    r"^[”」]?(?:荣誉)?(?:称号)?(?:的(?:[,，]|党员|支部|同志|学生|单位|个人|教师|集体|人员|作品|团队|选手|班级|学院)|者[,，]?|时[,，])"
)
_CONDITION_BEFORE = compile_re(r"(?:的|者)[,，]?$")
_LEVELLED = compile_re(
    r"[“「]?(?:\d{4}年度?)?(?:全[国省市校]|国家级|[省市校]级?|首批|第[一二三四五六七八九十\d]{1,3}批|教育部|学校首批)"
)
_DIRECT = compile_re(
    r"(?:将|要|(?<!许)可|(?<![功性职技])能|(?<![响适反效供])应|未|没有|没|不|争|拟|若|如|需|[不将才就也都还]会"
    r"|(?<![思理梦])想)$"
)
_DEFINED = compile_re(
    r"[”」](?:[,，]?(?:即|就是|也就是|是指|指的?是|意指|意为|意即|寓意|象征|取自)|[（(]即)[^,，。;；]{0,60}$"
)
_COUNT_BEHIND = compile_re(r"[”」]?\s?[(（]?[\d一二两三四五六七八九十百余多]")
_HANDED_IN = compile_re(r"[推上申报][报送荐]")
_COUNT_LEAD = compile_re(r"[\d一二两三四五六七八九十百余多]{1,4}[个名位支项件份篇]")
_COUNT_BEFORE = compile_re(r"[\d一二两三四五六七八九十百余多][个名位支项]?$")


def last_clause(text: str) -> str:
    """The text behind its last comma or stop."""
    before = _TO_CLAUSE.match(text)
    return text[before.end() :] if before else text


def _is_defined(before: str) -> bool:
    """“两翼”即先进支部和优秀团队: a sentence that says what a name means."""
    return _DEFINED.search(before) is not None


def is_no_honour(setting: Setting, sentence: Sentence, cue: Cue, titles: tuple[Title, ...], held: bool = False) -> bool:
    """True where the verb tells an aim, a condition, a routine or a plan rather than an honour received.

    ``held`` tells that who received it is named behind the title.
    """
    before = setting.article.clean[max(sentence.start, cue.start - FAR_CHARACTERS) : cue.start]
    if _is_defined(before):
        return True
    if cue.held:
        return not _is_held(setting, cue, titles)
    if before.endswith(PLANNED) and (
        cue.role.startswith("nominate") or setting.words.listed.search(sentence.text[-FAR_CHARACTERS:])
    ):
        return False
    if cue.role == "nominate" and _is_handed_in(setting.article.clean, cue, titles[0]):
        return True
    return _is_intended(setting, cue, before, titles[0]) or _is_loose(setting, cue, before, titles, held)


def _is_handed_in(clean: str, cue: Cue, title: Title) -> bool:
    """共推荐上报103个“品牌案例”: so many were handed in, nobody is put forward by name."""
    return (
        _HANDED_IN.search(clean, cue.start, cue.end) is not None
        and _COUNT_LEAD.search(clean, cue.end, title.start) is not None
    )


def _is_intended(setting: Setting, cue: Cue, before: str, title: Title) -> bool:
    """争取被评为…, 可推荐为…, 三年内建成…."""
    words, clause = setting.words, last_clause(mask_quotes(before))
    if _DIRECT.search(before) and not (before.endswith(HANDLING) and cue.receiver):
        return True
    if cue.built and (words.aim_built.search(before) or not _LEVELLED.match(title.text)):
        return True
    return bool(words.aim.search(clause[-NEAR:]) or words.aim_clause.search(clause))


def _is_loose(setting: Setting, cue: Cue, before: str, titles: tuple[Title, ...], held: bool) -> bool:
    """每年评选…, 被评为…的,予以加分, 表彰 without a count, 入选…建设工作."""
    words, clean, last = setting.words, setting.article.clean, titles[-1]
    settled = cue.role in ("recognise", "confer")
    if words.routine.search(before if settled else last_clause(before)):
        return True
    if cue.role == "confer" and _CONDITION_BEFORE.search(before):
        return True
    if clean[cue.end : cue.end + 1] == _RELATIVE:
        return True
    behind = clean[last.end : last.end + NEAR]
    if cue.role == "recognise":
        return not (_COUNT_BEHIND.match(behind) or _COUNT_BEFORE.search(clean[cue.end : titles[0].start]))
    weak = not cue.strong and words.tool.match(last.tail) and not words.listed.search(last.tail)
    return bool(weak or (not held and _CONDITION_BEHIND.match(behind)))


def _is_held(setting: Setting, cue: Cue, titles: tuple[Title, ...]) -> bool:
    """现有全国党建工作样板支部1个, 涌现出全省优秀教师: of stated level, and counted or praised."""
    clean, words = setting.article.clean, setting.words
    title, behind = titles[0], clean[titles[0].end : titles[0].end + NEAR]
    if words.aim_built.search(clean, max(0, cue.start - NEAR), cue.start):
        return False
    if not _LEVELLED.match(title.text):
        return False
    if words.brought.search(clean, cue.start, cue.end) and all(_is_praised(words, told) for told in titles):
        return not _is_intended(setting, cue._replace(built=False), clean[max(0, cue.start - NEAR) : cue.start], title)
    return bool(words.held.search(title.text) and _COUNT_BEHIND.match(behind))


def _is_praised(words: HonorWords, title: Title) -> bool:
    """全省优秀教师, without the name of who holds it."""
    if PAUSE in title.text:
        return False
    return words.praised.search(title.text) is not None and words.head_end.search(title.text) is not None


def is_own_post(setting: Setting, sentence: Sentence, cue: Cue, parties: tuple[Party, ...]) -> bool:
    """对表现突出的党员授予…: what a unit hands its own people is no honour, unless a body is said to grant it."""
    if cue.role != "confer" or not all(party.kind in ("group", None) for party in parties):
        return False
    return setting.recipients.giver_before(sentence, cue.start, cue.role) is None


def is_no_notice(setting: Setting, sentence: Sentence, notice: Notice) -> bool:
    """True where an apposition or acceptance stands in an aim or a routine."""
    before = setting.article.clean[max(sentence.start, notice.title.start - FAR_CHARACTERS) : notice.title.start]
    if notice.rule == "honor_list":
        return False
    if _is_defined(before):
        return True
    if notice.rule == "honor_apposition" and setting.words.learned_from.search(last_clause(before)):
        return True
    return bool(setting.words.aim_clause.search(last_clause(before)) or setting.words.routine.search(before))
