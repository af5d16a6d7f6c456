"""Stated amounts side by side: unit by unit, each with what its wording allows."""

from __future__ import annotations

import pandas as pd

from dj_analysis.amount_wording import format_amount, word_item
from dj_analysis.analysis.bases import PERSON_UNITS
from dj_analysis.analysis.checks import check_table, type_frame
from dj_analysis.analysis.groups import label_groups, note_single
from dj_analysis.analysis.plans import leave_out_plans
from dj_analysis.lexicon import Lexicon

PERSONS = "人"
"""The scale of all units persons are counted in."""
NO_UNIT = "无单位"
QUANTITIES = {
    "doc_id": "str", "number_id": "str", "scale": "str", "item": "str", "wording": "str", "subject": "str",
    "amount": "str", "value": "float64", "low": "float64", "high": "float64", "bound": "str", "unit": "str",
    "kind": "str", "note": "str", "n_unnamed": "int64",
}  # fmt: skip


def list_quantities(
    numbers: pd.DataFrame, documents: pd.DataFrame, *, by: str = "school", lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Every stated amount with the scale it can be compared on, largest scales first; plans are left out.

    In: the numbers and documents tables. Out: ``<by>, doc_id, number_id, scale, item, wording, subject, amount, value,
    low, high, bound, unit, kind, note, n_unnamed``, by scale, then from large to small. ``scale`` is the unit, one for
    all that count persons (人, 名, 位), 无单位 where there is none; 万元 and 元 are two: nothing is converted. Scales
    found in most groups come first, then those with most rows. ``amount`` is the amount in words (120余件), ``low`` and
    ``high`` are what the wording allows, NA where it is open; ``wording`` is the item with its relation (减少碳排放).
    """
    check_table(numbers, "numbers", ["doc_id", "number_id", "value", "bound"], key=["number_id"])
    labels = label_groups(documents, by=by, lexicon=lexicon)
    rows = leave_out_plans(numbers).merge(labels, on="doc_id", how="inner", validate="m:1")
    table = rows.assign(
        scale=rows["unit"].mask(rows["unit"].isin(PERSON_UNITS), PERSONS).fillna(NO_UNIT),
        wording=pd.Series(_word_items(rows), index=rows.index, dtype="str"),
        amount=pd.Series(_word_amounts(rows), index=rows.index, dtype="str"),
        note=note_single(rows[by].map(labels[by].value_counts())),
    )
    sizes = table.groupby("scale").agg(n_groups=(by, "nunique"), n=("value", "size"))
    table = table.assign(n_groups=table["scale"].map(sizes["n_groups"]), n=table["scale"].map(sizes["n"]))
    ordered = table.sort_values(
        ["n_groups", "n", "scale", "value", by, "item", "number_id"],
        ascending=[False, False, True, False, True, True, True],
        ignore_index=True,
    )
    return type_frame(ordered, {by: "str", **QUANTITIES})


def _word_amounts(rows: pd.DataFrame) -> list[str]:
    """Amounts as a Chinese reader writes them."""
    plain = rows.reindex(columns=["value", "bound", "high", "unit", "quote"]).astype(object)
    cells = plain.where(plain.notna(), None).to_numpy()
    return [format_amount(value, bound, high, unit, quote or "") for value, bound, high, unit, quote in cells]


def _word_items(rows: pd.DataFrame) -> list[str | None]:
    """What amounts count, with the words of their relation."""
    plain = rows.reindex(columns=["item", "measure", "quote"]).astype(object)
    cells = plain.where(plain.notna(), None).to_numpy()
    return [word_item(item, measure, quote or "") or None for item, measure, quote in cells]
