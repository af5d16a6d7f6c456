"""Names of numeric models: where a text may name one, and which numbers the name announces.

A name is *sure* when its form and its neighbours (quotes, a head such as 工作法) make it one, otherwise it counts only
if the article lists its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dj_analysis.extraction.model_words import (
    HAN,
    NUMERALS,
    PAUSES,
    ModelWords,
    compile_words,
    fold,
    worth_of,
)
from dj_analysis.lexicon import Lexicon

_OPENERS = '“「『‘"《【'


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a name: its symbol as written, what it announces, and the words that its parts share."""

    symbol: str
    count: int | None
    core: str


@dataclass(frozen=True, slots=True)
class ModelName:
    """One occurrence of a possible model name; ``bare`` is the stretch without quotes, prefix and head."""

    start: int
    end: int
    bare_start: int
    bare_end: int
    canonical: str
    form: str
    slots: tuple[Slot, ...]
    sure: bool
    scope: str = "own"
    rule: str = ""

    each: bool = False
    """True for a name that says 一 of each (一支部一品牌): it announces no number of parts."""

    @property
    def announced(self) -> int | None:
        """The sum over the slots; None with N or X, and for names that say 一 of each."""
        counts = [slot.count for slot in self.slots]
        return None if self.each or None in counts else sum(count for count in counts if count)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the wording of a name says of it."""

    form: str
    slots: tuple[Slot, ...]
    rule: str
    sure: bool


_CLOSER = re.compile(r"[”」』’\"《“「『‘》\n]")
_OPENING_NEAR = re.compile(r"[“「『‘\"《【][^”」』’\"《“「『‘》【】\n]*$")
_AROUND = 12
"""Characters a quotation may hold beside the bare name: 党建领航, 工作法, 主题实践活动."""

_QUOTED = re.compile(r"[“「『‘\"]([^“”「」『』‘’\"\n]{2,60})[”」』’\"]")
_GROUP = re.compile(rf"([{NUMERALS}1-9])([^{NUMERALS}\d\W]{{1,12}})")
_CHAIN = re.compile(rf"(?:[{NUMERALS}1-9][^{NUMERALS}\d\W]{{1,6}}){{1,6}}")
_COUNTED_LINK = re.compile(rf"([{NUMERALS}])[个项大]([^{NUMERALS}\d\W]{{1,4}})")
_COUNTED_CHAIN = re.compile(rf"(?:[{NUMERALS}1-9][个项大][^{NUMERALS}\d\W]{{1,4}}){{2,4}}")
_SEPARATORS = re.compile(rf"[{PAUSES}\s]{{1,3}}")
_BRACKETS = re.compile(r"[（(][^（()）]{1,40}[)）]")
_DIGITS = re.compile(r"([1-9](?<![\d.A-Za-z〔\[(（+*×xX—-].)\d{2,5})(?![\d.A-Za-z+%])")
_IN_NAMES = re.compile(rf"[\s{PAUSES}“”「」]")
_NUMERAL = re.compile(f"[{NUMERALS}1-9]")
_NUMERAL_RUN = re.compile(r"[一二三四五六七八九]{3,7}")
_LONGEST_TERM = 16
_TERM = r"[\dA-Za-z\u4e00-\u9fff]{1,14}"
_PLUS = re.compile(rf"(?<![\w+.])[“「]?{_TERM}[”」]?(?: ?\+ ?[“「]?{_TERM}[”」]?){{1,7}}(?!\s?[\w]?[+>=＞＝])")
_LAST_SYMBOL, _LETTER = re.compile(r"(\d{1,3}|[NX])$"), re.compile("[A-Za-z]")
_LAST_COUNT = re.compile(rf"(\d{{1,3}}|[NX])([{HAN}]{{2,12}})$")
_SYMBOL = re.compile(rf"(\d{{1,3}}|[NXnxMm]|[{NUMERALS}]{{1,2}})([{HAN}]{{0,14}})")


def find_names(text: str, lexicon: Lexicon) -> tuple[ModelName, ...]:
    """All occurrences of possible model names in ``text``, in order, without overlaps.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [n.canonical for n in find_names("推行“三查三改”行动和1＋N工作模式", load_lexicon())]
    ['三查三改', '1+N']
    """
    words = compile_words(lexicon)
    folded = fold(text)
    finders = (_find_plus, _find_policy, _find_quoted, _find_digits, _find_chains, _find_counted, _find_singles)
    kept: list[ModelName] = []
    taken = bytearray(len(text))
    for finder in finders:
        for name in finder(folded, words):
            if not any(taken[name.bare_start : name.bare_end]):
                kept.append(name)
                taken[name.bare_start : name.bare_end] = b"\1" * (name.bare_end - name.bare_start)
    return tuple(sorted(kept, key=lambda name: name.bare_start))


def _named(text: str, words: ModelWords, span: tuple[int, int], shape: _Shape) -> ModelName:
    """A name with its head, quotes and known prefix taken into the span."""
    start, end = span
    left, right = _quotation(text, start, end) or (start, words.head_end(text, end) or end)
    if left == start and (prefix := words.prefix.search(text, max(0, start - 4), start)):
        left = prefix.start()
    canonical = _IN_NAMES.sub("", _BRACKETS.sub("", text[start:end]))
    each = shape.form == "shorthand" and len(shape.slots) > 1 and _says_each(shape.slots, words)
    return ModelName(
        left, right, start, end, canonical, shape.form, shape.slots, shape.sure, rule=shape.rule, each=each
    )


def _quotation(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The quotation that holds ``[start, end)`` and little else."""
    opening = _OPENING_NEAR.search(text[max(0, start - _AROUND) : start])
    closing = _CLOSER.search(text, end, end + _AROUND) if opening else None
    if not opening or not closing:
        return None
    return start - len(opening.group()), closing.end()


def _says_each(slots: tuple[Slot, ...], words: ModelWords) -> bool:
    """True for 一支部一品牌 and its like, where 一 stands before a unit and before what each unit has."""
    ones = all(slot.count == 1 for slot in slots) and len(slots) % 2 == 0
    first, second = slots[0].core, slots[1].core
    return ones and bool(
        words.distributive.fullmatch(second) or words.measure.match(first) or words.entity.match(first)
    )


def _find_plus(text: str, words: ModelWords) -> Iterator[ModelName]:
    """Formulas of symbols, counted words or plain words."""
    end, plus = 0, text.find("+")
    while plus >= 0:
        match = _PLUS.search(text, max(end, plus - _LONGEST_TERM), plus + _LONGEST_TERM * 9)
        if not match or match.start() > plus:
            plus = text.find("+", plus + 1)
            continue
        start, end = match.span()
        plus = text.find("+", end)
        quoted = text[start] in "“「" or (start > 0 and text[start - 1] in _OPENERS)
        start += text[start] in "“「"
        stop = end - (text[end - 1] in "”」")
        parts = [part.strip(" “”「」") for part in text[start:stop].split("+")]
        symbolic = [_SYMBOL.fullmatch(part) for part in parts]
        if all(symbolic[1:]) and (first := _last_symbol(parts[0])):
            start += text[start:stop].index(parts[0]) + first.start()
            yield from _symbol_formula(text, words, start, [first, *symbolic[1:]], quoted)
        elif not any(part[0].isascii() or part[-1].isascii() for part in parts[:-1]):
            yield from _word_formula(text, words, start, stop, quoted)


def _last_symbol(part: str) -> re.Match[str] | None:
    """The symbol that opens the first term of a formula, behind whatever words run into it."""
    if match := _SYMBOL.fullmatch(part):
        return match
    return _LAST_SYMBOL.search(part) or _LAST_COUNT.search(part)


def _symbol_formula(
    text: str, words: ModelWords, start: int, terms: list[re.Match[str] | None], quoted: bool
) -> Iterator[ModelName]:
    found = [term for term in terms if term]
    wordy = bool(found[0].re.groups == 2 and found[0].group(2))
    slots, end = [], start
    for place, term in enumerate(found):
        symbol, rest = term.group(1), term.group(2) if term.re.groups == 2 else ""
        if not wordy:
            rest = ""
        elif place == len(found) - 1:
            rest = words.cut_head(rest)
        count = worth_of(symbol)
        slots.append(Slot(symbol.upper() if count is None else symbol, count, rest))
        end = text.index(symbol + rest, end) + len(symbol + rest)
    if words.foreign.match(text, end) or words.is_lookalike(text[start:end].replace(" ", "")):
        return
    head = words.head_end(text, end)
    open_end = any(slot.count is None for slot in slots)
    sure = bool(head) or (quoted and (open_end or len(slots) > 2)) or (open_end and len(slots) > 2) or wordy
    yield _named(text, words, (start, end), _Shape("plus", tuple(slots), "plus_symbols", sure))


def _word_formula(text: str, words: ModelWords, start: int, end: int, quoted: bool) -> Iterator[ModelName]:
    if not quoted:
        start = words.skip_leads(text, start, text.index("+", start))
        end = text.rindex("+", start, end) + 1 + len(words.cut_head(text[text.rindex("+", start, end) + 1 : end]))
    elif text[end : end + 1] not in ("”", "」"):
        end = text.rindex("+", start, end) + 1 + len(words.cut_head(text[text.rindex("+", start, end) + 1 : end]))
    terms = [part.strip(" “”「」") for part in text[start:end].split("+")]
    head = words.way_end(text, end)
    plain = all(len(term) > 1 and not term.isascii() for term in terms[:-1])
    last_plain = (len(terms[-1]) > 1 and not _LETTER.search(terms[-1])) or terms[-1] in ("N", "X")
    if plain and last_plain and (head or (quoted and len(terms) > 2)):
        yield _named(
            text, words, (start, end), _Shape("plus", tuple(Slot(t, None, t) for t in terms), "plus_words", True)
        )


def _find_policy(text: str, words: ModelWords) -> Iterator[ModelName]:
    """National slogans, found by the list of them."""
    for match in words.policy.finditer(text):
        form, slots = _read_shape(match.group(), words)
        if slots and not (match.start() and text[match.start() - 1] in NUMERALS):
            bare = match.group()
            yield ModelName(*match.span(), *match.span(), bare, form, slots, True, "policy", "policy_slogan")


def _read_shape(bare: str, words: ModelWords) -> tuple[str, tuple[Slot, ...]]:
    """Form and slots of a bare name; no slots when it is none."""
    plain = _SEPARATORS.sub("", bare)
    if words.whole.match(plain):
        return "counted", (Slot(plain[0], worth_of(plain[0]), plain[1:]),)
    if _COUNTED_CHAIN.fullmatch(plain):
        return "counted", tuple(Slot(m[1], worth_of(m[1]), m[2]) for m in _COUNTED_LINK.finditer(plain))
    if counted := words.counted_shape.fullmatch(plain):
        return "counted", (Slot(counted[1], worth_of(counted[1]), counted[3] or counted[2]),)
    if not _CHAIN.fullmatch(plain):
        return "shorthand", ()
    groups = [(m[1], m[2]) for m in _GROUP.finditer(plain)]
    return "shorthand", tuple(Slot(symbol, worth_of(symbol), core) for symbol, core in groups)


def _find_quoted(text: str, words: ModelWords) -> Iterator[ModelName]:
    """Quoted shorthand: chains, digit names, single shorthand, counted headings."""
    for match in _QUOTED.finditer(text):
        start, end = match.span(1)
        if not _NUMERAL.search(match[1]):
            continue
        if not (body := words.split_quoted(_BRACKETS.sub("", match[1]))):
            continue
        if not _BRACKETS.search(match[1]):
            start, end = start + body[0], start + body[2]
        own = body[1] - body[0]
        bare = _BRACKETS.sub("", text[start:end])[own:]
        form, slots = _read_shape(bare, words)
        if not slots and _NUMERAL_RUN.fullmatch(bare):
            slots = tuple(Slot(char, worth_of(char), "") for char in bare)
        if not slots or words.is_lookalike(_SEPARATORS.sub("", bare), whole=len(slots) > 1):
            continue
        headed = bool(words.quoted_head(text, end))
        if form == "counted":
            sure = slots[0].count != 1 and (headed or bare[1] == "个" or bool(words.whole.fullmatch(bare)))
            yield _named(text, words, (start, end), _Shape(form, slots, "quoted_counted", sure))
        elif len(slots) == 1 or _plausible(slots, headed, words):
            core = slots[0].core
            likely = len(slots) > 1 or len(core) == 1 or (bool(words.bundle.fullmatch(core)) and not own)
            sure = (headed or (likely and not own)) and _plausible(slots, headed, words)
            yield _named(text, words, (start, end), _Shape(form, slots, "quoted_shorthand", sure))


def _plausible(slots: tuple[Slot, ...], headed: bool, words: ModelWords) -> bool:
    """False for what reads like an amount, a date or a saying."""
    if not (headed and len(slots) > 1) and any(words.amount.match(slot.core) for slot in slots if slot.count != 1):
        return False
    if all(slot.count == 1 for slot in slots):
        cores = [slot.core for slot in slots]
        if len(slots) < 2 or any(len(core) > 4 for core in cores) or words.amount.match(cores[1]):
            return False
        return headed or len(slots) > 2 or bool(words.distributive.fullmatch(cores[1]))
    return max(len(slot.core) for slot in slots) <= (4 if len(slots) > 1 else 6)


def _find_digits(text: str, words: ModelWords) -> Iterator[ModelName]:
    """Digit names such as 1336 before a strong head."""
    for match in _DIGITS.finditer(text):
        digits = match[1]
        quoted = match.start() > 0 and text[match.start() - 1] in _OPENERS
        head = words.strong_head_end(text, match.end(), quoted)
        if not head or words.is_lookalike(digits) or (not quoted and digits.endswith("00")) or "0" in digits:
            continue
        if len(digits) == 4 and digits[:2] in ("19", "20") and not quoted:
            continue
        slots = tuple(Slot(digit, int(digit), "") for digit in digits)
        yield _named(text, words, match.span(1), _Shape("shorthand", slots, "digits", True))


def _find_chains(text: str, words: ModelWords) -> Iterator[ModelName]:
    """Unquoted chains before a head, with equal numerals, or joined by pause marks."""
    for match in words.chain.finditer(text):
        start, end = match.span("bare")
        bare = _SEPARATORS.sub("", text[start:end])
        slots = tuple(Slot(m[1], worth_of(m[1]), m[2]) for m in _GROUP.finditer(bare))
        if words.is_lookalike(bare, whole=True) or not _plausible(slots, False, words):
            continue
        if any(words.measure.match(slot.core) for slot in slots) and not all(slot.count == 1 for slot in slots):
            continue
        yield _named(text, words, (start, end), _Shape("shorthand", slots, "chain", True))


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
        sure = core == "一" and (words.head_end(text, end) is not None)
        slot = Slot(symbol, count, core)
        yield _named(text, words, (start, end), _Shape(form, (slot,), "counted", sure))


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
        yield _named(text, words, (start, end), _Shape(form, (Slot(symbol, count, core),), "single", sure))
