"""The steps of a review as commands take them: files in, lines to print out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from dj_analysis.corrections import read_corrections
from dj_analysis.corrections.records import ACTIONS
from dj_analysis.review.answers import read_answers
from dj_analysis.review.errors import ReviewError
from dj_analysis.review.gold import make_gold, write_gold
from dj_analysis.review.items import USUAL, Item, collect_items, draw_sample
from dj_analysis.review.ledger import append_corrections
from dj_analysis.review.precision import describe_estimates, estimate_precision
from dj_analysis.review.workbook import write_workbook
from dj_analysis.schema import TABLES
from dj_analysis.tables import Tables, read_tables


def _check_name(path: Path) -> None:
    """Raise ReviewError for a name under which no spreadsheet would open what is written."""
    if path.suffix.lower() != ".xlsx":
        raise ReviewError(f"{path}: a review is written as .xlsx; name it {path.with_suffix('.xlsx').name}")


def export_rows(folder: Path, path: Path, names: Sequence[str], files: Sequence[str]) -> Iterator[str]:
    """Write all rows of some tables and articles into a workbook; ReviewError for a name that does not end in .xlsx."""
    _check_name(path)
    tables = read_tables(folder)
    items = collect_items(tables, names or USUAL, files)
    _write(tables, path, items, Counter(item.table for item in items), names or USUAL)
    yield f"{path}：{_count(items)}；填好后运行 dj-analysis review apply {path}"


def export_sample(folder: Path, path: Path, names: Sequence[str], n: int, seed: int) -> Iterator[str]:
    """Write a random sample of each table into a workbook; ReviewError for a name that does not end in .xlsx."""
    _check_name(path)
    tables = read_tables(folder)
    items = collect_items(tables, names or USUAL)
    drawn = draw_sample(items, n, seed)
    _write(tables, path, drawn, Counter(item.table for item in items), names or USUAL)
    yield f"{path}：抽 {_count(drawn)}；填好后再运行一次 dj-analysis review sample {path} 得出正确率"


def _write(tables: Tables, path: Path, items: Sequence[Item], sizes: Counter[str], names: Sequence[str]) -> None:
    files = dict(zip(tables.documents["source_file"], tables.documents["sha256"], strict=True))
    write_workbook(path, items, files, {name: sizes[name] for name in names})


def _count(items: Sequence[Item]) -> str:
    counts = Counter(item.table for item in items)
    return "，".join(f"{TABLES[name].zh} {n} 行" for name, n in counts.items()) or "没有可审阅的行"


def judge_sample(path: Path) -> Iterator[str]:
    """The precision a filled-in sample gives; nothing is written."""
    answers = read_answers(path, who="?")
    yield from answers.problems
    if answers.left_out:
        yield f"无法采用 {answers.left_out} 行，按未审计"
    yield from describe_estimates(estimate_precision(answers.verdicts, answers.sizes))


def apply_answers(path: Path, corrections: Path, who: str, now: datetime | None = None) -> Iterator[tuple[str, bool]]:
    """Add the answers of a workbook to the ledger; lines to print, each with whether it tells of a problem.

    Raises ReviewError, behind all other lines, where answers were given and none of them could be used.
    """
    when = (now or datetime.now().astimezone()).isoformat(timespec="seconds")
    answers = read_answers(path, who, when)
    for problem in answers.problems:
        yield problem, True
    done = append_corrections(corrections, answers.corrections)
    counts = Counter(c.action for c in answers.corrections)
    told = "，".join(f"{zh} {counts[action]}" for action, zh in ACTIONS.items() if counts[action]) or "没有审阅过的行"
    left_out = f"；无法采用 {answers.left_out} 行，原因见上" if answers.left_out else ""
    yield f"{corrections}：{told}{left_out}；新增 {done.added} 条，已有 {done.known} 条；下次 build 时生效", False
    for conflict in done.conflicts:
        yield f"conflicting: {conflict.text}", True
    estimates = estimate_precision(answers.verdicts, answers.sizes)
    if any(e.drawn < e.size for e in estimates):
        for line in describe_estimates(estimates):
            yield line, False
    if answers.problems and not answers.corrections:
        raise ReviewError(f"{path}: no answer could be used; mend the lines named above and run apply again")


def export_gold(folder: Path, corrections: Path, out: Path) -> Iterator[str]:
    """Write gold files of the reviewed rows."""
    if not corrections.is_file():
        raise ReviewError(f"{corrections}: there is no such file; review rows first or name it with --corrections")
    found, problems = read_corrections(corrections)
    yield from (problem.text for problem in problems)
    gold = make_gold(read_tables(folder), found)
    for path, article in zip(write_gold(out, gold), gold, strict=True):
        rows = [row for value in article.values() if isinstance(value, list) for row in value]
        reviewed = sum(not row.get("optional") for row in rows)
        yield f"{path}：已审 {reviewed} 行，未审 {len(rows) - reviewed} 行（可有可无）"
    if not gold:
        yield "没有审阅过的行"
