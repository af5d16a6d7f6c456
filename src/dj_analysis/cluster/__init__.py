"""Builds on a Dask cluster: the same per-document work, folders named by URLs, tables as partitioned Parquet.

Nothing here holds the corpus on one machine: documents, rows and texts stay with the workers and the store of objects;
the process that leads knows of each document its name, its digest and where its rows lie.
"""

from dj_analysis.cluster.engine import ClusterReport, build_on_cluster
from dj_analysis.cluster.errors import ClusterError
from dj_analysis.cluster.reading import read_table, read_tables

__all__ = ["ClusterError", "ClusterReport", "build_on_cluster", "read_table", "read_tables"]
