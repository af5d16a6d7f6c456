"""What the last build gained, lost and moved, on one slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dj_analysis.briefing.pack import check_libraries
from dj_analysis.briefing.slide_design import add_page, find_boxes, open_design, place_shape
from dj_analysis.briefing.slide_exhibits import write_items
from dj_analysis.briefing.slide_tables import add_table, lay_out_cells
from dj_analysis.briefing.slide_text import POINTS, Item, clean_text, cut_text, flatten_text, measure_height
from dj_analysis.briefing.slides import save_slides
from dj_analysis.changes import Changes, tabulate_changes
from dj_analysis.changes.records import KINDS, RowChange
from dj_analysis.changes.telling import tell_cells
from dj_analysis.errors import TableError
from dj_analysis.schema import TABLES
from dj_analysis.writing import make_folder, put_in_place, stage_files

ORDER = ("lost", "changed", "gained", "moved")
"""What is told first: a row that is gone or says something else may change a finding."""
TEXT_SIZE = 12.0
MOST_LINES = 2
"""Lines of a row that is told."""
MOST_FILES = 6
SOURCE = "来源：前后两次 dj-analysis build 的表；逐行见 dj-analysis changes"
UNCHANGED = Item("此前已有的文章，所抽取的行没有变化。", quiet=True)


def write_changes_slide(changes: Changes, target: Path, *, template: Path | None = None) -> Path:
    """Write what a build changed as a presentation of one slide; its path.

    In: what ``read_changes`` gives, a .pptx to write, a template as for the briefing. The same changes give the same
    bytes. Raises PackError where a library is missing, TemplateError for a template that cannot be used, TableError
    where the file cannot be written.
    """
    check_libraries()
    if target.suffix.lower() != ".pptx":
        raise TableError(f"{target}: a slide is written as .pptx; name such a file")
    blob = make_changes_slide(changes, template=template)
    make_folder(target.parent)
    with stage_files(target.parent) as staging:
        (staging / target.name).write_bytes(blob)
        put_in_place(staging, target.parent)
    return target


def make_changes_slide(changes: Changes, *, template: Path | None = None) -> bytes:
    """The slide as bytes; see ``write_changes_slide``."""
    design = open_design(template)
    title = summarise_changes(changes)
    page = add_page(design, "columns", title, about="本次构建的变化", source=SOURCE)
    left, right = find_boxes(design, "columns")
    head, *rows = tabulate_changes(changes)
    grid = lay_out_cells(head, rows, [False, *[True] * (len(head) - 1)], left[2], left[3])
    add_table(page.slide, grid, range(len(rows)), left, alt=clean_text(title))
    place_shape(page.holder, right)
    write_items(page.holder.text_frame, choose_items(changes, right[2], right[3]), TEXT_SIZE)
    return save_slides(design, title, "dj-analysis changes")


def summarise_changes(changes: Changes) -> str:
    """The changes in a sentence: articles, then rows of all tables by kind.

    >>> summarise_changes(Changes(("a.txt",), (), (), {}, {"honors": {"gained": 2}}, ()))
    '文章新增1篇；各表的行新增2'
    """
    files = (("新增", changes.added), ("移除", changes.removed), ("改动", changes.replaced))
    articles = "、".join(f"{word}{len(names)}篇" for word, names in files if names)
    totals = {kind: sum(counts.get(kind, 0) for counts in changes.counts.values()) for kind in KINDS}
    rows = "、".join(f"{KINDS[kind]}{n}" for kind, n in totals.items() if n)
    told = [f"文章{articles}"] if articles else []
    told += [f"各表的行{rows}"] if rows else []
    return "；".join(told) or "没有变化"


def choose_items(changes: Changes, width: float, height: float) -> list[Item]:
    """The lines beside the table, as many as there is room for, and how many rows are not told."""
    items = list(_tell_files(changes, width))
    rows = sorted(changes.rows, key=lambda row: ORDER.index(row.kind))
    if not rows:
        return [*items, UNCHANGED] if changes.sizes.get("documents", (0, 0))[0] else items
    for place, row in enumerate(rows):
        line = Item(cut_text(_tell_row(row), _inner(width), MOST_LINES))
        left = [Item(f"另有{len(rows) - place}行，见 dj-analysis changes", quiet=True)]
        after = left if place + 1 < len(rows) else []
        if measure_height([*items, line, *after], TEXT_SIZE, width) > height:
            return [*items, *left]
        items.append(line)
    return items


def _tell_files(changes: Changes, width: float) -> Iterator[Item]:
    for head, names in (("新增文章", changes.added), ("移除文章", changes.removed), ("原文有改动", changes.replaced)):
        if names:
            yield Item(cut_text(f"{head}：{_list_files(names)}", _inner(width), MOST_LINES + 1))


def _list_files(names: Sequence[str]) -> str:
    told = "、".join(map(flatten_text, names[:MOST_FILES]))
    return f"{told}等{len(names)}篇" if len(names) > MOST_FILES else told


def _tell_row(row: RowChange) -> str:
    label = flatten_text(f"{row.label}{tell_cells(row)}")
    return f"{KINDS[row.kind]}　{TABLES[row.table].zh}　{label}　{flatten_text(row.file)}"


def _inner(width: float) -> float:
    return (width - 0.25) * POINTS / TEXT_SIZE
