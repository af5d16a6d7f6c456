"""Named practices of an article (举措), one row per practice with every wording of it."""

from __future__ import annotations

import re
from bisect import bisect_right

from dj_analysis.extraction.initiative_names import Candidate, Practice, join_wordings, squeeze_text, SqueezedText
from dj_analysis.extraction.initiative_words import Vocabulary, read_vocabulary
from dj_analysis.extraction.practice_names import find_practice_names
from dj_analysis.extraction.quoted_names import find_quoted_names, find_quotes
from dj_analysis.extraction.themes import find_theme
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import READ_REGIONS, Article, InitiativeRow, Mention

SINCE = re.compile(
    r"[自从](?P<from>(?:19|20)\d\d年(?:\d{1,2}月)?)(?:份?(?:起|以来|开始|至今))"
    r"|(?P<on>(?:19|20)\d\d年(?:\d{1,2}月)?)(?:份?(?:以来|起))"
    r"|(?:始于|始创于|成立于|创办于|创建于|启动于|设立于)(?P<at>(?:19|20)\d\d年(?:\d{1,2}月)?)"
)
ACTOR = re.compile(r"[\w*]{0,20}(?:党总支|党支部|总支|支部|党委|学院|学校|大学|图书馆|团委|研究所|系)")
"""A unit at the head of a clause; greedy, so that the branch of a department is named in full."""

STOPS = "。;；!！?？\n"
SHORTEST_LOOSE = 3
"""A name of two characters is taken for a repeat only where it stands in quotation marks."""


def find_initiatives(article: Article, lexicon: Lexicon) -> list[InitiativeRow]:
    """Every named practice of ``article`` in the order of the text; spans are offsets into its clean text.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> rows = find_initiatives(wrap_text("支部推出“夜灯”陪读计划,设立党员先锋岗3个。"), load_lexicon())
    >>> [(row.name, row.type) for row in rows]
    [('“夜灯”陪读计划', 'project'), ('党员先锋岗', 'post')]
    """
    words = read_vocabulary(lexicon)
    candidates: list[Candidate] = []
    for passage in article.passages:
        if passage.region in READ_REGIONS:
            candidates += _read_passage(article.clean, passage.start, passage.end, words)
    if not candidates:
        return []
    squeezed = squeeze_text(article.clean)
    readable = [(p.start, p.end) for p in article.passages if p.region in READ_REGIONS]
    practices = join_wordings(candidates)
    spots = _find_spots(practices, article.clean, squeezed, readable)
    starts = list(SINCE.finditer(article.clean))
    rows = [_row(article, practice, spots[i], starts, lexicon) for i, practice in enumerate(practices)]
    return sorted(rows, key=lambda row: row.start)


def _read_passage(text: str, start: int, end: int, words: Vocabulary) -> list[Candidate]:
    quotes = find_quotes(text, start, end)
    found = find_quoted_names(text, start, end, quotes, words) if quotes else []
    taken = [(q.start, q.end) for q in quotes if not q.lost] + [(c.start, c.end) for c in found]
    return found + find_practice_names(text, start, end, taken, words)


def _find_spots(
    practices: list[Practice], text: str, squeezed: SqueezedText, readable: list[tuple[int, int]]
) -> list[list[tuple[int, int]]]:
    """All places of each practice; a place inside a longer name of another practice is that one's."""
    spots: list[list[tuple[int, int]]] = [[] for _ in practices]
    claims = sorted(
        ((core, i) for i, practice in enumerate(practices) for core in practice.cores), key=lambda c: (-len(c[0]), c[1])
    )
    used: list[tuple[int, int]] = []
    for core, i in claims:
        for start, end in squeezed.find_all(core):
            if _inside(start, readable) and not any(s < end and start < e for s, e in used):
                if len(core) >= SHORTEST_LOOSE or _is_quoted(text, start, end):
                    used.append((start, end))
                    spots[i].append((start, end))
    return spots


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (place, len(spans) + place)) - 1
    return at >= 0 and spans[at][0] <= place < spans[at][1]


def _is_quoted(text: str, start: int, end: int) -> bool:
    return start > 0 and text[start - 1] in "“‘「『\"" and end < len(text) and text[end] in "”’」』\""


def _row(
    article: Article,
    practice: Practice,
    spots: list[tuple[int, int]],
    starts: list[re.Match[str]],
    lexicon: Lexicon,
) -> InitiativeRow:
    best = practice.best
    mentions = _mentions(practice, spots)
    return InitiativeRow(
        start=best.start,
        end=best.end,
        rule=best.rule,
        mentions=tuple(Mention("self", start, end) for start, end in mentions),
        name=article.clean[best.start : best.end],
        type=best.type,
        theme=_theme(article.clean, practice, lexicon),
        quoted=best.quoted,
        actor=_actor(article.clean, practice, read_vocabulary(lexicon)),
        since=_since(article.clean, practice, starts),
    )


def _mentions(practice: Practice, spots: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Full wordings where a finder read one, plain repeats elsewhere, in order and without overlap."""
    full = sorted({(c.start, c.end) for c in practice.wordings})
    rest = [(s, e) for s, e in spots if not any(a < e and s < b for a, b in full)]
    return sorted(full + rest)


def _theme(text: str, practice: Practice, lexicon: Lexicon) -> str | None:
    """From the name where it has a cue, else from the clause that introduces it."""
    best = practice.best
    if theme := find_theme(text[best.start : best.end], lexicon):
        return theme
    return find_theme(text[best.intro : best.end], lexicon)


def _actor(text: str, practice: Practice, words: Vocabulary) -> str | None:
    """The unit named at the beginning of the clause, before the verb that introduces the practice."""
    for wording in sorted(practice.wordings, key=lambda c: c.start):
        lead = text[wording.intro : wording.start]
        stops = [stop.start() for stop in (words.function_word.search(lead), words.verb.search(lead)) if stop]
        if match := ACTOR.match(lead, 0, min(stops, default=len(lead))):
            return match.group()
    return None


def _since(text: str, practice: Practice, starts: list[re.Match[str]]) -> str | None:
    """The year, and month, from which the sentence says the practice runs."""
    for wording in sorted(practice.wordings, key=lambda c: c.start) if starts else ():
        begin = max(text.rfind(mark, 0, wording.start) for mark in STOPS) + 1
        stop = min((at for at in (text.find(mark, wording.end) for mark in STOPS) if at >= 0), default=len(text))
        for match in starts:
            if begin <= match.start() < stop:
                return match["from"] or match["on"] or match["at"]
    return None
