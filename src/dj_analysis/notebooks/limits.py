"""What a corpus is too small for, and at which grain it is looked at instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from dj_analysis.analysis.clusters import MIN_TERMS, MIN_UNITS
from dj_analysis.analysis.keyness import MIN_N
from dj_analysis.analysis.resampling import MIN_ARTICLES
from dj_analysis.analysis.reuse import OTHERS
from dj_analysis.notebooks.browsing import BrowsedTable, browse_table
from dj_analysis.notebooks.opening import Corpus

COLUMNS = ("analysis", "needed", "there", "fits", "instead")
HEADINGS = {"analysis": "分析", "needed": "至少需要", "there": "现有", "fits": "够不够", "instead": "不够时怎么办"}
ENOUGH, SHORT, NOTHING = "够", "不够", "—"


def tell_limits(corpus: Corpus, *topics: str) -> pd.DataFrame:
    """Per analysis: what it needs, what there is, whether that is enough, and what is shown where it is not.

    ``topics`` chooses among articles, passages, groups, keyness, intervals, formulas, dates. Out: ``analysis, needed,
    there, fits, instead``.
    """
    rows = [dict(zip(COLUMNS, LIMITS[topic](corpus), strict=True)) for topic in topics]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def show_limits(corpus: Corpus, *topics: str) -> BrowsedTable:
    """``tell_limits`` as a table for a notebook."""
    return browse_table(tell_limits(corpus, *topics), headings=HEADINGS)


Row = tuple[str, str, str, str, str]


def _judge(what: str, need: int, unit: str, there: int, instead: str) -> Row:
    enough = there >= need
    return what, f"{need}{unit}", f"{there}{unit}", ENOUGH if enough else SHORT, NOTHING if enough else instead


def _limit_articles(corpus: Corpus) -> Row:
    return _judge("文章聚类", MIN_UNITS, "篇", corpus.n_articles, "不作文章层面的聚类，改看段落")


def _limit_passages(corpus: Corpus) -> Row:
    words = corpus.passages["text"].str.len() >= 2 * MIN_TERMS
    return _judge("段落聚类", MIN_UNITS, "段", int(words.sum()), "不作聚类，直接阅读各段")


def _limit_groups(corpus: Corpus) -> Row:
    return _judge("校际比较", 2, "所", corpus.n_schools, "只描述这一所，不作比较")


def _limit_keyness(corpus: Corpus) -> Row:
    least = int(corpus.labels["school"].value_counts().min()) if corpus.n_articles else 0
    what = f"区别词（词在全部文章中至少出现{MIN_N}次）"
    return _judge(what, 2, "篇/校", least, "只有一篇的学校，区别词只是那一篇的用词，不代表该校")


def _limit_intervals(corpus: Corpus) -> Row:
    most = int(corpus.labels["school"].value_counts().max()) if corpus.n_articles else 0
    return _judge("比率的置信区间", MIN_ARTICLES, "篇/校", most, "只给比率和去掉任一篇时的名次范围，不给区间")


def _limit_formulas(corpus: Corpus) -> Row:
    return _judge("套语", OTHERS + 1, "所", corpus.n_schools, "不算套语占比，只找两校之间的相同文字")


def _limit_dates(corpus: Corpus) -> Row:
    n = int(corpus.labels["published_date"].notna().sum())
    return _judge("随时间的变化", 2, "篇有日期", n, "不谈先后与趋势")


LIMITS: Mapping[str, Callable[[Corpus], Row]] = {
    "articles": _limit_articles,
    "passages": _limit_passages,
    "groups": _limit_groups,
    "keyness": _limit_keyness,
    "intervals": _limit_intervals,
    "formulas": _limit_formulas,
    "dates": _limit_dates,
}
