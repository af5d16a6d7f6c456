"""Amounts that are planned, not reached: 力争, 计划, 预计, a year to come, a section of what is to be done next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dj_analysis.records import Article, NumberRow, Sentence
from dj_analysis.regexes import compile_re
from dj_analysis.schema import PLANNED

_WHO = "支部|总支|党委|学院|学校|大学|中心|我们|我[校院系]|全[校院系]|团队|小组"
_WHEN = "今年|明年|年内|年底|本学期|学期|[上下]半年|[年月日底前后期]"
_CUE = compile_re(
    r"力争(?!上游|朝夕)"
    r"|争取(?=在|到20|到\d|到[今明年本]|用|实现|达|让|使|再|[年明今本每]|完成|新|把|将|通过|建|发展|培[养训]|创建|覆盖)"
    rf"|(?:^|[,，;；:：、“(（]|{_WHO}|{_WHEN}|[还正并将也已均都原共另再])计划(?!内|外|中|书|表|的|生育|经济|单列|[,，。;；、:：“”》])"
    r"|(?<![模虚草比类])拟(?!人|态|合|任|稿|定|订|写|好|制|出|化|像|声|[,，。;；、])"
    r"|预[计期](?!的|[,，。;；、]|[约近]?[\d一二两三四五六七八九十百千])|有望|打算(?![,，。;；、])"
    r"|准备(?=再|在|用|投入|新[建增设]|发展|培[养训]|组织|举办|开展)"
    r"|目标(?:任务)?(?:是|为|定为|[:：])|(?<!当)(?<!过)下一?步(?!台阶)|下一?阶段|今后|接下来(?!的)"
    r"|下(?:个)?学[期年]|明年|(?<![一二两三四五六七八九十百几数\d])来年|未来(?:[一二两三四五六七八九十几\d]+[年个]|[,，将])"
    r"|(?:^|[,，:：])(?:还|也|就|更|都)?要(?=在|把|确保|力争|实现|达到|完成|建|新|培[养训]|发展|组织|开展|覆盖|做到|使|让)"
    r"|(?:我们|支部|党委|学院|学校|总支|大家)(?:还|也|都|就)?要(?!求|闻|点|是|素|览)"
    r"|(?:^|[,，、还将])规划(?=新?建|用|到|在|投|设)"
)
_SIGN = compile_re("力争|争取|[计规]划|拟|预[计期]|有望|打算|准备|目标|下|今后|明年|来年|未来|要|将|确保|20")
"""One of these stands in every plan; most amounts have none before them."""

_ENSURED = compile_re(
    r"确保(?!了)[^,，。;；]{0,16}(?:达到?|不低于|不少于|不超过|实现|完成|保持在|控制在)(?!了)|确保[^,，。;；了]{0,12}(?=100%|百分之百)"
)
_WILL = compile_re(
    r"(?<![即干主部上中少大老勇])将(?:于|要|会(?!议)|在(?![校职读岗座])|再|继续|陆续|相继|新[建增开设]|力争|达到?|用(?=[一二两三四五\d])"
    r"|投入|举办|开展|组织(?!部)|开设|建(?:成|立|设)|培[养训](?!班|成果|对象|教材|记录|基地)|发展(?!对象|中)|选[派拔]|招[收聘]|完成|实现|邀请|面向|覆盖|推出|遴选"
    r"|资助|表彰|安排|增[加至到设]|提[高升]|为(?=[^\d,，]{1,10}提供))|即将(?:举办|开展|启动|投入|建成)"
)
_MADE_INTO = compile_re(
    r"纳入|打造[成为]|评[为定]|列[入为]|作为|转化[为成]|改[造建][为成]|融入|变[为成]|送[到至往]|交给|推荐|分[为成]|划[为分]|结合|编[入成为]|汇编|整理|带[到进]"
)
"""将30名学生纳入…: 将 brings forward what something is done to."""

_REACHED = compile_re(
    r"已|(?<![不除])了(?![解然])|目前|现有|截至|实际|最终|如今|去年|上年|近年来|以来|上学期|刚刚|顺利"
)
_REACHED_BEHIND = compile_re(r"[^,，。;；]{0,4}(?:均|都|全部)?已(?:经|全部|到位|落实|完成|建成|发放|投入|交付)")
_YEAR = compile_re(r"(?<!\d)(20\d\d)年(?![级届]|毕业)")
_SCOPE_END = compile_re("[;；。!！?？]")
_NUMBERED = compile_re(r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．,，]?\s*)?")
_PLAN_HEADING = compile_re(
    r"下一?步|下一?阶段|明年|来年|今后|下(?:个)?学[期年]|努力方向|工作设想|打算|展望|奋斗目标|发展目标|预期目标"
    r"|工作(?:计划|要点)|整改计划|计划安排|未来(?:规划|工作|计划|方向|目标|发展|[一二三两五十几\d]年)"
)
_PLAN_TITLE = compile_re(r"工作(?:计划|要点|打算|安排)[)）]?$")
_LONGEST_HEADING = 26
_LONGEST_BARE = 12
"""Characters below which a line without a number may be a heading (下一步打算)."""

_FAR = 120
"""Characters before an amount in which its cue is looked for: a plan of several clauses; longer ones are lists."""


def mark_plans(article: Article, rows: Sequence[NumberRow]) -> list[NumberRow]:
    """The rows, those that tell a plan with that status; rows are in the order of the text.

    A plan holds for the amounts behind its cue up to the end of the sentence or a word of what was reached (已, 了).

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> row = NumberRow(start=4, end=8, rule="r", value=9, low=9, high=9, bound="exact", unit="名", kind="count")
    >>> [made.status for made in mark_plans(wrap_text("力争发展党员9名。"), [row])]
    ['planned']
    """
    marked: list[NumberRow] = []
    ahead = _walk(article)
    sentence, opened = next(ahead, (None, False))
    for row in rows:
        while sentence is not None and row.start >= sentence.end:
            sentence, opened = next(ahead, (None, False))
        planned = sentence is not None and _is_planned(article, sentence, row, opened=opened)
        marked.append(replace(row, status=PLANNED) if planned else row)
    return marked


def _walk(article: Article) -> Iterator[tuple[Sentence, bool]]:
    """Sentences, each with whether it stands below a heading of plans."""
    opened = whole = bool(_PLAN_TITLE.search(article.metadata.title or ""))
    for sentence in article.sentences:
        text = sentence.text.rstrip("。:： ")
        if _is_heading(sentence, text):
            opened = whole or bool(_PLAN_HEADING.search(text))
        yield sentence, opened


def _is_heading(sentence: Sentence, text: str) -> bool:
    """True for a heading, and for a short numbered line that opens a section."""
    if sentence.region in ("heading", "title"):
        return True
    if len(text) > _LONGEST_HEADING or any(mark in text for mark in ",，;；"):
        return False
    number = _NUMBERED.match(text)
    return bool(number and number.end() > 1) or bool(len(text) < _LONGEST_BARE and _PLAN_HEADING.search(text))


def _is_planned(article: Article, sentence: Sentence, row: NumberRow, *, opened: bool) -> bool:
    text, at = sentence.text, row.end - sentence.start
    scope = max(0, at - _FAR)
    scope = max((end.end() for end in _SCOPE_END.finditer(text, scope, at)), default=scope)
    ahead = text[scope:at]
    if not (opened or _SIGN.search(ahead)) or _REACHED_BEHIND.match(text, at):
        return False
    return (opened and not _REACHED.search(ahead)) or _is_told(ahead, text, scope, article.metadata.published_date)


def _is_told(ahead: str, text: str, scope: int, published: str | None) -> bool:
    """True where a cue before the amount is not followed by a word of what was reached."""
    places = [cue.end() for pattern in (_CUE, _ENSURED) for cue in pattern.finditer(ahead)]
    places += [
        will.end() for will in _WILL.finditer(ahead) if not _MADE_INTO.search(_clause_of(text, scope + will.end()))
    ]
    places += [year.end() for year in _YEAR.finditer(ahead) if published and year[1] > published[:4]]
    return bool(places) and not _REACHED.search(ahead, max(places))


def _clause_of(text: str, at: int) -> str:
    """The rest of a clause."""
    end = next((i for i in range(at, len(text)) if text[i] in ",，。;；"), len(text))
    return text[at:end]
