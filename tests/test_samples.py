"""The sample corpus: the committed pages are what the script makes of the sources, and they hold every gold fact."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parent
SAMPLES = TESTS / "samples"
RAW_FOLDER = TESTS.parent / "data" / "raw"
GOLD = sorted((TESTS / "gold" / "samples").glob("*.json"))
STEMS = [path.stem for path in GOLD]
NOT_A_CHARACTER = re.compile(r"[\W_]+")
# Lists of media that reported are put together by the annotator; the text names them one by one.
KINDS_NOT_QUOTED = {"media"}


def load_spoil() -> ModuleType:
    """Import the script, which lies outside any package."""
    spec = importlib.util.spec_from_file_location("spoil", SAMPLES / "spoil.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


spoil = load_spoil()


def squeeze(text: str) -> str:
    """Keep letters, digits and Han only, so that quotes and commas do not matter."""
    return NOT_A_CHARACTER.sub("", text)


def read_article(stem: str) -> str:
    """Give title and body as a reader sees them once the noise is off."""
    front = spoil.read_sections(SAMPLES / f"{stem}.txt")["front"]
    return squeeze(front + (SAMPLES / "clean_bodies" / f"{stem}.txt").read_text(encoding="utf-8"))


def list_wordings(row: dict[str, Any]) -> list[str]:
    """Give every wording under which the text may name a gold row."""
    name = row.get("surface") or row.get("title") or row["name"]
    return [squeeze(wording) for wording in [name, *row.get("also", [])]]


@pytest.mark.parametrize("stem", STEMS)
def test_committed_page_is_what_the_script_writes(stem: str) -> None:
    spoiled = spoil.spoil_sample(stem)
    assert (RAW_FOLDER / f"{stem}.txt").read_bytes() == spoiled.page.encode()
    assert (SAMPLES / "clean_bodies" / f"{stem}.txt").read_bytes() == (spoiled.body + "\n").encode()


def test_every_page_has_a_source_and_gold() -> None:
    assert STEMS == sorted(spoil.SPOILERS) == sorted(path.stem for path in RAW_FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", GOLD, ids=STEMS)
@pytest.mark.parametrize("table", ["numbers", "honors", "initiatives", "models"])
def test_every_gold_row_stands_in_the_article(path: Path, table: str) -> None:
    rows = [row for row in json.loads(path.read_text(encoding="utf-8"))[table] if not row.get("optional")]
    text = read_article(path.stem)
    absent = [row for row in rows if not any(wording in text for wording in list_wordings(row))]
    assert absent == []


@pytest.mark.parametrize("path", GOLD, ids=STEMS)
def test_every_component_recipient_and_grantor_stands_in_the_article(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = read_article(path.stem)
    named = [part["text"] for model in gold["models"] for part in model["components"]]
    for honor in gold["honors"]:
        if honor["kind"] not in KINDS_NOT_QUOTED and not honor.get("optional"):
            named += filter(None, [honor["recipient"], honor["grantor"]])
    assert [name for name in named if squeeze(name) not in text] == []


def test_metadata_names_the_school_that_the_page_lost() -> None:
    with (RAW_FOLDER / "metadata.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["source_file"]: row for row in csv.DictReader(file)}
    gold = json.loads((TESTS / "gold" / "samples" / "000_dianzi_keji.json").read_text(encoding="utf-8"))
    assert rows["000_dianzi_keji.txt"]["school"] == gold["meta"]["school"]
    assert all((RAW_FOLDER / name).exists() for name in rows)
