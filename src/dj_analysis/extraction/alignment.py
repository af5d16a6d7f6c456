"""Alignment of a formula with its parts: which listed quantity stands behind which symbol of 1+3+N.

Two wordings are read: quantities in the order of the symbols (一个中心引领、三个平台支撑…), and symbols explained one
by one (“1”即…;“3”是指…). Nothing is returned unless every symbol finds its part, in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from dj_analysis.extraction.dealing import make_row
from dj_analysis.extraction.enumerations import trim_item
from dj_analysis.extraction.member_lists import listed_members, member_rows, members_before, members_behind
from dj_analysis.extraction.model_reading import Items, Reading
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.extraction.model_words import HAN, ModelWords, worth_of
from dj_analysis.extraction.part_wordings import split_predicates
from dj_analysis.records import ComponentRow, Span
from dj_analysis.regexes import compile_re

Aligned = tuple[re.Match[str], int, ComponentRow]

_MARKS = r"、，,；;。：:！？!?\n“”‘’「」（）()+"
_SYMBOL_CUE = r"[”’」』\"]?(?:个字?)?[，,]?\s?(?:即|就?是指?|指的?是?|代表着?|表示|意为|为|：|:|——?)(?:的?是)?[：:]?\s?"
_EXPLAINS = "是即为指"
"""What follows a symbol that is explained: N是多个品牌."""

_CLAUSE = compile_re(r"[^，,；;。！？\n]{1,60}")
_GLOSS = compile_re(r"[（(]([^（()）\n]{1,40})[)）]")
_TEXT = compile_re(rf"[^{_MARKS}]{{1,30}}")
_TEXT_BEFORE = compile_re(rf"[^{_MARKS}]{{2,}}$")
_LONGEST_NAMED = 20
"""Characters of a clause that names what it points at: 聚焦党建引领这一核心."""

_WORD = 2
"""Characters of a noun, a verb or an adverb."""

_TOGETHER = frozenset(("分别", "共同", "各自", "一起", "同步", "全程", "主动", "合力", "齐心", "携手", "协同"))
"""Adverbs between a noun and its verb: 骨干教师分别认领."""

_JOINED = compile_re("(?:共同)?(?:组成|构成|结成|组建)")
"""What the last of several things is followed by: 1名教师、2名学生组成小组."""

_NO_VERB = "每全各这其该本"
"""What begins a word that is no verb before a quantity: 每月, 其中."""

_CUE_WORD = compile_re(r"即|包括|就是|是指|分别是|分别为|由|以|通过|形成了?|构建了?|[，,：:]")
_MARK = compile_re(rf"[{_MARKS}]")
_SHORT_HAN = compile_re(f"[{HAN}]{{2,4}}")
_VERB_CHARACTER = compile_re(rf"[{HAN}](?<![有设即为是和与及的个第])")


def own_terms(name: ModelName, reading: Reading) -> tuple[ComponentRow, ...]:
    """The terms of a formula that writes its parts out: 学校+企业, 1个支部+N个班级."""
    rows: list[ComponentRow] = []
    at = name.bare_start
    for number, slot in enumerate(name.slots, start=1):
        if len(slot.core) < 2:
            continue
        unit = reading.words.part_unit.match(slot.core) if slot.symbol != slot.core else None
        core = slot.core[unit.end() :] if unit else slot.core
        at = reading.folded.index(core, at, name.bare_end)
        span = Span(at, at + len(core))
        part = make_row(reading.text, span, (number, slot), "own_words", unit=unit.group() if unit else None)
        at = span.end
        gloss = _GLOSS.match(reading.text, at) if slot.count != 1 else None
        members = listed_members(reading.text, *gloss.span(1), slot) if gloss else ()
        rows += member_rows(reading.text, part, members) or [part]
    return tuple(rows)


def align_quantities(reading: Reading, start: int, end: int, slots: Sequence[Slot]) -> tuple[ComponentRow, ...]:
    """Parts whose quantities follow each other in ``[start, end)`` in the order of ``slots``; else nothing."""
    aligned = _align(reading, start, end, slots)
    if not aligned:
        return ()
    return _members_of(reading, start, aligned, slots) or split_predicates(
        [part for _, _, part in aligned], reading.words.nouns
    )


def align_members(reading: Reading, start: int, end: int, slots: Sequence[Slot]) -> tuple[ComponentRow, ...]:
    """The members of quantities that follow each other over several sentences; nothing unless each is listed."""
    if reading.text.count("、", start, end) < len(slots) - 1:
        return ()
    aligned = _align(reading, start, end, slots)
    return _members_of(reading, start, aligned, slots) if aligned else ()


def align_lines(reading: Reading, lines: Sequence[Span], slots: Sequence[Slot]) -> tuple[ComponentRow, ...]:
    """The members that lines list behind a quantity each, one line for each of ``slots`` in order; else nothing.

    >>> from dj_analysis.extraction.model_words import compile_words
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text = "两个课堂:校内、校外"
    >>> reading = Reading(text, text, compile_words(load_lexicon()), ())
    >>> [row.text for row in align_lines(reading, [Span(0, len(text))], [Slot("2", 2, "")])]
    ['校内', '校外']
    """
    aligned: list[Aligned] = []
    for line in lines:
        if len(aligned) == len(slots):
            break
        slot = slots[len(aligned)]
        match = reading.words.quantity.search(reading.folded, line.start, line.end)
        if match and _announces(match["count"], slot):
            part = _read_part(reading, match, line.end, len(aligned) + 1, slot)
            aligned += [(match, line.end, part)] if part else []
    return _members_of(reading, lines[0].start, aligned, slots) if len(aligned) == len(slots) else ()


def _align(reading: Reading, start: int, end: int, slots: Sequence[Slot]) -> list[Aligned]:
    """Each slot's quantity, where the next one stands, and the part it names; nothing unless all slots have one."""
    found: list[Aligned] = []
    matches = list(reading.words.quantity.finditer(reading.folded, start, end))
    for place, match in enumerate(matches):
        if len(found) == len(slots):
            break
        slot = slots[len(found)]
        if not _announces(match["count"], slot):
            continue
        limit = min(matches[place + 1].start() if place + 1 < len(matches) else end, end)
        if part := _read_part(reading, match, limit, len(found) + 1, slot):
            found.append((match, limit, part))
    return found if len(found) == len(slots) else []


def _members_of(
    reading: Reading, start: int, aligned: Sequence[Aligned], slots: Sequence[Slot]
) -> tuple[ComponentRow, ...]:
    """What is listed for the quantities, when something is listed for each of more than one."""
    text, begin = reading.text, start
    rows: list[ComponentRow] = []
    for (match, limit, part), slot in zip(aligned, slots, strict=True):
        items = members_behind(text, match.end(), limit, slot) or members_before(
            text, begin, match.start(), slot, reading.words
        )
        if not items and slot.count not in (1, None):
            return ()
        rows += member_rows(text, part, items) if items else [part]
        begin = max(part.end, items[-1].end if items else 0)
    return tuple(rows) if len(rows) > len(slots) else ()


def _announces(written: str, slot: Slot) -> bool:
    """True when a written quantity is what the slot announces."""
    worth = worth_of(written)
    if slot.count is None:
        return worth is None
    return worth == slot.count


def _read_part(reading: Reading, match: re.Match[str], limit: int, slot_number: int, slot: Slot) -> ComponentRow | None:
    """The component behind a quantity: its noun, with the verb before or behind it."""
    written, unit = match["count"], match["unit"]
    if slot.count == 1 and unit is None and (named := _named_before(reading, match.start())):
        return make_row(reading.text, named, (slot_number, slot), "aligned_quantity")
    many = worth_of(written) is None
    free = many and (len(written) > 1 or written.isascii()) and match.group()[0] not in '“‘"'
    if (unit is None and not free) or (unit == "次" and many):
        return None
    text, words = reading.text, reading.words
    clause = _TEXT.match(text, match.end(), limit)
    if not clause or (unit is None and clause.group()[0] in _EXPLAINS):
        return None
    noun, verb = _split_verb(text, clause.start(), clause.end(), words)
    if noun.end - noun.start < 1:
        return None
    if noun.end - noun.start == 1 and unit:
        noun = _with_quantity(text, match.start(), noun)
    verb = verb or _verb_before(text, match.start(), words)
    return make_row(text, noun, (slot_number, slot), "aligned_quantity", unit=match["unit"], verb=verb)


def _named_before(reading: Reading, at: int) -> Span | None:
    """What a clause names and then points at as the one: 党建引领 in 聚焦党建引领这一核心."""
    if not at or reading.text[at - 1] != "这":
        return None
    region = _TEXT_BEFORE.search(reading.text[max(0, at - _LONGEST_NAMED) : at - 1])
    if not region:
        return None
    start = at - 1 - len(region.group())
    return trim_item(reading.text, reading.words.skip_leads(reading.text, start, at - 1), at - 1)


def _with_quantity(text: str, at: int, noun: Span) -> Span:
    """A noun of one character with its quantity and the verb before that: 走2遍台; by itself it names nothing."""
    return Span(at - 1, noun.end) if at and _VERB_CHARACTER.match(text, at - 1) else noun


def _split_verb(text: str, start: int, end: int, words: ModelWords) -> tuple[Span, str | None]:
    """The noun of a part without a verb that closes it or that a 的 follows (参与的体系)."""
    if joined := _JOINED.search(text, start + _WORD, end):
        return trim_item(text, start, joined.start()), joined.group()
    phrase = words.verb_phrase.search(text, start + _WORD, end)
    if phrase and phrase.end() == end and not words.verbs.match(text, phrase.start()):
        return _noun_before(text, start, phrase.start(), words), phrase.group()
    for match in words.verbs.finditer(text, start + 1, end):
        if match.end() == end or text[match.end()] in "的了和与及":
            return _noun_before(text, start, match.start(), words), match.group()
    span = trim_item(text, start, end)
    head = text.find("的", span.start + 1, span.end)
    return (Span(span.start, head), None) if head > 0 else (span, None)


def _noun_before(text: str, start: int, at: int, words: ModelWords) -> Span:
    """The noun that ends at ``at``, without one more verb or adverb of two characters at its end."""
    earlier = at - _WORD
    if earlier - start >= _WORD and (words.verbs.fullmatch(text, earlier, at) or text[earlier:at] in _TOGETHER):
        at = earlier
    return trim_item(text, start, at)


def _verb_before(text: str, at: int, words: ModelWords) -> str | None:
    """The one or two words between the last mark and a quantity, as the verb that governs it."""
    left = _CUE_WORD.split(_MARK.split(text[max(0, at - 12) : at])[-1])[-1]
    left = left[-_WORD:] if len(left) > _WORD + 1 else left
    return left if len(left) >= _WORD and left[0] not in _NO_VERB and _SHORT_HAN.fullmatch(left) else None


def align_symbols(reading: Reading, start: int, end: int, slots: Sequence[Slot]) -> tuple[ComponentRow, ...]:
    """Parts of symbols that ``[start, end)`` explains one by one, in order; nothing unless all are explained."""
    found: list[ComponentRow] = []
    listed: list[ComponentRow] = []
    text, folded, at = reading.text, reading.folded, start
    for number, slot in enumerate(slots, start=1):
        match = _symbol_pattern(slot.symbol).search(folded, at, end)
        clause = _CLAUSE.match(text, match.end(), end) if match else None
        if not clause:
            return ()
        part = _explained(reading, clause.start(), clause.end(), number, slot)
        if not part.text:
            return ()
        found.append(part)
        items = _listed_for(reading, clause, part, slot)
        listed += member_rows(text, part, items) if items else [part] if slot.count == 1 else []
        at = clause.end()
    complete = {row.slot for row in listed} == {row.slot for row in found}
    return tuple(listed) if complete else split_predicates(found, reading.words.nouns)


def _listed_for(reading: Reading, clause: re.Match[str], part: ComponentRow, slot: Slot) -> Items:
    """The members an explanation lists, on its own or behind its quantity."""
    if slot.count == 1:
        return ()
    text, words = reading.text, reading.words
    for match in words.quantity.finditer(reading.folded, clause.start(), clause.end()):
        if _announces(match["count"], slot):
            behind = members_behind(text, match.end(), clause.end(), slot)
            return behind or members_before(text, clause.start(), match.start(), slot, words)
    return listed_members(text, clause.start(), clause.end(), slot)


@lru_cache(maxsize=64)
def _symbol_pattern(symbol: str) -> re.Pattern[str]:
    return compile_re(rf"(?:[“‘「『\"]|(?<![\w.+])){re.escape(symbol)}{_SYMBOL_CUE}")


def _explained(reading: Reading, start: int, end: int, number: int, slot: Slot) -> ComponentRow:
    """The component that an explanation names: the noun behind its own quantity, or the clause."""
    text = reading.text
    for match in reading.words.quantity.finditer(reading.folded, start, end):
        if _announces(match["count"], slot) and (part := _read_part(reading, match, end, number, slot)):
            return part
    span = trim_item(text, start, end)
    return make_row(text, span, (number, slot), "explained_symbol")
