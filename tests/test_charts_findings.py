"""Keyness, honours, timeline and amounts: what is drawn is what the frame says, on forty schools, one, none."""

from functools import lru_cache

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from chart_checks import check_chart, list_texts, read_words
from chart_data import STATUSES, make_corpus, make_counts, name_schools
from dj_analysis import analysis, charts
from dj_analysis.charts.bounds import MAX_SCALES
from dj_analysis.charts.choice import choose_groups, list_names
from dj_analysis.charts.marks import ARROW
from dj_analysis.schema import VALUES_ZH

CORPORA = {"forty": (40, 2), "five": (5, 2), "one": (1, 1), "none": (0, 2)}


def score(n_schools, articles_each=2, function=analysis.score_keyness, extra=None):
    counts, sizes = make_counts(n_schools, articles_each)
    if extra:
        counts = pd.concat([counts, pd.DataFrame(extra).assign(kind="word")], ignore_index=True)
    return function(counts, sizes)


@lru_cache
def frames(n_schools, articles_each=2):
    """What each chart is made of, for one corpus."""
    tables = make_corpus(n_schools, articles_each)
    comparable = score(n_schools, articles_each) if n_schools > 1 else score(5).head(0)
    return {
        "keyness": comparable,
        "honors": analysis.count_honors(tables.honors, tables.documents),
        "timeline": analysis.date_findings(tables.documents, tables.models, tables.honors, tables.dates),
        "bounds": analysis.list_quantities(tables.numbers, tables.documents),
    }


def draw_keyness(frame, **choice):
    choice = {"target": choice["schools"][0]} if choice else {"target": frame["school"].min() if len(frame) else None}
    return charts.keyness_bars(frame, **choice)


DRAW = {
    "keyness": draw_keyness,
    "honors": charts.honor_levels,
    "timeline": charts.timeline,
    "bounds": charts.number_bounds,
}


class Figures(dict):
    """Every chart of every corpus, drawn when it is asked for."""

    def __missing__(self, key):
        name, size = key
        self[key] = DRAW[name](frames(*CORPORA[size])[name])
        return self[key]


@pytest.fixture(scope="module")
def figures():
    return Figures()


every_chart = pytest.mark.parametrize("name", DRAW)


@every_chart
def test_every_figure_is_whole(figures, name):
    check_chart(figures[name, "five"])


@every_chart
@pytest.mark.parametrize("size", ["five", "one", "none"])
def test_the_description_tells_the_title_and_the_main_figures(figures, name, size):
    figure = figures[name, size]
    assert figure.alt.startswith(figure.title)
    assert len(figure.alt) > len(figure.title)
    assert bool(figure.axes) == any(character.isdigit() for character in figure.alt)


@every_chart
def test_an_empty_frame_says_why_there_is_nothing(figures, name):
    figure = figures[name, "none"]
    assert not figure.axes
    assert "没有" in read_words(figure)


@every_chart
def test_a_school_that_does_not_exist_is_told(name):
    figure = DRAW[name](frames(5)[name], schools=["不存在大学"])
    assert not figure.axes
    assert "没有“不存在大学”；有的是云岭" in read_words(figure)
    check_chart(figure)


@every_chart
def test_rare_characters_are_told_with_their_row(name):
    frame = frames(5)[name]
    rare = frame.assign(school=frame["school"].str.replace("云岭", "云\U00020bb7"))
    figure = DRAW[name](rare)
    assert set(figure.missing["code_point"]) == {"U+20BB7"}
    assert "□代替各字体都没有的字：U+20BB7" in read_words(figure)


# Keyness


def test_bars_and_intervals_are_those_of_the_frame(figures):
    figure = figures["keyness", "forty"]
    scored = score(40)
    target = scored["school"].min()
    own = scored[scored["school"] == target].set_index("term")
    axes, data = figure.axes[0], figure.data
    assert [label.get_text() for label in axes.get_yticklabels()] == data["term"].tolist()
    assert [bar.get_width() for bar in axes.patches] == data["effect"].tolist()
    assert data["effect"].tolist() == own.loc[data["term"], "log_ratio"].tolist()
    segments = [lines.get_segments()[0] for lines in axes.collections if hasattr(lines, "get_segments")]
    assert np.array([segment[:, 0] for segment in segments]) == pytest.approx(data[["low", "high"]].to_numpy())
    assert f"与其余学校相比，{target}多说“师生”" in figure.title


def test_a_word_of_one_article_is_no_finding_of_the_school():
    doc_id = make_corpus(5).documents["doc_id"].iloc[0]
    scored = score(5, extra={"doc_id": [doc_id], "term": ["独一份"], "n": [60]})
    school = name_schools(1)[0]
    figure = charts.keyness_bars(scored, target=school)
    assert scored.set_index(["school", "term"]).loc[(school, "独一份"), "q"] < 0.001
    assert "独一份" not in read_words(figure)
    assert "1个见于不足2篇文章，不算学校的特点" in read_words(figure)
    shown = charts.keyness_bars(scored, target=school, min_docs=1)
    assert "“独一份”" in shown.title


def test_a_school_of_one_article_is_said_to_be_one():
    figure = charts.keyness_bars(score(5, articles_each=1), target=name_schools(1)[0])
    assert "只有一篇文章" in figure.title or "看不出" in figure.title
    assert "空心点只说明这一篇" in read_words(figure)
    check_chart(figure)


def test_differences_that_may_be_chance_are_grey_and_not_in_the_title():
    figure = charts.keyness_bars(score(5, function=analysis.weigh_odds), target=name_schools(1)[0])
    colors = [to_hex(bar.get_facecolor()) for bar in figure.axes[0].patches]
    assert [color == "#a3adb8" for color in colors] == (~figure.data["clear"]).tolist()
    for term in figure.data.loc[~figure.data["clear"], "term"]:
        assert f"“{term}”" not in figure.title
    assert "加权对数优势比" in read_words(figure)


def test_several_schools_ask_for_one():
    figure = charts.keyness_bars(score(40))
    assert not figure.axes
    assert "等40个的比较，请指定其中一所" in read_words(figure)


# Honours


def test_panels_hold_the_counts_of_every_level_and_status(figures):
    figure, counts = figures["honors", "five"], frames(5)["honors"]
    panels = figure.axes[1:]
    assert len(panels) == counts["school"].nunique() == 5
    drawn = sum(bar.get_width() for axes in panels for bar in axes.patches)
    assert drawn == counts["n"].sum()
    for axes in panels:
        name = axes.get_title(loc="left").replace("\n", "").split("　")[0]
        own = counts[counts["school"] == name]
        assert sorted(bar.get_width() for bar in axes.patches) == sorted(own["n"])
    levels = [VALUES_ZH["level"][level] for level in set(counts["level"])]
    assert sorted(label.get_text() for label in panels[0].get_yticklabels()) == sorted(levels)


def test_statuses_stand_end_to_end_and_the_sum_stands_behind_them():
    rows = [("甲", "school", status, "award", n) for status, n in zip(STATUSES, (4, 3, 2, 1), strict=True)]
    figure = charts.honor_levels(pd.DataFrame(rows, columns=["school", "level", "status", "kind", "n"]))
    axes = figure.axes[1]
    spans = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    assert spans == [(0, 4), (4, 7), (7, 9), (9, 10)]
    assert [(note.get_text(), note.xy[0]) for note in axes.texts] == [("10", 10)]
    looks = {(bar.get_alpha(), bar.get_hatch(), bar.get_fill()) for bar in axes.patches}
    assert len(looks) == 4, "each status looks different"


def test_what_is_not_won_is_not_counted_as_won(figures):
    counts = frames(40)["honors"]
    won = counts.loc[counts["status"] == "awarded", "n"].sum()
    assert f"共有200项荣誉，其中{won}项已获" in figures["honors", "forty"].title


def test_twelve_schools_have_a_panel_and_the_rest_is_counted(figures):
    assert len(figures["honors", "forty"].axes) == 13
    assert "另有28所未画" in read_words(figures["honors", "forty"])


# Timeline


def test_bars_are_the_dated_rows_year_by_year(figures):
    figure, found = figures["timeline", "five"], frames(5)["timeline"]
    dated = found[found["year"].notna()]
    for axes, kind in zip(figure.axes[1:], ("article", "model", "honor"), strict=True):
        years = dated.loc[dated["kind"] == kind, "year"].value_counts()
        heights = pd.Series(
            [bar.get_height() for bar in axes.patches], [round(bar.get_x() + 0.35) for bar in axes.patches]
        )
        heights = heights.groupby(level=0).sum()
        assert heights.to_dict() == years.to_dict()
        assert axes.get_ylabel()[-1] == "）", "the unit is on the axis"


def test_undated_and_masked_ones_are_in_the_note_and_nowhere_else(figures):
    words, found = read_words(figures["timeline", "forty"]), frames(40)["timeline"]
    masked = int((found["masked"] & (found["kind"] == "article")).sum())
    assert f"文章{masked}篇（其中{masked}篇的日期被遮蔽）" in words
    assert figures["timeline", "forty"].data["n"].sum() == found["year"].notna().sum()


def test_nothing_dated_is_no_empty_axis():
    found = frames(5)["timeline"].assign(year=pd.NA).astype({"year": "Int64"})
    figure = charts.timeline(found)
    assert not figure.axes
    assert "没有一项有日期：文章10篇" in read_words(figure)


def test_a_century_of_honours_stays_readable():
    found = frames(5)["timeline"].query("kind == 'honor'")
    rows = pd.concat([found.head(1).assign(year=year, label=str(year)) for year in range(1921, 2025)] * 12)
    figure = charts.timeline(rows.astype({"year": "Int64"}))
    assert figure.data["n"].sum() == 104 * 12
    check_chart(figure)


def test_schools_in_one_bar_never_share_a_colour():
    found = frames(40)["timeline"]
    for chosen in (name_schools(8), name_schools(40)[16:22]):
        handles = charts.timeline(found, schools=chosen).axes[0].get_legend().get_patches()
        assert len({to_hex(handle.get_facecolor()) for handle in handles}) == len(chosen)


def test_policy_wordings_are_no_models_of_a_school():
    found = frames(5)["timeline"]
    policy = found.assign(detail=found["detail"].mask(found["kind"] == "model", "policy"))
    assert len(charts.timeline(policy).axes) == 3, "a key, articles, honours"


# Amounts


def make_amount(**changes):
    row = {
        "school": "海滨大学", "doc_id": "d", "number_id": "n", "scale": "个", "item": "基地", "subject": None,
        "wording": "新建基地", "amount": "3个", "value": 3.0, "low": 3.0, "high": 3.0, "bound": "exact", "unit": "个",
        "kind": "count", "note": None, "n_unnamed": 0,
    }  # fmt: skip
    return pd.DataFrame([{**row, **changes}])


def marks(figure):
    """Dots, bars, and how far arrows reach in points, of the last panel."""
    axes = figure.axes[-1]
    arrows = [note.xyann[0] for note in axes.texts if getattr(note, "arrow_patch", None)]
    dots = [tuple(offset) for dots in axes.collections if hasattr(dots, "get_sizes") for offset in dots.get_offsets()]
    return {"dots": len(dots), "bars": [(b.get_x(), b.get_x() + b.get_width()) for b in axes.patches], "arrows": arrows}


@pytest.mark.parametrize(
    ("bound", "low", "high", "dots", "bars", "arrows"),
    [
        ("exact", 3, 3, 1, [], []),
        ("over", 3, 9, 1, [], [ARROW]),
        ("at_least", 3, None, 1, [], [ARROW]),
        ("under", None, 3, 1, [], [-ARROW]),
        ("at_most", None, 3, 1, [], [-ARROW]),
        ("about", None, None, 2, [], []),
        ("range", 3, 9, 0, [(3, 9)], []),
        ("several", 3, 27, 0, [(3, 27)], []),
        ("several", 3, None, 1, [], [ARROW]),
        ("range", None, 3, 1, [], [-ARROW]),
    ],
)
def test_amounts_are_drawn_as_what_they_are(bound, low, high, dots, bars, arrows):
    figure = charts.number_bounds(make_amount(bound=bound, low=low, high=high))
    assert marks(figure) == {"dots": dots, "bars": bars, "arrows": arrows}
    check_chart(figure)


def test_every_panel_has_one_unit_and_names_it(figures):
    data = figures["bounds", "forty"].data
    scales = list(dict.fromkeys(data["scale"]))
    assert len(scales) == MAX_SCALES
    for axes, scale in zip(figures["bounds", "forty"].axes[1:], scales, strict=True):
        assert axes.get_xlabel().startswith(scale)
        texts = [note.get_text() for note in axes.texts if note.get_text()]
        assert texts == data.loc[data["scale"] == scale, "amount"].tolist()


def test_all_amounts_are_drawn_or_counted(figures):
    figure = figures["bounds", "forty"]
    assert f"另有{560 - len(figure.data)}个数字未画" in read_words(figure)
    assert figure.data.groupby("scale")["school"].nunique().min() == 8, "schools come in turn"


@pytest.mark.parametrize("values", [(0.0, 0.0), (0.0, 3e6), (-5.0, 5.0), (0.5, 0.5), (1e9, 2e9), (1.0, 1e8)])
def test_odd_amounts_stay_on_their_axis(values):
    rows = [make_amount(value=v, low=v, high=v, amount=f"{v:g}个", number_id=str(v), school=f"第{i}大学")
            for i, v in enumerate(values)]  # fmt: skip
    figure = charts.number_bounds(pd.concat(rows, ignore_index=True))
    axes = figure.axes[-1]
    assert axes.get_xlim()[0] <= min(values) <= max(values) < axes.get_xlim()[1]
    check_chart(figure)


def test_an_amount_keeps_the_words_that_tell_what_it_means():
    assert "新建基地" in read_words(charts.number_bounds(make_amount()))


def test_an_amount_without_item_says_so():
    assert "（未写明对象）" in read_words(charts.number_bounds(make_amount(item=None)))


# All of them


def test_a_school_has_the_same_colour_in_every_chart():
    colors = charts.pick_colors(name_schools(5))
    given = {name: frame for name, frame in frames(5).items() if name != "keyness"}
    for name, frame in given.items():
        figure = DRAW[name](frame, schools=name_schools(5)[1:3], colors=colors)
        drawn = {to_hex(part.get_facecolor(), keep_alpha=False).upper() for part in figure.axes[-1].patches}
        drawn |= {to_hex(c[0], keep_alpha=False).upper() for part in figure.axes[-1].collections
                  if len(c := part.get_facecolor())}  # fmt: skip
        assert drawn & {colors[school] for school in name_schools(5)[1:3]}
        assert not drawn & {colors[name_schools(5)[i]] for i in (0, 3, 4)}


def test_a_part_of_the_corpus_keeps_most_colours():
    whole = charts.pick_colors(name_schools(5))
    assert len(set(whole.values())) == 5
    part = charts.pick_colors(name_schools(5)[1:])
    assert sum(whole[name] == color for name, color in part.items()) >= 3


def test_names_are_counted_where_they_are_many():
    assert list_names(list("甲乙丙丁戊己庚")) == "甲、乙、丙、丁、戊等7个"
    rows, remark = choose_groups(pd.DataFrame({"school": ["甲", "乙"]}), "school", ["乙", "丙"])
    assert rows["school"].tolist() == ["乙"]
    assert remark == "表中没有“丙”；有的是甲、乙。"


def test_texts_are_large_enough_to_read(figures):
    for figure in figures.values():
        assert min(text.get_size() for text in list_texts(figure)) >= 8
