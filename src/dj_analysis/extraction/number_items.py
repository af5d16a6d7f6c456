"""What an amount counts: the noun beside it, the verb it measures, or the noun that an ellipsis left behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.amounts import Amount
from dj_analysis.extraction.counted_nouns import Noun, is_known_deed, is_light, noun_ahead, noun_behind
from dj_analysis.lexicon import Lexicon

_LONGEST_LINK = 5
_MOST_LINKS = 6
"""Words between a noun and its amount: 的, 如今, 已, 累计, 达到, 了 is the longest chain seen plausible."""

_COMPARED = re.compile(r"(?:比|较|同比|环比|相比|高出|高于|低于)[^,，。;；、:：]{0,14}$")
_COMPARING = frozenset("比较高低环")
_SHARE_OF = re.compile(r"(?:约|近|仅)?占(?:比)?[^,，。;；、]{1,16}的$")
_LISTED = re.compile(r"等(?:各类|各级|多种)?$")
_PAUSES = ",，、;；:：。!?（(）)"
_MEMBERS = re.compile(r"([\u4e00-\u9fff]{2,12})(?:当)?中[,，]")
_ROW_OF_YEARS = re.compile(r"连续[\d一二两三四五六七八九十]{1,2}[年届次期]$")
_TOPIC = re.compile(r"([^,，。;；、:：]{2,16}?)(?:已经|已|就|共|先后|累计|总共|一共|前后)[\u4e00-\u9fff]{1,5}$")
_LAST_QUOTED = re.compile(r".*“([^“”]{2,16})”")
_OPENING = re.compile(
    r"(?:每[讲次期场课节堂人天周月年晚]|平均|最多|不|其中|另有|还有|现有|有|共|共有|先后|累计|已|其他|余下)*"
)
_HAN = re.compile(r"(?![的并及和与])[\u4e00-\u9fff]")
_FOLLOWING = re.compile(r"[\u4e00-\u9fff“”《》]{2,12}")
_MEASURED = frozenset({"人次", "次", "人", "场次", "场", "件次", "班次", "车次", "户次", ""})
"""Units that are themselves what is counted, so that a verb (走访, 宣讲) may be the item."""

_SESSIONS = frozenset({"课", "期", "讲", "场", "届", "集"})
_PERSONS = frozenset({"人", "名", "位", "人次"})


class Found(NamedTuple):
    """An amount with its item, in sentence offsets; ``head`` is the kind of the item's last word."""

    amount: Amount
    start: int
    end: int
    item: str | None
    head: str
    rule: str


@lru_cache(maxsize=8)
def _links(lexicon: Lexicon) -> dict[str, str]:
    return {row["term"]: row["kind"] for row in lexicon.rows("amount_links")}


def find_item(text: str, amount: Amount, before: Sequence[Found], last: str | None, lexicon: Lexicon) -> Found:
    """Join an amount with what it counts; ``before`` are the amounts found earlier in the sentence.

    ``last`` is the item of the last amount about persons in the passage.

    >>> from dj_analysis.extraction.amounts import find_amounts
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text, lexicon = "两支队伍累计服务超过2万小时", load_lexicon()
    >>> [find_item(text, each, [], None, lexicon).item for each in find_amounts(text, lexicon)]
    ['队伍', '服务']
    """
    behind = _find_behind(text, amount, lexicon)
    if behind and behind.doubtful and amount.unit in _MEASURED:
        behind = None
    if behind and amount.unit not in _MEASURED and not behind.doubtful:
        return _found(amount, behind, amount.start, behind.end, "noun_behind")
    floor = max((each.end for each in before), default=0)
    at, total = _strip_links(text, amount.start, floor, lexicon)
    if amount.unit == "次" and at < amount.start and _HAN.match(text, amount.end):
        at = floor
    ahead = _find_ahead(text, at, floor, total, amount, lexicon)
    if ahead and not ahead.verb:
        return _found(amount, ahead, ahead.start, amount.end, "noun_ahead")
    if behind and not (behind.doubtful and ahead):
        return _found(amount, behind, amount.start, behind.end, "noun_behind")
    if ahead and len(ahead.text) > 1:
        return _resolve_verb(text, amount, ahead, before, floor, lexicon)
    return _resolve_ellipsis(text, amount, at, before, last, lexicon)


def _found(amount: Amount, noun: Noun, start: int, end: int, rule: str) -> Found:
    return Found(amount, start, end, noun.text, noun.head, rule)


def _find_behind(text: str, amount: Amount, lexicon: Lexicon) -> Noun | None:
    if amount.kind in ("percent", "duration", "other") and text[amount.end : amount.end + 1] != "的":
        return _find_behind_directly(text, amount, lexicon)
    return noun_behind(text, amount.end, amount.unit in _PERSONS or amount.form == "bare", lexicon)


def _find_behind_directly(text: str, amount: Amount, lexicon: Lexicon) -> Noun | None:
    """30小时志愿服务, 100%就业: only where the amount follows a verb or begins its clause."""
    at, _ = _strip_links(text, amount.start, 0, lexicon)
    ahead = noun_ahead(text, at, 0, False, lexicon) if at else None
    behind = noun_behind(text, amount.end, False, lexicon) if ahead is None or ahead.verb else None
    return None if behind and behind.doubtful else behind


def _strip_links(text: str, at: int, floor: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Step back over words that join a noun to its amount (达到, 为, 共计); tell whether one announces a total."""
    links, total = _links(lexicon), False
    for _ in range(_MOST_LINKS):
        if at > floor and text[at - 1] in " ：:（(":
            at, total = at - 1, total or text[at - 1] not in "（( "
            continue
        if at > floor and text[at - 1] in "年届次期" and (row := _ROW_OF_YEARS.search(text[max(floor, at - 6) : at])):
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
    clause = text[max(floor, at - 24) : at]
    if amount.kind != "money" and not _COMPARING.isdisjoint(clause) and (lead := _COMPARED.search(clause)):
        at, _ = _strip_links(text, at - len(lead.group()), floor, lexicon)
        return noun_ahead(text, at, floor, False, lexicon) if at > floor else None
    if "占" in clause and (share := _SHARE_OF.search(clause)):
        holder = noun_ahead(text, at - len(share.group()), floor, False, lexicon)
        return holder if holder and not holder.verb else noun_ahead(text, at - 1, floor, False, lexicon)
    if "等" in clause and (listed := _LISTED.search(clause)):
        at, total = at - len(listed.group()), True
    elif total and text[at - 1] in ",，" and at - 1 > floor:
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
    light = is_light(verb.text, lexicon)
    done_to = amount.unit not in _MEASURED and amount.kind == "count" and is_known_deed(verb.text, lexicon)
    if light or done_to:
        if same := _same_unit(amount, before):
            return Found(amount, verb.start, amount.end, same.item, same.head, "same_unit")
        at, _ = _strip_links(text, verb.start, floor, lexicon)
        topic = noun_ahead(text, at, floor, False, lexicon) if at > floor else None
        if topic and not topic.verb:
            return _found(amount, topic, topic.start, amount.end, "topic")
    return _found(amount, verb, verb.start, amount.end, "verb_ahead")


def _same_unit(amount: Amount, before: Sequence[Found]) -> Found | None:
    return next((each for each in reversed(before) if each.amount.unit == amount.unit and each.item), None)


def _resolve_ellipsis(
    text: str, amount: Amount, at: int, before: Sequence[Found], last: str | None, lexicon: Lexicon
) -> Found:
    """Nothing beside the amount: the item of the amount it goes on from, of its clause, or of what is said of it."""
    start = amount.start
    if before and at <= before[-1].end and before[-1].item and amount.unit != "次":
        return Found(amount, at, amount.end, before[-1].item, before[-1].head, "carried_on")
    if amount.unit in _PERSONS:
        if members := _MEMBERS.search(text, 0, start):
            return Found(amount, start, amount.end, members[1], "person", "members")
        if same := next((each for each in reversed(before) if each.head == "person"), None):
            return Found(amount, start, amount.end, same.item, same.head, "same_unit")
    elif amount.kind != "percent" and (same := _same_unit(amount, before)):
        return Found(amount, start, amount.end, same.item, same.head, "same_unit")
    clause = text[max(0, start - 24) : start]
    if (amount.kind == "count" and amount.unit not in _MEASURED) and (topic := _TOPIC.search(clause)):
        noun = noun_ahead(text, start - len(clause) + topic.end(1), 0, False, lexicon)
        if noun and not noun.verb:
            return Found(amount, start, amount.end, noun.text, noun.head, "topic")
    if amount.form in ("share", "tenths"):
        if whole := next((each for each in reversed(before) if each.head == "person"), None):
            return Found(amount, start, amount.end, whole.item, whole.head, "carried_on")
    if noun := _tail_of_clause_before(text, at, amount, lexicon):
        return Found(amount, start, amount.end, noun.text, noun.head, "clause_before")
    follows = amount.kind in ("percent", "duration", "other", "area") or amount.unit == "字"
    if follows and before and before[-1].item:
        return Found(amount, start, amount.end, before[-1].item, before[-1].head, "carried_on")
    if amount.unit in _PERSONS and last:
        return Found(amount, start, amount.end, last, "person", "person_before")
    if (amount.kind == "duration" or amount.unit in _SESSIONS) and (quoted := _LAST_QUOTED.match(text, 0, start)):
        return Found(amount, start, amount.end, quoted[1], "", "quoted_before")
    if amount.unit in _MEASURED and (said := _FOLLOWING.match(text, amount.end)):
        return Found(amount, start, amount.end, said.group(), "", "said_of_it")
    return Found(amount, start, amount.end, None, "", "no_noun")


def _tail_of_clause_before(text: str, at: int, amount: Amount, lexicon: Lexicon) -> Noun | None:
    """The noun that ends the clause before; about persons only a word for persons will do."""
    pause = max(text.rfind(mark, 0, at) for mark in ",，")
    if pause <= 0 or not _OPENING.fullmatch(text[pause + 1 : at].strip()):
        return None
    noun = noun_ahead(text, pause, 0, False, lexicon)
    if noun is None or noun.verb:
        return None
    return noun if amount.unit not in _PERSONS or noun.head == "person" else None
