"""Listed parts of work models side by side, and models that say the same under different names.

Two wordings are compared by the cosine of their TF-IDF over character bigrams; a model's content is as similar to
another's as its parts are on average to their best counterpart, in both directions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dj_analysis.analysis.checks import check_table, type_frame
from dj_analysis.analysis.comparison import lay_out_models
from dj_analysis.analysis.errors import UnfitTableError
from dj_analysis.analysis.groups import label_groups
from dj_analysis.analysis.selection import load_lists
from dj_analysis.extraction.themes import find_theme
from dj_analysis.lexicon import Lexicon

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Floats = NDArray[np.float64]

SAME_CONTENT = 0.4
"""Content similarity from which two models say the same: in made pairs whose parts keep one word of two it is 0.46 and
more, the most alike of all pairs of models in the sample articles reach 0.26."""
SAME_PART = 0.4
"""The same for two parts."""
GRAMS = (1, 2)
"""Single characters and bigrams: parts are some four characters long, and a trigram is often all of one."""
MOST_MODELS = 4000
"""Models compared with each other: all pairs of 4,000 take 128 MB, and those of their parts four times as much."""
BLOCK = 512
PARTS = {
    "model_id": "str", "school": "str", "year": "Int64", "canonical": "str", "form": "str", "scope": "str",
    "slot": "Int64", "part": "str", "announced": "Int64", "listed": "Int64", "text": "str", "verb": "str",
    "theme": "str",
}  # fmt: skip
PAIRS = {
    "canonical": "str", "other_canonical": "str", "school": "str", "other_school": "str", "model_id": "str",
    "other_model_id": "str", "same_name": "bool", "similarity": "float64", "finding": "str", "shared": "str",
}  # fmt: skip
CATALOGUE = {
    "canonical": "str", "school": "str", "year": "Int64", "form": "str", "scope": "str", "n_articles": "int64",
    "n_mentions": "int64", "n_announced": "Int64", "n_found": "int64", "n_schools": "int64", "n_unnamed": "int64",
}  # fmt: skip
SAME_BOTH, SAME_NAME, SAME_PARTS = "名称相同，内容相近", "名称相同，内容不同", "名称不同，内容相近"


def list_parts(
    models: pd.DataFrame, components: pd.DataFrame, documents: pd.DataFrame, *, lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Every listed part of every model, a row each, with what its slot announces and lists.

    In: the models, model_components and documents tables. Out: ``model_id, school, year, canonical, form, scope, slot,
    part, announced, listed, text, verb, theme``, by school, model and slot. A slot that lists nothing is a row without
    ``text``. ``theme`` follows from cue words of the text and its verb; NA without a cue.
    """
    check_table(components, "model_components", ["model_id", "slot", "text"], key=["component_id"])
    slots = lay_out_models(models, components, documents).reset_index(names="_order")
    texts = components[["model_id", "slot", "start", "text", "verb"]]
    rows = slots.drop(columns=["texts", "verbs"]).merge(texts, on=["model_id", "slot"], how="left")
    rows = rows.sort_values(["_order", "start", "text"], ignore_index=True)
    lists = lexicon or load_lists()
    themes = [
        find_theme((verb if isinstance(verb, str) else "") + text, lists) if isinstance(text, str) else None
        for verb, text in zip(rows["verb"], rows["text"], strict=True)
    ]
    years = rows["model_id"].map(_read_years(models, documents))
    return type_frame(rows.assign(theme=pd.Series(themes, index=rows.index, dtype="str"), year=years), PARTS)


def match_models(
    models: pd.DataFrame, components: pd.DataFrame, documents: pd.DataFrame, *, least: float = SAME_CONTENT
) -> pd.DataFrame:
    """Pairs of models that share their name or their content: which of both, and in which parts.

    In: the models, model_components and documents tables; ``least`` is the similarity that counts as the same content.
    Out: ``canonical, other_canonical, school, other_school, model_id, other_model_id, same_name, similarity, finding,
    shared``, most similar first; ``similarity`` is NA where one of two models of the same name lists nothing;
    ``shared`` holds the matching parts (甲=甲一；乙=乙). A model is not paired with itself in another article of the
    same school. Policy wordings, which are nobody's own, are left out. Raises UnfitTableError for more
    than 4,000 models.
    """
    labels = label_groups(documents)[["doc_id", "school"]]
    own = models[models["scope"] == "own"].merge(labels, on="doc_id", how="inner")
    own = own.sort_values(["canonical", "school", "model_id"], ignore_index=True)
    if len(own) > MOST_MODELS:
        raise UnfitTableError(f"models: {len(own)} are too many to compare all pairs; choose {MOST_MODELS} at most")
    parts = components[components["model_id"].isin(own["model_id"])]
    parts = parts.sort_values(["model_id", "slot", "start", "text"], ignore_index=True)
    if len(own) < 2:
        return type_frame(pd.DataFrame(), PAIRS)
    content = _compare_contents(own["model_id"], parts) if len(parts) else np.full((len(own), len(own)), np.nan)
    names, schools = own["canonical"].to_numpy(object), own["school"].to_numpy(object)
    same_name = names[:, None] == names[None, :]
    alike = np.nan_to_num(content, nan=-1.0) >= least
    wanted = np.triu((same_name | alike) & ~(same_name & (schools[:, None] == schools[None, :])), k=1)
    one, other = np.nonzero(wanted)
    table = pd.DataFrame(
        {
            **{name: own[name].to_numpy()[one] for name in ("canonical", "school", "model_id")},
            **{f"other_{name}": own[name].to_numpy()[other] for name in ("canonical", "school", "model_id")},
            "same_name": same_name[one, other],
            "similarity": content[one, other],
        }
    )
    named = np.where(alike[one, other], SAME_BOTH, SAME_NAME)
    shared = pd.Series(_tell_shared(table, parts), index=table.index, dtype="str")
    table = table.assign(finding=np.where(table["same_name"], named, SAME_PARTS), shared=shared)
    order = ["similarity", "canonical", "other_canonical", "school", "other_school", "model_id", "other_model_id"]
    ordered = table.sort_values(order, ascending=[False] + [True] * 6, ignore_index=True)
    return type_frame(ordered, PAIRS)


def catalogue_models(models: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The models of every school by year.

    In: the models and documents tables. Out: ``canonical, school, year, form, scope, n_articles, n_mentions,
    n_announced, n_found, n_schools, n_unnamed``, by name, school and year. ``year`` is that of publication, NA where
    the article states none; ``n_found`` is the most parts any of the articles lists; ``n_schools`` have the model.
    """
    labels = label_groups(documents)[["doc_id", "school", "n_unnamed"]]
    rows = models.merge(labels, on="doc_id", how="inner", validate="m:1")
    rows = rows.assign(year=rows["model_id"].map(_read_years(models, documents)).astype("Int64"))
    table = rows.groupby(["canonical", "school", "year", "form", "scope"], as_index=False, dropna=False).agg(
        n_articles=("doc_id", "nunique"),
        n_mentions=("n_mentions", "sum"),
        n_announced=("n_announced", "max"),
        n_found=("n_found", "max"),
        n_unnamed=("n_unnamed", "first"),
    )
    table = table.assign(n_schools=table.groupby("canonical")["school"].transform("nunique"))
    return type_frame(table.sort_values(["canonical", "school", "year", "form", "scope"], ignore_index=True), CATALOGUE)


def compare_wordings(texts: pd.Series) -> csr_matrix:
    """TF-IDF of character n-grams, a row of length 1 for every wording."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - 1.8 seconds

    vectors: csr_matrix = TfidfVectorizer(analyzer="char", ngram_range=GRAMS).fit_transform(texts).tocsr()
    return vectors


def _read_years(models: pd.DataFrame, documents: pd.DataFrame) -> dict[str, int]:
    """Year of publication by model, where it is stated."""
    years = pd.to_numeric(documents["published_date"].str[:4], errors="coerce")
    by_doc = dict(zip(documents["doc_id"], years, strict=True))
    found = {model: by_doc.get(doc, np.nan) for model, doc in zip(models["model_id"], models["doc_id"], strict=True)}
    return {model: int(year) for model, year in found.items() if pd.notna(year)}


def _compare_contents(model_ids: pd.Series, parts: pd.DataFrame) -> Floats:
    """Content similarity of all pairs of models; NA where one of them lists nothing."""
    vectors = compare_wordings(parts["text"])
    place = pd.Index(model_ids).get_indexer(pd.Index(parts["model_id"]))
    order = np.argsort(place, kind="stable")
    vectors, place = vectors[order], place[order]
    starts = np.flatnonzero(np.r_[True, place[1:] != place[:-1]])
    sizes = np.diff(np.r_[starts, len(place)])
    best = np.zeros((len(place), len(starts)))
    for begin in range(0, len(place), BLOCK):
        cosines = (vectors[begin : begin + BLOCK] @ vectors.T).toarray()
        best[begin : begin + BLOCK] = np.maximum.reduceat(cosines, starts, axis=1)
    toward = np.add.reduceat(best, starts, axis=0) / sizes[:, None]
    found = np.full((len(model_ids), len(model_ids)), np.nan)
    holders = place[starts]
    found[np.ix_(holders, holders)] = (toward + toward.T) / 2
    return found


def _tell_shared(pairs: pd.DataFrame, parts: pd.DataFrame) -> list[str | None]:
    """The parts of each pair that have a counterpart, in the order of the first model."""
    if parts.empty:
        return [None] * len(pairs)
    wordings, spoken = np.unique(parts["text"].to_numpy(object), return_inverse=True)
    alike = _find_alike(parts["text"], wordings)
    rows = {str(model): spoken[group.index.to_numpy()] for model, group in parts.groupby("model_id")}
    told: list[str | None] = []
    for one, other in zip(pairs["model_id"], pairs["other_model_id"], strict=True):
        matched = []
        for part in rows.get(one, ()):
            cosines = [alike[part].get(there, 0.0) for there in rows.get(other, ())]
            if cosines and max(cosines) >= SAME_PART:
                matched.append(f"{wordings[part]}={wordings[rows[other][int(np.argmax(cosines))]]}")
        told.append("；".join(matched) or None)
    return told


def _find_alike(texts: pd.Series, wordings: NDArray[np.object_]) -> list[dict[int, float]]:
    """For every wording the places of those that count as the same part, with their similarity."""
    first = np.flatnonzero(~texts.duplicated())
    vectors = compare_wordings(texts)[first[np.argsort(texts.to_numpy(object)[first])]]
    found: list[dict[int, float]] = []
    for begin in range(0, len(wordings), BLOCK):
        cosines = (vectors[begin : begin + BLOCK] @ vectors.T).tocsr()
        for row in range(cosines.shape[0]):
            start, end = cosines.indptr[row : row + 2]
            near = cosines.data[start:end] >= SAME_PART
            places, values = cosines.indices[start:end][near], cosines.data[start:end][near]
            found.append(dict(zip(places.tolist(), values.tolist(), strict=True)))
    return found
