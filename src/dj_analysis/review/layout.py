"""The layout of the review workbook, shared by who writes and who reads it."""

from __future__ import annotations

from dj_analysis.corrections.records import ACTIONS
from dj_analysis.corrections.values import list_columns
from dj_analysis.schema import TABLES

VERDICT, REASON, FILE, CONTEXT, QUOTE, ROW_ID = "判断", "理由", "文章", "语境", "摘录", "行编号"
LEADING = (VERDICT, REASON, FILE, CONTEXT, QUOTE)
PLACE = ("row_id", "document", "source_file", "raw_start", "raw_end", "quote", "key")
"""What the hidden sheet of a table keeps of every row before the cells as they were shown."""
COVER, FILES, META = "说明", "_files", "_meta"
REVIEWER = "审阅人"
VERDICTS = {zh: action for action, zh in ACTIONS.items()}
MARK = "dj-analysis review 1"


def name_sheet(table: str) -> str:
    """The visible sheet of a table."""
    return TABLES[table].zh


def name_hidden(table: str) -> str:
    """The sheet that keeps a table's rows as they were shown."""
    return f"_{table}"


def list_headers(table: str) -> list[str]:
    """Headers of a visible sheet."""
    return [*LEADING, *(c.zh for c in list_columns(table).values()), ROW_ID]
