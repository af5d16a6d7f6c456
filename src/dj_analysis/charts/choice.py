"""Which groups a chart shows, and what it says about those it does not."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import pandas as pd

MOST_NAMED = 5
"""Names given in a sentence; more are counted."""


def choose_groups(frame: pd.DataFrame, by: str, names: Sequence[str] | None) -> tuple[pd.DataFrame, str]:
    """The rows of the named groups, all where none are named; and a sentence about names the frame does not have.

    >>> rows, remark = choose_groups(pd.DataFrame({"school": ["甲校", "乙校"]}), "school", ["丙校"])
    >>> len(rows), remark
    (0, '表中没有“丙校”；有的是甲校、乙校。')
    """
    if names is None:
        return frame, ""
    present = list(dict.fromkeys(frame[by]))
    absent = [name for name in dict.fromkeys(names) if name not in present]
    remark = f"表中没有{list_names([f'“{name}”' for name in absent])}；" if absent else ""
    known = f"有的是{list_names(_order_by_likeness(present, absent))}。" if present else "表中没有行。"
    return frame[frame[by].isin(list(names))], remark + known if absent else ""


def _order_by_likeness(names: Sequence[str], asked: Sequence[str]) -> list[str]:
    """The names most like one that was asked for first: a name that is not there is mostly one misspelt."""
    return sorted(names, key=lambda name: -max(SequenceMatcher(None, name, other).ratio() for other in asked or [""]))


def list_names(names: Sequence[str]) -> str:
    """Names in a sentence, the first five and how many there are.

    >>> list_names(["甲", "乙"]), list_names(list("甲乙丙丁戊己"))
    ('甲、乙', '甲、乙、丙、丁、戊等6个')
    """
    more = f"等{len(names)}个" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more
