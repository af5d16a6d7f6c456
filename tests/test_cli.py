"""The command line: help, output, exit codes, and one sentence for every mistake a user can make."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import dj_analysis as dj
from dj_analysis.cli import app
from dj_analysis.inspection import describe_row
from dj_analysis.summary import summarise_build

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
README = [(ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md")]


def run(*args: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(a) for a in args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_stands_in_both_readmes(command: str) -> None:
    code, output = run(command, "--help")
    assert code == 0
    assert len(output) > 100
    assert all(f"dj-analysis {command}" in text for text in README)


def test_build_prints_what_was_found_and_where(tmp_path: Path) -> None:
    code, output = run("build", "--raw", ROOT / "data" / "raw", "--out", tmp_path / "表 格")
    assert code == 0
    assert "重庆第二师范学院" in output
    assert str(tmp_path / "表 格") in output


def test_readmes_show_what_a_build_of_the_samples_prints(samples: dj.BuildReport) -> None:
    lines = list(summarise_build(samples))
    table = [line for line in lines if str(samples.out) not in line]
    assert len(table) > 6
    assert [line for line in table for text in README if line not in text] == []


def test_readmes_show_a_row_that_exists(samples: dj.BuildReport) -> None:
    for text in README:
        shown = re.findall(r"dj-analysis show ([0-9a-f]{16})", text)
        lines = describe_row(samples.tables, samples.out, shown[0])
        assert [line for line in lines if line not in text] == []


def test_show_row_leads_to_the_raw_characters(samples: dj.BuildReport) -> None:
    row = samples.tables.numbers.iloc[0]
    code, output = run("show", row["number_id"], "--tables", samples.out)
    assert code == 0
    assert f"[{row['raw_start']}, {row['raw_end']})" in output
    assert f"【{row['quote']}】" in output
    assert "与净文一致" in output


def test_show_tells_why_a_row_was_corrected(samples: dj.BuildReport, tmp_path: Path) -> None:
    row = samples.tables.numbers.iloc[0]
    document = samples.tables.documents.set_index("doc_id").loc[row["doc_id"]]
    shutil.copytree(samples.out / "texts", tmp_path / "out" / "texts")
    head = "action,table,document,row_id,column,old,new,reason,who"
    lines = [head, f"change,numbers,{document['sha256']},{row['number_id']},item,旧称,新称,原文另有所指,审核员"]
    (tmp_path / "corrections.csv").write_text("\n".join(lines), encoding="utf-8")
    told = "\n".join(describe_row(samples.tables, tmp_path / "out", row["number_id"]))
    assert "更正  修改：计数对象 旧称 → 新称；理由：原文另有所指（审核员）" in told
    other = samples.tables.numbers.iloc[1]
    assert "更正" not in "\n".join(describe_row(samples.tables, tmp_path / "out", other["number_id"]))


def test_show_file_tells_metadata_noise_and_passages(samples: dj.BuildReport) -> None:
    name = samples.tables.documents["source_file"].iloc[1]
    code, output = run("show", name, "--tables", samples.out)
    assert code == 0
    assert "清洗" in output
    assert "正文" in output
    code, marked = run("show", name, "--cleaning", "--tables", samples.out)
    assert code == 0
    assert "[-" in marked


def test_evaluate_prints_figures_and_mistakes(samples: dj.BuildReport) -> None:
    code, output = run("evaluate", ROOT / "tests" / "gold" / "samples", "--tables", samples.out)
    assert code == 0
    assert "numbers" in output
    assert "grounding" in output


def test_doctor_finds_nothing_wrong_here(tmp_path: Path) -> None:
    code, output = run("doctor", "--raw", ROOT / "data" / "raw", "--out", tmp_path)
    assert code == 0, output
    assert "BAD" not in output


def test_doctor_names_what_is_missing(tmp_path: Path) -> None:
    code, output = run("doctor", "--raw", tmp_path / "nowhere", "--out", tmp_path)
    assert code == 1
    assert "BAD raw folder" in output


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (("build", "--raw", "nowhere"), "nowhere"),
        (("show", "0123456789abcdef", "--tables", "nowhere"), "nowhere"),
        (("evaluate", "nowhere"), "nowhere"),
    ],
    ids=["build", "show", "evaluate"],
)
def test_mistakes_are_one_sentence_on_stderr(tmp_path: Path, args: tuple[str, ...], named: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk:strict"}
    command = [sys.executable, "-m", "dj_analysis", *args]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr.decode("gbk").count("\n") == 1
    assert named in done.stderr.decode("gbk")


def test_unknown_row_is_named(samples: dj.BuildReport) -> None:
    code, output = run("show", "no-such-row", "--tables", samples.out)
    assert code == 1
    assert "no-such-row" in output


def test_gbk_console_shows_what_it_can(samples: dj.BuildReport) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    for name in samples.tables.documents["source_file"].head(2):
        command = [sys.executable, "-m", "dj_analysis", "show", name, "--cleaning", "--tables", str(samples.out)]
        assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def test_broken_files_are_told_of_in_our_words_alone(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "broken.pdf").write_bytes(b"%PDF-1.4\n%broken")
    (tmp_path / "raw" / "broken.docx").write_bytes(b"PK\x03\x04broken")
    (tmp_path / "raw" / "fine.txt").write_text("某某学院党支部现有党员29人。", encoding="utf-8")
    command = [sys.executable, "-m", "dj_analysis", "build", "--raw", "raw", "--out", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == ["left out", "left out"]
    assert ["broken.docx" in lines[0], "broken.pdf" in lines[1]] == [True, True]


def write_articles(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("inside", [".", "tables", "a/b", "../raw"])
def test_tables_never_lie_among_the_articles(tmp_path: Path, inside: str) -> None:
    raw = write_articles(tmp_path / "raw", a="某某学院党支部现有党员29人。")
    for command in (("build",), ("add", raw / "a.txt")):
        code, output = run(*command, "--raw", raw, "--out", raw / inside)
        assert code == 1
        assert re.search("with the articles|lies inside", output)
        assert "--out" in output
    assert [path.name for path in raw.rglob("*")] == ["a.txt"]


def test_a_folder_of_tables_is_never_read(tmp_path: Path) -> None:
    raw, out = write_articles(tmp_path / "raw", a="某某学院党支部现有党员29人。"), tmp_path / "raw-tables"
    assert run("build", "--raw", raw, "--out", out)[0] == 0
    code, output = run("build", "--raw", out, "--out", tmp_path / "other")
    assert (code, "holds tables a build wrote" in output) == (1, True)
    out.rename(raw / "old")
    code, output = run("build", "--raw", raw, "--out", tmp_path / "other")
    assert (code, "合计 1 篇" in output, "old: holds tables" in output) == (0, True, True)


def test_copies_are_told_of_and_found(tmp_path: Path) -> None:
    text = "某某学院党支部现有党员29人。"
    raw = write_articles(tmp_path / "raw", a=text, b=text, c="某某学院党支部现有党员31人。")
    out = tmp_path / "out"
    for _ in range(2):
        code, output = run("build", "--raw", raw, "--out", out)
        assert (code, "另有 1 个文件" in output, "b.txt 同 a.txt" in output) == (0, True, True)
    for asked in ("b.txt", "b"):
        code, output = run("show", asked, "--tables", out)
        assert (code, output.splitlines()[0]) == (0, "b.txt 与 a.txt 逐字节相同，同属一篇")
    assert "逐字节" not in run("show", "a.txt", "--tables", out)[1]


def test_show_names_the_nearest_file_and_never_guesses(tmp_path: Path) -> None:
    raw = write_articles(
        tmp_path / "raw", w05_决定="党员29人。", w15_校报="党员31人。", **{"x/d": "党员5人。", "y/d": "党员6人。"}
    )
    out = tmp_path / "out"
    assert run("build", "--raw", raw, "--out", out)[0] == 0
    assert "nearest files: w05_决定.txt" in run("show", "w05", "--tables", out)[1]
    assert "nearest files: w15_校报.txt" in run("show", "w15_校拫.txt", "--tables", out)[1]
    assert run("show", "w05_决定", "--tables", out)[0] == 0
    code, output = run("show", "d.txt", "--tables", out)
    assert (code, "several articles" in output, "x/d.txt, y/d.txt" in output) == (1, True, True)
    assert run("show", "y/d.txt", "--tables", out)[1].startswith("y/d.txt")


def test_add_says_what_it_did_not_do(tmp_path: Path) -> None:
    new, raw, out = write_articles(tmp_path / "new", a="党员29人。"), tmp_path / "raw", tmp_path / "out"
    code, output = run("add", new, "--raw", raw, "--out", out)
    assert (code, "is a folder" in output, raw.exists()) == (1, True, False)
    assert "已在" not in run("add", new / "a.txt", "--raw", raw, "--out", out)[1]
    code, output = run("add", new / "a.txt", "--raw", raw, "--out", out)
    assert (code, f"a.txt 已在 {raw} 中" in output) == (0, True)


def test_doctor_counts_articles_only(tmp_path: Path) -> None:
    raw = write_articles(tmp_path / "raw", a="党员29人。")
    for name in ("metadata.csv", "README.md", "表.xlsx"):
        (raw / name).write_text("x", encoding="utf-8")
    assert f"1 articles below {raw}, 1 other files" in run("doctor", "--raw", raw, "--out", tmp_path / "out")[1]


@pytest.mark.parametrize("command", ["export", "sample"])
@pytest.mark.parametrize("name", ["x.csv", "x.xls", "x"])
def test_a_review_has_a_name_spreadsheets_open(
    samples: dj.BuildReport, tmp_path: Path, command: str, name: str
) -> None:
    code, output = run("review", command, tmp_path / name, "--tables", samples.out)
    assert (code, "name it x.xlsx" in output, list(tmp_path.iterdir())) == (1, True, [])


def test_readmes_name_every_notebook() -> None:
    for text in README:
        listed = text.partition("## Notebooks")[2] or text.partition("## 笔记本")[2]
        assert [p.stem for p in sorted((ROOT / "notebooks").glob("*.ipynb")) if f"`{p.stem}`" not in listed] == []
