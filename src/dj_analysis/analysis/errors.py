"""What analyses raise when the tables cannot carry what is asked; every message says what is needed."""

from __future__ import annotations

from dj_analysis.errors import DjAnalysisError


class TooFewDocuments(DjAnalysisError):  # noqa: N818 - reads as what it says
    """Fewer articles, or groups of articles, than the question needs."""


class EmptyTermError(DjAnalysisError, ValueError):
    """No term to look for."""


class UnknownGroupError(DjAnalysisError, ValueError):
    """A group that has no articles."""


class UnfitTableError(DjAnalysisError, ValueError):
    """A table without a column, with NA where none may be, or with the same row twice."""
