"""What a school or group says more, or less, than all others: keyness and weighted log-odds.

The units are whatever ``counts`` counts: terms, initiative heads or themes. Tests take occurrences for independent,
which words of one article are not: read ``n_docs`` and ``n_articles`` beside every p value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from dj_analysis.analysis.checks import check_counts, check_sizes, check_table, type_frame
from dj_analysis.analysis.comparison import NO_THEME
from dj_analysis.analysis.contingency import (
    compute_conservative_ratio,
    compute_g2,
    compute_log_odds,
    compute_log_ratio,
    compute_p,
    correct_p,
)
from dj_analysis.analysis.errors import TooFewDocuments, UnknownGroupError
from dj_analysis.extraction.initiative_words import read_vocabulary
from dj_analysis.lexicon import Lexicon

MIN_N = 5
"""Terms with fewer occurrences in all are left out: too few for the chi-squared law their G2 is judged by."""
NO_HEAD = "无类名"
"""Label of initiatives whose name does not end in a noun that tells what they are."""
MARKS = "”’」』》)） "
VARIANCES = {"four_terms": True, "two_terms": False}
CONTRAST = {
    "term": "str", "kind": "str", "n": "int64", "n_rest": "int64", "total": "int64", "total_rest": "int64",
    "n_docs": "int64", "n_docs_rest": "int64", "n_articles": "int64",
}  # fmt: skip
KEYNESS = dict.fromkeys(("g2", "p", "q", "log_ratio", "conservative_ratio"), "float64")
ODDS = {"log_odds": "float64", "z": "float64", "variance": "str"}


def count_initiatives(initiatives: pd.DataFrame, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Initiatives of every article by theme or, given a lexicon, by the noun their name ends in.

    In: the initiatives table. Out: ``doc_id, term, kind, n`` as ``count_terms`` gives it, with kind ``theme`` or
    ``head``; an initiative with two themes counts in both, one without counts as 未归类 or 无类名.
    """
    check_table(initiatives, "initiatives", ["doc_id", "name"], key=["initiative_id"])
    if lexicon is None:
        terms = initiatives["theme"].fillna(NO_THEME).str.split(";").astype("object")
    else:
        words = read_vocabulary(lexicon)
        heads = [words.last_head(name.rstrip(MARKS)) for name in initiatives["name"]]
        terms = pd.Series([head.term if head else NO_HEAD for head in heads], index=initiatives.index, dtype="object")
    kind = "theme" if lexicon is None else "head"
    rows = pd.DataFrame({"doc_id": initiatives["doc_id"], "term": terms}).explode("term")
    table = rows.groupby(["doc_id", "term"]).size().rename("n").reset_index().assign(kind=kind)
    return type_frame(table, {"doc_id": "str", "term": "str", "kind": "str", "n": "int64"})


def score_keyness(
    counts: pd.DataFrame,
    groups: pd.DataFrame,
    *,
    by: str = "school",
    target: str | Sequence[str] | None = None,
    min_n: int = MIN_N,
) -> pd.DataFrame:
    """Keyness of every group (or the target ones) against all others, strongest first.

    In: counts per doc_id, as ``count_terms`` or ``count_initiatives`` gives them; ``groups`` with ``doc_id`` and the
    column ``by`` (``measure_texts``, ``label_documents``). Out: ``<by>, term, kind, n, n_rest, total, total_rest,
    n_docs, n_docs_rest, n_articles, g2, p, q, log_ratio, conservative_ratio``. G2 is negative for what the group uses
    less; terms with fewer than ``min_n`` occurrences in both parts are left out first, ``q`` (Benjamini-Hochberg) and
    the conservative ratio are then corrected over the terms of the comparison that are left. Groups in which nothing
    was counted are left out. Raises TooFewDocuments where there is only one group, UnknownGroupError for a target of
    which nothing was counted.
    """
    parts = []
    for name, table in _contrast(counts, groups, by, target):
        kept = table[table["n"] + table["n_rest"] >= min_n]
        cells = [kept[column].to_numpy() for column in ("n", "total", "n_rest", "total_rest")]
        g2 = compute_g2(*cells)
        p = compute_p(g2)
        scored = kept.assign(
            g2=g2,
            p=p,
            q=correct_p(p),
            log_ratio=compute_log_ratio(*cells),
            conservative_ratio=compute_conservative_ratio(*cells, family=len(kept)),
        )
        parts.append(scored.assign(**{by: name}).sort_values(["g2", "term", "kind"], ascending=[False, True, True]))
    return _join(parts, {by: "str", **CONTRAST, **KEYNESS})


def weigh_odds(
    counts: pd.DataFrame,
    groups: pd.DataFrame,
    *,
    by: str = "school",
    target: str | Sequence[str] | None = None,
    prior: float | None = None,
    variance: str = "four_terms",
) -> pd.DataFrame:
    """Weighted log-odds of every term of a group against all others, strongest first.

    In: as for ``score_keyness``; ``prior`` is the pseudo-count of every term, by default informative: the term's own
    count in the whole corpus, so that common terms are drawn to 0 as much as rare ones. Out: ``<by>, term, kind, n,
    n_rest, total, total_rest, n_docs, n_docs_rest, n_articles, log_odds, z, variance``, with the variance named
    (``four_terms`` or ``two_terms``). Raises as ``score_keyness`` does, ValueError for a strange prior or variance.
    """
    if variance not in VARIANCES:
        raise ValueError(f"no variance {variance!r}; there are: {', '.join(VARIANCES)}")
    if prior is not None and not prior > 0:
        raise ValueError(f"a prior of {prior} leaves terms without counts; give a number above 0")
    parts = []
    for name, table in _contrast(counts, groups, by, target):
        n, rest = table["n"].to_numpy("float64"), table["n_rest"].to_numpy("float64")
        pseudo = n + rest if prior is None else np.full(len(n), prior)
        if len(n) > 1:  # the odds of the only term there is have no denominator
            log_odds, z = compute_log_odds(n, rest, pseudo, four_terms=VARIANCES[variance])
        else:
            log_odds = z = np.zeros(len(n))
        scored = table.assign(log_odds=log_odds, z=z, variance=variance)
        parts.append(scored.assign(**{by: name}).sort_values(["z", "term", "kind"], ascending=[False, True, True]))
    return _join(parts, {by: "str", **CONTRAST, **ODDS})


def _contrast(
    counts: pd.DataFrame, groups: pd.DataFrame, by: str, target: str | Sequence[str] | None
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every target group with its counts and those of all other articles, term by term."""
    check_counts(counts)
    check_sizes(counts, groups, [by])
    rows = counts.assign(kind=counts["kind"] if "kind" in counts.columns else "term")
    rows = rows.merge(groups[["doc_id", by]], on="doc_id", how="inner")
    key = ["term", "kind"]
    articles, counted = groups.groupby(by).size(), sorted(rows[by].unique())
    wanted = _pick_targets(target, counted, len(articles), len(groups))
    # A term is one row of an article, so that rows are articles.
    whole = rows.groupby(key).agg(n_all=("n", "sum"), docs_all=("n", "size"))
    own = rows[rows[by].isin(wanted)].groupby([by, *key]).agg(n=("n", "sum"), n_docs=("n", "size"))
    for name in wanted:
        table = whole.join(own.loc[name]).fillna(0).astype("int64").reset_index()
        total, total_all = int(table["n"].sum()), int(table["n_all"].sum())
        yield (
            str(name),
            table.assign(
                n_rest=table["n_all"] - table["n"],
                n_docs_rest=table["docs_all"] - table["n_docs"],
                total=total,
                total_rest=total_all - total,
                n_articles=int(articles[name]),
            ),
        )


def _pick_targets(
    target: str | Sequence[str] | None, counted: list[str], n_groups: int, n_articles: int
) -> Sequence[str]:
    wanted = counted if target is None else [target] if isinstance(target, str) else list(target)
    unknown = [name for name in wanted if name not in counted]
    if unknown:
        raise UnknownGroupError(f"nothing was counted for {unknown[0]!r}; counted are: {', '.join(counted) or 'none'}")
    if counted and len(counted) < 2:
        raise TooFewDocuments(
            f"keyness compares groups, and of {n_groups} ({n_articles} articles) only {counted[0]!r} has counts; "
            "add articles of another"
        )
    return wanted


def _join(parts: list[pd.DataFrame], dtypes: dict[str, str]) -> pd.DataFrame:
    joined = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(dtypes))
    return type_frame(joined, dtypes)
