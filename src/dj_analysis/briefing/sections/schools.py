"""One section per school or unit: what its articles say it does, in numbers, honours and models, with quotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dj_analysis.amount_wording import format_amount, word_item
from dj_analysis.analysis.comparison import NO_THEME
from dj_analysis.briefing.material import Material
from dj_analysis.briefing.quantities import count_documents, count_rows, fill_table, read_cell, read_day
from dj_analysis.briefing.quotes import quote_sentence
from dj_analysis.briefing.records import Citation, Claim, Exhibit, Quantity, Section
from dj_analysis.briefing.sections.honors import AWARDED, MEDIA
from dj_analysis.briefing.sections.models import order_models, tell_parts
from dj_analysis.briefing.sections.overview import FOUND, cite_school, count_found
from dj_analysis.briefing.sections.themes import order_themes, split_themes
from dj_analysis.briefing.wording import ELLIPSIS, cite, cite_rows, join_claims, state
from dj_analysis.regexes import compile_re
from dj_analysis.schema import LEVELS, VALUES_ZH

MOST_PAGES = 20
"""Schools that have a page of their own; a briefing with more is not read."""
ROWS_PER_TABLE, MOST_TABLES = 12, 4
"""The others are listed in tables that fit on a slide; what is beyond them is one line."""
OTHERS = "其余合计"
MOST_NUMBERS = 6
MOST_NAMED, MOST_THEMES, MOST_MODELS = 6, 3, 3
LONGEST_TITLE = 30
MOST_TRIED = 6
"""Rows whose sentence is looked at before the next table is; a heading is no sentence."""
ENDS = ("。", "！", "？", "。”", "；", ELLIPSIS)
ROUGH = compile_re("[数几十百千万亿一二两三四五六七八九][数几十百千万亿一二两三四五六七八九余多来]*")
"""An amount in words: 数千, 三四十."""
NOTHING = "所读文章中没有抽取到举措、数字、荣誉或工作模式，不作图表。"
ONLY_WRITTEN = "没有写到不等于没有做。"


def write_schools(material: Material, *, most: int = MOST_PAGES) -> list[Section]:
    """A section per school, those with most rows first; beyond ``most`` a table of the rest."""
    ranked = _rank_schools(material)
    sections = [write_school(material, school) for school in ranked[:most]]
    return [*sections, _list_rest(material, ranked[most:])] if len(ranked) > most else sections


def write_school(material: Material, school: str) -> Section:
    """What the articles of one school say."""
    own = {table: _own(material, table, school) for table in (*FOUND, "documents")}
    n_found = sum(len(own[table]) for table in FOUND)
    claims = [_tell_basis(material, school, own)]
    if not n_found:
        return Section("school", f"{school}：没有抽取到可列的内容", school, tuple(claims), (), (NOTHING,))
    claims += [
        *_tell_initiatives(own["initiatives"]),
        *_tell_honors(own["honors"]),
        *_tell_models(material, own["models"]),
    ]
    claims += _quote_first(material, own)
    counted = [
        f"{name}{count_rows(own[table], table).shown}{measure}"
        for table, (name, measure) in FOUND.items()
        if len(own[table])
    ]
    exhibits = (_list_numbers(material, school, own["numbers"]),) if len(own["numbers"]) else ()
    return Section("school", f"{school}：{'、'.join(counted)}", school, tuple(claims), exhibits, (ONLY_WRITTEN,))


def _own(material: Material, table: str, school: str) -> pd.DataFrame:
    rows = material.rows(table)
    return rows[rows["school"] == school]


def _rank_schools(material: Material) -> list[str]:
    counts = pd.concat([material.rows(table)["school"] for table in FOUND]).value_counts()
    place = {school: i for i, school in enumerate(material.schools)}
    return sorted(material.schools, key=lambda school: (-int(counts.get(school, 0)), place[school]))


def _tell_basis(material: Material, school: str, own: Mapping[str, pd.DataFrame]) -> Claim:
    documents = own["documents"].sort_values(["published_date", "source_file"])
    parts: list[Claim] = [state("据现有{}篇文章", count_documents(documents))]
    dated = documents[documents["published_date"].notna()].to_dict("records")
    first = documents.iloc[0].to_dict()
    if len(documents) == 1 and pd.notna(first["title"]):
        parts.append(state("《{}》", cite(first, "documents", "title", longest=LONGEST_TITLE)))
    if dated and dated[0]["published_date"] == dated[-1]["published_date"]:
        parts.append(state("（{}）", read_day(dated[0])))
    elif dated:
        parts.append(state("（{}至{}）", read_day(dated[0]), read_day(dated[-1])))
    present = {table: words for table, words in FOUND.items() if len(own[table])} or FOUND
    counted = [
        state(name + "{}" + measure, count_rows(own[table], table)) for table, (name, measure) in present.items()
    ]
    parts += [state("，{}写到", cite_school(material, school)), join_claims(counted, between="、")]
    return join_claims(parts, end="。")


def _tell_initiatives(rows: pd.DataFrame) -> list[Claim]:
    if rows.empty:
        return []
    ranked = rows.sort_values(["n_mentions", "quoted", "doc_id", "start"], ascending=[False, False, True, True])
    names = cite_rows(ranked, "initiatives", "name", most=MOST_NAMED)
    more = "等" if rows["name"].nunique() > len(names) else ""
    head = state(f"有名称的举措包括{{}}{more}", names)
    themes = split_themes(rows)
    named = [theme for theme in order_themes(themes) if theme != NO_THEME][:MOST_THEMES]
    if not named:
        return [join_claims([head], end="。")]
    counted = [state(theme + "{}项", count_rows(themes[themes["theme"] == theme], "initiatives")) for theme in named]
    return [
        join_claims(
            [
                head,
                state("；按主题看，"),
                join_claims(counted, between="，"),
            ],
            end="。",
        )
    ]


def _tell_honors(rows: pd.DataFrame) -> list[Claim]:
    prizes, media = rows[rows["kind"] != MEDIA], rows[rows["kind"] == MEDIA]
    order = {level: place for place, level in enumerate(LEVELS)}
    ranked = prizes.assign(_level=prizes["level"].map(order)).sort_values(["_level", "doc_id", "start"])
    parts = []
    for status, name in VALUES_ZH["status"].items():
        own = ranked[ranked["status"] == status]
        if own.empty:
            continue
        titles = cite_rows(own, "honors", "title", most=MOST_MODELS)
        more = "等" if own["title"].nunique() > len(titles) else ""
        verb = "已获奖励与称号" if status == AWARDED else name
        parts.append(state(f"{verb}{{}}条（{{}}{more}）", count_rows(own, "honors"), titles))
    if len(media):
        parts.append(state("媒体报道{}条", count_rows(media, "honors")))
    return [join_claims([join_claims(parts, between="；")], end="。")] if parts else []


def _tell_models(material: Material, rows: pd.DataFrame) -> list[Claim]:
    components = material.rows("model_components")
    ranked = order_models(rows[rows["scope"] == "own"]).drop_duplicates("canonical")
    parts = []
    for row in ranked.head(MOST_MODELS).to_dict("records"):
        listed = components[components["model_id"] == row["model_id"]]
        text, cited = tell_parts(listed) if len(listed) else ("", ())
        name = state("“{}”", cite(row, "models", "canonical"))
        detail = Claim("", f"（列出{text}）" if text else "（文中未展开）", (), cited)
        parts.append(join_claims([name, detail]))
    if not parts:
        return []
    more = "等" if len(ranked) > len(parts) else ""
    return [join_claims([state("自有的工作模式有"), join_claims(parts, between="、")], end=f"{more}。")]


def _quote_first(material: Material, own: Mapping[str, pd.DataFrame]) -> list[Claim]:
    """The sentence of the model that lists most, else of an initiative, an honour or a number."""
    candidates = [
        ("models", order_models(own["models"])),
        ("initiatives", own["initiatives"].sort_values(["n_mentions", "start"], ascending=[False, True])),
        ("honors", own["honors"]),
        ("numbers", own["numbers"]),
    ]
    rows = [row for _, found in candidates for row in found.head(MOST_TRIED).to_dict("records")]
    quotes = (quote_sentence(material, row) for row in rows)
    quoted = next((one for one in quotes if one.text.endswith(ENDS)), None)
    return [state("原文摘录：{}", quoted or quote_sentence(material, rows[0]))]


def _list_numbers(material: Material, school: str, numbers: pd.DataFrame) -> Exhibit:
    named = numbers[numbers["item"].notna()]
    shown = (named if len(named) else numbers).sort_values(["doc_id", "start"]).head(MOST_NUMBERS).to_dict("records")
    quotes = [quote_sentence(material, row, longest=50) for row in shown]
    names = pd.DataFrame({"事项": [_name_item(row) for row in shown]})
    quantities = {(i, "数值"): read_cell(row, "numbers", "value", _show_amount(row)) for i, row in enumerate(shown)}
    data = names.assign(
        数值=[quantities[i, "数值"].shown for i in range(len(shown))], 原文=[one.text for one in quotes]
    )
    named_school = cite_school(material, school)
    cited = {i: (_cite_item(row), quotes[i], named_school) for i, row in enumerate(shown)}
    left_out = "只列文中最先出现的若干项，其余见数据表。" if len(numbers) > len(shown) else ""
    return Exhibit(
        "", "table", f"{school}：文中写明的数字", left_out or "数字照原文，不作换算。", data, quantities, cited=cited
    )


def _name_item(row: Mapping[Any, Any]) -> str:
    """What was counted with the words of its relation: 减少碳排放, 发展党员."""
    if pd.isna(row["item"]):
        return "—"
    measure = None if pd.isna(row["measure"]) else str(row["measure"])
    return cite({**row, "item": word_item(str(row["item"]), measure, str(row["quote"]))}, "numbers", "item").text


def _cite_item(row: Mapping[Any, Any]) -> Citation:
    return cite(row, "numbers", "item" if pd.notna(row["item"]) else "quote")


def _show_amount(row: Mapping[Any, Any]) -> str:
    """The amount as a reader writes it; one that the article leaves open in the article's words, with its bounds."""
    low, high = float(row["value"]), None if pd.isna(row["high"]) else float(row["high"])
    unit = None if pd.isna(row["unit"]) else str(row["unit"])
    rough = [found.group() for found in ROUGH.finditer(str(row["quote"])) if {*"数几"} & {*found.group()}]
    if str(row["bound"]) == "several" and rough:
        return f"{rough[0]}{unit or ''}（{format_amount(low, 'range' if high else 'at_least', high, None)}）"
    return format_amount(low, str(row["bound"]), high, unit, str(row["quote"]))


def _list_rest(material: Material, schools: list[str]) -> Section:
    """The schools without a page of their own, in tables."""
    documents = material.documents
    rest = documents[documents["school"].isin(schools)]
    claim = state("其余{}所学校或单位的{}篇文章只列条数，不单独成页。", _count_schools(rest), count_documents(rest))
    named = schools[: ROWS_PER_TABLE * MOST_TABLES]
    tables = [_list_table(material, named[i : i + ROWS_PER_TABLE], []) for i in range(0, len(named), ROWS_PER_TABLE)]
    if len(named) < len(schools):
        tables[-1] = _list_table(material, named[-ROWS_PER_TABLE:], schools[len(named) :])
    title = f"其余{_count_schools(rest).shown}所学校或单位只列条数"
    return Section("school", title, "其余学校与单位", (claim,), tuple(tables), (ONLY_WRITTEN,))


def _count_schools(rows: pd.DataFrame) -> Quantity:
    return Quantity(
        str(rows["school"].nunique()), float(rows["school"].nunique()), "schools", count_documents(rows).traces
    )


def _list_table(material: Material, schools: list[str], pooled: list[str]) -> Exhibit:
    groups = [(school, {school}) for school in schools] + ([(OTHERS, set(pooled))] if pooled else [])
    names = pd.DataFrame({"学校或单位": [name for name, _ in groups]})
    data, quantities = fill_table(names, [count_found(material, own) for _, own in groups])
    cited = {i: (cite_school(material, school),) for i, school in enumerate(schools)}
    return Exhibit("", "table", "其余各校的文章篇数与抽取条数", "按抽取条数排列。", data, quantities, cited=cited)
