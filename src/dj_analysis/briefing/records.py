"""What a briefing says, before it is a slide, a page or a sheet: every figure tied to the rows it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from dj_analysis.charts import ChartFigure

How = Literal["rows", "documents", "schools", "sum", "value", "share", "computed", "method"]
"""How a figure follows from its traces: their number, the number of their articles or schools, the sum of their
weights, the cell of the one row, a part of a whole, a statistic computed from the articles traced, or, without traces,
a threshold of the method."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A row that a figure rests on: its table, its id, and how often it counts.

    In a table without row ids (unresolved, edits, mentions) the id is the row's key, joined by colons.
    """

    table: str
    row_id: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure as it is printed, its value, and where it comes from.

    ``column`` is the cell read where ``how`` is value (of a day, 2021-06-01, the value is 20210601), and the cell the
    weights are where ``how`` is sum; ``of`` is the whole of a share; ``by`` names the function that computed a
    statistic, or the constant of a method; ``term`` is the word whose occurrences in passages are summed.
    """

    shown: str
    value: float
    how: How
    traces: tuple[Trace, ...]
    of: tuple[Trace, ...] = ()
    column: str | None = None
    by: str | None = None
    term: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A wording taken from a row as it stands there (a name, a title, a quote), and the row."""

    text: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of the briefing with its figures; ``claim_id`` (论-001) stands wherever it is printed.

    ``cited`` are the wordings of rows that the sentence repeats: digits in them are no figures.
    """

    claim_id: str
    text: str
    quantities: tuple[Quantity, ...]
    cited: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Exhibit:
    """A figure or table of the briefing.

    ``exhibit_id`` is 图-01 or 表-01. ``data`` has Chinese headings and is what a table or native chart shows: the first
    column names the rows, the others hold what is counted. ``quantities`` holds one entry for every number in ``data``,
    by row position and column name: a table shows ``Quantity.shown`` there, a chart draws ``Quantity.value``.
    ``picture`` is drawn where the form of the figure is no bar chart. ``quoted`` holds the figures of title and note
    that are not in ``data``; ``cited`` the wordings of rows that a row of ``data`` repeats, by row position.
    ``finding`` says in a sentence what is to be seen: the title of a slide that the exhibit has for itself.
    """

    exhibit_id: str
    form: Literal["bars", "stacked_bars", "table", "picture"]
    title: str
    note: str
    data: pd.DataFrame
    quantities: dict[tuple[int, str], Quantity]
    picture: ChartFigure | None = None
    quoted: tuple[Quantity, ...] = ()
    cited: Mapping[int, tuple[Citation, ...]] = field(default_factory=dict)
    finding: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the briefing: one or more slides, a chapter of the report."""

    key: Literal["overview", "keywords", "themes", "honors", "models", "comparison", "clusters", "school", "limits"]
    title: str
    """What is found, as a sentence: the title of its slide. Its figures all stand in the claims of the section."""
    heading: str
    """What it is about: the heading of its chapter."""
    claims: tuple[Claim, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    remarks: tuple[str, ...] = ()
    """Sentences without figures: method, limits, what could not be said and why."""

    @property
    def own_remarks(self) -> tuple[str, ...]:
        """The remarks that no note of an exhibit makes already."""
        return tuple(one for one in self.remarks if not any(one in exhibit.note for exhibit in self.exhibits))


@dataclass(frozen=True)
class Briefing:
    """A briefing as content: title, what was chosen, its sections in order."""

    title: str
    subtitle: str
    made_from: str
    """Corpus in words: how many articles of how many schools, which dates, which selection."""
    sections: tuple[Section, ...]
    documents: pd.DataFrame = field(repr=False)
    """The articles: doc_id, school, title, published_date, source_file, group, source, url; in reading order."""
    asked: tuple[str, ...] = ()
    """The user's own words (title, schools, groups, dates): digits in them are no figures."""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims in the order they are read."""
        return tuple(claim for section in self.sections for claim in section.claims)

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """All exhibits in the order they are read."""
        return tuple(exhibit for section in self.sections for exhibit in section.exhibits)
