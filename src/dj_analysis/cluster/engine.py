"""A build on a Dask cluster, from raw folder to partitioned tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from dj_analysis.cluster.documents import Documents, Progress, do_documents, load_index
from dj_analysis.cluster.errors import ClusterError
from dj_analysis.cluster.inputs import Inputs, read_inputs
from dj_analysis.cluster.matching import find_repeats
from dj_analysis.cluster.output import Chosen, Written, write_range, write_table_csv
from dj_analysis.cluster.places import RawObject, list_articles, list_files, open_place, remove, tell_of, write_bytes
from dj_analysis.cluster.processing import Settings
from dj_analysis.cluster.reading import RECORD, read_record
from dj_analysis.cluster.scheduler import reach_cluster, run_tasks
from dj_analysis.cluster.terms import write_terms
from dj_analysis.corpus.files import ID_LENGTH, too_large
from dj_analysis.corrections import Outcome
from dj_analysis.corrections.application import assign_corrections
from dj_analysis.fingerprints import digest_of
from dj_analysis.limits import MIB, STANDARD, Limits
from dj_analysis.plan import Skipped
from dj_analysis.schema import TABLES

if TYPE_CHECKING:
    from distributed import Client

RANGE = 1000
"""Documents of one part of every table: some 100 MB of rows while it is made."""
WORKER_MEMORY = 2048 * MIB
"""Memory of a process started here; a batch of documents takes a quarter of it."""


@dataclass(frozen=True)
class ClusterReport:
    """What a build on a cluster did; ``tables`` is the folder below ``out`` with a folder of parts for every table."""

    out: str
    tables: str
    n_documents: int
    n_done: int
    parts: int
    rows: Mapping[str, int]
    skipped: tuple[Skipped, ...] = ()
    corrections: tuple[Outcome, ...] = ()


def build_on_cluster(  # noqa: PLR0913 - each is a choice of the user
    raw: str,
    out: str,
    *,
    scheduler: str | None = None,
    jobs: int = 2,
    memory: int = WORKER_MEMORY,
    metadata: str | None = None,
    corrections: str | None = None,
    export: bool = True,
    terms: bool = False,
    limits: Limits = STANDARD,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> ClusterReport:
    """Build the articles below ``raw`` on a Dask cluster and write partitioned tables below ``out``, both fsspec URLs.

    ``scheduler`` is the address of a cluster; without one ``jobs`` processes of ``memory`` bytes are started here.
    ``metadata`` and ``corrections`` default to the files in and beside the raw folder. With ``export`` every table is
    also written as one CSV file, with ``terms`` document frequencies and TF-IDF as well. What an earlier build did of
    objects that have not changed is taken from its parts. ``announce`` gets the address of the dashboard.

    Raises ClusterError where a place or the cluster cannot be used, CorpusError, LexiconError or CorrectionsError for
    what the analyst wrote. A finished build is named by ``build.json``; nothing else is ever taken for one.
    """
    raw, out = raw.rstrip("/"), out.rstrip("/")
    if f"{out}/".startswith(f"{raw}/"):
        raise ClusterError(f"{out}: lies among the articles in {raw}; name a place outside with --out")
    listed, strangers = list_articles(raw)
    objects = [item for item in listed if item.size <= limits.size]
    strangers += [Skipped(o.name, str(too_large(o.name, o.size)), retry=True) for o in listed if o.size > limits.size]
    if not objects:
        raise ClusterError(f"{raw}: holds no article; put .txt, .md, .html, .docx or .pdf files there")
    inputs = read_inputs(raw, metadata, corrections)
    parts = f"{out}/work/parts"
    settings = Settings(raw, parts, inputs.own_lists, inputs.prints, limits)
    with reach_cluster(scheduler, jobs, memory) as (client, dashboard):
        if announce:
            announce(dashboard)
        return _build(client, settings, out, objects, inputs, strangers, progress, export=export, terms=terms)


def _build(  # noqa: PLR0913, PLR0917 - what was read goes through here once
    client: Client,
    settings: Settings,
    out: str,
    objects: Sequence[RawObject],
    inputs: Inputs,
    strangers: Sequence[Skipped],
    progress: Progress | None,
    *,
    export: bool,
    terms: bool,
) -> ClusterReport:
    index = load_index(client, settings.parts)
    documents = do_documents(client, settings, objects, inputs.given, index, progress)
    skipped = sorted(
        [*strangers, *(Skipped(c.name, c.reason or "", c.retry) for c in documents.failed)], key=lambda s: s.file
    )
    if not documents.cards:
        raise ClusterError(f"{settings.raw}: no article could be built; the first reason: {skipped[0].reason}")
    repeats = find_repeats(client, settings.parts, documents)
    chosen, outcomes = _choose(documents, repeats, inputs)
    build = _name_build(chosen, inputs)
    last = read_record(out)
    tables = f"builds/{build}"
    if last and last["tables"] == tables and (last["csv"] or not export) and (last["terms"] or not terms):
        written = Written(last["rows"], tuple(Outcome(*o) for o in last["corrections"]))
        return _report(out, tables, documents, last["parts"], written, skipped, ())
    written, count = _write(client, settings, f"{out}/{tables}", chosen)
    outcomes = sorted([*outcomes, *written.outcomes], key=lambda o: (o.line, o.text))
    if export:
        list(run_tasks(client, partial(_export, f"{out}/{tables}", count), list(TABLES)))
    if terms:
        write_terms(client, f"{out}/{tables}", count, settings.own_lists)
    record = {
        "package": version("dj-analysis"), "lexicons": inputs.lexicons, "tables": tables, "parts": count,
        "documents": len(documents.cards), "rows": written.rows, "csv": export, "terms": terms,
        "skipped": {s.file: s.reason for s in skipped}, "corrections": [[o.status, o.line, o.text] for o in outcomes],
    }  # fmt: skip
    write_bytes(f"{out}/{RECORD}", json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n")
    _tidy(out, settings.parts, tables, documents)
    return _report(out, tables, documents, count, written, skipped, outcomes)


def _report(  # noqa: PLR0913, PLR0917
    out: str,
    tables: str,
    documents: Documents,
    parts: int,
    written: Written,
    skipped: Sequence[Skipped],
    outcomes: Sequence[Outcome],
) -> ClusterReport:
    told = tuple(outcomes) or written.outcomes
    return ClusterReport(
        out, tables, len(documents.cards), documents.n_done, parts, written.rows, tuple(skipped), tuple(told)
    )


def _choose(documents: Documents, repeats: Mapping[str, str], inputs: Inputs) -> tuple[list[Chosen], list[Outcome]]:
    """Every document with what it repeats and its corrections, in the order of sha256."""
    outcomes = list(inputs.problems)
    assigned: Mapping[str, list] = {}  # type: ignore[type-arg]
    if inputs.corrections:
        rows = [
            {"doc_id": sha[:ID_LENGTH], "sha256": sha, "source_file": names[0], "duplicate_of": repeats.get(sha),
             "other_files": "|".join(names[1:]) or None}
            for sha, names in documents.names.items()
        ]  # fmt: skip
        assigned, told = assign_corrections(inputs.corrections, rows)
        outcomes += told
    chosen = [
        Chosen(documents.cards[sha], repeats.get(sha), tuple(assigned.get(sha[:ID_LENGTH], ())))
        for sha in sorted(documents.cards)
    ]
    return chosen, outcomes


def _name_build(chosen: Sequence[Chosen], inputs: Inputs) -> str:
    """A digest of all that the tables are made from."""
    parts = [f"{c.card.sha256} {c.card.key} {c.duplicate_of or ''} {c.corrections!r}" for c in chosen]
    return digest_of(version("dj-analysis"), inputs.lexicons, *parts)[:ID_LENGTH]


def _write(client: Client, settings: Settings, target: str, chosen: Sequence[Chosen]) -> tuple[Written, int]:
    """Write all parts of all tables; the rows of each table, and the number of parts."""
    ranges = [(number, chosen[at : at + RANGE]) for number, at in enumerate(range(0, len(chosen), RANGE))]
    rows = dict.fromkeys(TABLES, 0)
    outcomes: list[Outcome] = []
    for written in run_tasks(client, partial(_write_range, settings.raw, settings.parts, target), ranges):
        outcomes += written.outcomes
        for name, count in written.rows.items():
            rows[name] += count
    return Written(rows, tuple(outcomes)), len(ranges)


def _write_range(raw: str, parts: str, target: str, numbered: tuple[int, Sequence[Chosen]]) -> Written:
    return write_range(raw, parts, target, *numbered)


def _export(tables: str, count: int, name: str) -> int:
    return write_table_csv(tables, name, count, f"{tables}/csv/{name}.csv")


def _tidy(out: str, parts: str, tables: str, documents: Documents) -> None:
    """Remove builds and parts that nothing names any more."""
    for name in set(list_files(parts, ".parquet")) - documents.parts:
        remove(f"{parts}/{name}")
    system, root = open_place(f"{out}/builds")
    with tell_of(out):
        system.invalidate_cache()
        for entry in system.ls(root, detail=True):
            if not str(entry["name"]).endswith(tables.rpartition("/")[2]):
                system.rm(entry["name"], recursive=True)
