"""Recipients of honours named in a stretch of text: bodies, people, projects and teams, single or coordinated."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter

from dj_analysis.extraction.bodies import Body, find_bodies, start_with_quote
from dj_analysis.extraction.honor_clauses import split_at, strip_lead
from dj_analysis.extraction.party_words import (
    COUNTED,
    DEMONSTRATIVE,
    ENDS_MASKED,
    PLACE_BEFORE_NAME,
    QUOTED,
    Party,
    Place,
    party_words,
)
from dj_analysis.extraction.text_search import last_match
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, Sentence, Span
from dj_analysis.regexes import compile_re

LONGEST_NAME = 24
"""A longer stretch before a head is a clause, not the name of a project."""
LONGEST_HEAD = 10
"""No head of a project, team, group or role is longer."""
LONGEST_ROLE = 16
"""Characters at the end of a stretch in which a name with its role and title stands."""
ANTECEDENT_REACH = 120
"""Characters back to the project that 该成果 points to: two sentences."""
NEXT_BODIES = 6
"""Bodies that may end behind one position: a school, its college, its party committee, its branch."""
TITLE_WEIGHT = 3
"""A mention in the title counts this much when the article's own unit is looked for."""

_APPOSITIVE = compile_re(
    r"(?:等)?(?:[\d一二两三四五六七八九十]{1,3}(?:个|名|位|人|组|支(?!部)|项|家))[\u4e00-\u9fff]{0,12}(?:[（(][^（）()]{1,12}[)）])?$"
    r"|等(?:同志|老师|同学|[\u4e00-\u9fff]{0,6}支部)?$"
)
_AND_OTHERS = compile_re(r"等[\d一二两三四五六七八九十]{1,4}(?:个|名|位|人|家)[\u4e00-\u9fff]{0,8}$")
"""王某某等20名教工|和李某某等15名学生: who stands for those counted, and goes on being listed."""
_FIRST_OF_MANY = compile_re(
    r"(?P<name>[\u4e00-\u9fff]{2,16}?)等[\d一二两三四五六七八九十]{1,3}(?:个|家|支)[\u4e00-\u9fff]{1,8}(?:[（(][^（）()]{1,12}[)）])?(?:为|成为)?"
)
_OF_PEOPLE = compile_re(r"[名位人]|同志|老师|同学")
_PAUSE = compile_re("、")
_SINGLE = compile_re(r"(?<![\d十百第])[一1][名位](?!名|位)[\u4e00-\u9fff]{1,12}$")
"""一名博士生党员: one person, told of without a name."""
_BRACKET_END = compile_re(r"[（(][^（()）]{0,30}[）)]$")
_QUOTE_NEAR_END = compile_re(r"[”」》\"][\u4e00-\u9fff]{0,14}$")
_LINK = compile_re(r"(?:、|以及|和|与|及|暨)\s?$")
_ROLE_AFTER_LINK = compile_re(r"(?<=[、和与及])[^、和与及,，]{1,24}$")
_OWNER_AFTER_LINK = compile_re(r"(?<=[》”」][、和与及])[^、和与及,，《》“”「」]{1,24}$")
"""《…》、|机械系支部|《…》: who made the further work of a list."""
_ROLE_AFTER_PAUSE = compile_re(r"(?<=、)[^、,，]{1,30}$")
_LINK_BEFORE = compile_re(r"[、和与及]$")
_UNIT_BEFORE = compile_re(rf"(?:[校院系部处]|{PLACE_BEFORE_NAME})的?$")
_AND = "与"
_POINTED = ("project", "team")
"""Kinds that a text takes up again by their head: 该项目, 该团队."""
_EVENTS = ("活动", "行动", "党日")
_LISTED = compile_re(r"(?<=、)[\u4e00-\u9fff]{2,8}$")
_BODIES = ("unit", "school", "branch")
BODY_KINDS = {"school": "school", "branch": "branch"}


class Parties:
    """Reads recipients in one article; built once per article, changes nothing."""

    def __init__(self, article: Article, lexicon: Lexicon) -> None:
        self.article = article
        self.clean = article.clean
        self.words = party_words(lexicon)
        self._lexicon = lexicon
        self.bodies = find_bodies(article, lexicon)
        self.by_end = {body.end: body for body in self.bodies}
        self.kept_ends = frozenset(self.by_end)
        self._ends = [body.end for body in self.bodies]
        self._named = [body for body in self.bodies if body.named]
        self._named_ends = [body.end for body in self._named]
        self._passages = [passage.start for passage in article.passages]
        self.main = self._main_unit()

    def _main_unit(self) -> str | None:
        """The unit the article is about: its metadata's, else the branch named most often."""
        if self.article.metadata.unit:
            return self.article.metadata.unit
        titles = [p for p in self.article.passages if p.region == "title"]
        weights: Counter[str] = Counter()
        for body in self.bodies:
            if body.named and body.kind == "branch":
                inside = any(p.start <= body.start < p.end for p in titles)
                weights[body.name] += TITLE_WEIGHT if inside else 1
        return max(weights, key=lambda name: (weights[name], len(name), name)) if weights else None

    def at_end(self, start: int, end: int) -> tuple[Party, ...]:
        """Recipients named at the end of a stretch: A、B和C三个支部."""
        text = self.clean[start:end].rstrip(" 的")
        listed = _APPOSITIVE.search(text)
        if listed and listed.start() > 0:
            people = _OF_PEOPLE.search(listed.group()) is not None
            found = self.coordinated(start, start + listed.start(), people)
            many = sum(1 for party in found if party.name) > 1 or text[listed.start()] == "等"
            if found and (many or found[0].kind == "person"):
                return found
            if people and (named := self._summed_names(start, start + listed.start())):
                return named
        found = self.coordinated(start, start + len(text))
        return found if any(party.name for party in found) else self._first_of_many(start, end) or found

    def _summed_names(self, start: int, end: int) -> tuple[Party, ...]:
        """何某某|等59名同志: bare names that the words behind them tell to be people."""
        spots = split_at(_PAUSE, self.clean, start, end)
        people = tuple(Party(self.clean[left:right], "person", left, right) for left, right in spots)
        return people if all(self.words.is_name(party.name or "", sure=True) for party in people) else ()

    def _first_of_many(self, start: int, end: int) -> tuple[Party, ...]:
        """消化内科等5个科室: who stands for those counted, whatever its name ends with."""
        told = _FIRST_OF_MANY.fullmatch(self.clean, start, end)
        if told is None or self.words.hard.search(told["name"]):
            return ()
        return (Party(told["name"], "unit", *told.span("name")),)

    def coordinated(self, start: int, end: int, people: bool = False) -> tuple[Party, ...]:
        """Recipients joined by 、 or 和, read from the end; 和 joins only what is of one kind.

        ``people`` tells that the words behind them count people.
        """
        found: list[Party] = []
        joined = False
        while end > start:
            among = found[-1].kind == "person" if found else people
            party = self._one_at_end(start, end, among) or self._alike(start, end, found)
            party = party or (self._led_name(start, end) if among and found else None)
            if party is None or (joined and party.kind != found[-1].kind) or (found and party.name is None):
                break
            title = found and party.kind == "person" and self.words.role_end.search(party.name or "")
            if not (title and found[-1].kind == "person"):
                found.append(party)
            before = self.clean[start : party.start]
            if party.kind == "person":
                before = _ROLE_AFTER_LINK.sub("", before)
            elif party.kind == "project":
                before = _OWNER_AFTER_LINK.sub("", before)
            link = self._link(start, before, party)
            if not link:
                break
            joined = not link.group().startswith("、")
            end = start + link.start()
            if more := _AND_OTHERS.search(self.clean[start:end]):
                end = start + more.start()
        return tuple(reversed(found))

    def _led_name(self, start: int, end: int) -> Party | None:
        """其中|王某某、: the first name of a list of people, behind an adverb."""
        text, lead = strip_lead(self.clean[start:end], self.words)
        return Party(text, "person", start + lead, end) if lead and self.words.is_name(text, sure=True) else None

    def _alike(self, start: int, end: int, found: list[Party]) -> Party | None:
        """教科院、|美术学院: an item of a list whose name ends as the one behind it, though no list has its head."""
        item = _LISTED.search(self.clean[start:end])
        behind = found[-1] if found else None
        if item is None or behind is None or behind.kind not in _BODIES or (behind.name or "")[-1:] != item.group()[-1]:
            return None
        return None if self.words.hard.search(item.group()) else Party(item.group(), "unit", start + item.start(), end)

    def _link(self, start: int, before: str, party: Party) -> re.Match[str] | None:
        """What joins a party to the one before it; 与 inside the name of its college joins nobody."""
        link = _LINK.search(before)
        if not link or party.kind != "person" or link.group().startswith("、"):
            return link
        if self._one_at_end(start, start + link.start()):
            return link
        return _LINK.search(_ROLE_AFTER_PAUSE.sub("", before))

    def _one_at_end(self, start: int, end: int, among: bool = False) -> Party | None:
        """The party a stretch ends with; ``among`` tells that it is listed with people."""
        text = self.clean[start:end]
        bracket = _BRACKET_END.search(text)
        if bracket:
            text = text[: bracket.start()]
            end = start + len(text)
        if not text:
            return None
        body = self.by_end.get(end)
        return (
            (self.resolve(body) if body else None)
            or self.quoted(start, text)
            or self._person(start, text, among)
            or self.headed(start, text)
        )

    def resolve(self, body: Body) -> Party:
        """A body as recipient; 支部 takes the full name given before in the passage, or the article's unit."""
        kind = BODY_KINDS.get(body.kind, "unit")
        quoted = body.kind == "branch" and self.clean[body.start - 1 : body.start] == "”"
        at = start_with_quote(self.clean, body, self.by_end, self._lexicon) if quoted else None
        if at is not None:
            return Party(self.clean[at : body.end], kind, at, body.end)
        if body.named:
            return Party(body.name, kind, body.start, body.end)
        bare = body.name if body.kind == "branch" else body.head
        floor = self.passage_start(body.start)
        for index in range(bisect_left(self._named_ends, body.end) - 1, -1, -1):
            earlier = self._named[index]
            if earlier.start < floor:
                break
            if earlier.kind == body.kind and earlier.name.endswith(bare):
                return Party(earlier.name, kind, body.start, body.end)
        if self.main and self.main.endswith(bare):
            return Party(self.main, kind, body.start, body.end)
        return Party(body.name, kind, body.start, body.end)

    def body_at(self, end: int, floor: int = 0) -> Span | None:
        """The body whose name ends at a position and begins at or behind ``floor``."""
        body = self.by_end.get(end)
        return Span(body.start, body.end) if body and body.start >= floor else None

    def passage_start(self, at: int) -> int:
        """Where the passage that holds a position starts."""
        return self._passages[max(0, bisect_right(self._passages, at) - 1)]

    def quoted(self, start: int, text: str) -> Party | None:
        """“码上先锋”项目, 《灯塔》 at the end of a text that starts at ``start``."""
        if not _QUOTE_NEAR_END.search(text):
            return None
        last = last_match(QUOTED, text)
        if last is None:
            return None
        tail = text[last.end() :]
        kinds = (kind for kind, head in self.words.heads if kind in ("project", "team", "unit") and head.search(tail))
        kind = next(kinds, None) if tail else "project"
        return Party(text[last.start() :], kind, start + last.start(), start + len(text)) if kind else None

    def _person(self, start: int, text: str, among: bool) -> Party | None:
        match = self.words.person.search(text[-LONGEST_ROLE:])
        if not match:
            return None
        name, sure = match.group("name"), bool(match.group("role") or match.group("suffix"))
        before = text[: len(text) - len(name)]
        if self.words.is_common(name, sure or (among and self._follows(start, before))):
            return None
        unit = _UNIT_BEFORE.search(before) or self.words.bodies_end.search(before)
        if not sure and before and not (unit or _LINK_BEFORE.search(before)) and not ENDS_MASKED.search(name):
            return None
        at = start + max(0, len(text) - LONGEST_ROLE) + match.start("name")
        return Party(name, "person", at, at + len(name))

    def _follows(self, start: int, before: str) -> bool:
        """True behind a body or a pause, where a list of people has its next name."""
        return before.endswith(("、", "和")) or start + len(before) in self.by_end

    def headed(self, start: int, text: str) -> Party | None:
        """A stretch that ends with the head of a project, team, group or role, cut at the last verb before it."""
        near = max(0, len(text) - LONGEST_HEAD)
        found = next(((kind, m) for kind, head in self.words.heads if (m := head.search(text, near))), None)
        if found is None:
            return None
        kind, head = found
        cut = 0
        for stop in self.words.hard.finditer(text, max(0, len(text) - LONGEST_NAME - 8), head.start()):
            if stop.group() != _AND or self._is_joined(start, text, cut, stop.start(), kind):
                cut = stop.end()
        cut = max(cut, max(text.rfind(mark, cut, head.start()) for mark in "、,，") + 1)
        named = strip_lead(text[cut:], self.words)[0]
        name = DEMONSTRATIVE.sub("", named)
        end = start + len(text)
        if single := _SINGLE.search(name):
            return Party(single.group(), "person", end - len(single.group()), end)
        if COUNTED.search(name):
            return Party(None, None, start + cut, end)
        if not 2 <= len(name) <= LONGEST_NAME:
            return None
        pointing = name != named or head.group() == name
        told = (
            self._antecedent(start + cut, kind, head.group(), name != named) if kind in _POINTED and pointing else None
        )
        return told or Party(name, "person" if kind == "role" else kind, end - len(name), end)

    def _is_joined(self, start: int, text: str, cut: int, at: int, kind: str) -> bool:
        """与 behind a party, or at the start: it joins. In 制造与装备教师团队 it is part of the name."""
        before = text[cut:at]
        if any(body.start < start + at for body in self._ending_behind(start + at)):
            return False
        return (
            kind != "team"
            or not before.strip()
            or start + at in self.by_end
            or any(head.search(before) for _, head in self.words.heads)
        )

    def _ending_behind(self, at: int) -> tuple[Body, ...]:
        """The bodies that end next behind a position."""
        index = bisect_right(self._ends, at)
        return self.bodies[index : index + NEXT_BODIES]

    def pointed(self, at: int, text: str) -> Party | None:
        """What 该团队…, 该项目… at the start of a clause points to."""
        found = ((kind, self.words.first_head[kind].match(text)) for kind in _POINTED)
        kind, head = next(((kind, head.group()) for kind, head in found if head), (None, ""))
        return self._antecedent(at, kind, head, plain=True) if kind else None

    def _antecedent(self, at: int, kind: str, word: str, plain: bool) -> Party | None:
        """What 该成果, 该团队 or a bare 项目 points to: the last one named in the passage; unquoted only for 该.

        An event is pointed to by a word for events alone: 该项目 is none of the activities told of before.
        """
        before = self.clean[max(self.passage_start(at), at - ANTECEDENT_REACH) : at]
        head = dict(self.words.heads)[kind]
        for found in reversed(list(self.words.work_before.finditer(before))):
            name = found.group("name") or (found.group("plain") if plain else None)
            if name and head.search(name) and (word.endswith(_EVENTS) or not name.endswith(_EVENTS)):
                return Party(name, kind, at, at)
        return None

    def opening(self, at: int) -> Body | None:
        """The fullest body whose name starts here: 物理系 loses to 物理系学生支部."""
        best = None
        for body in self._ending_behind(at):
            if body.start == at:
                best = body
            elif body.start > at:
                break
        return best

    def named_in(self, sentence: Sentence) -> list[Place]:
        """Named branches, units and people behind a title in a sentence, each where it starts."""
        found: dict[int, Place] = {}
        for body in (self.bodies[index] for index in range(bisect_left(self._ends, sentence.start), len(self.bodies))):
            if body.start >= sentence.end:
                break
            if body.named and body.kind in ("branch", "department", "school"):
                found[body.start] = Place(body.start, body.start, self.resolve(body))
        at = sentence.start
        while anchor := self.words.honour_end.search(self.clean, at, sentence.end):
            at = anchor.end()
            match = self.words.person_behind.match(self.clean, at, sentence.end)
            name = match.group("name") if match else ""
            if match and not self.words.is_common(name, sure=True):
                party = Party(name, "person", match.start("name"), match.end("name"))
                found[match.start("whole")] = Place(match.start("whole"), match.start("name"), party)
        return [found[at] for at in sorted(found)]
