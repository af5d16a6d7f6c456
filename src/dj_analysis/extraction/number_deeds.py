"""Amounts behind a verb (已整改61个): what the verb was done to, or the verb where it is what is counted."""

from __future__ import annotations

from collections.abc import Sequence

from dj_analysis.extraction.amounts import Amount
from dj_analysis.extraction.counted_nouns import Noun, noun_behind
from dj_analysis.extraction.noun_words import is_known_deed, is_light
from dj_analysis.extraction.nouns_ahead import DONE, OWNER, plain_noun_ahead
from dj_analysis.extraction.number_ellipsis import (
    MEASURED,
    PERSONS,
    SESSIONS,
    Found,
    found,
    quoted_before,
    resolve_ellipsis,
    same_unit,
)
from dj_analysis.extraction.number_links import strip_links
from dj_analysis.extraction.number_objects import find_object
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

_MADE_INTO = compile_re(r"(?:作为|用作|用于|改造成|改建成|建成)")
"""划出六十平方米作为活动室: what a space or sum was for stands behind it."""

_GRANT = compile_re(r"的?([\u4e00-\u9fff]{0,4}(?:资助|补助|补贴|奖励|支持|扶持))(?=[,，。;；、!！)）]|$)")
"""给予1万元至3万元资助."""

_CARRIED = frozenset({"quoted_before", "carried_on", "same_unit"})
_SPENDING = frozenset("用花")
_SPENT_ON = compile_re(r"(?:的?时间)?(?:便|就|才|即|来)([\u4e00-\u9fff]{2,10})")
"""用了不到两个月就建成机房: what time was spent on stands behind it."""

_SUPERIOR = compile_re("(?:总支|党委|学校|大学|[们部处系院会])$")
"""Who holds sessions and is not one: 夜校 and 论坛 are held themselves."""

AGENT = compile_re(f"(?:{OWNER}|[班组室社团局厅司县村]|企业|社区|街道)$")
_PASSED = frozenset({"转正", "毕业", "结业"})
"""Steps that persons take: 转正29名 counts the step, not the party members named before."""

_LASTING = frozenset({"坚持", "延续", "开展"})
"""活动已经坚持了九年: what went on is named before."""

_OF_THEMSELVES = ("带头", "大家", "自己", "们", "计划", "预计")
_MEDIUM = compile_re("(?:[日晚早时周]报|学报|新闻网|新闻|客户端|公众号|官网|期刊|杂志|平台|强国|校报)[》”]?上?$")
"""《某日报》发表2篇: where something came out is not what came out."""

_WHEN = compile_re(
    "[一两三半几数]个?(?:多)?(?:学期|学年|年|月|周|天|季度)(?:[里间内来]|下来)?|[上下]学期|[今去前]年|寒假|暑假|[校海国]内外|线上线下"
)
_BODIES = frozenset({"个", "家", "支", "所"})
_OCCURRING = frozenset({"次", "小时", "遍"})


def resolve_verb(text: str, amount: Amount, verb: Noun, before: Sequence[Found], floor: int, lexicon: Lexicon) -> Found:
    """A verb stands before the amount (已整改61个): what it was done to, or the verb where it is what is counted."""
    told = (
        _find_purpose(text, amount, verb, lexicon)
        or _find_topic(text, amount, verb, before, floor, lexicon)
        or find_object(text, amount, verb, lexicon)
    )
    if told:
        return told
    light = verb.doubtful or is_light(verb.text, lexicon)
    if light and amount.unit in SESSIONS and (held := _find_held(text, amount, verb, before, floor, lexicon)):
        return held
    lasted = verb.doubtful and amount.kind == "duration" and not amount.exact
    if lasted or not (verb.doubtful or (light and amount.kind == "duration")):
        return found(amount, verb, verb.start, amount.end, "verb_ahead")
    left_out = resolve_ellipsis(text, amount, amount.start, before, None, lexicon)
    return found(amount, verb, verb.start, amount.end, "verb_ahead") if _says(text, verb, left_out) else left_out


def _find_topic(
    text: str, amount: Amount, verb: Noun, before: Sequence[Found], floor: int, lexicon: Lexicon
) -> Found | None:
    """The noun before a verb that says little or that something was done to, or what its measure counted before."""
    done_to = amount.unit not in MEASURED and amount.kind == "count" and is_known_deed(verb.text, lexicon)
    lasting = amount.kind == "duration" and verb.text in _LASTING
    if not (done_to or lasting or verb.doubtful or is_light(verb.text, lexicon)):
        return None
    at, _ = strip_links(text, verb.start, floor, lexicon)
    topic = plain_noun_ahead(text, at, floor, lexicon) if at > floor else None
    if topic and not is_agent(topic, amount):
        return found(amount, topic, topic.start, amount.end, "topic")
    other_deed = verb.text in _PASSED or (verb.doubtful and amount.kind == "money")
    same = None if other_deed else same_unit(amount, before)
    return Found(amount, verb.start, amount.end, same.item, same.head, "same_unit") if same else None


def _find_purpose(text: str, amount: Amount, verb: Noun, lexicon: Lexicon) -> Found | None:
    """What time, space or money was used for, told behind it."""
    if amount.kind == "duration" and verb.text[0] in _SPENDING and (spent := _SPENT_ON.match(text, amount.end)):
        return Found(amount, verb.start, spent.end(), spent[1], "", "said_of_it")
    if amount.kind == "money" and (grant := _GRANT.match(text, amount.end)):
        return Found(amount, verb.start, grant.end(), grant[1], "", "said_of_it")
    into = _MADE_INTO.match(text, amount.end)
    made = noun_behind(text, into.end(), False, lexicon) if into else None
    return found(amount, made, verb.start, made.end, "said_of_it") if made else None


def _find_held(
    text: str, amount: Amount, verb: Noun, before: Sequence[Found], floor: int, lexicon: Lexicon
) -> Found | None:
    """What was held, where the clause before or a name before tells it: 开设主题讲座,至今已举办40场."""
    at, _ = strip_links(text, verb.start, floor, lexicon)
    left_out = resolve_ellipsis(text, amount, at, before, None, lexicon)
    told = left_out.rule == "clause_before" and left_out.head == "thing"
    return left_out if told else quoted_before(text, amount)


def _says(text: str, verb: Noun, left_out: Found) -> bool:
    """True for 干了四十个小时, 开过87次 and 凑了六百块: the verb says better what it was than anything told before."""
    amount = left_out.amount
    done = text[amount.start - 1] in DONE and verb.text[0] not in _SPENDING
    if amount.kind in ("duration", "money") and done and left_out.rule in _CARRIED:
        return True
    occurring = amount.kind in ("duration", "money") or (amount.arabic and amount.unit in _OCCURRING)
    return left_out.item is None and verb.doubtful and occurring and (done or amount.kind == "money")


def is_agent(topic: Noun, amount: Amount) -> bool:
    """True for who did it: a body or person before the verb, unless the classifier counts bodies or persons."""
    if topic.head == "person" or topic.text.endswith(_OF_THEMSELVES):
        return amount.unit not in PERSONS and amount.unit not in MEASURED
    if _MEDIUM.search(topic.text) or _WHEN.fullmatch(topic.text):
        return True
    pattern = _SUPERIOR if amount.unit in SESSIONS else AGENT
    return amount.unit not in _BODIES and pattern.search(topic.text) is not None
