"""HTML source to its text: tags, comments, scripts and styles leave; block tags leave a line end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change
from dj_analysis.regexes import compile_re

SIGNS = compile_re(
    r"<(?:!doctype|html|head|body|title|meta|div|p|br|span|table|tr|td|ul|li|h[1-6]|a\s+href|font|strong|img|section|article)\b[^<>]*>|</(?:p|div|span|a|h[1-6]|td|li)>",
    re.IGNORECASE,
)
DOCUMENT = compile_re(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|div|table|meta)\b", re.IGNORECASE)
MIN_SIGNS = 3
"""Tags of a page part saved as text; an article that explains a tag or two has fewer."""

OPEN = compile_re(r"<(?:!--|!|\?|/?[A-Za-z])")
NAME = compile_re(r"</?([A-Za-z][A-Za-z0-9:-]{0,30})")
MAX_QUOTED_ENDS = 5
"""Signs ``>`` inside the quoted attributes of one tag."""

MAX_PLAIN_TAG = 3000
"""A longer tag is taken for one only where no other tag begins inside it (an inline picture)."""

SILENT = frozenset(
    {
        "script",
        "style",
        "head",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "select",
        "option",
        "button",
        "textarea",
    }
)
"""Elements whose content is no text of the page. ``title`` is taken out of ``head`` before."""

BLOCK = compile_re(
    "address|article|aside|blockquote|body|br|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h1|h2|h3|"
    "h4|h5|h6|header|hr|html|legend|li|main|nav|ol|p|pre|section|summary|table|tbody|tfoot|thead|title|tr|ul"
)
NEXT_LINK = compile_re(r"\s{0,20}<a\b", re.IGNORECASE)
CELL = frozenset({"td", "th"})
SOURCE_BREAK = compile_re(r"(?:(?<![ \t\f\r\n])[ \t\f]+)?[\r\n][ \t\r\n\f]*")
WIDE = compile_re("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…]")


def is_markup(text: str) -> bool:
    """Whether the text is HTML source.

    >>> is_markup("<p>党建</p><p>工作</p>"), is_markup("用<br>换行")
    (True, False)
    """
    if "<" not in text:
        return False
    return DOCUMENT.match(text) is not None or len(list(islice(SIGNS.finditer(text), MIN_SIGNS))) == MIN_SIGNS


def strip_markup(text: str, lexicon: Lexicon) -> list[Change]:
    r"""Changes that turn HTML source into lines of text; nothing for a text that is no HTML.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> [c.after for c in strip_markup("<div>党<b>建</b></div><p>x</p>", load_lexicon())]
    ['\n', '', '', '\n', '\n', '\n']
    """
    if not is_markup(text):
        return []
    changes: list[Change] = []
    at = 0
    for start, end, after in _tags(text):
        if start > at:
            changes += _source_breaks(text, at, start)
        changes.append(Change(start, end, after))
        at = end
    return [*changes, *_source_breaks(text, at, len(text))]


def _source_breaks(text: str, start: int, end: int) -> Iterator[Change]:
    """Line ends of the source are spaces, and between Chinese characters nothing."""
    if text.find("\n", start, end) < 0 and text.find("\r", start, end) < 0:
        return
    for match in SOURCE_BREAK.finditer(text, start, end):
        left, right = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        joined = WIDE.match(left) or WIDE.match(right) or match.start() == start or match.end() == end
        yield Change(match.start(), match.end(), "" if joined else " ")


def _tags(text: str) -> Iterator[tuple[int, int, str]]:
    """Places of tags, comments and silent elements, each with what stays in its place."""
    lowered = text.lower()
    missing: set[str] = set()
    at = 0
    while match := OPEN.search(text, at):
        start = match.start()
        if match.group() == "<!--":
            end = _find_end(lowered, "-->", start + 4, missing)
            after = ""
        else:
            end = _tag_end(text, start, missing)
            name_match = NAME.match(lowered, start)
            name = name_match.group(1) if name_match else ""
            after = _left_behind(text, end, name)
            if name in SILENT and text[start + 1] != "/" and text[end - 2 : end] != "/>":
                end = _silent_end(lowered, name, end, missing)
        if end <= start:
            at = start + 1
            continue
        yield start, end, after
        at = end


def _left_behind(text: str, end: int, name: str) -> str:
    """A line end for a block, a space for a cell and between links that stand side by side."""
    if BLOCK.fullmatch(name):
        return "\n"
    return " " if name in CELL or (name == "a" and NEXT_LINK.match(text, end)) else ""


def _silent_end(lowered: str, name: str, start: int, missing: set[str]) -> int:
    """Behind the closing tag; for ``head`` up to its title, which is text of the page."""
    stop = _find_end(lowered, f"</{name}", start, missing)
    if name == "head":
        title = lowered.find("<title", start, stop if stop > start else len(lowered))
        if title >= 0:
            return title
    return lowered.find(">", stop) + 1 or len(lowered) if stop > start else start


def _find_end(text: str, mark: str, start: int, missing: set[str]) -> int:
    """Behind the next ``mark``; 0 where there is none, which is looked up once only."""
    if mark in missing:
        return start if mark.startswith("</") else 0
    found = text.find(mark, start)
    if found < 0:
        missing.add(mark)
        return start if mark.startswith("</") else 0
    return found + len(mark)


def _tag_end(text: str, start: int, missing: set[str]) -> int:
    """Behind the ``>`` of a tag, not counting one inside a quoted attribute; 0 where the tag does not end."""
    first = end = _find_end(text, ">", start, missing)
    if not first or (first - start > MAX_PLAIN_TAG and "<" in text[start + 1 : start + MAX_PLAIN_TAG]):
        return 0
    for _ in range(MAX_QUOTED_ENDS - 1):
        tag = text[start:end]
        if tag.count('"') % 2 == 0 and tag.count("'") % 2 == 0:
            break
        end = _find_end(text, ">", end, missing)
        if not end:
            return 0
    chosen = end if text.count('"', start, end) % 2 == 0 else first
    return chosen if chosen - start <= MAX_PLAIN_TAG or "<" not in text[start + 1 : chosen] else 0


LINK = compile_re(r"<a\b[^<>]{0,1000}>|</a\s*>", re.IGNORECASE)


def find_links(text: str) -> Iterator[tuple[int, int]]:
    """Places of the texts of links in HTML source.

    >>> list(find_links('<li><a href="/x">党建</a></li>'))
    [(17, 19)]
    """
    start = None
    for match in LINK.finditer(text):
        if not match.group().startswith("</"):
            start = match.end()
        elif start is not None:
            yield start, match.start()
            start = None


ASIDE_NAMES = frozenset({"nav", "aside", "form", "footer"})
ASIDE_WORDS = compile_re(
    r"(?:class|id)\s?=\s?[\"']?[^\"'>]{0,200}?(?<![a-z])(?:comments?|respond|reply|related|recommend|share|sharing|social|sidebar"
    r"|breadcrumbs?|crumbs?|pagination|pager|prevnext|post-navigation|copyright|friendlink|hot-?list|rank|widget|toolbar"
    r"|qrcode|reward|likes?)(?![a-z])",
    re.IGNORECASE,
)
"""Words by which templates name what stands beside an article."""

ELEMENT = compile_re(
    r"<(/?)(nav|aside|form|footer|header|section|article|div|ul|ol|dl|table|p|span|h[1-6])\b([^<>]{0,600})>"
)


def find_asides(text: str) -> Iterator[tuple[int, int]]:
    """Places of elements that stand beside an article by their name or class, outermost ones only.

    >>> list(find_asides('<p>党建</p><div class="comments"><div>好</div></div>'))
    [(9, 49)]
    """
    inside: str | None = None
    depth = start = 0
    for match in ELEMENT.finditer(text.lower()):
        closing, name, rest = match.groups()
        if inside is None:
            if not closing and (name in ASIDE_NAMES or ASIDE_WORDS.search(rest)):
                inside, depth, start = name, 1, match.start()
        elif name == inside:
            depth += -1 if closing else 1
            if not depth:
                yield start, match.end()
                inside = None
