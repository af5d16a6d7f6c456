"""Findings about work models: how many there are, which keep what their name announces, which are alike."""

from __future__ import annotations

import pandas as pd

from dj_analysis import analysis
from dj_analysis.notebooks.findings import Finding, Findings, cite_evidence, state_findings
from dj_analysis.notebooks.opening import Corpus, Names, list_names

N_NAMED = 3
"""Names of models that are written out in a sentence."""


def choose_models(corpus: Corpus, names: Names = None) -> tuple[list[str] | None, str]:
    """The names of models to look at, None for all; and a sentence for those the corpus does not have."""
    wanted = list_names(names)
    known = sorted(corpus.tables.models["canonical"].unique())
    chosen = [name for name in wanted if name in known]
    missing = [name for name in wanted if name not in known]
    if not missing:
        return chosen or None, ""
    there = f"有：{'、'.join(known)}。" if known else "语料中没有工作模式。"
    return chosen or None, f"语料中没有名为{_quote(missing)}的模式。{there}" + ("" if chosen else "以下改用全部模式。")


def conclude_models(corpus: Corpus) -> Findings:
    """How many models list their parts, where name and list differ, and which models are alike."""
    if corpus.tables.models.empty:
        return state_findings(
            [Finding("这些文章没有提出用数字概括的工作模式。", cite_evidence(corpus.tables.models, corpus))]
        )
    return state_findings([_find_own(corpus), _find_unkept(corpus), _find_alike(corpus)])


def _find_own(corpus: Corpus) -> Finding:
    models = analysis.compare_models(corpus.tables.models, corpus.tables.model_components, corpus.tables.documents)
    own = models[models["scope"] == "own"]
    listed = own[own["n_found"] > 0].sort_values(["n_found", "canonical"], ascending=[False, True])
    said = (
        f"{own['school'].nunique()}所学校或单位提出了{len(own)}个自有模式（另有{len(models) - len(own)}个政策用语），"
        f"其中{len(listed)}个在文中列出了构成"
    )
    most = listed.head(N_NAMED)
    said += f"，列得最多的是{_quote(most['canonical'])}。" if len(most) else "。"
    rows = corpus.tables.models[corpus.tables.models["model_id"].isin(own["model_id"])]
    return Finding(said, cite_evidence(rows, corpus, canonical="模式", n_found="列出数", model_id="行编号"))


def _find_unkept(corpus: Corpus) -> Finding | None:
    models = corpus.tables.models
    judged = models[
        models["doc_id"].isin(corpus.labels["doc_id"]) & models["n_announced"].notna() & (models["n_found"] > 0)
    ]
    if judged.empty:
        return None
    unkept = judged[judged["n_found"] != judged["n_announced"]]
    said = f"列出构成且可以核数的{len(judged)}个模式里，{len(judged) - len(unkept)}个的构成与名称所说的数目一致"
    said += f"，{len(unkept)}个不一致。" if len(unkept) else "。"
    columns = {"canonical": "模式", "n_announced": "宣称数", "n_found": "列出数", "model_id": "行编号"}
    note = "不一致可能是文章没有写全，也可能是抽取遗漏，引用前请核对原文。" if len(unkept) else ""
    return Finding(said, cite_evidence(unkept if len(unkept) else judged, corpus, **columns), note)


def _find_alike(corpus: Corpus) -> Finding:
    pairs = analysis.match_models(corpus.tables.models, corpus.tables.model_components, corpus.tables.documents)
    rows = corpus.tables.models[corpus.tables.models["model_id"].isin([*pairs["model_id"], *pairs["other_model_id"]])]
    evidence = cite_evidence(rows, corpus, canonical="模式", model_id="行编号")
    if corpus.n_schools < 2:
        return Finding("只有一所学校或单位，没有可以并排比较的模式。", evidence)
    if pairs.empty:
        return Finding("没有两个自有模式同名，也没有两个列出相近的构成：各单位的概括各不相同。", evidence)
    counts = pairs["finding"].value_counts()
    told = "；".join(f"{finding}的{n}对" for finding, n in counts.items())
    return Finding(f"自有模式两两相比，{told}。", evidence, "同名不等于同一做法，请对照下方原句。")


def _quote(names: pd.Series | list[str]) -> str:
    return "、".join(f"“{name}”" for name in names)
