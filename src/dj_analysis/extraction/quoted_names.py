"""Named practices in quotation marks: “夜灯”计划, “甲”“乙”等项目, 推出“丙”."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dj_analysis.extraction.initiative_names import Candidate, squeeze
from dj_analysis.extraction.initiative_words import CONJUNCTION, LIST_MARK, Head, Vocabulary, clause_before
from dj_analysis.extraction.quotation_tails import Tail, read_tail
from dj_analysis.extraction.quotations import Quote, group_quotes

COUNTED = re.compile(r"[一二两三四五六七八九十\d]{1,3}[个项种大条类]\w{0,5}")
"""四种机制, 三个结合: a counted heading is a model, its members are the practices."""

SHORTHAND = re.compile(r"[二三四五六七八九十双两](?![个项种大条类方支名])\w{1,3}")
SLOGAN_MARKS = re.compile(r"[,;!?，；、！？]")
MANNER = re.compile(r"[式型化性级]$|^[一二三]对一$")
PLAIN_FORMULA = re.compile(r"[^\W\d]{1,8}(?:[+＋][^\W\d]{1,8}){1,6}")
"""甲+乙+丙 without a figure before 模式 is a work model, not a practice."""

COPULA = re.compile(r"(?:是|就是|作为|(?:已|已经)?成为)")
CARRIER = re.compile(r"为(?P<head>载体|平台|品牌|依托|抓手|牵引)")
LISTED = re.compile(rf"(?:{CONJUNCTION})$")
BRAND = "品牌"

LONGEST_BARE = 14
"""A quotation longer than this without a head is a sentence or a slogan, whatever verb stands before it."""

OWN_WORDS = 2
"""A name has two characters before its last word at the least."""

LISTED_ITEMS = 2
"""Pauses inside the marks that make the quotation the list behind a shorthand."""

SAME_PLACE = frozenset({"platform", "team", "post"})
"""Two proper names before a counted place are one practice (“甲”、“乙”两个服务站); two projects stay two."""

LOOSE_TYPES = frozenset({"activity", "project", "platform", "brand", "mechanism"})
"""What a 制 inside the marks is sometimes called behind them."""

DOCUMENTS = frozenset({"办法"})
"""Inside 《》 this word ends the title of a document that only governs the practice."""

NUMERALS = frozenset("一二两三四五六七八九十双0123456789")
"""First characters of the parts of a numeric model, which are no practices of their own."""

ITEM_LINE = re.compile(r"\n[^“”\n。，]{0,8}(?=“[^“”\n。，、]{2,8}”(?:[:：]|——))")
"""The beginning of a line that a quotation heads, up to the quotation: its list mark and little else."""

ITEM_BEFORE = frozenset(":：;；,，是、")
ITEM_AFTER = frozenset("—:：(（,，即是")
ANNOUNCED_WITHIN = 240
"""Characters between the words that announce a list and its last item."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a group of quotations stands: the clause before it, the tail behind it, and the verb that introduces it."""

    text: str
    before: str
    tail: Tail
    introduced: str | None
    words: Vocabulary


@dataclass(frozen=True, slots=True)
class Named:
    """A quotation of a group; ``inside`` is the head its words end in, ``own`` the tail if it is this one's alone."""

    quote: Quote
    inside: Head | None
    own: Tail | None


def find_quoted_names(text: str, start: int, end: int, quotes: Sequence[Quote], words: Vocabulary) -> list[Candidate]:
    """Candidates among the quotations of one stretch ``text[start:end]``."""
    found: list[Candidate] = []
    items = _line_items(text, start, end)
    for group in group_quotes(text, quotes):
        before = clause_before(text, start, group[0].start)
        tail = read_tail(text, group[-1].end, end, words)
        if not tail.refused and not words.honour_verb.search(before):
            called = words.named.search(before) or (tail.head and LIST_MARK.fullmatch(before))
            introduced = _verb_type(before, words) or ("activity" if called else None)
            setting = Setting(text, before, tail, introduced, words)
            found += _judge_group(group, setting, start, group[0].start in items)
    lost = (_read_lost_quote(text, start, quote, words) for quote in quotes if quote.is_lost)
    return found + [candidate for candidate in lost if candidate]


def _line_items(text: str, start: int, end: int) -> set[int]:
    """Where quotations begin that head the lines of a list; one such line alone is a heading like any other."""
    items = {match.end() for match in ITEM_LINE.finditer(text, start, end)}
    return items if len(items) > 1 else set()


def _judge_group(group: list[Quote], setting: Setting, start: int, is_item: bool) -> list[Candidate]:
    if place := _one_place(group, setting):
        return [place]
    announced = _announced_type(group, setting, start) or (_item_type(group[0], setting.words) if is_item else None)
    if announced and not setting.tail.head:
        return [_plain(group[0], announced, "quoted_item", setting)]
    found = []
    for quote in group:
        if not _is_aside(quote, setting.tail, setting.words):
            own = setting.tail if quote is group[-1] and not setting.tail.shared else None
            found.append(_judge(Named(quote, _inner_head(quote, setting.words), own), setting))
    return [candidate for candidate in found if candidate]


def _one_place(group: list[Quote], setting: Setting) -> Candidate | None:
    """Two proper names before one counted place."""
    tail = setting.tail
    if len(group) == 1 or tail.head is None or not tail.counted or tail.shared or tail.head.type not in SAME_PLACE:
        return None
    if any(_inner_head(quote, setting.words) for quote in group):
        return None
    start = group[0].start
    core = squeeze(setting.text[start : tail.end])
    return Candidate(start, tail.end, core, tail.head.type, True, "quoted_place", 2, start - len(setting.before))


def _plain(quote: Quote, kind: str, rule: str, setting: Setting) -> Candidate:
    """A quotation that is a name by itself."""
    intro = quote.start - len(setting.before)
    return Candidate(quote.start, quote.end, squeeze(quote.inner), kind, True, rule, 1, intro)


def _judge(named: Named, setting: Setting) -> Candidate | None:
    """One quotation of a group: with its own head, with the group's head, or alone."""
    quote, own, words = named.quote, named.own, setting.words
    if own and own.head:
        if own.names or (setting.introduced and not own.counted and not _is_sure(named.inside)):
            return _with_head(named, own.head, own.end, setting)
        if not named.inside:
            return None
    if quote.is_book or _cannot_stand_alone(quote, words):
        return None
    for rule, read in STANDING_RULES.items():
        if kind := read(named, setting):
            return _plain(quote, kind, rule, setting)
    return None


def _with_head(named: Named, head: Head, end: int, setting: Setting) -> Candidate | None:
    quote, text = named.quote, setting.text
    intro = quote.start - len(setting.before)
    name = text[quote.end : end]
    if quote.is_book and head.type == "activity" and head.strength in ("noun", "quoted"):
        return None
    if PLAIN_FORMULA.fullmatch(quote.inner) and head.type == "mode":
        return None
    if head.term in DOCUMENTS and setting.before.rfind("《") > setting.before.rfind("》"):
        return _plain(quote, named.inside.type, "quoted_inner", setting) if named.inside else None
    if quote.inner.count("、") >= LISTED_ITEMS and SHORTHAND.match(name):
        return Candidate(quote.end, end, name, head.type, False, "listed_shorthand", 2, intro)
    kind = "brand" if BRAND in name else head.type
    if named.inside and named.inside.type == "mechanism" and named.inside.strength == "medium" and kind in LOOSE_TYPES:
        kind = "mechanism"
    return Candidate(quote.start, end, squeeze(quote.inner), kind, True, "quoted_head", 2, intro)


def _list_type(named: Named, setting: Setting) -> str | None:
    """“甲”“乙”等项目: a head of its own goes before that of the list, unless the list is one of brands."""
    head = setting.tail.head
    if head is None or head.strength == "noun":
        return None
    return named.inside.type if named.inside and head.type != "brand" else head.type


def _carrier_type(named: Named, setting: Setting) -> str | None:
    """以“甲”为载体."""
    match = CARRIER.match(named.own.rest) if named.own else None
    if not match or not setting.before.endswith("以"):
        return None
    if named.inside:
        return named.inside.type
    head = setting.words.heads.get(match["head"])
    if named.quote.inner[0] in NUMERALS:
        return None
    return head.type if head and head.strength != "list" else "activity"


def _apposition_type(named: Named, setting: Setting) -> str | None:
    """党建品牌“甲”: the head stands before the marks."""
    head = setting.words.last_head(setting.before[-LONGEST_BARE:])
    if not head or head.strength not in ("weak", "medium", "strong") or SLOGAN_MARKS.search(named.quote.inner):
        return None
    return head.type


def _subject_type(named: Named, setting: Setting) -> str | None:
    """“甲”是我院的党建品牌: the sentence itself says what it is."""
    match = COPULA.match(named.own.rest) if named.own and not setting.before else None
    head = setting.words.last_head(match.string[match.end() :]) if match else None
    return head.type if head and head.strength == "weak" else None


def _running_type(named: Named, setting: Setting) -> str | None:
    """“甲”已坚持五年: what is said of it is said of practices only."""
    if setting.before or not named.own or SLOGAN_MARKS.search(named.quote.inner):
        return None
    if not setting.words.runs.match(named.own.rest):
        return None
    return named.inside.type if named.inside else "activity"


def _introduced_type(named: Named, setting: Setting) -> str | None:
    """推出“甲”, but not 设置“甲、乙、丙”三大板块."""
    if named.own and named.own.counted:
        return None
    return named.inside.type if named.inside and setting.introduced else setting.introduced


def _inner_type(named: Named, setting: Setting) -> str | None:
    """The words inside the marks end in a head of their own."""
    return named.inside.type if named.inside and _stands_alone(named, setting.words) else None


STANDING_RULES: dict[str, Callable[[Named, Setting], str | None]] = {
    "quoted_list": _list_type,
    "quoted_carrier": _carrier_type,
    "quoted_apposition": _apposition_type,
    "quoted_subject": _subject_type,
    "quoted_verb": _introduced_type,
    "quoted_running": _running_type,
    "quoted_inner": _inner_type,
}
"""What can make a name of a quotation without a head of its own behind it, the surest first."""


def _inner_head(quote: Quote, words: Vocabulary) -> Head | None:
    return None if SLOGAN_MARKS.search(quote.inner) else words.last_head(quote.inner)


def _is_sure(head: Head | None) -> bool:
    """True for a head that goes before an everyday noun behind the marks: “六心食堂”服务."""
    return head is not None and head.strength not in ("loose", "noun") and len(head.term) > 1


def _stands_alone(named: Named, words: Vocabulary) -> bool:
    """True where the last word inside the marks is enough of a name."""
    head = named.inside
    if head is None:
        return False
    stem = named.quote.inner[: -len(head.term)]
    if NUMERALS.issuperset(stem):
        return False
    if head.strength in ("strong", "medium"):
        return words.own_words(stem, "strong") >= 1
    if head.strength == "quoted":
        return len(stem) >= OWN_WORDS
    return head.strength in ("weak", "shorthand") and words.own_words(stem, "weak") >= 1


def _is_aside(quote: Quote, tail: Tail, words: Vocabulary) -> bool:
    """A figure of speech, a policy, somebody else's service, or a manner of doing things."""
    inner = quote.inner
    if inner in words.outside or (tail.head and tail.head.type == "activity" and words.outer.search(tail.rest)):
        return True
    if len(inner) - sum(map(len, words.policy.findall(inner))) <= OWN_WORDS and words.policy.search(inner):
        return True
    return not tail.names and (inner in words.aside or MANNER.search(inner) is not None)


def _cannot_stand_alone(quote: Quote, words: Vocabulary) -> bool:
    inner = quote.inner
    if len(inner) > LONGEST_BARE or "+" in inner or inner.endswith(words.person) or MANNER.search(inner):
        return True
    if inner in words.aside or inner in words.outside or COUNTED.fullmatch(inner):
        return True
    return bool(words.policy.search(inner) or words.never.search(inner))


def _verb_type(before: str, words: Vocabulary) -> str | None:
    """The type a naming verb suggests, where it stands right before the name or before the list it closes."""
    verb = words.last_verb(before)
    if verb is None or words.verbs[verb[0]]["strength"] != "naming":
        return None
    between = before[verb.end() :]
    in_list = not between or LISTED.search(between)
    broken = (words.list_break if in_list else words.function_word).search(between.removeprefix("了"))
    return None if broken else words.verbs[verb[0]]["type"]


def _announced_type(group: list[Quote], setting: Setting, start: int) -> str | None:
    """The type of an item that a counted head announces: 下设三个项目:“甲”——每周一次;“乙”——每月一次."""
    text, words, at, end = setting.text, setting.words, group[0].start, group[-1].end
    if len(group) > 1 or text[end : end + 1] not in ITEM_AFTER or text[at - 1 : at] not in ITEM_BEFORE:
        return None
    lead = text[max(start, at - ANNOUNCED_WITHIN) : at]
    found = words.announced.search(lead, lead.rfind("。") + 1)
    if found is None or _cannot_stand_alone(group[0], words):
        return None
    return words.heads[found["head"]].type


def _item_type(quote: Quote, words: Vocabulary) -> str | None:
    """The type of a quotation that heads its line in a list."""
    if _cannot_stand_alone(quote, words) or quote.inner[0] in NUMERALS or SLOGAN_MARKS.search(quote.inner):
        return None
    head = _inner_head(quote, words)
    return head.type if head and _stands_alone(Named(quote, head, None), words) else "activity"


def _read_lost_quote(text: str, start: int, quote: Quote, words: Vocabulary) -> Candidate | None:
    """A name whose closing mark the page has lost ends with the last head before a function word."""
    before = clause_before(text, start, quote.start)
    stop = words.function_word.search(quote.inner)
    heads = list(words.tail_head.finditer(quote.inner, 0, stop.start() if stop else len(quote.inner)))
    if not heads or (before and not _verb_type(before, words)) or words.heads[heads[-1][0]].strength == "noun":
        return None
    core, kind = quote.inner[: heads[-1].end()], words.heads[heads[-1][0]].type
    end = quote.start + 1 + len(core)
    return Candidate(quote.start, end, squeeze(core), kind, True, "lost_quote", 2, quote.start - len(before))
