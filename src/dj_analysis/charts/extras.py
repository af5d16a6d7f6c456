"""Packages only some figures need, asked for when such a figure is drawn."""

from __future__ import annotations

import importlib
from types import ModuleType

from dj_analysis.errors import DjAnalysisError


class PackageMissingError(DjAnalysisError, ImportError):
    """A figure needs a package that is not installed."""


def load_extra(package: str, figure: str) -> ModuleType:
    """The package; raises PackageMissingError with the command that installs it.

    >>> load_extra("no_such_package", "a figure")
    Traceback (most recent call last):
        ...
    dj_analysis.charts.extras.PackageMissingError: a figure needs no_such_package; run pip install 'dj-analysis[charts]'
    """
    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise PackageMissingError(f"{figure} needs {package}; run pip install 'dj-analysis[charts]'") from error
