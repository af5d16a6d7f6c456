"""Briefings for tests: of the sample articles, of made-up schools, and of rows whose wording attacks every format."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pandas as pd

import dj_analysis as dj
from chart_data import make_corpus
from dj_analysis.briefing.content import write_content
from dj_analysis.briefing.records import Briefing
from dj_analysis.tables import Tables

HOSTILE = (
    '=HYPERLINK("x","点我")', "+1党建", "-先锋岗", "@学习会", "\t示范岗", "<script>alert(1)</script>", "讲堂]]>与&amp;",
    "“四有”'品牌'\"阵地\"", "\u202e倒写服务队", "红心❤️🚩讲堂", "_x0041_党课", "空\x00字\x0b行动", "长" * 40_000,
)  # fmt: skip
"""Names that a spreadsheet would run, that close an element, turn the direction of text, or that no cell holds."""


@lru_cache(maxsize=4)
def brief_folder(folder: str) -> tuple[Tables, Briefing]:
    """Tables and briefing of a build, written once for all tests of a process."""
    tables = dj.load(folder)
    return tables, write_content(tables)


@lru_cache(maxsize=4)
def brief_schools(n_schools: int, articles_each: int) -> tuple[Tables, Briefing]:
    """Tables and briefing of made-up schools."""
    tables = make_corpus(n_schools, articles_each)
    return tables, write_content(tables)


@lru_cache(maxsize=1)
def brief_hostile() -> tuple[Tables, Briefing]:
    """A few schools whose initiatives, honours and models are named as nobody should."""
    tables = make_corpus(3, 2)
    tables = replace(
        tables,
        initiatives=_rename(tables.initiatives, "name"),
        honors=_rename(tables.honors, "title"),
        models=_rename(tables.models, "canonical"),
    )
    return tables, write_content(tables, title="简报<b>]]>\x07")


def _rename(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    names = pd.Series([HOSTILE[i % len(HOSTILE)] for i in range(len(frame))], index=frame.index, dtype="str")
    return frame.assign(**{column: names, "quote": names})
