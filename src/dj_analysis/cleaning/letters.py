"""Letters and notices: whom they address, who signs them with the date, what is appended to them."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from dj_analysis.cleaning.bylines import STAMP, Field
from dj_analysis.cleaning.lines import is_prose
from dj_analysis.cleaning.offices import ORGANISATION_END, is_office
from dj_analysis.regexes import compile_re

ADDRESS = compile_re(
    "^(?:[各致]|全[校院体系]|尊敬|亲爱|有关|校[属内直]).{0,30}[:：]$|(?:单位|部门|支部|总支|党委|组织|同志|党员|师生|老师|同学|学院)们?[:：]$"
    "|(?:如下|名单|下列|以下|通知|公[布示]|表彰|表扬|决定).{0,16}[:：]$"
)
"""Whom a letter addresses, or what it goes on to list: nothing that stands in a page's head has that form."""

LETTER_LINE = compile_re(
    r"[。:：；;]$|^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d))"
)
"""Lines of a letter's text; a page's head has titles and names."""

CLOCK = compile_re(r"\d\s?[:：时点]\s?\d")
BRANCH = ("支部", "总支")
BODIES = ("中共", "共青团")
"""What the committee of the Party or the League begins with, which signs together with an office."""

TEXT_LINES = 2
LONGEST_SIGNER = 40
CLOSED = frozenset({"published_date", "author", "issuer"})
MOST_CLOSINGS = 2
"""A letter and one that it passes on; offices over dates again and again are a list."""

ANNEX_LABEL = compile_re(r"[\s(（\[【]{0,2}附\s?[件录表]\s?[\d一二三四五六七八九十]{0,3}\s?[)）\]】:：.、]{0,2}\s?")
"""What names an annex, alone over it or before its title."""


def is_address(text: str) -> bool:
    """Whether a line addresses the readers of a letter or announces its list.

    >>> [is_address(text) for text in ("各党支部：", "现将结果公示如下：", "来源：")]
    [True, True, False]
    """
    return text[-1:] in (":", "：") and ADDRESS.search(text) is not None


def find_closings(lines: Sequence[str], fields: Mapping[int, list[Field]], site: Sequence[bool]) -> frozenset[int]:
    """Lines with which letters end: the offices that sign and the date below them, not those of a page's head.

    >>> page = ["关于表彰的通知", "各党支部：", "江河大学党委", "2023年6月30日"]
    >>> sorted(find_closings(page, {3: [Field("published_date", page[3], 0, 10)]}, [False] * 4))
    [2, 3]
    """
    dated = [found for i in sorted(fields) if (found := _dated(lines, fields, i))]
    signed = [found for found in dated if found[2]]
    bare = [found for found in dated if not found[2]]
    few = [found for kind in (signed, bare) if len(kind) <= MOST_CLOSINGS for found in kind]
    own = [n for n in range(len(lines)) if not site[n] and n not in fields] if few else []
    closed = (range(start, i + 1) for start, i, signs in few if _closes(lines, own, start, i, signs=signs))
    return frozenset(n for places in closed for n in places)


def _dated(lines: Sequence[str], fields: Mapping[int, list[Field]], i: int) -> tuple[int, int, bool] | None:
    """From which line on a date is signed, its line, and whether an office signs; None where it is no such date."""
    names = {field.name for field in fields[i]}
    line = lines[i]
    if "published_date" not in names or not names <= CLOSED or "年" not in line or CLOCK.search(line):
        return None
    own = STAMP.sub("", line).strip()
    if own and not _signs(own):
        return None
    start = i if own else _signers_start(lines, i)
    return start, i, bool(own) or start < i


def _closes(lines: Sequence[str], own: Sequence[int], start: int, end: int, *, signs: bool) -> bool:
    """Whether the text above is that of a letter or all that the page has; ``own``: lines that may be text."""
    above = [lines[n] for n in own if n < start]
    if any(map(is_address, above)):
        return True
    return signs and (any(map(LETTER_LINE.search, above)) or _is_foot(above, [lines[n] for n in own if n > end]))


def _is_foot(above: list[str], below: list[str]) -> bool:
    """Whether the text of a page stands above: a headline and more, below less and no sentences."""
    less = sum(map(len, below)) < sum(map(len, above))
    return len(above) >= TEXT_LINES and less and not any(map(is_prose, below))


def _signers_start(lines: Sequence[str], i: int) -> int:
    """The first line of those that sign over a date; the last branch of a list of branches does not."""
    start = i
    if (
        start
        and _signs(lines[start - 1])
        and not (start > 1 and lines[start - 1].endswith(BRANCH) and lines[start - 2].endswith(BRANCH))
    ):
        start -= 1
        while start and lines[start - 1].startswith(BODIES) and _signs(lines[start - 1]):
            start -= 1
    return start


def _signs(text: str) -> bool:
    """One office or several beside each other."""
    return len(text) <= LONGEST_SIGNER and all(ORGANISATION_END.match(part) or is_office(part) for part in text.split())


def leave_annexes(lines: Sequence[str], site: list[bool], taken: Container[int]) -> None:
    """Mark the lines that say 附件 and nothing else over a list of downloads or the end of the page as the site's.

    ``taken``: lines that are links or fields. Over anything else the word is the heading of the article's own annex.
    """
    for i in range(len(lines) - 1, -1, -1):
        if ANNEX_LABEL.fullmatch(lines[i]):
            site[i] = i + 1 == len(lines) or site[i + 1] or i + 1 in taken
