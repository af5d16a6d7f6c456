"""Chinese headings and values for frames that are shown to readers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dj_analysis.coded import find_words
from dj_analysis.schema import TABLES, VALUES_ZH

MISSING = "—"
"""Shown for NA, so that an unknown value is not taken for an empty or a zero one."""
FLAGS: Mapping[object, str] = {True: "是", False: "否"}
HEADINGS: Mapping[str, str] = {
    **{column.name: column.zh for table in TABLES.values() for column in table.columns},
    "announced": "宣称数",
    "part": "名称部分",
    "category": "构成部分",
    "cluster": "类",
    "components": "文中列出的构成",
    "doc_share": "篇数占比",
    "dp": "离散度DP",
    "dp_norm": "离散度DPnorm",
    "excess": "高出",
    "k": "类数",
    "kind": "类别",
    "title": "标题",
    "label": "标签",
    "listed": "列出数",
    "n": "数量",
    "n_changes": "改动处数",
    "n_chars": "字数",
    "n_docs": "篇数",
    "n_honors": "荣誉",
    "n_initiatives": "举措",
    "n_models": "工作模式",
    "n_numbers": "数字",
    "left": "上文",
    "right": "下文",
    "n_slots": "位数",
    "per_1000": "每千字次数",
    "quote": "原文摘录",
    "sentence": "原句",
    "share": "占比",
    "shuffled": "打乱后的轮廓系数",
    "silhouette": "轮廓系数",
    "stability": "稳定性",
    "term": "词",
    "terms": "区别词",
    "texts": "列出的内容",
    "tfidf": "TF-IDF",
    "variant": "算法变体",
    "verdict": "判断",
    "verbs": "动词",
    "chosen": "采用",
    "collocate": "搭配词",
    "conservative_ratio": "保守对数比",
    "degree": "相连词数",
    "expected": "期望次数",
    "g2": "G²",
    "wording": "所数",
    "log_dice": "logDice",
    "log_odds": "对数优势比",
    "log_ratio": "对数比",
    "method": "区间算法",
    "n_articles": "本组篇数",
    "n_docs_rest": "其余篇数",
    "n_node": "中心词次数",
    "n_rest": "其余次数",
    "n_units": "单元数",
    "n_xy": "同现次数",
    "npmi": "NPMI",
    "p": "p值",
    "pmi": "PMI",
    "q": "q值（BH校正）",
    "rank": "名次",
    "rank_best": "最好名次",
    "rank_worst": "最差名次",
    "rate": "比率",
    "rate_max": "比率上限",
    "rate_min": "比率下限",
    "reason": "说明",
    "strength": "连接强度",
    "t": "t值",
    "other": "同现词",
    "total": "本组总数",
    "total_rest": "其余总数",
    "window": "窗口",
    "z": "z值",
    "base": "基数",
    "base_value": "基数值",
    "ratio": "比值",
    "ratio_low": "比值下界",
    "ratio_high": "比值上界",
    "theme": "主题",
    "practice": "做法",
    "n_groups": "见于几组",
    "n_rows": "本组条数",
    "n_unnamed": "未具名篇数",
    "first": "最早",
    "last": "最晚",
    "note": "附注",
    "present": "是否写到",
    "year": "年份",
    "school": "学校",
    "group": "分组",
    "other_canonical": "另一模式",
    "other_school": "另一学校",
    "similarity": "相似度",
    "finding": "异同",
    "shared": "相近的构成",
    "same_name": "同名",
    "n_schools": "学校数",
    "n_mentions": "提及次数",
    "share_shared": "与别校相同",
    "share_formulaic": "套语占比",
    "share_own": "独有占比",
    "n_shared": "相同字数",
    "n_formulaic": "套语字数",
    "n_places": "处数",
    "doc_id": "文档编号",
    "n_x": "甲词次数",
    "n_y": "乙词次数",
    "ahead_after": "后来领先",
    "ahead_before": "先前领先",
    "amount": "原文数量",
    "base_id": "基数编号",
    "basis": "依据",
    "date": "日期",
    "detail": "细目",
    "effect": "效应",
    "measure": "度量",
    "month": "月份",
    "n_total": "单元总数",
    "node": "中心词",
    "one": "甲组",
    "other_after": "对方后来",
    "other_before": "对方先前",
    "other_doc_id": "另一文档",
    "other_end": "另一终点",
    "other_model_id": "另一模式编号",
    "other_start": "另一起点",
    "rate_after": "后来比率",
    "rate_before": "先前比率",
    "scale": "计量单位",
    "sentence_id": "句编号",
    "token": "词次",
    "variance": "方差算法",
    "x": "横坐标",
    "y": "纵坐标",
}
VALUES: Mapping[str, Mapping[str, str]] = {
    **{name: VALUES_ZH[name] for name in ("level", "status", "type", "form", "scope", "expansion", "region")},
    "script": find_words("documents", "script"),
    "school_basis": find_words("documents", "school_basis"),
    "kind": find_words("facts", "kind"),
    "verdict": {"stable": "稳定", "doubtful": "存疑", "unstable": "不稳定"},
    "base": {"total": "所属总数", "members": "党员总数"},
}


def to_chinese(frame: pd.DataFrame, *, table: str | None = None, digits: int = 2) -> pd.DataFrame:
    """The frame as readers see it: Chinese headings and values, rounded numbers, a dash for what is unknown.

    ``table`` names the table the columns come from, where a name means different things in different tables (the title
    of an article and of an honour). Columns without a Chinese heading keep their name.

    >>> import pandas as pd
    >>> to_chinese(pd.DataFrame({"form": ["plus"], "n_found": pd.array([pd.NA], dtype="Int64")}))
        形式 列出数
    1  加号式   —
    """
    headings = {**HEADINGS, **({column.name: column.zh for column in TABLES[table].columns} if table else {})}
    shown = {
        headings.get(str(name), str(name)): _word_values(values, _find_values(table, str(name)), digits)
        for name, values in frame.items()
    }
    return pd.DataFrame({name: values.array for name, values in shown.items()}, index=range(1, len(frame) + 1))


def _find_values(table: str | None, column: str) -> Mapping[str, str]:
    return (find_words(table, column) if table else {}) or VALUES.get(column, {})


def _word_values(values: pd.Series, words: Mapping[str, str], digits: int) -> pd.Series:
    if pd.api.types.is_bool_dtype(values.dtype):
        worded = values.astype(object).map(FLAGS)
    elif pd.api.types.is_float_dtype(values.dtype):
        worded = values.round(digits)
    else:
        worded = values.astype(object).map(lambda value: words.get(value, value), na_action="ignore")
    return worded.astype(object).where(values.notna(), MISSING)
