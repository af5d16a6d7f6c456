"""The subject a clause opens with: people, bodies, works, or the school speaking of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dj_analysis.extraction.honor_clauses import strip_lead
from dj_analysis.extraction.parties import LONGEST_NAME, Parties
from dj_analysis.extraction.party_words import COUNTED, DEMONSTRATIVE, MASKS, SUMMED_PEOPLE, Party, are_people
from dj_analysis.regexes import compile_re

OPENING = 28
"""Characters at the start of a clause in which its subject, a person with a role, stands."""
PREPOSITION_START = compile_re(
    r"^(?:在(?!读|职|校生)|经(?!济|管|贸)|通过|为|对(?!外)|以|按照|根据|围绕|由于|随着|从|与|把|将|就(?![业读职任医诊])|针对|依托|当|结合|凭|作为|据|自|因|是|这是)"
)
"""A clause that opens with one of these opens with no subject."""
_NOT_SUBJECT = compile_re(r"的|副?书记|党员|成员|支委")
_MADE = compile_re(r"[\u4e00-\u9fff]{2,8}的(?P<work>《[^》\n]{1,60}》|“[^”\n]{1,40}”[\u4e00-\u9fff]{2,10})")
_ROLE_OF = compile_re(r"(?:副?书记|副?主任|副?所长|[组宣纪]\w委员)(?=[获被荣膺入]|先后|连续|多次)")
"""教研室主任获…: a role told of as the one who received."""
_GROUP_OF = compile_re(r"(?:全体)?(?:学生|教师)?(?:副?书记|党员(?:教师)?|成员|支委)")
_MORE_BODIES = compile_re(r"(?:[、和与及][\u4e00-\u9fff]{2,20}?(?:支部|总支|党委|学院))+")
_WE_DID = compile_re(
    r"(?P<we>[我本][校院系])(?=$|\d{4}年|凭|以|在|再|连续|成功|积极|认真|高度|始终|坚持|充分|多次|先后|被|获|荣|喜|大力|深入|扎实|精心|全面)"
)
"""我校高度重视,…荣获: the school itself, not its people."""
_SUMMED_PEOPLE = compile_re(rf"[^,，]{{2,60}}?(?:{SUMMED_PEOPLE}|等(?:同志|老师|同学))(?=在|于|以|从|因|为|$)")
"""王某某、李某某两位老师|在…中: names summed up before what they did."""
_FURTHER_WORK = compile_re(r"[、和与及][^、和与及,，《》“”]{0,16}(?P<work>《[^》\n]{1,60}》)")
_FURTHER_NAME = compile_re(
    rf"[、和]\s?(?P<name>[\u4e00-\u9fff{MASKS}]{{2,3}})(?=[、和,，]|等|[\u4e00-\u9fff]{{4}}(?:[,，]|$))"
)


class Openings:
    """Reads the subjects that clauses open with; changes nothing."""

    def __init__(self, parties: Parties) -> None:
        self.parties = parties
        self.clean = parties.clean
        self.words = parties.words

    def read(self, left: int, right: int) -> tuple[Party, ...]:
        """The subject a clause opens with, nobody where it opens with a preposition or a count."""
        text, shift = strip_lead(self.clean[left:right], self.words)
        if not text or PREPOSITION_START.match(text):
            return ()
        at = left + shift
        if we := _WE_DID.match(text):
            return (Party(we["we"], "school", at, at + we.end("we")),)
        if counted := COUNTED.match(text):
            return (Party(None, None, at, at + counted.end()),)
        return self._opening_people(text, at, right) or self._opening_thing(text, at, right)

    def people(self, left: int, right: int) -> tuple[Party, ...]:
        """The people a clause opens with: 何某老师|在甲组以第一名的成绩获…."""
        text, shift = strip_lead(self.clean[left:right], self.words)
        lead = self.words.name_lead.match(text)
        return self._opening_people(text, left + shift, right) if lead else ()

    def _opening_people(self, text: str, at: int, right: int) -> tuple[Party, ...]:
        summed = _SUMMED_PEOPLE.match(text)
        people = self.parties.at_end(at, at + summed.end()) if summed else ()
        if are_people(people):
            return people
        person = self._opening_person(text, at)
        return (person, *self._more_people(person.end, right)) if person else ()

    def _opening_thing(self, text: str, at: int, right: int) -> tuple[Party, ...]:
        shown = DEMONSTRATIVE.match(text)
        skip = shown.end() if shown else 0
        if shown and (meant := self.parties.pointed(at, text[skip:])):
            return (meant,)
        work = self.words.work_lead.match(text[skip:])
        if work and not self._is_made(work.group()):
            return (Party(work.group(), "project", at + skip, at + skip + work.end()),)
        return self._opening_body(at, skip, right)

    def _opening_person(self, text: str, at: int) -> Party | None:
        if self.words.is_name(text):
            return Party(text, "person", at, at + len(text))
        lead = self.words.name_lead.match(text)
        if lead and not self.words.is_common(lead.group("name"), sure=False):
            return Party(lead.group("name"), "person", at, at + lead.end("name"))
        match = self.words.person_lead.search(text[:OPENING])
        if match and not self.words.is_common(match.group("name"), sure=True):
            return Party(match.group("name"), "person", at + match.start("name"), at + match.end("name"))
        return None

    def _opening_works(self, at: int, right: int) -> tuple[Party, ...]:
        """The works a clause opens with, behind whose they are."""
        work = self.words.work.search(self.clean[at : min(right, at + 2 * OPENING)])
        if work is None or self._is_made(self.clean[at : at + work.start("work")]):
            return ()
        first = _work_party(work, at)
        return (*first, *self._more_works(first[-1].end, right))

    def _is_made(self, text: str) -> bool:
        """形成了|“…”工作法: what a clause tells to have been made is not what it opens with."""
        return self.words.made.match(text.partition("“")[0].partition("《")[0].lstrip("并还")) is not None

    def _more_works(self, at: int, right: int) -> Iterator[Party]:
        """《甲》|和教育系作品《乙》: the works that go on behind the first."""
        while more := _FURTHER_WORK.match(self.clean, at, right):
            yield Party(more["work"], "project", *more.span("work"))
            at = more.end()

    def _more_people(self, at: int, right: int) -> Iterator[Party]:
        """王某某|、李某某、周某表现突出: the names that go on behind the one a clause opens with."""
        while (more := _FURTHER_NAME.match(self.clean, at, right)) and self.words.is_name(more["name"]):
            yield Party(more["name"], "person", *more.span("name"))
            at = more.end()

    def _opening_body(self, at: int, skip: int, right: int) -> tuple[Party, ...]:
        body = self.parties.opening(at + skip) or self.parties.opening(at)
        if body is None or body.end > right:
            return self._opening_works(at, right)
        if body.kind == "granting_body":
            return ()
        if longer := self.words.unit_behind.match(self.clean, body.end, min(right, body.end + OPENING)):
            return (Party(body.name + longer["tail"], "unit", body.start, longer.end()),)
        follow = self.clean[body.end : right]
        made = _work_party(_MADE.match(follow), body.end)
        if role := _ROLE_OF.match(follow):
            return (Party(body.name + role.group(), "person", body.start, body.end + role.end()),)
        if made or _NOT_SUBJECT.match(follow):
            group = None if made else _GROUP_OF.match(follow)
            whole = (Party(body.name + group.group(), "group", body.start, body.end + group.end()),) if group else ()
            return made or whole
        more = _MORE_BODIES.match(follow[: 3 * LONGEST_NAME])
        many = self.parties.coordinated(at, body.end + more.end()) if more else ()
        return many or (self.parties.resolve(body),)


def _work_party(match: re.Match[str] | None, base: int) -> tuple[Party, ...]:
    """The work a pattern found, as the recipient."""
    if match is None:
        return ()
    return (Party(match.group("work"), "project", base + match.start("work"), base + match.end("work")),)
