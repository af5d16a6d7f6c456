"""Seeds of the fuzzer and inputs it once found something with, replayed through their targets."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))

from targets import FOUND, SEEDS, TARGETS, TEXTS, BrokenPromiseError, hold, list_seeds, make_words

CASES = [pytest.param(name, path, id=f"{name}-{path.name}") for name in TARGETS for path in list_seeds(name)]


@pytest.mark.parametrize(("name", "path"), CASES)
def test_an_input_is_handled(name, path):
    TARGETS[name](path.read_bytes())


def test_every_target_has_seeds():
    assert all(list_seeds(name) for name in TARGETS)
    assert {p.name for p in SEEDS.iterdir()} == {*TARGETS.keys() - TEXTS, "texts"}
    assert {p.name for p in FOUND.iterdir() if p.is_dir()} <= TARGETS.keys()


def test_the_fuzzer_knows_the_words_of_the_field():
    assert {"荣誉称号", "工程"} & set(make_words())
    assert len(make_words()) > 300


def test_a_broken_promise_is_told_even_without_assertions():
    with pytest.raises(BrokenPromiseError, match="a row has a place"):
        hold(condition=False, what="a row has a place")
