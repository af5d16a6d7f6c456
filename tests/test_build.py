"""A build is the same however often and in whatever order it is run, and bad input costs only itself."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import dj_analysis as dj
from dj_analysis.build import BuildError
from dj_analysis.corpus import CorpusError
from dj_analysis.lexicon import LexiconError
from dj_analysis.schema import TABLES
from dj_analysis.tables import TableError, check_frame

RAW = Path(__file__).resolve().parent.parent / "data" / "raw"
ARTICLE = "某某学院机关党支部工作总结\n某某学院机关党支部现有党员29人,其中教师党员4人。开展“红色故事”宣讲活动12场。\n"


def read_all(out: Path) -> dict[str, bytes]:
    """What a build gives to read; its store is its own affair."""
    files = (p for p in out.rglob("*") if p.is_file() and not p.name.startswith("store."))
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in files}


def test_build_writes_every_table_as_declared(samples: dj.BuildReport) -> None:
    for name, table in TABLES.items():
        assert (samples.out / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf" + table.names[0].encode())
        check_frame(getattr(dj.load(samples.out), name), table)


def test_build_twice_gives_the_same_bytes(samples: dj.BuildReport, tmp_path: Path) -> None:
    dj.build(RAW, tmp_path)
    again, first = read_all(tmp_path), read_all(samples.out)
    assert {n for n in first if n.endswith((".csv", ".txt", ".json"))} == {
        n for n in again if not n.endswith(".parquet")
    }
    assert all(again[n] == first[n] for n in again if not n.endswith(".parquet"))


def test_order_of_files_and_number_of_processes_do_not_matter(tmp_path: Path) -> None:
    texts = [ARTICLE.replace("29", str(30 + i)).replace("某某", f"第{i}") for i in range(20)]
    for folder, order in (("a", texts), ("b", texts[::-1])):
        (tmp_path / folder).mkdir()
        for text in order:
            (tmp_path / folder / f"{texts.index(text):02}.txt").write_text(text, encoding="utf-8")
    dj.build(tmp_path / "a", tmp_path / "out_a")
    dj.build(tmp_path / "b", tmp_path / "out_b", jobs=2)
    one, other = read_all(tmp_path / "out_a"), read_all(tmp_path / "out_b")
    assert [n for n in one if not n.endswith(".parquet") and one[n] != other[n]] == []


def test_byte_equal_files_are_one_document(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    documents = dj.build(tmp_path, tmp_path.with_name(f"{tmp_path.name}-out")).tables.documents
    assert list(documents["source_file"]) == ["a.txt"]
    assert list(documents["other_files"]) == ["b.txt"]


def test_row_ids_do_not_depend_on_the_other_articles(samples: dj.BuildReport, tmp_path: Path) -> None:
    for path in RAW.glob("00[12]*"):
        shutil.copy(path, tmp_path)
    few = dj.build(tmp_path, tmp_path.with_name(f"{tmp_path.name}-out")).tables
    for name in ("numbers", "honors", "initiatives", "models"):
        ids = set(getattr(few, name).iloc[:, 1])
        assert ids
        assert ids <= set(getattr(samples.tables, name).iloc[:, 1])


def test_bad_files_are_left_out_with_their_reason_and_the_rest_is_built(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 40)
    report = dj.build(tmp_path, tmp_path.with_name(f"{tmp_path.name}-out"))
    assert "good.txt" in set(report.tables.documents["source_file"])
    reasons = {s.file: s.reason for s in report.skipped}
    assert {"empty.txt", "picture.png"} <= set(reasons)
    assert all(name in reason for name, reason in reasons.items())


def test_only_boilerplate_gives_a_document_without_facts(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("首页 | 新闻 | 专题\n版权所有 某网站\n联系电话:60000000\n", encoding="utf-8")
    tables = dj.build(tmp_path, tmp_path.with_name(f"{tmp_path.name}-out")).tables
    assert len(tables.documents) == 1
    assert len(tables.facts) == 0


def test_folder_without_articles_is_one_sentence_and_keeps_what_was_built(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "numbers.csv").write_text("old", encoding="utf-8")
    with pytest.raises(BuildError, match=r"raw.*put \.txt"):
        dj.build(tmp_path / "raw", tmp_path / "out")
    assert (tmp_path / "out" / "numbers.csv").read_text(encoding="utf-8") == "old"


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"nowhere.*--raw"):
        dj.build(tmp_path / "nowhere", tmp_path / "out")


@pytest.mark.parametrize(
    "text",
    [
        "name,school\na.txt,某大学\n",
        "source_file,published_date\na.txt,soon\n",
        "source_file,title\na.txt,x\na.txt,y\n",
    ],
    ids=["no-source-file", "bad-date", "row-twice"],
)
def test_malformed_metadata_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"metadata\.csv"):
        dj.build(tmp_path, tmp_path.with_name(f"{tmp_path.name}-out"))


def test_metadata_overrides_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    row = "source_file,school,group,published_date\na.txt,江北师范大学,西部,2021-03-04\n"
    (tmp_path / "metadata.csv").write_text(row, encoding="gb18030")
    document = dj.build(tmp_path, tmp_path.with_name(f"{tmp_path.name}-out")).tables.documents.iloc[0]
    assert tuple(document[["school", "school_basis", "group", "published_date"]]) == (
        "江北师范大学", "metadata", "西部", "2021-03-04",
    )  # fmt: skip


def test_word_list_without_a_term_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "units.csv").write_text("word\n个\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"units\.csv.*term"):
        dj.build(tmp_path / "raw", tmp_path / "out")


def test_table_open_in_another_program_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    dj.build(raw, out)
    before = read_all(out)
    (raw / "b.txt").write_text(ARTICLE * 2, encoding="utf-8")
    opened = Path.open

    def locked(self: Path, mode: str = "r", *args: object, **kwargs: object) -> object:
        if self.name == "numbers.csv" and mode == "r+b":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(TableError, match=r"numbers\.csv.*close the program"):
        dj.build(raw, out)
    assert read_all(out) == before


def test_output_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(TableError, match=r"file.*--out"):
        dj.build(tmp_path / "raw", tmp_path / "file")


def test_texts_of_removed_articles_disappear(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in "ab":
        (raw / f"{name}.txt").write_text(ARTICLE.replace("29", str(ord(name))), encoding="utf-8")
    dj.build(raw, tmp_path / "out")
    os.remove(raw / "b.txt")  # noqa: PTH107
    dj.build(raw, tmp_path / "out")
    assert len(list((tmp_path / "out" / "texts").iterdir())) == 2


def test_article_saved_again_with_other_noise_counts_once(tmp_path: Path) -> None:
    body = "".join(
        f"第{n}项工作由党支部带头完成,帮助学生解决问题{n + 10}个,组织讲座{n + 3}场,走访宿舍{n + 20}间。\n"
        for n in range(20)
    )
    (tmp_path / "a.txt").write_text(f"某某学院党支部\n日期:2020-01-02\n{body}", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"某某学院党支部\n日期:2020-03-02\n{body}转载自某网\n", encoding="utf-8")
    tables = dj.build(tmp_path, tmp_path.with_name(f"{tmp_path.name}-out")).tables
    documents = tables.documents.set_index("source_file")
    assert documents.loc["b.txt", "duplicate_of"] == documents.loc["a.txt", "doc_id"]
    assert set(tables.numbers["doc_id"]) == {documents.loc["a.txt", "doc_id"]}
    assert set(tables.passages["doc_id"]) == set(documents["doc_id"])
