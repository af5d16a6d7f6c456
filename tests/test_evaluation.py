"""The figures of ``evaluate`` are hand-counted on a toy, and equal the independent scorer where it lies beside."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import dj_analysis as dj
from conftest import REAL
from dj_analysis.evaluation import GoldError, Score, evaluate_tables, read_gold
from dj_analysis.tables import Tables, make_tables

GOLD: dict[str, Any] = {
    "doc": "a",
    "meta": {"school": "某某大学", "unit": "机关党支部", "published_date": "2020-01-02", "author": None},
    "numbers": [
        {"surface": "党员29人", "value": 29, "unit": "人", "item": "党员", "bound": "exact", "kind": "count"},
        {"surface": "300多名志愿者", "value": 300, "unit": "名", "item": "志愿者", "bound": "over", "kind": "count"},
        {
            "surface": "零投诉",
            "value": 0,
            "unit": "",
            "item": "投诉",
            "bound": "exact",
            "kind": "count",
            "optional": True,
        },
    ],
    "honors": [],
    "initiatives": [{"name": "“红烛”行动", "type": "activity", "also": ["红烛"]}],
    "models": [{"name": "三亮", "form": "shorthand", "components": [{"slot": 1, "count": 3, "text": "亮身份"}]}],
}


def place(start: int, quote: str) -> dict[str, Any]:
    end = start + len(quote)
    return {"doc_id": "d", "start": start, "end": end, "quote": quote, "raw_start": start, "raw_end": end, "rule": "r"}


@pytest.fixture
def toy() -> Tables:
    text = "党员29人。300名志愿者。四个党小组。红烛行动。三亮。亮身份。亮眼睛。"
    number = {"low": None, "high": None, "kind": "count", "bound": "exact", "status": "stated"}
    once = {"type": "project", "quoted": False, "n_mentions": 1}
    model = {**place(text.index("三亮"), "三亮"), "model_id": "m", "name": "三亮", "canonical": "三亮"}
    size = {"n_chars": len(text), "n_chars_raw": len(text), "noise_share": 0.0}
    document = {"doc_id": "d", "source_file": "x/a.txt", "sha256": "", "encoding": "utf-8", "script": "hans"}
    return make_tables({
        "documents": [{**document, **size, "school": "某某大学", "published_date": "2020-01-03"}],
        "passages": [{**place(0, text), "passage_id": "p", "text": text, "position": 0, "region": "body"}],
        "numbers": [
            {**place(text.index(quote), quote), **number, "number_id": item, "value": value, "unit": unit, "item": item}
            for quote, value, unit, item in (
                ("党员29人", 29.0, "名", "学生党员"),
                ("300名志愿者", 300.0, "名", "志愿者"),
                ("四个党小组", 4.0, "个", "党小组"),
            )
        ],
        "initiatives": [
            {**place(text.index("红烛"), "红烛行动"), "initiative_id": "4", "name": "红烛行动", **once},
        ],
        "models": [{**model, "form": "shorthand", "n_found": 2, "expansion": "after", "scope": "own", "n_mentions": 1}],
        "model_components": [
            {**place(text.index(t), t), "component_id": t, "model_id": "m", "slot": 1, "symbol": "三", "text": t}
            for t in ("亮身份", "亮眼睛")
        ],
    })  # fmt: skip


def test_toy_figures_are_as_counted_by_hand(toy: Tables) -> None:
    result = evaluate_tables([GOLD], toy)
    assert result.scores["numbers"] == Score(found=2, wrong=1, missed=0)
    assert result.scores["initiatives"] == Score(found=1, wrong=0, missed=0)
    assert result.scores["models"] == Score(found=1, wrong=0, missed=0)
    assert (result.components, result.invented) == ((1, 1), 1)
    assert result.attributes["numbers.bound"] == (1, 2)
    assert result.attributes["initiatives.type"] == (0, 1)
    assert result.metadata == {"school": (1, 1), "unit": (0, 1), "published_date": (0, 1)}
    assert result.grounded == (7, 7)
    assert [(m.what, m.wording, m.sentence) for m in result.mistakes] == [("wrong", "四个党小组", "四个党小组。")]


def test_metadata_the_article_does_not_state_counts_as_invented(toy: Tables) -> None:
    bare = {**GOLD, "meta": {"school": None, "unit": None, "published_date": "2020-01-03"}}
    result = evaluate_tables([bare], toy)
    assert result.invented_metadata == {"school": (1, 1), "unit": (0, 1)}
    assert result.metadata == {"published_date": (1, 1)}
    assert ("metadata", "school: 某某大学") in {(m.table, m.wording) for m in result.mistakes}
    hidden = {**GOLD, "meta": {"school": None, "school_in_text": False}}
    assert evaluate_tables([hidden], toy).invented_metadata == {}, "metadata.csv names it"


def test_rows_mended_by_hand_are_counted(toy: Tables) -> None:
    assert evaluate_tables([GOLD], toy).corrected == 0
    rules = ["r+corrected", "added", "r"]
    mended = replace(toy, numbers=toy.numbers.assign(rule=rules))
    assert evaluate_tables([GOLD], mended).corrected == 2


def test_article_that_was_not_built_counts_as_missed(toy: Tables) -> None:
    result = evaluate_tables([{**GOLD, "doc": "other"}], toy)
    assert result.missing == ["other"]
    assert result.scores["numbers"] == Score(missed=2)


@pytest.mark.parametrize("text", ["[]", "{", '{"doc": "a"}'], ids=["list", "broken", "no-tables"])
def test_bad_gold_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.json").write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=r"bad\.json"):
        read_gold(tmp_path)


def test_figures_equal_the_independent_scorer(real: dj.BuildReport, capsys: pytest.CaptureFixture[str]) -> None:
    spec = importlib.util.spec_from_file_location("score", REAL / "eval" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    wanted = json.loads(json.dumps(module.main([str(REAL / "gold"), str(real.out)])))
    capsys.readouterr()
    result = evaluate_tables(read_gold(REAL / "gold"), real.tables)
    for name, s in result.scores.items():
        assert (s.found, s.wrong, s.missed) == tuple(wanted[name][k] for k in ("found", "wrong", "missed"))
        assert round(s.f1, 4) == wanted[name]["f1"]
    assert result.components[1] == wanted["components"]["gold"]
    assert result.invented == wanted["components"]["invented"]
    assert {k: f"{a}/{b}" for k, (a, b) in sorted(result.attributes.items())} == wanted["attributes"]
    assert {k: f"{a}/{b}" for k, (a, b) in sorted(result.metadata.items())} == wanted["metadata"]
