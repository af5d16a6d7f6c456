"""Named practices in quotation marks: “夜灯”计划, “甲”“乙”等项目, 推出“丙”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dj_analysis.extraction.initiative_names import Candidate, squeeze
from dj_analysis.extraction.initiative_words import CONJUNCTION, COUNT, CURLY_OPEN, Head, Vocabulary, clause_before

QUOTE = re.compile(
    r"“(?P<curly>[^“”‘’\n。；]{2,40})”"
    r"|‘(?P<single>[^‘’“”\n。]{2,30})’"
    r"|「(?P<corner>[^「」\n。]{2,30})」"
    r"|『(?P<white>[^『』\n。]{2,30})』"
    r"|《(?P<book>[^《》“”\n。]{2,30})》"
    r"|\"(?P<straight>[^\"“”\n。]{2,30})\""
    r"|“(?P<lost>[^“”‘’\n。，,、；;《》]{3,60})(?=[\n。，,、；;“《》]|$)"
)
"""A quotation short enough to be a name; the last form has lost its closing mark."""

JOINT = re.compile(r"[、和与及]?|以及")
"""What may stand between two names of one group."""

TAIL = re.compile(
    rf"(?P<etc>等+)?(?P<many>系列|一系列|一批|多{COUNT[-1:]}|{COUNT})?(?P<topic>为主题|为题)?(?P<de>的)?"
)
BODY = re.compile(r"[\w+×·]{0,22}")
"""The words behind a quotation up to the next mark."""

COUNTED = re.compile(r"[一二两三四五六七八九十\d]{1,3}[个项种大条类][\w]{0,5}")
"""四种机制, 三个结合: a counted heading is a model, its members are the practices."""

SHORTHAND = re.compile(r"[二三四五六七八九十双两](?![个项种大条类方支名])[\w]{1,3}")
LONGEST_BARE = 14
"""A quotation longer than this without a head is a sentence or a slogan, whatever verb stands before it."""

FARTHEST_HEAD = 14
"""A head further behind the quotation than this belongs to another phrase."""

WIDEST_GAP = 4
"""Two heads this close without a verb between them are one compound: 活动阵地, 主题教育活动."""

SHORT_PHRASE = 6
"""So few characters behind a head, or behind the marks, may still belong to the name (培养法, 师徒链)."""

SLOGAN_MARKS = re.compile(r"[,;!?，；、！？]")
OWN_WORDS = 2
MANNER = re.compile(r"[式型化性级]$|^[一二三]对一$")
SAME_PLACE = frozenset({"platform", "team", "post"})
"""Two proper names before a counted place are one practice (“甲”、“乙”两个服务站); two projects stay two."""

DOCUMENTS = frozenset({"办法"})
"""Inside 《》 this word ends the title of a document that only governs the practice."""

ITEM_BEFORE = frozenset(":：;；,，是、")
ITEM_AFTER = frozenset("—:：(（,，即是")
ANNOUNCED_WITHIN = 240
"""Characters between the sentence that announces a list and its last item."""

CARRIER = re.compile(r"为(?P<head>载体|平台|品牌|依托|抓手|牵引)")
COPULA = re.compile(r"(?:是|就是|作为|(?:已|已经)?成为)")
LISTED = re.compile(rf"(?:{CONJUNCTION})$")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: the span with its marks, and the words inside."""

    start: int
    end: int
    inner: str
    lost: bool = False
    book: bool = False


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands behind a group of quotations."""

    head: Head | None
    end: int
    shared: bool
    counted: bool
    body: str
    refused: bool


def find_quotes(text: str, start: int, end: int) -> list[Quote]:
    """Quotations short enough to be names, in order."""
    found = []
    for match in QUOTE.finditer(text, start, end):
        kind = match.lastgroup or ""
        found.append(Quote(match.start(), match.end(), match[kind], kind == "lost", kind == "book"))
    return found


def _groups(text: str, quotes: list[Quote]) -> Iterator[list[Quote]]:
    group: list[Quote] = []
    for quote in quotes:
        if group and not JOINT.fullmatch(text, group[-1].end, quote.start):
            yield group
            group = []
        group.append(quote)
    if group:
        yield group


def find_quoted_names(text: str, start: int, end: int, quotes: list[Quote], words: Vocabulary) -> list[Candidate]:
    """Candidates among the quotations of one passage ``text[start:end]``."""
    found: list[Candidate] = []
    for group in _groups(text, [quote for quote in quotes if not quote.lost]):
        before = clause_before(text, start, group[0].start)
        if not words.honour_verb.search(before):
            found += _judge_group(text, start, end, before, group, words)
    for quote in quotes:
        if quote.lost:
            found += _lost_quote(text, start, quote, words)
    return found


def _judge_group(text: str, start: int, end: int, before: str, group: list[Quote], words: Vocabulary) -> list[Candidate]:
    tail = _read_tail(text, group[-1].end, end, words)
    if tail.refused:
        return []
    if tail.head and tail.counted and len(group) > 1 and tail.head.type in SAME_PLACE and not tail.shared:
        if not any(_inner_head(quote, words) for quote in group):
            return [_one_place(text, before, group, tail, tail.head)]
    if announced := _is_announced(text, start, group, words):
        return [_plain(group[0], announced, "quoted_item", before)]
    introduced = _is_introduced(before, words) or _is_called(before, words)
    found = []
    for quote in group:
        if _is_aside(quote, tail, words):
            continue
        own = tail if quote is group[-1] and not tail.shared else None
        candidate = _judge(text, before, quote, own, tail, introduced, words)
        if candidate:
            found.append(candidate)
    return found


def _one_place(text: str, before: str, group: list[Quote], tail: Tail, head: Head) -> Candidate:
    core = squeeze(text[group[0].start : tail.end])
    return Candidate(group[0].start, tail.end, core, head.type, True, "quoted_place", 2, group[0].start - len(before))


def _plain(quote: Quote, kind: str, rule: str, before: str) -> Candidate:
    """A quotation that is a name by itself."""
    return Candidate(quote.start, quote.end, squeeze(quote.inner), kind, True, rule, 1, quote.start - len(before))


def _judge(
    text: str, before: str, quote: Quote, own: Tail | None, tail: Tail, introduced: str | None, words: Vocabulary
) -> Candidate | None:
    """One quotation of a group: with its own head, with the group's head, or alone."""
    intro = quote.start - len(before)
    inside = _inner_head(quote, words)
    if own and own.head and quote.book and own.head.strength in ("noun", "quoted") and own.head.type == "activity":
        return None
    if own and own.head:
        if own.head.strength == "noun" and inside and _stands_alone(quote, inside, words):
            own = None
        elif own.head.strength == "noun" and not introduced:
            return None
    if own and own.head and not _is_document(own.head, before):
        kind = _type_of(quote, inside, own, text)
        return _named_shorthand(quote, own, kind, text, intro) or Candidate(
            quote.start, own.end, squeeze(quote.inner), kind, True, "quoted_head", 2, intro
        )
    core = squeeze(quote.inner)
    if quote.book or _cannot_stand_alone(quote, words):
        return None
    if tail.head and tail.head.strength != "noun":
        kind = inside.type if inside and tail.head.type != "brand" else tail.head.type
        return Candidate(quote.start, quote.end, core, kind, True, "quoted_list", 2, intro)
    if own and (kind_of_carrier := _carrier(before, own, inside, words)):
        return _plain(quote, kind_of_carrier, "quoted_carrier", before)
    appositive = _appositive(before, words)
    if appositive and not SLOGAN_MARKS.search(quote.inner):
        return _plain(quote, appositive, "quoted_apposition", before)
    if own and not before and (subject := _copula(own, words)):
        return _plain(quote, subject, "quoted_subject", before)
    if introduced:
        kind = inside.type if inside else introduced
        return _plain(quote, kind, "quoted_verb", before)
    if inside and _stands_alone(quote, inside, words):
        return _plain(quote, inside.type, "quoted_inner", before)
    return None


LOOSE_TYPES = frozenset({"activity", "project", "platform", "brand", "mechanism"})
def _is_document(head: Head, before: str) -> bool:
    return head.term in DOCUMENTS and before.rfind("《") > before.rfind("》")


def _stands_alone(quote: Quote, head: Head, words: Vocabulary) -> bool:
    """True where the last word inside the marks is enough of a name."""
    stem = _stem(quote, head)
    if head.strength in ("strong", "medium"):
        return words.own_words(stem, "strong") >= 1
    if head.strength == "quoted":
        return len(stem) >= OWN_WORDS
    return head.strength in ("weak", "shorthand") and words.own_words(stem, "weak") >= 1


def _stem(quote: Quote, head: Head) -> str:
    return quote.inner[: -len(head.term)]


def _inner_head(quote: Quote, words: Vocabulary) -> Head | None:
    return None if SLOGAN_MARKS.search(quote.inner) else words.last_head(quote.inner)


def _type_of(quote: Quote, inside: Head | None, own: Tail, text: str) -> str:
    assert own.head is not None
    if BRAND in text[quote.end : own.end]:
        return "brand"
    if inside and inside.type == "mechanism" and inside.strength == "medium" and own.head.type in LOOSE_TYPES:
        return "mechanism"
    return own.head.type


BRAND = "品牌"


def _named_shorthand(quote: Quote, own: Tail, kind: str, text: str, intro: int) -> Candidate | None:
    """“进甲、进乙、进丙”三进活动: the list explains the shorthand behind it, which is the name."""
    name = text[quote.end : own.end]
    if quote.inner.count("、") < 2 or not SHORTHAND.match(name):
        return None
    return Candidate(quote.end, own.end, name, kind, False, "listed_shorthand", 2, intro)


def _is_aside(quote: Quote, tail: Tail, words: Vocabulary) -> bool:
    """A figure of speech, a policy, somebody else's service, or a manner of doing things."""
    inner = quote.inner
    if inner in words.outside or (tail.head and tail.head.type == "activity" and words.outer.search(tail.body)):
        return True
    if inner in words.aside:
        return tail.head is None or tail.head.strength == "noun"
    if len(words.policy.sub("", inner)) <= 2 and words.policy.search(inner):
        return True
    return bool(MANNER.search(inner)) and (tail.head is None or tail.head.strength == "noun")


def _cannot_stand_alone(quote: Quote, words: Vocabulary) -> bool:
    inner = quote.inner
    if "+" in inner or inner in words.aside or inner in words.outside or len(inner) > LONGEST_BARE or inner.endswith(words.person) or MANNER.search(inner):
        return True
    return bool(COUNTED.fullmatch(inner) or words.policy.search(inner) or words.never.search(inner))


def _is_introduced(before: str, words: Vocabulary) -> str | None:
    """The type a naming verb suggests, where it stands right before the name or before the list it closes."""
    verb = None
    for verb in words.verb.finditer(before):
        pass
    if verb is None or words.verbs[verb[0]]["strength"] != "naming":
        return None
    between = before[verb.end() :]
    if LISTED.search(between) or not between:
        broken = words.list_break.search(between.removeprefix("了"))
    else:
        broken = words.function_word.search(between.removeprefix("了"))
    return None if broken else words.verbs[verb[0]]["type"]


def _is_called(before: str, words: Vocabulary) -> str | None:
    return "activity" if words.named.search(before) else None


def _is_announced(text: str, start: int, group: list[Quote], words: Vocabulary) -> str | None:
    """The type of an item that a counted head announces: 下设三个项目:“甲”——…;“乙”——…"""
    at, end = group[0].start, group[-1].end
    if len(group) > 1 or _cannot_stand_alone(group[0], words) or text[end : end + 1] not in ITEM_AFTER or text[at - 1 : at] not in ITEM_BEFORE:
        return None
    lead = text[max(start, at - ANNOUNCED_WITHIN) : at]
    found = words.announced.search(lead, lead.rfind("。") + 1)
    return words.heads[found["head"]].type if found else None


def _carrier(before: str, own: Tail, inside: Head | None, words: Vocabulary) -> str | None:
    match = CARRIER.match(own.body)
    if not match or not before.endswith("以"):
        return None
    head = words.heads.get(match["head"])
    return inside.type if inside else head.type if head and head.strength != "list" else "activity"


def _copula(own: Tail, words: Vocabulary) -> str | None:
    """“甲”是我院的党建品牌: the type the sentence itself gives."""
    match = COPULA.match(own.body)
    head = words.last_head(own.body[match.end() :]) if match else None
    return head.type if head and head.strength == "weak" else None


def _appositive(before: str, words: Vocabulary) -> str | None:
    head = words.last_head(before[-LONGEST_BARE:])
    return head.type if head and head.strength in ("weak", "strong") else None


def _read_tail(text: str, at: int, end: int, words: Vocabulary) -> Tail:
    opening = TAIL.match(text, at, end)
    assert opening is not None
    body = BODY.match(text, opening.end(), end)
    assert body is not None
    rest = text[at : body.end()]
    shared = opening["etc"] is not None
    if not body[0]:
        return Tail(None, at, shared, False, rest, False)
    breaks = words.list_break if shared else words.function_word
    stop = breaks.search(body[0])
    phrase = body[0][: stop.start()] if stop else body[0]
    noun = words.noun_after.match(phrase)
    if (words.aim.match(rest) and not opening["topic"]) or (noun and noun.end() == len(phrase)):
        return Tail(None, at, shared, False, rest, True)
    head, size = _first_compound(phrase, shared, words)
    if len(phrase) <= size + SHORT_PHRASE:
        head, size = _short_phrase(phrase, words) or (head, size)
    if head is None and (noun or _noun_soon(phrase, words)):
        return Tail(None, at, shared, False, rest, True)
    if head is None:
        return Tail(None, at, shared, False, rest, False)
    after = body[0][size:]
    refused = bool(words.honour_after.match(after))
    return Tail(head, opening.end() + size, shared, opening["many"] not in MANY_LOOSE, rest, refused)


def _short_phrase(phrase: str, words: Vocabulary) -> tuple[Head, int] | None:
    """The head that ends a phrase of few words, one character where need be: 培养法, 师徒链, 晨读会."""
    if words.verb.search(phrase) or words.function_word.search(phrase):
        return None
    head = words.heads.get(phrase) or words.last_head(phrase)
    return (head, len(phrase)) if head and head.strength != "loose" else None


MANY_LOOSE = (None, "系列", "一系列", "一批")


def _noun_soon(phrase: str, words: Vocabulary) -> bool:
    """A noun such as 精神 or 称号 at the end of the phrase behind the quotation."""
    found = words.noun_after.search(phrase[:8])
    if found is None:
        return False
    gap = phrase[: found.start()]
    return words.verb.search(gap) is None and words.honour_verb.search(gap) is None


def _first_compound(phrase: str, shared: bool, words: Vocabulary) -> tuple[Head | None, int]:
    """The first head noun of a phrase, carried on through the compound it begins, and where that ends."""
    verb = words.verb.match(phrase)
    if verb and verb[0] not in words.nominal and not words.tail_head.match(phrase):
        return None, 0
    head, size = None, 0
    for match in words.tail_head.finditer(phrase):
        if head is None and match.start() > FARTHEST_HEAD and not shared:
            break
        if head is not None and not _is_one_compound(phrase, size, match.start(), words):
            break
        found = words.heads[match[0]]
        if head is not None and found.strength == "noun" and head.strength != "noun":
            break
        head, size = found, match.end()
    return head, size


def _is_one_compound(phrase: str, end: int, start: int, words: Vocabulary) -> bool:
    verb = words.verb.search(phrase, end)
    apart = verb is not None and verb.start() < start and verb[0] not in words.nominal
    return start - end <= WIDEST_GAP and not apart


def _lost_quote(text: str, start: int, quote: Quote, words: Vocabulary) -> list[Candidate]:
    """A name whose closing mark the page has lost ends with its first head compound."""
    assert text[quote.start] == CURLY_OPEN
    before = clause_before(text, start, quote.start)
    stop = words.function_word.search(quote.inner)
    phrase = quote.inner[: stop.start()] if stop else quote.inner
    last = None
    for last in words.tail_head.finditer(phrase):
        pass
    if last is None or not _is_introduced(before, words) or words.heads[last[0]].strength == "noun":
        return []
    end = quote.start + 1 + last.end()
    core = squeeze(text[quote.start + 1 : end])
    return [
        Candidate(quote.start, end, core, words.heads[last[0]].type, True, "lost_quote", 2, quote.start - len(before))
    ]
