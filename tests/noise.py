"""Spoils clean text the way pages are spoiled, with the answer known. Uses nothing of the package.

Every function takes a text and a ``random.Random`` and returns the spoiled text. ``REVERSIBLE`` classes lose nothing
that a careful typist could not restore; ``DESTRUCTIVE`` ones lose the places they return.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import opencc
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT

BRAND = "bet36体育在线"
HAN = re.compile("[\u4e00-\u9fff]")
TO_TRADITIONAL = opencc.OpenCC("s2t")
TO_SIMPLIFIED = opencc.OpenCC("t2s")
FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def annotate_toneless(text: str, rng: random.Random, share: float = 0.35) -> str:
    """Per paragraph some characters get their reading at every place; several passes over one character repeat it."""
    return "\n".join(_annotate(line, rng, share, Style.NORMAL) for line in text.split("\n"))


def _annotate(line: str, rng: random.Random, share: float, style: Style) -> str:
    chosen = [c for c in sorted(set(HAN.findall(line))) if ord(c) in PINYIN_DICT and rng.random() < share]
    for char in chosen:
        reading = lazy_pinyin(char, style=style)[0]
        times = min(line.count(char), 6) if rng.random() < 0.3 else 1
        line = line.replace(char, char + f"({reading})" * times)
    return line


def annotate_toned(text: str, rng: random.Random) -> str:
    """Traditional script with toned readings behind the characters that conversion changed."""
    traditional = TO_TRADITIONAL.convert(text)
    changed = sorted({b for a, b in zip(text, traditional, strict=False) if a != b and ord(b) in PINYIN_DICT})
    chosen = [c for c in changed if rng.random() < 0.6]
    for char in chosen:
        traditional = traditional.replace(char, f"{char}({lazy_pinyin(char, style=Style.TONE)[0]})")
    return traditional


def to_traditional(text: str, rng: random.Random) -> str:
    """The whole text in traditional script."""
    return TO_TRADITIONAL.convert(text)


def slip_bytes(text: str, rng: random.Random) -> str:
    """Replace, on GBK bytes and without regard to characters, what a full-width form's bytes match inside two others.

    The bytes A3 xx at an odd place are cut to their second half: the first byte is orphaned and shown as ``?``.
    """
    data = TO_TRADITIONAL.convert(text).encode("gb18030")
    out = bytearray()
    at = 0
    while at < len(data):
        size = 1 if data[at] < 0x80 else 2
        if size == 2 and data[at + 1 : at + 2] == b"\xa3" and at + 2 < len(data) and 0xA1 <= data[at + 2] <= 0xFE:
            out += b"?"
            at += 1
            continue
        out += data[at : at + size]
        at += size
    return bytes(out).decode("gb18030", "replace").translate(FOLD)


def fold_width(text: str, rng: random.Random) -> str:
    """Full-width ASCII forms to half width, nothing else."""
    return text.translate(FOLD)


def escape_entities(text: str, rng: random.Random) -> str:
    """Quotes and some spaces as entities."""
    return text.replace("“", "&ldquo;").replace("”", "&#8221;").replace("—", "&mdash;")


def strew_invisible(text: str, rng: random.Random) -> str:
    """Zero-width characters and soft hyphens anywhere."""
    return "".join(c + (rng.choice("\u200b\ufeff\xad") if rng.random() < 0.03 else "") for c in text)


def indent_lines(text: str, rng: random.Random) -> str:
    """Indents of odd spaces and blank lines of NBSP."""
    pad = rng.choice(["\u3000\u3000", "\u2002" * 4, "\xa0" * 4, "    "])
    return "\r\n\xa0\r\n".join(pad + line for line in text.split("\n"))


def misread_utf8(text: str, rng: random.Random) -> str:
    """UTF-8 read as Latin-1."""
    return text.encode().decode("latin-1")


def double_page(text: str, rng: random.Random) -> str:
    """The body twice with navigation between."""
    return "\n".join([text, "首页 | 新闻 | 党建 | 学工 | 招生", "分享", "微信", text])


def wrap_lines(text: str, rng: random.Random) -> str:
    """Hard line ends every so many characters within paragraphs."""
    width = rng.randint(28, 40)
    cut = (
        ["\u3000\u3000" + line[: width - 2], *(line[i : i + width] for i in range(width - 2, len(line), width))]
        for line in text.split("\n")
    )
    return "\n".join(part for parts in cut for part in parts)


REVERSIBLE: dict[str, Callable[[str, random.Random], str]] = {
    "toneless": annotate_toneless,
    "toned": annotate_toned,
    "traditional": to_traditional,
    "slip": slip_bytes,
    "entities": escape_entities,
    "invisible": strew_invisible,
    "indents": indent_lines,
    "misread": misread_utf8,
    "doubled": double_page,
    "wrapped": wrap_lines,
}


def put_brand(text: str, rng: random.Random) -> tuple[str, int]:
    """A brand string where 学院 stood; the number of places."""
    return text.replace("学院", BRAND), text.count("学院")


def mask(text: str, rng: random.Random) -> tuple[str, int]:
    """Years masked to 20*年; the number of places."""
    return re.subn(r"20\d\d年", "20*年", text)


def drop_bytes(text: str, rng: random.Random) -> tuple[str, int]:
    """Characters that no decoder could read; the number of places."""
    at = [i for i, c in enumerate(text) if HAN.match(c) and rng.random() < 0.005]
    chars = list(text)
    for i in at:
        chars[i] = "\ufffd"
    return "".join(chars), sum(1 for i in at if i - 1 not in at)


SHORTENED = re.compile(
    "学院(?=(?:教工|学生|机关|本科生|研究生|离退休)?(?:第.)?党(?:委|总支|支部))|党支部|党总支|主题党日|乡村振兴|立德树人|战斗堡垒|志愿服务"
)
DROPPED = 0.3


def drop_characters(text: str, rng: random.Random) -> tuple[str, int]:
    """The last character dropped of 学院 before a body, of 党支部 and of set phrases, at some of their places."""
    return _shorten(SHORTENED, text, rng)


def drop_anywhere(text: str, rng: random.Random) -> tuple[str, int]:
    """The second character of 学院 dropped at some places, whatever stands around it."""
    return _shorten(re.compile("学院"), text, rng)


def _shorten(pattern: re.Pattern[str], text: str, rng: random.Random) -> tuple[str, int]:
    places = [match.end() - 1 for match in pattern.finditer(text) if rng.random() < DROPPED]
    kept = sorted(set(range(len(text))) - set(places))
    return "".join(text[i] for i in kept), len(places)


def settle(text: str) -> str:
    """The text as conversion to traditional script and back leaves it: what both scripts can say."""
    return TO_SIMPLIFIED.convert(TO_TRADITIONAL.convert(text))


LEFT: dict[str, Callable[[str], str]] = {
    "brand": lambda spoiled: spoiled.replace(BRAND, ""),
    "mask": lambda spoiled: spoiled,
    "lost_byte": lambda spoiled: spoiled,
    "dropped": lambda spoiled: spoiled,
}
"""What can be left at best of a text that a destructive class has spoiled."""

DESTRUCTIVE: dict[str, Callable[[str, random.Random], tuple[str, int]]] = {
    "brand": put_brand,
    "mask": mask,
    "lost_byte": drop_bytes,
    "dropped": drop_characters,
}

UNSEEN: dict[str, Callable[[str, random.Random], tuple[str, int]]] = {"dropped": drop_anywhere}
"""Losses that a page may show no sign of: measured, and no share of them promised."""
