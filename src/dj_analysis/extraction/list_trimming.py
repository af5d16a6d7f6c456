"""Trimming of a list to its items: without what runs into its first item or on from its last one."""

from __future__ import annotations

from dj_analysis.extraction.enumerations import trim_item
from dj_analysis.extraction.model_reading import Items
from dj_analysis.extraction.model_shapes import Slot
from dj_analysis.extraction.model_words import NUMERALS, ModelWords
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_SURE_LEAD = 1.0
"""Characters by which an item may fall short of the usual length when a word of two characters leads in to it."""

_TRAILING = compile_re(rf"等(?=[{NUMERALS}\d多]|[^，。]{{0,8}}$)")

_ATTRIBUTE = 10
"""Characters of 的 and a noun that what is listed belongs to; more of them are the item's own words."""

_RUN_UP = compile_re(r"(?:深化|强化|优化|促进|提升|增强|推动|打通|贯通)$")
"""A verb that leads from the clause to the first of its things: 以协同深化教育链、人才链."""

_VERB = 2
"""Characters of what things do together; one more character may belong to the noun (岗位)."""

_TOGETHER = compile_re(
    "[一共]同|一[起道齐体]|同时|同步|轮流|轮番|结合|交替|齐|都|定期|常年|长期|公开|双向|每[天日周月季年]|年年|逐|分头|分别|各[自有]"
)
"""What makes the words behind a verb a predicate of all items: 学生评、同行评|结合用."""

_SAME_COUNT = dict.fromkeys("双两二", "双两二")
"""Numerals that say the same: 两翼 and 双翼."""


def trim_ends(text: str, items: Items, slot: Slot) -> Items:
    """The list without what runs into its last item: 等三项…, or words behind the shared ending."""
    if len(items) < 2:
        return items
    first, last = items[0], items[-1]
    own = _find_name(text, slot, last.start + 1, last.end) if slot.symbol else -1
    if match := _TRAILING.search(text, last.start + 1, last.end):
        last = Span(last.start, match.start())
    elif own > 0:
        last = Span(last.start, own)
    lead = text.find(slot.core, first.start, first.end)
    if lead > first.start and all(text.startswith(slot.core, item.start) for item in items[1:]):
        first = Span(lead, first.end)
    ending = text[items[0].end - 1]
    if all(text[item.end - 1] == ending for item in items[:-1]) and text[last.end - 1] != ending:
        cut = text.find(ending, last.start + 1, last.end)
        if cut > 0 and (slot.core[-1] == ending or (len(items) > 2 and last.end - cut > 2)):
            last = Span(last.start, cut + 1)
    return (first, *items[1:-1], cut_attribute(text, (*items[:-1], last)))


def _find_name(text: str, slot: Slot, start: int, end: int) -> int:
    """Where the name itself closes its list (…评估五步, …提升四个环节); -1 where it does not."""
    at = text.find(slot.symbol, start, end)
    return at if at > 0 and text[at - 1] != "第" and slot.core[0] in text[at + 1 : at + 3] else -1


def cut_attribute(text: str, items: Items) -> Span:
    """The last item without 的 and what follows it, when no other item has one.

    >>> text = "抓学习、抓落实的劲头"
    >>> cut_attribute(text, (Span(0, 3), Span(4, 10)))
    Span(start=4, end=7)
    """
    last = items[-1]
    cut = text.find("的", last.start + 2, last.end)
    short = last.end - cut <= _ATTRIBUTE
    alone = cut > 0 and short and not any("的" in text[item.start : item.end] for item in items[:-1])
    return Span(last.start, cut) if alone else last


def cut_subject(text: str, items: Items, slot: Slot) -> Items:
    """The list without a subject before its first item, when the others begin with the morpheme: 教师进班级、进食堂.

    >>> text = "教师进班级、进食堂"
    >>> cut_subject(text, (Span(0, 5), Span(6, 9)), Slot("两", 2, "进"))[0]
    Span(start=2, end=5)
    """
    if len(items) < 2 or not all(text.startswith(slot.core, item.start) for item in items[1:]):
        return items
    first = items[0]
    cut = text.find(slot.core, first.start, first.end)
    return (Span(cut, first.end), *items[1:]) if cut > first.start and first.end - cut > len(slot.core) else items


def cut_overhang(text: str, items: Items, slot: Slot) -> Items:
    """The list without what goes on behind its last item, when all begin alike and the others are of one length.

    >>> text = "微党课、微讲堂、微考评贯穿全年"
    >>> cut_overhang(text, (Span(0, 3), Span(4, 7), Span(8, 15)), Slot("三", 3, "微"))[-1]
    Span(start=8, end=11)
    """
    lengths = {item.end - item.start for item in items[:-1]}
    if len(items) <= 2 or len(lengths) > 1 or not all(text.startswith(slot.core, item.start) for item in items):
        return items
    last, usual = items[-1], lengths.pop()
    return (*items[:-1], Span(last.start, last.start + usual)) if last.end - last.start > usual + 2 else items


def cut_summary(text: str, items: Items, slot: Slot) -> Items:
    """The list without a count of its items behind the last one: 甲、乙、丙、丁四轮联动 under 四动.

    >>> text = "目标、责任、榜样三力齐发"
    >>> cut_summary(text, (Span(0, 2), Span(3, 5), Span(6, 12)), Slot("三", 3, "力"))[-1]
    Span(start=6, end=8)
    """
    if len(items) < 2:
        return items
    last = items[-1]
    longest = max(item.end - item.start for item in items[:-1])
    cuts = (text.find(symbol, last.start + 2, last.end) for symbol in _SAME_COUNT.get(slot.symbol, slot.symbol))
    cut = min((at for at in cuts if at > 0), default=-1)
    if cut < 0 or last.end - last.start <= longest or any(slot.symbol in text[i.start : i.end] for i in items[:-1]):
        return items
    return (*items[:-1], Span(last.start, cut))


def are_parallel(text: str, items: Items) -> bool:
    """True for items with one first or last character, or all of one length: a list by its build.

    >>> are_parallel("抓学习、抓作风建设", (Span(0, 3), Span(4, 9)))
    True
    """
    wordings = [text[item.start : item.end] for item in items]
    same_length = len({len(wording) for wording in wordings}) == 1 and len(wordings[0]) <= 8
    return len({w[0] for w in wordings}) == 1 or len({w[-1] for w in wordings}) == 1 or same_length


def cut_verb(text: str, items: Items, words: ModelWords) -> Items:
    """The list without a verb that leads from its last item to the name: 强服务开展 before “三强”."""
    last = items[-1]
    verb = words.closing_verb.search(text, last.start + 2, last.end)
    alone = verb and not any(text.startswith(verb.group(), item.end - len(verb.group())) for item in items[:-1])
    return (*items[:-1], Span(last.start, verb.start())) if verb and alone else items


def trim_first(text: str, items: Items, slot: Slot, words: ModelWords) -> Items:
    """The list without what runs into its first item, and without a verb that every item repeats."""
    if len(items) < 2:
        return items
    first, rest = items[0], items[1:]
    quote = text.rfind("“", first.start, first.end)
    if quote > first.start and text[first.end - 1] == "”" and all(text[item.start - 1] == "“" for item in rest):
        return (Span(quote + 1, first.end - 1), *rest)
    opening = text[rest[0].start]
    cut = -1
    if all(text[item.start] == opening for item in rest) and text[first.start] != opening:
        cut = text.rfind(opening, first.start + 1, first.end - 1)
    if cut < 0:
        cut = _behind_run_up(text, first, rest, slot) or _best_lead(text, first, rest, slot, words)
    items = (trim_item(text, cut, first.end), *rest)
    alike = text[items[0].end - 1] == text[items[-1].end - 1]
    common = words.leads.match(text, items[0].start, items[0].end) if alike else None
    if common and slot.core not in common.group() and all(text.startswith(common.group(), i.start) for i in rest):
        return tuple(Span(item.start + len(common.group()), item.end) for item in items)
    if alike and all(_skip_leads(text, i, words) > i.start for i in rest):
        items = tuple(Span(_skip_leads(text, item, words), item.end) for item in items)
    return items


def trim_lone_lead(text: str, items: Items, words: ModelWords) -> Items:
    """The list without words of two characters that lead in to its first item, when no other item begins with such."""
    if len(items) < 2 or any(words.leads.match(text, item.start, item.end) for item in items[1:]):
        return items
    first, at = items[0], items[0].start
    while (match := words.leads.match(text, at, first.end)) and match.end() - at > 1:
        at = match.end()
    usual = sum(item.end - item.start for item in items[1:]) / (len(items) - 1)
    nearer = abs(first.end - at - usual) < abs(first.end - first.start - usual)
    return (Span(at, first.end), *items[1:]) if nearer else items


def _behind_run_up(text: str, first: Span, rest: Items, slot: Slot) -> int:
    """Where the first item begins behind a verb, when the others are of one length and all end in the morpheme."""
    lengths = {item.end - item.start for item in rest}
    at = first.end - lengths.pop()
    alike = not lengths and all(text.endswith(slot.core, item.start, item.end) for item in (first, *rest))
    return at if alike and at > first.start and _RUN_UP.search(text, first.start, at) else 0


def _best_lead(text: str, first: Span, rest: Items, slot: Slot, words: ModelWords) -> int:
    """Where the first item begins: behind the word that leads in to it and leaves a length like that of the others."""
    usual = sum(item.end - item.start for item in rest) / len(rest)
    cuts = {first.start: 0.0}
    for match in words.leads.finditer(text, first.start, first.end - 1):
        if text[match.end() : first.end] == slot.core:
            continue
        sure = _SURE_LEAD if match.end() - match.start() > 1 else 0.0
        at = match.end() + (text[match.end()] == "的")
        cuts[at] = max(sure, cuts.get(match.start(), 0.0))
    if not any("的" in text[item.start : item.end] for item in rest):
        cuts.setdefault(text.rfind("的", first.start + 1, first.end - 2) + 1 or first.start, 0.0)
    return min(cuts, key=lambda cut: (abs(first.end - cut - usual) - cuts[cut], cut))


def _skip_leads(text: str, item: Span, words: ModelWords) -> int:
    """Where an item begins behind verbs and prepositions that lead in to it."""
    at = item.start
    while (match := words.leads.match(text, at, item.end)) and item.end - match.end() >= 2:
        at = match.end()
    return words.skip_leads(text, at, item.end) if at == item.start else at


def cut_predicate(text: str, items: Items, slot: Slot, words: ModelWords) -> Items:
    """The list without what its items do together, behind the noun that all of them end in.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text, words = "甲岗、乙岗一起亮", compile_words(load_lexicon())
    >>> cut_predicate(text, (Span(0, 2), Span(3, 8)), Slot("双", 2, "岗"), words)[-1]
    Span(start=3, end=5)
    """
    if not items or not all(text.endswith(slot.core, i.start + 1, i.end) for i in items[:-1]):
        return items
    last = items[-1]
    at = text.find(slot.core, last.start + 1, last.end)
    end = at + len(slot.core)
    together = _TOGETHER.match(text, end, last.end)
    if at < 0 or last.end - end < _VERB or (not together and (len(items) < 2 or slot.core in words.morphemes)):
        return items
    return (*items[:-1], Span(last.start, end))
