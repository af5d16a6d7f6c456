"""A build does what is new or touched and nothing else, and its tables are those of a build from nothing."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pandas as pd
import pytest

import dj_analysis as dj
from articles import LONG_AGO, make_corpus, make_text, read_outputs, write
from dj_analysis import footers, patterns, stretches, table_files, update
from dj_analysis.cleaning import clean_document
from dj_analysis.corpus import find_files, read_document
from dj_analysis.engines import EngineError, run
from dj_analysis.extraction import extract
from dj_analysis.fingerprints import find_lists
from dj_analysis.lexicon import Lexicon, LexiconRow
from dj_analysis.patterns import pack_patterns, reuse_patterns, unpack_patterns
from dj_analysis.plan import BuildError
from dj_analysis.regexes import compile_re
from dj_analysis.schema import TABLES
from dj_analysis.store import STORE, DocumentRecord, open_store
from dj_analysis.stored import DIGEST_LENGTH
from dj_analysis.table_files import WrittenTable

COUNT = 8
HEAVY = ("pandas", "pyarrow", "numpy", "jieba", "opencc", "pypinyin", "lxml", "rich.progress")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return make_corpus(tmp_path / "raw", COUNT)


def check_like_new(raw: Path, out: Path) -> None:
    """The files in ``out`` are those a build from nothing makes."""
    fresh = out.with_name("fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    dj.build(raw, fresh)
    made, wanted = read_outputs(out), read_outputs(fresh)
    assert sorted(made) == sorted(wanted)
    assert [name for name in made if made[name] != wanted[name]] == []


def add_one(raw: Path) -> None:
    write(raw / "100.txt", make_text(100))


def add_first(raw: Path) -> None:
    write(raw / "a" / "深.txt", make_text(101))


def remove_one(raw: Path) -> None:
    (raw / "003.txt").unlink()


def change_one(raw: Path) -> None:
    write(raw / "004.txt", make_text(104))


def change_one_to_equal_size_and_time(raw: Path) -> None:
    text = (raw / "004.txt").read_text("utf-8")
    write(raw / "004.txt", text.replace("党员24人", "党员25人"), seconds=LONG_AGO + 1)


def rename_one(raw: Path) -> None:
    (raw / "005.txt").rename(raw / "000a.txt")


def copy_one(raw: Path) -> None:
    shutil.copy2(raw / "006.txt", raw / "000b.txt")


def repost_one(raw: Path) -> None:
    write(raw / "zz.txt", "转载自某网站\n" + make_text(2).replace("2021", "2022"))


def repost_earlier(raw: Path) -> None:
    write(raw / "zz.txt", make_text(2).replace("2021", "2020"))


def name_school(raw: Path) -> None:
    write(raw / "metadata.csv", "source_file,school\n000.txt,江北师范大学\n001.txt,江南师范大学\n", LONG_AGO + 1)


def touch_all(raw: Path) -> None:
    for path in raw.glob("*.txt"):
        os.utime(path, (LONG_AGO + 5, LONG_AGO + 5))


def add_bad(raw: Path) -> None:
    write(raw / "empty.txt", "")
    write(raw / "picture.png", "x")


EDITS: list[tuple[Callable[[Path], None], tuple[int, int, int], tuple[int, int, int]]] = [
    (add_one, (1, 0, 0), (1, 1, 1)),
    (add_first, (1, 0, 0), (1, 1, 1)),
    (remove_one, (0, 0, 1), (0, 0, 0)),
    (change_one, (0, 1, 0), (1, 1, 1)),
    (change_one_to_equal_size_and_time, (0, 1, 0), (1, 1, 1)),
    (rename_one, (1, 0, 1), (0, 0, 1)),
    (copy_one, (1, 0, 0), (0, 0, 1)),
    (repost_one, (1, 0, 0), (1, 1, 1)),
    (repost_earlier, (1, 0, 0), (1, 1, 1)),
    (name_school, (0, 0, 0), (1, 1, 1)),
    (touch_all, (0, 0, 0), (0, 0, 0)),
    (add_bad, (0, 0, 0), (0, 0, 0)),
]
"""An edit; files it makes new, changed and removed; documents that are cleaned, read and tabled anew."""


@pytest.mark.parametrize(("edit", "files", "redone"), EDITS, ids=[edit.__name__ for edit, _, _ in EDITS])
def test_an_edit_costs_what_it_touches_and_gives_the_tables_of_a_full_build(
    raw: Path, edit: Callable[[Path], None], files: tuple[int, int, int], redone: tuple[int, int, int]
) -> None:
    out = raw.with_name("out")
    dj.build(raw, out)
    edit(raw)
    report = dj.build(raw, out)
    assert tuple(map(len, (report.added, report.changed, report.removed))) == files
    assert tuple(report.redone.values()) == redone
    check_like_new(raw, out)


def test_many_edits_one_after_the_other_end_in_the_tables_of_a_full_build(raw: Path) -> None:
    out = raw.with_name("out")
    rng = random.Random(3)
    texts = list(range(COUNT + 6))
    for _ in range(6):
        for path in raw.glob("*.txt"):
            path.unlink()
        for name, i in zip(range(20), rng.sample(texts, rng.randint(3, 10)), strict=False):
            write(raw / f"{name:03}.txt", make_text(i), LONG_AGO + rng.randint(0, 99))
        dj.build(raw, out, export=rng.random() < 0.7)
    dj.build(raw, out)
    check_like_new(raw, out)


def test_stretches_of_any_size_hold_the_rows_of_a_full_build(
    raw: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dj.build(raw, tmp_path / "whole")
    whole = {name: table.copy() for name, table in vars(dj.load(tmp_path / "whole")).items()}
    for number, first in enumerate(("", tuple("05af"))):
        monkeypatch.setattr(stretches, "FIRST", first)
        out = tmp_path / f"out{number}"
        dj.build(raw, out)
        for name, table in vars(dj.load(out)).items():
            pd.testing.assert_frame_equal(table, whole[name])
        for edit in (add_first, remove_one):
            edit(raw)
            dj.build(raw, out)
            check_like_new(raw, out)
        for path in raw.rglob("*.txt"):
            path.unlink()
        make_corpus(raw, COUNT)


@pytest.mark.parametrize("name", ["passages.parquet", "edits.parquet", "passages.csv", "numbers.csv"])
@pytest.mark.parametrize("first", ["", "00"])
def test_tables_that_cannot_be_read_are_written_from_the_store(
    raw: Path, name: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretches, "FIRST", first)
    out = raw.with_name("out")
    dj.build(raw, out)
    path = out / name
    data, times = bytearray(path.read_bytes()), path.stat()
    data[len(data) // 4 : len(data) // 2] = bytes(len(data) // 2 - len(data) // 4)
    path.write_bytes(data)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    add_one(raw)
    dj.build(raw, out)
    check_like_new(raw, out)


def test_one_article_more_writes_its_stretch_and_copies_the_others(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches of one document each: of thirteen tables only the rows of the new one are turned into bytes."""
    monkeypatch.setattr(stretches, "FIRST", "")
    out = raw.with_name("out")
    dj.build(raw, out)
    add_one(raw)
    written, copied = [], []
    write, copy = table_files.write_stretch, WrittenTable.copy_bytes
    monkeypatch.setattr(table_files, "write_stretch", lambda made: written.append(made) or write(made))
    monkeypatch.setattr(WrittenTable, "copy_bytes", lambda *given: copied.append(given) or copy(*given))
    dj.build(raw, out)
    assert len(written) == len(TABLES)
    assert {d for made in written for d in made["doc_id"].to_pylist()} == {record_id(out, "100.txt")}
    assert len(copied) == COUNT * len(TABLES)
    check_like_new(raw, out)


@pytest.mark.parametrize("place", [3, 40, 700, -3])
def test_what_is_known_of_stretches_and_is_not_as_it_was_stored_is_made_again(
    raw: Path, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretches, "FIRST", "")
    out = raw.with_name("out")
    dj.build(raw, out)
    spoil(out / STORE, "stretches", place)
    add_one(raw)
    dj.build(raw, out)
    check_like_new(raw, out)


def break_places(patch: pytest.MonkeyPatch) -> None:
    """Footers that say in another field where a dictionary lies."""
    patch.setattr(footers, "PLACES", {**footers.PLACES, "column": frozenset({9, 10, 14})})


def break_types(patch: pytest.MonkeyPatch) -> None:
    """Footers with values of a type that is not known."""
    patch.setattr(footers, "BINARY", 77)


@pytest.mark.parametrize("change", [break_places, break_types])
def test_with_footers_of_another_kind_pyarrow_writes_all_tables(
    raw: Path, change: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretches, "FIRST", "")
    dj.build(raw, raw.with_name("known"))
    assert table_files.knows_footers()
    table_files.knows_footers.cache_clear()
    out = raw.with_name("out")
    try:
        with monkeypatch.context() as patch:
            change(patch)
            assert not table_files.knows_footers()
            dj.build(raw, out)
            assert read_outputs(out) == read_outputs(raw.with_name("known"))
            for folder in (out, raw.with_name("known")):
                add_one(raw)
                dj.build(raw, folder)
    finally:
        table_files.knows_footers.cache_clear()
    for folder in (out, raw.with_name("known")):
        check_like_new(raw, folder)
        remove_one(raw)
        dj.build(raw, folder)
        check_like_new(raw, folder)
        write(raw / "003.txt", make_text(3))


def record_id(out: Path, name: str) -> str:
    found: str = json.loads((out / "build.json").read_text("utf-8"))["documents"][name]
    return found


def test_only_documents_whose_files_moved_are_looked_at(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = raw.with_name("out")
    dj.build(raw, out)
    looked: list[str] = []
    look = update.Update._is_touched

    def watch(self: update.Update, sha256: str, record: DocumentRecord) -> bool:
        looked.append(self.names[sha256][0])
        return look(self, sha256, record)

    monkeypatch.setattr(update.Update, "_is_touched", watch)
    for edit, expected in ((add_one, []), (rename_one, ["000a.txt"]), (copy_one, ["000b.txt"]), (remove_one, [])):
        looked.clear()
        edit(raw)
        dj.build(raw, out)
        assert looked == expected, edit.__name__
    looked.clear()
    name_school(raw)
    dj.build(raw, out)
    assert len(looked) == COUNT
    check_like_new(raw, out)


def test_what_a_killed_build_left_undone_is_looked_at_again(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are stored as they are now, one of them renamed, and the build ended before its rows were made anew."""
    out = raw.with_name("out")
    dj.build(raw, out)
    rename_one(raw)
    with monkeypatch.context() as patch:
        patch.setattr(update.Update, "run", lambda self, *_: self.store.commit() or sys.exit("killed"))
        with pytest.raises(SystemExit):
            dj.build(raw, out)
    dj.build(raw, out)
    check_like_new(raw, out)


def test_copies_are_told_of_by_a_build_with_nothing_to_do(raw: Path) -> None:
    copy_one(raw)
    first, again = (dj.build(raw, raw.with_name("out")) for _ in range(2))
    assert again.redone == {}
    assert again.copies == first.copies == {"006.txt": "000b.txt"}


def test_nothing_new_is_told_from_the_record_and_loads_nothing_heavy(raw: Path) -> None:
    out = raw.with_name("out")
    first = dj.build(raw, out)
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.name != "store.sqlite"}
    code = (
        "import sys, dj_analysis as dj; r = dj.build(sys.argv[1], sys.argv[2]);"
        f"print([m for m in {HEAVY!r} if m in sys.modules], r.unchanged, dict(r.redone), len(r.tables.documents))"
    )
    done = subprocess.run([sys.executable, "-c", code, raw, out], capture_output=True, text=True, check=True)
    assert done.stdout == f"[] {COUNT} {{}} {COUNT}\n"
    again = dj.build(raw, out)
    assert again.record == first.record
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.name != "store.sqlite"} == before


def test_own_words_redo_the_stages_that_read_them_and_the_articles_they_touch(raw: Path) -> None:
    out = raw.with_name("out")
    dj.build(raw, out)
    own = raw.parent / "lexicons"
    write(own / "stopwords.csv", "term,kind,source\n支部,own,me\n")
    assert dict(dj.build(raw, out).redone) == {"cleaning": 0, "extraction": 0, "rows": 0}
    write(own / "initiative_heads.csv", "term,type,strength,source\n号行动,activity,strong,own\n")
    redone = dj.build(raw, out).redone
    assert (redone["cleaning"], redone["extraction"]) == (0, COUNT)
    write(own / "brands.csv", "term,kind,source\n第3学院,name,me\n")
    redone = dj.build(raw, out).redone
    assert redone["cleaning"] == COUNT
    assert redone["extraction"] <= 1
    check_like_new(raw, out)


def build_with(package: Path, raw: Path, out: Path) -> dict[str, int]:
    code = (
        "import sys, json, dj_analysis as dj; r = dj.build(sys.argv[1], sys.argv[2]);"
        "print(dj.__file__); print(json.dumps(dict(r.redone)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, raw, out],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(package)},
    )  # fmt: skip
    where, redone = done.stdout.splitlines()
    assert where.startswith(str(package))
    loaded: dict[str, int] = json.loads(redone)
    return loaded


def test_an_edited_rule_redoes_its_stage_and_nothing_that_comes_out_the_same(raw: Path) -> None:
    source = Path(dj.__file__).parent
    package, out = raw.with_name("package"), raw.with_name("out")
    shutil.copytree(source, package / "dj_analysis", ignore=shutil.ignore_patterns("__pycache__"))
    everything = {"cleaning": COUNT, "extraction": COUNT, "rows": COUNT}
    assert build_with(package, raw, out) == everything
    assert build_with(package, raw, out) == {}
    for name, redone in (
        ("charts/style.py", (0, 0, 0)),
        ("extraction/dates.py", (0, COUNT, 0)),
        ("cleaning/brands.py", (COUNT, 0, 0)),
        ("rows.py", (0, 0, COUNT)),
    ):
        with (package / "dj_analysis" / name).open("a", encoding="utf-8") as file:
            file.write("# edited\n")
        assert tuple(build_with(package, raw, out).values()) == redone, name
    check_like_new(raw, out)


class Recorder(Lexicon):
    """Notes which lists are read."""

    def rows(self, name: str) -> tuple[LexiconRow, ...]:
        READ.add(name)
        return super().rows(name)


READ: set[str] = set()


def test_no_stage_reads_a_list_its_fingerprint_does_not_name(lexicon: Lexicon) -> None:
    recorder = Recorder(dict(lexicon.lists))
    raw = Path(__file__).resolve().parent.parent / "data" / "raw"
    articles = []
    for path in find_files(raw):
        articles.append(clean_document(read_document(path, raw), recorder))
    named = set(find_lists("reading", lexicon)) | set(find_lists("cleaning", lexicon))
    assert named >= READ
    READ.clear()
    for article in articles:
        extract(article, recorder)
    assert READ
    assert set(find_lists("extraction", lexicon)) >= READ


def test_without_export_the_tables_wait_for_the_next_build(raw: Path) -> None:
    out = raw.with_name("out")
    dj.build(raw, out)
    before = read_outputs(out)
    add_one(raw)
    report = dj.build(raw, out, export=False)
    assert (report.added, report.exported) == (("100.txt",), False)
    assert read_outputs(out) == before
    assert dict(dj.build(raw, out).redone) == {"cleaning": 0, "extraction": 0, "rows": 0}
    check_like_new(raw, out)


def test_files_that_were_touched_by_hand_are_written_again(raw: Path) -> None:
    out = raw.with_name("out")
    dj.build(raw, out)
    (out / "numbers.csv").write_text("x", "utf-8")
    (out / "facts.parquet").unlink()
    next((out / "texts").iterdir()).unlink()
    (out / "texts" / "stranger.txt").write_text("x", "utf-8")
    dj.build(raw, out)
    check_like_new(raw, out)


def test_verify_finds_what_size_and_time_hide(raw: Path) -> None:
    out = raw.with_name("out")
    dj.build(raw, out)
    text = (raw / "004.txt").read_text("utf-8")
    write(raw / "004.txt", text.replace("党员24人", "党员25人"))
    assert dj.build(raw, out).unchanged == COUNT
    assert dj.build(raw, out, verify=True).changed == ("004.txt",)
    check_like_new(raw, out)


def test_a_file_saved_this_moment_is_read_again(raw: Path) -> None:
    out = raw.with_name("out")
    now = int(time.time())
    write(raw / "004.txt", make_text(4), now)
    dj.build(raw, out)
    write(raw / "004.txt", make_text(4).replace("党员24人", "党员25人"), now)
    assert dj.build(raw, out).changed == ("004.txt",)


def test_all_articles_gone_changes_nothing(raw: Path) -> None:
    out = raw.with_name("out")
    dj.build(raw, out)
    before = read_outputs(out)
    for path in raw.glob("*.txt"):
        path.unlink()
    with pytest.raises(BuildError, match=r"put \.txt"):
        dj.build(raw, out)
    assert read_outputs(out) == before


def test_several_processes_give_the_same_tables(tmp_path: Path) -> None:
    raw = make_corpus(tmp_path / "raw", 20)
    dj.build(raw, tmp_path / "out", jobs=2)
    check_like_new(raw, tmp_path / "out")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are never forked")
def test_workers_of_the_command_are_forked() -> None:
    code = (
        "import dj_analysis.commands_build as c; c.stay_forkable(); import dj_analysis.update, sys;"
        "from dj_analysis.engines import _context; print('numpy' in sys.modules, _context().get_start_method())"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith(("OPENBLAS", "OMP"))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout == "True fork\n"


def test_progress_counts_to_the_end(raw: Path) -> None:
    calls: list[tuple[int, int, str]] = []
    dj.build(raw, raw.with_name("out"), progress=lambda *call: calls.append(call))
    assert [(done, total) for done, total, _ in calls] == [(i + 1, COUNT) for i in range(COUNT)]


def square_or_die(work: tuple[int, str]) -> int:
    """The first process that meets 13 is killed, as by a machine short of memory."""
    number, mark = work
    if number == 13 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def always_die(_: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_what_a_killed_worker_lost_is_done_again(tmp_path: Path) -> None:
    work = [(number, str(tmp_path / "mark")) for number in range(60)]
    assert sorted(run(work, square_or_die, jobs=2)) == [n * n for n in range(60)]


def test_workers_that_keep_dying_are_one_sentence() -> None:
    with pytest.raises(EngineError, match="free some memory"):
        list(run(range(60), always_die, jobs=2))


@pytest.mark.long
def test_killed_at_any_moment_the_next_build_is_right(tmp_path: Path) -> None:
    raw, out = make_corpus(tmp_path / "raw", 60), tmp_path / "out"
    rng = random.Random(8)
    command = [sys.executable, "-m", "dj_analysis", "build", "--raw", raw, "--out", out]
    for moment in range(20):
        write(raw / f"{rng.randrange(60):03}.txt", make_text(200 + moment), LONG_AGO + moment)
        (raw / f"{rng.randrange(60):03}.txt").unlink(missing_ok=True)
        if moment % 5 == 0:
            shutil.rmtree(out, ignore_errors=True)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.2, 4))
        process.kill()
        process.wait()
        subprocess.run(command, check=True, capture_output=True)
        assert not list(out.glob(".new-*"))
    check_like_new(raw, out)
    assert len(replace(dj.build(raw, out)).tables.documents) == len(list(raw.glob("*.txt")))


PATTERNS = [
    ("第(?P<n>[0-9]+)期", re.VERBOSE),
    ("[党团]支部|总支", 0),
    ("(?i)ABC[^\\u4e00-\\u9fff]{2,5}?", 0),
    ("(?P<a>x)(?:y(?P<b>z)|(?P=a))", re.MULTILINE | re.DOTALL),
    ("(?<![0-9])[0-9]{1,3}(?![0-9])", re.ASCII),
]


def test_kept_patterns_are_those_re_makes() -> None:
    with reuse_patterns(None) as first:
        for pattern, flags in PATTERNS:
            compile_re(pattern, flags)
    assert first.grown
    assert len(first.forms) == len(PATTERNS)
    with reuse_patterns(pack_patterns(first)) as again, pytest.MonkeyPatch.context() as patch:
        patch.setattr(re, "compile", None)
        patch.setattr(patterns, "make_form", None)
        made = [compile_re(pattern, flags) for pattern, flags in PATTERNS]
    assert not again.grown
    re.purge()
    assert made == [re.compile(pattern, flags) for pattern, flags in PATTERNS]
    assert [p.groupindex for p in made] == [re.compile(p, f).groupindex for p, f in PATTERNS]
    found = [[m.span() for m in p.finditer("第12期，xyz xx 党支部abc…… 345 总支")] for p in made]
    assert all(found)


def spoil(store: Path, table: str, place: int) -> None:
    """Change a bit of what a table of the store keeps, or of each of what it keeps."""
    with closing(sqlite3.connect(store)) as connection, connection:
        for row, data in connection.execute(f"SELECT {KEYS[table]}, data FROM {table}").fetchall():
            spoilt = bytearray(data)
            spoilt[place % len(spoilt)] ^= 1
            connection.execute(f"UPDATE {table} SET data = ? WHERE {KEYS[table]} = ?", (bytes(spoilt), row))


KEYS = {"patterns": "python", "stretches": "key"}


def test_patterns_that_are_not_as_they_were_kept_are_made_again(tmp_path: Path) -> None:
    with reuse_patterns(None) as first:
        compile_re("支部")
    packed = pack_patterns(first)
    assert unpack_patterns(packed) == first.forms
    with open_store(tmp_path) as store:
        store.save_patterns("python", "inputs", packed)
        store.commit()
        assert store.patterns("python", "inputs") == packed
    for place in range(len(packed) + DIGEST_LENGTH):
        spoil(tmp_path / STORE, "patterns", place)
        with open_store(tmp_path) as store:
            assert store.patterns("python", "inputs") is None
        spoil(tmp_path / STORE, "patterns", place)


def test_what_re_refuses_is_refused_alike() -> None:
    with reuse_patterns(None) as made, pytest.raises(re.error, match="unterminated"):
        compile_re("[支")
    assert made.forms == {}


def refuse(*_: object) -> NoReturn:
    raise TypeError("compile() takes other arguments")


OTHERS: list[tuple[str, str, Any]] = [
    ("_sre", "compile", refuse),
    ("_sre", "compile", lambda *_: re.compile("another")),
    ("_sre", "CODESIZE", 2),
    ("re._compiler", "_code", lambda *_: [2**32]),
    ("re._parser", "parse", lambda pattern, flags: None),
]
"""Inner parts of ``re`` as another Python may have them; None for one that is not there."""


@pytest.mark.parametrize(("module", "name", "other"), [*OTHERS, *((m, n, None) for m, n, _ in OTHERS)])
def test_with_another_python_re_makes_all_patterns(
    module: str, name: str, other: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [re.compile(pattern, flags) for pattern, flags in PATTERNS]
    with reuse_patterns(None) as kept:
        assert [compile_re(pattern, flags) for pattern, flags in PATTERNS] == wanted
    there = import_module(module)
    parts = {n: v for n, v in vars(there).items() if n != name} | ({name: other} if other else {})
    monkeypatch.setattr(
        patterns, "import_module", lambda m: SimpleNamespace(**parts) if m == module else import_module(m)
    )
    for known in (None, pack_patterns(kept)):
        with reuse_patterns(known) as made:
            assert [compile_re(pattern, flags) for pattern, flags in PATTERNS] == wanted
        assert not made.grown


def test_patterns_are_kept_for_the_next_build_of_the_same_rules(raw: Path) -> None:
    out = raw.with_name("out")
    code = (
        "import re, sys, dj_analysis as dj; from dj_analysis import patterns as p; kept = p.make_form; made = [];\n"
        "p.make_form = lambda *key: made.append(key) or kept(*key)\n"
        "dj.build(sys.argv[1], sys.argv[2], export=False); print(len(made))"
    )

    def count() -> int:
        done = subprocess.run([sys.executable, "-c", code, raw, out], capture_output=True, text=True, check=True)
        return int(done.stdout)

    assert count() > 100
    write(raw / "100.txt", make_text(1).replace("2021", "2020"))
    assert count() < 20
