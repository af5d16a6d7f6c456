"""What a build changed, as records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dj_analysis.errors import DjAnalysisError

KINDS: Mapping[str, str] = {"gained": "新增", "lost": "消失", "moved": "移位", "changed": "改值"}
"""What can become of a row, and its Chinese wording."""


class ChangesError(DjAnalysisError):
    """There is no build to tell the changes of; the message names the folder and the remedy."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that came, went, moved within its article, or says something else (``cells``: column to old and new)."""

    kind: str
    table: str
    file: str
    row_id: str
    label: str
    cells: Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a build changed.

    ``added``, ``removed`` and ``replaced`` name files; ``sizes`` gives rows before and after by table, ``counts`` rows
    by table and kind of change; ``rows`` lists those of articles that stayed.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    replaced: tuple[str, ...]
    sizes: Mapping[str, tuple[int, int]]
    counts: Mapping[str, Mapping[str, int]]
    rows: tuple[RowChange, ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.added or self.removed or self.replaced or any(self.counts.values()))
