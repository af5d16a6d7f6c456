"""One correction, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ACTIONS: Mapping[str, str] = {"accept": "接受", "change": "修改", "drop": "删除", "add": "补录"}
"""What a correction can do, and what the review workbook calls it; corrections.csv may say either."""
STATUSES = ("applied", "right", "superseded", "stale", "conflicting", "unreadable")
"""What becomes of a correction: applied; already right; replaced by a later one; no longer fitting; at odds with
another person's; not to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of corrections.csv.

    ``document`` is the sha256 of the file, ``key`` what tells the row from others at its place, ``values`` the row that
    is added or the values that were accepted. ``old`` is the value a change expects to find.
    """

    line: int
    action: str
    table: str
    document: str
    source_file: str = ""
    quote: str = ""
    column: str = ""
    old: Any = None
    new: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    who: str = ""
    when: str = ""
    raw_start: int | None = None
    raw_end: int | None = None
    row_id: str = ""
    key: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line of corrections.csv, in one sentence."""

    status: str
    line: int
    text: str
