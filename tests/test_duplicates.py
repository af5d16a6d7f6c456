"""Articles that repeat another one: the quick search finds what a plain one finds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dj_analysis.corpus import duplicates
from dj_analysis.corpus.duplicates import CANDIDATE_SHARE, EARLIEST, FEWEST, PROBE, SAME, find_repeats

Values = frozenset[int]


def find_plainly(articles: Sequence[Values]) -> dict[int, int]:
    """The search as it is described, one article after the other."""
    probes = [{v for v in a if v % PROBE == 0} if len(a) >= FEWEST else set() for a in articles]
    holders: dict[int, list[int]] = defaultdict(list)
    repeats: dict[int, int] = {}
    for later, own in enumerate(probes):
        shared = Counter(earlier for probe in own for earlier in holders[probe][:EARLIEST])
        shares = {}
        for earlier, count in shared.items():
            if earlier not in repeats and count >= CANDIDATE_SHARE * min(len(own), len(probes[earlier])):
                smaller = min(len(articles[earlier]), len(articles[later]))
                shares[earlier] = len(articles[earlier] & articles[later]) / smaller
        if shares and max(shares.values()) >= SAME:
            repeats[later] = min(earlier for earlier, share in shares.items() if share == max(shares.values()))
        for probe in own:
            holders[probe].append(later)
    return repeats


@st.composite
def articles(draw: st.DrawFn) -> list[Values]:
    """Articles of formulas that many share, of their own words, and of what earlier ones say."""
    made: list[Values] = []
    for number in range(draw(st.integers(1, 14))):
        own = frozenset(range(1000 * number + 100, 1000 * number + 100 + draw(st.integers(0, 60))))
        formulas = frozenset(draw(st.lists(st.integers(0, 40), max_size=20)))
        taken: Values = frozenset()
        if made and draw(st.booleans()):
            source = sorted(draw(st.sampled_from(made)))
            taken = frozenset(source[draw(st.integers(0, 10)) :])
        made.append(own | formulas | taken if draw(st.booleans()) else formulas | taken)
    return made


@given(made=articles(), bits=st.sampled_from([1, 4, 22]), piece=st.sampled_from([1, 7, 1 << 15]))
@settings(max_examples=150, deadline=None)
def test_the_quick_search_finds_what_a_plain_one_finds(made: list[Values], bits: int, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "HASH_BITS", bits)
        patch.setattr(duplicates, "PIECE", piece)
        assert find_repeats([np.array(sorted(a), dtype=np.uint32) for a in made]) == find_plainly(made)


@given(
    pairs=st.lists(st.tuples(st.integers(1, 5), st.integers(0, 4)), max_size=80),
    sizes=st.lists(st.integers(1, 24), min_size=6, max_size=6),
    bits=st.sampled_from([1, 3, 22]),
)
@settings(deadline=None)
def test_pairs_that_share_enough_probes_are_kept_and_no_others(
    pairs: list[tuple[int, int]], sizes: list[int], bits: int
) -> None:
    found = Counter(pairs)
    kept = sorted(p for p, count in found.items() if count >= CANDIDATE_SHARE * min(sizes[p[0]], sizes[p[1]]))
    codes = np.array([later << 32 | earlier for later, earlier in pairs], dtype=np.uint64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "HASH_BITS", bits)
        patch.setattr(duplicates, "PIECE", 8)
        candidates = duplicates.keep_candidates(codes, np.array(sizes))
    assert [(later, earlier) for later in sorted(candidates) for earlier in candidates[later]] == kept


def test_a_repost_of_a_repost_repeats_the_first_and_formulas_make_no_repeat() -> None:
    first = frozenset(range(100, 200))
    made = [first, first | {1}, frozenset(range(90, 200)), frozenset(range(150, 400)), frozenset(range(500, 600))]
    expected = {1: 0, 2: 0}
    assert find_plainly(made) == expected
    assert find_repeats([np.array(sorted(a), dtype=np.uint32) for a in made]) == expected
