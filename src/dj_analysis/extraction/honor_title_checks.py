"""Whether a stretch behind a verb can be the title of an honour, or is a clause, a motto, a name with its title."""

from __future__ import annotations

import re

from dj_analysis.extraction.honor_grantors import INSIDE
from dj_analysis.extraction.title_words import TitleWords
from dj_analysis.regexes import compile_re

LONGEST_TITLE = 60
"""A longer stretch is a clause, not a title; the longest real one has 44 characters."""
SHORTEST_TITLE = 2
"""获评“好”: a mark, not a title."""
LONGEST_VAGUE = 3
"""获得又一荣誉: what stands before a closing word is no title when it is this short."""

TITLE_START = compile_re(
    r"\d{4}年?度?|全国|全省|全市|全区|省|市|学校|校级|校|院级|第[一二三四五六七八九十\d]{1,3}[批届]|首批|国家级|教育部"
)
_STOPS = compile_re(r"[,，。]|(?<!人)才[有能可会]")
_OF_PARTY = compile_re(r"[党团]的")
"""党的知识竞赛, 党的建设: 的 that belongs to the name."""
_NAMED_AS = compile_re(r"等[\d一二三四五六七八九十]{0,4}[名个位人][\u4e00-\u9fff]{0,6}为")
"""A等79人为“师德先进个人”: a name with its title, no title."""
_THEME_YEAR = compile_re(r"(?<=[\u4e00-\u9fff])(?<![青少成老中百全])年[”」』\"’]$")
"""“党支部建设年”: what a year is given to."""


def is_title(title: str, quotes: list[re.Match[str]], words: TitleWords, strong: bool, closed: bool) -> bool:
    """Tell whether a stretch can be the title of an honour: with a head, praised, and no clause."""
    if not SHORTEST_TITLE <= len(title) <= LONGEST_TITLE:
        return False
    outside = INSIDE.sub("", title)
    owned = "的" in outside and "的" in _OF_PARTY.sub("", outside)
    if _STOPS.search(outside) or (owned and "最" not in outside) or words.telling.search(outside):
        return False
    if words.nobody.fullmatch(title) or title[0] == "的" or _NAMED_AS.search(outside) or _THEME_YEAR.search(title):
        return False
    head, merit = words.head.search(title), words.merit.search(title)
    if quotes:
        return bool(strong or closed or (head and merit))
    if closed and strong and len(title) > LONGEST_VAGUE:
        return bool(head or merit)
    return bool(head and (merit or TITLE_START.match(title) or (strong and len(title) > 2)))
