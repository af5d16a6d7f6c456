"""Write docs/licences.md: every locked package with its version, its licence and the part of the project that needs it.

Licences are read from the metadata of what is installed: run it in the project's environment, after ``make lock``.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LICENCES = ROOT / "docs" / "licences.md"
LOCK = ROOT / "requirements.lock"
LONGEST = 60
"""Characters of a licence's name; what is longer is its text."""
CLASSIFIERS = {
    "MIT License": "MIT", "BSD License": "BSD", "Apache Software License": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0", "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "ISC License (ISCL)": "ISC",
    "The Unlicense (Unlicense)": "Unlicense",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL",
    "Historical Permission Notice and Disclaimer (HPND)": "HPND",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0",
}  # fmt: skip
KNOWN: dict[str, str] = {"atheris": "Apache-2.0"}
"""Licences that a package's metadata leave out, as its LICENSE file states them."""
ACCEPTED: dict[str, str] = {}
"""Packages under a strong copyleft that were looked at, and why they may stay."""
NOT_HERE = {"atheris": "Apache-2.0", "colorama": "BSD-3-Clause", "appnope": "BSD-2-Clause", "pywin32": "PSF-2.0",
            "pywinpty": "MIT", "win-inet-pton": "Unlicense", "tzdata": "Apache-2.0"}  # fmt: skip
"""Licences of packages that are locked for other systems only."""
STRONG = re.compile(r"\b(?:A?GPL|SSPL|EUPL|OSL)\b|\bA?GPL-|GPLv", re.IGNORECASE)
WEAK = re.compile(r"LGPL|Lesser General|MPL|EPL|CDDL|Mozilla", re.IGNORECASE)
FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python|OFL|HPND|Unlicense|Zlib|0BSD|CC0|Public Domain|CNRI|BlueOak|ZPL|NCSA",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Pin:
    """A package as it is locked."""

    name: str
    version: str


@dataclass(frozen=True)
class Licence:
    """A locked package with its licence and the parts of the project it is for."""

    name: str
    version: str
    licence: str
    parts: tuple[str, ...]
    installed: bool

    @property
    def kind(self) -> str:
        """What the licence asks for; see ``judge_licence``."""
        return judge_licence(self.licence)


def read_lock() -> list[Pin]:
    """The packages of the lock."""
    found = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", LOCK.read_text("utf-8"), re.MULTILINE)
    return [Pin(*one) for one in dict.fromkeys(found)]


def judge_licence(text: str) -> str:
    """Permissive, weak copyleft, strong copyleft or unknown.

    Of alternatives the mildest counts, of what goes together the strictest.

    >>> judge_licence("MIT OR GPL-2.0"), judge_licence("MIT AND GPL-2.0")
    ('permissive', 'strong copyleft')
    """
    order = ("permissive", "weak copyleft", "strong copyleft", "unknown")
    choices = [
        max((order.index(_judge_one(part)) for part in re.split(r"\s+AND\s+", choice)), default=3)
        for choice in re.split(r"\s+OR\s+", text.strip("() "))
    ]
    return order[min(choices)]


def _judge_one(text: str) -> str:
    if WEAK.search(text):
        return "weak copyleft"
    if STRONG.search(text):
        return "strong copyleft"
    return "permissive" if FREE.search(text) else "unknown"


def read_licence(name: str) -> tuple[str, bool]:
    """The licence of a package, and whether it is installed."""
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return NOT_HERE.get(name, ""), False
    if expression := found.get("License-Expression"):
        return str(expression), True
    classifiers = [c.split(" :: ")[-1] for c in found.get_all("Classifier") or [] if c.startswith("License ::")]
    named = [CLASSIFIERS.get(c, c) for c in classifiers if c != "OSI Approved"]
    text = (found.get("License") or "").strip()
    stated = text if text and len(text) <= LONGEST and "\n" not in text else ""
    return " AND ".join(named) or stated or KNOWN.get(name, ""), True


def find_parts() -> dict[str, tuple[str, ...]]:
    """Every package the project's requirements lead to, with the parts (core or extras) that do."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {"core": project["dependencies"], **project["optional-dependencies"]}
    parts: dict[str, list[str]] = {}
    for part, names in wanted.items():
        for name in _reach(names):
            parts.setdefault(name, []).append(part)
    # What only the tests need has no other part; what the core needs is needed everywhere.
    return {name: ("core",) if "core" in found else tuple(found) for name, found in parts.items()}


def _reach(names: Sequence[str]) -> set[str]:
    reached: set[tuple[str, str]] = set()
    waiting = list(names)
    while waiting:
        one = _split(waiting.pop())
        if one not in reached:
            reached.add(one)
            waiting += _requires(*one)
    return {name for name, _ in reached}


def _split(requirement: str) -> tuple[str, str]:
    found = re.match(r"\s*([A-Za-z0-9_.-]+)\s*(?:\[([^\]]*)\])?", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[1]).lower(), found[2] or ""


def _requires(name: str, extras: str) -> list[str]:
    try:
        needed = requires(name) or []
    except PackageNotFoundError:
        return []
    asked = [e.strip() for e in extras.split(",") if e.strip()]
    return [
        one for one in needed if "extra ==" not in one or any(re.search(rf"extra == ['\"]{e}['\"]", one) for e in asked)
    ]


def list_licences() -> list[Licence]:
    """All locked packages."""
    parts = find_parts()
    found = []
    for pin in read_lock():
        licence, installed = read_licence(pin.name)
        name = re.sub(r"[-_.]+", "-", pin.name).lower()
        found.append(Licence(pin.name, pin.version, licence, parts.get(name, ("other systems",)), installed=installed))
    return found


def write_page(found: Sequence[Licence]) -> str:
    """The page as Markdown."""
    counts = {
        kind: sum(one.kind == kind for one in found) for kind in ("permissive", "weak copyleft", "strong copyleft")
    }
    lines = [
        "# Licences of what the project is built on", "",
        "Written by `scripts/list_licences.py` from `requirements.lock` and the metadata of installed packages. The",
        "project itself is under the MIT licence. `core` is what every installation has; the other parts are extras,",
        "of which `dev` is needed by tests only. Nothing of these packages is copied into the repository.", "",
        f"{len(found)} packages: " + ", ".join(f"{n} {kind}" for kind, n in counts.items()) + ".", "",
        "| package | version | licence | needed by |", "|---|---|---|---|",
        *(f"| {one.name} | {one.version} | {one.licence} | {', '.join(one.parts)} |" for one in found),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    LICENCES.write_text(write_page(list_licences()), "utf-8")
    sys.stdout.write(f"{LICENCES}\n")
