"""A part of a corpus as tables of its own: some schools, some of the analyst's groups, some time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from difflib import SequenceMatcher

import pandas as pd

from dj_analysis.analysis.errors import TooFewDocuments, UnfitTableError, UnknownGroupError
from dj_analysis.analysis.groups import UNGROUPED, label_groups
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re
from dj_analysis.tables import Tables

DAY = compile_re(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
"""A year, month or day, ISO."""
Day = date | str | None
N_NEAREST = 3


def narrow_tables(
    tables: Tables,
    *,
    schools: Collection[str] = (),
    groups: Collection[str] = (),
    since: Day = None,
    until: Day = None,
    lexicon: Lexicon | None = None,
) -> Tables:
    """The tables of the articles that are chosen, and nothing else; ids and rows stay as they are.

    ``schools`` are names as ``label_groups`` gives them (未具名·… too), ``groups`` those of metadata.csv; ``since`` and
    ``until`` are days, months or years, both ends included, and leave out articles without a date (``count_undated``).
    A repost goes with the article it repeats. Raises UnknownGroupError for a name the corpus does not have,
    UnfitTableError for a date that is none, TooFewDocuments where no article is left.
    """
    documents = tables.documents
    if not (schools or groups or since or until):
        return tables
    fits = _choose(documents, schools, groups, lexicon)
    first, last = _read_day(since, "since"), _read_day(until, "until")
    if first and last and first > last:
        raise UnfitTableError(f"the time asked for begins {first} and ends {last}; exchange since and until")
    dates = documents.set_index("doc_id")["published_date"].reindex(sorted(fits)).dropna()
    if first or last:
        fits = {
            str(key) for key, day in dates.items() if day >= (first or "") and (not last or day[: len(last)] <= last)
        }
    if not fits:
        raise TooFewDocuments(_tell_none(tables, dates, schools, groups))
    return take_articles(tables, fits)


def take_articles(tables: Tables, doc_ids: Collection[str]) -> Tables:
    """The tables of the articles with these ids, and of those that repeat them."""
    documents = tables.documents
    origins = documents["duplicate_of"].fillna(documents["doc_id"])
    kept = set(documents.loc[origins.isin(list(doc_ids)), "doc_id"])
    return Tables(**{name: frame[frame["doc_id"].isin(kept)].reset_index(drop=True) for name, frame in tables.items()})


def count_undated(
    tables: Tables, *, schools: Collection[str] = (), groups: Collection[str] = (), lexicon: Lexicon | None = None
) -> int:
    """Articles of the schools and groups that carry no date, and that a choice by time therefore leaves out.

    Raises UnknownGroupError for a name the corpus does not have.
    """
    fits = _choose(tables.documents, schools, groups, lexicon)
    return int(tables.documents.set_index("doc_id").loc[sorted(fits), "published_date"].isna().sum())


def _choose(
    documents: pd.DataFrame, schools: Collection[str], groups: Collection[str], lexicon: Lexicon | None
) -> set[str]:
    """The articles, without reposts, of the named schools and groups."""
    fits: set[str] = set(documents.loc[documents["duplicate_of"].isna(), "doc_id"])
    for by, names in (("school", schools), ("group", groups)):
        if names:
            labels = label_groups(documents, by=by, lexicon=lexicon)
            _check_names(by, names, sorted(labels[by].unique()))
            fits &= set(labels.loc[labels[by].isin(list(names)), "doc_id"])
    return fits


def _check_names(by: str, names: Collection[str], known: Sequence[str]) -> None:
    if by == "group" and all(name.startswith(UNGROUPED) for name in known):
        raise UnknownGroupError(f"no article has a group, so none is called {min(names)!r}; fill in metadata.csv")
    for name in names:
        if name not in known:
            nearest = ", ".join(_find_nearest(name, known))
            raise UnknownGroupError(f"no {by} is called {name!r}; nearest of {len(known)} are: {nearest}")


def _find_nearest(name: str, known: Sequence[str]) -> list[str]:
    """The names most like one: those that hold it, or that it holds, first."""

    def rank(other: str) -> tuple[bool, float, str]:
        return not (name in other or other in name), -SequenceMatcher(None, name, other).ratio(), other

    return sorted(known, key=rank)[:N_NEAREST]


def _read_day(day: Day, name: str) -> str | None:
    """The ISO text of a day, month or year, or None where none is given."""
    if day is None or day == "":
        return None
    text = day.isoformat() if isinstance(day, date) else day.strip()
    if DAY.fullmatch(text):
        with suppress(ValueError):
            date.fromisoformat(text + "2000-01-01"[len(text) :])
            return text
    raise UnfitTableError(f"{name}: {text!r} is no date; write 2021, 2021-06 or 2021-06-30")


def _tell_none(tables: Tables, dates: pd.Series, schools: Collection[str], groups: Collection[str]) -> str:
    """Why nothing is left, and what there is."""
    chosen = len(_choose(tables.documents, schools, groups, None))
    if not chosen:
        return "no article belongs to both the schools and the groups asked for; leave out one of the two"
    dated = f"their dates run from {dates.min()} to {dates.max()}" if len(dates) else "none of them has a date"
    return f"none of the {chosen} articles is of that time: {dated}, and {chosen - len(dates)} carry none; widen it"
