"""Execute notebooks on the tables of a build and write each as one HTML file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dj_analysis.notebooks.errors import NotebookError
from dj_analysis.notebooks.pages import make_page
from dj_analysis.notebooks.parameters import TAG, Value, check_names, read_parameters, read_value, split_assignments
from dj_analysis.notebooks.places import find_notebooks
from dj_analysis.tables import Tables, read_tables

if TYPE_CHECKING:
    from nbformat import NotebookNode

CELL_SECONDS = 1800
"""A cell that takes longer hangs: the slowest, clusters of 20,000 articles, takes minutes."""
KERNEL = "python3"
TABLES = "tables_dir"
CHOICE = ("school", "group", "since", "until")
"""Parameters that choose articles, the same in every notebook that has them."""
Started = Callable[[Path, int, int], None]


@dataclass(frozen=True, slots=True)
class Executed:
    """A notebook that was run: the page that was written, or the sentence that says why there is none."""

    notebook: Path
    page: Path | None
    failure: str = ""


def run_notebooks(
    tables: str | Path,
    out: str | Path,
    *,
    only: Sequence[str] = (),
    parameters: Sequence[str] = (),
    started: Started | None = None,
) -> Iterator[Executed]:
    """Run the notebooks, one after the other, and write each as ``<out>/<name>.html``.

    In: the folder of a build; ``only`` as for ``find_notebooks``; ``parameters`` as NAME=VALUE, for those notebooks
    that have them; ``started`` is called with (notebook, its place from 1, number of notebooks). Raises NotebookError
    for what is not there or not installed, TableError where there are no tables, and what ``narrow_tables`` raises for
    schools, groups and times the corpus does not have, all before anything is run; a cell that fails is told of in its
    ``Executed``, and the next notebook is run.
    """
    folder, target = Path(tables).resolve(), Path(out)
    corpus = read_tables(folder)
    check_packages()
    loaded = {path: _read(path) for path in find_notebooks(only)}
    known = {path: read_parameters(notebook) for path, notebook in loaded.items()}
    given = split_assignments(parameters)
    check_names(given, {path.stem: list(names) for path, names in known.items()})
    values = {path: _choose_values(given, names, folder) for path, names in known.items()}
    for chosen in values.values():
        check_choice(corpus, chosen)
    _make_folder(target)
    for place, (path, notebook) in enumerate(loaded.items(), 1):
        if started:
            started(path, place, len(loaded))
        yield _run_one(path, notebook, values[path], target)


def check_packages() -> None:
    """Raise NotebookError where the packages of the extra ``notebook`` are missing."""
    try:
        import ipykernel  # noqa: F401, PLC0415 - the extra may not be installed
        import itables  # noqa: F401, PLC0415
        import nbclient  # noqa: F401, PLC0415
        import nbconvert  # noqa: F401, PLC0415
        import papermill  # noqa: F401, PLC0415
    except ImportError as error:
        raise NotebookError(
            f"notebooks cannot be run without {error.name}; run pip install 'dj-analysis[notebook]'"
        ) from error


def _read(path: Path) -> NotebookNode:
    from papermill.iorw import load_notebook_node  # noqa: PLC0415 - the extra may not be installed

    try:
        notebook: NotebookNode = load_notebook_node(str(path))
    except (OSError, ValueError) as error:
        raise NotebookError(f"{path}: is no notebook that can be read; save it again from JupyterLab") from error
    return notebook


def _choose_values(given: Mapping[str, str], known: Mapping[str, Value], tables: Path) -> dict[str, Value]:
    """What is put into one notebook: the folder of the tables, and the parameters it has."""
    values = {name: read_value(name, text, known[name]) for name, text in given.items() if name in known}
    return {TABLES: str(tables), **values} if TABLES in known else values


def check_choice(tables: Tables, values: Mapping[str, Value]) -> None:
    """Raise what ``narrow_tables`` raises where the articles a notebook is asked for are not there.

    A notebook opened by hand goes on with all articles and says so; who names a school on the command line wants that.
    """
    wanted = {name: values[name] for name in CHOICE if values.get(name)}
    if wanted:
        from dj_analysis.analysis import narrow_tables  # noqa: PLC0415 - heavy; most runs choose nothing

        narrow_tables(
            tables,
            schools=_list_names(wanted.get("school")),
            groups=_list_names(wanted.get("group")),
            since=str(wanted.get("since") or ""),
            until=str(wanted.get("until") or ""),
        )


def _list_names(value: Value) -> list[str]:
    return [] if not value else value if isinstance(value, list) else [str(value)]


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotebookError(
            f"{out}: cannot write there ({error.strerror}); choose another folder with --out"
        ) from error


def _run_one(path: Path, notebook: NotebookNode, values: Mapping[str, Value], out: Path) -> Executed:
    try:
        executed = execute(notebook, values)
    except NotebookError as error:
        return Executed(path, None, f"{path}: {error}")
    page = out / f"{path.stem}.html"
    try:
        unfinished = page.with_suffix(".part")
        unfinished.write_text(make_page(executed), encoding="utf-8", newline="\n")
        unfinished.replace(page)
    except OSError as error:
        return Executed(path, None, f"{page}: cannot be written ({error.strerror}); close it or choose another folder")
    return Executed(path, page)


def execute(notebook: NotebookNode, values: Mapping[str, Value]) -> NotebookNode:
    """The notebook with its outputs, run with ``values`` in the current folder.

    Raises NotebookError with the place and the message of a cell that fails.
    """
    from nbclient import NotebookClient  # noqa: PLC0415
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError  # noqa: PLC0415
    from traitlets.config import Config  # noqa: PLC0415

    filled = _put_values(notebook, values)
    # Without encryption ipykernel 7.3 and later warn in every run.
    config = Config({"KernelManager": {"transport_encryption": "auto"}})
    client = NotebookClient(
        filled,
        timeout=CELL_SECONDS,
        kernel_name=KERNEL,
        record_timing=False,
        config=config,
        resources={"metadata": {"path": str(Path.cwd())}},
    )
    try:
        return client.execute()
    except CellExecutionError as error:
        raise NotebookError(f"a cell failed with {error.ename}: {error.evalue}") from error
    except (CellTimeoutError, DeadKernelError, AssertionError) as error:
        # nbclient 0.11 fails an assertion of its own when it cleans up behind a kernel that died.
        raise NotebookError("its kernel stopped or took too long; run it again, with more memory") from error


def _put_values(notebook: NotebookNode, values: Mapping[str, Value]) -> NotebookNode:
    """The notebook with a cell behind its parameters that sets them; its id is the same in every run."""
    if not values:
        return notebook
    from papermill.parameterize import parameterize_notebook  # noqa: PLC0415

    filled: NotebookNode = parameterize_notebook(
        notebook, dict(values), kernel_name=KERNEL, language="python", comment="本次的参数"
    )
    for cell in filled.cells:
        if f"injected-{TAG}" in cell.metadata.get("tags", []):
            cell["id"] = f"injected-{TAG}"
    return filled
