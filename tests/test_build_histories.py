"""Any folder, however it came about, gives a build or one sentence; and an old build goes on to what a new one makes.

A history writes files of any bytes, spoils whole articles, pages, Word and PDF files, moves and removes them, and
leaves anything in metadata.csv and corrections.csv; builds lie in between.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

import dj_analysis as dj
from articles import LONG_AGO, make_text, read_outputs, write
from dj_analysis.errors import DjAnalysisError
from test_corpus_office import make_pdf
from test_hostile_files import paragraph, word

ENDINGS = ("txt", "md", "html", "docx", "pdf")
STEMS = ("甲", "b", "下/丙", "d e")
METADATA = "source_file,school,published_date\n甲.txt,江北师范大学,2021-05-06\n下/丙.html,,2020年\n"
CORRECTIONS = b"".join(p.read_bytes() for p in [Path(__file__).parents[1] / "data" / "corrections.csv"] if p.exists())


@lru_cache(maxsize=64)
def make_file(number: int, ending: str) -> bytes:
    """Article ``number`` as a file of a kind."""
    text = make_text(number)
    if ending == "html":
        body = "".join(f"<p>{line}</p>" for line in text.splitlines())
        return f"<html><head><meta charset=utf-8></head><body><div>{body}</div></body></html>".encode()
    if ending == "docx":
        return word("".join(paragraph(line) for line in text.splitlines()))
    if ending == "pdf":
        return make_pdf([text.splitlines()])
    return text.encode(("utf-8", "gb18030", "utf-16")[number % 3])


@st.composite
def spoiled(draw: st.DrawFn, whole: bytes) -> bytes:
    """Bytes with a stretch cut out, doubled, or replaced by any others."""
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 400)))
    between = draw(st.sampled_from([b"", whole[start:end] * 2, b"\x00", b"\xff\xfe", b"<table><script>", b"\r\n,\"'="]))
    return whole[:start] + (between or draw(st.binary(max_size=40))) + whole[end:]


NAMES = st.tuples(st.sampled_from(STEMS), st.sampled_from(ENDINGS))
NUMBERS = st.integers(0, 5)


class Histories(RuleBasedStateMachine):
    """A raw folder that anything happens to, with one output folder that is built into again and again."""

    @initialize()
    def begin(self) -> None:
        self.top = Path(tempfile.mkdtemp(prefix="dj-history-"))
        self.raw, self.out = self.top / "raw", self.top / "out"
        write(self.raw / "始.txt", make_text(9))
        self.second = LONG_AGO

    def teardown(self) -> None:
        shutil.rmtree(self.top)

    def save(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.second += 1
        os.utime(path, (self.second, self.second))

    @rule(name=NAMES, number=NUMBERS)
    def save_article(self, name: tuple[str, str], number: int) -> None:
        self.save(self.raw / ".".join(name), make_file(number, name[1]))

    @rule(name=NAMES, number=NUMBERS, data=st.data())
    def save_spoiled_article(self, name: tuple[str, str], number: int, data: st.DataObject) -> None:
        self.save(self.raw / ".".join(name), data.draw(spoiled(make_file(number, name[1]))))

    @rule(name=NAMES, data=st.binary(max_size=200))
    def save_anything(self, name: tuple[str, str], data: bytes) -> None:
        self.save(self.raw / ".".join(name), data)

    @rule(name=NAMES, other=NAMES)
    def move(self, name: tuple[str, str], other: tuple[str, str]) -> None:
        old, new = (self.raw / ".".join(each) for each in (name, other))
        if old.exists():
            new.parent.mkdir(exist_ok=True)
            old.replace(new)

    @rule(name=NAMES)
    def remove(self, name: tuple[str, str]) -> None:
        (self.raw / ".".join(name)).unlink(missing_ok=True)

    @rule(data=st.one_of(st.just(METADATA.encode()), spoiled(METADATA.encode()), st.binary(max_size=80)))
    def describe(self, data: bytes) -> None:
        self.save(self.raw / "metadata.csv", data)

    @rule(data=st.one_of(st.just(CORRECTIONS), spoiled(CORRECTIONS), st.binary(max_size=80)))
    def correct(self, data: bytes) -> None:
        self.save(self.top / "corrections.csv", data)

    @rule()
    def forget_what_was_said(self) -> None:
        (self.raw / "metadata.csv").unlink(missing_ok=True)
        (self.top / "corrections.csv").unlink(missing_ok=True)

    @rule()
    def build(self) -> None:
        before = read_outputs(self.raw)
        report = self.try_build(self.out)
        fresh = self.top / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        anew = self.try_build(fresh)
        assert (report is None) == (anew is None)
        if report is not None:
            made, wanted = read_outputs(self.out), read_outputs(fresh)
            assert [n for n in sorted({*made, *wanted}) if made.get(n) != wanted.get(n)] == []
            self.check(report)
        assert read_outputs(self.raw) == before

    def try_build(self, out: Path) -> dj.BuildReport | None:
        try:
            return dj.build(self.raw, out)
        except DjAnalysisError as error:
            refused = str(error)
        assert len(refused.splitlines()) == 1
        return None

    def check(self, report: dj.BuildReport) -> None:
        """Every file is an article, a copy of one, or named as left out; every row quotes its article."""
        tables = report.tables
        files = {p.relative_to(self.raw).as_posix() for p in self.raw.rglob("*") if p.is_file()} - {"metadata.csv"}
        assert files == {*tables.documents.source_file, *report.copies, *(s.file for s in report.skipped)}
        texts = {d: (report.out / "texts" / f"{d}.clean.txt").read_text("utf-8") for d in tables.documents.doc_id}
        for name in ("numbers", "honors", "initiatives", "models"):
            for row in getattr(tables, name).itertuples():
                assert texts[row.doc_id][row.start : row.end] == row.quote


def run_histories(examples: int, steps: int, *, derandomize: bool) -> None:
    bounds = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=derandomize,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Histories, settings=bounds)  # type: ignore[no-untyped-call]


def test_any_history_of_a_folder_builds_like_a_new_one():
    run_histories(examples=5, steps=12, derandomize=True)


@pytest.mark.long
def test_many_long_histories_of_a_folder():
    run_histories(examples=150, steps=25, derandomize=False)
