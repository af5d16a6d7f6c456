"""Work models: what their names announce and what the articles list; nothing is completed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dj_analysis.analysis import lay_out_models
from dj_analysis.briefing.material import Material
from dj_analysis.briefing.quantities import count_documents, count_rows, count_schools, fill_table, read_cell
from dj_analysis.briefing.records import Citation, Claim, Exhibit, Quantity, Section
from dj_analysis.briefing.wording import cite, cite_rows, join_claims, state
from dj_analysis.charts import model_anatomy
from dj_analysis.charts.models import MAX_MODELS
from dj_analysis.schema import VALUES_ZH

OWN, POLICY = "own", "policy"
MOST_ROWS = 12
MOST_NAMED = 6
MOST_GAPS = 3
LONGEST_LIST = 60
"""Characters of listed parts in a table cell; the figure and the workbook hold them whole."""
NOTHING_LISTED = "文中未列出"
ONLY_LISTED = "构成只取原文列出的内容，不作补全；宣称数是名称中数字之和，含 N 或没有数字的名称无从求和。"


def write_models(material: Material) -> Section:
    """Work models: own and policy wording, announced and listed, and their anatomy."""
    rows = material.rows("models")
    if rows.empty:
        return Section(
            "models", "所读文章没有写到数字概括的工作模式", "工作模式", (), (), ("没有可列的工作模式，不作图表。",)
        )
    listed = rows[rows["n_found"] > 0]
    claims = [_tell_scopes(rows), _tell_forms(rows), _tell_listed(rows), *_tell_gaps(rows), *_tell_richest(material)]
    title = f"工作模式{count_rows(rows, 'models').shown}个，"
    title += (
        "在文中都列出了构成"
        if len(listed) == len(rows)
        else f"其中{count_rows(listed, 'models').shown}个在文中列出了构成"
        if len(listed)
        else "在文中都没有列出构成"
    )
    exhibits = (_draw_anatomy(material), _list_models(material))
    return Section("models", title, "工作模式", tuple(claims), exhibits, (ONLY_LISTED,))


def order_models(rows: pd.DataFrame) -> pd.DataFrame:
    """Own models before policy wording, those that list most first."""
    ranked = rows.assign(_policy=rows["scope"] == POLICY)
    return ranked.sort_values(
        ["_policy", "n_found", "canonical", "row_id"], ascending=[True, False, True, True], ignore_index=True
    )


def tell_parts(parts: pd.DataFrame) -> tuple[str, tuple[Citation, ...]]:
    """Listed parts of one model in the order of the text, and the rows they come from."""
    ordered = parts.sort_values(["slot", "start", "text"])
    cited = cite_rows(ordered, "model_components", "text", most=len(ordered))
    shown = [
        one for i, one in enumerate(cited) if sum(len(c.text) + 1 for c in cited[: i + 1]) <= LONGEST_LIST or not i
    ]
    more = "等" if len(shown) < len(cited) else ""
    return "、".join(one.text for one in shown) + more, tuple(shown)


def _tell_scopes(rows: pd.DataFrame) -> Claim:
    own, policy = rows[rows["scope"] == OWN], rows[rows["scope"] == POLICY]
    head = state(
        "所读文章写到以数字概括的工作模式{}个，见于{}篇文章，涉及{}所学校或单位",
        count_rows(rows, "models"),
        count_documents(rows, "models"),
        count_schools(rows, "models"),
    )
    rest = (
        state("；其中各单位自有的{}个，全国通行的政策用语{}个", count_rows(own, "models"), count_rows(policy, "models"))
        if len(policy)
        else state("，均为各单位自有的提法")
    )
    return join_claims([head, rest], end="。")


def _tell_forms(rows: pd.DataFrame) -> Claim:
    parts = []
    for form, name in VALUES_ZH["form"].items():
        own = rows[rows["form"] == form]
        if len(own):
            example = cite_rows(order_models(own), "models", "canonical", most=1)
            parts.append(state(name + "{}个（如“{}”）", count_rows(own, "models"), example))
    return join_claims([state("按名称的形式分，"), join_claims(parts, between="，")], end="。")


def _tell_listed(rows: pd.DataFrame) -> Claim:
    listed, bare = rows[rows["n_found"] > 0], rows[rows["n_found"] == 0]
    known = listed[listed["complete"].notna()]
    groups = {
        "列出数与宣称数一致的": known[known["complete"].astype(bool)],
        "不一致的": known[~known["complete"].astype(bool)],
        "名称没有说明数目的": listed[listed["complete"].isna()],
    }
    head = state("在文中列出构成的有{}个", count_rows(listed, "models"))
    parts = [state("，" + name + "{}个", count_rows(own, "models")) for name, own in groups.items() if len(own)]
    tail = [state("；只有名称、没有展开的有{}个", count_rows(bare, "models"))] if len(bare) else []
    return join_claims([head, *parts, *tail], end="。")


def _tell_gaps(rows: pd.DataFrame) -> list[Claim]:
    known = rows[(rows["n_found"] > 0) & rows["n_announced"].notna() & (rows["n_found"] != rows["n_announced"])]
    # Whoever names each term of 3+2 once has told all of it; its sum promises no five things.
    terms = known["canonical"].str.count(r"[+＋]") + 1
    known = known[(known["form"] != "plus") | (known["n_found"] < terms)]
    parts = [
        state(
            "“{}”宣称{}项，列出{}项",
            cite(row, "models", "canonical"),
            read_cell(row, "models", "n_announced"),
            read_cell(row, "models", "n_found"),
        )
        for row in order_models(known).drop_duplicates("canonical").head(MOST_GAPS).to_dict("records")
    ]
    if not parts:
        return []
    more = "等" if known["canonical"].nunique() > len(parts) else ""
    return [
        join_claims(
            [join_claims(parts, between="；")], end=f"{more}。可能是文章没有写全，也可能是抽取遗漏，引用前应核对原文。"
        )
    ]


def _tell_richest(material: Material) -> list[Claim]:
    """The own model with most slots that lists something, slot by slot."""
    rows, components = material.rows("models"), material.rows("model_components")
    own = rows[(rows["scope"] == OWN) & (rows["n_found"] > 0)]
    slots = components[components["model_id"].isin(own["model_id"])].groupby("model_id")["slot"].nunique()
    if slots.empty:
        return []
    ranked = order_models(own.assign(_slots=own["model_id"].map(slots).fillna(0)))
    model = ranked.sort_values("_slots", ascending=False, kind="stable").iloc[0].to_dict()
    parts = components[components["model_id"] == model["model_id"]].sort_values(["slot", "start"])
    names = cite_rows(parts, "model_components", "text", most=MOST_NAMED)
    more = "等" if parts["text"].nunique() > len(names) else ""
    text = f"其中“{{}}”分位最多，{{}}的文章依次列出：{{}}{more}。"
    return [state(text, cite(model, "models", "canonical"), cite(model, "models", "school"), names)]


def _draw_anatomy(material: Material) -> Exhibit:
    rows, whole = order_models(material.rows("models")), material.whole
    layout = lay_out_models(whole.models, whole.model_components, whole.documents)
    picture = model_anatomy(layout)
    shown = rows[rows["model_id"].isin(picture.data["model_id"].unique())].head(MAX_MODELS).to_dict("records")
    names = pd.DataFrame({"模式": [row["canonical"] for row in shown], "学校或单位": [row["school"] for row in shown]})
    data, quantities = fill_table(names, [_count_parts(row) for row in shown])
    cited = {i: (cite(row, "models", "canonical"), cite(row, "models", "school")) for i, row in enumerate(shown)}
    told = _tell_agreeing(material.rows("models"))
    return Exhibit(
        "", "picture", "工作模式的构成：宣称与列出", ONLY_LISTED, data, quantities, picture, cited=cited,
        quoted=told.quantities, finding=told.text,
    )  # fmt: skip


def _tell_agreeing(rows: pd.DataFrame) -> Claim:
    """Of how many models the article lists as many parts as the name announces; without a full stop."""
    listed = rows[rows["n_found"] > 0]
    agreeing = listed[listed["complete"].notna() & listed["complete"].fillna(value=False).astype(bool)]
    if listed.empty:
        return Claim("", "", ())
    text = "列出构成的{}个工作模式中，列出数与宣称数一致的有{}个"
    return state(text, count_rows(listed, "models"), count_rows(agreeing, "models"))


def _count_parts(row: Mapping[Any, Any]) -> dict[str, Quantity | None]:
    announced = read_cell(row, "models", "n_announced") if pd.notna(row["n_announced"]) else None
    return {"宣称数": announced, "列出数": read_cell(row, "models", "n_found")}


def _list_models(material: Material) -> Exhibit:
    rows, components = order_models(material.rows("models")), material.rows("model_components")
    shown = rows.head(MOST_ROWS).to_dict("records")
    parts = {str(key): tell_parts(own) for key, own in components.groupby("model_id")}
    names = pd.DataFrame(
        {
            "模式": [row["canonical"] for row in shown],
            "学校或单位": [row["school"] for row in shown],
            "形式": [VALUES_ZH["form"][row["form"]] for row in shown],
            "归属": [VALUES_ZH["scope"][row["scope"]] for row in shown],
        }
    )
    data, quantities = fill_table(names, [_count_parts(row) for row in shown])
    data["文中列出的构成"] = [parts.get(row["model_id"], (NOTHING_LISTED, ()))[0] for row in shown]
    cited = {
        i: (cite(row, "models", "canonical"), cite(row, "models", "school"), *parts.get(row["model_id"], ("", ()))[1])
        for i, row in enumerate(shown)
    }
    left_out = "自有的在前，列出构成多的在前，其余见数据表。" if len(rows) > len(shown) else "自有的在前。"
    return Exhibit(
        "", "table", "工作模式一览", left_out, data, quantities, cited=cited, finding=_tell_longest(rows, quantities)
    )


def _tell_longest(ranked: pd.DataFrame, quantities: Mapping[tuple[int, str], Quantity]) -> str:
    """The own model that lists most, where it lists more than any other; else nothing."""
    own = ranked[ranked["scope"] == OWN]
    if own.empty or not own["n_found"].iloc[0] or (own["n_found"] == own["n_found"].iloc[0]).sum() > 1:
        return ""
    return f"自有模式中，“{own['canonical'].iloc[0]}”列出的构成最多，有{quantities[0, '列出数'].shown}项"
