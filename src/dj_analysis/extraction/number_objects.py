"""What was printed, filmed or held, named in an earlier clause: its measure tells which noun it was (册, 集, 篇)."""

from __future__ import annotations

import re
from functools import lru_cache

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.amounts import Amount
from dj_analysis.extraction.counted_nouns import Noun, noun_behind
from dj_analysis.extraction.noun_words import head_of, is_light, makes_name, noun_words
from dj_analysis.extraction.nouns_ahead import plain_noun_ahead
from dj_analysis.extraction.number_ellipsis import Found, found, quoted_before
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

_CONTEXT = 90
"""Characters before a verb in which its object is looked for; the farthest of the genre stand some 60 off."""

_LONGEST_TAIL = 4
_BOOKS = frozenset({"册", "本", "套"})
_TITLE = compile_re(r"《([^《》]{2,30})》")
_QUOTES = compile_re("[“”]")
_OPENINGS = {"”": "“", "》": "《"}
_MARKS = frozenset(",，。;；:：、!！?？(（)）“《 \n")
_GOES_ON = frozenset({"adverb", "preposition", "particle", "verb", "light"})
"""What may follow a noun: 推文|由学生采写; in 课题 the 课 is none."""

_DONE_TO = frozenset("写编印拍录讲读看办听出开")
"""爱写|家书: a verb of one character that no list has."""

_BARE = 2
_THIS = compile_re(r"(?:(?:就|[这那][么样]?|么)+个?|[一两几每][封本篇张部份套期场堂节个首出幅])(?=.)")
_VISITS = frozenset({"批", "批次", "拨"})
_RECEIVED = ("接待", "迎接", "迎来", "接访", "迎")
_CAME = compile_re(
    r"(?:[\u4e00-\u9fff]{0,6}有)?([\u4e00-\u9fff]{2,16}?)(?:慕名|专程|纷纷|陆续|组团|前)?(?<![迎往从近带])[来到](?:这里|此|我?[校院馆]|参观|学习|访|[\u4e00-\u9fff])"
)

_FOUNDED = compile_re(r"(?:专门|专项|来|用[于来])?(?:设立|设置|建立|成立|创立|创设|创办|设)了?")
_FUND = compile_re(r"(“?[\u4e00-\u9fffA-Za-z“”]{0,16}?(?:基金|学金|专项资金|经费|奖金|账户)”?)")
_TAKEN_FROM = compile_re(r"从([^,，。;；从]{2,16}?)(?=[中里](?:专门|统一|专项|每年|单独|再)?$)")
_SPENDING = frozenset({"花", "用", "花掉", "用掉", "花费", "支出", "用去", "花去", "开支"})
_FUNDS = compile_re(
    r"(?:^|[,，;；])(?:[去今前当全]年)?([^,，。;；]{0,8}?(?:经费|费用|资金|开销|成本|班费|党费|[款钱]))(?=[^,，。;；]{0,20}[,，][^,，。;；]{0,10}$)"
)
_SUCH = compile_re(
    r"(?:(?:这样|那样|类似|同样)的([^,，。;；、]{1,14})|(?:^|[,，。;；])([\u4e00-\u9fff]{2,10})[嘛呢啊])[,，]([^,，。;；]{0,16})$"
)
_LONGEST_SUCH = 40


@lru_cache(maxsize=64)
def _agreeing(measure: str, lexicon: Lexicon) -> re.Pattern[str] | None:
    """The nouns that a measure counts."""
    rows = lexicon.rows("agreeing_nouns")
    terms = sorted({row["term"] for row in rows if measure in row["measures"].split()}, key=lambda t: (-len(t), t))
    return compile_re(f"(?=({either(terms)}))") if terms else None


@lru_cache(maxsize=8)
def _issuing(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.words("issuing_verbs"))


def is_issuing(verb: str, lexicon: Lexicon) -> bool:
    """True for a verb of printing, showing or holding, which is never itself what was printed, shown or held.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> is_issuing("印发", load_lexicon()), is_issuing("宣讲", load_lexicon())
    (True, False)
    """
    return verb in _issuing(lexicon)


def find_object(text: str, amount: Amount, verb: Noun, lexicon: Lexicon) -> Found | None:
    """What a verb of printing, showing, holding or receiving was done to, where an earlier clause names it.

    >>> from dj_analysis.extraction.amounts import find_amounts
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text, lexicon = "把教案编成读本,印发300册", load_lexicon()
    >>> find_object(text, next(find_amounts(text, lexicon)), Noun(8, 10, "印发", ""), lexicon).item
    '读本'
    """
    if amount.kind == "money":
        return _find_fund(text, amount, verb, lexicon)
    noun = None
    if amount.unit in _VISITS and verb.text.startswith(_RECEIVED):
        noun = _find_visitor(text, verb.start, lexicon)
    elif is_issuing(verb.text, lexicon):
        noun = find_agreeing(text, max(0, verb.start - _CONTEXT), verb.start, amount.unit, lexicon)
    start = amount.start if is_light(verb.text, lexicon) else verb.start
    if noun is None and amount.kind == "count" and is_issuing(verb.text, lexicon):
        named = quoted_before(text, amount)
        return named._replace(start=start) if named else None
    return found(amount, noun, start, amount.end, "object_before") if noun else None


def find_agreeing(text: str, start: int, end: int, measure: str, lexicon: Lexicon) -> Noun | None:
    """The last noun of a stretch that a measure counts, or the title of the last book where it counts books."""
    pattern = _agreeing(measure, lexicon)
    if pattern is None:
        return None
    best: Noun | None = None
    for match in pattern.finditer(text, start, end):
        begin, close = match.span(1)
        noun = _noun_at(text, start, begin, close, lexicon) if close <= end else None
        if noun and not (best and (noun.end <= best.end or _is_named_before(text, noun, best))):
            best = noun
    titles = [*_TITLE.finditer(text, start, end)] if measure in _BOOKS else []
    title = titles[-1] if titles else None
    if title and (best is None or best.end < title.start()):
        return Noun(title.start(), title.end(), title[1], "thing")
    return best


def _noun_at(text: str, start: int, begin: int, end: int, lexicon: Lexicon) -> Noun | None:
    """The noun phrase that ends at ``end``: the whole of a quoted name, else what stands before its head."""
    after = text[end : end + 1]
    if opening := _OPENINGS.get(after):
        opened = text.rfind(opening, start, end)
        return Noun(opened, end + 1, text[opened + 1 : end], "thing") if opened >= 0 else None
    if after and after not in _MARKS and not _may_follow(text, begin, end, lexicon):
        return None
    noun = plain_noun_ahead(text, end, start, lexicon)
    if noun is None:
        return Noun(begin, end, text[begin:end], "thing") if end - begin > 1 else None
    if begin > start and end - begin > 1 and text[begin - 1] in _DONE_TO:
        return Noun(begin, end, text[begin:end], "thing")
    this = _THIS.match(noun.text)
    size = this.end() if this else 0
    return noun._replace(start=noun.start + size, text=_QUOTES.sub("", noun.text[size:]))


def _is_named_before(text: str, noun: Noun, named: Noun) -> bool:
    """True for a bare 课堂 behind “田野课堂”, which it takes up."""
    return text[named.end - 1] in _OPENINGS and len(noun.text) <= _BARE and named.text.endswith(noun.text)


def _may_follow(text: str, begin: int, end: int, lexicon: Lexicon) -> bool:
    """True where a noun ends: 推文|由学生采写, 报告|送到县里; not in 课题 and 视频号."""
    lists = noun_words(lexicon)
    if end - begin == 1:
        return any(lists.words.get(text[end : end + size]) in _GOES_ON for size in (1, 2, 3))
    if text[end - 1 : end + 1] in lists.heads:
        return False
    rest = text[end : end + _LONGEST_TAIL]
    return not makes_name(rest, lists) and not any(rest[:size] in lists.heads for size in range(1, len(rest) + 1))


def _find_visitor(text: str, end: int, lexicon: Lexicon) -> Noun | None:
    """Who came, told before how many were received: 常有学生支部来这里,已接待41批."""
    start = max(0, end - _CONTEXT)
    came = [*_CAME.finditer(text, start, end)]
    noun = plain_noun_ahead(text, came[-1].end(1), came[-1].start(1), lexicon) if came else None
    return noun if noun and noun.head else None


def _find_fund(text: str, amount: Amount, verb: Noun, lexicon: Lexicon) -> Found | None:
    """What money was set up as (拿出5万元设立基金), what it was taken from, or the funds it was spent of."""
    set_up = _FOUNDED.match(text, amount.end)
    if set_up and (fund := _FUND.match(text, set_up.end())):
        item = _QUOTES.sub("", fund[1])
        return Found(amount, verb.start, fund.end(), item, head_of(item, lexicon), "object_before")
    if set_up and (noun := noun_behind(text, set_up.end(), False, lexicon)):
        return found(amount, noun, verb.start, noun.end, "object_before")
    start = max(0, verb.start - _CONTEXT)
    if source := _TAKEN_FROM.search(text[start : verb.start]):
        return Found(amount, start + source.start(1), amount.end, source[1], "", "object_before")
    funds = _FUNDS.search(text, start, verb.start) if verb.text.rstrip("了") in _SPENDING else None
    if funds:
        return Found(amount, verb.start, amount.end, funds[1], "", "object_before")
    return None


def find_such(text: str, amount: Amount, ahead: Noun | None, lexicon: Lexicon) -> Found | None:
    """What a clause before points at, where only a verb or who did it stands beside: 这样的留言本,已写满9本."""
    start = max(0, amount.start - _LONGEST_SUCH)
    such = _SUCH.search(text[start : amount.start])
    if such is None or (ahead and ahead.start < start + such.start(3)):
        return None
    item = (such[1] or such[2]).strip("“”《》")
    return Found(amount, amount.start, amount.end, item, head_of(item, lexicon), "such_before") if item else None
