"""Findings about words: what all say, what one says, what sets a school apart."""

from __future__ import annotations

import pandas as pd

from dj_analysis import analysis
from dj_analysis.analysis.errors import TooFewDocuments
from dj_analysis.analysis.keyness import CONTRAST, KEYNESS
from dj_analysis.notebooks.findings import Finding, Findings, cite_contexts, state_findings
from dj_analysis.notebooks.opening import Corpus

SURE = 0.01
"""Largest q value of a keyword that is stated as a finding."""
DEPENDENT = "检验把每次出现当作独立，而同一篇里的词并不独立。"
MOST_TERMS = 40
"""Terms among which one that a single article holds is looked for."""


def conclude_keywords(corpus: Corpus) -> Findings:
    """The most used term, one that stands in a single article, and the keyword that sets a school apart most."""
    return state_findings([_find_common(corpus), _find_lone(corpus), _find_key(corpus)])


def score_schools(corpus: Corpus) -> pd.DataFrame:
    """Keyness of every school's terms against all other schools; empty where there is only one school."""
    try:
        return analysis.score_keyness(corpus.terms, corpus.sizes)
    except TooFewDocuments:
        return pd.DataFrame(columns=["school", *CONTRAST, *KEYNESS])


def pick_focus(keyness: pd.DataFrame, school: str | None = None) -> str | None:
    """The school whose keywords are drawn: the one that is named and has any, else the one with the strongest keyword.

    In: ``score_schools``. None where there is nothing to compare.
    """
    if keyness.empty:
        return None
    if school in set(keyness["school"]):
        return school
    strongest = keyness.sort_values(["g2", "school"], ascending=[False, True])
    return str(strongest["school"].iloc[0])


def _find_common(corpus: Corpus) -> Finding | None:
    ranked = analysis.rank_terms(corpus.terms, corpus.sizes)
    if ranked.empty:
        return None
    first = ranked.iloc[0]
    spread = (
        f"{corpus.n_articles}篇文章中有{first['n_docs']}篇用到" if corpus.n_articles > 1 else "只有一篇文章，看不出分布"
    )
    said = f"“{first['term']}”用得最多，共{first['n']}次，每千字{first['per_1000']:.1f}次，{spread}。"
    return Finding(said, cite_contexts(corpus, str(first["term"])))


def _find_lone(corpus: Corpus) -> Finding | None:
    ranked = analysis.rank_terms(corpus.terms, corpus.sizes).head(MOST_TERMS)
    lone = ranked[(ranked["n_docs"] == 1) & (corpus.n_articles > 1)]
    if lone.empty:
        return None
    first = lone.iloc[0]
    evidence = cite_contexts(corpus, str(first["term"]), each=3)
    whose = evidence["school"].iloc[0] if len(evidence) else ""
    said = f"常用词里也有只属于一篇的：“{first['term']}”的{first['n']}次全部出自{whose}的一篇文章。"
    return Finding(said, evidence, "只见于一篇的词是那篇文章的话题，不是这一体裁的用语。")


def _find_key(corpus: Corpus) -> Finding | None:
    scored = score_schools(corpus)
    sure = scored[(scored["q"] <= SURE) & (scored["g2"] > 0)].sort_values(["g2", "term"], ascending=[False, True])
    if sure.empty:
        return None
    first = sure.iloc[0]
    said = (
        f"与其他各校相比，“{first['term']}”最能区分{first['school']}：{first['n']}次对其余全部{first['n_rest']}次"
        f"（G²={first['g2']:.1f}，{_tell_q(first['q'])}）。"
    )
    alone = "该校只有一篇文章，这只说明这一篇的用词。" if first["n_articles"] == 1 else ""
    note = f"这些次数出自该校{first['n_articles']}篇中的{first['n_docs']}篇。{alone}{DEPENDENT}"
    return Finding(said, cite_contexts(corpus, str(first["term"]), school=str(first["school"]), each=5), note)


def _tell_q(q: float) -> str:
    return "q<0.001" if q < 0.001 else f"q={q:.3f}"
