"""The one root of every error the package raises on purpose: its message is one sentence with the remedy."""


class DjAnalysisError(Exception):
    """Something the user can mend; the message names the place and the remedy."""


class TableError(DjAnalysisError):
    """A table that is not as declared, or cannot be read or written; the message names it and the remedy."""
