"""The only reader of word lists: the package's ``lexicons/*.csv`` with the analyst's own lists laid over them.

Every list is a UTF-8 CSV whose first column is ``term`` and which has a ``source`` column telling where the row comes
from. An analyst's list has the same name and columns, and may have a column ``action``: ``add`` (the default) or
``remove``.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

from dj_analysis.errors import DjAnalysisError

LexiconRow = Mapping[str, str]


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


def _overlay(base: list[LexiconRow], own: list[LexiconRow]) -> list[LexiconRow]:
    """The package's rows without the removed ones, then the analyst's; columns these lack are empty."""
    removed = {row["term"] for row in own if row.get("action") == "remove"}
    blank = dict.fromkeys(base[0], "") if base else {}
    added = [{**blank, **row} for row in own if row.get("action", "add") in ("", "add")]
    return [row for row in base if row["term"] not in removed] + added


def load_lexicon(own_dir: Path | None = None) -> Lexicon:
    """Read the package's lists and lay the lists of ``own_dir`` over them.

    Raises LexiconError when a list has no ``term`` column or cannot be read.

    >>> "个" in load_lexicon().words("units")
    True
    """
    lists: dict[str, list[LexiconRow]] = {}
    for entry in sorted(resources.files("dj_analysis").joinpath("lexicons").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".csv"):
            lists[entry.name[:-4]] = _read_list(entry.read_text("utf-8"), entry.name)
    for path in sorted(own_dir.glob("*.csv")) if own_dir and own_dir.is_dir() else []:
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise LexiconError(f"{path}: cannot be read as UTF-8 ({error}); save it as UTF-8 CSV") from error
        lists[path.stem] = _overlay(lists.get(path.stem, []), _read_list(text, str(path)))
    return Lexicon({name: tuple(rows) for name, rows in lists.items()})
