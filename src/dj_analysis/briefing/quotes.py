"""The sentence a row stands in, as a wording of its passage."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from dj_analysis.briefing.material import Material
from dj_analysis.briefing.records import Citation, Trace
from dj_analysis.briefing.wording import ELLIPSIS, SPACE
from dj_analysis.cleaning.passages import SENTENCE
from dj_analysis.regexes import compile_re

CLAUSE_END = compile_re("[，,；;：:、][”’》）]*")
LOOSE_ENDS = "，,；;：:、"
"""Marks that do not stand before an ellipsis."""
LATIN = frozenset(string.ascii_letters + string.digits + "+.%")
LONGEST_WORD = 20
"""Characters of a number or Latin word that is not parted; longer ones are no words."""
LONGEST = 70
"""Characters of a sentence that is quoted; a longer one is cut on both sides of the row."""


def quote_sentence(material: Material, row: Mapping[Any, Any], *, longest: int = LONGEST) -> Citation:
    """The sentence that holds a row, on one line; of a long one the stretch around the row, with ellipses."""
    passages = material.rows("passages")
    own = passages[(passages["doc_id"] == row["doc_id"]) & (passages["start"] <= row["start"])]
    passage = own.loc[own["start"].idxmax()]
    text, at = str(passage["text"]), int(row["start"]) - int(passage["start"])
    whole = next((match for match in SENTENCE.finditer(text) if match.start() <= at < match.end()), None)
    stop = at + len(str(row["quote"]))
    begin, end = whole.span() if whole else (at, stop)
    return Citation(_cut(text, (begin, end), (at, min(stop, end)), longest), Trace("passages", str(passage["row_id"])))


def _cut(text: str, sentence: tuple[int, int], row: tuple[int, int], longest: int) -> str:
    """The sentence on one line, or the clauses of it around the row."""
    begin, end = sentence
    line = SPACE.sub(" ", text[begin:end]).strip()
    if len(line) <= longest:
        return line
    first, last = _choose_clauses(text, sentence, row, longest)
    inner = SPACE.sub(" ", text[first:last]).strip()
    if last < end:
        inner = inner.rstrip(LOOSE_ENDS) + ELLIPSIS
    return (ELLIPSIS if first > begin else "") + inner


def _choose_clauses(text: str, sentence: tuple[int, int], row: tuple[int, int], longest: int) -> tuple[int, int]:
    """Where to cut: between clauses where that leaves the row and enough around it, else between characters."""
    begin, end = sentence
    stops = [begin, *(begin + match.end() for match in CLAUSE_END.finditer(text[begin:end]))]
    before = [stop for stop in stops if row[0] - longest // 2 <= stop <= row[0]]
    first = before[0] if before else _avoid_parting(text, max(begin, row[0] - longest // 3))
    after = [stop for stop in (*stops, end) if row[1] <= stop <= first + longest]
    last = after[-1] if after else _avoid_parting(text, min(end, first + longest))
    return first, max(last, min(row[0] + 1, end))


def _avoid_parting(text: str, at: int) -> int:
    """The place, or that before the number or Latin word it would part."""
    start = at
    while at < len(text) and at - start <= LONGEST_WORD and text[start] in LATIN and start:
        start -= 1
    return at if at - start > LONGEST_WORD or start == at else start + 1
