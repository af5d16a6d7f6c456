"""Keyness and log-odds equal published and recomputed values."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from dj_analysis.analysis import (
    TooFewDocuments,
    UnfitTableError,
    UnknownGroupError,
    count_initiatives,
    score_keyness,
    weigh_odds,
)
from dj_analysis.analysis.contingency import (
    compute_conservative_ratio,
    compute_g2,
    compute_log_ratio,
    compute_p,
    correct_p,
)
from dj_analysis.lexicon import load_lexicon

# The toy texts of quanteda's own tests.
D1, D2 = "a a a b b c c c c c c d e f g h h", "a a b c c d d d d e f h"
GROUPS = pd.DataFrame({"doc_id": ["d1", "d2"], "school": ["甲", "乙"]})
# Gabrielatos and Marchi's counts.
NEWSPAPERS = (206_523, 959_641, 178_174, 1_562_358)


def make_counts(**texts):
    rows = [(doc, term, "word", n) for doc, text in texts.items() for term, n in Counter(text.split()).items()]
    return pd.DataFrame(rows, columns=["doc_id", "term", "kind", "n"])


TOY = make_counts(d1=D1, d2=D2)


def test_signed_g2_is_that_of_the_four_cells():
    g2 = score_keyness(TOY, GROUPS, target="甲", min_n=1).set_index("term")["g2"]
    expected = {"a": 0.0048, "b": 0.0912, "c": 1.2742, "d": -3.7794, "e": None, "g": 1.0933}
    for term, value in expected.items():
        assert g2[term] == pytest.approx(-0.0649 if value is None else value, abs=5e-5)


def test_terms_are_ordered_as_quanteda_orders_them():
    assert score_keyness(TOY, GROUPS, target="甲", min_n=1)["term"].tolist() == list("cgbhaefd")


def test_what_one_group_uses_more_the_other_uses_less():
    table = score_keyness(TOY, GROUPS, min_n=1).set_index(["school", "term"])
    assert table.loc["甲", "g2"].sort_index().to_numpy() == pytest.approx(-table.loc["乙", "g2"].sort_index())
    assert table.loc[("甲", "g"), ["n", "n_rest", "total", "total_rest"]].tolist() == [1, 0, 17, 12]


def test_g2_is_dunnings():
    # The table [[10, 0], [3, 31764]].
    assert compute_g2(10, 13, 0, 31_764) == pytest.approx(167.23, abs=5e-3)


@pytest.mark.parametrize("cells", [(1, 17, 4, 12), (10, 13, 0, 31_764), (7, 100, 7, 100), (0, 5, 3, 8)])
def test_g2_and_p_agree_with_scipy(cells):
    n, total, rest, total_rest = cells
    table = [[n, rest], [total - n, total_rest - rest]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    assert abs(compute_g2(*cells)) == pytest.approx(expected.statistic, abs=1e-9)
    assert compute_p(compute_g2(*cells)) == pytest.approx(expected.pvalue, abs=1e-9)


@given(st.tuples(*[st.integers(0, 10**6)] * 4).filter(lambda cells: sum(cells) > 0))
def test_g2_is_never_negative_nonsense(cells):
    n, total, rest, total_rest = cells[0], cells[0] + cells[1], cells[2], cells[2] + cells[3]
    g2 = float(compute_g2(n, total, rest, total_rest))
    assert np.isfinite(g2)
    assert g2 == pytest.approx(-float(compute_g2(rest, total_rest, n, total)), abs=1e-6)
    assert (g2 < 0) <= (n * total_rest < rest * total)


def test_log_ratio_and_its_conservative_form():
    n, total, rest, total_rest = NEWSPAPERS
    assert (n / total / (rest / total_rest) - 1) * 100 == pytest.approx(88.71, abs=5e-3)
    assert compute_log_ratio(*NEWSPAPERS) == pytest.approx(0.9162, abs=5e-5)
    assert compute_conservative_ratio(*NEWSPAPERS, family=2) == pytest.approx(0.9057, abs=5e-5)


def test_conservative_ratio_is_0_where_nothing_is_sure_and_mirrors_itself():
    assert compute_conservative_ratio(3, 100, 2, 100, family=1) == 0
    one, other = (compute_conservative_ratio(*cells, family=10) for cells in ((90, 900, 5, 900), (5, 900, 90, 900)))
    assert one == pytest.approx(-other)
    assert 0 < one < compute_log_ratio(90, 900, 5, 900)
    assert np.isfinite(compute_conservative_ratio(50, 900, 0, 900, family=1))


def test_a_count_of_0_counts_as_a_half():
    assert compute_log_ratio(0, 100, 4, 100) == -3
    assert compute_log_ratio(0, 10, 1, 100) == 0
    assert compute_log_ratio(1, 100, 0, 10) == 0


def test_benjamini_and_hochberg_by_hand():
    p = np.array([0.001, 0.04, 0.03, 0.8])
    # p * m / rank, and from the top down never above the next: 0.004, (0.03 * 4 / 2, 0.04 * 4 / 3) -> 0.0533 both.
    assert correct_p(p) == pytest.approx([0.004, 0.16 / 3, 0.16 / 3, 0.8])


def test_correction_counts_only_the_terms_that_were_kept():
    few = score_keyness(TOY, GROUPS, target="甲", min_n=5)
    assert few["term"].tolist() == ["c", "a", "d"]
    assert few["q"].tolist() == pytest.approx(correct_p(few["p"].to_numpy()))
    assert few["total"].tolist() == [17, 17, 17]


@pytest.mark.parametrize(
    ("prior", "variance", "expected"),
    [
        (0.1, "four_terms", (0.0733, 0.2846, 1.0795, -1.7077, -0.2539, 0.6391)),
        (0.1, "two_terms", (0.0804, 0.2995, 1.2211, -1.8326, -0.2639, 0.6431)),
        (None, "four_terms", (0.0392, 0.1702, 0.6287, -1.0876, -0.1461, 0.4805)),
    ],
)
def test_log_odds_are_those_of_the_named_variance_and_prior(prior, variance, expected):
    table = weigh_odds(TOY, GROUPS, target="甲", prior=prior, variance=variance).set_index("term")
    assert table.loc[list("abcdeg"), "z"].tolist() == pytest.approx(expected, abs=5e-5)
    assert set(table["variance"]) == {variance}


def test_strange_options_are_refused():
    with pytest.raises(ValueError, match="four_terms"):
        weigh_odds(TOY, GROUPS, variance="three_terms")
    with pytest.raises(ValueError, match="above 0"):
        weigh_odds(TOY, GROUPS, prior=0.0)


@pytest.mark.parametrize("function", [score_keyness, weigh_odds])
def test_a_group_without_counts_is_named_and_otherwise_left_out(function):
    groups = pd.concat([GROUPS, pd.DataFrame({"doc_id": ["d3"], "school": ["丙"]})])
    assert set(function(TOY, groups)["school"]) == {"甲", "乙"}
    with pytest.raises(UnknownGroupError, match="丙"):
        function(TOY, groups, target="丙")
    with pytest.raises(TooFewDocuments, match="甲"):
        function(make_counts(d1=D1), groups)
    with pytest.raises(UnfitTableError, match="d2"):
        function(TOY, GROUPS.head(1))


@pytest.mark.parametrize("function", [score_keyness, weigh_odds])
def test_no_counts_give_an_empty_frame(function):
    empty = function(make_counts(), GROUPS)
    assert empty.empty
    assert empty.columns.tolist() == function(TOY, GROUPS).columns.tolist()
    assert empty.dtypes.equals(function(TOY, GROUPS).dtypes)


def test_heads_and_themes_of_initiatives_are_units_too():
    initiatives = pd.DataFrame(
        {
            "doc_id": ["d1", "d1", "d2", "d2"],
            "initiative_id": list("1234"),
            "name": ["党员先锋岗", "“暖阳”行动", "“红色讲堂”", "青禾微光"],
            "theme": ["组织建设;服务师生", None, "理论学习", None],
        }
    )
    themes = count_initiatives(initiatives).set_index(["doc_id", "term"])["n"]
    assert themes.to_dict() == {
        ("d1", "服务师生"): 1,
        ("d1", "未归类"): 1,
        ("d1", "组织建设"): 1,
        ("d2", "未归类"): 1,
        ("d2", "理论学习"): 1,
    }
    heads = count_initiatives(initiatives, load_lexicon())
    assert set(heads["term"]) == {"先锋岗", "行动", "讲堂", "无类名"}
    assert set(heads["kind"]) == {"head"}
    assert not score_keyness(heads, GROUPS, min_n=1).empty
    assert count_initiatives(initiatives.head(0)).columns.tolist() == ["doc_id", "term", "kind", "n"]
