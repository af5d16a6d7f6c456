"""Spoil the five clean sample articles the way pages saved from the web are spoiled.

The clean sources beside this script are our own writing. Each noise class is one small function; the seed is fixed,
so the same sources always give the same bytes. Two things come out of a source: the page as it would be saved
(`data/raw`), and the body that a careful reader could still recover from that page (`clean_bodies`), in which lost
characters stay lost. Nothing here uses the package: what the package makes of the pages has to be its own merit.

Run `python tests/samples/spoil.py` to write both folders again.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import opencc
import pypinyin

SAMPLES = Path(__file__).resolve().parent
CLEAN_BODIES = SAMPLES / "clean_bodies"
RAW_FOLDER = SAMPLES.parent.parent / "data" / "raw"
SEED = 26  # under this seed one ü is spelt v, and the character behind the lost byte is among the glossed

SECTION = re.compile(r"^---- (\w+)$", re.MULTILINE)
SLIP_ARROW = " => "
HAN = re.compile(r"[\u4e00-\u9fff]")
HAN_RUN = re.compile(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]")
INNER_STOP = re.compile("。(?=[^”\n])")
EN_SPACE, NBSP = "\u2002", "\u00a0"
TONELESS, TONED = pypinyin.Style.NORMAL, pypinyin.Style.TONE

# Saved pages keep 、。“”《》【】 and ①②③ but have these six in their ASCII form.
HALF_WIDTH = str.maketrans("，：；？！（）", ",:;?!()")
# The page that was the model keeps these simplified, or has the commoner of two traditional forms.
LEFT_SIMPLIFIED = str.maketrans("鬥範餘於爲佈纔覈藉鍊裏", "斗范余于為布才核借煉里")
# GB 18030 maps more byte pairs than GBK, among them the private-use ones a damaged page shows.
SLIP_CODEC = "gb18030"

SHARE_LOST_FINAL_STOPS = 0.3  # 5 of 17 paragraphs on the page that was the model
SHARE_LOST_INNER_STOPS = 0.1
SHARE_NBSP_LINES = 0.5
SHARE_GLOSSED = 0.4  # 27 to 49 % of the Han characters of a paragraph
SHARE_REPEATED = 0.45
MOST_REPEATS = 6
SHARE_TONED = 0.5

Sections = Mapping[str, str]


class Spoiled(NamedTuple):
    """What one source gives: the saved page, and the body that can still be read off it."""

    page: str
    body: str


def read_sections(path: Path) -> Sections:
    """Split a source into its named sections (front, body, back, slips, ...)."""
    parts = SECTION.split(path.read_text(encoding="utf-8"))
    return {name: text.strip("\n") for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def fold_width(text: str) -> str:
    """Turn the full-width forms of ASCII punctuation into ASCII."""
    return text.translate(HALF_WIDTH)


def make_slips(text: str, slips: str) -> str:
    """Put each listed slip (lost characters, a lost quote, a brand for a name) in place of the right wording."""
    for slip in slips.splitlines():
        before, after = slip.split(SLIP_ARROW)
        text = text.replace(before, after)
    return text


def is_heading(line: str) -> bool:
    """Tell a heading or caption from a paragraph: it does not end like a sentence."""
    return not line.endswith(("。", "！", "？", "："))


def drop_stops(paragraph: str, rng: random.Random) -> str:
    """Lose some full stops: now and then the last one, more rarely one inside."""
    kept = INNER_STOP.sub(lambda stop: "" if rng.random() < SHARE_LOST_INNER_STOPS else stop.group(), paragraph)
    return kept.removesuffix("。") if rng.random() < SHARE_LOST_FINAL_STOPS else kept


def space_out(lines: Sequence[str], rng: random.Random) -> str:
    """Put blank lines, now and then one holding a NBSP, between the lines."""
    return "\n\n".join(line + f"\n\n{NBSP}" * (rng.random() < SHARE_NBSP_LINES) for line in lines)


def split_paragraphs(text: str) -> list[str]:
    """Give the lines that hold text."""
    return [line for line in text.splitlines() if line]


def read_aloud(text: str, style: pypinyin.Style) -> list[str]:
    """Give the reading of every character in its context; a character without one stands for itself."""
    return [sound for run in HAN_RUN.findall(text) for sound in pypinyin.lazy_pinyin(run, style=style)]


def gloss(shown: str, readings: Sequence[str], repeats: Mapping[str, int]) -> str:
    """Write the reading in brackets behind the chosen characters, as many times as asked."""
    return "".join(char + f"({sound})" * repeats.get(char, 0) for char, sound in zip(shown, readings, strict=True))


def choose_repeats(paragraph: str, rng: random.Random) -> dict[str, int]:
    """Choose the glossed characters of one paragraph, with one repeat count for each.

    A character that occurs several times may carry its reading several times over, never more often than it occurs:
    that is what a replacement run once per occurrence leaves behind.
    """
    return {
        char: min(count, MOST_REPEATS) if rng.random() < SHARE_REPEATED else 1
        for char, count in Counter(HAN.findall(paragraph)).items()
        if rng.random() < SHARE_GLOSSED
    }


def choose_toned(simplified: str, traditional: str, rng: random.Random) -> dict[str, int]:
    """Choose, once for the page, which of the converted characters carry their reading."""
    converted = dict.fromkeys(new for old, new in zip(simplified, traditional, strict=True) if old != new)
    return {char: 1 for char in converted if rng.random() < SHARE_TONED}


def slip_bytes(text: str) -> str:
    r"""Lose the first byte of the text, so that the GBK bytes behind it pair up wrongly.

    >>> ascii(slip_bytes("校—家庭—學"))
    "'?\\uff01\\ue01b\\u5f5d\\u30a1\\u7359W'"
    """
    return "?" + text.encode(SLIP_CODEC)[1:].decode(SLIP_CODEC)


def spoil_brand_page(source: Sections, rng: random.Random) -> Spoiled:
    """A betting brand for the school, lost characters, quotes and stops, odd indents, sign-off, a stray `?`."""
    shown: list[str] = []
    kept: list[str] = []
    for line in split_paragraphs(make_slips(source["body"], source["slips"])):
        damaged = line if is_heading(line) else drop_stops(line, rng)
        shown.append(damaged if is_heading(line) else EN_SPACE * 4 + damaged)
        kept.append(damaged.replace(source["brand"], ""))
    front = make_slips(source["front"], source["slips"]).replace("  ", NBSP * 2)
    page = "\n\n".join([front, space_out(shown, rng), source["back"]])
    return Spoiled(page=page + "\n?", body="\n".join(kept))


def spoil_glossed_page(source: Sections, rng: random.Random) -> Spoiled:
    """Toneless pinyin in brackets behind many characters of each paragraph; no metadata at all."""
    paragraphs = split_paragraphs(source["body"])
    glossed = [gloss(line, read_aloud(line, TONELESS), choose_repeats(line, rng)) for line in paragraphs]
    return Spoiled(page="\n".join([source["front"], *glossed]), body="\n".join(paragraphs))


def spoil_doubled_page(source: Sections, _: random.Random) -> Spoiled:
    """The article twice, navigation between the copies, app notice and copyright block behind them."""
    body = "\n\n".join(
        line.replace(" ", NBSP + " ") if is_heading(line) else line for line in split_paragraphs(source["body"])
    )
    parts = [source["front"], body, source["between"], body, source["back"]]
    return Spoiled(page="\n\n".join(parts), body="\n".join(split_paragraphs(body)))


def spoil_converted_page(source: Sections, rng: random.Random) -> Spoiled:
    """Traditional script with toned pinyin, one GBK slip, a lost quote; the asterisks stand in the source."""
    body = make_slips(source["body"], source["slips"])
    simplified = source["front"] + "\n\n" + body.strip()
    traditional = opencc.OpenCC("s2t").convert(simplified).translate(LEFT_SIMPLIFIED)
    toned = choose_toned(simplified, traditional, rng)
    page = gloss(traditional, read_aloud(simplified, TONED), toned)
    page = page.replace(source["lost_byte"], slip_bytes(source["lost_byte"]))
    return Spoiled(page=page, body="\n".join(split_paragraphs(body)))


def spoil_plain_page(source: Sections, _: random.Random) -> Spoiled:
    """A bracketed subtitle glued to the first paragraph."""
    page = source["front"] + "\n" + source["subtitle"] + source["body"]
    return Spoiled(page=page, body=source["body"])


SPOILERS: Mapping[str, Callable[[Sections, random.Random], Spoiled]] = {
    "000_dianzi_keji": spoil_brand_page,
    "001_changchun_keji": spoil_glossed_page,
    "002_chongqing_ershi": spoil_doubled_page,
    "003_sanchuangxin": spoil_converted_page,
    "004_shangmao_xi": spoil_plain_page,
}


def spoil_sample(stem: str) -> Spoiled:
    """Spoil one sample; the seed hangs on its name, so that no sample depends on another."""
    source = read_sections(SAMPLES / f"{stem}.txt")
    spoiled = SPOILERS[stem](source, random.Random(f"{SEED}-{stem}"))
    return Spoiled(*map(fold_width, spoiled))


def write_samples() -> None:
    """Write every page into the raw folder and every body beside the sources."""
    for stem in SPOILERS:
        spoiled = spoil_sample(stem)
        (RAW_FOLDER / f"{stem}.txt").write_text(spoiled.page, encoding="utf-8", newline="\n")
        (CLEAN_BODIES / f"{stem}.txt").write_text(spoiled.body + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_samples()
