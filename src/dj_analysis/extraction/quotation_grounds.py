"""What makes a name of a quotation that has no head of its own behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dj_analysis.extraction.initiative_words import COLONS, OWN_WORDS, PROPER, SURE, Head, Vocabulary
from dj_analysis.extraction.quotation_tails import MEETING, SCHEME, Tail
from dj_analysis.extraction.quotations import Quote
from dj_analysis.regexes import compile_re

COUNTED = compile_re(r"[一二两三四五六七八九十\d]{1,3}(?:[个项种大条类堂门张]\w{0,5}|[个项大]\w{6,12})")
"""四种机制, 三个结合: a counted heading is a model, its members are the practices."""

SLOGAN_MARKS = compile_re(r"[,;!?，；、！？]")
PLUS = compile_re(r"[+＋]|\w[-—–→]{1,2}\w+[-—–→]{1,2}\w")
"""甲+乙, 甲-乙-丙: the parts of a scheme."""

FORMULA = compile_re(r"\w{1,10}(?:[+＋]\w{1,10}){1,5}")
"""“甲+乙”“丙+丁”等机制: two formulas, which are names where a head closes their list."""

SHORT_NUMERAL = compile_re(r"[一二三四五六七八九十双]\w")
"""打造“三有”班级: a shorthand before a noun only describes it."""

NONE = "零"
"""零掉队, 零差错: an aim."""

INTERPUNCT = compile_re("[·•・]")
OCCASION = compile_re("(?:周年|华诞|诞辰)$")
"""“七·一”, “建校六十周年”: days that are kept."""

MANNER = compile_re(r"(?:[化性]|(?<!模)型|(?<![范仪模])式|(?<!升)级)$|^[一二三]对一$")
COPULA = compile_re(r"(?:是|就是|作为|(?:已|已经)?成为)")
BRAND = "品牌"
THIS_IS = compile_re(r"[，,。]\s?这[就便也正]?是([^，,。；;！!？?\n]{2,24})")
"""背后印着“甲”。这是支部的党建品牌: the next clause says what it is."""

COPULA_LAST = compile_re("[为是]$")
LABEL = compile_re(r"(\w{2,8})名称?[:：]$")
"""支部品牌为“甲”, 品牌名称:“甲”."""

DEED = compile_re("[办做抓搞理搭建筑夯压管带练选配][好实牢紧顺]")
"""设立服务中心“理好职责”: a deed that the clause explains, no name of the centre."""

CARRIER = compile_re(r"为(?P<head>载体|平台|品牌|依托|抓手|牵引)")

LONGEST_BARE = 14
"""A quotation longer than this without a head is a sentence or a slogan, whatever verb stands before it."""

LONGEST_CARRIED = 26
"""The same where the head of a list, or one inside the marks, says what it is: a motto of two lines and a dash."""

LIGHT = frozenset({"loose", "inner", "quoted", "place"})
"""Everyday words for things, which do not outweigh the head of a list of projects."""

BARE_CHARACTER = frozenset({"loose", "quoted"})
"""A last character such as 院 or 会 says less than the head of the list it stands in."""

PAPERS = frozenset({"mechanism", "mode"})
"""What “同窗笔记” is by its last word, not by the list of events it stands in."""

NAME_BESIDE_POLICY = 4
"""Two characters and a head beside a policy are a name."""

FOUNDED = frozenset({"platform", "team"})
"""What the verbs that found something suggest; those that praise or improve suggest a brand."""

NUMERALS = frozenset("一二两三四五六七八九十双0123456789")
"""First characters of the parts of a numeric model, which are no practices of their own."""


class Setting(NamedTuple):
    """Where a group of quotations stands: the clause before it, the tail behind it, and the verb that introduces it."""

    text: str
    before: str
    tail: Tail
    introduced: str | None
    words: Vocabulary
    homely: bool = False


class Named(NamedTuple):
    """A quotation of a group; ``inside`` is the head its words end in, ``own`` the tail if it is this one's alone."""

    quote: Quote
    inside: Head | None
    own: Tail | None


def _list_type(named: Named, setting: Setting) -> str | None:
    """“甲”“乙”等项目: a head of its own goes before that of the list, unless the list is one of brands."""
    head = setting.tail.head
    if head is None or head.strength == "noun":
        return None
    if FORMULA.fullmatch(named.quote.inner):
        return None if head.type == "mode" and not SCHEME.match(named.quote.inner) else head.type
    inside = named.inside
    if (
        inside is None
        or "brand" in (head.type, inside.type)
        or (inside.strength in BARE_CHARACTER and len(inside.term) == 1)
    ):
        return head.type
    if inside.strength in BARE_CHARACTER and inside.type in PAPERS:
        return head.type
    return head.type if head.type == "project" and inside.strength in LIGHT else inside.type


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
    before, text, at = setting.before, setting.text, named.quote.start
    if COPULA_LAST.search(before) and named.own and not named.own.rest:
        before = before[:-1]
    elif label := (LABEL.search(text, max(0, at - LONGEST_BARE), at) if text[at - 1 : at] in COLONS else None):
        before = label[1]
    told = before is not setting.before
    head = (setting.words.heads.get(before) if told else None) or setting.words.last_head(before[-LONGEST_BARE:])
    if not head or head.strength not in PROPER or SLOGAN_MARKS.search(named.quote.inner):
        return None
    return head.type


def _subject_type(named: Named, setting: Setting) -> str | None:
    """“甲”是我院的党建品牌: the sentence itself says what it is."""
    match = COPULA.match(named.own.rest) if named.own and not setting.before else None
    said = match.string[match.end() :] if match else ""
    if match is None and named.own and not named.own.rest and (this := THIS_IS.match(setting.text, named.quote.end)):
        said = this[1] if this[1].endswith(BRAND) else ""
    head = setting.words.last_head(said)
    return head.type if head and head.strength == "weak" else None


def _running_type(named: Named, setting: Setting) -> str | None:
    """“甲”已坚持五年: what is said of it is said of practices only."""
    if setting.before or not named.own or SLOGAN_MARKS.search(named.quote.inner):
        return None
    words = setting.words
    if NUMERALS.issuperset(named.quote.inner[:-1]):
        return None
    if words.runs.match(named.own.rest):
        return named.inside.type if named.inside else "activity"
    inside = named.inside
    if inside is None or inside.strength == "loose" or not words.cadence.match(setting.text, named.quote.end):
        return None
    return inside.type


def _introduced_type(named: Named, setting: Setting) -> str | None:
    """推出“甲”, but not 设置“甲、乙、丙”三大板块."""
    if named.own and named.own.counted:
        return None
    stem = named.quote.inner.removesuffix(named.inside.term) if named.inside else ""
    if setting.homely and len(stem) < OWN_WORDS:
        return None
    if named.own and named.own.rest and SHORT_NUMERAL.fullmatch(named.quote.inner):
        return None
    return named.inside.type if named.inside and setting.introduced else setting.introduced


def _inner_type(named: Named, setting: Setting) -> str | None:
    """The words inside the marks end in a head of their own."""
    inside, words = named.inside, setting.words
    if inside is None or (inside.type == "activity" and words.outer.match(named.quote.inner)):
        return None
    return inside.type if stands_alone(named, words) else None


GROUNDS: dict[str, Callable[[Named, Setting], str | None]] = {
    "quoted_list": _list_type,
    "quoted_carrier": _carrier_type,
    "quoted_apposition": _apposition_type,
    "quoted_subject": _subject_type,
    "quoted_verb": _introduced_type,
    "quoted_running": _running_type,
    "quoted_inner": _inner_type,
}
"""What can make a name of a quotation without a head of its own behind it, the surest first."""


def find_ground(named: Named, setting: Setting) -> tuple[str, str] | None:
    """The type of a quotation without a head of its own behind it, and the rule that makes it a name."""
    if named.quote.is_book or _is_plain_meeting(named, setting.words):
        return None
    for rule, read in GROUNDS.items():
        if kind := read(named, setting):
            refused = _is_unfit(named, setting.words, rule) and not _is_founded_unit(named, setting)
            return None if refused else (kind, rule)
    return None


def _is_plain_meeting(named: Named, words: Vocabulary) -> bool:
    """召开“发展党员大会”: a meeting with nothing of its own in its name."""
    head = named.inside
    if head is None or head.type != "activity" or head.term[-1] != MEETING:
        return False
    return words.own_words(named.quote.inner.removesuffix(head.term), "weak") < OWN_WORDS


def _is_unfit(named: Named, words: Vocabulary, rule: str) -> bool:
    """Whether words forbid the name; the head of a list, or a sure one inside the marks, carries a longer name."""
    inner, listed = named.quote.inner, rule == "quoted_list"
    if listed and FORMULA.fullmatch(inner):
        return False
    sure = named.inside is not None and named.inside.strength in SURE
    if len(inner) <= LONGEST_BARE or not (listed or sure):
        return cannot_stand_alone(named.quote, words)
    return len(inner) > LONGEST_CARRIED or _is_no_name(inner, words)


def _is_founded_unit(named: Named, setting: Setting) -> bool:
    """有了“海上支部”: a unit that is founded, not one that is praised."""
    if named.inside is None or named.inside.strength != "inner" or setting.introduced not in FOUNDED:
        return False
    if PLUS.search(named.quote.inner):
        return False
    return setting.words.never.search(named.quote.inner) is None and named.own is not None


def inner_head(quote: Quote, words: Vocabulary) -> Head | None:
    """The head the words inside the marks end in."""
    return None if SLOGAN_MARKS.search(quote.inner) else words.last_head(quote.inner)


def stands_alone(named: Named, words: Vocabulary) -> bool:
    """True where the last word inside the marks is enough of a name."""
    head = named.inside
    if head is None:
        return False
    stem = named.quote.inner[: -len(head.term)]
    if NUMERALS.issuperset(stem):
        return False
    if head.strength in SURE:
        return words.own_words(stem, "strong") >= 1
    if head.term in words.lessons:
        return words.own_words(stem, "weak") >= OWN_WORDS
    if head.strength in ("quoted", "place", "plaque"):
        return len(stem) >= OWN_WORDS
    return head.strength in ("weak", "shorthand") and words.own_words(stem, "weak") >= 1


def is_aside(quote: Quote, tail: Tail, words: Vocabulary) -> bool:
    """A figure of speech, a policy, somebody else's service, or a manner of doing things."""
    inner = INTERPUNCT.sub("", quote.inner)
    if inner in words.outside or (tail.head and tail.head.type == "activity" and words.outer.search(tail.rest)):
        return True
    policies = words.policy.findall(inner)
    if policies and len(inner) - sum(map(len, policies)) <= OWN_WORDS:
        return tail.head is None or tail.head.strength not in SURE or tail.head.type == "team"
    return not tail.names and (inner in words.aside or MANNER.search(inner) is not None)


def cannot_stand_alone(quote: Quote, words: Vocabulary) -> bool:
    """True for a quotation that no verb or list makes a name of."""
    return len(quote.inner) > LONGEST_BARE or _is_no_name(quote.inner, words)


def _is_no_name(inner: str, words: Vocabulary) -> bool:
    if inner[0] == NONE or PLUS.search(inner) or inner.endswith(words.person) or MANNER.search(inner):
        return True
    if inner in words.aside or inner in words.outside or COUNTED.fullmatch(inner) or OCCASION.search(inner):
        return True
    return bool(words.never.search(inner)) or DEED.match(inner) is not None or _is_all_policy(inner, words)


def _is_all_policy(inner: str, words: Vocabulary) -> bool:
    """A policy with nothing of the school's own before the last word: 课程思政 is one, 课程思政示范课堂 is not."""
    policies = words.policy.findall(inner)
    if not policies:
        return False
    beside = len(inner) - sum(map(len, policies))
    return beside < NAME_BESIDE_POLICY or words.last_head(inner) is None
