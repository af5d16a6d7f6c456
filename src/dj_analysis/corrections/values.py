"""Values of table cells as text a person writes: read, checked against the schema, and written."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from dj_analysis.coded import find_words, list_codes
from dj_analysis.errors import DjAnalysisError
from dj_analysis.regexes import compile_re
from dj_analysis.rows import ROW_KEYS
from dj_analysis.schema import TABLES, THEMES, Column

COMMON = 8
"""Columns every extracted table begins with; none of them is the analyst's to change."""
DERIVED = frozenset({"n_mentions", "n_found", "complete", "part_of", "passage_id"})
"""Columns that follow from other rows and are made anew after corrections."""
TRUE, FALSE = frozenset({"true", "1", "是", "yes"}), frozenset({"false", "0", "否", "no"})
PAIR_END = compile_re("[;；]")
DATE_MARK = compile_re("[-/.]")


class CellError(DjAnalysisError):
    """A cell that cannot be what it says; the message names the column and the remedy."""


@lru_cache(maxsize=32)
def list_columns(table: str) -> Mapping[str, Column]:
    """The columns of an extracted table that a person may correct, by name."""
    return {c.name: c for c in TABLES[table].columns[COMMON:] if c.name not in DERIVED}


def list_wordings(table: str, column: Column) -> list[str]:
    """What a cell of a coded column may say, in Chinese where there is a wording; empty where it is free."""
    words = find_words(table, column.name)
    if column.kind == "flag":
        return ["是", "否"]
    return [words.get(value, value) for value in list_codes(table, column)]


def tell_value(table: str, column: Column, value: Any) -> str:  # noqa: ANN401 - any cell
    """A value as the person reads it: coded values in Chinese, flags 是 and 否, NA empty.

    >>> tell_value("honors", list_columns("honors")["level"], "national")
    '国家级'
    """
    text = format_value(value)
    if column.kind == "flag":
        return {"true": "是", "false": "否"}.get(text, "")
    return find_words(table, column.name).get(text, text)


def format_value(value: Any) -> str:  # noqa: ANN401 - any cell
    """A value as it stands in a CSV cell.

    >>> format_value(29.0), format_value(None), format_value(True)
    ('29', '', 'true')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def parse_value(table: str, name: str, text: str, *, required: bool = True) -> Any:  # noqa: ANN401 - any cell
    """The value a cell says for a column; empty is None. Raises CellError where the column cannot hold it.

    >>> parse_value("honors", "level", "国家级"), parse_value("numbers", "value", "29")
    ('national', 29.0)
    """
    column = list_columns(table).get(name)
    if column is None:
        raise CellError(f"{table} has no column {name!r} to correct; it has {', '.join(list_columns(table))}")
    text = text.strip()
    if not text:
        if required and column.required:
            raise CellError(f"{_tell(table, column)} may not be empty")
        return None
    try:
        return _READERS[column.kind](table, column, text)
    except (ValueError, OverflowError) as error:
        raise CellError(f"{_tell(table, column)} cannot be “{text[:40]}”; {_expected(table, column)}") from error


def _tell(table: str, column: Column) -> str:
    """A column as the file and the workbook name it."""
    return f"{table}.{column.name} ({column.zh})"


def _expected(table: str, column: Column) -> str:
    if list_codes(table, column):
        return "choose one of " + "、".join(list_wordings(table, column))
    if column.name == "theme":
        return "it is one or more of " + ";".join(THEMES)
    if column.name.startswith("iso_"):
        return "write a date as YYYY-MM-DD"
    return {"integer": "write a whole number", "number": "write a number", "flag": "write 是 or 否"}[column.kind]


def _read_text(table: str, column: Column, text: str) -> str:
    if list_codes(table, column):
        return _code(table, column, text)
    if column.name == "theme":
        parts = [part.strip() for part in PAIR_END.split(text) if part.strip()]
        if not set(parts) <= set(THEMES):
            raise ValueError(text)
        return ";".join(parts)
    if column.name.startswith("iso_"):
        return date(*map(int, DATE_MARK.split(text))).isoformat()
    return text


def _code(table: str, column: Column, text: str) -> str:
    known = list_codes(table, column)
    codes = {zh: code for code, zh in zip(known, list_wordings(table, column), strict=True)}
    code = codes.get(text, text)
    if code not in known:
        raise ValueError(text)
    return code


def _read_number(_table: str, _column: Column, text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _read_integer(table: str, column: Column, text: str) -> int:
    value = _read_number(table, column, text)
    if not value.is_integer():
        raise ValueError(text)
    return int(value)


def _read_flag(_table: str, _column: Column, text: str) -> bool:
    if text.lower() not in TRUE | FALSE:
        raise ValueError(text)
    return text.lower() in TRUE


_READERS = {"text": _read_text, "integer": _read_integer, "number": _read_number, "flag": _read_flag}


@lru_cache(maxsize=32)
def _heads(table: str) -> re.Pattern[str]:
    """Where a ``column=`` begins in a list of values; English or Chinese column names."""
    names = sorted({n for c in list_columns(table).values() for n in (c.name, c.zh)}, key=len, reverse=True)
    return compile_re(rf"(?:^|[;；\n])[ \t]{{0,9}}({'|'.join(map(re.escape, names))})[ \t]{{0,9}}[=＝]")


def parse_values(table: str, text: str, *, required: bool = True) -> dict[str, Any]:
    """Several values in one cell: ``name=读书角; type=platform``, or the same as a JSON object.

    Raises CellError where a part is no ``column=value`` or its column cannot hold it.

    >>> parse_values("initiatives", "name=读书角; 类型=平台; theme=理论学习;服务师生")["theme"]
    '理论学习;服务师生'
    """
    pairs = _split_json(text) if text.lstrip().startswith("{") else _split_pairs(table, text)
    by_zh = {c.zh: name for name, c in list_columns(table).items()}
    names = [by_zh.get(name, name) for name, _ in pairs]
    if len(set(names)) < len(names):
        raise CellError("a column stands twice among its values; keep one of them")
    return {n: parse_value(table, n, value, required=required) for n, (_, value) in zip(names, pairs, strict=True)}


def _split_json(text: str) -> list[tuple[str, str]]:
    try:
        loaded = json.loads(text)
    except ValueError as error:
        raise CellError("its values begin with { and are no JSON; write column=value; column=value") from error
    return [(str(name), format_value(value)) for name, value in loaded.items()]


def _split_pairs(table: str, text: str) -> list[tuple[str, str]]:
    heads = list(_heads(table).finditer(text))
    if not text.strip():
        return []
    if not heads or text[: heads[0].start()].strip():
        raise CellError(f"{text[:40]!r} are no values; write column=value; column=value")
    ends = [m.start() for m in heads[1:]] + [len(text)]
    return [(m.group(1), text[m.end() : end].strip(" \t;；\n")) for m, end in zip(heads, ends, strict=True)]


def format_values(table: str, values: Mapping[str, Any]) -> str:
    """Values as one cell that ``parse_values`` reads back.

    >>> format_values("numbers", {"value": 29.0, "unit": "人", "item": None})
    'value=29; unit=人; item='
    """
    text = "; ".join(f"{name}={format_value(value)}" for name, value in values.items())
    try:
        same = parse_values(table, text, required=False) == dict(values)
    except CellError:
        same = False
    return text if same else json.dumps({n: format_value(v) for n, v in values.items()}, ensure_ascii=False)


def list_required(table: str) -> list[str]:
    """Columns a row that is added must have; flags are judged by the text where not given, amounts are no plans."""
    usual = {"status"} if table == "numbers" else set()
    return [n for n, c in list_columns(table).items() if c.required and c.kind != "flag" and n not in usual]


def take_key(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """What tells a row from others at its place."""
    return {name: row[name] for name in ROW_KEYS[table]}
