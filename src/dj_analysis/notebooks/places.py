"""Where the notebooks are: the project's own folder goes before the copies that come with the package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dj_analysis.notebooks.errors import NotebookError

PATTERN = "[0-9][0-9]_*.ipynb"
OWN = Path("notebooks")
"""The analyst's, in the folder the command is run in: edited ones are meant to be run."""
SHIPPED = Path(__file__).parent / "shipped"
"""Where a wheel holds them."""
CHECKOUT = Path(__file__).parents[3] / "notebooks"
"""Where they are when the package is run from its repository."""


def find_notebooks(only: Sequence[str] = (), *, places: Sequence[Path] = (OWN, SHIPPED, CHECKOUT)) -> list[Path]:
    """The notebooks of the first place that has any, in order.

    ``only`` chooses by number or name (40, 40_models). Raises NotebookError where one is not there.
    """
    found = next((files for place in places if (files := sorted(place.glob(PATTERN)))), [])
    if not found:
        raise NotebookError("no notebooks were found; install the package again, or run in the project's folder")
    if not only:
        return found
    chosen = [path for path in found if path.stem in only or path.stem[:2] in only]
    known = {name for path in found for name in (path.stem, path.stem[:2])}
    missing = [name for name in only if name not in known]
    if missing:
        names = ", ".join(path.stem for path in found)
        raise NotebookError(f"{found[0].parent}: has no notebook {missing[0]}; there are: {names}")
    return chosen
