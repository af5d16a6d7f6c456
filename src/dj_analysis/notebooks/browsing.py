"""Tables a reader can search, sort and page through, in a notebook and in its page, without any network.

The table is plain HTML, and stays one where scripts do not run; DataTables, of the offline bundle of itables, is laid
over it. The same frame gives the same bytes.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from dj_analysis.analysis.wording import to_chinese
from dj_analysis.charts.style import measure_width
from dj_analysis.charts.tables import BEFORE_TERM, DIGITS, NARROW, NO_ROWS

PAGE = 10
"""Rows of a page; a table that has no more is neither paged nor searched."""
MARK = "dj-browse"
"""Class of these tables in the page."""
MAX_ROWS = 1000
"""Rows beyond these are left out of a page, which would grow by half a kilobyte for each; the caption says so."""
SHARE = "share"
"""Word in the names of columns that hold parts of a whole, shown in per cent."""
MAX_CHARACTERS = 400
"""Of one cell: an evidence sentence is read whole, a passage is not."""
WIDE = 48
"""Characters above which a column holds sentences and gets the width to read them."""
LANGUAGE = {
    "search": "搜索：",
    "lengthMenu": "每页 _MENU_ 行",
    "info": "第 _START_–_END_ 行，共 _TOTAL_ 行",
    "infoEmpty": "没有符合的行",
    "infoFiltered": "（从 _MAX_ 行中筛选）",
    "zeroRecords": "没有符合的行",
    "emptyTable": "没有可列的行",
    "thousands": ",",
    "paginate": {"first": "首页", "last": "末页", "next": "下一页", "previous": "上一页"},
    "aria": {"orderable": "点击排序", "orderableReverse": "点击倒序"},
}
STYLE = """<style>
table.dj-browse { border-collapse: collapse; width: 100% !important; font-size: 13px; table-layout: auto !important; }
table.dj-browse th, table.dj-browse td {
  text-align: left !important; vertical-align: baseline; padding: 5px 7px !important; max-width: none !important;
}
table.dj-browse td { white-space: normal !important; line-height: 1.55; }
table.dj-browse th { white-space: nowrap !important; }
table.dj-browse .r { text-align: right !important; font-variant-numeric: tabular-nums; }
table.dj-browse td.n { white-space: nowrap !important; }
table.dj-browse .w { min-width: 7em; }
table.dj-browse .v { min-width: 18em; }
table.dj-browse caption { caption-side: bottom; text-align: left; color: #5f6b76; padding: 4px 0; }
div.dt-container { font-size: 13px; margin: 4px 0 14px; }
</style>"""
SCRIPT = """<script type="module">
const start = async () => {{
  const {{ ITable }} = await window.{bundle};
  for (const table of document.querySelectorAll("table.{place}:not(.dataTable)")) new ITable(table, {options});
}};
if (window.{bundle}) start(); else window.addEventListener("{ready}", start, {{ once: true }});
</script>"""


@dataclass(frozen=True)
class BrowsedTable:
    """A table for a notebook: ``frame`` as readers see it, and its HTML."""

    frame: pd.DataFrame
    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"{len(self.frame)} 行"


def browse_table(
    frame: pd.DataFrame,
    *,
    table: str | None = None,
    headings: Mapping[str, str] | None = None,
    caption: str = "",
    page: int = PAGE,
) -> BrowsedTable:
    """The frame with Chinese headings and values, to be searched, sorted and paged through.

    ``table`` and ``headings`` as in ``show_table``; ``caption`` stands below, ``page`` is the number of rows
    to a page. Of more than 1,000 rows the first are
    shown, and the caption says so. Text of a cell is text: a tag in it is shown, not obeyed.

    >>> shown = browse_table(pd.DataFrame({"term": ["<b>党建</b>"], "n": [3]}), headings={"n": "次数"})
    >>> "&lt;b&gt;党建" in shown.html, "http" in shown.html
    (True, False)
    """
    kept = frame.head(MAX_ROWS)
    shown = to_chinese(kept.rename(columns=headings or {}), table=table, digits=DIGITS)
    said = [caption] if caption else []
    if len(frame) > MAX_ROWS:
        said.append(f"共{len(frame):,}行，只列前{MAX_ROWS:,}行；全部在表的文件里。")
    if shown.empty:
        return BrowsedTable(shown, f'<p class="dj-none">{html.escape("".join([*said, NO_ROWS]))}</p>')
    shown = pd.DataFrame(
        {
            title: _write_share(values) if SHARE in str(name).split("_") else _write_whole(values)
            for name, (title, values) in zip(kept.columns, shown.items(), strict=True)
        }
    )
    numeric = [_is_number(kept[name]) for name in kept.columns]
    right = [number or str(name) == BEFORE_TERM for number, name in zip(numeric, kept.columns, strict=True)]
    body = _write_table(shown, right, "".join(said))
    place = "dj-" + hashlib.sha256(body.encode()).hexdigest()[:12]
    return BrowsedTable(
        shown, STYLE + body.replace(MARK, f"{MARK} {place}", 1) + _write_script(place, len(shown), page)
    )


def load_browsing() -> None:
    """Put the offline bundle of itables into the notebook, once, before its first table."""
    import itables  # noqa: PLC0415 - 1 second, and only in notebooks

    itables.options.display_logo_when_loading = False
    itables.init_notebook_mode(all_interactive=False, connected=False)


def name_bundle() -> tuple[str, str]:
    """The name the bundle of itables goes by in a page, and the event that tells it is ready.

    Raises PackageNotFoundError where itables is not installed.
    """
    release = version("itables")
    return "_itables_" + release.replace(".", "_"), f"itables-{release}-ready"


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _write_share(values: pd.Series) -> pd.Series:
    return values.map(lambda value: f"{value:.0%}" if isinstance(value, float) else value)


def _write_whole(values: pd.Series) -> pd.Series:
    """Numbers without a decimal point where the whole column is whole."""
    floats = [value for value in values if isinstance(value, float)]
    if not floats or not all(value.is_integer() for value in floats):
        return values
    return values.map(lambda value: int(value) if isinstance(value, float) else value)


def _write_table(shown: pd.DataFrame, right: list[bool], caption: str) -> str:
    """The table as HTML, every text escaped."""
    classes = [_pick_class(shown.iloc[:, i], is_right) for i, is_right in enumerate(right)]
    head = "".join(
        f'<th class="{name}">{html.escape(str(title))}</th>' for name, title in zip(classes, shown.columns, strict=True)
    )
    rows = "\n".join(
        "<tr>"
        + "".join(f'<td class="{name}">{_write_cell(v)}</td>' for name, v in zip(classes, row, strict=True))
        + "</tr>"
        for row in shown.to_numpy(dtype=object)
    )
    below = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    whole = f"{below}<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>"
    return f'<table class="{MARK} display compact">{whole}</table>'


def _pick_class(column: pd.Series, is_right: bool) -> str:
    widest = max((measure_width(_write_cell(value)) for value in column), default=0.0)
    width = "n" if widest <= NARROW else "w" if widest <= WIDE else "v"
    return f"r {width}" if is_right else width


def _write_cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.{DIGITS}f}"
    text = " ".join(str(value).split())
    return html.escape(text if len(text) <= MAX_CHARACTERS else text[: MAX_CHARACTERS - 1] + "…")


def _write_script(place: str, n_rows: int, page: int) -> str:
    paged = n_rows > page
    options = {
        "language": LANGUAGE,
        "order": [],
        "paging": paged,
        "info": paged,
        "pageLength": page,
        "lengthMenu": [page, 25, 50, 100],
        "autoWidth": False,
        "layout": {
            "topStart": "pageLength" if paged else None,
            "topEnd": "search" if paged else None,
            "bottomStart": "info" if paged else None,
            "bottomEnd": "paging" if paged else None,
        },
    }
    try:
        bundle, ready = name_bundle()
    except PackageNotFoundError:
        return ""
    text = json.dumps(options, ensure_ascii=False, sort_keys=True)
    return SCRIPT.format(bundle=bundle, ready=ready, place=place, options=text)
