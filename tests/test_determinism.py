"""The same articles give the same bytes: whatever the machine's language, clock, hash seed, folder or file order.

Each setting is a run of the command line in a process of its own, compared file by file with the run of no setting.
"""

from __future__ import annotations

import json
import locale
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from articles import LONG_AGO, make_text, read_outputs, write

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "raw"
MADE = 10


@dataclass(frozen=True)
class Setting:
    """What differs from the plain run: environment, arguments, how Python is started, how the files were made."""

    name: str
    env: dict[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    place: str = "project"
    make: str = "forward"
    named: Callable[[Path], tuple[str, Path]] = lambda folder: (str(folder / "raw"), folder.parent)


def name_relative(folder: Path) -> tuple[str, Path]:
    return "raw", folder


def name_with_slash(folder: Path) -> tuple[str, Path]:
    return f"{folder}/raw/", folder


def name_from_inside(folder: Path) -> tuple[str, Path]:
    return ".", folder / "raw"


SETTINGS = (
    Setting("hash seed 0", {"PYTHONHASHSEED": "0"}),
    Setting("hash seed 4242", {"PYTHONHASHSEED": "4242"}),
    Setting("time zone east", {"TZ": "Asia/Shanghai"}),
    Setting("time zone of half hours", {"TZ": "America/St_Johns"}),
    Setting("locale C, not UTF-8", {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    Setting("locale POSIX with UTF-8 mode", {"LC_ALL": "POSIX", "PYTHONUTF8": "1"}),
    Setting("Turkish locale", {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}),
    Setting("Chinese locale", {"LC_ALL": "zh_CN.GB18030", "LANG": "zh_CN.GB18030"}),
    Setting("two jobs", more=("--jobs", "2")),
    Setting("four jobs", more=("--jobs", "4")),
    Setting("files made in reverse", make="backward"),
    Setting("files made in any order, at other times", make="shuffled"),
    Setting("raw folder named relatively", named=name_relative),
    Setting("raw folder named with a slash", named=name_with_slash),
    Setting("from within the raw folder", named=name_from_inside),
    Setting("a path with spaces and Chinese", place="我的 项目 (一)"),
    Setting("without assertions", flags=("-O",)),
    Setting("without docstrings, unbuffered", flags=("-OO", "-u")),
    Setting("one thread in every library", {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}),
)  # fmt: skip
SOME = ("hash seed 4242", "locale C, not UTF-8", "files made in any order, at other times")
"""Settings of the default suite; the others are tried by make test-long."""
FOR_PACKS = (
    "hash seed 4242", "time zone of half hours", "locale C, not UTF-8", "a path with spaces and Chinese",
    "without assertions", "one thread in every library",
)  # fmt: skip
"""Settings a briefing could depend on: it is made from tables, which the others leave as they are."""


def make_raw(folder: Path, order: str) -> None:
    """The samples and some made articles, the files made in one order or another."""
    texts = {p.name: p.read_bytes() for p in SAMPLES.iterdir() if p.suffix != ".md"}
    texts |= {f"m{i:02}.txt": make_text(i).encode() for i in range(MADE)}
    texts["深/repost.txt"] = ("转载自某网站\n" + make_text(2)).encode()
    names = sorted(texts, reverse=order == "backward")
    rng = random.Random(11)
    if order == "shuffled":
        rng.shuffle(names)
        for name in names:
            write(folder / "raw" / f"{name}.old", "x")
    for name in names:
        write(folder / "raw" / name, "")
        (folder / "raw" / name).write_bytes(texts[name])
        moment = LONG_AGO + (rng.randint(0, 10**8) if order == "shuffled" else 0)
        os.utime(folder / "raw" / name, (moment, moment))
    for path in (folder / "raw").rglob("*.old"):
        path.unlink()


def run(setting: Setting, *arguments: str, cwd: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "TZ", "PYTHONHASHSEED"))}
    command = [sys.executable, *setting.flags, "-m", "dj_analysis", *arguments]
    done = subprocess.run(command, cwd=cwd, env=kept | setting.env, capture_output=True, check=False)
    assert done.returncode == 0, f"{setting.name}: {done.stderr.decode('utf-8', 'replace')}"


def make(setting: Setting, base: Path, *, pack: bool) -> dict[str, bytes]:
    """All files of a build, and of a briefing where that is wanted, under a setting."""
    folder = base / setting.place
    shutil.rmtree(folder, ignore_errors=True)
    make_raw(folder, setting.make)
    raw, cwd = setting.named(folder)
    run(setting, "build", "--raw", raw, "--out", str(folder / "out"), *setting.more, cwd=cwd)
    made = read_outputs(folder / "out")
    if pack:
        run(setting, "briefing", "--tables", str(folder / "out"), "--out", str(folder / "pack"), cwd=cwd)
        made |= {f"pack/{name}": data for name, data in read_outputs(folder / "pack").items()}
    return made


def differ(made: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
    return sorted(name for name in made.keys() | wanted.keys() if made.get(name) != wanted.get(name))


def is_known(name: str) -> bool:
    try:
        before = locale.setlocale(locale.LC_ALL)
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_ALL, before)
    return True


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return make(Setting("plain"), tmp_path_factory.mktemp("plain"), pack=False)


@pytest.mark.parametrize("name", SOME)
def test_a_setting_changes_no_byte_of_a_build(plain: dict[str, bytes], tmp_path: Path, name: str) -> None:
    setting = next(one for one in SETTINGS if one.name == name)
    assert len(plain) == 27 + 2 * (5 + MADE + 1)
    assert differ(make(setting, tmp_path, pack=False), plain) == []


def test_another_article_changes_bytes(plain: dict[str, bytes], tmp_path: Path) -> None:
    """The comparison can fail: the record names what the plain run lacks."""
    other = {**plain, "build.json": plain["build.json"].replace(b"m00.txt", b"m0x.txt")}
    assert differ(other, plain) == ["build.json"]
    assert "m00.txt" in json.loads(plain["build.json"])["documents"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The plain run with its briefing."""
    return make(Setting("plain"), tmp_path_factory.mktemp("whole"), pack=True)


def skip_unknown(setting: Setting) -> None:
    wanted = setting.env.get("LC_ALL", "C")
    if not is_known(wanted):
        pytest.skip(f"this machine has no locale {wanted}")


@pytest.mark.long
@pytest.mark.parametrize("setting", SETTINGS, ids=[one.name for one in SETTINGS])
def test_no_setting_changes_a_byte_of_a_build(plain: dict[str, bytes], tmp_path: Path, setting: Setting) -> None:
    skip_unknown(setting)
    assert differ(make(setting, tmp_path, pack=False), plain) == []


@pytest.mark.long
@pytest.mark.parametrize("name", FOR_PACKS)
def test_no_setting_changes_a_byte_of_a_briefing(whole: dict[str, bytes], tmp_path: Path, name: str) -> None:
    setting = next(one for one in SETTINGS if one.name == name)
    skip_unknown(setting)
    assert len([file for file in whole if file.startswith("pack/")]) > 20
    assert differ(make(setting, tmp_path, pack=True), whole) == []
