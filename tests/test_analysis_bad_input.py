"""Tables that cannot carry an analysis give a named error or an empty frame with its columns, and never a warning."""

import pandas as pd
import pytest

from dj_analysis import analysis
from dj_analysis.analysis import UnfitTableError
from dj_analysis.errors import DjAnalysisError
from dj_analysis.lexicon import load_lexicon
from dj_analysis.segmentation import Segmenter

SEGMENTER = Segmenter(load_lexicon())
PASSAGES = pd.DataFrame(
    [
        ("d1", "甲", "d1-0", 0, 0, "body", "党员带头开展志愿服务,支部组织党员学习。"),
        ("d1", "甲", "d1-1", 1, 20, "body", "志愿服务队帮助同学。"),
        ("d2", "乙", "d2-0", 0, 0, "body", "支部组织理论学习,党员参加讨论。"),
    ],
    columns=["doc_id", "school", "passage_id", "position", "start", "region", "text"],
)
SIZES = pd.DataFrame({"doc_id": ["d1", "d2"], "school": ["甲", "乙"], "n_chars": [30, 16]})
COUNTS = analysis.count_terms(PASSAGES, SEGMENTER)
EDITS = pd.DataFrame(columns=["doc_id", "stage", "rule", "raw_start", "raw_end", "before", "after"])


def count(passages, unit):
    return analysis.count_terms(passages, SEGMENTER, unit=unit)


FROM_PASSAGES = {
    "measure_texts": analysis.measure_texts,
    "count_terms": lambda passages: analysis.count_terms(passages, SEGMENTER),
    "cut_sentences": analysis.cut_sentences,
    "list_tokens": lambda passages: analysis.list_tokens(analysis.cut_sentences(passages), SEGMENTER),
    "find_contexts": lambda passages: analysis.find_contexts(passages, "党员", edits=EDITS),
    "find_collocates": lambda passages: analysis.find_collocates(
        analysis.list_tokens(analysis.cut_sentences(passages), SEGMENTER), "党员", min_n=1
    ),
    "link_terms": lambda passages: analysis.link_terms(count(passages, "passage_id"), unit="passage_id", min_n=1).edges,
}
FROM_COUNTS = {
    "rank_terms": lambda counts: analysis.rank_terms(counts, SIZES),
    "rank_terms_by": lambda counts: analysis.rank_terms(counts, SIZES, by="school"),
    "weigh_terms": analysis.weigh_terms,
    "score_keyness": lambda counts: analysis.score_keyness(counts, SIZES, min_n=1),
    "weigh_odds": lambda counts: analysis.weigh_odds(counts, SIZES),
    "bound_rates": lambda counts: analysis.bound_rates(counts, SIZES),
    "leave_one_out": lambda counts: analysis.leave_one_out(counts, SIZES),
    "rank_groups": lambda counts: analysis.rank_groups(counts, SIZES),
}
passage_functions = pytest.mark.parametrize("function", FROM_PASSAGES.values(), ids=FROM_PASSAGES)
count_functions = pytest.mark.parametrize("function", FROM_COUNTS.values(), ids=FROM_COUNTS)


@passage_functions
def test_no_passages_give_an_empty_frame_with_its_columns(function):
    empty = function(PASSAGES.head(0))
    assert empty.empty
    assert empty.columns.tolist() == function(PASSAGES).columns.tolist()


@count_functions
def test_no_counts_give_an_empty_frame_with_its_columns(function):
    empty = function(COUNTS.head(0))
    assert empty.empty
    assert empty.columns.tolist() == function(COUNTS).columns.tolist()


@passage_functions
@pytest.mark.parametrize("column", ["doc_id", "text"])
def test_a_missing_value_or_column_is_named(function, column):
    with pytest.raises(UnfitTableError, match=f"{column}.*NA in 1 of 3 rows"):
        function(PASSAGES.assign(**{column: PASSAGES[column].where(PASSAGES.index != 1)}))
    with pytest.raises(UnfitTableError, match=f"no column '{column}'"):
        function(PASSAGES.drop(columns=column))


@count_functions
@pytest.mark.parametrize("column", ["term", "n"])
def test_a_missing_count_is_named(function, column):
    with pytest.raises(UnfitTableError, match=f"{column}.*NA in 1 of"):
        function(COUNTS.assign(**{column: COUNTS[column].where(COUNTS.index != 1)}))


def test_tables_without_rows_give_empty_frames(samples):
    tables = samples.tables
    empty = type(tables)(**{name: table.head(0) for name, table in tables.items()})
    for function in (
        lambda t: analysis.select_passages(t.documents, t.passages),
        lambda t: analysis.label_documents(t.documents),
        lambda t: analysis.compare_models(t.models, t.model_components, t.documents),
        lambda t: analysis.lay_out_models(t.models, t.model_components, t.documents),
        lambda t: analysis.count_themes(t.initiatives, t.documents),
        lambda t: analysis.count_honors(t.honors, t.documents),
        lambda t: analysis.count_rows(t.facts, t.models, t.documents),
        lambda t: analysis.count_initiatives(t.initiatives),
        lambda t: analysis.measure_noise(t.documents, t.passages, t.edits),
        lambda t: analysis.find_organisation_spans(t.organisations, t.mentions),
        lambda t: analysis.cite_rows(t.models, t.documents, t.passages),
    ):
        assert function(empty).empty
        assert function(empty).columns.tolist() == function(tables).columns.tolist()


@passage_functions
def test_a_passage_that_stands_twice_is_named(function):
    with pytest.raises(UnfitTableError, match="d1-1"):
        function(pd.concat([PASSAGES, PASSAGES.iloc[[1]]]))


@count_functions
def test_a_count_that_stands_twice_is_named(function):
    with pytest.raises(UnfitTableError, match="1 rows repeat a key"):
        function(pd.concat([COUNTS, COUNTS.head(1)]))


def test_an_article_with_two_sizes_is_named():
    twice = pd.concat([SIZES, SIZES.head(1)])
    for function in (analysis.rank_terms, analysis.score_keyness, analysis.bound_rates, analysis.rank_groups):
        with pytest.raises(UnfitTableError, match="d1"):
            function(COUNTS, twice)


@passage_functions
def test_text_of_stop_words_alone_is_no_error(function):
    function(PASSAGES.assign(text="的,了。和与在的。"))


def test_text_of_stop_words_alone_has_no_terms():
    counts = analysis.count_terms(PASSAGES.assign(text="的,了。和与在的。"), SEGMENTER)
    assert counts.empty
    assert all(function(counts).empty for function in FROM_COUNTS.values())
    assert "只有0个" in analysis.cluster_units(counts, unit="doc_id").reason


@count_functions
def test_one_article_gives_rows_or_says_what_is_needed(function):
    try:
        assert not function(COUNTS[COUNTS["doc_id"] == "d1"]).empty
    except analysis.TooFewDocuments as error:
        assert "add articles" in str(error)  # noqa: PT017 - either is right


def test_a_school_with_nothing_is_ranked_with_0_and_otherwise_left_out():
    sizes = pd.concat([SIZES, pd.DataFrame({"doc_id": ["d3"], "school": ["丙"], "n_chars": [9]})])
    ranked = analysis.rank_groups(COUNTS, sizes, terms=["党员"])
    assert ranked.loc[ranked["school"] == "丙", "rate"].tolist() == [0]
    assert "丙" not in set(analysis.score_keyness(COUNTS, sizes, min_n=1)["school"])
    assert "丙" not in set(analysis.bound_rates(COUNTS, sizes, by="school")["school"])


def test_every_error_is_one_the_command_line_prints_as_a_sentence():
    for error in (analysis.EmptyTermError, analysis.TooFewDocuments, UnfitTableError, analysis.UnknownGroupError):
        assert issubclass(error, DjAnalysisError)


def test_documents_that_stand_twice_are_named(samples):
    documents = samples.tables.documents
    with pytest.raises(UnfitTableError, match=documents["doc_id"].min()):
        analysis.label_documents(pd.concat([documents, documents]))
