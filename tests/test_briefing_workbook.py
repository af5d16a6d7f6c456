"""The workbook of a briefing, opened again by another program: its rows, its evidence, and text that stays text."""

import shutil
import subprocess
from datetime import datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from briefing_cases import HOSTILE, brief_folder, brief_hostile
from dj_analysis.briefing import workbook
from dj_analysis.briefing.cells import CUT, LONGEST, LONGEST_NAME, clean_cell, name_sheet, word_values
from dj_analysis.briefing.evidence import list_evidence
from dj_analysis.briefing.practices import lay_out_matrix
from dj_analysis.briefing.workbook import write_workbook
from dj_analysis.errors import DjAnalysisError
from dj_analysis.schema import TABLES

pytestmark = pytest.mark.xdist_group("briefing")

OWN = ["说明", "论断", "依据", "做法矩阵"]


def read(path):
    return openpyxl.load_workbook(path)


def rows_of(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=head)


@pytest.fixture(scope="module")
def written(samples, tmp_path_factory):
    tables, briefing = brief_folder(str(samples.out))
    path = tmp_path_factory.mktemp("book") / "数据.xlsx"
    write_workbook(briefing, tables, path)
    return tables, briefing, read(path), path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    tables, briefing = brief_hostile()
    path = tmp_path_factory.mktemp("hostile") / "数据.xlsx"
    write_workbook(briefing, tables, path)
    return tables, briefing, read(path), path


def test_there_is_a_sheet_for_every_table_and_all_can_be_filtered(written):
    *_, book, _ = written
    assert book.sheetnames == [*OWN, "事实总表", *(t.zh for t in TABLES.values() if t.name != "facts"), "编码本"]
    for sheet in book.worksheets[1:]:
        assert sheet.auto_filter.ref, sheet.title
        assert sheet.freeze_panes[-1] == "2", sheet.title
        assert sheet.page_setup.orientation == "landscape", sheet.title
        assert all(cell.value for cell in sheet[1]), sheet.title
        assert len({cell.value for cell in sheet[1]}) == len(sheet[1]), sheet.title


def test_every_cell_of_every_table_is_found_again(written):
    tables, _, book, _ = written
    for name, frame in tables.items():
        shown = word_values(name, frame)
        read_again = rows_of(book[TABLES[name].zh])
        assert len(read_again) == len(frame)
        for column in TABLES[name].columns:
            if column.name in {"source_file", "school"} and column.zh not in read_again:
                continue
            for expected, found in zip(shown[column.name], read_again[column.zh], strict=True):
                value = found.date() if isinstance(found, datetime) else found
                assert pd.isna(value) if pd.isna(expected) else value == expected, (name, column)


def test_schools_by_practices_are_ones_and_noughts(written):
    tables, _, book, _ = written
    matrix = rows_of(book["做法矩阵"]).set_index("学校或单位")
    assert set(matrix.to_numpy().ravel()) == {0, 1}
    assert matrix.loc["长春科技学院", "五色党建"] == 1
    assert matrix["五色党建"].sum() == 1
    assert (matrix.sum(axis=1) <= tables.initiatives["doc_id"].value_counts().max()).all()


def test_a_school_without_practices_is_a_row_of_noughts():
    practices = pd.DataFrame(
        {"practice": ["甲", "甲", "乙"], "school": ["一校", "二校", "一校"], "doc_id": ["a", "b", "a"]}
    )
    matrix = lay_out_matrix(practices, ("一校", "二校", "三校"))
    assert matrix.to_numpy().tolist() == [["一校", 1, 1], ["二校", 1, 0], ["三校", 0, 0]]
    assert list(matrix.columns) == ["school", "甲", "乙"]


def test_evidence_leads_every_claim_to_rows_of_the_other_sheets(written):
    tables, briefing, book, _ = written
    evidence = rows_of(book["依据"])
    assert len(evidence) == len(list_evidence(briefing, tables))
    claims = rows_of(book["论断"])
    assert claims["内容"].tolist()[0] == briefing.claims[0].text
    assert set(evidence["编号"]) <= set(claims["编号"])
    for name in ("numbers", "honors", "initiatives", "models"):
        sheet = rows_of(book[TABLES[name].zh])
        ids = set(sheet[next(c.zh for c in TABLES[name].columns if c.name == TABLES[name].key[0])])
        used = set(evidence.loc[evidence["表"] == TABLES[name].zh, "行编号"])
        assert used
        assert used <= ids


def test_of_a_figure_with_many_rows_the_rest_is_counted(samples, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "LISTED", 5)
    tables, briefing = brief_folder(str(samples.out))
    write_workbook(briefing, tables, tmp_path / "a.xlsx")
    evidence = rows_of(read(tmp_path / "a.xlsx")["依据"])
    rests = evidence.loc[evidence["表"].isna(), "原句摘录"]
    assert evidence.groupby(["编号", "位置", "数字或引文"], dropna=False).size().max() == 6
    assert len(rests) > 10
    left_out = rests.str.extract(r"^其余 (\d+) 行见 证据\.html$")[0].astype(int).sum()
    assert len(evidence) - len(rests) + left_out == len(list_evidence(briefing, tables))


def test_a_sheet_beyond_the_limit_says_so(samples, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 20)
    tables, briefing = brief_folder(str(samples.out))
    write_workbook(briefing, tables, tmp_path / "a.xlsx")
    book = read(tmp_path / "a.xlsx")
    passages = len(tables.passages)
    assert len(rows_of(book["段落"])) == 20
    assert any(f"共 {passages} 行，只列出前 20 行" in str(cell) for row in book["说明"].values for cell in row)


def test_the_codebook_names_every_column_and_its_values(written):
    *_, book, _ = written
    codes = rows_of(book["编码本"])
    assert len(codes) == sum(len(table.columns) for table in TABLES.values())
    level = codes[(codes["表名"] == "honors") & (codes["列名"] == "level")].iloc[0]
    assert level["取值"].startswith("国家级（national）；省级（provincial）")


def test_hostile_text_is_text_and_shows_itself(hostile):
    *_, book, _ = hostile
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if cell.hyperlink]
    # Inline strings keep the escape of the format (_x005F_) in openpyxl, unlike in Excel and LibreOffice.
    names = {unescape(name) for name in rows_of(book["举措"])["名称"]}
    for name in HOSTILE:
        if len(name) < LONGEST:
            assert name.replace("\x00", "�").replace("\x0b", "�") in names, ascii(name)
    cut = next(name for name in names if len(name) == LONGEST)
    assert cut.endswith(CUT)


def test_the_same_briefing_gives_the_same_bytes(hostile, tmp_path):
    tables, briefing, _, path = hostile
    write_workbook(briefing, tables, tmp_path / "b.xlsx")
    assert (tmp_path / "b.xlsx").read_bytes() == path.read_bytes()


def test_a_file_that_cannot_be_written_is_named(hostile, tmp_path):
    tables, briefing, *_ = hostile
    with pytest.raises(DjAnalysisError, match="cannot be written"):
        write_workbook(briefing, tables, tmp_path / "no" / "数据.xlsx")


@given(st.text())
def test_a_cell_holds_any_text_but_what_no_file_can(text):
    clean = clean_cell(text)
    assert len(clean.encode("utf-16-le")) <= 2 * LONGEST
    assert "\r" not in clean
    clean.encode("utf-8")


@given(st.lists(st.text(max_size=40), max_size=6))
def test_sheets_have_names_a_workbook_takes(texts):
    taken = set()
    for text in texts:
        name = name_sheet(text, taken)
        assert 0 < len(name) <= LONGEST_NAME
        assert not set(name) & set("[]:*?/\\")
        assert name.casefold() not in {other.casefold() for other in taken}
        taken.add(name)


@pytest.mark.long
def test_libreoffice_opens_the_workbook(hostile, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    *_, path = hostile
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    run = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(run, check=True, capture_output=True, timeout=180)
    assert (tmp_path / "数据.pdf").stat().st_size > 10_000
