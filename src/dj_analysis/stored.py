"""Records of the store: a saved file, a document and its results, and what was last written of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from dj_analysis.fingerprints import digest_of


class FileRecord(NamedTuple):
    """A saved file as it was last seen; ``seen_ns`` is when it was read."""

    name: str
    size: int
    mtime_ns: int
    seen_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """Keys of what is stored of a document by stage, and digests of what is stored under them."""

    sha256: str
    published: str | None = None
    cleaning: str | None = None
    extraction: str | None = None
    rows: str | None = None
    cleaning_digest: str | None = None
    extraction_digest: str | None = None
    rows_digest: str | None = None


class ExportRecord(NamedTuple):
    """What was last written for a document: keys of its rows and its texts, its file, and its summary as JSON."""

    key: str
    texts: str
    name: str
    card: str


DIGEST_LENGTH = 32
"""Characters of a digest."""


def seal(data: bytes) -> bytes:
    """Bytes with a digest before them, by which ``unseal`` knows them again.

    >>> unseal(seal(b"kept")), unseal(seal(b"kept")[:-1])
    (b'kept', None)
    """
    return digest_of(data).encode("ascii") + data


def unseal(sealed: bytes) -> bytes | None:
    """The bytes that were sealed; None where they are no longer what they were."""
    data = sealed[DIGEST_LENGTH:]
    return data if seal(data) == sealed else None


def with_results(document: DocumentRecord, keys: Mapping[str, str], results: Mapping[str, bytes]) -> DocumentRecord:
    """The record with new keys, and digests of the results that were made anew."""
    digests = {f"{stage}_digest": digest_of(data) for stage, data in results.items()}
    return replace(document, **keys, **digests)
