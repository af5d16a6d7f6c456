"""One row per honour and recipient: repeated tellings become mentions of the first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from dj_analysis.extraction.honor_facts import YEAR
from dj_analysis.records import HonorRow

_BARE = re.compile(r"[“”「」\"《》（）()、,，\s]|(?:19|20)\d{2}年?度?|第[一二三四五六七八九十\d]{1,3}批")
_STATED = ("title", "grantor")


def merge_rows(rows: Iterable[HonorRow]) -> list[HonorRow]:
    """The rows in order, each honour of a recipient once; the first telling stays, later ones are its mentions."""
    kept: list[HonorRow] = []
    for row in sorted(rows, key=lambda row: (row.start, row.end)):
        twin = next((i for i, other in enumerate(kept) if is_same(other, row)), None)
        if twin is None:
            kept.append(row)
        else:
            kept[twin] = _join(kept[twin], row)
    return sorted(kept, key=lambda row: (row.start, row.end, row.recipient or ""))


def is_same(one: HonorRow, two: HonorRow) -> bool:
    """True when two rows tell one honour: titles that contain each other, and nothing stated that differs."""
    first, second = (_BARE.sub("", row.title) for row in (one, two))
    if first not in second and second not in first:
        return False
    return _same_recipient(one, two) and _same_year(one, two) and _same_standing(one, two)


def _same_recipient(one: HonorRow, two: HonorRow) -> bool:
    if one.start == two.start or one.recipient is None or two.recipient is None:
        return one.recipient == two.recipient or (one.start != two.start and "person" not in _kinds(one, two))
    return one.recipient in two.recipient or two.recipient in one.recipient


def _kinds(*rows: HonorRow) -> set[str | None]:
    return {row.recipient_kind for row in rows}


def _same_year(one: HonorRow, two: HonorRow) -> bool:
    """A year in the wording of a title (2020年学校先进党总支) tells it from the same title without a year."""
    if one.year == two.year:
        return True
    return not (one.year and two.year) and not YEAR.search(one.title + two.title)


def _same_standing(one: HonorRow, two: HonorRow) -> bool:
    if one.level != two.level and one.level_basis in _STATED and two.level_basis in _STATED:
        return False
    return one.status == two.status or not {"nominated", "cultivating"} & {one.status, two.status}


def _join(first: HonorRow, later: HonorRow) -> HonorRow:
    fresh = tuple(mention for mention in later.mentions if mention not in first.mentions)
    return replace(
        first,
        mentions=(*first.mentions, *fresh),
        recipient=first.recipient or later.recipient,
        recipient_kind=first.recipient_kind or later.recipient_kind,
        grantor=first.grantor or later.grantor,
        year=first.year or later.year,
        batch=first.batch or later.batch,
    )
