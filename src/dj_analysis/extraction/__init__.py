"""Extraction: clean text in, rows with spans out.

``EXTRACTORS`` lists every extractor; each sees the article and the word lists, and none knows another. Where two of
them claim the same characters, ``extract`` settles it: a figure inside a date or inside the name of a model is no
number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from dj_analysis.extraction.dates import find_dates
from dj_analysis.extraction.honors import find_honors
from dj_analysis.extraction.initiatives import find_initiatives
from dj_analysis.extraction.models import find_models
from dj_analysis.extraction.numbers import find_numbers
from dj_analysis.extraction.organisations import find_organisations
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, Extraction, NumberRow

EXTRACTORS: dict[str, Callable[[Article, Lexicon], Sequence[Any]]] = {
    "numbers": find_numbers,
    "honors": find_honors,
    "initiatives": find_initiatives,
    "models": find_models,
    "dates": find_dates,
    "organisations": find_organisations,
}


def extract(article: Article, lexicon: Lexicon) -> Extraction:
    """All rows of one article.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> extract(wrap_text("支部现有党员29人。"), load_lexicon()).numbers[0].item
    '党员'
    """
    found = Extraction(**{name: tuple(find(article, lexicon)) for name, find in EXTRACTORS.items()})
    return replace(found, numbers=settle_numbers(found))


def settle_numbers(found: Extraction) -> tuple[NumberRow, ...]:
    """Numbers whose figure is not part of a stated date or of a model's name."""
    taken = [(row.start, row.end) for row in found.dates if row.role != "period"]
    taken += [(m.start, m.end) for row in found.models for m in row.mentions if m.role == "self"]
    taken.sort()
    starts, ends = [start for start, _ in taken], list(accumulate((end for _, end in taken), max))
    return tuple(row for row in found.numbers if not _is_held(row, starts, ends))


def _is_held(row: NumberRow, starts: Sequence[int], ends: Sequence[int]) -> bool:
    """True for a row inside a span; ``ends`` are the farthest ends of the spans up to each of the sorted ``starts``."""
    before = bisect_right(starts, row.start)
    return before > 0 and ends[before - 1] >= row.end
