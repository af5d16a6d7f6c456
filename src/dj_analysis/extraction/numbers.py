"""Numbers: stated amounts with what they count, whom they are about and which total they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dj_analysis.extraction.amounts import Amount, find_amounts
from dj_analysis.extraction.counted_nouns import Noun, noun_ahead, noun_behind
from dj_analysis.extraction.number_negatives import is_amount
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, Mention, NumberRow, Sentence, Span

_CONNECTION = 30
_CONNECTOR = re.compile(
    r"(?:(?:较|比|同比|环比)[^,，。;；、]{0,10}(?=增|提|上|下|减|降))?"
    r"(?:(?:由|从)[\d.%％万余人名个次小时篇项百分之一二三四五六七八九十]{1,10})?"
    r"(?:(?:增长|提高|提升|增加|扩大|上升|下降|减少|降低|上涨|保持|稳定|维持|同比增长|同比增加)(?:到了?|至|为|在|了)?"
    r"|共计|总计|合计|累计|共有|总共|一共|达到|分别|人均|年均|平均|户均|生均|每年|每人|至少|均|已|各|达|为|是|有|约|仅|超|近|了|共|也|还|即|就|从|由|占|[:：]){0,5}$"
)
_CONNECTOR_LAST = frozenset("长高升加大降少涨到至为在了计有共达别均年人是约仅超近已各也还即就持定从由占低:：")
_TOTAL_CONNECTOR = re.compile(r"共|总计|合计|累计|[:：]")
_LISTED = re.compile(r"等(?:各类|各级|多种)?$")
_PAUSE_BEFORE_TOTAL = re.compile(r"[,，]$")
_SHARE_OF = re.compile(r"占(?:比)?(?P<whole>[^,，。;；、]{1,16})的$")
_PART = re.compile(r"其中|包括|内含")
_OPEN_PARENTHESIS = re.compile(r"[(（][^()（）]{0,20}$")
_LIST_GAP = re.compile(r"[、,，和及与]")
_LONGEST_GAP = 14
_MANY = 12
_CLAUSE_START = re.compile(r"[,，。;；:：!?]")
_SUBJECT = re.compile(
    r"^(?:目前|截至目前|现|如今|据悉|今年|去年|近年来)?(?P<name>[\u4e00-\u9fff*“”A-Za-z]{1,20}?(?:支部|总支|党委|学院|学校|大学|中心|团队|协会|[我全该本][院系校]|系|处|队))"
    r"(?=现有|共|有|下设|设有|先后|已|累计|组织|建立|成立|开展|发展|培训|举办|收集|全年|每年|[一-龥]{0,4}$)"
)
_LONE_TIMES = frozenset({"人次", "次", "人", "场次", "场", "件次", "班次", "车次", ""})


@dataclass(frozen=True, slots=True)
class _Found:
    """An accepted amount with its noun, in sentence offsets."""

    amount: Amount
    start: int
    end: int
    item: str | None
    rule: str


def find_numbers(article: Article, lexicon: Lexicon) -> list[NumberRow]:
    """Stated amounts of an article, one row per distinct value, unit, item and bound, in order of first occurrence.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> [(row.value, row.unit, row.item) for row in find_numbers(wrap_text("共捐赠书籍133册。"), load_lexicon())]
    [(133.0, '册', '书籍')]
    """
    rows: list[NumberRow] = []
    last: tuple[int, NumberRow] | None = None
    for sentence in article.sentences:
        found = _find_in_sentence(sentence.text, lexicon)
        if found:
            made = _make_rows(sentence, found, last)
            rows.extend(made)
            last = sentence.passage, made[-1]
    return _merge_rows(rows)


def _find_in_sentence(text: str, lexicon: Lexicon) -> list[_Found]:
    found: list[_Found] = []
    single: list[_Found] = []
    floor = 0
    for amount in find_amounts(text, lexicon):
        if not is_amount(text, amount, lexicon):
            continue
        located = _locate(text, amount, floor, found[-1].item if found else None, lexicon)
        if located is None:
            continue
        if amount.digits == "一" and amount.exact and amount.kind == "count":
            single.append(located)
        else:
            found.append(located)
            floor = located.end
    if single:
        found += [one for one in single if _is_in_list(text, one, found)]
        found.sort(key=lambda each: each.start)
    return found


def _is_in_list(text: str, one: _Found, others: Sequence[_Found]) -> bool:
    """True when 一个… is a member of a list of amounts, its only use as a figure in this genre."""
    for other in others:
        gap = text[one.end : other.start] if one.end <= other.start else text[other.end : one.start]
        if len(gap) <= _LONGEST_GAP and _LIST_GAP.search(gap) and other.amount.kind == "count":
            return True
    return False


def _locate(text: str, amount: Amount, floor: int, before: str | None, lexicon: Lexicon) -> _Found | None:
    """Join an amount with its noun; None where the noun shows that nothing is counted."""
    person = amount.unit in ("名", "位") or amount.form == "bare"
    own_noun = amount.unit in _LONE_TIMES and amount.form != "bare"
    behind = _noun_behind(text, amount, person, own_noun, lexicon)
    if behind and not own_noun:
        return _judge(amount, behind, amount.start, behind.end, "noun_behind")
    ahead, start = _noun_ahead(text, amount, floor, lexicon)
    if ahead and not ahead.verb:
        return _judge(amount, ahead, min(start, ahead.start), amount.end, "noun_ahead")
    if behind:
        return _judge(amount, behind, amount.start, behind.end, "noun_behind")
    if ahead:
        return _judge(amount, ahead, ahead.start, amount.end, "verb_ahead")
    if amount.form in ("concrete", "plain", "bare", "place") and not amount.arabic:
        return None
    return _Found(amount, amount.start, amount.end, before, "no_noun")


def _noun_behind(text: str, amount: Amount, person: bool, own_noun: bool, lexicon: Lexicon) -> Noun | None:
    if own_noun and text[amount.end : amount.end + 1] != "的":
        return None
    if amount.kind in ("percent", "duration") and text[amount.end : amount.end + 1] != "的":
        return None
    return noun_behind(text, amount.end, person, lexicon)


def _noun_ahead(text: str, amount: Amount, floor: int, lexicon: Lexicon) -> tuple[Noun | None, int]:
    """The noun before an amount and the place where the words that join them begin."""
    at = amount.start
    clause = text[max(floor, at - _CONNECTION) : at]
    if share := _SHARE_OF.search(clause):
        begin = at - len(clause) + share.start()
        holder = noun_ahead(text, begin, False, lexicon)
        whole = noun_ahead(text, at - 1, False, lexicon)
        return (holder if holder and not holder.verb else whole), begin
    connector = _CONNECTOR.search(clause).group() if clause and clause[-1] in _CONNECTOR_LAST else ""  # type: ignore[union-attr]
    at -= len(connector)
    total = bool(connector and _TOTAL_CONNECTOR.search(connector))
    if listed := _LISTED.search(text[max(floor, at - 3) : at]):
        at, total = at - len(listed.group()), True
    elif total and _PAUSE_BEFORE_TOTAL.search(text[max(floor, at - 1) : at]):
        at -= 1
    noun = noun_ahead(text, at, total, lexicon) if at > floor else None
    return (noun if noun and noun.start >= floor else None), at


def _judge(amount: Amount, noun: Noun, start: int, end: int, rule: str) -> _Found | None:
    """Refuse counted headings (三个转变) and Chinese numerals before nouns that nobody counts."""
    item = noun.text.strip('“”‘’"')
    found = _Found(amount, start, end, item, rule)
    if amount.form not in ("concrete", "plain") or not amount.exact:
        return found
    if noun.head in ("person", "thing"):
        return found
    if amount.arabic:
        return found if noun.head not in ("abstract", "frame") or amount.value > _MANY else None
    if noun.head == "frame":
        return found if len(item) > 4 else None
    return found if amount.value > _MANY or (amount.form == "plain" and noun.head == "") else None


def _make_rows(sentence: Sentence, found: Sequence[_Found], last: tuple[int, NumberRow] | None) -> list[NumberRow]:
    rows: list[NumberRow] = []
    total: NumberRow | None = None
    for at, each in enumerate(found):
        previous = rows[-1] if rows else last[1] if last and last[0] == sentence.passage else None
        gap = sentence.text[found[at - 1].end if at else 0 : each.start + 2]
        if _PART.search(gap) and (rows or gap.startswith("其中")):
            total = previous
        row = _make_row(sentence, each, total)
        rows.append(row)
    return rows


def _make_row(sentence: Sentence, found: _Found, total: NumberRow | None) -> NumberRow:
    amount = found.amount
    part_of = None
    if total and (amount.kind == "percent" or (amount.kind == total.kind and amount.value <= total.value)):
        part_of = total.span
    start, end = sentence.start + found.start, sentence.start + found.end
    return NumberRow(
        start=start,
        end=end,
        rule=found.rule,
        mentions=(Mention("self", start, end),),
        value=amount.value,
        low=amount.low,
        high=amount.high,
        bound=amount.bound,
        unit=amount.unit,
        kind=amount.kind,
        item=found.item,
        subject=_find_subject(sentence.text, found),
        part_of=part_of,
    )


def _find_subject(text: str, found: _Found) -> str | None:
    """The body that begins the clause of the amount, or else the sentence."""
    ahead = text[: found.start]
    clauses = _CLAUSE_START.split(ahead)
    for clause in (clauses[-1], clauses[0]):
        if clause and (subject := _SUBJECT.match(clause)):
            return subject["name"]
    return None


def _merge_rows(rows: Sequence[NumberRow]) -> list[NumberRow]:
    """One row per distinct amount; a repeated one becomes a further mention of the first."""
    merged: dict[tuple[float, str, str | None, str], NumberRow] = {}
    moved: dict[Span, Span] = {}
    for row in rows:
        key = row.value, row.unit, row.item, row.bound
        first = merged.get(key)
        if first is None:
            merged[key] = replace(row, part_of=moved.get(row.part_of, row.part_of) if row.part_of else None)
        else:
            moved[row.span] = first.span
            merged[key] = replace(first, mentions=first.mentions + row.mentions)
    return list(merged.values())
