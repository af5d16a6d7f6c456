"""Amounts by scale, findings in time and sizes of effect, against tables counted by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from chart_data import make_corpus, make_counts
from dj_analysis import analysis
from dj_analysis.analysis import UnfitTableError, date_findings, list_quantities, measure_effects


def change(frame, **columns):
    """The first rows of a table with other values."""
    n = len(next(iter(columns.values())))
    values = {name: pd.Series(cells, dtype=frame[name].dtype) for name, cells in columns.items()}
    return frame.head(n).reset_index(drop=True).assign(**values)


def test_units_are_never_mixed_and_persons_are_one_scale():
    tables = make_corpus(1, 1)
    units = ["人", "名", "位", "元", "万元", None]
    found = list_quantities(change(tables.numbers, unit=units), tables.documents).set_index("unit")["scale"]
    assert found.loc[["人", "名", "位"]].tolist() == ["人"] * 3
    assert found.loc["元"] == "元"
    assert found.loc["万元"] == "万元"
    assert found[found.index.isna()].tolist() == ["无单位"]


def test_open_ends_stay_open_and_amounts_read_as_written():
    tables = make_corpus(40)
    found = list_quantities(tables.numbers, tables.documents)
    assert len(found) == len(tables.numbers)
    assert found.loc[found["bound"] == "at_least", "high"].isna().all()
    assert found.loc[found["bound"] == "about", ["low", "high"]].isna().all(axis=None)
    assert found.loc[found["amount"] == "至少373名", "low"].tolist() == [373.0]
    sizes = found.groupby("scale", sort=False).size()
    assert sizes.index[0] == "人", "the scale with most rows comes first"


def test_every_finding_is_there_and_undated_ones_have_no_year():
    tables = make_corpus(40)
    found = date_findings(tables.documents, tables.models, tables.honors, tables.dates)
    assert found["kind"].value_counts().to_dict() == {"honor": 200, "article": 80, "model": 80}
    undated = found[found["year"].isna()]
    assert undated["date"].isna().all()
    assert undated["basis"].isna().all()
    assert undated.loc[undated["kind"] != "honor", "masked"].all()
    stated = tables.honors["year"].value_counts().to_dict()
    assert found.loc[found["kind"] == "honor", "year"].value_counts().to_dict() == stated


@pytest.mark.parametrize(
    ("written", "year", "month"),
    [
        ("2020-11-12", 2020, 11),
        ("2020-11", 2020, 11),
        ("2020", 2020, None),
        ("20**-11-12", None, None),
        ("20*", None, None),
        ("2020-13-01", None, None),
        ("0202-01-01", None, None),
        (None, None, None),
    ],
)
def test_a_masked_or_odd_date_is_no_date(written, year, month):
    tables = make_corpus(1, 1)
    documents = change(tables.documents, published_date=[written])
    article = date_findings(documents, tables.models, tables.honors).iloc[0]
    assert (None if pd.isna(article["year"]) else article["year"]) == year
    assert (None if pd.isna(article["month"]) else article["month"]) == month
    assert pd.isna(article["date"]) == (year is None)


def test_the_end_nearer_zero_is_the_conservative_ratio():
    counts, sizes = make_counts(5)
    scored = analysis.score_keyness(counts, sizes)
    found = measure_effects(scored)
    nearer = np.where(found["low"] > 0, found["low"], np.where(found["high"] < 0, found["high"], 0.0))
    assert nearer == pytest.approx(scored["conservative_ratio"].to_numpy())
    assert found["effect"].tolist() == scored["log_ratio"].tolist()


def test_ends_of_a_log_ratio_are_those_of_an_exact_binomial_test():
    counts, sizes = make_counts(5)
    scored = analysis.score_keyness(counts, sizes, target=sizes["school"][0])
    found = measure_effects(scored)
    for row, ends in zip(scored.itertuples(), found[["low", "high"]].to_numpy(), strict=True):
        interval = binomtest(row.n, row.n + row.n_rest).proportion_ci(1 - 0.05 / len(scored), method="exact")
        scale = np.log2(row.total_rest / row.total)
        assert ends == pytest.approx([scale + np.log2(share / (1 - share)) for share in interval])


def test_log_odds_have_an_interval_from_their_z_score():
    counts, sizes = make_counts(5)
    scored = analysis.weigh_odds(counts, sizes)
    found = measure_effects(scored)
    assert set(found["measure"]) == {"log_odds"}
    assert (found["clear"] == (scored["z"].abs() > 1.959964)).all()


def test_what_one_article_says_is_not_spread():
    counts, sizes = make_counts(5)
    only = counts["doc_id"] == sizes["doc_id"].iloc[0]
    extra = counts[only].head(1).assign(term="独一份", n=30)
    found = measure_effects(analysis.score_keyness(pd.concat([counts, extra]), sizes))
    row = found[(found["term"] == "独一份") & (found["school"] == sizes["school"].iloc[0])]
    assert row["clear"].tolist() == [True]
    assert row["spread"].tolist() == [False]
    assert row["high"].isna().all(), "nobody else has it: the interval is open"


def test_what_a_school_alone_does_not_say_rests_on_the_others():
    counts, sizes = make_counts(5)
    school = sizes["school"].iloc[0]
    others = sizes.loc[sizes["school"] != school, "doc_id"]
    extra = pd.DataFrame({"doc_id": others, "term": "别处都说", "kind": "word", "n": 20})
    found = measure_effects(analysis.score_keyness(pd.concat([counts, extra]), sizes, target=school))
    row = found[found["term"] == "别处都说"].iloc[0]
    assert row["effect"] < 0
    assert row["n_docs"] == 0
    assert row["spread"]


def test_other_frames_are_refused():
    with pytest.raises(UnfitTableError, match="log_ratio"):
        measure_effects(pd.DataFrame({"school": ["甲"], "term": ["词"]}))


@pytest.mark.parametrize("n_schools", [0, 1])
def test_small_corpora_keep_the_columns(n_schools):
    tables, full = make_corpus(n_schools, 1), make_corpus(5)
    for function, names in (
        (list_quantities, ("numbers", "documents")),
        (date_findings, ("documents", "models", "honors", "dates")),
    ):
        small, large = (function(*(getattr(source, name) for name in names)) for source in (tables, full))
        assert small.dtypes.to_dict() == large.dtypes.to_dict()
