"""Cleaning, case by case: the clean text and the losses it marks."""

import json
from functools import cache
from pathlib import Path

import pytest

from dj_analysis.cleaning import clean_document
from dj_analysis.corpus import make_document
from dj_analysis.lexicon import load_lexicon

CASES = Path(__file__).parent / "cases" / "clean"


@cache
def lexicon():
    return load_lexicon()


def clean(text):
    return clean_document(make_document(text.encode("utf-8", "surrogatepass"), "case.txt"), lexicon())


def cases(name):
    return [pytest.param(case, id=case["label"]) for case in json.loads((CASES / f"{name}.json").read_text("utf-8"))]


def check(case):
    article = clean(case["text"])
    assert article.clean == case.get("clean", case["text"])
    if "damages" in case:
        assert [damage.kind for damage in article.damages] == case["damages"]


@pytest.mark.parametrize("case", cases("in_the_wild") + cases("synthetic"))
def test_noise_is_cleaned(case):
    check(case)


@pytest.mark.parametrize("case", cases("negative"))
def test_legitimate_text_is_left_alone(case):
    check(case)


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", cases("known_failures"))
def test_known_failures(case):
    check(case)
