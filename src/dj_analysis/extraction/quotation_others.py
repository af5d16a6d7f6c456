"""Quotations that are named in passing: what somebody else runs, what was visited, talked about or asked for."""

from __future__ import annotations

from collections.abc import Sequence

from dj_analysis.extraction.initiative_words import OF, SHORTHAND_NUMERALS, Head, Vocabulary
from dj_analysis.extraction.quotation_tails import Tail
from dj_analysis.extraction.quotations import Quote
from dj_analysis.regexes import compile_re

_PRESS = "(?:[日晚晨时周]|都市|教育|青年|工人|科技|党建)报"
MEDIUM = compile_re(f"(?:电视台|电台|卫视|{_PRESS}|报社|杂志社?|》)的?$")
PAPER = compile_re(f"{_PRESS}$")
"""省电视台《甲》栏目 reports on the branch, and so does 《乙日报》."""

VISITED = compile_re("(?:参观|参访|观看|观摩|瞻仰)[了过]?[^，,]{0,20}$")
ENTERED = compile_re("(?:在|走进|步入|来到)$")
STANDS = frozenset({"展区", "展厅", "展馆", "展柜", "展台"})
ON_SHOW = frozenset("馆展览")
"""参观“甲”主题馆: 在“甲”展区: museums and exhibitions are somebody else's."""

ABOUT = compile_re("(?:围绕着?|关于|针对|聚焦|有关|就)$")
"""围绕“甲”的研讨会 says what was talked about."""

AWARDED = compile_re("(?:评选|选树|评出|评定|选出|推选|争当|争做|争创)[了出]{0,2}$")
"""评选“最美楼道”: a title that is given."""

ASKED = compile_re("(?:强调|指出|要求|号召|嘱托|提出)[要了]?$")
AGAINST = compile_re("(?:防止|避免|杜绝|克服|破解|摆脱|解决|纠正|整治|力戒|谨防)[^，,]{0,6}$")
"""What a speaker asks for and what a rule is against."""

ABOVE = compile_re(
    r"(?:教育部|中央|中组部|中宣部|国务院|科技部|民政部|人社部|教育厅|教工委|教育工委|[省市]委|[省市]政府)"
    r"(?:党组|办公厅|思政司)?(?:关于|的|等[^，,]{1,6})?$"
)
"""按照教育部“甲”计划: what the government runs."""

LEVEL = compile_re(r"(?:国家|[省部市区县校院厅])级(?:党建|党建工作|思政)?$")
HELD = frozenset({"platform", "team", "post"})
"""第二批校级“标杆学院”, 省级“双带头人”工作室: what a level stands before is an honour, unless it is something done."""

NEARING = compile_re(
    r"(?:即将)?(?:来临|到来|之际|前夕)|(?:运动|胜利|成立|发表|诞辰)?[一二三四五六七八九十百\d]{1,4}周年"
)
"""在“世界甲日”来临之际, 纪念“甲”105周年: an occasion."""

OFFICE = compile_re("(?:常务)?副?主任")
CENTRE = "中心"
"""“甲中心”主任: the person of an office."""

PLAIN_FORMULA = compile_re(r"[^\W\d]{1,8}(?:[+＋][^\W\d]{1,8}){1,6}")
"""甲+乙+丙 without a figure before 模式 is a work model, not a practice."""

SYSTEM = "体系"
COUNT_ONLY = compile_re(f"[{SHORTHAND_NUMERALS}][大项个类]")
MADE = "化"
"""“立体化”党建体系: how a system is made, not what it is called."""


def is_in_passing(text: str, group: Sequence[Quote], before: str, tail: Tail, words: Vocabulary) -> bool:
    """True where the clause shows that the quotations of ``group`` are no practices of the one who writes."""
    last = group[-1]
    if tail.rest and NEARING.match(tail.rest):
        return True
    if ABOVE.search(before) or (LEVEL.search(before) and (tail.head is None or tail.head.type in HELD)):
        return True
    if last.inner.endswith(CENTRE) and OFFICE.match(text, last.end):
        return True
    if group[0].is_book and PAPER.search(last.inner):
        return True
    if tail.head and tail.head.term in STANDS and ENTERED.search(before):
        return True
    return _is_anothers_talk(text, before, tail, last.end) or _is_seen_or_avoided(before, last, tail)


def _is_anothers_talk(text: str, before: str, tail: Tail, end: int) -> bool:
    if MEDIUM.search(before) or (not tail.names and (ASKED.search(before) or AWARDED.search(before))):
        return True
    event = tail.head is not None and tail.head.type == "activity"
    return event and text[end : end + 1] == OF and ABOUT.search(before) is not None


def _is_seen_or_avoided(before: str, last: Quote, tail: Tail) -> bool:
    name = tail.head.term if tail.head and tail.names else last.inner
    if name[-1] in ON_SHOW and VISITED.search(before):
        return True
    return not tail.names and AGAINST.search(before) is not None


def is_way_only(quote: Quote, head: Head) -> bool:
    """“甲+乙+丙”模式 and “三大”工程 are models, and “立体化”体系 says how a system is made."""
    if (head.term.endswith(SYSTEM) and quote.inner.endswith(MADE)) or COUNT_ONLY.fullmatch(quote.inner):
        return True
    return head.type == "mode" and PLAIN_FORMULA.fullmatch(quote.inner) is not None
