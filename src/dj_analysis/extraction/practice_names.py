"""Named practices without quotation marks: 党员先锋岗, 安全知识竞赛, 互补式自修制."""

from __future__ import annotations

from bisect import bisect_right

from dj_analysis.extraction.initiative_names import Candidate, squeeze
from dj_analysis.extraction.initiative_words import (
    COLONS,
    CONJUNCTION,
    COUNT,
    CURLY_CLOSE,
    FOUNDING,
    LIST_MARK,
    OF,
    OWN_WORDS,
    Vocabulary,
    clause_before,
)
from dj_analysis.extraction.practice_places import (
    LISTED_WORDS,
    LONGEST_MODIFIER,
    NO_NAME_BEFORE,
    SHORTHAND_IN,
    Place,
    can_end_name,
    read_place,
)
from dj_analysis.extraction.quotation_others import LEVEL
from dj_analysis.regexes import compile_re

ACRONYM = compile_re(r"[(（][A-Za-z][A-Za-z0-9]{1,9}[)）]")
ANNOUNCED_WITHIN = 24
"""Characters before a list in which a counted head announces it: 坚持三项工作制度:…"""

SUMMED = compile_re(
    r"(?:[、和与][^，。；;：:、和与\n“”]{2,14}){0,6}等?[“‘\"]?[二两三四五六七八九十\d][大个支项类](?P<noun>\w{2,6})"
)
"""The rest of a list and the count that sums it up."""

CONJOINED = compile_re(CONJUNCTION)
COUNTED = compile_re(COUNT)
AT_PLACE = frozenset({"在", "到", "于", "从", "赴"})
"""Words before a place that is visited, not founded."""

UNIT_AFTER = compile_re("党?(?:支部|总支)|党委|主任|负责人|副?书记")
"""学生社区服务中心党支部: the place is a unit of the school."""

CURLY_OPEN = "“"
LEVELLED = compile_re("(?:国家|[省部市区县校院厅])级|全[国省市]")
"""市级文明岗: a post with a level is an honour."""

DURING = frozenset("中里上")
"""在…竞赛中: something happened at an event, which another body may have held."""

CREDITED = compile_re(
    r"(?:编[辑审]|审[核校]|校对|文[字稿]|图[文片]|摄影|供[图稿]|来源|出品|制作|排版)[ \u3000]?[|｜丨:：/][ \u3000]?$"
)
CREDITED_WITHIN = 6
"""图片｜新闻工作室: who made the page; the label and its marks have six characters at the most."""

BY_OTHERS = compile_re("(?:参加|参与|出席|受邀|应邀|观摩|旁听)")
"""参加某校举办的经验交流会: somebody else's event."""

REFERENCE = frozenset({"该", "本", "此", "其", "这", "那", "各", "每"})
PARTY_BUILDING_LONGEST = 3
"""五色党建 has two characters before the head, 一核多元党建 more; beyond three it is a clause."""


def find_practice_names(
    text: str, start: int, end: int, taken: list[tuple[int, int]], words: Vocabulary
) -> list[Candidate]:
    """Unquoted candidates of one stretch; ``taken`` are the spans that quoted names and quotations occupy."""
    found: list[Candidate] = []
    ends = {span_end for _, span_end in taken}
    matches = list(words.bare_head.finditer(text, start, end))
    followed = {match.start() for match in matches}
    taken = _merge(taken)
    for match in matches:
        at, after = match.span()
        if after in followed or at < OWN_WORDS or text[at - 1] in NO_NAME_BEFORE:
            continue
        if not can_end_name(text, match, words) or _is_taken(match.start(), taken):
            continue
        if text[match.start() - 1] == CURLY_CLOSE and _is_taken(match.start() - 1, taken):
            continue
        place = read_place(text, start, match, words)
        if place and _has_own_words(text, place, words):
            before = clause_before(text, start, place.start)
            if _is_name(text, place, before, ends, words):
                if found and found[-1].start == place.start:
                    found.pop()
                found.append(_candidate(text, place, before))
                ends.add(place.end)
    return found


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same stretches in order and without overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _is_taken(place: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (place, place + 1)) - 1
    return at >= 0 and spans[at][0] <= place < spans[at][1]


def _has_own_words(text: str, place: Place, words: Vocabulary) -> bool:
    """True where the modifier can make a name at all; what introduces it is not looked at yet."""
    strength = place.head.strength
    if strength == "shorthand" or SHORTHAND_IN.search(place.modifier):
        return True
    if place.head.type == "project" and text[place.end : place.end + 1] in COLONS:
        strength = "medium"
    if CONJOINED.fullmatch(place.edge) or ACRONYM.match(text, place.end):
        strength = "strong"
    return words.own_words(place.modifier, strength) >= OWN_WORDS


def _governing_verb(text: str, place: Place, before: str, words: Vocabulary) -> str | None:
    """How the last verb of the clause reaches the name; None without a verb.

    A founding verb behind the name (…挂牌) and a counted head that announces a list (三项制度:…) do as well.
    """
    if words.founded.match(text, place.end):
        return "naming"
    verb = words.last_verb(before)
    if verb and before.startswith(OF, verb.end()) and BY_OTHERS.search(before, 0, verb.start()):
        return "attend"
    if verb:
        return _intro(before[verb.end() :], words.verbs[verb[0]]["strength"], words)
    clause = place.start - len(before)
    lead = text[max(0, clause - ANNOUNCED_WITHIN) : clause]
    return "frame" if any(m.end() == len(lead) for m in words.announced.finditer(lead)) else None


def _heads_item(text: str, place: Place, words: Vocabulary) -> bool | None:
    """Whether what heads an item of a list is a name; None where it heads none: 3. 甲工程。 4. 乙制度:每周一次."""
    after, is_project = text[place.end : place.end + 1], place.head.type == "project"
    if after in COLONS and is_project:
        return True
    if after in COLONS or after == "。" or (is_project and after in "\n"):
        return words.own_words(place.modifier, "weak") >= OWN_WORDS
    return None


def _is_summed(text: str, place: Place) -> bool:
    """甲基地、乙基地、丙基地“三大基地”: the count behind a list makes its items names."""
    found = SUMMED.match(text, place.end)
    return found is not None and place.head.term in found["noun"]


def _intro(between: str, strength: str, words: Vocabulary) -> str | None:
    """The strength of a verb that governs the name: right before it, before its count, or before its list."""
    between = between.removeprefix("了").removeprefix("过").removeprefix("的")
    if not between or COUNTED.fullmatch(between):
        return strength
    if CONJOINED.search(between) and not words.list_break.search(between):
        return strength
    return "far" if strength == "naming" else None


def _is_name(text: str, place: Place, before: str, ends: set[int], words: Vocabulary) -> bool:
    if _is_refused(text, place, before, words):
        return False
    if ACRONYM.match(text, place.end) or _follows(place, ends, words):
        return True
    if LIST_MARK.fullmatch(before) and (named := _heads_item(text, place, words)) is not None:
        return named
    if place.edge in AT_PLACE and place.head.type == "platform":
        return False
    intro = "frame" if _is_summed(text, place) else _governing_verb(text, place, before, words)
    return intro != "attend" and RULES[place.head.strength](place, intro, before, words)


def _is_refused(text: str, place: Place, before: str, words: Vocabulary) -> bool:
    """A reference, an honour, an ordinary noun, a policy, or a contest of somebody else."""
    name = place.modifier + place.head.term
    is_event = place.head.type == "activity"
    whole = before + name if place.edge in words.nominal else name
    if is_event and (text[place.end : place.end + 1] in DURING or words.outer.search(whole)):
        return True
    if words.honour_verb.search(place.modifier) or place.modifier in words.outside or _is_credit(text, place):
        return True
    if _is_honour(text, place, words) or (place.head.type == "platform" and UNIT_AFTER.match(text, place.end)):
        return True
    if place.edge in REFERENCE or words.honour_after.match(text, place.end):
        return True
    if words.honour_verb.search(before) or _is_ordinary(name, words):
        return True
    return place.head.strength != "strong" and (words.outer.search(name) is not None or _is_policy(place, words))


def _is_honour(text: str, place: Place, words: Vocabulary) -> bool:
    """A post with a level (手里有市级文明岗), unless a verb founds it (设校级先锋岗); the end of 省级“甲”工作室."""
    if text[place.start - 1] == CURLY_CLOSE and (opening := text.rfind(CURLY_OPEN, 0, place.start)) > 0:
        return LEVEL.search(text, max(0, opening - LONGEST_MODIFIER), opening) is not None
    if place.head.type != "post" or not LEVELLED.search(place.modifier):
        return False
    return place.edge not in words.verbs or words.verbs[place.edge]["strength"] not in FOUNDING


def _is_credit(text: str, place: Place) -> bool:
    return CREDITED.search(text, max(0, place.start - CREDITED_WITHIN), place.start) is not None


def _is_policy(place: Place, words: Vocabulary) -> bool:
    """A national campaign or strategy with nothing of the school's own beside it."""
    own = words.policy.sub("", place.modifier)
    return own != place.modifier and words.own_words(own, "weak") < OWN_WORDS


def _is_ordinary(name: str, words: Vocabulary) -> bool:
    """A noun of the list of ordinary nouns, unless words of its own stand before it."""
    match = words.never.search(name)
    return match is not None and words.own_words(name[: match.start()], "weak") < OWN_WORDS


def _follows(place: Place, ends: set[int], words: Vocabulary) -> bool:
    """The next item of a list whose last item is a name; ``ends`` are where names end."""
    if place.edge_start not in ends or not CONJOINED.fullmatch(place.edge):
        return False
    strength = place.head.strength
    if strength != "weak":
        return strength in FOLLOWING
    own = words.own_words
    return own(place.modifier, "weak") >= OWN_WORDS or own(place.modifier, "strong") >= LISTED_WORDS


def _strong(place: Place, intro: str | None, before: str, words: Vocabulary) -> bool:
    return words.own_words(place.modifier, "strong") >= OWN_WORDS


def _medium(place: Place, intro: str | None, before: str, words: Vocabulary) -> bool:
    if words.own_words(place.modifier, "medium") < OWN_WORDS:
        return False
    if intro == "run":
        return place.head.type == "mechanism" and words.own_words(place.modifier, "weak") >= OWN_WORDS
    return intro in NAMING or (place.head.type == "activity" and (intro == "far" or not before))


def _weak(place: Place, intro: str | None, before: str, words: Vocabulary) -> bool:
    if intro is not None and SHORTHAND_IN.search(place.modifier):
        return True
    own = words.own_words(place.modifier, "weak")
    if intro == "run":
        return own >= RUN_WORDS.get(place.head.type, LONGEST_MODIFIER)
    return intro in NAMING and own >= OWN_WORDS


RUN_WORDS = {"project": OWN_WORDS, "mechanism": LISTED_WORDS}
"""How much of its own a name says behind a verb such as 落实, which may govern any duty."""


def _shorthand(place: Place, intro: str | None, before: str, words: Vocabulary) -> bool:
    return bool(SHORTHAND_IN.match(place.modifier)) and len(place.modifier) <= PARTY_BUILDING_LONGEST


def _place(place: Place, intro: str | None, before: str, words: Vocabulary) -> bool:
    """设立旧书角: a homely place is a practice where somebody founds it."""
    return intro in FOUNDING and words.own_words(place.modifier, "weak") >= OWN_WORDS


def _plaque(place: Place, intro: str | None, before: str, words: Vocabulary) -> bool:
    """党员示范工位: members answer for it, or somebody has named it."""
    return place.modifier.endswith(MEMBERS) or _place(place, intro, before, words)


MEMBERS = ("党员", "团员")
NAMING = FOUNDING | {"frame"}
FOLLOWING = frozenset({"strong", "medium", "plaque"})
RULES = {
    "strong": _strong,
    "medium": _medium,
    "weak": _weak,
    "place": _place,
    "plaque": _plaque,
    "shorthand": _shorthand,
}


def _candidate(text: str, place: Place, before: str) -> Candidate:
    acronym = ACRONYM.match(text, place.end)
    end = acronym.end() if acronym else place.end
    core = squeeze(place.modifier) + place.head.term
    rule = f"bare_{place.head.strength}"
    return Candidate(place.start, end, core, place.head.type, False, rule, 1, place.start - len(before))
