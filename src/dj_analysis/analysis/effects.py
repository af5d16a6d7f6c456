"""Keyness as sizes of effect: every difference with its interval and the articles it rests on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dj_analysis.analysis.checks import check_table, type_frame
from dj_analysis.analysis.contingency import bound_log_ratio

LEVEL, NORMAL_QUANTILE = 0.95, 1.959964
"""Coverage of the intervals, and the quantile of the normal law that goes with it."""
MIN_DOCS = 2
"""Articles a difference must be seen in, to be one of a school and not of one article."""
MEASURES = ("log_ratio", "log_odds")
CELLS = ("n", "total", "n_rest", "total_rest")
EFFECTS = {
    "term": "str", "kind": "str", "n": "int64", "n_rest": "int64", "n_docs": "int64", "n_docs_rest": "int64",
    "n_articles": "int64", "measure": "str", "effect": "float64", "low": "float64", "high": "float64", "clear": "bool",
    "spread": "bool",
}  # fmt: skip


def measure_effects(scored: pd.DataFrame, *, by: str = "school", min_docs: int = MIN_DOCS) -> pd.DataFrame:
    """The size of every difference of a group from the rest, with its 95 % interval.

    In: ``score_keyness`` or ``weigh_odds``. Out: ``<by>, term, kind, n, n_rest, n_docs, n_docs_rest, n_articles,
    measure, effect, low, high, clear, spread``, in the order of the frame. ``effect`` is the log ratio or the weighted
    log-odds, named in ``measure``. The ends are NA where the interval is open (a count of 0) or cannot be told; those
    of log ratios are corrected for the number of terms the group is compared by, as the conservative ratio is.
    ``clear`` is where the interval leaves 0 out, ``spread`` where the side that uses the term more does so in at least
    ``min_docs`` articles. Raises UnfitTableError for another frame.
    """
    measure = next((name for name in MEASURES if name in scored.columns), MEASURES[0])
    needed = [by, "term", *CELLS, "n_docs", "n_docs_rest", "n_articles", measure]
    check_table(scored, "keyness", needed, key=[by, "term", "kind"])
    effect = scored[measure].astype("float64")
    low, high = _bound_ratios(scored, by) if measure == "log_ratio" else _bound_odds(scored)
    more = effect > 0
    table = scored.assign(
        measure=measure,
        effect=effect,
        low=low.where(np.isfinite(low)),
        high=high.where(np.isfinite(high)),
        clear=(low > 0) | (high < 0),
        spread=scored["n_docs"].where(more, scored["n_docs_rest"]) >= min_docs,
    )
    return type_frame(table, {by: "str", **EFFECTS}).reset_index(drop=True)


def _bound_ratios(scored: pd.DataFrame, by: str) -> tuple[pd.Series, pd.Series]:
    """Ends of the intervals of log ratios, each group's terms one family."""
    low, high = (pd.Series(np.nan, index=scored.index, dtype="float64") for _ in range(2))
    for _, rows in scored.groupby(by):
        ends = bound_log_ratio(*(rows[name].to_numpy() for name in CELLS), family=len(rows), level=LEVEL)
        low.loc[rows.index], high.loc[rows.index] = ends
    return low, high


def _bound_odds(scored: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Ends of the intervals of log-odds, from their z scores; NA where there is no difference to take them from."""
    odds, z = scored["log_odds"].astype("float64"), scored["z"].astype("float64")
    reach = NORMAL_QUANTILE * (odds / z.where(z != 0)).abs()
    return odds - reach, odds + reach
