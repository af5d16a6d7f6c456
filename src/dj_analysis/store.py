"""What every article came to in an earlier build: one SQLite file in the output folder, safe to delete at any time.

Results are kept by the sha256 of the file and by a key that names everything they depend on. Nothing here is a source:
a store that cannot be used is set aside and everything is made again from the saved pages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dj_analysis.corpus.listing import STORE
from dj_analysis.errors import DjAnalysisError
from dj_analysis.fingerprints import digest_of
from dj_analysis.stored import DocumentRecord as DocumentRecord  # noqa: PLC0414 - what a store gives is named here too
from dj_analysis.stored import ExportRecord as ExportRecord  # noqa: PLC0414
from dj_analysis.stored import FileRecord as FileRecord  # noqa: PLC0414
from dj_analysis.stored import seal, unseal
from dj_analysis.stored import with_results as with_results  # noqa: PLC0414

SET_ASIDE = "store.set-aside.sqlite"
APPLICATION = 0x444A414E
"""DJAN, in the header of every store: a file without it is not ours and is never deleted."""
LAYOUT = 3
"""Raised when the tables below change; stores of another layout are made again."""
STAGES = ("cleaning", "extraction", "rows")
TABLES_SQL = """
CREATE TABLE files (name TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, seen_ns INTEGER, sha256 TEXT) WITHOUT ROWID;
CREATE TABLE documents (sha256 TEXT PRIMARY KEY, published TEXT, cleaning TEXT, extraction TEXT, rows TEXT,
                        cleaning_digest TEXT, extraction_digest TEXT, rows_digest TEXT) WITHOUT ROWID;
CREATE TABLE results (sha256 TEXT, stage TEXT, data BLOB, PRIMARY KEY (sha256, stage));
CREATE TABLE shingles (sha256 TEXT PRIMARY KEY, data BLOB);
CREATE TABLE exported (sha256 TEXT PRIMARY KEY, key TEXT, texts TEXT, name TEXT, card TEXT) WITHOUT ROWID;
CREATE TABLE stretches (key TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE patterns (python TEXT, inputs TEXT, data BLOB);
"""
SHORT_READ = 522
"""SQLITE_IOERR_SHORT_READ: the file ends before a page it should hold."""
DAMAGED = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


class StoreError(DjAnalysisError):
    """A store that cannot be opened or written; the message is one sentence that names the place and the remedy."""


class DamagedStoreError(Exception):
    """A store that is not to be trusted; whoever opened it makes it again."""


class Store:
    """The open store. Nothing is kept before ``commit``; a second build of the same folder is refused."""

    def __init__(self, path: Path, connection: sqlite3.Connection, note: str | None = None) -> None:
        self.path = path
        self.note = note
        self._connection = connection

    def files(self) -> dict[str, FileRecord]:
        """Saved files by name."""
        return {row[0]: FileRecord._make(row) for row in self._rows("SELECT * FROM files")}

    def list_documents(self) -> set[str]:
        """The sha256 of every document."""
        return {row[0] for row in self._rows("SELECT sha256 FROM documents")}

    def documents(self, chosen: Iterable[str] | None = None) -> dict[str, DocumentRecord]:
        """Documents by sha256; all of them, or some that are there."""
        if chosen is None:
            return {row[0]: DocumentRecord(*row) for row in self._rows("SELECT * FROM documents")}
        sql = "SELECT * FROM documents WHERE sha256 = ?"
        return {sha256: DocumentRecord(*row) for sha256 in chosen for row in self._rows(sql, (sha256,))}

    def exported(self) -> dict[str, ExportRecord]:
        """What the tables hold, by sha256."""
        return {row[0]: ExportRecord._make(row[1:]) for row in self._rows("SELECT * FROM exported")}

    def load(self, document: DocumentRecord, stage: str) -> bytes | None:
        """A stage's result; None where there is none or it is not as it was stored."""
        if getattr(document, f"{stage}_digest") is None:
            return None
        rows = self._rows("SELECT data FROM results WHERE sha256 = ? AND stage = ?", (document.sha256, stage))
        data = next((row[0] for row in rows), None)
        return data if isinstance(data, bytes) and digest_of(data) == getattr(document, f"{stage}_digest") else None

    def shingles(self) -> dict[str, bytes]:
        """Sampled shingles of every document, by sha256."""
        return dict(self._rows("SELECT sha256, data FROM shingles"))

    def save(self, document: DocumentRecord, results: Mapping[str, bytes], shingles: bytes | None) -> None:
        """Keep a document's keys and the results that were made anew."""
        values = (
            document.sha256, document.published, document.cleaning, document.extraction, document.rows,
            document.cleaning_digest, document.extraction_digest, document.rows_digest,
        )  # fmt: skip
        self._write("REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [values])
        made = [(document.sha256, stage, data) for stage, data in results.items()]
        self._write("REPLACE INTO results VALUES (?, ?, ?)", made)
        if shingles is not None:
            self.save_shingles(document.sha256, shingles)

    def save_shingles(self, sha256: str, shingles: bytes) -> None:
        """Keep a document's sampled shingles; empty where they are still to be made."""
        self._write("REPLACE INTO shingles VALUES (?, ?)", [(sha256, shingles)])

    def forget(self, documents: Iterable[str]) -> None:
        """Drop documents and all that is stored of them."""
        gone = [(sha256,) for sha256 in documents]
        for table in ("documents", "results", "shingles"):
            self._write(f"DELETE FROM {table} WHERE sha256 = ?", gone)

    def save_files(self, changed: Iterable[FileRecord], gone: Iterable[str]) -> None:
        """Keep files as they were seen, and drop those that are gone."""
        self._write("REPLACE INTO files VALUES (?, ?, ?, ?, ?)", list(changed))
        self._write("DELETE FROM files WHERE name = ?", [(name,) for name in gone])

    def save_exported(self, changed: Mapping[str, ExportRecord], gone: Iterable[str]) -> None:
        """Keep what the tables now hold of documents, and drop those they no longer hold."""
        self._write("REPLACE INTO exported VALUES (?, ?, ?, ?, ?)", [(sha256, *e) for sha256, e in changed.items()])
        self._write("DELETE FROM exported WHERE sha256 = ?", [(sha256,) for sha256 in gone])

    def stretches(self) -> dict[str, bytes]:
        """What is known of the stretches of documents that the tables are made of, by key."""
        rows = self._rows("SELECT key, data FROM stretches")
        return {k: data for k, sealed in rows if isinstance(sealed, bytes) and (data := unseal(sealed)) is not None}

    def save_stretches(self, stretches: Mapping[str, bytes | None]) -> None:
        """Keep what is known of the stretches of the tables, of those with None what is known already; drop others."""
        gone = [row for row in self._rows("SELECT key FROM stretches") if row[0] not in stretches]
        self._write("DELETE FROM stretches WHERE key = ?", gone)
        made = [(key, seal(data)) for key, data in stretches.items() if data]
        self._write("REPLACE INTO stretches VALUES (?, ?)", made)

    def recall(self, name: str) -> str | None:
        """A fact about the last build, or None."""
        return next((row[0] for row in self._rows("SELECT value FROM facts WHERE name = ?", (name,))), None)

    def remember(self, name: str, value: str | None) -> None:
        """Keep a fact, or drop it."""
        if value is None:
            self._write("DELETE FROM facts WHERE name = ?", [(name,)])
        else:
            self._write("REPLACE INTO facts VALUES (?, ?)", [(name, value)])

    def patterns(self, python: str, inputs: str) -> bytes | None:
        """Compiled patterns of an earlier build with the same Python, rules and lists, as they were stored."""
        rows = self._rows("SELECT data FROM patterns WHERE python = ? AND inputs = ?", (python, inputs))
        return next((unseal(row[0]) for row in rows if isinstance(row[0], bytes)), None)

    def save_patterns(self, python: str, inputs: str, data: bytes) -> None:
        """Keep compiled patterns in place of those that are there."""
        self._write("DELETE FROM patterns", [()])
        self._write("INSERT INTO patterns VALUES (?, ?, ?)", [(python, inputs, seal(data))])

    def commit(self) -> None:
        """Make everything since the last commit last."""
        with _sqlite_errors(self.path):
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")

    def check(self) -> None:
        """Read the whole file; DamagedStoreError where it is not whole."""
        if [row[0] for row in self._rows("PRAGMA quick_check(1)")] != ["ok"]:
            raise DamagedStoreError("damaged")

    def close(self) -> None:
        """Close without keeping what was not committed."""
        self._connection.close()

    def _rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with _sqlite_errors(self.path):
            return self._connection.execute(sql, values).fetchall()

    def _write(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        if not rows:
            return
        with _sqlite_errors(self.path):
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(sql, rows)


@contextmanager
def _sqlite_errors(path: Path) -> Iterator[None]:
    """SQLite's errors as DamagedStoreError (to be made again) or StoreError (for the user)."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise StoreError(f"{path}: a file name is not valid Unicode ({error.reason}); rename that file") from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None) or sqlite3.SQLITE_ERROR
        if code & 0xFF in DAMAGED or code == SHORT_READ:
            raise DamagedStoreError(str(error)) from error
        if code & 0xFF in BUSY:
            raise StoreError(f"{path}: another build is using it; wait until that has finished") from error
        raise StoreError(f"{path}: cannot be used ({error}); make room or choose another folder with --out") from error


@contextmanager
def open_store(out: Path) -> Iterator[Store]:
    """The store of an output folder, made where there is none or where it cannot be used.

    ``note`` of the store says in one sentence why it had to be made again. Raises StoreError where it is locked by
    another build or cannot be written.
    """
    path = out / STORE
    try:
        store = _open(path)
    except DamagedStoreError as error:
        store = replace_store(path, str(error))
    try:
        yield store
    finally:
        store.close()


def replace_store(path: Path, reason: str) -> Store:
    """A new store in place of one that cannot be used; one that is not ours is kept beside it."""
    kept = ""
    try:
        for tail in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + tail).unlink(missing_ok=True)
        if _is_ours(path):
            path.unlink(missing_ok=True)
        else:
            path.replace(path.with_name(SET_ASIDE))
            kept = f", and kept as {SET_ASIDE}"
    except OSError as error:
        raise StoreError(f"{path}: cannot be replaced ({error.strerror}); remove it, then run again") from error
    try:
        store = _open(path)
    except DamagedStoreError as error:
        raise StoreError(f"{path}: cannot be made ({error}); choose another folder with --out") from error
    store.note = f"{path}: could not be used ({reason}); everything was made again from the saved pages{kept}"
    return store


def _is_ours(path: Path) -> bool:
    """Whether the header carries our mark: bytes 68 to 72 of a SQLite file."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError:
        return False
    return header == b"" or (header[:6] == b"SQLite" and header[68:72] == APPLICATION.to_bytes(4, "big"))


def _open(path: Path) -> Store:
    with _sqlite_errors(path):
        connection = sqlite3.connect(path, timeout=1, isolation_level=None)
    try:
        with _sqlite_errors(path):
            _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return Store(path, connection)


def _prepare(connection: sqlite3.Connection) -> None:
    def ask(pragma: str) -> Any:  # noqa: ANN401
        row = connection.execute(f"PRAGMA {pragma}").fetchone()
        return row[0] if row else None

    # Held for the whole build: a second one is refused, and WAL needs no shared memory (network folders have none).
    ask("locking_mode=EXCLUSIVE")
    found = ask("application_id"), ask("user_version")
    empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not empty and found != (APPLICATION, LAYOUT):
        raise DamagedStoreError("of another version" if found[0] == APPLICATION else "not a store of this program")
    ask("journal_mode=WAL")
    ask("synchronous=NORMAL")
    connection.execute("BEGIN IMMEDIATE")
    if empty:
        for statement in TABLES_SQL.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute(f"PRAGMA user_version={LAYOUT}")
    connection.execute("COMMIT")
