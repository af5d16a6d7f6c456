"""Findings about the corpus itself: what was saved, what is damaged, what was found."""

from __future__ import annotations

import pandas as pd

from dj_analysis import analysis
from dj_analysis.analysis.noise import TEXT
from dj_analysis.notebooks.findings import Finding, Findings, cite_evidence, spread_rows, state_findings
from dj_analysis.notebooks.opening import Corpus
from dj_analysis.schema import VALUES_ZH

N_EXAMPLES = 8
NAME_IT = "在 metadata.csv 中补上学校并重新构建，各处会一并更新。依据列出这些文章的开头。"
LONGEST = 60
"""Characters of a removed stretch that are shown."""


def conclude_corpus(corpus: Corpus) -> Findings:
    """How clean the pages are, which articles name no school, what was found, and what is lost for good."""
    parts = (_find_noise(corpus), _find_unnamed(corpus), _find_rows(corpus), _find_losses(corpus))
    return state_findings(parts)


def list_edits(corpus: Corpus, doc_id: str) -> pd.DataFrame:
    """The largest changes cleaning made to an article, each place of the page once, as evidence."""
    edits = corpus.tables.edits[corpus.tables.edits["doc_id"] == doc_id]
    size = edits["before"].str.len()
    picked = edits.assign(size=size).sort_values(["size", "raw_start"], ascending=[False, True]).head(N_EXAMPLES)
    labels = corpus.labels.set_index("doc_id")
    return pd.DataFrame(
        {
            "school": picked["doc_id"].map(labels["school"]),
            "quote": picked["before"].str.replace(r"\s+", "␣", regex=True).str.slice(0, LONGEST),
            "sentence": picked["after"].fillna("（删去）"),
            "source_file": picked["doc_id"].map(labels["source_file"]),
            "raw_start": picked["raw_start"],
        }
    ).rename(columns={"sentence": "清洗后"})


def _find_noise(corpus: Corpus) -> Finding | None:
    noise = analysis.measure_noise(corpus.tables.documents, corpus.tables.passages, corpus.tables.edits)
    text = noise[noise["category"] == TEXT].sort_values(["share", "source_file"], ignore_index=True)
    if text.empty:
        return None
    worst = text.iloc[0]
    evidence = list_edits(corpus, str(worst["doc_id"]))
    if len(text) == 1:
        said = f"保存下来的这一页里，{1 - worst['share']:.0%}不是可读的文本。"
    else:
        said = (
            f"保存下来的页面平均有{1 - text['share'].mean():.0%}不是可读的文本，"
            f"最多的是{worst['school']}的一篇，达{1 - worst['share']:.0%}。"
        )
    return Finding(said, evidence, "依据列出该页改动最大的几处；“原文摘录”是改前的字符。")


def _find_unnamed(corpus: Corpus) -> Finding:
    documents = corpus.tables.documents
    kept = documents[documents["duplicate_of"].isna()]
    unnamed = kept.loc[kept["school"].isna(), "doc_id"]
    heads = corpus.passages[corpus.passages["doc_id"].isin(unnamed)].sort_values(["doc_id", "position"])
    raw = corpus.tables.passages.set_index("passage_id")["raw_start"]
    heads = spread_rows(heads).assign(quote=lambda rows: rows["text"].str.strip().str.slice(0, LONGEST))
    evidence = cite_evidence(heads.assign(raw_start=heads["passage_id"].map(raw)), corpus)
    if unnamed.empty:
        return Finding(f"{len(kept)}篇文章都知道是哪所学校写的。", evidence)
    if len(kept) == 1:
        return Finding("这篇文章没有写明学校。", evidence, NAME_IT)
    said = f"{len(kept)}篇文章中有{len(unnamed)}篇没有写明学校，各自成为一组，不与别校合并。"
    return Finding(said, evidence, NAME_IT)


def _find_rows(corpus: Corpus) -> Finding:
    facts = corpus.tables.facts[corpus.tables.facts["doc_id"].isin(corpus.labels["doc_id"])]
    counts = facts["kind"].value_counts()
    told = "、".join(f"{zh}{int(counts.get(kind, 0))}条" for kind, zh in VALUES_ZH["fact_kind"].items())
    models = corpus.tables.models["doc_id"].isin(corpus.labels["doc_id"]).sum()
    picked = spread_rows(facts.assign(word=facts["kind"].map(VALUES_ZH["fact_kind"])), ["kind", "doc_id"])
    evidence = cite_evidence(picked, corpus, word="种类", label="事实", fact_id="行编号")
    said = f"共抽取到{told}，工作模式{models}个。"
    return Finding(said, evidence, "条数首先取决于篇幅和体裁，不能当作工作成效。依据为每篇每类的第一条。")


def _find_losses(corpus: Corpus) -> Finding | None:
    lost = corpus.tables.unresolved
    lost = lost[lost["doc_id"].isin(corpus.labels["doc_id"])]
    if lost.empty:
        return None
    kinds = lost["kind"].map(VALUES_ZH["damage"])
    counts = "、".join(f"{kind}{n}处" for kind, n in kinds.value_counts().items())
    evidence = cite_evidence(lost.assign(quote=kinds), corpus)
    return Finding(f"有{len(lost)}处损伤无法复原（{counts}），程序只作登记，不作猜测。", evidence)
