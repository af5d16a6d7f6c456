"""Places where the page has lost something for good: brands, masks, lost bytes, lost stops and quotes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dj_analysis.cleaning.characters import Kind, kinds, places_of
from dj_analysis.cleaning.edits import OffsetMap
from dj_analysis.records import Damage, Edit, Passage
from dj_analysis.regexes import compile_re

MASK = compile_re(
    r"(?<=20)[xX×Ｘ]{1,2}(?=[年级届])|\*{1,10}|[×XＸxx某](?=大学|学院)|[×]{2,6}|(?<![A-Za-z0-9@./])(?:[XＸ]{2,6}|x{2,6})(?![A-Za-z0-9@./])"
)
MULTIPLICATION = compile_re(
    r"[\d*](?:(?<=\d)\s?\*\s?\d|(?<=\*)(?:\*[^*\n]{1,60}\*\*|(?<![A-Za-z0-9*].)[A-Za-z][^*\n]{0,40}\*(?![A-Za-z0-9])|(?<=^.)\s))",
    re.MULTILINE,
)
MISREAD = "锟斤拷"
LOST = compile_re(rf"\ufffd{{1,10}}|(?:{MISREAD}){{1,20}}|[\ue000-\uf8ff]")
PAIRS = {"”": "“", "】": "【", "》": "《", "〉": "〈"}
SET_PAIRS = ("〈〉", "《》", "“”", "【】")
STOPPED = frozenset("。!！?？;；:：…—,，、”’」』)）》】")
LONG_PARAGRAPH = 40
STOPPED_SHARE = 0.6
"""Where most long paragraphs end in a stop, one that ends in a character has lost it (12 of 17 in a damaged page)."""


class Loss(NamedTuple):
    """What a change left behind, by its place in raw."""

    kind: str
    raw_start: int
    raw_end: int


def find_damage(
    clean: str, passages: Sequence[Passage], edits: Sequence[Edit], lost: Sequence[Loss], gaps: Sequence[int] = ()
) -> tuple[Damage, ...]:
    """All losses in order, with their place in both texts; before ``gaps`` a character of the text is gone."""
    read = [p for p in passages if p.region in ("title", "heading", "body", "caption")]
    every = [*_masks(clean), *_lost_bytes(clean), *_quotes(clean, read), *_stops(clean, read), *_gaps(gaps, read)]
    spans = list(dict.fromkeys(every))
    if not spans and not lost:
        return ()
    mapping = OffsetMap(edits)
    found = [Damage(kind, *mapping.to_clean(start, end), start, end) for kind, start, end in lost]
    if not spans:
        return tuple(found)
    found += [Damage(kind, start, end, *mapping.to_raw(start, end)) for kind, start, end in spans]
    return tuple(sorted(found, key=lambda d: (d.start, d.end, d.kind)))


def _masks(clean: str) -> Iterator[tuple[str, int, int]]:
    if not kinds(clean) & Kind.MASK:
        return
    arithmetic = [m.span() for m in MULTIPLICATION.finditer(clean)] if "*" in clean else []
    last = 0
    for at in places_of(Kind.MASK, clean):
        match = MASK.match(clean, at) if at >= last else None
        if match:
            last = match.end()
            if not any(start <= match.start() < end for start, end in arithmetic):
                yield "mask", match.start(), match.end()


def _lost_bytes(clean: str) -> Iterator[tuple[str, int, int]]:
    if not kinds(clean) & Kind.LOST and MISREAD not in clean:
        return
    for match in LOST.finditer(clean):
        yield "lost_byte", match.start(), match.end()


def _quotes(clean: str, passages: Sequence[Passage]) -> Iterator[tuple[str, int, int]]:
    """Curly quotes and book brackets without their partner in the paragraph.

    A quotation over several paragraphs opens in each of them and closes in the last: such openings are no loss.
    """
    marks = places_of(Kind.PAIRED, clean)
    signs = "".join([clean[at] for at in marks])
    last = 0
    for number, passage in enumerate(passages):
        first = bisect_left(marks, passage.start, last)
        last = bisect_left(marks, passage.end, first)
        if first == last or _is_balanced(signs[first:last]):
            continue
        opened: dict[str, list[int]] = {left: [] for left in PAIRS.values()}
        for at in marks[first:last]:
            partner = PAIRS.get(clean[at])
            if partner is None:
                opened[clean[at]].append(at)
            elif opened[partner]:
                opened[partner].pop()
            else:
                yield "quote", at, at + 1
        following = passages[number + 1] if number + 1 < len(passages) else None
        if following is not None and clean.startswith("“", following.start) and opened["“"][:1] == [passage.start]:
            del opened["“"][0]
        yield from (("quote", at, at + 1) for left in opened.values() for at in left)


def _gaps(gaps: Sequence[int], passages: Sequence[Passage]) -> Iterator[tuple[str, int, int]]:
    """Gaps in the article itself; lists of other articles cut their headlines."""
    starts = [passage.start for passage in passages]
    for at in gaps:
        number = bisect_left(starts, at) - 1
        if number >= 0 and at < passages[number].end:
            yield "dropped", at, at


def _is_balanced(signs: str) -> bool:
    """Whether every mark plainly has its partner: the rule, which a closer look need not confirm."""
    for pair in SET_PAIRS:
        if pair[0] in signs:
            signs = signs.replace(pair, "")
    return not signs


def _stops(clean: str, passages: Sequence[Passage]) -> Iterator[tuple[str, int, int]]:
    """Ends of long paragraphs that have lost their stop."""
    ends = []
    for passage in passages:
        text = clean[passage.start : passage.end].rstrip()
        if passage.region == "body" and len(text) >= LONG_PARAGRAPH:
            ends.append((passage.start + len(text), text[-1] in STOPPED))
    stopped = sum(ok for _, ok in ends)
    if len(ends) > 1 and stopped >= STOPPED_SHARE * len(ends):
        yield from (("dropped", end, end) for end, ok in ends if not ok)
