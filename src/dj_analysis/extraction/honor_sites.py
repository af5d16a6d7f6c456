"""Where an article may tell of honours: one look through its text for every word that can announce one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dj_analysis.extraction.alternations import either
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, Sentence
from dj_analysis.regexes import compile_re

BRANCHES = 25
"""First characters tried one by one; a third faster on real pages than 12 or all of them."""
LEVEL_END = "级"
"""省级, 校级: the levels that are words of their own."""
_MEDIA = "媒体"
_ACCEPTED = "通过"
_STATED = ("全国", "全省", "全市", "全校", "首批", "第", "教育部", "国家级", "省级", "市级", "校级", "学校")
_GIVEN = tuple(f"{verb}的“" for verb in ("命名", "授予", "颁发", "表彰", "认定", "评定"))
"""作为省委命名的“…”: who gave it stands for the level."""
_SHORT = ("省", "市", "校", "大学")
"""Levels as a gate: literals only, so that the search skips what cannot begin one."""


@dataclass(frozen=True, eq=False)
class _Sites:
    word: re.Pattern[str]
    hints: Mapping[str, frozenset[str]]


@lru_cache(maxsize=4)
def _sites(lexicon: Lexicon) -> _Sites:
    terms = _terms(lexicon)
    every = {term for words in terms.values() for term in words}
    hints = {
        term: frozenset(hint for hint, words in terms.items() if any(word in term for word in words)) for term in every
    }
    return _Sites(compile_re(_grouped(every)), hints)


def _grouped(terms: set[str]) -> str:
    """An alternation of very many terms: one look at a character sorts out all but a few branches."""
    firsts = sorted({term[0] for term in terms})
    looks = []
    for at in range(0, len(firsts), BRANCHES):
        some = "".join(firsts[at : at + BRANCHES])
        looks.append(f"(?=[{re.escape(some)}])(?:{either(term for term in terms if term[0] in some)})")
    return f"(?=[{re.escape(''.join(firsts))}])(?:{'|'.join(looks)})"


def _terms(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """The words behind every hint: gate tells of merit, verb and the others of a frame that is worth trying."""

    def words(role: str) -> tuple[str, ...]:
        return lexicon.words("honor_words", role=role)

    merits = lexicon.words("honor_merits")
    levels = tuple(term for term in lexicon.words("levels") if term.endswith(LEVEL_END))
    strong = lexicon.words("honor_verbs", role="receive", strength="strong")
    return {
        "gate": (*strong, *words("gate"), *merits, *words("closing"), *levels),
        "verb": lexicon.words("honor_verbs"),
        "praise": words("praise"),
        "media": (*lexicon.words("media"), _MEDIA),
        "listed": words("roll"),
        "accepted": (_ACCEPTED,),
        "goes": words("goes_to"),
        "holding": words("holder_of"),
        "stated": (*_STATED, *_GIVEN, *(level + merit for level in _SHORT for merit in merits)),
    }


def find_sites(article: Article, lexicon: Lexicon) -> Iterator[tuple[Sentence, frozenset[str]]]:
    """The sentences with a word that may announce an honour, each with what its words hint at.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> [sorted(hints) for _, hints in find_sites(wrap_text("今天下雨。支部获奖。"), load_lexicon())]
    [['gate', 'verb']]
    """
    sites, clean = _sites(lexicon), article.clean
    findall, hints = sites.word.findall, sites.hints
    for sentence in article.sentences:
        if found := findall(clean, sentence.start, sentence.end):
            first = hints[found[0]]
            yield sentence, first if len(found) == 1 else first.union(*[hints[word] for word in found[1:]])
