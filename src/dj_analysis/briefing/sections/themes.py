"""Themes: what the initiatives are about, by cue words in their names."""

from __future__ import annotations

import pandas as pd

from dj_analysis.analysis import count_themes
from dj_analysis.analysis.comparison import NO_THEME
from dj_analysis.briefing.material import Material
from dj_analysis.briefing.quantities import count_documents, count_rows, count_schools, fill_table
from dj_analysis.briefing.records import Claim, Exhibit, Quantity, Section
from dj_analysis.briefing.sections.overview import cite_school
from dj_analysis.briefing.wording import cite_rows, join_claims, state
from dj_analysis.charts import theme_heatmap
from dj_analysis.charts.themes import MAX_SCHOOLS
from dj_analysis.schema import THEMES, VALUES_ZH

MOST_NAMED = 5
ORDINALS = ("主题最多的是", "其次是", "再次是")
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
    named = [theme for theme in order_themes(themes) if theme != NO_THEME]
    title = f"举措{count_rows(rows, 'initiatives').shown}项"
    title += f"，以“{named[0]}”最多，有{count_rows(_of(themes, named[0]), 'initiatives').shown}项" if named else ""
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
    for place, theme in enumerate(order_themes(themes)[: len(ORDINALS)]):
        own = _of(themes, theme)
        if theme == NO_THEME:
            continue
        names = cite_rows(own, "initiatives", "name", most=MOST_NAMED)
        more = "等" if own["name"].nunique() > len(names) else ""
        text = f"{ORDINALS[place]}“{theme}”，{{}}项，{{}}所学校或单位写到，如{{}}{more}。"
        claims.append(state(text, count_rows(own, "initiatives"), count_schools(own, "initiatives"), names))
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
    picture = theme_heatmap(count_themes(whole.initiatives, whole.documents))
    sizes = themes["school"].value_counts()
    schools = sorted(sizes.index, key=lambda name: (-sizes[name], name))[:MAX_SCHOOLS]
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
    return Exhibit("", "picture", "各校举措的主题", note, data, quantities, picture, cited=cited)
