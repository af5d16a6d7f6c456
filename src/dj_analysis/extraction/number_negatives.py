"""What is written like an amount and is none: ordinals, names, dates, times, figures of speech, parts of formulas."""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_letters

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.amounts import FRACTION, Amount
from dj_analysis.extraction.number_spans import (
    FIRST_YEAR,
    LAST_YEAR,
    STOP,
    is_span_of_hours,
    is_span_of_time,
    is_taken_by_verb,
)
from dj_analysis.lexicon import Lexicon
from dj_analysis.regexes import compile_re

_SMALL = 10
_AROUND = 12
"""Characters looked at on either side; the longest cue (为期不少于, 服务时间累计) has eight."""

_ORDINAL = compile_re(r"(?:第|首|每|隔|某|[№]|(?<![目此当年之以会课赛日空])前|头) ?$")
_JOINED = compile_re(
    r"(?:[+＋×*/／.\-]|\d[—–~～]|(?<![A-Za-z])[A-Za-z]|\d|\d(?<!(?:19|20)\d\d) |(?<![图表件例\d])\d{1,2}[:：])$"
)
_COUNTER = compile_re(r"(?:浏览|点击|阅读|访问|点赞|转发|评论|收藏)(?:次数|量|数)?(?:[:：] ?| )$")
_WIDGET = compile_re(r"(?:共有?|已有)? ?\d{1,9} ?[人条次个](?:参与|评论|阅读|浏览|点赞|收藏|跟帖|在看|回复)\s*$")
_LONGEST_WIDGET = 30
"""Characters of a line that is nothing but counters of the page: 评论 已有480人参与."""

_SUSPECT = frozenset("第首每隔某№前头+＋×*/／.-—~～:： 0123456789" + ascii_letters)
"""Last characters of what the three patterns above find; no other needs them."""

_NO_AMOUNT = ("之一", "不如")
"""三项之一 is one of them; 讲一百遍不如做一遍 counts nothing."""

_FORMULA = compile_re(r"[+＋]")
_LONGEST_TITLE = 60
_QUOTES = (("“", "”", 24), ("‘", "’", 24), ("「", "」", 24), ("《", "》", _LONGEST_TITLE))
"""Marks with the length up to which what they enclose is a name and not speech."""

_OPENINGS = compile_re("[“‘「《]")
_BARE_ROUND = compile_re(r"[百千万亿]{1,2}")


_DOUBLING = compile_re(r"翻了?$")
_FLAG = compile_re(r"(?:锦旗|红旗|旗帜|党旗|彩旗|国旗|旗|文化墙|墙)")
_HELD = compile_re(
    r"(?:带出|带|送走|送出|[选派]派|派遣|派出|组建|招募|招收|走出|培养|培育|举办|承办|开展|举行|主办|召开|办|连续|成功|已|共|累计|历经|历)[了过]?$"
)
_PLACE_NAME = compile_re(r"[\u4e00-\u9fff]{0,2}(?:村|屯|店|沟|庄|坝|湾|坪)(?![民委企集级干])")
_NAMED_AFTER = compile_re("[树房井塘桥店](?:镇|乡|村(?!民)|街道|社区)")
"""七棵树镇 and 三间房村 are names."""

_SCORE_AHEAD = compile_re(
    r"(?:人均|比[^,，。;；]{1,12}[高低多]|(?:超过?|高出|高于|低于)[^,，。;；]{1,12}[线分均]|高出|高于|低于|领先|提高|提升|上升|增加|增长|下降|"
    r"[提升降涨][到至为]|涨|降|评分|评价|得分|均分|满分|平均分|成绩|分数|总分|打分)[达为到是均高约超过了由从]{0,3}$"
)
_LESSON_AHEAD = compile_re(r"[了完过共讲已计]$")
_BUILDING_AHEAD = compile_re(r"(?:公寓|宿舍|寝室|园区|楼|校区|苑|区|舍)$")
_BUILT = compile_re(r"(?:建[有成设]?|改造|[现共拥设]有|竣工)[^,，。;；、]{0,8}$")
"""新建学生公寓6幢 counts, 学生公寓6幢 is one of them."""

_STOREY = compile_re(r"[\d一二三四五六七八九十]{0,3}(?:单元|(?<=.)[楼层号])")
_DRAFTED = compile_re(r"(?:[了过易出改历成磨]|改版?|修改|打磨|更新|迭代|形成|累计|先后|前后|共|数易其)$")
_DRAFT_OF = compile_re(r"的?(?:方案|设计|讲稿|脚本|教案|课件|草案|图纸|样|初稿|文稿|内容|工艺|计划)")
_POWER = compile_re("[电能]")
_MEASURE_AHEAD = compile_re(
    r"(?:量|数|粉丝|用户|人气|流量|人口|[者众生友客民员])(?:已经|已|均|累计|总计|共计|就|也)?(?:突破|超过?|达到?|逾|近|约|有|为)?了?$"
)
_CODE = compile_re("代码|程序|脚本|诗")
_AFTER_TENTH = compile_re(r"(?:以上|左右|的|多|,|，|。|;|；|、|$)")
_BEFORE_TENTH = compile_re(r"(?:[有占达近超约过的降长少高加升调了]|[占达升提增降涨][到至])$")
_FEW_PEOPLE = compile_re(r"[共有等名员生师仅计徒妻弟]$")
_HONOURED = compile_re("(?:均|都|先后|分别)?(?:获评|被评为|荣获|当选|入选|考取|考上)")
"""另有两人获评优秀: so few persons are an amount where they are counted for what they won."""

_SPEECH = compile_re(r"[,，。;；!?！？]")
_CASE = compile_re("[^,，。;；、]{0,8}?(?:案|事故|事件|纠纷|投诉|警情|火[灾情]|险情|信访)")
"""一起违纪案件 is a case; 和居民一起,打扫 is together."""

_PAUSE = compile_re(r"[,，。;；、!?\s)）:：]")


@lru_cache(maxsize=8)
def _idioms(lexicon: Lexicon) -> re.Pattern[str]:
    return compile_re(either(lexicon.words("number_idioms")))


def is_amount(text: str, amount: Amount, lexicon: Lexicon) -> bool:
    """Judge an amount by what stands around it; the counted noun is judged elsewhere.

    >>> from dj_analysis.extraction.amounts import find_amounts
    >>> from dj_analysis.lexicon import load_lexicon
    >>> text, lexicon = "第三届评出12名标兵,近两年来共发展党员30名", load_lexicon()
    >>> [a.value for a in find_amounts(text, lexicon) if is_amount(text, a, lexicon)]
    [12.0, 30.0]
    """
    at = amount.numeral
    ahead = text[at - _AROUND if at > _AROUND else 0 : at]
    behind = text[amount.end : amount.end + _AROUND]
    if _is_ordinal(amount, ahead) or behind.startswith(_NO_AMOUNT) or _in_formula(text, amount, behind):
        return False
    if _in_name(text, amount) or (not amount.arabic and _in_idiom(text, amount, lexicon)):
        return False
    if len(text) <= _LONGEST_WIDGET and _WIDGET.search(text):
        return False
    if not amount.arabic and amount.kind == "count" and _NAMED_AFTER.match(behind):
        return False
    judge = _FORMS.get(amount.form)
    at = amount.start
    before = text[at - _AROUND if at > _AROUND else 0 : at]
    if judge is None or judge(amount, before, behind):
        return True
    return amount.form == "cue" and is_taken_by_verb(amount, before, behind, lexicon)


def _is_ordinal(amount: Amount, ahead: str) -> bool:
    """True for 第三, 每5, 4x400, 浏览量:12, and for 万家 and 百名 without a word of approximation: names."""
    if ahead.endswith("一式") or (amount.digits == "一" and amount.kind in ("other", "area") and amount.exact):
        return amount.form != "doubled"
    if ahead[-1:] in _SUSPECT and (_ORDINAL.search(ahead) or _JOINED.search(ahead) or _COUNTER.search(ahead)):
        return True
    if amount.arabic or not amount.exact or amount.form in ("share", FRACTION):
        return False
    return amount.digits == "零" or _BARE_ROUND.fullmatch(amount.digits) is not None


def _in_formula(text: str, amount: Amount, behind: str) -> bool:
    sign = _FORMULA.search(behind) if "+" in text or "＋" in text else None
    return bool(sign and sign.start() and not _PAUSE.search(behind[: sign.start()]))


def _in_name(text: str, amount: Amount) -> bool:
    """True inside a short quotation or a title in 《》."""
    at = amount.numeral
    if not _OPENINGS.search(text, at - _LONGEST_TITLE if at > _LONGEST_TITLE else 0, at):
        return False
    for opening, closing, longest in _QUOTES:
        opened = text.rfind(opening, max(0, at - longest), at)
        if opened < 0 or text.find(closing, opened, at) >= 0:
            continue
        closed = text.find(closing, at, opened + longest + 2)
        if closed >= 0 and (opening == "《" or not _SPEECH.search(text, opened, closed)):
            return True
    return False


def _in_idiom(text: str, amount: Amount, lexicon: Lexicon) -> bool:
    first = max(0, amount.numeral - _AROUND)
    found = _idioms(lexicon).finditer(text, first, amount.end + _AROUND)
    return any(match.start() <= amount.numeral < match.end() for match in found)


def _is_money(amount: Amount, before: str, behind: str) -> bool:
    return amount.arabic or amount.value >= _SMALL


def _is_tenths(amount: Amount, before: str, behind: str) -> bool:
    if not 0 < amount.value < 100 or len(amount.digits) > 3:
        return False
    return not amount.exact or bool(_BEFORE_TENTH.search(before) and _AFTER_TENTH.match(behind))


def _is_doubling(amount: Amount, before: str, behind: str) -> bool:
    return _DOUBLING.search(before) is not None


def _is_flag(amount: Amount, before: str, behind: str) -> bool:
    return amount.digits != "一" and bool(_FLAG.match(behind) or _FLAG.search(before[-3:]))


def _is_held(amount: Amount, before: str, behind: str) -> bool:
    return _HELD.search(before) is not None


def _is_house(amount: Amount, before: str, behind: str) -> bool:
    return amount.arabic or not amount.exact or not _PLACE_NAME.match(behind)


def _is_people(amount: Amount, before: str, behind: str) -> bool:
    if amount.arabic or not amount.exact or amount.value >= _SMALL:
        return True
    few = before.endswith("一行") or _HONOURED.match(behind) or (_FEW_PEOPLE.search(before) and STOP.match(behind))
    return amount.digits != "一" and bool(few)


def _is_score(amount: Amount, before: str, behind: str) -> bool:
    return amount.arabic and _SCORE_AHEAD.search(before) is not None


def _is_lesson(amount: Amount, before: str, behind: str) -> bool:
    return amount.value > 1 and _LESSON_AHEAD.search(before) is not None


def _is_words(amount: Amount, before: str, behind: str) -> bool:
    return amount.arabic or not amount.exact or amount.value >= 1000


def _is_draft(amount: Amount, before: str, behind: str) -> bool:
    """23版方案 and 改了七稿 tell how much; 4版 is a page, 二稿 one of them."""
    return bool(_DRAFTED.search(before)) or (amount.arabic and not amount.exact) or bool(_DRAFT_OF.match(behind))


def _is_tally(amount: Amount, before: str, behind: str) -> bool:
    return amount.arabic or not amount.exact or amount.value >= _SMALL


def _is_measure(amount: Amount, before: str, behind: str) -> bool:
    return amount.arabic or not amount.exact


def _is_power(amount: Amount, before: str, behind: str) -> bool:
    return _POWER.search(before + behind[:2]) is not None


def _is_code(amount: Amount, before: str, behind: str) -> bool:
    return amount.value >= _SMALL and _CODE.search(before + behind) is not None


def _is_unitless(amount: Amount, before: str, behind: str) -> bool:
    return _MEASURE_AHEAD.search(before) is not None


def _is_building(amount: Amount, before: str, behind: str) -> bool:
    numbered = _BUILDING_AHEAD.search(before) and not (_BUILT.search(before) and STOP.match(behind))
    return not (numbered or _STOREY.match(behind))


def _is_case(amount: Amount, before: str, behind: str) -> bool:
    return amount.digits != "一" or _CASE.match(behind) is not None


def _is_bare(amount: Amount, before: str, behind: str) -> bool:
    return not amount.exact or (amount.value >= 100 and not FIRST_YEAR <= amount.value <= LAST_YEAR)


_FORMS = {
    "cue": is_span_of_time,
    "hours": is_span_of_hours,
    "money": _is_money,
    "tenths": _is_tenths,
    "doubled": _is_doubling,
    "flag": _is_flag,
    "held": _is_held,
    "place": _is_house,
    "person": _is_people,
    "bare": _is_bare,
    "score": _is_score,
    "lesson": _is_lesson,
    "words": _is_words,
    "building": _is_building,
    "case": _is_case,
    "draft": _is_draft,
    "tally": _is_tally,
    "measure": _is_measure,
    "power": _is_power,
    "code": _is_code,
    "unitless": _is_unitless,
}
