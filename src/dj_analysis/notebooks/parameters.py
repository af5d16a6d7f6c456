"""Parameters of a notebook: read from its cell, given as NAME=VALUE on the command line."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from dj_analysis.notebooks.errors import NotebookError
from dj_analysis.regexes import compile_re

if TYPE_CHECKING:
    from nbformat import NotebookNode

Value = str | int | float | bool | list[str] | None
TAG = "parameters"
SEPARATORS = compile_re(r"[,，;；]")
WORDS: Mapping[str, Value] = {"": None, "none": None, "true": True, "false": False}


def read_parameters(notebook: NotebookNode) -> dict[str, Value]:
    """Names and defaults of a notebook's parameters: the plain assignments of its cell tagged ``parameters``."""
    cells = [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", [])]
    found: dict[str, Value] = {}
    for statement in ast.parse("\n".join(cell.source for cell in cells)).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            with suppress(ValueError):
                found[statement.targets[0].id] = ast.literal_eval(statement.value)
    return found


def split_assignments(texts: Iterable[str]) -> dict[str, str]:
    """NAME=VALUE as a mapping. Raises NotebookError for a text without a name.

    >>> split_assignments(["top=30", "school=甲校，乙校"])
    {'top': '30', 'school': '甲校，乙校'}
    """
    given: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise NotebookError(f"-p {text}: is not NAME=VALUE; write for instance -p top=30")
        given[name.strip()] = value.strip()
    return given


def read_value(name: str, text: str, default: Value) -> Value:
    """The value a text stands for: a number where the default is one, a list where commas separate names.

    Raises NotebookError for a text that is no number where one is needed.

    >>> read_value("top", "30", 20), read_value("school", "甲校，乙校", None), read_value("term", "党建", "")
    (30, ['甲校', '乙校'], '党建')
    """
    if isinstance(default, str):
        return text
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    if isinstance(default, int | float):
        return _read_number(name, text, default)
    parts = [part.strip() for part in SEPARATORS.split(text) if part.strip()]
    return parts if len(parts) > 1 or isinstance(default, list) else text


def _read_number(name: str, text: str, default: float) -> float:
    try:
        return type(default)(text)
    except ValueError as error:
        raise NotebookError(f"-p {name}={text}: is not a number; write for instance -p {name}={default}") from error


def check_names(given: Iterable[str], known: Mapping[str, Sequence[str]]) -> None:
    """Raise NotebookError where no notebook has a parameter that was given.

    In: names given, and the names every notebook has.
    """
    every = sorted({name for names in known.values() for name in names})
    for name in given:
        if name not in every:
            whose = next(iter(known)) if len(known) == 1 else "none of the notebooks"
            has = "has no parameter" if len(known) == 1 else "has a parameter"
            raise NotebookError(f"{whose} {has} {name}; there are: {', '.join(every)}")
