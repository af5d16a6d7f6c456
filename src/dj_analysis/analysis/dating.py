"""When: articles, models and honours by the date or year that is stated for them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dj_analysis.analysis.checks import check_table, type_frame
from dj_analysis.analysis.groups import label_groups
from dj_analysis.lexicon import Lexicon

ISO_DATE = r"^(?P<year>(?:19|20)\d{2})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?:[0-2]\d|3[01]))?)?$"
"""A whole year, with month and day as far as they are known; a masked 20*年 is none."""
PUBLISHED, STATED = "published", "stated"
EVENTS = {
    "doc_id": "str", "kind": "str", "label": "str", "detail": "str", "year": "Int64", "month": "Int64", "date": "str",
    "basis": "str", "masked": "bool",
}  # fmt: skip


def date_findings(
    documents: pd.DataFrame,
    models: pd.DataFrame,
    honors: pd.DataFrame,
    dates: pd.DataFrame | None = None,
    *,
    by: str = "school",
    lexicon: Lexicon | None = None,
) -> pd.DataFrame:
    """Every article, model and honour with its year, NA where none is known.

    In: the documents, models and honors tables; the dates table tells which articles have a masked date. Out: ``<by>,
    doc_id, kind, label, detail, year, month, date, basis, masked``, by kind (article, model, honor), date and group;
    ``detail`` is the scope of a model or the status of an honour. Articles and models are dated by the article's date
    of publication (basis ``published``), honours only by the year stated for them (``stated``); ``masked`` marks
    undated rows whose article's date of publication is masked. No date is guessed.
    """
    labels = label_groups(documents, by=by, lexicon=lexicon)[[by, "doc_id", "published_date"]]
    parts = [
        _join(labels, documents, "article", {"title": "label"}),
        _join(labels, models, "model", {"canonical": "label", "scope": "detail"}),
        _join(labels, honors, "honor", {"title": "label", "status": "detail", "year": "year"}),
    ]
    rows = pd.concat(parts, ignore_index=True)
    stated, found = rows["kind"] == "honor", rows["published_date"].str.extract(ISO_DATE).astype("Float64")
    year = rows["year"].where(stated, found["year"]).astype("Int64")
    table = rows.assign(
        year=year,
        month=found["month"].where(~stated).astype("Int64"),
        date=rows["published_date"].where(~stated & year.notna()),
        basis=stated.map({True: STATED, False: PUBLISHED}).where(year.notna()),
        masked=rows["doc_id"].isin(_find_masked(dates)) & ~stated & year.isna(),
        order=rows["kind"].map({"article": 0, "model": 1, "honor": 2}),
    )
    ordered = table.sort_values(["order", "year", "date", by, "label", "doc_id"], ignore_index=True)
    return type_frame(ordered, {by: "str", **EVENTS})


def _join(labels: pd.DataFrame, rows: pd.DataFrame, kind: str, names: Mapping[str, str]) -> pd.DataFrame:
    check_table(rows, f"{kind}s", ["doc_id"])
    kept = rows[["doc_id", *names]].rename(columns=dict(names))
    return labels.merge(kept, on="doc_id", how="inner").assign(kind=kind)


def _find_masked(dates: pd.DataFrame | None) -> set[str]:
    """Articles whose date of publication is masked."""
    if dates is None:
        return set()
    return set(dates.loc[dates["masked"].fillna(value=False) & (dates["role"] == PUBLISHED), "doc_id"])
