"""Clusters of passages by their words, with how far they can be trusted, or the reason why there are none."""

from __future__ import annotations

import pandas as pd

from dj_analysis.analysis import Clustering, cluster_units, pick_typical, to_chinese
from dj_analysis.briefing.material import Material
from dj_analysis.briefing.quantities import compute, count_rows, fill_table, quote_constant
from dj_analysis.briefing.records import Citation, Claim, Exhibit, Quantity, Section
from dj_analysis.briefing.wording import cite, join_claims, state
from dj_analysis.briefing.words import Words
from dj_analysis.charts import cluster_map
from dj_analysis.regexes import compile_re

CLUSTER = "dj_analysis.analysis.cluster_units"
MODULE = "dj_analysis.analysis.clusters."
STABLE, DOUBTFUL = "dj_analysis.analysis.stability.STABLE", "dj_analysis.analysis.stability.DOUBTFUL"
LONGEST_QUOTE, MOST_QUOTES = 60, 3
NUMBER = compile_re(r"\d+(?:\.\d+)?")
METHOD = (
    "按段落用词聚类，机构名与人名不参与；只有比词语随机打乱的语料更清楚时才给出类别，"
    "类别名称取区别词，不代表单位的分类。"
)


def write_clusters(material: Material, words: Words) -> Section:
    """What cluster analysis finds in the passages, or why it finds nothing."""
    passages = words.passages.assign(row_id=words.passages["passage_id"])
    clustering = cluster_units(words.counts[["passage_id", "term", "kind", "n"]])
    if clustering.reason:
        told = (_tell_refusal(clustering, passages),) if len(passages) else ()
        remarks = (METHOD,) if told else (METHOD, "没有可读的段落，不作聚类。")
        return Section("clusters", "段落用词看不出可靠的类别，不作聚类", "段落聚类", told, (), remarks)
    found = passages[passages["passage_id"].isin(clustering.units["passage_id"])]
    claims = (_tell_clusters(clustering, found), _tell_soundness(clustering, found), *_quote_typical(clustering, found))
    exhibits = (_draw_map(clustering, found), _list_clusters(clustering, found))
    return Section("clusters", _title_clusters(clustering), "段落聚类", claims, exhibits, (METHOD,))


def _count_stable(clustering: Clustering) -> int:
    return int((clustering.clusters["verdict"] == "stable").sum())


def _title_clusters(clustering: Clustering) -> str:
    """How many clusters there are and how many of them hold."""
    n, stable = len(clustering.clusters), _count_stable(clustering)
    if stable == n:
        return f"段落按用词可分{n}类，重抽样后都稳定"
    told = f"只有{stable}类经得起重抽样" if stable else "没有一类经得起重抽样"
    return f"段落按用词分成{n}类，{told}，只作阅读线索"


def _tell_refusal(clustering: Clustering, passages: pd.DataFrame) -> Claim:
    """The analysis' own sentence, with its figures."""
    reason = str(clustering.reason).replace("单元", "段落")
    constants = [quote_constant(MODULE + "MIN_UNITS")]
    quantities = []
    for shown in NUMBER.findall(reason):
        known = [one for one in constants if one.shown == shown and float(shown) != clustering.n_units]
        value = float(shown)
        quantities += known or [compute(value, CLUSTER, passages, table="passages", shown=shown)]
    return Claim("", reason, tuple(quantities))


def _members(clustering: Clustering, found: pd.DataFrame, cluster: int) -> pd.DataFrame:
    units = clustering.units
    return found[found["passage_id"].isin(units.loc[units["cluster"] == cluster, "passage_id"])]


def _tell_clusters(clustering: Clustering, found: pd.DataFrame) -> Claim:
    n = compute(len(clustering.clusters), CLUSTER, found, table="passages")
    head = state("参与聚类的{}个段落按用词分为{}类：", count_rows(found, "passages"), n)
    parts = [
        state("“{}”{}个", _cite_label(row["label"], clustering, found, row["cluster"]),
              count_rows(_members(clustering, found, row["cluster"]), "passages"))
        for row in clustering.clusters.to_dict("records")
    ]  # fmt: skip
    tail = []
    if clustering.n_left_out:
        left_out = compute(clustering.n_left_out, CLUSTER, found, table="passages")
        tail = [state("；另有{}个段落用词太少，未列入", left_out)]
    return join_claims([head, join_claims(parts, between="，"), *tail], end="。")


def _cite_label(label: str, clustering: Clustering, found: pd.DataFrame, cluster: int) -> tuple[Citation, ...]:
    """The words of a label, each from the first passage of the cluster that has it."""
    members = _members(clustering, found, cluster)
    cited = []
    for word in label.split("·"):
        rows = members[members["text"].str.contains(word, regex=False)]
        row = (rows if len(rows) else members).iloc[0].to_dict()
        cited.append(Citation(word, cite(row, "passages", "text").trace))
    return tuple(cited)


def _tell_soundness(clustering: Clustering, found: pd.DataFrame) -> Claim:
    def of(value: float | None) -> Quantity:
        return compute(round(value or 0.0, 2), CLUSTER, found, table="passages", shown=f"{value or 0.0:.2f}")

    stable = compute(_count_stable(clustering), CLUSTER, found, table="passages")
    text = (
        "反复重抽样后仍稳定（Jaccard 均值不低于{}）的有{}类，低于{}的类不宜解读；"
        "分类整体的轮廓系数为{}，打乱词语的检验 p = {}，重抽样之间的调整兰德指数为{}。"
    )
    return state(
        text,
        quote_constant(STABLE),
        stable,
        quote_constant(DOUBTFUL),
        of(clustering.silhouette),
        of(clustering.p_value),
        of(clustering.rand_index),
    )


def _quote_typical(clustering: Clustering, found: pd.DataFrame) -> list[Claim]:
    """The passage that sits best in each cluster that may be read."""
    rows = clustering.clusters
    readable = rows.loc[rows["verdict"] != "unstable", "cluster"].head(MOST_QUOTES)
    typical = [
        row for row in pick_typical(clustering, found, n=1).to_dict("records") if row["cluster"] in set(readable)
    ]
    labels = dict(zip(clustering.clusters["cluster"], clustering.clusters["label"], strict=True))
    return [
        state(
            "“{}”类的典型段落（{}）：{}",
            _cite_label(labels[row["cluster"]], clustering, found, row["cluster"]),
            cite(row, "passages", "school"),
            cite(row, "passages", "text", longest=LONGEST_QUOTE),
        )
        for row in typical
    ]


def _draw_map(clustering: Clustering, found: pd.DataFrame) -> Exhibit:
    data, quantities, cited = _lay_out(clustering, found)
    note = "左图每点一个段落，用词相近者相近；右图为各类在重抽样中的稳定性。"
    return Exhibit(
        "", "picture", "段落按用词聚类", note, data, quantities, cluster_map(clustering), cited=cited,
        finding=_title_clusters(clustering),
    )  # fmt: skip


def _list_clusters(clustering: Clustering, found: pd.DataFrame) -> Exhibit:
    data, quantities, cited = _lay_out(clustering, found)
    rows = clustering.clusters
    data["判断"] = to_chinese(rows[["verdict"]])["判断"].tolist()
    data["区别词"] = rows["terms"].tolist()
    cited = {
        i: (*cited[i], *_cite_label(row["terms"].replace("、", "·"), clustering, found, row["cluster"]))
        for i, row in enumerate(rows.to_dict("records"))
    }
    return Exhibit(
        "", "table", "各类的区别词与稳定性", "区别词是类内比类外用得更多的词。", data, quantities, cited=cited
    )


def _lay_out(
    clustering: Clustering, found: pd.DataFrame
) -> tuple[pd.DataFrame, dict[tuple[int, str], Quantity], dict[int, tuple[Citation, ...]]]:
    rows = clustering.clusters.to_dict("records")
    labels = [_cite_label(row["label"], clustering, found, row["cluster"]) for row in rows]
    names = pd.DataFrame({"类": ["、".join(one.text for one in label) for label in labels]})
    cells: list[dict[str, Quantity | None]] = [
        {
            "段落数": count_rows(_members(clustering, found, row["cluster"]), "passages"),
            "稳定性": compute(row["stability"], CLUSTER, found, table="passages", shown=f"{row['stability']:.2f}"),
        }
        for row in rows
    ]
    data, quantities = fill_table(names, cells)
    return data, quantities, dict(enumerate(labels))
