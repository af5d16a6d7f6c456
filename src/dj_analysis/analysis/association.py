"""How strongly two things attract each other, from how often they are seen together and alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dj_analysis.analysis.checks import check_table
from dj_analysis.analysis.contingency import compute_g2

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LOG_DICE_TOP = 14
"""Rychlý's logDice is 14 for two words that are never apart; one less is half as strong."""
COUNTS = ["n_xy", "n_x", "n_y", "n_total"]
MEASURES = ["expected", "pmi", "npmi", "t", "log_dice", "g2"]


def compute_log_dice(together: ArrayLike, one: ArrayLike, other: ArrayLike) -> NDArray[np.float64]:
    """Rychlý's logDice, 14 + log2 of Dice's coefficient, of occurrences together and of each; NA where never together.

    >>> float(compute_log_dice(50, 100, 200).round(4))
    12.415
    """
    both = np.asarray(together, dtype=float)
    share = 2 * np.where(both > 0, both, np.nan) / (np.asarray(one, dtype=float) + np.asarray(other, dtype=float))
    return np.asarray(LOG_DICE_TOP + np.log2(share), dtype=float)


def measure_association(pairs: pd.DataFrame) -> pd.DataFrame:
    """Association measures of pairs.

    In: ``n_xy`` (together), ``n_x``, ``n_y`` (each) and ``n_total`` (sample), counted on one sample space. Out: the
    rows with ``expected, pmi, npmi, t, log_dice, g2``. A pair never seen together has NPMI -1 and no PMI, t and
    logDice. Raises UnfitTableError where a count is missing.

    >>> pair = pd.DataFrame({"n_xy": [50], "n_x": [100], "n_y": [200], "n_total": [10_000]})
    >>> measure_association(pair)[["pmi", "npmi", "t", "log_dice", "g2"]].iloc[0].round(4).tolist()
    [4.6439, 0.6075, 6.7882, 12.415, 267.5407]
    """
    check_table(pairs, "pairs", COUNTS)
    xy, x, y, total = (pairs[name].to_numpy("float64") for name in COUNTS)
    together = np.where(xy > 0, xy, np.nan)
    expected = x * y / total
    pmi = np.log2(together / expected)
    surprise = -np.log2(together / total)
    npmi = np.divide(pmi, surprise, out=np.ones_like(pmi), where=surprise != 0)
    return pairs.assign(
        expected=expected,
        pmi=pmi,
        npmi=np.where(xy > 0, npmi, -1.0),
        t=(together - expected) / np.sqrt(together),
        log_dice=compute_log_dice(xy, x, y),
        g2=compute_g2(xy, x, y - xy, total - x),
    )
