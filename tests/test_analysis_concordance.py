"""Occurrences in context, bounded by characters, sentence and passage, with their place in the saved page."""

import pandas as pd
import pytest
from typer.testing import CliRunner

from dj_analysis.analysis import EmptyTermError, describe_contexts, find_contexts, select_passages
from dj_analysis.cli import app
from dj_analysis.inspection import read_text

TEXT = "支部设先锋岗。岗位先锋带头!人人争先锋\n"
PASSAGES = pd.DataFrame([{"doc_id": "d", "school": "甲", "passage_id": "p", "start": 100, "text": TEXT}])


def test_a_window_ends_with_the_sentence_or_with_the_passage():
    passage = find_contexts(PASSAGES, "先锋", window=6)
    assert passage[["left", "right"]].values.tolist() == [
        ["支部设", "岗。岗位先锋"],
        ["先锋岗。岗位", "带头!人人争"],
        ["锋带头!人人争"[1:], " "],
    ]
    sentence = find_contexts(PASSAGES, "先锋", window=6, within="sentence")
    assert sentence[["left", "right"]].values.tolist() == [["支部设", "岗。"], ["岗位", "带头!"], ["人人争", " "]]


def test_no_window_takes_the_whole_sentence():
    long = PASSAGES.assign(text="一" * 300 + "先锋" + "二" * 300 + "。")
    row = find_contexts(long, "先锋", window=None, within="sentence").iloc[0]
    assert (len(row["left"]), len(row["right"])) == (300, 301)


def test_a_term_may_hold_a_full_stop():
    row = find_contexts(PASSAGES, "岗。岗位", within="sentence").iloc[0]
    assert (row["start"], row["left"], row["right"]) == (105, "支部设先锋", "先锋带头!")


def test_raw_places_hold_the_term_in_the_saved_page(samples):
    tables = samples.tables
    passages = select_passages(tables.documents, tables.passages)
    contexts = find_contexts(passages, "先锋", edits=tables.edits)
    assert len(contexts) > 3
    for row in contexts.to_dict("records"):
        raw = read_text(samples.out, row["doc_id"], "raw")[row["raw_start"] : row["raw_end"]]
        clean = read_text(samples.out, row["doc_id"], "clean")[row["start"] : row["end"]]
        assert clean == "先锋"
        assert (raw[0], raw[-1]) in {("先", "锋"), ("先", ")"), ("先", "鋒")}


def test_the_command_shows_every_occurrence_with_its_raw_place(samples):
    result = CliRunner().invoke(app, ["kwic", "先锋", "--sentence", "--tables", str(samples.out)])
    assert result.exit_code == 0
    tables = samples.tables
    contexts = find_contexts(select_passages(tables.documents, tables.passages), "先锋", edits=tables.edits)
    assert result.output.count("【先锋】") == len(contexts)
    assert all(f"原文 [{at}, " in result.output for at in contexts["raw_start"])
    nothing = CliRunner().invoke(app, ["kwic", "甲乙丙丁", "--tables", str(samples.out)])
    assert (nothing.exit_code, "没有出现" in nothing.output) == (0, True)
    assert CliRunner().invoke(app, ["kwic", " ", "--tables", str(samples.out)]).exit_code == 1


def test_without_edits_the_raw_place_is_unknown():
    assert find_contexts(PASSAGES, "先锋")["raw_start"].isna().all()


def test_lines_stand_under_each_other():
    documents = pd.DataFrame({"doc_id": ["d"], "source_file": ["a.txt"]})
    contexts = find_contexts(PASSAGES, "先锋", within="sentence")
    lines = list(describe_contexts(contexts, documents, "先锋"))
    assert lines[0].startswith("“先锋”出现 3 处")
    assert lines[1] == "a.txt · 甲"
    assert lines[3].startswith("    岗位【先锋】带头!")
    assert "没有出现" in next(describe_contexts(contexts.head(0), documents, "甲乙"))


@pytest.mark.parametrize("options", [{"within": "page"}, {"window": -1}])
def test_strange_options_are_refused(options):
    with pytest.raises(ValueError, match=r"give 0 or more|there are"):
        find_contexts(PASSAGES, "先锋", **options)


def test_no_term_is_an_error_and_no_occurrence_an_empty_frame():
    with pytest.raises(EmptyTermError):
        find_contexts(PASSAGES, "\n")
    empty = find_contexts(PASSAGES, "没有")
    assert empty.dtypes.equals(find_contexts(PASSAGES, "先锋").dtypes)
    assert find_contexts(PASSAGES.head(0), "先锋", edits=pd.DataFrame(columns=["doc_id", "raw_start", "after"])).empty
