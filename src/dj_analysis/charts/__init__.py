"""Charts: a frame in, a matplotlib Figure out, all in one look; and tables for notebooks.

Every function is reached as ``dj_analysis.charts.<name>``.
"""

from dj_analysis.charts.bounds import number_bounds
from dj_analysis.charts.clusters import cluster_map
from dj_analysis.charts.dendrogram import cluster_tree
from dj_analysis.charts.extras import PackageMissingError
from dj_analysis.charts.fonts import FontMissingError, find_fonts, find_missing
from dj_analysis.charts.honors import honor_levels
from dj_analysis.charts.keyness import keyness_bars
from dj_analysis.charts.keywords import keyword_bars
from dj_analysis.charts.models import model_anatomy
from dj_analysis.charts.network import term_network
from dj_analysis.charts.noise import noise_report
from dj_analysis.charts.style import PALETTE, ChartFigure, pick_colors, save, show_reason
from dj_analysis.charts.tables import show_table
from dj_analysis.charts.themes import theme_heatmap
from dj_analysis.charts.timeline import timeline
from dj_analysis.charts.word_cloud import word_cloud

__all__ = [
    "PALETTE",
    "ChartFigure",
    "FontMissingError",
    "PackageMissingError",
    "cluster_map",
    "cluster_tree",
    "find_fonts",
    "find_missing",
    "honor_levels",
    "keyness_bars",
    "keyword_bars",
    "model_anatomy",
    "noise_report",
    "number_bounds",
    "pick_colors",
    "save",
    "show_reason",
    "show_table",
    "term_network",
    "theme_heatmap",
    "timeline",
    "word_cloud",
]
