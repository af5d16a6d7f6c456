"""Sentences of the briefing, put together from figures and from wordings of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dj_analysis.briefing.records import Citation, Claim, Quantity, Trace
from dj_analysis.regexes import compile_re

ELLIPSIS = "…"
SPACE = compile_re(r"\s+")
QUOTES = (("“", "”"), ("‘", "’"), ("《", "》"))
LONGEST_NAME = 40
"""Characters of a name or title in a sentence; longer ones end in an ellipsis."""
Part = Quantity | Citation | Sequence[Citation] | str


def state(template: str, *parts: Part) -> Claim:
    """A sentence, without its number yet: every {} takes a figure, a wording, a list of wordings, or plain words.

    >>> state("共{}条。", Quantity("3", 3.0, "rows", ())).text
    '共3条。'
    """
    quantities = tuple(part for part in parts if isinstance(part, Quantity))
    cited = tuple(one for part in parts for one in _list_citations(part))
    return Claim("", template.format(*(_word(part) for part in parts)), quantities, cited)


def join_claims(claims: Sequence[Claim], *, between: str = "", end: str = "") -> Claim:
    """Several half sentences as one claim."""
    return Claim(
        "",
        between.join(claim.text for claim in claims) + end,
        tuple(quantity for claim in claims for quantity in claim.quantities),
        tuple(one for claim in claims for one in claim.cited),
    )


def cite(row: Mapping[Any, Any], table: str, column: str, *, longest: int = LONGEST_NAME) -> Citation:
    r"""The wording in a cell of a row, on one line and cut where it is too long.

    >>> cite({"row_id": "a", "name": "某 项\n活动"}, "initiatives", "name").text
    '某 项 活动'
    """
    return Citation(balance_quotes(shorten(str(row[column]), longest)), Trace(table, str(row["row_id"])))


def cite_rows(
    rows: pd.DataFrame, table: str, column: str, *, most: int, longest: int = LONGEST_NAME
) -> tuple[Citation, ...]:
    """The wordings of the first rows, each once."""
    found: dict[str, Citation] = {}
    for row in rows[["row_id", column]].to_dict("records"):
        one = cite(row, table, column, longest=longest)
        found.setdefault(one.text, one)
    return tuple(found.values())[:most]


def balance_quotes(text: str) -> str:
    """A wording without a quotation mark at its edge whose other half the page has lost.

    >>> balance_quotes("“星火计划"), balance_quotes("“星火”计划"), balance_quotes("星火”")
    ('星火计划', '“星火”计划', '星火')
    """
    for opening, closing in QUOTES:
        surplus = text.count(opening) - text.count(closing)
        if surplus == 1 and text.startswith(opening):
            text = text[1:]
        elif surplus == -1 and text.endswith(closing):
            text = text[:-1]
    return text


def show_mark(claim_id: str) -> str:
    """The id of a claim as it stands behind it: in brackets no office program ends a line in.

    >>> show_mark("论-014")
    '〔014〕'
    """
    return f"〔{claim_id.rpartition('-')[2]}〕"


def shorten(text: str, longest: int) -> str:
    """Text on one line, cut where it is too long.

    >>> shorten("一二三四五", 4)
    '一二三…'
    """
    line = SPACE.sub(" ", text).strip()
    return line if len(line) <= longest else line[: longest - 1].rstrip() + ELLIPSIS


def _list_citations(part: Part) -> tuple[Citation, ...]:
    if isinstance(part, Citation):
        return (part,)
    return () if isinstance(part, (str, Quantity)) else tuple(part)


def _word(part: Part) -> str:
    if isinstance(part, Quantity):
        return part.shown
    if isinstance(part, (str, Citation)):
        return part if isinstance(part, str) else part.text
    names = [one.text for one in part]
    return ("；" if any("、" in name for name in names) else "、").join(names)
