"""Every row leads back to its characters: in the clean text, and by replaying the edits in the saved page."""

from __future__ import annotations

import itertools
from pathlib import Path

import pandas as pd
import pytest

from dj_analysis.build import BuildReport
from dj_analysis.cleaning.edits import apply_edits
from dj_analysis.inspection import read_text
from dj_analysis.records import Edit
from dj_analysis.tables import Tables


def edits_of(tables: Tables, doc_id: str) -> list[Edit]:
    rows = tables.edits[tables.edits["doc_id"] == doc_id].drop(columns="doc_id")
    return [Edit(**{k: "" if pd.isna(v) else v for k, v in row.items()}) for row in rows.to_dict("records")]


@pytest.fixture(params=["samples", "real"])
def report(request: pytest.FixtureRequest) -> BuildReport:
    return request.getfixturevalue(request.param)


def test_every_quote_stands_in_the_clean_text_and_replays_from_raw(report: BuildReport) -> None:
    tables, checked = report.tables, 0
    for doc_id in tables.documents["doc_id"]:
        raw, clean = (read_text(report.out, doc_id, kind) for kind in ("raw", "clean"))
        edits = edits_of(tables, doc_id)
        for name, frame in tables.items():
            text = "text" if name == "passages" else "quote"
            for row in (
                frame[frame["doc_id"] == doc_id].to_dict("records") if text in frame and "start" in frame else []
            ):
                inside = [e for e in edits if row["raw_start"] <= e.raw_start and e.raw_end <= row["raw_end"]]
                assert clean[row["start"] : row["end"]] == row[text], (name, row)
                replayed = apply_edits(raw[row["raw_start"] : row["raw_end"]], inside, row["raw_start"])
                assert replayed == row[text], (name, row)
                checked += 1
    assert checked > 300


def test_all_edits_replayed_on_raw_give_clean(report: BuildReport) -> None:
    for doc_id in report.tables.documents["doc_id"]:
        raw, clean = (read_text(report.out, doc_id, kind) for kind in ("raw", "clean"))
        edits = edits_of(report.tables, doc_id)
        assert all(raw[e.raw_start : e.raw_end] == e.before for e in edits)
        assert all(a.raw_end <= b.raw_start for a, b in itertools.pairwise(edits))
        assert apply_edits(raw, edits) == clean


def test_passages_in_order_are_the_whole_clean_text(report: BuildReport) -> None:
    for doc_id, passages in report.tables.passages.groupby("doc_id"):
        assert "".join(passages.sort_values("position")["text"]) == read_text(report.out, str(doc_id), "clean")


def test_mentions_and_parts_point_to_rows_that_exist(report: BuildReport) -> None:
    tables = report.tables
    ids = {
        row_id
        for name in ("numbers", "honors", "initiatives", "models", "model_components", "dates", "organisations")
        for row_id in getattr(tables, name).iloc[:, 1]
    }
    assert set(tables.mentions["row_id"]) <= ids
    assert set(tables.numbers["part_of"].dropna()) <= set(tables.numbers["number_id"])
    assert set(tables.model_components["model_id"]) <= set(tables.models["model_id"])
    assert set(tables.facts["fact_id"]) == {
        i for t in ("numbers", "honors", "initiatives") for i in getattr(tables, t).iloc[:, 1]
    }


def test_facts_are_as_many_as_numbers_honors_and_initiatives(report: BuildReport) -> None:
    tables = report.tables
    assert len(tables.facts) == len(tables.numbers) + len(tables.honors) + len(tables.initiatives) > 0


def test_texts_folder_holds_raw_and_clean_of_every_document(report: BuildReport) -> None:
    names = {p.name for p in (Path(report.out) / "texts").iterdir()}
    assert names == {f"{d}.{k}.txt" for d in report.tables.documents["doc_id"] for k in ("raw", "clean")}
