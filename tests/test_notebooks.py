"""Notebooks are thin, stripped and Chinese; that they run is tested by nbmake on a build, and in test_notebook_runs."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
HAN = re.compile(r"[\u4e00-\u9fff]")
NAMES = ["10_corpus", "20_keywords", "30_clusters", "40_models", "50_schools", "60_briefing"]
LOGIC = re.compile(
    r"\b(?:def|lambda|class|for|while|if .*:$|try|import re|import os|Path|open)\b|/work|\.\./|re\.", re.MULTILINE
)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_six_notebooks():
    assert [path.stem for path in NOTEBOOKS] == NAMES


def test_a_notebook_is_valid_and_stripped(notebook):
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    for cell in code_cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_a_notebook_is_thin(notebook):
    cells = code_cells(notebook)
    assert len(cells) <= 15
    for cell in cells:
        ast.parse(cell.source)
        assert len(cell.source.splitlines()) <= 10
        assert max(map(len, cell.source.splitlines())) <= 120
        assert not LOGIC.search(cell.source), cell.source


def test_the_check_for_logic_can_fail():
    assert LOGIC.search("def count(x):")
    assert LOGIC.search('pd.read_csv("../data/x.csv")')


def test_a_notebook_asks_first_explains_in_chinese_and_ends_with_its_findings(notebook):
    first, before, last = notebook.cells[0], notebook.cells[-2], notebook.cells[-1]
    assert first.cell_type == before.cell_type == "markdown"
    assert "要回答的问题" in first.source
    assert "怎样读" in first.source
    assert before.source.startswith("## 结论与依据")
    assert last.cell_type == "code"
    assert re.search(r"notebooks\.(?:conclude_\w+|show_claims)\(", last.source)
    prose = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert len(HAN.findall(prose)) > 300


def test_a_notebook_says_what_the_sample_is_too_small_for(notebook):
    assert any("notebooks.show_limits(" in cell.source for cell in code_cells(notebook))


def test_the_tables_folder_is_a_parameter(notebook):
    tagged = [cell for cell in code_cells(notebook) if "parameters" in cell.metadata.get("tags", [])]
    assert tagged == code_cells(notebook)[:1]
    assert tagged[0].source.startswith("tables_dir = None")
    assert "notebooks.open_corpus(tables_dir" in code_cells(notebook)[1].source
