"""Amounts with nothing beside them: what the noun that an ellipsis left behind is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dj_analysis.extraction.amounts import FRACTION, Amount
from dj_analysis.extraction.counted_nouns import Noun, noun_behind
from dj_analysis.extraction.nouns_ahead import OWNER, plain_noun_ahead
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

_MEMBERS = compile_re(r"([\u4e00-\u9fff]{2,12}?)当?中(?:[,，]|[已现另共先后仅有]{0,2}$)")
_EVENT = compile_re(
    "(?:[考测大竞]试|[大比竞决初]赛|活动|过程|工作|会议?|实践|教育|调研|培训|评[选审比估]|申报|选拔|[期年]间)$"
)
"""研究生考试中,18人: what they did it in is not what they belong to."""
_TOPIC = compile_re(r"([^,，。;；、:：]{2,16}?)(?:已经|已|就|共|先后|累计|总共|一共|前后)[\u4e00-\u9fff]{1,5}$")
_LAST_QUOTED = compile_re(r".*“([^“”]{2,16})”((?:[\u4e00-\u9fff]{2})?(?:沙龙|讲堂|课堂|论坛|讲座|夜校|读书会))?")
_OPENING = compile_re(
    r"(?:每[讲次期场课节堂人天周月年晚班组队支个户村院校系]|全年|年均|全学[期年]|平均|最多|不|其中|另有|还有|现有|有|眼下|现在|就|只有|仅有|共|共有|先后|累计|已经?|其他|余下|(?:截至|到)?目前|[至迄]今|如今|前后)*"
)
_CLASSIFIED = compile_re(r"^[名位个]")
CLAUSE = 24
_CONTEXT = 80
"""Characters before an amount in which the noun that it leaves out is looked for."""

_NEAR = 12
"""Amounts looked back at; lists of the genre are shorter."""

_BATCHES = frozenset({"批", "批次", "场", "场次", "次", "期", "车次", "班次", "届"})
"""Occasions; the persons counted behind them took part (来访8批次、90余人)."""

_NEXT_PERSONS = compile_re(r"[、,，](?:共|近|约|逾|超)?[\d百千万]{1,9}[余多]?(?:名|位)")
_LASTED = compile_re(r"(?:历时|持续|用时|耗时|延续|进行)[了近约达长]{0,2}$")
_LONGEST_LASTED = 6
_EVENT_FIRST = compile_re(
    r"(?:[本此这][次场]|整[场个次]|首场)?([\u4e00-\u9fff“”]{0,14}?"
    r"(?:会议?|赛|展览?|活动|培训|仪式|讲座|论坛|沙龙|行动|演练|演出|调研|培训班))(?=[于在由从分,，\d]|[持延]续|[历用]时|进行)"
)
"""会议在二楼举行,历时3个小时."""

_TOUCHING = frozenset("、,，/的")
_PEOPLED = compile_re(r"[,，。;；、)）]|$")
"""What follows the persons of as many households: 共110户、483人."""

_HONOURED = compile_re(r"(?:均|都|全部|先后|分别)?(?:[获荣升晋考]|被评|入选|当选|成为|成功)")
"""What persons did who did not come to the sessions counted before: 获奖28次,16人获评."""

_OF_THEM = compile_re(r"[,，]?其中")
"""办了11期,其中148人已经入党: of the persons counted before, not of the sessions."""

_DOER = compile_re(f"(?:{OWNER})$")
"""支部先后写了3封信: who wrote them is not what was written."""

_EACH = compile_re(
    r"(?:(?P<own>每[讲节课堂集])|每[次回期场])的?(?:时间|时长)?(?:都|均|一般|只|仅|约|控制在|限[时定]|为|是)*$"
)
"""每讲不超过15分钟: what lasts so long; 每次 leaves it to the name before."""

_LONGEST_EACH = 12
_RHYTHM = compile_re(r"(?:^|(?<=[,，。;；]))([\u4e00-\u9fff“”]{2,12}?)(?:每[周月天日晚季年]|每学期|隔周|一周|一月)")
"""社区课堂每周两次,每次90分钟."""

_MOSTLY = compile_re(
    r"占?了?(?:将?近|超过?)?(?:绝?大(?:部分|多数)|多数|一半多?|过半|半数以上)$"
    r"|(?:为主|居多|最[多少高低大]|较[多少]|不多|不少|很多|众多|居首)$"
)
_LONGEST_MOSTLY = 10
"""女生占了一半多,约56%: a share said in words before its figure."""

_COPULA = compile_re("(?:都|均|就)?[是为]")
_WHEREABOUTS = compile_re(r"(?:都|就|时间|的时间)?((?:[泡待住守扑蹲耗]在|在)[\u4e00-\u9fff]{1,8})")
"""What time was spent on, where a place tells it: 二百多天在村里."""

_COMPARED_WITH = compile_re(
    r"(?:比|较)([\u4e00-\u9fff]{2,10}?)(?:高出|高于|低于|提高|提升|增加|增长|下降|减少|[高低多少])"
)
_FOLLOWING = compile_re(r"[\u4e00-\u9fff“”《》]{2,12}")
MEASURED = frozenset({"人次", "次", "人", "场次", "场", "件次", "班次", "车次", "户次", ""})
"""Units that are themselves what is counted, so that a verb (走访, 宣讲) may be the item."""

_WHOLE_PLACE = compile_re("[全该本][村镇乡县区组]")
_SPACE = compile_re(
    r"(?:^|(?<=[,，。;；:：]))([\u4e00-\u9fff]{2,10}?)(?:原?是|由|设在|位于|就在)[^,，。;；]{1,20}[,，](?:约|大约|不到|才|只有|总共|也就)*$"
)
"""活动室是旧工具间改的,三十来平方米."""

_HOUSES = frozenset({"户", "家"})
_PLACES = _HOUSES | {"个", "支", "所", "处"}
SESSIONS = frozenset({"课", "期", "讲", "场", "届", "集"})
PERSONS = frozenset({"人", "名", "位", "人次"})


class Found(NamedTuple):
    """An amount with its item, in sentence offsets; ``head`` is the kind of the item's last word."""

    amount: Amount
    start: int
    end: int
    item: str | None
    head: str
    rule: str


def found(amount: Amount, noun: Noun, start: int, end: int, rule: str) -> Found:
    """An amount with the noun it counts."""
    return Found(amount, start, end, noun.text, noun.head, rule)


def same_unit(amount: Amount, before: Sequence[Found]) -> Found | None:
    """The last amount of the same classifier, whose item this one goes on counting (已整改61个)."""
    near = before[: -_NEAR - 1 : -1]
    return next((each for each in near if each.amount.unit == amount.unit and each.item), None)


def resolve_ellipsis(
    text: str, amount: Amount, at: int, before: Sequence[Found], last: str | None, lexicon: Lexicon
) -> Found:
    """Nothing beside the amount: the item of the amount it goes on from, of its clause, or of what is said of it."""
    previous = before[-1] if before else None
    if previous and previous.item and _goes_on(text, amount, at, previous):
        return Found(amount, at, amount.end, previous.item, previous.head, "carried_on")
    if amount.kind == "percent" and (share := _resolve_share(text, amount, before, lexicon)):
        return share
    if amount.unit in PERSONS:
        return _resolve_persons(text, amount, at, before, last, lexicon)
    if lasting := _resolve_lasting(text, amount, before):
        return lasting
    if noun := _topic_of_clause(text, amount, lexicon) or _tail_of_clause_before(text, amount, at, before, lexicon):
        return found(amount, noun, amount.start, amount.end, "clause_before")
    return _resolve_by_context(text, amount, previous, lexicon)


def _resolve_lasting(text: str, amount: Amount, before: Sequence[Found]) -> Found | None:
    """What the last amount of the same classifier counts, or each of a series that lasts so long."""
    same = same_unit(amount, before) if amount.kind not in ("percent", "money") else None
    if same:
        return _refer(amount, same, "same_unit")
    return _resolve_each(text, amount) if amount.kind == "duration" else None


def _resolve_each(text: str, amount: Amount) -> Found | None:
    """How long each of a series lasts: the one itself (每讲), or the series named before."""
    lead = text[max(0, amount.start - _LONGEST_EACH) : amount.start]
    each = _EACH.search(lead)
    if each is None:
        return None
    if own := each["own"]:
        return Found(amount, amount.start - len(lead) + each.start(), amount.end, own, "", "each")
    rhythm = _RHYTHM.search(text, max(0, amount.start - _CONTEXT), amount.start)
    item = rhythm[1].strip("“”") if rhythm else None
    return quoted_before(text, amount) or (item and Found(amount, amount.start, amount.end, item, "", "each")) or None


def _resolve_share(text: str, amount: Amount, before: Sequence[Found], lexicon: Lexicon) -> Found | None:
    """A share of persons: of what they are (超过四成为在校生), or of those counted before."""
    if called := _what_they_are(text, amount, lexicon):
        return called
    person = _last_person(before) if amount.form in ("share", FRACTION, "tenths") else None
    return _refer(amount, person, "carried_on") if person else None


def _goes_on(text: str, amount: Amount, at: int, previous: Found) -> bool:
    """True when an amount touches the one before (从7人|增至9人), or tells how many came to its sessions."""
    if amount.unit in PERSONS and previous.amount.unit in _BATCHES and _OF_THEM.match(text, previous.end):
        return False
    if at <= previous.end:
        return amount.unit != "次"
    gap = text[previous.end : at]
    if amount.unit not in PERSONS or gap not in _TOUCHING:
        return False
    if gap == "的" or (previous.amount.kind == "money" and amount.unit == "人次"):
        return True
    if previous.amount.unit in _HOUSES:
        return _PEOPLED.match(text, amount.end) is not None
    return previous.amount.unit in _BATCHES and not _HONOURED.match(text, amount.end)


def _resolve_by_context(text: str, amount: Amount, previous: Found | None, lexicon: Lexicon) -> Found:
    if previous and previous.item and (amount.kind != "count" or amount.unit == "字"):
        return _refer(amount, previous, "carried_on")
    if amount.kind in ("percent", "other") and (compared := _COMPARED_WITH.search(text[: amount.start])):
        return Found(amount, amount.start, amount.end, compared[1], "", "compared_with")
    if amount.unit in _HOUSES and (whole := _WHOLE_PLACE.search(text, max(0, amount.start - _CONTEXT), amount.start)):
        return Found(amount, amount.start, amount.end, whole.group(), "", "place_before")
    if amount.kind == "area" and (space := _SPACE.search(text, max(0, amount.start - _CONTEXT), amount.start)):
        return Found(amount, amount.start, amount.end, space[1], "", "clause_before")
    if amount.unit in _BATCHES and (shared := _shared_with_next(text, amount, lexicon)):
        return shared
    return quoted_before(text, amount) or _event_of_sentence(text, amount) or said_of_it(text, amount)


def _shared_with_next(text: str, amount: Amount, lexicon: Lexicon) -> Found | None:
    """Who came in batches, told behind the number of persons that follows: 13批次、620余名师生来访."""
    persons = _NEXT_PERSONS.match(text, amount.end)
    noun = noun_behind(text, persons.end(), True, lexicon) if persons else None
    return found(amount, noun, amount.start, amount.end, "noun_behind") if noun and noun.head == "person" else None


def _event_of_sentence(text: str, amount: Amount) -> Found | None:
    """What lasted: the event that begins the sentence (会议在二楼举行,历时3个小时)."""
    if amount.kind != "duration" or not _LASTED.search(text, max(0, amount.start - _LONGEST_LASTED), amount.start):
        return None
    event = _EVENT_FIRST.match(text)
    return Found(amount, amount.start, amount.end, event[1], "", "event_before") if event else None


def quoted_before(text: str, amount: Amount) -> Found | None:
    """The last name in quotes before sessions or a length of time."""
    if amount.kind != "duration" and amount.unit not in SESSIONS:
        return None
    quoted = _LAST_QUOTED.match(text, max(0, amount.start - _CONTEXT), amount.start)
    item = quoted[1] + (quoted[2] or "") if quoted else ""
    return Found(amount, amount.start, amount.end, item, "", "quoted_before") if item else None


def _resolve_persons(
    text: str, amount: Amount, at: int, before: Sequence[Found], last: str | None, lexicon: Lexicon
) -> Found:
    """Persons told of by number only: members of a body named before (党员中), or persons counted or named before."""
    if before and before[-1].rule == "said_of_it" and _FOLLOWING.match(text, amount.end):
        return said_of_it(text, amount)
    if members := _members_of(text, amount, lexicon):
        return members
    counted = before and before[-1].amount.unit in PERSONS and before[-1].item and before[-1].rule != "said_of_it"
    if person := _last_person(before) or (before[-1] if counted else None):
        return _refer(amount, person, "same_unit")
    noun = _tail_of_clause_before(text, amount, at, before, lexicon)
    if noun and (noun.head == "person" or noun.text.endswith("人数")):
        return found(amount, noun, amount.start, amount.end, "clause_before")
    return _person_told_of(text, amount, last, lexicon)


def _members_of(text: str, amount: Amount, lexicon: Lexicon) -> Found | None:
    members = _MEMBERS.search(text, max(0, amount.start - _CONTEXT), amount.start)
    body = plain_noun_ahead(text, members.end(1), 0, lexicon) if members else None
    if body is None or _EVENT.search(body.text):
        return None
    return Found(amount, amount.start, amount.end, _CLASSIFIED.sub("", body.text), "person", "members")


def _refer(amount: Amount, other: Found, rule: str) -> Found:
    return Found(amount, amount.start, amount.end, other.item, other.head, rule)


def _last_person(before: Sequence[Found]) -> Found | None:
    return next((each for each in before[: -_NEAR - 1 : -1] if each.head == "person"), None)


def _what_they_are(text: str, amount: Amount, lexicon: Lexicon) -> Found | None:
    """Persons, or a share of them, told of by what they are."""
    copula = _COPULA.match(text, amount.end)
    noun = noun_behind(text, copula.end(), True, lexicon) if copula else None
    return found(amount, noun, amount.start, noun.end, "said_of_it") if noun and noun.head == "person" else None


def _person_told_of(text: str, amount: Amount, last: str | None, lexicon: Lexicon) -> Found:
    """What persons are (有7名是党员), who was told of before them, or what they did."""
    if called := _what_they_are(text, amount, lexicon):
        return called
    if last:
        return Found(amount, amount.start, amount.end, last, "person", "person_before")
    return said_of_it(text, amount)


def said_of_it(text: str, amount: Amount) -> Found:
    """What is said of an amount behind it, where its unit is itself what is counted."""
    if amount.kind == "duration":
        place = _WHEREABOUTS.match(text, amount.end)
        item, rule = (place[1], "said_of_it") if place else (None, "no_noun")
    else:
        said = _FOLLOWING.match(text, amount.end) if amount.unit in MEASURED or amount.unit in _HOUSES else None
        item, rule = (said.group(), "said_of_it") if said else (None, "no_noun")
    return Found(amount, amount.start, amount.end, item, "", rule)


def _topic_of_clause(text: str, amount: Amount, lexicon: Lexicon) -> Noun | None:
    """The noun that begins the clause, where an unknown verb stands between: 家书就写了二百封."""
    if amount.kind != "count" or amount.unit in MEASURED:
        return None
    clause = text[max(0, amount.start - CLAUSE) : amount.start]
    topic = _TOPIC.search(clause)
    noun = plain_noun_ahead(text, amount.start - len(clause) + topic.end(1), 0, lexicon) if topic else None
    return None if noun and amount.unit not in _PLACES and _DOER.search(noun.text) else noun


def _tail_of_clause_before(
    text: str, amount: Amount, at: int, before: Sequence[Found], lexicon: Lexicon
) -> Noun | None:
    """The noun that ends the clause before, unless that clause ends with an amount of its own."""
    floor = max(before[-1].end if before else 0, at - _CONTEXT)
    pause = max(text.rfind(mark, floor, at) for mark in ",，")
    if pause <= floor or not _OPENING.fullmatch(text[pause + 1 : at].strip()):
        return None
    if mostly := _MOSTLY.search(text[max(floor, pause - _LONGEST_MOSTLY) : pause]):
        pause -= len(mostly.group())
    return plain_noun_ahead(text, pause, floor, lexicon)
