"""Measures the analyses on 20,000 made articles, taken as clean text, without building them.

    python benchmarks/analyses.py [--count 20000]

Prints CPU seconds (others may share the machine), times the segmentation of the same text, and the peak of memory.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import pandas as pd
import sklearn.cluster
import sklearn.decomposition
import sklearn.feature_extraction.text  # noqa: F401 - loaded before anything is timed
from corpus import write_article

from dj_analysis import analysis
from dj_analysis.analysis.reuse import find_formulas, find_shared_passages, measure_formulas
from dj_analysis.lexicon import load_lexicon
from dj_analysis.segmentation import Segmenter


def make_passages(count: int) -> pd.DataFrame:
    rows = []
    for i in range(count):
        text, start = write_article(i), 0
        for number, line in enumerate(text.splitlines(keepends=True)):
            rows.append((f"{i:06}", f"校{i % 400}", f"{i:06}-{number}", number, "body", start, start + len(line), line))
            start += len(line)
    columns = ["doc_id", "school", "passage_id", "position", "region", "start", "end", "text"]
    return pd.DataFrame(rows, columns=columns)


class Clock:
    """Prints how long each step takes, also as times the first one."""

    def __init__(self) -> None:
        self.first = 0.0

    def run(self, name: str, step: Callable[[], object]) -> object:
        begun = time.process_time()
        result = step()
        seconds = time.process_time() - begun
        self.first = self.first or seconds
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"| {name} | {seconds:.1f} | {seconds / self.first:.2f} | {peak:.1f} |", flush=True)
        return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    passages = make_passages(parser.parse_args().count)
    segmenter, clock = Segmenter(load_lexicon()), Clock()
    print("| step | seconds | times segmentation | peak GB so far |\n| --- | ---: | ---: | ---: |")
    clock.run("segmentation alone", lambda: sum(len(segmenter.tokens(text)) for text in passages["text"]))
    counts = clock.run("count_terms (segmentation and counting)", lambda: analysis.count_terms(passages, segmenter))
    sizes = analysis.measure_texts(passages)
    clock.run("rank_terms", lambda: analysis.rank_terms(counts, sizes))
    matrix = clock.run("make_matrix", lambda: analysis.make_matrix(counts))
    clock.run("weigh_matrix (TF-IDF fit)", lambda: analysis.weigh_matrix(matrix))
    clustering = clock.run("cluster_units", lambda: analysis.cluster_units(counts, unit="doc_id"))
    print(f"<!-- {clustering.method}: {clustering.reason or len(clustering.clusters)} -->")
    clock.run("measure_formulas", lambda: measure_formulas(passages))
    clock.run("find_shared_passages", lambda: find_shared_passages(passages))
    clock.run("find_formulas", lambda: find_formulas(passages))


if __name__ == "__main__":
    main()
