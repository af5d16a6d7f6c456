"""The claims of a briefing in a notebook, each with the rows it rests on."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pandas as pd

from dj_analysis.notebooks.browsing import BrowsedTable, browse_table
from dj_analysis.notebooks.findings import Finding, Findings
from dj_analysis.schema import TABLES

COLUMNS = {
    "shown": "所示",
    "school": "学校或单位",
    "quote": "原文摘录",
    "source_file": "文件",
    "raw_start": "原文位置",
    "table": "表",
    "row_id": "行编号",
}
KILOBYTE = 1024
WHOLE = "（整篇文章）"
"""Shown where a figure counts articles: no place within the page stands for it."""


class Told(Protocol):
    """A claim, as far as it is shown."""

    @property
    def claim_id(self) -> str:
        """Its number."""

    @property
    def text(self) -> str:
        """Its sentence."""


class Part(Protocol):
    """A section, as far as it is shown."""

    @property
    def heading(self) -> str:
        """What it is about."""

    @property
    def claims(self) -> Sequence[Told]:
        """Its claims."""

    @property
    def remarks(self) -> Sequence[str]:
        """Its sentences without figures."""

    @property
    def exhibits(self) -> Sequence[Shown]:
        """Its figures and tables."""


class Shown(Protocol):
    """A figure or table of a section, as far as it is listed."""

    @property
    def exhibit_id(self) -> str:
        """Its number."""

    @property
    def title(self) -> str:
        """What it shows."""

    @property
    def note(self) -> str:
        """How to read it."""


@dataclass(frozen=True)
class ClaimedParts:
    """Sections with their claims and evidence, for a notebook."""

    parts: tuple[tuple[str, Findings, tuple[str, ...]], ...]

    def _repr_html_(self) -> str:
        return "\n".join(_write_part(*part) for part in self.parts)

    def __repr__(self) -> str:
        return "\n".join(f"{heading}：{len(findings.items)}条" for heading, findings, _ in self.parts)


def show_claims(sections: Sequence[Part], evidence: pd.DataFrame, documents: pd.DataFrame) -> ClaimedParts:
    """Every claim of a briefing, section by section, with its evidence beneath.

    In: the sections of a briefing, and its evidence (``id, shown, table, row_id, source_file, raw_start, quote``);
    ``documents`` tell the school of every file (``source_file, school``).
    """
    schools = documents.drop_duplicates("source_file").set_index("source_file")["school"]
    evidence = evidence.assign(school=evidence["source_file"].map(schools))
    return ClaimedParts(
        tuple(
            (
                section.heading,
                Findings(tuple(_state(claim, evidence) for claim in section.claims), numbered=False),
                tuple(section.remarks),
            )
            for section in sections
        )
    )


def list_exhibits(sections: Sequence[Part]) -> BrowsedTable:
    """The figures and tables of a briefing, for a notebook."""
    rows = [(one.exhibit_id, part.heading, one.title, one.note) for part in sections for one in part.exhibits]
    return browse_table(pd.DataFrame(rows, columns=["编号", "章", "题目", "怎样读"], dtype="str"))


def list_files(files: Sequence[Path]) -> BrowsedTable:
    """Files that were written, for a notebook: name and size."""
    rows = [(path.parent.name, path.name, -(-path.stat().st_size // KILOBYTE)) for path in files]
    return browse_table(pd.DataFrame(rows, columns=["文件夹", "文件", "大小（KB）"]))


def _state(claim: Told, evidence: pd.DataFrame) -> Finding:
    return Finding(f"{claim.claim_id}　{claim.text}", _cite(claim, evidence))


def _cite(claim: Told, evidence: pd.DataFrame) -> pd.DataFrame:
    rows = evidence[evidence["id"] == claim.claim_id]
    rows = rows.drop_duplicates(["shown", "table", "row_id"])
    names = rows["table"].map({name: table.zh for name, table in TABLES.items()})
    return rows.assign(table=names, quote=rows["quote"].fillna(WHOLE))[list(COLUMNS)].rename(columns=COLUMNS)


def _write_part(heading: str, findings: Findings, remarks: tuple[str, ...]) -> str:
    said = "".join(f'<p style="color:#5f6b76;margin:2px 0">{html.escape(remark)}</p>' for remark in remarks)
    return f"<h3>{html.escape(heading)}</h3>{findings._repr_html_()}{said}"
