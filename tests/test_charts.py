"""Charts draw Chinese, say n and their source, keep their data beside them, and survive odd corpora."""

import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from chart_checks import check_chart, list_texts, read_words
from dj_analysis.analysis import Clustering, cluster_units
from dj_analysis.analysis.noise import STAGES_ZH
from dj_analysis.charts import (
    cluster_map,
    keyword_bars,
    model_anatomy,
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


def make_layout(n=3, school="海滨大学"):
    rows = []
    for i in range(n):
        head = {"model_id": f"m{i}", "school": school, "form": "plus", "scope": "own", "canonical": f"{i}+3+N"}
        rows += [
            {
                **head,
                "slot": 1,
                "part": str(i),
                "symbol": str(i),
                "announced": i,
                "listed": 1,
                "texts": "党员学习室",
                "verbs": None,
            },
            {
                **head,
                "slot": 2,
                "symbol": "3",
                "announced": 3,
                "listed": 2,
                "texts": "亮身份|亮出很长很长的一条标准",
                "verbs": None,
            },
            {
                **head,
                "slot": 3,
                "part": "N",
                "symbol": "N",
                "announced": pd.NA,
                "listed": 0,
                "texts": None,
                "verbs": None,
            },
        ]
    bare = {"model_id": "bare", "school": school, "form": "shorthand", "scope": "own", "canonical": "双网双走"}
    rows.append(
        {
            **bare,
            "slot": 1,
            "part": "双网双走",
            "symbol": "双网双走",
            "announced": 4,
            "listed": 0,
            "texts": None,
            "verbs": None,
        }
    )
    return pd.DataFrame(rows).astype({"announced": "Int64"})


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


def make_clustering():
    generator = np.random.default_rng(3)
    rows = [
        (f"p{i:02d}", f"词{(i % 3) * 9 + int(generator.integers(9))}", "word", 1) for i in range(36) for _ in range(25)
    ]
    counts = pd.DataFrame(rows, columns=["passage_id", "term", "kind", "n"])
    return cluster_units(counts.groupby(["passage_id", "term", "kind"], as_index=False)["n"].sum())


@pytest.fixture(scope="module")
def charts():
    return {
        "keywords": keyword_bars(make_ranked(), n_docs=5, n_chars=12345),
        "one article": keyword_bars(make_ranked(8, docs=1), n_docs=1, n_chars=900, where="海滨大学"),
        "noise": noise_report(make_noise()),
        "noise of many": noise_report(make_noise(60)),
        "models": model_anatomy(make_layout()),
        "many models": model_anatomy(make_layout(40, school="一所名称特别特别特别特别长的大学")),
        "clusters": cluster_map(make_clustering()),
        "refused": cluster_map(Clustering(pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), reason="样本太小。")),
        "themes": theme_heatmap(make_themes()),
        "themes of many": theme_heatmap(make_themes(50)),
        "no themes": theme_heatmap(make_themes(0)),
        "no words": keyword_bars(make_ranked(0), n_docs=1, n_chars=0),
        "no models": model_anatomy(make_layout().head(0)),
        "no pages": noise_report(make_noise(0)),
    }


NAMES = (
    "keywords", "one article", "noise", "noise of many", "models", "many models", "clusters", "refused", "no words",
    "no models", "no pages", "themes", "themes of many", "no themes",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_is_whole(charts, name):
    check_chart(charts[name])


def test_what_is_left_out_is_said(charts):
    for name, words in (
        ("noise of many", "另有20篇未画"),
        ("many models", "只画前14个"),
        ("themes of many", "另有10所未画"),
    ):
        assert words in read_words(charts[name])


def test_titles_state_the_finding(charts):
    assert charts["keywords"].alt == "“词语0”用得最多，每千字8.0次，5篇文章中有5篇用到"
    assert charts["noise"].alt == "保存下来的页面平均50%不是可读的文本，最多的一篇达50%"
    assert charts["models"].alt == "4个工作模式中，3个在文中列出了构成，1个只有名称"
    assert charts["themes"].alt == "“队伍与党员发展”最普遍：5所学校或单位中有4所写到，共16项举措"
    assert charts["refused"].alt == "段落未作聚类：样本太小。"


def test_parts_nobody_lists_are_marked(charts):
    words = [text.get_text() for text in list_texts(charts["models"])]
    assert words.count("文中未列出") == 4
    assert sum("宣称3 · 列出2" in word for word in words) == 3


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
