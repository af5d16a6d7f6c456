"""Work models, themes and honours of schools side by side."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dj_analysis.analysis.plans import leave_out_plans
from dj_analysis.analysis.selection import label_documents
from dj_analysis.extraction.numerals import parse_numeral
from dj_analysis.regexes import compile_re

NO_THEME = "未归类"
"""Label of initiatives in whose wording no theme has a cue."""
NAME_PART = compile_re(r"([一二两双三四五六七八九十]|\d)([^一二两双三四五六七八九十\d+]{1,8})")
"""A numeral and the words it counts: 三亮, 双融合."""
PAIR = "双"
PLUS = compile_re(r"(?:(?<!\s)\s+)?[+＋]\s*")
JOIN = "|"
"""Between the parts of a slot; no wording of a part holds it."""


def compare_models(models: pd.DataFrame, components: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """One row per model: whose it is, its form, and what it announces and lists.

    In: the models, model_components and documents tables. Out: ``model_id, school, published_date, canonical, form,
    scope, n_slots, n_announced, n_found, complete, expansion, components, n_mentions, quote, source_file, raw_start``,
    by school and model; ``components`` holds the listed parts slot by slot (``1：党员学习室；2：党员服务站``), NA where
    none is listed.
    """
    columns = [
        "model_id",
        "school",
        "published_date",
        "canonical",
        "form",
        "scope",
        "n_slots",
        "n_announced",
        "n_found",
        "complete",
        "expansion",
        "components",
        "n_mentions",
        "quote",
        "source_file",
        "raw_start",
    ]
    layout = lay_out_models(models, components, documents)
    listed = layout[layout["listed"] > 0]
    shown = listed["symbol"] + "：" + listed["texts"].str.replace(JOIN, "、")
    texts = shown.groupby(listed["model_id"]).agg("；".join)
    slots = layout.groupby("model_id")["slot"].max()
    rows = models.merge(label_documents(documents), on="doc_id", how="inner", validate="m:1")
    rows = rows.assign(
        components=rows["model_id"].map(texts).astype("str"), n_slots=rows["model_id"].map(slots).astype("Int64")
    )
    return rows.sort_values(["school", "doc_id", "start", "canonical"], ignore_index=True)[columns]


def lay_out_models(models: pd.DataFrame, components: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """One row per model and slot: the symbol, how many parts it announces and which ones the article lists.

    In: the models, model_components and documents tables. Out: ``model_id, school, canonical, form, scope, slot,
    part, symbol, announced, listed, texts, verbs``, by school, model and slot. ``part`` is the stretch of the name the
    slot stands for (三亮). A slot for which nothing is listed is still a row, with ``listed`` 0. ``announced`` is NA
    where the slot announces no number; ``texts`` are separated by |.
    """
    columns = [
        "model_id",
        "school",
        "canonical",
        "form",
        "scope",
        "slot",
        "part",
        "symbol",
        "announced",
        "listed",
        "texts",
        "verbs",
    ]
    own = models.merge(label_documents(documents)[["doc_id", "school"]], on="doc_id", how="inner", validate="m:1")
    found = components.sort_values(["model_id", "slot", "start", "text"]).groupby(["model_id", "slot"], as_index=False)
    filled = found.agg(
        symbol=("symbol", "first"),
        announced=("count", "first"),
        listed=("text", "size"),
        texts=("text", JOIN.join),
        verbs=("verb", _join_known),
    )
    slots = pd.DataFrame(_named_slots(own), columns=["model_id", "slot", "part", "named", "named_count"])
    slots = slots.astype({"model_id": "str", "slot": "Int64", "part": "str", "named": "str", "named_count": "Int64"})
    rows = slots.merge(filled, on=["model_id", "slot"], how="outer")
    rows = rows.assign(
        symbol=rows["symbol"].fillna(rows["named"]),
        part=rows["part"].fillna(rows["symbol"]),
        announced=rows["announced"].astype("Int64").fillna(rows["named_count"]),
        listed=rows["listed"].fillna(0).astype("int64"),
    )
    head = own[["model_id", "doc_id", "start", "school", "canonical", "form", "scope"]]
    rows = head.merge(rows, on="model_id", how="inner", validate="1:m")
    return rows.sort_values(["school", "doc_id", "start", "canonical", "slot"], ignore_index=True)[columns]


def count_themes(initiatives: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Initiatives by school and theme.

    In: the initiatives and documents tables. Out: ``school, theme, n, n_docs, share``; an initiative with two themes
    counts in both, so the shares of a school (of its initiatives) may add up to more than 1; one without a theme counts
    as 未归类.
    """
    rows = initiatives.merge(label_documents(documents)[["doc_id", "school"]], on="doc_id", how="inner")
    totals = rows.groupby("school").size()
    rows = rows.assign(theme=rows["theme"].fillna(NO_THEME).str.split(";")).explode("theme")
    table = rows.groupby(["school", "theme"], as_index=False).agg(n=("name", "size"), n_docs=("doc_id", "nunique"))
    table = table.assign(share=table["n"] / table["school"].map(totals).astype("float64"))
    return table.sort_values(["school", "n", "theme"], ascending=[True, False, True], ignore_index=True)


def count_honors(honors: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Honours by school, level and status. Out: ``school, level, status, kind, n``."""
    rows = honors.merge(label_documents(documents)[["doc_id", "school"]], on="doc_id", how="inner")
    return rows.groupby(["school", "level", "status", "kind"], as_index=False).agg(n=("title", "size"))


def count_rows(facts: pd.DataFrame, models: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """How much was found of every school.

    In: the facts, models and documents tables. Out: ``school, n_docs, n_initiatives, n_numbers, n_honors, n_models``;
    a school of which nothing was found is a row of zeros, because its articles were read. Planned numbers do not count.
    """
    labels = label_documents(documents)[["doc_id", "school"]]
    table = labels.groupby("school").size().to_frame("n_docs")
    found = leave_out_plans(facts)[["doc_id", "kind"]].merge(labels, on="doc_id", how="inner")
    for kind, name in (("initiative", "n_initiatives"), ("number", "n_numbers"), ("honor", "n_honors")):
        table[name] = found[found["kind"] == kind].groupby("school").size()
    table["n_models"] = models[["doc_id"]].merge(labels, on="doc_id", how="inner").groupby("school").size()
    return table.fillna(0).astype("int64").reset_index()


def _named_slots(models: pd.DataFrame) -> list[tuple[str, int, str, str, int | None]]:
    """The slots a model's bare name shows, as (model_id, slot, part of the name, symbol, announced number)."""
    return [
        (row["model_id"], slot, part, symbol, announced)
        for row in models.to_dict("records")
        for slot, (part, symbol, announced) in enumerate(_split_name(row), 1)
    ]


def _split_name(model: Mapping[Hashable, Any]) -> list[tuple[str, str, int | None]]:
    """Terms of a plus formula, pairs of numeral and words of a shorthand; otherwise the name is one slot."""
    name, form = model["canonical"], model["form"]
    if form == "plus":
        return [(term, term, _read_count(term)) for term in PLUS.split(name) if term]
    parts = NAME_PART.findall(name) if form == "shorthand" else []
    if len(parts) > 1 and "".join(symbol + words for symbol, words in parts) == name:
        return [(symbol + words, symbol, _read_count(symbol)) for symbol, words in parts]
    return [(name, name, None if pd.isna(model["n_announced"]) else int(model["n_announced"]))]


def _read_count(symbol: str) -> int | None:
    value = 2.0 if symbol == PAIR else parse_numeral(symbol)
    return None if value is None else int(value)


def _join_known(values: pd.Series) -> str | None:
    known = dict.fromkeys(str(value) for value in values if pd.notna(value))
    return "、".join(known) or None
