"""How sure a rate and a ranking are: bootstrap intervals over articles, and every article left out once.

Articles are drawn, not words: words of one article are not independent of each other. Intervals are bootstrap-t on the
square root of the rate, the type whose simulated coverage came nearest to 95 % (docs/methods.md); where the simulation
does not reach MIN_COVERAGE there is none, and ``reason`` says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from dj_analysis.analysis.checks import check_counts, check_sizes, type_frame
from dj_analysis.analysis.errors import UnfitTableError
from dj_analysis.analysis.frequency import PER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MIN_COVERAGE = 0.90
MIN_ARTICLES = 15
"""The smallest number of articles whose simulated coverage reaches MIN_COVERAGE under every law that was tried."""
MIN_HOLDING = 3
"""Articles a term must occur in; with fewer, too many samples hold none of them and the interval has no upper end."""
LEVEL = 0.95
N_RESAMPLES = 999
BLOCK = 100
"""Samples drawn at a time, so that 20,000 articles take 16 MB."""
SEED = 20210701
TOP = 50
"""Terms of a ranking: more are not read, and every one costs N_RESAMPLES products."""
METHOD = "bootstrap_t_sqrt"
TINY = 1e-9
"""Below this a difference of square roots is rounding."""
RATES = {
    "term": "str", "kind": "str", "rank": "int64", "n": "int64", "n_docs": "int64", "n_articles": "int64",
    "rate": "float64", "low": "float64", "high": "float64", "method": "str", "reason": "str",
}  # fmt: skip
RANKS = {
    "term": "str", "kind": "str", "rank": "int64", "rank_best": "int64", "rank_worst": "int64", "rate": "float64",
    "rate_min": "float64", "rate_max": "float64", "doc_id": "str", "n_articles": "int64", "reason": "str",
}  # fmt: skip
ONLY_ONE = "只有一篇文章，去掉它就没有排名。"


class Sample(NamedTuple):
    """Counts of the items (columns) in the articles (rows) of one group, and the size of every article."""

    counts: Floats
    sizes: Floats
    items: pd.DataFrame
    articles: list[str]

    @property
    def rates(self) -> Floats:
        """Sum of counts over sum of sizes, item by item."""
        return np.asarray(self.counts.sum(axis=0) / self.sizes.sum(), dtype=float)


def bound_rates(
    counts: pd.DataFrame,
    sizes: pd.DataFrame,
    *,
    by: str | None = None,
    size: str | None = "n_chars",
    top: int = TOP,
    seed: int = SEED,
) -> pd.DataFrame:
    """The most frequent terms with their rate and its 95 % bootstrap interval over articles.

    In: counts per doc_id (terms, themes, heads), sizes with ``doc_id``, the column ``size`` and the column ``by``,
    within which everything is computed; rates are per 1,000 of ``size``, or per article where it is None. Out: ``[by,]
    term, kind, rank, n, n_docs, n_articles, rate, low, high, method, reason``; low and high are NA where ``reason``
    says why. Raises UnfitTableError where a counted article has no size.
    """
    parts = [
        describe_rates(sample, get_scale(size), seed).assign(rank=_rank(sample.rates), **({by: name} if by else {}))
        for name, sample in _split_groups(counts, sizes, by, size, top)
    ]
    return _stack(parts, RATES, by)


def get_scale(size: str | None) -> int:
    """Units of size rates are given for: 1,000 characters, or one article."""
    return 1 if size is None else PER


def describe_rates(sample: Sample, scale: int, seed: int) -> pd.DataFrame:
    """Rate, interval and the reason for none of every item of one group."""
    low = high = np.full(len(sample.items), np.inf)
    if len(sample.sizes) >= MIN_ARTICLES:
        low, high = bootstrap_interval(sample.counts, sample.sizes, seed=seed)
    holding = (sample.counts > 0).sum(axis=0)
    reasons = [_tell_reason(len(sample.sizes), held, end) for held, end in zip(holding, high, strict=True)]
    known = np.array([reason is None for reason in reasons], dtype=bool)
    return sample.items.assign(
        n=sample.counts.sum(axis=0).astype("int64"),
        n_docs=holding,
        n_articles=len(sample.sizes),
        rate=sample.rates * scale,
        low=np.where(known, low * scale, np.nan),
        high=np.where(known, high * scale, np.nan),
        method=METHOD,
        reason=pd.Series(reasons, dtype="str"),
    )


def leave_one_out(
    counts: pd.DataFrame,
    sizes: pd.DataFrame,
    *,
    by: str | None = None,
    size: str | None = "n_chars",
    top: int = TOP,
) -> pd.DataFrame:
    """How the ranking of the most frequent terms moves when any one article is left out.

    In: as for ``bound_rates``. Out: ``[by,] term, kind, rank, rank_best, rank_worst, rate, rate_min, rate_max, doc_id,
    n_articles, reason``: the best and worst rank among the ``top`` terms, the least and greatest rate, and the article
    without which the rate moves most. A group of one article keeps its ranking, and ``reason`` says that it rests on
    that article alone.
    """
    parts = []
    for name, sample in _split_groups(counts, sizes, by, size, top):
        scale, alone = get_scale(size), len(sample.sizes) == 1
        without = leave_out(sample)
        ranks = np.array([_rank(rates) for rates in without])
        strongest = np.abs(without - sample.rates).round(12).argmax(axis=0)
        parts.append(
            sample.items.assign(
                rank=_rank(sample.rates),
                rank_best=ranks.min(axis=0),
                rank_worst=ranks.max(axis=0),
                rate=sample.rates * scale,
                rate_min=without.min(axis=0) * scale,
                rate_max=without.max(axis=0) * scale,
                doc_id=[sample.articles[i] for i in strongest],
                n_articles=len(sample.sizes),
                reason=pd.Series([ONLY_ONE if alone else None] * len(sample.items), dtype="str"),
                **({by: name} if by else {}),
            )
        )
    return _stack(parts, RANKS, by)


def bootstrap_interval(
    counts: Floats, sizes: Floats, *, seed: int = SEED, level: float = LEVEL, n_resamples: int = N_RESAMPLES
) -> tuple[Floats, Floats]:
    """Ends of the bootstrap-t interval of every column's rate, sum of counts over sum of sizes.

    In: an array of articles by items, and the size of every article. Out: lower and upper ends, per unit of size;
    infinite where the samples set no bound or articles do not differ. The rate is studentised on the scale of its
    square root, on which the spread of counts hardly depends on their height.
    """
    n = len(sizes)
    if n < 2:
        return np.zeros(counts.shape[1]), np.full(counts.shape[1], np.inf)
    generator = np.random.default_rng(seed)
    root, error = _studentise(np.ones((1, n)), counts, sizes)
    blocks = []
    for begin in range(0, n_resamples, BLOCK):
        drawn = min(BLOCK, n_resamples - begin)
        weights = generator.multinomial(n, np.full(n, 1 / n), drawn).astype("float64")
        blocks.append(_compare(*_studentise(weights, counts, sizes), root))
    t = np.sort(np.concatenate(blocks), axis=0)
    tail = (1 - level) / 2
    first, last = _find_order(tail, n_resamples), _find_order(1 - tail, n_resamples)
    spread = error[0] > TINY
    step = np.where(spread, error[0], 1)
    lower = np.where(spread, root[0] - t[last] * step, 0)
    upper = np.where(spread, root[0] - t[first] * step, np.inf)
    return np.maximum(lower, 0) ** 2, np.maximum(upper, 0) ** 2


def _find_order(share: float, n: int) -> int:
    """Place, from 0, of the order statistic that is the quantile: the (n + 1) share-th of n."""
    return min(max(round((n + 1) * share) - 1, 0), n - 1)


def _studentise(weights: Floats, counts: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Square roots of the rates of weighted samples (rows), and their standard errors by the delta method."""
    n = len(sizes)
    whole = (weights @ sizes)[:, None]
    rates = (weights @ counts) / whole
    # The spread of a ratio is that of the residuals counts - rate * sizes.
    squares = weights @ counts**2 - 2 * rates * (weights @ (counts * sizes[:, None]))
    squares = squares + rates**2 * (weights @ sizes**2)[:, None]
    errors = np.sqrt(np.maximum(squares, 0) * n / (n - 1)) / whole
    roots = np.sqrt(rates)
    return roots, np.where(roots > 0, errors / np.where(roots > 0, 2 * roots, 1), 0)


def _compare(roots: Floats, errors: Floats, root: Floats) -> Floats:
    """Studentised differences; infinite where a sample differs and shows no spread."""
    gap = roots - root
    certain = errors <= TINY
    beyond = np.where(np.abs(gap) <= TINY, 0, np.copysign(np.inf, gap))
    return np.where(certain, beyond, gap / np.where(certain, 1, errors))


def _tell_reason(n_articles: int, holding: int, high: float) -> str | None:
    if n_articles < MIN_ARTICLES:
        return f"只有{n_articles}篇文章；少于{MIN_ARTICLES}篇时，模拟所得的覆盖率不到{MIN_COVERAGE:.0%}，不给区间。"
    if holding < MIN_HOLDING:
        return f"{n_articles}篇中只有{holding}篇用到；少于{MIN_HOLDING}篇时没有可靠的区间。"
    return None if np.isfinite(high) else "各篇几乎相同，或用到的文章太少，重抽样定不出区间。"


def prepare_counts(
    counts: pd.DataFrame, sizes: pd.DataFrame, by: str | None, size: str | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables, checked, in order: counts with a kind, articles with a column ``_size``."""
    check_counts(counts)
    check_sizes(counts, sizes, [column for column in (by, size) if column])
    if size and not (sizes[size] > 0).all():
        raise UnfitTableError(f"sizes.{size}: is not above 0 for every article; leave empty articles out")
    rows = counts.assign(kind=counts["kind"] if "kind" in counts.columns else "term")
    table = sizes.sort_values("doc_id", ignore_index=True)
    return rows, table.assign(_size=table[size] if size else 1)


def _split_groups(
    counts: pd.DataFrame, sizes: pd.DataFrame, by: str | None, size: str | None, top: int
) -> list[tuple[str, Sample]]:
    """The articles of every group with the counts of its most frequent items; groups without counts are left out."""
    rows, table = prepare_counts(counts, sizes, by, size)
    groups = [("", table)] if by is None else [(str(name), group) for name, group in table.groupby(by)]
    own = split_rows(rows, table, by)
    return [(name, make_sample(own[name], group, pick_items(own[name], top))) for name, group in groups if name in own]


def split_rows(rows: pd.DataFrame, table: pd.DataFrame, by: str | None) -> dict[str, pd.DataFrame]:
    """The counts of every group that has any; of all articles under "" where there are no groups."""
    if by is None:
        return {"": rows} if len(rows) else {}
    groups = rows["doc_id"].map(table.set_index("doc_id")[by])
    return {str(name): own for name, own in rows.groupby(groups)}


def pick_items(counts: pd.DataFrame, top: int) -> pd.DataFrame:
    """The ``term, kind`` that are counted most."""
    items = counts.groupby(["term", "kind"])["n"].sum().reset_index()
    return items.sort_values(["n", "term", "kind"], ascending=[False, True, True], ignore_index=True).head(top)


def make_sample(rows: pd.DataFrame, sizes: pd.DataFrame, items: pd.DataFrame) -> Sample:
    """Counts of the items in the articles of ``sizes``, with its column ``_size``; rows are of these articles only."""
    articles = sizes["doc_id"].tolist()
    kept = rows.merge(items[["term", "kind"]].assign(_column=range(len(items))), on=["term", "kind"], how="inner")
    values = np.zeros((len(articles), len(items)))
    values[pd.Index(articles).get_indexer(pd.Index(kept["doc_id"])), kept["_column"]] = kept["n"]
    return Sample(values, sizes["_size"].to_numpy("float64"), items[["term", "kind"]], articles)


def leave_out(sample: Sample) -> Floats:
    """Rates without each of the articles in turn; those of the whole where there is no other article."""
    if len(sample.sizes) == 1:
        return sample.rates[None, :]
    rest = (sample.sizes.sum() - sample.sizes)[:, None]
    return np.asarray((sample.counts.sum(axis=0) - sample.counts) / rest, dtype=float)


def _rank(rates: Floats) -> NDArray[np.int64]:
    """Ranks from 1; equal rates share the better one."""
    ordered = np.sort(-rates.round(12))
    return np.searchsorted(ordered, -rates.round(12)).astype("int64") + 1


def _stack(parts: list[pd.DataFrame], dtypes: dict[str, str], by: str | None) -> pd.DataFrame:
    dtypes = {by: "str", **dtypes} if by else dtypes
    return type_frame(pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(dtypes)), dtypes)
