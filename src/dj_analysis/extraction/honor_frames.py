"""Cues of honours: verbs and other wordings behind or around which a title stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dj_analysis.extraction.alternations import either
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Sentence, Span
from dj_analysis.regexes import compile_re

_AGENTS = ("被", "由", "经", "拟")
"""Words before the body that grants: 被省委评为, 经学校认定为."""
_INNER = r"[^,，。;；:：!！?？\n被]"
_GUARDED = {
    "获": r"(?<![荣喜斩捕收俘缴破])获(?!得|取|悉|益|救|知|胜|奖|准|批|评|授|颁|选|推|利|提名)",
    "获得": r"获得(?!感|者|性|提名)",
    "取得": r"取得(?!联系|成效|进展|实效)",
    "成为": r"成为(?!了?一)",
    "立项": r"(?<!获批)(?<!科研)立项(?!的|目|工作|时|后|为|申|\d)",
    "入选": r"入选(?!的?党(?:支部|总支|组织|委|员))",
    "评": r"评(?!委|为|选|定|出|上|价|议|比|审|优|奖|分|级)",
    "提名": r"提名(?!奖|委|人|者|的|权|和|与|工作)",
    "表彰": r"(?<!到)(?<!受)表彰(?!大会|会|奖励|决定|活动|了|为|和|与|先进|的)",
}
"""Short verbs with the words they must not be part of (获得感, 一项立项的课题)."""


_FURTHER = compile_re(r"(?<=[,，、;；])(?P<who>[^,，、。;；:：!！?？\n“”]{2,40})为(?=[“「])")


class Cue(NamedTuple):
    """A wording that announces an honour: where it stands, what it does, and the parties named inside it.

    ``further`` tells of a name and title that go on under the verb of an earlier cue.
    """

    start: int
    end: int
    role: str
    strong: bool
    built: bool = False
    held: bool = False
    as_what: bool = False
    giver: Span | None = None
    receiver: Span | None = None
    further: bool = False


@dataclass(frozen=True, slots=True)
class _Frames:
    quick: re.Pattern[str]
    cue: re.Pattern[str]
    strong: frozenset[str]
    built: frozenset[str]
    held: frozenset[str]
    roles: dict[str, str]


@lru_cache(maxsize=4)
def _frames(lexicon: Lexicon) -> _Frames:
    def verbs(role: str) -> str:
        return "|".join(_GUARDED.get(term, re.escape(term)) for term in lexicon.words("honor_verbs", role=role))

    rows = lexicon.rows("honor_verbs")
    passive = either(lexicon.words("honor_verbs", role="passive"))
    nominate = either(lexicon.words("honor_verbs", role="passive_nominate"))
    confer = either(lexicon.words("honor_verbs", role="confer"))
    cue = compile_re(
        rf"(?:被|由|经)(?P<giver>{_INNER}{{0,30}}?)(?:联合|共同|正式|一致|批准|评审|研究|推荐|提名)?(?P<passive>{passive})"
        rf"|(?:被|由|经|拟)(?P<nominator>{_INNER}{{0,30}}?)(?P<nominate>{nominate})"
        rf"|(?P<receive>{verbs('receive')})"
        rf"|(?P<hoped>{verbs('receive_nominate')}|(?:{nominate}))"
        rf"|(?P<as_verb>{verbs('confer_as')}|(?P<as_nominate>{verbs('confer_as_nominate')}))了?(?P<as_who>{_INNER}{{2,80}}?)(?:作为|成为|为)"
        rf"|(?P<confer>{confer})(?P<who>[:：]?[^,，。;；:：\n“「]{{0,80}}?)(?:成?为)?(?=[“「]|全国|全省|全市|全校|省级|市级|校级|国家级|(?:先进|优秀)(?!的)|\d{{4}}年)"
        rf"|(?P<recognise>{verbs('recognise')})"
    )
    starts = {*(row["term"] for row in rows), *_AGENTS}
    quick = compile_re(either(tuple(sorted(starts, key=lambda term: (-len(term), term)))))
    strong = frozenset(row["term"] for row in rows if row["strength"] == "strong")
    built = frozenset(row["term"] for row in rows if row["strength"] == "built")
    held = frozenset(row["term"] for row in rows if row["strength"] == "held")
    return _Frames(quick, cue, strong, built, held, {row["term"]: row["role"] for row in rows})


def find_cues(sentence: Sentence, lexicon: Lexicon) -> Iterator[Cue]:
    """The verbs of a sentence that may announce an honour, in order; spans are offsets in the clean text.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> [c.role for c in find_cues(wrap_text("支部被省委评为先进集体").sentences[0], load_lexicon())]
    ['receive']
    """
    frames = _frames(lexicon)
    base, at, text, naming = sentence.start, 0, sentence.text, False
    while start := frames.quick.search(text, at):
        if naming:
            yield from _go_on(text, base, Span(at, start.start()))
        match = frames.cue.match(text, start.start())
        if match:
            cue = _read_cue(match, base, frames)
            naming = naming or cue.role == "confer"
            yield cue
        at = _resume(match) if match else start.start() + 1
    if naming:
        yield from _go_on(text, base, Span(at, len(text)))


def _go_on(text: str, base: int, stretch: Span) -> Iterator[Cue]:
    """授予A为“甲”,B等10人为“乙”: the verb goes on holding for the further names."""
    for more in _FURTHER.finditer(text, stretch.start, stretch.end):
        who = Span(base + more.start("who"), base + more.end("who"))
        yield Cue(base + more.end() - 1, base + more.end(), "confer", True, as_what=True, receiver=who, further=True)


def _resume(match: re.Match[str]) -> int:
    if match.group("as_who") is not None:
        return match.end("as_verb")
    if match.group("who"):
        return match.end("confer")
    return match.end()


def _read_cue(match: re.Match[str], base: int, frames: _Frames) -> Cue:
    def span(group: str) -> Span | None:
        return Span(base + match.start(group), base + match.end(group)) if match.group(group) else None

    start, end = base + match.start(), base + match.end()
    if verb := match.group("passive") or match.group("receive"):
        return Cue(
            start,
            end,
            "receive",
            verb in frames.strong,
            built=verb in frames.built,
            held=verb in frames.held,
            giver=span("giver"),
        )
    if match.group("nominate") or match.group("hoped"):
        return Cue(start, end, "nominate", True, giver=span("nominator"))
    if match.group("as_verb") or match.group("confer"):
        role = "nominate_as" if match.group("as_nominate") else "confer"
        return Cue(start, end, role, True, as_what=bool(match.group("as_verb")), receiver=span("as_who") or span("who"))
    return Cue(start, end, "recognise", True)
