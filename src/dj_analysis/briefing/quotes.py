"""The sentence a row stands in, as a wording of its passage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dj_analysis.briefing.material import Material
from dj_analysis.briefing.records import Citation, Trace
from dj_analysis.briefing.wording import ELLIPSIS, SPACE
from dj_analysis.cleaning.passages import SENTENCE

LONGEST = 70
"""Characters of a sentence that is quoted; a longer one is cut on both sides of the row."""


def quote_sentence(material: Material, row: Mapping[Any, Any], *, longest: int = LONGEST) -> Citation:
    """The sentence that holds a row, on one line; of a long one the stretch around the row, with ellipses."""
    passages = material.rows("passages")
    own = passages[(passages["doc_id"] == row["doc_id"]) & (passages["start"] <= row["start"])]
    passage = own.loc[own["start"].idxmax()]
    text, at = str(passage["text"]), int(row["start"]) - int(passage["start"])
    whole = next((match for match in SENTENCE.finditer(text) if match.start() <= at < match.end()), None)
    begin, end = whole.span() if whole else (at, at + len(str(row["quote"])))
    return Citation(_cut(text, begin, end, at, longest), Trace("passages", str(passage["row_id"])))


def _cut(text: str, begin: int, end: int, at: int, longest: int) -> str:
    """The stretch from ``begin`` to ``end`` on one line, or what of it is around ``at``."""
    line = SPACE.sub(" ", text[begin:end]).strip()
    if len(line) <= longest:
        return line
    first = max(begin, min(at - longest // 3, end - longest))
    last = min(end, first + longest)
    inner = SPACE.sub(" ", text[first:last]).strip()
    return (ELLIPSIS if first > begin else "") + inner + (ELLIPSIS if last < end else "")
