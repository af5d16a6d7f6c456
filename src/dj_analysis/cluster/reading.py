"""Read the tables of a cluster build."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from dj_analysis.cluster.errors import ClusterError
from dj_analysis.cluster.places import open_place, read_bytes, tell_of
from dj_analysis.schema import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from dj_analysis.tables import Tables

RECORD = "build.json"


def read_record(out: str) -> dict[str, Any] | None:
    """The record of the last build that was finished below a URL; None where there is none."""
    data = read_bytes(f"{out.rstrip('/')}/{RECORD}")
    try:
        record: dict[str, Any] = json.loads(data) if data else {}
    except ValueError:
        return None
    return record if "tables" in record else None


def read_table(out: str, name: str) -> pd.DataFrame:
    """One table of the last finished build, as a frame with the dtypes of the schema, in the order of doc_id.

    Raises ClusterError where there is no finished build or no such table.
    """
    record = read_record(out)
    if record is None:
        raise ClusterError(f"{out}: holds no finished build; run 'dj-analysis build --engine dask --out {out}'")
    if name not in TABLES:
        raise ClusterError(f"{name}: is no table; there are {', '.join(TABLES)}")
    url = f"{out.rstrip('/')}/{record['tables']}/{name}"
    system, root = open_place(url)
    pieces = []
    for number in range(int(record["parts"])):
        with tell_of(url), system.open(f"{root}/part-{number:05}.parquet", "rb") as file:
            pieces.append(pq.read_table(file))
    frame: pd.DataFrame = pa.concat_tables(pieces).to_pandas().astype(TABLES[name].dtypes)
    return frame


def read_tables(out: str) -> Tables:
    """All tables of the last finished build, for analyses that fit into one machine's memory."""
    from dj_analysis.tables import Tables  # noqa: PLC0415 - loads pandas

    return Tables(**{name: read_table(out, name) for name in TABLES})
