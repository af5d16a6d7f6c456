"""Which dates are found, how they are resolved, and what only looks like one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dj_analysis.cleaning.passages import wrap_text
from dj_analysis.extraction.dates import find_dates
from dj_analysis.lexicon import Lexicon, load_lexicon
from dj_analysis.records import Metadata, Passage

CASES = Path(__file__).parent / "cases" / "dates"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def _read(name: str) -> list[Any]:
    path = CASES / f"{name}.json"
    return [pytest.param(case, id=f"{name}-{case['label']}") for case in json.loads(path.read_text("utf-8"))]


@pytest.mark.parametrize("case", [*_read("synthetic"), *_read("negative")])
def test_dates_are_found_as_stated(case: dict[str, Any], lexicon: Lexicon) -> None:
    article = replace(wrap_text(case["text"]), metadata=Metadata(published_date=case.get("published")))
    rows = find_dates(article, lexicon)
    assert [article.clean[row.start : row.end] for row in rows] == [want["quote"] for want in case["dates"]]
    for row, want in zip(rows, case["dates"], strict=True):
        assert {name: getattr(row, name) for name in want if name != "quote"} == {
            name: value for name, value in want.items() if name != "quote"
        }


def test_date_of_publication_is_told_by_its_label(lexicon: Lexicon) -> None:
    article = wrap_text("发布时间:2021-06-30")
    article = replace(article, passages=(Passage(0, "metadata", 0, len(article.clean)),))
    assert [row.role for row in find_dates(article, lexicon)] == ["published"]


def test_boilerplate_gives_no_dates(lexicon: Lexicon) -> None:
    article = wrap_text("2019年12月")
    article = replace(article, passages=(Passage(0, "boilerplate", 0, len(article.clean)),))
    assert find_dates(article, lexicon) == []


@pytest.mark.parametrize("char", list("1一年月日近来-*20学期"))
def test_long_runs_end_soon(char: str, lexicon: Lexicon) -> None:
    find_dates(wrap_text(char * 100_000), lexicon)
