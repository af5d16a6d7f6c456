"""Recipients told of behind an honour that nobody was named for: 评选出十佳班级,其中A、B获此殊荣."""

from __future__ import annotations

from dataclasses import replace

from dj_analysis.extraction.recipients import Recipients
from dj_analysis.records import HonorRow, Mention, Sentence
from dj_analysis.regexes import compile_re

ECHO = "获此"
"""Begins every wording that takes an honour up again."""
REACH = 160
"""Characters from the honour to its echo: the sentence before it."""

_ECHO = compile_re(r"(?<=[\u4e00-\u9fff])获此(?:殊荣|荣誉|称号|奖项?)(?=[,，。;；!！\n]|$)")


def find_echoes(recipients: Recipients, sentence: Sentence, before: list[HonorRow]) -> list[HonorRow]:
    """The rows of those who received what was told before; the row that names nobody gives way to them.

    ``before`` holds the rows told up to the end of the sentence, last ones last; it loses the one that gives way.
    """
    echo = _ECHO.search(sentence.text)
    at = sentence.start + echo.start() if echo else 0
    told = [row for row in before[-1:] if row.end <= at <= row.end + REACH] if echo else []
    if not told or recipients.parties.passage_start(told[0].start) != recipients.parties.passage_start(at):
        return []
    start, end = recipients.clause_before(sentence, at)
    parties = recipients.parties.at_end(max(start, told[0].end), end)
    if not parties or not all(party.name for party in parties):
        return []
    rows = [
        replace(
            told[0],
            recipient=party.name,
            recipient_kind=party.kind,
            mentions=(*told[0].mentions, Mention("recipient", party.start, party.end)),
        )
        for party in parties
    ]
    if told[0].recipient is None:
        before.remove(told[0])
    return rows
