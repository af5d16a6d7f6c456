"""Tables for readers, and what a chart of clusters may say about them."""

import pandas as pd
import pytest

from dj_analysis.analysis import Clustering
from dj_analysis.charts import cluster_map, show_table
from dj_analysis.charts.tables import MAX_CHARACTERS, NO_ROWS


def make_clustering(sizes, stabilities, verdicts):
    clusters = pd.DataFrame({"cluster": range(1, len(sizes) + 1), "n": sizes, "label": "词", "terms": "词",
                             "stability": stabilities, "verdict": verdicts})  # fmt: skip
    units = pd.DataFrame({"cluster": clusters["cluster"].repeat(clusters["n"]), "x": 0.0, "y": 0.0})
    return Clustering(units, clusters, pd.DataFrame(), n_units=sum(sizes), silhouette=0.1, rand_index=0.1, p_value=0.01)


def test_a_table_is_chinese_short_and_safe():
    frame = pd.DataFrame({"term": ["<b>党建</b>\n"], "n": [2], "share": [0.3], "text": ["长" * 300], "chosen": [True]})
    html = show_table(frame, headings={"n": "次数"}).to_html()
    assert all(heading in html for heading in ("词", "次数", "占比", "采用"))
    assert "&lt;b&gt;党建&lt;/b&gt;</td>" in html
    assert "0.30" in html
    assert "长" * (MAX_CHARACTERS - 1) + "…" in html


def test_numbers_stand_right_and_words_left():
    frame = pd.DataFrame({"left": ["上文"], "term": ["词"], "n": [2], "chosen": [True]})
    html = show_table(frame).to_html().split("</style>")[0]
    sides = [part.split(";")[0] for part in html.split("text-align: ")[1:]]
    assert sides == ["right", "left", "right", "left"]


def test_an_empty_table_says_so():
    assert NO_ROWS in show_table(pd.DataFrame({"term": [], "n": []})).to_html()


@pytest.mark.parametrize(
    ("sizes", "stabilities", "verdicts", "said"),
    [
        pytest.param([58, 4], [0.75, 0.30], ["stable", "unstable"], "58个段落挤在同一类", id="the-rest-is-no-finding"),
        pytest.param([30, 32], [0.8, 0.9], ["stable", "stable"], "各类在重抽样中都稳定", id="all-stable"),
        pytest.param([30, 32], [0.8, 0.5], ["stable", "unstable"], "其中1类在重抽样中稳定", id="one-stable"),
        pytest.param([30, 32], [0.4, 0.5], ["unstable", "unstable"], "没有一类是稳定的", id="none-stable"),
        pytest.param(
            [58, 4], [0.97, 0.80], ["stable", "stable"], "各类在重抽样中都稳定", id="large-but-better-than-chance"
        ),
    ],
)
def test_the_title_claims_no_more_than_the_clusters_hold(sizes, stabilities, verdicts, said):
    assert said in cluster_map(make_clustering(sizes, stabilities, verdicts)).alt
