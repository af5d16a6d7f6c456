"""The workbook of a briefing: every table, what is claimed, the evidence, schools by practices, and a codebook."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from dj_analysis.analysis.subsets import take_articles
from dj_analysis.briefing.archives import MADE
from dj_analysis.briefing.cells import clean_cell, name_sheet, word_values, write_cell
from dj_analysis.briefing.evidence import CITED, list_evidence
from dj_analysis.briefing.fonts import EAST_ASIAN
from dj_analysis.briefing.material import Material, gather_material
from dj_analysis.briefing.practices import lay_out_matrix, name_practices
from dj_analysis.briefing.records import Briefing
from dj_analysis.briefing.wording import shorten
from dj_analysis.coded import find_words
from dj_analysis.errors import DjAnalysisError
from dj_analysis.schema import TABLES, Column
from dj_analysis.tables import Tables

if TYPE_CHECKING:
    import xlsxwriter

MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_000
"""Rows of a sheet below its header, and columns; the limit of both is Excel's."""
LISTED = 500
"""Rows of a figure on the sheet of evidence, its others being counted; the page of evidence has them all."""
NARROWEST, WIDEST, PADDING = 6.0, 46.0, 2.5
CLAIM_WIDTH = 84.0
SAMPLED = 300
"""Rows a column's width is measured on."""
UNWRAPPED = frozenset({"text", "before", "after", "sha256"})
"""Columns whose cells hold whole passages: wrapped they would fill a screen each."""
HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "border": 1, "border_color": "#FFFFFF",
        "text_wrap": True, "valign": "vcenter"}  # fmt: skip
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
"""Text stays text, whatever it begins with; rows go to the file as they come."""
FONT = {"font_name": EAST_ASIAN, "font_size": 10, "valign": "top"}
A4 = 9
LINE_HEIGHT, MOST_LINES = 15.0, 16
LONGEST_QUOTE = 160
"""Characters of a quote in the evidence; a passage is there in full in its own sheet."""
KINDS_ZH = {"text": "文本", "integer": "整数", "number": "数值", "flag": "是否"}
HOW_ZH = {
    "rows": "行数", "documents": "文章篇数", "schools": "学校或单位数", "sum": "合计", "value": "单元格的值",
    "share": "占比", "computed": "统计量", "method": "方法的阈值", CITED: "引用的原文",
}  # fmt: skip
EVIDENCE_ZH = (
    "编号", "位置", "数字或引文", "由来", "表", "行编号", "权重", "来源文件", "原文起点", "原文终点", "原句摘录",
)  # fmt: skip
TECHNICAL = ("quote", "text", "rule", "start", "end", "raw_start", "raw_end", "passage_id", "doc_id")
"""Columns that stand behind those a reader looks for; then comes the id of the row."""
GUIDE = (
    "空白单元格表示原文没有交代，不是零，也不是漏填。",
    "“论断”列出简报中的每一句论断；“依据”列出每个数字、每处引用所依据的行，按编号对应。",
    "各表的行编号不随重新处理改变；运行 dj-analysis show 行编号，可看到它在原始页面中的位置。",
    "“做法矩阵”中一为该校文章写到此做法，零为没有写到；没有写到不等于没有做。",
    "各列的含义和取值见“编码本”。",
)


@dataclass(frozen=True)
class _Sheet:
    """One sheet: its name, its headings with their widths, its rows, and how many columns stay in sight."""

    name: str
    about: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]
    frozen: int = 1
    wrapped: frozenset[int] | None = None
    fit: bool = True
    widest: float = WIDEST


def write_workbook(briefing: Briefing, tables: Tables, path: Path) -> None:
    """Write the workbook of a briefing. In: the briefing, the tables it was written from, and where to.

    The same briefing gives the same bytes. Raises DjAnalysisError where the file cannot be written.
    """
    import xlsxwriter  # noqa: PLC0415 - an extra

    chosen = take_articles(tables, briefing.documents["doc_id"].tolist())
    material = gather_material(chosen, undated=chosen.documents.head(0))
    sheets = [
        _list_claims(briefing),
        _list_evidence(briefing, tables),
        _lay_out_practices(material),
        *(_lay_out_table(name, material) for name in ("facts", *(n for n in TABLES if n != "facts"))),
        _list_codes(),
    ]
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {**SAFE, "default_format_properties": FONT})
    book.set_properties(
        {"title": clean_cell(briefing.title), "comments": clean_cell(briefing.made_from), "created": MADE}
    )
    formats = {
        "head": book.add_format(FONT | HEAD),
        "wrapped": book.add_format(FONT | {"text_wrap": True}),
        "text": book.add_format(FONT),
        "number": book.add_format(FONT | {"align": "right"}),
        "day": book.add_format(FONT | {"num_format": "yyyy-mm-dd", "align": "left"}),
        "title": book.add_format(FONT | {"bold": True, "font_size": 16}),
    }
    taken = {"说明"}
    names = []
    for sheet in sheets:
        names.append(name_sheet(sheet.name, taken))
        taken.add(names[-1])
    _write_cover(book, briefing, list(zip(names, sheets, strict=True)), formats)
    for name, sheet in zip(names, sheets, strict=True):
        _write_sheet(book, name, sheet, formats)
    book.close()
    try:
        path.write_bytes(buffer.getvalue())
    except OSError as error:
        raise DjAnalysisError(f"{path}: cannot be written ({error.strerror}); choose another place") from error


def _write_cover(
    book: xlsxwriter.Workbook, briefing: Briefing, sheets: Sequence[tuple[str, _Sheet]], formats: Mapping[str, Any]
) -> None:
    page = book.add_worksheet("说明")
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 80)
    page.set_column(2, 2, 10)
    page.set_row(0, 2 * LINE_HEIGHT)
    write_cell(page, 0, 0, briefing.title, {**formats, "text": formats["title"]})
    write_cell(page, 1, 0, briefing.made_from, formats)
    for line, text in enumerate(GUIDE, start=3):
        write_cell(page, line, 0, text, formats)
    head = 4 + len(GUIDE)
    for column, heading in enumerate(("工作表", "内容", "行数")):
        page.write_string(head, column, heading, formats["head"])
    for line, (name, sheet) in enumerate(sheets, start=head + 1):
        cut = f"；共 {len(sheet.rows)} 行，只列出前 {MOST_ROWS} 行" if len(sheet.rows) > MOST_ROWS else ""
        for column, value in enumerate((name, sheet.about + cut, min(len(sheet.rows), MOST_ROWS))):
            write_cell(page, line, column, value, {**formats, "text": formats["wrapped"]})
    _set_up_page(page)


def _write_sheet(book: xlsxwriter.Workbook, name: str, sheet: _Sheet, formats: Mapping[str, Any]) -> None:
    page = book.add_worksheet(name)
    rows = sheet.rows[:MOST_ROWS]
    widths = [
        min(_measure(heading, (row[i] for row in rows[:SAMPLED])), sheet.widest)
        for i, heading in enumerate(sheet.headings)
    ]
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.freeze_panes(1, sheet.frozen)
    page.autofilter(0, 0, max(1, len(rows)), max(0, len(sheet.headings) - 1))
    _set_up_page(page, fit=sheet.fit)
    page.repeat_rows(0)
    for column, heading in enumerate(sheet.headings):
        write_cell(page, 0, column, heading, {**formats, "text": formats["head"]})
    plain = dict(formats)
    wrapped = {**formats, "text": formats["wrapped"]}
    wraps = [sheet.wrapped is None or i in sheet.wrapped for i in range(len(sheet.headings))]
    for line, row in enumerate(rows, start=1):
        height = _measure_height(row, widths, wraps)
        if height > LINE_HEIGHT:
            page.set_row(line, height)
        for column, value in enumerate(row):
            write_cell(page, line, column, value, wrapped if wraps[column] else plain)


def _set_up_page(page: Any, *, fit: bool = True) -> None:  # noqa: ANN401
    page.set_landscape()
    page.set_paper(A4)
    page.set_footer("&C第 &P 页，共 &N 页")
    if fit:
        page.fit_to_pages(1, 0)


def _measure(heading: str, cells: Iterable[Any]) -> float:
    """Width of a column in the characters of a workbook: a Chinese one is two."""
    texts = [str(cell) for cell in cells if cell is not None and (isinstance(cell, str) or pd.notna(cell))]
    longest = max((_measure_cell(line) for text in texts for line in text.split("\n")[:3]), default=0.0)
    # The button of the filter takes the room of a character.
    return max(longest + PADDING, _measure_cell(heading) + 2 * PADDING, NARROWEST)


def _measure_height(row: Sequence[Any], widths: Sequence[float], wraps: Sequence[bool]) -> float:
    """Height of a row with its wrapped cells; not every program measures it on opening."""
    lines = max(
        (
            sum(math.ceil((_measure_cell(part) + 1) / (width - 1)) for part in cell.split("\n"))
            for cell, width, wraps_text in zip(row, widths, wraps, strict=True)
            if wraps_text and isinstance(cell, str)
        ),
        default=1,
    )
    return LINE_HEIGHT * min(lines, MOST_LINES)


def _measure_cell(text: str) -> float:
    """About the width of a text: a Chinese character is two, and has three bytes."""
    return (len(text) + len(text.encode("utf-8", "replace"))) / 2


def _list_claims(briefing: Briefing) -> _Sheet:
    rows: list[list[Any]] = []
    for section in briefing.sections:
        for claim in section.claims:
            figures = "、".join(dict.fromkeys(quantity.shown for quantity in claim.quantities))
            rows.append([claim.claim_id, section.heading, claim.text, figures])
        for exhibit in section.exhibits:
            rows.append([exhibit.exhibit_id, section.heading, exhibit.title, f"{len(exhibit.quantities)}个数字"])
    return _Sheet("论断", "简报中的论断和图表，按编号", ["编号", "部分", "内容", "所用数字"], rows, widest=CLAIM_WIDTH)


def _list_evidence(briefing: Briefing, tables: Tables) -> _Sheet:
    frame = _shorten_evidence(list_evidence(briefing, tables))
    table = frame["table"].map({name: one.zh for name, one in TABLES.items()})
    quote = frame["quote"].map(lambda text: shorten(text, LONGEST_QUOTE), na_action="ignore")
    shown = frame.assign(how=frame["how"].map(HOW_ZH), table=table, quote=quote)
    about = "每个数字、每处引用所依据的行，以及它在原始页面中的位置"
    return _Sheet("依据", about, EVIDENCE_ZH, _list_rows(shown), 3)


def _shorten_evidence(frame: pd.DataFrame) -> pd.DataFrame:
    """At most ``LISTED`` rows of a figure, and a line that counts the rest: five hundred articles have 400,000 rows."""
    figures = frame.groupby(["id", "place", "shown"], sort=False, dropna=False)
    number, rest = figures.cumcount(), figures["row_id"].transform("size") - LISTED
    shown, counted = frame[number <= LISTED].copy(), number[number <= LISTED] == LISTED
    shown.loc[counted, ["table", "row_id", "weight", "source_file", "raw_start", "raw_end"]] = pd.NA
    shown.loc[counted, "quote"] = [f"其余 {n} 行见 证据.html" for n in rest[shown.index[counted]]]
    return shown


def _lay_out_practices(material: Material) -> _Sheet:
    practices = name_practices(material.rows("initiatives"))
    matrix = lay_out_matrix(practices, material.schools).iloc[:, :MOST_COLUMNS]
    headings = ["学校或单位", *map(str, matrix.columns[1:])]
    about = "学校或单位（行）写到哪些做法（列）：一为写到，零为没有写到；普遍的做法在前"
    return _Sheet("做法矩阵", about, headings, _list_rows(matrix), 1, frozenset({0}), fit=False)


def _lay_out_table(name: str, material: Material) -> _Sheet:
    table, whole = TABLES[name], material.whole
    frame = getattr(whole, name)
    documents = whole.documents.set_index("doc_id")
    schools = dict(zip(material.documents["doc_id"], material.documents["school"], strict=True))
    origins = documents["duplicate_of"].fillna(pd.Series(documents.index, index=documents.index))
    lead = {
        "学校或单位": frame["doc_id"].map(origins).map(schools),
        "来源文件": frame["doc_id"].map(documents["source_file"]),
    }
    if name == "model_components":
        lead["工作模式"] = frame["model_id"].map(whole.models.set_index("model_id")["canonical"])
    shown, known = word_values(name, frame), _order_columns(name)
    headings = [*lead, *(column.zh for column in known)]
    columns = [*lead.values(), *(shown[column.name] for column in known)]
    rows = [list(row) for row in zip(*columns, strict=True)]
    is_wrapped = [column.kind == "text" and column.name not in UNWRAPPED for column in known]
    wrapped = frozenset([0, *(i for i, wraps in enumerate(is_wrapped, start=len(lead)) if wraps)])
    return _Sheet(table.zh, f"{name}：每{_tell_row(name)}一行", headings, rows, len(lead), wrapped)


def _order_columns(name: str) -> list[Column]:
    """The columns of a table without those that lead every sheet; places and ids last."""
    table = TABLES[name]
    led = {"source_file", "school"} if name == "facts" else {"source_file"}
    last = [*TECHNICAL, *(key for key in table.key if key not in TECHNICAL and key.endswith("_id"))]
    return sorted(
        (column for column in table.columns if column.name not in led),
        key=lambda column: last.index(column.name) if column.name in last else -1,
    )


def _tell_row(name: str) -> str:
    return {
        "documents": "篇文章", "passages": "个段落", "edits": "处清洗", "unresolved": "处无法复原的地方",
        "numbers": "个写明的数量", "honors": "条荣誉的每个获得者", "initiatives": "篇文章的每项举措",
        "models": "篇文章的每个工作模式", "model_components": "个列出的构成", "mentions": "次提及",
        "dates": "个写明的日期或时段", "organisations": "篇文章的每个机构", "facts": "条举措、数字或荣誉",
    }[name]  # fmt: skip


def _list_codes() -> _Sheet:
    headings = ["表", "表名", "列", "列名", "类型", "可否空缺", "单位", "取值", "含义（英文）"]
    rows = [
        [table.zh, table.name, column.zh, column.name, KINDS_ZH[column.kind], "否" if column.required else "可",
         column.unit, _list_allowed(table.name, column), column.en]
        for table in TABLES.values()
        for column in table.columns
    ]  # fmt: skip
    return _Sheet("编码本", "各表各列的含义、类型和取值", headings, rows, 3)


def _list_allowed(table: str, column: Column) -> str | None:
    words = find_words(table, column.name)
    values = column.allowed or tuple(words)
    return "；".join(f"{words[value]}（{value}）" if value in words else value for value in values) or None


def _list_rows(frame: pd.DataFrame) -> list[list[Any]]:
    return [[None if _is_missing(cell) else cell for cell in row] for row in _walk_rows(frame)]


def _walk_rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    return iter(frame.itertuples(index=False, name=None))


def _is_missing(cell: Any) -> bool:  # noqa: ANN401
    return cell is pd.NA or (isinstance(cell, float) and math.isnan(cell))
