"""Corrections applied to the rows of a build, after extraction and before the tables are made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dj_analysis.corrections.records import STATUSES, Correction, Outcome
from dj_analysis.corrections.sheet import Sheet
from dj_analysis.rows import TableRow

Rows = dict[str, list[TableRow]]
ReadText = Callable[[str, str], str]
"""From a doc_id and ``raw`` or ``clean`` to that text."""


def assign_corrections(
    corrections: Iterable[Correction], documents: Iterable[Mapping[str, Any]]
) -> tuple[dict[str, list[Correction]], list[Outcome]]:
    """Corrections by the doc_id of their article, and those that have none: gone, changed or a repeat of another.

    ``documents`` are rows of the table of documents; doc_id, sha256, the file names and duplicate_of are read.
    """
    by_id = {str(d["doc_id"]): d for d in documents}
    assigned: dict[str, list[Correction]] = defaultdict(list)
    outcomes: list[Outcome] = []
    for correction in corrections:
        document = by_id.get(correction.document[:ID_LENGTH])
        reason = _why_stale(correction, document, by_id.values())
        if reason or document is None:
            outcomes.append(Outcome("stale", correction.line, reason))
        else:
            assigned[document["doc_id"]].append(correction)
    return dict(assigned), outcomes


def correct_document(
    rows: Mapping[str, Sequence[Mapping[str, Any]]], clean: str, raw: str, corrections: Sequence[Correction]
) -> tuple[Rows, list[Outcome]]:
    """One article's rows with its corrections made, and what became of each; the rows given are left as they are.

    Facts, mentions, parts of models and counts follow the corrected rows.
    """
    sheet = Sheet({name: [dict(row) for row in table] for name, table in rows.items()}, clean, raw)
    outcomes = sheet.apply(corrections)
    return sheet.rows, outcomes


def correct_rows(
    rows: Mapping[str, list[TableRow]], read_text: ReadText, corrections: Iterable[Correction]
) -> tuple[Rows, list[Outcome]]:
    """All rows of a build with the corrections made, and what became of each, by line."""
    assigned, outcomes = assign_corrections(corrections, rows["documents"])
    corrected: Rows = {name: [r for r in table if r["doc_id"] not in assigned] for name, table in rows.items()}
    for doc_id, own in _split(rows, assigned).items():
        made, told = correct_document(own, read_text(doc_id, "clean"), read_text(doc_id, "raw"), assigned[doc_id])
        outcomes += told
        for name, table in made.items():
            corrected[name] += table
    return corrected, sorted(outcomes, key=lambda o: (o.line, o.text))


ID_LENGTH = 16


def _why_stale(
    correction: Correction, document: Mapping[str, Any] | None, documents: Iterable[Mapping[str, Any]]
) -> str:
    """Why a correction has no article to be applied to, in one sentence; empty where it has one."""
    name = correction.source_file or correction.document[:ID_LENGTH]
    head = f"line {correction.line}: {name}:"
    if document is None or not str(document["sha256"]).startswith(correction.document):
        names = {n for d in documents for n in (d["source_file"], *(d["other_files"] or "").split("|"))}
        if correction.source_file in names:
            return f"{head} the file has changed since it was corrected; look at the row again"
        return f"{head} no article has this file's sha256; remove the line if the article is gone for good"
    if document["duplicate_of"]:
        return f"{head} the article repeats {document['duplicate_of']}, whose rows count; correct them there"
    return ""


def _split(rows: Mapping[str, list[TableRow]], doc_ids: Iterable[str]) -> dict[str, Rows]:
    """The rows of some documents, by document and table."""
    own: dict[str, Rows] = {doc_id: {name: [] for name in rows} for doc_id in doc_ids}
    for name, table in rows.items():
        for row in table:
            if row["doc_id"] in own:
                own[row["doc_id"]][name].append(row)
    return own


ZH = dict(zip(STATUSES, ("已应用", "原已正确", "已被后改取代", "已失效", "互相冲突", "无法读取"), strict=True))
"""Chinese wording of what became of a correction."""


def count_outcomes(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many corrections came to what, in a fixed order, kinds that did not occur left out.

    >>> count_outcomes([Outcome("stale", 2, ""), Outcome("applied", 3, "")])
    {'applied': 1, 'stale': 1}
    """
    counts = Counter(o.status for o in outcomes)
    return {status: counts[status] for status in STATUSES if counts[status]}
