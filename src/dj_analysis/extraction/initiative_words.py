"""The vocabulary of named practices, compiled once per lexicon."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.alternations import BRANCHES, first_look
from dj_analysis.lexicon import Lexicon, LexiconRow
from dj_analysis.regexes import compile_re

LONGEST_HEAD = 7
"""Characters of the longest head noun; a suffix longer than this need not be looked up."""

NUMERALS = r"一二两三四五六七八九十百几数\d"
NUMBER = f"[{NUMERALS}]{{1,4}}[余多]?"
CLASSIFIER = "[个支届项场次间名位批条种座家块处期部套门大类份堂张台栋辆面只]"
COUNT = f"{NUMBER}{CLASSIFIER}(?<!二十大)(?<!十[七八九]大)"
"""A number with its classifier; the congresses of the Party (二十大) are none."""

PERIOD = r"(?:\d{4}年(?:度|[春秋]季)?|\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份)"
"""When something was held: 9月份主题党日活动 has no name."""

CONJUNCTION = "以及|及其|及(?!时)|[、和与]"
CONJUNCTION_STARTS = "以及、和与"
PUNCTUATION = (
    r"(?:[\s,.;:!?()/|｜丨，。；：！？（）…—「」『』《》〈〉【】\[\]]|[“‘](?![^“”‘’][”’])|(?<![“‘][^“”‘’])[”’])"
)
"""Marks a name begins behind; those around a single character are part of it (战“疫”先锋队)."""

SHORTHAND_NUMERALS = "二三四五六七八九十双两"
CURLY_CLOSE = "”"
COLONS = frozenset(":：")
OF = "的"

OWN_WORDS = 2
"""A name has two characters of its own before its last word at the least."""

SURE = frozenset({"strong", "medium"})
"""Heads that are enough of a reason for a name wherever they stand."""

PROPER = SURE | {"weak"}
"""Heads that say what kind of practice something is."""

FOUNDING = frozenset({"naming", "homely"})
"""Verbs that found something or give it its name."""

LAST_MARK = compile_re(".*[,;:!?，。；：！？—\n]", re.DOTALL)


LIST_MARK = compile_re(r"\s{0,40}(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[①-⑳])\s*")
"""(三), 3., 三、, ③: what stands before an item of a list."""

BEFORE = 60
"""Characters read in front of a name for its verb and unit; the longest list met before one had 52."""


class Head(NamedTuple):
    """A noun that tells what kind of practice a name names."""

    term: str
    type: str
    strength: str
    not_after: str = ""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Heads by term and the compiled patterns of everything the finders look for."""

    heads: Mapping[str, Head]
    verbs: Mapping[str, LexiconRow]
    nominal: frozenset[str]
    adverbs: frozenset[str]
    aside: frozenset[str]
    outside: frozenset[str]
    lessons: frozenset[str]
    bare_head: re.Pattern[str]
    tail_head: re.Pattern[str]
    announced: re.Pattern[str]
    left_edge: re.Pattern[str]
    function_word: re.Pattern[str]
    list_break: re.Pattern[str]
    verb: re.Pattern[str]
    naming: re.Pattern[str]
    noun_after: re.Pattern[str]
    honour_after: re.Pattern[str]
    honour_verb: re.Pattern[str]
    aim: re.Pattern[str]
    runs: re.Pattern[str]
    cadence: re.Pattern[str]
    founded: re.Pattern[str]
    named: re.Pattern[str]
    naming_words: tuple[str, ...]
    policy: re.Pattern[str]
    outer: re.Pattern[str]
    never: re.Pattern[str]
    person: tuple[str, ...]
    hollow: re.Pattern[str]
    thin: re.Pattern[str]
    plain: re.Pattern[str]

    def last_head(self, text: str) -> Head | None:
        """The longest head noun that ends ``text``, unless it is all of it."""
        for size in range(min(LONGEST_HEAD, len(text) - 1), 0, -1):
            head = self.heads.get(text[-size:])
            if head and text[-size - 1] not in head.not_after:
                return head
        return None

    def last_verb(self, text: str) -> re.Match[str] | None:
        """The last verb of ``text``; a verb behind a numeral is a member of a shorthand (三创新, 双促进) and none."""
        last = None
        for verb in self.verb.finditer(text):
            in_name = verb[0] in self.nominal and self.tail_head.match(text, verb.end())
            if not in_name and (verb.start() == 0 or text[verb.start() - 1] not in SHORTHAND_NUMERALS):
                last = verb
        return last

    def own_words(self, modifier: str, strength: str) -> int:
        """How many characters of ``modifier`` say something of their own before a head of this strength."""
        return len(getattr(self, CLEARED_BY.get(strength, "hollow")).sub("", modifier))


CLEARED_BY = {"strong": "hollow", "medium": "thin", "weak": "plain"}
"""The everyday words that do not count as a name in front of a head of each strength."""


def alternation(terms: Iterable[str]) -> str:
    """One pattern that matches any of ``terms``, the longest first, grouped by first character to stay fast.

    >>> alternation(["竞赛", "大赛", "大会"])
    '(?:大(?:会|赛)|竞赛)'
    """
    return _guarded({"term": term} for term in terms)


def _guarded(rows: Iterable[LexiconRow]) -> str:
    """Like ``alternation``, with each term's characters that must not stand before or after it."""
    guards = {}
    for row in rows:
        term, before, after = row["term"], row.get("not_after", ""), row.get("not_before", "")
        back = f"(?<![{before}]{re.escape(term)})" if before else ""
        guards[term] = back + (f"(?![{after}])" if after else "")
    firsts = sorted({term[0] for term in guards})
    if len(firsts) <= BRANCHES or sum(len(term) == 1 for term in guards) > len(firsts) // 2:
        return f"(?:{'|'.join(_branches(guards))})"
    looks = []
    for at in range(0, len(firsts), BRANCHES):
        some = firsts[at : at + BRANCHES]
        branches = _branches({term: guard for term, guard in guards.items() if term[0] in some})
        looks.append(f"(?=[{re.escape(''.join(some))}])(?:{'|'.join(branches)})")
    return f"{first_look(guards)}(?:{'|'.join(looks)})"


def _branches(endings: Mapping[str, str]) -> list[str]:
    """What follows each first character, the longest first: shared beginnings once, the guard of a term at its end."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for ending, guard in endings.items():
        if ending:
            groups[ending[0]][ending[1:]] = guard
    branches = [re.escape(first) + _rest(rest) for first, rest in sorted(groups.items())]
    return [*branches, endings[""]] if "" in endings else branches


def _rest(endings: Mapping[str, str]) -> str:
    branches = _branches(endings)
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def clause_before(text: str, start: int, at: int) -> str:
    """The words of the clause that end at ``at``."""
    lead = text[max(start, at - BEFORE) : at]
    mark = LAST_MARK.match(lead)
    return lead[mark.end() :] if mark else lead


def _left_edge(rows: tuple[LexiconRow, ...]) -> re.Pattern[str]:
    """Marks, counts, conjunctions and words an unquoted name may begin behind; one look sorts out most characters."""
    firsts = re.escape("".join(sorted({row["term"][0] for row in rows})))
    look = f"(?=[{NUMERALS}{CONJUNCTION_STARTS}{firsts}]|{PUNCTUATION})"
    return compile_re(f"{look}(?:{PUNCTUATION}|{COUNT}|{CONJUNCTION}|{_guarded(rows)})")


PLAQUES = {"post": "plaque_place", "platform": "plaque_site"}
"""What a plaque makes of a place that somebody mans, and of one that people come to."""


def _head_rows(lexicon: Lexicon) -> list[LexiconRow]:
    """The head nouns, and the posts that a plaque makes of any desk, bed, room or field: 示范 + 工位, 责任 + 楼层."""
    rows = {row["term"]: row for row in lexicon.rows("initiative_heads")}
    edges = {"not_after": "", "not_before": "位员", "source": ""}
    places = [(p, kind) for kind, role in PLAQUES.items() for p in lexicon.words("initiative_stops", role=role)]
    for plaque in lexicon.words("initiative_stops", role="plaque"):
        for place, kind in places:
            rows.setdefault(plaque + place, {"term": plaque + place, "type": kind, "strength": "plaque", **edges})
    return list(rows.values())


@lru_cache(maxsize=8)
def read_vocabulary(lexicon: Lexicon) -> Vocabulary:
    """Compile the vocabulary of one lexicon."""
    head_rows = _head_rows(lexicon)
    heads = {row["term"]: Head(row["term"], row["type"], row["strength"], row["not_after"]) for row in head_rows}
    verb_rows, edges = lexicon.rows("initiative_verbs"), lexicon.rows("initiative_boundaries")
    functions = [row for row in edges if row["kind"] == "function"]
    roles = {row["role"] for row in lexicon.rows("initiative_stops")}
    stop = {role: lexicon.words("initiative_stops", role=role) for role in roles}
    level = {name: lexicon.words("initiative_modifiers", level=name) for name in ("hollow", "thin", "plain")}
    nothing = f"{PERIOD}|{COUNT}|^[该本新各全两]|[之的第、和与及暨\\d]"
    bare = [row for row in head_rows if row["strength"] in BARE_STRENGTHS]
    weak = [row for row in head_rows if row["strength"] == "weak"]
    tail = [row for row in head_rows if row["strength"] not in NEVER_BEHIND and len(row["term"]) > 1]
    return Vocabulary(
        heads=heads,
        verbs={row["term"]: row for row in verb_rows},
        nominal=frozenset(lexicon.words("initiative_verbs", nominal="yes")),
        adverbs=frozenset(row["term"] for row in edges if row["kind"] == "adverb"),
        aside=frozenset(stop["figure"]),
        outside=frozenset(stop["outside"]),
        lessons=frozenset(stop["lesson"]),
        bare_head=compile_re(_guarded(bare)),
        tail_head=compile_re(_guarded(tail)),
        announced=compile_re(f"{COUNT}\\w{{0,6}}(?P<head>{_guarded(weak)})[:：,，—]"),
        left_edge=_left_edge((*edges, *verb_rows)),
        function_word=compile_re(f"{_guarded(functions)}|{alternation((*stop['tail_stop'], *stop['honour_verb']))}"),
        list_break=compile_re(_guarded(row for row in functions if row["term"] not in LOOSE_IN_LISTS)),
        verb=compile_re(_guarded(verb_rows)),
        naming=compile_re(_guarded(row for row in verb_rows if row["strength"] == "naming")),
        noun_after=compile_re(alternation(stop["noun_after"])),
        honour_after=compile_re(alternation(stop["honour_after"])),
        honour_verb=compile_re(alternation(stop["honour_verb"])),
        founded=compile_re(f"{alternation(stop['founded_how'])}?{alternation(stop['founded_after'])}"),
        runs=compile_re(f"(?:[则也就便]?已?经?|自.{{2,12}}?以?来?[,，]?){alternation(stop['runs'])}"),
        cadence=compile_re(f"[,，]?{alternation(stop['cadence'])}"),
        aim=compile_re(f"为{alternation(stop['aim'])}"),
        named=compile_re("".join(f"(?<!{word})" for word in stop["nickname"]) + f"{alternation(stop['named'])}$"),
        naming_words=stop["named"],
        policy=compile_re(alternation(stop["policy"])),
        outer=compile_re(alternation(stop["outer"])),
        never=compile_re(f"{alternation(stop['never'])}$"),
        person=stop["person"],
        hollow=compile_re(f"{alternation(level['hollow'])}|{nothing}"),
        thin=compile_re(f"{alternation((*level['hollow'], *level['thin']))}|{nothing}"),
        plain=compile_re(f"{alternation(t for words in level.values() for t in words)}|{nothing}"),
    )


LOOSE_IN_LISTS = frozenset({"的", "和", "与", "及"})
"""Function words that may stand inside the phrase that closes a list: 等形式多样的读书和实践活动."""

BARE_STRENGTHS = frozenset({"strong", "medium", "weak", "place", "plaque", "shorthand"})
NEVER_BEHIND = frozenset({"shorthand", "inner"})
"""Heads that are none behind quotation marks: “五星”支部 is no practice, “海上支部” may be one."""
