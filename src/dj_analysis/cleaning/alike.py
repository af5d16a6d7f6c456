"""Which paragraphs of a page are nearly the same, found without comparing each with every other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from dj_analysis.cleaning.characters import shingle_codes

SHINGLE = 4
MOST_HOLDERS = 20
"""A stretch that more paragraphs have tells nothing of any two of them."""

LEAST_SHARED = 0.2
"""Of a paragraph's stretches, those not common to many: of two that are alike most of the rare ones are shared."""

SAMPLED_FROM = 20_000
"""Characters from which only some of the stretches are looked at, chosen by what they say."""

SAMPLE, MAX_SAMPLE = 4, 16
"""One stretch in so many: of fifty that two paragraphs share some twelve are left, in a huge page three."""

HUGE = 1_000_000


def find_alike(lines: Sequence[str], least: float) -> Iterator[tuple[int, int]]:
    """Pairs of numbers of lines whose stretches of four characters are shared by ``least`` of them at least.

    >>> page = ["党支部全年开展集中学习十二次", "组织生活会每半年召开一次", "党支部全年开展集中学习十三次"]
    >>> list(find_alike(page, 0.6))
    [(0, 2)]
    """
    for left, right in _candidates(lines):
        low, high = sorted((len(lines[left]), len(lines[right])))
        if low >= least * (high - SHINGLE) and _is_similar(lines[left], lines[right], least):
            yield left, right


def _candidates(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs that share enough stretches to be looked at."""
    stretches, holders = _sorted_stretches(lines)
    if not stretches.size:
        return []
    sizes = np.bincount(holders, minlength=len(lines))
    first = np.flatnonzero(np.r_[True, stretches[1:] != stretches[:-1]])
    times = np.diff(np.r_[first, stretches.size])
    telling = np.repeat((times > 1) & (times <= MOST_HOLDERS), times)
    stretches, holders = stretches[telling], holders[telling]
    found = []
    for step in range(1, MOST_HOLDERS):
        same = stretches[step:] == stretches[:-step]
        if not same.any():
            break
        found.append(holders[:-step][same] * len(lines) + holders[step:][same])
    if not found:
        return []
    pairs, counts = np.unique(np.concatenate(found), return_counts=True)
    left, right = np.divmod(pairs, len(lines))
    enough = counts >= LEAST_SHARED * np.minimum(sizes[left], sizes[right])
    return list(zip(left[enough].tolist(), right[enough].tolist(), strict=True))


def _sorted_stretches(lines: Sequence[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Every stretch of a line once, as a number, with the number of the line; equal ones stand together."""
    text = "".join(lines)
    codes = shingle_codes(text, SHINGLE)
    number = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    inside = number[: codes.size] == number[SHINGLE - 1 :]
    if len(text) > SAMPLED_FROM:
        inside &= codes % (SAMPLE if len(text) <= HUGE else MAX_SAMPLE) == 0
    keys = np.sort(codes[inside].astype(np.int64) << 32 | number[: codes.size][inside])
    keys = keys[np.r_[True, keys[1:] != keys[:-1]][: keys.size]]
    return keys >> 32, keys & 0xFFFFFFFF


def _shingles(line: str) -> frozenset[str]:
    return frozenset(line[i : i + SHINGLE] for i in range(len(line) - SHINGLE + 1))


def _is_similar(line: str, other: str, least: float) -> bool:
    mine, others = _shingles(line), _shingles(other)
    low, high = sorted((len(mine), len(others)))
    return low >= least * high and len(mine & others) >= least * len(mine | others)
