"""What stands behind a quotation: the head that makes it a name, or the noun that makes it none."""

from __future__ import annotations

from typing import NamedTuple

from dj_analysis.extraction.initiative_words import COUNT, OF, PROPER, Head, Vocabulary
from dj_analysis.regexes import compile_re

OPENING = compile_re(
    r"(?:[ ](?=[^\W\d]{1,8}(?![^\W\d]))(?!\w*(?:学院|大学|学校|支部|党委)))?"
    rf"(?P<shared>等+)?(?P<loose>一系列|系列|一批)?(?P<count>{COUNT})?(?P<topic>为主题|为题)?(?:[ ]?的)?"
)
"""Between the marks and the head phrase: a gap, but not before a body, 等, how many, 为主题的."""

BODY = compile_re(r"[\w+＋×·]{0,22}")
"""The words behind a quotation up to the next mark."""

COUNTED = compile_re(r"(?<=\w)(?:\d{1,4}|(?<!第)[二两三四五六七八九十]{1,3})[余多]?[个支项场次名人](?!部)")
"""How many there are of it (“甲”岗12个) ends the phrase."""

FARTHEST_HEAD = 14
"""A head further behind the quotation than this belongs to another phrase."""

WIDEST_GAP = 4
"""Two heads this close without a verb between them are one compound: 活动阵地, 主题教育活动."""

SHORT_PHRASE = 6
"""So few characters behind a head, or behind the marks, may still belong to the name (培养法, 师徒链)."""

NOUN_WITHIN = 8
"""Characters behind the marks in which a noun such as 精神 or 称号 still refers to the quotation."""

ENDING = compile_re("圆满|成功|顺利|正式|如期|结束|落幕|闭幕")
"""What is said of an event."""

MEETING = "会"
"""What a meeting ends in: “雁阵”计划推进交流会 is one on the plan."""

SPIRIT = "精神"
LONGEST_BETWEEN = 2
"""Characters of a word between an everyday noun and the one it goes on to: 服务|保障|格局."""

LISTING = "list"
"""The strength of nouns that name what stands before them only where they close a list: 等主题, 三个抓手."""

WORK_ON_IT = compile_re("(?:文化|品牌|阵地|内涵|特色|项目)?(?:建设|打造|创建)")
"""“校企共同体”建设: behind a name that ends in a head these add nothing to it."""

STRUCTURE = compile_re(r"[^\W\d]{0,10}?(?P<head>格局|架构|框架|路径|路子|闭环|生态(?![^\W\d])|法(?![律学制规治院人]))")
"""What a scheme is called that is more than its name: “一核三翼”工作格局."""

SCHEME = compile_re(
    r"\d\w{0,6}[+＋]|\d{3,6}$|[一二两三四五六七八九十双][^\W\d].{0,3}?[一二两三四五六七八九十双][^\W\d]"
)
"""How the name of a numeric model begins: 1+3+N, 135, 一核三翼."""


class Tail(NamedTuple):
    """What stands behind a group of quotations.

    ``shared`` is true behind 等, where the head is that of the whole list; ``counted`` where a count stands before the
    head; ``refused`` where the words show that the quotation is no practice.
    """

    head: Head | None
    end: int
    rest: str
    shared: bool
    counted: bool = False
    refused: bool = False

    @property
    def names(self) -> bool:
        """True for a head that makes a name of any quotation before it."""
        return self.head is not None and self.head.strength != "noun"


def read_tail(text: str, at: int, end: int, words: Vocabulary) -> Tail:
    """The tail of a quotation that ends at ``at``; ``end`` is where the stretch of text ends."""
    opening = OPENING.match(text, at, end)
    assert opening is not None
    body = BODY.match(text, opening.end(), end)
    assert body is not None
    rest, shared = text[at : body.end()], opening["shared"] is not None
    if not body[0]:
        return Tail(None, at, rest, shared)
    stop = (words.list_break if shared else words.function_word).search(body[0])
    phrase = body[0][: stop.start()] if stop else body[0]
    phrase = COUNTED.split(phrase, maxsplit=1)[0]
    noun = words.noun_after.match(phrase)
    if WORK_ON_IT.fullmatch(phrase):
        return Tail(None, at, "", shared)
    if (words.aim.match(rest) and not opening["topic"]) or (noun and noun.end() == len(phrase)):
        return Tail(None, at, rest, shared, refused=True)
    head, size = _find_head(phrase, text[opening.end() - 1] == OF, shared, words)
    if head is None:
        counted, refused = opening["count"] is not None, bool(noun) or _noun_soon(phrase, words)
        return Tail(None, at, rest, shared, counted, refused)
    refused = _is_told_of_only(phrase, size, head, words) or words.honour_after.match(body[0], size) is not None
    refused = refused or (head.strength == LISTING and not (shared or opening["count"]))
    return Tail(head, opening.end() + size, rest, shared, opening["count"] is not None, refused)


def read_structure(inner: str, tail: Tail, start: int, words: Vocabulary) -> Tail | None:
    """The tail of a numeric model that ends at ``start`` and is called a structure: “一核三翼”党建格局."""
    found = STRUCTURE.match(tail.rest)
    if found is None or tail.shared or tail.names or not SCHEME.match(inner):
        return None
    if _find_deed(found[0], 0, words) >= 0 or words.function_word.search(found[0]):
        return None
    return Tail(Head(found["head"], "mode", "weak"), start + found.end(), tail.rest, False)


def _is_told_of_only(phrase: str, size: int, head: Head, words: Vocabulary) -> bool:
    """An everyday noun that another noun goes on from, or what a meeting has left: “甲”表彰大会精神."""
    if head.strength != "noun":
        return phrase[size:] == SPIRIT
    ends = range(size, min(size + LONGEST_BETWEEN, len(phrase)) + 1)
    return any(words.noun_after.fullmatch(phrase, at) for at in ends)


def _find_head(phrase: str, loose: bool, shared: bool, words: Vocabulary) -> tuple[Head | None, int]:
    """The head of a phrase, and where the compound ends that it closes; behind 的 (``loose``) no single character."""
    head, size = _first_compound(phrase, shared, words)
    if head is None and (cut := _told_of(phrase, words)):
        return _find_head(phrase[:cut], loose, shared, words)
    if head is not None and head.strength == "noun":
        head, size = _carry_on(phrase, head, size, words)
    if len(phrase) > size + SHORT_PHRASE or words.verb.search(phrase):
        return head, size
    if shared and words.function_word.search(phrase):
        return head, size
    last = words.heads.get(phrase) or words.last_head(phrase)
    if last is None or last.strength in ("loose", "inner") or (loose and len(last.term) == 1):
        return head, size
    if last.strength == "noun" and head is not None and (head.type, last.type) == ("team", "activity"):
        return head, size
    return last, len(phrase)


def _told_of(phrase: str, words: Vocabulary) -> int:
    """Where a phrase goes on to what happens to its noun (辩论赛 | 圆满结束); 0 where it does not."""
    ending = ENDING.search(phrase, 1)
    places = (_find_deed(phrase, 1, words), ending.start() if ending else 0)
    return min((at for at in places if at > 0), default=0)


def _find_deed(phrase: str, start: int, words: Vocabulary) -> int:
    """Where the first verb stands that is no noun as well; -1 without one."""
    deeds = (verb.start() for verb in words.verb.finditer(phrase, start) if verb[0] not in words.nominal)
    return next(deeds, -1)


def _carry_on(phrase: str, head: Head, size: int, words: Vocabulary) -> tuple[Head | None, int]:
    """An everyday noun goes into the compound that a proper head closes: 服务乡镇建设行动计划."""
    last = words.last_head(phrase)
    if last is None or last.strength not in PROPER or len(phrase) > FARTHEST_HEAD + len(last.term):
        return head, size
    return (head, size) if _find_deed(phrase, size, words) >= 0 else (last, len(phrase))


def _first_compound(phrase: str, shared: bool, words: Vocabulary) -> tuple[Head | None, int]:
    """The first head noun of a phrase, carried on through the compound it begins, and where that ends."""
    verb = words.verb.match(phrase)
    if verb and verb[0] not in words.nominal and not words.tail_head.match(phrase):
        return None, 0
    head, size = None, 0
    for match in words.tail_head.finditer(phrase):
        found = words.heads[match[0]]
        if head is None and match.start() > FARTHEST_HEAD and not shared:
            break
        if head is not None and not _is_one_compound(phrase, size, match.start(), words):
            break
        if head is not None and found.term[-1] == MEETING and words.verb.search(phrase, size, match.start()):
            break
        if head is not None and found.strength == "noun" and head.strength != "noun":
            break
        head, size = found, match.end()
    return head, size


def _is_one_compound(phrase: str, end: int, start: int, words: Vocabulary) -> bool:
    return start - end <= WIDEST_GAP and not 0 <= _find_deed(phrase, end, words) < start


def _noun_soon(phrase: str, words: Vocabulary) -> bool:
    """A noun such as 精神 or 称号 soon behind the quotation, with no verb before it."""
    found = words.noun_after.search(phrase[:NOUN_WITHIN])
    if found is None:
        return False
    gap = phrase[: found.start()]
    return words.verb.search(gap) is None and words.honour_verb.search(gap) is None
