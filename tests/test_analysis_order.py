"""The same tables give the same frames to the last digit, in any row order."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dj_analysis import analysis
from dj_analysis.lexicon import load_lexicon

LEXICON = load_lexicon()


def read(tables):
    """Everything the analyses read, as one mapping of frames."""
    passages = analysis.select_passages(tables["documents"], tables["passages"])
    segmenter = analysis.make_segmenter(tables["models"], tables["initiatives"])
    counts = analysis.count_terms(passages, segmenter)
    return {
        **tables,
        "read": passages,
        "labels": analysis.label_documents(tables["documents"]),
        "sizes": analysis.measure_texts(passages),
        "counts": counts,
        "by_passage": analysis.count_terms(passages, segmenter, unit="passage_id"),
        "tokens": analysis.list_tokens(analysis.cut_sentences(passages), segmenter),
    }


ANALYSES = {
    "select_passages": lambda t: analysis.select_passages(t["documents"], t["passages"]),
    "label_documents": lambda t: analysis.label_documents(t["documents"]),
    "measure_texts": lambda t: analysis.measure_texts(t["read"]),
    "rank_terms": lambda t: analysis.rank_terms(t["counts"], t["sizes"]),
    "rank_terms_by": lambda t: analysis.rank_terms(t["counts"], t["sizes"], by="school"),
    "weigh_terms": lambda t: analysis.weigh_terms(t["counts"]),
    "score_keyness": lambda t: analysis.score_keyness(t["counts"], t["labels"]),
    "weigh_odds": lambda t: analysis.weigh_odds(t["counts"], t["labels"]),
    "themes": lambda t: analysis.score_keyness(analysis.count_initiatives(t["initiatives"]), t["labels"], min_n=1),
    "heads": lambda t: analysis.count_initiatives(t["initiatives"], LEXICON),
    "cut_sentences": lambda t: analysis.cut_sentences(t["read"]),
    "find_contexts": lambda t: analysis.find_contexts(t["read"], "党", edits=t["edits"]),
    "find_collocates": lambda t: analysis.find_collocates(t["tokens"], "党员"),
    "nodes": lambda t: analysis.link_terms(t["by_passage"], unit="passage_id").nodes,
    "edges": lambda t: analysis.link_terms(t["by_passage"], unit="passage_id").edges,
    "bound_rates": lambda t: analysis.bound_rates(t["counts"], t["sizes"], by="school"),
    "leave_one_out": lambda t: analysis.leave_one_out(t["counts"], t["sizes"]),
    "rank_groups": lambda t: analysis.rank_groups(t["counts"], t["sizes"]),
    "compare_models": lambda t: analysis.compare_models(t["models"], t["model_components"], t["documents"]),
    "lay_out_models": lambda t: analysis.lay_out_models(t["models"], t["model_components"], t["documents"]),
    "count_themes": lambda t: analysis.count_themes(t["initiatives"], t["documents"]),
    "count_honors": lambda t: analysis.count_honors(t["honors"], t["documents"]),
    "count_rows": lambda t: analysis.count_rows(t["facts"], t["models"], t["documents"]),
    "measure_noise": lambda t: analysis.measure_noise(t["documents"], t["passages"], t["edits"]),
    "find_organisation_spans": lambda t: analysis.find_organisation_spans(t["organisations"], t["mentions"]),
}


@pytest.fixture(scope="module")
def ordered(samples):
    return read(dict(samples.tables.items()))


@pytest.mark.parametrize("name", ANALYSES)
@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32 - 1), keep_index=st.booleans())
def test_the_order_of_rows_changes_nothing(ordered, name, seed, keep_index):
    mixed = {
        key: table.sample(frac=1, random_state=seed, ignore_index=not keep_index) for key, table in ordered.items()
    }
    pd.testing.assert_frame_equal(ANALYSES[name](mixed), ANALYSES[name](ordered), check_exact=True)


def test_terms_are_counted_alike_in_any_order(samples):
    tables = dict(samples.tables.items())
    mixed = {key: table.sample(frac=1, random_state=5) for key, table in tables.items()}
    one, other = read(tables), read(mixed)
    for name in ("counts", "by_passage", "tokens", "sizes"):
        pd.testing.assert_frame_equal(one[name], other[name], check_exact=True)
