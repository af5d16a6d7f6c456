"""Measure tables against hand-annotated gold rows: precision, recall, F1, attributes, invented components.

A gold file is one JSON object per article: ``doc`` (stem of the source file), ``meta``, and the lists ``numbers``,
``honors``, ``initiatives`` and ``models``. A predicted row is paired with at most one gold row, best pair first;
a gold row marked ``optional`` may be found or missed without effect; repeated mentions count once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from dj_analysis.corrections.additions import ADDED
from dj_analysis.corrections.upkeep import CORRECTED
from dj_analysis.errors import DjAnalysisError
from dj_analysis.regexes import compile_re
from dj_analysis.rows import ROW_KEYS
from dj_analysis.tables import Tables

GoldRow = Mapping[str, Any]
Predicted = Mapping[str, Any]

IGNORED = compile_re(r"[\s“”\"'‘’「」『』《》〈〉【】\[\]()（）、，,。.;；:：!！?？·\-—–_~～]+")
"""Marks and spaces that make no difference between two wordings."""
FULL_WIDTH = str.maketrans("０１２３４５６７８９＋％", "0123456789+%")
SAME_UNIT = {"名": "人", "位": "人", "％": "%", "百分之": "%", "小時": "小时", "個": "个"}
ITEM_FLOOR, TITLE_FLOOR = 0.6, 0.7
"""Share of the shorter wording that must be common when neither holds the other."""
LONG_FLOOR = 0.35
"""Share of the longer wording that must be common as well."""
CONTAINED, RECIPIENT_BONUS = 0.9, 0.05
COMPARED = {
    "numbers": ("bound", "kind"),
    "honors": ("level", "kind", "status", "recipient", "grantor", "year"),
    "initiatives": ("type",),
    "models": ("form",),
}
EXACT = {"level", "year", "bound", "kind", "status", "type", "form"}
METADATA = ("school", "unit", "published_date", "author")


class GoldError(DjAnalysisError):
    """A gold folder or file that cannot be used; the message names it and the remedy."""


def normalise(text: object) -> str:
    """A wording without marks, spaces, width and case.

    >>> normalise("“1＋N” 模式")
    '1+n模式'
    """
    return IGNORED.sub("", str(text or "").translate(FULL_WIDTH)).lower()


def compare_wordings(one: object, other: object, floor: float) -> float:
    """How alike two wordings are: 1 equal, 0.9 contained, the shared part of the shorter one, or 0 below ``floor``."""
    one, other = normalise(one), normalise(other)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if len(short) >= 2 and short in long:
        return CONTAINED if len(long) <= 3 * len(short) + 6 else 0.0
    common = SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
    share = common / len(short)
    return share if share >= floor and common / len(long) >= LONG_FLOOR else 0.0


def _contained(one: object, other: object) -> bool:
    one, other = (None if value is None else str(value) for value in (one, other))
    return bool(one and other) and (normalise(one) in normalise(other) or normalise(other) in normalise(one))


def _wordings(gold: GoldRow, key: str) -> list[str]:
    return [gold[key], *gold.get("also", [])]


def _best(gold: GoldRow, key: str, predicted: object, floor: float) -> float:
    return max(compare_wordings(wording, predicted, floor) for wording in _wordings(gold, key))


def _unit(unit: object) -> str:
    text = str(unit or "").strip()
    return SAME_UNIT.get(text, text)


def _pair_numbers(gold: GoldRow, row: Predicted) -> float:
    value, wanted = row["value"], float(gold["value"])
    if value is None or abs(value - wanted) > 1e-6 * max(1.0, abs(value)) or _unit(gold["unit"]) != _unit(row["unit"]):
        return 0.0
    return _best(gold, "item", row["item"], ITEM_FLOOR)


def _pair_honors(gold: GoldRow, row: Predicted) -> float:
    title = _best(gold, "title", row["title"], TITLE_FLOOR)
    return title + RECIPIENT_BONUS * _contained(gold.get("recipient"), row["recipient"]) if title else 0.0


def _pair_initiatives(gold: GoldRow, row: Predicted) -> float:
    return _best(gold, "name", row["name"], TITLE_FLOOR)


def _pair_models(gold: GoldRow, row: Predicted) -> float:
    got = {normalise(row["name"]), normalise(row["canonical"] or row["name"])}
    return float(bool(got & {normalise(wording) for wording in _wordings(gold, "name")}))


def _number_key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    value = row.get("value")
    return (None if value is None else float(value), _unit(row.get("unit")), normalise(row.get("item")))


Pairing = tuple[Callable[[GoldRow, Predicted], float], Callable[[Mapping[str, Any]], tuple[Any, ...]]]
PAIRINGS: Mapping[str, Pairing] = {
    "numbers": (_pair_numbers, _number_key),
    "honors": (_pair_honors, lambda r: (normalise(r.get("title")), normalise(r.get("recipient")))),
    "initiatives": (_pair_initiatives, lambda r: (normalise(r.get("name")),)),
    "models": (_pair_models, lambda r: (normalise(r.get("canonical") or r.get("name")),)),
}


@dataclass(frozen=True)
class Score:
    """Counts of one table: rows found, wrong and missed."""

    found: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the predicted rows that are right; 1 where none is predicted."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold rows that are found; 1 where there is none."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Mistake:
    """A gold row that was missed or a predicted row that is wrong, with its sentence where there is one."""

    doc: str
    table: str
    what: str
    wording: str
    sentence: str = ""


@dataclass
class Evaluation:
    """All figures of one comparison. ``attributes`` and ``metadata`` map a name to (right, compared)."""

    scores: dict[str, Score] = field(default_factory=lambda: dict.fromkeys(PAIRINGS, Score()))
    components: tuple[int, int] = (0, 0)
    invented: int = 0
    grounded: tuple[int, int] = (0, 0)
    attributes: dict[str, tuple[int, int]] = field(default_factory=dict)
    metadata: dict[str, tuple[int, int]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    invented_metadata: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By name: how many values are given where the article has none, and how many articles have none."""
    corrected: int = 0
    """Rows of the tables that were changed or added by hand: what is measured then is the reviewer as well."""


def read_gold(folder: Path) -> list[dict[str, Any]]:
    """Gold articles of a folder by file name. Raises GoldError where there are none or one cannot be read."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise GoldError(f"{folder}: holds no gold files; name a folder with one .json per article")
    gold = []
    for path in paths:
        try:
            article = json.loads(path.read_text("utf-8-sig"))
            gold.append({"doc": article["doc"], "meta": article["meta"], **{t: article[t] for t in PAIRINGS}})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise GoldError(f"{path}: is no gold file ({error}); docs/quality.md describes them") from error
    return gold


def evaluate_tables(gold: Iterable[Mapping[str, Any]], tables: Tables) -> Evaluation:
    """Compare tables with gold articles; articles are matched by the stem of their source file."""
    result = Evaluation(grounded=_count_grounded(tables), corrected=_count_corrected(tables))
    documents = {PurePosixPath(d["source_file"]).stem: d for d in _records(tables.documents)}
    rows = {name: _by_document(getattr(tables, name)) for name in PAIRINGS}
    components = _by_document(tables.model_components)
    sentences = _by_document(tables.passages)
    for article in gold:
        document = documents.get(article["doc"])
        if document is None:
            result.missing.append(article["doc"])
            for name in PAIRINGS:
                _add(result, name, Score(missed=sum(not g.get("optional") for g in article[name])))
            continue
        doc_id = document["doc_id"]
        for name in PAIRINGS:
            predicted = rows[name].get(doc_id, [])
            _compare_table(result, name, article, predicted, components.get(doc_id, []), sentences.get(doc_id, []))
        _compare_metadata(result, article["doc"], article["meta"], document)
    return result


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): None if pd.isna(v) else v for k, v in row.items()} for row in frame.to_dict("records")]


def _by_document(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in _records(frame):
        grouped.setdefault(row["doc_id"], []).append(row)
    return grouped


def _distinct(rows: Iterable[Mapping[str, Any]], key: Callable[[Mapping[str, Any]], tuple[Any, ...]]) -> list[Any]:
    first: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    last_place: dict[tuple[Any, ...], int] = {}
    for place, row in enumerate(rows):
        first.setdefault(key(row), row)
        last_place[key(row)] = place
    return [first[k] for k in sorted(first, key=lambda k: last_place[k])]


def _match(
    gold: Sequence[GoldRow], predicted: Sequence[Predicted], pair: Callable[[GoldRow, Predicted], float]
) -> tuple[dict[int, int], set[int]]:
    """Gold index to predicted index, and the predicted rows that are a second wording of a gold row."""
    alike = {(i, j): pair(g, p) for i, g in enumerate(gold) for j, p in enumerate(predicted)}
    order = sorted(alike, key=lambda ij: (-alike[ij], bool(gold[ij[0]].get("optional")), *ij))
    pairs: dict[int, int] = {}
    for i, j in order:
        if alike[i, j] > 0 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    further: set[int] = set()
    spent: set[int] = set()
    for j in sorted(set(range(len(predicted))) - set(pairs.values())):
        twin = next((i for i in range(len(gold)) if i not in spent and alike[i, j] > 0), None)
        if twin is not None:
            spent.add(twin)
            further.add(j)
    return pairs, further


def _compare_table(
    result: Evaluation,
    name: str,
    article: Mapping[str, Any],
    rows: list[dict[str, Any]],
    components: list[dict[str, Any]],
    passages: list[dict[str, Any]],
) -> None:
    pair, key = PAIRINGS[name]
    gold, predicted = _distinct(article[name], key), _distinct(rows, key)
    pairs, further = _match(gold, predicted, pair)
    wanted = [i for i, g in enumerate(gold) if not g.get("optional")]
    wrong = [p for j, p in enumerate(predicted) if j not in further and j not in pairs.values()]
    missed = [gold[i] for i in wanted if i not in pairs]
    _add(result, name, Score(len(wanted) - len(missed), len(wrong), len(missed)))
    result.mistakes += [Mistake(article["doc"], name, "missed", _wording(g)) for g in missed]
    result.mistakes += [Mistake(article["doc"], name, "wrong", _wording(p), _sentence(p, passages)) for p in wrong]
    for i, j in pairs.items():
        if name == "models":
            _compare_components(result, gold[i], predicted[j], components)
        if not gold[i].get("optional"):
            _compare_attributes(result, name, gold[i], predicted[j])


def _add(result: Evaluation, name: str, score: Score) -> None:
    old = result.scores[name]
    result.scores[name] = Score(old.found + score.found, old.wrong + score.wrong, old.missed + score.missed)


def _wording(row: Mapping[str, Any]) -> str:
    return str(row.get("surface") or row.get("quote") or row.get("title") or row.get("name"))


def _sentence(row: Predicted, passages: Iterable[Mapping[str, Any]]) -> str:
    """The sentence of the passage a row stands in."""
    for passage in passages:
        if passage["start"] <= row["start"] < passage["end"]:
            text, at = passage["text"], row["start"] - passage["start"]
            begin = max(text.rfind(stop, 0, at) for stop in "。！？!?；;\n") + 1
            ends = [text.find(stop, row["end"] - passage["start"]) for stop in "。！？!?；;\n"]
            end = min([e + 1 for e in ends if e >= 0], default=len(text))
            return str(text[begin:end]).strip()
    return ""


def _compare_components(
    result: Evaluation, gold: GoldRow, model: Predicted, components: Iterable[Mapping[str, Any]]
) -> None:
    listed = [c["text"] for c in components if c["model_id"] == model["model_id"]]
    wanted = [c["text"] for c in gold["components"]]
    result.invented += sum(not _listed(text, wanted) for text in listed)
    if not gold.get("optional"):
        right, compared = result.components
        result.components = right + sum(_listed(text, listed) for text in wanted), compared + len(wanted)


def _listed(text: str, others: Iterable[str]) -> bool:
    return any(compare_wordings(text, other, TITLE_FLOOR) for other in others)


def _compare_attributes(result: Evaluation, name: str, gold: GoldRow, row: Predicted) -> None:
    for attribute in COMPARED[name]:
        wanted, got = gold.get(attribute), row[attribute]
        if wanted is not None:
            got = "" if got is None else str(got)
            right = str(wanted) == got if attribute in EXACT else _contained(wanted, got)
            _count(result.attributes, f"{name}.{attribute}", right)


def _compare_metadata(result: Evaluation, doc: str, meta: Mapping[str, Any], document: Mapping[str, Any]) -> None:
    for key in METADATA:
        if key not in meta or (key == "school" and meta.get("school_in_text") is False):
            continue
        wanted = meta[key]
        if wanted is None:
            _count(result.invented_metadata, key, document[key] is not None)
            if document[key] is not None:
                result.mistakes.append(Mistake(doc, "metadata", "wrong", f"{key}: {document[key]}"))
            continue
        right = str(wanted) == (document[key] or "") if key == "published_date" else _contained(wanted, document[key])
        _count(result.metadata, key, right)


def _count(counts: dict[str, tuple[int, int]], key: str, right: bool) -> None:
    done, compared = counts.get(key, (0, 0))
    counts[key] = done + right, compared + 1


def _count_corrected(tables: Tables) -> int:
    rules = [rule for name, frame in tables.items() if name in ROW_KEYS for rule in frame["rule"]]
    return sum(rule == ADDED or str(rule).endswith(CORRECTED) for rule in rules)


def _count_grounded(tables: Tables) -> tuple[int, int]:
    """Rows whose quote is exactly the clean text at their place, and all rows that have a quote."""
    clean = tables.passages.sort_values(["doc_id", "position"]).groupby("doc_id")["text"].agg("".join).to_dict()
    counts: Counter[bool] = Counter()
    for _, frame in tables.items():
        if "quote" in frame:
            for row in _records(frame[["doc_id", "start", "end", "quote"]]):
                counts[clean[row["doc_id"]][row["start"] : row["end"]] == row["quote"]] += 1
    return counts[True], counts.total()
