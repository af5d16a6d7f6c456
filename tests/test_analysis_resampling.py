"""Intervals cover what they promise, and rankings tell on which article they rest."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dj_analysis.analysis import UnfitTableError, bootstrap_interval, bound_rates, leave_one_out, rank_groups
from dj_analysis.analysis.resampling import MIN_ARTICLES, MIN_COVERAGE, MIN_HOLDING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
import coverage

CORPORA = 1000
"""Corpora per cell in the tests; the page's table has four times as many."""


def make_corpus(n, *, seed=0, school="甲"):
    """Articles with two terms, one everywhere and one in the first article only."""
    counts = np.random.default_rng(seed).poisson(6, n) + 1
    names = [f"{school}{i:03}" for i in range(n)]
    rows = [(name, "党员", "word", int(k)) for name, k in zip(names, counts, strict=True)]
    frame = pd.DataFrame([*rows, (names[0], "海岛", "word", 40)], columns=["doc_id", "term", "kind", "n"])
    return frame, pd.DataFrame({"doc_id": names, "school": school, "n_chars": 1000})


def read_table():
    """The coverages of docs/methods.md, by law, mean and type of interval."""
    text = (Path(__file__).resolve().parent.parent / "docs" / "methods.md").read_text("utf-8")
    head, _, *rows = coverage.TABLE.search(text)[0].strip().splitlines()
    assert head == coverage.write_head()[0]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {tuple(row[:3]): dict(zip(coverage.ARTICLES, map(float, row[3:]), strict=True)) for row in cells}


@pytest.mark.parametrize("n", [30, 100])
@pytest.mark.parametrize("mean", coverage.MEANS)
def test_intervals_cover_95_percent_on_poisson_counts(n, mean):
    share = coverage.measure_coverage(coverage.bootstrap_t, "Poisson", n, mean, CORPORA)
    assert 0.93 <= share <= 0.97
    assert 93 <= read_table()["Poisson", f"{mean:g}", "bootstrap-t"][n] <= 97


@pytest.mark.parametrize(("law", "n", "mean"), [("Poisson", 30, 1.0), ("log-normal", 8, 10.0)])
def test_the_table_of_the_page_is_what_the_simulation_gives(law, n, mean):
    share = coverage.measure_coverage(coverage.bootstrap_t, law, n, mean)
    assert read_table()[law, f"{mean:g}", "bootstrap-t"][n] == pytest.approx(100 * share, abs=0.051)


@pytest.mark.parametrize("law", coverage.LAWS)
@pytest.mark.parametrize("mean", coverage.MEANS)
def test_the_smallest_corpus_with_an_interval_reaches_the_coverage_asked_for(law, mean):
    # 2 % are two standard errors of the short simulation.
    share = coverage.measure_coverage(coverage.bootstrap_t, law, MIN_ARTICLES, mean, CORPORA)
    assert share >= MIN_COVERAGE - 0.02
    assert read_table()[law, f"{mean:g}", "bootstrap-t"][MIN_ARTICLES] >= 100 * MIN_COVERAGE


def test_the_next_smaller_corpus_does_not_reach_it():
    smaller = max(n for n in coverage.ARTICLES if n < MIN_ARTICLES)
    rows = [row[smaller] for (_, _, kind), row in read_table().items() if kind == "bootstrap-t"]
    assert min(rows) < 100 * MIN_COVERAGE


def test_the_type_of_interval_was_chosen_by_its_coverage():
    table = read_table()
    for law in coverage.LAWS:
        for mean in coverage.MEANS:
            rows = {kind: table[law, f"{mean:g}", kind] for kind in ("bootstrap-t", "BCa", "percentile")}
            assert all(
                abs(95 - rows["bootstrap-t"][n]) < 95 - min(rows["BCa"][n], rows["percentile"][n]) for n in (15, 30)
            )


def test_intervals_hold_the_rate_and_narrow_with_more_articles():
    few, many = (bound_rates(*make_corpus(n)).set_index("term").loc["党员"] for n in (20, 100))
    assert few["low"] < few["rate"] < few["high"]
    assert many["high"] - many["low"] < few["high"] - few["low"]
    assert many["method"] == "bootstrap_t_sqrt"
    assert pd.isna(many["reason"])


def test_no_interval_below_the_smallest_number_of_articles():
    table = bound_rates(*make_corpus(MIN_ARTICLES - 1))
    assert table[["low", "high"]].isna().all(axis=None)
    assert table["reason"].str.contains(f"只有{MIN_ARTICLES - 1}篇").all()
    assert table["rate"].gt(0).all()


def test_no_interval_for_a_term_of_one_article_or_of_equal_articles():
    counts, sizes = make_corpus(30)
    row = bound_rates(counts, sizes).set_index("term").loc["海岛"]
    assert f"少于{MIN_HOLDING}篇" in row["reason"]
    assert np.isnan(row["low"])
    even = bound_rates(counts[counts["term"] == "党员"].assign(n=1), sizes)
    assert even["low"].isna().all()
    assert even["reason"].str.contains("几乎相同").all()


def test_rates_are_per_article_where_no_size_is_named():
    counts, sizes = make_corpus(20)
    table = bound_rates(counts, sizes[["doc_id"]], size=None).set_index("term")
    assert table.loc["海岛", "rate"] == 2


def test_groups_have_their_own_intervals():
    one, other = make_corpus(16), make_corpus(3, school="乙")
    table = bound_rates(pd.concat([one[0], other[0]]), pd.concat([one[1], other[1]]), by="school")
    alone = bound_rates(*one)
    pd.testing.assert_frame_equal(table[table["school"] == "甲"][alone.columns].reset_index(drop=True), alone)
    assert table.loc[table["school"] == "乙", "reason"].notna().all()


def test_the_article_a_rank_rests_on_is_named():
    counts, sizes = make_corpus(5, seed=3)
    table = leave_one_out(counts, sizes).set_index("term")
    assert table.loc["海岛", ["rank", "rank_best", "rank_worst", "doc_id"]].tolist() == [1, 1, 2, "甲000"]
    assert table.loc["海岛", "rate_min"] == 0
    assert table.loc["党员", ["rank_best", "rank_worst"]].tolist() == [1, 2]


def test_one_article_is_said_to_be_alone():
    table = leave_one_out(*make_corpus(1))
    assert table["reason"].str.contains("只有一篇").all()
    assert table["rank_best"].equals(table["rank_worst"])


def make_schools():
    rows = [("a1", "甲", 9), ("a2", "甲", 1), ("b1", "乙", 4), ("b2", "乙", 4), ("c1", "丙", 3), ("d1", "丁", 0)]
    sizes = pd.DataFrame(rows, columns=["doc_id", "school", "n"]).assign(n_chars=1000)
    return sizes[sizes["n"] > 0][["doc_id", "n"]].assign(term="讲堂", kind="head"), sizes.drop(columns="n")


def test_groups_are_ranked_with_the_ranks_any_one_article_could_give_them():
    table = rank_groups(*make_schools()).set_index("school")
    assert table["rank"].to_dict() == {"甲": 1, "乙": 2, "丙": 3, "丁": 4}
    # Without a1, 甲 has 1 per thousand and stands behind 乙 and 丙.
    assert table["rank_worst"].to_dict() == {"甲": 3, "乙": 2, "丙": 3, "丁": 4}
    assert table["rank_best"].to_dict() == {"甲": 1, "乙": 1, "丙": 2, "丁": 3}
    assert table.loc["丁", ["rate", "n_articles"]].tolist() == [0, 1]
    assert table["reason"].notna().all()


def test_ranks_agree_with_leaving_every_article_out_in_turn():
    generator = np.random.default_rng(4)
    sizes = pd.DataFrame({"doc_id": [f"d{i:02}" for i in range(14)], "school": list("甲甲甲乙乙乙乙丙丙丁丁丁丁戊")})
    sizes = sizes.assign(n_chars=generator.integers(500, 2000, 14))
    counts = sizes[["doc_id"]].assign(term="讲堂", kind="head", n=generator.poisson(3, 14) + 1)
    table = rank_groups(counts, sizes).set_index("school")
    ranks = {school: [] for school in table.index}
    for doc_id in sizes["doc_id"]:
        rest = sizes[sizes["doc_id"] != doc_id]
        rates = (
            counts.merge(rest, on="doc_id")
            .groupby("school")[["n", "n_chars"]]
            .sum()
            .pipe(lambda t: t["n"] / t["n_chars"])
        )
        for school, rank in rates.rank(ascending=False, method="min").items():
            ranks[school].append(rank)
    assert table["rank_best"].to_dict() == {school: min(values) for school, values in ranks.items()}
    assert table["rank_worst"].to_dict() == {school: max(values) for school, values in ranks.items()}


def test_a_term_nobody_uses_and_no_counts_give_empty_frames():
    counts, sizes = make_schools()
    assert rank_groups(counts, sizes, terms=["没有"]).columns.tolist() == rank_groups(counts, sizes).columns.tolist()
    for function in (bound_rates, leave_one_out, rank_groups):
        empty, full = function(counts.head(0), sizes, by="school"), function(counts, sizes, by="school")
        assert empty.empty
        assert empty.dtypes.equals(full.dtypes)


def test_an_empty_article_is_named():
    counts, sizes = make_corpus(9)
    with pytest.raises(UnfitTableError, match="above 0"):
        bound_rates(counts, sizes.assign(n_chars=0))


def test_samples_depend_on_the_seed_alone():
    counts, sizes = np.random.default_rng(1).poisson(3.0, (40, 6)).astype(float), np.ones(40)
    first, again, other = (bootstrap_interval(counts, sizes, seed=seed) for seed in (1, 1, 2))
    assert all((one == two).all() for one, two in zip(first, again, strict=True))
    assert (first[0] != other[0]).any()
