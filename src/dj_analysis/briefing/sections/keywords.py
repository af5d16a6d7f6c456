"""Keywords: what the articles say most, in how many of them, and how evenly."""

from __future__ import annotations

import pandas as pd

from dj_analysis.briefing.material import Material
from dj_analysis.briefing.quantities import compute, count_documents, fill_table, sum_occurrences
from dj_analysis.briefing.records import Citation, Claim, Exhibit, Quantity, Section, Trace
from dj_analysis.briefing.wording import state
from dj_analysis.briefing.words import Words

MOST_TERMS = 15
"""Words a chart shows; more cannot be read on a slide."""
MOST_NAMED = 6
MOSTLY = 0.8
"""A word of which four of five occurrences stand in one article is that article's word."""
FEWEST_ARTICLES = 3
"""With two articles, one holding most of a word's occurrences says nothing."""
RANK = "dj_analysis.analysis.rank_terms"
MEASURE = "dj_analysis.analysis.measure_texts"
COUNTED = "计数单位是词；停用词、数字、单字不计，机构名与人名不计，抽取到的举措与模式名称作为整体计数。"
DISPERSION = "离散度（DPnorm）按文章长度加权：零为各篇均匀使用，一为集中于一篇。"


def write_keywords(material: Material, words: Words) -> Section:
    """The most frequent words with their dispersion."""
    top = words.ranked.head(MOST_TERMS)
    if top.empty:
        reason = "没有可计数的词：文本为空，或全部是停用词，不作图表。"
        return Section("keywords", "所读文章没有可计数的词", "关键词", (), (), (reason,))
    claims = [_tell_first(material, words), *_tell_common(material, words), *_tell_concentrated(material, words)]
    remarks = (COUNTED, "只有一篇文章，看不出词在各篇之间的分布，不计算离散度。" if material.is_single else DISPERSION)
    first = _count(words, str(top["term"].iloc[0]))
    title = f"“{top['term'].iloc[0]}”用得最多，共{first.shown}次"
    exhibits = (_draw_terms(words, top), *(() if material.is_single else (_list_terms(material, words, top),)))
    return Section("keywords", title, "关键词", tuple(claims), exhibits, remarks)


def _rows(words: Words, term: str) -> pd.DataFrame:
    rows = words.counts[words.counts["term"] == term]
    return rows.assign(row_id=rows["passage_id"])


def _count(words: Words, term: str) -> Quantity:
    return sum_occurrences(words.counts, term)


def _cite(words: Words, term: str) -> Citation:
    return Citation(term, Trace("passages", str(_rows(words, term)["passage_id"].iloc[0])))


def _tell_first(material: Material, words: Words) -> Claim:
    term = str(words.ranked["term"].iloc[0])
    size = compute(words.n_chars, MEASURE, material.documents)
    head = state("{}字正文中，“{}”用得最多，共{}次", size, _cite(words, term), _count(words, term))
    if material.is_single:
        return state(head.text + "。", *head.quantities, *head.cited)
    articles = count_documents(material.documents)
    holding = count_documents(_rows(words, term), "passages")
    return Claim(
        "",
        f"{head.text}，{articles.shown}篇文章中有{holding.shown}篇用到。",
        (*head.quantities, articles, holding),
        head.cited,
    )


def _tell_common(material: Material, words: Words) -> list[Claim]:
    """How many of the top words every article uses."""
    if material.is_single:
        return []
    top = words.ranked.head(MOST_TERMS)
    common = top[top["n_docs"] == len(material.documents)]
    n_top, n_common = (compute(len(rows), RANK, material.documents) for rows in (top, common))
    if common.empty:
        return [state("出现次数最多的{}个词中，没有一个是各篇都用到的。", n_top)]
    names = [_cite(words, str(term)) for term in common["term"].head(MOST_NAMED)]
    more = "等" if len(common) > len(names) else ""
    text = f"出现次数最多的{{}}个词中，有{{}}个各篇都用到：{{}}{more}；这些是此类文章的共同用语，不足以区分各校。"
    return [state(text, n_top, n_common, names)]


def _tell_concentrated(material: Material, words: Words) -> list[Claim]:
    """The most frequent word that mostly stands in one article."""
    if len(material.documents) < FEWEST_ARTICLES:
        return []
    for term in words.ranked["term"].head(MOST_TERMS):
        rows = _rows(words, str(term))
        by_article = rows.groupby("doc_id")["n"].sum()
        if by_article.max() < MOSTLY * by_article.sum():
            continue
        doc_id = by_article.idxmax()
        inside = sum_occurrences(rows[rows["doc_id"] == doc_id], str(term))
        article = material.documents[material.documents["doc_id"] == doc_id].iloc[0]
        school = Citation(str(article["school"]), Trace("documents", str(doc_id)))
        text = "“{}”共出现{}次，其中{}次出自{}的一篇文章，不宜看作各校的共同用语。"
        return [state(text, _cite(words, str(term)), _count(words, str(term)), inside, school)]
    return []


def _draw_terms(words: Words, top: pd.DataFrame) -> Exhibit:
    names = pd.DataFrame({"词": top["term"].tolist()})
    data, quantities = fill_table(names, [{"次数": _count(words, str(term))} for term in top["term"]])
    cited = {i: (_cite(words, str(term)),) for i, term in enumerate(top["term"])}
    return Exhibit("", "bars", "出现次数最多的词", COUNTED, data, quantities, cited=cited)


def _list_terms(material: Material, words: Words, top: pd.DataFrame) -> Exhibit:
    names = pd.DataFrame({"词": top["term"].tolist()})
    cells: list[dict[str, Quantity | None]] = [
        {
            "次数": _count(words, str(row["term"])),
            "篇数": count_documents(_rows(words, str(row["term"])), "passages"),
            "每千字次数": compute(row["per_1000"], RANK, material.documents, shown=f"{row['per_1000']:.2f}"),
            "离散度": compute(row["dp_norm"], RANK, material.documents, shown=f"{row['dp_norm']:.2f}"),
        }
        for row in top.to_dict("records")
    ]
    data, quantities = fill_table(names, cells)
    cited = {i: (_cite(words, str(term)),) for i, term in enumerate(top["term"])}
    n_top, n_common = (
        compute(len(rows), RANK, material.documents) for rows in (top, top[top["n_docs"] == len(material.documents)])
    )
    finding = f"次数最多的{n_top.shown}个词中，各篇都用到的有{n_common.shown}个"
    return Exhibit(
        "", "table", "常用词的次数与分布", DISPERSION, data, quantities, cited=cited,
        quoted=(n_top, n_common), finding=finding,
    )  # fmt: skip
