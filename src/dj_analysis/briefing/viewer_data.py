"""Tables and texts of a build as the data of the evidence viewer: what every article needs, once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from dj_analysis.analysis.selection import label_documents
from dj_analysis.briefing.viewer_words import KINDS, name_rule, tell_found
from dj_analysis.cleaning.edits import apply_edits
from dj_analysis.coded import find_words
from dj_analysis.corrections import Correction
from dj_analysis.corrections.records import ACTIONS
from dj_analysis.errors import TableError
from dj_analysis.records import Edit
from dj_analysis.rows import label_school
from dj_analysis.schema import REGIONS, TABLES, VALUES_ZH, Table
from dj_analysis.tables import Tables

Record = dict[str, Any]
Json = dict[str, Any]
PLACES = ("doc_id", "start", "end", "quote", "raw_start", "raw_end")
"""Columns every row has and the page shows in words of its own."""


def _list_shown(table: Table) -> tuple[str, ...]:
    """Columns of a row the panel lists, the rule that found it last."""
    own = [name for name in table.names if name not in (*PLACES, "rule") and (name not in table.key or name == "kind")]
    return (*own, "rule") if "rule" in table.names else tuple(own)


SHOWN: Mapping[str, tuple[str, ...]] = {kind.table: _list_shown(TABLES[kind.table]) for kind in KINDS}
"""Columns the panel of a row lists, by table."""


@dataclass(frozen=True)
class Pages:
    """The data of the viewer: ``head`` for the first view, ``index`` for lists and search, ``articles`` one by one.

    ``rows`` and ``documents`` map the id of a row or an article to its number in ``index`` or ``head``.
    """

    head: Json
    index: Json
    articles: list[Json]
    rows: Mapping[str, int]
    documents: Mapping[str, int]


def make_pages(tables: Tables, texts: Path, corrections: Iterable[Correction] = ()) -> Pages:
    """The viewer's data. Raises TableError where a text is missing or is not what the tables were made from."""
    documents = _split(tables.documents.sort_values("source_file", kind="stable"))
    grouped = {name: _group(frame) for name, frame in tables.items() if name not in ("documents", "facts")}
    labels = dict(zip(tables.facts["fact_id"], tables.facts["label"], strict=True))
    schools = _name_schools(tables.documents)
    notes = _group_corrections(corrections)
    index: list[list[Any]] = []
    articles, clean_texts, summaries = [], [], []
    places: dict[str, int] = {}
    for number, document in enumerate(documents):
        own = {name: rows.get(document["doc_id"], []) for name, rows in grouped.items()}
        raw, clean = (_read_text(texts, document["doc_id"], kind) for kind in ("raw", "clean"))
        rows = list(_list_rows(own, labels))
        _check_texts(document, raw, clean, own["edits"])
        articles.append(_make_article(document, own, rows, notes))
        places |= {_identify(kind, row): len(index) + at for at, (kind, _, row, *_) in enumerate(rows)}
        index += [[number, kind, row_id, row["start"], label, themes] for kind, row_id, row, label, themes in rows]
        summaries.append(_summarise(document, schools[document["doc_id"]], [kind for kind, *_ in rows]))
        clean_texts.append(clean)
    head = {"docs": summaries, **_list_words(tables)}
    return Pages(
        head,
        {"texts": clean_texts, "rows": index},
        articles,
        places,
        {document["doc_id"]: at for at, document in enumerate(documents)},
    )


def _name_schools(documents: pd.DataFrame) -> dict[str, str]:
    """The school of every article, labelled as in all analyses; that of a repeat as it stands."""
    own = {document["doc_id"]: label_school(document) for document in _split(documents)}
    labelled = label_documents(documents)
    return {**own, **dict(zip(labelled["doc_id"], labelled["school"], strict=True))}


def _split(frame: pd.DataFrame) -> list[Record]:
    """Rows as records; None for NA."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def _group(frame: pd.DataFrame) -> dict[str, list[Record]]:
    """Rows by document, in the order of the page whatever the order of the table."""
    order = [name for name in ("raw_start", "raw_end", "start", "row_id", "role") if name in frame]
    grouped: dict[str, list[Record]] = defaultdict(list)
    for row in _split(frame.sort_values(order, kind="stable")):
        grouped[row["doc_id"]].append(row)
    return grouped


def _read_text(texts: Path, doc_id: str, kind: str) -> str:
    path = texts / f"{doc_id}.{kind}.txt"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read ({error}); run 'dj-analysis build' again") from error


def _check_texts(document: Record, raw: str, clean: str, edits: Sequence[Record]) -> None:
    """The changes replayed on raw have to give clean: only then are the places those of the saved page."""
    replayed = apply_edits(raw, (_edit(row) for row in edits))
    if replayed != clean:
        raise TableError(
            f"{document['source_file']}: its texts and tables are not of one build; run 'dj-analysis build' again"
        )


def _edit(row: Record) -> Edit:
    return Edit(row["stage"], row["rule"], row["raw_start"], row["raw_end"], row["before"], row["after"] or "")


def _list_rows(own: Mapping[str, Sequence[Record]], labels: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    """Number of the kind, id, row, label and themes of every row of an article, in the order of the text."""
    found = []
    models = {row["model_id"]: row["canonical"] for row in own["models"]}
    for number, kind in enumerate(KINDS):
        key = TABLES[kind.table].key
        for row in own[kind.table]:
            row_id = row[key[0]] if len(key) == 1 else ""
            found.append(
                (
                    number,
                    row_id,
                    row,
                    _label(kind.table, row, labels.get(row_id) or models.get(row.get("model_id"))),
                    row.get("theme") or "",
                )
            )
    return iter(sorted(found, key=lambda row: (row[2]["start"], -row[2]["end"], row[0], row[1])))


def _identify(kind: int, row: Record) -> str:
    """The row's id, or its key joined by colons, as traces of a briefing give it."""
    return ":".join(str(row[name]) for name in TABLES[KINDS[kind].table].key)


def _label(table: str, row: Record, label: str | None) -> str:
    """The row in one line; ``label`` is that of its fact, or the name of its model."""
    if table == "model_components":
        return f"{label}：{row['text']}" if label else str(row["text"])
    if table == "dates":
        dates = [day for day in dict.fromkeys((row["iso_start"], row["iso_end"])) if day]
        known = "" if row["quote"] in dates else " 至 ".join(dates)
        return f"{row['quote']}（{known}）" if known else str(row["quote"])
    if table == "unresolved":
        return VALUES_ZH["damage"].get(row["kind"], row["kind"])
    return label or str(row["name"] if "name" in row else row["quote"])


def _make_article(
    document: Record,
    own: Mapping[str, Sequence[Record]],
    rows: Sequence[tuple[Any, ...]],
    notes: Mapping[str, Sequence[Correction]],
) -> Json:
    numbers = {row_id: at for at, (_, row_id, *_) in enumerate(rows) if row_id}
    corrected = {at: told for at, row in enumerate(rows) if (told := _tell_corrections(notes, document, row))}
    return {
        "about": _word_record("documents", document, TABLES["documents"].names),
        "passages": [
            [row["start"], row["end"], REGIONS.index(row["region"]), row["locator"] or ""] for row in own["passages"]
        ],
        "edits": list(_place_edits(own["edits"])),
        "rows": [_make_row(kind, row, numbers) for kind, _, row, *_ in rows],
        "mentions": list(_list_mentions(own["mentions"], rows, numbers)),
        "corrections": corrected,
    }


def _place_edits(edits: Sequence[Record]) -> Iterator[list[Any]]:
    """Every change by its place in the clean text, what stood there before, what stands there, and its rule."""
    shift = 0
    for row in edits:
        after = row["after"] or ""
        yield [row["raw_start"] + shift, row["before"], after, row["rule"]]
        shift += len(after) - len(row["before"])


def _make_row(kind: int, row: Record, numbers: Mapping[str, int]) -> list[Any]:
    table = KINDS[kind].table
    parent = numbers.get(row.get("part_of") or (row.get("model_id") if table == "model_components" else "") or "", -1)
    values = _word_record(table, row, SHOWN[table])
    return [row["end"], row["raw_start"], row["raw_end"], parent, values]


def _list_mentions(
    mentions: Sequence[Record], rows: Sequence[tuple[Any, ...]], numbers: Mapping[str, int]
) -> Iterator[list[Any]]:
    """Further places of a row: number of the row, what of it is mentioned, and where."""
    roles = list(find_words("mentions", "role"))
    for mention in mentions:
        number = numbers.get(mention["row_id"], -1)
        if number < 0:
            continue
        row = rows[number][2]
        if mention["role"] != "self" or (mention["start"], mention["end"]) != (row["start"], row["end"]):
            place = [mention[name] for name in ("start", "end", "raw_start", "raw_end")]
            yield [number, roles.index(mention["role"]), *place]


def _word_record(table: str, row: Record, names: Iterable[str]) -> list[str]:
    return [
        tell_found(str(row[name])) if name == "rule" and row[name] else _word(row[name], find_words(table, name))
        for name in names
    ]


def _word(value: object, words: Mapping[str, str]) -> str:
    """A cell as readers see it; empty where unknown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.12g}"
    return words.get(str(value), str(value).replace(";", "；"))


def _summarise(document: Record, school: str, kinds: Sequence[int]) -> Json:
    return {
        "id": document["doc_id"],
        "file": document["source_file"],
        "title": document["title"] or "",
        "school": school,
        "unit": document["unit"] or "",
        "group": document["group"] or "",
        "date": document["published_date"] or "",
        "raw": document["n_chars_raw"],
        "clean": document["n_chars"],
        "noise": document["noise_share"],
        "repeats": document["duplicate_of"] or "",
        "counts": [kinds.count(number) for number in range(len(KINDS))],
    }


def _list_words(tables: Tables) -> Json:
    """Names of kinds, columns, regions and cleaning rules, as the page words them."""
    return {
        "kinds": [
            {
                "table": kind.table,
                "tag": kind.tag,
                "zh": kind.zh,
                "columns": [_headings(kind.table)[name] for name in SHOWN[kind.table]],
                "key": TABLES[kind.table].columns[1].zh,
            }
            for kind in KINDS
        ],
        "about": [column.zh for column in TABLES["documents"].columns],
        "regions": [[region, VALUES_ZH["region"][region]] for region in REGIONS],
        "roles": list(find_words("mentions", "role").values()),
        "rules": {rule: name_rule(rule) for rule in sorted(set(tables.edits["rule"]))},
    }


def _headings(table: str) -> dict[str, str]:
    return {column.name: column.zh for column in TABLES[table].columns}


def _group_corrections(corrections: Iterable[Correction]) -> dict[str, list[Correction]]:
    grouped: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        grouped[correction.document[:16]].append(correction)
    return grouped


def _tell_corrections(
    notes: Mapping[str, Sequence[Correction]], document: Record, row: tuple[Any, ...]
) -> list[list[str]]:
    """What was corrected of a row, the reason, and who did it when."""
    kind, row_id, record, *_ = row
    table = TABLES[KINDS[kind].table]
    headings = _headings(table.name)
    return [
        [
            ACTIONS[note.action],
            headings.get(note.column, note.column),
            *(_word(value, find_words(table.name, note.column)) for value in (note.old, note.new)),
            note.reason,
            " ".join(part for part in (note.who, note.when) if part),
        ]
        for note in notes.get(document["doc_id"], ())
        if note.table == table.name
        and (note.row_id == row_id or (note.raw_start, note.raw_end) == (record["raw_start"], record["raw_end"]))
    ]
