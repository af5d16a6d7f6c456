"""Notebooks are thin, stripped and Chinese; that they run is tested by nbmake on a build."""

import re
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks():
    assert {"10_corpus", "20_keywords", "30_clusters", "40_models"} <= {path.stem for path in NOTEBOOKS}


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
        assert len(cell.source.splitlines()) <= 10
        assert not re.search(r"\bdef \b|\blambda\b|\bimport re\b|/work|\bfor \b", cell.source)


def test_a_notebook_asks_first_explains_in_chinese_and_ends_with_its_limits(notebook):
    first, last = notebook.cells[0], notebook.cells[-1]
    assert first.cell_type == last.cell_type == "markdown"
    assert "要回答的问题" in first.source
    assert "怎样读" in first.source
    assert "小结" in last.source
    prose = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert len(HAN.findall(prose)) > 300


def test_the_tables_folder_is_a_parameter(notebook):
    tagged = [cell for cell in code_cells(notebook) if "parameters" in cell.metadata.get("tags", [])]
    assert tagged == code_cells(notebook)[:1]
    assert 'tables_dir = os.environ.get("DJ_TABLES", "../data/processed")' in tagged[0].source
