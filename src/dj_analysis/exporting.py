"""The tables, texts and record of a build, written and put in place with what of the last ones still holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dj_analysis.corpus.files import ID_LENGTH
from dj_analysis.fingerprints import digest_of
from dj_analysis.store import DocumentRecord, ExportRecord, Store
from dj_analysis.writing import list_texts, put_in_place, remove_leftovers, remove_texts, stage_files, write_files

if TYPE_CHECKING:
    from dj_analysis.assembly import Assembled
    from dj_analysis.update import Update


def is_intact(out: Path, store: Store) -> bool:
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


def export_tables(update: Update, out: Path, store: Store, *, verify: bool) -> None:
    """Write the tables anew, with what of the last ones still holds."""
    remove_leftovers(out)
    content = _digest_content(update)
    intact = is_intact(out, store) and not verify
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
    there = list_texts(out)
    strange = there - {name for sha256 in made.exported for name in _text_names(sha256)}
    remove_texts(out, strange)
    store.save_exported({s: e for s, e in made.exported.items() if last.get(s) != e}, made.gone)
    store.save_stretches(made.stretches)
    outcomes = [(o.status, o.line, o.text) for o in (*problems, *made.outcomes)]
    store.remember("corrections", json.dumps(sorted(outcomes, key=lambda o: o[1:]), ensure_ascii=False))
    stats = {name: _stat(out / name) for name in written}
    store.remember("exported files", json.dumps({**stats, "texts/": len(list_texts(out) if strange else there)}))
    store.remember("exported content", content)
    store.remember("exported state", update.plan.state)
    store.commit()


def _find_stale(out: Path, made: Assembled, last: Mapping[str, ExportRecord], *, verify: bool) -> list[str]:
    """Documents whose texts are not there as they should be."""
    there = list_texts(out)
    return [
        sha256
        for sha256, exported in made.exported.items()
        if verify
        or sha256 not in last
        or last[sha256].texts != exported.texts
        or any(name not in there for name in _text_names(sha256))
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


def _text_names(sha256: str) -> tuple[str, str]:
    return f"{sha256[:ID_LENGTH]}.raw.txt", f"{sha256[:ID_LENGTH]}.clean.txt"
