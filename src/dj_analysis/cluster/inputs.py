"""What stands beside the articles, brought to the leading process: metadata, corrections, word lists."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dj_analysis.cluster.places import list_files, read_bytes
from dj_analysis.cluster.processing import OwnLists
from dj_analysis.corpus import load_metadata
from dj_analysis.corrections import Correction, Outcome, read_corrections
from dj_analysis.fingerprints import fingerprint_stages
from dj_analysis.lexicon import load_lexicon


@dataclass(frozen=True)
class Inputs:
    """What the analyst says of the corpus, and the fingerprints of the stages with it."""

    given: Mapping[str, Mapping[str, str]]
    corrections: tuple[Correction, ...]
    problems: tuple[Outcome, ...]
    own_lists: OwnLists
    prints: Mapping[str, str]
    lexicons: str


def read_inputs(raw: str, metadata: str | None, corrections: str | None) -> Inputs:
    """Read what stands in and beside the raw folder, or where it is named.

    Raises CorpusError, LexiconError or CorrectionsError for what cannot be read, ClusterError for a bad place.
    """
    beside = raw.rpartition("/")[0]
    names = list_files(f"{beside}/lexicons", ".csv") if beside else []
    lists = tuple((name, read_bytes(f"{beside}/lexicons/{name}") or b"") for name in names)
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder, "lexicons")
        own.mkdir()
        for name, data in lists:
            (own / name).write_bytes(data)
        lexicon = load_lexicon(own)
        prints = fingerprint_stages(lexicon, own)
        given = load_metadata(_fetch(metadata or f"{raw}/metadata.csv", Path(folder, "metadata.csv")))
        path = _fetch(corrections or f"{beside}/corrections.csv", Path(folder, "corrections.csv"))
        found, problems = read_corrections(path) if path.is_file() else ([], [])
    return Inputs(given, tuple(found), tuple(problems), lists, prints, lexicon.fingerprint)


def _fetch(url: str, path: Path) -> Path:
    data = read_bytes(url)
    if data is not None:
        path.write_bytes(data)
    return path
