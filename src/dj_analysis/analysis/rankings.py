"""Groups ranked by a rate, with its interval and how far the rank depends on single articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dj_analysis.analysis.checks import type_frame
from dj_analysis.analysis.resampling import (
    SEED,
    TOP,
    Sample,
    describe_rates,
    get_scale,
    leave_out,
    make_sample,
    pick_items,
    prepare_counts,
    split_rows,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

GROUP_RANKS = {
    "rank": "int64", "rank_best": "int64", "rank_worst": "int64",
    "n": "int64", "n_docs": "int64", "n_articles": "int64",
    "rate": "float64", "low": "float64", "high": "float64", "method": "str", "reason": "str",
}  # fmt: skip


def rank_groups(
    counts: pd.DataFrame,
    sizes: pd.DataFrame,
    *,
    by: str = "school",
    size: str | None = "n_chars",
    terms: Sequence[str] | None = None,
    seed: int = SEED,
) -> pd.DataFrame:
    """Which group uses a term most, for every term (or the ones named), and how sure that is.

    In: as for ``bound_rates``; without ``terms`` the most frequent ones of all groups together. Out: ``term, kind,
    <by>, rank, rank_best, rank_worst, n, n_docs, n_articles, rate, low, high, method, reason``, by term and rank. The
    best and worst rank are those when any one article, of whichever group, is left out; a group of one article then
    leaves the ranking. A group that was read and has nothing is a row with rate 0. A term that was not counted has no
    rows.
    """
    rows, table = prepare_counts(counts, sizes, by, size)
    wanted = rows if terms is None else rows[rows["term"].isin(list(terms))]
    items = pick_items(wanted, TOP if terms is None else len(wanted))
    if items.empty:
        return type_frame(pd.DataFrame(), {"term": "str", "kind": "str", by: "str", **GROUP_RANKS})
    groups = [(str(name), group) for name, group in table.groupby(by)]
    own = split_rows(wanted, table, by)
    samples = [make_sample(own.get(name, wanted.head(0)), group, items) for name, group in groups]
    rates = np.array([sample.rates for sample in samples]).round(12)
    best, worst = _move_ranks(rates, samples)
    parts = [
        describe_rates(sample, get_scale(size), seed).assign(
            _item=range(len(items)),
            **{by: name},
            rank=1 + (rates > rates[i]).sum(axis=0),
            rank_best=best[i],
            rank_worst=worst[i],
        )
        for i, ((name, _), sample) in enumerate(zip(groups, samples, strict=True))
    ]
    ranked = pd.concat(parts, ignore_index=True).sort_values(["_item", "rank", by], ignore_index=True)
    return type_frame(ranked, {"term": "str", "kind": "str", by: "str", **GROUP_RANKS})


def _move_ranks(rates: Floats, samples: Sequence[Sample]) -> tuple[Floats, Floats]:
    """Best and worst rank of every group (rows) for every item (columns) without any one article.

    An article moves the rate of its own group only, so that the rank of another group changes by one at most.
    """
    without = [leave_out(sample).round(12) for sample in samples]
    least = np.array([rest.min(axis=0) for rest in without])
    most = np.array([rest.max(axis=0) for rest in without])
    # Without its only article a group is out of the ranking.
    falls = np.where(np.array([len(sample.sizes) == 1 for sample in samples])[:, None], -np.inf, least)
    best, worst = np.empty_like(rates), np.empty_like(rates)
    for i, own in enumerate(rates):
        others = np.delete(rates, i, axis=0)
        base = 1 + (others > own).sum(axis=0)
        rise = ((others > own) & (np.delete(falls, i, axis=0) <= own)).any(axis=0)
        drop = ((others <= own) & (np.delete(most, i, axis=0) > own)).any(axis=0)
        best[i] = np.minimum(base - rise, 1 + (others > most[i]).sum(axis=0))
        worst[i] = np.maximum(base + drop, 1 + (others > least[i]).sum(axis=0))
    return best, worst
