"""What cleaning costs beside jieba.lcut on the same text, and how its cost grows with the length of a page.

``python benchmarks/cleaning.py [FOLDER…]`` prints the tables, with the pages of the folders beside the generated ones.
"""

from __future__ import annotations

import logging
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import jieba

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from corpus import make_page, write_article

import noise
from dj_analysis.cleaning import clean_document
from dj_analysis.corpus import find_files, make_document, read_document
from dj_analysis.lexicon import Lexicon, load_lexicon
from dj_analysis.records import Document

ARTICLES = 60
ROUNDS = 5
"""Each article is done so often and its least time taken: other work on the machine only ever adds."""

LENGTHS = (1, 10, 100)
"""Articles joined to one page."""

KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "clean": lambda text, rng: text,
    "readings": noise.annotate_toneless,
    "traditional with readings": noise.annotate_toned,
    "slipped bytes": noise.slip_bytes,
    "misread": noise.misread_utf8,
    "wrapped": noise.wrap_lines,
    "saved twice": noise.double_page,
}


def seconds(do: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Least CPU seconds of one call."""
    found = []
    for _ in range(rounds):
        begun = time.process_time()
        do()
        found.append(time.process_time() - begun)
    return min(found)


def make_sets(folders: Sequence[Path]) -> dict[str, list[Document]]:
    """Articles as they are, spoiled in every way, as the benchmark's corpus has them, and those of the folders."""
    texts = [write_article(i) for i in range(ARTICLES)]
    sets = {
        name: [
            make_document(spoil(t, random.Random(i)).encode(), "a.txt") for i, t in enumerate(texts[: ARTICLES // 3])
        ]
        for name, spoil in KINDS.items()
    }
    sets["as in the corpus"] = [make_document(data, name) for name, data in map(make_page, range(ARTICLES))]
    return sets | {str(folder): [read_document(p, folder) for p in find_files(folder)] for folder in folders}


def tell_cost(sets: dict[str, list[Document]], lexicon: Lexicon) -> Iterator[str]:
    """The table of costs: microseconds a character, and times jieba.lcut on what cleaning reads and on what it leaves."""
    yield "| pages | characters | left | µs a character | times jieba.lcut on the page | on the clean text |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name, documents in sets.items():
        cleaned = [clean_document(document, lexicon).clean for document in documents]
        own = sum(seconds(lambda d=d: clean_document(d, lexicon)) for d in documents)
        page = sum(seconds(lambda d=d: jieba.lcut(d.raw)) for d in documents)
        left = sum(seconds(lambda t=t: jieba.lcut(t)) for t in cleaned)
        size, kept = sum(len(d.raw) for d in documents), sum(map(len, cleaned))
        yield f"| {name} | {size:,} | {kept:,} | {own / size * 1e6:.2f} | {own / page:.2f} | {own / left:.2f} |"


def tell_growth(lexicon: Lexicon) -> Iterator[str]:
    """The table of growth: microseconds a character of pages of one, ten and a hundred articles."""
    yield "| page | " + " | ".join(f"{n} article{'s' * (n > 1)}" for n in LENGTHS) + " |"
    yield "| --- |" + " ---: |" * len(LENGTHS)
    for name, spoil in KINDS.items():
        told = []
        for count in LENGTHS:
            text = "\n".join(spoil(write_article(i), random.Random(i)) for i in range(count))
            document = make_document(text.encode(), "a.txt")
            rounds = max(1, ROUNDS // count)
            told.append(f"{seconds(lambda d=document: clean_document(d, lexicon), rounds) / len(text) * 1e6:.2f}")
        yield f"| {name} | {' | '.join(told)} |"


def tell_cleaning(folders: Sequence[Path] = ()) -> Iterator[str]:
    """Both tables."""
    logging.getLogger("jieba").setLevel(logging.CRITICAL)
    jieba.initialize()
    lexicon = load_lexicon()
    yield from tell_cost(make_sets(folders), lexicon)
    yield ""
    yield "CPU µs a character by the length of the page:\n"
    yield from tell_growth(lexicon)


if __name__ == "__main__":
    for line in tell_cleaning([Path(name) for name in sys.argv[1:]]):
        print(line, flush=True)
