"""docs/methods.md tells of every public function of the analyses."""

import inspect
import re
from pathlib import Path

import pytest

from dj_analysis import analysis
from dj_analysis.analysis import resampling

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "methods.md").read_text("utf-8")
NAMED = set(re.findall(r"`(\w+)`", PAGE))
PUBLIC = [name for name in analysis.__all__ if not inspect.isclass(getattr(analysis, name))]


@pytest.mark.parametrize("name", PUBLIC)
def test_every_function_has_its_method_told(name):
    assert name in NAMED


def test_every_error_is_told():
    errors = [
        name
        for name in analysis.__all__
        if inspect.isclass(thing := getattr(analysis, name)) and issubclass(thing, Exception)
    ]
    assert set(errors) <= NAMED


def test_numbers_of_the_page_are_those_of_the_code():
    assert f"below {resampling.MIN_ARTICLES} articles" in PAGE
    assert f"fewer than {resampling.MIN_HOLDING} articles" in PAGE
    assert f"over {resampling.N_RESAMPLES} resamples" in PAGE
