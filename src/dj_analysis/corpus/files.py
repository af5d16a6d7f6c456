"""Files below the raw folder, and one of them as a Document."""

from __future__ import annotations

import hashlib
import html
from pathlib import Path

from dj_analysis.corpus.encodings import decode
from dj_analysis.corpus.errors import CorpusError
from dj_analysis.corpus.office import OFFICE_SUFFIXES, read_office
from dj_analysis.limits import STANDARD
from dj_analysis.records import Document, Locator
from dj_analysis.regexes import compile_re

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm"}) | OFFICE_SUFFIXES
NOT_ARTICLES = frozenset({"readme.md", "metadata.csv"})
ID_LENGTH = 16
"""Hex digits of the sha256 kept as doc_id: 64 bits, no collision among any number of articles a person can read."""

HTML_SUFFIXES = frozenset({".html", ".htm"})
TAG = compile_re(r"<(?P<close>/?)(?P<name>[A-Za-z]*)[^<>]*>")
UNSEEN = frozenset({"script", "style", "template", "noscript"})
"""Elements whose text no reader of the page sees."""

MAX_CONTROL_SHARE = 0.05
MAX_LOST_SHARE = 0.2
"""Above these shares of control characters or of U+FFFD a file is a picture or an archive with the wrong name."""


def _listed(raw_dir: Path) -> list[Path]:
    if not raw_dir.is_dir():
        raise CorpusError(f"{raw_dir}: there is no such folder; give the folder that holds the saved articles")
    inside = [p for p in raw_dir.rglob("*") if p.is_file()]
    names = [(p.relative_to(raw_dir), p) for p in inside]
    shown = [(rel.as_posix(), p) for rel, p in names if not any(part.startswith((".", "~$")) for part in rel.parts)]
    return [p for rel, p in sorted(shown) if p.name.lower() not in NOT_ARTICLES]


def find_files(raw_dir: Path) -> list[Path]:
    """Articles below ``raw_dir`` (.txt .md .html .htm .docx .pdf), in the order of their relative paths.

    README.md, metadata.csv and hidden files are no articles. Raises CorpusError when there is no such folder.
    """
    return [p for p in _listed(raw_dir) if p.suffix.lower() in SUFFIXES]


def find_unknown(raw_dir: Path) -> list[Path]:
    """Files below ``raw_dir`` that look like input but whose kind is not known; to be reported, not read."""
    return [p for p in _listed(raw_dir) if p.suffix.lower() not in SUFFIXES]


def read_document(path: Path, raw_dir: Path, max_bytes: int = STANDARD.size) -> Document:
    """One saved file, decoded and otherwise untouched.

    ``source_file`` is the path below ``raw_dir``. Raises CorpusError where the file is empty, larger than ``max_bytes``
    or no text.
    """
    name = path.relative_to(raw_dir).as_posix() if path.is_relative_to(raw_dir) else path.name
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
        if len(data) > max_bytes:
            raise too_large(name, path.stat().st_size)
    except OSError as error:
        raise CorpusError(f"{name}: cannot be read ({error.strerror}); check that it exists and may be read") from error
    return make_document(data, name)


def too_large(name: str, size: int) -> CorpusError:
    """The error for a file of ``size`` bytes, where an article has far fewer."""
    return CorpusError(f"{name}: {size:,} bytes are more than an article has; split it or save the article alone")


def make_document(data: bytes, source_file: str) -> Document:
    """The Document of a file's bytes; CorpusError where they hold no text.

    >>> make_document("党支部".encode(), "a.txt").raw
    '党支部'
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise CorpusError(f"{source_file}: the file is empty; save the page again or remove it")
    suffix = Path(source_file).suffix.lower()
    locators: tuple[Locator, ...] = ()
    if suffix in OFFICE_SUFFIXES:
        encoding = suffix.removeprefix(".")
        raw, locators = read_office(data, source_file, suffix)
    else:
        raw, encoding = decode(data)
    if not raw.strip() or not raw.strip("\0\ufeff \t\r\n\u3000\xa0"):
        raise CorpusError(f"{source_file}: the file holds no text; save the page again or remove it")
    if suffix in HTML_SUFFIXES and not _shows_text(raw):
        raise CorpusError(f"{source_file}: the page shows no text; open it in a browser and save it again or remove it")
    control = sum(map(raw.count, map(chr, (*range(9), *range(14, 32)))))
    if control > MAX_CONTROL_SHARE * len(raw) + 1 or raw.count("\ufffd") > MAX_LOST_SHARE * len(raw):
        raise CorpusError(f"{source_file}: its bytes are no text in a known encoding; save the page as UTF-8 text")
    digest = hashlib.sha256(data).hexdigest()
    return Document(digest[:ID_LENGTH], source_file, digest, encoding, raw, locators=locators)


def _shows_text(page: str) -> bool:
    """Whether anything but tags, scripts and blanks stands in a page."""
    at, unseen = 0, ""
    for tag in TAG.finditer(page):
        if not unseen and html.unescape(page[at : tag.start()]).strip(" \t\r\n\u3000\xa0\ufeff\0"):
            return True
        name = tag["name"].lower()
        if name in UNSEEN and not unseen and not tag["close"]:
            unseen = name
        elif tag["close"] and name == unseen:
            unseen = ""
        at = tag.end()
    return bool(html.unescape(page[at:]).strip(" \t\r\n\u3000\xa0\ufeff\0"))
