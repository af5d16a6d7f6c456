"""Every occurrence of a word in its context, with its place in the clean text and in the saved page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from rich.cells import cell_len

from dj_analysis.analysis.checks import check_table, type_frame
from dj_analysis.analysis.errors import EmptyTermError
from dj_analysis.cleaning.edits import OffsetMap
from dj_analysis.cleaning.passages import SENTENCE
from dj_analysis.records import Edit
from dj_analysis.regexes import compile_re, find_literal

WINDOW = 20
"""Characters of context on either side."""
BOUNDS = ("passage", "sentence")
LINE_BREAKS = compile_re(r"\s+")
CONTEXTS = {
    "doc_id": "str", "school": "str", "passage_id": "str", "start": "int64", "end": "int64", "raw_start": "Int64",
    "raw_end": "Int64", "left": "str", "term": "str", "right": "str",
}  # fmt: skip
NEEDED = ["doc_id", "school", "passage_id", "start", "text"]


def find_contexts(
    passages: pd.DataFrame,
    term: str,
    *,
    window: int | None = WINDOW,
    within: str = "passage",
    edits: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Occurrences of ``term`` as a string, however the text is segmented, with ``window`` characters of context.

    In: passages as ``select_passages`` gives them; ``within`` is what a context never leaves (passage or sentence), and
    a ``window`` of None takes all of it; ``edits``, the table of that name, leads back to the saved page.
    Out: ``doc_id, school, passage_id, start, end, raw_start, raw_end, left, term, right``, in page order; start and end
    point into the clean text, raw_start and raw_end into the raw text, NA without ``edits``. A term that does not occur
    gives an empty frame. Raises EmptyTermError for an empty term.

    >>> row = {"doc_id": "d", "school": "某校", "passage_id": "p", "start": 10, "text": "建党员先锋岗。再争先锋。"}
    >>> passages = pd.DataFrame([row])
    >>> find_contexts(passages, "先锋", within="sentence")[["start", "left", "right"]].values.tolist()
    [[13, '建党员', '岗。'], [19, '再争', '。']]
    """
    if not term.strip():
        raise EmptyTermError("no term to look for; give at least one character")
    if within not in BOUNDS:
        raise ValueError(f"no bound {within!r} for a context; there are: {', '.join(BOUNDS)}")
    if window is not None and window < 0:
        raise ValueError(f"a window of {window} characters; give 0 or more, or None")
    check_table(passages, "passages", NEEDED, key=["passage_id"])
    found = passages[passages["text"].str.contains(term, regex=False)].sort_values(["doc_id", "start"])
    rows = [
        {"doc_id": doc_id, "school": school, "passage_id": passage_id, **context}
        for doc_id, school, passage_id, start, text in found[NEEDED].to_numpy(dtype=object)
        for context in _cut_contexts(text, int(start), term, window, within)
    ]
    contexts = pd.DataFrame(rows, columns=list(CONTEXTS))
    return type_frame(contexts if edits is None else locate_spans(contexts, edits), CONTEXTS)


def _cut_contexts(text: str, start: int, term: str, window: int | None, within: str) -> Iterator[Mapping[str, Any]]:
    stretches = [(0, len(text))] if within == "passage" else [m.span() for m in SENTENCE.finditer(text) if m.group()]
    reach = len(text) if window is None else window
    # Occurrences are looked for in the whole passage, for a term may itself hold a full stop.
    for at in find_literal(term, text):
        end = at + len(term)
        first = next(low for low, high in stretches if low <= at < high)
        last = next(high for low, high in stretches if end <= high)
        yield {
            "start": start + at,
            "end": start + end,
            "left": LINE_BREAKS.sub(" ", text[max(first, at - reach) : at]),
            "term": term,
            "right": LINE_BREAKS.sub(" ", text[end : min(last, end + reach)]),
        }


def locate_spans(contexts: pd.DataFrame, edits: pd.DataFrame) -> pd.DataFrame:
    """Rows with ``doc_id, start, end`` in the clean text, grouped by article, with ``raw_start, raw_end`` beside."""
    places: list[tuple[int, int]] = []
    changes = edits[edits["doc_id"].isin(contexts["doc_id"])].sort_values(["doc_id", "raw_start"])
    changes = changes.assign(after=changes["after"].fillna(""))
    columns = ["stage", "rule", "raw_start", "raw_end", "before", "after"]
    by_article = {doc_id: rows[columns].to_numpy(dtype=object) for doc_id, rows in changes.groupby("doc_id")}
    for doc_id, rows in contexts.groupby("doc_id", sort=False):
        offsets = OffsetMap([Edit(*values) for values in by_article.get(doc_id, ())])
        places += [offsets.to_raw(start, end) for start, end in zip(rows["start"], rows["end"], strict=True)]
    raw = pd.DataFrame(places, columns=["raw_start", "raw_end"], index=contexts.index)
    return contexts.assign(raw_start=raw["raw_start"], raw_end=raw["raw_end"])


def describe_contexts(contexts: pd.DataFrame, documents: pd.DataFrame, term: str) -> Iterator[str]:
    """Lines for a console: how often and in how many articles, then every occurrence under the others.

    In: contexts as ``find_contexts`` gives them, with their raw place, and the documents table.
    """
    if contexts.empty:
        yield f"“{term}”在读取的正文、标题与图注里没有出现"
        return
    yield f"“{term}”出现 {len(contexts)} 处，见于 {contexts['doc_id'].nunique()} 篇文章"
    files = documents.set_index("doc_id")["source_file"]
    width = max(cell_len(left) for left in contexts["left"])
    name = ""
    for row in contexts.to_dict("records"):
        if files[row["doc_id"]] != name:
            name = files[row["doc_id"]]
            yield f"{name} · {row['school']}"
        left = " " * (width - cell_len(row["left"])) + row["left"]
        yield f"  {left}【{row['term']}】{row['right']}  原文 [{row['raw_start']}, {row['raw_end']})"
