"""TF-IDF of terms, by scikit-learn, with the variant named in the result.

Four different numbers go by the name TF-IDF; a table that does not say which cannot be compared with another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dj_analysis.analysis.checks import check_counts

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

VARIANTS: Mapping[str, Mapping[str, object]] = {
    "sklearn_smooth_l2": {"smooth_idf": True, "norm": "l2"},
    "sklearn_plain": {"smooth_idf": False, "norm": None},
}
"""sklearn_smooth_l2 is n * (ln((1 + N) / (1 + df)) + 1), each unit scaled to length 1; sklearn_plain is
n * (ln(N / df) + 1)."""
DEFAULT_VARIANT = "sklearn_smooth_l2"


@dataclass(frozen=True)
class TermMatrix:
    """Units by terms; row i belongs to ``units[i]``, column j to ``terms[j]``, both in order of code points."""

    values: csr_matrix
    units: tuple[str, ...]
    terms: tuple[str, ...]


def make_matrix(counts: pd.DataFrame, *, unit: str = "doc_id", min_units: int = 1) -> TermMatrix:
    """Counts as a sparse matrix, without terms that occur in fewer than ``min_units`` units.

    Raises UnfitTableError where ``counts`` is not what ``count_terms`` gives.
    """
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - only analyses need it

    check_counts(counts, unit)
    table = counts.groupby([unit, "term"], as_index=False, sort=True)["n"].sum()
    spread = table.groupby("term")["n"].transform("size")
    units = tuple(sorted(table[unit].unique()))
    table = table[spread >= min_units]
    terms = tuple(sorted(table["term"].unique()))
    rows = pd.Categorical(table[unit], categories=list(units)).codes
    columns = pd.Categorical(table["term"], categories=list(terms)).codes
    values = csr_matrix((table["n"].to_numpy("float64"), (rows, columns)), shape=(len(units), len(terms)))
    return TermMatrix(values, units, terms)


def weigh_matrix(matrix: TermMatrix, *, variant: str = DEFAULT_VARIANT) -> TermMatrix:
    """TF-IDF weights of a matrix of counts. Raises ValueError for an unknown variant."""
    from sklearn.feature_extraction.text import TfidfTransformer  # noqa: PLC0415 - 1.8 seconds

    if variant not in VARIANTS:
        raise ValueError(f"no TF-IDF variant {variant!r}; there are: {', '.join(VARIANTS)}")
    if not matrix.terms:
        return matrix
    weights = TfidfTransformer(**VARIANTS[variant]).fit_transform(matrix.values).tocsr()
    return TermMatrix(weights, matrix.units, matrix.terms)


def weigh_terms(counts: pd.DataFrame, *, unit: str = "doc_id", variant: str = DEFAULT_VARIANT) -> pd.DataFrame:
    """TF-IDF of every term in every unit.

    In: counts, as ``count_terms`` gives them. Out: ``<unit>, term, n, tfidf, variant``; within a unit the weightiest
    first.
    """
    matrix = make_matrix(counts, unit=unit)
    pairs = matrix.values.tocoo()
    table = pd.DataFrame(
        {
            unit: pd.Series(np.array(matrix.units, dtype=object)[pairs.row], dtype="str"),
            "term": pd.Series(np.array(matrix.terms, dtype=object)[pairs.col], dtype="str"),
            "n": pairs.data.astype("int64"),
            # Weighing keeps the pattern of the matrix, so that weights and counts stand in the same order.
            "tfidf": weigh_matrix(matrix, variant=variant).values.tocoo().data,
        }
    ).assign(variant=variant)
    return table.sort_values([unit, "tfidf", "term"], ascending=[True, False, True], ignore_index=True)
