"""Rows of one document as columns: sorted, each key once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import dj_analysis as dj
from articles import LONG_AGO, make_text, write
from dj_analysis import stages
from dj_analysis.errors import TableError
from dj_analysis.packing import list_rows, make_block
from dj_analysis.schema import TABLES


def place(start: int, end: int | None = None) -> dict[str, Any]:
    end = start if end is None else end
    return {"doc_id": "d", "kind": "dropped", "start": start, "end": end, "raw_start": start, "raw_end": end}


def test_rows_equal_in_everything_are_one_wherever_they_stood() -> None:
    rows = {"unresolved": [place(9), place(3), place(9), place(5), place(3)]}
    assert [row["start"] for row in list_rows(make_block(rows))["unresolved"]] == [3, 5, 9]


def test_other_rows_of_the_same_key_are_refused() -> None:
    with pytest.raises(TableError, match="unresolved: a row repeats the key"):
        make_block({"unresolved": [place(9, 10), place(3), place(9)]})


def test_an_article_with_rows_of_the_same_key_is_left_out_and_the_others_are_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(3):
        write(tmp_path / "raw" / f"{i}.txt", make_text(i), LONG_AGO)
    usual = stages.make_article_rows

    def spoil(article: Any, extraction: Any) -> Any:
        rows = usual(article, extraction)
        if article.document.source_file == "1.txt":
            key = dict.fromkeys(TABLES["numbers"].names) | {"doc_id": "d", "number_id": "n"}
            rows["numbers"] = [{**key, "start": 1}, {**key, "start": 2}]
        return rows

    monkeypatch.setattr(stages, "make_article_rows", spoil)
    report = dj.build(tmp_path / "raw", tmp_path / "out")
    assert [skipped.file for skipped in report.skipped] == ["1.txt"]
    assert "repeats the key" in report.skipped[0].reason
    assert sorted(report.tables.documents["source_file"]) == ["0.txt", "2.txt"]
