"""Which line is the article's headline."""

from __future__ import annotations

from bisect import bisect_right

from dj_analysis.cleaning.boilerplate import is_masthead
from dj_analysis.cleaning.lines import AFFILIATION, NUMBERED, STOP_END, SUBTITLE, is_byline, is_caption, is_holder
from dj_analysis.cleaning.offices import ORGANISATION_END
from dj_analysis.cleaning.page import DOCUMENT_END, Page, is_article_field
from dj_analysis.regexes import compile_re

TITLE_MIN, TITLE_GOOD, TITLE_MAX = 4, 8, 100
HEADLINE_SENTENCE = 30
"""Longer lines with a stop at the end are sentences; shorter ones may be headlines that ask or call."""

SURE_SCORE = 1.0
"""Below the metadata only a line that nothing speaks against is the headline."""

SHORT_CAPTION = 20
"""A headline may end in 合影; a line of so few characters that does is a caption."""

MOST_BETWEEN = 5
"""Lines below a headline among which its date is looked for: a subtitle, an office, some writers."""

HAN = compile_re("[\u4e00-\u9fff]{2}")
NO_TITLE = compile_re(
    r"^[问答][:：]|^[\u4e00-\u9fff]{2,8}[:：]\s?[\d-]+$|^\d{1,2}\s[\u4e00-\u9fff]|[,，、:：]$|(?:\.{3}|…)$"
)
"""A question of an interview, an unfinished line, a cut headline of a list."""


def find_title(page: Page, header_end: int, first: int) -> int | None:
    """The line above the metadata, or the first headline-like line above the body."""
    stop = header_end or first
    ways = [(0, stop, False, 0.0), (0, stop, True, 0.0), (header_end, first, False, SURE_SCORE)]
    if _has_masthead(page, header_end):
        ways = ways[::-1]
    ordered = sorted(key for key in page.keys if len(key) <= TITLE_MAX)
    for start, end, dated, least in ways:
        scores = {
            i: _title_score(page, i, end, ordered) for i in range(start, end) if _may_be_title(page, i, dated=dated)
        }
        best = max(scores, key=lambda i: (scores[i], i if dated else -i), default=None)
        if best is not None and scores[best] > least:
            return best
    return None


def _may_be_title(page: Page, i: int, *, dated: bool) -> bool:
    """A line of a title's length that is not the site's; ``dated``: a headline with its date behind it."""
    line = page.lines[i]
    if i in page.fields or i in page.closings or page.dated[i] != dated:
        return False
    if not TITLE_MIN <= len(line) <= TITLE_MAX or SUBTITLE.match(line):
        return False
    if page.site[i] and not dated and not DOCUMENT_END.search(line):
        return False
    if len(line) <= SHORT_CAPTION and is_caption(line, page.lexicon):
        return False
    return HAN.search(line) is not None and not (AFFILIATION.fullmatch(line) or is_byline(line, page.lexicon))


def _has_masthead(page: Page, header_end: int) -> bool:
    """Whether the head of the page is that of a periodical: its name over the number of the issue."""
    issue = next((i for i in range(header_end) for f in page.fields.get(i, ()) if f.name == "issue"), -1)
    return any(is_masthead(page.lines[i], page.lexicon) for i in range(issue + 1))


def _begins(ordered: list[str], at: int, key: str) -> bool:
    """Whether the next longer line begins with the key."""
    return at < len(ordered) and ordered[at].startswith(key)


def _goes_with_title(page: Page, i: int) -> bool:
    """A subtitle, the office, the writer or the speaker: what stands between a headline and its date."""
    line = page.lines[i]
    if SUBTITLE.match(line) or ORGANISATION_END.match(line):
        return True
    return is_holder(line) or is_byline(line, page.lexicon)


def _title_score(page: Page, i: int, stop: int, ordered: list[str]) -> float:
    line, key = page.lines[i], page.keys[i]
    score = 2.0 if len(line) >= TITLE_GOOD else 1.2 if len(line) > TITLE_MIN else 0.5
    if "。" in line or (STOP_END.search(line) and len(line) > HEADLINE_SENTENCE):
        score -= 2.0
    if NUMBERED.match(line) or NO_TITLE.search(line):
        score -= 2.0
    if ORGANISATION_END.match(line) or is_holder(line):
        score -= 1.0
    if i > page.address:
        score -= 2.0
    following = bisect_right(ordered, key)
    repeated = ordered[following - 2 : following - 1] == [key] or _begins(ordered, following, key)
    if len(key) >= TITLE_GOOD and repeated:
        score += 3.0
    below = i + 1
    while below < min(stop, i + MOST_BETWEEN) and _goes_with_title(page, below):
        below += 1
    head = below in page.fields and below not in page.closings and is_article_field(page, below)
    if head or SUBTITLE.match(page.lines[min(i + 1, stop - 1)]):
        score += 2.0
    return score
