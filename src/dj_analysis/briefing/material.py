"""What a briefing is written from: the rows of the articles that were chosen, each with its school and its id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from dj_analysis.analysis import label_documents
from dj_analysis.analysis.plans import leave_out_plans
from dj_analysis.schema import PLANNED, TABLES
from dj_analysis.tables import Tables

JOIN_KEY = ":"


@dataclass(frozen=True)
class Material:
    """The tables of the chosen articles without reposts; every frame has ``row_id`` and ``school`` beside its columns.

    ``schools`` are in reading order: those with most articles first, then with most rows. ``whole`` are the tables as
    they were chosen, reposts included; ``n_undated`` counts articles that were left out for want of a date. Numbers
    that tell plans are in none of the frames: they are ``plans``.
    """

    frames: Mapping[str, pd.DataFrame]
    schools: tuple[str, ...]
    whole: Tables
    undated: pd.DataFrame
    own_lists: Path | None = None
    plans: pd.DataFrame = field(default_factory=pd.DataFrame)

    def rows(self, table: str) -> pd.DataFrame:
        """The rows of a table."""
        return self.frames[table]

    @property
    def documents(self) -> pd.DataFrame:
        """The articles, each once."""
        return self.frames["documents"]

    @property
    def is_single(self) -> bool:
        """Whether there is one article only, so that nothing can be spread over articles."""
        return len(self.documents) == 1


def gather_material(tables: Tables, *, undated: pd.DataFrame, own_lists: Path | None = None) -> Material:
    """The material of a briefing. ``undated`` are the articles that a choice by time left out."""
    labels = label_documents(tables.documents)
    school_of = labels.set_index("doc_id")["school"]
    frames = {name: _prepare(name, frame, school_of) for name, frame in tables.items()}
    plans = frames["numbers"][frames["numbers"]["status"] == PLANNED]
    frames |= {name: leave_out_plans(frames[name]) for name in ("numbers", "facts")}
    frames["documents"] = frames["documents"].set_index("doc_id").loc[labels["doc_id"]].reset_index()
    counted = frames["facts"]["school"].value_counts().add(frames["models"]["school"].value_counts(), fill_value=0)
    sizes = labels["school"].value_counts()
    order = sorted(sizes.index, key=lambda name: (-sizes[name], -counted.get(name, 0), name))
    return Material(frames, tuple(order), tables, undated.assign(row_id=undated["doc_id"]), own_lists, plans)


def make_row_ids(table: str, frame: pd.DataFrame) -> pd.Series:
    """The id of every row as traces give it: its own, or the parts of its key joined by colons."""
    key = TABLES[table].key
    ids = frame[key[0]].astype("str")
    for name in key[1:]:
        ids = ids + JOIN_KEY + frame[name].astype("str")
    return ids


def _prepare(name: str, frame: pd.DataFrame, school_of: pd.Series) -> pd.DataFrame:
    kept = frame[frame["doc_id"].isin(school_of.index)].reset_index(drop=True)
    own = kept.rename(columns={"school": "stated_school"}) if name == "documents" else kept
    return own.assign(row_id=make_row_ids(name, kept), school=kept["doc_id"].map(school_of).astype("str"))
