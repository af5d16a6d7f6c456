"""Method and limits: what the pages were like, what is unknown, what was not said and why."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dj_analysis.analysis import measure_noise
from dj_analysis.briefing.material import Material
from dj_analysis.briefing.quantities import compute, count_documents, count_rows, fill_table, read_cell
from dj_analysis.briefing.records import Claim, Exhibit, Quantity, Section
from dj_analysis.briefing.wording import cite, join_claims, state
from dj_analysis.charts import noise_report
from dj_analysis.schema import VALUES_ZH

NOISE = "dj_analysis.analysis.measure_noise"
LONGEST_TITLE = 24
MOST_PAGES = 12
"""Bars that stand on one slide, under their legend."""
REMARKS = (
    "文中所有数字都由抽取到的行计算，每条论断的编号可在“数据”工作簿的“依据”表和证据页中查到原文。",
    "抽取由程序按规则完成，未经逐条人工核对；准确程度应以对本批文章的抽样核对为准，这里不作估计。",
    "没有写到的一律为空，不作推断：缺校名的文章各自单列，被遮蔽的数字照样保留，没有列出的构成不补全。",
    "公示、培育、提名不等于获奖；目标、计划不当作成果；转载和重复的文章只计一次。",
    "文章是各单位的宣传和总结，写到的是愿意公开的内容，条数不反映工作的全部，也不说明效果。",
)


def write_limits(material: Material, sections: Sequence[Section]) -> Section:
    """How the corpus is and what follows from it; ``sections`` are those written before, whose refusals are told."""
    claims = [
        _tell_noise(material),
        *_tell_damage(material),
        *_tell_unnamed(material.documents),
        *_tell_plans(material),
    ]
    refused = [
        f"“{section.heading}”：{section.title}。"
        for section in sections
        if section.key != "school" and not section.exhibits
    ]
    told = ("以下部分因材料不足没有作图表：" + "".join(refused),) if refused else ()
    return Section(
        "limits", "材料的限度决定结论的限度", "方法与限度", tuple(claims), (_draw_noise(material),), (*told, *REMARKS)
    )


def _tell_noise(material: Material) -> Claim:
    documents = material.documents.sort_values(["noise_share", "source_file"], ascending=[False, True])
    first = documents.iloc[0].to_dict()
    most = read_cell(first, "documents", "noise_share", f"{first['noise_share']:.0%}")
    if material.is_single:
        return state("保存下来的页面有{}不是可读的文本（页面杂项、注音、植入串等），清洗后才作抽取。", most)
    mean = float(documents["noise_share"].astype("float64").mean())
    average = compute(mean, NOISE, documents, shown=f"{mean:.0%}")
    text = "保存下来的页面平均有{}不是可读的文本（页面杂项、注音、植入串等），最多的一篇达{}；清洗后才作抽取。"
    return state(text, average, most)


def _tell_damage(material: Material) -> list[Claim]:
    rows = material.rows("unresolved")
    if rows.empty:
        return []
    head = state(
        "有{}处原文损坏、无法复原，涉及{}篇文章：", count_rows(rows, "unresolved"), count_documents(rows, "unresolved")
    )
    parts = [
        state(name + "{}处", count_rows(rows[rows["kind"] == kind], "unresolved"))
        for kind, name in VALUES_ZH["damage"].items()
        if (rows["kind"] == kind).any()
    ]
    return [join_claims([head, join_claims(parts, between="，")], end="；只登记，不猜测。")]


def _tell_unnamed(documents: pd.DataFrame) -> list[Claim]:
    masked = documents[documents["school_basis"] == "masked"]
    absent = documents[documents["stated_school"].isna() & (documents["school_basis"] != "masked")]
    undated = documents[documents["published_date"].isna()]
    groups = {"校名被页面遮蔽的": masked, "没有写明校名的": absent, "没有写明发布日期的": undated}
    parts = [state(name + "{}篇", count_rows(rows, "documents")) for name, rows in groups.items() if len(rows)]
    head = state("{}篇文章中，", count_rows(documents, "documents"))
    return [join_claims([head, join_claims(parts, between="，")], end="。")] if parts else []


def _tell_plans(material: Material) -> list[Claim]:
    plans = material.plans
    if plans.empty:
        return []
    text = "有{}个数字写的是计划、目标或预期，涉及{}篇文章；数据表中标为“计划”，不计入条数，也不列作成果。"
    return [state(text, count_rows(plans, "numbers"), count_documents(plans, "numbers"))]


def _draw_noise(material: Material) -> Exhibit:
    whole = material.whole
    noise = measure_noise(whole.documents, whole.passages, whole.edits)
    rows = material.documents.sort_values(["noise_share", "source_file"], ascending=[False, True]).head(MOST_PAGES)
    records = rows.to_dict("records")
    titles = [
        cite(row, "documents", "title" if pd.notna(row["title"]) else "source_file", longest=LONGEST_TITLE)
        for row in records
    ]
    names = pd.DataFrame({"文章": [one.text for one in titles], "学校或单位": rows["school"].tolist()})
    cells: list[dict[str, Quantity | None]] = [
        {
            "原文字符": read_cell(row, "documents", "n_chars_raw"),
            "净文字符": read_cell(row, "documents", "n_chars"),
            "噪声占比": read_cell(row, "documents", "noise_share", f"{row['noise_share']:.0%}"),
        }
        for row in records
    ]
    data, quantities = fill_table(names, cells)
    cited = {i: (titles[i], cite(row, "documents", "school")) for i, row in enumerate(records)}
    note = "噪声占比为清洗时删去的、或不在标题、小标题、正文和图注中的字符。"
    most = quantities[0, "噪声占比"].shown
    return Exhibit(
        "", "picture", "保存下来的页面里，正文与噪声", note, data, quantities, noise_report(noise, most=MOST_PAGES),
        cited=cited, finding=f"噪声最多的一篇，{most}不是可读的文本",
    )  # fmt: skip
