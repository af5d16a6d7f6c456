"""Made-up corpora for charts: many schools with long names, one article, or nothing; tables exactly as a build gives.

``make_corpus(40)``, ``make_corpus(1, articles_each=1)`` and ``make_corpus(0)`` are the three every chart is tried on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import cycle, islice, product
from typing import Any

import pandas as pd

from dj_analysis import analysis, charts
from dj_analysis.charts import ChartFigure
from dj_analysis.lexicon import load_lexicon
from dj_analysis.schema import BOUNDS, LEVELS, THEMES
from dj_analysis.segmentation import Segmenter
from dj_analysis.tables import Tables, make_tables

PLACES = ("云岭", "海滨", "江北", "望河", "南溪", "东湖", "西塬", "北屏")
KINDS = (
    "国际商务与信息工程职业技术大学", "师范大学", "现代农业与生物科学应用技术学院（新校区）", "交通运输与航空航天大学",
    "医学院",
)  # fmt: skip
NAMES = tuple(f"{place}{kind}" for place, kind in product(PLACES, KINDS))
"""Forty schools nobody has heard of; the longest has 22 characters."""
WORDS = ("志愿服务", "理论学习", "党员", "支部", "师生", "宿舍", "帮扶", "承诺", "课堂", "社区", "调研", "宣讲")
ITEMS = (
    ("党员", "人", "count", 30), ("党员志愿服务基地与社区共建实践教学平台", "个", "count", 3),
    ("服务时数", "小时", "duration", 600),
    ("受助学生", "名", "count", 300), ("党员覆盖率", "%", "percent", 90),
    ("扶贫资金", "万元", "money", 12), ("合作意向", None, "other", 5),
)  # fmt: skip
STATUSES = ("awarded", "listed", "cultivating", "nominated")
N_CHARS = 1200


def name_schools(n: int) -> tuple[str, ...]:
    """The first ``n`` of the forty."""
    if n > len(NAMES):
        raise ValueError(f"there are {len(NAMES)} schools, not {n}")
    return NAMES[:n]


@lru_cache
def make_corpus(n_schools: int, articles_each: int = 2) -> Tables:
    """Tables of ``n_schools`` with ``articles_each`` articles; the same arguments give the same tables.

    Every bound, unit, level and status occurs as soon as there are some articles; the third article, and every seventh
    after it, has a masked date of publication, every third honour no year. The schools differ in what they write.
    """
    rows: dict[str, list[dict[str, Any]]] = {}
    for i, (school, _) in enumerate(product(name_schools(n_schools), range(articles_each))):
        for name, found in _make_article(i, school).items():
            rows.setdefault(name, []).extend(found)
    return make_tables(rows)


@lru_cache
def make_counts(n_schools: int, articles_each: int = 2) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Terms of every article of ``make_corpus``, and the sizes of its articles, for keywords and keyness."""
    tables = make_corpus(n_schools, articles_each)
    passages = analysis.select_passages(tables.documents, tables.passages)
    return analysis.count_terms(passages, Segmenter(load_lexicon())), analysis.measure_texts(passages)


def list_charts(n_schools: int, articles_each: int = 2) -> Mapping[str, Callable[[], ChartFigure]]:
    """How every chart is drawn from the tables of ``make_corpus``, by its name."""
    t = make_corpus(n_schools, articles_each)
    counts, sizes = make_counts(n_schools, articles_each)
    n_docs, n_chars = len(sizes), int(sizes["n_chars"].sum())
    ranked = analysis.rank_terms(counts, sizes)
    return {
        "cluster_map": lambda: charts.cluster_map(analysis.cluster_units(counts, unit="doc_id"), what="文章"),
        "cluster_tree": lambda: charts.cluster_tree(analysis.cluster_units(counts, unit="doc_id"), what="文章"),
        "honor_levels": lambda: charts.honor_levels(analysis.count_honors(t.honors, t.documents)),
        "keyness_bars": lambda: charts.keyness_bars(
            score_terms(n_schools, articles_each), target=pick_target(n_schools)
        ),
        "keyword_bars": lambda: charts.keyword_bars(ranked, n_docs=n_docs, n_chars=n_chars),
        "model_anatomy": lambda: charts.model_anatomy(
            analysis.lay_out_models(t.models, t.model_components, t.documents)
        ),
        "noise_report": lambda: charts.noise_report(analysis.measure_noise(t.documents, t.passages, t.edits)),
        "number_bounds": lambda: charts.number_bounds(analysis.list_quantities(t.numbers, t.documents)),
        "term_network": lambda: charts.term_network(analysis.link_terms(counts, unit="doc_id")),
        "theme_heatmap": lambda: charts.theme_heatmap(analysis.count_themes(t.initiatives, t.documents)),
        "timeline": lambda: charts.timeline(analysis.date_findings(t.documents, t.models, t.honors, t.dates)),
        "word_cloud": lambda: charts.word_cloud(ranked, n_docs=n_docs, n_chars=n_chars),
    }


def score_terms(n_schools: int, articles_each: int = 2) -> pd.DataFrame:
    """Keyness of the terms of ``make_corpus``; an empty frame where there is nothing to compare with."""
    if n_schools < 2:
        return score_terms(2).head(0)
    return analysis.score_keyness(*make_counts(n_schools, articles_each))


def pick_target(n_schools: int) -> str | None:
    """The school whose words are compared with all others'."""
    return NAMES[0] if n_schools > 1 else None


def _make_article(i: int, school: str) -> dict[str, list[dict[str, Any]]]:
    doc_id = f"{i:016x}"
    masked = i % 7 == 2
    document = {
        "doc_id": doc_id, "source_file": f"{i:03}.txt", "sha256": doc_id * 4, "encoding": "utf-8", "school": school,
        "title": f"一篇题目写得相当长而且后面还有副题的文章之{i}", "school_basis": "text",
        "unit": f"第{i}学院学生党支部",
        "unit_level": "支部", "group": ("公办", "民办")[i % 2], "script": "hans", "n_chars_raw": N_CHARS * 2,
        "n_chars": N_CHARS, "noise_share": 0.3,
        "published_date": None if masked else f"{2012 + i % 11}-{1 + i % 12:02}-{1 + i % 28:02}",
    }  # fmt: skip
    return {
        "documents": [document],
        "passages": [_make_passage(doc_id, i)],
        "numbers": [_make_number(doc_id, i, k) for k in range(len(ITEMS))],
        "honors": [_make_honor(doc_id, i, k) for k in range(1 + i % 4)],
        "initiatives": [_make_initiative(doc_id, i, k) for k in range(2 + i % 3)],
        "models": [_make_model(doc_id, i)],
        "model_components": [_make_component(doc_id, i, slot) for slot in (1, 2)],
        "dates": [_make_date(doc_id, document["published_date"])],
    }


def _place(doc_id: str, row: str, at: int) -> dict[str, Any]:
    span = {"start": at, "end": at + 9, "raw_start": at, "raw_end": at + 9}
    return {"doc_id": doc_id, row: f"{doc_id}{row[:2]}{at}", **span, "quote": "原文中的一小段文字", "rule": "made"}


def _make_passage(doc_id: str, i: int) -> dict[str, Any]:
    own = WORDS[i // 2 % len(WORDS)]
    text = "，".join([*islice(cycle(WORDS), 40), *[own] * 12]) + "。"
    place = {"start": 0, "end": len(text), "raw_start": 0, "raw_end": len(text)}
    return {
        "doc_id": doc_id, "passage_id": f"{doc_id}-p0000", **place, "text": text, "rule": "region_body", "position": 0,
        "region": "body",
    }  # fmt: skip


def _make_number(doc_id: str, i: int, k: int) -> dict[str, Any]:
    item, unit, kind, base = ITEMS[k]
    bound = "exact" if kind == "percent" else BOUNDS[(i + k) % len(BOUNDS)]
    value = float(base + (0 if kind == "percent" else i))
    low, high = {
        "exact": (value, value), "over": (value, value * 1.1), "under": (None, value),
        "about": (None, None), "at_least": (value, None), "at_most": (None, value),
        "several": (value, value * 9), "range": (value, value * 1.5),
    }[bound]  # fmt: skip
    number = {"value": value, "low": low, "high": high, "bound": bound, "unit": unit, "kind": kind, "item": item,
              "status": "stated"}  # fmt: skip
    return {**_place(doc_id, "number_id", 10 * k), **number}


def _make_honor(doc_id: str, i: int, k: int) -> dict[str, Any]:
    return {
        **_place(doc_id, "honor_id", 10 * k), "title": f"先进基层党组织第{k}号", "level": LEVELS[(i + k) % len(LEVELS)],
        "recipient": f"第{i}学院学生党支部", "kind": "award", "status": STATUSES[(i // 2 + k) % len(STATUSES)],
        "year": None if (i + k) % 3 == 0 else 2010 + (i + 2 * k) % 13,
    }  # fmt: skip


def _make_initiative(doc_id: str, i: int, k: int) -> dict[str, Any]:
    return {
        **_place(doc_id, "initiative_id", 10 * k), "name": f"“红烛{i}之{k}”志愿服务活动", "type": "activity",
        "theme": None if k == 3 else THEMES[(i // 2 + k) % len(THEMES)], "quoted": True, "n_mentions": 1 + k,
    }  # fmt: skip


def _make_model(doc_id: str, i: int) -> dict[str, Any]:
    return {
        **_place(doc_id, "model_id", 0), "name": f"“{1 + i % 3}+{2 + i % 4}”模式",
        "canonical": f"{1 + i % 3}+{2 + i % 4}", "form": "plus", "n_announced": 3 + i % 3 + i % 4, "n_found": 2,
        "complete": False, "expansion": "after", "scope": "own", "n_mentions": 1,
    }  # fmt: skip


def _make_component(doc_id: str, i: int, slot: int) -> dict[str, Any]:
    count = (1 + i % 3, 2 + i % 4)[slot - 1]
    return {
        **_place(doc_id, "component_id", slot), "model_id": f"{doc_id}mo0", "slot": slot, "symbol": str(count),
        "count": count, "text": f"第{slot}位下的党员服务阵地与实践平台",
    }  # fmt: skip


def _make_date(doc_id: str, iso: str | None) -> dict[str, Any]:
    known = {"iso_start": iso, "iso_end": iso, "granularity": "day", "resolved_by": "explicit", "masked": False}
    masked = {"granularity": "year", "resolved_by": "none", "masked": True}
    return {**_place(doc_id, "date_id", 0), **(known if iso else masked), "role": "published"}
