"""The pipeline: a folder of saved articles in, tidy tables out; only what is new or touched is done again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dj_analysis.exporting import export_tables, is_intact
from dj_analysis.limits import STANDARD, Limits
from dj_analysis.plan import BuildError as BuildError  # noqa: PLC0414 - what a build raises is named here too
from dj_analysis.plan import Plan, Skipped, check_places, make_plan, printable, refuse
from dj_analysis.store import DamagedStoreError, Store, open_store, replace_store
from dj_analysis.writing import make_folder

if TYPE_CHECKING:
    from dj_analysis.corrections import Outcome
    from dj_analysis.tables import Tables
    from dj_analysis.update import Update

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build did: where its tables are, what it found new, what it did again and what it left out.

    ``added``, ``changed`` and ``removed`` name files, ``unchanged`` counts them; ``redone`` counts documents by stage.
    ``copies`` names files that are byte for byte another one, with that one. ``corrections`` says what became of every
    line of corrections.csv.
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

    @cached_property
    def record(self) -> Mapping[str, Any]:
        """The content of build.json, read when first asked for."""
        try:
            record: dict[str, Any] = json.loads((self.out / "build.json").read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return record

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

    Raises BuildError when there is nothing to build or ``out`` lies inside ``raw``, CorpusError for a bad metadata
    file, LexiconError for a bad word list, CorrectionsError where the corrections named are not there, TableError or
    StoreError when the output cannot be written. Files that cannot be read are left out and reported.

    >>> report = build("data/raw", "data/processed")  # doctest: +SKIP
    >>> len(report.tables.documents)  # doctest: +SKIP
    5
    """
    raw, out = Path(raw), Path(out)
    check_places(raw, out)
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
    copies = {name: names[0] for s, names in update.names.items() if s in update.built for name in names[1:]}
    store.remember("copies", json.dumps(copies))
    store.commit()
    if export:
        export_tables(update, out, store, verify=verify)
    return BuildReport(
        out=out,
        skipped=tuple(sorted(update.skipped, key=lambda s: s.file)),
        notes=(*([store.note] if store.note else []), *notes),
        added=tuple(update.added),
        changed=tuple(update.changed),
        removed=tuple(update.removed),
        unchanged=len(update.files) - len(update.added) - len(update.changed),
        copies=copies,
        redone=update.redone,
        exported=export,
        corrections=_recall_outcomes(store),
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
    if export and (store.recall("exported state") != plan.state or not is_intact(out, store)):
        return None
    skipped = tuple(Skipped(**s) for s in json.loads(store.recall("skipped") or "[]"))
    notes = tuple(json.loads(store.recall("notes") or "[]"))
    unchanged = len(plan.listed) - len({s.file for s in skipped} - {printable(s.name) for s in plan.strangers})
    return BuildReport(
        out,
        skipped,
        notes,
        unchanged=unchanged,
        copies=json.loads(store.recall("copies") or "{}"),
        exported=export,
        corrections=_recall_outcomes(store),
    )


def _recall_outcomes(store: Store) -> tuple[Outcome, ...]:
    """What became of the corrections at the last export."""
    kept = json.loads(store.recall("corrections") or "[]")
    if not kept:
        return ()
    from dj_analysis.corrections import Outcome  # noqa: PLC0415

    return tuple(Outcome(*values) for values in kept)


def _nothing_built(raw: Path, skipped: Iterable[Skipped]) -> str:
    reasons = [s.reason for s in skipped]
    if not reasons:
        return f"{raw}: holds no article; put .txt, .md, .html, .docx or .pdf files there"
    return f"{raw}: no article could be built; the first reason: {reasons[0]}"
