"""Sentences that tell what a film or a play is about: the teams and actions in them are not the writer's."""

from __future__ import annotations

from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_WORKS = ("影片", "该片", "本片", "短片", "纪录片", "教育片", "故事片", "电影", "该剧", "全剧", "剧中", "话剧", "剧情")
_TELLS = compile_re(
    rf"(?:{'|'.join(_WORKS)})"
    r"[^。！？!?\n]{0,30}?(?:讲述|讲的是|描写|刻画|再现|演绎|叙述|叙写|反映)[^。！？!?\n]*"
)


def find_tales(text: str) -> list[Span]:
    """From the word for the work to the end of its sentence.

    >>> find_tales("会后放映影片。该片讲述了四人小队的任务。散场后讨论。")
    [Span(start=7, end=19)]
    """
    if not any(work in text for work in _WORKS):
        return []
    return [Span(*match.span()) for match in _TELLS.finditer(text)]
