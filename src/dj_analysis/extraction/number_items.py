"""What an amount counts: the noun beside it, the verb it measures, or the noun that an ellipsis left behind."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dj_analysis.extraction.amounts import Amount
from dj_analysis.extraction.counted_nouns import Noun, noun_ahead, noun_behind
from dj_analysis.extraction.noun_words import head_of, is_known_deed, is_light
from dj_analysis.extraction.number_ellipsis import (
    CLAUSE,
    MEASURED,
    PERSONS,
    SESSIONS,
    Found,
    found,
    resolve_ellipsis,
    same_unit,
)
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

_LONGEST_LINK = 5
_MOST_LINKS = 6
"""Words between a noun and its amount: 的, 如今, 已, 累计, 达到, 了 is the longest chain seen plausible."""

_COMPARED = compile_re(r"(?:比(?![例重赛率武])|较|同比|环比|相比|高出|高于|低于)[^,，。;；、:：]{0,14}$")
_COMPARING = compile_re("[比较高低]")
_OPENED, _CLOSING = ("(", "（"), (")", "）")
_SHARE_OF = compile_re(r"(?:约|近|仅)?占(?:比)?[^,，。;；、]{1,16}的$")
_LISTED = compile_re(r"等(?:各类|各级|多种)?$")
_ROW_OF_YEARS = compile_re(r"连续[\d一二两三四五六七八九十]{1,2}[年届次期]$")
_HAN = compile_re(r"(?![的并及和与])[\u4e00-\u9fff]")
_TIMES_OF_DAY = compile_re("[日昼]夜|[早晚]上|夜晚|日子|春秋|寒暑|[寒暑]假|周末|年头|清晨|深夜")
_LASTED = compile_re(r"的([\u4e00-\u9fff]{2,8})(?=[,，。;；、]|$)")
_SERVED = compile_re(r"[\u4e00-\u9fff]{2,10}?(?=的)")
"""七年以上辅导员经历|的教师: what a length of time is said of ends before 的."""

_SUPERIOR = compile_re("(?:学院|支部|总支|党委|学校|大学|[们部处系院会])$")
"""Who holds sessions and is not one: 夜校 and 论坛 are held themselves."""

_AGENT = compile_re(
    r"(?:学院|支部|总支|党委|学校|大学|中心|团队|协会|专班|小组|[们部处系院会队校站班组室社团局厅司县村]|企业|公司|医院|社区|街道)$"
)
_BODIES = frozenset({"个", "家", "支", "所"})

_OCCURRING = frozenset({"次", "小时", "遍"})
_DONE = "了过"
"""干了40个小时, 开过87次: the verb says what was done, when nothing else does."""

_HEADS_COUNTED = frozenset({"人", "人次"})


_ONLY = "才"
_TALENTS = frozenset({"人才", "英才", "天才", "育才", "成才", "口才", "干才", "奇才"})
"""党员才9个 says how few; 人才9名 counts talents."""


@lru_cache(maxsize=8)
def _links(lexicon: Lexicon) -> tuple[dict[str, str], frozenset[str]]:
    """Words between a noun and its amount with their kinds, and the characters they end with."""
    links = {row["term"]: row["kind"] for row in lexicon.rows("amount_links")}
    return links, frozenset(term[-1] for term in links) | frozenset(" ：:（(年届次期" + _ONLY)


def find_item(text: str, amount: Amount, before: Sequence[Found], last: str | None, lexicon: Lexicon) -> Found:
    """Join an amount with what it counts; ``before`` are the amounts found earlier in the sentence.

    ``last`` is the item of the last amount about persons in the passage.

    >>> from dj_analysis.extraction.amounts import find_amounts
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text, lexicon = "两支队伍累计服务超过2万小时", load_lexicon()
    >>> [find_item(text, each, [], None, lexicon).item for each in find_amounts(text, lexicon)]
    ['队伍', '服务']
    """
    if amount.unit == "个" and (time := _TIMES_OF_DAY.match(text, amount.end)):
        return Found(amount, amount.start, time.end(), time.group(), "time", "noun_behind")
    behind = _find_behind(text, amount, lexicon)
    if behind and behind.doubtful and amount.unit in MEASURED:
        behind = None
    if behind and amount.unit not in _HEADS_COUNTED and not behind.doubtful:
        return found(amount, behind, amount.start, behind.end, "noun_behind")
    floor = before[-1].end if before else 0
    at, total = _strip_links(text, amount.start, floor, lexicon)
    if amount.unit == "次" and at < amount.start and _HAN.match(text, amount.end):
        at = floor
    ahead = _find_ahead(text, at, floor, total, amount, lexicon)
    if ahead and not ahead.verb:
        closes = text[amount.end : amount.end + 1] in _CLOSING and text[ahead.end : ahead.end + 1] in _OPENED
        return found(amount, ahead, ahead.start, amount.end + closes, "noun_ahead")
    if behind and not (behind.doubtful and ahead):
        return found(amount, behind, amount.start, behind.end, "noun_behind")
    if ahead and (len(ahead.text) > 1 or ahead.doubtful):
        return _resolve_verb(text, amount, ahead, before, floor, lexicon)
    return resolve_ellipsis(text, amount, at, before, last, lexicon)


def _find_behind(text: str, amount: Amount, lexicon: Lexicon) -> Noun | None:
    if amount.kind == "duration":
        return _find_lasting(text, amount, lexicon)
    if amount.kind in ("percent", "other") and text[amount.end : amount.end + 1] != "的":
        return _find_behind_directly(text, amount, lexicon)
    if amount.unit in _HEADS_COUNTED and text[amount.end : amount.end + 1] != "的":
        return None
    return noun_behind(
        text, amount.end, amount.unit in PERSONS or amount.form == "bare", lexicon, amount.kind == "money"
    )


def _find_lasting(text: str, amount: Amount, lexicon: Lexicon) -> Noun | None:
    """What a length of time is said of: 两个多小时的角逐, 五年以上教龄的教师, 30小时志愿服务."""
    if text[amount.end : amount.end + 1] != "的":
        if amount.bound in ("at_least", "at_most") and (served := _SERVED.match(text, amount.end)):
            behind = noun_behind(text[: served.end()], amount.end, False, lexicon)
            return behind if behind and not behind.doubtful else None
        return _find_behind_directly(text, amount, lexicon)
    if behind := noun_behind(text, amount.end, False, lexicon):
        return behind._replace(doubtful=False)
    lasted = _LASTED.match(text, amount.end)
    return Noun(lasted.start(1), lasted.end(1), lasted[1], head_of(lasted[1], lexicon)) if lasted else None


def _find_behind_directly(text: str, amount: Amount, lexicon: Lexicon) -> Noun | None:
    """30小时志愿服务, 100%就业: only where the amount follows a verb or begins its clause."""
    at, _ = _strip_links(text, amount.start, 0, lexicon)
    ahead = noun_ahead(text, at, 0, False, lexicon) if at else None
    behind = noun_behind(text, amount.end, False, lexicon) if ahead is None or ahead.verb else None
    return None if behind and behind.doubtful else behind


def _strip_links(text: str, at: int, floor: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Step back over words that join a noun to its amount (达到, 为, 共计); tell whether one announces a total."""
    links, last = _links(lexicon)
    total = False
    for _ in range(_MOST_LINKS):
        if at <= floor or text[at - 1] not in last:
            break
        if text[at - 1] in " ：:（(":
            at, total = at - 1, total or text[at - 1] not in "（( "
            continue
        if text[at - 1] == _ONLY and text[max(floor, at - 2) : at] not in _TALENTS:
            at -= 1
            continue
        if text[at - 1] in "年届次期" and (row := _ROW_OF_YEARS.search(text[max(floor, at - 6) : at])):
            at -= len(row.group())
            continue
        for size in range(min(_LONGEST_LINK, at - floor), 0, -1):
            if kind := links.get(text[at - size : at]):
                at, total = at - size, total or kind == "total"
                break
        else:
            break
    return at, total


def _find_ahead(text: str, at: int, floor: int, total: bool, amount: Amount, lexicon: Lexicon) -> Noun | None:
    if at <= floor:
        return None
    clause = text[max(floor, at - CLAUSE) : at]
    if amount.kind != "money" and _COMPARING.search(clause) and (lead := _COMPARED.search(clause)):
        at, _ = _strip_links(text, at - len(lead.group()), floor, lexicon)
        return noun_ahead(text, at, floor, False, lexicon) if at > floor else None
    if "占" in clause and (share := _SHARE_OF.search(clause)):
        holder = noun_ahead(text, at - len(share.group()), floor, False, lexicon)
        return holder if holder and not holder.verb else noun_ahead(text, at - 1, floor, False, lexicon)
    if "等" in clause and (listed := _LISTED.search(clause)):
        at, total = at - len(listed.group()), True
    elif total and amount.kind == "count" and text[at - 1] in ",，" and at - 1 > floor:
        at -= 1
    if text[at - 1] in "）)" and (opened := max(text.rfind("(", floor, at), text.rfind("（", floor, at))) >= 0:
        at = opened
    if text[at - 1] == "的":
        at -= 1
    return noun_ahead(text, at, floor, total, lexicon)


def _resolve_verb(
    text: str, amount: Amount, verb: Noun, before: Sequence[Found], floor: int, lexicon: Lexicon
) -> Found:
    """A verb stands before the amount (已整改61个): what it was done to, or the verb where it is what is counted."""
    light = verb.doubtful or is_light(verb.text, lexicon)
    done_to = amount.unit not in MEASURED and amount.kind == "count" and is_known_deed(verb.text, lexicon)
    if light or done_to:
        at, _ = _strip_links(text, verb.start, floor, lexicon)
        topic = noun_ahead(text, at, floor, False, lexicon) if at > floor else None
        if topic and not topic.verb and not _is_agent(topic, amount):
            return found(amount, topic, topic.start, amount.end, "topic")
        if same := same_unit(amount, before):
            return Found(amount, verb.start, amount.end, same.item, same.head, "same_unit")
    lasted = verb.doubtful and amount.kind == "duration" and not amount.exact
    if not lasted and (verb.doubtful or (light and amount.kind == "duration")):
        left_out = resolve_ellipsis(text, amount, amount.start, before, None, lexicon)
        lasting = amount.arabic and (amount.unit in _OCCURRING) and text[amount.start - 1] in _DONE
        if left_out.item or not (lasting and verb.doubtful):
            return left_out
    return found(amount, verb, verb.start, amount.end, "verb_ahead")


def _is_agent(topic: Noun, amount: Amount) -> bool:
    """True for who did it: a body or person before the verb, unless the classifier counts bodies or persons."""
    if topic.head == "person" or topic.text.endswith("带头"):
        return amount.unit not in PERSONS and amount.unit not in MEASURED
    pattern = _SUPERIOR if amount.unit in SESSIONS else _AGENT
    return amount.unit not in _BODIES and pattern.search(topic.text) is not None
