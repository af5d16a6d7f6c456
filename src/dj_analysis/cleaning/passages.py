"""Passages and sentences of a clean page."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Sequence

from dj_analysis.cleaning.characters import Kind, places_of
from dj_analysis.records import READ_REGIONS, Article, Document, Passage, Sentence
from dj_analysis.regexes import compile_re

STOPS, CLOSERS = frozenset("。!！?？;；"), frozenset("”’」』)）》")
SENTENCE = compile_re(r"[^。!?！？;；\n]*(?:[。!?！？;；]+[”’」』)）》]*|\n|$)")
"""Up to a stop with the closing marks behind it, or to the end of the line."""


def split_sentences(clean: str, passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    """Sentences of the passages that extractors read, in order, stripped of white space.

    >>> [s.text for s in wrap_text("党员29人。其中教师4人").sentences]
    ['党员29人。', '其中教师4人']
    """
    stops = places_of(Kind.STOP, clean)
    found: list[Sentence] = []
    for passage in passages:
        if passage.region in READ_REGIONS:
            ends = _ends(clean, passage, stops[bisect_left(stops, passage.start) : bisect_left(stops, passage.end)])
            start = passage.start
            for end in ends:
                whole = clean[start:end]
                if text := whole.strip():
                    first = start if text[0] == whole[0] else clean.index(text, start)
                    found.append(Sentence(first, first + len(text), passage.position, passage.region, text))
                start = end
    return tuple(found)


def _ends(clean: str, passage: Passage, stops: Sequence[int]) -> list[int]:
    """Where ``SENTENCE`` ends in a passage, from the places of its stops."""
    found: list[int] = []
    last = passage.start
    for stop in stops:
        if stop < last:
            continue
        last = stop + 1
        if clean[stop] != "\n":
            while clean[last : last + 1] in STOPS:
                last += 1
            while clean[last : last + 1] in CLOSERS:
                last += 1
            last = min(last, passage.end)
        found.append(last)
    if last < passage.end:
        found.append(passage.end)
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
