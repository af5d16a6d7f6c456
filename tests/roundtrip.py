"""Clean articles spoiled in known ways and cleaned again, measured class by class.

``python tests/roundtrip.py`` prints the tables of docs/quality.md; tests/test_cleaning_roundtrip.py runs a small part
of it always and all of it in the long suite.
"""

from __future__ import annotations

import difflib
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import corpus  # noqa: E402

import noise  # noqa: E402
from dj_analysis.cleaning import clean_document  # noqa: E402
from dj_analysis.corpus import make_document  # noqa: E402
from dj_analysis.lexicon import Lexicon, load_lexicon  # noqa: E402
from dj_analysis.records import Article  # noqa: E402

Spoil = Callable[[str, random.Random], tuple[str, int]]
READ = ("title", "heading", "body", "caption")
SINGLES = {**noise.REVERSIBLE, "fold": noise.fold_width}
NOT_IN_PAIRS = frozenset({"slip"})
"""Measured by itself: what of it can be restored is decided place by place."""

NOT_FIRST = frozenset({"misread", "doubled"})
"""Bytes are misread when a page is saved, and whole pages are saved twice: nothing of the page's making comes later."""

NOT_PAIRED = frozenset({("toneless", "toned"), ("toned", "toneless"), ("wrapped", "indents"), ("wrapped", "wrapped")})
"""No page has readings of two scripts, or an indent and a blank line for every wrapped line."""

PAIRS = tuple(
    pair
    for pair in permutations([name for name in SINGLES if name not in NOT_IN_PAIRS], 2)
    if pair[0] not in NOT_FIRST and pair not in NOT_PAIRED
)


FULL, SMALL = (12, 4, 30), (1, 1, 3)
"""Documents of each single class, pair and destructive class: 516 in all, and 91."""


@dataclass
class Outcome:
    """What became of the documents of one class."""

    documents: int = 0
    characters: int = 0
    wrong: int = 0
    places: int = 0
    marked: int = 0
    restored: int = 0
    refused: int = 0
    beside: int = 0

    @property
    def share(self) -> float:
        """Characters that are as in the original."""
        return 1 - self.wrong / max(1, self.characters)


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


def clean(text: str) -> Article:
    return clean_document(make_document(text.encode("utf-8", "surrogatepass"), "page.txt"), lexicon())


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text).translate(noise.FOLD)


def read(article: Article) -> str:
    return flat("".join(article.clean[p.start : p.end] for p in article.passages if p.region in READ))


@cache
def text_of(number: int) -> str:
    """A generated article, in the script that conversion there and back leaves."""
    return noise.settle(corpus.write_article(number).strip())


def core(text: str) -> str:
    """What an extractor is to read of an article: all but its second line, which is metadata."""
    title, _, *body = text.split("\n")
    return flat("\n".join([title, *body]))


def count_wrong(got: str, want: str) -> int:
    """Characters that differ, by the longest common blocks."""
    if got == want:
        return 0
    blocks = difflib.SequenceMatcher(None, got, want, autojunk=False).get_matching_blocks()
    return max(len(got), len(want)) - sum(block.size for block in blocks)


def measure_reversible(names: tuple[str, ...], numbers: range) -> Outcome:
    """Documents spoiled by the named classes one after the other."""
    out = Outcome()
    for number in numbers:
        text = text_of(number)
        spoiled = text
        for step, name in enumerate(names):
            spoiled = SINGLES[name](spoiled, random.Random(number + step))
        out.documents += 1
        out.characters += len(core(text))
        out.wrong += count_wrong(read(clean(spoiled)), core(text))
    return out


def measure_slips(numbers: range) -> Outcome:
    """Places where bytes slipped: restored, marked as lost, or left as they were (refused)."""
    out = Outcome()
    for number in numbers:
        text = text_of(number)
        article = clean(noise.slip_bytes(text, random.Random(number)))
        got, want = (one.translate(noise.FOLD).replace("\u3000", " ") for one in (article.clean, text))
        marked = [range(max(0, d.start - 1), d.end + 1) for d in article.damages if d.kind == "lost_byte"]
        out.documents += 1
        out.characters += len(want)
        changed = {edit.raw_start for edit in article.edits if "slip" in edit.rule and edit.before.startswith("?")}
        out.restored += len(changed)
        matcher = difflib.SequenceMatcher(None, got, want, autojunk=False)
        for kind, a, b, _, _ in matcher.get_opcodes():
            if kind == "equal":
                continue
            if "?" in got[max(0, a - 1) : b + 1]:
                out.refused += 1
            elif any(a <= place.stop and place.start <= b for place in marked):
                out.marked += 1
            else:
                out.wrong += 1
    out.places = out.restored + out.refused
    return out


def measure_destructive(name: str, numbers: range, spoil: Spoil | None = None) -> Outcome:
    """Places that lost something: marked or not, and characters beside them that changed."""
    spoil = spoil or noise.DESTRUCTIVE[name]
    out = Outcome()
    for number in numbers:
        text = text_of(number)
        title, metadata, body = text.split("\n", 2)
        spoiled, places = spoil(f"{title}\n{body}", random.Random(number))
        spoiled = spoiled.replace("\n", f"\n{metadata}\n", 1)
        before = Counter(damage.kind for damage in clean(text).damages)
        article = clean(spoiled)
        after = Counter(damage.kind for damage in article.damages)
        out.documents += 1
        out.characters += len(core(text))
        out.places += places
        out.marked += min(places, after[name] - before[name])
        out.beside += count_wrong(read(article), core(noise.LEFT[name](spoiled)))
    return out


def measure_all(singles: int, pairs: int, destructive: int) -> Iterator[tuple[str, Outcome]]:
    """Every class with its outcome; the numbers say how many documents each gets."""
    first = 0
    for name in SINGLES:
        if name not in NOT_IN_PAIRS:
            yield name, measure_reversible((name,), range(first, first + singles))
            first += singles
    for pair in PAIRS:
        yield " then ".join(pair), measure_reversible(pair, range(first, first + pairs))
        first += pairs
    yield "slip", measure_slips(range(first, first + destructive))
    for name in noise.DESTRUCTIVE:
        yield name, measure_destructive(name, range(first, first + destructive))
    for name, spoil in noise.UNSEEN.items():
        yield f"{name}, anywhere", measure_destructive(name, range(first, first + destructive), spoil)


def tell(found: list[tuple[str, Outcome]]) -> Iterator[str]:
    """The tables of docs/quality.md."""
    yield "| spoiled by | documents | characters | as in the original |"
    yield "| --- | --- | --- | --- |"
    for name, out in found:
        if name in SINGLES and name not in NOT_IN_PAIRS:
            yield f"| {name} | {out.documents} | {out.characters:,} | {out.share:.3%} |"
    pairs = [(name, out) for name, out in found if " then " in name]
    total = Outcome(*(sum(getattr(out, field) for _, out in pairs) for field in ("documents", "characters", "wrong")))
    worst_name, worst = min(pairs, key=lambda pair: pair[1].share)
    yield f"| {len(pairs)} pairs of these | {total.documents} | {total.characters:,} | {total.share:.3%} |"
    yield f"| the worst pair: {worst_name} | {worst.documents} | {worst.characters:,} | {worst.share:.3%} |"
    yield ""
    yield "| lost by | documents | places | marked | changed beside them |"
    yield "| --- | --- | --- | --- | --- |"
    for name, out in found:
        if name.split(",")[0] in noise.DESTRUCTIVE:
            yield f"| {name} | {out.documents} | {out.places} | {out.marked / out.places:.1%} | {out.beside} |"
    slips = dict(found)["slip"]
    yield ""
    yield (
        f"Slipped bytes: {slips.places} places in {slips.documents} documents; {slips.restored} re-read, of which "
        f"{slips.marked} wrongly and marked as lost, {slips.wrong} wrongly without a mark; {slips.refused} refused."
    )


if __name__ == "__main__":
    print("\n".join(tell(list(measure_all(*FULL)))))
