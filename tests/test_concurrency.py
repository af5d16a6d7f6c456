"""Several at once, no room, no right to write: one sentence or a wait, and never a mixture."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import dj_analysis as dj
from articles import make_corpus, make_text, read_outputs, write
from dj_analysis.briefing import pack
from dj_analysis.briefing.pack import PackError
from dj_analysis.corrections import COLUMNS, read_corrections
from dj_analysis.corrections.records import Correction
from dj_analysis.locking import HeldError, hold_lock
from dj_analysis.review import ReviewError, append_corrections
from dj_analysis.tables import read_tables

COUNT = 6
BUILD = (sys.executable, "-m", "dj_analysis", "build")


def start(raw: Path, out: Path, **more: object) -> subprocess.Popen[str]:
    command = [*BUILD, "--raw", str(raw), "--out", str(out)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)  # type: ignore[call-overload,no-any-return]


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate(timeout=300)
    return process.returncode, said


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return make_corpus(tmp_path / "raw", COUNT)


def check_one_build(raw: Path, out: Path) -> None:
    fresh = out.with_name("fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    dj.build(raw, fresh)
    made, wanted = read_outputs(out), read_outputs(fresh)
    assert [n for n in made.keys() | wanted.keys() if made.get(n) != wanted.get(n)] == []


def test_of_several_builds_at_once_each_ends_or_says_why_not(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = [end(process) for process in [start(raw, out) for _ in range(3)]]
    assert 0 in {code for code, _ in ended}
    for code, said in ended:
        assert code in (0, 1)
        assert code == 0 or ("another build" in said and said.count("\n") == 1), said
    check_one_build(raw, out)


def test_builds_of_two_folders_into_one_do_not_mix(raw: Path, tmp_path: Path) -> None:
    other, out = tmp_path / "other", tmp_path / "out"
    for i in range(20, 25):
        write(other / f"{i}.txt", make_text(i))
    ended = [end(process) for process in [start(raw, out), start(other, out)]]
    assert {code for code, _ in ended} <= {0, 1}
    names = set(dj.load(out).documents["source_file"])
    assert names in ({f"{i:03}.txt" for i in range(COUNT)}, {f"{i}.txt" for i in range(20, 25)})


def test_a_reader_never_sees_two_builds(raw: Path, tmp_path: Path) -> None:
    """Tables are read over and over while builds of six and of three articles take turns."""
    out = tmp_path / "out"
    few = shutil.copytree(raw, tmp_path / "few", ignore=shutil.ignore_patterns("00[345].txt"))
    dj.build(raw, out)
    over = threading.Event()

    def read_on() -> list[tuple[int, int]]:
        seen = []
        while not over.is_set():
            tables = read_tables(out)
            assert set(tables.numbers["doc_id"]) == set(tables.documents["doc_id"])
            seen.append((len(tables.documents), len(tables.numbers)))
        return seen

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read_on)
        try:
            for source in (few, raw, few, raw):
                dj.build(source, out)
        finally:
            over.set()
        seen = reading.result(timeout=60)
    whole = {(len(t.documents), len(t.numbers)) for t in (read_tables(out), dj.build(few, tmp_path / "f").tables)}
    assert set(seen) <= whole
    assert len(seen) > 2


def make_correction(number: int, who: str) -> Correction:
    return Correction(
        line=0, action="drop", table="numbers", document="0" * 64, raw_start=number, raw_end=number + 1,
        row_id=f"n{number}", who=who, when="2026-01-01T00:00:00",
    )  # fmt: skip


APPEND = """
import sys; sys.path.insert(0, sys.argv[3])
from pathlib import Path
from test_concurrency import make_correction
from dj_analysis.review import append_corrections
for number in range(15):
    append_corrections(Path(sys.argv[1]), [make_correction(number, sys.argv[2])])
"""


def test_of_two_reviews_at_once_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(",".join(COLUMNS) + "\n", "utf-8-sig")
    command = [sys.executable, "-c", APPEND, str(path)]
    running = [subprocess.Popen([*command, who, str(Path(__file__).parent)]) for who in ("甲", "乙", "丙")]
    assert [process.wait(timeout=300) for process in running] == [0, 0, 0]
    found, problems = read_corrections(path)
    assert not problems
    assert {(one.raw_start, one.who) for one in found} == {(n, who) for n in range(15) for who in "甲乙丙"}
    assert [p.name for p in tmp_path.iterdir()] == ["corrections.csv"]


def test_a_review_waits_for_another_that_is_adding(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    append_corrections(path, [make_correction(1, "甲")])
    with ThreadPoolExecutor(1) as pool:
        with hold_lock(tmp_path / ".corrections.csv.lock"):
            waiting = pool.submit(append_corrections, path, [make_correction(2, "乙")])
            time.sleep(0.5)
            assert not waiting.done()
            assert len(read_corrections(path)[0]) == 1
        assert waiting.result(timeout=60).added == 1
    assert len(read_corrections(path)[0]) == 2


def test_a_lock_goes_with_the_process_that_holds_it(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    code = (
        "import sys, time; from pathlib import Path; from dj_analysis.locking import hold_lock\n"
        "with hold_lock(Path(sys.argv[1])):\n    print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(lock)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    with pytest.raises(HeldError), hold_lock(lock, seconds=0.2):
        pass
    process.kill()
    process.communicate()
    assert lock.exists()
    with hold_lock(lock):
        assert lock.exists()
    assert not lock.exists()


def test_a_second_briefing_into_one_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "简报.pptx").write_text("old")
    with hold_lock(tmp_path / pack.LOCK), pytest.raises(PackError, match="another briefing"):
        pack._write_parts(None, tmp_path, None)  # type: ignore[arg-type]
    assert (tmp_path / "简报.pptx").read_text() == "old"


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes, where this user may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = is_root() and shutil.which("mount")
    done = mounted and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(place)], capture_output=True, check=False
    )
    if not done or done.returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def check_refused(raw: Path, out: Path, before: dict[str, bytes], code: int, said: str) -> None:
    """A build that was refused said so in one sentence and left the tables of the last one."""
    assert code == 1, said
    assert said.count("\n") == 1, said
    assert said.startswith("dj-analysis: ")
    assert "Traceback" not in said
    assert read_outputs(out) == before
    assert len(dj.load(out).documents) == COUNT


def test_a_full_disk_is_one_sentence_and_leaves_the_last_build(raw: Path, small_disk: Path) -> None:
    out = small_disk / "out"
    dj.build(raw, out)
    before = read_outputs(out)
    raw_before = {p.name: p.read_bytes() for p in raw.iterdir()}
    free = shutil.disk_usage(small_disk).free
    (small_disk / "filler").write_bytes(bytes(max(0, free - 120_000)))
    for i in range(60, 90):
        write(raw / f"{i}.txt", make_text(i) * 3)
    code, said = end(start(raw, out))
    check_refused(raw, out, before, code, said)
    assert all((raw / name).read_bytes() == data for name, data in raw_before.items())
    (small_disk / "filler").unlink()
    assert end(start(raw, out))[0] == 0
    assert len(dj.load(out).documents) == COUNT + 30


@pytest.mark.skipif(sys.platform == "win32", reason="sizes of files are bounded on Unix")
def test_a_file_that_may_not_grow_is_one_sentence(raw: Path, tmp_path: Path) -> None:
    """A quota: no file may have more than so many bytes."""
    out = tmp_path / "out"
    dj.build(raw, out)
    before = read_outputs(out)
    for i in range(60, 90):
        write(raw / f"{i}.txt", make_text(i) * 3)
    bound = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    bound += "resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000));"
    bound += "sys.argv = ['dj-analysis', *sys.argv[1:]]; from dj_analysis.cli import main; main()"
    command = [sys.executable, "-c", bound, "build", "--raw", str(raw), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    check_refused(raw, out, before, done.returncode, done.stderr)
    assert dj.build(raw, out).exported
    check_one_build(raw, out)


@pytest.fixture
def read_only(raw: Path, tmp_path: Path) -> Iterator[Path]:
    """A build in a folder nobody may write to: by its rights, or, for root, by a mount."""
    out = tmp_path / "out"
    dj.build(raw, out)
    if not is_root():
        for path in [out, *out.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield out
        for path in [out, *out.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        return
    bound = subprocess.run(["mount", "--bind", str(out), str(out)], capture_output=True, check=False)
    if bound.returncode:
        pytest.skip("root may write anywhere, and no folder can be mounted to be read only")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(out)], check=True)
    yield out
    subprocess.run(["umount", str(out)], check=True)


def test_a_folder_nobody_may_write_to_is_one_sentence_and_can_be_read(raw: Path, read_only: Path) -> None:
    before = read_outputs(read_only)
    write(raw / "60.txt", make_text(60))
    code, said = end(start(raw, read_only))
    check_refused(raw, read_only, before, code, said)
    assert len(dj.load(read_only).documents) == COUNT


def test_answers_without_room_change_nothing(tmp_path: Path, small_disk: Path) -> None:
    path = small_disk / "corrections.csv"
    append_corrections(path, [make_correction(1, "甲")])
    before = path.read_bytes()
    (small_disk / "filler").write_bytes(bytes(shutil.disk_usage(small_disk).free))
    with pytest.raises(ReviewError, match="Nothing was changed"):
        append_corrections(path, [make_correction(n, "乙") for n in range(400)])
    assert path.read_bytes() == before
