"""How often the rows of a table are right, judged from a sample, with an interval."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dj_analysis.schema import TABLES

Z_95 = 1.959963984540054
"""Two-sided 95 % of the normal distribution."""


def wilson_interval(right: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """The Wilson score interval of a share; the whole range where nothing was judged.

    Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    >>> [round(end, 4) for end in wilson_interval(90, 100)]
    [0.8256, 0.9448]
    """
    if not n:
        return 0.0, 1.0
    share, squared = right / n, z * z
    middle = (share + squared / (2 * n)) / (1 + squared / n)
    half = z / (1 + squared / n) * math.sqrt(share * (1 - share) / n + squared / (4 * n * n))
    return (0.0 if right == 0 else middle - half), (1.0 if right == n else middle + half)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Judged rows of a table: ``kept`` are rows there should be, ``perfect`` those with every cell right."""

    table: str
    size: int
    drawn: int
    judged: int
    kept: int
    perfect: int


def estimate_precision(verdicts: Mapping[str, Sequence[str]], sizes: Mapping[str, int]) -> list[Estimate]:
    """Estimates by table from the verdicts on a random sample; rows that were not judged do not count.

    >>> estimate_precision({"honors": ["accept", "change", "drop", ""]}, {"honors": 40})
    [Estimate(table='honors', size=40, drawn=4, judged=3, kept=2, perfect=1)]
    """
    return [
        Estimate(
            table, sizes.get(table, len(said)), len(said), sum(map(bool, said)),
            sum(word in {"accept", "change"} for word in said), sum(word == "accept" for word in said),
        )
        for table, said in verdicts.items()
    ]  # fmt: skip


def describe_estimates(estimates: Sequence[Estimate]) -> Iterator[str]:
    """A line for each table, in Chinese."""
    for e in estimates:
        head = f"{TABLES[e.table].zh}：共 {e.size} 行，抽 {e.drawn} 行，已审 {e.judged} 行"
        if not e.judged:
            yield head
            continue
        yield f"{head}；行正确 {_tell_share(e.kept, e.judged)}；各列全对 {_tell_share(e.perfect, e.judged)}"


def _tell_share(right: int, n: int) -> str:
    low, high = wilson_interval(right, n)
    return f"{right}/{n} = {right / n:.1%}（95% 区间 {low:.1%}—{high:.1%}）"
