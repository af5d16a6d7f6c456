"""Groups of articles that are compared: schools, or any grouping of the analyst's."""

from __future__ import annotations

import pandas as pd

from dj_analysis.analysis.checks import type_frame
from dj_analysis.analysis.errors import UnfitTableError
from dj_analysis.analysis.selection import label_documents
from dj_analysis.lexicon import Lexicon

UNGROUPED = "未分组"
ONLY_ONE = "只有1篇文章，所述只是这一篇。"
LABELS = {"doc_id": "str", "published_date": "str", "source_file": "str", "n_unnamed": "int64"}
BY = ("school", "group")


def label_groups(documents: pd.DataFrame, *, by: str = "school", lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Each article once, with the school or the analyst's group it belongs to.

    In: the documents table; ``by`` is ``school`` or ``group``. Out: ``<by>, doc_id, published_date, source_file,
    n_unnamed``; ``n_unnamed`` is the number of articles, of the whole corpus, that name no school. An article without a
    group belongs to 未分组·<its school>, so that articles the analyst has not placed are never pooled. Raises
    UnfitTableError for another ``by``.
    """
    if by not in BY:
        raise UnfitTableError(f"documents: can be compared by {' or '.join(BY)}, not by {by!r}")
    labels = label_documents(documents, lexicon)
    unnamed = set(documents.loc[documents["school"].isna(), "doc_id"])
    labels = labels.assign(n_unnamed=int(labels["doc_id"].isin(unnamed).sum()))
    if by == "group":
        groups = labels["doc_id"].map(documents.set_index("doc_id")["group"])
        labels = labels.assign(group=groups.fillna(UNGROUPED + "·" + labels["school"]))
    return type_frame(labels, {by: "str", **LABELS})


def describe_groups(documents: pd.DataFrame, *, by: str = "school", lexicon: Lexicon | None = None) -> pd.DataFrame:
    """How many articles every group rests on.

    In: as for ``label_groups``. Out: ``<by>, n_articles, first, last, note, n_unnamed``; ``first`` and ``last`` are the
    earliest and latest date of publication, ``note`` says where a group is one article only.
    """
    labels = label_groups(documents, by=by, lexicon=lexicon)
    table = labels.groupby(by, as_index=False).agg(
        n_articles=("doc_id", "size"),
        first=("published_date", "min"),
        last=("published_date", "max"),
        n_unnamed=("n_unnamed", "first"),
    )
    dtypes = {
        by: "str", "n_articles": "int64", "first": "str", "last": "str", "note": "str", "n_unnamed": "int64",
    }  # fmt: skip
    return type_frame(table.assign(note=note_single(table["n_articles"])), dtypes)


def note_single(n_articles: pd.Series) -> pd.Series:
    """A sentence where the number of articles is 1, else NA."""
    notes = [ONLY_ONE if n == 1 else None for n in n_articles]
    return pd.Series(notes, index=n_articles.index, dtype="str")
