"""Recognition without a title: praise by a body, people recognised by number, and what the media reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dj_analysis.extraction.alternations import either
from dj_analysis.extraction.honor_handovers import issuing_body
from dj_analysis.extraction.honor_titles import Title, read_titles
from dj_analysis.extraction.notice_words import LONGEST_CLAUSE, Notice
from dj_analysis.extraction.party_words import Party
from dj_analysis.extraction.recipients import Recipients
from dj_analysis.extraction.text_search import last_match
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Sentence, Span
from dj_analysis.regexes import compile_re

REPORT_REACH = 36
"""Characters from the last outlet to the verb of reporting: 等多家主流媒体先后以……为题作了专题报道."""

_BY_NOTICE = "通报"
"""获通报表扬: what needs no body beside it, where a notice told of before has one."""
_SOURCE = compile_re(r"(?:据|来源[:：]?|通过|利用|依托|关注|登[录陆]|学习|阅读|订阅|观看)[《“]?$")
_IN = "在"
_PASSIVE = compile_re(r"被[^,，。被]{0,20}$")
_COUNTED = compile_re(r"\d{1,5}[余多]?[个名位]|[一二两三四五六七八九十百]{1,4}[余多]?[个名位]")
_MARKS = compile_re(r"[《》]")
_LINK = compile_re(r"[、和及与《》“”,，]{0,3}")
_BREAK = compile_re(r"[,，。;；\n]")
_TARGET = compile_re(
    r"[^,，]{0,24}?对该?(?P<what>[^,，]{2,30}?)(?:进行|予以|作|给予|的|做|开展)?(?:了|过)?[\u4e00-\u9fff]{0,4}$"
)


@dataclass(frozen=True, slots=True)
class _Words:
    outlet: re.Pattern[str]
    report: re.Pattern[str]
    report_on: re.Pattern[str]
    praise: re.Pattern[str]
    recognised: re.Pattern[str]
    among: re.Pattern[str]


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    def terms(role: str) -> str:
        return either(lexicon.words("honor_words", role=role))

    names, suffixes = (either(lexicon.words("media", role=role)) for role in ("name", "suffix"))
    which = r"(?:多家|各大|各级|主流|权威|中央|[省市校]级|省市|国家级|[省校]内外|[\d一二三四五六七八九十余多]{1,3}家)"
    return _Words(
        outlet=compile_re(
            rf"《?(?:{names})(?<!网(?=[络格红民课]))》?|《?(?![和与及等由被在])[\u4e00-\u9fff]{{2,6}}?(?:{suffixes})》?|《[\u4e00-\u9fff]{{2,10}}》杂志"
            rf"|{which}[\u4e00-\u9fff]{{0,6}}?媒体"
        ),
        report=compile_re(terms("report")),
        report_on=compile_re(terms("report_on")),
        praise=compile_re(
            rf"(?:受到|得到|获得|荣获|获|受|(?P<by>被))了?(?:(?P<giver>[\u4e00-\u9fff、]{{2,24}}?)的?)??"
            rf"(?P<praise>{terms('praise')})(?![大会决为])"
        ),
        among=compile_re(rf"[,，](?P<who>[^,，。;；]{{2,30}}?)(?:{terms('list_end')})"),
        recognised=compile_re(
            rf"对(?P<titles>[^,，。;；:：!！?？\n]{{4,{LONGEST_CLAUSE}}}?)(?:进行|予以|给予)了?(?:隆重)?(?:{terms('praise')})"
        ),
    )


def find_reports(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, hints: frozenset[str]
) -> Iterator[Notice]:
    """Praise, people recognised by number, and media reports of a sentence, each with its recipients."""
    words = _words(lexicon)
    if "praise" in hints:
        yield from _recognised(clean, sentence, recipients, lexicon, words)
        yield from _praised(clean, sentence, recipients, words)
    reported = _reported(sentence, words) if "media" in hints else None
    if reported:
        title = _wording(clean, reported.start, reported.end)._replace(text=_report_title(clean, reported, words))
        yield Notice(title, _about(sentence, reported, recipients, words), "honor_media", "awarded")


def _report_title(clean: str, reported: Span, words: _Words) -> str:
    """The outlets and what they did: 人民网、中国网报道."""
    text = clean[reported.start : reported.end]
    verb = last_match(words.report, text)
    outlets = "、".join(_MARKS.sub("", match.group()) for match in words.outlet.finditer(text))
    return outlets + (verb.group() if verb else "")


def _wording(clean: str, start: int, end: int) -> Title:
    """A stretch that stands for a title: 通报表扬, 人民网报道."""
    return Title(start, end, clean[start:end], None, "", False, True, False, False)


def _recognised(
    clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon, words: _Words
) -> Iterator[Notice]:
    """对20名优秀共产党员、10个先进党支部进行了表彰."""
    for match in words.recognised.finditer(sentence.text):
        base = sentence.start
        if not _COUNTED.match(match.group("titles")):
            continue
        titles = read_titles(clean, base + match.start("titles"), base + match.end("titles"), lexicon, True)
        among = words.among.match(clean, base + match.end(), sentence.end) if len(titles) == 1 else None
        parties = recipients.parties.at_end(*among.span("who")) if among else ()
        named = tuple(party for party in parties if party.name)
        giver = recipients.parties.body_at(base + match.start())
        yield from (Notice(title, named, "honor_recognise", giver=giver) for title in titles)


def _praised(clean: str, sentence: Sentence, recipients: Recipients, words: _Words) -> Iterator[Notice]:
    """受到省委教育工委通报表扬: the praise of a body of known level."""
    for match in words.praise.finditer(sentence.text):
        base = sentence.start
        giver = _praising(recipients, sentence, match)
        if giver:
            title = _wording(clean, base + match.start("praise"), base + match.end("praise"))
            parties = recipients.subject(sentence, base + match.start(), base, ())
            yield Notice(title, parties, "honor_praise", "awarded", giver)


def _praising(recipients: Recipients, sentence: Sentence, match: re.Match[str]) -> Span | None:
    """The body that praises: named before the word, or the one whose notice the clause before tells of."""
    base = sentence.start
    if match["giver"]:
        giver = Span(base + match.start("giver"), base + match.end("giver"))
        first = Span(giver.start, giver.start + len(match["giver"].partition("、")[0]))
        return giver if recipients.names_giver(giver) and recipients.names_giver(first) else None
    if match["by"] or not match["praise"].startswith(_BY_NOTICE):
        return None
    return issuing_body(recipients, sentence, base + match.start())


def _reported(sentence: Sentence, words: _Words) -> Span | None:
    """From the first outlet to the verb of reporting; None for outlets that are sources or reading matter."""
    text, at = sentence.text, 0
    if not words.report.search(text):
        return None
    while first := words.outlet.search(text, at):
        end = first.end()
        while more := words.outlet.match(text, _link_end(text, end)):
            end = more.end()
        at = end
        verb = words.report.search(text, end, end + REPORT_REACH)
        before = text[: first.start()]
        if verb is None or _BREAK.search(text, end, verb.start()) or _SOURCE.search(before):
            continue
        if before.endswith(_IN) and words.report_on.fullmatch(verb.group()):
            continue
        return Span(sentence.start + first.start(), sentence.start + verb.end())
    return None


def _link_end(text: str, at: int) -> int:
    link = _LINK.match(text, at)
    return link.end() if link else at


def _about(sentence: Sentence, reported: Span, recipients: Recipients, words: _Words) -> tuple[Party, ...]:
    """What was reported on: 对…的报道, or the subject of 被…报道."""
    text = sentence.text[reported.start - sentence.start : reported.end - sentence.start]
    verb = words.report.search(text)
    target = _TARGET.search(text[: verb.start()]) if verb else None
    if target:
        at = reported.start + target.start("what")
        return (Party(target.group("what"), None, at, at + len(target.group("what"))),)
    passive = _PASSIVE.search(sentence.text[: reported.start - sentence.start])
    at = sentence.start + passive.start() if passive else reported.start
    return recipients.subject(sentence, at, sentence.start, ())
