"""Honours told as people talk: 市里给了个“…”, 学校评过一次“…”, 今年报我评“…”, 一块“…”的牌子是省委发的."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dj_analysis.extraction.honor_clauses import step_back
from dj_analysis.extraction.honor_titles import Title, read_titles
from dj_analysis.extraction.notice_words import Notice, NoticeWords, notice_words
from dj_analysis.extraction.recipients import Recipients
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Sentence, Span
from dj_analysis.regexes import compile_re

_WHOM = r"(?:我们|咱们|我|咱|她们?|他们?|支部|总支|这支队伍|大家)?"
_GAVE = compile_re(
    rf"(?:给|发|(?P<chose>评|颁|授|奖))(?:过|了){_WHOM}(?:一[次个块面张枚项座回]|[个块面张枚项座])?(?=[“「])"
)
_BARE = compile_re(r"(?:[省市县区校院系][里上]|上[级面]|学校|学院)$")
_ADVERB = compile_re(r"(?:去年|前年|今年|后来|前不久|还|又|也|就|曾|专门)$")
_PUT_FORWARD = compile_re(
    rf"(?:申?报|推荐?|推举){_WHOM}(?:去|参)?评(?:选)?了?(?:个|一次)?(?=[“「]|全[国省市校]|[省市校]级)"
)
_PLAQUE = compile_re(r"(?:[一两]|\d)[块面座枚][“「](?P<title>[^”」\n]{4,30})[”」]的?(?:牌子|牌匾|奖牌|铜牌|匾额?)")
_GIVEN_BY = compile_re(
    r"[^。！？!?\n]{0,16}?(?:后者|前者|牌子|牌匾|奖牌|这块牌?)?(?:是|由)(?P<body>[\u4e00-\u9fff、]{2,24}?)"
    r"(?:发|颁|授|评|给|送|颁发|授予|挂)(?:下来|出来)?[的给]"
)


def find_talked(clean: str, sentence: Sentence, recipients: Recipients, lexicon: Lexicon) -> Iterator[Notice]:
    """Quoted titles behind everyday verbs of giving, and plaques whose giver is named behind them."""
    words = notice_words(lexicon)
    for match in _GAVE.finditer(clean, sentence.start, sentence.end):
        giver = _giver(recipients, sentence.start, match.start())
        title = _quoted_title(clean, match.end(), sentence.end, lexicon) if giver else None
        if title and (match["chose"] or _is_honour(title.text, words)):
            yield Notice(title, (), "honor_talk", "awarded", giver)
    for match in _PUT_FORWARD.finditer(clean, sentence.start, sentence.end):
        if title := _quoted_title(clean, match.end(), sentence.end, lexicon):
            yield Notice(title, (), "honor_talk", "nominated")
    for match in _PLAQUE.finditer(clean, sentence.start, sentence.end):
        yield from _plaque(sentence, recipients, lexicon, match)


def _plaque(sentence: Sentence, recipients: Recipients, lexicon: Lexicon, match: re.Match[str]) -> Iterator[Notice]:
    """A plaque with a title on it, told of with who gave it, or with a rank in the title."""
    words, clean = notice_words(lexicon), recipients.clean
    title = _quoted_title(clean, match.start("title") - 1, match.end(), lexicon)
    if title is None or not _is_honour(title.text, words):
        return
    given = _GIVEN_BY.match(clean, match.end(), sentence.end)
    giver = Span(*given.span("body")) if given else None
    if giver and not recipients.names_giver(giver):
        giver = None
    if giver or words.level.match(title.text):
        yield Notice(title, recipients.subject(sentence, match.start(), sentence.start, ()), "honor_talk", None, giver)


def _is_honour(title: str, words: NoticeWords) -> bool:
    """True for a title with a word of merit or an ending that honours have."""
    return bool(words.merit.search(title) or words.head_end.search(title))


def _quoted_title(clean: str, start: int, end: int, lexicon: Lexicon) -> Title | None:
    titles = read_titles(clean, start, end, lexicon, True)
    return titles[0] if titles and titles[0].quoted and titles[0].start <= start + 1 else None


def _giver(recipients: Recipients, floor: int, at: int) -> Span | None:
    """The body, named or not (市里), whose name ends at a position or before an adverb there."""
    at = step_back(recipients.clean, floor, at, _ADVERB)
    if body := recipients.parties.body_at(at, floor):
        return body
    bare = _BARE.search(recipients.clean, max(floor, at - 2), at)
    return Span(*bare.span()) if bare else None
