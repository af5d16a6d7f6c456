"""Charts: a frame in, a matplotlib Figure out, all in one look; and tables for notebooks.

Every function is reached as ``dj_analysis.charts.<name>``.
"""

from dj_analysis.charts.clusters import cluster_map
from dj_analysis.charts.keywords import keyword_bars
from dj_analysis.charts.models import model_anatomy
from dj_analysis.charts.noise import noise_report
from dj_analysis.charts.style import PALETTE, ChartFigure, FontMissingError, find_fonts, pick_colors, save, show_reason
from dj_analysis.charts.tables import show_table
from dj_analysis.charts.themes import theme_heatmap

__all__ = [
    "PALETTE",
    "ChartFigure",
    "FontMissingError",
    "cluster_map",
    "find_fonts",
    "keyword_bars",
    "model_anatomy",
    "noise_report",
    "pick_colors",
    "save",
    "show_reason",
    "show_table",
    "theme_heatmap",
]
