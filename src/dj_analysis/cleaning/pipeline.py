"""A document to an article: text rules, then regions, then what the page says of itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from dj_analysis.cleaning.damage import find_damage
from dj_analysis.cleaning.dropped import find_dropped
from dj_analysis.cleaning.edits import OffsetMap
from dj_analysis.cleaning.letters import ANNEX_LABEL
from dj_analysis.cleaning.markup import find_asides, find_links
from dj_analysis.cleaning.meta_tags import read_meta
from dj_analysis.cleaning.metadata import read_metadata
from dj_analysis.cleaning.passages import split_sentences
from dj_analysis.cleaning.regions import Layout, lay_out
from dj_analysis.cleaning.rules import clean_text
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, Document, Edit, Locator, Passage
from dj_analysis.regexes import compile_re

LINE_END = compile_re("\n")
ASIDE_SHARE = 0.4
"""A part of the page that holds more of its text is no aside, whatever its template calls it."""

LINKED_SHARE = 0.8
"""Share of a line that stands in links: bullets, dates and bars stand between them."""


def clean_document(document: Document, lexicon: Lexicon, given: Mapping[str, str] | None = None) -> Article:
    """The document cleaned, cut into passages and described.

    ``given`` is the analyst's row of metadata.csv: it supplies or overrides what the text says. No text makes it fail.

    >>> from dj_analysis.corpus import make_document
    >>> from dj_analysis.lexicon import load_lexicon
    >>> article = clean_document(make_document("党(dang)(dang)支部共29人。".encode(), "a.txt"), load_lexicon())
    >>> article.clean, [(e.raw_start, e.raw_end, e.rule) for e in article.edits]
    ('党支部共29人。', [(1, 13, 'reading')])
    """
    clean, edits, lost = clean_text(document.raw, lexicon)
    lines = clean.split("\n") if clean else []
    layout = lay_out(lines, lexicon, *_marked_lines(document.raw, clean, edits))
    passages = _locate(_cut_passages(clean, layout), document.locators, edits)
    damages = find_damage(clean, passages, edits, lost, list(find_dropped(clean, lexicon)))
    metadata = read_metadata(
        layout,
        lexicon,
        given or {},
        traditional=any("t2s" in edit.rule for edit in edits),
        tags={name: field.value for name, field in read_meta(document.raw, lexicon).items()} if edits else None,
    )
    return Article(document, clean, passages, split_sentences(clean, passages), edits, damages, metadata)


def _marked_lines(raw: str, clean: str, edits: Sequence[Edit]) -> tuple[frozenset[int], frozenset[int]]:
    """Lines of the clean page that are links from end to end in its HTML source, and those of asides."""
    if "</" not in raw or not any(edit.rule.startswith("markup") for edit in edits):
        return frozenset(), frozenset()
    mapping = OffsetMap(edits)
    starts = [0, *(match.end() for match in LINE_END.finditer(clean))]
    ends = [*(start - 1 for start in starts[1:]), len(clean)]
    linked: dict[int, int] = {}
    for raw_start, raw_end in find_links(raw):
        start, end = mapping.to_clean(raw_start, raw_end)
        line = bisect_right(starts, start) - 1
        linked[line] = linked.get(line, 0) + len(clean[start:end].strip())
    links = frozenset(
        i for i, size in linked.items() if 0 < _own_length(clean[starts[i] : ends[i]]) <= size / LINKED_SHARE
    )
    beside: set[int] = set()
    for raw_start, raw_end in find_asides(raw):
        start, end = mapping.to_clean(raw_start, raw_end)
        if end - start <= ASIDE_SHARE * len(clean):
            first, last = bisect_right(starts, start) - 1, bisect_right(starts, end) - 1
            beside |= {i for i in range(first, last + 1) if starts[i] >= start and ends[i] <= end}
    return links, frozenset(beside)


def _own_length(line: str) -> int:
    """Characters of a line without the word 附件 before what it links to."""
    label = ANNEX_LABEL.match(line) if line[:1] in "附(（[【" else None
    return len(line) - (label.end() if label else 0)


def _cut_passages(clean: str, layout: Layout) -> Iterator[Passage]:
    """Every line with its line end, split where a part of it has a region of its own."""
    splits: dict[int, list[tuple[int, str]]] = {}
    for number, offset, region in layout.splits:
        splits.setdefault(number, []).append((offset, region))
    at = position = 0
    for i, line in enumerate(layout.lines):
        end = min(at + len(line) + 1, len(clean))
        if i not in splits and at < end:
            yield Passage(position, layout.regions[i], at, end)
            position += 1
            at = end
            continue
        for start, stop, region in _parts(at, end, layout.regions[i], splits.get(i, [])):
            yield Passage(position, region, start, stop)
            position += 1
        at = end


def _locate(passages: Iterator[Passage], locators: Sequence[Locator], edits: Sequence[Edit]) -> tuple[Passage, ...]:
    """Passages with the paragraph, cell or page of their first character, where the source has such."""
    if not locators:
        return tuple(passages)
    mapping = OffsetMap(edits)
    starts = [locator.raw_start for locator in locators]
    found = []
    for passage in passages:
        at = bisect_right(starts, mapping.to_raw(passage.start, passage.end)[0]) - 1
        found.append(passage._replace(locator=locators[at].label if at >= 0 else None))
    return tuple(found)


def _parts(start: int, end: int, region: str, splits: list[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    for offset, other in splits:
        if other == "title":
            yield start, start + offset, other
            start += offset
        else:
            yield start, start + offset, region
            start, region = start + offset, other
    if start < end:
        yield start, end, region
