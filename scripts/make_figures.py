"""Write the README's figures from the sample corpus: python scripts/make_figures.py TABLES OUT."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from dj_analysis import analysis, charts

SHOWN_MODELS = ("1+2+2+6+N", "三亮三比三争", "学校+企业+校友+扶贫对象", "七进", "三个结合", "双网双走")
DOTS_PER_INCH = 110
"""Sharp enough on a page of the repository at a quarter of the size of a print."""
N_COLORS = 64
"""Enough for eight colours and the edges of letters; the files are a third as large."""


def draw_figures(tables_dir: Path) -> dict[str, charts.ChartFigure]:
    """The figures by file stem."""
    tables = analysis.open_tables(tables_dir)
    layout = analysis.lay_out_models(tables.models, tables.model_components, tables.documents)
    noise = analysis.measure_noise(tables.documents, tables.passages, tables.edits)
    return {
        "models": charts.model_anatomy(layout, names=SHOWN_MODELS),
        "noise": charts.noise_report(noise),
        "themes": charts.theme_heatmap(analysis.count_themes(tables.initiatives, tables.documents)),
    }


def write_picture(figure: charts.ChartFigure, path: Path) -> None:
    """The figure as a small PNG with its description; the same figure gives the same bytes."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    words = PngInfo()
    words.add_itxt("Description", figure.alt)
    Image.open(buffer).convert("RGB").quantize(N_COLORS).save(path, optimize=True, pnginfo=words)


def main(tables_dir: str, out: str) -> None:
    """Draw from the tables and write one PNG a figure."""
    Path(out).mkdir(parents=True, exist_ok=True)
    for stem, figure in draw_figures(Path(tables_dir)).items():
        write_picture(figure, Path(out) / f"{stem}.png")


if __name__ == "__main__":
    main(*sys.argv[1:3])
