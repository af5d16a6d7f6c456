"""Pages that show no text are left out like files that hold none."""

import pytest

from dj_analysis.corpus import CorpusError, make_document


@pytest.mark.parametrize("name", ["a.html", "a.HTM"])
@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<!DOCTYPE html>\n<html><body>&nbsp;&#12288;<br/></body></html>",
        "<style>p{color:red}</style><body><div id=app></div><script>if (a < b) { show('支部') }</script></body>",
    ],
    ids=["bare", "blanks", "script-only"],
)
def test_pages_that_show_no_text_are_refused(page, name):
    with pytest.raises(CorpusError, match="shows no text"):
        make_document(page.encode(), name)


@pytest.mark.parametrize(
    "page",
    ["<p>支部</p>", "<title>支部</title>", "支部", "<p", "<script>var a;</script>支部", "<script>未关"],
    ids=["paragraph", "title", "no-tags", "torn-tag", "behind-script", "torn-script"],
)
def test_pages_with_any_text_are_read(page):
    assert make_document(page.encode(), "a.html").raw == page


def test_tags_in_a_text_file_are_its_text():
    assert make_document(b"<html></html>", "a.txt").raw == "<html></html>"
