"""Reading the raw folder: which files, which encoding, which errors; and the analyst's metadata."""

import pytest

from dj_analysis.corpus import CorpusError, find_files, find_unknown, load_metadata, make_document, read_document

TEXT = "党支部现有党员二十九人,其中教师党员四人。支部书记朱镕某讲党课。\n第二段是学习的内容。\n"
TRADITIONAL = "黨支部現有黨員二十九人,其中教師黨員四人。\n第二段是學習的內容。\n"
ENCODINGS = {
    "utf-8": TEXT.encode(),
    "utf-8-bom": b"\xef\xbb\xbf" + TEXT.encode(),
    "gb18030": TEXT.encode("gb18030"),
    "gb2312-declared": b"<meta charset=gb2312>" + TEXT.encode("gb18030"),
    "utf-16-bom": TEXT.encode("utf-16"),
    "utf-16-be-bom": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "utf-16-le-no-bom": TEXT.encode("utf-16-le"),
}


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_every_encoding_gives_the_same_text(data):
    assert make_document(data, "a.txt").raw.removeprefix("<meta charset=gb2312>") == TEXT


def test_big5_is_told_from_gb18030():
    document = make_document(TRADITIONAL.encode("big5"), "a.txt")
    assert (document.raw, document.encoding) == (TRADITIONAL, "big5hkscs")


def test_utf8_page_with_gbk_tail_is_read_line_by_line():
    document = make_document("第一行党建\n".encode() + "第二行党员\n".encode("gbk"), "a.txt")
    assert document.raw == "第一行党建\n第二行党员\n"
    assert document.encoding == "gb18030+utf-8"


def test_truncated_utf8_keeps_all_but_the_last_character():
    document = make_document((TEXT + "党").encode()[:-1], "a.txt")
    assert document.raw.startswith(TEXT)
    assert "damaged" in document.encoding


def test_newlines_are_not_translated():
    assert make_document("甲\r\n乙\r丙\n".encode(), "a.txt").raw == "甲\r\n乙\r丙\n"


@pytest.mark.parametrize(
    "data",
    [b"", b"\xef\xbb\xbf", b"\0\0\0", b" \r\n", bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n" + b"\0\x01\x02\xff" * 200],
    ids=["empty", "mark-only", "nuls", "blank", "binary", "picture"],
)  # fmt: skip
def test_no_text_is_one_clear_error(data):
    with pytest.raises(CorpusError, match=r"^a\.txt: .*(save|remove)"):
        make_document(data, "a.txt")


def test_identity_comes_from_the_bytes():
    first, second = make_document(b"abc", "a.txt"), make_document(b"abc", "b.txt")
    assert first.doc_id == second.doc_id == first.sha256[:16]


def test_files_are_found_in_order_and_the_rest_is_reported(tmp_path):
    for name in [
        "b.txt",
        "a.md",
        "sub/c.html",
        "README.md",
        "metadata.csv",
        ".hidden.txt",
        "scan.png",
        ".git/x.txt",
        "~$a.txt",
    ]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    assert [p.relative_to(tmp_path).as_posix() for p in find_files(tmp_path)] == ["a.md", "b.txt", "sub/c.html"]
    assert [p.name for p in find_unknown(tmp_path)] == ["scan.png"]
    assert read_document(tmp_path / "sub/c.html", tmp_path).source_file == "sub/c.html"


def test_missing_folder_and_file_are_clear_errors(tmp_path):
    with pytest.raises(CorpusError, match="no such folder"):
        find_files(tmp_path / "none")
    with pytest.raises(CorpusError, match=r"none\.txt"):
        read_document(tmp_path / "none.txt", tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_metadata_is_read_by_source_file(tmp_path, encoding):
    path = tmp_path / "metadata.csv"
    path.write_text("source_file,school,published_date,note\nsub\\a.txt,某某学院,2020/11/2,\n\n", encoding)
    assert load_metadata(path) == {"sub/a.txt": {"school": "某某学院", "published_date": "2020-11-02"}}


def test_no_metadata_file_is_no_metadata(tmp_path):
    assert load_metadata(tmp_path / "metadata.csv") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source_file,shool\na.txt,x\n", "shool"),
        ("school\nx\n", "source_file"),
        ("source_file,school\na.txt,x\na.txt,y\n", "row 3"),
        ("source_file,published_date\na.txt,2020-13-01\n", "2020-13-01"),
        ("source_file,published_date\na.txt,last year\n", "YYYY-MM-DD"),
        ("source_file,school\na.txt,x,y\n", "row 2"),
        ("source_file,school\n,x\n", "row 2"),
    ],
)
def test_malformed_metadata_names_file_place_and_remedy(tmp_path, text, said):
    path = tmp_path / "metadata.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=said) as caught:
        load_metadata(path)
    assert str(path) in str(caught.value)
