"""Killed at any step, or short of room at any step, a command leaves the old state or the new one, never a mixture.

The default suite tries every twentieth step of a build; ``make test-long`` tries all steps of every command and random
moments. Raw files and corrections are compared byte for byte: only ``add`` and ``review apply`` may change them.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

import dj_analysis as dj
from articles import LONG_AGO, make_corpus, make_text, read_outputs, write
from dj_analysis.corrections import read_corrections
from dj_analysis.placing import finish_placing
from dj_analysis.review.session import export_rows
from dj_analysis.tables import Tables, format_csv
from faults import Ended, Runner

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked and killed as on Linux")
KILLED = -9
ROOM = 200 * 1024 * 1024
FAST_PACK = """
from pathlib import Path
from types import SimpleNamespace
import dj_analysis.briefing.pack as pack
from dj_analysis.tables import read_tables
def write_text(work, path):
    path.write_text(work.briefing, "utf-8")
def write_figures(work, path):
    path.mkdir()
    for i in range(1, 3):
        for suffix in ("png", "svg", "pdf", "csv"):
            (path / f"图-0{i} {work.briefing[:4]}.{suffix}").write_text(work.briefing, "utf-8")
def write_pack(tables, out, progress=None, **_):
    values = str(read_tables(tables).numbers["value"].tolist())[1:]
    return pack._write_parts(SimpleNamespace(briefing=values), Path(out), progress)
pack.PARTS = {name: write_figures if name == pack.FIGURES else write_text for name in pack.PARTS}
pack.write_pack = write_pack
"""
"""Parts of a pack that are written in no time: what is tested is how they are put in place."""


def digest_tables(folder: Path) -> str:
    tables: Tables = dj.load(folder)
    return hashlib.sha256("".join(format_csv(frame) for _, frame in tables.items()).encode()).hexdigest()


def digest_files(folder: Path, *, hidden: bool = False) -> dict[str, bytes]:
    """All files with what they hold; hidden ones are no one's data."""
    names = (p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.is_file())
    shown = (name for name in names if hidden or not any(part.startswith(".") for part in name.parts))
    return {str(name): (folder / name).read_bytes() for name in shown}


def restore(saved: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(saved, folder)


def build(*more: str) -> tuple[str, ...]:
    return ("build", "--raw", "raw", "--out", "out", *more)


def find_memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in memory where there is one: hundreds of runs force their files to disk."""
    base = tmp_path_factory.mktemp("crash")
    if os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > ROOM:
        return Path(tempfile.mkdtemp(prefix="dj-crash-", dir="/dev/shm"))
    return base


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder the commands run in; ``saved`` beside it holds a project whose articles changed since its build."""
    base = find_memory(tmp_path_factory)
    saved = base / "saved"
    make_corpus(saved / "raw", 4)
    first = dj.build(saved / "raw", saved / "out")
    row = first.tables.numbers.iloc[0]
    sha256 = first.tables.documents.set_index("doc_id").loc[row["doc_id"], "sha256"]
    write(
        saved / "corrections.csv",
        "action,table,document,raw_start,raw_end,row_id,who\n"
        f"drop,numbers,{sha256},{row['raw_start']},{row['raw_end']},{row['number_id']},甲\n",
    )
    dj.build(saved / "raw", saved / "out")
    write(saved / "new" / "one.txt", make_text(70))
    write(saved / "new" / "two.txt", make_text(71))
    yield base
    shutil.rmtree(base, ignore_errors=True)


def change_articles(folder: Path) -> None:
    write(folder / "raw" / "001.txt", make_text(50), LONG_AGO + 9)
    write(folder / "raw" / "009.txt", make_text(51))
    (folder / "raw" / "003.txt").unlink()


@pytest.fixture
def changed(place: Path) -> Path:
    """The saved project with articles changed since its build."""
    folder = place / "changed"
    restore(place / "saved", folder)
    change_articles(folder)
    return folder


def run_in(runner: Runner, *arguments: str, **fault: object) -> Ended:
    """Run a command whose paths are relative to the runner's folder."""
    whole = [str(runner.folder / a) if a in PATHS or "/" in a else a for a in arguments]
    return runner.run(*whole, **fault)


PATHS = {"raw", "out", "pack", "corrections.csv", "审阅.xlsx"}


def say(command: str, points: int, what: str) -> None:
    print(f"{command}: {points} {what}")


class Case:
    """A command, and how its old and new state are told apart."""

    def __init__(self, runner: Runner, saved: Path, command: tuple[str, ...]) -> None:
        self.runner, self.saved, self.command = runner, saved, command
        self.old = self.look(saved)
        restore(saved, runner.folder)
        run_in(runner, *command, here=True)
        restore(saved, runner.folder)
        begun = time.monotonic()
        whole = run_in(runner, *command)
        self.seconds = time.monotonic() - begun
        assert whole.status == 0, whole.said
        self.steps = whole.steps
        self.new, self.made = self.look(runner.folder), self.read_made(runner.folder)
        assert self.old != self.new

    def look(self, folder: Path) -> object:
        return digest_tables(folder / "out")

    def read_made(self, folder: Path) -> dict[str, bytes]:
        return read_outputs(folder / "out")

    def check(self, why: str) -> None:
        """After a fault: the old state or the new one, other files as they were; the command then ends as it should."""
        folder = self.runner.folder
        assert self.look(folder) in (self.old, self.new), why
        self.check_untouched(why)
        again = run_in(self.runner, *self.command)
        assert again.status == 0, f"{why}: {again.said}"
        assert self.look(folder) == self.new, why
        made = self.read_made(folder)
        assert sorted(made) == sorted(self.made), why
        assert [name for name in made if made[name] != self.made[name]] == [], why
        self.check_untouched(why)

    def check_untouched(self, why: str) -> None:
        for name in ("raw", "corrections.csv"):
            before, after = self.saved / name, self.runner.folder / name
            if before.is_file():
                assert before.read_bytes() == after.read_bytes(), why
            else:
                assert digest_files(before, hidden=True) == digest_files(after, hidden=True), why

    def kill_at_steps(self, numbers: range) -> int:
        for number in numbers:
            restore(self.saved, self.runner.folder)
            ended = run_in(self.runner, *self.command, kill_at=number)
            # Threads write files in any order: the last steps may not come.
            assert ended.status == KILLED or (ended.status == 0 and number > len(self.steps) - 3), ended
            self.check(f"killed before step {number}, {self.steps[min(number, len(self.steps)) - 1]}")
        return len(numbers)

    def refuse_at_steps(self, numbers: range) -> int:
        """No room from a step on: one sentence, the old state or the new one, and right once there is room."""
        refused = 0
        for number in numbers:
            restore(self.saved, self.runner.folder)
            ended = run_in(self.runner, *self.command, refuse_at=number)
            why = f"no room from step {number}, {self.steps[min(number, len(self.steps)) - 1]}: {ended.said}"
            assert ended.status in (0, 1), why
            refused += ended.status
            if ended.status:
                told = [line for line in ended.said.splitlines() if not re.match(r"\[\d+/\d+\]", line)]
                assert len(told) == 1, why
                assert told[0].startswith("dj-analysis: "), why
                assert "Traceback" not in ended.said, why
            self.check(why)
        return refused

    def kill_at_moments(self, count: int, seed: int) -> int:
        rng = random.Random(seed)
        killed = 0
        for _ in range(count):
            restore(self.saved, self.runner.folder)
            moment = rng.uniform(0, self.seconds)
            killed += run_in(self.runner, *self.command, kill_after=moment).status == KILLED
            self.check(f"killed after {moment:.3f} s")
        return killed


class AddCase(Case):
    """``add`` may bring new articles into the raw folder, each of them whole."""

    def check_untouched(self, why: str) -> None:
        before, after = digest_files(self.saved / "raw"), digest_files(self.runner.folder / "raw")
        assert {name: data for name, data in after.items() if name in before} == before, why
        given = digest_files(self.saved / "new")
        assert all(given[name] == data for name, data in after.items() if name not in before), why
        same = (self.saved / "corrections.csv").read_bytes() == (self.runner.folder / "corrections.csv").read_bytes()
        assert same, why

    def look(self, folder: Path) -> object:
        return digest_tables(folder / "out")


class ApplyCase(Case):
    """``review apply`` may change corrections.csv and nothing else."""

    def look(self, folder: Path) -> object:
        found, problems = read_corrections(folder / "corrections.csv")
        assert not problems
        return [replace(one, when="") for one in found]

    def read_made(self, folder: Path) -> dict[str, bytes]:
        return read_outputs(folder / "out")

    def check_untouched(self, why: str) -> None:
        for name in ("raw", "out"):
            assert digest_files(self.saved / name, hidden=True) == digest_files(self.runner.folder / name, hidden=True)
        kept = (self.saved / "corrections.csv").read_bytes()
        assert kept.strip(b"\xef\xbb\xbf").splitlines()[1] in (self.runner.folder / "corrections.csv").read_bytes(), why


class PackCase(Case):
    """``briefing`` writes a pack over an earlier one."""

    def look(self, folder: Path) -> object:
        if (folder / "pack").is_dir():
            finish_placing(folder / "pack")
        files = digest_files(folder / "pack")
        said = {data for name, data in files.items() if "/" not in name}
        if len(said) == 1:
            # Figures of the earlier pack are taken away last; the next briefing does it where this one was killed.
            files = {name: data for name, data in files.items() if data in said}
        return files if self.is_one(files) else "a mixture"

    def is_one(self, files: dict[str, bytes]) -> bool:
        return len({data for name, data in files.items() if "/" not in name}) <= 1

    def read_made(self, folder: Path) -> dict[str, bytes]:
        return digest_files(folder / "pack", hidden=True)

    def check_untouched(self, why: str) -> None:
        super().check_untouched(why)
        before, after = digest_tables(self.saved / "out"), digest_tables(self.runner.folder / "out")
        assert before == after, why


ADD = ("add", "new/one.txt", "new/two.txt", "--raw", "raw", "--out", "out")
APPLY = ("review", "apply", "审阅.xlsx", "--corrections", "corrections.csv", "--who", "乙")
PACK = ("briefing", "--tables", "out", "--out", "pack")


def fill_in(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["数字"] if "数字" in book.sheetnames else book[book.sheetnames[1]]
    for line in range(2, 5):
        sheet.cell(line, 1).value = "接受"
    book.save(path)


@pytest.fixture
def applied(place: Path) -> Path:
    """The saved project with a reviewed workbook."""
    folder = place / "applied"
    restore(place / "saved", folder)
    list(export_rows(folder / "out", folder / "审阅.xlsx", ["numbers"], []))
    fill_in(folder / "审阅.xlsx")
    return folder


@pytest.fixture
def packed(place: Path) -> Path:
    """The saved project with a pack of its build, then built anew: the next pack differs."""
    folder = place / "packed"
    restore(place / "saved", folder)
    with Runner(folder, FAST_PACK) as runner:
        assert run_in(runner, *PACK).status == 0
    change_articles(folder)
    dj.build(folder / "raw", folder / "out")
    return folder


def test_a_build_killed_at_any_step_leaves_one_build(place: Path, changed: Path) -> None:
    with Runner(place / "work") as runner:
        case = Case(runner, changed, build())
        say("build", case.kill_at_steps(range(3, len(case.steps) + 1, 20)), "kills at steps")


def test_a_build_without_room_says_so_and_leaves_one_build(place: Path, changed: Path) -> None:
    with Runner(place / "work") as runner:
        case = Case(runner, changed, build())
        assert case.refuse_at_steps(range(4, len(case.steps), 40)) > 1


def test_answers_killed_at_any_step_are_all_there_or_none(place: Path, applied: Path) -> None:
    with Runner(place / "work") as runner:
        case = ApplyCase(runner, applied, APPLY)
        assert len(case.steps) > 3
        say("review apply", case.kill_at_steps(range(1, len(case.steps) + 1)), "kills at steps")
        say("review apply", case.refuse_at_steps(range(1, len(case.steps))), "refusals")


PUBLISHES = re.compile(r"os\.(?:rename|link) (?P<name>.*)")


def check_order(steps: tuple[str, ...], published: str) -> None:
    """Every file that was opened to be written was forced to disk before a name was given to what it is part of."""
    first = next(i for i, step in enumerate(steps) if re.fullmatch(published, step))
    opened = {step.split(" ", 1)[1] for step in steps[:first] if step.startswith("open ")}
    forced = {step.split(" ", 1)[1] for step in steps[:first] if step.startswith("fsync ")}
    loose = {name for name in opened if not name.endswith(".lock")}
    assert loose, "the command writes files"
    if not any(step.startswith("sync ") for step in steps[:first]):
        assert loose - forced == set()
    assert any(step.startswith("fsync ") for step in steps[first:]), "the folder is forced to disk after"


def test_files_are_forced_to_disk_before_they_get_their_names(place: Path, changed: Path) -> None:
    with Runner(place / "work") as runner:
        check_order(Case(runner, changed, build()).steps, r"os\.rename out/\.ready")
        check_order(AddCase(runner, place / "saved", ADD).steps, r"os\.link raw/one\.txt")


def test_answers_and_packs_are_forced_to_disk_before_they_get_their_names(
    place: Path, applied: Path, packed: Path
) -> None:
    with Runner(place / "work", FAST_PACK) as runner:
        check_order(ApplyCase(runner, applied, APPLY).steps, r"os\.rename corrections\.csv")
        check_order(PackCase(runner, packed, PACK).steps, r"os\.rename pack/\.ready")


def test_a_file_that_was_not_forced_to_disk_is_found() -> None:
    with pytest.raises(AssertionError):
        check_order(("open a", "open b", "fsync a", "os.rename c", "fsync ."), "os.rename c")


@pytest.mark.long
def test_every_step_of_build_and_add(place: Path, changed: Path) -> None:
    with Runner(place / "work") as runner:
        case = Case(runner, changed, build())
        say("build", case.kill_at_steps(range(1, len(case.steps) + 1)), "kills at steps")
        say("build", case.refuse_at_steps(range(1, len(case.steps) + 1, 4)), "refusals")
        case = AddCase(runner, place / "saved", ADD)
        say("add", case.kill_at_steps(range(1, len(case.steps) + 1, 3)), "kills at steps")
        say("add", case.refuse_at_steps(range(1, len(case.steps) + 1, 12)), "refusals")


@pytest.mark.long
def test_every_step_of_putting_a_pack_in_place(place: Path, packed: Path) -> None:
    with Runner(place / "work", FAST_PACK) as runner:
        case = PackCase(runner, packed, PACK)
        say("briefing", case.kill_at_steps(range(1, len(case.steps) + 1)), "kills at steps")
        say("briefing", case.refuse_at_steps(range(1, len(case.steps) + 1, 3)), "refusals")


@pytest.mark.long
def test_random_moments_of_all_commands(place: Path, changed: Path, applied: Path, packed: Path) -> None:
    with Runner(place / "work", FAST_PACK) as runner:
        cases = (
            (Case(runner, changed, build()), 40),
            (AddCase(runner, place / "saved", ADD), 15),
            (ApplyCase(runner, applied, APPLY), 15),
            (PackCase(runner, packed, PACK), 15),
        )
        for case, count in cases:
            say(case.command[0], case.kill_at_moments(count, seed=5), "kills at random moments")


@pytest.mark.long
def test_a_whole_briefing_killed_at_random_moments(place: Path, packed: Path) -> None:
    """The pack with its real parts, over one that was made before."""
    with Runner(place / "work") as runner:
        case = WholePackCase(runner, packed, PACK)
        rng = random.Random(3)
        killed = 0
        for _ in range(3):
            restore(packed, runner.folder)
            killed += run_in(runner, *PACK, kill_after=rng.uniform(1, 15)).status == KILLED
            assert case.look(runner.folder) in (case.old, case.new)
            case.check_untouched("a briefing")
        say("briefing", killed, "kills of the whole command")


class WholePackCase(PackCase):
    """A pack of real parts; the earlier one is of texts."""

    def is_one(self, files: dict[str, bytes]) -> bool:
        return True
