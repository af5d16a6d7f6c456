"""Numbers related to a base their own article states: the total they are part of, or the members of the branch.

A bare number says more about the size of a school than about its work. No base is ever taken from elsewhere or guessed:
where an article states none, or two that differ, ``reason`` says so and the ratio is NA.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from dj_analysis.analysis.checks import check_table, type_frame
from dj_analysis.analysis.groups import label_groups, note_single
from dj_analysis.analysis.plans import leave_out_plans
from dj_analysis.lexicon import Lexicon

MEMBERS = "党员"
"""What a statement of a branch's size counts, with nothing before it (学生党员 are a part of the members)."""
PERSON_UNITS = frozenset({"人", "名", "位"})
"""Units in which persons are counted; a total and its part may differ among them."""
PERSONS = "persons"
PER_MEMBER = frozenset({"count", "money"})
"""Kinds of number that add up over members; a duration or an area usually does not."""
NO_MEMBERS, TWO_MEMBERS = "文中没有写明党员总数。", "文中写了不同的党员总数，不知以哪个为准。"
IS_BASE, IS_SHARE, NO_TOTAL = "这就是党员总数。", "原文即为百分比。", "所属总数为零或单位不同，不能相除。"
NOT_PER_MEMBER = "时长、面积等不按人均计算。"
HUNDRED = 100
RATIOS = {
    "doc_id": "str", "number_id": "str", "item": "str", "value": "float64", "unit": "str", "bound": "str",
    "base": "str", "base_id": "str", "base_value": "float64", "ratio": "float64", "ratio_low": "float64",
    "ratio_high": "float64", "reason": "str", "note": "str", "n_unnamed": "int64",
}  # fmt: skip


def relate_numbers(
    numbers: pd.DataFrame, documents: pd.DataFrame, *, by: str = "school", lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Every number with the base its article states, and its ratio to it; plans are left out.

    In: the numbers and documents tables. Out: ``<by>, doc_id, number_id, item, value, unit, bound, base, base_id,
    base_value, ratio, ratio_low, ratio_high, reason, note, n_unnamed``, by group and place in the text. ``base`` is
    ``total`` (the row named by part_of; the ratio is a share), ``members`` (members of the branch; the ratio is per
    member), or NA, and then ``reason`` says why. The ends follow from what the wordings of both numbers allow.
    """
    check_table(numbers, "numbers", ["doc_id", "number_id", "value", "kind"], key=["number_id"])
    labels = label_groups(documents, by=by, lexicon=lexicon)
    numbers = leave_out_plans(numbers)
    rows = numbers.merge(labels, on="doc_id", how="inner", validate="m:1")
    rows = rows.sort_values([by, "doc_id", "start", "number_id"], ignore_index=True)
    based = rows.assign(**_find_bases(rows, documents))
    bases = numbers.set_index("number_id")[["value", "low", "high"]].astype("float64")
    base = bases.reindex(based["base_id"]).reset_index(drop=True)
    is_share = based["reason"] == IS_SHARE
    value, low, high = (based[name].astype("float64") for name in ("value", "low", "high"))
    table = based.assign(
        base_value=base["value"],
        ratio=(value / base["value"]).where(~is_share, value / HUNDRED),
        ratio_low=(low / base["high"]).where(~is_share, low / HUNDRED),
        ratio_high=(high / base["low"]).where(~is_share, high / HUNDRED),
        note=note_single(based[by].map(labels[by].value_counts())),
    )
    return type_frame(table, {by: "str", **RATIOS})


def find_members(numbers: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The number of members an article states for the branch it is about.

    In: the numbers and documents tables. Out: ``doc_id, number_id, value, reason`` for articles that state one;
    ``number_id`` and ``value`` are NA where the statements differ. Members of somebody else do not count: a subject
    that is stated must be the article's own unit or school. Members admitted, trained or lost (a ``measure`` is told)
    and planned are no base either.
    """
    check_table(numbers, "numbers", ["doc_id", "number_id", "value", "kind"], key=["number_id"])
    numbers = leave_out_plans(numbers)
    own = documents.set_index("doc_id")[["unit", "school"]].reindex(numbers["doc_id"]).fillna("")
    fits = [
        not isinstance(subject, str) or any(name and (subject in name or name in subject) for name in names)
        for subject, *names in zip(numbers["subject"], own["unit"], own["school"], strict=True)
    ]
    whole = (numbers["item"] == MEMBERS) & (numbers["kind"] == "count") & numbers["part_of"].isna()
    whole &= numbers["measure"].isna() if "measure" in numbers else True
    whole &= (numbers["value"] > 0) & (numbers["unit"].isna() | numbers["unit"].isin(PERSON_UNITS))
    first = numbers[whole & np.array(fits, dtype=bool)].sort_values(["doc_id", "start", "number_id"]).groupby("doc_id")
    table = first.agg(number_id=("number_id", "first"), value=("value", "first"), n=("value", "nunique")).reset_index()
    clear = table["n"] == 1
    table = table.assign(
        number_id=table["number_id"].where(clear),
        value=table["value"].where(clear),
        reason=pd.Series([None if one else TWO_MEMBERS for one in clear], dtype="str"),
    )
    return type_frame(table, {"doc_id": "str", "number_id": "str", "value": "float64", "reason": "str"})


def _find_bases(rows: pd.DataFrame, documents: pd.DataFrame) -> dict[str, pd.Series]:
    """Columns base, base_id and reason of every number."""
    members = find_members(rows, documents).set_index("doc_id")
    known, refused = members["number_id"].dropna().to_dict(), members["reason"].dropna().to_dict()
    units = {
        number_id: _fold_unit(unit)
        for number_id, unit, value in zip(rows["number_id"], rows["unit"], rows["value"], strict=True)
        if value > 0
    }
    found = [
        _find_base(row, units, known.get(row["doc_id"]), refused.get(row["doc_id"], NO_MEMBERS))
        for row in rows.to_dict("records")
    ]
    columns = zip(*found, strict=True) if found else ((), (), ())
    names = ("base", "base_id", "reason")
    return {name: pd.Series(list(values), dtype="str") for name, values in zip(names, columns, strict=True)}


def _find_base(
    row: Mapping[Hashable, Any], units: Mapping[str, str], members: str | None, refusal: str
) -> tuple[str | None, str | None, str | None]:
    """Base, its id and the reason for none of one number; ``units`` of the numbers that can be a total."""
    total = row["part_of"] if isinstance(row["part_of"], str) else None
    if row["kind"] == "percent":
        return ("total" if total else None, total, IS_SHARE)
    if total:
        same = units.get(total) == _fold_unit(row["unit"])
        return ("total", total, None) if same else (None, None, NO_TOTAL)
    if row["kind"] not in PER_MEMBER:
        return None, None, NOT_PER_MEMBER
    if members == row["number_id"]:
        return None, None, IS_BASE
    return ("members", members, None) if members else (None, None, refusal)


def _fold_unit(unit: str | float | None) -> str:
    """The unit, one name for all that count persons; empty where there is none."""
    return PERSONS if unit in PERSON_UNITS else str(unit) if isinstance(unit, str) else ""
