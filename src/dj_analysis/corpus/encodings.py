"""Bytes to text: which encoding a saved page is in, and what to do when it is in two."""

from __future__ import annotations

import codecs
import re

from dj_analysis.regexes import compile_re

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 stands before UTF-16, whose mark it begins with."""

DECLARED = compile_re(rb"""(?:charset|encoding)\s{0,3}=\s{0,3}["']?([A-Za-z0-9_\-]{2,20})""", re.IGNORECASE)
DECLARATION_REACH = 4096
"""A page must declare its encoding within its first 1024 bytes; saved pages often have scripts before it."""

GB_FAMILY = compile_re(r"gb(?:k|2312|18030|_2312.*)?$|cp936$|x-gbk$|hz$", re.IGNORECASE)
BIG5_FAMILY = compile_re(r"big5|cp950", re.IGNORECASE)

COMMON = frozenset(
    "的一是在了不和有大这主中人上为们地个用工时要动国产以我到他会作来分生对于学下级义就年成部党员支组织院校"
    "這為們個時動國產來會對於學級義黨員組織"
)
"""The most used characters of the genre in both scripts: enough to tell GB18030 from Big5 in one paragraph."""

THREE_BYTE_UTF8 = "\u0800"
MIN_SCORE = 0.2
NUL_SHARE_UTF16 = 0.2
"""UTF-16 of Chinese web text has a NUL at every digit, Latin letter and line end; other encodings have none."""

SCORE_REACH = 20000
"""Bytes looked at for a guess: more does not change it."""


def decode(data: bytes) -> tuple[str, str]:
    r"""The text of ``data`` without its byte order mark, and the encoding used.

    A name with ``+`` means the lines were not all in one encoding; ``damaged`` means bytes became U+FFFD.

    >>> decode("党支部".encode("gb18030"))
    ('党支部', 'gb18030')
    >>> decode(b"\xef\xbb\xbf" + "党".encode())
    ('党', 'utf-8')
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return _decode_named(data[len(mark) :], name)
    text = _try(data, "utf-8")
    if text is not None and "\0" not in text[:SCORE_REACH]:
        return _gbk_behind(data, text) or (text, "utf-8")
    wide = _guess_utf16(data)
    if wide:
        return _decode_named(data, wide)
    if text is not None:
        return text, "utf-8"
    declared = _declared(data)
    if declared:
        text = _try(data, declared)
        if text is not None:
            return text, declared
    found = [_decode_lines(data)]
    whole = _decode_chinese(data)
    # A UTF-8 page with a few bad bytes can be GB18030 by chance; read line by line it reads better.
    return max([whole, *found] if whole else found, key=lambda pair: _score(pair[0]))


def _gbk_behind(data: bytes, text: str) -> tuple[str, str] | None:
    """GB18030 that happens to be UTF-8: short words such as 联通 are pairs of bytes that are both."""
    if text.isascii() or max(text) >= THREE_BYTE_UTF8:
        return None
    other = _try(data, "gb18030")
    wide = "".join(c for c in other or "" if not c.isascii())
    return (other, "gb18030") if other and _score(wide) >= MIN_SCORE else None


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _decode_named(data: bytes, name: str) -> tuple[str, str]:
    text = _try(data, name)
    return (data.decode(name, "replace"), f"{name} damaged") if text is None else (text, name)


def _declared(data: bytes) -> str | None:
    match = DECLARED.search(data, 0, DECLARATION_REACH)
    if not match:
        return None
    name = match.group(1).decode("ascii")
    if GB_FAMILY.match(name):
        # Pages that say gb2312 hold characters such as 镕 that only its supersets have.
        return "gb18030"
    return "big5hkscs" if BIG5_FAMILY.match(name) else name.lower()


def _guess_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: NULs fall on one side of every pair."""
    head = data[: SCORE_REACH & ~1]
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < 2 or min(even, odd) > max(even, odd) * NUL_SHARE_UTF16:
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = head.decode(name, "ignore")
    plausible = sum(1 for c in text if c in COMMON or (c.isascii() and (c.isprintable() or c.isspace())))
    return name if plausible >= len(text) * NUL_SHARE_UTF16 else None


def _score(text: str) -> float:
    head = text[:SCORE_REACH]
    return sum(1 for c in head if c in COMMON) / max(1, len(head))


def _decode_chinese(data: bytes) -> tuple[str, str] | None:
    """GB18030 or Big5, whichever decodes strictly and reads better."""
    found = [(text, name) for name in ("gb18030", "big5hkscs") if (text := _try(data, name)) is not None]
    if not found:
        return None
    return max(found, key=lambda pair: _score(pair[0]))


def _decode_lines(data: bytes) -> tuple[str, str]:
    """Every line by itself: a UTF-8 page with a GBK tail, or one cut in the middle of a character."""
    texts, names = [], []
    for line in data.splitlines(keepends=True):
        text, name = _decode_line(line)
        texts.append(text)
        if not line.isascii():
            names.append(name)
    return "".join(texts), "+".join(sorted(set(names))) or "utf-8"


def _decode_line(line: bytes) -> tuple[str, str]:
    try:
        return line.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return line.decode("utf-8", "replace"), "utf-8 damaged"
    for name in ("gb18030", "big5hkscs"):
        text = _try(line, name)
        if text is not None:
            return text, name
    pairs = [(line.decode(name, "replace"), f"{name} damaged") for name in ("utf-8", "gb18030")]
    return max(pairs, key=lambda pair: _score(pair[0]))
