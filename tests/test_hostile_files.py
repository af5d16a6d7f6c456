"""Whatever lies in the raw folder: the articles beside it are built, and one line says what was left out and why."""

from __future__ import annotations

import io
import os
import sys
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import dj_analysis as dj
from dj_analysis import stages
from dj_analysis.corpus import read_document
from dj_analysis.engines import run
from dj_analysis.limits import MIB, Limits, OutOfTimeError, keep_within
from dj_analysis.records import Document

GOOD = "学院党总支开展主题党日活动3次，设立党员先锋岗11个，获评校级先进基层党组织。\n" * 3
HUGE = 2 * 1024 * MIB


def zipped(files: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return buffer.getvalue()


TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str, head: str = "", **more: bytes | str) -> bytes:
    document = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document, **more})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{last};' * 12}'>" for last, name in zip("abcdefghi", "bcdefghij", strict=True)
)
PDF_LOOP = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
FILES: dict[str, bytes] = {
    "empty.txt": b"",
    "zeros.txt": bytes(4096),
    "blank.txt": " \u3000\n\t".encode() * 900,
    "bom.txt": b"\xef\xbb\xbf",
    "noise.txt": bytes(range(256)) * 64,
    "picture.txt": b"\x89PNG\r\n\x1a\n" + os.urandom(4000),
    "utf16_half.txt": "党支部".encode("utf-16")[:-1],
    "surrogates.txt": b"\xed\xa0\x80\xed\xb0\x80" * 500,
    "overlong.txt": b"\xc0\xaf\xe0\x80\xaf" * 500,
    "lone_gbk.txt": b"\xb5\xb3" * 5 + b"\x81" * 300,
    "bidi.txt": ("\u202e\u2066\u200f\u202a" * 800 + GOOD).encode(),
    "combining.txt": ("党" + "\u0301" * 4000 + GOOD).encode(),
    "private.txt": ("\ue000\uf8ff\U000f0000" * 900 + GOOD).encode(),
    "emoji.txt": ("👨‍👩‍👧‍👦🏳️‍🌈" * 600 + GOOD).encode(),
    "one_line.txt": (GOOD.replace("\n", "") * 300).encode(),
    "many_lines.txt": b"\n" * 400_000 + GOOD.encode(),
    "brackets.txt": ("(" * 60_000 + "党" + ")" * 60_000).encode(),
    "readings.txt": ("党(dang)" * 20_000).encode(),
    "digits.txt": b"1" * 120_000,
    "plus.txt": b"1+" * 60_000,
    "quotes.txt": ("“" * 60_000).encode(),
    "commas.txt": ("甲、" * 40_000).encode(),
    "numerals.txt": ("一" * 90_000).encode(),
    "formula.txt": ("=cmd|' /C calc'!A0 获评3项\n" * 50).encode(),
    "script.html": b"<html><body><script>while(1){}</script><p onclick=x>" + GOOD.encode() + b"</p></body></html>",
    "nested.html": b"<div>" * 100_000 + GOOD.encode(),
    "unclosed.html": b"<p><b><i><table><tr><td>" * 20_000 + GOOD.encode(),
    "attributes.html": b"<p " + b"a=1 " * 100_000 + b">" + GOOD.encode(),
    "entities.html": b"<p>" + b"&#x515a;&amp;&lt;&bogus;&#99999999;" * 20_000 + b"</p>",
    "laughs.html": (LAUGHS + "]><html><body><p>&j;</p>" + GOOD + "</body></html>").encode(),
    "external.html": (
        "<!DOCTYPE html [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><html><body>&e;" + GOOD + "</body></html>"
    ).encode(),
    "comment.html": b"<!--" * 60_000 + GOOD.encode(),
    "base64.html": b"<img src='data:image/png;base64," + b"A" * 2_000_000 + b"'>" + GOOD.encode(),
    "lies.html": b"<meta charset=utf-7><meta charset=utf-16>" + GOOD.encode("gb18030"),
    "no_zip.docx": b"PK\x03\x04" + bytes(300),
    "text.docx": GOOD.encode(),
    "no_document.docx": zipped({"a.txt": "x"}),
    "bomb.docx": word(paragraph(GOOD), **{"word/media/a.bin": bytes(300 * MIB)}),
    "laughs.docx": word(paragraph("&j;"), LAUGHS + "]>"),
    "external.docx": word(paragraph("&e;" + GOOD), "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"),
    "deep.docx": word("<w:p>" * 3000 + "</w:p>" * 3000),
    "climbing.docx": word(paragraph(GOOD), **{"../../climbed.txt": "x"}),
    "encrypted.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "loop.pdf": PDF_LOOP,
    "half.pdf": b"%PDF-1.7\n1 0 obj<</Length 99999999999>>stream\n" + bytes(999),
    "deep.pdf": b"%PDF-1.4\n1 0 obj" + b"[" * 60_000 + b"]" * 60_000 + b"endobj\ntrailer<</Root 1 0 R>>",
    "no_pdf.pdf": GOOD.encode(),
}
"""Files by name; each is written beside good articles."""
NAMES = (
    "换\n行.txt",
    "=1+1.txt",
    "-rf.txt",
    "<script>.txt",
    "长" * 80 + ".txt",
    " 空 格 .txt",
    "'引“号”.txt",
    "a%0ab&c.txt",
)


def write_good(folder: Path) -> Path:
    folder.mkdir()
    for n in range(3):
        (folder / f"good_{n}.txt").write_text(f"第{n}学院\n{GOOD}", "utf-8")
    return folder


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return write_good(tmp_path / "raw")


def check_good(report: dj.BuildReport) -> None:
    """The good articles are built as if nothing lay beside them, and every file left out has its line."""
    documents = report.tables.documents
    good = documents[documents["source_file"].str.startswith("good_")]
    assert len(good) == 3
    numbers = report.tables.numbers
    assert set(numbers.loc[numbers["doc_id"] == good["doc_id"].iloc[0], "value"]) >= {3, 11}
    assert all("\n" not in s.reason and s.reason.startswith(s.file) for s in report.skipped)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dj.BuildReport:
    """One build of everything hostile at once."""
    folder = tmp_path_factory.mktemp("hostile")
    write_good(folder / "raw")
    for name, data in FILES.items():
        (folder / "raw" / name).write_bytes(data)
    for name in NAMES:
        (folder / "raw" / name).write_text(f"{name}\n{GOOD}", "utf-8")
    return dj.build(folder / "raw", folder / "out")


def test_the_articles_beside_them_are_built(built: dj.BuildReport) -> None:
    check_good(built)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_read_or_named(built: dj.BuildReport, name: str) -> None:
    read = set(built.tables.documents["source_file"]) | set(built.copies)
    assert (name in read) != (name in {s.file for s in built.skipped})


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_a_name(built: dj.BuildReport, name: str) -> None:
    assert name in set(built.tables.documents["source_file"])


def test_no_file_brings_in_another(built: dj.BuildReport) -> None:
    text = "".join(built.tables.passages["text"])
    host = Path("/etc/hostname")
    if host.is_file() and len(host.read_text().strip()) > 3:
        assert host.read_text().strip() not in text
    assert not list(built.out.parent.parent.rglob("climbed.txt"))
    assert "hahaha" not in text


def make_link_out(folder: Path) -> None:
    secret = folder.parent / "secret.txt"
    secret.write_text("不是给你看的" + GOOD, "utf-8")
    (folder / "odd.txt").symlink_to(secret)


def make_link_to_folder(folder: Path) -> None:
    (folder / "odd").symlink_to(folder.parent)


def make_link_to_itself(folder: Path) -> None:
    (folder / "odd.txt").symlink_to("odd.txt")


def make_link_to_nothing(folder: Path) -> None:
    (folder / "odd.txt").symlink_to("gone.txt")


def make_pipe(folder: Path) -> None:
    os.mkfifo(folder / "odd.txt")


def make_link_to_device(folder: Path) -> None:
    (folder / "odd.txt").symlink_to("/dev/zero")


def make_sparse(folder: Path) -> None:
    with (folder / "odd.txt").open("wb") as file:
        file.truncate(HUGE)


def make_forbidden(folder: Path) -> None:
    (folder / "odd.txt").write_text(GOOD)
    (folder / "odd.txt").chmod(0)


def make_picture(folder: Path) -> None:
    (folder / "odd.png").write_bytes(b"\x89PNG")


def make_bytes_name(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/odd\xff\xfe.txt")).write_text(GOOD)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are made as on Unix")
@pytest.mark.parametrize(
    ("make", "why"),
    [
        (make_link_out, "link"),
        (make_link_to_folder, "link"),
        (make_link_to_itself, "link"),
        (make_link_to_nothing, "link"),
        (make_link_to_device, "link"),
        (make_pipe, "pipe"),
        (make_sparse, "2,147,483,648 bytes"),
        (make_picture, "no kind of file"),
        (make_bytes_name, "Unicode"),
    ],
)
def test_what_is_no_article_is_named(raw: Path, make: Callable[[Path], None], why: str) -> None:
    make(raw)
    report = dj.build(raw, raw.parent / "out")
    check_good(report)
    assert len(report.tables.documents) == 3
    assert [why in s.reason and s.file.startswith("odd") for s in report.skipped] == [True]
    again = dj.build(raw, raw.parent / "out")
    assert again.skipped == report.skipped


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named_and_read_once_it_may(raw: Path) -> None:
    make_forbidden(raw)
    report = dj.build(raw, raw.parent / "out")
    assert "cannot be read" in report.skipped[0].reason
    (raw / "odd.txt").chmod(0o600)
    assert not dj.build(raw, raw.parent / "out").skipped


def test_higher_limits_read_what_lower_ones_left_out(raw: Path) -> None:
    (raw / "large.txt").write_text(GOOD * 40, "utf-8")
    report = dj.build(raw, raw.parent / "out", limits=Limits(size=4000))
    assert "bytes" in report.skipped[0].reason
    assert len(dj.build(raw, raw.parent / "out").tables.documents) == 4


def read_greedily(path: Path, *args: Any) -> Document:
    """Stands for a page that takes a minute, or a gigabyte."""
    if path.name == "slow.txt":
        time.sleep(60)
    if path.name == "fat.txt":
        bytearray(1024 * MIB)
    return read_document(path, *args)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only, time not on Windows")
@pytest.mark.parametrize(("name", "why"), [("slow.txt", "within 4 seconds"), ("fat.txt", "more than 512 MB")])
def test_an_article_beyond_its_limits_is_set_aside_and_tried_again(
    raw: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    (raw / name).write_text(f"{name}\n{GOOD}", "utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(stages, "read_document", read_greedily)
        report = dj.build(raw, raw.parent / "out", limits=Limits(seconds=4, memory=512 * MIB))
    check_good(report)
    assert [(s.file, why in s.reason) for s in report.skipped] == [(name, True)]
    assert name in set(dj.build(raw, raw.parent / "out").tables.documents["source_file"])


def test_bounds_hold_inside_and_are_gone_outside() -> None:
    with pytest.raises(OutOfTimeError), keep_within(Limits(seconds=0.05)):
        time.sleep(2)
    time.sleep(0.1)
    if sys.platform == "linux":
        with pytest.raises(MemoryError), keep_within(Limits(memory=64 * MIB)):
            bytearray(512 * MIB)
        assert len(bytearray(512 * MIB)) == 512 * MIB


def end_the_process(number: int) -> int:
    if number == 13:
        os.abort()
    return number


def test_what_ends_its_process_twice_is_given_up_and_the_rest_done() -> None:
    assert sorted(run(range(40), end_the_process, 2, lambda number: -number)) == sorted({*range(40), -13} - {13})


def test_time_is_bounded_in_any_thread() -> None:
    def spin() -> str:
        try:
            with keep_within(Limits(seconds=0.2)):
                while True:
                    time.sleep(0.01)
        except OutOfTimeError:
            time.sleep(0.3)
            return "stopped once"

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(spin).result(timeout=20) == "stopped once"
