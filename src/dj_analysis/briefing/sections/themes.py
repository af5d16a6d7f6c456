"""Themes: what the initiatives are about, by cue words in their names."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from dj_analysis.analysis import count_themes
from dj_analysis.analysis.comparison import NO_THEME
from dj_analysis.briefing.material import Material
from dj_analysis.briefing.quantities import count_documents, count_rows, count_schools, fill_table
from dj_analysis.briefing.records import Claim, Exhibit, Quantity, Section
from dj_analysis.briefing.sections.overview import cite_school
from dj_analysis.briefing.wording import cite_rows, join_claims, state
from dj_analysis.charts import theme_heatmap
from dj_analysis.schema import THEMES, VALUES_ZH

MOST_NAMED = 5
MOST_SCHOOLS = 12
"""Rows of the heat map that stand on one slide, under the names of its columns."""
ORDINALS = ("主题最多的是", "其次是", "再次是")
"""Of themes with as many initiatives each none is before the other: they share a place."""
SEVERAL = "一项举措可以属于几个主题，各主题之和因此可能大于举措总数。"
BY_WORDS = "主题只按名称中的线索词归入，没有线索词的记为未归类，不作推断。"


def write_themes(material: Material) -> Section:
    """Initiatives by type and theme, over all articles and by school."""
    rows = material.rows("initiatives")
    if rows.empty:
        reason = "没有抽取到举措，不作图表。"
        return Section("themes", "所读文章没有写到有名称的举措", "举措的主题", (), (), (reason,))
    themes = split_themes(rows)
    claims = [_tell_types(rows), *_tell_themes(rows, themes)]
    title = f"举措{count_rows(rows, 'initiatives').shown}项"
    for first in rank_themes(themes)[:1]:
        names = "".join(f"“{theme}”" for theme in first)
        each = "各有" if len(first) > 1 else "有"
        title += f"，以{names}最多，{each}{count_rows(_of(themes, first[0]), 'initiatives').shown}项"
    exhibits = [_draw_themes(themes), *([_draw_schools(material, themes)] if len(material.schools) > 1 else [])]
    return Section("themes", title, "举措的主题", tuple(claims), tuple(exhibits), (BY_WORDS, SEVERAL))


def split_themes(rows: pd.DataFrame) -> pd.DataFrame:
    """Every initiative once for each of its themes."""
    return rows.assign(theme=rows["theme"].fillna(NO_THEME).str.split(";")).explode("theme", ignore_index=True)


def order_themes(themes: pd.DataFrame) -> list[str]:
    """The themes that occur, most frequent first, what belongs to none last."""
    counts = themes["theme"].value_counts()
    known = [theme for theme in (*THEMES, NO_THEME) if theme in counts.index]
    return sorted(known, key=lambda theme: (theme == NO_THEME, -counts[theme]))


def rank_themes(themes: pd.DataFrame) -> list[list[str]]:
    """The themes that occur, those with as many initiatives together, most frequent first."""
    counts = themes["theme"].value_counts()
    named = [theme for theme in order_themes(themes) if theme != NO_THEME]
    return [list(tied) for _, tied in groupby(named, key=lambda theme: int(counts[theme]))]


def find_widest(themes: pd.DataFrame) -> list[str]:
    """The themes that most schools write about; several where as many write about each."""
    reach = themes[themes["theme"] != NO_THEME].groupby("theme")["school"].nunique()
    return [theme for theme in order_themes(themes) if theme in reach.index and reach[theme] == reach.max()]


def tell_widest(material: Material, themes: pd.DataFrame) -> Claim | None:
    """The theme that most schools write about, where one does so before all others; without a full stop."""
    widest = find_widest(themes)
    if len(widest) != 1:
        return None
    reach, read = count_schools(_of(themes, widest[0]), "initiatives"), count_schools(material.documents)
    if reach.value == read.value:
        return state(f"{{}}所学校或单位都写到“{widest[0]}”类举措", reach)
    return state(f"{{}}所学校或单位中，写到“{widest[0]}”类举措的最多，有{{}}所", read, reach)


def _of(themes: pd.DataFrame, theme: str) -> pd.DataFrame:
    return themes[themes["theme"] == theme]


def _tell_types(rows: pd.DataFrame) -> Claim:
    head = state(
        "所读文章写到有名称的举措{}项，见于{}篇文章，涉及{}所学校或单位：",
        count_rows(rows, "initiatives"),
        count_documents(rows, "initiatives"),
        count_schools(rows, "initiatives"),
    )
    counts = rows["type"].value_counts()
    parts = [
        state(VALUES_ZH["type"][kind] + "{}项", count_rows(rows[rows["type"] == kind], "initiatives"))
        for kind in sorted(counts.index, key=lambda kind: (-counts[kind], kind))
    ]
    return join_claims([head, join_claims(parts, between="，")], end="。")


def _tell_themes(rows: pd.DataFrame, themes: pd.DataFrame) -> list[Claim]:
    claims = []
    for place, tied in zip(ORDINALS, rank_themes(themes), strict=False):
        own = themes[themes["theme"].isin(tied)].drop_duplicates("row_id")
        names = cite_rows(own, "initiatives", "name", most=MOST_NAMED)
        more = "等" if own["name"].nunique() > len(names) else ""
        counted = [state(f"“{theme}”{{}}项", count_rows(_of(themes, theme), "initiatives")) for theme in tied]
        told = state(f"，{{}}所学校或单位写到，如{{}}{more}", count_schools(own, "initiatives"), names)
        claims.append(join_claims([state(place), join_claims(counted, between="、"), told], end="。"))
    bare = _of(themes, NO_THEME)
    if len(bare):
        text = "{}项举措中，{}项的名称没有主题线索，记为未归类。"
        claims.append(state(text, count_rows(rows, "initiatives"), count_rows(bare, "initiatives")))
    return claims


def _draw_themes(themes: pd.DataFrame) -> Exhibit:
    order = order_themes(themes)
    data, quantities = fill_table(
        pd.DataFrame({"主题": order}), [{"举措": count_rows(_of(themes, theme), "initiatives")} for theme in order]
    )
    return Exhibit("", "bars", "各主题的举措数", SEVERAL, data, quantities)


def _draw_schools(material: Material, themes: pd.DataFrame) -> Exhibit:
    whole = material.whole
    picture = theme_heatmap(count_themes(whole.initiatives, whole.documents), most=MOST_SCHOOLS)
    sizes = themes["school"].value_counts()
    schools = sorted(sizes.index, key=lambda name: (-sizes[name], name))[:MOST_SCHOOLS]
    order = [theme for theme in (*THEMES, NO_THEME) if (themes["theme"] == theme).any()]
    cells: list[dict[str, Quantity | None]] = [
        {
            theme: count_rows(themes[(themes["school"] == school) & (themes["theme"] == theme)], "initiatives")
            for theme in order
        }
        for school in schools
    ]
    data, quantities = fill_table(pd.DataFrame({"学校或单位": schools}), cells)
    cited = {i: (cite_school(material, school),) for i, school in enumerate(schools)}
    note = "空白或零只表示这些文章没有写到。" + ("只列举措最多的各校。" if len(sizes) > len(schools) else "")
    told = tell_widest(material, themes)
    return Exhibit(
        "", "picture", "各校举措的主题", note, data, quantities, picture, cited=cited,
        quoted=told.quantities if told else (), finding=told.text if told else "",
    )  # fmt: skip
