"""Write the README's figures from the sample corpus: python scripts/make_figures.py TABLES OUT."""

from __future__ import annotations

import sys
from pathlib import Path

from matplotlib.figure import Figure

from dj_analysis import analysis, charts

SHOWN_MODELS = ("1+2+2+6+N", "三亮三比三争", "学校+企业+校友+扶贫对象", "七进", "双网双走")
DOTS_PER_INCH = 110
"""Sharp enough on a page of the repository at a quarter of the size of a print."""


def draw_figures(tables_dir: Path) -> dict[str, Figure]:
    """The figures by file stem."""
    tables = analysis.open_tables(tables_dir)
    layout = analysis.lay_out_models(tables.models, tables.model_components, tables.documents)
    noise = analysis.measure_noise(tables.documents, tables.passages, tables.edits)
    return {
        "models": charts.model_anatomy(layout, names=SHOWN_MODELS),
        "noise": charts.noise_report(noise),
    }


def main(tables_dir: str, out: str) -> None:
    """Draw from the tables and write one PNG a figure."""
    for stem, figure in draw_figures(Path(tables_dir)).items():
        figure.savefig(Path(out) / f"{stem}.png", dpi=DOTS_PER_INCH, metadata={"Software": None})


if __name__ == "__main__":
    main(*sys.argv[1:3])
