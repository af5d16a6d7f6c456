"""Practices that come back in other words: the headline words them one way, the report another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dj_analysis.extraction.initiative_names import FULL, Candidate, squeeze
from dj_analysis.regexes import compile_re

_FREE = compile_re("^(?:为主题|为题)?的?(?:主题)?|[者的节]|系列|(?<=.)[比大竞](?=赛)")
"""What comes and goes: 志愿(者)服务队, 清明(节)祭扫, 技能比赛 and 技能竞赛."""

_HALVES = compile_re(r"[、，,；;·\s]")
_DASH = compile_re("[—–-]+")
_LAST_MARK = compile_re('[”’」』》"]')
_SHORTEST = 6
"""A bare name this long is not two everyday words and a head."""

_SHORTEST_HALF = 4


def find_repeats(text: str, candidates: Sequence[Candidate]) -> dict[str, str]:
    """Cores that name the same practice as another one: the core that is laid down later, by the one before it.

    A bare name repeats a quoted one when it says what stands behind its marks (清明祭扫活动 beside “甲”清明节祭扫活动)
    or before its dash; two mottos repeat each other when they share a half and a word of the other half.
    """
    quoted = {c.core: c for c in candidates if c.quoted}
    bare = {c.core: c for c in candidates if not c.quoted and len(c.core) >= _SHORTEST}
    pairs = [*_pair_bare(bare), *_pair_mottos(text, [c for c in quoted.values() if c.rank == FULL])]
    if bare and quoted:
        pairs += _pair_with_quoted(text, bare, quoted)
    later = {}
    for one, other in pairs:
        first, second = sorted((one, other), key=lambda c: (-len(c.core), c.start))
        later[second.core] = first.core
    return later


def _split_name(text: str, candidate: Candidate) -> tuple[str, str]:
    """The words inside the marks of a quoted name, and those behind them."""
    *inside, tail = _LAST_MARK.split(text[candidate.start + 1 : candidate.end])
    return (inside[0] if inside else "", tail)


def _free(words: str) -> str:
    return _FREE.sub("", squeeze(words))


def _pair_bare(bare: Mapping[str, Candidate]) -> Iterable[tuple[Candidate, Candidate]]:
    """Bare names that differ in free characters, one without the beginning of the other: 甲系医疗志愿者服务队."""
    freed: dict[str, Candidate] = {}
    for core, candidate in bare.items():
        freed.setdefault(_free(core), candidate)
    for core, candidate in bare.items():
        long = _free(core)
        shorter = (freed.get(long[at:]) for at in range(len(long) - _SHORTEST + 1))
        other = next((c for c in shorter if c and c is not candidate), None)
        if other and other.type == candidate.type:
            yield candidate, other


def _pair_with_quoted(
    text: str, bare: Mapping[str, Candidate], quoted: Mapping[str, Candidate]
) -> Iterable[tuple[Candidate, Candidate]]:
    """A bare name and the only quoted one that says the same behind its marks or before its dash."""
    said: dict[str, list[Candidate]] = defaultdict(list)
    tails: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in quoted.values():
        inside, tail = _split_name(text, candidate)
        if tail:
            said[_free(tail)].append(candidate)
            tails[squeeze(tail)].append(candidate)
        if len(parts := _DASH.split(inside)) > 1:
            said[_free(parts[0])].append(candidate)
    for core, candidate in bare.items():
        same = said.get(_free(core)) or _told_by_headline(text, candidate, bare, tails)
        if len(same) == 1 and same[0].type == candidate.type:
            yield candidate, same[0]


def _told_by_headline(
    text: str, bare: Candidate, others: Mapping[str, Candidate], tails: Mapping[str, list[Candidate]]
) -> list[Candidate]:
    """送春联主题党日活动 at the end of a headline, “甲”主题党日活动 in the report, and no other of either."""
    if text[bare.end : bare.end + 1] != "\n":
        return []
    for tail, named in tails.items():
        if len(tail) >= _SHORTEST and bare.core.endswith(tail) and named[0].start > bare.end:
            return named if sum(other.endswith(tail) for other in others) == 1 else []
    return []


def _pair_mottos(text: str, full: Sequence[Candidate]) -> Iterable[tuple[Candidate, Candidate]]:
    """“甲乙、丙丁”系列活动 and “乙戊,丙丁”系列活动."""
    halved: dict[tuple[str, str], list[tuple[str, Candidate]]] = defaultdict(list)
    for candidate in full:
        inside, tail = _split_name(text, candidate)
        halves = _HALVES.split(inside)
        if len(halves) == 2:
            for own, shared in (halves, halves[::-1]):
                if len(shared) >= _SHORTEST_HALF:
                    halved[shared, tail].append((own, candidate))
    for (one, first), *others in halved.values():
        for other, second in others:
            if any(one[at : at + 2] in other for at in range(len(one) - 1)):
                yield first, second
