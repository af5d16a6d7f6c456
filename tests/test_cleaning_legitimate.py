"""Two hundred paragraphs full of brackets, Latin, figures and marks that belong there: nothing of them may change."""

import json
from functools import cache
from pathlib import Path

import pytest

from dj_analysis.cleaning import clean_document
from dj_analysis.corpus import make_document
from dj_analysis.lexicon import load_lexicon

PARAGRAPHS = json.loads((Path(__file__).parent / "cases" / "clean" / "legitimate.json").read_text("utf-8"))
TO_A_PAGE = 10


@cache
def lexicon():
    return load_lexicon()


def check(text):
    article = clean_document(make_document(text.encode(), "page.txt"), lexicon())
    assert article.clean == text
    assert article.edits == ()
    assert {damage.kind for damage in article.damages} <= {"mask"}
    assert {passage.region for passage in article.passages} <= {"title", "heading", "body"}


def test_there_are_two_hundred():
    assert len(set(PARAGRAPHS)) == 200


@pytest.mark.parametrize("number", range(0, len(PARAGRAPHS), TO_A_PAGE))
def test_pages_of_them_stay(number):
    check("\n".join(PARAGRAPHS[number : number + TO_A_PAGE]))


def test_each_alone_stays():
    for paragraph in PARAGRAPHS:
        check(paragraph)


def test_all_on_one_page_stay():
    check("\n".join(PARAGRAPHS))
