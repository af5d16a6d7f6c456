"""Articles and briefings to try the evidence viewer with: hostile characters, overlapping rows, many articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from dj_analysis.briefing.records import Briefing, Citation, Claim, Exhibit, Quantity, Section, Trace
from dj_analysis.tables import Tables, make_tables

HOSTILE = (
    "<script>window.ran=1</script>标题\n"
    "第一段]]>与</script><img src=x onerror=window.ran=2>\"引号'和`反引号`&amp;&lt;b&gt;${window.ran=3}\n"
    "方向\u202e反转\u202c与零宽\u200b字符，阿拉伯文 عربي 混排\n"
    "表情👩‍🔬与🏴󠁧󠁢󠁥󠁮󠁧󠁿旗，扩展字𠮷野家𫝆，开展“护绿𠮷”行动，服务🎓学生120余人，结束。\n"
    "行分隔\u2028段分隔\u2029与<!--注释--><style>*{display:none}</style>尾\n"
)
"""Text that would run, break the page or shift places, were it taken for anything but text."""
GIVEN = {
    "numbers": {
        "value": 120.0,
        "low": 120.0,
        "high": 129.0,
        "bound": "over",
        "unit": "人",
        "kind": "count",
        "status": "stated",
    },
    "initiatives": {"type": "activity", "theme": "服务师生;宣传与阵地", "quoted": True, "n_mentions": 1},
    "honors": {"title": "<b>称号</b>", "level": "school", "kind": "award", "status": "awarded"},
}
"""Columns of a row beside its place."""


def make_document(doc_id: str, clean: str, raw: str, **given: Any) -> dict[str, Any]:
    return {
        "doc_id": doc_id, "source_file": f"{doc_id}.txt", "sha256": doc_id * 4, "encoding": "utf-8",
        "title": clean[:12], "school": "甲大学", "school_basis": "text", "script": "hans",
        "n_chars_raw": len(raw), "n_chars": len(clean),
        "noise_share": 0.1, **given,
    }  # fmt: skip


def make_row(table: str, row_id: str, doc_id: str, clean: str, quote: str, **given: Any) -> dict[str, Any]:
    """A row at the first place of its quote in a text that cleaning left as it was."""
    start = clean.index(quote)
    place = {"start": start, "end": start + len(quote), "raw_start": start, "raw_end": start + len(quote)}
    key = {"numbers": "number_id", "honors": "honor_id", "initiatives": "initiative_id"}[table]
    return {"doc_id": doc_id, key: row_id, "quote": quote, "rule": "by_hand", **place, **GIVEN[table], **given}


def make_hostile(texts: Path, clean: str = HOSTILE) -> Tables:
    """One article of hostile text with rows behind the emoji, its texts written to ``texts``."""
    doc = "00000000deadbeef"
    initiative = make_row("initiatives", "1" * 16, doc, clean, "“护绿𠮷”行动", name="“护绿𠮷”行动")
    number = make_row("numbers", "2" * 16, doc, clean, "学生120余人", item="学生")
    honor = make_row("honors", "3" * 16, doc, clean, "行动，服务🎓学生120余人")
    passages = []
    at = 0
    for position, line in enumerate(_split_lines(clean)):
        place = {"start": at, "end": at + len(line), "raw_start": at, "raw_end": at + len(line)}
        passages.append(
            {"doc_id": doc, "passage_id": f"{doc}-p{position:04}", "text": line, "position": position, **place}
            | {"region": "title" if position == 0 else "body", "rule": "by_hand"}
        )
        at += len(line)
    labels = {"1" * 16: "“护绿𠮷”行动（活动）", "2" * 16: "学生 120余人", "3" * 16: "<b>称号</b>（校级）"}
    facts = [
        {**row, "fact_id": row_id, "school": "甲大学", "kind": kind, "label": labels[row_id]}
        for row, row_id, kind in (
            (initiative, "1" * 16, "initiative"),
            (number, "2" * 16, "number"),
            (honor, "3" * 16, "honor"),
        )
    ]
    write_texts(texts, doc, clean, clean)
    rows = {"numbers": [number], "initiatives": [initiative], "honors": [honor], "passages": passages, "facts": facts}
    return make_tables({"documents": [make_document(doc, clean, clean, unit="<i>支部</i>")], **rows})


def _split_lines(text: str) -> list[str]:
    """Lines as a saved page has them: only a line feed ends one."""
    return [line + "\n" for line in text.split("\n")[:-1]]


def write_texts(texts: Path, doc_id: str, raw: str, clean: str) -> None:
    texts.mkdir(parents=True, exist_ok=True)
    for kind, text in (("raw", raw), ("clean", clean)):
        (texts / f"{doc_id}.{kind}.txt").write_text(text, encoding="utf-8", newline="")


def multiply(tables: Tables, texts: Path, target: Path, times: int) -> Tables:
    """The corpus ``times`` over, every copy with ids of its own; its texts below ``target``."""
    frames: dict[str, list[pd.DataFrame]] = {name: [] for name, _ in tables.items()}
    for copy in range(times):
        for name, frame in tables.items():
            frames[name].append(_rename(frame, f"{copy:04x}"))
        for path in sorted(texts.iterdir()):
            target.mkdir(parents=True, exist_ok=True)
            (target / f"{copy:04x}{path.name[4:]}").write_bytes(path.read_bytes())
    return replace(tables, **{name: pd.concat(parts, ignore_index=True) for name, parts in frames.items()})


def _rename(frame: pd.DataFrame, mark: str) -> pd.DataFrame:
    ids = [name for name in frame.columns if name.endswith("_id") or name in ("part_of", "duplicate_of")]
    renamed = {name: mark + frame[name].str.slice(4) for name in ids}
    files = {"source_file": mark + "-" + frame["source_file"]} if "source_file" in frame else {}
    return frame.assign(**renamed, **files)


def make_briefing(tables: Tables) -> Briefing:
    """A briefing of a few claims over the tables, one figure of every kind."""

    def trace(table: str, ids: pd.Series) -> tuple[Trace, ...]:
        return tuple(Trace(table, str(row_id)) for row_id in ids)

    documents, honors, numbers = tables.documents, tables.honors, tables.numbers
    count: Callable[[pd.Series], str] = lambda ids: str(len(ids))  # noqa: E731
    articles = Quantity(count(documents), len(documents), "documents", trace("documents", documents["doc_id"]))
    rows = Quantity(count(honors), len(honors), "rows", trace("honors", honors["honor_id"]))
    school = honors[honors["level"] == "school"]["honor_id"]
    share = Quantity("五成<", 0.5, "share", trace("honors", school), of=trace("honors", honors["honor_id"]))
    value = Quantity("最大", 1.0, "value", trace("numbers", numbers["number_id"].head(1)), column="value")
    total = Quantity("9", 9.0, "sum", (Trace("numbers", str(numbers["number_id"].iloc[0]), 9.0),))
    passage = Quantity(
        "2.5", 2.5, "computed", (Trace("passages", str(tables.passages["passage_id"].iloc[-1])),), by="频次"
    )
    said = tables.passages[tables.passages["text"].str.contains("党员")].iloc[0]
    times = float(said["text"].count("党员"))
    term = Quantity(f"{times:g}", times, "sum", (Trace("passages", said["passage_id"], times),), term="党员")
    cited = Citation("党员", term.traces[0])
    data = pd.DataFrame({"学校": ["甲", "<i>乙"], "荣誉": [len(honors), pd.NA], "词频": [2.5, 1.25]})
    exhibit = Exhibit("图-01", "bars", "各校荣誉", "</script>注", data, {(0, "荣誉"): rows, (0, "词频"): passage})
    claims = (
        Claim(
            "论-001",
            f"共 {articles.shown} 篇文章、{rows.shown} 项荣誉，<b>校级占{share.shown}。",
            (articles, rows, share),
        ),
        Claim("论-002", "另有一个数。", (value, total, Quantity("1", 1.0, "rows", (Trace("honors", "gone"),)))),
    )
    claims = (*claims, Claim("论-003", f"“党员”出现{term.shown}次。", (term,), (cited,)))
    section = Section("honors", "荣誉不多", "荣誉", claims, (exhibit,), ("只数已获的。",))
    return Briefing("简报", "副题", "依据全部文章", (section,), documents)
