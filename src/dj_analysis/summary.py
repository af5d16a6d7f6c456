"""What a build says on the console: what is new, a table of the articles, and where the files are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from dj_analysis.schema import TABLES

if TYPE_CHECKING:
    from dj_analysis.build import BuildReport

COUNTED = ("numbers", "honors", "initiatives", "models")
HEAD = ("文章", "学校", "单位", "原文", "净文", "噪声", *(TABLES[name].zh for name in COUNTED))
SHOWN = 60
"""Articles listed one by one: two screens. Of more, only the new and the changed ones are, up to as many."""
STAGES_ZH = {"cleaning": "清洗", "extraction": "抽取", "rows": "制表"}


def summarise_build(report: BuildReport) -> Iterator[str]:
    """Lines about a build, from its report and record alone: no table is opened."""
    yield _tell_files(report)
    redone = "，".join(f"{STAGES_ZH[stage]} {n} 篇" for stage, n in report.redone.items() if n)
    if redone:
        yield f"本次处理：{redone}"
    if not report.exported:
        yield "表格未重写；不带 --no-export 再运行一次即写出"
        return
    articles: Mapping[str, Sequence[Any]] = report.record.get("articles", {})
    fresh = {*report.added, *report.changed}
    shown = {n: card for n, card in articles.items() if len(articles) <= SHOWN or n in fresh}
    rows = [_summarise_article(name, card) for name, card in sorted(shown.items())][:SHOWN]
    counts = [str(report.record.get("rows", {}).get(name, 0)) for name in COUNTED]
    yield from align_columns([list(HEAD), *rows, [f"合计 {len(articles)} 篇", "", "", "", "", "", *counts]])
    repeats = sum(1 for card in articles.values() if card[5])
    if repeats:
        yield f"其中 {repeats} 篇与另一篇重复，只计一次"
    yield from _tell_copies(report)
    yield f"表格在 {report.out}（CSV 与 Parquet 各 {len(TABLES)} 张），清洗前后的全文在 {report.out / 'texts'}"


def _tell_copies(report: BuildReport) -> Iterator[str]:
    """Files that are byte for byte another one, which make no article of their own; of many, the new ones by name."""
    if not report.copies:
        return
    yield f"另有 {len(report.copies)} 个文件与别的文件逐字节相同，不另成篇"
    fresh = {*report.added, *report.changed}
    shown = [name for name in sorted(report.copies) if len(report.copies) <= SHOWN or name in fresh]
    yield from (f"  {name} 同 {report.copies[name]}" for name in shown[:SHOWN])


def _tell_files(report: BuildReport) -> str:
    counts = (("新增", report.added), ("变动", report.changed), ("移除", report.removed))
    return "，".join([*(f"{name} {len(files)} 篇" for name, files in counts), f"未变 {report.unchanged} 篇"])


def _summarise_article(name: str, card: Sequence[Any]) -> list[str]:
    school, unit, n_chars_raw, n_chars, noise_share, _, *counts = card
    return [name, school or "—", unit or "—", str(n_chars_raw), str(n_chars), f"{noise_share:.0%}", *map(str, counts)]


def find_repeats(report: BuildReport, names: Sequence[str]) -> Iterator[str]:
    """A line for each of some files that is a repost of another; copies, byte for byte, stand in the summary."""
    by_id = {doc_id: name for name, doc_id in report.record.get("documents", {}).items()}
    articles = report.record.get("articles", {})
    for name in names:
        if name in articles and articles[name][5]:
            yield f"{name} 与 {by_id.get(articles[name][5], articles[name][5])} 内容重复（转载），只计一次"


def align_columns(rows: list[list[str]]) -> Iterator[str]:
    """Rows as lines whose columns stand under each other; a Han character is two columns wide."""
    widths = [max(cell_len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell + " " * (w - cell_len(cell)) for cell, w in zip(row, widths, strict=True)).rstrip()
