"""Named practices: what is found, what is not, and how wordings join."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dj_analysis.cleaning.passages import wrap_text
from dj_analysis.extraction.initiatives import find_initiatives
from dj_analysis.lexicon import Lexicon, load_lexicon
from dj_analysis.records import InitiativeRow

CASES = Path(__file__).parent / "cases" / "initiatives"


def _cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return cases


def _params(*names: str) -> list[Any]:
    return [pytest.param(case, id=case["label"]) for name in names for case in _cases(name)]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


FULL_WIDTH = str.maketrans(",;:!?()", "，；：！？（）")


def _widen(case: dict[str, Any]) -> dict[str, Any]:
    """The same case in the full-width marks of most pages."""
    expected = [{**row, "name": row["name"].translate(FULL_WIDTH)} for row in case["expected"]]
    return {**case, "text": case["text"].translate(FULL_WIDTH), "expected": expected}


def _check(case: dict[str, Any], lexicon: Lexicon) -> None:
    article = wrap_text(case["text"])
    rows = find_initiatives(article, lexicon)
    assert sorted((r.name, r.type) for r in rows) == sorted((e["name"], e["type"]) for e in case["expected"])
    by_name = {row.name: row for row in rows}
    for expected in case["expected"]:
        row = by_name[expected["name"]]
        for column in ("theme", "actor", "since", "quoted"):
            if column in expected:
                assert getattr(row, column) == expected[column], column
        if "n_mentions" in expected:
            assert len(row.mentions) == expected["n_mentions"]
        _check_spans(row, article.clean)


def _check_spans(row: InitiativeRow, clean: str) -> None:
    assert clean[row.start : row.end] == row.name
    assert any((m.start, m.end) == (row.start, row.end) for m in row.mentions)
    assert all(a.end <= b.start for a, b in zip(row.mentions, row.mentions[1:], strict=False))


@pytest.mark.parametrize("case", _params("in_the_wild", "synthetic", "negative"))
def test_initiatives_are_found_as_expected(case: dict[str, Any], lexicon: Lexicon) -> None:
    _check(case, lexicon)
    _check(_widen(case), lexicon)


@pytest.mark.parametrize("case", _params("known_failures"))
@pytest.mark.xfail(strict=True)
def test_known_failures_still_fail(case: dict[str, Any], lexicon: Lexicon) -> None:
    _check(case, lexicon)


def test_at_least_a_third_of_the_cases_are_negative() -> None:
    negative = len(_cases("negative"))
    assert negative * 3 >= negative + len(_cases("in_the_wild")) + len(_cases("synthetic"))


@pytest.mark.parametrize("char", ["“", "”", "活", "党员", "、", "的", "“甲”、", "知识竞赛", "开展", "1", "等"])
def test_long_repeats_stay_linear(char: str, lexicon: Lexicon) -> None:
    find_initiatives(wrap_text(char * (100_000 // len(char))), lexicon)
