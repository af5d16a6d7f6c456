"""How often terms are used, in how many articles, and how evenly.

Dispersion is Gries' deviation of proportions weighted by the size of the articles: with ``s`` the share of the corpus
an article holds and ``v`` the share of the term's occurrences that fall into it, DP = 0.5 * sum |s - v|, and
DPnorm = DP / (1 - min s). 0 is even, 1 is concentrated in the smallest article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

import pandas as pd

from dj_analysis.analysis.checks import check_counts, check_sizes, check_table
from dj_analysis.segmentation import Segmenter

PER = 1000
"""Characters to which frequencies are normalised, the usual base for Chinese text."""

SpanIndex = dict[str, tuple[list[int], list[int]]]


def measure_texts(passages: pd.DataFrame) -> pd.DataFrame:
    r"""Size of each article in characters, white space left out.

    In: passages as ``select_passages`` gives them. Out: ``doc_id, school, n_chars``, by doc_id.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"doc_id": ["d"], "school": ["某校"], "text": ["党 建\n"]})
    >>> measure_texts(frame)["n_chars"].tolist()
    [2]
    """
    check_table(passages, "passages", ["doc_id", "school", "text"], key=["passage_id"])
    sizes = passages["text"].str.replace(r"\s+", "", regex=True).str.len().astype("int64")
    return passages.assign(n_chars=sizes).groupby(["doc_id", "school"], as_index=False).agg(n_chars=("n_chars", "sum"))


def count_terms(
    passages: pd.DataFrame, segmenter: Segmenter, *, unit: str = "doc_id", masked: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Occurrences of every term in every unit; stop words, figures, marks and single characters are left out.

    In: passages as ``select_passages`` gives them; ``unit`` is the column that names the units (doc_id, passage_id,
    school); terms that touch a span of ``masked`` (``doc_id, start, end`` in clean text) are not counted.
    Out: ``<unit>, term, kind, n``, by unit and term.
    """
    check_table(passages, "passages", [*dict.fromkeys([unit, "doc_id", "start", "text"])], key=[_row_key(passages)])
    spans = _index_spans(masked)
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for name, doc_id, start, text in zip(*(passages[key] for key in (unit, "doc_id", "start", "text")), strict=True):
        counts.setdefault(str(name), Counter()).update(_free_terms(segmenter, text, start, spans.get(doc_id)))
    # A unit at a time: short sorts and plain columns take a third of the time of one sort of all rows as tuples.
    units, terms, kinds, numbers = [], [], [], []
    for name in sorted(counts):
        own = sorted(counts[name].items())
        units += [name] * len(own)
        terms += [term for (term, _), _ in own]
        kinds += [kind for (_, kind), _ in own]
        numbers += [n for _, n in own]
    columns = {unit: units, "term": terms, "kind": kinds}
    table = {key: pd.Series(values, dtype="str") for key, values in columns.items()}
    return pd.DataFrame({**table, "n": pd.Series(numbers, dtype="int64")})


def rank_terms(counts: pd.DataFrame, sizes: pd.DataFrame, *, by: str | None = None) -> pd.DataFrame:
    """Terms by frequency, with document frequency and dispersion.

    In: counts per doc_id, as ``count_terms`` gives them, and sizes, as ``measure_texts`` gives them; ``by`` is a column
    of ``sizes`` (school) within which everything is computed. Out: ``[by,] term, kind, n, per_1000, n_docs, doc_share,
    dp, dp_norm``, most frequent first. The two dispersions are NA where there is only one article to disperse over.
    Raises UnfitTableError where a counted article has no size.
    """
    columns = ["term", "kind", "n", "per_1000", "n_docs", "doc_share", "dp", "dp_norm"]
    check_counts(counts)
    check_sizes(counts, sizes, ["n_chars", *([by] if by else [])])
    # Sums of shares depend on their order in the last digit.
    counts = counts.sort_values(["doc_id", "term", "kind"])
    sizes = sizes.sort_values("doc_id", ignore_index=True)
    sizes = sizes.assign(_group="" if by is None else sizes[by])
    frames = [_rank_group(counts, group).assign(_group=name) for name, group in sizes.groupby("_group", sort=True)]
    if not frames:
        frames = [_rank_group(counts, sizes).assign(_group="")]
    ranked = pd.concat(frames, ignore_index=True).rename(columns={"_group": by or "_group"})
    return ranked[([by] if by else []) + columns]


def _rank_group(counts: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    total, n_docs = int(sizes["n_chars"].sum()), len(sizes)
    shares = sizes.assign(s=sizes["n_chars"] / max(total, 1))[["doc_id", "s"]]
    rows = counts.merge(shares, on="doc_id", how="inner")
    rows = rows.assign(v=rows["n"] / rows.groupby(["term", "kind"])["n"].transform("sum"))
    rows = rows.assign(gap=(rows["v"] - rows["s"]).abs())
    terms = rows.groupby(["term", "kind"], as_index=False).agg(
        n=("n", "sum"), n_docs=("doc_id", "nunique"), gap=("gap", "sum"), held=("s", "sum")
    )
    # Articles without the term add their whole share to the sum of gaps.
    dp = (0.5 * (terms["gap"] + 1 - terms["held"])).clip(lower=0)
    dispersed = pd.Series(n_docs > 1, index=terms.index)
    terms = terms.assign(
        per_1000=terms["n"] * PER / max(total, 1),
        doc_share=terms["n_docs"] / max(n_docs, 1),
        dp=dp.where(dispersed),
        dp_norm=(dp / (1 - shares["s"].min())).where(dispersed) if n_docs > 1 else dp.where(dispersed),
    )
    return terms.sort_values(["n", "term", "kind"], ascending=[False, True, True], ignore_index=True)


def _row_key(passages: pd.DataFrame) -> str:
    """The column that tells rows apart: a passage has several sentences."""
    return "sentence_id" if "sentence_id" in passages.columns else "passage_id"


def _free_terms(
    segmenter: Segmenter, text: str, offset: int, spans: tuple[list[int], list[int]] | None
) -> Iterator[tuple[str, str]]:
    """Text and kind of the terms that touch no masked span."""
    is_term = segmenter.is_term
    for token in segmenter.tokens(text):
        if is_term(token) and not (spans and _touches(spans, token.start + offset, token.end + offset)):
            yield token.text, token.kind


def _index_spans(masked: pd.DataFrame | None) -> SpanIndex:
    """Starts and running greatest ends of the masked spans of every article."""
    if masked is None:
        return {}
    index: SpanIndex = {}
    for doc_id, group in masked.sort_values(["doc_id", "start"]).groupby("doc_id"):
        index[str(doc_id)] = (group["start"].astype(int).tolist(), group["end"].astype(int).cummax().tolist())
    return index


def _touches(spans: tuple[list[int], list[int]], start: int, end: int) -> bool:
    starts, ends = spans
    before = bisect_right(starts, end - 1)
    return before > 0 and ends[before - 1] > start
