"""Who received an honour: the subject of a clause, named people, projects and branches, near or far."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from dj_analysis.extraction.bodies import Body, either, find_bodies
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, Sentence, Span

FAR_SENTENCES = 3
"""A subject is sought this many sentences back inside its passage."""
LONGEST_NAME = 24
"""A longer stretch before a head is a clause, not the name of a project."""
TITLE_WEIGHT = 3
"""A mention in the title counts this much when the article's own unit is looked for."""

_CLAUSE_BREAK = re.compile(r"[,，:：;；。!！?？\n]")
_QUOTED = re.compile(r"“[^”\n]{1,60}”|「[^」\n]{1,60}」|《[^》\n]{1,80}》|\"[^\"\n]{1,60}\"")
_COUNTED = re.compile(
    r"(?:^|[^第\d])(?:\d{1,6}|[一二两三四五六七八九十百几数多]{1,4})[余多]?(?:人次|人|名|位|个|支(?!部)|项|件|篇|门|届|对|组)"
)
_APPOSITIVE = re.compile(
    r"(?:等)?(?:[\d一二两三四五六七八九十]{1,3}(?:个|名|位|支(?!部)|项|家))[\u4e00-\u9fff]{0,12}$|等(?:同志|老师|同学|[\u4e00-\u9fff]{0,6}支部)?$"
)
_TIME_LEAD = re.compile(
    r"^(?:(?:于|在|自|从|截至|到|至)?(?:\d{2,4}|20\*{1,2}|[一二三四五六七八九十]{1,3})\s?(?:[—\-–~至]\d{4})?(?:年度?|月份?|日|学年)(?:以来|来|来看|底|初|间|上半年|下半年|[春夏秋冬]季?)?"
    r"|(?:近|过去)[一二两三四五六七八九十几\d]{1,2}年(?:来|间)?|[一二两三四五六七八九十几\d]{1,3}年(?:来|间)|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[．.、]|[一二三四五六七八九十]是)"
)
_PREPOSITIONAL = re.compile(r"(?:在|于|从|经)[^,，。;；]{1,44}(?:中|上|里|下|内|时|期间|后|以来|赛)$")
_PREPOSITION_START = re.compile(r"^(?:在(?!读|校|职)|经(?!济|管|贸)|通过|为|对(?!外)|以|按照|根据|围绕|由于|随着|从|与|把|将|针对|依托|当|结合|凭|作为|据|自|因)")
_DEMONSTRATIVE = re.compile(r"^(?:该|本|这个|这支|这一|这|我)")
_LEVEL_GIVER = re.compile(r"(?:学校|省|市|区|县|校|院|系|学院)(?:党委|团委|政府|委)?(?:领导)?$")
_LISTED_NAME = re.compile(r"(?P<name>[\u4e00-\u9fff某*×○ＸX]{2,4})(?:[（(].{0,30}[)）])?$")
_HANDLED = re.compile(r"(?:将|把)[^将把,，]{2,40}$")
_ACTING = re.compile(r"(?:学校|学院|校党委|院党委)$")
_NAME_MASK = r"[某*×○ＸX□]{1,2}"
_NAME_MASK_LAST = r"[某*×○ＸX□]"
_NO_NAME_SURE = re.compile(r"[院校系部委组处班会室们届次项等的了]$|^(?:党[员委支总建]|高校|全[校院系国省市])")
_NO_NAME = re.compile(
    _NO_NAME_SURE.pattern
    + r"|[员队年月个名人]$|^(?:项目|方[案面]|成[果员绩]|应|于|何|单|包|安全|时|计|向|任|关|和|同|管理|经|常|平台|师|金|牌|武|路|项)"
)


@dataclass(frozen=True, slots=True)
class Party:
    """A recipient as the text names it; ``name`` is None where the text counts people without naming them."""

    name: str | None
    kind: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Words:
    adverbs: re.Pattern[str]
    adverb_lead: re.Pattern[str]
    person: re.Pattern[str]
    person_lead: re.Pattern[str]
    role_end: re.Pattern[str]
    surname: re.Pattern[str]
    list_head: re.Pattern[str]
    holder_person: re.Pattern[str]
    heads: tuple[tuple[str, re.Pattern[str]], ...]
    project_lead: re.Pattern[str]
    named_project: re.Pattern[str]
    bodies_end: re.Pattern[str]
    hard: re.Pattern[str]


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    role, suffix = (either(lexicon.words("recipient_heads", kind=kind)) for kind in ("role", "suffix"))
    surnames = either(lexicon.words("surnames"))
    adverbs = either(lexicon.words("honor_words", role="adverb"))
    tails = either(lexicon.words("honor_words", role="adverb_tail"))
    name = rf"(?:{surnames})(?:{_NAME_MASK}|[\u4e00-\u9fff]{{1,2}})"
    heads = tuple(
        (kind, re.compile(rf"(?:{either(lexicon.words('recipient_heads', kind=kind))})$"))
        for kind in ("group", "project", "team", "unit", "role")
    )
    project = either(lexicon.words("recipient_heads", kind="project") + lexicon.words("recipient_heads", kind="team"))
    times = r"连续?[\d一二两三四五六七八九十多数几]{1,3}[年次届度]|第?[\d一二两三四五六七八九十]{1,2}次|[两三]度|于?(?:\d{4}年)?\d{1,2}月|于?\d{4}年度?|\d{1,2}日"
    hard = tuple(t for t in lexicon.words("organisation_stops", role="hard") if len(t) > 1)
    return _Words(
        adverbs=re.compile(rf"(?:{adverbs}|{tails}|{times}|\s)$"),
        adverb_lead=re.compile(rf"^(?:{adverbs}|{times}|\s)"),
        person=re.compile(
            rf"(?:^|(?P<role>{role})|[的、和])(?P<name>{name})(?P<suffix>{suffix})?$"
        ),
        person_lead=re.compile(
            rf"(?P<role>{role})(?P<name>(?:{surnames})(?:{_NAME_MASK}|[\u4e00-\u9fff]{{1,2}}?))(?P<suffix>{suffix})?"
            rf"(?=$|[,，、的被获荣在从是以把说走来带为与曾也将]|(?<={_NAME_MASK_LAST})|{adverbs}|坚持|长期|扎根|作为|始终|同志|{times})"
        ),
        role_end=re.compile(rf"(?:{role})$"),
        holder_person=re.compile(
            rf"(?:获得者|得主|[”、])(?P<whole>(?:[\u4e00-\u9fff]{{0,16}}?(?:{role}))?(?P<name>(?:{surnames})(?:{_NAME_MASK}|[\u4e00-\u9fff]{{1,2}}))(?:{suffix})?)"
            rf"(?=$|[,，、。;；:：的被获荣在从是以把说走来带为与曾也将]|(?<={_NAME_MASK_LAST})|{adverbs})"
        ),
        surname=re.compile(rf"(?:{surnames})"),
        list_head=re.compile(rf"(?:{project})$"),
        heads=heads,
        project_lead=re.compile(rf"^[\u4e00-\u9fff]{{0,4}}(?:“[^”\n]{{1,40}}”|《[^》\n]{{1,60}}》)[\u4e00-\u9fff]{{0,12}}?(?:{project})|^《[^》\n]{{1,60}}》"),
        named_project=re.compile(
            rf"(?P<name>(?:“[^”\n]{{1,40}}”|《[^》\n]{{1,60}}》)[\u4e00-\u9fff]{{0,10}}?(?:{project}))|的(?P<plain>[\u4e00-\u9fff]{{2,12}}?(?:{project}))"
        ),
        bodies_end=re.compile(rf"(?:{either(lexicon.words('organisation_heads'))})$"),
        hard=re.compile(rf"(?:{either(hard)}|[的了着把将由被在与])"),
    )


class Recipients:
    """Finds recipients in one article; built once per article, changes nothing."""

    def __init__(self, article: Article, lexicon: Lexicon) -> None:
        self.article = article
        self.clean = article.clean
        self.bodies = find_bodies(article, lexicon)
        self.words = _words(lexicon)
        self._ends = [body.end for body in self.bodies]
        self._starts: dict[int, Body] = {}
        for body in self.bodies:
            self._starts[body.start] = body
        self._by_end = {body.end: body for body in self.bodies}
        self.main = self._main_unit()

    def _main_unit(self) -> str | None:
        if self.article.metadata.unit:
            return self.article.metadata.unit
        titles = [p for p in self.article.passages if p.region == "title"]
        weights: Counter[str] = Counter()
        for body in self.bodies:
            if body.named and body.kind == "branch":
                inside = any(p.start <= body.start < p.end for p in titles)
                weights[body.name] += TITLE_WEIGHT if inside else 1
        return max(weights, key=lambda name: (weights[name], len(name))) if weights else None

    def subject(self, sentence: Sentence, at: int, after: int, last: tuple[Party, ...]) -> tuple[Party, ...]:
        """The recipients named before position ``at`` of a sentence: its own clause, earlier clauses, earlier sentences.

        ``after`` is where the previous honour of the sentence ends and ``last`` its recipients, who go on being the
        subject until the text names another.
        """
        start = max(self.clause_start(sentence.start, at), after)
        left, end = self._strip_tail(start, at)
        found = self.parties(start, end) if left else ()
        if found:
            return found
        if left and _COUNTED.search(left):
            return (Party(None, None, start, end),)
        if left and self._is_phrase(left):
            return (Party(left, None, end - len(left), end),)
        between = self._in_clauses(max(after, sentence.start), start) if last else ()
        return between or last or self._earlier(sentence, start) or self._unit(at)

    def clause_before(self, sentence: Sentence, at: int) -> tuple[int, int]:
        """The clause before a position without the adverbs at its end."""
        start = self.clause_start(sentence.start, at)
        return start, self._strip_tail(start, at)[1]

    def body_before(self, at: int) -> Span | None:
        """The body named right before a position, as the one that publishes or grants."""
        body = self._by_end.get(at)
        return Span(body.start, body.end) if body else None

    def giver_before(self, sentence: Sentence, at: int, role: str) -> Span | None:
        """The body that acts: X授予…, X将…评为; None where the verb is one of receiving."""
        start, end = self.clause_before(sentence, at)
        if role == "receive":
            handled = _HANDLED.search(self.clean[start:end])
            if not handled:
                return None
            end = start + handled.start()
        elif role not in ("confer", "recognise", "nominate_as"):
            return None
        return self.body_before(end) or self.school_before(start, end)

    def school_before(self, start: int, end: int) -> Span | None:
        """学校 or 学院 right before a position."""
        acting = _ACTING.search(self.clean[start:end])
        return Span(start + acting.start(), start + acting.end()) if acting else None

    def names_giver(self, span: Span) -> bool:
        """True when the stretch ends with a body: 学校党委, not 社会各界."""
        return span.end in self._by_end or bool(_LEVEL_GIVER.search(self.clean[span.start : span.end]))

    def list_item(self, start: int, end: int) -> Party | None:
        """What one item of a roll names: a body with its work, a body, a quoted work, or a person's name alone."""
        text = self.clean[start:end].strip()
        shift = self.clean[start:end].find(text)
        at = start + max(0, shift)
        body = self._longest_from(at)
        tail = self.clean[body.end : at + len(text)] if body else ""
        if body and body.end <= at + len(text) and re.fullmatch(r"(?:[《“「].{1,60})?(?:[（(].{0,30}[)）])?", tail):
            kind = self._resolve(body).kind
            if not body.named and not tail:
                return Party(body.name, kind, at, body.end)
            return Party(text if tail else body.name, "project" if tail else kind, at, at + len(text))
        if re.match(r"[《“「]", text):
            return Party(text, "project", at, at + len(text))
        name = _LISTED_NAME.match(text)
        if name and self.words.surname.match(name.group("name")) and not self._common_word(name.group("name"), sure=False):
            return Party(name.group("name"), "person", at, at + name.end("name"))
        return self._headed_party(at, text) if len(text) <= LONGEST_NAME and self.words.list_head.search(text) else None

    def named_at(self, start: int, end: int) -> tuple[Party, ...]:
        """The subject that opens the next clause."""
        bounds = self._clauses(start, end)
        return self._left_party(*bounds[0]) if bounds else ()

    def named_in(self, sentence: Sentence) -> list[Party]:
        """Named branches, units and people of a sentence, each where it starts."""
        index = bisect_left(self._ends, sentence.start)
        found: dict[int, Party] = {}
        for body in self.bodies[index:]:
            if body.start >= sentence.end:
                break
            if body.named and body.kind in ("branch", "department", "school"):
                found[body.start] = self._resolve(body)
        for match in self.words.holder_person.finditer(self.clean, sentence.start, sentence.end):
            name = match.group("name")
            if not self._common_word(name, sure=True):
                found[match.start("whole")] = Party(name, "person", match.start("whole"), match.end("name"))
        return [found[at] for at in sorted(found)]

    def _is_phrase(self, left: str) -> bool:
        """A stretch before the verb that can only be its subject, though of no known kind."""
        plain = left.replace("的", "")
        return 2 <= len(plain) <= LONGEST_NAME and not self.words.hard.search(plain) and not _PREPOSITION_START.match(left)

    def parties(self, start: int, end: int) -> tuple[Party, ...]:
        """Recipients named at the end of a stretch: A、B和C三个支部."""
        text = self.clean[start:end].rstrip(" 的")
        listed = _APPOSITIVE.search(text)
        if listed and listed.start() > 0:
            found = self._coordinated(start, start + listed.start())
            many = len([party for party in found if party.name]) > 1 or text[listed.start()] == "等"
            if found and (many or found[0].kind == "person"):
                return found
        return self._coordinated(start, start + len(text))

    def _coordinated(self, start: int, end: int) -> tuple[Party, ...]:
        found: list[Party] = []
        while end > start:
            party = self._right_party(start, end)
            if party is None:
                break
            found.append(party)
            before = self.clean[start : party.start]
            if party.kind == "person":
                before = re.sub(r"(?<=[、和与及])[^、和与及,，]{1,24}$", "", before)
            link = re.search(r"(?:、|和|与|及|以及|暨|[”》](?=$))\s?$", before)
            if not link or link.group() in "”》":
                break
            end = start + link.start()
        return tuple(reversed(found))

    def _right_party(self, start: int, end: int) -> Party | None:
        text = self.clean[start:end]
        bracket = re.search(r"[（(][^（()）]{0,30}[）)]$", text)
        if bracket:
            text = text[: bracket.start()]
            end = start + len(text)
        if not text:
            return None
        return self._body_party(start, end) or self._quoted_party(start, text) or self._person_party(start, text) or self._headed_party(start, text)

    def _body_party(self, start: int, end: int) -> Party | None:
        body = self._by_end.get(end)
        if body is None or body.end <= start:
            return None
        return self._resolve(body)

    def _resolve(self, body: Body) -> Party:
        kind = {"school": "school", "branch": "branch"}.get(body.kind, "unit")
        if body.named:
            return Party(body.name, kind, body.start, body.end)
        index = bisect_left(self._ends, body.end)
        passage = next(p for p in self.article.passages if p.start <= body.start < p.end)
        bare = body.name if body.kind == "branch" else body.head
        for earlier in reversed(self.bodies[:index]):
            if earlier.start < passage.start:
                break
            if earlier.named and earlier.kind == body.kind and earlier.name.endswith(bare):
                return Party(earlier.name, kind, body.start, body.end)
        if self.main and self.main.endswith(bare):
            return Party(self.main, kind, body.start, body.end)
        return Party(body.name, kind, body.start, body.end)

    def _quoted_party(self, start: int, text: str) -> Party | None:
        if not re.search(r"[”」》\"][\u4e00-\u9fff]{0,14}$", text):
            return None
        last = None
        for last in _QUOTED.finditer(text):
            pass
        if last is None:
            return None
        tail = text[last.end() :]
        if not tail:
            kind = "project"
        else:
            kind = next((kind for kind, head in self.words.heads if kind in ("project", "team", "unit") and head.search(tail)), "")
        if not kind:
            return None
        return Party(text[last.start() :], kind, start + last.start(), start + len(text))

    def _person_party(self, start: int, text: str) -> Party | None:
        match = self.words.person.search(text[-16:])
        if not match:
            return None
        name = match.group("name")
        if self._common_word(name, sure=bool(match.group("role") or match.group("suffix"))):
            return None
        if not match.group("role") and not match.group("suffix"):
            before = text[: len(text) - len(match.group("name"))]
            if before and not re.search(r"[、和与及]$", before) and not re.search(_NAME_MASK + "$", name):
                return None
        at = start + max(0, len(text) - 16) + match.start("name")
        return Party(name, "person", at, at + len(name))

    def _common_word(self, name: str, sure: bool) -> bool:
        """True for words that merely begin like a surname; with a role beside it only heads of bodies are ruled out."""
        if re.search(_NAME_MASK + "$", name):
            return False
        if self.words.bodies_end.search(name) or self.words.role_end.search(name):
            return True
        if any(head.search(name) for _, head in self.words.heads):
            return True
        return bool(_NO_NAME_SURE.search(name) if sure else _NO_NAME.search(name))

    def _headed_party(self, start: int, text: str) -> Party | None:
        for kind, head in self.words.heads:
            match = head.search(text)
            if not match:
                continue
            cut = 0
            for stop in self.words.hard.finditer(text, max(0, len(text) - LONGEST_NAME - 8), match.start()):
                cut = stop.end()
            soft = max(text.rfind(mark, cut, match.start()) for mark in "、,，")
            cut = max(cut, soft + 1)
            named = self._strip_lead(text[cut:])[0]
            if _DEMONSTRATIVE.match(named) and kind == "project":
                return self._antecedent(start + cut, head) or Party(_DEMONSTRATIVE.sub("", named), kind, start + cut, start + len(text))
            name = _DEMONSTRATIVE.sub("", named)
            if _COUNTED.search(name):
                return Party(None, None, start + cut, start + len(text))
            if not 2 <= len(name) <= LONGEST_NAME:
                return None
            return Party(name, {"role": "person"}.get(kind, kind), start + len(text) - len(name), start + len(text))
        return None

    def _antecedent(self, at: int, head: re.Pattern[str]) -> Party | None:
        """What 该成果 or 该项目 points to: the last project named in the passage before it."""
        passage = next(p for p in self.article.passages if p.start <= at < p.end)
        before = self.clean[max(passage.start, at - 120) : at]
        found = None
        for found in self.words.named_project.finditer(before):
            pass
        if found is None:
            return None
        return Party(found.group("name") or found.group("plain"), "project", at, at)

    def _earlier(self, sentence: Sentence, before: int) -> tuple[Party, ...]:
        found = self._in_clauses(sentence.start, before)
        if found:
            return found
        index = self.article.sentences.index(sentence)
        for earlier in reversed(self.article.sentences[max(0, index - FAR_SENTENCES) : index]):
            if earlier.passage != sentence.passage:
                break
            found = self._in_clauses(earlier.start, earlier.end, near=False)
            if found:
                return found
        return ()

    def _in_clauses(self, start: int, end: int, near: bool = True) -> tuple[Party, ...]:
        """Clauses from the last backwards: one that ends with 的 and a project, then any that opens with a subject."""
        bounds = self._clauses(start, end)
        if near and bounds:
            left, right = bounds[-1]
            text = self.clean[left:right]
            own = re.search(r"(?:的|^)[^的]{0,6}(?:《[^》\n]{1,80}》|“[^”\n]{1,60}”[\u4e00-\u9fff]{1,12}|[\u4e00-\u9fff]{2,12})$", text)
            if own and (own.start() > 0 or text[:1] in "《“"):
                party = self._quoted_party(left, text) or (self._headed_party(left, text) if text[own.start()] == "的" else None)
                if party and party.kind in ("project", "team") and party.name:
                    return (party,)
        for left, right in reversed(bounds):
            found = self._left_party(left, right)
            if found:
                return found
        return ()

    def _left_party(self, left: int, right: int) -> tuple[Party, ...]:
        text, shift = self._strip_lead(self.clean[left:right])
        if not text or _PREPOSITION_START.match(text):
            return ()
        at = left + shift
        counted = _COUNTED.match(text)
        if counted:
            return (Party(None, None, at, at + counted.end()),)
        demonstrative = _DEMONSTRATIVE.match(text)
        skip = demonstrative.end() if demonstrative else 0
        person = self.words.person_lead.search(text[:28])
        if person and not re.search(r"[,，]", text[: person.start()]) and not self._common_word(person.group("name"), sure=True):
            return (Party(person.group("name"), "person", at + person.start("name"), at + person.end("name")),)
        project = self.words.project_lead.match(text[skip:])
        if project:
            return (Party(project.group(), "project", at + skip, at + skip + project.end()),)
        body = self._longest_from(at + skip) or self._longest_from(at)
        if body is None or body.end > right:
            return ()
        follow = self.clean[body.end : right]
        if re.match(r"[的]|(?:副?书记|党员|成员|工作|建设|委员)", follow):
            group = re.match(r"(?:全体)?(?:学生|教师)?(?:副?书记|党员教师|党员|成员|支委)", follow)
            if group:
                return (Party(body.name + group.group(), "group", body.start, body.end + group.end()),)
            if follow[0] == "的":
                return ()
        if re.match(r"[、和与及]", follow):
            listed = re.match(r"(?:[、和与及][\u4e00-\u9fff]{2,20}?(?:支部|总支|党委|学院))+", follow[:60])
            if listed:
                many = self._coordinated(at, body.end + listed.end())
                if many:
                    return many
        return (self._resolve(body),)

    def _longest_from(self, at: int) -> Body | None:
        """The fullest name that starts here: 物理系 loses to 物理系学生支部."""
        best = None
        index = bisect_left(self._ends, at)
        for body in self.bodies[index : index + 6]:
            if body.start == at:
                best = body
            elif body.start > at:
                break
        return best

    def _unit(self, at: int) -> tuple[Party, ...]:
        if not self.main:
            return ()
        return (Party(self.main, "branch", at, at),)

    def _clauses(self, start: int, end: int) -> list[tuple[int, int]]:
        bounds, left = [], start
        masked = self._masked(start, end)
        for match in _CLAUSE_BREAK.finditer(masked):
            bounds.append((left, start + match.start()))
            left = start + match.end()
        bounds.append((left, end))
        return [(a, b) for a, b in bounds if b > a]

    def _masked(self, start: int, end: int) -> str:
        return _QUOTED.sub(lambda m: "“" + "〇" * (len(m.group()) - 2) + "”", self.clean[start:end])

    def clause_start(self, start: int, at: int) -> int:
        last = start
        for match in _CLAUSE_BREAK.finditer(self._masked(start, at)):
            last = start + match.end()
        return last

    def _strip_tail(self, start: int, at: int) -> tuple[str, int]:
        text = self.clean[start:at]
        while True:
            shorter = text.rstrip()
            adverb = self.words.adverbs.search(shorter[-8:])
            if adverb and not self._by_end.get(start + len(shorter)):
                shorter = shorter[: len(shorter) - len(adverb.group())]
            prepositional = _PREPOSITIONAL.search(shorter[-50:])
            if prepositional:
                shorter = shorter[: len(shorter) - len(prepositional.group())]
            if shorter == text:
                break
            text = shorter
        return self._strip_lead(text)[0], start + len(text)

    def _strip_lead(self, text: str) -> tuple[str, int]:
        whole = len(text)
        while True:
            match = _TIME_LEAD.match(text) or self.words.adverb_lead.match(text)
            if not match or not match.end():
                break
            text = text[match.end() :]
        return text, whole - len(text)
