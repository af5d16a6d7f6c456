"""Clean text and tidy, traceable tables from saved articles about Party branches at Chinese universities.

>>> import dj_analysis as dj
>>> report = dj.build("data/raw", "data/processed")  # doctest: +SKIP
>>> tables = dj.load("data/processed")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dj_analysis.build import BuildReport, build

if TYPE_CHECKING:
    from dj_analysis import analysis, charts
    from dj_analysis.evaluation import evaluate_tables, read_gold
    from dj_analysis.lexicon import load_lexicon
    from dj_analysis.tables import Tables
    from dj_analysis.tables import load_tables as load

PUBLIC = {
    "Tables": ("tables", "Tables"),
    "evaluate_tables": ("evaluation", "evaluate_tables"),
    "load": ("tables", "load_tables"),
    "load_lexicon": ("lexicon", "load_lexicon"),
    "read_gold": ("evaluation", "read_gold"),
}
"""Public name to the module and name it lives under; loaded on first use, so that the import stays quick.

``build`` is imported at once: imported later, its module of the same name would take its place here.
"""
SUBPACKAGES = ("analysis", "charts")
"""Reached as ``dj.analysis`` and ``dj.charts``; loaded on first use too, for they bring pandas and matplotlib."""

__all__ = [
    "BuildReport",
    "Tables",
    "analysis",
    "build",
    "charts",
    "evaluate_tables",
    "load",
    "load_lexicon",
    "read_gold",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name in SUBPACKAGES:
        return import_module(f"{__name__}.{name}")
    if name not in PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = PUBLIC[name]
    return getattr(import_module(f"{__name__}.{module}"), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
