"""Write the codebook: every table and column as declared in the schema, in English and Chinese."""

from __future__ import annotations

from dj_analysis.schema import TABLES, Column, Table

INTRODUCTION = """# Codebook

Made from `dj_analysis.schema`; write it anew with `make codebook`. Every table is written as CSV (UTF-8 with a BOM) and
as Parquet. In CSV a text that begins with = + - @, their wide forms, a tab or a carriage return has an apostrophe
before it, so that no spreadsheet runs it as a formula; Parquet and `dj_analysis.load` hold the exact text. Offsets are
code points, half-open, from 0. An empty CSV cell is NA: unknown, never 0. Row ids do not change when an article is
built again: they are a hash of document, kind, raw place and what distinguishes the row.
"""


def write_codebook() -> str:
    """The codebook as Markdown.

    >>> write_codebook().splitlines()[0]
    '# Codebook'
    """
    return "\n".join([INTRODUCTION, *(_describe_table(table) for table in TABLES.values())])


def _describe_table(table: Table) -> str:
    head = f"## {table.name} {table.zh}\n\n{table.en}. Key: {', '.join(f'`{k}`' for k in table.key)}.\n"
    lines = ["| column | 中文 | dtype | NA | meaning |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([head, *lines, *(_describe_column(c) for c in table.columns), ""])


def _describe_column(column: Column) -> str:
    meaning = column.en.replace("|", "\\|") + (f" ({column.unit})" if column.unit else "")
    if column.allowed:
        meaning += ": " + ", ".join(f"`{value}`" for value in column.allowed)
    return (
        f"| `{column.name}` | {column.zh} | {column.dtype} | {'never' if column.required else 'possible'} | {meaning} |"
    )


if __name__ == "__main__":
    print(write_codebook(), end="")
