"""Honours: by level and by how far they have come; what is granted is kept apart from what is announced or aimed at."""

from __future__ import annotations

import pandas as pd

from dj_analysis.briefing.material import Material
from dj_analysis.briefing.quantities import count_documents, count_rows, count_schools, fill_table, read_cell
from dj_analysis.briefing.records import Claim, Exhibit, Quantity, Section
from dj_analysis.briefing.wording import cite, cite_rows, join_claims, state
from dj_analysis.schema import LEVELS, VALUES_ZH

AWARDED, MEDIA = "awarded", "media"
HIGHEST = ("national", "provincial")
TOP_FIRST = LEVELS[: LEVELS.index("department") + 1]
"""Levels of authorities, the highest first; associations and media stand beside them."""
MOST_ROWS = 12
"""Honours a table lists; more do not fit on a slide."""
MOST_NAMED = 4
NOT_YET = "入选公示、培育创建和提名都还不是最终授予，单独列出，不计入已获。"
NOMINEES = "名称为“提名奖”的，授予后按已获计。"
NOMINEE = "提名奖"
PER_RECIPIENT = "同一荣誉有几个获得者的，按获得者分别计。"


def write_honors(material: Material) -> Section:
    """Honours by level and status, and the highest of them."""
    rows = material.rows("honors")
    media, prizes = rows[rows["kind"] == MEDIA], rows[rows["kind"] != MEDIA]
    claims = [_tell_media(media)] if len(media) else []
    if prizes.empty:
        return Section(
            "honors", "所读文章没有写到奖励与称号", "荣誉", tuple(claims), (), ("没有可列的奖励与称号，不作图表。",)
        )
    granted = prizes[prizes["status"] == AWARDED]
    claims = [_tell_statuses(prizes), *_tell_levels(granted), *_tell_highest(prizes), *claims]
    title = f"奖励与称号{count_rows(prizes, 'honors').shown}条，"
    title += "均为已获" if len(granted) == len(prizes) else f"其中已获{count_rows(granted, 'honors').shown}条"
    named_so = granted["title"].str.contains(NOMINEE, regex=False).any()
    remarks = (PER_RECIPIENT, NOT_YET, *([NOMINEES] if named_so else []))
    return Section("honors", title, "荣誉", tuple(claims), (_draw_levels(prizes), _list_honors(prizes)), remarks)


def _tell_statuses(prizes: pd.DataFrame) -> Claim:
    head = state(
        "所读文章写到奖励与称号{}条，见于{}篇文章，涉及{}所学校或单位：",
        count_rows(prizes, "honors"),
        count_documents(prizes, "honors"),
        count_schools(prizes, "honors"),
    )
    parts = [
        state(name + "{}条", count_rows(rows, "honors"))
        for status, name in VALUES_ZH["status"].items()
        for rows in [prizes[prizes["status"] == status]]
        if len(rows) or status == AWARDED
    ]
    return join_claims([head, join_claims(parts, between="，")], end="。")


def _tell_levels(granted: pd.DataFrame) -> list[Claim]:
    parts = [
        state(VALUES_ZH["level"][level] + "{}条", count_rows(rows, "honors"))
        for level in LEVELS
        for rows in [granted[granted["level"] == level]]
        if len(rows)
    ]
    if not parts:
        return []
    head = state("已获的{}条按级别分：", count_rows(granted, "honors"))
    return [join_claims([head, join_claims(parts, between="，")], end="。")]


def _tell_highest(prizes: pd.DataFrame) -> list[Claim]:
    claims = []
    for status, name in VALUES_ZH["status"].items():
        rows = prizes[(prizes["status"] == status) & (prizes["level"] == HIGHEST[0])]
        if len(rows):
            names = cite_rows(rows, "honors", "title", most=MOST_NAMED)
            more = "等" if rows["title"].nunique() > len(names) else ""
            claims.append(state(f"国家级、{name}的有{{}}条：{{}}{more}。", count_rows(rows, "honors"), names))
    return claims


def _tell_media(media: pd.DataFrame) -> Claim:
    return state(
        "另有媒体报道{}条，见于{}篇文章，不计入奖励与称号。",
        count_rows(media, "honors"),
        count_documents(media, "honors"),
    )


def _draw_levels(prizes: pd.DataFrame) -> Exhibit:
    levels = [level for level in LEVELS if (prizes["level"] == level).any()]
    statuses = [status for status in VALUES_ZH["status"] if (prizes["status"] == status).any()]
    names = pd.DataFrame({"级别": [VALUES_ZH["level"][level] for level in levels]})
    cells: list[dict[str, Quantity | None]] = [
        {
            VALUES_ZH["status"][status]: count_rows(
                prizes[(prizes["level"] == level) & (prizes["status"] == status)], "honors"
            )
            for status in statuses
        }
        for level in levels
    ]
    data, quantities = fill_table(names, cells)
    return Exhibit("", "stacked_bars", "奖励与称号的级别与状态", PER_RECIPIENT + NOT_YET, data, quantities)


def _list_honors(prizes: pd.DataFrame) -> Exhibit:
    order = {level: place for place, level in enumerate(LEVELS)}
    stages = {status: place for place, status in enumerate(VALUES_ZH["status"])}
    ranked = prizes.assign(_level=prizes["level"].map(order), _stage=prizes["status"].map(stages))
    ranked = ranked.sort_values(["_level", "_stage", "school", "doc_id", "start"], kind="stable")
    shown = ranked.head(MOST_ROWS).to_dict("records")
    cited = {
        i: tuple(cite(row, "honors", column) for column in ("title", "recipient", "school") if pd.notna(row[column]))
        for i, row in enumerate(shown)
    }
    names = pd.DataFrame(
        {
            "名称": [cite(row, "honors", "title").text for row in shown],
            "获得者": [cite(row, "honors", "recipient").text if pd.notna(row["recipient"]) else "—" for row in shown],
            "级别": [VALUES_ZH["level"][row["level"]] for row in shown],
            "状态": [VALUES_ZH["status"][row["status"]] for row in shown],
            "学校或单位": [row["school"] for row in shown],
        }
    )
    data, quantities = fill_table(
        names, [{"年份": read_cell(row, "honors", "year") if pd.notna(row["year"]) else None} for row in shown]
    )
    left_out = "只列级别最高的若干条，其余见数据表。" if len(ranked) > len(shown) else ""
    told = _tell_top(ranked)
    return Exhibit(
        "", "table", "奖励与称号一览", left_out + "年份只取文中写明的。", data, quantities, cited=cited,
        quoted=told.quantities, finding=told.text,
    )  # fmt: skip


def _tell_top(ranked: pd.DataFrame) -> Claim:
    """What the highest level holds, granted or not; without a full stop, empty where no level is known."""
    known = ranked[ranked["level"].isin(TOP_FIRST)]
    if known.empty:
        return Claim("", "", ())
    level = min(known["level"], key=TOP_FIRST.index)
    top = known[known["level"] == level]
    parts = [
        state(name + "{}条", count_rows(rows, "honors"))
        for status, name in VALUES_ZH["status"].items()
        for rows in [top[top["status"] == status]]
        if len(rows)
    ]
    return join_claims([state(f"级别最高的是{VALUES_ZH['level'][level]}："), join_claims(parts, between="、")])
