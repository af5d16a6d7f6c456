"""What the saved pages consisted of: text that is read, page furniture, and characters that cleaning removed."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dj_analysis.analysis.selection import label_documents
from dj_analysis.records import READ_REGIONS
from dj_analysis.schema import VALUES_ZH

TEXT = "text"
"""Category of the characters that are read: title, headings, body, captions."""
TEXT_ZH, OTHER = "读取的文本", "其他噪声"
STAGES_ZH: Mapping[str, str] = {
    "html": "网页代码",
    "codec": "乱码",
    "space": "多余空白",
    "line": "断行",
    "annotation": "注音",
    "script": "繁体字形",
    "brand": "植入串",
}
"""What each cleaning stage takes away."""


def measure_noise(documents: pd.DataFrame, passages: pd.DataFrame, edits: pd.DataFrame) -> pd.DataFrame:
    """Characters of every page by what they are; the shares of an article add up to 1.

    In: the documents, passages and edits tables. Out: ``doc_id, school, title, source_file, category, label, n_chars,
    share, n_changes``. Categories: ``text``; the name of a region that is not read (metadata, boilerplate,
    duplicate); and ``removed:<stage>``, what a cleaning stage removed net of what it put in, with the number of its
    changes. A stage that only replaces characters (traditional to simplified) has 0 characters. ``label`` names the
    category in Chinese.
    """
    regions = passages.assign(
        category=passages["region"].where(~passages["region"].isin(READ_REGIONS), TEXT),
        n_chars=(passages["end"] - passages["start"]).astype("int64"),
        n_changes=0,
    )
    changes = edits.assign(
        category="removed:" + edits["stage"],
        n_chars=edits["before"].str.len().astype("int64") - edits["after"].fillna("").str.len().astype("int64"),
        n_changes=1,
    )
    columns = ["doc_id", "category", "n_chars", "n_changes"]
    rows = pd.concat([regions[columns], changes[columns]]).groupby(["doc_id", "category"], as_index=False).sum()
    labels = label_documents(documents)[["doc_id", "school", "title", "source_file"]]
    rows = labels.merge(rows, on="doc_id", how="inner")
    rows = rows.assign(
        label=rows["category"].map(_name_category),
        share=rows["n_chars"] / rows.groupby("doc_id")["n_chars"].transform("sum"),
    )
    order = ["doc_id", "school", "title", "source_file", "category", "label", "n_chars", "share", "n_changes"]
    return rows.sort_values(["source_file", "category"], ignore_index=True)[order]


def _name_category(category: str) -> str:
    if category == TEXT:
        return TEXT_ZH
    stage = category.removeprefix("removed:").split("+")[0]
    if category.startswith("removed:"):
        return STAGES_ZH.get(stage, OTHER)
    return VALUES_ZH["region"].get(category, category)
