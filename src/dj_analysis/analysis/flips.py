"""Rankings that flipped between two builds, so that nobody quotes an order that new articles have turned."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dj_analysis.analysis.checks import check_table, type_frame

FLIPS = {
    "ahead_before": "str", "ahead_after": "str", "rate_before": "float64", "other_before": "float64",
    "rate_after": "float64", "other_after": "float64",
}  # fmt: skip


def find_flips(
    before: pd.DataFrame, after: pd.DataFrame, *, by: str = "school", items: Sequence[str] = ("term",)
) -> pd.DataFrame:
    """Pairs of groups of which one was ahead before and the other is after, item by item.

    In: two rankings of the same kind, as ``rank_groups``, ``compare_themes`` (items ``theme``), ``compare_practices``
    or ``compare_honors`` (items ``level, status``) give them of two builds. Out: ``<items>, ahead_before, ahead_after,
    rate_before, other_before, rate_after, other_after``; the first of both rates is that of the group that was ahead
    before. Ties on either side, and groups or items that one build does not have, are no flips.
    """
    key = [*items, by]
    for name, frame in (("before", before), ("after", after)):
        check_table(frame, name, [*key, "rate"], key=key)
    both = before[[*key, "rate"]].merge(after[[*key, "rate"]], on=key, suffixes=("_before", "_after"))
    pairs = both.merge(both, on=list(items), suffixes=("", "_other"))
    turned = pairs[
        (pairs["rate_before"] > pairs["rate_before_other"]) & (pairs["rate_after"] < pairs["rate_after_other"])
    ]
    table = turned.rename(
        columns={
            by: "ahead_before",
            f"{by}_other": "ahead_after",
            "rate_before_other": "other_before",
            "rate_after_other": "other_after",
        }
    )
    order = [*items, "ahead_before", "ahead_after"]
    return type_frame(table.sort_values(order, ignore_index=True), {**dict.fromkeys(items, "str"), **FLIPS})
