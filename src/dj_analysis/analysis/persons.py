"""Places where persons are named, to be masked when texts are compared."""

from __future__ import annotations

import re

import pandas as pd

from dj_analysis.analysis.checks import check_table, type_frame
from dj_analysis.analysis.selection import load_lists
from dj_analysis.cleaning.people import is_person
from dj_analysis.extraction.party_words import party_words
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

SPANS = {"doc_id": "str", "start": "int64", "end": "int64"}
PERSON = "person"
MASK = compile_re("[某*×○ＸX□]")


def find_person_spans(
    documents: pd.DataFrame, honors: pd.DataFrame, passages: pd.DataFrame, *, lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Names of an article's authors, editors and honoured persons wherever it gives them, and masked names (书记赵某).

    In: the documents, honors and passages tables. Out: ``doc_id, start, end`` in the clean text, to be joined to
    ``find_organisation_spans`` as ``masked`` of ``count_terms``. Names the tables do not hold are not looked for: half
    of what stands behind an office and begins like a surname is a word (教授党员, 教师荣誉感).
    """
    check_table(passages, "passages", ["doc_id", "start", "text"], key=["passage_id"])
    lists = lexicon or load_lists()
    behind_office = party_words(lists).person_lead
    known = _list_names(documents, honors, lists)
    rows = []
    for doc_id, start, text in passages[["doc_id", "start", "text"]].to_numpy(dtype=object):
        spans = [match.span("name") for match in behind_office.finditer(text) if MASK.search(match["name"])]
        if doc_id in known:
            spans += [match.span() for match in known[doc_id].finditer(text)]
        rows += [(doc_id, int(start) + begin, int(start) + end) for begin, end in spans]
    table = type_frame(pd.DataFrame(rows, columns=list(SPANS)), SPANS).drop_duplicates()
    return table.sort_values(list(SPANS), ignore_index=True)


def _list_names(documents: pd.DataFrame, honors: pd.DataFrame, lexicon: Lexicon) -> dict[str, re.Pattern[str]]:
    """A pattern of the names the tables give for an article, by article."""
    told = [documents[["doc_id", role]].set_axis(["doc_id", "name"], axis=1) for role in ("author", "editor")]
    honoured = honors[honors["recipient_kind"] == PERSON][["doc_id", "recipient"]]
    rows = pd.concat([*told, honoured.set_axis(["doc_id", "name"], axis=1)]).dropna()
    names: dict[str, set[str]] = {}
    for doc_id, value in zip(rows["doc_id"], rows["name"], strict=True):
        names.setdefault(doc_id, set()).update(name for name in value.split() if is_person(name, lexicon))
    return {
        doc_id: compile_re("|".join(map(re.escape, sorted(found, key=lambda name: (-len(name), name)))))
        for doc_id, found in names.items()
        if found
    }
