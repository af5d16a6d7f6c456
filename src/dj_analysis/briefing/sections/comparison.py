"""Comparison: what schools share in practices, models and wording, and what cannot be compared and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from dj_analysis.analysis import find_shared_passages, label_groups, match_models, rank_groups
from dj_analysis.analysis.groups import UNGROUPED
from dj_analysis.briefing.material import Material
from dj_analysis.briefing.practices import name_practices, rank_practices
from dj_analysis.briefing.quantities import (
    compute,
    count_documents,
    count_rows,
    count_schools,
    fill_table,
    quote_constant,
    show_number,
)
from dj_analysis.briefing.records import Citation, Claim, Exhibit, Quantity, Section, Trace
from dj_analysis.briefing.sections.overview import cite_school
from dj_analysis.briefing.sections.themes import split_themes, tell_widest
from dj_analysis.briefing.wording import cite, join_claims, state
from dj_analysis.briefing.words import Words

PRACTICES, RANKS = "dj_analysis.analysis.count_practices", "dj_analysis.analysis.rank_groups"
MATCHES, REUSE = "dj_analysis.analysis.match_models", "dj_analysis.analysis.find_shared_passages"
MIN_ARTICLES, MIN_CHARS = "dj_analysis.analysis.resampling.MIN_ARTICLES", "dj_analysis.analysis.reuse.MIN_CHARS"
MOST_ROWS, MOST_NAMED = 12, 5
SHARED = 2
"""Schools from which a practice is shared."""
MOST_ARTICLES_REUSED = 400
"""Articles whose wording is compared stretch by stretch; more take minutes."""
NOT_WRITTEN = "某校没有某项做法，只表示所读文章没有写到。"
ONE_SCHOOL = "只有一所学校或单位，不作校际比较。"


def write_comparison(material: Material, words: Words) -> Section:
    """What schools share and how they differ, as far as the articles carry it."""
    if len(material.schools) < SHARED:
        return Section("comparison", "只有一所学校或单位，不作校际比较", "校际比较", (), (), (ONE_SCHOOL,))
    practices = name_practices(material.rows("initiatives"))
    shared = _find_shared(practices)
    pairs = match_models(material.whole.models, material.whole.model_components, material.whole.documents)
    pairs = pairs[pairs["school"] != pairs["other_school"]]
    claims = [_tell_shared(material, practices, shared), *_tell_spread(material), *_tell_pairs(material, pairs)]
    claims += [*_tell_reuse(material, words), _tell_rates(material)]
    exhibits = [*_list_shared(practices, shared), *_list_pairs(material, pairs), *_list_rates(material)]
    n = compute(len(shared), PRACTICES, material.documents)
    title = (
        f"有{n.shown}种做法在两所以上学校或单位出现" if len(shared) else "没有一种做法在两所以上学校或单位的文章里出现"
    )
    return Section("comparison", title, "校际比较", tuple(claims), tuple(exhibits), (NOT_WRITTEN,))


def _find_shared(practices: pd.DataFrame) -> list[str]:
    """Practices of two schools and more, most widespread first."""
    spread = rank_practices(practices)
    return spread.loc[spread["n_schools"] >= SHARED, "practice"].tolist()


def _cite_practice(practices: pd.DataFrame, practice: str) -> Citation:
    """The practice as one of its initiatives words it, or that initiative's name."""
    row = practices[practices["practice"] == practice].iloc[0].to_dict()
    named = cite(row, "initiatives", "name")
    return Citation(practice, named.trace) if practice in str(row["name"]) else named


def _tell_shared(material: Material, practices: pd.DataFrame, shared: list[str]) -> Claim:
    count = partial(compute, by=PRACTICES, rows=material.documents)
    kinds = count(practices["practice"].nunique())
    if not shared:
        return state(
            "把举措名称去掉引号和通用后缀后归并，得做法{}种，没有一种同时出现在两所以上学校或单位的文章里。", kinds
        )
    names = [_cite_practice(practices, practice) for practice in shared[:MOST_NAMED]]
    more = "等" if len(shared) > len(names) else ""
    text = f"把举措名称去掉引号和通用后缀后归并，得做法{{}}种，其中{{}}种出现在两所以上学校或单位的文章里：{{}}{more}。"
    return state(text, kinds, count(len(shared)), names)


def _tell_spread(material: Material) -> list[Claim]:
    """The theme most schools write about."""
    themes = split_themes(material.rows("initiatives"))
    told = tell_widest(material, themes)
    return [join_claims([told], end="。")] if told else []


def _tell_pairs(material: Material, pairs: pd.DataFrame) -> list[Claim]:
    claims = []
    for finding, own in pairs.groupby("finding", sort=True):
        n, such = compute(len(own), MATCHES, material.documents), "如" if len(own) > 1 else "即"
        first = own.iloc[0]
        one, other = _cite_pair(first)
        schools = (cite_school(material, first["school"]), cite_school(material, first["other_school"]))
        text = f"{str(finding).replace('，', '、')}的自有工作模式有{{}}对，{such}{{}}的“{{}}”与{{}}的“{{}}”。"
        claims.append(state(text, n, schools[0], one, schools[1], other))
    return claims


def _cite_pair(pair: pd.Series) -> tuple[Citation, Citation]:
    return (
        Citation(str(pair["canonical"]), Trace("models", str(pair["model_id"]))),
        Citation(str(pair["other_canonical"]), Trace("models", str(pair["other_model_id"]))),
    )


def _tell_reuse(material: Material, words: Words) -> list[Claim]:
    if len(material.documents) > MOST_ARTICLES_REUSED:
        return []
    found = find_shared_passages(words.passages)
    least = quote_constant(MIN_CHARS)
    if found.empty:
        return [state("各校文章之间没有{}字以上相同的文字。", least)]
    n = compute(len(found), REUSE, material.documents)
    first = found.iloc[0]
    schools = (cite_school(material, first["school"]), cite_school(material, first["other_school"]))
    longest = compute(first["n_chars"], REUSE, material.documents)
    text = "不同学校的文章之间有{}处{}字以上相同的文字，最长的一处{}字，见于{}与{}的文章。"
    return [state(text, n, least, longest, *schools)]


def _rank(material: Material, by: str = "school") -> pd.DataFrame:
    """Initiatives per article of every group, with interval and rank."""
    labels = label_groups(material.whole.documents, by=by)
    counts = material.rows("initiatives").groupby("doc_id").size().rename("n").reset_index().assign(term="举措")
    return rank_groups(counts, labels, by=by, size=None) if len(counts) else pd.DataFrame()


def _tell_rates(material: Material) -> Claim:
    ranked, least = _rank(material), quote_constant(MIN_ARTICLES)
    bounded = ranked[ranked["reason"].isna()] if len(ranked) else ranked
    if bounded.empty:
        text = (
            "各校文章都不足{}篇，或写到举措的太少，重抽样得不出可靠的区间；"
            "每篇举措数的差别分不清是学校之间的还是文章之间的，不作排名。"
        )
        return state(text, least)
    n = compute(len(bounded), RANKS, material.documents)
    rest = "；其余各校篇数太少，只列数值，不宜比较高低" if len(bounded) < len(ranked) else "，仍须看区间是否重叠"
    text = f"{{}}所学校或单位的文章达到{{}}篇，每篇举措数可以给出区间{rest}。"
    return state(text, n, least)


def _list_rates(material: Material) -> list[Exhibit]:
    """Tables of initiatives per article, by school and by the analyst's groups, where any of them has an interval."""
    tables = [("school", "学校或单位"), ("group", "分组")]
    if material.whole.documents["group"].dropna().nunique() < SHARED:
        tables = tables[:1]
    exhibits = []
    for by, heading in tables:
        ranked = _rank(material, by)
        if len(ranked) and ranked["reason"].isna().any():
            exhibits.append(_list_ranked(material, ranked, by, heading))
    return exhibits


def _list_ranked(material: Material, ranked: pd.DataFrame, by: str, heading: str) -> Exhibit:
    order = ["n_articles", "rank", by]
    rows = ranked.sort_values(order, ascending=[False, True, True]).head(MOST_ROWS)
    labels = label_groups(material.whole.documents, by=by)
    cells = []
    cited = {}
    for i, row in enumerate(rows.to_dict("records")):
        own = labels[labels[by] == row[by]]
        articles = material.documents[material.documents["doc_id"].isin(own["doc_id"])]
        cells.append(_count_rates(row, material, articles))
        cited[i] = (
            Citation(str(row[by]).removeprefix(UNGROUPED + "·"), Trace("documents", str(own["doc_id"].iloc[0]))),
        )
    data, quantities = fill_table(pd.DataFrame({heading: rows[by].tolist()}), cells)
    note = "区间为重抽样所得；没有区间的，篇数或写到的篇数太少。名次范围是去掉任意一篇文章后的名次。"
    return Exhibit("", "table", f"每篇文章的举措数，按{heading}", note, data, quantities, cited=cited)


def _count_rates(row: Mapping[Any, Any], material: Material, articles: pd.DataFrame) -> dict[str, Quantity | None]:
    count = partial(compute, by=RANKS, rows=material.documents)
    bounded = bool(pd.isna(row["reason"]))
    own = material.rows("initiatives")
    cells: dict[str, Quantity | None] = {
        "文章": count_documents(articles),
        "举措": count_rows(own[own["doc_id"].isin(articles["doc_id"])], "initiatives"),
    }
    for name, column in {"每篇举措": "rate", "区间下限": "low", "区间上限": "high"}.items():
        value = float(str(row[column]))
        cells[name] = count(value, shown=f"{value:.2f}") if bounded or column == "rate" else None
    for name, column in {"最好名次": "rank_best", "最差名次": "rank_worst"}.items():
        cells[name] = count(float(str(row[column])), shown=show_number(float(str(row[column])))) if bounded else None
    return cells


def _list_shared(practices: pd.DataFrame, shared: list[str]) -> list[Exhibit]:
    if not shared:
        return []
    shown = [practices[practices["practice"] == practice] for practice in shared[:MOST_ROWS]]
    names = [_cite_practice(practices, practice) for practice in shared[:MOST_ROWS]]
    cells: list[dict[str, Quantity | None]] = [
        {
            "学校数": count_schools(rows, "initiatives"),
            "篇数": count_documents(rows, "initiatives"),
            "举措数": count_rows(rows, "initiatives"),
        }
        for rows in shown
    ]
    data, quantities = fill_table(pd.DataFrame({"做法": [one.text for one in names]}), cells)
    schools = [_cite_schools(rows) for rows in shown]
    data["学校或单位"] = ["、".join(one.text for one in some) + more for some, more in schools]
    cited = {i: (names[i], *some) for i, (some, _) in enumerate(schools)}
    note = "只列最普遍的若干种。" if len(shared) > len(shown) else "名称相同视为同一种做法，内容是否相同须看原文。"
    widest = quantities[0, "学校数"].shown
    finding = f"“{names[0].text}”最普遍，有{widest}所学校或单位写到"
    tied = len(shown) > 1 and quantities[1, "学校数"].shown == widest
    return [
        Exhibit("", "table", "两所以上学校或单位都写到的做法", note, data, quantities, cited=cited,
                finding="" if tied else finding)
    ]  # fmt: skip


def _cite_schools(rows: pd.DataFrame) -> tuple[Sequence[Citation], str]:
    first = rows.drop_duplicates("school").to_dict("records")
    cited = [cite(row, "initiatives", "school") for row in first[:MOST_NAMED]]
    return cited, "等" if len(first) > len(cited) else ""


def _list_pairs(material: Material, pairs: pd.DataFrame) -> list[Exhibit]:
    if pairs.empty:
        return []
    shown = pairs.head(MOST_ROWS)
    cited = {
        i: (*_cite_pair(row), cite_school(material, row["school"]), cite_school(material, row["other_school"]))
        for i, (_, row) in enumerate(shown.iterrows())
    }
    names = pd.DataFrame(
        {
            "模式": shown["canonical"].tolist(),
            "学校或单位": shown["school"].tolist(),
            "对应模式": shown["other_canonical"].tolist(),
            "对方学校或单位": shown["other_school"].tolist(),
            "比较": shown["finding"].tolist(),
        }
    )
    cells: list[dict[str, Quantity | None]] = [
        {"内容相似度": None if pd.isna(value) else compute(value, MATCHES, material.documents, shown=f"{value:.2f}")}
        for value in shown["similarity"]
    ]
    data, quantities = fill_table(names, cells)
    note = "相似度按列出的构成的用字计算，零为没有相同的字，一为完全相同；没有列出构成的不计算。"
    return [Exhibit("", "table", "名称或内容相近的工作模式", note, data, quantities, cited=cited)]
