"""Organisations: schools, departments, branches, granting bodies and media."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dj_analysis.cleaning.passages import wrap_text
from dj_analysis.extraction.organisations import find_organisations
from dj_analysis.lexicon import load_lexicon
from dj_analysis.records import Metadata, OrganisationRow

CASES = Path(__file__).parent / "cases" / "organisations"
LEXICON = load_lexicon()


def load(name: str) -> list[Any]:
    path = CASES / f"{name}.json"
    cases = json.loads(path.read_text("utf-8")) if path.exists() else []
    return [pytest.param(case, id=case["label"]) for case in cases]


def bodies_of(case: dict[str, Any]) -> list[OrganisationRow]:
    article = wrap_text(case["text"], title=case.get("title"))
    if case.get("school"):
        article = replace(article, metadata=Metadata(school=case["school"]))
    return find_organisations(article, LEXICON)


@pytest.mark.parametrize("case", [*load("in_the_wild"), *load("synthetic"), *load("negative")])
def test_named_bodies_are_found_with_their_kind(case: dict[str, Any]) -> None:
    found = [[row.canonical, row.kind] for row in bodies_of(case)]
    assert found == case["rows"]


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", load("known_failures"))
def test_known_failures_fail(case: dict[str, Any]) -> None:
    assert [[row.canonical, row.kind] for row in bodies_of(case)] == case["rows"]


@pytest.mark.parametrize("case", [*load("in_the_wild"), *load("synthetic")])
def test_every_mention_is_a_name_in_the_text(case: dict[str, Any]) -> None:
    clean = wrap_text(case["text"], title=case.get("title")).clean
    for row in bodies_of(case):
        assert clean[row.start : row.end] == row.name
        assert all(0 <= m.start < m.end <= len(clean) for m in row.mentions)


def test_a_masked_name_is_told() -> None:
    rows = find_organisations(wrap_text("*市委组织部和江州大学举办了活动。"), LEXICON)
    assert {row.name: row.masked for row in rows}["江州大学"] is False
    assert any(row.masked for row in rows)


def test_short_forms_are_mentions_of_the_fullest() -> None:
    text = "通信与电子工程系党总支成立于2010年。通信系党总支下设支部,通信党总支负责指导。"
    (row,) = [r for r in find_organisations(wrap_text(text), LEXICON) if r.kind == "branch"]
    assert row.canonical == "通信与电子工程系党总支"
    assert len(row.mentions) == 3
