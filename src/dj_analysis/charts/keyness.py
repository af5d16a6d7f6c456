"""What a school says more, or less, than all others, with intervals and the articles it rests on."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from dj_analysis.analysis.effects import MIN_DOCS, measure_effects
from dj_analysis.charts.choice import choose_groups, list_names
from dj_analysis.charts.style import (
    FAINT,
    INK,
    MUTED,
    PALETTE,
    ChartFigure,
    new_chart,
    show_reason,
    wrap_text,
)

TOP = 12
ROW_INCHES, LABEL_WIDTH, TITLE_WIDTH = 0.29, 14, 20
MORE, LESS, UNCLEAR = PALETTE[0], PALETTE[1], "#A3ADB8"
MOST_QUOTED, MOST_TOLD = 3, 8
CAP = 1.12
"""How far an open interval is drawn, as a multiple of the furthest closed end."""
AXES_ZH: Mapping[str, str] = {
    "log_ratio": "对数比（以2为底：1为两倍，2为四倍）",
    "log_odds": "加权对数优势比（自然对数）",
}
INTERVALS_ZH: Mapping[str, str] = {
    "log_ratio": "横线为95%区间，已按比较的词数校正",
    "log_odds": "横线为95%区间，未按比较的词数校正",
}


def keyness_bars(
    scored: pd.DataFrame, *, target: str | None = None, by: str = "school", top: int = TOP, min_docs: int = MIN_DOCS
) -> ChartFigure:
    """Terms a school uses more, to the right, and less, to the left, than all others; each with its interval.

    In: ``score_keyness`` or ``weigh_odds``; ``target`` names the school where the frame holds several. Terms whose
    interval holds 0 are grey and never in the title; terms seen in fewer than ``min_docs`` articles are left out and
    counted in the note. Of a school with one article everything is drawn hollow and said to be that article's.
    """
    chosen, remark = choose_groups(scored, by, None if target is None else [target])
    names = list(dict.fromkeys(chosen[by]))
    name = names[0] if len(names) == 1 else target or ""
    title = f"{name}的用词与其余学校相比" if name else "用词与其余学校相比"
    if len(names) != 1:
        several = f"表中有{list_names(names)}的比较，请指定其中一所。" if names else ""
        return show_reason(remark or several or "没有可比较的词：至少要有两所学校的文章。", title=title, data=chosen)
    effects = measure_effects(chosen, by=by, min_docs=min_docs)
    lone = int(effects["n_articles"].iloc[0]) < min_docs
    found = effects[(effects["spread"] | lone) & (effects["effect"] != 0)]
    data = _pick_terms(found, top)
    note = _write_note(effects, found, data, min_docs, lone=lone)
    if data.empty:
        reason = f"比较了{len(effects)}个词，没有一个见于{min_docs}篇以上文章，不能说是学校的特点。"
        return show_reason(reason, title=title, data=effects, note=note)

    def draw(figure: ChartFigure) -> None:
        _draw_effects(figure.subplots(), data, lone=lone)

    finding = _state_finding(data, name, lone=lone)
    size = (9.0, 1.9 + ROW_INCHES * len(data))
    return new_chart(size, draw, title=finding, note=note, data=data, alt=_describe(finding, data))


def _pick_terms(found: pd.DataFrame, top: int) -> pd.DataFrame:
    """The strongest on both sides, by the frame's own order: from what the school says most to what it says least."""
    more, less = found[found["effect"] > 0].head(top), found[found["effect"] < 0].tail(top)
    return pd.concat([more, less]).sort_values("effect", ascending=False, kind="stable", ignore_index=True)


def _state_finding(data: pd.DataFrame, name: str, *, lone: bool) -> str:
    clear = data[data["clear"]]
    parts = [
        f"{verb}说{list_terms(rows['term'])}"
        for verb, rows in (("多", clear[clear["effect"] > 0]), ("少", clear[clear["effect"] < 0].iloc[::-1]))
        if len(rows)
    ]
    if not parts:
        return f"{name}的用词与其余学校相比，看不出站得住的差别"
    said = "，".join(parts)
    return f"{name}只有一篇文章，这一篇比别处{said}" if lone else f"与其余学校相比，{name}{said}"


def list_terms(terms: pd.Series) -> str:
    """The first terms, quoted, as a sentence has them."""
    return "".join(f"“{wrap_text(term, TITLE_WIDTH, max_lines=1)}”" for term in terms.head(MOST_QUOTED))


def _write_note(effects: pd.DataFrame, found: pd.DataFrame, data: pd.DataFrame, min_docs: int, *, lone: bool) -> str:
    first = effects.iloc[0]
    thin, weak = 0 if lone else int((~effects["spread"]).sum()), len(found) - len(data)
    parts = [f"{thin}个见于不足{min_docs}篇文章，不算学校的特点"] * bool(thin) + [f"{weak}个差别较小"] * bool(weak)
    left_out = f"未画的词：{'，'.join(parts)}。" if parts else ""
    hollow = "空心点只说明这一篇，不是学校的特点。" if lone else ""
    hollow += "灰色的区间含0，不算差别。" if not data["clear"].all() else ""
    return (
        f"n = 本校{first['n_articles']}篇文章，比较{len(effects)}个词；{INTERVALS_ZH[first['measure']]}，"
        f"箭头表示一边为零次，区间不封口。条后为本校与其余的次数和篇数。{hollow}{left_out}"
    )


def _describe(finding: str, data: pd.DataFrame) -> str:
    """The chart in words: the clear differences with their intervals, and how many are not clear."""
    clear = data[data["clear"]]
    parts = [
        f"{row['term']}{row['effect']:+.1f}（{_tell_end(row['low'])}至{_tell_end(row['high'])}）"
        for row in clear.head(MOST_TOLD).to_dict("records")
    ]
    told = f"{AXES_ZH[data['measure'].iloc[0]]}：{'，'.join(parts)}；" if parts else ""
    return f"{finding}。{told}图中{len(data)}个词，{len(data) - len(clear)}个区间含0。"


def _tell_end(end: float) -> str:
    return "无界" if pd.isna(end) else f"{end:+.1f}"


def _draw_effects(axes: Axes, data: pd.DataFrame, *, lone: bool) -> None:
    reach = float(np.nanmax(data[["effect", "low", "high"]].abs().to_numpy("float64"))) * CAP
    axes.axvline(0, color=INK, linewidth=0.9)
    for place, row in enumerate(data.to_dict("records")):
        color = (MORE if row["effect"] > 0 else LESS) if row["clear"] else UNCLEAR
        low, high = (reach * side if pd.isna(end) else end for side, end in ((-1, row["low"]), (1, row["high"])))
        axes.barh(place, row["effect"], height=0.62, color=color, alpha=0.1 if lone else 0.3)
        axes.hlines(place, low, high, color=color, linewidth=1.4)
        for end, marker in ((row["low"], "<"), (row["high"], ">")):
            if pd.isna(end):
                axes.scatter([reach if marker == ">" else -reach], [place], marker=marker, s=26, color=color)
        face = "white" if lone else color
        axes.scatter([row["effect"]], [place], s=34, facecolor=face, edgecolor=color, linewidth=1.4, zorder=3)
    axes.set_yticks(range(len(data)), [wrap_text(term, LABEL_WIDTH, max_lines=1) for term in data["term"]])
    axes.set_ylim(len(data) - 0.4, -0.6)
    axes.set_xlim(-reach * CAP if data["effect"].min() < 0 or data["low"].min() < 0 else -reach * 0.1, reach * CAP)
    axes.set_xlabel(f"← 少于其余学校　　{AXES_ZH[data['measure'].iloc[0]]}　　多于其余学校 →")
    _write_counts(axes, data)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)


def _write_counts(axes: Axes, data: pd.DataFrame) -> None:
    """Counts and articles on both sides, in a column to the right."""
    for place, row in enumerate(data.to_dict("records")):
        counts = f"{row['n']}次{row['n_docs']}篇 / {row['n_rest']}次{row['n_docs_rest']}篇"
        axes.annotate(
            counts, (1, place), (8, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
            size=8.5, color=MUTED,
        )  # fmt: skip
    axes.annotate(
        "本校 / 其余", (1, 1), (8, 3), xycoords="axes fraction", textcoords="offset points", size=8.5, color=MUTED,
    )  # fmt: skip
