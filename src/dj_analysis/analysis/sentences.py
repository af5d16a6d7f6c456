"""Sentences and tokens of passages, as frames that counts and collocations are made of."""

from __future__ import annotations

import pandas as pd

from dj_analysis.analysis.checks import check_table, type_frame
from dj_analysis.cleaning.passages import SENTENCE
from dj_analysis.segmentation import Segmenter

SENTENCES = {
    "doc_id": "str",
    "school": "str",
    "passage_id": "str",
    "sentence_id": "str",
    "start": "int64",
    "text": "str",
}
TOKENS = {"doc_id": "str", "sentence_id": "str", "position": "int64", "token": "str", "is_term": "bool"}


def cut_sentences(passages: pd.DataFrame) -> pd.DataFrame:
    """The sentences of passages, a row each.

    In: passages as ``select_passages`` gives them. Out: ``doc_id, school, passage_id, sentence_id, start, text`` in
    page order; ``start`` points into the clean text. ``count_terms(..., unit="sentence_id")`` counts in them.

    >>> row = {"doc_id": "d", "school": "某校", "passage_id": "d-0", "start": 10, "text": "党员29人。教师4人。"}
    >>> cut_sentences(pd.DataFrame([row]))[["sentence_id", "start", "text"]].values.tolist()
    [['d-0:0', 10, '党员29人。'], ['d-0:1', 16, '教师4人。']]
    """
    columns = ["doc_id", "school", "passage_id", "start", "text"]
    check_table(passages, "passages", columns, key=["passage_id"])
    rows = [
        (*own, f"{own[-1]}:{number}", start + match.start(), match.group())
        for *own, start, text in passages.sort_values(["doc_id", "start"])[columns].to_numpy(dtype=object)
        for number, match in enumerate(m for m in SENTENCE.finditer(text) if m.group().strip())
    ]
    return type_frame(pd.DataFrame(rows, columns=list(SENTENCES)), SENTENCES)


def list_tokens(sentences: pd.DataFrame, segmenter: Segmenter) -> pd.DataFrame:
    """The words and figures of sentences in order, marks left out.

    In: sentences as ``cut_sentences`` gives them. Out: ``doc_id, sentence_id, position, token, is_term``; ``is_term``
    is false for stop words, figures and single characters, which take up places in a window but are no collocates.
    """
    columns = ["doc_id", "sentence_id", "text"]
    check_table(sentences, "sentences", columns, key=["sentence_id"])
    rows = [
        (doc_id, sentence_id, position, token.text, segmenter.is_term(token))
        for doc_id, sentence_id, text in sentences[columns].to_numpy(dtype=object)
        for position, token in enumerate(token for token in segmenter.tokens(text) if token.kind != "mark")
    ]
    table = type_frame(pd.DataFrame(rows, columns=list(TOKENS)), TOKENS)
    return table.sort_values(["doc_id", "sentence_id", "position"], ignore_index=True)
