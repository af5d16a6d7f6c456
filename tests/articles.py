"""A small corpus that tests make, spoil and change; every article has numbers, an honour, an initiative and a model."""

from __future__ import annotations

import os
from pathlib import Path

LONG_AGO = 1_600_000_000


def make_text(i: int) -> str:
    """Article ``i``, unlike any other."""
    body = "".join(
        f"第{k}项由第{i}小组承担,为{chr(0x4E00 + 97 * i + k)}{chr(0x5E00 + 89 * i + k)}学院办理实事{10 * i + k}件。\n"
        for k in range(1, 9)
    )
    return (
        f"第{i}学院学生党支部工作总结\n日期:2021-0{1 + i % 9}-11\n第{i}学院学生党支部现有党员{20 + i}人。\n"
        f"支部开展“红烛{i}号”行动,坚持“三个结合”,理论与实践相结合,教学与科研相结合,管理与服务相结合。\n"
        f"2019年支部被评为省级先进党支部。\n{body}"
    )


def write(path: Path, text: str, seconds: int = LONG_AGO) -> None:
    """Write a file that looks as if it had been saved long ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    os.utime(path, (seconds, seconds))


def make_corpus(raw: Path, count: int) -> Path:
    """Articles 0 to ``count`` in ``raw``, and a row of metadata for the first."""
    for i in range(count):
        write(raw / f"{i:03}.txt", make_text(i))
    write(raw / "metadata.csv", "source_file,school\n000.txt,江北师范大学\n")
    return raw


def read_outputs(out: Path) -> dict[str, bytes]:
    """Every file a build gives to read; its store is its own affair."""
    files = (p for p in out.rglob("*") if p.is_file() and not p.name.startswith("store."))
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in files}
