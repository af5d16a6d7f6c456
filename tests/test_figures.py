"""The README's pictures are real figures of the sample corpus, and a figure is the same bytes wherever it is drawn."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from chart_checks import check_chart
from dj_analysis.build import BuildReport

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "docs" / "figures"
MOST_BYTES = 120_000
PICTURE = re.compile(r"!\[(?P<words>[^\]]*)\]\((?P<path>[^)]+)\)")
DRAW_ALL = """
import hashlib, pathlib, sys, tempfile
sys.path[:0] = sys.argv[2:]
import test_charts, test_charts_models, test_charts_terms
from dj_analysis.charts import model_anatomy, save, term_network, word_cloud

drawn = {
    "network": lambda: term_network(test_charts_terms.make_network(40)),
    "cloud": lambda: word_cloud(test_charts_terms.make_ranked([f"词语{i}" for i in range(30)]), n_docs=1, n_chars=9),
    "models": lambda: model_anatomy(test_charts_models.ALL),
    **test_charts.CHARTS,
}
with tempfile.TemporaryDirectory() as folder:
    for name in sys.argv[1].split(","):
        for path in save(drawn[name](), pathlib.Path(folder) / "figure"):
            print(name, path.suffix, hashlib.sha256(path.read_bytes()).hexdigest())
"""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = spec_from_file_location("make_figures", ROOT / "scripts" / "make_figures.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_a_readme_names_only_figures_that_exist(readme: str) -> None:
    pictures = list(PICTURE.finditer((ROOT / readme).read_text("utf-8")))
    assert pictures
    for picture in pictures:
        assert (ROOT / picture["path"]).is_file(), picture["path"]
        assert picture["words"], f"{picture['path']} is not described"


def test_the_committed_figures_are_those_that_make_figures_draws(
    script: ModuleType, samples: BuildReport, tmp_path: Path
) -> None:
    figures = script.draw_figures(samples.out)
    script.main(str(samples.out), str(tmp_path / "again"))
    assert {path.name for path in FIGURES.iterdir()} == {f"{stem}.png" for stem in figures}
    for stem, figure in figures.items():
        check_chart(figure)
        script.write_picture(figure, tmp_path / "new.png")
        assert (tmp_path / "new.png").read_bytes() == (tmp_path / "again" / f"{stem}.png").read_bytes()
        with Image.open(FIGURES / f"{stem}.png") as old, Image.open(tmp_path / "new.png") as new:
            assert old.info["Description"] == new.info["Description"] == figure.alt, "run make figures"
            assert old.size == new.size, "run make figures"
        assert (FIGURES / f"{stem}.png").stat().st_size < MOST_BYTES


def digest_figures(names: str, hash_seed: str) -> str:
    command = [sys.executable, "-c", DRAW_ALL, names, str(ROOT / "tests")]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=environment).stdout


@pytest.mark.long
def test_a_figure_is_the_same_bytes_in_every_process() -> None:
    names = "network,cloud,models,keywords,noise of many,clusters,many clusters,themes,refused,unknown school"
    one, other = digest_figures(names, "1"), digest_figures(names, "2")
    assert one.count("\n") == 4 * len(names.split(","))
    assert one == other
