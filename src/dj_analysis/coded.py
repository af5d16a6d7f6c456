"""Chinese wording of coded values by table and column: for workbooks, pages, notebooks and what a reviewer chooses."""

from __future__ import annotations

from collections.abc import Mapping

from dj_analysis.schema import VALUES_ZH, Column

WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("documents", "school_basis"): {
        "text": "文中写明", "metadata": "分析者注明", "alias": "简称还原", "masked": "页面打码", "none": "无从得知",
    },
    ("documents", "script"): {"hans": "简体", "hant": "繁体"},
    ("passages", "region"): VALUES_ZH["region"],
    ("unresolved", "kind"): VALUES_ZH["damage"],
    ("numbers", "kind"): {
        "count": "计数", "percent": "百分比", "duration": "时长", "money": "金额", "area": "面积", "other": "其他",
    },
    ("numbers", "bound"): {
        "exact": "确数", "over": "有余", "under": "不足", "about": "约数", "at_least": "至少", "at_most": "至多",
        "several": "约略多数", "range": "区间",
    },
    ("numbers", "status"): VALUES_ZH["number_status"],
    ("honors", "level"): VALUES_ZH["level"],
    ("honors", "status"): VALUES_ZH["status"],
    ("honors", "kind"): VALUES_ZH["honor_kind"],
    ("honors", "level_basis"): {"title": "称号中的字样", "grantor": "授予单位", "context": "上下文"},
    ("honors", "recipient_kind"): {
        "person": "个人", "branch": "党组织", "project": "项目", "team": "团队", "role": "职务", "school": "学校",
        "department": "院系部门", "group": "集体", "work": "作品", "unit": "单位",
    },
    ("initiatives", "type"): VALUES_ZH["type"],
    ("models", "form"): VALUES_ZH["form"],
    ("models", "scope"): VALUES_ZH["scope"],
    ("models", "expansion"): VALUES_ZH["expansion"],
    ("mentions", "role"): {"self": "本条", "recipient": "获得者", "grantor": "授予单位", "subject": "主体"},
    ("dates", "granularity"): {
        "day": "日", "month": "月", "year": "年", "half_year": "半年", "quarter": "季度", "season": "季节",
        "semester": "学期", "school_year": "学年", "decade": "年代", "week": "周",
        "period": "时段",
    },
    ("dates", "role"): {"published": "发布日期", "event": "事件", "since": "起始", "until": "截止", "period": "时段"},
    ("dates", "resolved_by"): {"explicit": "文中写明", "article_date": "由发布日期推定", "none": "无从推定"},
    ("organisations", "kind"): {
        "school": "学校", "department": "院系部门", "branch": "党组织", "granting_body": "授予单位", "media": "媒体",
    },
    ("facts", "kind"): VALUES_ZH["fact_kind"],
    ("facts", "level"): VALUES_ZH["level"],
    ("facts", "status"): {**VALUES_ZH["number_status"], **VALUES_ZH["status"]},
}  # fmt: skip


def list_codes(table: str, column: Column) -> tuple[str, ...]:
    """The only values a coded column may take; empty where its values are words of the article.

    >>> from dj_analysis.schema import TABLES
    >>> next(list_codes("honors", c)[:2] for c in TABLES["honors"].columns if c.name == "recipient_kind")
    ('person', 'branch')
    """
    return column.allowed or tuple(find_words(table, column.name))


def find_words(table: str, column: str) -> Mapping[str, str]:
    """Chinese wording of the coded values of a column; empty where its values are words of the article.

    >>> find_words("numbers", "bound")["over"], find_words("honors", "title")
    ('有余', {})
    """
    return WORDS.get((table, column), {})
