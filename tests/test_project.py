"""What the repository promises of itself: generated pages are current, the lock names no host, imports are quick."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import dj_analysis as dj
from dj_analysis.codebook import write_codebook
from dj_analysis.schema import TABLES, VALUES_ZH

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("pandas", "sklearn", "matplotlib", "jieba", "pyarrow", "opencc", "pypinyin", "lxml")


def test_codebook_is_as_the_schema_says() -> None:
    assert (ROOT / "docs" / "codebook.md").read_text("utf-8") == write_codebook()


def test_every_table_has_a_key_of_its_own_columns_and_bilingual_columns() -> None:
    for table in TABLES.values():
        assert set(table.key) <= set(table.names)
        assert all(column.zh and column.en for column in table.columns)


def test_coded_values_have_chinese_wording() -> None:
    for table, column, words in (
        ("honors", "level", "level"),
        ("honors", "status", "status"),
        ("honors", "kind", "honor_kind"),
        ("initiatives", "type", "type"),
        ("models", "form", "form"),
        ("models", "scope", "scope"),
        ("models", "expansion", "expansion"),
        ("passages", "region", "region"),
        ("unresolved", "kind", "damage"),
        ("facts", "kind", "fact_kind"),
    ):
        declared = next(c for c in TABLES[table].columns if c.name == column)
        assert set(declared.allowed) == set(VALUES_ZH[words])


def test_lock_pins_with_hashes_and_names_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    pins = re.findall(r"^[A-Za-z0-9_.-]+==", text, re.MULTILINE)
    assert len(pins) > 80
    assert text.count("--hash=sha256:") >= len(pins)


def test_public_names_resolve() -> None:
    assert all(getattr(dj, name) for name in dj.__all__)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, typer.testing, dj_analysis, dj_analysis.cli as c;"
        "typer.testing.CliRunner().invoke(c.app, ['--help']);"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
