"""Who holds the contest or the selection that an honour was won in: it grants, and its rank is the level."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.honor_clauses import FAR_CHARACTERS
from dj_analysis.extraction.honor_setting import Setting
from dj_analysis.extraction.levels import read_body_level
from dj_analysis.extraction.text_search import last_match
from dj_analysis.extraction.title_words import GIVING
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Sentence, Span
from dj_analysis.regexes import compile_re

REACH = 4
"""Sentences back, or at the start of the article, in which the event was announced."""

_HELD_BY = compile_re(
    rf"(?:^|[年月日度届])由?(?P<body>[\u4e00-\u9fff、]{{2,30}}?)(?:共同|联合)?(?:{GIVING}|开展|发起)的"
)


@dataclass(frozen=True, eq=False)
class _Words:
    holding: re.Pattern[str]
    event: re.Pattern[str]
    opening: re.Pattern[str]


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    event, holds, how = (either(lexicon.words("honor_words", role=role)) for role in ("event", "holds", "adverb"))
    bare = r"(?:[我本]?[校院系]|学校|学院)(?:党委|团委|工会|分团委|学生会)?"
    return _Words(
        holding=compile_re(rf"(?P<bare>(?<![\u4e00-\u9fff]){bare}|(?<=[在由经]){bare})?(?:{how})?(?:{GIVING}|{holds})"),
        event=compile_re(rf"(?:{event})(?![道区题])"),
        opening=compile_re(rf"(?P<bare>(?<![\u4e00-\u9fff]){bare})(?=[^,，。;；]{{0,20}}$)"),
    )


def contest_giver(setting: Setting, clause: str, start: int) -> Span | None:
    """The body of 在X组织的…大赛中; ``start`` is where ``clause`` begins in the text."""
    contest = last_match(setting.words.contest, clause)
    held = _HELD_BY.search(contest.group("name")) if contest else None
    if contest is None or held is None:
        return None
    at = start + contest.start("name")
    return Span(at + held.start("body"), at + held.end("body"))


def organiser_level(setting: Setting, sentence: Sentence, at: int) -> str | None:
    """The rank of who holds the event, as the sentence up to ``at``, those before it or the first ones tell."""
    sentences, index = setting.article.sentences, setting.recipients.order[sentence.start]
    before = [s for s in reversed(sentences[max(0, index - REACH) : index]) if s.passage == sentence.passage]
    first = [s for s in sentences[:REACH] if s.start < sentence.start]
    told = (Span(s.start, min(s.end, s.start + FAR_CHARACTERS)) for s in (*before, *first))
    stretches = [Span(max(sentence.start, at - FAR_CHARACTERS), at), *told]
    return next((level for one in stretches if (level := _stretch_level(setting, one))), None)


def _stretch_level(setting: Setting, stretch: Span) -> str | None:
    """The rank of the body before a verb of holding, or of the last one before the name of the event."""
    clean, words = setting.article.clean, _words(setting.lexicon)
    event = last_match(words.event, clean[stretch.start : stretch.end])
    if event is None:
        return None
    bodies, name = setting.recipients.parties.by_end, None
    for verb in words.holding.finditer(clean, stretch.start, stretch.end):
        body = bodies.get(verb.start())
        name = name or verb.group("bare") or (body.name if body else None)
    name = name or _before_event(setting, Span(stretch.start, stretch.start + event.start()))
    return read_body_level(name, setting.lexicon, setting.college) if name else None


def _before_event(setting: Setting, stretch: Span) -> str | None:
    """学院微党课大赛落幕, 某大学化工学院演讲比赛举行: the school or college that opens the stretch before the event."""
    opening = _words(setting.lexicon).opening.match(setting.article.clean, stretch.start, stretch.end)
    if opening:
        return opening.group("bare")
    parties = setting.recipients.parties
    body = parties.opening(stretch.start)
    return body.name if body and body.kind == "school" and body.end <= stretch.end else None
