"""Formulas of two-by-two tables of counts, on arrays: how much two corpora or two words differ or attract.

``n`` of ``total`` is what was observed on one side, ``n_rest`` of ``total_rest`` on the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

ZERO = 0.5
"""What a count of 0 is taken for in a log ratio (Hardie 2014), which has no value at 0."""


def compute_g2(n: ArrayLike, total: ArrayLike, n_rest: ArrayLike, total_rest: ArrayLike) -> Floats:
    """Dunning's log-likelihood ratio over all four cells, negative where the rest uses the term more.

    >>> float(compute_g2(10, 10, 3, 31767).round(2))
    167.23
    """
    from scipy.special import xlogy  # noqa: PLC0415 - only analyses need it

    a, b = np.asarray(n, dtype=float), np.asarray(n_rest, dtype=float)
    c, d = np.asarray(total, dtype=float) - a, np.asarray(total_rest, dtype=float) - b
    size = a + b + c + d
    value = np.zeros(np.shape(size))
    for cell, margins in (
        (a, (a + b) * (a + c)),
        (b, (a + b) * (b + d)),
        (c, (c + d) * (a + c)),
        (d, (c + d) * (b + d)),
    ):
        value = value + xlogy(cell, np.where(margins > 0, cell * size, 1) / np.where(margins > 0, margins, 1))
    return np.asarray(np.copysign(np.maximum(2 * value, 0), a * (b + d) - b * (a + c)), dtype=float)


def compute_p(g2: ArrayLike) -> Floats:
    """Two-sided p value of G2: chi-squared with one degree of freedom."""
    from scipy.special import chdtrc  # noqa: PLC0415

    return np.asarray(chdtrc(1, np.abs(np.asarray(g2, dtype=float))), dtype=float)


def correct_p(p: Floats) -> Floats:
    """Benjamini and Hochberg's adjusted p values of one family of tests.

    >>> correct_p(np.array([0.01, 0.02, 0.9])).round(3).tolist()
    [0.03, 0.03, 0.9]
    """
    from scipy.stats import false_discovery_control  # noqa: PLC0415

    return np.asarray(false_discovery_control(p, method="bh"), dtype=float) if len(p) else p


def compute_log_ratio(n: ArrayLike, total: ArrayLike, n_rest: ArrayLike, total_rest: ArrayLike) -> Floats:
    """Hardie's log ratio: how many times the share doubles from the rest to the group.

    A count of 0 counts as 0.5, but never turns the direction round: 0 of 10 beside 1 of 100 is 0.

    >>> float(compute_log_ratio(4, 100, 1, 100)), float(compute_log_ratio(4, 100, 0, 100))
    (2.0, 3.0)
    """
    a, b = (np.where(np.asarray(x) == 0, ZERO, np.asarray(x, dtype=float)) for x in (n, n_rest))
    ratio = np.log2(a / total) - np.log2(b / total_rest)
    return np.where(a == ZERO, np.minimum(ratio, 0), np.where(b == ZERO, np.maximum(ratio, 0), ratio))


def compute_conservative_ratio(
    n: ArrayLike, total: ArrayLike, n_rest: ArrayLike, total_rest: ArrayLike, *, family: int, level: float = 0.95
) -> Floats:
    """Evert's conservative log ratio: the end of the log ratio's confidence interval that is nearer 0, or 0.

    The interval is that of ``bound_log_ratio``.
    """
    lower, upper = bound_log_ratio(n, total, n_rest, total_rest, family=family, level=level)
    return np.asarray(np.where(lower > 0, lower, np.where(upper < 0, upper, 0.0)), dtype=float)


def bound_log_ratio(
    n: ArrayLike, total: ArrayLike, n_rest: ArrayLike, total_rest: ArrayLike, *, family: int, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Both ends of the log ratio's confidence interval; infinite on the side where a count is 0.

    The interval is Clopper and Pearson's for the share ``n / (n + n_rest)``, Bonferroni-corrected for ``family`` terms.

    >>> low, high = bound_log_ratio(8, 100, 2, 100, family=1)
    >>> float(low.round(2)), float(high.round(2))
    (-0.33, 5.27)
    """
    from scipy.special import betaincinv  # noqa: PLC0415

    a, b = np.asarray(n, dtype=float), np.asarray(n_rest, dtype=float)
    tail = (1 - level) / 2 / max(family, 1)
    scale = np.log2(np.asarray(total_rest, dtype=float) / np.asarray(total, dtype=float))
    # The guarded ends are not used: the lower one of a = 0 and the upper one of b = 0 are 0 and 1.
    low = betaincinv(np.maximum(a, 1), b + 1, tail)
    high = betaincinv(a + 1, np.maximum(b, 1), 1 - tail)
    lower = np.where(a > 0, scale + np.log2(low / (1 - low)), -np.inf)
    upper = np.where(b > 0, scale + np.log2(high / (1 - high)), np.inf)
    return np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)


def compute_log_odds(n: Floats, n_rest: Floats, prior: Floats, *, four_terms: bool = True) -> tuple[Floats, Floats]:
    """Log-odds ratio with a Dirichlet prior (Monroe, Colaresi and Quinn 2008), and its z score.

    In: counts of every term of the vocabulary on both sides, and the pseudo-counts of the prior. The variance has four
    terms (both odds), or two (the shares only, as ConvoKit has it).
    """
    a, b = n + prior, n_rest + prior
    a_other, b_other = a.sum() - a, b.sum() - b
    delta = np.log(a) - np.log(a_other) - np.log(b) + np.log(b_other)
    variance = 1 / a + 1 / b + (1 / a_other + 1 / b_other if four_terms else 0)
    return delta, delta / np.sqrt(variance)
