"""Amounts that are planned, aimed at or expected: they stay in the tables and out of every total."""

from __future__ import annotations

import pandas as pd

from dj_analysis.schema import PLANNED


def leave_out_plans(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of numbers or facts that tell what is or was; all rows where there is no column ``status``.

    >>> leave_out_plans(pd.DataFrame({"value": [20, 8], "status": ["planned", "stated"]}))["value"].tolist()
    [8]
    """
    return rows[rows["status"].ne(PLANNED).fillna(True)] if "status" in rows else rows
