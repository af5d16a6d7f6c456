"""The facts of one honour around its title: level, kind, status, grantor, year, batch and times."""

from __future__ import annotations

import re

from dj_analysis.extraction.honor_checks import PLANNED, last_clause
from dj_analysis.extraction.honor_clauses import FAR_CHARACTERS
from dj_analysis.extraction.honor_frames import Cue
from dj_analysis.extraction.honor_handovers import announced_giver, decreed_giver, find_handover, noted_giver
from dj_analysis.extraction.honor_organisers import contest_giver, organiser_level
from dj_analysis.extraction.honor_setting import HonorWords, Setting
from dj_analysis.extraction.honor_titles import Title
from dj_analysis.extraction.honor_years import YEAR, read_year
from dj_analysis.extraction.levels import WHOLE_REGION, Level, judge_level
from dj_analysis.extraction.text_search import last_match
from dj_analysis.extraction.title_words import judge_kind
from dj_analysis.records import HonorRow, Mention, Sentence, Span
from dj_analysis.regexes import compile_re

BEHIND = 12
"""Characters behind a title in which 候选单位, 名单 or (2018年) stands."""

_PRIZE_END = compile_re(r"(?:奖|[冠亚季]军|第[一二三四五六]名|[金银铜]牌)$")
"""What is won in a contest, whose organiser then tells the level."""
_CONTEST = compile_re(r"赛(?![道区题])|挑战杯")
"""“互联网+”大赛金奖: contests are held at every level, and a school's article tells of all of them."""
_WON = compile_re(
    rf"{_PRIZE_END.pattern}|(?:优秀|最佳|优胜|先进)(?:指导|选手|辩手|作品|组织(?!者?$)|领队|教练)|组织单位|能手|状元"
)
"""What is won in a contest without being a prize: 优秀指导教师."""
_COMMA = compile_re("[,，]")
"""在全国竞赛中获一等奖,|获评先进党支部: the contest tells nothing of what another clause tells without a prize."""
_BATCH = compile_re(r"首批|第[一二三四五六七八九十\d]{1,3}批")
_NOTED_LEVEL = compile_re(r"[”」]?\s?[（(](?P<level>国家级|[省市县区校院系]级)[,，）)]")
"""先进党支部(校级): the level in a bracket behind the title."""
_TIMES = compile_re(
    r"多次|连续多年|连年|连续[一二两三四五六七八九十\d]{1,3}[年次届度]|[一二两三四五六七八九十\d]{1,2}次|[两三四]度|蝉联"
)
_QUOTED_PART = compile_re(r"[“「][^”」\n]{1,40}[”」](?=[^”」]{2})")
"""“立项活动”优秀成果: a quote inside a title names what it was won in."""
TITLED = "荣誉称号"
"""潜力项目荣誉称号: an award, though 项目 alone would name a designation."""
_BRACKETS = "”」(（"
_STOP = compile_re(r"[,，。;；、]")
_TIME_LEAD = compile_re(r"^(?:\d{4}年|[今去]年)")


def make_row(setting: Setting, sentence: Sentence, cue: Cue, title: Title) -> HonorRow:
    """The row of one title without its recipient. A bare prize takes the contest it was won in before it."""
    clean = setting.article.clean
    whole = setting.whole(sentence)
    context = Span(max(whole[0].start, cue.start - FAR_CHARACTERS), sentence.end)
    clause = clean[context.start : cue.start]
    contest = last_match(setting.words.contest, clause)
    won = title.bare_prize or _WON.search(title.text) is not None
    if contest and not won and _COMMA.search(clause, contest.end()):
        contest = None
    near = contest.group("name").rpartition("的")[2] if contest else ""
    start, text = title.start, title.text
    if title.bare_prize and contest:
        name = YEAR.sub("", near)
        start, text = context.start + contest.end("name") - len(name), name + text
    grantor = _grantor(setting, sentence, cue, title) or contest_giver(setting, clause, context.start)
    granted = clean[grantor.start : grantor.end] if grantor else None
    noted = _NOTED_LEVEL.match(clean, title.end)
    stated = noted.group("level") + text if noted else text
    prize = _PRIZE_END.search(text)
    own = setting.of_school and not (prize and _CONTEST.search(text))
    level = judge_level(stated, granted, near, own, setting.lexicon, setting.college)
    if prize and level.basis in (None, "context") and (held := organiser_level(setting, sentence, cue.start)):
        level = Level(held, "context")
    if setting.autonomous and level.name == "county" and WHOLE_REGION in stated:
        level = Level("provincial", level.basis)
    given = (Mention("grantor", grantor.start, grantor.end),) if grantor else ()
    return HonorRow(
        start=start,
        end=title.end,
        rule=f"honor_{cue.role}",
        mentions=(Mention("self", title.start, title.end), *given),
        title=text,
        level=level.name,
        level_basis=level.basis,
        grantor=granted,
        kind=judge_kind(text, setting.lexicon, title.tail.lstrip(_BRACKETS).startswith(TITLED)),
        status=_status(setting.words, cue, title, clean),
        batch=_first(_BATCH, text) or _first(_BATCH, last_clause(clause)),
        times=_first(_TIMES, last_clause(clause)),
        year=read_year(
            setting.article,
            setting.report,
            whole,
            Span(cue.start, cue.end),
            Span(title.grantor.start if title.grantor else title.start, title.end),
            setting.lexicon,
        ),
    )


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match.group() if match else None


def _grantor(setting: Setting, sentence: Sentence, cue: Cue, title: Title) -> Span | None:
    giver = title.grantor or cue.giver or _told_giver(setting, sentence, cue, title)
    if giver is None:
        return None
    lead = _TIME_LEAD.match(setting.article.clean[giver.start : giver.end])
    start = giver.start + (lead.end() if lead else 0)
    return Span(start, giver.end) if giver.end - start > 1 else None


def _told_giver(setting: Setting, sentence: Sentence, cue: Cue, title: Title) -> Span | None:
    """The body around the verb and the title that is said to give."""
    recipients = setting.recipients
    if cue.further:
        return None
    if cue.role == "confer" and not cue.receiver and (handed := find_handover(recipients, sentence, cue.start)):
        return handed.giver
    told = (
        recipients.giver_before(sentence, cue.start, cue.role)
        or noted_giver(recipients, title)
        or announced_giver(recipients, sentence, cue.start, title, setting.lexicon, setting.college)
    )
    if told or cue.role != "confer":
        return told
    return decreed_giver(recipients, setting.whole(sentence)[0].start, cue.start)


def _status(words: HonorWords, cue: Cue, title: Title, clean: str) -> str:
    tail = _STOP.split(clean[title.end : title.end + BEHIND])[0]
    if cue.role.startswith("nominate") or words.candidate.search(tail.lstrip(_BRACKETS)):
        return "nominated"
    if PLANNED in clean[max(0, cue.start - 1) : cue.start + 1] or words.listed.search(title.text + tail):
        return "listed"
    verb = "" if cue.held else clean[cue.start : cue.end]
    if words.listed.search(verb):
        return "listed"
    outside = _QUOTED_PART.sub("", title.text)
    return "cultivating" if words.cultivating.search(f"{verb}\n{outside}{tail}") else "awarded"
