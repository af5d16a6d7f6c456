"""The analyses on built corpora: the sample articles, and the real ones where they are."""

import pytest

from dj_analysis import analysis


@pytest.fixture(scope="module", params=["samples", "real"])
def tables(request):
    return request.getfixturevalue(request.param).tables


def test_noise_accounts_for_every_raw_character(tables):
    noise = analysis.measure_noise(tables.documents, tables.passages, tables.edits)
    sizes = tables.documents.set_index("doc_id")["n_chars_raw"].astype("int64")
    assert noise.groupby("doc_id")["n_chars"].sum().to_dict() == sizes.to_dict()


def test_documents_are_refused_and_passages_come_with_their_stability(tables):
    passages = analysis.select_passages(tables.documents, tables.passages)
    segmenter = analysis.make_segmenter(tables.models, tables.initiatives)
    bodies = analysis.find_organisation_spans(tables.organisations, tables.mentions)
    articles = analysis.count_terms(passages, segmenter, masked=bodies)
    assert "只有5个" in analysis.cluster_units(articles, unit="doc_id").reason
    clusters = analysis.cluster_units(analysis.count_terms(passages, segmenter, unit="passage_id", masked=bodies))
    assert clusters.reason or clusters.clusters["stability"].between(0, 1).all()


def test_models_stand_side_by_side_with_their_schools(real):
    tables = real.tables
    layout = analysis.lay_out_models(tables.models, tables.model_components, tables.documents)
    formula = layout[layout["canonical"] == "1+2+2+6+N"]
    assert formula["texts"].tolist() == ["党员学习室", "党员服务站", "党支部", "党员服务队", "入党积极分子"]
    bright = layout[(layout["canonical"] == "三亮三比三争") & (layout["part"] == "三亮")].iloc[0]
    assert (bright["texts"], bright["announced"], bright["listed"]) == ("亮身份|亮标准|亮承诺", 3, 3)
    assert formula["school"].iloc[0] != bright["school"]


def test_evidence_holds_the_quote_it_is_for(tables):
    cited = analysis.cite_rows(tables.models, tables.documents, tables.passages)
    assert len(cited) == len(tables.models)
    held = [quote.strip() in sentence for quote, sentence in zip(cited["quote"], cited["sentence"], strict=True)]
    assert sum(held) >= len(held) - 2  # a name may span two sentences
