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
        ('source_file,school,group\na.txt,"甲大学,g1\nb.txt,乙大学,g2\n', "row 2 opens a quote"),
        ('source_file,school,group\nx.txt,丙大学,\n\na.txt,"甲大学,g1\nb.txt,"乙大学",g2\n', "row 4 opens a quote"),
        ('source_file,school,group\na.txt,"甲大学,g1\nb.txt,乙大学",g2\n', "row 2 opens a quote"),
        ('source_file,school,group\na.txt,甲大学,"g1\n', "row 2 opens a quote"),
        ('source_file,school,note\na.txt,甲大学,"见附件\nb.txt,乙大学,附件"\n', "row 2 opens a quote"),
        ('source_file,school,group\na.txt,甲大学,"东\n部"\n', "row 2 has a line break inside the cell 'group'"),
        ('source_file,school\na.txt,"甲大学"本部\n', "row 2 is not CSV"),
        ('source_file,"school\na.txt,甲大学\n', "row 1 opens a quote"),
        ("source_file,title,school,published_date\na.txt,甲大学,2021-03-04\n", "row 2 has a date as its school"),
    ],
)
def test_malformed_metadata_names_file_place_and_remedy(tmp_path, text, said):
    path = tmp_path / "metadata.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=said) as caught:
        load_metadata(path)
    assert str(path) in str(caught.value)


def test_what_excel_writes_is_no_mistake(tmp_path):
    """Excel leaves out empty cells at the end of rows, ends lines by CR LF and keeps paragraphs of a cell in quotes."""
    path = tmp_path / "metadata.csv"
    rows = [
        "source_file,school,title,note",
        "a.txt,甲大学",
        'b.txt,"乙大学(""老校区"")",,"第一段,续\n第二段"',
        'c.txt,,5"屏,',
    ]
    path.write_bytes("\r\n".join(rows).encode("utf-8-sig"))
    assert load_metadata(path) == {
        "a.txt": {"school": "甲大学"},
        "b.txt": {"school": '乙大学("老校区")', "note": "第一段,续\n第二段"},
        "c.txt": {"title": '5"屏'},
    }


@pytest.mark.parametrize(
    "day",
    [
        "2023-05-20", "2023-5-20", "2023/5/20", "2023.5.20", "2023年5月20日", "2023年05月20号", "2023 年 5 月 20 日",
        "２０２３年５月２０日", "2023－05－20", "20230520", "二〇二三年五月二十日", "二零二三年五月二十日",
        "May 20, 2023", "Sat May 20 10:20:00 CST 2023", "2023-05-20T10:00:00+08:00", "2023/05/20 0:00",
        "2023年5月20日（周六）", "2023年5月20日 星期六 上午9:30", "发布时间：2023-05-20",
    ],
)  # fmt: skip
def test_metadata_takes_every_form_of_one_day(tmp_path, day):
    path = tmp_path / "metadata.csv"
    path.write_text(f'source_file,published_date\na.txt,"{day}"\n', "utf-8")
    assert load_metadata(path)["a.txt"] == {"published_date": "2023-05-20"}


@pytest.mark.parametrize(
    "day",
    [
        "2023", "2023年5月", "2023年5月20-22日", "2023年5月20日至22日", "2023-05-20 2023-06-01", "2023年2月30日",
        "45066", "05/06/21", "21-05-06", "5/20/2023", "20*年5月20日", "某网2023-05-20", "2023-05-20-1",
    ],
)  # fmt: skip
def test_metadata_takes_nothing_that_names_no_one_day(tmp_path, day):
    path = tmp_path / "metadata.csv"
    path.write_text(f"source_file,published_date\na.txt,{day}\n", "utf-8")
    with pytest.raises(CorpusError, match=r"row 2 has the date .*write one whole day, as YYYY-MM-DD"):
        load_metadata(path)
