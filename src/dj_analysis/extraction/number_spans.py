"""Stretches of time: which ones tell how long something took, and which ones only when it was."""

from __future__ import annotations

from dj_analysis.extraction.amounts import Amount
from dj_analysis.extraction.counted_nouns import noun_behind
from dj_analysis.extraction.noun_words import is_deed
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

STOP = compile_re(r"[,，。;；、!?\s)）]|$")
LAST_YEAR = 2100
FIRST_YEAR = 1900
_DAY_HOURS = 24
_SINCE_BEHIND = compile_re(
    r"(?:来|以来|前|之前|后|之后|内|之内|间|期间|里|中|时|如一日|级|制|计划|行动|规划|攻坚|一[度次遍]|[首初]|多来)"
)
_CHANGED_AHEAD = compile_re(
    r"(?:压缩|缩短|缩减|精简|减少?|降低?|延长|增加?|提高|提升|控制|压|砍|提速)(?:到了?|至|为|了|在)$"
)
_CHANGING_BEHIND = compile_re(
    r"[,，]?(?:压[缩减]|缩[短减]|精简|减少?|降低?|压|砍|延长|增加?|延|变|提速)(?:到|至|为|成)"
)
_TAKEN = compile_re(r"[\u4e00-\u9fff]了(?:整整|足足|将?近)?$|(?:就|便)是(?:整整|足足)?$")
_TAKEN_FOR = compile_re(
    r"的(?!时间|时光|光阴|光景|岁月|日子|今天|历史性|第|党|学生|老|新|春|夏|秋|冬|[上下]半|\d)[\u4e00-\u9fff]{2}"
)
_SPAN_AHEAD = compile_re(
    r"(?:每[期次轮批届]|为期|历时|周期|期限|任期|学制|长达|时间|时长|耗时|用时|历经|经历|坚持|从教|任教|执教|教书|驻村|支教|援[藏疆]|(?:扎根|坚守|驻守|深耕|耕耘|投身|躬耕|守护|深扎|战斗|服务)[^,，。;；、]{0,8}"
    r"|党龄|工龄|教龄|有着|持续|连续[\u4e00-\u9fff]{2,4}|奋战|[仅只才]用了?|用了|花了|建院|建校|办学|服务期|有效期|培养期|建设期|培育期|预备期|考察期|公示期|服役|值班|住校|出勤|在岗|脱产|集训|加班|连轴转|从事[^,，。]{1,10}|工作)(?:[为了达约近已有是共满将的须应需均都各:]|整整|累计|合计|总计|一共|至少|超过){0,3}$"
)
_NO_DEED = frozenset("有是到至在为")
_DEED_AHEAD = compile_re(
    r"(?:公示|公告|接力|签约期|合同期|协议期|聘期|工期|教龄|军龄|结对|共建|合作|帮扶|挂职|到岗|驻校|[出上放休停蹲驻进下巡值跑护守][\u4e00-\u9fff])(?:合计|累计|总计|一共|共|刚?满|已|了|达){0,2}$"
)
"""What takes days and years without saying so: 公示5个工作日, 出操142天, 签约期五年."""

_ALL_YEAR = compile_re(r"(?:[全一每]年|全学年|全学期|整年|年均|人均|平均)[\u4e00-\u9fff]{0,8}$")
"""全年不到30天: how much of the year something took."""

_SPAN_BEHIND = compile_re(
    r"为?一个?(?:周期|建设期|任期|阶段)|的?(?:建设周?期|培育周?期|培养周?期|服务期|考察期|公示期|预备期|任期|[党教工军团医警艺]龄|办学史|办学历史|建院历史)"
)
_NEAR_PAST = compile_re(r"(?:近|最近|过去|未来|连续|前|后|这|那|每|今后|头|接下来)$")
_ROUND_THE_CLOCK = compile_re(
    r"(?:内|之内|前|后|外|之外|以外|制|工作制|不间断|值班|值守|在线|全天|响应|轮|开放|服务热线|随时|待命|不打烊)"
)
_DUE = compile_re(r"内(?!外)[\u4e00-\u9fff]{2}")
"""48小时内赶到现场: how soon, which is no opening hours."""

_TOTAL_AHEAD = compile_re(r"(?:共|计|达|达到|时长|时数|时间|为|有|满)$")
_SURVEYED = compile_re(r"(?:不少于|不低于|至少|超过|累计|不超过|最多|不得少于|长达|共|达)$")


def is_span_of_time(amount: Amount, before: str, behind: str) -> bool:
    """A stretch of years or days counts where the text says that something takes it, not when something was."""
    if FIRST_YEAR <= amount.value <= LAST_YEAR or _SINCE_BEHIND.match(behind) or _NEAR_PAST.search(before):
        return False
    if amount.digits != "一" and (amount.bound in ("at_least", "at_most") or _SURVEYED.search(before)):
        return True
    if (
        _is_taken_by_deed(amount, before)
        or _SPAN_AHEAD.search(before)
        or _SPAN_BEHIND.match(behind)
        or _CHANGED_AHEAD.search(before)
    ):
        return True
    if _CHANGING_BEHIND.match(behind) or (amount.digits != "一" and _TAKEN.search(before)):
        return True
    return amount.digits != "一" and amount.bound != "under" and _TAKEN_FOR.match(behind) is not None


def _is_taken_by_deed(amount: Amount, before: str) -> bool:
    """True for 公示7天 and 接力十二年, and for 全年不到20天."""
    deed = amount.digits != "一" and _DEED_AHEAD.search(before)
    return bool(deed or (not amount.exact and amount.unit != "年" and _ALL_YEAR.search(before)))


def is_taken_by_verb(amount: Amount, before: str, behind: str, lexicon: Lexicon) -> bool:
    """True for 协同攻关14年, and 担任12年|村支书: a verb tells what took the time, where a stop or a noun follows."""
    if amount.digits == "一" or FIRST_YEAR <= amount.value <= LAST_YEAR or _NEAR_PAST.search(before):
        return False
    deed = before[-3:-1] if before.endswith("了") else before[-2:]
    if deed[-1:] in _NO_DEED or before.endswith("改革开放") or not is_deed(deed, lexicon):
        return False
    noun = None if STOP.match(behind) or _SINCE_BEHIND.match(behind) else noun_behind(behind, 0, False, lexicon)
    return bool(STOP.match(behind) or (noun and not noun.doubtful and noun.head in ("person", "thing")))


def is_span_of_hours(amount: Amount, before: str, behind: str) -> bool:
    """Refuse 24小时值守 and one hour that nothing is said to take."""
    one = amount.value <= 1 and amount.exact
    due = amount.value != _DAY_HOURS and _DUE.match(behind)
    if (_ROUND_THE_CLOCK.match(behind) and not due) or (
        one and not (_SPAN_AHEAD.search(before) or _TAKEN.search(before))
    ):
        return False
    return (
        amount.unit != "小时"
        or amount.value != _DAY_HOURS
        or not amount.exact
        or _TOTAL_AHEAD.search(before) is not None
    )
