"""Text whose GBK bytes were edited without regard to characters, so that a stretch was read one byte out of step.

A lost lead byte shows as ``?``. Case A: the byte behind it and the next read as a full-width ASCII form, often folded
to half width later. Case B: a reading was put inside a character, and ``?`` has swallowed its opening bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from dj_analysis.cleaning.annotation import SYLLABLE
from dj_analysis.cleaning.hanzi import HAN, common, fold_reading, readings
from dj_analysis.cleaning.lost_leads import DOUBTFUL, LEAD_ROW, LIKELY, PUNCTUATION, SURE, choose_lead, is_word
from dj_analysis.lexicon import Lexicon
from dj_analysis.records import Change
from dj_analysis.regexes import compile_re

CASE_A = compile_re(rf"(?<=[{HAN})）])\?(?=[!-~！-～](?:[^\x00-\x7f]|[@-~]))")
MARK = compile_re(r"\?")
CASE_B = compile_re(
    rf"(?P<owner>[{HAN}])(?:[(（]{SYLLABLE}[)）]){{0,6}}(?P<mark>\?)(?P<reading>{SYLLABLE})[)）](?=[^\n])"
)
MARK_B = compile_re(rf"\?{SYLLABLE}[)）]")
RUN_LENGTH = 40
"""Characters after which a slip has met an ASCII byte in all cases seen (longest: 24)."""

FULL_WIDTH = 0xFEE0

MIN_SENSE = 0.8
"""Share of everyday characters in a repaired run (11 of 11 seen reach 0.85; chance pairs of bytes about 0.3)."""

SENSE_GAIN = 0.25
"""By how much the repair must read better than what stands on the page."""


def repair_slips(text: str, lexicon: Lexicon) -> list[Change]:
    """Re-read slipped stretches in step; refuse where bytes are gone or nothing sensible comes out.

    >>> from dj_analysis.lexicon import load_lexicon
    >>> page = "加強了學(xué)?!\ue01b彝ァ獙W(xué)生的聯系"
    >>> "".join(c.after for c in repair_slips(page, load_lexicon()))
    '校—家庭—學'
    """
    if "?" not in text:
        return []
    changes: list[Change] = []
    for at in (sign.start() for sign in MARK.finditer(text)):
        repaired = _repair_a(text, at, lexicon) if CASE_A.match(text, at) else None
        if repaired:
            changes += _spread(text, at, *repaired)
    taken = [(c.start, c.end) for c in changes]
    for match in _case_b(text):
        mark, run = match.start("mark"), match.end()
        repaired = None if any(a <= mark < b or a <= run < b for a, b in taken) else _repair_b(text, match)
        if repaired:
            end, after, confidence = repaired
            doubt = "lost_byte" if confidence < SURE else None
            changes.append(Change(mark, mark + 1, after[0], confidence, doubt))
            changes.append(Change(mark + 1, run, "", confidence))
            changes += _spread(text, run, end, after[1:], confidence)
    return _apart(changes)


def _case_b(text: str) -> Iterator[re.Match[str]]:
    """Matches of case B, looked for only where a syllable stands behind a question mark."""
    for mark in MARK_B.finditer(text):
        yield from CASE_B.finditer(text, max(0, mark.start() - VISIBLE_REACH), mark.end() + 1)


def _apart(changes: list[Change]) -> list[Change]:
    """Without changes that touch an earlier one: two readings of one stretch cannot both be right."""
    out: list[Change] = []
    for change in sorted(changes, key=lambda c: (c.start, c.end)):
        if not out or change.start >= out[-1].end:
            out.append(change)
    return out


def _runs(text: str, start: int) -> Iterator[tuple[int, bytes]]:
    """Ends of the stretch that may be out of step, with its GBK bytes, full-width forms unfolded.

    It is in step again behind the first ASCII character that was the second byte of one: from @ on.
    """
    body: list[str] = []
    for at in range(start, min(len(text), start + RUN_LENGTH)):
        char = text[at]
        if at > start and "@" <= char <= "~":
            try:
                yield at + 1, "".join(body).encode("gb18030") + char.encode()
            except UnicodeEncodeError:
                return
        if char == "\n" or (at > start and char.isascii() and (char.isalnum() or char.isspace())):
            return
        body.append(chr(ord(char) + FULL_WIDTH) if char.isascii() else char)


def _spread(text: str, start: int, end: int, after: str, confidence: float) -> list[Change]:
    """One character for one: each repaired character begins at the byte where the page's character began.

    A doubtful first character and odd ones are marked as damage, so that no fact is read from it.
    """
    lost = confidence < SURE and text[start] == "?"
    out = [
        Change(start + i, start + i + 1, char, confidence, "lost_byte" if (lost and i == 0) or _is_odd(char) else None)
        for i, char in enumerate(after)
        if text[start + i] != char
    ]
    return [*out, Change(start + len(after), end, "", confidence)] if start + len(after) < end else out


def _is_odd(char: str) -> bool:
    """A rare character in a repair: another slip began inside the stretch."""
    return char not in common() and char not in PUNCTUATION


def sense(text: str) -> float:
    """Share of everyday characters and Chinese punctuation."""
    good = common()
    return sum(char in good or char in PUNCTUATION for char in text) / max(1, len(text))


def _reads_better(before: str, after: str) -> bool:
    new = sense(after)
    return new >= MIN_SENSE and new >= sense(before) + SENSE_GAIN


def _decode_pairs(data: bytes) -> str | None:
    """GBK text of whole two-byte characters; None where a pair is none."""
    if len(data) % 2:
        return None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return text if len(text) * 2 == len(data) and not any("\ue000" <= c <= "\uf8ff" for c in text) else None


def _repair_a(text: str, start: int, lexicon: Lexicon) -> tuple[int, str, float] | None:
    """End, repaired text and confidence of a stretch that begins with a lost lead byte."""
    for end, data in _runs(text, start + 1):
        rest = _decode_pairs(data[1:]) if data[0] == LEAD_ROW else None
        if rest and _reads_better(text[start + 2 : end], rest):
            lead, confidence = choose_lead(_visible_before(text, start), rest, lexicon)
            if text[start + 1].isalnum() and len(rest) == 1 and not is_word(lead + rest, lexicon):
                return None  # one pair behind a letter or digit may be chance
            return end, lead + rest, confidence
    return None


VISIBLE_REACH = 60
READING = compile_re(rf"[(（]{SYLLABLE}[)）]")


def _visible_before(text: str, at: int) -> str:
    """The characters before a place, without readings."""
    return READING.sub("", text[max(0, at - VISIBLE_REACH) : at])[-3:]


@lru_cache(maxsize=1000)
def _inner_leads(owner: str, reading: str) -> tuple[bytes, ...]:
    """Lead bytes that make, behind the last byte of ``owner``, a character with that reading."""
    last = owner.encode("gb18030")[1:]
    if len(last) != 1:
        return ()
    wanted, _ = fold_reading(reading)
    middles = (bytes((byte,)) for byte in range(0x81, 0xFF))
    return tuple(byte for byte in middles if wanted in readings((last + byte).decode("gb18030", "ignore")))


def _repair_b(text: str, match: re.Match[str]) -> tuple[int, str, float] | None:
    """The second byte of the reading's true owner is the lead byte that ``?`` stands for."""
    leads = _inner_leads(match["owner"], match["reading"])
    for end, data in _runs(text, match.end()) if leads else ():
        found = [t for lead in leads if (t := _decode_pairs(lead + data)) and _reads_better(text[match.end() : end], t)]
        if found:
            return end, max(found, key=sense), LIKELY if len(found) == 1 else DOUBTFUL
    return None
