"""The shape of a model name: its slots, what it announces, and how much of the text around it belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from dj_analysis.extraction.model_words import DASHES, PAUSES, ModelWords
from dj_analysis.regexes import compile_re

OPENERS = '“「『‘"《【'
_CLOSER = compile_re(r"[”」』’\"《“「『‘》\n]")
_OPENING_NEAR = compile_re(r"[“「『‘\"《【][^”」』’\"《“「『‘》【】\n]*$")
_AROUND = 12
"""Characters a quotation may hold beside the bare name: 党建领航, 工作法, 主题实践活动."""

BRACKETS = compile_re(r"[（(][^（()）]{1,40}[)）]")
_IN_NAMES = compile_re(rf"[\s{PAUSES}“”「」{DASHES}]")


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
class Shape:
    """What the wording of a name says of it."""

    form: str
    slots: tuple[Slot, ...]
    rule: str
    sure: bool


def named(text: str, words: ModelWords, span: tuple[int, int], shape: Shape) -> ModelName:
    """A name with its head, quotes and known prefix taken into the span."""
    start, end = span
    left, right = _quotation(text, start, end) or (start, words.head_end(text, end) or end)
    if left == start and (prefix := words.prefix.search(text, max(0, start - 4), start)):
        left = prefix.start()
    canonical = text[start:end] if shape.rule == "ratio" else _IN_NAMES.sub("", BRACKETS.sub("", text[start:end]))
    each = (
        shape.form == "shorthand"
        and len(shape.slots) > 1
        and bool(shape.slots[0].core)
        and _says_each(shape.slots, words)
    )
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
