"""In which order clusters merge when Ward's tree is followed from the cut to its root."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dj_analysis.analysis.checks import type_frame
from dj_analysis.analysis.spaces import WARD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

MERGES = {"node": "int64", "one": "int64", "other": "int64", "height": "float64", "n": "int64"}


def list_merges(points: Floats, labels: Integers, method: str) -> pd.DataFrame:
    """The merges of clusters, the closest first; none for a method that builds no tree.

    In: the points that were clustered and the cluster of each, numbered from 1. Out: ``node, one, other, height, n``:
    ``one`` and ``other``, clusters or earlier nodes, become ``node`` (numbered on from the last cluster) of ``n`` units
    at Ward's distance ``height``.
    """
    if method != WARD:
        return type_frame(pd.DataFrame(), MERGES)
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415

    tree = linkage(points, "ward")
    n_points, n_clusters = len(points), len(np.unique(labels))
    cut = len(tree) - (n_clusters - 1)
    # Below the cut every node lies within one cluster.
    name = {place: int(label) for place, label in enumerate(labels)}
    for step, (one, _, *_) in enumerate(tree[:cut]):
        name[n_points + step] = name[int(one)]
    rows = []
    for step, (one, other, height, n) in enumerate(tree[cut:], cut):
        name[n_points + step] = n_clusters + 1 + step - cut
        rows.append((name[n_points + step], *sorted((name[int(one)], name[int(other)])), float(height), int(n)))
    return type_frame(pd.DataFrame(rows, columns=list(MERGES)), MERGES)
