"""The words of the chosen articles, counted once for keywords and clusters."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dj_analysis.analysis import (
    count_terms,
    find_organisation_spans,
    find_person_spans,
    make_segmenter,
    measure_texts,
    rank_terms,
    select_passages,
)
from dj_analysis.briefing.material import Material


@dataclass(frozen=True)
class Words:
    """Passages that are read, words per passage without names of bodies and persons, and their ranking.

    ``passages`` as ``select_passages`` gives them; ``counts``: passage_id, term, kind, n, doc_id; ``ranked`` as
    ``rank_terms`` gives it; ``n_chars`` is the size of all articles.
    """

    passages: pd.DataFrame
    counts: pd.DataFrame
    ranked: pd.DataFrame
    n_chars: int


def count_words(material: Material) -> Words:
    """The words of the chosen articles."""
    tables = material.whole
    passages = select_passages(tables.documents, tables.passages)
    segmenter = make_segmenter(tables.models, tables.initiatives, own_lists=material.own_lists)
    bodies = find_organisation_spans(tables.organisations, tables.mentions)
    persons = find_person_spans(tables.documents, tables.honors, tables.passages)
    counts = count_terms(passages, segmenter, unit="passage_id", masked=pd.concat([bodies, persons]))
    counts = counts.merge(passages[["passage_id", "doc_id"]], on="passage_id", how="left", validate="m:1")
    sizes = measure_texts(passages)
    by_article = counts.groupby(["doc_id", "term", "kind"], as_index=False).agg(n=("n", "sum"))
    return Words(passages, counts, rank_terms(by_article, sizes), int(sizes["n_chars"].sum()))
