"""Word lists hold the genre's vocabulary, never the names the program is measured by."""

from __future__ import annotations

import ast
import csv
import json
import re
from pathlib import Path

import pytest

from conftest import REAL
from dj_analysis.evaluation import normalise
from dj_analysis.lexicon import CODED, Lexicon, LexiconError, load_lexicon
from dj_analysis.lexicon_guide import RULES, USUAL, fill_in

ROOT = Path(__file__).resolve().parent.parent
LISTS = sorted((ROOT / "src" / "dj_analysis" / "lexicons").glob("*.csv"))
LITERAL = re.compile(r"[\u4e00-\u9fff]{4,}")
GENERIC = "generic"
"""A row whose source says so is a word of the whole genre (入党积极分子) that a gold file happens to count."""


def gold_names() -> set[str]:
    """Every name, title, item and component of the gold files that counts, of four or more characters."""
    names: set[str] = set()
    for path in [*(ROOT / "tests" / "gold").rglob("*.json"), *(REAL / "gold").glob("*.json")]:
        gold = json.loads(path.read_text("utf-8"))
        for table in ("numbers", "honors", "initiatives", "models"):
            for row in (r for r in gold[table] if not r.get("optional")):
                wordings = [row.get(k) for k in ("name", "title", "item")] + row.get("also", [])
                wordings += [part["text"] for part in row.get("components", [])]
                names |= {normalise(w) for w in wordings if w}
    return {name for name in names if len(name) >= 4}


def code_literals(path: Path) -> set[str]:
    """Runs of four or more Han characters in the strings a module works with, docstrings and notes aside."""
    tree = ast.parse(path.read_text("utf-8"))
    notes = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    strings = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return {run for n in strings if id(n) not in notes for run in LITERAL.findall(str(n.value))}


@pytest.mark.parametrize("path", LISTS, ids=lambda p: p.stem)
def test_list_has_a_term_and_a_source_in_every_row(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(line for line in file if line.strip() and not line.startswith("#"))
        rows = list(reader)
    assert reader.fieldnames
    assert reader.fieldnames[0] == "term"
    assert rows
    assert [r["term"] for r in rows if not r["term"] or not r.get("source") or None in r] == []


def test_no_list_holds_a_name_of_a_gold_file(lexicon: Lexicon) -> None:
    names = gold_names()
    rows = [(name, row) for name in lexicon.lists for row in lexicon.rows(name) if GENERIC not in row["source"]]
    assert sorted({(name, row["term"]) for name, row in rows if normalise(row["term"]) in names}) == []


def test_no_pattern_holds_a_name_of_a_gold_file(lexicon: Lexicon) -> None:
    generic = {row["term"] for name in lexicon.lists for row in lexicon.rows(name) if GENERIC in row["source"]}
    names = gold_names() - generic
    modules = [
        p for room in ("cleaning", "corpus", "extraction") for p in (ROOT / "src/dj_analysis" / room).glob("*.py")
    ]
    assert sorted((p.name, literal) for p in modules for literal in code_literals(p) if literal in names) == []


def test_own_lists_add_and_remove(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("\ufeffterm,kind,action\n个,,remove\n筐,count,\n", encoding="utf-8")
    words = load_lexicon(tmp_path).words("units")
    assert "筐" in words
    assert "个" not in words
    assert "个" in load_lexicon().words("units")


def test_fingerprint_changes_with_any_row(tmp_path: Path, lexicon: Lexicon) -> None:
    (tmp_path / "units.csv").write_text("term,kind\n筐,count\n", encoding="utf-8")
    assert load_lexicon().fingerprint == lexicon.fingerprint != load_lexicon(tmp_path).fingerprint


def test_unknown_list_is_an_error(lexicon: Lexicon) -> None:
    with pytest.raises(LexiconError, match="no word list"):
        lexicon.rows("nothing")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("school.csv", "term\n西塬交通学院\n", "no list called 'school'; name it schools.csv"),
        ("Schools.csv", "term\n西塬交通学院\n", "no list called 'Schools'; name it schools.csv"),
        ("schools.CSV", "term\n西塬交通学院\n", "save it as UTF-8 CSV under the name schools.csv"),
        ("schools.txt", "西塬交通学院\n", "save it as UTF-8 CSV under the name schools.csv"),
        ("学校.csv", "term\n西塬交通学院\n", "give it the name of a list; data/README.md"),
        ("units.csv", "term,kinds\n筐,count\n", "unknown column 'kinds'; the columns are term, kind"),
        (
            "units.csv",
            "term,kind\n筐,count\n\n# 更多\n篓,多少\n",
            "line 5 has '多少' as its kind, which is one of: area",
        ),
        ("units.csv", "term,kind,action\n个,,删除\n", "line 2 has '删除' as its action, which is one of: add, remove"),
        ("schools.csv", 'term,source\n"西塬交通学院,自编\n东塬学院,自编\n', "line 2 opens a quote"),
        ("schools.csv", "term\n西塬交通学院,东塬学院\n", "line 2 has more cells"),
    ],
)
def test_a_list_that_says_something_in_vain_is_an_error(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=re.escape(said)) as caught:
        load_lexicon(tmp_path)
    assert name in str(caught.value)


def test_notes_and_hidden_files_beside_own_lists_are_left_alone(tmp_path: Path) -> None:
    for name in ("README.md", "说明.txt", ".school.csv", "~$schools.csv"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "old").mkdir()
    assert load_lexicon(tmp_path).fingerprint == load_lexicon().fingerprint


def test_the_guide_to_word_lists_is_as_the_package_has_them(lexicon: Lexicon) -> None:
    """Written anew with: python -m dj_analysis.lexicon_guide data/README.md."""
    page = (ROOT / "data" / "README.md").read_text("utf-8")
    assert page == fill_in(page, lexicon)
    assert {*USUAL, *RULES} == set(lexicon.lists)
    assert {column for rows in lexicon.lists.values() for column in rows[0]} >= CODED
