"""Names of initiatives reduced to the practice they name, so that one practice is counted as one across schools."""

from __future__ import annotations

import pandas as pd

from dj_analysis.analysis.checks import check_table, type_frame
from dj_analysis.extraction.initiative_words import Vocabulary, read_vocabulary
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

QUOTED = compile_re(r"[“‘「『《\"']([^“”‘’「」『』《》\"']{2,40})[”’」』》\"']")
QUOTES = compile_re(r"[“”‘’「」『』《》\"']")
DASHES = compile_re(r"[-—–－‐―~～·•・]{1,8}")
WIDTHS = str.maketrans("，：；！？（）＋　", ",:;!?()+ ")
TRIMMED = " ,、。:;-"
GENERIC = "weak"
"""Heads of this strength (活动, 项目, 计划) only say what kind of thing it is; they are left out behind a name without
quotes as they are behind the quotes. A stronger one (先锋岗) is part of the name."""


def name_practice(name: str, vocabulary: Vocabulary) -> str:
    """The practice an initiative's name stands for: what stands in its quotes, or the name without a generic head.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> words = read_vocabulary(load_lexicon())
    >>> [name_practice(name, words) for name in ("“重温誓词”活动", "重温誓词活动", "党员先锋岗", "“甲乙”“丙丁”服务站")]
    ['重温誓词', '重温誓词', '党员先锋岗', '甲乙、丙丁']
    """
    folded = DASHES.sub("-", name.translate(WIDTHS))
    quoted = [_trim(part) for part in QUOTED.findall(folded)]
    return "、".join(quoted) or _drop_head(_trim(QUOTES.sub("", folded)), vocabulary)


def _trim(name: str) -> str:
    return name.replace(" ", "").strip(TRIMMED)


def _drop_head(name: str, vocabulary: Vocabulary) -> str:
    head = vocabulary.last_head(name)
    if head is None or head.strength != GENERIC:
        return name
    modifier = name[: -len(head.term)].strip(TRIMMED)
    return modifier if len(modifier) > 1 and vocabulary.own_words(modifier, "strong") else name


def count_practices(initiatives: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Practices of every article.

    In: the initiatives table. Out: ``doc_id, term, kind, n`` as ``count_terms`` gives it, with kind ``practice``;
    ``term`` is the practice, ``n`` the number of initiatives of the article that name it.
    """
    check_table(initiatives, "initiatives", ["doc_id", "name"], key=["initiative_id"])
    vocabulary = read_vocabulary(lexicon)
    practices = {name: name_practice(name, vocabulary) for name in sorted(initiatives["name"].unique())}
    rows = pd.DataFrame({"doc_id": initiatives["doc_id"], "term": initiatives["name"].map(practices)})
    table = rows.groupby(["doc_id", "term"]).size().rename("n").reset_index().assign(kind="practice")
    return type_frame(table, {"doc_id": "str", "term": "str", "kind": "str", "n": "int64"})
