"""A store that cannot be used is one sentence and is made again; nothing of the user's is touched."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

import dj_analysis as dj
from articles import LONG_AGO, make_corpus, make_text, read_outputs, write
from dj_analysis import store as store_module
from dj_analysis.cli import app
from dj_analysis.store import SET_ASIDE, STORE, DocumentRecord, StoreError, open_store, with_results

COUNT = 4


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return make_corpus(tmp_path / "raw", COUNT)


def make_foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE addresses (name TEXT)")
    connection.commit()
    connection.close()


def make_garbage(path: Path) -> None:
    path.write_bytes(b"no database at all " * 500)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def truncate_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def make_old(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=99")
    connection.close()


def overwrite_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(8192, len(data), 4096):
        data[at : at + 64] = b"\xff" * 64
    path.write_bytes(data)


def drop_table(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE results")
    connection.close()


def alter_result(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE results SET data = '[]' WHERE stage = 'rows'")
    connection.commit()
    connection.close()


DAMAGE = [
    make_foreign,
    make_garbage,
    truncate,
    truncate_header,
    empty,
    make_old,
    overwrite_middle,
    drop_table,
    alter_result,
]


@pytest.mark.parametrize("damage", DAMAGE, ids=[d.__name__ for d in DAMAGE])
def test_a_store_that_cannot_be_used_is_made_again(raw: Path, damage) -> None:  # type: ignore[no-untyped-def]
    out = raw.with_name("out")
    dj.build(raw, out)
    raw_before = {p.name: p.read_bytes() for p in raw.iterdir()}
    wanted = raw.with_name("wanted")
    write(raw / "zz.txt", make_text(9))
    dj.build(raw, wanted)
    damage(out / STORE)
    report = dj.build(raw, out)
    assert read_outputs(out) == read_outputs(wanted)
    assert {p.name: p.read_bytes() for p in raw.iterdir() if p.name != "zz.txt"} == raw_before
    told = [note for note in report.notes if STORE in note]
    assert len(told) == (damage not in (empty, alter_result))
    assert all("made again from the saved pages" in note and "\n" not in note for note in told)
    again = dj.build(raw, out)
    assert again.unchanged == COUNT + 1
    assert again.notes == ()
    assert not again.redone or not any(again.redone.values())


@pytest.mark.parametrize("damage", [make_foreign, make_garbage])
def test_a_file_that_is_not_ours_is_kept(raw: Path, damage) -> None:  # type: ignore[no-untyped-def]
    out = raw.with_name("out")
    dj.build(raw, out)
    damage(out / STORE)
    before = (out / STORE).read_bytes()
    dj.build(raw, out)
    assert (out / SET_ASIDE).read_bytes() == before


def test_a_second_build_of_the_same_folder_is_refused(raw: Path) -> None:
    out = raw.with_name("out")
    dj.build(raw, out)
    with open_store(out), pytest.raises(StoreError, match="another build"):
        dj.build(raw, out)


def test_a_place_where_no_store_can_be_is_one_sentence(raw: Path) -> None:
    out = raw.with_name("out")
    (out / STORE).mkdir(parents=True)
    result = CliRunner().invoke(app, ["build", "--raw", str(raw), "--out", str(out)])
    assert result.exit_code == 1
    assert STORE in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_full_disk_is_one_sentence_and_leaves_tables_and_store(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = raw.with_name("out")
    dj.build(raw, out)
    before = read_outputs(out)
    prepare = store_module._prepare

    def prepare_full(connection: sqlite3.Connection) -> None:
        prepare(connection)
        connection.execute(f"PRAGMA max_page_count={connection.execute('PRAGMA page_count').fetchone()[0]}")

    for i in range(30):
        write(raw / f"{i + 50}.txt", make_text(i + 50))
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "_prepare", prepare_full)
        with pytest.raises(StoreError, match="make room"):
            dj.build(raw, out)
    assert read_outputs(out) == before
    assert len(dj.build(raw, out).tables.documents) == COUNT + 30


def test_results_are_taken_only_as_they_were_stored(tmp_path: Path) -> None:
    record = with_results(DocumentRecord("a"), {"rows": "key"}, {"rows": b"{}"})
    with open_store(tmp_path) as store:
        store.save(record, {"rows": b"{}"}, b"")
        store.commit()
        assert store.load(record, "rows") == b"{}"
        assert store.load(record, "cleaning") is None
        assert store.load(with_results(record, {}, {"rows": b"[]"}), "rows") is None
    with open_store(tmp_path) as store:
        assert store.documents() == {"a": record}
        store.forget(["a"])
    with open_store(tmp_path) as store:
        assert store.documents() == {"a": record}


def run_add(raw: Path, *files: Path):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, ["add", *map(str, files), "--raw", str(raw), "--out", str(raw.with_name("out"))])


def test_add_copies_builds_and_tells_repeats(raw: Path, tmp_path: Path) -> None:
    shutil.copy(raw / "001.txt", tmp_path / "same.txt")
    write(tmp_path / "repost.txt", "转载自某网站\n" + make_text(2))
    write(tmp_path / "new.txt", make_text(40))
    result = run_add(raw, tmp_path / "same.txt", tmp_path / "repost.txt", tmp_path / "new.txt")
    assert result.exit_code == 0, result.output
    assert "same.txt 同 001.txt" in result.output
    assert "repost.txt 与 002.txt 内容重复" in result.output
    assert "new.txt 与" not in result.output
    assert (raw / "new.txt").read_text("utf-8") == make_text(40)
    assert not list(raw.glob(".*"))


@pytest.mark.parametrize(
    "names", [["new.txt", "001.txt"], ["new.txt", "nowhere.txt"], ["new.txt", "a.png"], ["new.txt"] * 2]
)
def test_add_refuses_and_copies_nothing(raw: Path, tmp_path: Path, names: list[str]) -> None:
    for name in ("new.txt", "001.txt", "a.png"):
        write(tmp_path / name, make_text(50), LONG_AGO)
    before = {p.name: p.read_bytes() for p in raw.iterdir()}
    result = run_add(raw, *(tmp_path / name for name in names))
    assert result.exit_code == 1
    assert names[1] in result.stderr
    assert result.stderr.count("\n") == 1
    assert {p.name: p.read_bytes() for p in raw.iterdir()} == before
