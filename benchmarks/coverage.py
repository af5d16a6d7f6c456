"""Simulated coverage of the article bootstrap; writes the table of docs/methods.md.

Run ``python benchmarks/coverage.py`` from the root of the project. A corpus has n articles whose lengths are log-normal
(sigma 0.5) and whose counts are Poisson with the stated mean per article of mean length; under the two skewed laws that
mean itself varies from article to article by a gamma (shape 0.5: most articles hardly use the term, a few all the time)
or a log-normal factor (sigma 1, a heavier tail). A corpus counts where MIN_HOLDING articles hold the term and the
interval is bounded, as in the package; coverage is the share of those intervals that hold the true rate.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.stats import norm

from dj_analysis.analysis.resampling import LEVEL, MIN_HOLDING, N_RESAMPLES, bootstrap_interval

ARTICLES = (5, 8, 15, 30, 100)
MEANS = (1.0, 3.0, 10.0)
LAWS = ("Poisson", "gamma", "log-normal")
SPREAD, SHAPE, SIGMA = 0.5, 0.5, 1.0
N_CORPORA, CHUNK = 10_000, 50
"""Corpora per cell: the standard error of a coverage of 95 % is 0.2 %. Corpora of a chunk share their lengths."""
SEED = 7
METHODS = Path(__file__).resolve().parent.parent / "docs" / "methods.md"
TABLE = re.compile(r"(?<=<!-- coverage -->\n).*?(?=<!-- /coverage -->)", re.DOTALL)
Interval = Callable[[np.ndarray, np.ndarray, int], tuple[np.ndarray, np.ndarray]]


def draw_corpora(law: str, n: int, mean: float, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Counts (articles by corpora) and lengths with mean 1."""
    sizes = generator.lognormal(-(SPREAD**2) / 2, SPREAD, n)
    expected = mean * np.repeat(sizes[:, None], CHUNK, axis=1)
    if law == "gamma":
        expected = expected * generator.gamma(SHAPE, 1 / SHAPE, expected.shape)
    elif law == "log-normal":
        expected = expected * generator.lognormal(-(SIGMA**2) / 2, SIGMA, expected.shape)
    return generator.poisson(expected).astype("float64"), sizes


def measure_coverage(interval: Interval, law: str, n: int, mean: float, n_corpora: int = N_CORPORA) -> float:
    """Share of the intervals that hold the true rate, among corpora in which MIN_HOLDING articles use the term."""
    generator = np.random.default_rng([SEED, n, round(10 * mean), LAWS.index(law)])
    held = given = 0
    for chunk in range(n_corpora // CHUNK):
        counts, sizes = draw_corpora(law, n, mean, generator)
        counts = counts[:, (counts > 0).sum(axis=0) >= MIN_HOLDING]
        low, high = interval(counts, sizes, chunk)
        finite = np.isfinite(high)
        given += int(finite.sum())
        held += int(((low <= mean) & (mean <= high) & finite).sum())
    return held / given


def bootstrap_t(counts: np.ndarray, sizes: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The package's own interval."""
    return bootstrap_interval(counts, sizes, seed=seed)


def percentile(counts: np.ndarray, sizes: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Quantiles of the resampled rates."""
    low, high = np.quantile(resample_rates(counts, sizes, seed), [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high


def bca(counts: np.ndarray, sizes: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Efron's bias-corrected and accelerated quantiles."""
    rates, rate = np.sort(resample_rates(counts, sizes, seed), axis=0), counts.sum(axis=0) / sizes.sum()
    below = ((rates < rate).mean(axis=0) + (rates <= rate).mean(axis=0)) / 2
    bias = norm.ppf(below.clip(1 / N_RESAMPLES, 1 - 1 / N_RESAMPLES))
    without = (counts.sum(axis=0) - counts) / (sizes.sum() - sizes)[:, None]
    gap = without.mean(axis=0) - without
    pull = (gap**3).sum(axis=0) / np.maximum(6 * (gap**2).sum(axis=0) ** 1.5, 1e-300)
    ends = []
    for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2):
        shifted = bias + norm.ppf(share)
        order = norm.cdf(bias + shifted / (1 - pull * shifted)) * (N_RESAMPLES - 1)
        ends.append(np.take_along_axis(rates, np.round(order).astype(int)[None, :], axis=0)[0])
    return ends[0], ends[1]


def resample_rates(counts: np.ndarray, sizes: np.ndarray, seed: int) -> np.ndarray:
    n = len(sizes)
    weights = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), N_RESAMPLES).astype("float64")
    return (weights @ counts) / (weights @ sizes)[:, None]


def write_head() -> list[str]:
    """Headings of the table."""
    numbers = " | ".join(f"n = {n}" for n in ARTICLES)
    return [f"| law | mean | interval | {numbers} |", "| --- | --- | --- |" + " --- |" * len(ARTICLES)]


def write_table(n_corpora: int = N_CORPORA) -> str:
    """The coverages in per cent, a row per law, mean and type of interval."""
    kinds = {"bootstrap-t": bootstrap_t, "BCa": bca, "percentile": percentile}
    lines = write_head()
    for law in LAWS:
        for mean in MEANS:
            for name, interval in kinds.items():
                cells = [f"{100 * measure_coverage(interval, law, n, mean, n_corpora):.1f}" for n in ARTICLES]
                lines.append(f"| {law} | {mean:g} | {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--print", action="store_true", dest="only_print", help="print the table, write nothing")
    table = write_table()
    if not parser.parse_args().only_print:
        METHODS.write_text(TABLE.sub(lambda _: table, METHODS.read_text("utf-8")), "utf-8", newline="\n")
    print(table)


if __name__ == "__main__":
    main()
