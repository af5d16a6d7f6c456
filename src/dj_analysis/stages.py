"""One saved file through its stages: what is stored and still holds is taken, the rest is made anew."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dj_analysis.cleaning import clean_document
from dj_analysis.corpus import CorpusError, read_document
from dj_analysis.extraction import extract
from dj_analysis.fingerprints import digest_of
from dj_analysis.lexicon import Lexicon, load_lexicon
from dj_analysis.limits import MIB, STANDARD, Limits, OutOfTimeError, keep_within
from dj_analysis.packing import (
    make_block,
    pack_article,
    pack_block,
    pack_extraction,
    unpack_article,
    unpack_extraction,
)
from dj_analysis.plan import Skipped
from dj_analysis.records import READ_REGIONS, Article, Document, Extraction
from dj_analysis.rows import make_article_rows
from dj_analysis.store import DocumentRecord, with_results

NO_SHINGLES = bytes(4)
"""Stands for the shingles of a text too short to have any."""


@dataclass(frozen=True, slots=True)
class Work:
    """One document to be done: the raw folder and its names there, what the analyst says of it, and what is stored.

    ``prints`` are the fingerprints of the stages; ``stored`` are results by stage, as far as there are any; unless
    ``sampled``, no shingles are made.
    """

    raw: Path
    names: tuple[str, ...]
    given: Mapping[str, str]
    given_key: str
    record: DocumentRecord
    stored: Mapping[str, bytes]
    prints: Mapping[str, str]
    own_lexicons: Path
    sampled: bool = True
    limits: Limits = STANDARD


@dataclass(frozen=True, slots=True)
class Done:
    """A document's new record and the results that were made anew, by stage."""

    name: str
    record: DocumentRecord
    results: Mapping[str, bytes]
    shingles: bytes | None


def make_cleaning_key(prints: Mapping[str, str], given: str) -> str:
    """What cleaning depends on beside the page."""
    return digest_of(prints["reading"], prints["cleaning"], given)


def make_extraction_key(prints: Mapping[str, str], record: DocumentRecord) -> str:
    """What extraction depends on: its rules and what cleaning came to."""
    return digest_of(prints["extraction"], record.cleaning_digest or "")


def make_rows_key(prints: Mapping[str, str], record: DocumentRecord, names: tuple[str, ...]) -> str:
    """What rows depend on: how they are made, what the stages before came to, and the names of the file."""
    return digest_of(prints["rows"], record.cleaning_digest or "", record.extraction_digest or "", *names)


def process(work: Work) -> Done | Skipped:
    """Do what is not stored of one document; an unforeseen failure becomes a reason, never a traceback."""
    name = work.names[0]

    def read_and_do() -> Done | Skipped:
        document = read_document(work.raw / name, work.raw, work.limits.size)
        if document.sha256 != work.record.sha256:
            return Skipped(name, f"{name}: was changed while it was read; run again", retry=True)
        return do_document(work, replace(document, source_file=name, other_files=work.names[1:]))

    return attempt(name, work.limits, read_and_do)


def attempt(name: str, limits: Limits, do: Callable[[], Done | Skipped]) -> Done | Skipped:
    """What ``do`` gives, or why it gives nothing: a file that cannot be read, a limit exceeded, a fault of ours."""
    try:
        with keep_within(limits):
            return do()
    except CorpusError as error:
        return Skipped(name, str(error))
    except OutOfTimeError:
        took = f"{name}: was not done within {limits.seconds:g} seconds"
        return Skipped(name, f"{took}; save the article alone, or give it more time with --max-seconds", retry=True)
    except MemoryError:
        took = f"{name}: takes more than {limits.memory // MIB} MB of memory"
        return Skipped(name, f"{took}; save the article alone, or give it more with --max-memory", retry=True)
    except Exception as error:
        return Skipped(name, f"{name}: could not be processed ({type(error).__name__}: {error}); please report it")


def set_aside(work: Work) -> Skipped:
    """What stands for a document that ends the process it is done in."""
    name = work.names[0]
    return Skipped(name, f"{name}: twice ended the process that read it; save the article alone as text", retry=True)


def do_document(work: Work, document: Document) -> Done:
    """Do what is not stored of a document that has been read."""
    lexicon = _lexicon(work.own_lexicons, tuple(work.prints.values()))
    results: dict[str, bytes] = {}
    article, record = _clean(work, document, lexicon, results)
    extraction, record = _extract(work, article, record, lexicon, results)
    key = make_rows_key(work.prints, record, work.names)
    if key == record.rows and "rows" in work.stored:
        return Done(document.source_file, record, results, None)
    results["rows"] = pack_block(make_block(make_article_rows(article, extraction)))
    record = with_results(record, {"rows": key}, {"rows": results["rows"]})
    return Done(document.source_file, record, results, sample(article) if work.sampled else b"")


def _clean(
    work: Work, document: Document, lexicon: Lexicon, results: dict[str, bytes]
) -> tuple[Article, DocumentRecord]:
    key, stored = make_cleaning_key(work.prints, work.given_key), work.stored.get("cleaning")
    if key == work.record.cleaning and stored is not None:
        return unpack_article(document, stored), work.record
    article = clean_document(document, lexicon, work.given)
    results["cleaning"] = pack_article(article)
    record = with_results(work.record, {"cleaning": key}, {"cleaning": results["cleaning"]})
    return article, replace(record, published=article.metadata.published_date)


def _extract(
    work: Work, article: Article, record: DocumentRecord, lexicon: Lexicon, results: dict[str, bytes]
) -> tuple[Extraction, DocumentRecord]:
    key, stored = make_extraction_key(work.prints, record), work.stored.get("extraction")
    if key == record.extraction and stored is not None:
        return unpack_extraction(stored), record
    extraction = extract(article, lexicon)
    results["extraction"] = pack_extraction(extraction)
    return extraction, with_results(record, {"extraction": key}, {"extraction": results["extraction"]})


def sample(article: Article) -> bytes:
    """The article's shingles, by which repeats are found; at least one of them, so that none means not sampled."""
    from dj_analysis.corpus.duplicates import sample_shingles  # noqa: PLC0415 - numpy starts threads; a fork must be first

    body = "".join(article.clean[p.start : p.end] for p in article.passages if p.region in READ_REGIONS)
    return sample_shingles(body).astype("<u4").tobytes() or NO_SHINGLES


def _lexicon(own_dir: Path, prints: tuple[str, ...]) -> Lexicon:
    """The word lists of this process, read once for each state they are in."""
    if (own_dir, prints) not in _KEPT:
        keep_lexicon(own_dir, prints, load_lexicon(own_dir))
    return _KEPT[own_dir, prints]


_KEPT: dict[tuple[Path, tuple[str, ...]], Lexicon] = {}


def keep_lexicon(own_dir: Path, prints: tuple[str, ...], lexicon: Lexicon) -> None:
    """Take word lists that are read already; lists of an earlier state are let go.

    The garbage collector then leaves what is loaded alone: looking through the lists again and again took a fifth of
    the time of pages with many changes.
    """
    if (own_dir, prints) not in _KEPT:
        _KEPT.clear()
        _KEPT[own_dir, prints] = lexicon
        gc.freeze()
