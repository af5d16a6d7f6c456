"""The pipeline: a folder of saved articles in, tidy tables out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dj_analysis.cleaning import clean_document
from dj_analysis.corpus import CorpusError, find_files, find_unknown, load_metadata, read_document
from dj_analysis.corpus.duplicates import find_near_duplicates
from dj_analysis.errors import DjAnalysisError
from dj_analysis.extraction import extract
from dj_analysis.lexicon import Lexicon, load_lexicon
from dj_analysis.records import READ_REGIONS, Document
from dj_analysis.rows import TableRow, make_article_rows
from dj_analysis.schema import TABLES
from dj_analysis.tables import Tables, make_tables, write_tables

KEPT_FOR_REPEATS = ("documents", "passages", "edits", "unresolved")
"""Tables in which an article that repeats another still stands; its facts are counted with the other one."""
CHUNK = 8
"""Documents handed to a worker at a time: enough to hide the cost of handing over (about 1 ms against 20 ms each)."""

Progress = Callable[[int, int, str], None]


class BuildError(DjAnalysisError):
    """A build that could not be made; the message is one sentence that names the place and the remedy."""


@dataclass(frozen=True)
class Skipped:
    """A file that was not built, and why."""

    file: str
    reason: str


@dataclass(frozen=True)
class BuildReport:
    """What a build did: its tables, where they are, and every file that was left out with the reason."""

    tables: Tables
    out: Path
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Built:
    """One document's rows and texts."""

    source_file: str
    rows: dict[str, list[TableRow]]
    texts: dict[str, str]


def build(
    raw: str | Path,
    out: str | Path,
    *,
    metadata: str | Path | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> BuildReport:
    """Read every article below ``raw``, clean it, extract its rows and write all tables below ``out``.

    ``metadata`` defaults to ``metadata.csv`` in ``raw``; the analyst's word lists are read from the folder
    ``lexicons`` beside ``raw``. ``progress`` is called with (done, total, file). The same files give the same tables,
    whatever their order on disk or the number of ``jobs``.

    Raises BuildError when there is nothing to build, CorpusError for a bad metadata file, LexiconError for a bad word
    list, TableError when the tables cannot be written. Files that cannot be read are left out and reported.

    >>> report = build("data/raw", "data/processed")  # doctest: +SKIP
    >>> len(report.tables.documents)  # doctest: +SKIP
    5
    """
    raw, out = Path(raw), Path(out)
    given = _read_metadata(raw, Path(metadata) if metadata else None)
    documents, skipped = _read_all(raw)
    own_lexicons = raw.parent / "lexicons"
    load_lexicon(own_lexicons)
    work = [(document, _given_for(document, given), own_lexicons) for document in documents]
    built, failed = _run(work, jobs, progress)
    if not built:
        raise BuildError(_nothing_built(raw, [*skipped, *failed]))
    notes = [f"metadata.csv names {name}, which is not among the articles" for name in _strangers(given, documents)]
    skipped = tuple(sorted([*skipped, *failed], key=lambda s: s.file))
    tables = make_tables(_assemble(built))
    texts = {name: text for b in built for name, text in b.texts.items()}
    write_tables(tables, out, texts, _record(tables, skipped, load_lexicon(own_lexicons)))
    return BuildReport(tables, out, skipped, tuple(notes))


def _read_metadata(raw: Path, path: Path | None) -> dict[str, dict[str, str]]:
    if not raw.is_dir():
        raise BuildError(f"{raw}: is no folder; name the folder with your saved articles with --raw")
    if path is None and not (raw / "metadata.csv").is_file():
        return {}
    return load_metadata(path or raw / "metadata.csv")


def _read_all(raw: Path) -> tuple[list[Document], tuple[Skipped, ...]]:
    """Documents by name, byte-equal files as one, and the files that could not be read."""
    unknown = [path.relative_to(raw).as_posix() for path in find_unknown(raw)]
    skipped = [Skipped(name, f"{name}: is no kind of file that is read; save it as .txt, .md or .html") for name in unknown]
    by_id: dict[str, list[Document]] = defaultdict(list)
    for path in find_files(raw):
        try:
            document = read_document(path, raw)
        except CorpusError as error:
            skipped.append(Skipped(path.relative_to(raw).as_posix(), str(error)))
        else:
            by_id[document.doc_id].append(document)
    documents = [
        replace(same[0], other_files=tuple(d.source_file for d in same[1:])) if len(same) > 1 else same[0]
        for same in by_id.values()
    ]
    return documents, tuple(skipped)


def _given_for(document: Document, given: Mapping[str, dict[str, str]]) -> dict[str, str]:
    names = (document.source_file, *document.other_files)
    return next((given[name] for name in names if name in given), {})


def _strangers(given: Mapping[str, object], documents: Iterable[Document]) -> list[str]:
    return sorted(set(given) - {name for d in documents for name in (d.source_file, *d.other_files)})


Work = tuple[Document, Mapping[str, str], Path]


@lru_cache(maxsize=1)
def _lexicon(own_dir: Path) -> Lexicon:
    """The word lists of this process; a worker reads them once."""
    return load_lexicon(own_dir)


def process_document(work: Work) -> Built | Skipped:
    """Clean one document and extract its rows; an unforeseen failure becomes a reason, never a traceback."""
    document, given, own_lexicons = work
    try:
        lexicon = _lexicon(own_lexicons)
        article = clean_document(document, lexicon, given)
        rows = make_article_rows(article, extract(article, lexicon))
    except Exception as error:
        reason = f"{document.source_file}: could not be processed ({type(error).__name__}: {error}); please report it"
        return Skipped(document.source_file, reason)
    texts = {f"{document.doc_id}.raw.txt": document.raw, f"{document.doc_id}.clean.txt": article.clean}
    return Built(document.source_file, rows, texts)


def _run(work: list[Work], jobs: int, progress: Progress | None) -> tuple[list[Built], list[Skipped]]:
    built: list[Built] = []
    failed: list[Skipped] = []
    for done, result in enumerate(_results(work, jobs), start=1):
        (built if isinstance(result, Built) else failed).append(result)  # type: ignore[arg-type]
        if progress:
            name = result.source_file if isinstance(result, Built) else result.file
            progress(done, len(work), name)
    return built, failed


def _results(work: list[Work], jobs: int) -> Iterator[Built | Skipped]:
    if jobs <= 1 or len(work) <= CHUNK:
        yield from map(process_document, work)
        return
    try:
        with ProcessPoolExecutor(jobs) as pool:
            yield from pool.map(process_document, work, chunksize=CHUNK)
    except BrokenProcessPool as error:
        raise BuildError("a worker process was ended from outside; run again, with --jobs 1 if it recurs") from error


def _assemble(built: Iterable[Built]) -> dict[str, list[TableRow]]:
    """All rows by table; documents that repeat another are marked and give no facts of their own."""
    built = list(built)
    repeats = find_near_duplicates({_doc_id(b): _body(b) for b in built}, [_doc_id(b) for b in sorted(built, key=_age)])
    rows: dict[str, list[TableRow]] = {name: [] for name in TABLES}
    for one in built:
        repeated = repeats.get(_doc_id(one))
        for name in KEPT_FOR_REPEATS if repeated else TABLES:
            rows[name] += one.rows[name]
        one.rows["documents"][0]["duplicate_of"] = repeated
    return rows


def _doc_id(built: Built) -> str:
    return str(built.rows["documents"][0]["doc_id"])


def _age(built: Built) -> tuple[str, str]:
    """Sorts the first published, then the first by name, to the front: that one is kept when articles repeat."""
    return built.rows["documents"][0]["published_date"] or "9999", built.source_file


def _body(built: Built) -> str:
    return "".join(p["text"] for p in built.rows["passages"] if p["region"] in READ_REGIONS)


def _record(tables: Tables, skipped: Iterable[Skipped], lexicon: Lexicon) -> str:
    """The build record: what it was made with and what it holds; no clock times, so that equal builds are equal."""
    record: dict[str, Any] = {
        "package": version("dj-analysis"),
        "lexicons": lexicon.fingerprint,
        "rows": {name: len(frame) for name, frame in tables.items()},
        "documents": dict(zip(tables.documents["source_file"], tables.documents["doc_id"], strict=True)),
        "skipped": {s.file: s.reason for s in skipped},
    }
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _nothing_built(raw: Path, skipped: Iterable[Skipped]) -> str:
    reasons = [s.reason for s in skipped]
    if not reasons:
        return f"{raw}: holds no article; put .txt, .md or .html files there"
    return f"{raw}: no article could be built; the first reason: {reasons[0]}"
