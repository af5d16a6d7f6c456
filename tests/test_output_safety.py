"""Whatever an article or metadata.csv says, it stays text: no formula, no markup, no link, no turned direction.

Files of data (CSV, Parquet, texts) keep every character of the article; what a spreadsheet would run stands behind an
apostrophe. The viewer has tests of its own in a browser.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

import dj_analysis as dj
from dj_analysis import analysis, charts, notebooks
from dj_analysis.briefing.pack import write_pack
from dj_analysis.cells import unshield_cell
from dj_analysis.review.session import export_rows
from dj_analysis.schema import TABLES

TOKEN = "EVILX"
PAYLOADS = (
    f'=HYPERLINK("http://{TOKEN}.invalid","点")', f"=cmd|' /C {TOKEN}'!A0", f"+1+1{TOKEN}", f"-2+3{TOKEN}",
    f"@SUM(1){TOKEN}",
    f"\t=1+1{TOKEN}", f"\r=1+1{TOKEN}", f"＝1+1{TOKEN}", f"＋1{TOKEN}", f"－1{TOKEN}", f"＠SUM(1){TOKEN}",
    f"<script>{TOKEN}(1)</script>", f"<img src=x onerror={TOKEN}(1)>",
    f"]]><x onclick={TOKEN}(1)>", f"</script><b>{TOKEN}",
    f"javascript:{TOKEN}(1)", f"data:text/html,<script>{TOKEN}(1)</script>", f"https://{TOKEN}.invalid/a",
    f"file:///etc/{TOKEN}", f"\u202e倒写{TOKEN}\u2066", f"\u200b零宽{TOKEN}\u200d",
    f"空\x00字{TOKEN}", f"{{{{7*7}}}}{TOKEN}",
    f"$\\frac{{1}}{{2}}${TOKEN}", f"_x003D_1+1{TOKEN}",
)  # fmt: skip
"""What a spreadsheet would run, what a page would, what turns or hides text, what no file holds."""
RUNS = re.compile(r"^[=+\-@\t\r＝＋－＠]")
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FACTS = (
    "{p}学院学生党支部工作总结\n日期：2021-05-11\n{p}学院学生党支部现有党员2{i}人。\n支部开展“{p}”活动，打造“{p}讲堂”品牌，"
    "坚持“三个结合”，理论与实践相结合，教学与科研相结合，管理与服务相结合。\n2019年支部被评为“{p}”省级先进党支部。\n{p}\n"
)


def write_hostile(raw: Path) -> Path:
    """An article for every payload, in its text and in every cell the analyst may fill in."""
    raw.mkdir(parents=True)
    for i, payload in enumerate(PAYLOADS):
        (raw / f"{i:02}.txt").write_text(FACTS.format(p=payload, i=i), "utf-8")
    with (raw / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source_file", "title", "school", "unit", "published_date", "author", "url", "group", "note"])
        for i, payload in enumerate(PAYLOADS):
            writer.writerow([f"{i:02}.txt", payload, f"{payload}大学", payload, "2021-05-11", *[payload] * 4])
    return raw


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dj.BuildReport:
    folder = tmp_path_factory.mktemp("hostile")
    return dj.build(write_hostile(folder / "raw"), folder / "out")


def find_formulas(path: Path) -> list[str]:
    """Cells of a CSV file that a spreadsheet would run."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    numbers = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")
    return [cell for row in rows for cell in row if RUNS.match(cell) and not numbers.fullmatch(cell)]


def test_the_payloads_get_into_the_tables(built: dj.BuildReport) -> None:
    said = "".join(built.tables.initiatives["name"]) + "".join(built.tables.honors["title"])
    assert said.count(TOKEN) > 20
    assert built.tables.documents["school"].str.contains(TOKEN).all()
    assert len(built.tables.documents) == len(PAYLOADS)


def test_no_cell_of_a_csv_is_a_formula_and_none_is_changed(built: dj.BuildReport) -> None:
    shielded = 0
    for name, frame in built.tables.items():
        path = built.out / f"{name}.csv"
        assert find_formulas(path) == []
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row, (_, values) in zip(csv.DictReader(file), frame.iterrows(), strict=True):
                for column in TABLES[name].columns:
                    if column.kind == "text" and isinstance(values[column.name], str):
                        assert unshield_cell(row[column.name]) == values[column.name]
                        shielded += row[column.name] != values[column.name]
    assert shielded > 50


def test_a_formula_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n-5,=1+1\n", "utf-8-sig")
    assert find_formulas(tmp_path / "a.csv") == ["=1+1"]


def test_metadata_hides_no_characters(built: dj.BuildReport) -> None:
    documents = built.tables.documents
    hidden = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
    for column in ("title", "school", "unit", "author", "url", "group"):
        assert [text for text in documents[column].dropna() if hidden.search(text)] == []


def find_live_cells(data: bytes) -> list[str]:
    """Formulas, links and connections of a workbook, and cells with characters that turn the direction of text."""
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = parts.namelist()
        found += [name for name in names if re.search(r"externalLink|vbaProject|connections|oleObject|activeX", name)]
        for name in names:
            if name.endswith(".rels") and b'TargetMode="External"' in parts.read(name):
                found.append(f"{name}: a link out")
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            found += [f"{sheet.title}: {cell.value}" for cell in row if cell.data_type == "f" or cell.hyperlink]
    return found


def test_the_review_workbook_runs_nothing(built: dj.BuildReport, tmp_path: Path) -> None:
    list(export_rows(built.out, tmp_path / "a.xlsx", [], []))
    data = (tmp_path / "a.xlsx").read_bytes()
    assert find_live_cells(data) == []
    assert TOKEN in str([row for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.values])


def test_a_live_cell_would_be_found() -> None:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["=1+1"])
    book.active["A2"].hyperlink = "https://example.invalid"
    book.save(buffer)
    assert len(find_live_cells(buffer.getvalue())) == 3


class Page(HTMLParser):
    """What could act in a page: scripts and styles, and attributes that run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_data = given.get("type") in ("application/json", "text/plain")
        self.inside = tag if tag in ("script", "style") and not is_data else ""
        for name, value in attrs:
            runs = name.startswith("on") or name == "srcdoc"
            leads = name in ("href", "src", "action", "formaction", "data", "xlink:href") and not re.match(
                r"#|data:(?:image|font|application/font)", value or "#"
            )
            if (runs or leads) and TOKEN in (value or ""):
                self.found.append(f"{tag} {name}={value}")
        if tag in ("x", "iframe", "object", "embed", "base") and TOKEN in str(attrs):
            self.found.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside and TOKEN in data:
            at = data.index(TOKEN)
            self.found.append(f"<{self.inside}> {data[max(0, at - 60) : at + 60]}")


def find_live_markup(text: str) -> list[str]:
    page = Page()
    page.feed(text)
    page.close()
    return page.found


@pytest.mark.parametrize(
    "text",
    [
        f"<script>{TOKEN}(1)</script>",
        f"<img src=x onerror={TOKEN}(1)>",
        f"<a href='javascript:{TOKEN}(1)'>x</a>",
        f"<x onclick={TOKEN}(1)>",
    ],
)
def test_live_markup_would_be_found(text: str) -> None:
    assert find_live_markup(text)
    assert not find_live_markup(text.replace("<", "&lt;"))


def test_tables_shown_in_notebooks_are_text(built: dj.BuildReport) -> None:
    for name, frame in built.tables.items():
        shown = notebooks.browse_table(frame, table=name)
        assert find_live_markup(shown._repr_html_()) == []


def test_a_drawn_figure_is_a_picture(built: dj.BuildReport, tmp_path: Path) -> None:
    tables = built.tables
    noise = analysis.measure_noise(tables.documents, tables.passages, tables.edits)
    for path in charts.save(charts.noise_report(noise), tmp_path / "noise"):
        if path.suffix == ".svg":
            check_svg(path.read_bytes())
        if path.suffix == ".csv":
            assert find_formulas(path) == []


def check_svg(data: bytes) -> None:
    """A drawing has no script, no handler and no link out of itself."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        assert etree.QName(element).localname not in ("script", "foreignObject", "a", "iframe")
        for name, value in element.attrib.items():
            local = etree.QName(name).localname
            assert not local.startswith("on")
            assert local != "href" or value.startswith(("#", "data:image/"))


@pytest.fixture(scope="module")
def pack(built: dj.BuildReport) -> Path:
    write_pack(built.out, built.out.parent / "pack", title=f"简报<script>{TOKEN}</script>")
    return built.out.parent / "pack"


@pytest.mark.long
def test_a_pack_of_hostile_articles_runs_nothing(pack: Path) -> None:
    for path in sorted(pack.rglob("*")):
        if path.suffix == ".xlsx":
            assert find_live_cells(path.read_bytes()) == []
        elif path.suffix in (".pptx", ".docx"):
            check_office(path)
        elif path.suffix == ".svg":
            check_svg(path.read_bytes())
        elif path.suffix == ".csv":
            assert find_formulas(path) == []
        elif path.suffix == ".html":
            assert find_live_markup(path.read_text("utf-8")) == []


def check_office(path: Path) -> None:
    """A document for reading has no link out, nothing that runs, and no text that turns its direction."""
    fields = re.compile(r"<w:instrText[^>]*>([^<]*)")
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            data = parts.read(name)
            assert not re.search(r"vbaProject|oleObject|activeX|externalLink", name)
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in data
            elif name.endswith(".xlsx"):
                assert find_live_cells(data) == []
            elif name.endswith(".xml"):
                text = data.decode("utf-8")
                assert not TURNING.search(text), name
                assert not [one for one in fields.findall(text) if TOKEN in one]
                assert "hlinkClick" not in text or TOKEN not in "".join(re.findall(r"<a:hlinkClick[^>]*>", text))


@pytest.mark.long
def test_notebooks_of_hostile_articles_run_nothing(built: dj.BuildReport, tmp_path: Path) -> None:
    for run in notebooks.run_notebooks(built.out, tmp_path / "pages"):
        assert run.page, run.failure
        assert find_live_markup(run.page.read_text("utf-8")) == []
