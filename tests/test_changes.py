"""A build says what it gained, lost and moved against the tables that were there before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dj_analysis.build import build
from dj_analysis.changes import (
    CHANGES_FILE,
    ChangesError,
    compare_tables,
    describe_changes,
    read_changes,
    tabulate_changes,
)

ARTICLE = "某某学院机关党支部工作总结\n某某学院机关党支部现有党员29人,其中教师党员4人。开展“红色故事”宣讲活动12场。\n"


def number(doc_id: str, start: int, item: str, value: float = 29, **more: Any) -> dict[str, Any]:
    row_id = f"{doc_id}-{start}-{item}-{value}"
    place = {"start": start, "end": start + 5, "raw_start": start, "raw_end": start + 5, "quote": f"{item}{value:g}"}
    return {"doc_id": doc_id, "number_id": row_id, **place, "value": value, "unit": "人", "item": item, **more}


def tables(*rows: dict[str, Any], **files: str) -> dict[str, Any]:
    return {"documents": [{"doc_id": d, "source_file": f"{n}.txt"} for n, d in files.items()], "numbers": list(rows)}


def kinds(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str]]:
    return [(c.kind, c.label) for c in compare_tables(old, new).rows]


def test_equal_builds_changed_nothing() -> None:
    same = tables(number("d", 0, "党员"), a="d")
    assert not compare_tables(same, same)


def test_rules_gain_and_lose_rows() -> None:
    old = tables(number("d", 0, "党员"), a="d")
    new = tables(number("d", 50, "教师"), a="d")
    assert kinds(old, new) == [("lost", "党员29"), ("gained", "教师29")]


def test_another_wording_at_the_same_place_is_a_change() -> None:
    old = tables(number("d", 0, "党员"), a="d")
    (change,) = compare_tables(old, tables(number("d", 2, "在册党员"), a="d")).rows
    assert change.kind == "changed"
    assert change.cells == {"item": ("党员", "在册党员")}


def test_another_value_of_the_same_row_is_a_change() -> None:
    (change,) = compare_tables(
        tables(number("d", 0, "党员", kind="count"), a="d"), tables(number("d", 0, "党员", kind="other"), a="d")
    ).rows
    assert (change.kind, change.cells) == ("changed", {"kind": ("count", "other")})


def test_another_rule_for_the_same_row_is_none() -> None:
    old, new = (tables(number("d", 0, "党员", rule=rule), a="d") for rule in ("one", "other"))
    assert not compare_tables(old, new)


def test_rows_of_a_replaced_file_that_say_the_same_are_moved() -> None:
    old = tables(number("d", 0, "党员"), number("d", 9, "教师"), a="d")
    new = tables(number("e", 4, "党员"), number("e", 9, "教师"), a="e")
    found = compare_tables(old, new)
    assert found.replaced == ("a.txt",)
    assert [(c.kind, c.label) for c in found.rows] == [("moved", "党员29")]


def test_articles_that_came_or_went_are_counted_and_not_listed() -> None:
    found = compare_tables(tables(number("d", 0, "党员"), a="d"), tables(number("e", 0, "教师"), b="e"))
    assert (found.added, found.removed, found.rows) == (("b.txt",), ("a.txt",), ())
    assert found.counts["numbers"] == {"gained": 1, "lost": 1}


def test_a_renamed_file_is_no_change() -> None:
    row = number("d", 0, "党员")
    assert not compare_tables(tables(row, a="d"), tables(row, b="d"))


def test_two_like_rows_of_which_one_goes() -> None:
    one, other = number("d", 0, "党员"), number("d", 50, "党员")
    assert kinds(tables(one, other, a="d"), tables(other, a="d")) == [("lost", "党员29")]


def test_builds_leave_their_changes_and_an_idle_one_keeps_them(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    build(raw, out)
    first = read_changes(out)
    assert first.added == ("a.txt",)
    assert first.sizes["numbers"][0] == 0
    (raw / "b.txt").write_text(ARTICLE.replace("机关", "后勤").replace("29", "31"), encoding="utf-8")
    build(raw, out)
    assert read_changes(out).added == ("b.txt",)
    assert read_changes(out).sizes["documents"] == (1, 2)
    build(raw, out)
    build(raw, out, verify=True)
    assert read_changes(out).added == ("b.txt",)
    row = read_number(out)
    (tmp_path / "corrections.csv").write_text(
        "action,table,document,raw_start,raw_end,column,old,new\n"
        f"change,numbers,{row['doc_id']},{row['raw_start']},{row['raw_end']},item,{row['item']},在册党员\n",
        encoding="utf-8",
    )
    build(raw, out)
    (change,) = [c for c in read_changes(out).rows if c.table == "numbers"]
    assert change.cells == {"item": [row["item"], "在册党员"]}
    assert any("在册党员" in line for line in describe_changes(read_changes(out)))


def read_number(out: Path) -> Any:
    from dj_analysis.tables import read_tables  # noqa: PLC0415

    numbers = read_tables(out).numbers
    return numbers[numbers["value"] == 31].iloc[0]


def test_a_page_has_a_line_for_each_table() -> None:
    found = compare_tables(tables(a="d"), tables(number("d", 0, "党员"), a="d"))
    lines = tabulate_changes(found)
    assert ["数字", "0", "1", "1", "0", "0", "0"] in lines
    assert len({len(line) for line in lines}) == 1
    assert list(describe_changes(found)) == ["数字 新增  a.txt  党员29  d-0-党员-29"]


def test_many_rows_stay_one_page() -> None:
    found = compare_tables(tables(a="d"), tables(*(number("d", 10 * i, "党员", i) for i in range(500)), a="d"))
    assert len(list(describe_changes(found))) < 60


@pytest.mark.parametrize("text", ["", "{", "[]", '{"rows": [{"kind": 1}]}'], ids=["empty", "cut", "list", "strange"])
def test_an_account_that_cannot_be_read_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / CHANGES_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ChangesError, match=CHANGES_FILE):
        read_changes(tmp_path)


def test_a_folder_without_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(ChangesError, match="dj-analysis build"):
        read_changes(tmp_path)
