"""What can go wrong when notebooks are run."""

from __future__ import annotations

from dj_analysis.errors import DjAnalysisError


class NotebookError(DjAnalysisError):
    """A notebook that is not there, a parameter it does not have, or a cell that failed; the message says which."""
