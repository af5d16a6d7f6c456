"""Passages and sentences of a clean page."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from dj_analysis.cleaning.characters import Kind, places_of
from dj_analysis.records import READ_REGIONS, Article, Document, Passage, Sentence
from dj_analysis.regexes import compile_re

STOPS, CLOSERS = frozenset("。!！?？;；"), frozenset("”’」』)）》")
GOES_ON = STOPS | CLOSERS
"""Behind a stop the sentence goes on with more stops, then with closing marks."""
SENTENCE = compile_re(r"[^。!?！？;；\n]*(?:[。!?！？;；]+[”’」』)）》]*|\n|$)")
"""The same as a pattern, for a text alone: up to a stop with the closing marks behind it, or to the end of the line."""


def split_sentences(clean: str, passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    """Sentences of the passages that extractors read, in order, stripped of white space.

    >>> [s.text for s in wrap_text("党员29人。其中教师4人").sentences]
    ['党员29人。', '其中教师4人']
    """
    ends = _find_ends(clean)
    make = tuple.__new__  # what Sentence(...) does, without its call: pages have hundreds of these
    found: list[Sentence] = []
    for position, region, first, stop, _ in passages:
        if region not in READ_REGIONS:
            continue
        at = first
        for end in (*ends[bisect_right(ends, at) : bisect_left(ends, stop)], stop):
            whole = clean[at:end]
            if text := whole.strip():
                start = at if len(text) == len(whole) else clean.index(text, at)
                found.append(make(Sentence, (start, start + len(text), position, region, text)))
            at = end
    return tuple(found)


def _find_ends(clean: str) -> list[int]:
    """Where sentences end: behind a stop with the closing marks behind it, and behind a line end."""
    found: list[int] = []
    last = 0
    for stop in places_of(Kind.STOP, clean):
        if stop < last:
            continue
        last = stop + 1
        if clean[last : last + 1] in GOES_ON and clean[stop] != "\n":
            while clean[last : last + 1] in STOPS:
                last += 1
            while clean[last : last + 1] in CLOSERS:
                last += 1
        found.append(last)
    return found


def wrap_text(text: str, doc_id: str = "text", title: str | None = None) -> Article:
    """An article of already clean text: every line a body passage, no edits. For trials and test cases.

    ``title``, when given, becomes a first passage of region ``title``.
    """
    lines = [("title", title + "\n")] if title else []
    lines += [("body", line) for line in text.splitlines(keepends=True)]
    passages, at = [], 0
    for position, (region, line) in enumerate(lines):
        passages.append(Passage(position, region, at, at + len(line)))
        at += len(line)
    clean = "".join(line for _, line in lines)
    digest = hashlib.sha256(clean.encode("utf-8", "surrogatepass")).hexdigest()
    document = Document(doc_id, f"{doc_id}.txt", digest, "utf-8", clean)
    return Article(document, clean, tuple(passages), split_sentences(clean, passages))
