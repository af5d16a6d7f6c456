"""Themes, practices and honours of schools or groups in one complete matrix each, with how sure every cell is.

A cell is a number of rows per article; its interval and the range of its rank come from resampling articles. A group
that was read and has nothing is a row with 0.
"""

from __future__ import annotations

import pandas as pd

from dj_analysis.analysis.checks import check_table, type_frame
from dj_analysis.analysis.groups import label_groups, note_single
from dj_analysis.analysis.keyness import count_initiatives
from dj_analysis.analysis.practices import count_practices
from dj_analysis.analysis.rankings import rank_groups
from dj_analysis.analysis.selection import load_lists
from dj_analysis.lexicon import Lexicon

MOST_PRACTICES = 50
"""A matrix with more columns is not read; each costs a bootstrap in every group."""
CELLS = {
    "n": "int64", "n_docs": "int64", "share": "float64", "present": "bool", "n_rows": "int64", "n_articles": "int64",
    "rate": "float64", "low": "float64", "high": "float64", "rank": "int64", "rank_best": "int64",
    "rank_worst": "int64", "method": "str", "reason": "str", "note": "str", "n_unnamed": "int64",
}  # fmt: skip


def compare_themes(
    initiatives: pd.DataFrame, documents: pd.DataFrame, *, by: str = "school", lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Themes of the initiatives of every school or group.

    In: the initiatives and documents tables. Out: ``<by>, theme, n, n_docs, share, present, n_rows, n_articles, rate,
    low, high, rank, rank_best, rank_worst, method, reason, note, n_unnamed``, by theme and rank. ``n_rows`` are the
    group's initiatives, ``share`` is n of them (initiatives with two themes count in both), ``rate`` n per article
    with its 95 % interval, or the ``reason`` for none; ``rank`` is among the groups, with its range when any one
    article is left out; ``note`` marks a group of one article; ``n_unnamed`` articles of the corpus name no school.
    """
    labels = label_groups(documents, by=by, lexicon=lexicon)
    counts = count_initiatives(initiatives)
    return _fill_matrix(counts, initiatives, labels, by, {"term": "theme"})


def compare_practices(
    initiatives: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    by: str = "school",
    top: int = MOST_PRACTICES,
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Practices of every school or group: which ones share a practice, and which one has it alone.

    In: the initiatives and documents tables; the ``top`` practices found in most groups, then in most articles, are
    given. A practice is an initiative's name without its quotes and a generic head. Out: as ``compare_themes``, with
    ``practice`` in place of ``theme`` and ``n_groups``, the number of groups that have it.
    """
    lists = lexicon or load_lists()
    labels = label_groups(documents, by=by, lexicon=lexicon)
    counts = count_practices(initiatives, lists)
    held = counts.merge(labels[["doc_id", by]], on="doc_id", how="inner")
    spread = held.groupby("term").agg(n_groups=(by, "nunique"), n_docs=("doc_id", "nunique"), n=("n", "sum"))
    ordered = spread.reset_index().sort_values(
        ["n_groups", "n_docs", "n", "term"], ascending=[False, False, False, True]
    )
    chosen = counts[counts["term"].isin(ordered["term"].head(top))]
    table = _fill_matrix(chosen, initiatives, labels, by, {"term": "practice"})
    found = table.assign(n_groups=table["practice"].map(spread["n_groups"]).astype("int64"))
    return found.sort_values(
        ["n_groups", "practice", "rank", by], ascending=[False, True, True, True], ignore_index=True
    )


def compare_honors(
    honors: pd.DataFrame, documents: pd.DataFrame, *, by: str = "school", lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Honours of every school or group by level and status.

    In: the honors and documents tables. Out: as ``compare_themes``, with ``level, status`` in place of ``theme``;
    ``share`` is of the group's honours. A row of the honours table is one recognition of one recipient.
    """
    check_table(honors, "honors", ["doc_id", "level", "status"], key=["honor_id"])
    labels = label_groups(documents, by=by, lexicon=lexicon)
    counts = honors.groupby(["doc_id", "level", "status"]).size().rename("n").reset_index()
    counts = counts.rename(columns={"level": "term", "status": "kind"})
    return _fill_matrix(counts, honors, labels, by, {"term": "level", "kind": "status"})


def _fill_matrix(
    counts: pd.DataFrame, rows: pd.DataFrame, labels: pd.DataFrame, by: str, names: dict[str, str]
) -> pd.DataFrame:
    """Every group with every item: rank, rate and interval, and shares of the group's rows."""
    kept = counts[counts["doc_id"].isin(labels["doc_id"])]
    ranked = rank_groups(kept, labels, by=by, size=None, terms=sorted(kept["term"].unique()))
    group_of = labels.set_index("doc_id")[by]
    totals = rows["doc_id"].map(group_of).value_counts()
    n_rows = ranked[by].map(totals).fillna(0).astype("int64")
    table = ranked.assign(
        n_rows=n_rows,
        share=(ranked["n"] / n_rows.where(n_rows > 0)).astype("float64"),
        present=ranked["n"] > 0,
        note=note_single(ranked["n_articles"]),
        n_unnamed=int(labels["n_unnamed"].iloc[0]) if len(labels) else 0,
    )
    dtypes = {by: "str", **dict.fromkeys(names.values(), "str"), **CELLS}
    ordered = table.rename(columns=names).sort_values([*names.values(), "rank", by], ignore_index=True)
    return type_frame(ordered, dtypes)
