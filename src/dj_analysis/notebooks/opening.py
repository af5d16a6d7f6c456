"""Open a corpus in a notebook: its tables, the part that was asked for, and what every analysis of it starts from."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from dj_analysis import analysis
from dj_analysis.analysis.errors import TooFewDocuments, UnfitTableError
from dj_analysis.notebooks.browsing import load_browsing
from dj_analysis.segmentation import Segmenter
from dj_analysis.tables import Tables

PROCESSED = Path("data/processed")
VARIABLE = "DJ_TABLES"
"""Environment variable that names the folder of the tables, for runs without parameters (nbmake)."""
LEXICONS = "lexicons"
"""Folder of the analyst's word lists, beside that of the tables, as a build has it."""
N_NEAREST = 3
Names = str | Sequence[str] | None


@dataclass(frozen=True)
class Corpus:
    """The tables of a notebook and what is computed of them once: passages, terms, sizes, places of names.

    ``notes`` are sentences for the reader on what was asked for and is not there.
    """

    tables: Tables
    whole: Tables
    """All of the build, whatever was asked for."""
    folder: Path
    notes: tuple[str, ...] = ()
    choice: Mapping[str, Any] = field(default_factory=dict)
    """What was asked for and is there, as ``narrow_tables`` takes it."""

    @cached_property
    def passages(self) -> pd.DataFrame:
        """The passages that are read, as ``select_passages`` gives them."""
        return analysis.select_passages(self.tables.documents, self.tables.passages)

    @cached_property
    def sizes(self) -> pd.DataFrame:
        """Characters of every article, as ``measure_texts`` gives them."""
        return analysis.measure_texts(self.passages)

    @cached_property
    def labels(self) -> pd.DataFrame:
        """Articles with their school, as ``label_documents`` gives them."""
        return analysis.label_documents(self.tables.documents)

    @property
    def own_lists(self) -> Path:
        """The folder of the analyst's word lists, which may not be there."""
        return self.folder.parent / LEXICONS

    @property
    def lists_there(self) -> Path | None:
        """``own_lists`` where it is there."""
        return self.own_lists if self.own_lists.is_dir() else None

    @cached_property
    def segmenter(self) -> Segmenter:
        """A segmenter with the corpus's names and the analyst's word lists."""
        return analysis.make_segmenter(self.tables.models, self.tables.initiatives, own_lists=self.own_lists)

    @cached_property
    def named(self) -> pd.DataFrame:
        """Places of bodies and persons, which are no vocabulary."""
        tables = self.tables
        bodies = analysis.find_organisation_spans(tables.organisations, tables.mentions)
        persons = analysis.find_person_spans(tables.documents, tables.honors, tables.passages)
        return pd.concat([bodies, persons], ignore_index=True)

    @cached_property
    def terms(self) -> pd.DataFrame:
        """Terms of every article, as ``count_terms`` gives them, without the names of bodies and persons."""
        return analysis.count_terms(self.passages, self.segmenter, masked=self.named)

    @property
    def n_articles(self) -> int:
        """Articles that repeat no other."""
        return len(self.labels)

    @property
    def n_schools(self) -> int:
        """Schools, and units of articles without a school."""
        return int(self.labels["school"].nunique())

    def _repr_markdown_(self) -> str:
        lines = [
            f"读取 **{self.n_articles}篇文章**，来自{self.n_schools}所学校或单位（{self._tell_dates()}）。",
            *self.notes,
        ]
        return "\n\n".join(lines)

    def _tell_dates(self) -> str:
        dates = self.labels["published_date"].dropna()
        if dates.empty:
            return "均无日期"
        span = dates.min() if dates.min() == dates.max() else f"{dates.min()}至{dates.max()}"
        missing = len(self.labels) - len(dates)
        return f"{span}，{missing}篇无日期" if missing else span


def open_corpus(
    folder: str | Path | None = None,
    *,
    school: Names = None,
    group: Names = None,
    since: str | int | None = None,
    until: str | int | None = None,
) -> Corpus:
    """The corpus of a build, or the part of it that was asked for.

    ``folder`` holds the tables; without it the environment variable DJ_TABLES names it, or it is the nearest
    ``data/processed``, here or above. Names of schools and groups that the corpus does not have, and a time in which
    nothing was published, are told of in ``notes`` and left out. Raises NoTablesError, with the remedy, where there
    are no tables.
    """
    place = Path(folder) if folder else find_tables()
    tables = analysis.open_tables(place)
    load_browsing()
    schools, unknown = _choose_names(tables, "school", school)
    groups, strange = _choose_names(tables, "group", group)
    notes = [*unknown, *strange]
    choice: dict[str, Any] = {
        "schools": schools,
        "groups": groups,
        "since": str(since) if since else None,
        "until": str(until) if until else None,
    }
    try:
        part = analysis.narrow_tables(tables, **choice)
    except (TooFewDocuments, UnfitTableError) as error:
        part, choice = tables, {}
        notes.append(f"**按所选学校、分组与时间没有可读的文章，以下改用全部文章。** {error}")
    return Corpus(part, tables, place.resolve(), tuple(notes), choice)


def find_tables() -> Path:
    """Where the tables are when no folder is named."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    here = Path.cwd()
    built = (above / PROCESSED for above in (here, *here.parents))
    return next((place for place in built if (place / "documents.parquet").is_file()), PROCESSED)


def list_names(names: Names) -> list[str]:
    """One name, several or none, as a list.

    >>> list_names("甲校"), list_names(None)
    (['甲校'], [])
    """
    return [] if not names else [names] if isinstance(names, str) else [str(name) for name in names]


def _choose_names(tables: Tables, by: str, names: Names) -> tuple[list[str], list[str]]:
    """The names the corpus has, and a sentence for each it does not have."""
    wanted = list_names(names)
    if not wanted:
        return [], []
    known = sorted(analysis.label_groups(tables.documents, by=by)[by].unique())
    chosen = [name for name in wanted if name in known]
    what = "学校" if by == "school" else "分组"
    missing = [
        f"**没有名为“{name}”的{what}。** 最接近的是：{'、'.join(_find_nearest(name, known))}（共{len(known)}个）。"
        for name in wanted
        if name not in known
    ]
    if missing and not chosen:
        missing.append(f"以下改用全部{what}。")
    return chosen, missing


def _find_nearest(name: str, known: Sequence[str]) -> list[str]:
    def rank(other: str) -> tuple[bool, float, str]:
        return not (name in other or other in name), -SequenceMatcher(None, name, other).ratio(), other

    return sorted(known, key=rank)[:N_NEAREST]
