"""Named practices in quotation marks: “夜灯”计划, “甲”“乙”等项目, 推出“丙”."""

from __future__ import annotations

from collections.abc import Sequence

from dj_analysis.extraction.initiative_names import Candidate, squeeze
from dj_analysis.extraction.initiative_words import (
    CONJUNCTION,
    FOUNDING,
    LIST_MARK,
    OF,
    OWN_WORDS,
    PROPER,
    SHORTHAND_NUMERALS,
    SURE,
    Head,
    Vocabulary,
    clause_before,
)
from dj_analysis.extraction.quotation_grounds import (
    MANNER,
    NUMERALS,
    SLOGAN_MARKS,
    Named,
    Setting,
    cannot_stand_alone,
    find_ground,
    inner_head,
    is_aside,
    stands_alone,
)
from dj_analysis.extraction.quotation_others import is_in_passing, is_way_only
from dj_analysis.extraction.quotation_tails import read_structure, read_tail
from dj_analysis.extraction.quotations import Quote, group_quotes
from dj_analysis.regexes import compile_re

SHORTHAND = compile_re(rf"[{SHORTHAND_NUMERALS}](?![个项种大条类方支名字步环张年月周天期])\w{{1,3}}")
LISTED = compile_re(rf"(?:{CONJUNCTION})$")
UNSURE = frozenset({"loose", "inner", "noun"})
EVERYDAY = frozenset({"noun", "shorthand"})
"""Behind a manner these heads name nothing: “沉浸式”党课."""

BRAND = "品牌"
SYSTEM = "体系"
NUMBERED = compile_re(r"[\d+＋]|^[一二三四五六七八九十]\w.{0,3}[一二两三四五六七八九十]\w")
"""A system whose name is a numeric model is a way of working, one without (评价体系) a mechanism."""

LISTED_NAMES = 3
"""So many items with one proper head inside one pair of marks are a list of names, not a motto."""

LISTED_ITEMS = 2
"""Pauses inside the marks that make the quotation the list behind a shorthand."""

SAME_PLACE = frozenset({"platform", "team", "post"})
"""Two proper names before a counted place are one practice (“甲”、“乙”两个服务站); two projects stay two."""

LOOSE_TYPES = frozenset({"activity", "project", "platform", "brand", "mechanism"})
"""What a 制 inside the marks is sometimes called behind them."""

DOCUMENTS = frozenset({"办法"})
"""Inside 《》 this word ends the title of a document that only governs the practice."""

ITEM_LINE = compile_re(r"\n[^“”\n。，]{0,8}(?=“[^“”\n。，、]{2,8}”(?:[:：]|——))")
"""The beginning of a line that a quotation heads, up to the quotation: its list mark and little else."""

TURNED_INTO = compile_re(
    "(?:变成|变为|转化为|转变为|化为|化作|化身|当作|当成|视为|看作|誉为|比作)了?(?:一[个种道条])?$"
)
"""把会场变成“大课堂”: a figure of speech."""

GREAT = compile_re("等?[两三四五六七八九十][大类]")
"""“甲”和“乙”两大平台 are two."""

SUCH = compile_re(r"了?(?:[一几多两三四五六七八九十\d]{1,2}[个批套支项场])?(?![成为])[^\W\d]{3,6}的")
"""办起别具一格的“甲讲座”: how it is, between the verb and the name."""

QUALIFIES = compile_re("(?:为(?:主题|主线|内容|题))?的[“「『]")
QUALIFIER = compile_re("(?<=[”」』])的$|[“「『][^“”「」『』]{1,40}[”」』]的$")
"""“甲、乙”的“丙”体系, “甲”为主题的“乙”活动: the first quotation only describes what the second one names."""

ITEM_BEFORE = frozenset(":：;；,，是、")
COUNTING = tuple(f"{numeral}是" for numeral in "一二三四五六七八")
FIRST = "一"
ITEM_AFTER = frozenset("—:：(（,，即是")
ANNOUNCED_WITHIN = 240
"""Characters between the words that announce a list and its last item."""


def find_quoted_names(text: str, start: int, end: int, quotes: Sequence[Quote], words: Vocabulary) -> list[Candidate]:
    """Candidates among the quotations of one stretch ``text[start:end]``."""
    found: list[Candidate] = []
    items = _line_items(text, start, end) | _counted_items(text, quotes, words)
    for group in group_quotes(text, quotes):
        before = clause_before(text, start, group[0].start)
        if _only_describes(text, before, group[-1].end):
            continue
        tail = read_tail(text, group[-1].end, end, words)
        if len(group) == 1:
            tail = read_structure(group[0].inner, tail, group[0].end, words) or tail
        if is_in_passing(text, group, before, tail, words):
            continue
        if not tail.refused or _are_posts(group, words):
            named = before.endswith(words.naming_words) and words.named.search(before)
            called = named or (tail.head and LIST_MARK.fullmatch(before))
            introduced, homely = _verb_type(before, words)
            introduced = introduced or ("activity" if called else None)
            setting = Setting(text, before, tail, introduced, words, homely and not called)
            judged = _judge_group(group, setting, start, group[0].start in items)
            found += judged if judged and not words.honour_verb.search(before) else []
    lost = (_read_lost_quote(text, start, quote, words) for quote in quotes if quote.is_lost)
    return found + [candidate for candidate in lost if candidate]


def _only_describes(text: str, before: str, after: int) -> bool:
    """True for a quotation that qualifies the next one or is a figure of speech."""
    return QUALIFIES.match(text, after) is not None or TURNED_INTO.search(before) is not None


def _line_items(text: str, start: int, end: int) -> set[int]:
    """Where quotations begin that head the lines of a list; one such line alone is a heading like any other."""
    items = {match.end() for match in ITEM_LINE.finditer(text, start, end)}
    return items if len(items) > 1 else set()


def _counted_items(text: str, quotes: Sequence[Quote], words: Vocabulary) -> set[int]:
    """Where quotations begin that 一是, 二是 count off, if one of them at least ends in a head."""
    items: set[int] = set()
    run: list[Quote] = []
    for quote in quotes:
        marker = text[max(0, quote.start - 2) : quote.start]
        if not marker.endswith(COUNTING) or text[quote.end : quote.end + 1] not in ITEM_AFTER:
            continue
        if marker[0] in FIRST:
            run = []
        run.append(quote)
        if len(run) > 1 and any(stands_alone(Named(q, inner_head(q, words), None), words) for q in run):
            items.update(q.start for q in run)
    return items


def _judge_group(group: list[Quote], setting: Setting, start: int, is_item: bool) -> list[Candidate]:
    if place := _one_place(group, setting):
        return [place]
    if len(group) == 1 and (listed := _read_listed(group[0], setting)):
        return listed
    announced = _announced_type(group, setting, start) or (_item_type(group[0], setting.words) if is_item else None)
    if announced and not setting.tail.head:
        return [_plain(group[0], announced, "quoted_item", setting)]
    found = []
    is_list = setting.tail.shared or (len(group) > 1 and setting.tail.counted)
    for quote in group:
        own = setting.tail if quote is group[-1] and not is_list else None
        candidate = _judge(Named(quote, inner_head(quote, setting.words), own), setting)
        if candidate and not is_aside(quote, setting.tail, setting.words):
            found.append(candidate)
    return found


def _one_place(group: list[Quote], setting: Setting) -> Candidate | None:
    """Two proper names before one counted place."""
    tail = setting.tail
    if len(group) == 1 or tail.head is None or not tail.counted or tail.shared or tail.head.type not in SAME_PLACE:
        return None
    if any(inner_head(quote, setting.words) for quote in group) or GREAT.match(setting.text, group[-1].end):
        return None
    start = group[0].start
    core = squeeze(setting.text[start : tail.end])
    return Candidate(start, tail.end, core, tail.head.type, True, "quoted_place", 2, start - len(setting.before))


def _read_listed(quote: Quote, setting: Setting) -> list[Candidate]:
    """“甲工程、乙工程、丙工程”: items inside the marks that end in the same head are names of their own."""
    items = quote.inner.split("、")
    head = setting.words.last_head(items[0]) if len(items) >= LISTED_NAMES else None
    if head is None or head.strength not in PROPER:
        return []
    if not all(item.endswith(head.term) and len(item) >= len(head.term) + OWN_WORDS for item in items):
        return []
    found, at, intro = [], quote.start + 1, quote.start - len(setting.before)
    for item in items:
        end = at + len(item)
        found.append(Candidate(at, end, squeeze(item), head.type, False, "listed_inside", 1, intro))
        at = end + 1
    return found


def _plain(quote: Quote, kind: str, rule: str, setting: Setting) -> Candidate:
    """A quotation that is a name by itself."""
    intro = quote.start - len(setting.before)
    return Candidate(quote.start, quote.end, squeeze(quote.inner), kind, True, rule, 1, intro)


def _judge(named: Named, setting: Setting) -> Candidate | None:
    """One quotation of a group: with its own head, with the group's head, or alone."""
    quote, own = named.quote, named.own
    if own and own.head and own.head.strength in EVERYDAY and MANNER.search(quote.inner):
        return None
    if own and own.head:
        if own.names or (setting.introduced and not own.counted and not _is_sure(named.inside)):
            return _with_head(named, own.head, own.end, setting)
        if not named.inside:
            return None
    ground = find_ground(named, setting)
    return _plain(quote, *ground, setting) if ground else None


def _is_sure(head: Head | None) -> bool:
    """True for a head that goes before an everyday noun behind the marks: “六心食堂”服务."""
    return head is not None and head.strength not in UNSURE and len(head.term) > 1


def _with_head(named: Named, head: Head, end: int, setting: Setting) -> Candidate | None:
    quote, text = named.quote, setting.text
    intro = quote.start - len(setting.before)
    name = text[quote.end : end]
    if _describes(quote, name, head):
        return None
    if quote.is_book and head.type == "activity" and head.strength in ("noun", "quoted"):
        return None
    if is_way_only(quote, head):
        return None
    if head.term in DOCUMENTS and setting.before.rfind("《") > setting.before.rfind("》"):
        return _plain(quote, named.inside.type, "quoted_inner", setting) if named.inside else None
    if quote.inner.count("、") >= LISTED_ITEMS and SHORTHAND.match(name):
        return Candidate(quote.end, end, name, head.type, False, "listed_shorthand", 2, intro)
    kind = "brand" if BRAND in name else head.type
    if head.term == SYSTEM and NUMBERED.search(quote.inner):
        kind = "mode"
    if named.inside and named.inside.type == "mechanism" and named.inside.strength == "medium" and kind in LOOSE_TYPES:
        kind = "mechanism"
    return Candidate(quote.start, end, squeeze(quote.inner), kind, True, "quoted_head", 2, intro)


def _are_posts(group: Sequence[Quote], words: Vocabulary) -> bool:
    """“党员示范岗”“文明岗”等岗位: the noun behind them refuses other quotations only."""
    heads = (inner_head(quote, words) for quote in group)
    return all(head is not None and head.type == "post" and head.strength in SURE for head in heads)


def _describes(quote: Quote, name: str, head: Head) -> bool:
    """“窗明几净、书香四溢”的阅览空间: how a place is, not what it is called."""
    loose = name.startswith("的") and head.type in SAME_PLACE
    return quote.inner.endswith("的") or (loose and SLOGAN_MARKS.search(quote.inner) is not None)


def _verb_type(before: str, words: Vocabulary) -> tuple[str | None, bool]:
    """The type a naming verb suggests, where it stands right before the name or before the list it closes.

    True for a homely verb (支起, 设了), which makes a name only of words that end in a head.
    """
    before = QUALIFIER.sub("", before) if before[-1:] == OF else before
    verb = words.last_verb(before)
    strength = words.verbs[verb[0]]["strength"] if verb else None
    if verb is None or strength not in FOUNDING:
        return None, False
    between = before[verb.end() :]
    if SUCH.fullmatch(between):
        return words.verbs[verb[0]]["type"], True
    in_list = not between or LISTED.search(between)
    broken = (words.list_break if in_list else words.function_word).search(between.removeprefix("了"))
    return None if broken else words.verbs[verb[0]]["type"], strength == "homely"


def _announced_type(group: list[Quote], setting: Setting, start: int) -> str | None:
    """The type of an item that a counted head announces: 下设三个项目:“甲”——每周一次;“乙”——每月一次."""
    text, words, at, end = setting.text, setting.words, group[0].start, group[-1].end
    if len(group) > 1 or text[end : end + 1] not in ITEM_AFTER or text[at - 1 : at] not in ITEM_BEFORE:
        return None
    lead = text[max(start, at - ANNOUNCED_WITHIN) : at]
    found = words.announced.search(lead, lead.rfind("。") + 1)
    if found is None or cannot_stand_alone(group[0], words):
        return None
    return words.heads[found["head"]].type


def _item_type(quote: Quote, words: Vocabulary) -> str | None:
    """The type of a quotation that heads its line in a list."""
    if cannot_stand_alone(quote, words) or quote.inner[0] in NUMERALS or SLOGAN_MARKS.search(quote.inner):
        return None
    head = inner_head(quote, words)
    return head.type if head and stands_alone(Named(quote, head, None), words) else "activity"


def _read_lost_quote(text: str, start: int, quote: Quote, words: Vocabulary) -> Candidate | None:
    """A name whose closing mark the page has lost ends with the last head before a function word."""
    before = clause_before(text, start, quote.start)
    stop = words.function_word.search(quote.inner)
    heads = list(words.tail_head.finditer(quote.inner, 0, stop.start() if stop else len(quote.inner)))
    if not heads or (before and not _verb_type(before, words)[0]) or words.heads[heads[-1][0]].strength == "noun":
        return None
    core, kind = quote.inner[: heads[-1].end()], words.heads[heads[-1][0]].type
    if len(core) < len(heads[-1][0]) + OWN_WORDS:
        return None
    end = quote.start + 1 + len(core)
    return Candidate(quote.start, end, squeeze(core), kind, True, "lost_quote", 2, quote.start - len(before))
