"""Who grants, where a title says it before its quotes: 省教育厅“先进集体”, 学校评定的“先锋支部”."""

from __future__ import annotations

from dj_analysis.extraction.title_words import GIVING, OPENING, TitleWords
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

SHORTEST_GRANTOR = 2
"""校“优秀党员”: one character is a level, not a body."""
INSIDE = compile_re(
    r"“[^”\n]{1,60}”|「[^」\n]{1,60}」|『[^』\n]{1,60}』|\"[^\"\n]{1,60}\"|《[^》\n]{1,60}》|‘[^’\n]{1,60}’"
    r"|[（(][^）)\n]{0,30}[）)]"
)
"""A quoted or bracketed stretch of a title."""
OPEN_MARK = compile_re(r"[“「『\"《‘（(]")
YEAR_LEAD = compile_re(r"^(?:\d{4}|20\*{1,2})\s?(?:[—\-–~至]{1,2}\s?\d{4}\s?)?(?:学年|年度|年)?(?:度)?(?:的)?")
_GIVEN = compile_re(rf"(?P<body>[\u4e00-\u9fff、]{{2,24}}?){GIVING}的")


def split_grantor(text: str, left: int, base: int, words: TitleWords) -> tuple[Span | None, str, int]:
    """省教育厅“先进集体”: the body before the quote grants; a bare level word (全省) stays with the title."""
    inside = INSIDE.finditer(text) if OPEN_MARK.search(text) else ()
    quote = next((m.start() for m in inside if m.group()[0] in OPENING), None)
    head = text[:quote] if quote is not None else None
    given = _GIVEN.match(text)
    if given and (head is None or given.end() <= len(head)):
        body = given.group("body")
        return Span(base + left, base + left + len(body)), text[given.end() :], left + given.end()
    plain = words.body_lead.match(text)
    if plain and words.praised.search(plain.group("body")):
        plain = None
    if plain and words.head.search(text[plain.end() :]) and len(plain.group()) > SHORTEST_GRANTOR:
        return Span(base + left, base + left + plain.end("body")), text[plain.end() :], left + plain.end()
    if head is None:
        return None, text, left
    year = YEAR_LEAD.match(head)
    shift = year.end() if year else 0
    found = words.grantor.match(text[:quote][shift:]) if quote else None
    if not quote or not found or found.end() != quote - shift or len(found.group("body")) < SHORTEST_GRANTOR:
        return None, text, left
    body = found.group("body")
    at = base + left + shift
    return Span(at, at + len(body)), text[quote:], left + quote
