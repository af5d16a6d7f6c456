"""One row per honour and recipient: repeated tellings become mentions of the first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dj_analysis.extraction.honor_years import YEAR
from dj_analysis.records import HonorRow, Mention
from dj_analysis.regexes import compile_re

_BARE = compile_re(r"[“”「」\"《》（）()、,，\s]|(?:19|20)\d{2}年?度?|第[一二三四五六七八九十\d]{1,3}批")
_OTHER = compile_re(r"标兵|提名奖?|入围奖?|集体|个人|单位|干部|书记|工作者|百[个名]")
"""What is left of a title when a shorter one is taken out of it, where the two are different honours."""
_STATED = ("title", "grantor")


def merge_rows(rows: Iterable[HonorRow]) -> list[HonorRow]:
    """The rows in order, each honour of a recipient once; the first telling stays, later ones are its mentions."""
    kept: list[HonorRow] = []
    bare: list[str] = []
    mentions: list[dict[Mention, None]] = []
    for row in sorted(rows, key=lambda row: (row.start, row.end)):
        title = _BARE.sub("", row.title)
        twin = next((i for i, other in enumerate(kept) if _same_title(bare[i], title) and _is_same(other, row)), None)
        if twin is None:
            kept.append(row)
            bare.append(title)
            mentions.append(dict.fromkeys(row.mentions))
        else:
            kept[twin] = _join(kept[twin], row)
            mentions[twin].update(dict.fromkeys(row.mentions))
    whole = (
        row if len(row.mentions) == len(told) else replace(row, mentions=tuple(told))
        for row, told in zip(kept, mentions, strict=True)
    )
    return sorted(whole, key=lambda row: (row.start, row.end, row.recipient or ""))


def _same_title(one: str, two: str) -> bool:
    """True for titles of which one holds the other, unless what is left makes it another honour (…标兵, …集体)."""
    if one not in two and two not in one:
        return False
    short, long = (one, two) if one in two else (two, one)
    return short == long or _OTHER.fullmatch(long.replace(short, "", 1)) is None


def _is_same(one: HonorRow, two: HonorRow) -> bool:
    """True when nothing stated of two rows of one title differs."""
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
    if (first.recipient and first.grantor and first.year and first.batch) or not (
        later.recipient or later.grantor or later.year or later.batch
    ):
        return first
    return replace(
        first,
        recipient=first.recipient or later.recipient,
        recipient_kind=first.recipient_kind or later.recipient_kind,
        grantor=first.grantor or later.grantor,
        year=first.year or later.year,
        batch=first.batch or later.batch,
    )
