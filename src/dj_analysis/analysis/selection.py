"""What an analysis reads: the passages that count, whose they are, and a segmenter that knows the corpus."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from dj_analysis.analysis.checks import check_table
from dj_analysis.cleaning.passages import SENTENCE
from dj_analysis.lexicon import Lexicon, load_lexicon
from dj_analysis.records import READ_REGIONS
from dj_analysis.rows import label_school
from dj_analysis.segmentation import Segmenter


def label_documents(documents: pd.DataFrame, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Each article once, with the label of its school.

    In: the documents table; the lexicon holds the short names of schools, the package's unless one is given. Out:
    ``doc_id, school, title, published_date, source_file``, in file order, without articles that repeat another one.
    ``school`` is never NA: an article without a school is a school of its own, labelled 未具名·<unit or file>, and
    with the file behind the unit where two such articles name the same unit. Short names become full ones.
    """
    columns = ["doc_id", "school", "title", "published_date", "source_file"]
    check_table(documents, "documents", ["doc_id", "source_file"], key=["doc_id"])
    kept = documents[documents["duplicate_of"].isna()].sort_values("source_file", ignore_index=True)
    plain = kept.astype(object).where(kept.notna(), None)
    names = [label_school({str(key): value for key, value in row.items()}) for row in plain.to_dict("records")]
    aliases = (lexicon or load_lists()).table("school_aliases")
    schools = pd.Series(
        [aliases[name]["school"] if name in aliases else name for name in names], index=kept.index, dtype="str"
    )
    pooled = kept["school"].isna() & schools.duplicated(keep=False)
    return kept.assign(school=schools.where(~pooled, schools + "·" + kept["source_file"]))[columns]


@lru_cache(maxsize=1)
def load_lists() -> Lexicon:
    """The package's word lists, read once for all analyses."""
    return load_lexicon()


def select_passages(
    documents: pd.DataFrame, passages: pd.DataFrame, *, regions: frozenset[str] = READ_REGIONS
) -> pd.DataFrame:
    """The passages an analysis reads: titles, headings, body and captions of articles that repeat no other.

    In: the documents and passages tables. Out: ``doc_id, school, passage_id, position, region, start, end, text`` in
    page order.
    """
    columns = ["doc_id", "school", "passage_id", "position", "region", "start", "end", "text"]
    labels = label_documents(documents)[["doc_id", "school"]]
    check_table(passages, "passages", ["doc_id", "passage_id", "text"], key=["passage_id"])
    found = passages[passages["region"].isin(regions)].merge(labels, on="doc_id", how="inner", validate="m:1")
    return found.sort_values(["doc_id", "position"], ignore_index=True)[columns]


def make_segmenter(
    models: pd.DataFrame, initiatives: pd.DataFrame, *, own_lists: str | Path | None = None
) -> Segmenter:
    """A segmenter that holds the names of the corpus's models and initiatives whole.

    In: the two tables; ``own_lists`` is the folder of the analyst's word lists, whose ``stopwords.csv`` and
    ``user_words.csv`` are laid over the package's. A folder that does not exist adds nothing.
    """
    names = pd.concat([models["canonical"], models["name"], initiatives["name"]]).dropna().unique()
    lexicon = load_lexicon(Path(own_lists) if own_lists is not None else None)
    return Segmenter(lexicon, sorted(map(str, names)))


def find_organisation_spans(organisations: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Every place where a body is named, to be masked when texts are compared: who wrote is not what was written.

    In: the organisations and mentions tables. Out: ``doc_id, start, end`` in the clean text.
    """
    columns = ["doc_id", "start", "end"]
    named = mentions[mentions["row_id"].isin(organisations["organisation_id"])]
    spans = pd.concat([organisations[columns], named[columns]]).drop_duplicates()
    return spans.sort_values(columns, ignore_index=True)


def cite_rows(rows: pd.DataFrame, documents: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Evidence for readers: the sentence every row stands in, with its school, file and place in the saved page.

    In: rows of any table with ``doc_id, start, raw_start``, and the documents and passages tables. Out: the rows, led
    by ``school, source_file, raw_start, sentence``; rows of articles that repeat another one are left out.
    """
    head = ["school", "source_file", "raw_start", "sentence"]
    labels = label_documents(documents)[["doc_id", "school", "source_file"]]
    cited = rows.drop(columns=["school", "source_file"], errors="ignore").merge(labels, on="doc_id", how="inner")
    texts = {doc: list(zip(g["start"], g["text"], strict=True)) for doc, g in passages.groupby("doc_id")}
    sentences = [
        _read_sentence(texts.get(doc, []), at) for doc, at in zip(cited["doc_id"], cited["start"], strict=True)
    ]
    cited = cited.assign(sentence=pd.Series(sentences, index=cited.index, dtype="str"))
    return cited[head + [name for name in cited.columns if name not in head]]


def _read_sentence(passages: list[tuple[int, str]], at: int) -> str | None:
    """The sentence that holds the place, out of (start, text) of an article's passages."""
    for start, text in passages:
        if start <= at < start + len(text):
            matches = SENTENCE.finditer(text)
            return next((m.group().strip() for m in matches if m.start() <= at - start < m.end()), None)
    return None
