"""Slides of a briefing: native, in Chinese faces, nothing lost and nothing over the edge, whatever the text holds."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx.util import Inches

import dj_analysis as dj
from briefing_walk import expect_points, join_charts, join_tables, read_pages
from dj_analysis.briefing.archives import freeze_archive
from dj_analysis.briefing.names import LONGEST, name_file
from dj_analysis.briefing.records import Briefing, Claim, Exhibit, Quantity, Section, Trace
from dj_analysis.briefing.slide_changes import make_changes_slide, summarise_changes
from dj_analysis.briefing.slide_design import open_design
from dj_analysis.briefing.slide_pictures import cut_figure
from dj_analysis.briefing.slide_tables import lay_out_cells
from dj_analysis.briefing.slide_templates import TemplateError
from dj_analysis.briefing.slide_text import Item, count_lines, cut_text, fit_items, measure_height
from dj_analysis.briefing.slides import write_slides
from dj_analysis.briefing.template import SHEETS, make_template
from dj_analysis.briefing.wording import show_mark
from dj_analysis.changes import Changes, RowChange, tabulate_changes
from dj_analysis.charts.style import PALETTE, new_chart

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
HOSTILE = [
    "=1+1",
    "+cmd",
    "-2",
    "@sum",
    "<script>alert(1)</script>",
    "]]>",
    "\"'“”",
    "甲\u202e乙",
    "\u200f右",
    "😀👩‍🎓",
    "&amp;",
]
THEMES = ["组织建设", "理论学习", "服务师生", "宣传与阵地"]
TEMPLATE_TYPE = b"presentationml.template.main+xml"
NOTHING = Changes((), (), (), {}, {}, ())


def quantity(value: float, *traces: Trace) -> Quantity:
    return Quantity(f"{value:g}", float(value), "rows", traces)


def make_exhibit(name: str, form: Any, labels: list[str], columns: list[str], **more: Any) -> Exhibit:
    data = pd.DataFrame({"学校": labels})
    quantities = {}
    for place, column in enumerate(columns):
        data[column] = [(row * 7 + place * 3) % 11 for row in range(len(labels))]
        quantities |= {(row, column): quantity(data[column][row]) for row in range(len(labels))}
    return Exhibit(name, form, more.pop("title", "各校举措"), "按学校计。", data, quantities, **more)


def make_briefing(tables: Any, *sections: Section, title: str = "高校党支部工作简报") -> Briefing:
    return Briefing(title, "全部文章", "依据5篇文章", sections, tables.documents)


def write(tables: Any, *sections: Section, **more: Any) -> Any:
    blob = write_slides(make_briefing(tables, *sections), tables, **more)
    return pptx.Presentation(io.BytesIO(blob))


def make_section(key: Any = "honors", title: str = "荣誉3项", **more: Any) -> Section:
    return Section(key, title, "荣誉", **more)


CLAIM = Claim("论-001", "共有荣誉3项。", (quantity(3),))


def walk_xml(presentation: Any) -> list[Any]:
    buffer = io.BytesIO()
    presentation.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return [etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")]


def test_template_has_its_layouts_and_the_palette_and_east_asian_theme_fonts() -> None:
    made = make_template()
    assert [layout.name for layout in made.slide_layouts] == [sheet.name for sheet in SHEETS.values()]
    assert made.slide_width / made.slide_height == pytest.approx(16 / 9, abs=1e-3)
    (theme,) = (root for root in walk_xml(made) if root.tag == DRAWING + "theme")
    for kind in ("majorFont", "minorFont"):
        fonts = theme.find(f".//{DRAWING}{kind}")
        assert fonts.find(DRAWING + "ea").get("typeface") == "微软雅黑"
        assert fonts.find(f"{DRAWING}font[@script='Hans']").get("typeface") == "微软雅黑"
    accent = theme.find(f".//{DRAWING}accent1/{DRAWING}srgbClr").get("val")
    assert f"#{accent}" == PALETTE[0]


def test_every_named_face_has_an_east_asian_one_before_that_of_other_scripts(samples: dj.BuildReport) -> None:
    bars = make_exhibit("图-01", "stacked_bars", ["甲校", "乙校"], THEMES)
    made = write(samples.tables, make_section(claims=(CLAIM,), exhibits=(bars,)))
    order = {DRAWING + tag: place for place, tag in enumerate(("latin", "ea", "cs", "sym"))}
    for root in walk_xml(made):
        for parent in root.iter(DRAWING + "rPr", DRAWING + "defRPr", DRAWING + "endParaRPr"):
            faces = [order[child.tag] for child in parent if child.tag in order]
            assert faces == sorted(faces)
            assert not faces or 1 in faces
    assert all(fonts.get("typeface") != "" for root in walk_xml(made) for fonts in root.iter(DRAWING + "ea"))


@pytest.mark.parametrize("form", ["bars", "stacked_bars"])
def test_charts_are_native_hold_every_point_and_can_be_edited(samples: dj.BuildReport, form: Any) -> None:
    bars = make_exhibit("图-01", form, [f"第{i}大学" for i in range(40)], THEMES[:2])
    made = write(samples.tables, make_section(claims=(CLAIM,), exhibits=(bars,)))
    pages = read_pages(made)
    assert join_charts(pages)["图-01"] == expect_points(bars)
    charts = [chart for page in pages for _, chart in page.charts]
    assert len(charts) > 1
    assert len({chart.value_axis.maximum_scale for chart in charts}) == 1
    for chart in charts:
        assert chart._chartSpace.find(f".//{DRAWING}ea") is not None
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        rows = list(book.active.iter_rows(values_only=True))
        assert [row[0] for row in rows[1:]] == list(chart.plots[0].categories)
        assert [row[1] for row in rows[1:]] == list(chart.plots[0].series[0].values)


def test_text_of_any_kind_shows_as_itself(samples: dj.BuildReport) -> None:
    claims = tuple(Claim(f"论-{i:03}", text, ()) for i, text in enumerate(HOSTILE))
    table = make_exhibit("表-01", "table", HOSTILE, ["项数"])
    bars = make_exhibit("图-01", "bars", HOSTILE, ["项数"])
    pages = read_pages(write(samples.tables, make_section(claims=claims, exhibits=(bars, table))))
    told = "\n".join(text for page in pages for text in page.texts)
    assert [text for text in HOSTILE if text not in told] == []
    strip = str.maketrans("", "", "\u202c")
    assert [row[0].translate(strip) for row in join_tables(pages)["表-01"]] == HOSTILE
    (chart,) = (chart for page in pages for _, chart in page.charts)
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    cells = [row[0] for row in list(book.active.iter_rows())[1:]]
    assert [cell.data_type for cell in cells] == ["s"] * len(HOSTILE)
    assert [cell.value.translate(strip) for cell in cells] == HOSTILE


def test_characters_no_office_file_may_hold_are_shown_as_missing(samples: dj.BuildReport) -> None:
    claims = (Claim("论-001", "党\x00建\x0b与\ud800群团\ufffe", ()),)
    table = make_exhibit("表-01", "table", ["甲\x01"], ["项数"])
    pages = read_pages(write(samples.tables, make_section(title="题\x02目", claims=claims, exhibits=(table,))))
    told = "\n".join(text for page in pages for text in page.texts)
    assert "党\ufffd建\ufffd与\ufffd群团\ufffd" in told
    assert "题\ufffd目" in told


def test_a_turned_direction_ends_with_its_text(samples: dj.BuildReport) -> None:
    claims = (Claim("论-001", "甲\u202e乙", ()),)
    (text,) = (
        t for page in read_pages(write(samples.tables, make_section(claims=claims))) for t in page.texts if "甲" in t
    )
    assert text.index("\u202c") < text.index("〔001〕")


def test_a_long_table_runs_on_and_loses_no_row(samples: dj.BuildReport) -> None:
    table = make_exhibit("表-01", "table", [f"第{i}师范大学马克思主义学院" * (1 + i % 4) for i in range(90)], ["项数"])
    pages = read_pages(write(samples.tables, make_section(claims=(CLAIM,), exhibits=(table,))))
    rows = join_tables(pages)["表-01"]
    assert [int(row[1]) for row in rows] == list(table.data["项数"])
    assert len([page for page in pages if page.tables]) > 3
    assert all("表-01" in page.ids for page in pages if page.tables)


@pytest.mark.parametrize("count", [0, 1, 3, 30], ids=lambda n: f"{n}-claims")
def test_every_claim_stands_on_a_slide_with_its_id_and_nothing_leaves_it(samples: dj.BuildReport, count: int) -> None:
    claims = tuple(
        Claim(f"论-{i:03}", f"第{i}条论断，" + "说明支部所做的工作。" * (i % 9 + 1), ()) for i in range(count)
    )
    bars = make_exhibit("图-01", "bars", ["甲校", "乙校"], ["项数"])
    made = write(samples.tables, make_section(claims=claims, exhibits=(bars,), title="很长的题目" * 30))
    told = "\n".join(text for page in read_pages(made) for text in page.texts)
    assert [claim.claim_id for claim in claims if f"{claim.text}\u2002{show_mark(claim.claim_id)}" not in told] == []
    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= made.slide_width
            assert shape.top + shape.height <= made.slide_height


def test_a_claim_longer_than_a_page_is_cut_and_stands_whole_in_the_notes(samples: dj.BuildReport) -> None:
    claim = Claim("论-001", "支部的工作" * 900, ())
    pages = read_pages(write(samples.tables, make_section(claims=(claim,))))
    assert any("…\u2002〔001〕" in text for page in pages for text in page.texts)
    assert any(claim.text in page.notes for page in pages)


def test_sections_without_content_say_so(samples: dj.BuildReport) -> None:
    pages = read_pages(write(samples.tables, make_section(title="")))
    assert "没有这方面的内容" in "".join(pages[-1].texts)
    assert len(read_pages(write(samples.tables))) == 1


def test_notes_lead_to_file_place_and_quote(samples: dj.BuildReport) -> None:
    row = samples.tables.numbers.iloc[0]
    file = samples.tables.documents.set_index("doc_id")["source_file"][row["doc_id"]]
    claim = Claim("论-001", "共3项。", (quantity(3, Trace("numbers", row["number_id"])),))
    (notes,) = (page.notes for page in read_pages(write(samples.tables, make_section(claims=(claim,)))) if page.notes)
    assert "论-001" in notes
    assert f"{file} 原文[{row['raw_start']}, {row['raw_end']})「{row['quote']}" in notes


def test_each_school_has_one_page(samples: dj.BuildReport) -> None:
    schools = [
        Section(
            "school", f"第{i}大学：荣誉3项", f"第{i}大学",
            (CLAIM, *(Claim("论-002", "写到的举措有若干。" * 9, ()),) * 3),
            (make_exhibit("图-01", "bars", THEMES, ["项数"]), make_exhibit("表-01", "table", THEMES, ["项数"])),
            ("没有写到不等于没有做。",),
        )
        for i in range(40)
    ]  # fmt: skip
    pages = read_pages(write(samples.tables, *schools))
    assert len(pages) == 2 + 40
    assert all(page.charts and page.tables for page in pages[2:])
    assert "没有写到不等于没有做。" in pages[-1].texts


def test_the_same_content_gives_the_same_bytes(samples: dj.BuildReport) -> None:
    bars = make_exhibit("图-01", "bars", ["甲校", "乙校"], ["项数"])
    briefing = make_briefing(samples.tables, make_section(claims=(CLAIM,), exhibits=(bars,)))
    assert write_slides(briefing, samples.tables) == write_slides(briefing, samples.tables)


def test_frozen_archives_do_not_know_when_they_were_made() -> None:
    made = []
    for year in (1999, 2024):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(zipfile.ZipInfo("a.xml", (year, 1, 2, 3, 4, 6)), "甲")
            core = f"<x><dcterms:created t='d'>{year}-01-01T00:00:00Z</dcterms:created></x>"
            archive.writestr(zipfile.ZipInfo("docProps/core.xml", (year, 1, 2, 3, 4, 6)), core)
        made.append(freeze_archive(buffer.getvalue()))
    assert made[0] == made[1] == freeze_archive(made[0])


def save_template(path: Path, change: Any = None) -> Path:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "样例页"
    if change:
        change(made)
    made.save(path)
    return path


def as_potx(path: Path) -> Path:
    target = path.with_suffix(".potx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            out.writestr(name, source.read(name).replace(b"presentationml.presentation.main+xml", TEMPLATE_TYPE))
    return target


@pytest.mark.parametrize("is_potx", [False, True], ids=["pptx", "potx"])
def test_a_template_of_ones_own_is_used_and_its_sample_slides_go(
    samples: dj.BuildReport, tmp_path: Path, is_potx: bool
) -> None:
    path = save_template(tmp_path / "模板.pptx", lambda p: setattr(p, "slide_width", Inches(11)))
    bars = make_exhibit("图-01", "bars", ["甲校", "乙校"], ["项数"])
    section = make_section(claims=(CLAIM,), exhibits=(bars,))
    made = write(samples.tables, section, template=as_potx(path) if is_potx else path)
    assert made.slide_width == Inches(11)
    assert [slide.slide_layout.name for slide in made.slides] == ["Title Slide", "Title and Content"]
    pages = read_pages(made)
    assert not any("样例页" in text for page in pages for text in page.texts)
    assert join_charts(pages)["图-01"] == expect_points(bars)
    theme = next(root for root in walk_xml(made) if root.tag == DRAWING + "theme")
    assert all(ea.get("typeface") for ea in theme.iter(DRAWING + "ea"))


def test_layouts_of_a_template_are_found_by_chinese_names(tmp_path: Path) -> None:
    def rename(made: Any) -> None:
        for layout, name in zip(made.slide_layouts, ("封面页", "正文页", "过渡页"), strict=False):
            layout._element.find("{*}cSld").set("name", name)
            layout._element.attrib.pop("type")

    layouts = open_design(save_template(tmp_path / "a.pptx", rename)).layouts
    assert [layouts[role].name for role in ("title", "text", "section")] == ["封面页", "正文页", "过渡页"]


def drop_layouts(made: Any) -> None:
    for slide in list(made.slides._sldIdLst):
        made.part.drop_rel(slide.rId)
        made.slides._sldIdLst.remove(slide)
    for layout in list(made.slide_layouts):
        if layout.name != "Blank":
            made.slide_layouts.remove(layout)


def test_templates_that_cannot_be_used_are_one_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pptx"
    broken.write_bytes(b"PK\x03\x04 not a presentation")
    other = tmp_path / "other.pptx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    bare = save_template(tmp_path / "bare.pptx", drop_layouts)
    for path in (broken, other, bare, tmp_path / "nowhere.pptx", tmp_path):
        with pytest.raises(TemplateError, match=re.escape(str(path))) as caught:
            open_design(path)
        assert "\n" not in str(caught.value)


def test_a_tall_figure_is_cut_between_its_rows_and_loses_nothing() -> None:
    def draw(figure: Any) -> None:
        axes = figure.subplots()
        axes.barh(range(12), [3] * 12, height=0.5)
        axes.axis("off")

    figure = new_chart((6, 14), draw, title="题", note="注", data=pd.DataFrame())
    strips = cut_figure(figure, 10.0, 4.5)
    assert len(strips) > 2
    assert all(strip.height * min(10 / strip.width, 1.15) <= 4.6 for strip in strips)
    assert len(cut_figure(figure, 10.0, 14.0)) == 1


@given(
    st.lists(st.text("党支部工作ab12，。“”（ ", max_size=60), min_size=1, max_size=8), st.floats(3, 12), st.floats(1, 5)
)
@settings(max_examples=60, deadline=None)
def test_what_is_said_to_fit_fits(texts: list[str], width: float, height: float) -> None:
    items = [Item(text, "论-001") for text in texts]
    size, count = fit_items(items, width, height)
    assert count == 0 or measure_height(items[:count], size, width) <= height
    assert count == len(items) or measure_height(items[: count + 1], size, width) > height


@given(st.text(max_size=80), st.floats(2, 20), st.integers(1, 5))
@settings(max_examples=100, deadline=None)
def test_cut_text_takes_no_more_lines_than_asked(text: str, width: float, lines: int) -> None:
    shown = cut_text(text, width, lines)
    assert count_lines(shown, width) <= lines or shown == "…"
    assert shown == text or text.startswith(shown.removesuffix("…"))


@given(st.lists(st.lists(st.text("党支部ab1，", max_size=40), min_size=3, max_size=3), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_tables_are_as_wide_as_their_box_at_most(rows: list[list[str]]) -> None:
    grid = lay_out_cells(["甲", "乙", "丙"], rows, [False] * 3, 9.0, 4.0)
    assert sum(grid.widths) <= 9.0 + 1e-6
    assert min(grid.widths) > 0


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_makes_a_name_every_system_takes(text: str) -> None:
    name = name_file(text)
    assert name
    assert len(name) <= LONGEST + 1
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\u202a-\u202e]', name)
    assert name == name.strip(" .")
    assert not re.fullmatch(r"(?i)(con|nul|aux|prn|com\d|lpt\d)(\..*)?", name)


def make_changes() -> Changes:
    kinds, cells = ("gained", "lost", "moved", "changed"), {"item": ["甲", "乙"]}
    rows = tuple(
        RowChange(kind, "numbers", f"{i}.txt", f"{i:016}", "党员=29<b>", cells if kind == "changed" else {})
        for i in range(30) for kind in kinds
    )  # fmt: skip
    sizes = {"documents": (5, 7), "numbers": (90, 120)}
    return Changes(("新.txt", "又.txt"), (), (), sizes, {"numbers": dict.fromkeys(kinds, 30)}, rows)


def test_changes_are_one_slide_with_their_table() -> None:
    changes = make_changes()
    made = pptx.Presentation(io.BytesIO(make_changes_slide(changes)))
    (page,) = read_pages(made)
    assert page.tables[0][1] == tabulate_changes(changes)
    told = "\n".join(page.texts)
    assert summarise_changes(changes) in told
    assert "新.txt" in told
    assert "消失　数字　党员=29<b>" in told
    shown = sum(line.startswith(("新增　", "消失　", "移位　", "改值　")) for line in told.splitlines())
    assert f"另有{len(changes.rows) - shown}行" in told
    assert make_changes_slide(changes) == make_changes_slide(changes)


def test_a_build_without_changes_makes_a_slide_too() -> None:
    (page,) = read_pages(pptx.Presentation(io.BytesIO(make_changes_slide(NOTHING))))
    assert "没有变化" in page.texts[0] + page.texts[1]
