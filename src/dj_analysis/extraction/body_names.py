"""Names of bodies cut to a real boundary: no verb, conjunction or half of a word before them, no mere generic word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.bodies import Body
from dj_analysis.extraction.noun_words import NounWords, noun_words, scan_words
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

_ENDS_BEFORE = compile_re(r"[和与及暨同并等的、]$|(?<![车班])间$|[后前时次回来]$")
"""What may stand before a body and never ends the words that name it: 讲话和|学院, 棚间|支部, 回来后|党总支."""

_NEXT_BODY = compile_re(r"[和与及暨](?=[省市区县校院]|共青团|中共|中国|国家|本科生|研究生|学生|教工|教师|离退休|机关)")
_CONJUNCTION = compile_re("[和与及暨]")
_SCHOOL = "大学"
"""Begins what is left of a name whose school is withheld (**大学会计学院)."""

_COLLEGE = "学院"
_FIELD = compile_re("[文理工法商医农药林经管哲史艺体外警军音美牧渔矿]")
"""Colleges named by one character: 文学院, 法学院."""

_BRANCHES = frozenset({"branch", "school", "department"})
_ORDINAL = compile_re(r"[第\d一二三四五六七八九十A-Za-z*×＊○]")
_STRIPPED = frozenset({"verb", "light", "likely", "adverb"})
_CUTTING = frozenset({"verb", "light", "adverb"})
_LONG = 2
"""Characters of a verb worth cutting at; single ones occur within names of places and people."""


@dataclass(frozen=True, slots=True)
class _Words:
    guard: re.Pattern[str]
    generic: re.Pattern[str]
    lists: NounWords


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    return _Words(
        compile_re(either(lexicon.words("organisation_stops", role="guard"))),
        compile_re(rf"(?:{either(lexicon.words('organisation_generic'))}){{0,6}}"),
        noun_words(lexicon),
    )


def start_of_name(body: Body, lexicon: Lexicon) -> int | None:
    """Where the name of a body begins in the text; None when what is left names nobody.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> start_of_name(Body(10, 20, "隶属智能制造学院", "school", "学院", True), lexicon)
    12
    >>> start_of_name(Body(0, 4, "打破学院", "school", "学院", True), lexicon) is None
    True
    """
    cut = _cut(body.name[: len(body.name) - len(body.head)], body.head, body.kind, lexicon)
    return None if cut is None else body.start + cut


@lru_cache(maxsize=4096)
def _cut(left: str, head: str, kind: str, lexicon: Lexicon) -> int | None:
    """How many characters before a name do not belong to it; None when nothing is left to name a body."""
    words = _words(lexicon)
    if not left:
        return 0
    at = _after_verbs(left, words)
    if joined := _NEXT_BODY.search(left, at):
        at = joined.end()
    if _CONJUNCTION.match(left, at):
        at += 1
    if left.startswith(_SCHOOL, at) and len(left) > at + len(_SCHOOL):
        at += len(_SCHOOL)
    name = left[at:]
    if kind in _BRANCHES and (_is_empty(name, head, words) or (kind == "branch" and _ENDS_BEFORE.search(name))):
        return None
    return None if _CONJUNCTION.search(name[-1:]) else at


def _after_verbs(left: str, words: _Words) -> int:
    """Step over verbs and adverbs that lead up to a name, or end within it with a whole name behind them."""
    at, led = 0, True
    for start, end, kind in scan_words(left, words.lists):
        guarded = words.guard.match(left, start) is not None
        led = led and start == at and not guarded
        if guarded or end - start < _LONG or end == len(left) or _CONJUNCTION.match(left, end):
            continue
        if kind in _CUTTING or (led and kind in _STRIPPED and not _is_empty(left[end:], "", words)):
            at = end
    return at


def _is_empty(name: str, head: str, words: _Words) -> bool:
    """True for 强|支部, 感谢学校|党委 and 打破|学院: generic words, perhaps behind half a word or a verb."""
    if words.generic.fullmatch(name):
        return True
    if len(name) > 1 and name in words.lists.words:
        return words.lists.words[name] == "likely" and words.guard.match(name) is None
    if len(name) == 1:
        return _ORDINAL.match(name) is None and not (head == _COLLEGE and _FIELD.match(name))
    college = _FIELD.match(name) and name.startswith(_COLLEGE, 1)
    if words.generic.fullmatch(name, 1) and not college and not _ORDINAL.match(name):
        return True
    known = words.lists.words
    if known.get(name[:_LONG]) in _STRIPPED and words.guard.match(name) is None:
        return words.generic.fullmatch(name, _LONG) is not None
    verb, before = name[-_LONG:], name[:-_LONG]
    return known.get(verb) in _STRIPPED and words.guard.match(verb) is None and known.get(before) != "safe"
