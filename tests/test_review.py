"""Rows go out to a workbook, a person answers, and the next build says what the person said."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from dj_analysis.build import BuildReport, build
from dj_analysis.cli import app
from dj_analysis.coded import list_codes
from dj_analysis.corrections import COLUMNS, read_corrections
from dj_analysis.corrections.values import list_columns, parse_value, tell_value
from dj_analysis.evaluation import evaluate_tables, read_gold
from dj_analysis.review import (
    Answers,
    Item,
    ReviewError,
    append_corrections,
    collect_items,
    draw_sample,
    estimate_precision,
    make_gold,
    read_answers,
    wilson_interval,
    write_gold,
    write_workbook,
)
from dj_analysis.review.layout import list_headers, name_hidden
from dj_analysis.review.precision import describe_estimates
from dj_analysis.rows import ROW_KEYS

ARTICLE = (
    "江北师范大学机关党支部工作总结\n"
    "江北师范大学机关党支部现有党员29人，其中教师党员4人。支部开展“红色故事”宣讲活动12场，服务学生120余人次。\n"
    "2019年，支部被江北师范大学评为“先进基层党组织”。支部设立党员先锋岗，由教师党员轮流值守，办有读书角。\n"
)
FORMULAS = ("=1+1", "+86", "-党员", "@sum", "\t缩进", "＝A1")


class Desk:
    """A folder with one built article."""

    def __init__(self, folder: Path, built: BuildReport) -> None:
        self.folder, self.raw, self.out = folder, folder / "raw", folder / "out"
        self.file, self.book = folder / "corrections.csv", folder / "审阅.xlsx"
        self.report = built

    def export(self, path: Path | None = None) -> list[Item]:
        tables = self.report.tables
        items = collect_items(tables)
        files = dict(zip(tables.documents["source_file"], tables.documents["sha256"], strict=True))
        sizes = {name: sum(i.table == name for i in items) for name in ("numbers", "honors", "initiatives", "models")}
        write_workbook(path or self.book, items, files, sizes)
        return items

    def answer(self, fill: Callable[[Any], None], who: str = "甲") -> Answers:
        book = openpyxl.load_workbook(self.book)
        fill(book)
        book.save(self.book)
        return read_answers(self.book, who, "2026-11-24T10:00:00+08:00")

    def rebuild(self) -> BuildReport:
        self.report = build(self.raw, self.out)
        return self.report


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    """One article, built once; tests work on copies."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "raw").mkdir()
    (folder / "raw" / "甲.txt").write_text(ARTICLE, encoding="utf-8")
    report = build(folder / "raw", folder / "out")
    assert len(report.tables.numbers)
    return report


@pytest.fixture
def desk(tmp_path: Path, built: BuildReport) -> Desk:
    shutil.copytree(built.out.parent, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path, built)


def line_of(sheet: Any, quote_has: str) -> int:
    place = header(sheet, "摘录")
    return next(r for r in range(2, sheet.max_row + 1) if quote_has in str(sheet.cell(r, place).value or ""))


def header(sheet: Any, name: str) -> int:
    return next(c.column for c in sheet[1] if c.value == name)


def fill(sheet_name: str, quote_has: str, **cells: Any) -> Callable[[Any], None]:
    def fill_in(book: Any) -> None:
        sheet = book[sheet_name]
        line = line_of(sheet, quote_has)
        for name, value in cells.items():
            sheet.cell(line, header(sheet, name)).value = value

    return fill_in


def add_line(sheet_name: str, **cells: Any) -> Callable[[Any], None]:
    def fill_in(book: Any) -> None:
        sheet = book[sheet_name]
        line = next(r for r in range(2, 500) if all(c.value is None for c in sheet[r]))
        for name, value in cells.items():
            sheet.cell(line, header(sheet, name)).value = value

    return fill_in


def test_workbook_has_every_row_with_drop_downs_and_context(desk: Desk) -> None:
    items = desk.export()
    book = openpyxl.load_workbook(desk.book)
    sheet = book["数字"]
    assert [c.value for c in sheet[1]] == list_headers("numbers")
    marked = [f"【{item.quote}】" for item in items if item.table == "numbers"]
    shown = "".join(str(c.value) for row in sheet.iter_rows() for c in row)
    assert marked
    assert all(mark in shown for mark in marked)
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref.startswith("A1:")
    lists = {str(v.sqref).split(":")[0]: v.formula1 for v in sheet.data_validations.dataValidation}
    assert "接受,修改,删除,补录" in lists["A2"]
    assert any("确数" in formula and "exact" not in formula for formula in lists.values())
    assert all(book[name_hidden(t)].sheet_state == "veryHidden" for t in ("numbers", "honors"))
    level = {str(v.sqref): v.formula1 for v in book["荣誉"].data_validations.dataValidation}
    assert any("国家级" in formula for formula in level.values())


def test_nothing_filled_in_says_nothing(desk: Desk) -> None:
    desk.export()
    answers = desk.answer(lambda _book: None)
    assert not answers.corrections
    assert not answers.problems


def test_a_change_goes_round_to_the_tables(desk: Desk) -> None:
    desk.export()
    answers = desk.answer(fill("数字", "29", 判断="修改", 计数对象="在册党员", 理由="原文如此"))
    assert not answers.problems
    (correction,) = answers.corrections
    assert (correction.column, correction.new, correction.who, correction.reason) == (
        "item",
        "在册党员",
        "甲",
        "原文如此",
    )
    assert append_corrections(desk.file, answers.corrections).added == 1
    report = desk.rebuild()
    assert [o.status for o in report.corrections] == ["applied"]
    numbers = report.tables.numbers
    assert list(numbers[numbers["value"] == 29]["item"]) == ["在册党员"]


def test_drops_coded_values_and_additions_go_round(desk: Desk) -> None:
    desk.export()

    def fill_in(book: Any) -> None:
        fill("数字", "12", 判断="删除")(book)
        fill("荣誉", "先进", 判断="修改", 级别="国家级", 年份=2018)(book)
        add_line("举措", 判断="补录", 文章="甲.txt", 摘录="读书角", 名称="读书角", 类型="平台")(book)

    answers = desk.answer(fill_in)
    assert not answers.problems
    append_corrections(desk.file, answers.corrections)
    report = desk.rebuild()
    assert {o.status for o in report.corrections} <= {"applied", "right"}, report.corrections
    assert 12 not in set(report.tables.numbers["value"])
    assert (report.tables.honors["level"] == "national").any()
    assert (report.tables.honors["year"] == 2018).any()
    assert "读书角" in set(report.tables.initiatives["name"])


def test_accepting_all_rows_is_right_on_the_next_build(desk: Desk) -> None:
    desk.export()

    def accept(book: Any) -> None:
        for sheet in (book["数字"], book["荣誉"], book["举措"]):
            for line in range(2, sheet.max_row + 1):
                if sheet.cell(line, header(sheet, "行编号")).value:
                    sheet.cell(line, 1).value = "接受"

    answers = desk.answer(accept)
    append_corrections(desk.file, answers.corrections)
    report = desk.rebuild()
    assert report.corrections
    assert {o.status for o in report.corrections} == {"right"}, report.corrections


def test_sorted_and_filtered_sheets_are_read_by_id(desk: Desk) -> None:
    desk.export()

    def sort(book: Any) -> None:
        fill("数字", "29", 判断="删除")(book)
        sheet = book["数字"]
        rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
        for line, row in enumerate(rows[::-1], start=2):
            for place, value in enumerate(row, start=1):
                sheet.cell(line, place).value = value

    (correction,) = desk.answer(sort).corrections
    assert (correction.action, correction.key["value"]) == ("drop", 29)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (fill("数字", "29", 判断="修改"), "nothing was changed"),
        (fill("数字", "29", 判断="接受", 计数对象="别的"), "edited"),
        (fill("数字", "29", 判断="也许"), "one of"),
        (fill("数字", "29", 计数对象="在册党员"), "choose 修改"),
        (fill("数字", "29", 判断="修改", 数值="许多"), "number"),
        (fill("举措", "先锋岗", 判断="修改", 类型="班级"), "choose one of 活动、项目"),
        (fill("数字", "29", 判断="修改", 数值="=20+9"), "formula"),
        (fill("数字", "29", 判断="修改", 数值=None), "empty"),
        (fill("数字", "29", 判断="修改", 界限="恰好"), "one of"),
        (fill("数字", "29", 行编号="0123456789abcdef", 判断="删除"), "not in this workbook"),
        (fill("数字", "29", 判断="补录"), "there already"),
        (add_line("数字", 摘录="29人"), "补录"),
        (add_line("数字", 判断="补录", 文章="乙.txt", 摘录="29人"), "乙.txt"),
        (add_line("数字", 判断="补录", 文章="甲.txt"), "摘录"),
        (add_line("数字", 判断="补录", 文章="甲.txt", 摘录="29人"), "数值"),
    ],
)
def test_a_line_that_cannot_be_used_costs_only_itself(desk: Desk, change: Callable[[Any], None], word: str) -> None:
    desk.export()

    def fill_in(book: Any) -> None:
        fill("荣誉", "先进", 判断="删除")(book)
        change(book)

    answers = desk.answer(fill_in)
    assert [c.action for c in answers.corrections] == ["drop"]
    (problem,) = answers.problems
    assert word in problem
    assert "line" in problem


def test_missing_columns_and_sheets_are_told(desk: Desk) -> None:
    desk.export()

    def spoil(book: Any) -> None:
        book["数字"].delete_cols(1)
        del book["荣誉"]
        fill("举措", "先锋岗", 判断="删除")(book)

    answers = desk.answer(spoil)
    assert len(answers.problems) == 2
    assert len(answers.corrections) == 1


def test_codes_and_their_chinese_words_go_both_ways() -> None:
    for table in ROW_KEYS:
        for column in list_columns(table).values():
            codes = list_codes(table, column)
            words = [tell_value(table, column, code) for code in codes]
            assert [parse_value(table, column.name, word) for word in words] == list(codes), (table, column.name)
            assert [parse_value(table, column.name, code) for code in codes] == list(codes)


def test_a_word_in_the_recipients_column_becomes_its_code(desk: Desk) -> None:
    desk.export()
    lists = openpyxl.load_workbook(desk.book)["荣誉"].data_validations.dataValidation
    assert any("党组织" in v.formula1 and "branch" not in v.formula1 for v in lists)
    (correction,) = desk.answer(fill("荣誉", "先进", 判断="修改", 获得者类别="学校")).corrections
    assert (correction.old, correction.new) == ("branch", "school")


def test_lines_left_out_are_counted_and_none_usable_is_an_error(desk: Desk) -> None:
    def apply() -> Any:
        arguments = ["review", "apply", str(desk.book), "--corrections", str(desk.file), "--who", "甲"]
        return CliRunner().invoke(app, arguments)

    desk.export()
    desk.answer(fill("荣誉", "先进", 判断="修改", 级别="世界级"))
    alone = apply()
    assert alone.exit_code == 1
    assert "级别" in alone.output
    assert "国家级、省级" in alone.output
    assert "national" not in alone.output
    assert "无法采用 1 行" in alone.output
    desk.answer(fill("数字", "29", 判断="接受"))
    beside = apply()
    assert beside.exit_code == 0
    assert "接受 1；无法采用 1 行" in beside.output


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", "文本".encode(), None], ids=["empty", "zip", "text", "no"]
)
def test_a_file_that_is_no_workbook_is_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "审阅.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReviewError, match=r"审阅\.xlsx"):
        read_answers(path, "甲")


def test_another_workbook_is_told_from_ours(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(ReviewError, match="review export"):
        read_answers(tmp_path / "a.xlsx", "甲")


def test_a_workbook_with_answers_is_not_written_over(desk: Desk) -> None:
    desk.export()
    with pytest.raises(ReviewError, match="there already"):
        desk.export()


def test_the_reviewer_is_named_on_the_cover_or_asked_for(desk: Desk) -> None:
    desk.export()
    with pytest.raises(ReviewError, match="审阅人"):
        desk.answer(fill("数字", "29", 判断="删除"), who="")

    def sign(book: Any) -> None:
        book["说明"]["B1"].value = "乙"

    assert {c.who for c in desk.answer(sign, who="").corrections} == {"乙"}


def test_text_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    values = {
        "name": FORMULAS[0],
        "type": "post",
        "theme": None,
        "quoted": False,
        "actor": FORMULAS[2],
        "since": "_x0041_",
    }
    items = [
        Item(
            "initiatives",
            f"id{n}",
            "0" * 64,
            "a.txt",
            0,
            3,
            text,
            "",
            "",
            {"name": FORMULAS[0]},
            {**values, "name": text},
        )
        for n, text in enumerate(FORMULAS)
    ]
    write_workbook(tmp_path / "a.xlsx", items, {"a.txt": "0" * 64}, {"initiatives": len(items)})
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert {c.data_type for sheet in book for row in sheet.iter_rows() for c in row} <= {"s", "n", "inlineStr"}
    names = [row[5].value for row in book["举措"].iter_rows(min_row=2, max_row=7)]
    assert names == list(FORMULAS)
    answers = read_answers(tmp_path / "a.xlsx", "甲")
    assert not answers.corrections, "a row nobody touched is not taken for edited"
    assert not answers.problems


def test_text_that_no_workbook_can_hold_does_not_break_it(tmp_path: Path) -> None:
    odd = "\x00\x0b\ufffe\uffff\ud800 <script>]]>&'\"\u202e\U0001f600_x000D_"
    values = {"name": odd, "type": "post", "theme": None, "quoted": True, "actor": odd * 9000, "since": None}
    item = Item("initiatives", "id", "0" * 64, "a.txt", 0, 3, odd, odd, odd, {"name": odd}, values)
    write_workbook(tmp_path / "a.xlsx", [item], {"a.txt": "0" * 64}, {"initiatives": 1})
    answers = read_answers(tmp_path / "a.xlsx", "甲")
    assert (answers.corrections, answers.problems) == ((), ())
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert "<script>]]>&'\"\u202e\U0001f600" in book["举措"].cell(2, 6).value


def correction_lines(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_answers_are_appended_and_not_twice(desk: Desk) -> None:
    desk.export()
    first = desk.answer(fill("数字", "29", 判断="删除"))
    assert append_corrections(desk.file, first.corrections).added == 1
    before = correction_lines(desk.file)
    again = append_corrections(desk.file, first.corrections)
    assert (again.added, again.known) == (0, 1)
    second = desk.answer(fill("数字", "12", 判断="删除"))
    assert append_corrections(desk.file, second.corrections).added == 1
    assert correction_lines(desk.file)[: len(before)] == before
    assert not list(desk.folder.glob(".corrections*"))


def test_two_reviewers_who_differ_are_told_and_neither_is_applied(desk: Desk) -> None:
    desk.export()
    one = desk.answer(fill("数字", "29", 判断="修改", 计数对象="在册党员"), who="甲")
    assert not append_corrections(desk.file, one.corrections).conflicts
    other = desk.answer(fill("数字", "29", 判断="修改", 计数对象="全体党员"), who="乙")
    conflicts = append_corrections(desk.file, other.corrections).conflicts
    assert [c.line for c in conflicts] == [2, 3]
    report = desk.rebuild()
    assert [o.status for o in report.corrections] == ["conflicting", "conflicting"]
    assert not {"在册党员", "全体党员"} & set(report.tables.numbers["item"])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_what_stood_in_the_ledger_is_kept(desk: Desk, encoding: str) -> None:
    old = "note;action;table;document;raw_start;raw_end\n随记;drop;numbers;0123456789abcdef;3;9\n读不懂;什么;;;;\n"
    desk.file.write_text(old, encoding=encoding, newline="")
    desk.export()
    answers = desk.answer(fill("数字", "29", 判断="删除", 理由="-重复"))
    append_corrections(desk.file, answers.corrections)
    lines = correction_lines(desk.file)
    assert lines[0][:6] == ["note", "action", "table", "document", "raw_start", "raw_end"]
    assert set(COLUMNS) <= set(lines[0])
    assert lines[1][:6] == ["随记", "drop", "numbers", "0123456789abcdef", "3", "9"]
    assert lines[2][:2] == ["读不懂", "什么"]
    found, problems = read_corrections(desk.file)
    assert [c.line for c in found] == [2, 4]
    assert found[1].reason == "-重复"
    assert [p.line for p in problems] == [3]


@pytest.mark.parametrize(
    "content",
    [b"action,table,document\n\xff\xfe\x81\xff\xff,\x80\x80\n", b"drop,numbers,0123456789abcdef,3,9\n"],
    ids=["no-encoding", "no-header"],
)
def test_a_ledger_that_cannot_be_read_is_left_alone(desk: Desk, content: bytes) -> None:
    desk.file.write_bytes(content)
    desk.export()
    answers = desk.answer(fill("数字", "29", 判断="删除"))
    before = desk.file.read_bytes()
    with pytest.raises(ReviewError, match="Nothing was changed"):
        append_corrections(desk.file, answers.corrections)
    assert desk.file.read_bytes() == before


def test_a_ledger_that_is_locked_is_left_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.export()
    answers = desk.answer(fill("数字", "29", 判断="删除"))
    append_corrections(desk.file, answers.corrections)
    before = desk.file.read_bytes()

    def locked(_self: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(ReviewError, match="close the program"):
        append_corrections(desk.file, desk.answer(fill("数字", "12", 判断="删除")).corrections)
    assert desk.file.read_bytes() == before
    assert not list(desk.folder.glob(".corrections*"))


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [(90, 100, 0.8256, 0.9448), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 2, 0.0945, 0.9055), (0, 0, 0.0, 1.0)],
)
def test_wilson_interval_agrees_with_published_values(right: int, n: int, low: float, high: float) -> None:
    assert [round(end, 4) for end in wilson_interval(right, n)] == [low, high]


def test_a_sample_is_random_the_same_for_a_seed_and_judged(desk: Desk) -> None:
    items = [Item("numbers", f"{n:03}", "", "", 0, 1, "", "", "", {}, {}) for n in range(500)]
    drawn = draw_sample(items, 100, seed=1)
    assert len({i.row_id for i in drawn}) == 100
    assert drawn == draw_sample(items, 100, seed=1)
    assert drawn != draw_sample(items, 100, seed=2)
    assert len(draw_sample(items[:7], 100)) == 7
    desk.export()
    answers = desk.answer(fill("数字", "29", 判断="接受"))
    numbers = next(e for e in estimate_precision(answers.verdicts, answers.sizes) if e.table == "numbers")
    assert (numbers.judged, numbers.kept, numbers.perfect) == (1, 1, 1)
    assert numbers.size == numbers.drawn
    assert any("1/1 = 100.0%" in line for line in describe_estimates([numbers]))


def test_reviewed_rows_are_gold(desk: Desk) -> None:
    desk.export()

    def fill_in(book: Any) -> None:
        fill("数字", "29", 判断="修改", 计数对象="在册党员")(book)
        fill("数字", "12", 判断="删除")(book)
        fill("荣誉", "先进", 判断="接受")(book)

    append_corrections(desk.file, desk.answer(fill_in).corrections)
    found, _ = read_corrections(desk.file)
    gold = make_gold(desk.rebuild().tables, found)
    (article,) = gold
    numbers = {row["value"]: row for row in article["numbers"]}
    assert numbers[29]["item"] == "在册党员"
    assert "optional" not in numbers[29]
    assert numbers[4]["optional"]
    assert 12 not in numbers
    assert not any(row.get("optional") for row in article["honors"] if "先进" in row["title"])
    (path,) = write_gold(desk.folder / "gold", gold)
    with pytest.raises(ReviewError, match="there already"):
        write_gold(desk.folder / "gold", gold)
    assert path.name == "甲.json"
    corrected = evaluate_tables(read_gold(desk.folder / "gold"), desk.report.tables)
    assert (corrected.scores["numbers"].wrong, corrected.scores["numbers"].missed) == (0, 0)
    desk.file.unlink()
    plain = evaluate_tables(read_gold(desk.folder / "gold"), desk.rebuild().tables)
    assert plain.scores["numbers"].wrong == 1, "the dropped row"


def test_rows_of_other_tables_and_of_chosen_files(desk: Desk) -> None:
    tables = desk.report.tables
    assert {i.table for i in collect_items(tables, tuple(ROW_KEYS))} <= set(ROW_KEYS)
    assert collect_items(tables, ("numbers",), ("甲.txt",))
    with pytest.raises(ReviewError, match="--table"):
        collect_items(tables, ("passages",))
    with pytest.raises(ReviewError, match="--file"):
        collect_items(tables, ("numbers",), ("乙.txt",))


def test_the_commands_lead_from_tables_to_tables(desk: Desk) -> None:
    def run(*args: object) -> str:
        result = CliRunner().invoke(app, [str(a) for a in args])
        assert result.exit_code == 0, result.output
        return result.output

    assert "数字" in run("review", "export", desk.book, "--tables", desk.out)
    desk.answer(fill("数字", "29", 判断="修改", 计数对象="在册党员"))
    output = run("review", "apply", desk.book, "--corrections", desk.file, "--who", "甲")
    assert "新增 1 条" in output
    assert "在册党员" in desk.file.read_text("utf-8-sig")
    assert "1 applied" in run("build", "--raw", desk.raw, "--out", desk.out)
    assert "在册党员" in run("changes", "--tables", desk.out)
    sample = desk.folder / "抽样.xlsx"
    assert "抽 数字 2 行" in run("review", "sample", sample, "--n", 2, "--tables", desk.out)
    assert "抽 2 行，已审 0 行" in run("review", "sample", sample, "--tables", desk.out)
    assert "甲.json" in run("review", "gold", desk.folder / "gold", "--tables", desk.out, "--corrections", desk.file)


def test_mistakes_on_the_command_line_are_one_sentence(tmp_path: Path) -> None:
    for args in (
        ("review", "apply", "nowhere.xlsx"),
        ("review", "export", str(tmp_path / "a.xlsx"), "--tables", "nowhere"),
        ("review", "gold", str(tmp_path), "--corrections", "nowhere.csv"),
        ("changes", "--tables", "nowhere"),
    ):
        result = CliRunner().invoke(app, list(args))
        assert result.exit_code == 1
        assert "nowhere" in result.output
        assert result.output.count("\n") == 1


def test_time_is_kept_with_its_zone(desk: Desk) -> None:
    from dj_analysis.review.session import apply_answers  # noqa: PLC0415

    desk.export()
    desk.answer(fill("数字", "29", 判断="删除"))
    now = datetime.fromisoformat("2026-11-24T10:00:00+08:00")
    assert [bad for _, bad in apply_answers(desk.book, desk.file, "甲", now)] == [False]
    assert read_corrections(desk.file)[0][0].when == "2026-11-24T10:00:00+08:00"
