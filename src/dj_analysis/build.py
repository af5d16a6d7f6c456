"""The pipeline: a folder of saved articles in, tidy tables out; only what is new or touched is done again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dj_analysis.corpus.files import ID_LENGTH
from dj_analysis.fingerprints import digest_of
from dj_analysis.limits import STANDARD, Limits
from dj_analysis.plan import BuildError as BuildError  # noqa: PLC0414 - what a build raises is named here too
from dj_analysis.plan import Plan, Skipped, make_plan, printable, refuse
from dj_analysis.store import DamagedStoreError, DocumentRecord, ExportRecord, Store, open_store, replace_store
from dj_analysis.writing import (
    list_texts,
    make_folder,
    put_in_place,
    remove_leftovers,
    remove_texts,
    stage_files,
    write_files,
)

if TYPE_CHECKING:
    from dj_analysis.assembly import Assembled
    from dj_analysis.corrections import Outcome
    from dj_analysis.tables import Tables
    from dj_analysis.update import Update

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build did: where its tables are, what it found new, what it did again and what it left out.

    ``added``, ``changed`` and ``removed`` name files, ``unchanged`` counts them; ``redone`` counts documents by stage.
    ``copies`` names files that are byte for byte another one, with that one. ``corrections`` says what became of every
    line of corrections.csv, ``record`` is the content of build.json.
    """

    out: Path
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    copies: Mapping[str, str] = field(default_factory=dict)
    redone: Mapping[str, int] = field(default_factory=dict)
    exported: bool = True
    corrections: tuple[Outcome, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def tables(self) -> Tables:
        """The tables, read from ``out`` when first asked for."""
        from dj_analysis.tables import read_tables  # noqa: PLC0415 - pandas takes a second that a command can do without

        return read_tables(self.out)


def build(  # noqa: PLR0913 - each is a choice of the user
    raw: str | Path,
    out: str | Path,
    *,
    metadata: str | Path | None = None,
    corrections: str | Path | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    verify: bool = False,
    export: bool = True,
    limits: Limits = STANDARD,
) -> BuildReport:
    """Read every article below ``raw``, clean it, extract its rows and write all tables below ``out``.

    ``metadata`` defaults to ``metadata.csv`` in ``raw``, ``corrections`` to ``corrections.csv`` beside ``raw``; the
    analyst's word lists are read from the folder ``lexicons`` beside ``raw``. ``progress`` is called with (done, total,
    file). The same files give the same tables, whatever their order on disk, the number of ``jobs`` or the builds
    before. What an earlier build did and what still holds is taken from the store in ``out``; ``verify`` compares files
    by content instead of size and time, and checks the store. Without ``export`` the tables are left for a later build.
    An article that exceeds ``limits`` is left out and reported; the next build tries it again.

    Raises BuildError when there is nothing to build, CorpusError for a bad metadata file, LexiconError for a bad word
    list, CorrectionsError where the corrections named are not there, TableError or StoreError when the output cannot be
    written. Files that cannot be read are left out and reported.

    >>> report = build("data/raw", "data/processed")  # doctest: +SKIP
    >>> len(report.tables.documents)  # doctest: +SKIP
    5
    """
    raw, out = Path(raw), Path(out)
    plan = make_plan(raw, Path(metadata) if metadata else None, Path(corrections) if corrections else None)
    if not plan.listed:
        raise BuildError(_nothing_built(raw, [refuse(stranger) for stranger in plan.strangers]))
    make_folder(out)
    with open_store(out) as store:
        try:
            return _build(plan, store, jobs, progress, verify=verify, export=export, limits=limits)
        except DamagedStoreError as error:
            store.close()
            anew = replace_store(store.path, str(error))
            try:
                return _build(plan, anew, jobs, progress, verify=False, export=export, limits=limits)
            finally:
                anew.close()


def _build(  # noqa: PLR0913 - each is a choice of the user
    plan: Plan, store: Store, jobs: int, progress: Progress | None, *, verify: bool, export: bool, limits: Limits
) -> BuildReport:
    out = store.path.parent
    if verify:
        store.check()
    elif (last := _recall_last(plan, out, store, export=export)) is not None:
        return last
    update = _update(plan, store, jobs, progress, verify=verify, limits=limits)
    if not update.built:
        raise BuildError(_nothing_built(plan.raw, update.skipped))
    notes = [f"metadata.csv names {name}, which is not among the articles" for name in update.strangers()]
    store.remember("state", plan.state if update.settled else None)
    store.remember("notes", json.dumps(notes))
    store.commit()
    if export:
        _export(update, out, store, verify=verify)
    return BuildReport(
        out=out,
        skipped=tuple(sorted(update.skipped, key=lambda s: s.file)),
        notes=(*([store.note] if store.note else []), *notes),
        added=tuple(update.added),
        changed=tuple(update.changed),
        removed=tuple(update.removed),
        unchanged=len(update.files) - len(update.added) - len(update.changed),
        copies={name: names[0] for s, names in update.names.items() if s in update.built for name in names[1:]},
        redone=update.redone,
        exported=export,
        corrections=_recall_outcomes(store),
        record=_read_record(out),
    )


def _update(plan: Plan, store: Store, jobs: int, progress: Progress | None, *, verify: bool, limits: Limits) -> Update:
    """The store brought up to date with the raw folder."""
    from dj_analysis.patterns import name_python, pack_patterns, reuse_patterns  # noqa: PLC0415 - only where there is

    python = name_python()
    with reuse_patterns(store.patterns(python, plan.inputs)) as patterns:
        from dj_analysis.update import Update  # noqa: PLC0415 - work to do

        update = Update(plan, store, verify=verify, limits=limits)
        update.run(jobs, progress)
    if patterns.grown:
        store.save_patterns(python, plan.inputs, pack_patterns(patterns))
    return update


def _recall_last(plan: Plan, out: Path, store: Store, *, export: bool) -> BuildReport | None:
    """The report of a build that has nothing to do, from the record of the last one; None where there is work."""
    if store.recall("state") != plan.state:
        return None
    if export and (store.recall("exported state") != plan.state or not _is_intact(out, store)):
        return None
    skipped = tuple(Skipped(**s) for s in json.loads(store.recall("skipped") or "[]"))
    notes = tuple(json.loads(store.recall("notes") or "[]"))
    unchanged = len(plan.listed) - len({s.file for s in skipped} - {printable(s.name) for s in plan.strangers})
    return BuildReport(
        out,
        skipped,
        notes,
        unchanged=unchanged,
        exported=export,
        corrections=_recall_outcomes(store),
        record=_read_record(out),
    )


def _recall_outcomes(store: Store) -> tuple[Outcome, ...]:
    """What became of the corrections at the last export."""
    kept = json.loads(store.recall("corrections") or "[]")
    if not kept:
        return ()
    from dj_analysis.corrections import Outcome  # noqa: PLC0415

    return tuple(Outcome(*values) for values in kept)


def _is_intact(out: Path, store: Store) -> bool:
    """Whether every file of the last export is still as it was written."""
    written = json.loads(store.recall("exported files") or "{}")
    if not written:
        return False
    texts = written.pop("texts/")
    return all(_stat(out / name) == stat for name, stat in written.items()) and len(list_texts(out)) == texts


def _stat(path: Path) -> list[int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return [stat.st_size, stat.st_mtime_ns]


def _read_record(out: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads((out / "build.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return record


def _export(update: Update, out: Path, store: Store, *, verify: bool) -> None:
    """Write the tables anew, with what of the last ones still holds."""
    remove_leftovers(out)
    content = _digest_content(update)
    intact = _is_intact(out, store) and not verify
    if intact and store.recall("exported content") == content:
        store.remember("exported state", update.plan.state)
        store.commit()
        return
    from dj_analysis import assembly, changes  # noqa: PLC0415

    source = assembly.Source(
        store,
        update.plan.raw,
        update.documents,
        {sha256: names for sha256, names in update.names.items() if sha256 in update.documents},
        update.prints["reading"],
    )
    with stage_files(out) as staging:
        corrections, problems = assembly.load_corrections(update.plan.corrections)
        last = store.exported()
        made = assembly.assemble(source, corrections, out if intact else None, staging)
        differ = {s for s, e in made.exported.items() if s not in last or last[s].key != e.key} | set(made.gone)
        found = changes.compare_builds(out, staging, [sha256[:ID_LENGTH] for sha256 in differ])
        texts = (
            pair for sha256 in _find_stale(out, made, last, verify=verify) for pair in source.read_texts(sha256).items()
        )
        head = {"package": version("dj-analysis"), "lexicons": update.lexicon.fingerprint}
        record = assembly.make_record(head, made, sorted((s.file, s.reason) for s in update.skipped))
        files = {changes.CHANGES_FILE: _binder(changes.write_changes, found)} if found else {}
        store.remember("exported files", None)
        store.commit()
        write_files(staging, files, texts, record)
        written = [path.name for path in staging.iterdir() if path.is_file()]
        put_in_place(staging, out)
    remove_texts(out, list_texts(out) - {name for sha256 in made.exported for name in _text_names(sha256)})
    store.save_exported({s: e for s, e in made.exported.items() if last.get(s) != e}, made.gone)
    outcomes = [(o.status, o.line, o.text) for o in (*problems, *made.outcomes)]
    store.remember("corrections", json.dumps(sorted(outcomes, key=lambda o: o[1:]), ensure_ascii=False))
    stats = {name: _stat(out / name) for name in written}
    store.remember("exported files", json.dumps({**stats, "texts/": len(list_texts(out))}))
    store.remember("exported content", content)
    store.remember("exported state", update.plan.state)
    store.commit()


def _find_stale(out: Path, made: Assembled, last: Mapping[str, ExportRecord], *, verify: bool) -> list[str]:
    """Documents whose texts are not there as they should be."""
    there = list_texts(out)
    return [
        sha256
        for sha256, exported in made.exported.items()
        if verify or sha256 not in last or last[sha256].texts != exported.texts or not _text_names(sha256) <= there
    ]


def _digest_content(update: Update) -> str:
    """A digest of what the tables, texts and record are made from."""
    corrections = update.plan.corrections
    return digest_of(
        version("dj-analysis"),
        repr(update.prints),
        corrections.read_bytes() if corrections else b"",
        repr(sorted((s.file, s.reason) for s in update.skipped)),
        repr(
            [
                (s, *_results(update.documents[s]), names)
                for s, names in sorted(update.names.items())
                if s in update.documents
            ]
        ),
    )


def _results(document: DocumentRecord) -> tuple[str | None, ...]:
    return document.published, document.cleaning_digest, document.rows_digest


def _binder(write: Callable[[Any, Any], None], table: object) -> Callable[[Any], None]:
    return lambda file: write(table, file)


def _text_names(sha256: str) -> set[str]:
    return {f"{sha256[:ID_LENGTH]}.{kind}.txt" for kind in ("raw", "clean")}


def _nothing_built(raw: Path, skipped: Iterable[Skipped]) -> str:
    reasons = [s.reason for s in skipped]
    if not reasons:
        return f"{raw}: holds no article; put .txt, .md, .html, .docx or .pdf files there"
    return f"{raw}: no article could be built; the first reason: {reasons[0]}"
