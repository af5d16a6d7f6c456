"""The network of terms and the word cloud: what is drawn, what is left out, and that labels never cover each other."""

import importlib
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Circle, PathPatch

from chart_checks import check_chart, list_texts, read_words
from dj_analysis import analysis
from dj_analysis.charts import PackageMissingError, term_network, word_cloud
from dj_analysis.charts.network import OWN_EDGES, choose_edges
from dj_analysis.charts.spreading import count_overlaps, push_apart
from dj_analysis.charts.word_cloud import FONT_SIZES, PIXELS


def make_network(n, share=0.15):
    """A network whose terms get rarer and whose every second name is long."""
    generator = np.random.default_rng(5)
    terms = [f"坚持思想政治建设品牌{i:02}工程" if i % 2 else f"词语{i:02}" for i in range(n)]
    units = [int(300 / (1 + i / 6)) for i in range(n)]
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n) if generator.random() < share]
    edges = pd.DataFrame(
        {
            "term": [terms[i] for i, _ in pairs], "other": [terms[j] for _, j in pairs],
            "n_xy": generator.integers(3, 9, len(pairs)),
            "n_x": [units[i] for i, _ in pairs], "n_y": [units[j] for _, j in pairs], "n_total": 1000,
        }
    )  # fmt: skip
    edges = analysis.measure_association(edges).sort_values("log_dice", ascending=False, ignore_index=True)
    degree = [sum(i in pair for pair in pairs) for i in range(n)]
    nodes = pd.DataFrame({"term": terms, "n": units, "n_units": units, "degree": degree, "strength": degree})
    return analysis.Network(nodes[nodes["degree"] > 0].reset_index(drop=True), edges, "sentence_id", 1000)


def make_ranked(terms, kind="word"):
    n = len(terms)
    return pd.DataFrame(
        {
            "term": terms,
            "kind": [kind] * n,
            "n": np.arange(2 * n, n, -1),
            "per_1000": 1.0,
            "n_docs": 1,
            "dp_norm": np.nan,
        }
    )


@pytest.mark.parametrize(("n", "left_out"), [(12, False), (40, True), (60, True)])
def test_a_network_is_readable_and_says_what_it_left_out(n, left_out):
    network = make_network(n)
    figure = term_network(network)
    check_chart(figure)
    circles = [patch for patch in figure.axes[0].patches if isinstance(patch, Circle)]
    shown = {text.get_text().replace("\n", "") for text in figure.axes[0].texts}
    assert shown == {*figure.data["term"], *figure.data["other"]}
    assert len(circles) == len(shown) <= 40
    lines = len(network.edges) - len(figure.data)
    assert (f"{lines}条线未画" in read_words(figure)) == (left_out and lines > 0)
    if n == 60:
        assert f"另有{len(network.nodes) - len(shown)}个词、" in read_words(figure)


def test_circles_are_as_large_as_their_terms_are_frequent_and_lines_as_thick_as_close():
    network = make_network(20)
    figure = term_network(network)
    axes = figure.axes[0]
    units = dict(zip(network.nodes["term"], network.nodes["n_units"], strict=True))
    order = [text.get_text().replace("\n", "") for text in axes.texts]
    per_unit = [patch.radius**2 / units[term] for patch, term in zip(axes.patches, order, strict=True)]
    assert np.allclose(per_unit, per_unit[0])
    widths = axes.collections[0].get_linewidths()[::-1]
    assert np.all(np.diff(widths) <= 1e-9), "the frame has the strongest first"
    assert widths[0] == 4.0


def test_every_term_keeps_its_strongest_lines():
    network = make_network(40, share=0.4)
    kept = choose_edges(network, 40)
    for term in network.nodes["term"]:
        own = network.edges[(network.edges["term"] == term) | (network.edges["other"] == term)].head(OWN_EDGES)
        assert not own.merge(kept, on=["term", "other"]).empty or own.empty
        assert len(own.merge(kept, on=["term", "other"])) == len(own)


def test_a_network_without_edges_says_why():
    counts = pd.DataFrame({"sentence_id": ["a", "b"], "term": ["党员", "支部"], "kind": "word", "n": 1})
    figure = term_network(analysis.link_terms(counts))
    check_chart(figure)
    assert not figure.axes
    assert figure.alt == "词语共现网络：2个单元里没有两个词同现3次以上且多于偶然，不画共现网络。"


def test_a_network_of_a_corpus_counts_its_units():
    rows = [(f"s{i}", term) for i in range(6) for term in (("党员", "支部") if i < 4 else ("宿舍", "课堂"))]
    counts = pd.DataFrame(rows, columns=["sentence_id", "term"]).assign(kind="word", n=1)
    figure = term_network(analysis.link_terms(counts))
    check_chart(figure)
    assert figure.alt.startswith("关联最强的是“党员”与“支部”：4个句子同时用到二者（分别见于4个和4个）")
    assert "n = 6个句子" in read_words(figure)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.floats(0, 10)] * 2, st.floats(0.1, 1.2), st.floats(0.1, 0.5)), max_size=30))
def test_boxes_end_apart_and_inside(boxes):
    places, sizes = (np.array([box[at] for box in boxes]).reshape(-1, 2) for at in (slice(0, 2), slice(2, 4)))
    found = push_apart(places, sizes, (10, 8))
    assert count_overlaps(found, sizes) == 0
    assert ((found >= sizes / 2 - 1e-3) & (found <= (10, 8) - sizes / 2 + 1e-3)).all()


def test_boxes_that_are_apart_stay_where_they_are():
    places, sizes = np.array([[1.0, 1.0], [3.0, 1.0]]), np.array([[1.0, 0.4], [1.0, 0.4]])
    assert push_apart(places, sizes, (5, 5)).tolist() == places.tolist()


def measure_ink(figure, patches):
    """How many pixels the words take, all other things being hidden."""
    for part in (*figure.texts, *figure.axes[0].patches):
        part.set_visible(part in patches)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return int((np.asarray(canvas.buffer_rgba())[..., :3].min(axis=2) < 128).sum())


def test_the_words_of_a_cloud_are_whole_and_apart():
    figure = word_cloud(make_ranked([f"词语{i}" for i in range(40)]), n_docs=1, n_chars=900)
    words = [patch for patch in figure.axes[0].patches if isinstance(patch, PathPatch)]
    assert [word.get_gid() for word in words] == figure.data["term"].tolist()
    width, height = figure.axes[0].get_xlim()[1], figure.axes[0].get_ylim()[1]
    for word in words:
        ink = word.get_path().get_extents()
        assert 0 <= ink.x0 < ink.x1 <= width + 2, word.get_gid()
        assert -2 <= ink.y0 < ink.y1 <= height, word.get_gid()
    alone = sum(measure_ink(figure, [word]) for word in words)
    assert alone == measure_ink(figure, words)


def test_a_cloud_says_that_sizes_are_rough_and_where_the_figures_are():
    figure = word_cloud(make_ranked(["党员", "红烛行动"], kind="name"), n_docs=3, n_chars=1200, where="海滨大学")
    check_chart(figure)
    words = read_words(figure)
    assert figure.alt == "海滨大学：最常用的词：党员、红烛行动。词云，共2个词。"
    for part in ("n = 3篇文章，1,200字", "不能精确比较", "关键词条形图", "橙色为抽取到的举措或模式名称"):
        assert part in words


def test_a_cloud_counts_what_it_cannot_show():
    long = [f"坚持把思想政治建设摆在首位并贯穿人才培养全过程的第{i:02}项举措" for i in range(60)]
    figure = word_cloud(make_ranked([*long, "缺\ue123字"]), n_docs=1, n_chars=900)
    check_chart(figure)
    assert 0 < len(figure.data) < 60
    assert f"另有{60 - len(figure.data)}个词放不下，1个词含有字体没有的字，未画。" in read_words(figure)
    only = word_cloud(make_ranked(["\ue123"]), n_docs=1, n_chars=9)
    check_chart(only)
    assert not only.axes


def test_the_more_frequent_word_is_never_smaller():
    figure = word_cloud(make_ranked([f"词语{i:02}" for i in range(20)]), n_docs=1, n_chars=900)
    heights = [patch.get_path().get_extents().height for patch in figure.axes[0].patches]
    assert all(one >= other * 0.97 for one, other in pairwise(heights))
    assert heights[0] <= FONT_SIZES[1] * PIXELS / 72


@pytest.mark.parametrize(
    ("package", "draw"),
    [
        ("networkx", lambda: term_network(make_network(5, share=1))),
        ("wordcloud", lambda: word_cloud(make_ranked(["党员"]), n_docs=1, n_chars=9)),
    ],
)
def test_a_missing_package_is_named_with_the_remedy(monkeypatch, package, draw):
    real = importlib.import_module

    def refuse(name, *rest):
        if name == package:
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(importlib, "import_module", refuse)
    with pytest.raises(PackageMissingError, match=rf"needs {package}; run pip install 'dj-analysis\[charts\]'"):
        draw()


def test_an_empty_frame_of_terms_gives_a_reason():
    figure = word_cloud(make_ranked([]), n_docs=0, n_chars=0)
    check_chart(figure)
    assert [text for text in list_texts(figure) if "没有可计数的词" in text.get_text()]
