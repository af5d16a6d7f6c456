"""What a briefing says: every figure follows from its rows, every break is noticed, and what cannot be said is told."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dj_analysis as dj
from briefing_cases import HOSTILE, brief_folder, brief_hostile, brief_schools
from chart_data import make_corpus
from dj_analysis.briefing.checks import check_quantities, find_loose_digits, recompute
from dj_analysis.briefing.content import write_content
from dj_analysis.briefing.evidence import CITED, list_evidence
from dj_analysis.briefing.material import make_row_ids
from dj_analysis.briefing.pictures import describe_exhibit, draw_exhibit
from dj_analysis.briefing.records import Citation, Quantity, Trace
from dj_analysis.briefing.sections.models import _tell_gaps
from dj_analysis.briefing.sections.overview import _tell_years
from dj_analysis.briefing.sections.schools import MOST_PAGES
from dj_analysis.briefing.wording import shorten, state

pytestmark = pytest.mark.xdist_group("briefing")

KEYS = ["overview", "keywords", "themes", "honors", "models", "comparison", "clusters", "limits"]


@pytest.fixture(scope="module")
def sample(samples):
    return brief_folder(str(samples.out))


def section(briefing, key):
    return next(one for one in briefing.sections if one.key == key)


def text_of(section):
    return "".join(claim.text for claim in section.claims)


def test_every_figure_of_the_samples_follows_from_its_rows(sample):
    tables, briefing = sample
    assert check_quantities(briefing, tables) == []
    assert sum(len(claim.quantities) for claim in briefing.claims) > 100


def test_every_figure_of_the_real_articles_follows_from_its_rows(real):
    tables, briefing = brief_folder(str(real.out))
    assert check_quantities(briefing, tables) == []


def test_every_figure_of_made_up_schools_follows_from_its_rows():
    tables, briefing = brief_schools(3, 16)
    assert check_quantities(briefing, tables) == []


def test_every_figure_of_hostile_names_follows_from_its_rows():
    tables, briefing = brief_hostile()
    assert check_quantities(briefing, tables) == []
    assert "讲堂]]>与&amp;" in text_of(section(briefing, "themes"))


def test_sections_stand_in_order_and_ids_count_through(sample):
    _, briefing = sample
    assert [one.key for one in briefing.sections if one.key != "school"] == KEYS
    assert [claim.claim_id for claim in briefing.claims] == [f"论-{i + 1:03}" for i in range(len(briefing.claims))]
    for kind in ("图", "表"):
        ids = [one.exhibit_id for one in briefing.exhibits if one.exhibit_id.startswith(kind)]
        assert ids == [f"{kind}-{i + 1:02}" for i in range(len(ids))]


def test_figures_are_those_counted_from_the_tables(sample):
    tables, briefing = sample
    assert f"举措{len(tables.initiatives)}项、数字{len(tables.numbers)}个" in text_of(section(briefing, "overview"))
    prizes = tables.honors[tables.honors["kind"] != "media"]
    listed = int((prizes["status"] == "listed").sum())
    assert f"奖励与称号{len(prizes)}条" in text_of(section(briefing, "honors"))
    assert f"已获{len(prizes) - listed}条，入选公示{listed}条" in text_of(section(briefing, "honors"))
    assert f"列出构成的有{int((tables.models['n_found'] > 0).sum())}个" in text_of(section(briefing, "models"))
    counts = section(briefing, "overview").exhibits[0].data.set_index("学校或单位")
    assert counts.loc["长春科技学院", "举措"] == int((tables.facts["school"] == "长春科技学院").sum()) - 8 - 2


def test_no_chart_is_empty_and_all_can_be_drawn(sample):
    _, briefing = sample
    for exhibit in briefing.exhibits:
        assert len(exhibit.data), exhibit.title
        if exhibit.form in {"bars", "stacked_bars"}:
            assert exhibit.data.iloc[:, 1:].to_numpy().sum() > 0
            assert draw_exhibit(exhibit).alt == describe_exhibit(exhibit)
        elif exhibit.form == "picture":
            assert draw_exhibit(exhibit) is exhibit.picture
        else:
            with pytest.raises(ValueError, match="is a table"):
                draw_exhibit(exhibit)


def break_first(briefing, change):
    """The briefing with its first claim changed."""
    first, *rest = briefing.sections
    claim = change(first.claims[0])
    return replace(briefing, sections=(replace(first, claims=(claim, *first.claims[1:])), *rest))


def change_quantity(**changes):
    return lambda claim: replace(claim, quantities=(replace(claim.quantities[0], **changes), *claim.quantities[1:]))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (change_quantity(value=6.0), "is printed for 6.0"),
        (change_quantity(shown="6", value=6.0), "its rows give 5.0, not 6.0"),
        (change_quantity(traces=()), "its rows give 0.0, not 5.0"),
        (change_quantity(traces=(Trace("honors", "ffff"),)), "honors has no row ffff"),
        (change_quantity(traces=(Trace("nowhere", "ffff"),)), "nowhere has no row ffff"),
        (change_quantity(how="value", column="views"), "its rows give None"),
        (change_quantity(how="computed", by="dj_analysis.analysis.no_such"), "computes nothing"),
        (change_quantity(how="computed", by="os.system"), "computes nothing"),
        (change_quantity(how="sum"), "names neither its column nor its word"),
        (
            change_quantity(how="share", of=(Trace("documents", "208cb6202604a470"),)),
            "a share of what it is no part of",
        ),
        (change_quantity(how="method", by="dj_analysis.analysis.clusters.MIN_UNITS"), "its rows give 20.0"),
        (lambda claim: replace(claim, text=claim.text + "另有7篇。"), "7 follows from no row"),
        (lambda claim: replace(claim, quantities=()), "follows from no row"),
        (lambda claim: replace(claim, text="没有数字。"), "does not print 5"),
    ],
)
def test_a_break_is_noticed(sample, change, problem):
    tables, briefing = sample
    assert any(problem in told for told in check_quantities(break_first(briefing, change), tables))


def break_exhibit(briefing, **changes):
    first, *rest = briefing.sections
    exhibit, *others = first.exhibits
    return replace(briefing, sections=(replace(first, exhibits=(replace(exhibit, **changes), *others)), *rest))


def test_breaks_of_tables_titles_and_citations_are_noticed(sample):
    tables, briefing = sample
    exhibit = briefing.exhibits[0]
    data = exhibit.data.copy()
    data.iloc[0, 1] = 99
    wrong = check_quantities(break_exhibit(briefing, data=data), tables)
    assert wrong == ["表-01: row 0, 文章: holds 99, not 1.0"]
    assert any(
        "follows from no row" in told for told in check_quantities(break_exhibit(briefing, quantities={}), tables)
    )
    assert check_quantities(break_exhibit(briefing, title="共888所"), tables) == [
        "表-01: 888 in its title or note follows from no row"
    ]
    first, *rest = briefing.sections
    assert check_quantities(replace(briefing, sections=(replace(first, title="读了6篇"), *rest)), tables)
    assert check_quantities(replace(briefing, made_from="依据88篇文章"), tables)
    claim = next(one for one in briefing.claims if one.cited)
    false = replace(claim, cited=tuple(replace(one, text="没有写过的话") for one in claim.cited))
    sections = tuple(
        replace(one, claims=tuple(false if c is claim else c for c in one.claims)) for one in briefing.sections
    )
    assert any(
        "does not say '没有写过的话'" in told for told in check_quantities(replace(briefing, sections=sections), tables)
    )
    twice = check_quantities(replace(briefing, sections=briefing.sections + briefing.sections[:1]), tables)
    assert "论-001: is there twice" in twice


def test_words_are_summed_over_passages_that_have_them(sample):
    tables, briefing = sample
    quantity = next(q for claim in section(briefing, "keywords").claims for q in claim.quantities if q.how == "sum")
    assert recompute(quantity, tables) == quantity.value == sum(trace.weight for trace in quantity.traces)
    heavier = replace(quantity, traces=(replace(quantity.traces[0], weight=900.0), *quantity.traces[1:]))
    broken = break_first(briefing, lambda claim: replace(claim, quantities=(*claim.quantities, heavier)))
    assert any("less than 900 times" in told for told in check_quantities(broken, tables))


def test_evidence_leads_every_figure_and_citation_to_its_place(sample):
    tables, briefing = sample
    frame = list_evidence(briefing, tables)
    assert frame["source_file"].notna().all()
    ids = set(frame["id"])
    assert all(claim.claim_id in ids for claim in briefing.claims if any(q.traces for q in claim.quantities))
    assert set(frame.loc[frame["how"] == CITED, "table"]) >= {"initiatives", "honors", "models"}
    numbers = tables.numbers.set_index("number_id")
    for row in frame[frame["table"] == "numbers"].to_dict("records"):
        assert (row["raw_start"], row["raw_end"], row["quote"]) == tuple(
            numbers.loc[row["row_id"], ["raw_start", "raw_end", "quote"]]
        )


def test_rows_without_an_id_are_named_by_their_key(sample):
    tables, _ = sample
    ids = make_row_ids("unresolved", tables.unresolved)
    assert ids.is_unique
    assert ids.iloc[0] == ":".join(map(str, tables.unresolved.loc[0, ["doc_id", "raw_start", "kind"]]))


def test_one_article_is_not_compared_and_says_so():
    tables, briefing = make_corpus(1, 1), write_content(make_corpus(1, 1))
    assert check_quantities(briefing, tables) == []
    assert "只有一篇文章，本简报所述只是这一篇的内容。" in section(briefing, "overview").remarks
    assert section(briefing, "comparison").remarks == ("只有一所学校或单位，不作校际比较。",)
    assert "样本太小，不作聚类" in text_of(section(briefing, "clusters"))
    assert section(briefing, "clusters").exhibits == ()
    assert "据现有1篇文章《" in text_of(section(briefing, "school"))


def test_an_article_without_rows_has_remarks_and_no_charts(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("天气\n今天下雨。\n", "utf-8")
    tables = dj.load(dj.build(raw, tmp_path / "out").out)
    briefing = write_content(tables)
    assert check_quantities(briefing, tables) == []
    for key in ("themes", "honors", "models", "comparison", "clusters", "school"):
        one = section(briefing, key)
        assert one.exhibits == ()
        assert one.remarks
    assert "“荣誉”：所读文章没有写到奖励与称号。" in section(briefing, "limits").remarks[0]


def test_many_schools_have_pages_up_to_a_number_and_the_rest_in_tables():
    tables, briefing = brief_schools(40, 1)
    pages = [one for one in briefing.sections if one.key == "school"]
    assert len(pages) == MOST_PAGES + 1
    rest = [exhibit.data for exhibit in pages[-1].exhibits]
    named = {one.heading for one in pages[:-1]} | set(pd.concat(rest)["学校或单位"])
    assert named == set(tables.documents["school"])
    overview = section(briefing, "overview").exhibits[0]
    assert overview.data["学校或单位"].iloc[-1] == "其余各校合计"
    assert overview.data["文章"].sum() == 40
    assert check_quantities(briefing, tables) == []


def test_schools_of_many_articles_are_ranked_with_intervals_and_those_of_few_are_not():
    _, many = brief_schools(3, 16)
    ranked = next(one for one in section(many, "comparison").exhibits if one.title.startswith("每篇文章的举措数"))
    assert (ranked.data["区间下限"] <= ranked.data["每篇举措"]).all()
    _, few = brief_schools(40, 1)
    assert "各校文章都不足15篇" in text_of(section(few, "comparison"))
    assert "每篇文章的举措数，按学校或单位" not in [one.title for one in section(few, "comparison").exhibits]


def test_what_is_not_awarded_is_kept_apart():
    _, briefing = brief_schools(3, 16)
    chart = section(briefing, "honors").exhibits[0]
    assert list(chart.data.columns) == ["级别", "已获", "入选公示", "培育创建", "提名"]
    assert "不计入已获" in chart.note


def test_the_choice_and_what_it_leaves_out_are_told(samples):
    tables = dj.load(samples.out)
    briefing = write_content(tables, since="2020", groups=["公办高校"], title="2021年简报")
    assert briefing.made_from.endswith("选取范围：分组：公办高校；日期：2020至最近")
    assert briefing.title == "2021年简报"
    assert check_quantities(briefing, tables) == []
    dated = write_content(tables, until="2022", schools=["长春科技学院", "重庆第二师范学院"])
    assert "按日期选取时，另有1篇没有写明日期，未列入。" in text_of(section(dated, "overview"))
    assert check_quantities(dated, tables) == []


def test_the_same_tables_give_the_same_briefing():
    tables = make_corpus(2, 2)
    one, other = write_content(tables), write_content(tables)
    assert one.claims == other.claims
    for a, b in zip(one.exhibits, other.exhibits, strict=True):
        pd.testing.assert_frame_equal(a.data, b.data)
        assert a.quantities == b.quantities


@given(st.text(), st.integers(2, 40))
def test_shortened_text_fits_and_begins_as_the_whole(text, longest):
    short = shorten(text, longest)
    assert len(short) <= longest
    assert " ".join(text.split()).startswith(short.rstrip("…").rstrip()) or "…" in text


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=5), st.text("党建工作，、（）", max_size=8))
def test_digits_are_loose_until_their_figures_are_known(numbers, words):
    text = words.join(f"有{n}条" for n in numbers)
    quantities = [Quantity(str(n), float(n), "rows", ()) for n in numbers]
    assert find_loose_digits(text, quantities, []) == []
    assert len(find_loose_digits(text, [], [])) == len(numbers)


def test_a_figure_does_not_hide_in_a_larger_one():
    known = [Quantity("1", 1.0, "rows", ()), Quantity("5", 5.0, "rows", ())]
    assert find_loose_digits("共12条，占1.5%", known, []) == ["12", "1", "5"]


def test_sentences_take_figures_and_wordings_with_braces():
    claim = state("共{}条：{}。", Quantity("2", 2.0, "rows", ()), [Citation("甲{0}", Trace("honors", "a"))])
    assert claim.text == "共2条：甲{0}。"
    assert len(HOSTILE) == len(set(HOSTILE))


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (["2021", "2022", None, None, None], "2篇写明了发布日期，3篇没有写明"),
        (["2021", "2021", "2022", None], "2021年的文章最多，有2篇；另有1篇没有写明日期"),
        (["2021", "2021", "2022"], "2021年的文章最多，有2篇"),
        (["2021", "2022"], ""),
        (["2021", "2021", "2022", None, None], "3篇写明了发布日期，2篇没有写明"),
    ],
)
def test_a_year_is_a_headline_only_where_it_stands_out(dates: list[str | None], told: str) -> None:
    documents = pd.DataFrame({"row_id": [f"d{n}" for n in range(len(dates))]})
    assert _tell_years(pd.Series(dates, dtype="str"), documents).text == told


def test_a_sum_of_terms_that_are_all_named_is_no_gap() -> None:
    row = {"scope": "own", "n_announced": 5, "n_found": 2, "form": "plus", "canonical": "3+2", "row_id": "m"}
    assert not _tell_gaps(pd.DataFrame([row]))
    (claim,) = _tell_gaps(pd.DataFrame([row | {"n_found": 1}]))
    assert "宣称5项，列出1项" in claim.text
    assert _tell_gaps(pd.DataFrame([row | {"form": "shorthand", "canonical": "五亮"}]))
