"""Every occurrence of a word in its context, with its place."""

from __future__ import annotations

import re

import pandas as pd

WINDOW = 20
"""Characters of context on either side."""
LINE_BREAKS = re.compile(r"\s+")


def find_contexts(passages: pd.DataFrame, term: str, *, window: int = WINDOW) -> pd.DataFrame:
    """Occurrences of ``term`` as a string, however the text is segmented, with ``window`` characters of context.

    In: passages as ``select_passages`` gives them. Out: ``doc_id, school, passage_id, start, end, left, term, right``,
    in page order; start and end point into the clean text; a context never leaves its passage. A term that does not
    occur gives an empty frame.

    >>> import pandas as pd
    >>> row = {"doc_id": "d", "school": "某校", "passage_id": "p", "start": 10, "text": "建党员先锋岗"}
    >>> passages = pd.DataFrame([row])
    >>> find_contexts(passages, "先锋")[["start", "left", "right"]].values.tolist()
    [[13, '建党员', '岗']]
    """
    columns = ["doc_id", "school", "passage_id", "start", "end", "left", "term", "right"]
    if not term:
        raise ValueError("no term to look for; give at least one character")
    rows = [
        {
            **{name: row[name] for name in ("doc_id", "school", "passage_id")},
            "start": row["start"] + match.start(),
            "end": row["start"] + match.end(),
            "left": LINE_BREAKS.sub(" ", row["text"][max(0, match.start() - window) : match.start()]),
            "term": term,
            "right": LINE_BREAKS.sub(" ", row["text"][match.end() : match.end() + window]),
        }
        for row in passages.to_dict("records")
        for match in re.finditer(re.escape(term), row["text"])
    ]
    return pd.DataFrame(rows, columns=columns)
