"""Parts told clause by clause: steps (先…再…最后…), one of each (一头是…,一头是…), cases set off by semicolons."""

from __future__ import annotations

from collections.abc import Iterator

from dj_analysis.extraction.enumerations import split_list, trim_item
from dj_analysis.extraction.list_trimming import are_parallel
from dj_analysis.extraction.model_reading import Items, Reading, contains, end_of_sentence, is_told, start_of_sentence
from dj_analysis.extraction.model_shapes import ModelName, Slot
from dj_analysis.records import Span
from dj_analysis.regexes import compile_re

_STAGED = compile_re(r"步|环|段|阶|关|道|程|轮|站|部曲")
"""What a name counts whose parts follow each other in time."""

_STEP = compile_re(
    r"(?:第[一二三四五六七八九]步|首先|起初|起步|先|再|接着|接下来|紧接着|随后|然后|而后|之后|继而|其次|最后|末了|最终|收尾)(?:[是:：]|(?=[^是]))"
)
_BEGIN = compile_re(r"第一步|首先|起初|起步|先")
_TO_STEPS = compile_re(r"[”’」』\"]?[^，,。；;：:！？\n“”]{0,10}[，,：:]\s?")
"""What stands between a name and the first of its steps: its head and a mark."""

_LAST_STEP = 40
"""Characters of one step; longer ones tell more than the step."""

_QUOTED = compile_re(r"[“「]([^“”「」\n]{2,14})[”」]")
_TO_NEXT = compile_re(r"[”’」』\"]?[^，,。；;：:！？\n“”]{0,6}[，,。：:]\s?")
_LIKEWISE = compile_re(
    r"(?P<which>另?[\u4e00-\u9fff]{0,3}?(?:一[\u4e00-\u9fff]?|另[一外]?[\u4e00-\u9fff]?))"
    r"(?:就?是|为)(?P<part>[^，,。；;：:！？\n]{2,20})"
)
"""One of the things a name counts, pointed at by its place: 前头一台是甲,后头一台是乙."""

_MOST_SENTENCES = 24
"""Sentences behind a chain that are searched for the parts of one slot."""

_LEAST_ALIKE, _CORE, _UNEVEN = 3, 2, 2
"""Clauses that are alike by design (two may be by chance), characters of their common word, and of their difference."""


def list_steps(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """The steps behind a name that counts steps: 三步走法,先甲,再乙,最后丙.

    >>> from dj_analysis.extraction.model_reading import Reading
    >>> text = "“三步法”,先自学,再互评,最后讲评。"
    >>> name = ModelName(0, 5, 1, 4, "三步法", "shorthand", (Slot("三", 3, "步法"),), True)
    >>> [text[i.start:i.end] for i in list_steps(name, name.slots[0], Reading(text, text, None, ()))]
    ['自学', '互评', '讲评']
    """
    text = reading.text
    lead = _TO_STEPS.match(text, place.end) if _STAGED.match(slot.core) else None
    if not lead or not _BEGIN.match(text, lead.end()):
        return ()
    clauses = split_list(text, lead.end(), end_of_sentence(text, lead.end()), "，,；;")
    steps = [(clause, _STEP.match(text, clause.start, clause.end)) for clause in clauses]
    items = tuple(trim_item(text, step.end(), clause.end) for clause, step in steps if step)
    if len(items) != slot.count or any(not 1 < item.end - item.start <= _LAST_STEP for item in items):
        return ()
    return items


def list_likewise(place: ModelName, slot: Slot, reading: Reading) -> Items:
    """The clauses that point at one thing after the other, as many as announced: 一头是甲,一头是乙.

    >>> from dj_analysis.extraction.model_reading import Reading
    >>> text = "双驱。前头一台是教师,后头一台是师傅。"
    >>> name = ModelName(0, 2, 0, 2, "双驱", "shorthand", (Slot("双", 2, "驱"),), True)
    >>> [text[i.start:i.end] for i in list_likewise(name, name.slots[0], Reading(text, text, None, ()))]
    ['教师', '师傅']
    """
    text = reading.text
    lead = _TO_NEXT.match(text, place.end)
    if not lead or (slot.count or 0) < 2:
        return ()
    clauses = split_list(text, lead.end(), end_of_sentence(text, lead.end()), "，,；;")
    told = []
    for clause in clauses[: (slot.count or 0) + 1]:
        if not (match := _LIKEWISE.match(text, clause.start, clause.end)):
            break
        told.append(match)
    ends = {match["which"][-1] for match in told}
    if len(told) != slot.count or len(ends) > 1:
        return ()
    return tuple(Span(*match.span("part")) for match in told)


def list_cases(text: str, start: int, stop: int, slot: Slot) -> Items:
    """One part from each of as many cases between semicolons: its quoted name, or the clause that opens it.

    >>> text = "入学过“甲站”,走一遍;毕业过“乙站”,查一处"
    >>> [text[i.start:i.end] for i in list_cases(text, 0, len(text), Slot("两", 2, "站"))]
    ['甲站', '乙站']
    """
    cases = split_list(text, start, stop, "；;")
    if len(cases) != slot.count or len(cases) < 2:
        return ()
    named = [_QUOTED.search(text, case.start, case.end) for case in cases]
    quoted = tuple(Span(*match.span(1)) for match in named if match)
    if len(quoted) == len(cases) and are_parallel(text, quoted):
        return quoted
    heads = tuple(split_list(text, case.start, case.end, "，,：:")[0] for case in cases)
    alike = all(contains(text, head, slot.core, edge=True) for head in heads)
    return heads if alike and not is_told(text, heads) else ()


def is_uneven(text: str, items: Items) -> bool:
    """True when some items hold a quoted name and others none: clauses of a sentence, not a list of parts.

    >>> is_uneven("过“甲站”,走一遍", (Span(0, 5), Span(6, 9)))
    True
    """
    return len({bool(_QUOTED.search(text, item.start, item.end)) for item in items}) > 1


def list_alike(slot: Slot, places: tuple[int, int], reading: Reading) -> Items:
    """Clauses in one sentence behind a chain, as many as announced, the thing at one place in all: 绿灯看…,黄灯看….

    ``places`` is where the chain stands and where the search ends.
    """
    text, core, count = reading.text, slot.core, slot.count or 0
    if count < _LEAST_ALIKE or len(core) > _CORE:
        return ()
    for start, end in _sentences_with(core, count, places, text):
        for stretch in split_list(text, start, end, "：:"):
            for marks in ("；;", "，,；;", "、"):
                items = split_list(text, stretch.start, stretch.end, marks)
                if len(items) == count and _stands_alike(text, items, core) and not is_told(text, items):
                    return items
    return ()


def _stands_alike(text: str, items: Items, core: str) -> bool:
    """True when every item holds the core once, at one distance from its start, and more than the core."""
    starts = {text.find(core, item.start, item.end) - item.start for item in items}
    wordings = [text[item.start : item.end] for item in items]
    different = len({wording.replace(core, "") for wording in wordings}) == len(wordings)
    once = all(wording.count(core) == 1 and len(wording) > len(core) for wording in wordings)
    lengths = sorted(len(wording) for wording in wordings)
    return len(starts) == 1 and -1 not in starts and different and once and lengths[-1] - lengths[0] <= _UNEVEN


def _sentences_with(core: str, count: int, places: tuple[int, int], text: str) -> Iterator[tuple[int, int]]:
    """Sentences that hold the core often enough, in order."""
    tried = 0
    at = text.find(core, *places)
    while at >= 0 and tried < _MOST_SENTENCES:
        begin = start_of_sentence(text, at)
        end = end_of_sentence(text, at)
        if text.count(core, begin, end) >= count:
            tried += 1
            yield max(begin, places[0]), end
        at = text.find(core, max(end, at + 1), places[1])
