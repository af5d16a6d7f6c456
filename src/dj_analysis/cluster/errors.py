"""What a build on a cluster raises."""

from dj_analysis.errors import DjAnalysisError


class ClusterError(DjAnalysisError):
    """A build on a cluster that cannot go on; the message is one sentence that names the place and the remedy."""
