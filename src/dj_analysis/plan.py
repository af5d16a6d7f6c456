"""What a build goes by: the raw folder as it lies there, what the analyst says, and one digest of it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dj_analysis.corpus.listing import ListedFile, Stranger, list_raw
from dj_analysis.errors import DjAnalysisError
from dj_analysis.fingerprints import digest_of, fingerprint_inputs
from dj_analysis.lexicon import find_own_lists


class BuildError(DjAnalysisError):
    """A build that could not be made; the message is one sentence that names the place and the remedy."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not built, and why; ``retry`` where another build, or higher limits, may do better."""

    file: str
    reason: str
    retry: bool = False


@dataclass(frozen=True)
class Plan:
    """What a build goes by.

    ``inputs`` is a digest of rules, word lists and libraries, ``state`` one of everything the tables depend on, files
    by name, size and time.
    """

    raw: Path
    own_lexicons: Path
    listed: tuple[ListedFile, ...]
    strangers: tuple[Stranger, ...]
    given: Mapping[str, Mapping[str, str]]
    corrections: Path | None
    inputs: str
    state: str


def make_plan(raw: Path, metadata: Path | None, corrections: Path | None) -> Plan:
    """List the raw folder and read what stands beside the articles.

    Raises BuildError where there is no such folder, CorpusError for a bad metadata file, LexiconError for
    a word list called like none, CorrectionsError where the corrections named are not there.
    """
    if not raw.is_dir():
        raise BuildError(f"{raw}: is no folder; name the folder with your saved articles with --raw")
    path = metadata or raw / "metadata.csv"
    given: Mapping[str, Mapping[str, str]] = {}
    if path.is_file():
        from dj_analysis.corpus.metadata import load_metadata  # noqa: PLC0415

        given = load_metadata(path)
    listed, strangers = list_raw(raw)
    own_lexicons = raw.parent / "lexicons"
    find_own_lists(own_lexicons)
    corrections = _find_corrections(raw, corrections)
    files = "\n".join(f"{f.name}\0{f.size}\0{f.mtime_ns}" for f in listed)
    said = [p.read_bytes() if p and p.is_file() else b"" for p in (path, corrections)]
    inputs = fingerprint_inputs(own_lexicons)
    state = digest_of(inputs, *said, files, "\n".join(printable(s.name) for s in strangers))
    return Plan(raw, own_lexicons, tuple(listed), tuple(strangers), given, corrections, inputs, state)


def check_places(raw: Path, out: Path) -> None:
    """Raise BuildError where the tables would lie among the articles: the next build would read its own texts."""
    if out.resolve().is_relative_to(raw.resolve()):
        where = "is the folder with the articles" if out.resolve() == raw.resolve() else f"lies inside {raw}"
        raise BuildError(f"{out}: {where}, where tables would be read as articles; name a folder outside with --out")


def _find_corrections(raw: Path, given: Path | None) -> Path | None:
    beside = raw.parent / "corrections.csv"
    if given is None and not beside.is_file():
        return None
    from dj_analysis.corrections import find_corrections  # noqa: PLC0415 - loads pandas, only where there are any

    return find_corrections(raw, given)


def refuse(stranger: Stranger) -> Skipped:
    """Why something that is no article is left out."""
    name = printable(stranger.name)
    return Skipped(name, f"{name}: {stranger.why}")


def printable(name: str) -> str:
    """A file name as Unicode on one line, whatever it is made of."""
    shown = name.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)
