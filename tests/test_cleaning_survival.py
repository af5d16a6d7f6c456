"""What must stay in the article, whatever stands around it, and what must not get into it."""

import json
from functools import cache
from pathlib import Path

import pytest

from dj_analysis.cleaning import clean_document
from dj_analysis.corpus import make_document
from dj_analysis.lexicon import load_lexicon

TESTS = Path(__file__).parent
READ = ("heading", "body", "caption")
TITLE = "一间活动室里的新变化"
BODY = (
    "后勤党支部现有党员三十一名,分布在餐饮、水电、绿化三个班组。支部把活动室从办公楼搬到了食堂旁边。",
    "一、把门打开",
    "活动室每天中午开门,由一名支部委员值班,当面听取师生意见。一年下来共收到建议二百六十条,办结率为九成八。",
    "二、把事办好",
    "热水供应时间由六小时延长到十小时,就是根据学生的建议调整的。支部每季度公布一次办理情况,请大家打分。",
    "在去年底的测评中,师生满意率上升到百分之九十四,支部被评为先进党支部。",
)


@cache
def lexicon():
    return load_lexicon()


def clean(text):
    return clean_document(make_document(text.encode(), "page.txt"), lexicon())


def read_lines(article, regions=READ):
    kept = [article.clean[p.start : p.end].strip() for p in article.passages if p.region in regions]
    return [line for line in kept if line]


def cases(name):
    found = json.loads((TESTS / "cases" / "clean" / f"{name}.json").read_text("utf-8"))
    return [pytest.param(case, id=case["label"]) for case in found]


@pytest.mark.parametrize("path", sorted((TESTS / "gold").rglob("*.txt")), ids=lambda path: path.stem)
def test_no_line_of_a_clean_article_is_lost(path):
    article = clean(path.read_text("utf-8"))
    lost = [
        article.clean[p.start : p.end].strip()
        for p in article.passages
        if p.region not in (*READ, "title") and not (p.region == "metadata" and is_metadata(article, p))
    ]
    assert lost == []
    assert [edit for edit in article.edits if edit.before.strip()] == []


def is_metadata(article, passage):
    """Short, no sentence, and above or below all prose."""
    text = article.clean[passage.start : passage.end].strip()
    return len(text) <= 60 and not text.endswith(("。", "!", "！", "；", ";"))


@pytest.mark.parametrize("case", cases("survivors"))
def test_sentences_with_words_of_web_pages_stay(case):
    for at in (0, 1, 3, len(BODY)):
        lines = [*BODY[:at], case["text"], *BODY[at:]]
        article = clean(
            "\n".join([TITLE, "日期:2021-06-18 来源:后勤集团 浏览:12", *lines, "责任编辑:王三", "上一篇:无"])
        )
        assert read_lines(article) == lines


@pytest.mark.parametrize("case", cases("frames"))
def test_what_stands_around_the_article_is_left_out(case):
    article = clean("\n".join([*case["head"], *BODY, *case["tail"]]))
    assert {name: getattr(article.metadata, name) for name in case["want"]} == case["want"]
    assert read_lines(article) == list(BODY)


WIDE = str.maketrans(",:;!?()", "，：；！？（）")
INDENTS = ("", "    ", "\u3000\u3000", "\u2002\u2002", "\t")


@pytest.mark.parametrize("times", [2, 3, 4])
@pytest.mark.parametrize("wide", range(4))
def test_copies_of_other_width_and_indent_are_read_once(times, wide):
    copies = []
    for number in range(times):
        lines = [line.translate(WIDE) if number == wide else line for line in BODY]
        copies += [TITLE, f"2021-06-18 来源:后勤集团 浏览:{number}"]
        copies += [INDENTS[(number + wide) % len(INDENTS)] + line for line in lines]
        copies += ["手机版 | 电脑版 | 客户端", "-" * 20]
    article = clean("\n".join(copies))
    folded = {key: mark for mark, key in WIDE.items()}
    assert [line.translate(folded) for line in read_lines(article)] == list(BODY)
    assert article.metadata.title == TITLE


@pytest.mark.parametrize(
    "class_name",
    ["comments-area", "comment-list", "related-posts", "post-share", "sidebar", "widget-area", "post-navigation",
     "recommend", "wp-social-like", "hot-list"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["above", "below"])
def test_parts_that_a_template_sets_apart_are_left_out(class_name, place):
    said = "当年我也是支部的一员,看到活动室越办越好,真为大家高兴。希望以后常来看看,也祝大家一切顺利。"
    aside = f'<div class="x {class_name}"><h3>大家说</h3><div><p>{said}</p></div></div>'
    body = "".join(f"<p>{line}</p>" for line in BODY)
    parts = [f'<h1>{TITLE}</h1><div class="meta">发布于2023-01-09 由李晓禾</div><div class="entry">{body}</div>', aside]
    page = "".join(parts if place == "below" else parts[::-1])
    article = clean(f"<html><head><title>{TITLE} - 某校</title></head><body>{page}</body></html>")
    assert read_lines(article) == list(BODY)
    assert (article.metadata.title, article.metadata.published_date) == (TITLE, "2023-01-09")


def test_an_element_that_holds_the_article_is_no_aside():
    body = "".join(f"<p>{line}</p>" for line in BODY)
    article = clean(f'<html><body><h1>{TITLE}</h1><div class="widget share">{body}</div></body></html>')
    assert read_lines(article) == list(BODY)


@pytest.mark.parametrize("mark", ["- {} -", "第 {} 页 共 3 页", "— {} —", "{}/3", "\f", "{}\f"])
@pytest.mark.parametrize("width", [30, 34, 39, 44])
def test_pages_of_a_wrapped_document_are_joined(mark, width):
    wrapped = []
    for line in BODY:
        padded = "\u3000\u3000" + line
        wrapped += [padded[i : i + width] for i in range(0, len(padded), width)]
    pages = [wrapped[:3], wrapped[3:7], wrapped[7:]]
    text = "\n".join(
        "\n".join(["", *(["某校党建工作简报"] if number > 1 else [TITLE, ""]), *page, "", mark.format(number), ""])
        for number, page in enumerate(pages, 1)
    )
    article = clean(text)
    assert "".join(read_lines(article)) == "".join(BODY)
