"""What several tests share: the built sample corpus and, where they lie beside the project, the real articles."""

from __future__ import annotations

from pathlib import Path

import pytest

import dj_analysis as dj
from dj_analysis.build import BuildReport
from dj_analysis.lexicon import Lexicon

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return dj.load_lexicon()


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    """The five sample articles of data/raw, built once."""
    return dj.build(ROOT / "data" / "raw", tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    """The five real articles, built once; they belong to their publishers and are not part of the project."""
    if not (REAL / "articles").is_dir():
        pytest.skip("the real articles do not lie beside the project")
    return dj.build(REAL / "articles", tmp_path_factory.mktemp("real"))
