"""What is fuzzed: each target takes any bytes, does one thing with them, and checks what must always hold.

Errors the library promises are no findings; everything else is. ``tests/test_fuzz.py`` replays seeds and findings.
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

if str(Path(__file__).parents[2] / "src") not in sys.path:
    sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from dj_analysis.cleaning import clean_document
from dj_analysis.cleaning.edits import apply_edits
from dj_analysis.cleaning.passages import wrap_text
from dj_analysis.corpus import CorpusError, load_metadata, make_document
from dj_analysis.corrections import COLUMNS, CorrectionsError, format_corrections, read_corrections
from dj_analysis.exports import make_arrow
from dj_analysis.extraction import EXTRACTORS, extract
from dj_analysis.lexicon import Lexicon, load_lexicon
from dj_analysis.packing import make_block
from dj_analysis.records import Article, Document
from dj_analysis.rows import make_article_rows
from dj_analysis.segmentation import Segmenter

HERE = Path(__file__).parent
SEEDS, FOUND = HERE / "seeds", HERE / "found"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class BrokenPromiseError(AssertionError):
    """What must always hold does not."""


def hold(condition: object, what: str) -> None:
    """Raise BrokenPromiseError, whether or not Python runs with assertions."""
    if not condition:
        raise BrokenPromiseError(what)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    return load_lexicon()


@lru_cache(maxsize=1)
def segmenter() -> Segmenter:
    return Segmenter(lexicon(), ["1+2+2+6+N", "书记有约"])


def read(data: bytes, name: str) -> Document | None:
    try:
        return make_document(data, name)
    except CorpusError as error:
        hold(
            str(error).startswith(name) and "\n" not in str(error), f"an error of one line that names the file: {error}"
        )
        return None


def decoding(data: bytes) -> None:
    """Bytes of a text file: decoded as they are, or refused."""
    document = read(data, "a.txt")
    hold(document is None or document.raw.strip(), "text")


def markup(data: bytes) -> None:
    """Bytes of a saved page, cleaned."""
    if document := read(data, "a.html"):
        check_article(clean_document(document, lexicon(), {}))


def word(data: bytes) -> None:
    """A Word file: the bytes themselves, or as the text of a paragraph, or as the whole document part."""
    read(data, "a.docx")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("[Content_Types].xml", (SEEDS / "word" / "types.xml").read_bytes())
        packed.writestr("_rels/.rels", (SEEDS / "word" / "relations.xml").read_bytes())
        packed.writestr("word/document.xml", data)
    read(buffer.getvalue(), "b.docx")


def pdf(data: bytes) -> None:
    """A PDF file."""
    read(data, "a.pdf")


def cleaning(data: bytes) -> None:
    """Any text, cleaned: edits replay, passages part it, and what is clean stays as it is."""
    document = Document("0" * 16, "a.txt", "0" * 64, "utf-8", data.decode("utf-8", "replace"))
    article = clean_document(document, lexicon(), {})
    check_article(article)


def check_article(article: Article) -> None:
    raw, clean = article.document.raw, article.clean
    hold(apply_edits(raw, article.edits) == clean, "edits replayed on raw give clean")
    hold("".join(clean[p.start : p.end] for p in article.passages) == clean, "passages part the clean text")
    hold(all(0 <= d.start <= d.end <= len(clean) for d in article.damages), "damages lie in the text")


def make_extractor(name: str) -> Callable[[bytes], None]:
    """A target for one extractor: its rows quote the text."""

    def target(data: bytes) -> None:
        article = wrap_text(data.decode("utf-8", "replace"))
        for row in EXTRACTORS[name](article, lexicon()):
            hold(0 <= row.start < row.end <= len(article.clean), f"{name}: a row has a place")
            for mention in getattr(row, "mentions", ()):
                hold(0 <= mention.start < mention.end <= len(article.clean), f"{name}: a mention has a place")

    target.__doc__ = f"Any text through the extractor of {name}."
    return target


def tables(data: bytes) -> None:
    """Any text through everything: rows are as the schema declares them, and each quotes the saved page."""
    document = Document("0" * 16, "a.txt", "0" * 64, "utf-8", data.decode("utf-8", "replace"))
    article = clean_document(document, lexicon(), {})
    block = make_block(make_article_rows(article, extract(article, lexicon())))
    for name, columns in block.items():
        made = make_arrow(name, columns)
        if "quote" in made.column_names:
            for row in made.select(["start", "end", "quote"]).to_pylist():
                hold(article.clean[row["start"] : row["end"]] == row["quote"], f"{name}: a quote stands where it says")


def tokens(data: bytes) -> None:
    """Any text through segmentation: tokens stand where they say, and only white space between them."""
    text = data.decode("utf-8", "replace")
    at = 0
    for token in segmenter().tokens(text):
        hold(text[token.start : token.end] == token.text, "a token stands where it says")
        hold(not text[at : token.start].strip(), "nothing is lost between tokens")
        at = token.end
    hold(not text[at:].strip(), "nothing is lost after the last token")


def metadata(data: bytes) -> None:
    """Bytes of metadata.csv: read, or refused in one sentence."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "metadata.csv")
        path.write_bytes(data)
        try:
            load_metadata(path)
        except CorpusError as error:
            hold("\n" not in str(error), "one line")


def corrections(data: bytes) -> None:
    """Bytes of corrections.csv: read line by line, or refused; what is read can be written and read again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "corrections.csv")
        path.write_bytes(data)
        try:
            found, problems = read_corrections(path)
        except CorrectionsError as error:
            hold("\n" not in str(error), "one line")
            return
        hold(all(p.text for p in problems), "a reason for every line not read")
        path.write_text(",".join(COLUMNS) + "\n" + format_corrections(found), "utf-8-sig", newline="")
        again, _ = read_corrections(path)
        hold(len(again) == len(found), "corrections are written as they are read")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "decoding": decoding,
    "markup": markup,
    "word": word,
    "pdf": pdf,
    "cleaning": cleaning,
    **{name: make_extractor(name) for name in EXTRACTORS},
    "tables": tables,
    "tokens": tokens,
    "metadata": metadata,
    "corrections": corrections,
}
TEXTS = frozenset({"cleaning", "tables", "tokens", *EXTRACTORS})
"""Targets that share the seeds of texts."""


def list_seeds(name: str) -> list[Path]:
    """Seeds and findings of a target."""
    folders = [SEEDS / ("texts" if name in TEXTS else name), FOUND / name]
    return sorted(p for folder in folders if folder.is_dir() for p in folder.iterdir() if p.is_file())


def make_words() -> Sequence[str]:
    """Words of the lexicons, from which a fuzzer makes texts that get far."""
    wanted = (
        "approximators",
        "boilerplate",
        "honor_heads",
        "honor_verbs",
        "initiative_heads",
        "initiative_verbs",
        "levels",
        "media",
        "metadata_labels",
        "model_cues",
        "model_heads",
        "organisation_heads",
        "policy_slogans",
        "units",
    )
    return sorted({row["term"] for name in wanted for row in _rows(name)})


def lexicon_folder() -> Path:
    import dj_analysis.lexicon as module  # noqa: PLC0415

    return Path(module.__file__).parent / "lexicons"


def _rows(name: str) -> list[dict[str, Any]]:
    with (lexicon_folder() / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
