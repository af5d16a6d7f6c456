"""Rows chosen by name, and what to say of names that are not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import pandas as pd

KINDS_ZH = {"canonical": "工作模式", "school": "学校", "doc_id": "文章"}
N_NEAREST = 3
LIKENESS = 0.4
"""difflib's ratio from which a name is worth proposing: 海滨师大 and 海滨师范大学 have 0.8."""


def choose_rows(
    frame: pd.DataFrame, wanted: Mapping[str, Sequence[str] | None]
) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """The rows whose columns have one of the wanted values (None: any), and by column the values no row has.

    >>> frame = pd.DataFrame({"school": ["甲校", "乙校"]})
    >>> rows, missing = choose_rows(frame, {"school": ["乙校", "丙校"]})
    >>> rows["school"].tolist(), missing
    (['乙校'], {'school': ['丙校']})
    """
    missing, chosen = {}, frame
    for column, values in wanted.items():
        if values is None:
            continue
        known = set(frame[column])
        missing[column] = [value for value in dict.fromkeys(values) if value not in known]
        chosen = chosen[chosen[column].isin(list(values))]
    return chosen, {column: values for column, values in missing.items() if values}


def tell_missing(frame: pd.DataFrame, missing: Mapping[str, Sequence[str]]) -> str:
    """A Chinese sentence for every column with names that are not there, with the nearest that are; else nothing.

    >>> tell_missing(pd.DataFrame({"school": ["海滨师范大学", "江北大学"]}), {"school": ["海滨师大"]})
    '没有名为“海滨师大”的学校（相近的有：海滨师范大学）。'
    """
    return "".join(_tell(column, names, sorted(frame[column].unique())) for column, names in missing.items())


def _tell(column: str, names: Sequence[str], known: Sequence[str]) -> str:
    nearest = dict.fromkeys(near for name in names for near in get_close_matches(name, known, N_NEAREST, LIKENESS))
    proposal = f"（相近的有：{'、'.join(list(nearest)[:N_NEAREST])}）" if nearest else ""
    return f"没有名为{'、'.join(f'“{name}”' for name in names)}的{KINDS_ZH.get(column, '项')}{proposal}。"
