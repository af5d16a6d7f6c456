"""A page body saved twice or more: which lines are copies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from dj_analysis.cleaning.characters import Kind, fold_marks, kinds
from dj_analysis.regexes import compile_re

WHITE = compile_re(r"[^\S\n]+")
MIN_PROSE = 30
"""Characters from which a repeated line is no refrain or slogan but a copied paragraph."""

MIN_COPIED_SHARE = 0.3
"""Copied prose against all other prose: whole pages reach 1.0, a quoted passage 0.1 at most."""

MORE_PROSE = 1.02
"""A later copy is kept only where it has clearly more text than the first."""

MIN_SIMILARITY = 0.7
SHINGLE = 4
FEW_LINES = 100
"""So many paragraphs are compared one by one; of more, those that share stretches are found first."""

MOST_HOLDERS = 20
LEAST_SHARED = 0.2
"""Of a paragraph's stretches, those not common to many: of two that are alike most of the rare ones are shared."""


def line_keys(lines: Sequence[str]) -> list[str]:
    """Lines as they are compared: without white space, marks in one width.

    >>> line_keys(["党建 “领航”，", '党建"领航",'])
    ['党建"领航",', '党建"领航",']
    """
    text = "\n".join(lines)
    odd = kinds(text) & Kind.SPACE
    text = fold_marks(text)
    text = WHITE.sub("", text) if odd else text.replace(" ", "")
    return text.split("\n") if lines else []


def find_copies(keys: Sequence[str], site: Sequence[bool] = ()) -> frozenset[int]:
    """Numbers of the lines (as ``line_keys``) that repeat the copy to be kept; none where the page stands once.

    The copy with most prose is kept, the first of equals; lines that ``site`` marks are not
    the article's prose. A line that stands in one copy only is never a copy.

    >>> page = ["党支部每月开展一次主题党日活动,每季度讲一次党课,全年组织党员集中学习十二次以上。"] * 2
    >>> sorted(find_copies([*page, "新的一段"]))
    [1]
    """
    first: dict[str, int] = {}
    twin = [first.setdefault(key, i) for i, key in enumerate(keys)]
    copied = [i for i, key in enumerate(keys) if twin[i] < i and len(key) >= MIN_PROSE]
    prose = sum(len(key) for key in keys if len(key) >= MIN_PROSE)
    extra = sum(len(keys[i]) for i in copied)
    if not copied or extra < MIN_COPIED_SHARE * (prose - extra):
        return frozenset()
    sizes = [0 if (site and site[i]) or len(key) < MIN_PROSE else len(key) for i, key in enumerate(keys)]
    return _mark(keys, sizes, _segments(keys, twin))


def _segments(keys: Sequence[str], twin: Sequence[int]) -> list[int]:
    """For every line the number of its copy: a new copy starts where the order of the first starts over."""
    number, last, out = 0, -1, []
    for i, key in enumerate(keys):
        if len(key) >= MIN_PROSE:
            if twin[i] < i and twin[i] <= last:
                number, last = number + 1, twin[i]
            else:
                last = max(last, twin[i])
        out.append(number)
    return out


def _mark(keys: Sequence[str], weights: Sequence[int], segment: Sequence[int]) -> frozenset[int]:
    sizes: dict[int, int] = {}
    for i, number in enumerate(segment):
        sizes[number] = sizes.get(number, 0) + weights[i]
    keeper = max(sizes, key=lambda number: (sizes[number] >= MORE_PROSE * sizes[0], sizes[number], -number))
    if sizes[keeper] < MORE_PROSE * sizes[0]:
        keeper = 0
    order = [i for i, number in enumerate(segment) if number == keeper]
    order += [i for i, number in enumerate(segment) if number != keeper]
    seen: set[str] = set()
    kept: list[str] = []
    near = _Near()
    marked = set()
    for i in order:
        key = keys[i]
        if segment[i] != keeper and key not in seen and weights[i]:
            near.add(kept[len(near.lines) :])  # most pages repeat to the letter and need none
        if segment[i] != keeper and (key in seen or (weights[i] and near.has(key))):
            marked.add(i)
        elif key:
            seen.add(key)
            if len(key) >= MIN_PROSE:
                kept.append(key)
    return frozenset(marked)


def _shingles(key: str) -> frozenset[str]:
    return frozenset(key[i : i + SHINGLE] for i in range(len(key) - SHINGLE + 1))


class _Near:
    """Paragraphs that are kept, to be found again by what they share with others."""

    def __init__(self) -> None:
        self.lines: list[frozenset[str]] = []
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._held = 0

    def add(self, keys: Sequence[str]) -> None:
        """Keep paragraphs."""
        self.lines += map(_shingles, keys)

    def has(self, key: str) -> bool:
        """Whether one of them is nearly the same paragraph."""
        if len(key) < MIN_PROSE:
            return False
        mine = _shingles(key)
        near = self.lines if len(self.lines) <= FEW_LINES else self._sharing(mine)
        return any(_is_similar(mine, line) for line in near)

    def _sharing(self, mine: frozenset[str]) -> list[frozenset[str]]:
        """Those that share enough to be looked at; a stretch that many have tells nothing of any."""
        for number in range(self._held, len(self.lines)):
            for shingle in self.lines[number]:
                holders = self._holders[shingle]
                if len(holders) < MOST_HOLDERS:
                    holders.append(number)
        self._held = len(self.lines)
        shared = Counter(i for shingle in mine for i in self._holders.get(shingle, ()))
        return [self.lines[i] for i, count in shared.items() if count >= LEAST_SHARED * len(mine)]


def _is_similar(mine: frozenset[str], other: frozenset[str]) -> bool:
    low, high = sorted((len(mine), len(other)))
    return low >= MIN_SIMILARITY * high and len(mine & other) >= MIN_SIMILARITY * len(mine | other)
