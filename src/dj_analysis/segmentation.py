"""Cut clean text into tokens with offsets, by a private jieba tokenizer and the words extraction has found.

Names of models and initiatives, dates, amounts and formulas are found first and never cut; jieba sees only what stands
between them. The global tokenizer of jieba is never used and never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.cutting import make_cut
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

PINNED_LENGTH = 4
"""A shorter name of Han characters also occurs inside other words (三亮 in 第三亮点), so jieba may weigh it."""
LONGEST_NAME = 14
"""Longer names are clauses; held whole, they would hide their words from every count."""
HEAD_LENGTH = 2
"""Names are looked up by their first characters, so that the cost does not grow with their number."""

QUOTED = compile_re(r"[“‘「『《\"]([^“”‘’「」『』《》\"]{2,20})[”’」』》\"]")
HAN = compile_re(r"[\u3400-\u9fff]+")
FIGURE = compile_re(
    r"""
    (?<![0-9A-Za-z.])
    (?: \d{4}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2}(?!\d)              # 2020-11-12
      | \d{2,4}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?                       # 2020年11月12日
      | \d{1,2}月\d{1,2}[日号]                                          # 11月12日
      | \d{0,3}[*＊]{1,4}\d{0,2}年                                      # 20*年, a masked year
      | (?P<formula>[0-9A-Za-z]{1,8}(?:[+＋][0-9A-Za-z]{1,8}){1,9})     # 1+2+2+6+N
      | \d{1,9}(?:[xX×]\d{1,9}){1,3}                                    # 4X400
      | \d{1,12}(?:[,，]\d{3}){0,4}(?:\.\d{1,9})?(?:[%％‰]|[万亿千百]?[余多]?(?![0-9A-Za-z]))
    )
    | [〇零○一二三四五六七八九]{4}年(?:[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}[日号])?)?
    | 百分之[〇零一二两三四五六七八九十百点]{1,8}
    | (?=[一二两三四五六七八九]?[十百千万])[〇零一二两三四五六七八九十百千万亿]{3,12}   # 一百二十
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A stretch of text without white space. Kinds: word, name (extracted or a formula), figure, mark."""

    text: str
    start: int
    end: int
    kind: str = "word"


class Segmenter:
    """Tokens and terms of texts, with user words and stop words of one lexicon and the names of one corpus.

    ``names`` are names of models and initiatives as extraction found them. ``stop_words`` may be read, to be echoed
    beside a result; the analyst's ``stopwords.csv`` adds to them and takes away. ``fast`` asks for rjieba (True) or
    jieba (False), which give the same tokens; unset, rjieba is taken where it is installed.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> segmenter = Segmenter(load_lexicon(), names=["党员先锋岗"])
    >>> [token.text for token in segmenter.tokens("2018年建成党员先锋岗,占75%")]
    ['2018年', '建成', '党员先锋岗', ',', '占', '75%']
    >>> segmenter.terms("2018年建成党员先锋岗,占75%")
    ['建成', '党员先锋岗']
    """

    def __init__(self, lexicon: Lexicon, names: Iterable[str] = (), *, fast: bool | None = None) -> None:
        self.stop_words = frozenset(lexicon.words("stopwords"))
        words = {part for name in names for part in _bare_names(name)}
        self._pinned = _index_names(word for word in words if _is_pinned(word))
        self._words = make_cut(
            sorted({*lexicon.words("user_words"), *(w for w in words if not _is_pinned(w))}), fast=fast
        )

    def tokens(self, text: str) -> list[Token]:
        """All tokens in order, with offsets into ``text``; only white space lies between them."""
        found: list[Token] = []
        at = 0
        for span in self._find_pinned(text):
            found += self._cut(text, at, span.start)
            found.append(span)
            at = span.end
        return found + self._cut(text, at, len(text))

    def terms(self, text: str) -> list[str]:
        """Words and names worth counting: no stop words, figures, marks or single characters."""
        return [token.text for token in self.tokens(text) if self.is_term(token)]

    def is_term(self, token: Token) -> bool:
        """Whether ``terms`` would keep the token."""
        return token.kind in ("word", "name") and len(token.text) > 1 and token.text not in self.stop_words

    def _cut(self, text: str, start: int, end: int) -> list[Token]:
        if start >= end:
            return []
        found: list[Token] = []
        at = start
        for word in self._words(text[start:end]):
            stop = at + len(word)
            kind = _kind(word)
            if kind:
                found.append(_new_token(Token, (word, at, stop, kind)))
            at = stop
        return found

    def _find_pinned(self, text: str) -> Iterator[Token]:
        found = [*_find_figures(text), *self._find_names(text)]
        at = 0
        for token in sorted(found, key=lambda token: (token.start, -token.end)):
            if token.start >= at:
                yield token
                at = token.end

    def _find_names(self, text: str) -> Iterator[Token]:
        at = 0
        for start in range(len(text) - HEAD_LENGTH + 1) if self._pinned else ():
            lengths = self._pinned.get(text[start : start + HEAD_LENGTH])
            if lengths is None or start < at:
                continue
            for length, names in lengths:
                if text[start : start + length] in names:
                    at = start + length
                    yield Token(text[start:at], start, at, "name")
                    break


def _bare_names(name: str) -> list[str]:
    """The quoted parts of a name, or the whole of a name without quotes.

    >>> _bare_names("“重温誓词”活动"), _bare_names("党员先锋岗")
    (['重温誓词'], ['党员先锋岗'])
    """
    bare = [part.strip() for part in QUOTED.findall(name)] or [name.strip(" \t“”‘’\"'")]
    return [part for part in bare if HEAD_LENGTH <= len(part) <= LONGEST_NAME]


def _is_pinned(name: str) -> bool:
    return len(name) >= PINNED_LENGTH or not HAN.fullmatch(name)


NameIndex = dict[str, list[tuple[int, frozenset[str]]]]


def _index_names(names: Iterable[str]) -> NameIndex:
    """Names by their first characters and, longest first, by length."""
    heads: dict[str, dict[int, set[str]]] = {}
    for name in names:
        heads.setdefault(name[:HEAD_LENGTH], {}).setdefault(len(name), set()).add(name)
    return {
        head: [(length, frozenset(lengths[length])) for length in sorted(lengths, reverse=True)]
        for head, lengths in heads.items()
    }


def _find_figures(text: str) -> Iterator[Token]:
    for match in FIGURE.finditer(text):
        yield Token(match.group(), match.start(), match.end(), "name" if match["formula"] else "figure")


_new_token = tuple.__new__
"""Makes a token in half the time that calling its class takes; an article has a thousand."""


@lru_cache(maxsize=65536)
def _kind(word: str) -> str:
    """The kind of a token; empty for white space, which is none."""
    if word.isspace():
        return ""
    if not any(character.isalnum() for character in word):
        return "mark"
    return "figure" if word[0].isdigit() and not any(character.isalpha() for character in word) else "word"
