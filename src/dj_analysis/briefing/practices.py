"""Practices of schools: initiatives under the name of what they do, so that one practice counts as one."""

from __future__ import annotations

import pandas as pd

from dj_analysis.analysis import name_practice
from dj_analysis.analysis.selection import load_lists
from dj_analysis.extraction.initiative_words import read_vocabulary


def name_practices(rows: pd.DataFrame) -> pd.DataFrame:
    """Initiatives with their ``practice``: the name without quotes and a generic head."""
    vocabulary = read_vocabulary(load_lists())
    return rows.assign(practice=[name_practice(name, vocabulary) for name in rows["name"]])


def rank_practices(practices: pd.DataFrame) -> pd.DataFrame:
    """Every practice with the schools and articles it is found in: practice, n_schools, n_docs; widespread first."""
    spread = practices.groupby("practice").agg(n_schools=("school", "nunique"), n_docs=("doc_id", "nunique"))
    return spread.reset_index().sort_values(
        ["n_schools", "n_docs", "practice"], ascending=[False, False, True], ignore_index=True
    )


def lay_out_matrix(practices: pd.DataFrame, schools: tuple[str, ...]) -> pd.DataFrame:
    """Schools by practices: 1 where an article of the school has the practice, else 0; widespread practices first.

    Out: ``school``, then a column per practice; a school that was read and has none is a row of 0.
    """
    order = rank_practices(practices)["practice"]
    table = pd.crosstab(practices["school"], practices["practice"]).clip(upper=1)
    table = table.reindex(index=list(schools), columns=list(order), fill_value=0).astype("int64")
    return table.rename_axis(index="school", columns=None).reset_index()
