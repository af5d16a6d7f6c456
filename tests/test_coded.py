"""Coded values have one Chinese wording each, and what a reviewer chooses is read back as the value it stands for."""

from __future__ import annotations

import re

import pytest

from dj_analysis.coded import WORDS, find_words
from dj_analysis.corrections.values import list_columns, list_wordings, parse_value
from dj_analysis.rows import ROW_KEYS
from dj_analysis.schema import TABLES

HAN = re.compile("[\u4e00-\u9fff]")
CODED = [(t.name, c) for t in TABLES.values() for c in t.columns if c.allowed and not HAN.search("".join(c.allowed))]


@pytest.mark.parametrize(("table", "column"), CODED, ids=lambda part: getattr(part, "name", part))
def test_every_value_the_schema_allows_has_a_wording_of_its_own(table, column):
    words = find_words(table, column.name)
    assert set(words) == set(column.allowed)
    assert len(set(words.values())) == len(words)
    assert all(HAN.search(word) for word in words.values())


def test_every_wording_is_of_a_column_there_is():
    assert all(column in TABLES[table].names for table, column in WORDS)


@pytest.mark.parametrize("table", sorted(ROW_KEYS))
def test_what_a_reviewer_chooses_is_read_back(table):
    for column in list_columns(table).values():
        for code, shown in zip(column.allowed, list_wordings(table, column), strict=False):
            assert parse_value(table, column.name, shown) == code
            assert parse_value(table, column.name, code) == code
