"""Findings across schools: themes, shared practices, honours, numbers with a base, wording in common."""

from __future__ import annotations

import pandas as pd

from dj_analysis import analysis
from dj_analysis.analysis.comparison import NO_THEME
from dj_analysis.analysis.concordance import locate_spans
from dj_analysis.analysis.resampling import MIN_ARTICLES
from dj_analysis.extraction.initiative_words import read_vocabulary
from dj_analysis.lexicon import load_lexicon
from dj_analysis.notebooks.findings import Finding, Findings, cite_evidence, spread_rows, state_findings
from dj_analysis.notebooks.opening import Corpus
from dj_analysis.schema import THEMES, VALUES_ZH

HIGHEST = ("national", "provincial")
MEASURE = {"school": "所", "group": "个"}


def conclude_schools(corpus: Corpus, *, by: str = "school") -> Findings:
    """What is common, what is shared, what was awarded, and how far the differences can be trusted."""
    parts = (
        _find_theme(corpus, by),
        _find_shared_practice(corpus, by),
        _find_honors(corpus, by),
        _find_related(corpus),
        _find_copied(corpus),
    )
    return state_findings(parts)


def count_groups(n: int, by: str) -> str:
    """A number of groups, in Chinese.

    >>> count_groups(3, "school"), count_groups(3, "group")
    ('3所学校或单位', '3个组')
    """
    return f"{n}所学校或单位" if by == "school" else f"{n}个组"


def choose_theme(corpus: Corpus, theme: str | None) -> tuple[pd.DataFrame, str]:
    """The initiatives of a theme, and a sentence where there are none; of all themes where none is named."""
    initiatives = corpus.tables.initiatives
    initiatives = initiatives[initiatives["doc_id"].isin(corpus.labels["doc_id"])]
    if not theme:
        return initiatives, ""
    themes = initiatives["theme"].fillna(NO_THEME).str.split(";")
    rows = initiatives[[theme in own for own in themes]]
    if len(rows):
        return rows, f"“{theme}”有{len(rows)}项举措。"
    found = {name for own in themes for name in own}
    there = [name for name in (*THEMES, NO_THEME) if name in found]
    known = f"有举措的主题是：{'、'.join(there)}。" if there else "这些文章里没有抽取到举措。"
    return rows, f"主题“{theme}”没有举措。{known}"


def _limit(corpus: Corpus, by: str) -> str:
    sizes = analysis.describe_groups(corpus.tables.documents, by=by)
    single, few = int((sizes["n_articles"] == 1).sum()), int((sizes["n_articles"] < MIN_ARTICLES).sum())
    said = f"{count_groups(len(sizes), by)}中有{single}{MEASURE[by]}只有一篇文章。" if single else ""
    return said + (f"不足{MIN_ARTICLES}篇的不给区间；没有写到不等于没有做。" if few else "没有写到不等于没有做。")


def _find_theme(corpus: Corpus, by: str) -> Finding | None:
    themes = analysis.compare_themes(corpus.tables.initiatives, corpus.tables.documents, by=by)
    named = themes[(themes["theme"] != NO_THEME) & themes["present"]]
    if named.empty:
        return None
    reach = named.groupby("theme").agg(groups=(by, "nunique"), n=("n", "sum")).reset_index()
    first = reach.sort_values(["groups", "n", "theme"], ascending=[False, False, True]).iloc[0]
    whole = themes[by].nunique()
    reached = (
        "" if whole == 1 else f"{count_groups(whole, by)}中有{first['groups']}{MEASURE[by]}写到“{first['theme']}”，"
    )
    said = (
        f"{reached}共{first['n']}项举措，是最普遍的主题。"
        if reached
        else f"举措最多的主题是“{first['theme']}”，共{first['n']}项。"
    )
    rows, _ = choose_theme(corpus, str(first["theme"]))
    return Finding(said, cite_evidence(spread_rows(rows, each=2), corpus, initiative_id="行编号"), _limit(corpus, by))


def _find_shared_practice(corpus: Corpus, by: str) -> Finding | None:
    practices = analysis.compare_practices(corpus.tables.initiatives, corpus.tables.documents, by=by)
    if practices.empty or practices[by].nunique() < 2:
        return None
    spread = practices.drop_duplicates("practice").set_index("practice")["n_groups"]
    shared = spread[spread > 1]
    rows, _ = choose_theme(corpus, None)
    if shared.empty:
        said = f"没有一项做法同时见于{count_groups(2, by)}：名称各不相同。"
        return Finding(
            said, cite_evidence(rows.head(0), corpus), "名称不同的举措内容可能相近，名称相同的也未必是一回事。"
        )
    told = "、".join(f"“{name}”（{n}{MEASURE[by]}）" for name, n in shared.head(3).items())
    vocabulary = read_vocabulary(load_lexicon())
    found = rows[[analysis.name_practice(name, vocabulary) in shared.index for name in rows["name"]]]
    return Finding(
        f"有{len(shared)}项做法见于不止{count_groups(1, by)}：{told}。",
        cite_evidence(found, corpus, initiative_id="行编号"),
        "按名称去掉引号和泛称后相同来认定。",
    )


def _find_honors(corpus: Corpus, by: str) -> Finding | None:
    honors = corpus.tables.honors[corpus.tables.honors["doc_id"].isin(corpus.labels["doc_id"])]
    if honors.empty:
        return None
    awarded = honors[honors["status"] == "awarded"]
    high = awarded[awarded["level"].isin(HIGHEST)]
    rest = len(honors) - len(awarded)
    said = f"文中写明已获的荣誉{len(awarded)}项，其中国家级、省级{len(high)}项"
    said += f"；另有{rest}项是入选公示、培育创建或提名，不算已获。" if rest else "。"
    shown = honors.assign(
        how=honors["status"].map(VALUES_ZH["status"]), level_zh=honors["level"].map(VALUES_ZH["level"])
    )
    columns = {"level_zh": "级别", "how": "状态", "honor_id": "行编号"}
    return Finding(said, cite_evidence(shown, corpus, **columns), "一项荣誉按获得者各计一行；级别只按原文判断。")


def _find_related(corpus: Corpus) -> Finding | None:
    related = analysis.relate_numbers(corpus.tables.numbers, corpus.tables.documents)
    if related.empty:
        return None
    based = related[related["base"].notna()]
    rows = corpus.tables.numbers[corpus.tables.numbers["number_id"].isin(based["number_id"])]
    evidence = cite_evidence(rows, corpus, number_id="行编号")
    said = f"{len(related)}个数字里只有{len(based)}个能与文中写明的总数或党员人数相比，其余不能跨校比较大小。"
    if based.empty:
        said = f"{len(related)}个数字都没有写明可比的总数或党员人数，不能跨校比较大小。"
    return Finding(said, evidence, "基数只取同一篇文章写明的数，不从别处补。")


def _find_copied(corpus: Corpus) -> Finding | None:
    if corpus.n_schools < 2:
        return None
    shared = analysis.find_shared_passages(corpus.passages)
    sides = [
        shared[["doc_id", "start", "end", "text"]],
        shared[["other_doc_id", "other_start", "other_end", "text"]].set_axis(
            ["doc_id", "start", "end", "text"], axis=1
        ),
    ]
    rows = pd.concat(sides).rename(columns={"text": "quote"}).sort_values(["doc_id", "start"], ignore_index=True)
    evidence = cite_evidence(locate_spans(rows, corpus.tables.edits), corpus)
    if shared.empty:
        return Finding("没有两所学校的文章含有二十字以上相同的文字。", evidence)
    longest = shared.iloc[0]
    said = f"有{len(shared)}处二十字以上的文字见于两所学校，最长的{longest['n_chars']}字。"
    return Finding(said, evidence, "相同的文字多是转引的文件或套话，不说明谁抄了谁。")
