"""Whether every figure of a briefing follows from the rows it names: each is computed anew, and none stands alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from importlib import import_module
from typing import Any

import pandas as pd

from dj_analysis.analysis import label_documents
from dj_analysis.briefing.material import make_row_ids
from dj_analysis.briefing.records import Briefing, Citation, Claim, Exhibit, Quantity, Section, Trace
from dj_analysis.briefing.wording import ELLIPSIS, SPACE
from dj_analysis.regexes import compile_re, find_literal
from dj_analysis.tables import Tables

DIGITS = compile_re(r"\d+")
FIGURE = compile_re(r"-?\d[\d,]*(?:\.\d+)?")
TOLERANCE = 1e-9
HUNDRED = 100
PACKAGE = "dj_analysis."
UNITS = frozenset({"documents", "passages"})
"""Tables whose rows a computed statistic may rest on."""


class _Corpus:
    """The rows of the tables by id, looked up table by table."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._rows: dict[str, dict[str, dict[str, Any]]] = {}

    def find(self, trace: Trace) -> dict[str, Any] | None:
        """The row of a trace, or None."""
        if trace.table not in self._rows:
            frame = getattr(self.tables, trace.table, None)
            keyed = {} if frame is None else frame.set_index(make_row_ids(trace.table, frame)).to_dict("index")
            self._rows[trace.table] = {str(key): row for key, row in keyed.items()}
        return self._rows[trace.table].get(trace.row_id)

    @cached_property
    def schools(self) -> dict[str, str]:
        """The label of every article's school."""
        labels = label_documents(self.tables.documents)
        return dict(zip(labels["doc_id"], labels["school"], strict=True))

    def doc_id(self, trace: Trace) -> str:
        """The article a row stands in; empty where there is no such row."""
        row = self.find(trace)
        return "" if row is None else trace.row_id if trace.table == "documents" else str(row["doc_id"])

    def wordings(self, trace: Trace) -> list[str]:
        """Everything the row says, and the label of its school."""
        row = self.find(trace) or {}
        cells = [_fold(str(cell)) for cell in row.values() if pd.notna(cell)]
        return [*cells, self.schools.get(self.doc_id(trace), "")]


def check_quantities(briefing: Briefing, tables: Tables) -> list[str]:
    """What is wrong with the figures of a briefing: a sentence each, none where all of them follow from their rows.

    In: a briefing and the tables it was written from. Checked are: every trace is a row; every figure equals what its
    rows give; what is printed is the figure; no digit in a claim, table, title or note stands without a figure or a
    wording that is cited; ids are there once.
    """
    corpus = _Corpus(tables)
    found: list[str] = []
    for section in briefing.sections:
        for claim in section.claims:
            found += _check_claim(claim, corpus)
        for exhibit in section.exhibits:
            found += _check_exhibit(exhibit, corpus, section)
        found += _check_words(section, briefing.asked)
    found += _check_head(briefing)
    ids = [claim.claim_id for claim in briefing.claims] + [exhibit.exhibit_id for exhibit in briefing.exhibits]
    return found + [f"{name}: is there twice" for name in sorted({name for name in ids if ids.count(name) > 1})]


def recompute(quantity: Quantity, tables: Tables) -> float | None:
    """The figure as its rows give it; None where that cannot be told from the rows (computed)."""
    return _recompute(quantity, _Corpus(tables))


def _recompute(quantity: Quantity, corpus: _Corpus) -> float | None:
    ways: Mapping[str, Callable[[Quantity, _Corpus], float | None]] = {
        "rows": lambda q, _: float(len({(trace.table, trace.row_id) for trace in q.traces})),
        "documents": lambda q, c: float(len({c.doc_id(trace) for trace in q.traces})),
        "schools": lambda q, c: float(len({c.schools.get(c.doc_id(trace)) for trace in q.traces})),
        "sum": lambda q, _: sum(trace.weight for trace in q.traces),
        "value": _read_value,
        "share": lambda q, _: _total(q.traces) / _total(q.of) if _total(q.of) else None,
        "method": lambda q, _: float(_resolve(q.by)) if _resolve(q.by) is not None else None,
        "computed": lambda *_: None,
    }
    return ways[quantity.how](quantity, corpus)


def _total(traces: Iterable[Trace]) -> float:
    return sum(trace.weight for trace in traces)


def _read_value(quantity: Quantity, corpus: _Corpus) -> float | None:
    """The one cell; of a day, its digits."""
    if len(quantity.traces) != 1 or quantity.column is None:
        return None
    cell = (corpus.find(quantity.traces[0]) or {}).get(quantity.column)
    if cell is None or pd.isna(cell):
        return None
    return float("".join(DIGITS.findall(cell)) or "nan") if isinstance(cell, str) else float(cell)


def _resolve(name: str | None) -> Any:  # noqa: ANN401
    """What a dotted name of the package stands for, or None."""
    module, _, attribute = (name or "").rpartition(".")
    if not module.startswith(PACKAGE):
        return None
    try:
        return getattr(import_module(module), attribute, None)
    except ImportError:
        return None


def _check_quantity(quantity: Quantity, corpus: _Corpus) -> list[str]:
    traces = (*quantity.traces, *quantity.of)
    gone = [trace for trace in traces if corpus.find(trace) is None]
    if gone:
        return [f"{quantity.shown}: {gone[0].table} has no row {gone[0].row_id}"]
    found = [*_check_weights(quantity, corpus), *_check_basis(quantity), *_check_shown(quantity)]
    value = _recompute(quantity, corpus)
    if quantity.how != "computed" and (value is None or abs(value - quantity.value) > TOLERANCE):
        found.append(f"{quantity.shown}: its rows give {value}, not {quantity.value} ({quantity.how})")
    return found


def _check_weights(quantity: Quantity, corpus: _Corpus) -> list[str]:
    if quantity.how != "sum":
        return []
    if quantity.column is None and quantity.term is None:
        return [f"{quantity.shown}: a sum names neither its column nor its word"]
    for trace in quantity.traces:
        row = corpus.find(trace) or {}
        if quantity.column is not None and float(row[quantity.column]) != trace.weight:
            return [f"{quantity.shown}: {trace.row_id} holds {row[quantity.column]}, not {trace.weight}"]
        if quantity.term is not None and str(row["text"]).count(quantity.term) < trace.weight:
            return [f"{quantity.shown}: {trace.row_id} has {quantity.term!r} less than {trace.weight:g} times"]
    return []


def _check_basis(quantity: Quantity) -> list[str]:
    if quantity.how == "share" and not set(quantity.traces) <= set(quantity.of):
        return [f"{quantity.shown}: a share of what it is no part of"]
    if quantity.how != "computed":
        return []
    if not callable(_resolve(quantity.by)):
        return [f"{quantity.shown}: {quantity.by} computes nothing"]
    if not quantity.traces or {trace.table for trace in quantity.traces} - UNITS:
        return [f"{quantity.shown}: computed from no articles or passages"]
    return []


def _check_shown(quantity: Quantity) -> list[str]:
    """What is printed is the value, as far as it is printed as one plain number."""
    text = quantity.shown.removesuffix("%")
    if not FIGURE.fullmatch(text):
        return [] if DIGITS.search(quantity.shown) else [f"{quantity.shown}: shows no figure"]
    shown, digits = float(text.replace(",", "")), len(text.partition(".")[2])
    is_share = quantity.how in {"share", "computed"} or (quantity.column or "").endswith("_share")
    value = quantity.value * (HUNDRED if is_share and quantity.shown.endswith("%") else 1)
    return [] if abs(shown - value) <= 0.5 * 10**-digits + TOLERANCE else [f"{quantity.shown}: is printed for {value}"]


def _check_claim(claim: Claim, corpus: _Corpus) -> list[str]:
    found = [f"{claim.claim_id}: {problem}" for q in claim.quantities for problem in _check_quantity(q, corpus)]
    found += [f"{claim.claim_id}: {problem}" for problem in _check_citations(claim.cited, corpus)]
    found += [f"{claim.claim_id}: does not print {q.shown}" for q in claim.quantities if q.shown not in claim.text]
    left = find_loose_digits(claim.text, claim.quantities, [one.text for one in claim.cited])
    return found + [f"{claim.claim_id}: {digits} follows from no row" for digits in left]


def _check_citations(cited: Iterable[Citation], corpus: _Corpus) -> list[str]:
    problems = []
    for one in cited:
        text = _fold(one.text.strip(ELLIPSIS))
        if not any(text in wording for wording in corpus.wordings(one.trace)):
            problems.append(f"{one.trace.table} {one.trace.row_id} does not say {one.text!r}")
    return problems


def _check_exhibit(exhibit: Exhibit, corpus: _Corpus, section: Section) -> list[str]:
    name = exhibit.exhibit_id
    quantities = [*exhibit.quantities.values(), *exhibit.quoted]
    found = [f"{name}: {problem}" for q in quantities for problem in _check_quantity(q, corpus)]
    found += [f"{name}: {p}" for cited in exhibit.cited.values() for p in _check_citations(cited, corpus)]
    for i, row in enumerate(exhibit.data.to_dict("records")):
        words = [one.text for one in exhibit.cited.get(i, ())]
        for column, cell in row.items():
            found += [f"{name}: row {i}, {column}: {p}" for p in _check_cell(exhibit, (i, str(column)), cell, words)]
    known = [*quantities, *(q for claim in section.claims for q in claim.quantities)]
    words = [one.text for claim in section.claims for one in claim.cited]
    words += [one.text for cited in exhibit.cited.values() for one in cited]
    left = find_loose_digits(f"{exhibit.title}\n{exhibit.finding}\n{exhibit.note}", known, words)
    return found + [f"{name}: {digits} in its title or note follows from no row" for digits in left]


def _check_cell(exhibit: Exhibit, place: tuple[int, str], cell: object, words: Collection[str]) -> list[str]:
    quantity = exhibit.quantities.get(place)
    if quantity is not None:
        same = isinstance(cell, (int, float)) and abs(float(cell) - quantity.value) <= TOLERANCE
        return [] if same or cell == quantity.shown else [f"holds {cell!r}, not {quantity.value}"]
    if isinstance(cell, (int, float)) and pd.notna(cell):
        return [f"{cell} follows from no row"]
    return [f"{digits} follows from no row" for digits in find_loose_digits(str(cell), (), words)]


def _check_words(section: Section, asked: Collection[str]) -> list[str]:
    known = [q for claim in section.claims for q in claim.quantities]
    words = [*asked, *(one.text for claim in section.claims for one in claim.cited)]
    texts = {section.key: f"{section.title}\n{section.heading}", f"{section.key}, remarks": "\n".join(section.remarks)}
    return [
        f"{name}: {digits} follows from no row"
        for name, text in texts.items()
        for digits in find_loose_digits(text, known, words)
    ]


def _check_head(briefing: Briefing) -> list[str]:
    known = [q for claim in briefing.claims for q in claim.quantities]
    text = f"{briefing.title}\n{briefing.subtitle}\n{briefing.made_from}"
    return [f"title page: {digits} follows from no row" for digits in find_loose_digits(text, known, briefing.asked)]


def find_loose_digits(text: str, quantities: Iterable[Quantity], words: Iterable[str]) -> list[str]:
    """Runs of digits in a text that belong neither to a figure nor to a wording of a row.

    >>> find_loose_digits("“三1”有12个，共3项", [Quantity("12", 12.0, "rows", ())], ["三1"])
    ['3']
    """
    left = _fold(text)
    for known in sorted({_fold(word.strip(ELLIPSIS)) for word in words} - {""}, key=len, reverse=True):
        left = left.replace(known, " ")
    for shown in sorted({quantity.shown for quantity in quantities}, key=len, reverse=True):
        left = _strike(shown, left)
    return DIGITS.findall(left)


def _strike(shown: str, text: str) -> str:
    """The text without a figure, where that is not a part of a longer one."""
    kept, last = [], 0
    for at in find_literal(shown, text):
        end = at + len(shown)
        goes_on = text[end : end + 1].isdigit() or (
            text[end : end + 1] in (".", ",") and text[end + 1 : end + 2].isdigit()
        )
        if not (goes_on or text[:at].endswith((".", ",")) or text[:at][-1:].isdigit()):
            kept += [text[last:at], " "]
            last = end
    return "".join([*kept, text[last:]])


def _fold(text: str) -> str:
    return SPACE.sub(" ", text).strip()
