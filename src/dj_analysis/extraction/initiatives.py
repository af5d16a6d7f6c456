"""Named practices of an article (举措), one row per practice with every wording of it."""

from __future__ import annotations

from dj_analysis.extraction.initiative_names import Candidate, Practice, join_wordings, squeeze_text
from dj_analysis.extraction.initiative_repeats import find_repeats
from dj_analysis.extraction.initiative_tales import find_tales
from dj_analysis.extraction.initiative_words import Vocabulary, read_vocabulary
from dj_analysis.extraction.practice_names import find_practice_names
from dj_analysis.extraction.quotations import find_quotes
from dj_analysis.extraction.quoted_names import find_quoted_names
from dj_analysis.extraction.themes import find_theme
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import READ_REGIONS, Article, InitiativeRow, Mention
from dj_analysis.regexes import compile_re

YEAR = compile_re(r"(?:19|20)\d\d年(?:\d{1,2}月)?")
BEGINNING = compile_re(r"份?(?:起|以来|开始|至今)")
FOUNDED = compile_re(r"(?:始|始创|成立|创办|创建|启动|设立)于$")
FOUNDED_WITHIN = 4
"""Characters of the longest founding phrase before a year."""

ACTOR = compile_re(r"[\w*]{0,20}(?:党总支|党支部|总支|支部|党委|学院|学校|大学|图书馆|团委|研究所|系)")
"""A unit at the head of a clause; greedy, so that the branch of a department is named in full."""

SHORT = "简称"
CALLED = compile_re(r"[(（,，]?(?:以下|下文|后文)?(?:统一)?简称[为:：]?$")
CALLED_WITHIN = 10
"""Characters of the longest phrase that announces a short name."""

OTHER_NAMES = compile_re("[、”’」』》]")
FEW = 5
"""Wordings read for unit and year; a practice worded in more ways repeats itself."""

SENTENCE = 150
"""Characters to either side of a name that can belong to its sentence."""

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
    for start, end in _stretches(article):
        candidates += _read_stretch(article.clean, start, end, words)
    tales = find_tales(article.clean) if candidates else []
    if tales:
        candidates = [c for c in candidates if not any(tale.start <= c.start < tale.end for tale in tales)]
    if not candidates:
        return []
    practices = join_wordings(candidates, _find_other_wordings(article.clean, candidates))
    starts = _find_starts(article.clean)
    mentions = _find_mentions(practices, article)
    rows = [_row(article, practice, mentions[i], starts, lexicon) for i, practice in enumerate(practices)]
    return sorted(rows, key=lambda row: row.start)


def _find_other_wordings(text: str, candidates: list[Candidate]) -> dict[str, str]:
    """Cores of names that only word another one differently, by the core of that."""
    repeats = find_repeats(text, candidates) if len(candidates) > 1 else {}
    return repeats | _find_short_forms(text, candidates)


def _find_short_forms(text: str, candidates: list[Candidate]) -> dict[str, str]:
    """Cores of short names by which the text says it will call a longer one: 甲工程(以下简称“乙工程”)."""
    if SHORT not in text:
        return {}
    ends = {candidate.end: candidate.core for candidate in candidates}
    found = {}
    for candidate in candidates:
        call = CALLED.search(text, max(0, candidate.start - CALLED_WITHIN), candidate.start)
        if call and call.start() in ends:
            found[candidate.core] = ends[call.start()]
    return found


def _stretches(article: Article) -> list[tuple[int, int]]:
    """Runs of passages that are read, joined where they touch; line ends keep their names apart."""
    runs: list[tuple[int, int]] = []
    for passage in article.passages:
        if passage.region in READ_REGIONS:
            touching = bool(runs) and runs[-1][1] == passage.start
            start = runs.pop()[0] if touching else passage.start
            runs.append((start, passage.end))
    return runs


def _read_stretch(text: str, start: int, end: int, words: Vocabulary) -> list[Candidate]:
    quotes = find_quotes(text, start, end)
    found = find_quoted_names(text, start, end, quotes, words) if quotes else []
    taken = [(q.start, q.end) for q in quotes if not q.is_lost] + [(c.start, c.end) for c in found]
    return found + find_practice_names(text, start, end, taken, words)


def _find_mentions(practices: list[Practice], article: Article) -> list[list[Mention]]:
    """All places of each practice: the wordings a finder read, then every repeat of a name outside them.

    Longer names are looked for first, so that a name inside another one is no mention of its own.
    """
    text, squeezed, taken = article.clean, squeeze_text(article.clean), bytearray(len(article.clean))
    for passage in article.passages:
        if passage.region not in READ_REGIONS:
            taken[passage.start : passage.end] = b"\1" * (passage.end - passage.start)
    found: list[list[tuple[int, int]]] = []
    for practice in practices:
        found.append(sorted({(wording.start, wording.end) for wording in practice.wordings}))
        for start, end in found[-1]:
            taken[start:end] = b"\1" * (end - start)
    cores = [(core, places) for practice, places in zip(practices, found, strict=True) for core in practice.cores]
    for core, places in sorted(cores, key=lambda item: -len(item[0])):
        if squeezed.text.count(core) == 1:
            continue
        for start, end in squeezed.find_all(core):
            if taken.find(1, start, end) < 0 and (len(core) >= SHORTEST_LOOSE or _is_quoted(text, start, end)):
                taken[start:end] = b"\1" * (end - start)
                places.append((start, end))
    return [[Mention("self", start, end) for start, end in sorted(places)] for places in found]


def _is_quoted(text: str, start: int, end: int) -> bool:
    return start > 0 and text[start - 1] in '“‘「『"' and end < len(text) and text[end] in '”’」』"'


def _row(
    article: Article, practice: Practice, mentions: list[Mention], starts: list[tuple[int, str]], lexicon: Lexicon
) -> InitiativeRow:
    best = practice.best
    return InitiativeRow(
        start=best.start,
        end=best.end,
        rule=best.rule,
        mentions=tuple(mentions),
        name=article.clean[best.start : best.end],
        type=best.type,
        theme=_theme(article.clean, practice, lexicon),
        quoted=best.quoted,
        actor=_actor(article.clean, practice, read_vocabulary(lexicon)),
        since=_since(article.clean, practice, starts),
    )


def _theme(text: str, practice: Practice, lexicon: Lexicon) -> str | None:
    """From the name where it has a cue, else from the words of its clause that belong to no other name."""
    best = practice.best
    if theme := find_theme(text[best.start : best.end], lexicon):
        return theme
    return find_theme(OTHER_NAMES.split(text[best.intro : best.start])[-1], lexicon)


def _actor(text: str, practice: Practice, words: Vocabulary) -> str | None:
    """The unit named at the beginning of the clause, before the verb that introduces the practice."""
    for wording in practice.wordings[:FEW]:
        lead = text[wording.intro : wording.start]
        if not ACTOR.match(lead):
            continue
        stops = [stop.start() for stop in (words.function_word.search(lead), words.verb.search(lead)) if stop]
        if match := ACTOR.match(lead, 0, min(stops, default=len(lead))):
            return match.group()
    return None


def _since(text: str, practice: Practice, starts: list[tuple[int, str]]) -> str | None:
    """The year, and month, from which the sentence says the practice runs."""
    for wording in practice.wordings[:FEW] if starts else ():
        least, most = max(0, wording.start - SENTENCE), min(len(text), wording.end + SENTENCE)
        begin = max(least, *(text.rfind(mark, least, wording.start) + 1 for mark in STOPS))
        stop = min((at for at in (text.find(mark, wording.end, most) for mark in STOPS) if at >= 0), default=most)
        for at, year in starts:
            if begin <= at < stop:
                return year
    return None


def _find_starts(text: str) -> list[tuple[int, str]]:
    """Years, with their months, that the text gives as a beginning, and where they stand."""
    return [
        (match.start(), match[0])
        for match in YEAR.finditer(text)
        if BEGINNING.match(text, match.end())
        or FOUNDED.search(text, max(0, match.start() - FOUNDED_WITHIN), match.start())
    ]
