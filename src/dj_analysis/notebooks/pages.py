"""An executed notebook as one HTML file that fetches nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from dj_analysis.regexes import compile_re

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEMPLATES = Path(__file__).parent
TEMPLATE = "page"
HEADING = compile_re(r"^#\s+(.+)$", re.MULTILINE)
LANGUAGE = "zh"


def make_page(notebook: NotebookNode) -> str:
    """The HTML of an executed notebook: pictures and scripts within, code folded, the first heading as title."""
    from nbconvert import HTMLExporter  # noqa: PLC0415

    notebook.metadata["title"] = read_title(notebook)
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name=TEMPLATE, extra_template_basedirs=[str(TEMPLATES)], language_code=LANGUAGE, embed_images=True
    )
    html, _ = exporter.from_notebook_node(notebook)
    return str(html)


def read_title(notebook: NotebookNode) -> str:
    """The first heading."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (found := HEADING.search(cell.source)):
            return found.group(1).strip()
    return "笔记本"
