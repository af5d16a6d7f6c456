"""Passages and sentences of a clean page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from dj_analysis.records import READ_REGIONS, Article, Document, Passage, Sentence

SENTENCE = re.compile(r"[^。!?！？;；\n]*(?:[。!?！？;；]+[”’」』)）》]*|\n|$)")
"""Up to a stop with the closing marks behind it, or to the end of the line."""


def split_sentences(clean: str, passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    """Sentences of the passages that extractors read, in order, stripped of white space.

    >>> [s.text for s in wrap_text("党员29人。其中教师4人").sentences]
    ['党员29人。', '其中教师4人']
    """
    return tuple(
        sentence for passage in passages if passage.region in READ_REGIONS for sentence in _cut(clean, passage)
    )


def _cut(clean: str, passage: Passage) -> Iterator[Sentence]:
    for match in SENTENCE.finditer(clean, passage.start, passage.end):
        text = match.group()
        start = match.start() + len(text) - len(text.lstrip())
        text = text.strip()
        if text:
            yield Sentence(start, start + len(text), passage.position, passage.region, text)


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
