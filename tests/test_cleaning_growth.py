"""Huge and hostile texts: cleaned, with a sound map, in time that grows with their length."""

import time
from functools import cache

import pytest

from dj_analysis.cleaning import clean_document
from dj_analysis.cleaning.edits import apply_edits
from dj_analysis.corpus import make_document
from dj_analysis.lexicon import load_lexicon

SIZE = 100_000
SLOWEST = 60e-6
"""CPU seconds a character: ten times what the slowest of these takes on a busy machine; what grows with the square of
the length takes a hundred times as long at this size."""

LINE = "党支部现有党员{}人,其中教师党员{}人,学生党员二十一人,按时参加组织生活,师生评价良好。\n"
HOSTILE = {
    "one line": LINE.strip(),
    "spaces": " ",
    "short lines": "党\n",
    "open brackets": "(",
    "readings": "党(dang)",
    "slips": "高?；",
    "masks": "*",
    "open quotes": "“",
    "open tags": "<p",
    "open comments": "<!--",
    "open attributes": '<meta name="a" content="',
    "ampersands": "&amp",
    "misread": "Ã¤",
    "dates": "2021-01-01 ",
    "dates in lines": "2021-01-01 12:00\n",
    "labels": "来源:作者:\n",
    "dropped": "在学党委\n",
    "copies": LINE,
    "brands": "bet36体育在线",
    "bars": "首页|新闻|",
    "han numbers": "一二三四五六七八九",
    "replacement characters": "党支部的工作\ufffd",
    "private use": "\ue01b",
}


@cache
def lexicon():
    return load_lexicon()


def check(text):
    document = make_document(text.encode(), "page.html")
    begun = time.process_time()
    article = clean_document(document, lexicon())
    assert time.process_time() - begun <= SLOWEST * len(text)
    assert apply_edits(document.raw, article.edits) == article.clean


@pytest.mark.parametrize("name", HOSTILE)
def test_repeated(name):
    check("支部" + HOSTILE[name] * (SIZE // len(HOSTILE[name])))


def test_many_open_tags_closed_once():
    check("<p>支部</p><div>" + "<p" * (SIZE // 2) + ">")


def test_nearly_equal_paragraphs():
    page = "".join(LINE.format(i, 7 * i) for i in range(SIZE // (2 * len(LINE))))
    check(page + page.replace("二十一", "二十二"))


def test_deeply_nested_elements():
    depth = SIZE // 11
    check(f"<html><body>{'<div>' * depth}党支部现有党员二十九人。{'</div>' * depth}</body></html>")


@pytest.mark.long
def test_a_line_of_a_million_characters():
    check("党支部推动党(dang)建(jian)工(gong)作(zuo)再(zai)上台阶,学生满意。" * 25_000)
