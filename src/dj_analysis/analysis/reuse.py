"""Wording that schools share: whole passages between two of them, and set phrases found in many.

What an article shares with several other schools is the common language of the genre; what it shares with none is its
own, though not for that reason true or new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dj_analysis.analysis.checks import type_frame
from dj_analysis.analysis.shingles import SHINGLE, Shingles, find_shingles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

OTHERS = 2
"""Other schools in which a stretch must be found to be a set phrase; one may be a copy."""
MIN_CHARS = 20
"""Characters from which a common stretch of two articles is a passage and no longer a phrase or a title of office."""
MOST_PLACES = 12
"""A shingle found in more places is a set phrase and proposes no pairs: these grow with the square of the places."""
MOST_FORMULAS = 500
"""More are not read, and a large corpus has hundreds of thousands."""
PASSAGES = {
    "n_chars": "int64", "doc_id": "str", "school": "str", "start": "int64", "end": "int64", "text": "str",
    "other_doc_id": "str", "other_school": "str", "other_start": "int64", "other_end": "int64",
}  # fmt: skip
FORMULAS = {"text": "str", "n_chars": "int64", "n_places": "int64", "n_docs": "int64", "n_schools": "int64"}
SHARES = {
    "doc_id": "str", "school": "str", "n_chars": "int64", "n_shared": "int64", "n_formulaic": "int64",
    "share_shared": "float64", "share_formulaic": "float64", "share_own": "float64", "n_schools": "int64",
    "reason": "str",
}  # fmt: skip


def find_shared_passages(passages: pd.DataFrame, *, min_chars: int = MIN_CHARS) -> pd.DataFrame:
    """Passages that articles of two different schools have in common, longest first.

    In: passages as ``select_passages`` gives them. Out: ``n_chars, doc_id, school, start, end, text, other_doc_id,
    other_school, other_start, other_end``; places are in the clean text, ``text`` is the first article's wording, and
    white space and marks do not count. What stands in more than twelve places is no passage of two articles but a set
    phrase; see ``find_formulas``.
    """
    shingles = find_shingles(passages)
    one, other, length = _find_runs(shingles)
    long = length + SHINGLE - 1 >= min_chars
    rows = []
    for a, b, n in zip(one[long].tolist(), other[long].tolist(), length[long].tolist(), strict=True):
        n_chars = n + SHINGLE - 1
        start, end, text = shingles.read(a, a + n_chars - 1)
        other_start, other_end, _ = shingles.read(b, b + n_chars - 1)
        whose = [(shingles.docs[int(shingles.doc[at])], shingles.schools[int(shingles.school[at])]) for at in (a, b)]
        rows.append((n_chars, *whose[0], start, end, text, *whose[1], other_start, other_end))
    table = type_frame(pd.DataFrame(rows, columns=list(PASSAGES)), PASSAGES)
    order = ["n_chars", "doc_id", "start", "other_doc_id", "other_start"]
    return table.sort_values(order, ascending=[False] + [True] * 4, ignore_index=True)


def find_formulas(passages: pd.DataFrame, *, others: int = OTHERS, top: int = MOST_FORMULAS) -> pd.DataFrame:
    """Set phrases: stretches found in ``others`` schools beside the one read, the ``top`` most widespread first.

    In: passages as ``select_passages`` gives them. Out: ``text, n_chars, n_places, n_docs, n_schools``: the longest
    stretches all of whose shingles are that widespread, as the first article words them; ``n_places`` is how often the
    stretch stands by itself, ``n_docs`` and ``n_schools`` in how many every part of it is found at least.
    """
    shingles = find_shingles(passages)
    chosen = np.flatnonzero(shingles.n_schools > others)
    if not len(chosen):
        return type_frame(pd.DataFrame(), FORMULAS)
    at = shingles.begins[chosen]
    first = np.flatnonzero(np.r_[True, at[1:] != at[:-1] + 1])
    last = np.r_[first[1:], len(at)] - 1
    runs = pd.DataFrame(
        {
            "key": shingles.sign(chosen, first),
            "begin": at[first],
            "end": at[last] + SHINGLE - 1,
            "n_docs": np.minimum.reduceat(shingles.n_docs[chosen], first),
            "n_schools": np.minimum.reduceat(shingles.n_schools[chosen], first),
        }
    )
    grouped = runs.groupby("key", sort=False, as_index=False).agg(
        begin=("begin", "first"), end=("end", "first"), n_places=("begin", "size"), n_docs=("n_docs", "first"),
        n_schools=("n_schools", "first"),
    )  # fmt: skip
    grouped = grouped.assign(n_chars=grouped["end"] - grouped["begin"] + 1)
    order = ["n_schools", "n_docs", "n_chars", "begin"]
    found = grouped.sort_values(order, ascending=[False, False, False, True], ignore_index=True).head(top)
    texts = [shingles.read(a, b)[2] for a, b in zip(found["begin"], found["end"], strict=True)]
    return type_frame(found.assign(text=texts), FORMULAS)


def measure_formulas(passages: pd.DataFrame, *, others: int = OTHERS) -> pd.DataFrame:
    """How much of every article is its own, and how much is set phrase.

    In: passages as ``select_passages`` gives them. Out: ``doc_id, school, n_chars, n_shared, n_formulaic,
    share_shared, share_formulaic, share_own, n_schools, reason``, by doc_id: characters found in another school too,
    in ``others`` other schools at least, and in none. The larger the corpus the more is found elsewhere: compare
    articles of one corpus only. ``share_formulaic`` is NA with a ``reason`` where there are too few schools.
    """
    shingles = find_shingles(passages)
    n_docs, n_schools = len(shingles.docs), len(shingles.schools)
    n_chars = np.bincount(shingles.doc, minlength=n_docs)
    n_shared, n_formulaic = (
        np.bincount(shingles.doc[shingles.cover(shingles.n_schools > least)], minlength=n_docs) for least in (1, others)
    )
    enough, alone = n_schools > others, n_schools < 2
    whole = np.where(n_chars > 0, n_chars, np.nan)
    owner = passages.groupby("doc_id")["school"].first()
    reason = f"只有{n_schools}所学校或单位，至少需要{others + 1}所才谈得上套语。"
    table = pd.DataFrame(
        {
            "doc_id": list(shingles.docs),
            "school": [owner[doc] for doc in shingles.docs],
            "n_chars": n_chars,
            "n_shared": n_shared,
            "n_formulaic": n_formulaic,
            "share_shared": np.full(n_docs, np.nan) if alone else n_shared / whole,
            "share_formulaic": n_formulaic / whole if enough else np.full(n_docs, np.nan),
            "share_own": np.full(n_docs, np.nan) if alone else 1 - n_shared / whole,
            "n_schools": n_schools,
            "reason": pd.Series([None if enough else reason] * n_docs, dtype="str"),
        }
    )
    return type_frame(table, SHARES)


def _find_runs(shingles: Shingles) -> tuple[Integers, Integers, Integers]:
    """Begin in the one and in the other article, and number of shingles, of all common stretches."""
    order = np.argsort(shingles.key, kind="stable")
    key, at = shingles.key[order], shingles.begins[order]
    rare = np.bincount(key)[key] <= MOST_PLACES if len(key) else np.zeros(0, dtype=bool)
    key, at = key[rare], at[rare]
    ones, others = [], []
    for step in range(1, MOST_PLACES):
        same = np.flatnonzero(key[step:] == key[:-step])
        a, b = at[same], at[same + step]
        apart = shingles.school[a] != shingles.school[b]
        ones.append(a[apart])
        others.append(b[apart])
    one, other = np.concatenate(ones), np.concatenate(others)
    sequence = np.lexsort((one, other - one))
    one, other = one[sequence], other[sequence]
    goes_on = (one[1:] == one[:-1] + 1) & (other[1:] == other[:-1] + 1)
    first = np.flatnonzero(np.r_[np.ones(min(len(one), 1), dtype=bool), ~goes_on])
    return one[first], other[first], np.diff(np.r_[first, len(one)])
