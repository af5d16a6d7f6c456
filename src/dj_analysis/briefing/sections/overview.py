"""Overview: what was read, from whom and from when, and how much was found in it."""

from __future__ import annotations

import pandas as pd

from dj_analysis.briefing.material import Material
from dj_analysis.briefing.quantities import count_documents, count_rows, count_schools, fill_table, read_day
from dj_analysis.briefing.records import Citation, Claim, Exhibit, Quantity, Section, Trace
from dj_analysis.briefing.wording import join_claims, state

FOUND = {
    "initiatives": ("举措", "项"),
    "numbers": ("数字", "个"),
    "honors": ("荣誉", "条"),
    "models": ("工作模式", "个"),
}
"""Tables of what was found, with their Chinese name and its measure word."""
MOST_SCHOOLS = 12
"""Schools a table names on their own; more do not fit on a slide."""
OTHERS = "其余各校合计"
UNDATED = "未写明"
FEWEST_YEARS = 2


def write_overview(material: Material) -> Section:
    """What was read and how much was found."""
    documents = material.documents
    claims = [_tell_corpus(material), _tell_dates(documents), _tell_found(material), *_tell_left_out(material)]
    years = _draw_years(documents)
    title = f"共读取{count_rows(documents, 'documents').shown}篇文章，来自{count_schools(documents).shown}所学校或单位"
    return Section(
        "overview",
        title,
        "语料概览",
        tuple(claims),
        (_list_schools(material), *([years] if years else [])),
        ("条数多少首先取决于文章的篇数、篇幅和体裁，不能直接当作工作成效来比较。", *_warn_single(material)),
    )


def describe_corpus(material: Material) -> str:
    """The corpus in one line, for the title page."""
    documents = material.documents
    dated = documents[documents["published_date"].notna()].sort_values("published_date")
    text = f"依据{count_rows(documents, 'documents').shown}篇文章，来自{count_schools(documents).shown}所学校或单位"
    if dated.empty:
        return text + "，均未写明发布日期"
    first, last = (read_day(row).shown for row in dated.iloc[[0, -1]].to_dict("records"))
    return text + (f"，发布日期为{first}" if first == last else f"，发布日期从{first}到{last}")


def cite_school(material: Material, school: str) -> Citation:
    """The label of a school, as a wording of the first of its articles."""
    row_id = material.documents.loc[material.documents["school"] == school, "row_id"].iloc[0]
    return Citation(school, Trace("documents", str(row_id)))


def _tell_corpus(material: Material) -> Claim:
    documents = material.documents
    unnamed = documents[documents["stated_school"].isna()]
    text = "本次共读取{}篇文章，来自{}所学校或单位"
    parts = [count_rows(documents, "documents"), count_schools(documents)]
    if unnamed.empty:
        return state(text + "。", *parts)
    tail = "，各自单列，不与他校合并" if len(unnamed) > 1 else ""
    return state(text + f"；其中{{}}篇没有写明校名{tail}。", *parts, count_rows(unnamed, "documents"))


def _tell_dates(documents: pd.DataFrame) -> Claim:
    dated = documents[documents["published_date"].notna()].sort_values(["published_date", "source_file"])
    undated = documents[documents["published_date"].isna()]
    if dated.empty:
        return state("全部{}篇文章都没有写明发布日期。", count_rows(undated, "documents"))
    first, last = (read_day(row) for row in dated.iloc[[0, -1]].to_dict("records"))
    rest = [state("；另有{}篇没有写明日期", count_rows(undated, "documents"))] if len(undated) else []
    told = (
        state("发布日期最早为{}，最晚为{}", first, last)
        if first.value < last.value
        else state("写明日期的{}篇发布于{}", count_rows(dated, "documents"), first)
    )
    return join_claims([told, *rest], end="。")


def _tell_found(material: Material) -> Claim:
    parts = [
        state(name + "{}" + measure, count_rows(material.rows(table), table))
        for table, (name, measure) in FOUND.items()
    ]
    return join_claims([state("从中抽取到"), join_claims(parts, between="、")], end="。")


def _tell_left_out(material: Material) -> list[Claim]:
    claims = []
    reposts = material.whole.documents[material.whole.documents["duplicate_of"].notna()]
    if len(reposts):
        rows = reposts.assign(row_id=reposts["doc_id"])
        claims.append(state("另有{}篇与其中某篇内容重复（转载或重复保存），不再计入。", count_rows(rows, "documents")))
    if len(material.undated):
        claims.append(state("按日期选取时，另有{}篇没有写明日期，未列入。", count_rows(material.undated, "documents")))
    return claims


def _warn_single(material: Material) -> list[str]:
    sizes = material.documents["school"].value_counts()
    if material.is_single:
        return ["只有一篇文章，本简报所述只是这一篇的内容。"]
    return ["每所学校或单位都只有一篇文章，对各校的描述只代表这一篇。"] if (sizes == 1).all() else []


def _list_schools(material: Material) -> Exhibit:
    schools = material.schools
    named = schools if len(schools) <= MOST_SCHOOLS else schools[: MOST_SCHOOLS - 1]
    groups = [(school, {school}) for school in named]
    if len(named) < len(schools):
        groups.append((OTHERS, set(schools[len(named) :])))
    names = pd.DataFrame({"学校或单位": [name for name, _ in groups]})
    data, quantities = fill_table(names, [count_found(material, own) for _, own in groups])
    return Exhibit(
        "",
        "table",
        "各校文章篇数与抽取条数",
        "未具名的文章各自单列。" + ("只列文章最多的各校，其余合计。" if len(named) < len(schools) else ""),
        data,
        quantities,
        cited={i: (cite_school(material, name),) for i, name in enumerate(named)},
    )


def count_found(material: Material, schools: set[str]) -> dict[str, Quantity | None]:
    """Articles of some schools, and what was found in them."""

    def own(table: str) -> pd.DataFrame:
        rows = material.rows(table)
        return rows[rows["school"].isin(schools)]

    cells: dict[str, Quantity | None] = {"文章": count_documents(own("documents"))}
    return cells | {name: count_rows(own(table), table) for table, (name, _) in FOUND.items()}


def _draw_years(documents: pd.DataFrame) -> Exhibit | None:
    years = documents["published_date"].str[:4]
    known = sorted(years.dropna().unique())
    if len(known) < FEWEST_YEARS:
        return None
    undated = documents[years.isna()]
    groups = [(year, documents[years == year]) for year in known] + ([(UNDATED, undated)] if len(undated) else [])
    names = pd.DataFrame({"发布年份": [name for name, _ in groups]})
    data, quantities = fill_table(names, [{"文章篇数": count_rows(rows, "documents")} for _, rows in groups])
    first = [Trace("documents", str(rows["row_id"].iloc[0])) for _, rows in groups]
    cited = {i: (Citation(year, first[i]),) for i, year in enumerate(known)}
    told = _tell_years(years, documents)
    return Exhibit(
        "", "bars", "文章的发布年份", "以页面写明的发布日期为准。", data, quantities, cited=cited,
        quoted=told.quantities, finding=told.text,
    )  # fmt: skip


def _tell_years(years: pd.Series, documents: pd.DataFrame) -> Claim:
    """The one year with most articles, unless years tie or more articles have no date; without a full stop."""
    counts = years.value_counts()
    dated, undated = documents[years.notna()], documents[years.isna()]
    alone = int((counts == counts.max()).sum()) == 1
    fullest = documents[years == counts.idxmax()]
    rest = count_rows(undated, "documents")
    if alone and len(fullest) > len(undated):
        head = state(f"{counts.idxmax()}年的文章最多，有{{}}篇", count_rows(fullest, "documents"))
        return join_claims([head, *([state("；另有{}篇没有写明日期", rest)] if len(undated) else [])])
    if undated.empty:
        return Claim("", "", ())
    return state("{}篇写明了发布日期，{}篇没有写明", count_rows(dated, "documents"), rest)
