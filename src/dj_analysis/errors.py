"""The one root of every error the package raises on purpose: its message is one sentence with the remedy."""


class DjAnalysisError(Exception):
    """Something the user can mend; the message names the place and the remedy."""
