"""Characters that a page has dropped from the middle of a sentence: 学党委 for 学院党委, 党支 for 党支部.

What is gone is not known for sure, so nothing is put in: the gap is marked. A place is marked only where the shortened
word is none, or where the page itself shows the name in full; that finds some losses and leaves clean text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.cleaning.alternatives import NOTHING, one_of
from dj_analysis.cleaning.characters import Beginnings
from dj_analysis.lexicon import Lexicon, LexiconRow
from dj_analysis.regexes import compile_re

COLLEGE = "学院"
NAMED = compile_re(
    r"学(?=(?P<body>党委(?!文件|精神|决|中心组|工作条例)|党总支|党支部(?!工作条例|条例|书记工作))"
    r"|(?P<members>(?:教工|教师|学生|本科生|研究生|机关|行政|离退休|退休|联合)(?:第?[一二三四五六七八九十\d]{1,2})?党(?:总支|支部?)))"
)
"""学 before a body: what is left of a college's name, or a subject (数学党支部)."""

LONGEST_SUBJECT = 4
BEFORE_REACH = 6
LONGEST_STEM = 8
NAME_TAIL = 2
"""Characters before 学院 by which a name that stands in full elsewhere is known again."""

NOT_A_SUBJECT = frozenset("在由对向从经被把与和及为是我该本各学,，。;；、")
"""What stands before a college without a name: no subject ends so."""

CUT_SHORT = "…."
"""Behind a headline that a list has cut."""


class _Terms(NamedTuple):
    """Set phrases, where one can begin, and each that has lost its last character."""

    beginnings: Beginnings
    cut: re.Pattern[str]


@lru_cache(maxsize=8)
def _terms(lexicon: Lexicon) -> _Terms:
    rows = sorted(lexicon.rows("dropped_terms"), key=lambda row: (-len(row["term"]), row["term"]))
    return _Terms(Beginnings([row["term"] for row in rows]), compile_re("|".join(map(_cut_pattern, rows)) or NOTHING))


def _cut_pattern(row: LexiconRow) -> str:
    """A term without its last character, where neither what follows nor what stands before makes it another word.

    ``also`` are characters that go on with another word, ``before`` those that show one: 换上志愿服.
    """
    term = row["term"]
    alone = f"(?![{re.escape(term[-1] + row['also'] + CUT_SHORT)}]|$)"
    near = range(BEFORE_REACH) if row["before"] else ()
    behind = "".join(f"(?<![{row['before']}].{{{distance + len(term) - 1}}})" for distance in near)
    return re.escape(term[:-1]) + behind + (f"(?:{alone}|(?={re.escape(row['never'])}))" if row["never"] else alone)


@lru_cache(maxsize=8)
def _subjects(lexicon: Lexicon) -> re.Pattern[str]:
    """Words that end in 学: subjects, kinds of schools, things done with learning."""
    listed = [word for word in lexicon.words("dictionary_words") if word.endswith("学")]
    return compile_re(f"(?:{one_of([*listed, *lexicon.words('learning_words')])})$")


@lru_cache(maxsize=8)
def _stems(lexicon: Lexicon) -> re.Pattern[str]:
    """Words that name colleges and, with 学 behind them, no subject (计算机学院, not 会计学院), where a name begins."""
    begins = r"(?:(?<![\u4e00-\u9fff])|(?<=大学)|(?<=学院)|(?<=学校)|(?<=我校))"
    return compile_re(f"{begins}(?:{one_of(lexicon.words('college_stems', kind='name'))})$")


@lru_cache(maxsize=8)
def _shortened_schools(lexicon: Lexicon) -> tuple[tuple[int, frozenset[str]], ...]:
    """Known schools without their last character, by length."""
    names = [name[:-1] for name in lexicon.words("schools") if name.endswith(COLLEGE)]
    return tuple((size, frozenset(n for n in names if len(n) == size)) for size in sorted(set(map(len, names))))


def find_dropped(clean: str, lexicon: Lexicon) -> Iterator[int]:
    """Places before which a character is gone.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> list(find_dropped("数学党支部的战斗堡作用,在学党委领导下", load_lexicon()))
    [9, 14]
    """
    terms = _terms(lexicon)
    for at in terms.beginnings.places(clean):
        if match := terms.cut.match(clean, at):
            yield match.end()
    for match in NAMED.finditer(clean):
        if _is_nameless(clean, match) or _is_known(clean, match, lexicon):
            yield match.start() + 1


def _is_nameless(clean: str, match: re.Match[str]) -> bool:
    """Whether 学 begins what follows: 在学党委, not 数学党支部."""
    at = match.start()
    return match["body"] is not None and (not at or clean[at - 1] in NOT_A_SUBJECT)


def _is_known(clean: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether the page names the college in full elsewhere, it is a known school, or its name with 学 is no subject.

    Where 学 ends the name of a subject, the page must have the same body with the college in full.
    """
    at = match.start()
    name = clean[max(0, at - NAME_TAIL) : at]
    if len(name) < NAME_TAIL:
        return False
    if any(clean[max(0, at + 1 - size) : at + 1] in schools for size, schools in _shortened_schools(lexicon)):
        return True
    if _stems(lexicon).search(clean, max(0, at - LONGEST_STEM), at):
        return True
    subject = _subjects(lexicon).search(clean, max(0, at + 1 - LONGEST_SUBJECT), at + 1)
    body = (match["body"] or match["members"]).removesuffix("部") if subject else ""
    return name + COLLEGE + body in clean
