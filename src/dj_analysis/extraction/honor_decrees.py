"""Who decrees a notice of honours: the body in its heading or its signature grants what the notice lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dj_analysis.extraction.honor_setting import Setting
from dj_analysis.extraction.levels import read_body_level, read_level
from dj_analysis.records import HonorRow, Mention, Passage, Span
from dj_analysis.regexes import compile_re

_HEADING = compile_re(
    r"关于(?:通报|隆重|集中)?(?:表彰|表扬|命名|授予|评选|嘉奖|认定|确定|公布|奖励)[^。\n]{2,80}(?:决定|通报|通知|公告|通告|名单|文件)"
)
"""A notice or decision that gives titles, by its heading."""

_FIRST, _LAST = 4, 4
"""Passages at the top that hold the heading, and at the foot that hold the signature."""

_DECREED = ("honor_roll", "honor_confer", "honor_taken", "honor_recognise")
"""Rows of titles that the notice itself gives."""


def name_decreeing(setting: Setting, rows: Iterable[HonorRow]) -> list[HonorRow]:
    """Rows with the body that decrees them as grantor, where none is named beside them.

    A title that states another rank than the body's is told of rather than given, and left as it is.
    """
    rows = list(rows)
    if not any(row.rule in _DECREED and row.grantor is None for row in rows):
        return rows
    body = _decreeing_body(setting)
    return [_with_body(setting, row, body) for row in rows] if body else rows


def _with_body(setting: Setting, row: HonorRow, body: Span) -> HonorRow:
    if row.rule not in _DECREED or row.grantor is not None:
        return row
    name = setting.article.clean[body.start : body.end]
    own, stated = read_body_level(name, setting.lexicon, setting.college), read_level(row.title, setting.lexicon)
    if stated is not None and stated != own:
        return row
    told = replace(row, grantor=name, mentions=(*row.mentions, Mention("grantor", body.start, body.end)))
    return replace(told, level=own, level_basis="grantor") if own and row.level_basis in (None, "context") else told


def _decreeing_body(setting: Setting) -> Span | None:
    """The body right before 关于表彰… in the heading, else the one that signs a notice with such a heading."""
    clean = setting.article.clean
    passages = [p for p in setting.article.passages if clean[p.start : p.end].strip()]
    for passage in passages[:_FIRST]:
        if heading := _HEADING.search(clean, passage.start, passage.end):
            body = setting.recipients.parties.body_at(heading.start(), passage.start)
            return body or next((span for p in reversed(passages[-_LAST:]) if (span := _signing(setting, p))), None)
    return None


def _signing(setting: Setting, passage: Passage) -> Span | None:
    """The passage when it is nothing but the name of a body."""
    text = setting.article.clean[passage.start : passage.end]
    start, end = passage.end - len(text.lstrip()), passage.start + len(text.rstrip())
    body = setting.recipients.parties.by_end.get(end)
    return Span(start, end) if body and body.start == start else None
