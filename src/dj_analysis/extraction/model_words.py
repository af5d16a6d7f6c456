"""Words around model names: heads, classifiers, slogans and look-alikes, compiled once per lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dj_analysis.extraction.noun_words import NounWords, noun_words
from dj_analysis.extraction.numerals import parse_numeral
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

NUMERALS = "一二两双三四五六七八九十"
HAN = "\u4e00-\u9fff"
PAUSES = "、，,·•"
DASHES = "—–-"
"""Marks that may stand between the links of a quoted chain besides pauses; in a class of characters they come last."""

NUMERAL, _PLAIN = f"[{NUMERALS}1-9]", rf"[^\W\da-zA-Z_{NUMERALS}]"
"""A numeral of a name, and a character that is none."""

NO_LAW = "(?![律规院定治官案则])"
"""Behind 法 where it is a way of working: not 法律, 法规 and their like."""

_FUNCTION = "即的和与及在是要就能会已又也都还再并为不以从到把被将由或等这那其各每第个"
MORPH = rf"[^\W\d{NUMERALS}{_FUNCTION}a-zA-Z_]"
"""A character that a numeral may govern in a name."""
_ALONE = rf"(?<![{NUMERALS}\d第其百千万几数零〇.].)"
"""Behind the first character of a numeral: it is no ordinal and no digit of a larger number."""
_FOLD = str.maketrans("０１２３４５６７８９＋﹢➕ＮｎＸ", "0123456789+++NnX")
_WIDE = compile_re("[０-９＋﹢➕ＮｎＸ]")
_HEAD_KINDS = (
    *("name", "noun", "strong", "suffix", "counted", "grade", "whole", "distributive", "modifier", "body", "site"),
    *("prefix", "entity", "foreign", "open", "weak", "event", "morpheme", "between", "final", "rest", "method"),
    *("method_end", "aspect", "level"),
)
_GAP_KINDS = ("name", "noun", "modifier", "body", "entity", "final", "rest")
_UNIT_KINDS = ("heading", "grade", "thing", "amount", "part", "many", "rank")


def fold(text: str) -> str:
    """Full width digits, plus signs and symbols at half width; offsets stay.

    >>> fold("１＋Ｎ")
    '1+N'
    """
    return text.translate(_FOLD) if _WIDE.search(text) else text


@lru_cache(maxsize=256)
def worth_of(symbol: str) -> int | None:
    """What the numeral of a name announces; None for N, X and words for an open number.

    >>> worth_of("双"), worth_of("十二"), worth_of("N")
    (2, 12, None)
    """
    if symbol == "双":
        return 2
    worth = parse_numeral(symbol)
    return None if worth is None else int(worth)


@dataclass(frozen=True, eq=False, slots=True)
class ModelWords:
    """Compiled word lists of the model extractor."""

    prefix: re.Pattern[str]
    policy: re.Pattern[str]
    foreign: re.Pattern[str]
    site: re.Pattern[str]
    amount: re.Pattern[str]
    measure: re.Pattern[str]
    rank: re.Pattern[str]
    graded: re.Pattern[str]
    entity: re.Pattern[str]
    distributive: re.Pattern[str]
    counted_shape: re.Pattern[str]
    whole: re.Pattern[str]
    bundle: re.Pattern[str]
    gap: re.Pattern[str]
    chain: re.Pattern[str]
    counted: re.Pattern[str]
    single: re.Pattern[str]
    near_head: re.Pattern[str]
    far_head: re.Pattern[str]
    strong_head: re.Pattern[str]
    after_quote: re.Pattern[str]
    leads: re.Pattern[str]
    closing_verb: re.Pattern[str]
    tail: re.Pattern[str]
    quoted_body: re.Pattern[str]
    verbs: re.Pattern[str]
    verb_phrase: re.Pattern[str]
    part_unit: re.Pattern[str]
    quantity: re.Pattern[str]
    open_head: re.Pattern[str]
    weak_head: re.Pattern[str]
    event_verb: re.Pattern[str]
    method: re.Pattern[str]
    method_head: re.Pattern[str]
    aspect: re.Pattern[str]
    level: re.Pattern[str]
    figure: re.Pattern[str]
    morphemes: frozenset[str]
    lookalikes: frozenset[str]
    longest_lookalike: int
    nouns: NounWords

    def head_end(self, text: str, at: int) -> int | None:
        """The end of a head that follows ``at``, maybe behind a closing quote and modifiers."""
        closed = at < len(text) and text[at] in '”」』’"'
        match = (self.far_head if closed else self.near_head).match(text, at)
        return match.end() if match else None

    def is_graded(self, core: str) -> bool:
        """True for what counts ranks, dimensions or signs: 级, 维, 色 and what follows them."""
        return bool(self.rank.match(core))

    def way_end(self, text: str, at: int) -> int | None:
        """The end of a head that makes a formula of plain words a way of working."""
        match = self.far_head.match(text, at)
        return match.end() if match else None

    def strong_head_end(self, text: str, at: int, quoted: bool) -> int | None:
        """The end of a head that makes even bare digits a name."""
        match = (self.far_head if quoted else self.strong_head).match(text, at)
        return match.end() if match else None

    def method_end(self, text: str, at: int) -> int | None:
        """The end of a word for a method behind a closing quote: it makes even arithmetic a name."""
        match = self.method_head.match(text, at)
        return match.end() if match else None

    def quoted_head(self, text: str, at: int) -> bool:
        """True when a head, or a body that can bear a name, follows the closing quote at or after ``at``."""
        return bool(self.after_quote.match(text, at))

    def cut_head(self, words: str) -> str:
        """``words`` without the head and its modifiers at the end, and without what follows 的."""
        words = words.split("的", maxsplit=1)[0]
        match = self.tail.search(words)
        return words[: match.start()] if match else words

    def skip_leads(self, text: str, start: int, end: int) -> int:
        """The place in ``[start, end)`` behind the words that lead in to a name; two characters remain."""
        at = start
        for match in self.leads.finditer(text, start, end):
            if end - match.end() >= 2 and match.start() - at <= 3:
                at = match.end()
        return at

    def split_quoted(self, content: str) -> tuple[int, int, int] | None:
        """Where the bare name and its first numeral begin inside a quotation, and where it ends; None without one."""
        match = self.quoted_body.fullmatch(content)
        return (match.start("bare"), match.start("core"), match.end("bare")) if match else None

    def is_lookalike(self, bare: str, whole: bool = False) -> bool:
        """True for a name that is, or (unless ``whole``) begins with, a known date, place, saying or programme."""
        if bare in self.lookalikes or bare[0].isdigit():
            return bare in self.lookalikes
        least = 4 if whole else 2
        return any(bare[:size] in self.lookalikes for size in range(least, min(self.longest_lookalike, len(bare)) + 1))


def _any(words: tuple[str, ...]) -> str:
    """An alternation that prefers the longest word, grouped by first character so that few branches are tried."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(
        re.escape(first) + (rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})")
        for first, rests in groups.items()
    )


def _within(words: tuple[str, ...]) -> str:
    """The same for the middle of a pattern: one look at the next character tells that none of the words begins."""
    firsts = "".join(sorted({re.escape(word[0]) for word in words}))
    return f"(?=[{firsts}])(?:{_any(words)})" if len(words) > 1 else _any(words)


@lru_cache(maxsize=4)
def compile_words(lexicon: Lexicon) -> ModelWords:
    """The patterns for ``lexicon``, built once.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> compile_words(load_lexicon()).is_lookalike("七一")
    True
    """
    head = {kind: _within(lexicon.words("model_heads", kind=kind)) for kind in _HEAD_KINDS}
    unit = {kind: _within(lexicon.words("model_classifiers", kind=kind)) for kind in _UNIT_KINDS}
    modifiers = rf"(?:{head['modifier']}){{0,4}}"
    leads = lexicon.words("model_cues", kind="lead")
    policy = _any(lexicon.words("policy_slogans", scope="policy"))
    lookalikes = frozenset(lexicon.words("policy_slogans", scope="lookalike"))
    gap = rf"(?:{_PLAIN}|[{NUMERALS}](?!(?:{unit['part']})))"
    method_head = rf"[”」』’\"]{_PLAIN}{{1,4}}?(?:{head['method_end']}){NO_LAW}"
    return ModelWords(
        prefix=compile_re(rf"(?:{head['prefix']})[·]?$"),
        policy=compile_re(rf"(?:{policy})(?![队站点岗员室品商台组区窗])"),
        foreign=compile_re(rf"[”」]?[{HAN}]{{0,4}}?(?:{head['foreign']})"),
        site=compile_re(head["site"]),
        amount=compile_re(unit["amount"]),
        measure=compile_re(f"{unit['heading']}|{unit['grade']}|{unit['amount']}|{unit['part']}"),
        rank=compile_re(f"{unit['grade']}|{unit['rank']}"),
        graded=compile_re(rf"(?:{unit['grade']})(?:{head['grade']})"),
        entity=compile_re(head["entity"]),
        distributive=compile_re(head["distributive"]),
        counted_shape=compile_re(_counted_shape_pattern(unit)),
        gap=compile_re(f"(?:{'|'.join(head[kind] for kind in _GAP_KINDS)}){{0,6}}"),
        bundle=compile_re(rf"(?:{head['counted']})|.{{0,6}}(?:{head['noun']})|(?:{head['morpheme']})"),
        whole=compile_re(rf"{NUMERAL}(?:{head['whole']})"),
        chain=compile_re(_chain_pattern(modifiers, head)),
        counted=compile_re(_counted_pattern(unit, head)),
        single=compile_re(_single_pattern(modifiers, head)),
        near_head=compile_re(rf"{modifiers}(?:{head['name']})"),
        far_head=compile_re(rf"(?:[”」』’\"][ \u3000]?)?[的式]?{gap}{{0,8}}?(?:{head['name']})|{method_head}"),
        strong_head=compile_re(rf"[”」』’\"]?\s?{modifiers}(?:{head['strong']})"),
        after_quote=compile_re(_after_quote_pattern(head)),
        leads=compile_re(_any(leads)),
        closing_verb=compile_re(rf"(?:{_any(tuple(lead for lead in leads if len(lead) > 1))})$"),
        tail=compile_re(rf"{modifiers}(?:{head['name']})$"),
        quoted_body=compile_re(_quoted_pattern(modifiers, unit, head)),
        verb_phrase=compile_re(rf"(?<!为)(?:{_any(lexicon.words('model_cues', kind='short_verb'))}){_PLAIN}{{1,2}}"),
        verbs=compile_re(_any(lexicon.words("model_cues", kind="verb"))),
        open_head=compile_re(f"(?:{head['open']})$"),
        weak_head=compile_re(f"(?:{head['weak']})$"),
        event_verb=compile_re(f"(?:{head['event']})$"),
        part_unit=compile_re(unit["part"]),
        quantity=compile_re(_quantity_pattern(unit)),
        aspect=compile_re(rf"(?P<symbol>{NUMERAL})[个大项]?(?P<core>{head['aspect']})"),
        level=compile_re(head["level"]),
        method_head=compile_re(method_head),
        method=compile_re(rf"(?:{head['method']})$"),
        figure=compile_re(_any(lexicon.words("policy_slogans", scope="figure"))),
        morphemes=frozenset(lexicon.words("model_heads", kind="morpheme")),
        lookalikes=lookalikes,
        longest_lookalike=max(map(len, lookalikes), default=0),
        nouns=noun_words(lexicon),
    )


def _counted_shape_pattern(unit: dict[str, str]) -> str:
    return rf"({NUMERAL}{{1,2}}|\d{{1,2}})(个|{unit['heading']}|{unit['thing']})([1+]|[^\W\d_]{{1,10}})"


def _after_quote_pattern(head: dict[str, str]) -> str:
    """What follows the closing quote of a name, maybe behind other quotations: words and a head or a body."""
    coordinated = r"(?:[”」』’\"][、和与及，,]?[“「『‘\"][^”」』’\"\n]{1,20}){0,3}"
    return rf"{coordinated}[”」』’\"]?[的式]?[{HAN}]{{0,8}}?(?:{head['name']}|{head['noun']}|{head['body']})"


def _quantity_pattern(unit: dict[str, str]) -> str:
    return (
        rf"(?<![\d第{NUMERALS}.+])[“‘\"]?(?P<count>\d{{1,3}}|[{NUMERALS}]{{1,3}}|{unit['many']})[”’\"]?"
        rf"(?P<unit>{unit['part']})?(?=[{HAN}A-Za-z《])"
    )


def _quoted_pattern(modifiers: str, unit: dict[str, str], head: dict[str, str]) -> str:
    """What a quotation holds that is a name: a known prefix, the name with its own prefix, a head."""
    numeral, plain = NUMERAL, _PLAIN
    group = rf"{numeral}{plain}{{1,6}}"
    return (
        rf"(?:(?:{head['prefix']})[·]?(?={numeral}))?"
        rf"(?P<bare>(?P<own>{plain}{{2,6}}·|{plain}{{2,4}}(?<!第)(?={group}))?"
        rf"(?P<core>{numeral}个[一1+]|{numeral}双|{numeral}{{1,2}}(?:个|{unit['heading']})[{HAN}]{{1,10}}|{numeral}{{3,7}}|(?P<twin>[三四五六七八九])(?P=twin)"
        rf"|{numeral}(?:{head['whole']})|{numeral}{{2}}(?:{numeral}{plain}){{1,2}}|(?:{numeral}{plain}{{1,6}}?[{PAUSES}\s{DASHES}]{{0,2}}){{1,6}}))"
        rf"(?:{modifiers}(?:{head['name']}|{head['suffix']}))?"
    )


def _chain_pattern(modifiers: str, head: dict[str, str]) -> str:
    """Unquoted chains: before a head, with one numeral throughout, with pauses, or one of each (一…一品牌)."""
    before_head = rf"{MORPH}{{1,3}}?、?(?:[{NUMERALS}]{MORPH}{{1,3}}?、?){{1,4}}(?=[”」]?{modifiers}(?:{head['name']}|"
    before_head += rf"{head['noun']}))"
    equal = rf"(?<!一){MORPH}(?:(?P=first){MORPH}){{1,3}}"
    paused = "|".join(rf"(?<!一){MORPH}{{{size}}}(?:、(?P=first){MORPH}{{{size}}}){{2,4}}" for size in (1, 2, 3))
    each = rf"(?<=一){MORPH}{{1,3}}一(?:{head['distributive']})(?:、一{MORPH}{{1,3}}一(?:{head['distributive']}))?"
    return rf"(?P<bare>(?P<first>[{NUMERALS}]){_ALONE}(?:{before_head}|{equal}|{paused}|{each}))"


def _counted_pattern(unit: dict[str, str], head: dict[str, str]) -> str:
    """Unquoted counted headings: numeral, classifier, at most eight characters, a head."""
    heads = f"(?:{head['counted']})"
    core = rf"(?:[主重首]要)?{MORPH}{{0,8}}?{heads}(?:(?:{head['between']})?(?:{head['final']}))?"
    core = rf"(?!形式|方式|情形|途径)(?:[一1](?![{HAN}]?[，。；、])|{core})"
    numeral = rf"[二两三四五六七八九十\d]{_ALONE}[一二三四五六\d]?"
    grade = rf"(?P<grade>(?:{unit['grade']}){MORPH}{{0,6}}?(?:{head['grade']}|{head['method']}))"
    return rf"(?P<numeral>{numeral})(?:(?:个|{unit['heading']})(?P<core>{core})|{grade})"


def _single_pattern(modifiers: str, head: dict[str, str]) -> str:
    """Unquoted single shorthand: before a head, before a mark, or of the kind of 四合一."""
    before = rf"(?=[”」]?{modifiers}(?:(?P<strong>{head['strong']})|{head['name']}|{head['noun']}|{head['body']}))"
    marked = rf"(?:{head['counted']})(?=[。，；,;、”]|的)"
    return (
        rf"(?P<bare>(?P<numeral>[双两二三四五六七八九十]){_ALONE}"
        rf"(?P<core>{head['whole']}|不?{MORPH}{{1,3}}?{before}|{marked}))"
    )
