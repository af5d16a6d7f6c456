"""What a worker does with a batch of documents: read, clean, extract, and write one part."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from dj_analysis.cluster.parts import Card, Result, write_part
from dj_analysis.cluster.places import RawObject, open_place
from dj_analysis.corpus import CorpusError, make_document
from dj_analysis.corpus.files import too_large
from dj_analysis.fingerprints import digest_of
from dj_analysis.limits import Limits
from dj_analysis.plan import Skipped
from dj_analysis.stages import Done, Work, attempt, do_document
from dj_analysis.store import DocumentRecord

OwnLists = tuple[tuple[str, bytes], ...]
"""The analyst's word lists as files, by name."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What all documents of a build have in common."""

    raw: str
    parts: str
    own_lists: OwnLists
    prints: Mapping[str, str]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Task:
    """A document to be done: its object, names of files with the same bytes, and what the analyst says of it."""

    item: RawObject
    names: tuple[str, ...]
    given: Mapping[str, str]


def make_key(prints: Mapping[str, str], names: Sequence[str], given: Mapping[str, str]) -> str:
    """A digest of all that a document's rows depend on beside its bytes."""
    said = json.dumps(dict(given), sort_keys=True, ensure_ascii=False)
    return digest_of(*(prints[stage] for stage in sorted(prints)), *names, said)


def process_batch(settings: Settings, tasks: Sequence[Task]) -> list[Card]:
    """Do the documents and write their part; their cards."""
    identity = [f"{task.item.name}\0{task.item.version}\0{_key(settings, task)}" for task in tasks]
    part = f"{digest_of(*identity)}.parquet"
    results = [_process(settings, task, part) for task in tasks]
    write_part(f"{settings.parts}/{part}", results)
    return [result.card for result in results]


def set_aside(settings: Settings, task: Task) -> Card:
    """What stands for a document that twice ended its worker."""
    name = task.item.name
    reason = f"{name}: twice ended the worker that read it; save the article alone as text"
    return Card(name, task.item.version, _key(settings, task), "", None, reason, True, "")


def _key(settings: Settings, task: Task) -> str:
    return make_key(settings.prints, task.names, task.given)


def _process(settings: Settings, task: Task, part: str) -> Result:
    name = task.names[0]
    done = attempt(name, settings.limits, lambda: _read_and_do(settings, task))
    if isinstance(done, Skipped):
        card = Card(task.item.name, task.item.version, _key(settings, task), "", None, done.reason, done.retry, part)
        return Result(card, b"", b"")
    record = done.record
    card = Card(
        task.item.name, task.item.version, _key(settings, task), record.sha256, record.published, None, False, part
    )
    return Result(card, done.results["rows"], done.shingles or b"")


def _read_and_do(settings: Settings, task: Task) -> Done:
    name = task.names[0]
    data = _read(settings, task.item)
    document = replace(make_document(data, name), other_files=task.names[1:])
    record = DocumentRecord(hashlib.sha256(data).hexdigest())
    own = lay_down_lists(settings.own_lists)
    said = json.dumps(dict(task.given), sort_keys=True, ensure_ascii=False) if task.given else ""
    work = Work(Path(), task.names, task.given, said, record, {}, settings.prints, own, limits=settings.limits)
    return do_document(work, document)


def _read(settings: Settings, item: RawObject) -> bytes:
    if item.size > settings.limits.size:
        raise too_large(item.name, item.size)
    system, root = open_place(settings.raw)
    try:
        data: bytes = system.cat_file(f"{root}/{item.name}")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise CorpusError(f"{item.name}: cannot be read ({why}); check that it exists and may be read") from error
    return data


@lru_cache(maxsize=4)
def lay_down_lists(lists: OwnLists) -> Path:
    """A folder of this worker with the analyst's word lists."""
    folder = Path(tempfile.mkdtemp(prefix="dj-analysis-lists-"))
    for name, data in lists:
        (folder / Path(name).name).write_bytes(data)
    return folder
