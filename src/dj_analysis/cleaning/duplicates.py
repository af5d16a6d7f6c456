"""A page body saved twice or more: which lines are copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dj_analysis.cleaning.alike import find_alike
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
    return _mark(keys, sizes, _segments(keys, twin), twin)


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


def _mark(keys: Sequence[str], weights: Sequence[int], segment: Sequence[int], twin: Sequence[int]) -> frozenset[int]:
    keeper = _choose_keeper(weights, segment)
    order = [i for i, number in enumerate(segment) if number == keeper]
    order += [i for i, number in enumerate(segment) if number != keeper]
    seen: set[int] = set()
    marked = set()
    alike: dict[int, list[int]] | None = None
    for i in order:
        if segment[i] != keeper and twin[i] not in seen and weights[i] and alike is None:
            alike = _find_near(keys, twin)  # most pages repeat to the letter and need none
        near = alike.get(twin[i], ()) if alike and segment[i] != keeper and weights[i] else ()
        if segment[i] != keeper and (twin[i] in seen or not seen.isdisjoint(near)):
            marked.add(i)
        elif keys[i]:
            seen.add(twin[i])
    return frozenset(marked)


def _choose_keeper(weights: Sequence[int], segment: Sequence[int]) -> int:
    """The number of the copy with most prose, the first of those that have nearly as much."""
    sizes: dict[int, int] = {}
    for i, number in enumerate(segment):
        sizes[number] = sizes.get(number, 0) + weights[i]
    keeper = max(sizes, key=lambda number: (sizes[number], -number))
    return keeper if sizes[keeper] >= MORE_PROSE * sizes[0] else 0


def _find_near(keys: Sequence[str], twin: Sequence[int]) -> dict[int, list[int]]:
    """For each paragraph, by the number of its first copy, others that are nearly the same."""
    long = [i for i, key in enumerate(keys) if twin[i] == i and len(key) >= MIN_PROSE]
    near: dict[int, list[int]] = defaultdict(list)
    for left, right in find_alike([keys[i] for i in long], MIN_SIMILARITY):
        near[long[left]].append(long[right])
        near[long[right]].append(long[left])
    return near
