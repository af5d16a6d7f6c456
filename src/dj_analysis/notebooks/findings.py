"""Findings of a notebook: a sentence each, and beneath it the rows of the articles it rests on."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from dj_analysis import analysis
from dj_analysis.notebooks.browsing import browse_table
from dj_analysis.notebooks.opening import Corpus

EVIDENCE = ("school", "quote", "sentence", "source_file", "raw_start")
"""What a reader needs to find the place: whose it is, what is quoted, where it stands."""
MOST_EVIDENCE = 200
"""Rows beneath one finding; the tables of the build hold them all."""
PAGE = 5
HEADINGS = {"quote": "原文摘录", "source_file": "文件", "raw_start": "原文位置"}
NO_EVIDENCE = "（这条结论没有对应的原文。）"


@dataclass(frozen=True)
class Finding:
    """What was found, as a sentence; the rows it rests on, with the columns of EVIDENCE; how to read them."""

    text: str
    evidence: pd.DataFrame = field(repr=False)
    note: str = ""


@dataclass(frozen=True)
class Findings:
    """Findings in order, for a notebook."""

    items: tuple[Finding, ...]
    numbered: bool = True

    def _repr_html_(self) -> str:
        heads = (f"结论{place}　" if self.numbered else "" for place in range(1, len(self.items) + 1))
        return "\n".join(_write_finding(head, item) for head, item in zip(heads, self.items, strict=True))

    def __repr__(self) -> str:
        return "\n".join(f"{place}. {item.text}" for place, item in enumerate(self.items, 1))


def cite_evidence(rows: pd.DataFrame, corpus: Corpus, **more: str) -> pd.DataFrame:
    """Rows of a table as evidence, in the order of the pages.

    In: rows with ``doc_id, start, raw_start, quote``; ``more`` names columns that are kept, and their Chinese heading.
    Out: ``school, quote, sentence, source_file, raw_start`` and the columns of ``more``.
    """
    cited = analysis.cite_rows(rows, corpus.tables.documents, corpus.tables.passages)
    if "quote" not in cited.columns:
        cited = cited.assign(quote=pd.Series([None] * len(cited), dtype="str"))
    ordered = cited.sort_values(["source_file", "raw_start"], kind="stable", ignore_index=True)
    return ordered[[*EVIDENCE[:2], *more, *EVIDENCE[2:]]].rename(columns=more)


def cite_contexts(corpus: Corpus, term: str, *, school: str | None = None, each: int = 1) -> pd.DataFrame:
    """Places where a term stands, ``each`` of every article, as evidence."""
    passages = corpus.passages if school is None else corpus.passages[corpus.passages["school"] == school]
    found = analysis.find_contexts(passages, term, edits=corpus.tables.edits).groupby("doc_id").head(each)
    return cite_evidence(found.assign(quote=found["left"] + "【" + found["term"] + "】" + found["right"]), corpus)


def spread_rows(rows: pd.DataFrame, by: str | list[str] = "doc_id", *, each: int = 1) -> pd.DataFrame:
    """The first rows of every article, or of whatever ``by`` names: evidence from many places rather than from one."""
    return rows.groupby(by, sort=False).head(each)


def state_findings(findings: Sequence[Finding | None]) -> Findings:
    """The findings there are, to be shown."""
    return Findings(tuple(item for item in findings if item is not None))


def _write_finding(head: str, item: Finding) -> str:
    shown = item.evidence.head(MOST_EVIDENCE)
    left_out = f"共{len(item.evidence)}条依据，只列前{MOST_EVIDENCE}条。" if len(item.evidence) > MOST_EVIDENCE else ""
    table = browse_table(shown, headings=HEADINGS, caption=left_out, page=PAGE).html if len(shown) else NO_EVIDENCE
    note = f'<p style="color:#5f6b76;margin:2px 0">说明：{html.escape(item.note)}</p>' if item.note else ""
    said = f"<strong>{head}{html.escape(item.text)}</strong>"
    return f'<div class="dj-finding"><p style="margin:14px 0 2px">{said}</p>{note}{table}</div>'
