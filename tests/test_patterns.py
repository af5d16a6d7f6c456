"""Every regular expression of the package is known, and takes time in proportion to texts made against it."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import time
from functools import lru_cache
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import pandas as pd
import pytest

import dj_analysis
from dj_analysis.analysis import find_person_spans
from dj_analysis.cleaning import clean_document
from dj_analysis.cleaning.passages import wrap_text
from dj_analysis.corpus import find_files, read_document
from dj_analysis.corrections.values import parse_values
from dj_analysis.extraction import extract
from dj_analysis.lexicon import Lexicon, load_lexicon
from dj_analysis.regexes import Place, compile_re, list_patterns

PACKAGE = Path(dj_analysis.__file__).parent
ROOT = PACKAGE.parents[1]
SAMPLES = ROOT / "data" / "raw"
GOLD = (ROOT / "tests" / "gold" / "dev", *sorted((ROOT / "tests" / "gold" / "unseen").glob("round*")))
COMPILING = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer", "template"}
SHORT, LONG = 2000, 8000
"""Characters of a text and of one four times as long."""
QUICK = 0.02
"""Processor seconds under which a search is too short to be judged; a quadratic one takes ten times as long."""
GROWTH = 9
"""Four times the text may take nine times as long: twice what is in proportion, for what else the machine does."""
TRIES = 3


@lru_cache(maxsize=1)
def compile_all() -> dict[tuple[str, int], frozenset[Place]]:
    """Load every module, make what is made of the word lists, and clean and extract articles."""
    lexicon = load_lexicon()
    for module in pkgutil.walk_packages(dj_analysis.__path__, "dj_analysis."):
        if not module.name.endswith("__main__"):
            make_of_lists(importlib.import_module(module.name), lexicon)
    for folder in (SAMPLES, *GOLD):
        for path in find_files(folder):
            extract(clean_document(read_document(path, folder), lexicon, {}), lexicon)
    extract(wrap_text("学院实行“一师一品”机制，每名教师创建一个品牌。党员干部做到“N”个联系，“N”是多方联系。"), lexicon)
    parse_values("numbers", "value=1")
    documents = pd.DataFrame({"doc_id": ["a"], "author": ["欧阳某"], "editor": [None]}, dtype="str")
    honors = pd.DataFrame({"doc_id": [], "recipient": [], "recipient_kind": []}, dtype="str")
    passages = pd.DataFrame({"doc_id": ["a"], "passage_id": ["p"], "start": [0], "text": ["欧阳某"]})
    find_person_spans(documents, honors, passages)
    return list_patterns()


def make_of_lists(module: object, lexicon: Lexicon) -> None:
    """Call every cached function of a module that takes the word lists and nothing else."""
    for value in vars(module).values():
        if hasattr(value, "cache_info") and list(inspect.signature(value).parameters) == ["lexicon"]:
            value(lexicon)


def find_calls() -> set[tuple[str, int, int]]:
    """Calls of ``compile_re`` in the source: file, first and last line."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "compile_re":
                found.add((path.relative_to(PACKAGE).as_posix(), node.lineno, node.end_lineno or node.lineno))
    return found


def test_no_module_compiles_a_pattern_by_itself():
    strange = []
    for path in PACKAGE.rglob("*.py"):
        if path.name in {"regexes.py", "patterns.py"}:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "re":
                if node.attr in COMPILING:
                    strange.append(f"{path.name}:{node.lineno} re.{node.attr}")
            elif isinstance(node, ast.ImportFrom) and node.module in {"re", "regex"}:
                strange.append(f"{path.name}:{node.lineno} from {node.module}")
            elif isinstance(node, ast.Import) and any(a.asname for a in node.names if a.name == "re"):
                strange.append(f"{path.name}:{node.lineno} re under another name")
    assert strange == []


def test_every_call_in_the_source_has_its_patterns_in_the_list():
    listed = {(place.file, place.line) for places in compile_all().values() for place in places}
    missing = [
        f"{file}:{first}" for file, first, last in sorted(find_calls())
        if not any((file, line) in listed for line in range(first, last + 1))
    ]  # fmt: skip
    assert missing == []
    assert len(find_calls()) > 500


def sample(tree) -> str:
    """A text a pattern, or a part of it, may match."""
    made = ""
    for kind, value in tree:
        if kind is codes.LITERAL:
            made += chr(value)
        elif kind is codes.NOT_LITERAL or kind is codes.ANY:
            made += "甲"
        elif kind is codes.IN:
            made += member(value)
        elif kind in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            made += sample(value[2]) * max(1, min(value[0], 3))
        elif kind is codes.SUBPATTERN:
            made += sample(value[3])
        elif kind is codes.BRANCH:
            made += sample(value[1][0])
        elif kind is codes.ATOMIC_GROUP:
            made += sample(value)
    return made


def member(items) -> str:
    """A character of a class."""
    if items[0][0] is codes.NEGATE:
        return next((c for c in "甲a1，。 x" if not any(holds(item, c) for item in items[1:])), "乙")
    kind, value = items[0]
    if kind is codes.LITERAL:
        return chr(value)
    return (
        chr(value[0]) if kind is codes.RANGE else {"DIGIT": "1", "SPACE": " "}.get(str(value).rpartition("_")[2], "a")
    )


def holds(item, character: str) -> bool:
    kind, value = item
    if kind is codes.LITERAL:
        return chr(value) == character
    if kind is codes.RANGE:
        return value[0] <= ord(character) <= value[1]
    name = str(value).rpartition("_")[2]
    return {"DIGIT": character.isdigit(), "SPACE": character.isspace(), "WORD": character.isalnum()}.get(name, False)


def find_pumps(tree) -> set[str]:
    """Stretches whose repetition a pattern may stumble over: what it repeats itself, and marks of the genre."""
    pumps: set[str] = set()
    waiting = [tree]
    while waiting:
        for kind, value in waiting.pop():
            if kind in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
                pumps |= {sample(value[2])} if value[1] > 3 else set()
                waiting.append(value[2])
            elif kind is codes.SUBPATTERN:
                waiting.append(value[3])
            elif kind is codes.BRANCH:
                waiting += value[1]
            elif kind in (codes.ASSERT, codes.ASSERT_NOT):
                waiting.append(value[1])
            elif kind is codes.ATOMIC_GROUP:
                waiting.append(value)
    return {pump for pump in pumps if pump} | {
        sample(tree)[:30] or "甲",
        "甲",
        "1",
        "、",
        "“",
        " ",
        "“甲”、",
        "1+",
        "\n",
    }


def measure(pattern: re.Pattern[str], pump: str, length: int, *, at_a_place: bool = False) -> float:
    text = (pump * (length // len(pump) + 1))[:length]
    before = time.process_time()
    if at_a_place:
        pattern.match(text)
        pattern.fullmatch(text)
    else:
        for _ in pattern.finditer(text):
            pass
    return time.process_time() - before


def runs_away(pattern: re.Pattern[str], pump: str, *, at_a_place: bool) -> bool:
    """Whether a text four times as long takes far more than four times the time, each time it is tried."""
    for _ in range(TRIES):
        short, long = (measure(pattern, pump, n, at_a_place=at_a_place) for n in (SHORT, LONG))
        if long < QUICK or long < GROWTH * short:
            return False
    return True


def find_runaways(pattern: re.Pattern[str], *, at_a_place: bool = False) -> list[str]:
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    return sorted(pump for pump in find_pumps(tree) if runs_away(pattern, pump, at_a_place=at_a_place))


@lru_cache(maxsize=1)
def find_anchored() -> frozenset[tuple[str, int]]:
    """Places of patterns with a name of a module that the whole package only matches at a place, never looks for."""
    named: dict[str, list[tuple[str, int]]] = {}
    searched: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        matched = set()
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.attr in ("match", "fullmatch")
            ):
                matched.add(id(node.value))
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in matched:
                searched.add(node.id)
        for node in tree.body:
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Call)
                and isinstance(node.targets[0], ast.Name)
            ):
                lines = range(node.value.lineno, (node.value.end_lineno or node.value.lineno) + 1)
                named.setdefault(node.targets[0].id, []).extend(
                    (path.relative_to(PACKAGE).as_posix(), line) for line in lines
                )
    return frozenset(place for name, places in named.items() if name not in searched for place in places)


@pytest.mark.parametrize("part", range(8))
def test_no_pattern_runs_away(part):
    """Searched for in repeats of what the pattern repeats; patterns only matched at a place are held to it too."""
    strange = []
    for (text, flags), places in sorted(compile_all().items())[part::8]:
        at_a_place = all((place.file, place.line) in find_anchored() for place in places)
        found = find_runaways(re.compile(text, flags & ~re.UNICODE), at_a_place=at_a_place)
        strange += [f"{sorted(places)[0]}: {text[:80]} on {found}"] if found else []
    assert strange == []


@pytest.mark.parametrize("pattern", [r"\d+(?=年)", r".*“"])
def test_the_test_finds_patterns_that_run_away(pattern):
    assert find_runaways(re.compile(pattern))


def test_a_pattern_is_listed_with_its_place():
    compile_re("只为此处的式样")
    assert [place.file for place in list_patterns()["只为此处的式样", 32]] == ["test_patterns.py"]
