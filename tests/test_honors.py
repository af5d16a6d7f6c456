"""Honours: the frames of the genre, and what only looks like one."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dj_analysis.cleaning.passages import wrap_text
from dj_analysis.extraction.honors import find_honors
from dj_analysis.lexicon import load_lexicon
from dj_analysis.records import HonorRow, Metadata

CASES = Path(__file__).parent / "cases" / "honors"
LEXICON = load_lexicon()
LONG = 100_000


def load(name: str) -> list[Any]:
    path = CASES / f"{name}.json"
    cases = json.loads(path.read_text("utf-8")) if path.exists() else []
    return [pytest.param(case, id=case["label"]) for case in cases]


def honors_of(case: dict[str, Any]) -> list[HonorRow]:
    article = wrap_text(case["text"], title=case.get("title"))
    if case.get("date"):
        article = replace(article, metadata=Metadata(published_date=case["date"]))
    return find_honors(article, LEXICON)


def unmatched(expected: Sequence[dict[str, Any]], found: Sequence[HonorRow]) -> list[dict[str, Any]]:
    rest, missing = list(found), []
    for want in expected:
        hit = next((row for row in rest if all(getattr(row, k) == v for k, v in want.items())), None)
        if hit is None:
            missing.append(want)
        else:
            rest.remove(hit)
    return missing


def told(rows: Sequence[HonorRow]) -> list[tuple[str, str | None]]:
    return [(row.title, row.recipient) for row in rows]


@pytest.mark.parametrize("case", [*load("in_the_wild"), *load("synthetic")])
def test_honours_are_found_with_their_facts(case: dict[str, Any]) -> None:
    found = honors_of(case)
    assert unmatched(case["rows"], found) == [], found
    assert len(found) == len(case["rows"]), told(found)


@pytest.mark.parametrize("case", load("negative"))
def test_look_alikes_give_no_row(case: dict[str, Any]) -> None:
    assert told(honors_of(case)) == []


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", load("known_failures"))
def test_known_failures_fail(case: dict[str, Any]) -> None:
    found = honors_of(case)
    assert unmatched(case["rows"], found) == []
    assert len(found) == len(case["rows"])


@pytest.mark.parametrize("case", [*load("in_the_wild"), *load("synthetic")])
def test_spans_and_mentions_lie_in_the_text(case: dict[str, Any]) -> None:
    clean = wrap_text(case["text"], title=case.get("title")).clean
    for row in honors_of(case):
        assert 0 <= row.start < row.end <= len(clean)
        assert clean[row.start : row.end].endswith(re.split(r"[中上里]", row.title)[-1][-2:])
        for mention in row.mentions:
            assert 0 <= mention.start < mention.end <= len(clean)


def told_in(text: str) -> list[tuple[str, str | None]]:
    return told(find_honors(wrap_text(text), LEXICON))


@pytest.mark.parametrize("strength", ["strong", "weak"])
def test_every_verb_of_receiving_tells_an_honour(strength: str) -> None:
    verbs = LEXICON.words("honor_verbs", role="receive", strength=strength)
    right = [("全省先进集体", "化学系党支部")]
    assert len(verbs) > 20
    assert [verb for verb in verbs if told_in(f"化学系党支部{verb}全省先进集体。") != right] == []


def test_every_role_stands_before_a_name() -> None:
    roles = LEXICON.words("recipient_heads", kind="role")
    wrong = [role for role in roles if told_in(f"{role}李某某荣获校级标兵。") != [("校级标兵", "李某某")]]
    assert len(roles) > 50
    assert wrong == []


def test_every_kind_of_project_ends_a_name() -> None:
    heads = LEXICON.words("recipient_heads", kind="project")
    wrong = [head for head in heads if told_in(f"“灯塔”{head}荣获全省一等奖。") != [("全省一等奖", f"“灯塔”{head}")]]
    assert len(heads) > 30
    assert wrong == []


def test_every_head_ends_a_title_and_no_generic_word_is_one() -> None:
    heads, generic = LEXICON.words("honor_heads"), LEXICON.words("honor_words", role="generic")
    lost = [head for head in heads if not told_in(f"教师李某某荣获全省优秀{head}。")]
    assert len(heads) > 200
    assert lost == []
    assert len(generic) > 40
    assert [word for word in generic if told_in(f"化学系党支部荣获{word}。")] == []


def test_a_repeated_honour_is_one_row_with_two_mentions() -> None:
    text = "水利系教工党支部获评全国样板支部。水利系教工党支部荣获全国样板支部称号。"
    (row,) = find_honors(wrap_text(text), LEXICON)
    assert sum(mention.role == "self" for mention in row.mentions) == 2


def test_a_third_of_the_cases_are_negative() -> None:
    counts = {name: len(load(name)) for name in ("in_the_wild", "synthetic", "negative")}
    assert counts["negative"] * 3 >= sum(counts.values())
    assert sum(counts.values()) >= 90


@pytest.mark.parametrize(
    "unit",
    [
        "优",
        "获",
        "、",
        "“",
        "先进",
        "获评",
        "支部",
        "日报",
        "被",
        "一",
        "2021年",
        "全国",
        "学院",
        "获奖、",
        "授予",
        "作为全国",
        "支部获评全国样板支部,",
        "学院举办大赛,获一等奖,",
        "一等奖由",
        "王某某(省级优秀教师)",
        "其中全省优秀教师1人、",
    ],
)
def test_repetition_does_not_run_away(unit: str) -> None:
    text = unit * (LONG // len(unit))
    start = time.process_time()
    find_honors(wrap_text(text), LEXICON)
    assert time.process_time() - start < 20
