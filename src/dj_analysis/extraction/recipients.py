"""Who received an honour and who gave it: the subject of its clause, of an earlier one, or the article's own unit."""

from __future__ import annotations

import re
from bisect import bisect_right

from dj_analysis.extraction.honor_clauses import (
    FAR_CHARACTERS,
    clause_start,
    mask_quotes,
    split_at,
    split_clauses,
    strip_lead,
    strip_tail,
)
from dj_analysis.extraction.honor_openings import PREPOSITION_START, Openings
from dj_analysis.extraction.parties import LONGEST_NAME, Parties
from dj_analysis.extraction.party_words import COUNTED, DEMONSTRATIVE, SUMMED_PEOPLE, Party, are_people
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, Sentence, Span
from dj_analysis.regexes import compile_re

FAR_SENTENCES = 3
"""A subject is sought this many sentences back inside its passage."""

_OWN_WORK = compile_re(
    r"(?:的|^)[^的]{0,6}(?:《[^》\n]{1,80}》[\u4e00-\u9fff]{0,8}|“[^”\n]{1,60}”[\u4e00-\u9fff]{1,12}|[\u4e00-\u9fff]{2,12})$"
    r"|的[\u4e00-\u9fff]{0,6}“[^”\n]{1,60}”$"
    r"|(?<=论文|作品|文章|案例|视频|课件|教案|报告|党课|征文)《[^》\n]{1,80}》$"
)
_HANDLED = compile_re(r"(?:将|把)[^将把,，]{2,40}$")
_STEPS = (
    r"(?:[^,，。;；\n]{1,60}(?:推荐|推选|推报|申报|提名|自荐|审核|初审|审查|评审|评选|评议|考察|公示|投票|把关)"
    r"(?:[、和]|并?报))?"
)
"""经|支部推荐、学院党委审核、|学校党委批准: who puts forward and who looks through is not who grants."""
_DECIDED = compile_re(
    rf"(?:经|由){_STEPS}(?P<body>[^,，。;；经由]{{2,24}}?)(?:会议|常委会)?(?:研究|讨论|审议|审定)?[,，]?"
    r"(?:决定|同意|批准|审批|审定)[,，]?"
)
_OF_OFFICE = compile_re(r"[\u4e00-\u9fff]{1,12}?[司处](?=联合|发|公|印|下|近日|日前|正式)")
_TOGETHER = compile_re(rf"(?<=[\u4e00-\u9fff])等?{SUMMED_PEOPLE}$")
"""王某某、李某两人获…: the number sums up the names before it."""
_JUDGED = compile_re(
    rf"(?:经|由){_STEPS}(?P<body>[^,，。;；经由]{{2,24}}?)(?:组织)?(?:专家)?"
    r"(?:评审|评选|评定|审定|遴选|认定)(?:通过|公示|后)?[,，]$"
)
_OFFICE = compile_re(r"^[\u4e00-\u9fff]{2,20}(?:部|厅|委|司|局|办|会|处|学校|大学)$")
_LEVEL_GIVER = compile_re(r"(?:学校|省|市|区|县|校|院|系|学院)(?:党委|团委|政府|委)?(?:领导|(?<=委)会)?$")
_ACTING = compile_re(r"(?:学校|学院|[校院](?:党委|团委|工会))$")
_PRONOUN = compile_re(r"(?:他|她|其|自己|(?<=[推报举荐])(?:我|咱)们?)$")
_ITSELF = compile_re(r"(?:本人|自己|自身)$")
"""支部书记|本人, or in the first person 本人 alone."""
_MYSELF = "本人"
_DEED = compile_re(
    r"(?:该支部|其|该|此|这一|有关|相关)(?:的)?(?:先进|典型|主要|具体|成功)?(?:做法|经验|事迹|工作经验|经验做法|典型经验)"
)
"""其做法获评…: what a unit did stands for the unit."""
_BESIDE = compile_re(r"[与同和][^,，]{0,6}(?:其他|其它|另外)")
"""X…,与全省其他六个支部被命名为…: the others beside the subject."""
_PLACE_END = compile_re(r"(?<![之以])(?:[上里内旁]|门前|墙边|展柜|门口)$")
"""荣誉墙上,…的奖牌: a place receives nothing."""
_BEING = compile_re(r"^(?:[又也正更还]?是)(?=[我本][校院系])")
"""又是|我校获评…的一年."""
_WE = compile_re(r"[我本][校院系]")
_PAUSE = "、"
_ITEM_END = compile_re(_PAUSE)
_TAKING = compile_re(r"(?<=[\u4e00-\u9fff])(?:收到|接到|接过|领取|领回|领到|捧回|拿到|带回)了?$")
"""支部收到|省委颁发的…: the verb of who takes it."""
_BY_MEANS = compile_re(
    r"(?<=[\u4e00-\u9fff])(?:凭借|凭着?|靠着?|依靠|以(?=[“《]))[^,，。;；]{2,40}$"
    r"|[也还]?以[^,，。;；以]{2,16}?(?:成绩|第[一二三]|优势|高分|总分|得票|名次|票数|分数)$"
)
"""支部|凭借“…”项目获…: what it was won with."""
_FROM = compile_re(
    r"从(?P<body>[^,，。;；从]{2,24}?)(?:副?书记|副?校长|副?院长|副?部长|领导|主任)?(?:的?手[中里上]|处|那里)?$"
)
_HOW_MANY = compile_re(r"[”」]?\s?[\d一二两三四五六七八九十]{1,4}余?[项个次件枚块篇]")
"""银奖|2项,在…中获…: how often the honour before was won is nobody's name."""
_ITS_NAME = compile_re(r"(?:它|其|该支部|支部)?的名字$")


class Recipients:
    """Finds the parties of honours in one article; built once per article, changes nothing."""

    def __init__(self, article: Article, lexicon: Lexicon) -> None:
        self.article = article
        self.clean = article.clean
        self.parties = Parties(article, lexicon)
        self.words = self.parties.words
        self._openings = Openings(self.parties)
        self._starts = [sentence.start for sentence in article.sentences]
        self.order = {sentence.start: index for index, sentence in enumerate(article.sentences)}

    def sentence_at(self, at: int) -> Sentence:
        """The sentence that holds a position, or the last one before it."""
        return self.article.sentences[max(0, bisect_right(self._starts, at) - 1)]

    def subject(self, sentence: Sentence, at: int, after: int, last: tuple[Party, ...]) -> tuple[Party, ...]:
        """The recipients named before position ``at``: in its own clause, earlier clauses, earlier sentences.

        ``after`` is where the previous honour of the sentence ends and ``last`` its recipients, who go on being the
        subject until the text names another.
        """
        floor = max(sentence.start, at - FAR_CHARACTERS)
        counted = _HOW_MANY.match(self.clean, after, at)
        after = counted.end() if counted else after
        start = max(clause_start(self.clean, floor, at), after)
        own = self._own_clause(floor, start, at) or self._openings.people(start, at)
        if own:
            return (*self._names_ahead(max(after, floor), start), *own) if are_people(own) else own
        between = self._in_clauses(max(after, floor), start) if last else ()
        return between or last or self._earlier(sentence, floor, start) or self._unit(at)

    def _own_clause(self, floor: int, start: int, at: int) -> tuple[Party, ...]:
        end = strip_tail(self.clean, start, at, self.words, self.parties.kept_ends)
        text = self.clean[start:end]
        if led := _ITS_NAME.search(text) or _TAKING.search(text) or _BY_MEANS.search(text) or self._source(start, end):
            end = start + led.start()
        if ("将" in text or "把" in text) and (handled := _HANDLED.search(mask_quotes(self.clean[start:end]))):
            start += handled.start() + 1
        together = _TOGETHER.search(self.clean[start:end]) if _PAUSE in self.clean[start:end] else None
        summed = self.parties.at_end(start, start + together.start()) if together else ()
        if are_people(summed):
            return summed
        left = _BEING.sub("", strip_lead(self.clean[start:end], self.words)[0])
        if not left or _DEED.fullmatch(left) or _BESIDE.match(left):
            return ()
        if _WE.fullmatch(left):
            return (Party(left, "school", end - len(left), end),)
        found = self.parties.at_end(start, end) or (self._listed(start, end) if _PAUSE in left else ())
        return found or self._untold(floor, Span(start, end), left)

    def _source(self, start: int, end: int) -> re.Match[str] | None:
        """从校党委书记手中: who hands over, right before a verb of receiving."""
        told = _FROM.search(self.clean[start:end])
        return told if told and self.names_giver(Span(start + told.start("body"), start + told.end("body"))) else None

    def _untold(self, floor: int, clause: Span, left: str) -> tuple[Party, ...]:
        """A clause before the verb that names nobody known: a pronoun, a count, or a subject of no known kind."""
        nobody = (Party(None, None, clause.start, clause.end),)
        if itself := _ITSELF.search(left):
            whose = self.parties.at_end(clause.start, clause.end - len(itself.group())) if itself.start() else ()
            if whose or itself.group() == _MYSELF:
                return whose or (Party(_MYSELF, "person", clause.end - len(_MYSELF), clause.end),)
        if _PRONOUN.search(left):
            meant = self._in_clauses(floor, clause.start, near=False)
            return meant if are_people(meant) else nobody
        if COUNTED.search(left):
            return nobody
        if _PLACE_END.search(left):
            return ()
        left = DEMONSTRATIVE.sub("", left)
        plain = left.replace("的", "")
        phrase = 2 <= len(plain) <= LONGEST_NAME and not self.words.hard.search(plain)
        if not phrase or PREPOSITION_START.match(left):
            return ()
        alike = len({item[-1:] for item in left.split(_PAUSE)}) == 1
        whole = (clause.end - len(left), clause.end)
        items = split_at(_ITEM_END, self.clean, *whole) if alike else [whole]
        return tuple(Party(self.clean[start:end], None, start, end) for start, end in items)

    def _listed(self, start: int, end: int) -> tuple[Party, ...]:
        """The items of a list before the verb that name somebody, where the last one does not."""
        items = [self.parties.at_end(left, right) for left, right in split_at(_ITEM_END, self.clean, start, end)]
        return tuple(party for item in items for party in item if self._is_named(party))

    def _unit(self, at: int) -> tuple[Party, ...]:
        return (Party(self.parties.main, "branch", at, at),) if self.parties.main else ()

    def _earlier(self, sentence: Sentence, floor: int, before: int) -> tuple[Party, ...]:
        found = self._in_clauses(floor, before)
        index = self.order[sentence.start]
        for earlier in reversed(self.article.sentences[max(0, index - FAR_SENTENCES) : index]):
            if found or earlier.passage != sentence.passage:
                break
            found = self._in_clauses(max(earlier.start, earlier.end - FAR_CHARACTERS), earlier.end, near=False)
        return found

    def _in_clauses(self, start: int, end: int, near: bool = True) -> tuple[Party, ...]:
        """Clauses from the last backwards: one that ends with 的 and a project, then any that opens with a subject."""
        bounds = split_clauses(self.clean, start, end)
        if near and bounds:
            nearest = self._own_work(*bounds[-1]) or self._all_names(*bounds[-1])
            if nearest:
                return nearest
        for left, right in reversed(bounds):
            found = self.opening(left, right)
            if found:
                return found
        return ()

    def _all_names(self, left: int, right: int) -> tuple[Party, ...]:
        """A clause that is nothing but names: 支部书记王某某与教研室主任李某,被…."""
        start = left + strip_lead(self.clean[left:right], self.words)[1]
        found = self.parties.at_end(start, right)
        if not all(self._is_named(party) for party in found):
            return ()
        before = self.clean[start : found[0].start] if found else ""
        return () if self.words.hard.search(before) or COUNTED.search(before) else found

    def _names_ahead(self, left: int, right: int) -> tuple[Party, ...]:
        """书记王某某,|教师李某、周某获…: a clause of nothing but people with their roles, right before others."""
        if left >= right or self.clean[right - 1] not in ",，":
            return ()
        bounds = split_clauses(self.clean, left, right - 1)
        found = self._all_names(*bounds[-1]) if bounds else ()
        told = found and self.words.role_end.search(self.clean, bounds[-1][0], found[0].start)
        return found if told and are_people(found) else ()

    def _is_named(self, party: Party) -> bool:
        """A branch, or a person by name rather than by role."""
        if party.name is None or self.words.role_end.search(party.name):
            return False
        return party.kind in ("person", "branch")

    def _own_work(self, left: int, right: int) -> tuple[Party, ...]:
        """支部申报的《…》, before a clause without a subject: the work is what was honoured."""
        text = self.clean[left:right]
        if led := _BY_MEANS.search(text):
            text = text[: led.start()]
        own = _OWN_WORK.search(text)
        if not own or (own.start() == 0 and text[0] not in "《“"):
            return ()
        party = self.parties.quoted(left, text)
        if party is None and text[own.start()] == "的":
            party = self.parties.headed(left, text)
        return (party,) if party and party.name and party.kind in ("project", "team") else ()

    def opening(self, left: int, right: int) -> tuple[Party, ...]:
        """The subject a clause opens with, nobody where it opens with a preposition or a count."""
        return self._openings.read(left, right)

    def opening_after(self, start: int, end: int) -> tuple[Party, ...]:
        """The subject that opens the next clause."""
        bounds = split_clauses(self.clean, start, end)
        return self.opening(*bounds[0]) if bounds else ()

    def clause_before(self, sentence: Sentence, at: int) -> tuple[int, int]:
        """The clause before a position without the adverbs at its end."""
        start = clause_start(self.clean, max(sentence.start, at - FAR_CHARACTERS), at)
        return start, strip_tail(self.clean, start, at, self.words, self.parties.kept_ends)

    def giver_before(self, sentence: Sentence, at: int, role: str) -> Span | None:
        """The body that acts: X授予…, X将…评为; None where the verb is one of receiving."""
        start, end = self.clause_before(sentence, at)
        if role == "receive":
            if source := self._source(start, end):
                return Span(start + source.start("body"), start + source.end("body"))
            handled = _HANDLED.search(self.clean[start:end])
            if not handled:
                judged = _JUDGED.search(self.clean[max(sentence.start, start - FAR_CHARACTERS // 4) : start])
                body = _span(judged, max(sentence.start, start - FAR_CHARACTERS // 4), "body")
                return body if body and self.names_giver(body) else None
            end = start + handled.start()
        elif role not in ("confer", "recognise", "nominate_as"):
            return None
        acting = self.parties.body_at(end) or _span(_ACTING.search(self.clean[start:end]), start)
        decided = _span(_DECIDED.search(self.clean, max(sentence.start, at - FAR_CHARACTERS), at), 0, "body")
        decided = decided if decided and self.names_giver(decided) else None
        return acting or decided or (self._opening_giver(sentence, start) if start == end else None)

    def _opening_giver(self, sentence: Sentence, before: int) -> Span | None:
        """省教育厅公布名单,授予…: the body that opens the clause before a verb without a subject."""
        bounds = split_clauses(self.clean, max(sentence.start, before - FAR_CHARACTERS // 4), before)
        if not bounds:
            return None
        left, right = bounds[-1]
        body = self.parties.opening(left + strip_lead(self.clean[left:right], self.words)[1])
        if body is None or body.kind != "granting_body":
            return None
        office = _OF_OFFICE.match(self.clean, body.end, right)
        return Span(body.start, office.end() if office else body.end)

    def publisher(self, sentence: Sentence, at: int) -> Span | None:
        """Who publishes: the body, or any short name that ends like one (教育部某司)."""
        start, end = self.clause_before(sentence, at)
        lead = strip_lead(self.clean[start:end], self.words)[1]
        office = _OFFICE.search(self.clean[start + lead : end]) or _ACTING.fullmatch(self.clean[start + lead : end])
        return self.parties.body_at(end) or _span(office, start + lead)

    def names_giver(self, span: Span) -> bool:
        """True when the stretch ends with a body: 学校党委, not 社会各界."""
        return span.end in self.parties.by_end or bool(_LEVEL_GIVER.search(self.clean[span.start : span.end]))


def _span(match: re.Match[str] | None, base: int, group: int | str = 0) -> Span | None:
    return Span(base + match.start(group), base + match.end(group)) if match else None
