"""Which articles a pack is on: packs on other articles get another folder, and none takes the place of another."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from dj_analysis.briefing.names import name_file
from dj_analysis.briefing.pack import PackError
from dj_analysis.placing import sync_file

RECORD = ".briefing.json"
"""Beside the pack: what it is on."""
PACK = "briefing"

Choice = dict[str, list[str]]


def make_choice(
    schools: Collection[str] = (), groups: Collection[str] = (), since: str | None = None, until: str | None = None
) -> Choice:
    """The choice as it is kept: names in order, nothing that was not asked for.

    >>> make_choice(["乙大学", "甲大学"], since="2021")
    {'schools': ['乙大学', '甲大学'], 'since': ['2021']}
    """
    asked = {"schools": sorted(schools), "groups": sorted(groups), "since": [since or ""], "until": [until or ""]}
    return {name: values for name, values in asked.items() if any(values)}


def name_folder(choice: Choice) -> str:
    """The folder a pack gets where none is named: ``briefing``, with what was chosen.

    >>> name_folder(make_choice()), name_folder(make_choice(["甲大学"], since="2021"))
    ('briefing', 'briefing-甲大学-自2021')
    """
    times = [f"{word}{choice[name][0]}" for name, word in (("since", "自"), ("until", "至")) if name in choice]
    names = ["、".join(choice[name]) for name in ("schools", "groups") if name in choice]
    return name_file("-".join([PACK, *names, *times]))


def check_folder(out: Path, choice: Choice) -> None:
    """Raise PackError where a pack on other articles lies in the folder."""
    try:
        kept = json.loads((out / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return
    if kept != choice:
        raise PackError(
            f"{out}: holds a briefing on {_tell(kept)}, not on {_tell(choice)}; "
            "choose another folder with --out, or replace it with --force"
        )


def keep_choice(out: Path, choice: Choice) -> None:
    """Write down what the pack in a folder is on."""
    (out / RECORD).write_text(json.dumps(choice, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    sync_file(out / RECORD)


def _tell(choice: Choice) -> str:
    told = [f"{name} {', '.join(values)}" for name, values in choice.items()]
    return "; ".join(told) or "all articles"
