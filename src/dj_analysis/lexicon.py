"""The only reader of word lists: the package's ``lexicons/*.csv`` with the analyst's own lists laid over them.

Every list is a UTF-8 CSV whose first column is ``term`` and which has a ``source`` column telling where the row comes
from. An analyst's list has the same name and columns, and may have a column ``action``: ``add`` (the default) or
``remove``; what it says in vain, by its name, a column or a coded value, is an error.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from importlib import resources
from pathlib import Path

from dj_analysis.errors import DjAnalysisError

LexiconRow = Mapping[str, str]
ACTIONS = ("", "add", "remove")
CODED = frozenset({
    "kind", "match", "role", "side", "bound", "place", "strength", "type", "level", "field", "scope", "theme", "alone",
    "nominal",
})  # fmt: skip
"""Columns whose values rules ask for by name: another value than the package's has no effect."""
FREE = frozenset({"stopwords"})
"""Lists whose coded columns only sort the package's own rows: an analyst may write there what they like."""

GUIDE = "data/README.md tells of all lists"


class LexiconError(DjAnalysisError):
    """A word list that cannot be used; the message names the file and the remedy."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All word lists by name. Compared and hashed by identity, so compiled patterns can be cached per lexicon."""

    lists: Mapping[str, tuple[LexiconRow, ...]]

    def rows(self, name: str) -> tuple[LexiconRow, ...]:
        """Rows of one list, each a mapping of column to text. Raises LexiconError for an unknown list."""
        if name not in self.lists:
            raise LexiconError(f"no word list {name!r}; there are: {', '.join(sorted(self.lists))}")
        return self.lists[name]

    def words(self, name: str, **where: str) -> tuple[str, ...]:
        """Terms of one list, longest first, so that an alternation made of them prefers the longest.

        ``where`` keeps the rows whose columns have the given values.
        """
        wanted = where.items()
        found = {row["term"] for row in self.rows(name) if wanted <= row.items()}
        return tuple(sorted(found, key=lambda term: (-len(term), term)))

    def table(self, name: str) -> dict[str, LexiconRow]:
        """Rows of one list by their term; a later row (the analyst's) wins."""
        return {row["term"]: row for row in self.rows(name)}

    @cached_property
    def fingerprint(self) -> str:
        """A digest of every row of every list."""
        digest = hashlib.sha256()
        for name in sorted(self.lists):
            digest.update(repr((name, [sorted(row.items()) for row in self.lists[name]])).encode())
        return digest.hexdigest()


def _read_list(text: str, where: str) -> list[LexiconRow]:
    lines = text.removeprefix("\ufeff").splitlines()
    reader = csv.reader(line for line in lines if line.strip() and not line.startswith("#"))
    header = next(reader, [])
    if not header or header[0] != "term":
        raise LexiconError(f"{where}: the first column must be called 'term'; save the list as UTF-8 CSV")
    blank = [""] * len(header)
    rows = (dict(zip(header, [*map(str.strip, row), *blank], strict=False)) for row in reader if row)
    return [row for row in rows if row["term"]]


def find_own_lists(own_dir: Path | None) -> list[Path]:
    """The analyst's lists. Raises LexiconError for a file that looks like a list and is called like none.

    Hidden files, and files that are no CSV and are not called like a list, are the analyst's own affair.
    """
    found = []
    names = [entry.name[:-4] for entry in resources.files("dj_analysis").joinpath("lexicons").iterdir()]
    for path in sorted(own_dir.iterdir()) if own_dir and own_dir.is_dir() else []:
        if path.name.startswith((".", "~$")) or path.is_dir():
            continue
        is_list = path.stem in names
        if is_list and path.suffix == ".csv":
            found.append(path)
        elif is_list or path.suffix.lower() == ".csv":
            raise LexiconError(_tell_nearest(path, names))
    return found


def _tell_nearest(path: Path, names: Sequence[str]) -> str:
    if path.stem in names:
        return f"{path}: would not be read; save it as UTF-8 CSV under the name {path.stem}.csv"
    nearest = get_close_matches(path.stem.lower(), names, n=1)
    remedy = f"name it {nearest[0]}.csv if you mean that one" if nearest else "give it the name of a list"
    return f"{path}: there is no list called {path.stem!r}; {remedy}; {GUIDE}"


def _read_own(path: Path, base: Sequence[LexiconRow]) -> list[LexiconRow]:
    """The rows of an analyst's list; LexiconError, with its line, for what would have no effect."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read as UTF-8 ({error}); save it as UTF-8 CSV") from error
    _check_own(path, text, base)
    return _read_list(text, str(path))


def is_coded(name: str, column: str) -> bool:
    """Whether a column of a list takes none but the package's values.

    >>> is_coded("units", "kind"), is_coded("units", "source"), is_coded("stopwords", "kind")
    (True, False, False)
    """
    return column in CODED and name not in FREE


def _check_own(path: Path, text: str, base: Sequence[LexiconRow]) -> None:
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    rows = [(n, _split_line(path, n, line)) for n, line in lines]
    header = rows[0][1] if rows else []
    known = [*base[0], "action"]
    for column in header[1:]:
        if column.strip() and column not in known:
            raise LexiconError(f"{path}: unknown column {column!r}; the columns are {', '.join(known)}; {GUIDE}")
    coded = {column: {row[column] for row in base} | {""} for column in header if is_coded(path.stem, column)}
    coded["action"] = set(ACTIONS)
    for n, row in rows[1:]:
        if any(map(str.strip, row[len(header) :])):
            raise LexiconError(
                f"{path}: line {n} has more cells than the first line; put a term with a comma in quotes"
            )
        for column, cell in zip(header, map(str.strip, row), strict=False):
            if cell not in coded.get(column, (cell,)):
                values = ", ".join(sorted(coded[column] - {""}))
                raise LexiconError(f"{path}: line {n} has {cell!r} as its {column}, which is one of: {values}")


def _split_line(path: Path, n: int, line: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error as error:
        raise LexiconError(
            f'{path}: line {n} opens a quote (") and does not close it; close it or take it out'
        ) from error


def _overlay(base: list[LexiconRow], own: list[LexiconRow]) -> list[LexiconRow]:
    """The package's rows without the removed ones, then the analyst's; columns these lack are empty."""
    removed = {row["term"] for row in own if row.get("action") == "remove"}
    blank = dict.fromkeys(base[0], "") if base else {}
    added = [{**blank, **row} for row in own if row.get("action", "add") in ("", "add")]
    return [row for row in base if row["term"] not in removed] + added


def load_lexicon(own_dir: Path | None = None) -> Lexicon:
    """Read the package's lists and lay the lists of ``own_dir`` over them.

    Raises LexiconError when a list has no ``term`` column, cannot be read, or says something in vain.

    >>> "个" in load_lexicon().words("units")
    True
    """
    lists: dict[str, list[LexiconRow]] = {}
    for entry in sorted(resources.files("dj_analysis").joinpath("lexicons").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".csv"):
            lists[entry.name[:-4]] = _read_list(entry.read_text("utf-8"), entry.name)
    for path in find_own_lists(own_dir):
        lists[path.stem] = _overlay(lists[path.stem], _read_own(path, lists[path.stem]))
    return Lexicon({name: tuple(rows) for name, rows in lists.items()})
