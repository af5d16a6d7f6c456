"""Numbers: stated amounts with what they count, whom they are about and which total they belong to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from dj_analysis.extraction.amounts import FRACTION, Amount, find_amounts
from dj_analysis.extraction.noun_words import begins_unknown, ends_in_word, has_predicate, head_of, verbs_in
from dj_analysis.extraction.number_ellipsis import PERSONS, Found
from dj_analysis.extraction.number_items import find_item
from dj_analysis.extraction.number_negatives import is_amount
from dj_analysis.extraction.number_pairs import share_out
from dj_analysis.extraction.number_plans import mark_plans
from dj_analysis.extraction.number_ranges import join_ranges
from dj_analysis.extraction.number_recalls import BESIDE, EARLIER, Told, is_some_of_before, look_back
from dj_analysis.extraction.number_relations import find_measures
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, Mention, NumberRow, Sentence, Span
from dj_analysis.regexes import compile_re

_PART = compile_re(r"其中|包括|包含|内含|含有?|分别(?:为|是|有)")
_COUNTED_BEFORE = frozenset({"same_unit", "earlier"})
_LIST_END = compile_re(r"[。;；)）]")
_LIST_GAP = compile_re(r".{0,4}?[、和及与]|[,，]$")
_LONGEST_GAP = 6
_REACH = 40
"""Characters before an amount, and at the beginning of its sentence, in which its subject is looked for."""

_NEAR = 12
"""Amounts looked back at for a total; lists of parts in the genre have at most eight."""

_SELF_COUNTING = frozenset({"人", "人次", "次", "场", "场次", ""})
_HAN = compile_re(r"(?![和与及并等均])[\u4e00-\u9fff“]")
_JOINTS = frozenset("和与及")
_MOVED = compile_re("(?:[添增升降扩变缩减涨跃提压]|压缩|压减|精简|缩减|减少|增加|扩大|提升|增长)[到至为]|[到至]")
"""From 6 rooms to 9: the first amount ends before a verb of change."""

_LONE_ONE = compile_re(
    r"一[\u4e00-\u9fff]{1,2}(?:[,，。;；、)）]|$)|一[^,，。;；、]{2,12}、[二两三四五六七八九\d]|(?<=[、和及与])一"
)
"""Where 一 may be a figure: behind its noun, or in a list of amounts; else it is passed over unread."""

_DISTANT = frozenset({"carried_on", "topic"})
"""Items taken from farther off, too uncertain for 一半 and 三分之二."""

_VAGUE_ONES = frozenset({"次", "批"})
_SETTLED_ONE = compile_re(r"[,，。;；、)）]|$")
_MANY = 12
"""Counted headings of the genre go up to ten or so (十大工程, 十个一)."""

_LONGEST_FRAME = 4
"""三个阵地 and 四个党员阵地 are headings, 三个校外实践基地 are places."""

_CLAUSE = compile_re(r"[^,，。;；:：!?]{1,40}")
_LEAD = compile_re("(?:目前|截至目前|现|如今|据悉|今年|去年|近年来)?")
_BODY = compile_re(
    r"(?=[支总党学大中团协我全该本系处队])(?:支部|总支|党委|学院|学校|大学|中心|团队|协会"
    r"|[我全该本][院系校]|系|处|队)(?![党团组伍员])"
)
_BODY_NAME = compile_re(r"[\u4e00-\u9fff*“”A-Za-z]{1,24}")
_DOES = compile_re(
    r"现有|共|有|下设|设有|先后|已|累计|组织|建立|成立|开展|发展|培训|举办|收集|全年|每年|[\u4e00-\u9fff]{0,4}$"
)
"""What follows the subject of a clause before its amount."""


def find_numbers(article: Article, lexicon: Lexicon) -> list[NumberRow]:
    """Stated amounts of an article, one row per distinct value, unit, item and bound, in order of first occurrence.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> [(row.value, row.unit, row.item) for row in find_numbers(wrap_text("共捐赠书籍133册。"), load_lexicon())]
    [(133.0, '册', '书籍')]
    """
    rows: list[NumberRow] = []
    passage, person, first = -1, None, 0
    last: NumberRow | None = None
    units: dict[str, Found] = {}
    for sentence in article.sentences:
        if sentence.passage != passage:
            passage, person, last, first, units = sentence.passage, None, None, sentence.start, {}
        earlier = article.clean[max(first, sentence.start - EARLIER) : sentence.start]
        told = Told(person, earlier, units)
        found = _find_in_sentence(sentence.text, told, lexicon)
        if found:
            made = _make_rows(sentence, found, last, lexicon)
            rows.extend(made)
            last = made[-1]
            person = next((each.item for each in reversed(found) if each.head == "person"), person)
            units |= {each.amount.unit: each for each in found if each.rule in BESIDE}
    return _merge_rows(mark_plans(article, rows))


def _find_in_sentence(text: str, told: Told, lexicon: Lexicon) -> list[Found]:
    found: list[Found] = []
    single: list[Found] = []
    ones = "一" in text and _LONE_ONE.search(text) is not None
    for amount in join_ranges(text, find_amounts(text, lexicon, ones)):
        if not is_amount(text, amount, lexicon):
            continue
        joined = look_back(text, find_item(text, amount, found, told.person, lexicon), found, told, lexicon)
        if not _counts_something(text, joined, lexicon):
            continue
        if amount.digits == "一" and amount.exact and amount.kind == "count":
            single.append(joined)
        else:
            found.append(joined)
    if single:
        found += [one for one in single if _is_settled(text, one) or _is_in_list(text, one, found)]
        found.sort(key=lambda each: each.start)
    return share_out(text, found, lexicon) if "分别" in text else found


def _counts_something(text: str, found: Found, lexicon: Lexicon) -> bool:
    """Refuse what has no item, and what counts a word or heading rather than things (三个转变)."""
    amount = found.amount
    if found.item is None or (amount.form == FRACTION and found.rule in _DISTANT):
        return amount.kind == "money"
    if found.head == "time":
        return not amount.exact
    if amount.arabic and _MOVED.match(text, found.end):
        return True
    beside = found.rule == "noun_behind" or amount.kind != "count" or amount.unit in _SELF_COUNTING
    if _is_told_before(text, found):
        return True
    if not beside and text[amount.end : amount.end + 1] not in _JOINTS and begins_unknown(text, amount.end, lexicon):
        return False
    return not _may_be_heading(amount) or found.rule == "noun_ahead" or _is_no_heading(text, found, lexicon)


def _is_told_before(text: str, found: Found) -> bool:
    """True for persons that the clause before names, and for what is left of things, whatever is said of them."""
    if found.rule in _COUNTED_BEFORE:
        return is_some_of_before(text, found.amount.start)
    return found.rule == "clause_before" and found.head == "person"


def _may_be_heading(amount: Amount) -> bool:
    return amount.kind == "count" and amount.exact and amount.form in ("concrete", "plain")


def _is_no_heading(text: str, found: Found, lexicon: Lexicon) -> bool:
    amount = found.amount
    if found.rule != "noun_behind":
        return amount.kind != "count" or found.rule in _COUNTED_BEFORE or not _HAN.match(text, amount.end)
    if found.head in ("person", "thing"):
        return True
    place = amount.arabic and (found.head == "frame" or amount.value > _MANY)
    aspect = not place and head_of((found.item or "")[:2], lexicon) == "abstract"
    return not aspect and (amount.value > _MANY or not _is_heading(found, lexicon))


def _is_heading(found: Found, lexicon: Lexicon) -> bool:
    """True for a small number before a noun of structure (平台, 阵地), or before one that only headings count.

    One character (线, 课) is a figure of speech in short nouns (2条红线), not in long ones (2条灌装线).
    """
    amount, item = found.amount, found.item or ""
    if found.head == "frame":
        return len(item) < (_LONGEST_FRAME if amount.arabic else _LONGEST_FRAME + 1)
    if amount.arabic:
        figure = len(item) < _LONGEST_FRAME - 1 or ends_in_word(item, lexicon)
        return found.head == "abstract" and amount.form == "concrete" and figure
    return amount.form != "plain" or bool(found.head)


def _is_settled(text: str, one: Found) -> bool:
    """True for 实训基地一处: only a definite one stands behind its noun."""
    known = one.rule == "noun_ahead" and one.head in ("person", "thing", "frame")
    return known and one.amount.unit not in _VAGUE_ONES and bool(_SETTLED_ONE.match(text, one.end))


def _is_in_list(text: str, one: Found, others: Sequence[Found]) -> bool:
    """True when 一个… is a member of a list of amounts, its other use as a figure in this genre; not in 30人一组."""
    at = bisect_left(others, one.start, key=lambda each: each.start)
    if at and others[at - 1].end == one.start:
        return False
    for other in others[max(0, at - 1) : at + 1]:
        gap = text[one.end : other.start] if one.end <= other.start else text[other.end : one.start]
        if len(gap) > _LONGEST_GAP or other.amount.kind != "count" or one.amount.unit in _VAGUE_ONES:
            continue
        if _LIST_GAP.match(gap):
            return True
    return False


def _make_rows(sentence: Sentence, found: Sequence[Found], last: NumberRow | None, lexicon: Lexicon) -> list[NumberRow]:
    rows: list[NumberRow] = []
    total: NumberRow | None = None
    rest = 0.0
    measures = find_measures(sentence.text, found, lexicon)
    for at, each in enumerate(found):
        gap = sentence.text[found[at - 1].end if at else 0 : each.start + 2]
        cue = _PART.search(gap)
        if cue and (rows or gap.startswith("其中")):
            total = _find_total(each.amount, rows or ([last] if last else []))
            rest = total.value if total else 0.0
        elif rows and gap[:1] in ("(", "（"):
            total, rest = rows[-1], rows[-1].value
        elif total and not _goes_on(gap[:-2], _lead(sentence, total), lexicon):
            total = None
        part = total is not None and _is_part(each.amount, total, rest, cue is not None)
        made = _make_row(sentence, each, total.span if total and part else None, lexicon)
        rows.append(replace(made, measure=measures[at]))
        rest -= each.amount.value if part else 0.0
    return rows


def _lead(sentence: Sentence, total: NumberRow) -> str:
    """The words before a total in its sentence, where its verb stands."""
    end = total.start - sentence.start
    return sentence.text[max(0, end - _NEAR) : end] if end > 0 else ""


def _goes_on(gap: str, lead: str, lexicon: Lexicon) -> bool:
    """True where a list of parts goes on: no stop and no verb stands between two amounts, save that of the total."""
    return _LIST_END.search(gap) is None and all(verb in lead for verb in verbs_in(gap, lexicon))


def _is_part(part: Amount, total: NumberRow, rest: float, cue: bool) -> bool:
    """A share is a part only behind 其中; amounts are while they are alike and together no more than the total."""
    if part.kind == "percent":
        return cue
    return _holds(total, part) and part.value <= rest


def _find_total(part: Amount, rows: Sequence[NumberRow]) -> NumberRow | None:
    """The nearest amount before 其中 that is large enough to hold the part."""
    return next((row for row in rows[: -_NEAR - 1 : -1] if part.kind == "percent" or _holds(row, part)), None)


def _holds(total: NumberRow, part: Amount) -> bool:
    alike = total.kind == part.kind and (total.unit in PERSONS) == (part.unit in PERSONS)
    return alike and part.value <= total.value


def _make_row(sentence: Sentence, found: Found, part_of: Span | None, lexicon: Lexicon) -> NumberRow:
    amount = found.amount
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
        kind="duration" if found.head == "time" else amount.kind,
        item=found.item,
        subject=_find_subject(sentence.text, found, lexicon),
        part_of=part_of,
    )


def _find_subject(text: str, found: Found, lexicon: Lexicon) -> str | None:
    """The body that begins the clause of the amount, or else the sentence."""
    ahead = text[max(0, found.start - _REACH) : found.start]
    clause = _CLAUSE.match(ahead[::-1])
    size = clause.end() if clause else 0
    subject = _read_subject(ahead[len(ahead) - size :], lexicon) if size else None
    if subject is None and size < found.start and (first := _CLAUSE.match(text[: min(_REACH, found.start)])):
        subject = _read_subject(first.group(), lexicon)
    return subject


@lru_cache(maxsize=1024)
def _read_subject(clause: str, lexicon: Lexicon) -> str | None:
    lead = _LEAD.match(clause)
    start = lead.end() if lead else 0
    for body in _BODY.finditer(clause, start):
        if _DOES.match(clause, body.end()):
            name = clause[start : body.end()]
            known = _BODY_NAME.fullmatch(name) and not has_predicate(name, lexicon)
            return name if known else None
    return None


def _merge_rows(rows: Sequence[NumberRow]) -> list[NumberRow]:
    """One row per distinct amount; a repeated one becomes a further mention of the first."""
    firsts: dict[tuple[float, str, str | None, str], NumberRow] = {}
    mentions: dict[tuple[float, str, str | None, str], list[Mention]] = {}
    moved: dict[Span, Span] = {}
    for row in rows:
        key = row.value, row.unit, row.item, row.bound
        mentions.setdefault(key, []).extend(row.mentions)
        if key in firsts:
            moved[row.span] = firsts[key].span
        else:
            firsts[key] = replace(row, part_of=moved[row.part_of]) if row.part_of in moved else row
    return [
        row if len(mentions[key]) == 1 else replace(row, mentions=tuple(mentions[key])) for key, row in firsts.items()
    ]
