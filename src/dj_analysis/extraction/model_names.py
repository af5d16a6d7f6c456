"""Names of numeric models: where a text may name one, and which numbers the name announces.

A name is *sure* when its form and its neighbours (quotes, a head such as 工作法) make it one, otherwise it counts only
if the article lists its parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dj_analysis.extraction.formulas import find_formulas
from dj_analysis.extraction.model_shapes import BRACKETS, OPENERS, ModelName, Shape, Slot, named
from dj_analysis.extraction.model_words import (
    DASHES,
    NUMERAL,
    NUMERALS,
    PAUSES,
    ModelWords,
    compile_words,
    fold,
    worth_of,
)
from dj_analysis.extraction.ratio_names import find_ratios
from dj_analysis.extraction.series_parts import is_series
from dj_analysis.extraction.set_names import SET, find_beats, find_sets
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

_QUOTED = compile_re(r"[“「『‘\"]\s?([^“”「」『』‘’\"\n]{2,60}?)\s?[”」』’\"]")
_GROUP = compile_re(rf"({NUMERAL})(位一体|[^{NUMERALS}\d\W]{{1,12}})")
_CHAIN = compile_re(rf"(?:{NUMERAL}[^{NUMERALS}\d\W]{{1,6}}){{1,6}}")
_COUNTED_LINK = compile_re(rf"({NUMERAL})[个项大条种类]([^{NUMERALS}\d\W]{{1,4}})")
_COUNTED_CHAIN = compile_re(rf"(?:{NUMERAL}[个项大条种类][^{NUMERALS}\d\W]{{1,4}}){{2,4}}")
_PAIRS = compile_re("[三四五六七八九]双")
"""A count of pairs: 四双 is 双向选择、双线管理 and two more."""

_SEPARATORS = compile_re(rf"[{PAUSES}\s{DASHES}]{{1,3}}")
_DIGITS = compile_re(r"([1-9](?<![\d.A-Za-z〔\[(（+*×xX—-].)\d{2,8}N?)(?![\d.A-Za-z+%])")
_LISTED = compile_re(r"[”」』]\s?(?:[：:]|[，,]?即)")
"""What announces the parts of quoted digits without a head."""

_NUMERAL = compile_re(NUMERAL)
_UNNAMED = compile_re(rf"([{NUMERALS}])([{NUMERALS}])((?:[{NUMERALS}][^{NUMERALS}\d\W]){{1,2}})")
"""A chain whose first link counts without a word: 双五一实."""

_NUMERAL_RUN = compile_re(r"[一二三四五六七八九]{3,7}|([三四五六七八九])\1")


def find_names(text: str, lexicon: Lexicon) -> tuple[ModelName, ...]:
    """All occurrences of possible model names in ``text``, in order, without overlaps.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [n.canonical for n in find_names("推行“三查三改”行动和1＋N工作模式", load_lexicon())]
    ['三查三改', '1+N']
    """
    words = compile_words(lexicon)
    folded = fold(text)
    finders = (
        find_formulas,
        find_ratios,
        _find_policy,
        find_sets,
        find_beats,
        _find_quoted,
        _find_digits,
        _find_chains,
        _find_counted,
        _find_singles,
    )
    kept: list[ModelName] = []
    taken = bytearray(len(text))
    for finder in finders:
        for name in finder(folded, words):
            if not any(taken[name.bare_start : name.bare_end]):
                kept.append(name)
                taken[name.bare_start : name.bare_end] = b"\1" * (name.bare_end - name.bare_start)
    return tuple(sorted(kept, key=lambda name: name.bare_start))


def _find_policy(text: str, words: ModelWords) -> Iterator[ModelName]:
    """National slogans, found by the list of them."""
    for match in words.policy.finditer(text):
        if _CHAIN_SO_FAR.search(text[max(0, match.start() - _LONGEST_BEFORE) : match.start()]):
            continue
        if match.group().endswith(_SPEAKERS) and _SPEAK.match(text, match.end()):
            continue
        if match.group().endswith(_AS_ONE) and _is_local(text, match.end(), words):
            continue
        form, slots = _read_shape(match.group(), words)
        if slots and not (match.start() and text[match.start() - 1] in NUMERALS):
            bare = match.group()
            yield ModelName(*match.span(), *match.span(), bare, form, slots, True, "policy", "policy_slogan")


def _is_local(text: str, at: int, words: ModelWords) -> bool:
    """True when a head other than that of the national slogan follows: “五位一体”协作机制, but not 总体布局."""
    return words.quoted_head(text, at) and _NATIONAL not in text[at : at + 2 * len(_NATIONAL)]


def _read_shape(bare: str, words: ModelWords) -> tuple[str, tuple[Slot, ...]]:
    """Form and slots of a bare name; no slots when it is none."""
    plain = _SEPARATORS.sub("", bare)
    if words.whole.match(plain):
        return "counted", (Slot(plain[0], worth_of(plain[0]), plain[1:]),)
    if _COUNTED_CHAIN.fullmatch(plain):
        return "counted", tuple(Slot(m[1], worth_of(m[1]), m[2]) for m in _COUNTED_LINK.finditer(plain))
    if counted := words.counted_shape.fullmatch(plain):
        return "counted", (Slot(counted[1], worth_of(counted[1]), counted[3] or counted[2]),)
    if _PAIRS.fullmatch(plain):
        return "shorthand", (Slot(plain[0], worth_of(plain[0]), plain[1]),)
    return "shorthand", _read_links(plain, words)


def _read_links(plain: str, words: ModelWords) -> tuple[Slot, ...]:
    """The links of a chain; those of a series (一看二问三上手) count one each."""
    unnamed = _UNNAMED.fullmatch(plain)
    if not unnamed and not _CHAIN.fullmatch(plain):
        return ()
    links = tuple(Slot(m[1], worth_of(m[1]), m[2]) for m in _GROUP.finditer(unnamed[3] if unnamed else plain))
    if is_series([slot.symbol for slot in links]) and links[0].core in words.morphemes:
        return tuple(replace(slot, count=1) for slot in links)
    return (Slot(unnamed[1], None, unnamed[2]), *links) if unnamed else links


def _find_quoted(text: str, words: ModelWords) -> Iterator[ModelName]:
    """Quoted shorthand: chains, digit names, single shorthand, counted headings."""
    for match in _QUOTED.finditer(text):
        start, end = match.span(1)
        if not _NUMERAL.search(match[1]):
            continue
        if not (body := words.split_quoted(BRACKETS.sub("", match[1]))):
            continue
        if not BRACKETS.search(match[1]):
            start, end = start + body[0], start + body[2]
        own = body[1] - body[0]
        bare = BRACKETS.sub("", text[start:end])[own:]
        form, slots = _read_shape(bare, words)
        if not slots and _NUMERAL_RUN.fullmatch(bare):
            slots = tuple(Slot(char, worth_of(char), "") for char in bare)
        headed = bool(words.quoted_head(text, end))
        if bare.endswith(SET) or _lacks_head(bare, slots, words, headed=headed):
            continue
        if not slots or words.is_lookalike(_SEPARATORS.sub("", bare), whole=len(slots) > 1 or form == "counted"):
            continue
        if len(slots) == 1 and _counts_on(text, match.start(), slots[0]):
            continue
        if form == "counted":
            several = any(slot.count != 1 for slot in slots)
            sure = several and (headed or len(slots) > 1 or bare[1] == "个" or bool(words.whole.fullmatch(bare)))
            yield named(text, words, (start, end), Shape(form, slots, "quoted_counted", sure))
        elif _counts_units(slots, words) or (len(slots) == 1 and slots[0].count == 1):
            continue
        elif len(slots) == 1 or _plausible(slots, headed, words):
            core = slots[0].core
            likely = len(slots) > 1 or len(core) == 1 or (bool(words.bundle.fullmatch(core)) and not own)
            likely = likely or bool(words.graded.fullmatch(core))
            likely = (headed or (likely and not own)) and (len(slots) > 1 or not words.figure.match(bare))
            method = len(slots) == 1 and len(core) > 1 and bool(words.method_end(text, end))
            sure = method or (likely and _plausible(slots, headed, words))
            yield named(text, words, (start, end), Shape(form, slots, "quoted_shorthand", sure))


_TWIN = 2
"""Characters of a name of two like numerals."""

_PERSONAL = "个名位"
"""Measures by which a saying counts: 一个支部一个堡垒, 一名党员一面旗."""

_ASPECT = "方面"
"""A measure behind which a verb goes on with the sentence: 从三方面建强体系."""

_SERIES = compile_re(rf"[“「]([{NUMERALS}])(.)[^“”「」\n]{{0,16}}[”」][、，,和]?$")
"""The quotation before one that counts on from it: “一进甲”“二进乙”."""

_LONGEST_BEFORE = 24
"""Characters of a quotation that another may count on from, or of a chain before its last link."""

_CHAIN_SO_FAR = compile_re(rf"[“「『][{NUMERALS}][^“”「」『』\n]{{1,20}}$")
"""A quotation that began with a numeral: what closes it is a link of the chain (一核两翼三全育人)."""

_SPEAKERS = "代表"
_SPEAK = compile_re("(?:分别|依次|先后)?(?:做|作(?!为)|发言|上台|登台|分享|介绍|汇报|交流|参赛|参会)")
"""What makes a slogan of representatives people: 三个代表上台发言."""

_NATIONAL = "总体布局"
_AS_ONE = "位一体"
"""What a chain may end in (三链融合五位一体): its 一 is no link."""

_FEW = 3
"""Slots of 一 that may still be a saying or a time (一年一度); more are a name (一村一团、一团一策)."""


def _lacks_head(bare: str, slots: tuple[Slot, ...], words: ModelWords, *, headed: bool) -> bool:
    """True for what is a name only before a head: 五五, 双五一实; for a date with a saying behind it even then."""
    if slots and slots[0].count is None:
        return not headed or words.is_lookalike(bare[2:])
    return len(bare) == len(slots) == _TWIN and not headed


def _counts_units(slots: tuple[Slot, ...], words: ModelWords) -> bool:
    """True for digits with measures (1个中心2个平台): the parts of a formula, not a name."""
    return len(slots) > 1 and all(slot.symbol.isdigit() and words.part_unit.match(slot.core) for slot in slots)


def _counts_on(text: str, at: int, slot: Slot) -> bool:
    """True for the second and later quotations of a series: “一进甲”“二进乙”“三进丙”."""
    before = _SERIES.search(text[max(0, at - _LONGEST_BEFORE) : at])
    return bool(before and before[2] == slot.core[0] and slot.count == (worth_of(before[1]) or 0) + 1)


def _plausible(slots: tuple[Slot, ...], headed: bool, words: ModelWords) -> bool:
    """False for what reads like an amount, a date or a saying."""
    amounts = (slot for slot in slots if slot.count not in (1, None) and slot.core != _AS_ONE)
    if not (headed and len(slots) > 1) and any(words.amount.match(slot.core) for slot in amounts):
        return False
    if all(slot.count == 1 for slot in slots):
        cores = [slot.core for slot in slots]
        each = len(slots) > _FEW or bool(words.distributive.fullmatch(cores[-1]))
        if cores[0][0] in _PERSONAL and not words.distributive.fullmatch(cores[-1][1:]):
            return False
        each = each or (headed and len(slots) == _FEW)
        if len(slots) < 2 or any(len(core) > 4 for core in cores) or (words.amount.match(cores[1]) and not each):
            return False
        return headed or len(slots) > 2 or bool(words.distributive.fullmatch(cores[1]))
    return max(len(slot.core) for slot in slots) <= (4 if len(slots) > 1 else 6)


def _find_digits(text: str, words: ModelWords) -> Iterator[ModelName]:
    """Digit names such as 1336 before a strong head."""
    for match in _DIGITS.finditer(text):
        digits = match[1]
        quoted = match.start() > 0 and text[match.start() - 1] in OPENERS
        head = words.strong_head_end(text, match.end(), quoted)
        listed = quoted and _LISTED.match(text, match.end())
        known = words.is_lookalike(digits) and not words.method_end(text, match.end())
        if not (head or listed) or known or (not quoted and digits.endswith("00")) or "0" in digits:
            continue
        if len(digits) == 4 and digits[:2] in ("19", "20") and not quoted:
            continue
        slots = tuple(Slot(digit, worth_of(digit), "") for digit in digits)
        yield named(text, words, match.span(1), Shape("shorthand", slots, "digits", bool(head)))


def _find_chains(text: str, words: ModelWords) -> Iterator[ModelName]:
    """Unquoted chains before a head, with equal numerals, or joined by pause marks."""
    for match in words.chain.finditer(text):
        start, end = match.span("bare")
        bare = _SEPARATORS.sub("", text[start:end])
        slots = tuple(Slot(m[1], worth_of(m[1]), m[2]) for m in _GROUP.finditer(bare))
        if words.whole.match(bare) or words.is_lookalike(bare, whole=True) or not _plausible(slots, False, words):
            continue
        if words.site.match(text, end):
            continue
        if any(words.measure.match(slot.core) for slot in slots) and not all(slot.count == 1 for slot in slots):
            continue
        yield named(text, words, (start, end), Shape("shorthand", slots, "chain", True))


def _find_counted(text: str, words: ModelWords) -> Iterator[ModelName]:
    """Counted headings: sure only for 五个一; the others need their list."""
    for match in words.counted.finditer(text):
        start, end = match.span()
        symbol, core = match["numeral"], match["core"] or match["grade"]
        count = worth_of(symbol)
        form = "counted" if match["core"] else "shorthand"
        if count is None or count < 2 or (words.entity.match(core) and "大" not in match.group()):
            continue
        if words.event_verb.search(text, max(0, start - 2), start):
            continue
        if text.startswith(_ASPECT, start + len(symbol)) and words.leads.match(core):
            continue
        ones = core == "一" and words.head_end(text, end) is not None
        sure = ones or bool(form == "shorthand" and words.method.search(core))
        slot = Slot(symbol, count, core)
        yield named(text, words, (start, end), Shape(form, (slot,), "counted", sure))


def _find_singles(text: str, words: ModelWords) -> Iterator[ModelName]:
    """Unquoted single shorthand before a head: sure only before 工作法 and its like."""
    for match in words.single.finditer(text):
        start, end = match.span("bare")
        symbol, core = match["numeral"], match["core"]
        count = worth_of(symbol)
        form = "counted" if words.whole.fullmatch(text[start:end]) else "shorthand"
        if count is None or words.is_lookalike(text[start:end]) or (form != "counted" and words.measure.match(core)):
            continue
        sure = bool(match["strong"] or (core in words.morphemes and words.near_head.match(text, end)))
        yield named(text, words, (start, end), Shape(form, (Slot(symbol, count, core),), "single", sure))
