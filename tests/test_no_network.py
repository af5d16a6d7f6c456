"""No command talks to anyone: run with every connection refused, and in a network namespace without a network.

A notebook talks to its kernel over the machine's own address; that alone is let through, and for notebooks only.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import which

import openpyxl
import pytest

from articles import make_corpus, make_text, write
from dj_analysis.build import BuildReport

HERE = Path(__file__).resolve().parent
GOLD = HERE / "gold" / "samples"
ALONE = ("unshare", "-n", "--")
"""Runs a command in a network namespace that has no network, not even the machine's own address."""


def run(folder: Path, *arguments: str | Path, loopback: bool = False, before: tuple[str, ...] = ()) -> str:
    """What a command says, run with connections refused; it must succeed and try none."""
    notes = folder / "refused"
    env = {**os.environ, "PYTHONPATH": str(HERE / "blocked"), "DJ_REFUSED": str(notes)}
    env |= {"DJ_LOOPBACK": "1"} if loopback else {}
    command = [*before, sys.executable, "-m", "dj_analysis", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    tried = notes.read_text("utf-8") if notes.exists() else ""
    assert tried == "", f"{arguments[0]} tried to connect"
    assert done.returncode == 0, done.stderr
    return done.stdout


def can_be_alone() -> bool:
    if not which("unshare"):
        return False
    return subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0


@pytest.fixture
def project(tmp_path: Path) -> Path:
    make_corpus(tmp_path / "raw", 3)
    write(tmp_path / "new.html", f"<html><body><img src='http://example.invalid/x.png'><p>{make_text(30)}</p>"
          "<link rel=stylesheet href=http://example.invalid/x.css></body></html>")  # fmt: skip
    write(tmp_path / "raw" / "metadata.csv", "source_file,url\n000.txt,http://example.invalid/000\n")
    return tmp_path


def fill_in(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["说明"].cell(1, 2).value = "甲"
    book[book.sheetnames[1]].cell(2, 1).value = "接受"
    book.save(path)


def run_commands(folder: Path, before: tuple[str, ...] = ()) -> None:
    """Every command that reads or writes a build, one after the other."""
    run(folder, "build", "--raw", "raw", "--out", "out", before=before)
    said = run(folder, "add", "new.html", "--raw", "raw", "--out", "out", before=before)
    assert "4" in said
    assert "支部" in run(folder, "kwic", "支部", "--tables", "out", before=before)
    run(folder, "show", "000.txt", "--tables", "out", before=before)
    run(folder, "show", "000.txt", "--cleaning", "--tables", "out", before=before)
    run(folder, "changes", "--tables", "out", before=before)
    run(folder, "review", "export", "审阅.xlsx", "--tables", "out", before=before)
    fill_in(folder / "审阅.xlsx")
    run(folder, "review", "apply", "审阅.xlsx", "--corrections", "corrections.csv", before=before)
    run(folder, "build", "--raw", "raw", "--out", "out", "--jobs", "2", "--verify", before=before)


def test_no_command_opens_a_connection(project: Path) -> None:
    run_commands(project)


def test_a_connection_is_refused_and_noted(project: Path) -> None:
    """The guard can fail: a process that connects is found out."""
    code = "import urllib.request; urllib.request.urlopen('http://example.invalid/')"
    notes = project / "refused"
    env = {**os.environ, "PYTHONPATH": str(HERE / "blocked"), "DJ_REFUSED": str(notes)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "example.invalid" in notes.read_text("utf-8")


@pytest.mark.skipif(not can_be_alone(), reason="network namespaces need rights this user does not have")
def test_a_build_runs_where_there_is_no_network_at_all(project: Path) -> None:
    run(project, "build", "--raw", "raw", "--out", "out", before=ALONE)


@pytest.mark.long
def test_no_briefing_opens_a_connection(samples: BuildReport, tmp_path: Path) -> None:
    run(tmp_path, "briefing", "--tables", samples.out, "--out", tmp_path / "pack")
    run(tmp_path, "evaluate", GOLD, "--tables", samples.out)


@pytest.mark.long
def test_notebooks_talk_to_their_kernel_only(samples: BuildReport, tmp_path: Path) -> None:
    run(tmp_path, "notebooks", "--tables", samples.out, "--out", tmp_path / "pages", loopback=True)
    assert len(list((tmp_path / "pages").glob("*.html"))) == 6


@pytest.mark.long
@pytest.mark.skipif(not can_be_alone(), reason="network namespaces need rights this user does not have")
def test_everything_runs_where_there_is_no_network_at_all(project: Path) -> None:
    run_commands(project, ALONE)
    run(project, "briefing", "--tables", "out", "--out", "pack", before=ALONE)
    # The kernel of a notebook is talked to over the machine's own address, which a new namespace has switched off.
    up = ("unshare", "-n", "--", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")
    if which("ip"):
        run(project, "notebooks", "--tables", "out", "--out", "pages", "--only", "10", loopback=True, before=up)


def test_nothing_in_the_package_can_ask_the_network() -> None:
    """Only the cluster part, which talks to the scheduler and the store the user names, imports what could."""
    asks = re.compile(
        r"^\s*(?:import|from)\s+(?:urllib\.request|http\.client|requests|httpx|aiohttp|socket|ftplib)\b", re.M
    )
    found = [p for p in (HERE.parent / "src").rglob("*.py") if asks.search(p.read_text("utf-8"))]
    assert [p for p in found if "cluster" not in p.parts] == []
