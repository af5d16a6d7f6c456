"""Native bar charts of slides: editable, with a workbook behind them that holds the same Chinese headings."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from dj_analysis.briefing.archives import MADE, freeze_archive
from dj_analysis.briefing.fonts import set_drawing_font
from dj_analysis.briefing.records import Exhibit
from dj_analysis.briefing.slide_design import read_accents
from dj_analysis.briefing.slide_text import clean_text, flatten_text
from dj_analysis.briefing.template import EMU, Box
from dj_analysis.charts.style import INK, PALETTE, QUIET, pick_ink

if TYPE_CHECKING:
    from pptx.chart.chart import Chart

BAR_INCHES, BAND_INCHES = 0.15, 0.24
"""Least height of a bar, and of the band of a category, that still has a label beside it."""
FRAME_INCHES, LEGEND_INCHES = 0.2, 0.25
"""Height of a chart that its edges take, and its legend where it has one."""
LABEL_SIZE, NARROW_SIZE, INNER_SIZE = 11.0, 10.0, 10.0
GAP_WIDTH = 45
"""Room between the bars of two categories, in percent of a bar."""


def count_bands(exhibit: Exhibit, height: float) -> int:
    """Categories a chart of this height shows at once, in inches."""
    series = 1 if exhibit.form == "stacked_bars" else max(exhibit.data.shape[1] - 1, 1)
    frame = FRAME_INCHES + (LEGEND_INCHES if exhibit.data.shape[1] > 2 else 0)
    return max(1, int((height - frame) / max(BAND_INCHES, series * BAR_INCHES + 0.08)))


def add_chart(slide: Any, exhibit: Exhibit, rows: range, box: Box) -> None:  # noqa: ANN401
    """Draw some rows of an exhibit as a native chart; all parts of one exhibit have the same scale.

    In: an exhibit of form bars or stacked_bars, the positions of the rows, the box in inches.
    """
    from pptx.enum.chart import XL_CHART_TYPE  # noqa: PLC0415 - an optional part of the package

    names, columns, values = read_values(exhibit, rows)
    kind = XL_CHART_TYPE.BAR_STACKED if exhibit.form == "stacked_bars" else XL_CHART_TYPE.BAR_CLUSTERED
    place = [round(n * EMU) for n in box]
    frame: Any = slide.shapes.add_chart(kind, *place, _make_data(names, columns, values))
    frame._element.nvGraphicFramePr.cNvPr.set(
        "descr", clean_text(f"{exhibit.exhibit_id} {exhibit.title}。{exhibit.note}")
    )
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_make_workbook(exhibit, names, columns, values))
    _style_chart(chart, exhibit, read_accents(slide), size=_choose_label_size(len(names), box[3]))
    _set_scale(chart, exhibit)


def read_values(exhibit: Exhibit, rows: range) -> tuple[list[str], list[str], list[list[float | None]]]:
    """What a chart shows: categories, series, and the values by series; None where nothing is known."""
    data = exhibit.data.iloc[list(rows)]
    names = [_name_category(name) for name in data.iloc[:, 0]]
    columns = [str(column) for column in data.columns[1:]]
    values = [[_read_value(exhibit, row, column) for row in rows] for column in data.columns[1:]]
    return names, columns, values


def _read_value(exhibit: Exhibit, row: int, column: str) -> float | None:
    quantity = exhibit.quantities.get((row, column))
    value = quantity.value if quantity is not None else exhibit.data[column].iloc[row]
    return None if pd.isna(value) else float(value)


def _name_category(name: object) -> str:
    return flatten_text(str(name)) or "（无名）"


def _make_data(names: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[float | None]]) -> Any:  # noqa: ANN401
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415

    make: Any = CategoryChartData
    data = make(number_format="General")
    data.categories = names
    for column, numbers in zip(columns, values, strict=True):
        data.add_series(flatten_text(column), numbers)
    return data


def _make_workbook(
    exhibit: Exhibit, names: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[float | None]]
) -> bytes:
    """The workbook behind a chart, cell by cell where the chart looks for it; text is text, whatever it begins with."""
    import xlsxwriter  # noqa: PLC0415

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"created": MADE, "title": clean_text(exhibit.title)[:255]})
        sheet = workbook.add_worksheet("Sheet1")
        sheet.set_column(0, 0, 30)
        sheet.write_string(0, 0, clean_text(str(exhibit.data.columns[0])))
        for line, name in enumerate(names, start=1):
            sheet.write_string(line, 0, name)
        for place, (column, numbers) in enumerate(zip(columns, values, strict=True), start=1):
            sheet.write_string(0, place, clean_text(column))
            for line, number in enumerate(numbers, start=1):
                if number is not None:
                    sheet.write_number(line, place, number)
    return freeze_archive(buffer.getvalue())


def _choose_label_size(n_names: int, height: float) -> float:
    """Smaller labels where the bands are narrow."""
    band = (height - FRAME_INCHES) / max(n_names, 1)
    return LABEL_SIZE if band >= 0.3 else NARROW_SIZE


def _style_chart(chart: Chart, exhibit: Exhibit, accents: Sequence[str], *, size: float) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION  # noqa: PLC0415
    from pptx.util import Pt  # noqa: PLC0415

    stacked = exhibit.form == "stacked_bars"
    _set_text(chart, size, INK)
    chart.has_title = False
    chart.has_legend = exhibit.data.shape[1] > 2
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        _set_text(chart.legend, size, INK)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = GAP_WIDTH, 100 if stacked else 0
    plot.vary_by_categories = False
    for place, series in enumerate(plot.series):
        _style_series(series, exhibit, place, accents, size)
    category = chart.category_axis
    category.reverse_order = True
    category.format.line.color.rgb = read_color(QUIET)
    category.has_major_gridlines = False
    category.tick_labels.offset = 50
    category.tick_labels.font.size = Pt(size)
    _set_text(category.tick_labels, size, INK)
    _draw_every_label(category)


def _style_series(series: Any, exhibit: Exhibit, place: int, accents: Sequence[str], size: float) -> None:  # noqa: ANN401
    """The colour of a series, of the theme as far as it has them, and its figures at or in its bars."""
    from pptx.enum.dml import MSO_THEME_COLOR  # noqa: PLC0415

    fill = series.format.fill
    fill.solid()
    if place < len(accents):
        fill.fore_color.theme_color = MSO_THEME_COLOR.from_xml(f"accent{place + 1}")
    else:
        fill.fore_color.rgb = read_color(PALETTE[place % len(PALETTE)])
    color = accents[place] if place < len(accents) else PALETTE[place % len(PALETTE)]
    series.invert_if_negative = False
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = find_format(exhibit, place), False
    stacked = exhibit.form == "stacked_bars"
    ink = pick_ink(color) if stacked else INK
    _set_text(labels, min(size, INNER_SIZE) if stacked else size, "#FFFFFF" if ink == "white" else ink)


def _draw_every_label(axis: Any) -> None:  # noqa: ANN401
    """No category goes without its label, whatever the program thinks of the room."""
    element = axis._element
    for tag in ("tickLblSkip", "tickMarkSkip"):
        skip = element.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/chart}" + tag, {"val": "1"})
        before = element.find("{*}noMultiLvlLbl")
        before.addprevious(skip)


def _set_scale(chart: Chart, exhibit: Exhibit) -> None:
    """From nothing to the largest bar of the whole exhibit, so that its parts can be compared."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK  # noqa: PLC0415

    axis = chart.value_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.format.line.fill.background()
    _, _, values = read_values(exhibit, range(len(exhibit.data)))
    known = [[value or 0.0 for value in numbers] for numbers in values]
    single = [value for numbers in known for value in numbers]
    ends = [sum(column) for column in zip(*known, strict=True)] if exhibit.form == "stacked_bars" else single
    top, low = max(ends, default=0.0), min([0.0, *ends])
    axis.minimum_scale = low * 1.15
    axis.maximum_scale = top * 1.12 if top > 0 else 1.0


def find_format(exhibit: Exhibit, series: int) -> str:
    """The number format of a series: percent, thousands and decimals as its figures are printed.

    In stacked bars nothing is written for a part of 0.
    """
    column = exhibit.data.columns[series + 1]
    shown = [q.shown for (_, name), q in exhibit.quantities.items() if name == column]
    values = [q.value for (_, name), q in exhibit.quantities.items() if name == column]
    percent = bool(shown) and all(text.endswith("%") for text in shown) and max(map(abs, values)) <= 1
    decimals = max((_count_decimals(text) for text in shown), default=_guess_decimals(exhibit.data[column]))
    body = ("#,##0" if any("," in text for text in shown) else "0") + ("." + "0" * decimals if decimals else "")
    sign = "%" if percent else ""
    whole = body + sign
    return f"{whole};-{whole};" if exhibit.form == "stacked_bars" else whole


def _count_decimals(text: str) -> int:
    digits = text.rstrip("%").rpartition(".")[2] if "." in text else ""
    return len(digits) if digits.isdigit() else 0


def _guess_decimals(values: pd.Series) -> int:
    numbers = pd.to_numeric(values, errors="coerce").dropna()
    return 0 if all(math.isclose(number, round(number)) for number in numbers) else 1


def _set_text(holder: Any, size: float, color: str) -> None:  # noqa: ANN401
    """Size, colour and both faces of a chart's text."""
    from pptx.util import Pt  # noqa: PLC0415

    font = holder.font
    font.size, font.bold = Pt(size), False
    font.color.rgb = read_color(color)
    set_drawing_font(font._rPr)


def read_color(color: str) -> Any:  # noqa: ANN401
    """A colour given as #RRGGBB, as slides take it."""
    from pptx.dml.color import RGBColor  # noqa: PLC0415

    make: Any = RGBColor
    return make(*bytes.fromhex(color[1:]))
