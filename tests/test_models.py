"""Which numeric models an article names, what they announce, and which of their parts it lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dj_analysis.cleaning.passages import wrap_text
from dj_analysis.extraction.models import find_models
from dj_analysis.lexicon import Lexicon, load_lexicon
from dj_analysis.records import ModelRow

CASES = Path(__file__).parent / "cases" / "models"


def read_cases(name: str) -> list[Any]:
    """Cases of one file, those of known_failures marked as such."""
    rows = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    marks = [pytest.mark.xfail(strict=True)] if name == "known_failures" else []
    return [pytest.param(row, id=f"{name}-{row['label']}", marks=marks) for row in rows]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def describe(row: ModelRow) -> dict[str, Any]:
    """What a case may state about a row."""
    return {
        "canonical": row.canonical,
        "form": row.form,
        "n_announced": row.n_announced,
        "scope": row.scope,
        "expansion": row.expansion,
        "components": [part.text for part in row.components],
        "slots": [part.slot for part in row.components],
        "counts": [part.count for part in row.components],
        "units": [part.unit for part in row.components],
        "verbs": [part.verb for part in row.components],
        "n_mentions": len(row.mentions),
    }


@pytest.mark.parametrize(
    "case", [c for name in ("in_the_wild", "synthetic", "negative", "known_failures") for c in read_cases(name)]
)
def test_models_are_found_with_their_listed_parts(case: dict[str, Any], lexicon: Lexicon) -> None:
    article = wrap_text(case["text"], title=case.get("title"))
    rows = find_models(article, lexicon)
    found = {row.canonical: describe(row) for row in rows}
    stated = {
        canonical: {key: found[canonical][key] for key in wanted} if canonical in found else None
        for wanted in case["models"]
        for canonical in [wanted["canonical"]]
    }
    assert stated == {wanted["canonical"]: wanted for wanted in case["models"]}
    assert set(found) == set(stated)
    for row in rows:
        assert row.n_announced is None or len(row.components) <= max(row.n_announced, 0)
        for part in row.components:
            assert article.clean[part.start : part.end] == part.text


FLOODS = [
    *("三", "一是", "1+", "三亮", "“三", "两个", "、三亮", "“1”即", "三项制度", "以甲为两翼", "第一,", "1个站、"),
    *("“三亮”", "“1+N”", "三项制度,即", "五个一活动。", "党建", "(", "”"),
    *("“1带2”", "“三联两促”\n相联。", "“2”即甲、乙;", "“1+2”甲、乙2类", "四色,达标的亮绿灯,"),
    *(
        "“12”法,一个甲、两个乙。",
        "两个乙是丙、丁。\n",
        "“两查两看”查看、",
        "一是查甲看乙;",
        "“1带2”一人带两",
        "四件套法",
        "“三级”法,学院、",
    ),
    *("“一看二问”一看,甲;", "以“甲”为乙、", "“三位一体”,形成甲、"),
]


@pytest.mark.parametrize("piece", FLOODS, ids=range(len(FLOODS)))
def test_long_repetitions_are_read_in_bounded_time(piece: str, lexicon: Lexicon) -> None:
    find_models(wrap_text(piece * (100_000 // len(piece))), lexicon)
