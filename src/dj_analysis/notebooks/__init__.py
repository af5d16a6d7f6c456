"""The notebooks: what they show is made here, and they are executed and written as single HTML files.

Every name is reached as ``dj_analysis.notebooks.<name>`` and loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dj_analysis.notebooks.browsing import browse_table
    from dj_analysis.notebooks.claims import list_exhibits, list_files, show_claims
    from dj_analysis.notebooks.cluster_findings import (
        cluster_articles,
        cluster_passages,
        conclude_clusters,
        pick_passages,
    )
    from dj_analysis.notebooks.corpus_findings import conclude_corpus
    from dj_analysis.notebooks.findings import Finding, Findings
    from dj_analysis.notebooks.keyword_findings import conclude_keywords, pick_focus, score_schools
    from dj_analysis.notebooks.limits import show_limits
    from dj_analysis.notebooks.model_findings import choose_models, conclude_models
    from dj_analysis.notebooks.opening import Corpus, open_corpus
    from dj_analysis.notebooks.places import find_notebooks
    from dj_analysis.notebooks.running import Executed, run_notebooks
    from dj_analysis.notebooks.school_findings import choose_theme, conclude_schools

PUBLIC = {
    "Corpus": "opening",
    "Executed": "running",
    "Finding": "findings",
    "Findings": "findings",
    "browse_table": "browsing",
    "choose_models": "model_findings",
    "choose_theme": "school_findings",
    "cluster_articles": "cluster_findings",
    "cluster_passages": "cluster_findings",
    "conclude_clusters": "cluster_findings",
    "conclude_corpus": "corpus_findings",
    "conclude_keywords": "keyword_findings",
    "conclude_models": "model_findings",
    "conclude_schools": "school_findings",
    "find_notebooks": "places",
    "list_exhibits": "claims",
    "list_files": "claims",
    "open_corpus": "opening",
    "pick_focus": "keyword_findings",
    "pick_passages": "cluster_findings",
    "run_notebooks": "running",
    "score_schools": "keyword_findings",
    "show_claims": "claims",
    "show_limits": "limits",
}
"""Public name to the module it lives in; the command that runs notebooks needs none of what they show."""

__all__ = [
    "Corpus",
    "Executed",
    "Finding",
    "Findings",
    "browse_table",
    "choose_models",
    "choose_theme",
    "cluster_articles",
    "cluster_passages",
    "conclude_clusters",
    "conclude_corpus",
    "conclude_keywords",
    "conclude_models",
    "conclude_schools",
    "find_notebooks",
    "list_exhibits",
    "list_files",
    "open_corpus",
    "pick_focus",
    "pick_passages",
    "run_notebooks",
    "score_schools",
    "show_claims",
    "show_limits",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{PUBLIC[name]}"), name)
