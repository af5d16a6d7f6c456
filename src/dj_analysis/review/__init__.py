"""Review by people: rows out to a workbook, answers back into corrections.csv, samples judged, reviewed rows as gold.

The Office libraries are loaded when they are used; install them with ``pip install 'dj-analysis[briefing]'``.
"""

from __future__ import annotations

from dj_analysis.review.answers import Answers, read_answers
from dj_analysis.review.errors import ReviewError
from dj_analysis.review.gold import make_gold, write_gold
from dj_analysis.review.items import Item, collect_items, draw_sample
from dj_analysis.review.ledger import append_corrections
from dj_analysis.review.precision import Estimate, estimate_precision, wilson_interval
from dj_analysis.review.workbook import write_workbook

__all__ = [
    "Answers",
    "Estimate",
    "Item",
    "ReviewError",
    "append_corrections",
    "collect_items",
    "draw_sample",
    "estimate_precision",
    "make_gold",
    "read_answers",
    "wilson_interval",
    "write_gold",
    "write_workbook",
]
