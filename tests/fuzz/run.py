"""Fuzz one target for a while: python tests/fuzz/run.py TARGET SECONDS FOLDER; what it finds is left in FOLDER.

``python tests/fuzz/run.py all SECONDS FOLDER`` runs every target in a process of its own and prints a table.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
MOST_BYTES = 3000
"""A paragraph or two: an error that needs more text than that is one of size, which other tests look for."""
SLOW_SECONDS = 20
"""An input that takes longer is a finding; the machine may be busy."""


def fuzz(name: str, seconds: int, folder: Path) -> None:
    """Fuzz until the time is over or something is found; ends the process."""
    import atheris  # noqa: PLC0415

    with atheris.instrument_imports(include=["dj_analysis"]):
        from targets import TARGETS, list_seeds, make_words  # noqa: PLC0415

    inputs = folder / name
    inputs.mkdir(parents=True, exist_ok=True)
    for path in list_seeds(name):
        shutil.copy(path, inputs / f"{path.parent.name}-{path.name}")
    words = folder / "words.dict"
    words.write_text("".join(f'"{escape(word)}"\n' for word in make_words()), "ascii")
    options = [
        f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}", f"-timeout={SLOW_SECONDS}", f"-dict={words}",
        f"-artifact_prefix={folder}/{name}-", "-print_final_stats=1", "-rss_limit_mb=4096", "-verbosity=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(inputs)], TARGETS[name])
    atheris.Fuzz()


def escape(word: str) -> str:
    """A word as libFuzzer's dictionaries write it."""
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


def run_all(seconds: int, folder: Path) -> int:
    """Fuzz every target, print executions and findings of each; the number of targets with a finding."""
    from targets import TARGETS  # noqa: PLC0415

    failed = 0
    print(f"{'target':<16}{'executions':>12}{'coverage':>10}  findings")
    for name in TARGETS:
        done = subprocess.run(
            [sys.executable, __file__, name, str(seconds), str(folder)], capture_output=True, text=True, check=False,
            errors="replace",
        )  # fmt: skip
        text = done.stdout + done.stderr
        runs = re.search(r"number_of_executed_units:\s*(\d+)", text)
        covered = re.findall(r"cov: (\d+)", text)
        found = sorted(p.name for p in folder.glob(f"{name}-*") if p.is_file())
        shown = ", ".join(found) or ("-" if done.returncode == 0 else f"ended with {done.returncode}")
        print(f"{name:<16}{runs[1] if runs else '?':>12}{covered[-1] if covered else '?':>10}  {shown}", flush=True)
        (folder / f"{name}.log").write_text(text[-20000:], "utf-8")
        failed += bool(found) or done.returncode != 0
    return failed


if __name__ == "__main__":
    target, duration, place = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    place.mkdir(parents=True, exist_ok=True)
    if target == "all":
        sys.exit(run_all(duration, place))
    fuzz(target, duration, place)
