"""Honours an article reports: titles, who received them, from whom, at which level and with which status."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import replace

from dj_analysis.extraction.honor_checks import is_no_honour, is_no_notice, is_own_post
from dj_analysis.extraction.honor_decrees import name_decreeing
from dj_analysis.extraction.honor_echoes import ECHO, find_echoes
from dj_analysis.extraction.honor_facts import make_row
from dj_analysis.extraction.honor_frames import Cue, find_cues
from dj_analysis.extraction.honor_handovers import find_handover
from dj_analysis.extraction.honor_holders import find_holders
from dj_analysis.extraction.honor_merging import merge_rows
from dj_analysis.extraction.honor_notices import find_notices
from dj_analysis.extraction.honor_reports import find_reports
from dj_analysis.extraction.honor_rolls import find_rolls
from dj_analysis.extraction.honor_setting import Setting, make_setting
from dj_analysis.extraction.honor_sites import find_sites
from dj_analysis.extraction.honor_tallies import find_tallies
from dj_analysis.extraction.honor_titles import Title, read_titles
from dj_analysis.extraction.notice_words import Notice
from dj_analysis.extraction.party_words import Party
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Article, HonorRow, Mention, Sentence, Span
from dj_analysis.regexes import compile_re

NOBODY = Party(None, None, 0, 0)
"""The recipient of an honour where the text names none."""
OUTRANKING = ("honor_list", "honor_accept", "honor_taken")
"""Frames that outrank a verb inside them: 公示…名单,X入选."""
ITS_OWN = ("学校", "我校", "全校", "本校")
RESPECTIVELY = ("分别", "分获")
"""A、B分获甲、乙: each title has its own recipient."""
SCHOLARSHIP = "奖学金"
"""A scholarship counts where the student is named."""
REPORTED = frozenset({"praise", "media"})
"""Hints of recognition without a title."""
_SHARED_LEVEL = compile_re(r"[国省部市县区校院系]级|全[国省市区县校院]|^[“「]?[国省市校院]")
"""校级A、B: a rank goes on; the name of a province or a town before A tells nothing of B."""
PRAISE_REACH = 6
"""Characters between 表扬 and the verb that names its title (获省委表扬,并被评为…)."""
PRAISE = "honor_praise"
"""获省委表扬,被评为先进个人: the praise is the award of the same sentence."""


def find_honors(article: Article, lexicon: Lexicon) -> list[HonorRow]:
    """Every recognition the article reports, one row per named recipient, first occurrence first.

    Aims, conditions, generic praise and prizes without a title give no row.

    >>> from dj_analysis.cleaning.passages import wrap_text
    >>> from dj_analysis.lexicon import load_lexicon
    >>> [(r.title, r.level) for r in find_honors(wrap_text("物理系学生党支部获评全省先进基层党组织。"), load_lexicon())]
    [('全省先进基层党组织', 'provincial')]
    """
    sites = list(find_sites(article, lexicon))
    if not sites:
        return []
    setting = make_setting(article, lexicon)
    rows: list[HonorRow] = []
    for sentence, hints in sites:
        rows += _sentence_rows(setting, sentence, hints)
        if rows and ECHO in sentence.text:
            rows += find_echoes(setting.recipients, sentence, rows)
    rows += list(_roll_rows(setting, [row.span for row in rows]))
    return merge_rows(_not_to_itself(setting, row) for row in name_decreeing(setting, rows))


def _not_to_itself(setting: Setting, row: HonorRow) -> HonorRow:
    """A school does not receive its own honours: 学校优秀… is read as granted by it, its recipient is the unit.

    Where nothing states a level, 学校获评… is an honour from elsewhere.
    """
    if row.level not in ("school", "department") or row.recipient not in ITS_OWN or row.kind == "media":
        return row
    if row.level_basis == "context" and row.grantor is None:
        return replace(row, level="unknown", level_basis=None)
    main = setting.recipients.parties.main
    mentions = tuple(mention for mention in row.mentions if mention.role != "recipient")
    return replace(row, recipient=main, recipient_kind="branch" if main else None, mentions=mentions)


def _sentence_rows(setting: Setting, sentence: Sentence, hints: frozenset[str]) -> Iterator[HonorRow]:
    told = (setting.article.clean, sentence, setting.recipients, setting.lexicon, hints)
    gated = "gate" in hints
    notices = list(find_notices(*told)) if gated else []
    if not hints.isdisjoint(REPORTED):
        notices += find_reports(*told)
    if "stated" in hints:
        order = setting.recipients.order[sentence.start]
        notices += find_tallies(setting.article, sentence, order, setting.lexicon)
    taken = sorted(_title_span(n.title) for n in notices if n.rule in OUTRANKING) if notices else []
    if gated and "verb" in hints:
        yield from _told_rows(setting, sentence, taken, tuple(n for n in notices if n.rule == PRAISE))
    taken.sort()
    for notice in notices:
        span = _title_span(notice.title)
        if notice.rule == PRAISE and taken:
            continue
        if notice.rule in OUTRANKING or _is_free(span, taken):
            insort(taken, span)
            yield from _notice_rows(setting, sentence, notice)


def _is_free(span: Span, taken: list[Span]) -> bool:
    """True when a span touches none of the sorted ones beside it."""
    at = bisect_left(taken, span)
    return not any(span.touches(other) for other in taken[max(0, at - 1) : at + 1])


def _title_span(title: Title) -> Span:
    return Span(title.start, title.end)


def _told_rows(
    setting: Setting, sentence: Sentence, taken: list[Span], praises: tuple[Notice, ...]
) -> Iterator[HonorRow]:
    """Rows of the verbs of a sentence; ``taken`` grows by their titles. Who praised right before a verb grants."""
    done, last, outranking = sentence.start, tuple[Party, ...](), tuple(taken)
    given: Span | None = None
    for found_cue in find_cues(sentence, setting.lexicon):
        if found_cue.start < done:
            continue
        cue = _with_giver(found_cue, praises, given)
        found = read_titles(setting.article.clean, cue.end, sentence.end, setting.lexicon, cue.strong)
        titles = found
        if outranking:
            titles = tuple(t for t in found if not any(span.touches(_title_span(t)) for span in outranking))
        behind = find_holders(setting.recipients, sentence, titles[-1]) if titles and cue.role == "receive" else ()
        if not titles or is_no_honour(setting, sentence, cue, titles, bool(behind)):
            continue
        if cue.as_what and cue.receiver and not _is_read(setting, cue.receiver):
            continue
        last = behind or _cue_parties(setting, sentence, cue, Span(done, sentence.end), last)
        if is_own_post(setting, sentence, cue, last):
            continue
        titles = _without_scholarships(titles, last)
        if not titles:
            continue
        done = titles[-1].end
        taken += [_title_span(title) for title in titles]
        rows = list(_cue_rows(setting, sentence, cue, titles, last))
        given = next((Span(m.start, m.end) for m in rows[0].mentions if m.role == "grantor"), None)
        yield from rows


def _with_giver(cue: Cue, praises: tuple[Notice, ...], given: Span | None) -> Cue:
    """A cue with who praised right before it, or who gave by the verb it goes on under."""
    if cue.further:
        return cue._replace(giver=given)
    praise = next((p for p in praises if 0 <= cue.start - p.title.end <= PRAISE_REACH), None)
    return cue._replace(giver=praise.giver) if praise and not cue.giver else cue


def _without_scholarships(titles: tuple[Title, ...], parties: tuple[Party, ...]) -> tuple[Title, ...]:
    """The titles that count for these recipients: a scholarship only where a person is named."""
    if any(party.kind == "person" for party in parties):
        return titles
    return tuple(title for title in titles if not title.text.rstrip("”").endswith(SCHOLARSHIP))


def _is_read(setting: Setting, receiver: Span) -> bool:
    """True when the stretch between 确定 and 为 names or counts somebody."""
    return bool(setting.recipients.parties.at_end(receiver.start, receiver.end))


def _cue_parties(
    setting: Setting, sentence: Sentence, cue: Cue, rest: Span, last: tuple[Party, ...]
) -> tuple[Party, ...]:
    if cue.role == "recognise" or cue.held:
        return ()
    if cue.receiver:
        found = setting.recipients.parties.at_end(cue.receiver.start, cue.receiver.end)
        if found:
            return found
    elif cue.role == "confer" and (handed := find_handover(setting.recipients, sentence, cue.start)):
        return handed.parties
    found = setting.recipients.subject(sentence, cue.start, rest.start, last)
    giver = setting.recipients.giver_before(sentence, cue.start, cue.role) if cue.role == "confer" else None
    if giver is None or not any(giver.touches(Span(party.start, party.end)) for party in found):
        return found
    return setting.recipients.subject(sentence, giver.start, rest.start, ()) if giver.start > rest.start else ()


def _cue_rows(
    setting: Setting, sentence: Sentence, cue: Cue, titles: tuple[Title, ...], parties: tuple[Party, ...]
) -> Iterator[HonorRow]:
    """Rows of titles that share a verb; a level stated by one holds for those behind it that state none."""
    level: str | None = None
    verb = setting.article.clean[max(sentence.start, cue.start - 2) : cue.end]
    shared = len(titles) == len(parties) > 1 and any(word in verb for word in RESPECTIVELY)
    for number, title in enumerate(titles):
        row = make_row(setting, sentence, cue, title)
        if row.level_basis == "title":
            level = row.level if _SHARED_LEVEL.search(row.title) else None
        elif level and row.level_basis in (None, "context"):
            row = replace(row, level=level, level_basis="title")
        yield from _with_parties(row, (parties[number],) if shared else parties)


def _with_parties(row: HonorRow, parties: tuple[Party, ...]) -> Iterator[HonorRow]:
    for party in parties or (NOBODY,):
        if party.name is None:
            yield row
            continue
        told = (Mention("recipient", party.start, party.end),) if party.end > party.start else ()
        yield replace(row, recipient=party.name, recipient_kind=party.kind, mentions=(*row.mentions, *told))


def _bare_cue(title: Title, giver: Span | None = None) -> Cue:
    """The cue of a title that no verb announces."""
    return Cue(title.start, title.start, "receive", True, giver=giver)


def _notice_rows(setting: Setting, sentence: Sentence, notice: Notice) -> Iterator[HonorRow]:
    if is_no_notice(setting, sentence, notice):
        return
    row = make_row(setting, sentence, _bare_cue(notice.title, notice.giver), notice.title)
    row = replace(row, rule=notice.rule, status=notice.status or row.status)
    if notice.rule != "honor_media":
        yield from _with_parties(row, notice.parties)
        return
    yield from _with_parties(replace(row, kind="media", level="media", level_basis="title"), (_joined(notice.parties),))


def _joined(parties: tuple[Party, ...]) -> Party:
    """One report about several is one row."""
    named = [party for party in parties if party.name]
    if not named:
        return NOBODY
    return Party("、".join(str(party.name) for party in named), named[0].kind, named[0].start, named[-1].end)


def _roll_rows(setting: Setting, taken: list[Span]) -> Iterator[HonorRow]:
    """Rows of rolls; a roll called a list or made public is listed, one announced as a result is awarded."""
    article = setting.article
    heading = "".join(article.clean[p.start : p.end] for p in article.passages if p.region in ("title", "heading"))
    status = "listed" if setting.words.listed.search(heading) else None
    for entry in find_rolls(article, setting.recipients, setting.lexicon):
        span = _title_span(entry.title)
        if any(span.touches(other) for other in taken):
            continue
        row = make_row(setting, entry.sentence, _bare_cue(entry.title, entry.giver), entry.title)
        row = replace(row, rule="honor_roll", status="listed" if entry.listed else status or row.status)
        yield from _with_parties(row, entry.parties)
