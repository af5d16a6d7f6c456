"""Which stated amounts are found, with what they count; and what only looks like one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dj_analysis.amount_wording import format_amount, word_number
from dj_analysis.cleaning.passages import wrap_text
from dj_analysis.extraction.numbers import find_numbers
from dj_analysis.lexicon import Lexicon, load_lexicon

CASES = Path(__file__).parent / "cases" / "numbers"
COMPARED = ("value", "unit", "item", "bound", "kind", "low", "high", "subject")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def _read(name: str) -> list[Any]:
    path = CASES / f"{name}.json"
    return [
        pytest.param(case, id=f"{name}-{case.get('label', case['text'][:12])}")
        for case in json.loads(path.read_text("utf-8"))
    ]


def _check(case: dict[str, Any], lexicon: Lexicon) -> None:
    article = wrap_text(case["text"])
    rows = find_numbers(article, lexicon)
    assert [article.clean[row.start : row.end] for row in rows] == [want["quote"] for want in case["numbers"]]
    for row, want in zip(rows, case["numbers"], strict=True):
        found = {name: getattr(row, name) for name in COMPARED if name in want}
        assert found == {name: want[name] for name in COMPARED if name in want}
        part_of = article.clean[row.part_of.start : row.part_of.end] if row.part_of else None
        assert part_of == want.get("part_of")


@pytest.mark.parametrize("case", [*_read("synthetic"), *_read("in_the_wild"), *_read("elsewhere")])
def test_amount_is_found_with_what_it_counts(case: dict[str, Any], lexicon: Lexicon) -> None:
    _check(case, lexicon)


@pytest.mark.parametrize("case", _read("negative"))
def test_what_is_no_amount_gives_no_row(case: dict[str, Any], lexicon: Lexicon) -> None:
    assert case["numbers"] == []
    _check(case, lexicon)


@pytest.mark.xfail(strict=True, reason="known failures")
@pytest.mark.parametrize("case", _read("known_failures"))
def test_known_failure(case: dict[str, Any], lexicon: Lexicon) -> None:
    _check(case, lexicon)


@pytest.mark.parametrize("case", [*_read("relations"), *_read("plans")])
def test_amount_tells_how_it_relates_to_its_item_and_whether_it_is_planned(
    case: dict[str, Any], lexicon: Lexicon
) -> None:
    article = wrap_text(case["text"])
    told = []
    for row in find_numbers(article, lexicon):
        quote = article.clean[row.start : row.end]
        amount = format_amount(row.value, row.bound, row.high, row.unit, quote)
        label = word_number(row.item, row.measure, amount, quote)
        told.append({"quote": quote, "measure": row.measure, "status": row.status, "label": label})
    assert told == case["numbers"]


@pytest.mark.parametrize(
    ("published", "status"), [("2021-03-02", "planned"), ("2026-01-05", "stated"), (None, "stated")]
)
def test_a_year_is_to_come_where_it_is_later_than_the_article(published: str | None, status: str) -> None:
    article = wrap_text("到2025年,骨干教师达到80名。")
    article = replace(article, metadata=replace(article.metadata, published_date=published))
    assert [row.status for row in find_numbers(article, load_lexicon())] == [status]


def test_repeated_amount_is_one_row_with_all_its_mentions(lexicon: Lexicon) -> None:
    article = wrap_text("支部有党员21人。\n今年,党员21人全部到会。")
    (row,) = find_numbers(article, lexicon)
    assert [article.clean[m.start : m.end] for m in row.mentions] == ["党员21人", "党员21人"]


def test_part_points_to_the_row_of_its_total(lexicon: Lexicon) -> None:
    rows = find_numbers(wrap_text("现有教师80人,其中博士35人。\n教师80人,其中女性42人。"), lexicon)
    assert [row.part_of for row in rows] == [None, rows[0].span, rows[0].span]


@pytest.mark.parametrize("run", [*"1一两百余.,-%的“”+个人年其中共", "1人,", "一个", "X中,3人", "其中1人", "1个的"])
def test_long_runs_end_soon(run: str, lexicon: Lexicon) -> None:
    find_numbers(wrap_text(run * (100_000 // len(run))), lexicon)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("筹集经费560万元。", "560万元"),
        ("累计服务11.3万次。", "11.3万次"),
        ("现有注册志愿者1.2万余人。", "1.2万余人"),
        ("投入2亿元建设新校区。", "2亿元"),
        ("投入50000元购置设备。", "50000元"),
        ("近300人参加活动。", "近300人"),
        ("参加活动的不足300人。", "不足300人"),
        ("超过2400人参加活动。", "超过2400人"),
        ("逾2400人参加活动。", "逾2400人"),
        ("2400余人参加活动。", "2400余人"),
        ("覆盖率超过90%。", "超过90%"),
        ("附近120名居民参加活动。", "120名"),
    ],
)
def test_amount_is_worded_as_the_article_words_it(text: str, amount: str, lexicon: Lexicon) -> None:
    article = wrap_text(text)
    (row,) = find_numbers(article, lexicon)
    quote = article.clean[row.start : row.end]
    assert format_amount(row.value, row.bound, row.high, row.unit, quote) == amount
