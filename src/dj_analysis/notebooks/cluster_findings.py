"""Findings about clusters: whether there is any structure, and which groups can be relied on."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dj_analysis import analysis
from dj_analysis.analysis import Clustering
from dj_analysis.notebooks.findings import Finding, Findings, cite_evidence, state_findings
from dj_analysis.notebooks.opening import Corpus

MOST_FROM_ONE = 0.8
"""Share of a cluster's passages from one article above which the cluster is that article's own subject."""
N_TYPICAL = 3
UNCLUSTERED = "不分类时请直接读原文，下面是各篇最长的几段。"


def cluster_articles(corpus: Corpus) -> Clustering:
    """Articles by their words, without the names of bodies and persons."""
    return analysis.cluster_units(corpus.terms, unit="doc_id")


def cluster_passages(corpus: Corpus) -> Clustering:
    """Passages by their words, without the names of bodies and persons."""
    counts = analysis.count_terms(corpus.passages, corpus.segmenter, unit="passage_id", masked=corpus.named)
    return analysis.cluster_units(counts)


def conclude_clusters(corpus: Corpus, articles: Clustering, passages: Clustering) -> Findings:
    """Whether articles and passages fall into groups, and which of these come back when passages are drawn anew."""
    found = [_find_structure(corpus, passages)]
    if articles.reason:
        found.append(Finding(f"文章层面未作聚类：{articles.reason}", _cite_typical(corpus, passages, ()).head(0)))
    else:
        stable = int((articles.clusters["verdict"] == "stable").sum())
        said = f"{articles.n_units}篇文章按用词分为{len(articles.clusters)}类，其中{stable}类在重抽样中稳定。"
        found.append(Finding(said, _cite_typical(corpus, passages, ()).head(0)))
    return state_findings(found)


def _find_structure(corpus: Corpus, passages: Clustering) -> Finding:
    if passages.reason:
        said = f"段落没有分出可靠的类别：{passages.reason}"
        return Finding(said, _cite_typical(corpus, passages, ()), UNCLUSTERED)
    origins = analysis.compare_with_articles(passages, corpus.passages)
    most = origins.groupby("cluster")["share"].max()
    stable = passages.clusters.loc[passages.clusters["verdict"] == "stable", "cluster"].tolist()
    mixed = [cluster for cluster in stable if most[cluster] < MOST_FROM_ONE]
    said = f"{passages.n_units}个段落按用词分为{len(passages.clusters)}类，{len(stable)}类在重抽样中稳定"
    said += _tell_mixed(len(stable), len(mixed))
    return Finding(said, _cite_typical(corpus, passages, mixed or passages.clusters["cluster"].tolist()))


def pick_passages(corpus: Corpus, passages: Clustering, n: int = N_TYPICAL) -> pd.DataFrame:
    """Passages to read: the ``n`` most typical of every cluster or, where there are none, the longest of every article.

    Out: ``cluster, silhouette`` (NA without clusters) and the columns of ``select_passages``.
    """
    if not passages.reason:
        return analysis.pick_typical(passages, corpus.passages, n=n)
    unknown = pd.Series(pd.NA, index=corpus.passages.index, dtype="Int64")
    rows = corpus.passages.assign(cluster=unknown, silhouette=unknown, size=corpus.passages["text"].str.len())
    longest = rows.sort_values(["size", "doc_id", "start"], ascending=[False, True, True]).groupby("doc_id").head(n)
    return longest.sort_values(["doc_id", "start"], ignore_index=True)


def _cite_typical(corpus: Corpus, passages: Clustering, clusters: Sequence[int]) -> pd.DataFrame:
    """The passages that sit best in the clusters, or the longest where there are none, as evidence."""
    rows = pick_passages(corpus, passages)
    if not passages.reason:
        rows = rows[rows["cluster"].isin(list(clusters))]
    raw = corpus.tables.passages.set_index("passage_id")["raw_start"]
    rows = rows.assign(raw_start=rows["passage_id"].map(raw), quote=rows["text"].str.strip())
    return cite_evidence(rows, corpus, cluster="类").drop(columns="sentence")


def _tell_mixed(stable: int, mixed: int) -> str:
    """What the stable clusters are worth."""
    if not stable:
        return "，这些类只可作阅读线索，不能写进结论。"
    if not mixed:
        return "，但都几乎只来自一篇文章，说的是那篇文章自己的话题。"
    return f"，其中{mixed}类不只来自一篇文章。" if mixed < stable else "，且都不只来自一篇文章。"
