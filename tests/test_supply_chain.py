"""What the project is made of: pinned by hash, licences listed, nothing of ours run at installation."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from list_licences import ACCEPTED, LICENCES, Licence, judge_licence, list_licences, read_lock, write_page  # noqa: E402

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ADDRESS = re.compile(
    rb"(?:index-url|extra-index|find-links|://[\w.-]*(?:pypi|pythonhosted)[\w.-]*/(?:simple|packages))"
)
"""How the address of a package index would stand in a file."""


def read_pins(text: str) -> dict[str, list[str]]:
    """Pins of a lock with the hashes of each."""
    pins: dict[str, list[str]] = {}
    for line in text.splitlines():
        if found := re.match(r"([A-Za-z0-9_.\[\]-]+)==([^\s;\\]+)", line):
            pins[found[1]] = []
        elif "--hash=" in line:
            pins[list(pins)[-1]].append(line.strip(" \\"))
    return pins


def find_unpinned(text: str) -> list[str]:
    """Lines of a lock that are neither a pin with hashes nor a remark."""
    strange = [n for n, hashes in read_pins(text).items() if not hashes]
    strange += [
        h for hashes in read_pins(text).values() for h in hashes if not re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", h)
    ]
    known = re.compile(r"[A-Za-z0-9_.\[\]-]+==\S+|\s+--hash=|\s*#|\s*$")
    return strange + [line for line in text.splitlines() if not known.match(line)]


def test_every_requirement_is_one_version_with_its_hashes() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert find_unpinned(text) == []
    assert len(read_pins(text)) > 80


@pytest.mark.parametrize("spoiled", ["extra>=1\n", "extra==1 \\\n    # via nothing\n", "-e .\n", "extra @ file:x\n"])
def test_a_loose_requirement_is_found(spoiled: str) -> None:
    assert find_unpinned((ROOT / "requirements.lock").read_text("utf-8") + spoiled)


def test_nothing_of_ours_runs_at_installation() -> None:
    assert PYPROJECT["build-system"]["build-backend"] == "hatchling.build"
    assert [re.split(r"[<>=]", name)[0] for name in PYPROJECT["build-system"]["requires"]] == ["hatchling"]
    assert not list(ROOT.glob("setup.*"))
    assert not list(ROOT.glob("hatch_build.py"))
    hatch = PYPROJECT["tool"]["hatch"]["build"]
    assert "hooks" not in hatch
    assert all("hooks" not in target for target in hatch["targets"].values())
    assert not list((ROOT / "src").rglob("*.pth"))
    assert [p for p in (ROOT / "src").rglob("*.py") if p.name in {"sitecustomize.py", "usercustomize.py"}] == []


def list_tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("no git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_an_index() -> None:
    found = [p for p in list_tracked() if ADDRESS.search(p.read_bytes()) and p != Path(__file__).resolve()]
    assert found == []


@pytest.mark.parametrize("line", [b"--index-url x", b"https://pypi.example.cn/simple", b"find-links = 'wheels'"])
def test_an_address_of_an_index_would_be_found(line: bytes) -> None:
    assert ADDRESS.search(line)


def test_every_locked_package_has_a_licence_that_is_known() -> None:
    text = LICENCES.read_text("utf-8")
    for pin in read_lock():
        assert f"| {pin.name} | {pin.version} |" in text, f"{pin.name}: run scripts/list_licences.py"
    rows = re.findall(r"^\| [\w.-]+ \| [^|]+ \| ([^|]+) \|", text, re.MULTILINE)
    assert len(rows) == len(read_lock()) + 1
    assert [row for row in rows[1:] if judge_licence(row.strip()) == "unknown"] == []


def test_strong_copyleft_is_noticed() -> None:
    """No package that is needed at run time may be under a licence that binds what is built on it."""
    strong = [one for one in list_licences() if one.kind == "strong copyleft"]
    assert [one.name for one in strong if "dev" not in one.parts] == []
    assert {one.name for one in strong} <= ACCEPTED.keys()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MIT", "permissive"),
        ("BSD-3-Clause", "permissive"),
        ("Apache-2.0 AND MIT", "permissive"),
        ("OFL-1.1", "permissive"),
        ("PSF-2.0", "permissive"),
        ("LGPL-3.0-or-later", "weak copyleft"),
        ("MPL-2.0", "weak copyleft"),
        ("GPL-3.0-only", "strong copyleft"),
        ("AGPL-3.0", "strong copyleft"),
        ("MIT OR GPL-2.0", "permissive"),
        ("MIT AND GPL-2.0", "strong copyleft"),
        ("Proprietary", "unknown"),
        ("", "unknown"),
    ],
)
def test_licences_are_told_apart(text: str, kind: str) -> None:
    assert judge_licence(text) == kind


def test_the_page_says_what_the_installed_packages_say() -> None:
    """Packages that are locked for other systems are not installed here."""
    page = LICENCES.read_text("utf-8")
    installed = [one for one in list_licences() if one.installed]
    assert len(installed) > 60
    assert [one.name for one in installed if write_page([one]).splitlines()[-1] not in page] == []


def test_a_page_names_what_a_package_is_for() -> None:
    page = write_page([Licence("a", "1", "MIT", ("briefing",), installed=True)])
    assert "| a | 1 | MIT | briefing |" in page
