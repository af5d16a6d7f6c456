"""Open the tables of a build in a notebook."""

from __future__ import annotations

from pathlib import Path

from dj_analysis.errors import DjAnalysisError
from dj_analysis.tables import TableError, Tables, read_tables


class NoTablesError(DjAnalysisError):
    """No tables where the notebook looks for them; in a notebook it shows as one sentence, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        """What IPython prints instead of a traceback."""
        return [str(self)]


def open_tables(folder: str | Path) -> Tables:
    """Tables of a build, for a notebook. Raises NoTablesError, with the remedy in Chinese, where there are none."""
    try:
        return read_tables(Path(folder))
    except TableError as error:
        raise NoTablesError(
            f"在“{folder}”里没有可读的表：请先在项目根目录运行 make run（或 dj-analysis build），再重新执行本格。"
        ) from error
