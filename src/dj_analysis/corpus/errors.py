"""The one error that reading the raw folder can end in."""

from __future__ import annotations

from dj_analysis.errors import DjAnalysisError


class CorpusError(DjAnalysisError):
    """An input that cannot be used; the message is one sentence that names the file and the remedy."""
