"""Text of Word and PDF files, with the paragraph, cell or page that each stretch of it stood in."""

from __future__ import annotations

import contextlib
import io
import logging
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dj_analysis.corpus.errors import CorpusError
from dj_analysis.corpus.pdf_lines import order_lines
from dj_analysis.records import Locator

if TYPE_CHECKING:
    from docx.document import Document as _Word
    from docx.table import _Rows
    from pypdf import PageObject, PdfReader

OFFICE_SUFFIXES = frozenset({".docx", ".pdf"})
MAX_UNPACKED = 200 * 1024 * 1024
"""Bytes a Word file may unpack to; articles with photographs stay far below."""

MAX_PAGES = 300
"""Pages of a PDF that are read; an article has a few."""

REMEDY = "pip install 'dj-analysis[office]'"

Piece = tuple[str, str, str]
"""A stretch of text, what stands behind it, and its label."""


def read_office(data: bytes, source_file: str, suffix: str) -> tuple[str, tuple[Locator, ...]]:
    """The text of a .docx or .pdf file and where each part of it stood.

    CorpusError, in one sentence with the remedy, where the file is broken, locked, too large or has no text, or where
    the library that reads it is not installed.
    """
    pieces = _word_pieces(data, source_file) if suffix == ".docx" else _pdf_pieces(data, source_file)
    parts: list[str] = []
    locators: list[Locator] = []
    at = 0
    for text, behind, label in pieces:
        if text.strip():
            locators.append(Locator(at, at + len(text), label))
        parts += [text, behind]
        at += len(text) + len(behind)
    raw = "".join(parts)
    if not locators:
        raise CorpusError(f"{source_file}: holds no text, perhaps only pictures of pages; run text recognition on it")
    return raw, tuple(locators)


def _word_pieces(data: bytes, source_file: str) -> Iterator[Piece]:
    try:
        import docx  # noqa: PLC0415 - an optional dependency
    except ImportError as error:
        raise CorpusError(f"{source_file}: reading Word files needs python-docx; install it: {REMEDY}") from error
    broken = f"{source_file}: is no readable Word file; open it in Word and save it as .docx again"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(member.file_size for member in packed.infolist())
    except Exception as error:  # a damaged archive makes the library raise all kinds, NotImplementedError among them
        raise CorpusError(f"{broken}, without a password") from error
    if size > MAX_UNPACKED:
        raise CorpusError(f"{source_file}: unpacks to {size:,} bytes, more than an article has; save its text alone")
    try:
        return iter(list(_walk(docx.Document(io.BytesIO(data)))))
    except Exception as error:  # the library raises whatever the broken part makes it raise
        raise CorpusError(broken) from error


def _walk(document: _Word) -> Iterator[Piece]:
    """Paragraphs and tables in the order of the page."""
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 - an optional dependency

    paragraphs = tables = 0
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            paragraphs += 1
            yield block.text, "\n", f"paragraph {paragraphs}"
        else:
            tables += 1
            yield from _walk_table(block.rows, tables)


def _walk_table(rows: _Rows, number: int) -> Iterator[Piece]:
    """A line for each row, tabs between cells; merged cells once."""
    seen: set[object] = set()
    for i, row in enumerate(rows, 1):
        cells = []
        for j, cell in enumerate(row.cells, 1):
            if cell._tc not in seen:
                seen.add(cell._tc)
                cells.append((j, " ".join(cell.text.split("\n"))))
        for j, text in cells:
            yield text, "\n" if j == cells[-1][0] else "\t", f"table {number} row {i} cell {j}"


def _pdf_pieces(data: bytes, source_file: str) -> Iterator[Piece]:
    try:
        import pypdf  # noqa: PLC0415 - an optional dependency
    except ImportError as error:
        raise CorpusError(f"{source_file}: reading PDF files needs pypdf; install it: {REMEDY}") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # our own sentence says what is wrong with the file
    locked = f"{source_file}: is locked with a password; save it without one"
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        readable = not reader.is_encrypted or bool(reader.decrypt(""))
        count = len(reader.pages) if readable else 0
        texts = [_page_text(page, reader) for page in reader.pages] if 0 < count <= MAX_PAGES else []
    except pypdf.errors.DependencyError as error:
        raise CorpusError(locked) from error
    except Exception as error:  # the library raises whatever the broken part makes it raise
        raise CorpusError(f"{source_file}: is no readable PDF; print it to a new PDF or save its text") from error
    if not readable:
        raise CorpusError(locked)
    if count > MAX_PAGES:
        raise CorpusError(f"{source_file}: has {count} pages, more than an article has; save its pages alone")
    # A form feed stands between pages, so that heads and page numbers beside it are known for what they are.
    return iter([(text, "\n\f", f"page {i}") for i, text in enumerate(texts, 1)])


def _page_text(page: PageObject, reader: PdfReader) -> str:
    """The text of a page in the order of its lines; in that of drawing where its lines are not understood."""
    with contextlib.suppress(Exception):  # broken operands, which extract_text reads over or raises itself
        order_lines(page, reader)
    return page.extract_text()
