"""Amounts that say themselves what they count: 三个晚上, 一蹲就是三个月, 两小时内必有回音, 5天5夜."""

from __future__ import annotations

import re
from functools import lru_cache

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.amounts import Amount
from dj_analysis.extraction.number_ellipsis import Found
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

_ALL_ALONG = compile_re(r"一([\u4e00-\u9fff]{1,2})[就便]是(?:整整|足足)?$")
"""一蹲就是三个月."""
_LONGEST_ALONG = 8
_LIFE = compile_re("的?([党教工军团医警艺]龄|办学历史|建[校院]历史)")
"""70年党龄: how long somebody has been one."""

_CYCLE = compile_re("为?一个?(周期|建设期|任期|阶段)")
_SPENT = compile_re(r"(?:的?时间)?(?:便|就|才|即)?([\u4e00-\u9fff]{2,10})")
"""三年一个周期, 只用五天修好."""

_ALONE = compile_re(r"人(?=[,，。;；、在把将从到都也就一分走去来轮用守扛坐站挤])|人(?=带着)")
"""7个人带着焊机: persons told of as nothing but persons."""

_WITHIN = compile_re(
    r"内?(?:全部|全都|全|必须|必定|必|须|一定|就|便|都|均|可|能|要|即可|一律|迅速|立即|及时|给予|予以|做到)*"
    r"(?:有|得到)?([\u4e00-\u9fff]{2,8})(?=[,，。;；、!！)）]|$)"
)
"""48小时内赶到现场: what must be done, or come (必有回音), within so many hours."""

_INSIDE = "内"
_OF_PERSONS = frozenset({"人", "名", "位", "%", ""})
_NIGHTS = compile_re(r"[\d一二三四五六七八九十两]{1,2}个?[夜晚](?=[,，。;；、]|$)")
_STAY = compile_re(r"([守干忙战熬住蹲跑])了?$")
_NEEDED = compile_re(r"([走跑坐赶来骑开][\u4e00-\u9fff])(?:至少|单程|往返)?(?:都|也)?(?:需要|就要|得要|要|得|需)$")
_QUALIFIED = compile_re(
    r"(?:已|均|都)?(?:具有|具备|拥有|持有|取得|获得)了?([\u4e00-\u9fff]{2,14}?(?:职称|学位|学历|资格|证书))(?=[,，。;；、)）]|$)"
)
"""9人具有高级职称: what was counted is told behind, as in 高级职称9人."""

_NAMED = compile_re(r"(?:^|[,，。;；、的])[“]([^“”]{2,16})[”](?:已经|已|也|就)?坚持了?$")
_BY_TURNS = compile_re(r"(?:轮流|分批|轮换|交替)([\u4e00-\u9fff]{2})[,，]每[批次轮组人班]$")
"""轮流驻点,每批不少于3个月."""

_LONGEST_NAMED = 24


@lru_cache(maxsize=8)
def _times_of_day(lexicon: Lexicon) -> re.Pattern[str]:
    return compile_re(either(lexicon.words("counted_heads", kind="time")))


def find_at_once(text: str, amount: Amount, lexicon: Lexicon) -> Found | None:
    """Amounts that say themselves what they count: 三个晚上, 一蹲就是三个月."""
    if amount.kind == "duration":
        return _find_lasting_deed(text, amount) or _find_time_spent(text, amount)
    if amount.unit == "个" and (time := _times_of_day(lexicon).match(text, amount.end)):
        return Found(amount, amount.start, time.end(), time.group(), "time", "noun_behind")
    if amount.unit == "个" and (alone := _ALONE.match(text, amount.end)):
        return Found(amount, amount.start, alone.end(), alone.group(), "person", "noun_behind")
    if amount.unit in _OF_PERSONS and (told := _QUALIFIED.match(text, amount.end)):
        return Found(amount, amount.start, told.end(), told[1], "thing", "said_of_it")
    return None


def _find_time_spent(text: str, amount: Amount) -> Found | None:
    """三年一个周期, 只用五天修好, 一蹲就是三个月."""
    if life := _LIFE.match(text, amount.end):
        return Found(amount, amount.start, life.end(), life[1], "", "noun_behind")
    if whole := _CYCLE.match(text, amount.end):
        return Found(amount, amount.start, whole.end(), whole[1], "", "noun_behind")
    if text[: amount.start].endswith("用") and (spent := _SPENT.match(text, amount.end)):
        return Found(amount, amount.start, spent.end(), spent[1], "", "said_of_it")
    if text[: amount.start].endswith("是"):
        along = _ALL_ALONG.search(text[max(0, amount.start - _LONGEST_ALONG) : amount.start])
        if along:
            start = amount.start - len(along.group())
            return Found(amount, start, amount.end, along[1], "", "verb_ahead")
    return None


def _find_lasting_deed(text: str, amount: Amount) -> Found | None:
    """What took a length of time, where a verb beside it tells: 守了5天5夜, 走路要两个小时, 半小时内赶到."""
    lead = text[max(0, amount.start - _LONGEST_NAMED) : amount.start]
    if named := _NAMED.search(lead):
        return Found(amount, amount.start - len(lead) + named.start(1) - 1, amount.end, named[1], "", "noun_ahead")
    if amount.form == "hours":
        return _find_due(text, amount, lead)
    if by_turns := _BY_TURNS.search(lead):
        start = amount.start - len(lead) + by_turns.start()
        return Found(amount, start, amount.end, by_turns[1], "", "verb_ahead")
    nights = _NIGHTS.match(text, amount.end)
    stay = _STAY.search(lead) if nights else None
    if nights and stay:
        start = amount.start - len(lead) + stay.start(1)
        return Found(amount, start, nights.end(), stay[1], "", "verb_ahead")
    return None


def _find_due(text: str, amount: Amount, lead: str) -> Found | None:
    """What must be done within hours, or what a way takes."""
    if needed := _NEEDED.search(lead):
        start = amount.start - len(lead) + needed.start()
        return Found(amount, start, amount.end, needed[1], "", "verb_ahead")
    inside = text[amount.end - 1 : amount.end] == _INSIDE or text[amount.end : amount.end + 1] == _INSIDE
    due = _WITHIN.match(text, amount.end) if inside else None
    if due is None:
        return None
    limit = amount._replace(low=None, bound="at_most") if amount.exact else amount
    return Found(limit, amount.start, due.end(), due[1], "", "said_of_it")
