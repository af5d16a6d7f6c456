"""Follow a row or a file back to the saved page, as text a person can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from dj_analysis.cleaning.edits import apply_edits
from dj_analysis.corrections import read_corrections
from dj_analysis.corrections.records import ACTIONS
from dj_analysis.errors import DjAnalysisError
from dj_analysis.records import Edit
from dj_analysis.schema import TABLES, VALUES_ZH
from dj_analysis.tables import TableError, Tables

N_NEAREST = 3
CONTEXT = 40
"""Characters shown on either side of a place."""
HIDDEN = ("doc_id", "start", "end", "quote", "raw_start", "raw_end", "rule")


class NotFoundError(DjAnalysisError):
    """Neither a row id nor a file of the build; the message names it and the remedy."""


def find_row(tables: Tables, row_id: str) -> tuple[str, dict[str, Any]] | None:
    """Table name and row of an id, or None. Facts share the id of the row they come from, which is returned."""
    for name, frame in tables.items():
        table = TABLES[name]
        if name == "facts" or len(table.key) != 1 or name == "documents":
            continue
        hits = frame[frame[table.key[0]] == row_id]
        if len(hits):
            return name, _record(hits.iloc[0])
    return None


def _record(row: pd.Series[Any]) -> dict[str, Any]:
    return {str(k): None if pd.isna(v) else v for k, v in row.items()}


def read_text(folder: Path, doc_id: str, kind: str) -> str:
    """The raw or clean text a build wrote for a document. Raises TableError where it is gone."""
    path = folder / "texts" / f"{doc_id}.{kind}.txt"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror}); run 'dj-analysis build' again") from error


def describe_row(tables: Tables, folder: Path, row_id: str) -> Iterator[str]:
    """Lines that lead from a row to its characters in the clean text and in the saved page.

    Raises NotFoundError where no row has the id, with the nearest files.
    """
    found = find_row(tables, row_id)
    if found is None:
        nearest = _find_nearest(row_id, _list_files(tables))
        remedy = f"nearest files: {', '.join(nearest)}" if nearest else "take an id from a column that ends in _id"
        raise NotFoundError(f"{row_id}: no row has this id and no article is called so; {remedy}")
    name, row = found
    document = _record(tables.documents[tables.documents["doc_id"] == row["doc_id"]].iloc[0])
    raw, clean = (read_text(folder, row["doc_id"], kind) for kind in ("raw", "clean"))
    edits = [
        e for e in _edits(tables, row["doc_id"]) if row["raw_start"] <= e.raw_start and e.raw_end <= row["raw_end"]
    ]
    yield f"{TABLES[name].zh} {name} · {row_id}"
    yield from _attributes(name, row)
    yield f"文件  {document['source_file']}"
    yield f"净文  [{row['start']}, {row['end']})  {_in_context(clean, row['start'], row['end'])}"
    yield f"原文  [{row['raw_start']}, {row['raw_end']})  {_in_context(raw, row['raw_start'], row['raw_end'])}"
    yield f"规则  {row['rule']}"
    yield from _tell_corrections(folder.parent / "corrections.csv", name, row, str(document["sha256"]))
    yield f"清洗  {_tell_edits(edits)}"
    replayed = apply_edits(raw[row["raw_start"] : row["raw_end"]], edits, row["raw_start"])
    quote = row["quote"] if "quote" in row else row["text"]
    yield "核对  对原文重放以上清洗，与净文一致" if replayed == quote else f"核对  不一致：{replayed}"


def _tell_corrections(path: Path, table: str, row: Mapping[str, Any], sha256: str) -> Iterator[str]:
    """What the corrections beside the build say of a row: what was done, why, by whom."""
    for note in read_corrections(path)[0] if path.is_file() else ():
        here = (note.raw_start, note.raw_end) == (row["raw_start"], row["raw_end"])
        if note.table != table or note.document != sha256 or not (here or note.row_id == row[TABLES[table].key[0]]):
            continue
        heading = next((column.zh for column in TABLES[table].columns if column.name == note.column), "")
        change = f"：{heading} {_tell_cell(note.old)} → {_tell_cell(note.new)}" if heading else ""
        reason = f"；理由：{note.reason}" if note.reason else ""
        signed = "，".join(part for part in (note.who, note.when) if part)
        yield f"更正  {ACTIONS[note.action]}{change}{reason}" + (f"（{signed}）" if signed else "")


def _tell_cell(value: Any) -> str:  # noqa: ANN401 - any cell
    return "空" if value is None or value == "" or pd.isna([value])[0] else _tell(value)


def _attributes(name: str, row: Mapping[str, Any]) -> Iterator[str]:
    for column in TABLES[name].columns:
        value = row[column.name]
        if column.name in HIDDEN or value is None or column.name == TABLES[name].key[0]:
            continue
        yield f"{column.zh}  {_tell(value)}"


def _tell(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _in_context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return _one_line(f"…{before}【{text[start:end]}】{after}…")


def _one_line(text: str) -> str:
    return text.replace("\r", "").replace("\n", "⏎")


def _edits(tables: Tables, doc_id: str) -> list[Edit]:
    rows = tables.edits[tables.edits["doc_id"] == doc_id].drop(columns="doc_id")
    return [Edit(**{**_record(row), "after": _record(row)["after"] or ""}) for _, row in rows.iterrows()]


def _tell_edits(edits: list[Edit]) -> str:
    if not edits:
        return "此处未改一字"
    counts = Counter(e.rule for e in edits)
    return "，".join(f"{rule} {n} 处" for rule, n in counts.most_common())


def find_document(tables: Tables, name: str) -> dict[str, Any] | None:
    """The document of a file name, a stem, a path or a doc_id, or None; files that are copies of it lead to it too.

    Raises NotFoundError where several files have the name.
    """
    hits = tables.documents[tables.documents["doc_id"] == name]
    if len(hits):
        return _record(hits.iloc[0])
    files = _match_files(name, list(_list_files(tables)))
    ids = {_list_files(tables)[file] for file in files}
    if len(ids) > 1:
        raise NotFoundError(f"{name}: several articles are called so; name one by its path: {', '.join(files)}")
    return _record(tables.documents[tables.documents["doc_id"] == ids.pop()].iloc[0]) if ids else None


def _list_files(tables: Tables) -> dict[str, str]:
    """Every file, copies too, with the id of its document."""
    columns = (tables.documents[name] for name in ("doc_id", "source_file", "other_files"))
    return {
        file: doc_id
        for doc_id, source, others in zip(*columns, strict=True)
        for file in (source, *([] if pd.isna(others) else others.split("|")))
    }


def _match_files(name: str, files: Sequence[str]) -> list[str]:
    """Files with this path; where there are none, those called so, with the ending or without."""
    path = PurePosixPath(Path(name).as_posix())
    paths = [PurePosixPath(file) for file in files]
    ways = ([p for p in paths if p == path], [p for p in paths if p.name == path.name],
            [p for p in paths if p.stem == path.name])  # fmt: skip
    return [str(p) for p in next((way for way in ways if way), [])]


def _find_nearest(name: str, files: Mapping[str, str]) -> list[str]:
    """Files whose names hold this one, else those written most like it."""
    holding = sorted((file for file in files if name.lower() in file.lower()), key=lambda file: (len(file), file))
    return (holding or get_close_matches(name, files, n=N_NEAREST))[:N_NEAREST]


def tell_copy(document: Mapping[str, Any], name: str) -> Iterator[str]:
    """A line that says so where the file that was asked for is a copy of the document's."""
    copies = _match_files(name, (document["other_files"] or "").split("|"))
    if copies and name != document["doc_id"] and not _match_files(name, [document["source_file"]]):
        yield f"{copies[0]} 与 {document['source_file']} 逐字节相同，同属一篇"


def describe_document(tables: Tables, document: Mapping[str, Any]) -> Iterator[str]:
    """Lines about one article: what the page says of itself, its noise, its rows and its passages by region."""
    doc_id = document["doc_id"]
    yield f"{document['source_file']} · {doc_id}"
    yield from _attributes("documents", document)
    yield "各表行数  " + "，".join(
        f"{TABLES[name].zh} {int((frame['doc_id'] == doc_id).sum())}"
        for name, frame in tables.items()
        if name != "documents"
    )
    yield from describe_noise(tables, doc_id)
    passages = tables.passages[tables.passages["doc_id"] == doc_id]
    for row in passages.itertuples(index=False):
        yield f"{VALUES_ZH['region'][str(row.region)]}  [{row.start}, {row.end})  {_one_line(str(row.text).strip())}"


def describe_noise(tables: Tables, doc_id: str) -> Iterator[str]:
    """The article's noise: characters removed or replaced by rule, and places that cannot be restored, by kind."""
    edits = tables.edits[tables.edits["doc_id"] == doc_id]
    for rule, group in edits.groupby("rule", sort=True):
        yield f"清洗  {rule}：{len(group)} 处，原文 {int(group['before'].str.len().sum())} 字符"
    damage = tables.unresolved[tables.unresolved["doc_id"] == doc_id]
    for kind, group in damage.groupby("kind", sort=True):
        yield f"无法复原  {VALUES_ZH['damage'][str(kind)]}：{len(group)} 处"


def compare_texts(tables: Tables, folder: Path, doc_id: str) -> Iterator[tuple[int, str, str, list[Edit]]]:
    """Passage after passage: its raw start, its raw text, its clean text and the edits between them."""
    raw = read_text(folder, doc_id, "raw")
    edits = _edits(tables, doc_id)
    for _, row in tables.passages[tables.passages["doc_id"] == doc_id].iterrows():
        inside = [e for e in edits if row["raw_start"] <= e.raw_start and e.raw_end <= row["raw_end"]]
        yield int(row["raw_start"]), raw[row["raw_start"] : row["raw_end"]], str(row["text"]), inside


def describe_cleaning(tables: Tables, folder: Path, document: Mapping[str, Any]) -> Iterator[str]:
    """Raw and clean of every passage, removed characters marked, and the noise report at the end."""
    yield f"{document['source_file']} · {document['doc_id']}　[-删去-] {{+改成+}}"
    for start, raw, clean, edits in compare_texts(tables, folder, document["doc_id"]):
        if edits:
            yield f"原  {_mark_edits(start, raw, edits)}"
        yield f"净  {_one_line(clean.strip())}"
    yield from describe_noise(tables, document["doc_id"])


def _mark_edits(start: int, raw: str, edits: list[Edit]) -> str:
    out, at = [], 0
    for edit in edits:
        out.append(raw[at : edit.raw_start - start])
        out.append(f"[-{edit.before}-]" + (f"{{+{edit.after}+}}" if edit.after else ""))
        at = edit.raw_end - start
    return _one_line("".join([*out, raw[at:]]))
