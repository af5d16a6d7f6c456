"""The store brought up to date with the raw folder: what is new is read, what is touched is done again."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path

from dj_analysis.corpus.errors import CorpusError
from dj_analysis.corpus.files import too_large
from dj_analysis.corpus.listing import ListedFile
from dj_analysis.engines import run
from dj_analysis.fingerprints import digest_of, fingerprint_stages
from dj_analysis.lexicon import load_lexicon
from dj_analysis.limits import STANDARD, Limits
from dj_analysis.plan import Plan, Skipped, refuse
from dj_analysis.stages import (
    Done,
    Work,
    keep_lexicon,
    make_cleaning_key,
    make_extraction_key,
    make_rows_key,
    process,
    set_aside,
)
from dj_analysis.store import STAGES, DocumentRecord, FileRecord, Store

Progress = Callable[[int, int, str], None]

SETTLED = 2_000_000_000
"""Nanoseconds a file must have been at rest when it was read: some file systems count time in steps of two seconds."""
FEW = 16
"""Documents whose shingles are sampled when the tables are written: loading numpy takes longer than the documents."""
COMMIT_EVERY = 2.0
"""Seconds of work a killed build may lose."""


class Update:
    """One bringing up to date: files with their sha256, which documents are built, and what was done to them."""

    def __init__(self, plan: Plan, store: Store, *, verify: bool, limits: Limits = STANDARD) -> None:
        self.plan, self.store, self.limits = plan, store, limits
        lexicon = load_lexicon(plan.own_lexicons)
        self.lexicon = lexicon
        self.prints = fingerprint_stages(lexicon, plan.own_lexicons)
        keep_lexicon(plan.own_lexicons, tuple(self.prints.values()), lexicon)
        self.skipped: list[Skipped] = [refuse(stranger) for stranger in plan.strangers]
        self.redone = dict.fromkeys(STAGES, 0)
        self._cleaning_keys: dict[str, str] = {}
        known = store.files()
        self.files = self._look(known, verify=verify)
        self.added = [name for name in self.files if name not in known]
        self.changed = [n for n, f in self.files.items() if n in known and known[n].sha256 != f.sha256]
        self.removed = sorted(known.keys() - self.files.keys())
        self.names: dict[str, tuple[str, ...]] = {}
        for name, file in self.files.items():
            self.names[file.sha256] = (*self.names.get(file.sha256, ()), name)
        stored = store.list_documents()
        store.forget(stored - self.names.keys())
        self.built = stored & self.names.keys()
        self._done = digest_of(repr(self.prints), json.dumps(plan.given, sort_keys=True, ensure_ascii=False))
        self._records = store.documents(None if verify else self._find_doubtful(known, stored))
        self.touched = [
            sha256 for sha256 in self.names
            if sha256 not in stored or (sha256 in self._records and self._is_touched(sha256, self._records[sha256]))
        ]  # fmt: skip
        self._records = {sha256: self._records[sha256] for sha256 in self.touched if sha256 in self._records}
        if self.touched:
            store.remember("done", None)
        store.save_files((f for n, f in self.files.items() if known.get(n) != f), self.removed)

    def _find_doubtful(self, known: Mapping[str, FileRecord], stored: set[str]) -> set[str] | None:
        """Stored documents that may have to be done again: those whose names changed, if all were done, else all."""
        if self.store.recall("done") != self._done:
            return None
        moved = {*self.added, *self.changed, *self.removed}
        return stored & {files[name].sha256 for files in (known, self.files) for name in moved if name in files}

    def _look(self, known: Mapping[str, FileRecord], *, verify: bool) -> dict[str, FileRecord]:
        """Every file with its sha256, read only where size or time say that it may have changed."""
        files = {}
        for listed in self.plan.listed:
            last = known.get(listed.name)
            if last and not verify and _is_same(last, listed):
                files[listed.name] = last
                continue
            try:
                seen = time.time_ns()
                digest = _hash_file(self.plan.raw, listed, self.limits.size)
                files[listed.name] = FileRecord(listed.name, listed.size, listed.mtime_ns, seen, digest)
            except CorpusError as error:
                self.skipped.append(Skipped(listed.name, str(error), retry=True))
        return files

    def run(self, jobs: int, progress: Progress | None) -> None:
        """Do every stage that is not stored as it should be; keep results as they come."""
        saved = time.monotonic()
        for done, result in enumerate(run(self._work(), process, jobs, set_aside), start=1):
            if isinstance(result, Skipped):
                self._skip(result)
            else:
                self._keep(result)
            if time.monotonic() - saved > COMMIT_EVERY:
                self.store.commit()
                saved = time.monotonic()
            if progress:
                progress(done, len(self.touched), result.file if isinstance(result, Skipped) else result.name)
        self.store.remember("done", self._done)
        self.store.remember("skipped", json.dumps([asdict(s) for s in self.skipped]))

    @property
    def settled(self) -> bool:
        """Whether a later build may go by size and time, and has nothing to try again."""
        at_rest = all(f.mtime_ns + SETTLED < f.seen_ns for f in self.files.values())
        return at_rest and not any(skipped.retry for skipped in self.skipped)

    @cached_property
    def documents(self) -> dict[str, DocumentRecord]:
        """Records of all documents that are built, by sha256: to be asked for when all are done."""
        return self.store.documents()

    def _is_touched(self, sha256: str, record: DocumentRecord) -> bool:
        return (
            record.cleaning != self._make_cleaning_key(self._given(sha256)[1])
            or record.extraction != make_extraction_key(self.prints, record)
            or record.rows != make_rows_key(self.prints, record, self.names[sha256])
        )

    def _make_cleaning_key(self, given: str) -> str:
        """The key of most documents is the same one."""
        if given not in self._cleaning_keys:
            self._cleaning_keys[given] = make_cleaning_key(self.prints, given)
        return self._cleaning_keys[given]

    def _given(self, sha256: str) -> tuple[Mapping[str, str], str]:
        if not self.plan.given:
            return {}, ""
        given = next((self.plan.given[n] for n in self.names[sha256] if n in self.plan.given), {})
        return given, json.dumps(given, sort_keys=True, ensure_ascii=False) if given else ""

    def _work(self) -> Iterator[Work]:
        for sha256 in self.touched:
            record = self._records.pop(sha256, None) or DocumentRecord(sha256)
            stored = {stage: data for stage in self.redone if (data := self.store.load(record, stage)) is not None}
            given, key = self._given(sha256)
            yield Work(
                self.plan.raw,
                self.names[sha256],
                given,
                key,
                record,
                stored,
                self.prints,
                self.plan.own_lexicons,
                sampled=len(self.touched) > FEW,
                limits=self.limits,
            )

    def _keep(self, done: Done) -> None:
        self.built.add(done.record.sha256)
        self.store.save(done.record, done.results, done.shingles)
        for stage in done.results:
            self.redone[stage] += 1

    def _skip(self, skipped: Skipped) -> None:
        """A file that cannot be built takes its byte-equal copies and what was stored of it with it."""
        sha256 = self.files[skipped.file].sha256
        names = self.names[sha256]
        self.skipped += [
            replace(skipped, file=name, reason=skipped.reason.replace(skipped.file, name)) for name in names
        ]
        self.built.discard(sha256)
        self.store.forget([sha256])
        self.store.save_files((), names)
        for name in names:
            del self.files[name]
        for group in (self.added, self.changed):
            group[:] = [name for name in group if name not in names]

    def strangers(self) -> list[str]:
        """Files metadata.csv names that are not among the articles."""
        return sorted(self.plan.given.keys() - {f.name for f in self.plan.listed})


def _is_same(last: FileRecord, listed: ListedFile) -> bool:
    """Whether size and time say that a file is as it was; not where it was read so soon that they could not tell."""
    unmoved = (last.size, last.mtime_ns) == (listed.size, listed.mtime_ns)
    return unmoved and last.mtime_ns + SETTLED < last.seen_ns


def _hash_file(raw: Path, listed: ListedFile, max_bytes: int) -> str:
    path = raw / listed.name
    if listed.size > max_bytes:
        raise too_large(listed.name, listed.size)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CorpusError(
            f"{listed.name}: cannot be read ({error.strerror}); check that it exists and may be read"
        ) from error
