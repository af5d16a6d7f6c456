"""Which words stand near a word, and which occur in the same units: collocates and a network of terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dj_analysis.analysis.association import MEASURES, compute_log_dice, measure_association
from dj_analysis.analysis.checks import check_counts, check_table, type_frame
from dj_analysis.analysis.contingency import correct_p
from dj_analysis.analysis.errors import EmptyTermError
from dj_analysis.analysis.tfidf import make_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

WINDOW = 5
"""Words on either side, the span most collocation studies use."""
MIN_PAIRS = 3
"""Pairs seen together less often are chance, whatever their PMI."""
TOP = 60
"""Terms of a network; more cannot be told apart in a picture."""
PAIR_COUNTS = {"n_xy": "int64", "n_x": "int64", "n_y": "int64", "n_total": "int64"}
FIGURES = dict.fromkeys(MEASURES, "float64")
COLLOCATES = {
    "term": "str", "collocate": "str", "window": "int64", "n_node": "int64", "n_docs": "int64",
    **PAIR_COUNTS, **FIGURES, "p": "float64", "q": "float64",
}  # fmt: skip
NODES = {"term": "str", "n": "int64", "n_units": "int64", "degree": "int64", "strength": "int64"}
EDGES = {"term": "str", "other": "str", **PAIR_COUNTS, **FIGURES}


def find_collocates(tokens: pd.DataFrame, term: str, *, window: int = WINDOW, min_n: int = MIN_PAIRS) -> pd.DataFrame:
    """Terms within ``window`` words of ``term`` in its sentences, most typical (logDice) first.

    In: tokens as ``list_tokens`` gives them. Out: ``term, collocate, window, n_node, n_docs, n_xy, n_x, n_y, n_total,
    expected, pmi, npmi, t, log_dice, g2, p, q``. Evert's surface model: the sample is every word that is not the node
    (``n_total``), ``n_x`` of them stand in a window (each once, however many windows hold it), ``n_y`` are the
    collocate, ``n_xy`` both; logDice alone takes ``n_node``, the occurrences of the node, for ``n_x``. p is Fisher's,
    one-sided, and q its Benjamini-Hochberg correction over the collocates seen ``min_n`` times. A term that is no token
    gives an empty frame. Raises EmptyTermError for an empty term.
    """
    if not term.strip():
        raise EmptyTermError("no term to look for; give at least one character")
    if window < 1:
        raise ValueError(f"a window of {window} words holds nothing; give at least 1")
    check_table(tokens, "tokens", ["doc_id", "sentence_id", "position", "token", "is_term"])
    rows = tokens.sort_values(["doc_id", "sentence_id", "position"], ignore_index=True)
    is_node = (rows["token"] == term).to_numpy(dtype=bool)
    near = _find_near(is_node, pd.factorize(rows["sentence_id"])[0], window)
    others = rows.assign(near=near)[~is_node]
    seen = (
        others[others["near"] & others["is_term"]]
        .groupby("token")
        .agg(n_xy=("doc_id", "size"), n_docs=("doc_id", "nunique"))
    )
    pairs = seen[seen["n_xy"] >= min_n].reset_index().rename(columns={"token": "collocate"})
    pairs = pairs.assign(
        term=term,
        window=window,
        n_node=int(is_node.sum()),
        n_x=int(others["near"].sum()),
        n_y=pairs["collocate"].map(others["token"].value_counts()),
        n_total=len(others),
    )
    measured = _test_attraction(measure_association(pairs))
    measured = measured.assign(log_dice=compute_log_dice(pairs["n_xy"], pairs["n_node"], pairs["n_y"]))
    return type_frame(
        measured.sort_values(["log_dice", "collocate"], ascending=[False, True], ignore_index=True), COLLOCATES
    )


def _find_near(is_node: NDArray[np.bool_], sentence: NDArray[np.intp], window: int) -> NDArray[np.bool_]:
    """Which places are no node and have one within the window in their sentence."""
    near = np.zeros(len(is_node), dtype=bool)
    for gap in range(1, min(window, len(is_node) - 1) + 1):
        together = sentence[gap:] == sentence[:-gap]
        near[gap:] |= is_node[:-gap] & together
        near[:-gap] |= is_node[gap:] & together
    return near & ~is_node


def _test_attraction(pairs: pd.DataFrame) -> pd.DataFrame:
    from scipy.stats import hypergeom  # noqa: PLC0415 - only analyses need it

    n_xy, n_x, n_y, total = (pairs[name].to_numpy("int64") for name in PAIR_COUNTS)
    p = np.asarray(hypergeom.sf(n_xy - 1, total, n_y, n_x), dtype=float).clip(0, 1)
    return pairs.assign(p=p, q=correct_p(p))


@dataclass(frozen=True)
class Network:
    """Terms that occur in the same units; ``reason`` says in a Chinese sentence why there are none.

    ``nodes``: term, n, n_units, degree (edges), strength (units shared over all its edges).
    ``edges``: term and other in order of code points, n_xy (units with both), n_x, n_y, n_total (units), expected,
    pmi, npmi, t, log_dice, g2; the most typical (logDice) first.
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame
    unit: str
    n_units: int
    reason: str | None = None


def link_terms(counts: pd.DataFrame, *, unit: str = "sentence_id", top: int = TOP, min_n: int = MIN_PAIRS) -> Network:
    """Network of the ``top`` terms that occur in most units, linked where they attract each other.

    In: counts per unit, as ``count_terms`` gives them. An edge is a pair that shares at least ``min_n`` units and more
    than chance would give; how often a term occurs within a unit does not matter.
    """
    check_counts(counts, unit)
    matrix = make_matrix(counts, unit=unit, min_units=min_n)
    present = matrix.values.sign()
    spread = np.asarray(present.sum(axis=0)).ravel().astype("int64")
    picked = np.sort(np.lexsort((np.arange(len(spread)), -spread))[:top])
    shared = (present[:, picked].T @ present[:, picked]).toarray().astype("int64")
    first, second = (index.astype(int) for index in np.nonzero(np.triu(shared >= min_n, k=1)))
    terms = np.array(matrix.terms, dtype=object)[picked]
    pairs = pd.DataFrame(
        {
            "term": terms[first], "other": terms[second], "n_xy": shared[first, second],
            "n_x": spread[picked][first], "n_y": spread[picked][second], "n_total": len(matrix.units),
        }
    )  # fmt: skip
    edges = measure_association(pairs)
    edges = edges[edges["n_xy"] > edges["expected"]]
    edges = type_frame(
        edges.sort_values(["log_dice", "term", "other"], ascending=[False, True, True], ignore_index=True), EDGES
    )
    reason = None if len(edges) else f"{len(matrix.units)}个单元里没有两个词同现{min_n}次以上且多于偶然，不画共现网络。"
    totals = np.asarray(matrix.values[:, picked].sum(axis=0)).ravel()
    nodes = _describe_nodes(edges, pd.DataFrame({"term": terms, "n": totals, "n_units": spread[picked]}))
    return Network(nodes, edges, unit, len(matrix.units), reason)


def _describe_nodes(edges: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """The terms that have an edge, those in most units first."""
    ends = pd.concat([edges[[end, "n_xy"]].rename(columns={end: "term"}) for end in ("term", "other")])
    links = ends.groupby("term", as_index=False).agg(degree=("n_xy", "size"), strength=("n_xy", "sum"))
    nodes = terms.merge(links.astype({"term": "object"}), on="term", how="inner")
    return type_frame(nodes.sort_values(["n_units", "term"], ascending=[False, True], ignore_index=True), NODES)
