"""The list made from jieba's dictionary is what its script makes."""

from __future__ import annotations

import runpy
from importlib.metadata import version
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "make_dictionary_words.py"
MADE_WITH = "0.42.1"


@pytest.mark.skipif(version("jieba") != MADE_WITH, reason="made with another dictionary")
def test_list_is_what_its_script_makes() -> None:
    script = runpy.run_path(str(SCRIPT))
    made: Path = script["MADE"]
    assert made.read_bytes() == script["make_text"]().encode("utf-8"), f"run python scripts/{SCRIPT.name}"
