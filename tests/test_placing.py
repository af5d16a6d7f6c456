"""A folder holds all of the old files or all of the new ones, wherever a process that replaces them is ended."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import dj_analysis as dj
from dj_analysis.errors import TableError
from dj_analysis.placing import LAST, READY, declare_ready, finish_placing
from dj_analysis.tables import read_tables

SAMPLES = Path(__file__).parents[1] / "data" / "raw"


class EndedError(BaseException):
    """Stands for the end of the process: nothing catches it."""


def read_all(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def make_folder(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


OLD = {"a.csv": "old", "b.csv": "old", "texts/x.txt": "old", "build.json": "old"}
NEW = dict.fromkeys(OLD, "new") | {"c.csv": "new"}


def end_after(monkeypatch: pytest.MonkeyPatch, moves: int) -> None:
    done = []
    replace = Path.replace

    def move(self: Path, target: Path) -> Path:
        if len(done) == moves:
            raise EndedError
        done.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", move)


@pytest.mark.parametrize("moves", range(len(NEW)))
def test_an_ended_move_is_finished_by_whoever_comes_next(tmp_path, monkeypatch, moves):
    folder = make_folder(tmp_path / "out", OLD)
    declare_ready(make_folder(folder / ".new-1", NEW), folder)
    with monkeypatch.context() as patched:
        end_after(patched, moves)
        with pytest.raises(EndedError):
            finish_placing(folder)
    assert finish_placing(folder)
    assert read_all(folder) == {name: text.encode() for name, text in NEW.items()}
    assert not finish_placing(folder)


def test_the_record_is_moved_last(tmp_path, monkeypatch):
    folder = make_folder(tmp_path / "out", OLD)
    declare_ready(make_folder(folder / ".new-1", NEW), folder)
    end_after(monkeypatch, len(NEW) - 1)
    with pytest.raises(EndedError):
        finish_placing(folder)
    assert (folder / LAST).read_text() == "old"
    assert (folder / "c.csv").read_text() == "new"


def test_files_that_are_not_ready_are_no_one_s_business(tmp_path):
    folder = make_folder(tmp_path / "out", OLD)
    make_folder(folder / ".new-1", NEW)
    assert not finish_placing(folder)
    assert (folder / "a.csv").read_text() == "old"


@pytest.fixture(scope="module")
def two_builds(tmp_path_factory):
    """A folder with a build of four articles, and the files of a build of five."""
    folder = tmp_path_factory.mktemp("builds")
    shutil.copytree(SAMPLES, folder / "raw", ignore=shutil.ignore_patterns("004*"))
    dj.build(folder / "raw", folder / "out")
    shutil.copytree(SAMPLES, folder / "raw", dirs_exist_ok=True)
    dj.build(folder / "raw", folder / "new")
    return folder


@pytest.mark.parametrize("moves", [0, 1, 7, 20])
def test_tables_are_those_of_one_build_after_an_ended_one(two_builds, tmp_path, monkeypatch, moves):
    out = tmp_path / "out"
    shutil.copytree(two_builds / "out", out)
    with monkeypatch.context() as patched:
        end_after(patched, moves)
        with pytest.raises(EndedError):
            dj.build(two_builds / "raw", out)
    tables = read_tables(out)
    assert len(tables.documents) == 5
    assert set(tables.numbers["doc_id"]) <= set(tables.documents["doc_id"])
    report = dj.build(two_builds / "raw", out)
    assert not (out / READY).exists()
    made, wanted = read_all(out), read_all(two_builds / "new")
    assert {n for n in wanted if made.get(n) != wanted[n]} <= {"store.changes.json", "store.sqlite"}
    assert len(report.tables.documents) == 5


def test_a_reader_says_what_keeps_it_from_finishing(two_builds, tmp_path, monkeypatch):
    out = tmp_path / "out"
    shutil.copytree(two_builds / "out", out)
    make_folder(out / READY, {"numbers.csv": "new"})

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(TableError, match="interrupted"):
        read_tables(out)


def test_a_folder_that_another_has_just_emptied_is_no_fault(tmp_path, monkeypatch):
    files = {"a.csv": "new", "texts/b.txt": "new", LAST: "new"}
    declare_ready(make_folder(tmp_path / "staging", files), tmp_path)
    walk, late = os.walk, []

    def walk_late(top, **options):
        if not late:
            late.append(top)
            finish_placing(tmp_path)
        return walk(top, **options)

    monkeypatch.setattr("dj_analysis.placing.os.walk", walk_late)
    assert finish_placing(tmp_path)
    assert read_all(tmp_path) == {name: text.encode() for name, text in files.items()}
