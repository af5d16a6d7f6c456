"""Clauses around an honour: where they begin, and what stands before their subject or after it."""

from __future__ import annotations

import re

from dj_analysis.extraction.party_words import QUOTED, PartyWords
from dj_analysis.regexes import compile_re

FAR_CHARACTERS = 500
"""Characters of one sentence looked through for a subject; the longest real sentence has 390."""

_QUOTE = compile_re('[“「《"]')
_BREAK = compile_re(r"[,，:：;；。!！?？\n]")
_LAST_BREAK = compile_re(rf".*{_BREAK.pattern}", re.DOTALL)
_TIME_LEAD = compile_re(
    r"^(?:(?:于|在|自|从|截至|到|至)?(?:\d{2,4}|20\*{1,2}|[一二三四五六七八九十]{1,3})\s?(?:[—\-–~至]\d{4})?"
    r"(?:年度?|月份?|日|学年)(?:以来|来看|来|底|初|间|上半年|下半年|[春夏秋冬]季?)?"
    r"|(?:近|过去)[一二两三四五六七八九十几\d]{1,2}年[来间]?|[一二两三四五六七八九十几\d]{1,3}年[来间]"
    r"|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[．.、]|[一二三四五六七八九十]是)"
)
_PREPOSITIONAL = compile_re(
    r"(?:在|于|从|经)[^,，。;；]{1,44}(?:中|上|里|下|内|时|期间|前?后|前|以来|赛道?|赛区)$|在全[国省市区县校院系](?:范围内?)?$"
)
_LONGEST_PHRASE = 50
"""Characters of a phrase between subject and verb (在…大赛中) that are looked through."""
_LONGEST_ADVERB = 12
"""Characters of the longest adverb with a date in it."""


def mask_quotes(text: str) -> str:
    """The text with quoted stretches filled, so that commas inside them break nothing; as long as before.

    >>> mask_quotes("以“甲,乙”为题")
    '以“〇〇〇”为题'
    """
    if not _QUOTE.search(text):
        return text
    return QUOTED.sub(lambda match: "“" + "〇" * (len(match.group()) - 2) + "”", text)


def split_at(mark: re.Pattern[str], clean: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between marks, empty ones with them.

    >>> split_at(compile_re("[、和]"), "甲、乙和", 0, 4)
    [(0, 1), (2, 3), (4, 4)]
    """
    cuts = [start, *(at for found in mark.finditer(clean, start, end) for at in found.span()), end]
    return list(zip(cuts[::2], cuts[1::2], strict=True))


def clause_start(clean: str, start: int, at: int) -> int:
    """Where the clause before ``at`` begins, not before ``start``."""
    last = _LAST_BREAK.match(mask_quotes(clean[start:at]))
    return start + last.end() if last else start


def split_clauses(clean: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of a stretch without their marks, empty ones left out."""
    bounds, left = [], start
    for match in _BREAK.finditer(mask_quotes(clean[start:end])):
        bounds.append((left, start + match.start()))
        left = start + match.end()
    bounds.append((left, end))
    return [(a, b) for a, b in bounds if b > a]


def step_back(clean: str, floor: int, at: int, adverb: re.Pattern[str]) -> int:
    """The end of a stretch without the adverbs at its end; ``adverb`` matches one of them up to ``at``.

    >>> step_back("学校前年还", 0, 5, compile_re("(?:前年|还)$"))
    2
    """
    while at > floor and (found := adverb.search(clean, max(floor, at - _LONGEST_ADVERB), at)):
        at = found.start()
    return at


def strip_tail(clean: str, start: int, at: int, words: PartyWords, kept_ends: frozenset[int]) -> int:
    """The end of a stretch without adverbs and phrases of place before the verb; never cuts into a body's name."""
    end = at
    while True:
        text = clean[start:end].rstrip()
        adverb = words.adverb_tail.search(text[-_LONGEST_ADVERB:])
        if adverb and start + len(text) not in kept_ends:
            text = text[: len(text) - len(adverb.group())]
        phrase = _PREPOSITIONAL.search(text[-_LONGEST_PHRASE:])
        if phrase:
            text = text[: len(text) - len(phrase.group())]
        if start + len(text) == end:
            return end
        end = start + len(text)


def strip_lead(text: str, words: PartyWords) -> tuple[str, int]:
    """The text without times and adverbs at its start, and how many characters they took."""
    whole = len(text)
    while match := _TIME_LEAD.match(text) or words.adverb_lead.match(text):
        text = text[match.end() :]
    return text, whole - len(text)
