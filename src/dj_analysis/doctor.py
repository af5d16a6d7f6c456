"""Check that the machine has everything a build, the charts and the notebooks need."""

from __future__ import annotations

import importlib
import locale
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dj_analysis.corpus.listing import list_raw
from dj_analysis.lexicon import load_lexicon

OLDEST_PYTHON = (3, 11)
CORE = ("pandas", "pyarrow", "scikit-learn", "jieba", "opencc", "pypinyin", "lxml", "matplotlib")
NOTEBOOK = ("jupyterlab", "ipykernel", "nbclient")


@dataclass(frozen=True)
class Finding:
    """One thing that was checked: ``ok``, what was seen, and the remedy where it is not ok."""

    name: str
    ok: bool
    seen: str
    remedy: str = ""


def check_machine(raw: Path, out: Path) -> Iterator[Finding]:
    """Findings about Python, packages, word lists, font, segmenter, raw folder and output folder, in this order."""
    yield _check_python()
    for name in CORE:
        yield _check_package(name, "install the project again: make install")
    for name in NOTEBOOK:
        yield _check_package(name, "for the notebooks: pip install 'dj-analysis[notebook]'")
    checks: list[tuple[str, Callable[[], str], str]] = [
        ("word lists", lambda: f"{len(load_lexicon(raw.parent / 'lexicons').lists)} lists", "mend the list named here"),
        ("Chinese font", _load_font, "pip install pylopdf-fonts-zh-cn"),
        ("conversion", _convert, "pip install opencc"),
        ("raw folder", lambda: _count_articles(raw), "name the folder with your articles with --raw"),
        ("output folder", lambda: _try_writing(out), "name another folder with --out"),
    ]
    for name, check, remedy in checks:
        yield _run_check(name, check, remedy)
    yield Finding("console", True, f"{sys.stdout.encoding}, locale {locale.getpreferredencoding(do_setlocale=False)}")


def _check_python() -> Finding:
    ok = sys.version_info[:2] >= OLDEST_PYTHON
    return Finding("Python", ok, platform.python_version(), "" if ok else "install Python 3.11 or newer")


def _check_package(name: str, remedy: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        return Finding(name, False, "not installed", remedy)


def _run_check(name: str, check: Callable[[], str], remedy: str) -> Finding:
    try:
        return Finding(name, True, check())
    except Exception as error:  # whatever is wrong with the machine is the finding
        return Finding(name, False, str(error) or type(error).__name__, remedy)


def _load_font() -> str:
    return str(importlib.import_module("dj_analysis.charts.style").find_fonts()[0])


def _convert() -> str:
    converter = importlib.import_module("opencc").OpenCC("t2s")
    if converter.convert("黨建") != "党建":
        raise ValueError("traditional script is not converted")
    return "traditional to simplified works"


def _count_articles(raw: Path) -> str:
    if not raw.is_dir():
        raise FileNotFoundError(f"{raw} is no folder")
    articles, strangers = list_raw(raw)
    other = f", {len(strangers)} other files that are not read" if strangers else ""
    return f"{len(articles)} articles below {raw}{other}"


def _try_writing(out: Path) -> str:
    existing = next(p for p in (out, *out.absolute().parents) if p.exists())
    with tempfile.TemporaryFile(dir=existing):
        return f"{out} can be written"
