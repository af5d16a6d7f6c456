"""The thirty edge cases of cleaning, each with a case or more: clean text, losses, what is read, what the page says."""

import json
from functools import cache
from pathlib import Path

import pytest

from dj_analysis.cleaning import clean_document
from dj_analysis.cleaning.edits import apply_edits
from dj_analysis.corpus import CorpusError, make_document
from dj_analysis.lexicon import load_lexicon

EDGES = json.loads((Path(__file__).parent / "cases" / "clean" / "edges.json").read_text("utf-8"))
READ = ("title", "heading", "body", "caption")


@cache
def lexicon():
    return load_lexicon()


def make_bytes(case):
    """The text in UTF-8, or the parts of the file, each in its own encoding or in hexadecimal digits."""
    if "text" in case:
        return case["text"].encode()
    parts = [bytes.fromhex(text) if name == "hex" else text.encode(name) for name, text in case["bytes"]]
    return b"".join(parts)


def test_every_edge_has_a_case():
    assert {case["edge"] for case in EDGES} == set(range(1, 31))


@pytest.mark.parametrize("case", [pytest.param(c, id=f"{c['edge']}-{c['label']}") for c in EDGES])
def test_edge(case):
    if "error" in case:
        with pytest.raises(CorpusError, match=case["error"]):
            make_document(make_bytes(case), "case.html")
        return
    article = clean_document(make_document(make_bytes(case), "case.html"), lexicon())
    assert apply_edits(article.document.raw, article.edits) == article.clean
    if not {"read", "want"} & set(case) or "clean" in case:
        assert article.clean == case.get("clean", case.get("text"))
    if "damages" in case:
        assert [damage.kind for damage in article.damages] == case["damages"]
    if "read" in case:
        kept = (article.clean[p.start : p.end].strip() for p in article.passages if p.region in READ)
        assert "".join(kept) == case["read"]
    if "want" in case:
        assert {name: getattr(article.metadata, name) for name in case["want"]} == case["want"]
