"""What an amount counts: the noun beside it, the verb it measures, or the noun that an ellipsis left behind."""

from __future__ import annotations

from collections.abc import Sequence

from dj_analysis.extraction.amounts import Amount
from dj_analysis.extraction.counted_nouns import Noun, first_thing_of_deed, noun_behind
from dj_analysis.extraction.noun_words import head_of
from dj_analysis.extraction.nouns_ahead import DONE, noun_ahead, plain_noun_ahead
from dj_analysis.extraction.number_deeds import AGENT, is_agent, resolve_verb
from dj_analysis.extraction.number_ellipsis import (
    CLAUSE,
    MEASURED,
    PERSONS,
    Found,
    found,
    resolve_ellipsis,
)
from dj_analysis.extraction.number_links import strip_links
from dj_analysis.extraction.number_objects import find_object, find_such, is_issuing
from dj_analysis.extraction.number_wholes import find_at_once
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

_COMPARED = compile_re(r"(?:比(?![例重赛率武])|较|同比|环比|相比|高出|高于|低于)[^,，。;；、:：]{0,14}$")
_COMPARING = compile_re("[比较高低]")
_OPENED, _CLOSING = ("(", "（"), (")", "）")
_OTHER_UNIT = compile_re(r"[(（][\u4e00-\u9fff]{1,2}[)）]")
"""1200件(双): a second classifier for what is counted."""

_SHARE_OF = compile_re(r"(?:约|近|仅)?占(?:比)?[^,，。;；、]{1,16}的$|占[\u4e00-\u9fff]{2,12}$")
_SHARE_CARRIED = compile_re(r"[,，(（、]\s?(?:几乎|约|近|仅|分别|也|各)?占(?:比)?[^,，。;；、]{0,16}")
"""46名,占总数的: a share of what the amount before counts."""


_AGED = compile_re(r"\d{1,2}(?:[-—~至到]\d{1,2})?周?岁(?:及?以[下上]|左右)?(?=的?$)")

_HAN = compile_re(r"(?![的并及和与])[\u4e00-\u9fff]")
_LASTED = compile_re(r"的([\u4e00-\u9fff]{2,8})(?=[,，。;；、]|$)")
_SERVED = compile_re(r"[\u4e00-\u9fff]{2,10}?(?=的)")
"""七年以上辅导员经历|的教师: what a length of time is said of ends before 的."""


_HEADS_COUNTED = frozenset({"人", "人次"})
_OCCASIONS = frozenset({"次", "场", "场次"})
_BOUNDED = frozenset({"at_least", "at_most", "about"})
_BARE_MEASURE = frozenset(
    {"数量", "总数", "总量", "总额", "人数", "数目", "总值", "规模", "金额", "比例", "比率", "比重", "占比"}
)
"""What says only that something is counted; the noun before it says what."""

_HAPPENED = compile_re(r"(?:[作做给发写办交落整采予][\u4e00-\u9fff]?了|[\u4e00-\u9fff]{1,2}了(?!解))")
"""其余27条作了解释: what was done to them."""

_UNCOUNTED = compile_re(
    r"(?<=支部|学院|班级|团队|个体|组织|院系|企业|村庄|社团|小组)(?:的?(?:内生)?(?:活力|动力|合力|力量|潜力|热情|战斗力|凝聚力))$"
)
"""激发80个支部活力: what a count is of ends before its strength."""

_PARTY = "一行"
_OFFICE = compile_re(
    r"(.{1,24}(?:书记|处长|部长|院长|校长|主任|主席|科长|局长|馆长|所长|会长|县长|市长|厅长|司长|教授))[\u4e00-\u9fff]{2,3}$"
)

_RATE = compile_re(r"(?:[^一]率|比[例重率]|(?<=[\u4e00-\u9fff])占比)[只仅不]?[有为达是到超过近约高于]{0,3}$")
_LONGEST_RATE = 8
"""成活率只有68%的难题: what the rate is of stands before it."""

_FRAMING = compile_re("(?:标准|基础|地方|价格?|代价|时候|水平|目标|速度|幅度|额度|上限|下限|门槛)(?:上|[,，。;；、]|$)")
"""每人100元标准, 捐赠8千万元的基础上: these say nothing of what an amount is of."""

_CLOSED = compile_re(r"[,，。;；、!！)）]|$")
_HAS = "有"
"""学院有近三成学生参军: a share of what stands behind, not of who has it."""

_LONGEST_NAME = 4
_LONGEST_HEADED = 14
_ONE_HEAD = compile_re(r"[\u4e00-\u9fff](?:[,，。;；、!！)）]|$)")


def find_item(text: str, amount: Amount, before: Sequence[Found], last: str | None, lexicon: Lexicon) -> Found:
    """Join an amount with what it counts; ``before`` are the amounts found earlier in the sentence.

    ``last`` is the item of the last amount about persons in the passage.

    >>> from dj_analysis.extraction.amounts import find_amounts
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text, lexicon = "两支队伍累计服务超过2万小时", load_lexicon()
    >>> [find_item(text, each, [], None, lexicon).item for each in find_amounts(text, lexicon)]
    ['队伍', '服务']
    """
    if whole := find_at_once(text, amount, lexicon):
        return whole
    behind = _find_behind(text, amount, lexicon)
    if behind and behind.doubtful and amount.unit in MEASURED:
        behind = None
    if behind and amount.unit not in _HEADS_COUNTED and not behind.doubtful:
        return found(amount, behind, amount.start, behind.end, "noun_behind")
    return _find_beside(text, amount, behind, (before, last), lexicon)


def _find_beside(
    text: str, amount: Amount, behind: Noun | None, told: tuple[Sequence[Found], str | None], lexicon: Lexicon
) -> Found:
    """What stands before an amount, or doubtfully behind it, or was told earlier."""
    before, last = told
    floor = before[-1].end if before else 0
    at, total = _reach_back(text, amount, floor, lexicon)
    if before and amount.arabic and _SHARE_CARRIED.fullmatch(text, floor, at):
        return Found(amount, at, amount.end, before[-1].item, before[-1].head, "carried_on")
    ahead = _find_ahead(text, at, floor, total, amount, lexicon)
    if ahead and ahead.text in _BARE_MEASURE:
        ahead = _find_measured(text, ahead, floor, lexicon)
    if ahead and is_issuing(ahead.text, lexicon):
        ahead = ahead._replace(verb=True)
    if ahead and not ahead.verb and ahead.text.endswith(_PARTY):
        ahead = _lead_of_party(ahead)
    if ahead and amount.unit == "人" and _is_named(text, ahead):
        ahead, at = None, amount.start
    if (not behind or behind.doubtful) and (such := _find_such(text, amount, ahead, lexicon)):
        return such
    if beside := _take_noun(text, amount, ahead, behind):
        return beside
    if ahead and (len(ahead.text) > 1 or ahead.doubtful):
        return resolve_verb(text, amount, ahead, before, floor, lexicon)
    left_out = resolve_ellipsis(text, amount, at, before, last, lexicon)
    return _take_verb(text, left_out, ahead, lexicon) if left_out.item is None and ahead else left_out


def _lead_of_party(ahead: Noun) -> Noun | None:
    """Who leads a party (某处处长一行3人), without 一行 and without the name behind an office."""
    text = ahead.text.removesuffix(_PARTY)
    if office := _OFFICE.match(text):
        text = office[1]
    return ahead._replace(end=ahead.start + len(text), text=text, head="person") if text else None


def _take_noun(text: str, amount: Amount, ahead: Noun | None, behind: Noun | None) -> Found | None:
    """The noun before an amount, or the one behind it that a verb may begin, where nothing better stands before."""
    if ahead and not ahead.verb:
        closes = text[amount.end : amount.end + 1] in _CLOSING and text[ahead.end : ahead.end + 1] in _OPENED
        return found(amount, ahead, ahead.start, amount.end + closes, "noun_ahead")
    if behind and (not behind.doubtful or not ahead or _is_object(text, amount, ahead, behind)):
        return found(amount, behind, amount.start, behind.end, "noun_behind")
    return None


def _find_such(text: str, amount: Amount, ahead: Noun | None, lexicon: Lexicon) -> Found | None:
    """这样的搭档,学校已有58对: what the clause before points at, where beside the amount stands only who has it."""
    apart = ahead is None or ahead.verb or is_agent(ahead, amount) or AGENT.search(ahead.text)
    return find_such(text, amount, ahead, lexicon) if apart else None


def _take_verb(text: str, left_out: Found, verb: Noun, lexicon: Lexicon) -> Found:
    """只讲五分钟, 印了800本: what a verb of one character was done to, or the verb where it took hours or money."""
    amount = left_out.amount
    if named := find_object(text, amount, verb, lexicon):
        return named
    return found(amount, verb, verb.start, amount.end, "verb_ahead") if amount.form in ("hours", "money") else left_out


def _is_named(text: str, ahead: Noun) -> bool:
    """True for 某某等6人获…: a name before 等 is one of those counted, not what they are."""
    return not ahead.verb and not ahead.head and len(ahead.text) <= _LONGEST_NAME and text[ahead.end] == "等"


def _reach_back(text: str, amount: Amount, floor: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Where the words before an amount and its links end, and whether one of those announces a total."""
    at, total = strip_links(text, amount.start, floor, lexicon)
    if at == amount.start and _is_bounded(text, amount):
        at, total = strip_links(text, at - 1, floor, lexicon)
    if amount.unit == "次" and at < amount.start and _HAN.match(text, amount.end):
        at = floor
    return at, total


def _is_object(text: str, amount: Amount, ahead: Noun, behind: Noun) -> bool:
    """True for 看望了九户独居老人 and 提出22条整改措施: behind a verb stands what it was done to, if that is a noun."""
    if amount.form == "concrete" and ahead.verb and behind.head and _CLOSED.match(text, behind.end):
        return True
    return behind.head in ("person", "thing") and text[amount.start - 1 : amount.start] in DONE


def _is_bounded(text: str, amount: Amount) -> bool:
    """True for 面积在五十亩以上, where 在 links the noun to its amount."""
    return text[amount.start - 1 : amount.start] == "在" and amount.bound in _BOUNDED


def _find_measured(text: str, measure: Noun, floor: int, lexicon: Lexicon) -> Noun:
    """The noun before a bare measure (示范村累计|数量), or that measure."""
    owned = text[max(floor, measure.start - 1) : measure.start] == "的"
    at, _ = strip_links(text, measure.start - owned, floor, lexicon)
    return (plain_noun_ahead(text, at, floor, lexicon) if at > floor else None) or measure


def _find_behind(text: str, amount: Amount, lexicon: Lexicon) -> Noun | None:
    if amount.kind == "duration":
        return _find_lasting(text, amount, lexicon)
    if amount.kind in ("percent", "other") and text[amount.end : amount.end + 1] != "的":
        return _find_behind_directly(text, amount, lexicon)
    if amount.kind == "percent" and _RATE.search(text, max(0, amount.start - _LONGEST_RATE), amount.start):
        return None
    if amount.unit in _HEADS_COUNTED and text[amount.end : amount.end + 1] != "的":
        return None
    at, person = amount.end, amount.unit in PERSONS or amount.form == "bare"
    if text[at : at + 1] in _OPENED and (other := _OTHER_UNIT.match(text, at)):
        at = other.end()
    held = amount.unit in _OCCASIONS
    noun = noun_behind(text, at, person, lexicon, amount.kind == "money", held)
    if noun and amount.kind == "count" and (rest := _UNCOUNTED.search(noun.text)):
        noun = noun._replace(end=noun.end - len(rest.group()), text=noun.text[: rest.start()], head="thing")
    if noun and _HAPPENED.match(noun.text):
        noun = None
    if noun and amount.kind != "count" and _FRAMING.match(noun.text):
        return None
    if noun and noun.doubtful and amount.kind == "percent" and noun.head in ("person", "thing"):
        noun = noun._replace(doubtful=False)
    return noun or _find_headed(text, amount, lexicon)


def _find_headed(text: str, amount: Amount, lexicon: Lexicon) -> Noun | None:
    """The first counted noun behind 推送的两份, whatever verb it begins with, and the 题 of 两千多道题."""
    behind = text[amount.end : amount.end + _LONGEST_HEADED]
    if amount.kind != "count" or amount.unit in MEASURED:
        return None
    if text[amount.start - 1 : amount.start] == "的":
        size = first_thing_of_deed(behind, lexicon)
    else:
        size = int(not amount.exact and bool(_ONE_HEAD.match(behind)) and bool(head_of(behind[:1], lexicon)))
    return Noun(amount.end, amount.end + size, behind[:size], head_of(behind[:size], lexicon)) if size else None


def _find_lasting(text: str, amount: Amount, lexicon: Lexicon) -> Noun | None:
    """What a length of time is said of: 两个多小时的角逐, 五年以上教龄的教师, 30小时志愿服务."""
    if text[amount.end : amount.end + 1] != "的":
        if amount.bound in ("at_least", "at_most") and (served := _SERVED.match(text, amount.end)):
            behind = noun_behind(text[: served.end()], amount.end, False, lexicon)
            return behind if behind and not behind.doubtful else None
        return _find_behind_directly(text, amount, lexicon)
    behind = noun_behind(text, amount.end, False, lexicon)
    if behind and _FRAMING.match(behind.text):
        return None
    if behind:
        done = text[amount.start - 1 : amount.start] in DONE
        if behind.head == "person" and (done or (amount.form == "cue" and amount.exact)):
            return None
        return behind._replace(doubtful=False)
    lasted = _LASTED.match(text, amount.end)
    return Noun(lasted.start(1), lasted.end(1), lasted[1], head_of(lasted[1], lexicon)) if lasted else None


def _find_behind_directly(text: str, amount: Amount, lexicon: Lexicon) -> Noun | None:
    """30小时志愿服务, 100%就业: only where the amount follows a verb or begins its clause."""
    at, _ = strip_links(text, amount.start, 0, lexicon)
    ahead = noun_ahead(text, at, 0, False, lexicon) if at else None
    had = ahead and amount.form == "tenths" and text[ahead.end : amount.start].endswith(_HAS)
    unnamed = amount.kind == "other" and ahead and not ahead.head
    behind = noun_behind(text, amount.end, False, lexicon) if ahead is None or ahead.verb or had or unnamed else None
    if unnamed and (behind is None or behind.head != "thing"):
        return None
    if had and (behind is None or behind.head != "person"):
        return None
    return None if behind and behind.doubtful else behind


def _find_ahead(text: str, at: int, floor: int, total: bool, amount: Amount, lexicon: Lexicon) -> Noun | None:
    if at <= floor:
        return None
    clause = text[max(floor, at - CLAUSE) : at]
    if amount.kind != "money" and _COMPARING.search(clause) and (lead := _COMPARED.search(clause)):
        at, _ = strip_links(text, at - len(lead.group()), floor, lexicon)
        return noun_ahead(text, at, floor, False, lexicon) if at > floor else None
    if "占" in clause and (amount.kind == "percent" or text[at - 1] == "的") and (share := _SHARE_OF.search(clause)):
        holder = plain_noun_ahead(text, at - len(share.group()), floor, lexicon)
        return holder or noun_ahead(text, at - 1, floor, False, lexicon)
    if total and amount.kind == "count" and text[at - 1] in ",，" and at - 1 > floor:
        at -= 1
    if text[at - 1] in "）)" and (opened := max(text.rfind("(", floor, at), text.rfind("（", floor, at))) >= 0:
        at = opened
    if text[at - 1] == "的":
        at -= 1
    noun = noun_ahead(text, at, floor, total, lexicon)
    if noun is None and amount.kind == "percent" and "岁" in clause and (aged := _AGED.search(clause)):
        start = at - (len(aged.string) - aged.start()) + (text[at : at + 1] == "的")
        return Noun(start, start + len(aged.group()), aged.group(), "")
    return noun
