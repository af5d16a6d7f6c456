"""What the tags of an HTML head give to the metadata, and what they must not."""

import json
from pathlib import Path

import pytest

from dj_analysis.cleaning import clean_document
from dj_analysis.cleaning.meta_tags import read_meta
from dj_analysis.corpus import make_document
from dj_analysis.lexicon import load_lexicon

CASES = json.loads((Path(__file__).parent / "cases" / "clean" / "meta_tags.json").read_text("utf-8"))
BODY = "<p>后勤党支部现有党员三十一名,分布在餐饮、水电、绿化三个班组。支部把活动室搬到了食堂旁边。</p>" * 2
LEXICON = load_lexicon()


def read(head, shown=""):
    page = f"<html><head><title>一间活动室里的新变化</title>{head}</head><body>{shown}{BODY}</body></html>"
    return page, clean_document(make_document(page.encode(), "page.html"), LEXICON).metadata


@pytest.mark.parametrize("case", [pytest.param(case, id=case["label"]) for case in CASES])
def test_tags_fill_what_the_page_does_not_show(case):
    page, metadata = read(case["head"], case.get("shown", ""))
    assert {name: getattr(metadata, name) for name in case["want"]} == case["want"]
    for field in read_meta(page, LEXICON).values():
        assert page[field.start : field.end]
