"""Notebooks run from the command line: parameters, pages that need no network, and one sentence for every mistake."""

import json
import re
import sys
from shutil import which

import nbformat
import pytest
from typer.testing import CliRunner

from dj_analysis.cli import app
from dj_analysis.notebooks import run_notebooks
from dj_analysis.notebooks.errors import NotebookError
from dj_analysis.notebooks.parameters import check_names, read_parameters, read_value, split_assignments
from dj_analysis.notebooks.places import CHECKOUT, find_notebooks

pytest.importorskip("nbclient")
pytest.importorskip("papermill")
NAMES = ["10_corpus", "20_keywords", "30_clusters", "40_models", "50_schools", "60_briefing"]
FETCHED = re.compile(
    r"""(?:<(?:script|img|iframe|source|embed|audio|video)\b[^>]*\bsrc|<link\b[^>]*\bhref|@import\s+(?:url\()?|"""
    r"""\bimport\s*\(?|\burl\()\s*=?\s*["']?\s*(?:https?:)?//""",
    re.IGNORECASE,
)


def run(*args):
    result = CliRunner().invoke(app, ["notebooks", *map(str, args)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def write_notebook(path, *sources):
    cells = [nbformat.v4.new_markdown_cell("# 99 试验"), *map(nbformat.v4.new_code_cell, sources)]
    if len(cells) > 1:
        cells[1].metadata["tags"] = ["parameters"]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)


def test_notebooks_are_found_in_order_and_chosen_by_number_or_name(tmp_path):
    assert [path.stem for path in find_notebooks(places=[CHECKOUT])] == NAMES
    assert [path.stem for path in find_notebooks(["40_models", "20"], places=[CHECKOUT])] == [
        "20_keywords",
        "40_models",
    ]
    with pytest.raises(NotebookError, match="has no notebook 70; there are: 10_corpus"):
        find_notebooks(["70"], places=[CHECKOUT])
    with pytest.raises(NotebookError, match="no notebooks were found"):
        find_notebooks(places=[tmp_path])


def test_own_notebooks_go_before_those_of_the_package(tmp_path):
    write_notebook(tmp_path / "99_own.ipynb")
    assert [path.stem for path in find_notebooks(places=[tmp_path, CHECKOUT])] == ["99_own"]


@pytest.mark.parametrize(
    ("text", "default", "value"),
    [
        ("30", 20, 30),
        ("0.5", 1.0, 0.5),
        ("党建", "", "党建"),
        ("", "", ""),
        ("甲大学", None, "甲大学"),
        ("甲大学,乙学院", None, ["甲大学", "乙学院"]),
        ("甲大学，乙学院", None, ["甲大学", "乙学院"]),
        ("甲大学", ["乙学院"], ["甲大学"]),
        ("2021", None, "2021"),
        ("", None, None),
        ("None", None, None),
        ("1+2+2+6+N", None, "1+2+2+6+N"),
    ],
)
def test_a_value_is_read_by_its_default(text, default, value):
    assert read_value("name", text, default) == value


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: read_value("top", "许多", 20), "is not a number"),
        (lambda: split_assignments(["school"]), "is not NAME=VALUE"),
        (lambda: split_assignments(["=甲"]), "is not NAME=VALUE"),
        (lambda: check_names(["schol"], {"40_models": ["names"]}), "40_models has no parameter schol; there are"),
        (lambda: check_names(["x"], {"a": ["b"], "c": ["d"]}), "none of the notebooks has a parameter x; there are: b"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence(call, said):
    with pytest.raises(NotebookError, match=re.escape(said)):
        call()


def test_parameters_are_the_plain_assignments_of_the_tagged_cell():
    notebook = nbformat.read(CHECKOUT / "20_keywords.ipynb", as_version=4)
    found = read_parameters(notebook)
    assert found["tables_dir"] is None
    assert found["top"] == 20
    assert found["term"] == ""
    assert {"school", "group", "since", "until"} <= set(found)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--only", "70"), "has no notebook 70"),
        (("--only", "10", "-p", "school=甲"), "10_corpus has no parameter school; there are: n_examples, tables_dir"),
        (("-p", "学校=甲"), "none of the notebooks has a parameter 学校"),
        (("--only", "20", "-p", "top=许多"), "-p top=许多: is not a number"),
        (
            ("--only", "20", "-p", "school=重庆二师"),
            "no school is called '重庆二师'; nearest of 5 are: 重庆第二师范学院",
        ),
        (("-p", "school=重庆第二师范学院，甲大学"), "no school is called '甲大学'"),
        (("-p", "group=东部"), "no group is called '东部'"),
        (("-p", "since=去年"), "since: '去年' is no date"),
        (("-p", "until=1950"), "none of the 5 articles is of that time"),
    ],
)
def test_a_mistake_ends_the_command_before_anything_is_run(samples, tmp_path, arguments, said):
    code, output = run("--tables", samples.out, "--out", tmp_path / "pages", *arguments)
    assert code == 1
    assert said in output
    assert output.count("\n") == 1
    assert not (tmp_path / "pages").exists()


def test_no_tables_is_one_sentence(tmp_path):
    code, output = run("--tables", tmp_path)
    assert code == 1
    assert "dj-analysis build" in output
    assert output.count("\n") == 1


def test_a_missing_package_is_one_sentence_with_the_remedy(samples, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "nbconvert", None)
    code, output = run("--tables", samples.out, "--out", tmp_path)
    assert code == 1
    assert "pip install 'dj-analysis[notebook]'" in output


def test_the_pattern_for_what_is_fetched_can_match():
    fetched = (
        '<script src="https://a.b/c.js">', "<link rel=x href=//a.b/c.css>", "import('https://a.b/c.js')",
        '@import url("http://a.b")', "background: url(https://a.b/c.png)", 'import x from "y"; import "https://a.b"',
    )  # fmt: skip
    assert all(FETCHED.search(text) for text in fetched)
    assert not FETCHED.search("<a href='https://a.b'>")


def read_page(path):
    html = path.read_text(encoding="utf-8")
    # What stands in output as data, the bundle of itables in base64, is not fetched.
    assert not FETCHED.search(html), FETCHED.search(html)
    return html


@pytest.fixture(scope="module")
def small_run(samples, tmp_path_factory):
    """Two notebooks of our own: one that shows a table, one that fails."""
    place = tmp_path_factory.mktemp("own")
    shown = "import pandas as pd\nfrom dj_analysis import charts, notebooks\n"
    shown += "notebooks.open_corpus(tables_dir, school=[school, '没有的学校'])"
    table = "notebooks.browse_table(pd.DataFrame({'text': ['<script>alert(1)</script>'] * 20}))"
    chart = "charts.show_reason('没有数据', title='空图', data=pd.DataFrame())"
    write_notebook(place / "notebooks" / "98_own.ipynb", "tables_dir = None\nschool = None", shown, table, chart)
    write_notebook(place / "notebooks" / "99_bad.ipynb", "x = 1", "1 / 0")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        arguments = ("--tables", samples.out, "--out", place / "页 面", "-p", "school=重庆第二师范学院")
        return place, run(*arguments)


def test_a_page_holds_everything_and_a_failing_notebook_stops_no_other(small_run):
    place, (code, output) = small_run
    assert code == 1
    page = place / "页 面" / "98_own.html"
    assert str(page) in output
    assert "99_bad.ipynb: a cell failed with ZeroDivisionError: division by zero" in output
    assert sorted(path.name for path in page.parent.iterdir()) == ["98_own.html"]
    html = read_page(page)
    assert "<title>99 试验</title>" in html
    assert 'lang="zh"' in html
    assert "没有名为“没有的学校”的学校" in html
    assert 'alt="空图：没有数据"' in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html
    assert "WARNING" not in html
    assert "Warning" not in html.split("<body")[1].split("injectModule")[0]


def test_a_notebook_that_cannot_be_read_is_named(samples, tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "10_bad.ipynb").write_text("{", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotebookError, match=r"10_bad\.ipynb: is no notebook"):
        list(run_notebooks(samples.out, tmp_path / "pages"))


@pytest.fixture(scope="module")
def pages(samples, tmp_path_factory):
    """All six, run twice on the samples."""
    both = []
    for name in ("one", "two"):
        out = tmp_path_factory.mktemp(name)
        assert [executed.failure for executed in run_notebooks(samples.out, out)] == [""] * len(NAMES)
        both.append(out)
    return both


@pytest.mark.long
def test_every_notebook_makes_a_page_that_fetches_nothing_and_the_same_twice(pages):
    one, two = pages
    assert sorted(path.stem for path in one.glob("*.html")) == NAMES
    for name in NAMES:
        html = read_page(one / f"{name}.html")
        assert f"<title>{name[:2]} " in html
        assert not re.search(r'<img\b(?![^>]*\balt="[^"]+")', html)
        assert html == (two / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.long
def test_pages_work_in_a_browser_without_a_network(pages, tmp_path):
    playwright = pytest.importorskip("playwright.sync_api")
    asked, wrong = [], []
    with playwright.sync_playwright() as driver:
        browser = open_browser(driver)
        page = browser.new_context(offline=True, viewport={"width": 1200, "height": 900}).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        for name in NAMES:
            page.goto((pages[0] / f"{name}.html").as_uri())
            tables = page.locator("table.dj-browse").count()
            page.wait_for_function(f"document.querySelectorAll('table.dataTable').length >= {tables}", timeout=60_000)
            assert page.evaluate("document.documentElement.scrollWidth") <= 1200
            assert page.evaluate("[...document.images].every(i => i.naturalWidth > 0 && i.alt)")
        page.goto((pages[0] / "50_schools.html").as_uri())
        box = page.locator("input[type=search]").first
        box.fill("没有这样的内容")
        page.wait_for_function("document.body.innerText.includes('没有符合的行')")
        browser.close()
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []
    assert wrong == []


def open_browser(driver):
    found = which("chromium") or which("chromium-browser") or which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine")
    return driver.chromium.launch(
        executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    )


@pytest.mark.long
def test_an_executed_notebook_is_not_written_over_its_source(pages):
    for name in NAMES:
        source = json.loads((CHECKOUT / f"{name}.ipynb").read_text(encoding="utf-8"))
        assert all(cell.get("outputs", []) == [] for cell in source["cells"])
