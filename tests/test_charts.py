"""Charts draw Chinese, say n and their source, keep their data beside them, and survive odd corpora."""

import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import chart_checks
from chart_checks import check_chart, read_words
from dj_analysis.analysis import Clustering
from dj_analysis.analysis.noise import OTHER, STAGES_ZH, TEXT_ZH
from dj_analysis.charts import (
    PALETTE,
    cluster_map,
    keyword_bars,
    noise_report,
    pick_colors,
    save,
    theme_heatmap,
)
from dj_analysis.charts.style import measure_width, wrap_text
from dj_analysis.cleaning import RULES


def make_ranked(n=25, docs=5):
    return pd.DataFrame(
        {
            "term": [f"很长的举措名称第{i}号" if i == 3 else f"词语{i}" for i in range(n)],
            "kind": ["name" if i == 3 else "word" for i in range(n)],
            "n": range(100, 100 - n, -1),
            "per_1000": np.linspace(8, 1, n),
            "n_docs": [docs] * n,
            "doc_share": [1.0] * n,
            "dp": [0.2] * n,
            "dp_norm": np.linspace(0, 1, n) if docs > 1 else [np.nan] * n,
        }
    )


def make_noise(n=5):
    rows = [
        (f"d{i}", f"第{i}大学", f"一篇题目很长很长很长很长很长的文章之{i}", f"{i}.txt", category, label, 10, share, 1)
        for i in range(n)
        for category, label, share in [
            ("text", "读取的文本", 0.5),
            ("boilerplate", "页面杂项", 0.2),
            ("removed:annotation", "注音", 0.2),
            ("removed:new", "其他噪声", 0.1),
        ]
    ]
    columns = ["doc_id", "school", "title", "source_file", "category", "label", "n_chars", "share", "n_changes"]
    return pd.DataFrame(rows, columns=columns)


def make_themes(n=5):
    themes = ["理论学习", "服务师生", "社会服务与帮扶", "队伍与党员发展", "未归类"]
    rows = [
        (f"一所名称很长的第{i}大学", theme, j + 1, 1, 0.1 * j)
        for i in range(n)
        for j, theme in enumerate(themes)
        if i != j
    ]
    return pd.DataFrame(rows, columns=["school", "theme", "n", "n_docs", "share"])


def make_crowd(n, k):
    """Clusters on top of each other, with long labels."""
    generator = np.random.default_rng(2)
    label = np.sort(generator.integers(1, k + 1, n))
    units = pd.DataFrame({"cluster": label, "x": generator.normal(size=n), "y": generator.normal(size=n)})
    clusters = pd.DataFrame(
        {
            "cluster": range(1, k + 1), "n": [int((label == i).sum()) for i in range(1, k + 1)],
            "label": [f"国际商务与信息工程·现代农业与生物科学应用·第{i}词" for i in range(k)], "terms": "词",
            "stability": np.linspace(0.05, 0.95, k), "verdict": "unstable",
        }
    )  # fmt: skip
    return Clustering(units, clusters, pd.DataFrame(), n_units=n, silhouette=0.1, rand_index=0.1, p_value=0.01)


LONG_SCHOOL, LONG_TITLE = "名称很长的国际商务与信息工程职业技术大学", "题目很长很长很长很长很长很长的文章"


def make_many_kinds(n=60):
    """Pages with every kind of noise there is."""
    kinds = [*STAGES_ZH.values(), "重复", "页面杂项", "信息行", OTHER]
    generator = np.random.default_rng(1)
    rows = [
        (f"d{i:03}", f"{LONG_SCHOOL}{i}", f"{LONG_TITLE}{i}", f"{i}.txt", label, label, 10, share, 1)
        for i in range(n)
        for label, share in zip([TEXT_ZH, *kinds], generator.dirichlet([6, *[1] * len(kinds)]), strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(make_noise(1).columns))


LONG_TERM = "坚持把思想政治建设摆在首位并贯穿人才培养全过程的举措"
CHARTS = {
    "keywords": lambda: keyword_bars(make_ranked(), n_docs=5, n_chars=12345),
    "one article": lambda: keyword_bars(make_ranked(8, docs=1), n_docs=1, n_chars=900, where="海滨大学"),
    "long terms": lambda: keyword_bars(
        make_ranked().assign(term=[f"{LONG_TERM}{i}" if i % 2 else f"MOOC+WAM{i}" for i in range(25)]),
        n_docs=5, n_chars=12345, where="一所名称特别特别特别特别长的大学",
    ),
    "noise": lambda: noise_report(make_noise()),
    "noise of many": lambda: noise_report(make_noise(20)),
    "noise of 500": lambda: noise_report(make_many_kinds(500)),
    "clusters": lambda: cluster_map(make_crowd(60, 3)),
    "many clusters": lambda: cluster_map(make_crowd(600, 8)),
    "refused": lambda: cluster_map(Clustering(pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), reason="样本太小。")),
    "themes": lambda: theme_heatmap(make_themes()),
    "themes of many": lambda: theme_heatmap(make_themes(50)),
    "themes of one": lambda: theme_heatmap(make_themes(1)),
    "unclassed only": lambda: theme_heatmap(make_themes(3).query("theme == '未归类'")),
    "no themes": lambda: theme_heatmap(make_themes(0)),
    "no words": lambda: keyword_bars(make_ranked(0), n_docs=1, n_chars=0),
    "no pages": lambda: noise_report(make_noise(0)),
    "unknown school": lambda: theme_heatmap(make_themes(), schools=["没有的大学"]),
    "unknown page": lambda: noise_report(make_noise(), schools=["没有的大学"]),
}  # fmt: skip
EMPTY = {"refused", "no words", "no pages", "no themes", "unknown school", "unknown page"}


@pytest.fixture(scope="module")
def charts():
    return {name: draw() for name, draw in CHARTS.items()}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_labelled_whole_and_readable(charts, name):
    check_chart(charts[name])
    assert bool(charts[name].axes) == (name not in EMPTY)


@pytest.mark.parametrize("name", ["keywords", "many clusters", "themes"])
@pytest.mark.parametrize("dpi", [72, 300])
def test_a_chart_is_readable_at_every_resolution(charts, name, dpi):
    figure = charts[name]
    usual = figure.dpi
    try:
        figure.dpi = dpi
        check_chart(figure)
    finally:
        figure.dpi = usual


def test_a_missing_glyph_fails(monkeypatch):
    figure = noise_report(make_noise())
    monkeypatch.setattr(chart_checks, "list_characters", lambda _: frozenset(map(ord, "保存下来的页面")))
    with pytest.raises(AssertionError, match="U\\+"):
        chart_checks.check_glyphs(figure)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("keywords", "只画前20个词，另有5个未画"),
        ("noise of 500", "另有460篇未画"),
        ("themes of many", "另有10所未画"),
        ("unknown school", "没有“没有的大学”"),
        ("unknown page", "没有“没有的大学”"),
    ],
)
def test_what_is_not_shown_is_said(charts, name, said):
    assert said in read_words(charts[name])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("keywords", "最常用的词是词语0，每千字8.0次，5篇文章都用到"),
        ("one article", "海滨大学：最常用的词是词语0，每千字8.0次，只有一篇文章，看不出分布"),
        ("noise", "保存下来的页面平均50%不是可读的文本，最多的一篇达50%"),
        ("themes", "理论学习、队伍与党员发展、服务师生、社会服务与帮扶最普遍：5所学校或单位中各有4所写到"),
        ("themes of one", "一所名称很长的第0大学的举措以队伍与党员发展最多：4项"),
        ("unclassed only", "各校举措的措辞中都没有主题线索"),
        ("refused", "段落未作聚类：样本太小。"),
        ("no pages", "原始页面中的正文与噪声：语料库里还没有文章。"),
    ],
)
def test_titles_state_the_finding(charts, name, said):
    assert charts[name].alt == said


def test_every_kind_of_noise_has_its_own_colour_and_the_rest_is_summed_up(charts):
    axes = charts["noise of 500"].axes[0]
    handles, labels = axes.get_legend_handles_labels()
    colors = [handle.patches[0].get_facecolor() for handle in handles]
    assert len(set(colors)) == len(colors) == len(PALETTE)
    assert OTHER in labels
    whole = sum(patch.get_width() for handle in handles for patch in handle.patches[:1])
    assert whole == pytest.approx(1.0), "the first bar is the mean of all pages and adds up to a page"
    assert "全部文章平均（500篇）" in [label.get_text() for label in axes.get_yticklabels()]


def test_the_heatmap_shows_every_count_in_its_cell():
    themes = make_themes(4)
    figure = theme_heatmap(themes, schools=["一所名称很长的第2大学", "一所名称很长的第0大学"])
    axes = figure.axes[0]
    names = [label.get_text().replace("\n", "") for label in axes.get_yticklabels()]
    columns = {
        round(tick, 2): label.get_text().replace("\n", "")
        for tick, label in zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
    }
    drawn = {}
    for text in axes.texts:
        x, y = text.get_position()
        drawn[names[int(y)].split("　")[0], columns[round(x, 2)]] = int(text.get_text())
    wanted = themes[themes["school"].isin(["一所名称很长的第2大学", "一所名称很长的第0大学"])]
    assert drawn == {(row.school, row.theme): row.n for row in wanted.itertuples()}
    assert names[0].startswith("一所名称很长的第2大学"), "in the order asked for"
    low, high = axes.get_ylim()
    assert low > high, "the first school stands on top"
    for place, image in zip(axes.get_xticks(), axes.images, strict=True):
        shares = wanted[wanted["theme"] == columns[round(place, 2)]].set_index("school")["share"]
        assert [float(share) for (share,) in image.get_array()] == [
            shares.get(name.split("　")[0], 0.0) for name in names
        ]


def test_bars_are_as_long_as_their_rates_and_long_terms_are_whole(charts):
    figure = charts["long terms"]
    assert [bar.get_width() for bar in figure.axes[0].patches] == figure.data["per_1000"].tolist()
    labels = [label.get_text().replace("\n", "") for label in figure.axes[0].get_yticklabels()]
    assert labels == figure.data["term"].tolist()


def test_the_number_of_every_cluster_stands_once_in_the_plane(charts):
    plane = charts["many clusters"].axes[0]
    assert [text.get_text() for text in plane.texts] == [str(i) for i in range(1, 9)]


def test_every_cleaning_stage_has_a_chinese_name():
    assert {rule.stage for rule in RULES} <= set(STAGES_ZH)


def test_a_chart_is_saved_in_three_formats_with_its_data(tmp_path):
    first = save(keyword_bars(make_ranked(5), n_docs=5, n_chars=500), tmp_path / "图表" / "keywords.v1")
    assert [path.name for path in first] == [f"keywords.v1.{suffix}" for suffix in ("png", "svg", "pdf", "csv")]
    assert first[0].read_bytes().startswith(b"\x89PNG")
    assert pd.read_csv(first[3])["term"].tolist() == make_ranked(5)["term"].tolist()
    second = save(keyword_bars(make_ranked(5), n_docs=5, n_chars=500), tmp_path / "again")
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_the_settings_of_the_session_stay_as_they_are(charts):
    with mpl.rc_context():
        mpl.rcdefaults()
        before = dict(mpl.rcParams)
        figure = keyword_bars(make_ranked(3), n_docs=5, n_chars=500)
        bundle, metadata = figure._repr_mimebundle_()
        assert dict(mpl.rcParams) == before
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == figure.alt


def test_charts_do_without_pyplot():
    code = "import sys, dj_analysis.charts as c; c.find_fonts(); print('matplotlib.pyplot' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_colours_follow_names_not_order():
    assert pick_colors(["丙", "甲", "乙"]) == pick_colors(["乙", "丙", "甲", "甲"])


def test_lines_break_by_width_and_never_before_a_closing_mark():
    lines = wrap_text("党员学习室引领、服务站支撑、1+2+2+6+N模式，辐射。", 6).split("\n")
    assert max(measure_width(line) for line in lines) <= 7
    assert not any(line[0] in "，。、" for line in lines)
    assert wrap_text("一二三四五六七", 3, max_lines=2) == "一二三\n四五六…"
