"""The one error a review can end in."""

from __future__ import annotations

from dj_analysis.errors import DjAnalysisError


class ReviewError(DjAnalysisError):
    """A workbook or ledger that cannot be used; the message names it and the remedy."""
